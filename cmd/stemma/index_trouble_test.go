//go:build unix

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reply is what a call gave.
type reply struct {
	status      int
	out, errors string
}

func replyOf(t testing.TB, cmd *exec.Cmd) reply {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	require.NotNil(t, cmd.ProcessState, "%v", err)
	return reply{cmd.ProcessState.ExitCode(), out.String(), complaint.String()}
}

// Whatever keeps an index from being written, the error names it, and the index
// answers as before.
func TestIndexInTrouble(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds the binary")
	}
	bin := program(t)
	samples := filepath.Join(t.TempDir(), "samples")
	run := func(args ...string) reply { return replyOf(t, exec.Command(bin, args...)) }
	require.Zero(t, run("demo", "--write", samples).status)
	fresh := func(t *testing.T) string {
		dir := filepath.Join(t.TempDir(), "archive.index")
		require.Zero(t, run("index", "add", dir, samples).status)
		return dir
	}
	record := func(id string) string { return fmt.Sprintf(`{"id":%q,"text":"A ferry was late at %s."}`+"\n", id, id) }
	requireWhole := func(t *testing.T, dir string, articles int) {
		t.Helper()
		require.Zero(t, run("index", "verify", dir, "--full").status)
		require.Contains(t, run("index", "info", dir).out, fmt.Sprintf("%d articles", articles))
	}

	t.Run("another writer", func(t *testing.T) {
		dir := fresh(t)
		holder := exec.Command(bin, "index", "add", dir, "-") // until its input ends
		in, err := holder.StdinPipe()
		require.NoError(t, err)
		require.NoError(t, holder.Start())
		defer holder.Process.Kill()
		fmt.Fprint(in, record("one"))
		var second reply
		for range 200 { // until the holder has the lock
			if second = run("index", "add", dir, samples, "--wait", "50ms"); second.status != 0 {
				break
			}
		}
		assert.Equal(t, 2, second.status)
		assert.Contains(t, second.errors, fmt.Sprintf("is being written by process %d on ", holder.Process.Pid))
		assert.Contains(t, second.errors, "reading the index needs no waiting")
		assert.Contains(t, run("index", "info", dir).out, "19 articles", "a reader waits for nobody")

		waiting := exec.Command(bin, "index", "add", dir, "-", "--wait", "1m")
		waiting.Stdin = strings.NewReader(record("two"))
		require.NoError(t, waiting.Start())
		require.NoError(t, in.Close())
		require.NoError(t, holder.Wait())
		require.NoError(t, waiting.Wait(), "it was to wait for the first")
		requireWhole(t, dir, 21)
	})

	t.Run("full disk", func(t *testing.T) {
		small := t.TempDir()
		script := `mount -t tmpfs -o size=1m none "$1" && cp -r "$2" "$1/i" || exit 99
"$3" index add "$1/i" "$4"; echo status $?; "$3" index verify "$1/i" --full && "$3" index info "$1/i"; ls "$1/i"`
		var records strings.Builder
		for i := range 4000 {
			records.WriteString(record(fmt.Sprintf("place %d of %d", i, i*i)))
		}
		file := filepath.Join(t.TempDir(), "many.jsonl")
		require.NoError(t, os.WriteFile(file, []byte(records.String()), 0o666))
		got := replyOf(t, exec.Command("unshare", "-rm", "sh", "-c", script, "sh", small, fresh(t), bin, file))
		if got.status == 99 || strings.Contains(got.errors, "unshare") {
			t.Skipf("SKIPPED: no small file system can be mounted here: %s", got.errors)
		}
		assert.Contains(t, got.out, "status 2")
		assert.Contains(t, got.errors, "no space left on device")
		assert.Contains(t, got.errors, "make room and run the same command again")
		assert.Contains(t, got.out, "every byte is as it was written")
		assert.Contains(t, got.out, "19 articles")
		assert.NotContains(t, got.out, ".tmp")
	})

	t.Run("a folder that may not be written", func(t *testing.T) {
		dir := fresh(t)
		parent := filepath.Dir(dir)
		require.NoError(t, os.Chmod(dir, 0o555))
		defer os.Chmod(dir, 0o777)
		as := func(args ...string) reply {
			cmd := exec.Command(bin, args...)
			if os.Getuid() == 0 { // who may write everything
				for p := parent; p != "/"; p = filepath.Dir(p) {
					_ = os.Chmod(p, 0o755)
				}
				_ = os.Chmod(filepath.Dir(bin), 0o755)
				_ = os.Chmod(filepath.Dir(filepath.Dir(bin)), 0o755)
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			return replyOf(t, cmd)
		}
		got := as("index", "add", dir, samples, "--wait", "0")
		assert.Equal(t, 2, got.status)
		assert.Contains(t, got.errors, "permission denied")
		assert.Contains(t, got.errors, "check who may read and write there")
		assert.Contains(t, as("index", "info", dir).out, "19 articles")
	})

	t.Run("a newer format", func(t *testing.T) {
		dir := fresh(t)
		manifest := filepath.Join(dir, "MANIFEST")
		raw, err := os.ReadFile(manifest)
		require.NoError(t, err)
		binary.LittleEndian.PutUint32(raw[8:], 77)
		require.NoError(t, os.WriteFile(manifest, raw, 0o666))
		for _, args := range [][]string{
			{"index", "add", dir, samples}, {"index", "info", dir}, {"scan", dir}, {"index", "remove", dir, "bees-feature.txt"},
			{"check", filepath.Join(samples, "bees-feature.txt"), "--against", dir}, {"quotes", dir},
		} {
			got := run(args...)
			assert.Equal(t, 2, got.status, args)
			assert.Contains(t, got.errors, "has format version 77", args)
			assert.Contains(t, got.errors, "use the newer stemma", args)
			assert.Empty(t, got.out, args)
		}
	})

	t.Run("other rules", func(t *testing.T) {
		dir := fresh(t)
		for _, args := range [][]string{{"--scale", "8"}, {"--no-text"}} {
			got := run(append([]string{"index", "add", dir, samples}, args...)...)
			assert.Equal(t, 2, got.status)
			assert.Contains(t, got.errors, "was made with parameters")
			assert.Contains(t, got.errors, "make one anew in another folder")
		}
		requireWhole(t, dir, 19)
	})
}
