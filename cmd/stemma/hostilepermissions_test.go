//go:build unix

package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nobody is a user without rights, as whom a superuser's tests run the program:
// nothing is locked for a superuser.
const nobody = 65534

// asNobody runs the program in a folder without the rights of a superuser; temp is
// where it may write.
func asNobody(t *testing.T, bin, temp, dir string, args ...string) outcome {
	t.Helper()
	var out, err strings.Builder
	c := exec.Command(bin, args...)
	c.Dir, c.Stdout, c.Stderr = dir, &out, &err
	c.Env = append(os.Environ(), "TMPDIR="+temp)
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	if e := c.Start(); e != nil {
		t.Skipf("SKIPPED: permissions are not tested, a process of another user cannot be started: %v", e)
	}
	_ = c.Wait() // the exit status tells
	return outcome{code: c.ProcessState.ExitCode(), out: out.String(), err: err.String()}
}

// openFolder is a folder that every user can reach, as t.TempDir is none.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "stemma-open")
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, _ error) error {
			if d != nil && d.IsDir() {
				_ = os.Chmod(path, 0o755)
			}
			return nil
		})
		os.RemoveAll(dir)
	})
	require.NoError(t, os.Chmod(dir, 0o755))
	return dir
}

// What may not be read is skipped with its reason inside a folder; named, or
// needed, it is an error that names it and the cause.
func TestNoPermission(t *testing.T) {
	dir := openFolder(t)
	bin := filepath.Join(dir, "stemma")
	built, err := os.ReadFile(program(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(bin, built, 0o755))

	temp := filepath.Join(dir, "temp")
	require.NoError(t, os.Mkdir(temp, 0o755))
	require.NoError(t, os.Chmod(temp, 0o777))
	run := func(dir string, args ...string) outcome { return asNobody(t, bin, temp, dir, args...) }
	write := func(name string, mode fs.FileMode) {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte("The ferry left the harbour of Karno at noon."), 0o644))
		require.NoError(t, os.Chmod(file, mode))
	}
	shut := func(name string, mode fs.FileMode) { require.NoError(t, os.Chmod(filepath.Join(dir, name), mode)) }
	locked := []string{"locked.txt", "locked.md", "locked.html", "locked.jsonl", "locked.csv", "locked.zip", "locked.txt.gz", "locked.docx", "locked.warc", "locked"}
	for _, name := range locked {
		write("all/"+name, 0)
	}
	write("all/open.txt", 0o644)
	write("all/closed/a.txt", 0o644)
	write("all/listed/a.txt", 0o644)
	write("kept/a.txt", 0o644)
	require.Equal(t, 0, runProgram(t, bin, dir, "index", "add", "index", "kept").code)
	require.NoError(t, os.CopyFS(filepath.Join(dir, "half"), os.DirFS(filepath.Join(dir, "index"))))
	require.NoError(t, os.CopyFS(filepath.Join(dir, "torn"), os.DirFS(filepath.Join(dir, "index"))))
	segments, err := filepath.Glob(filepath.Join(dir, "torn", "*"))
	require.NoError(t, err)
	for _, s := range segments {
		if filepath.Base(s) != "MANIFEST" {
			require.NoError(t, os.Chmod(s, 0))
		}
	}
	for _, s := range []string{"settings/.stemma.toml", "accepted/.stemma-accept"} {
		write(s, 0)
		write(filepath.Dir(s)+"/a.txt", 0o644)
	}
	shut("half/MANIFEST", 0)
	shut("all/closed", 0)
	shut("all/listed", 0o444) // its names can be seen, not its files

	o := run(dir, "scan", "all", "--format", "jsonl", "--config", "none")
	assert.Equal(t, 0, o.code, o.err)
	assert.Equal(t, 1, strings.Count(o.out, `"type":"article"`), o.out)
	for _, name := range append(locked, "closed", "listed/a.txt") {
		assert.Contains(t, lineWith(o.out, `"path":"all/`+name+`"`), "permission denied", name)
	}
	for _, c := range []struct {
		dir  string
		args []string
		says string
	}{
		{"all", []string{"scan", "closed"}, "read closed: permission denied"},
		{"all", []string{"scan", "closed/a.txt"}, "read closed/a.txt: permission denied"},
		{"all", []string{"text", "locked.txt"}, "locked.txt: permission denied"},
		{"all", []string{"check", "open.txt", "--against", "locked.jsonl"}, "read locked.jsonl: permission denied"},
		{"all", []string{"scan", "open.txt", "--files-from", "locked"}, "locked: permission denied"},
		{"all", []string{"scan", "open.txt", "--config", "locked"}, "locked: permission denied"},
		{"all", []string{"scan", "open.txt", "--output", "page"}, "page: permission denied"},
		{"all", []string{"index", "add", "new", "open.txt"}, "new: permission denied"},
		{".", []string{"index", "add", "index", "kept"}, "permission denied"},
		{".", []string{"scan", "half"}, "half/MANIFEST: permission denied"},
		{".", []string{"scan", "torn"}, "permission denied"},
		{".", []string{"index", "verify", "torn"}, "permission denied"},
		{"settings", []string{"scan", "a.txt"}, ".stemma.toml: permission denied"},
		{"accepted", []string{"scan", "a.txt"}, ".stemma-accept: permission denied"},
	} {
		o := run(filepath.Join(dir, c.dir), c.args...)
		assert.Equal(t, 2, o.code, "%q: %s", c.args, o.out)
		assert.Contains(t, o.err, c.says, "%q", c.args)
		assert.Contains(t, o.err, "stemma: error: ", "%q", c.args)
	}
	for _, name := range locked {
		o := run(filepath.Join(dir, "all"), "scan", name)
		assert.Equal(t, 2, o.code, name)
		assert.Contains(t, o.err, "read "+name+": permission denied")
	}
	// An index that may be read and not written answers.
	o = run(dir, "scan", "index", "--format", "jsonl")
	assert.Equal(t, 0, o.code, o.err)
	assert.Contains(t, o.out, `"id":"a.txt"`)
}
