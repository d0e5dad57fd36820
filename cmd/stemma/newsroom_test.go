package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newsroom is a content repository whose commits go through a hook.
type newsroom struct {
	t    *testing.T
	base string // a home of its own, with the hooks' repository beside the content
	dir  string
	env  []string
}

// newNewsroom makes a repository with one article and the program on the PATH.
// It skips where a program is missing that the test needs.
func newNewsroom(t *testing.T, needs ...string) *newsroom {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: runs git and a hook runner for seconds")
	}
	for _, program := range append([]string{"git"}, needs...) {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("NOT TESTED: %s is not on PATH (pip install pre-commit prek; npm install lefthook lint-staged husky)", program)
		}
	}
	base := t.TempDir()
	n := &newsroom{t: t, base: base, dir: filepath.Join(base, "the newsroom")}
	bin := filepath.Join(base, "bin")
	n.env = append(os.Environ(), "HOME="+base, "XDG_CACHE_HOME="+filepath.Join(base, "cache"), "PRE_COMMIT_HOME="+filepath.Join(base, "pre-commit"), "PREK_HOME="+filepath.Join(base, "prek"),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Desk", "GIT_AUTHOR_EMAIL=desk@polder.example", "GIT_COMMITTER_NAME=Desk", "GIT_COMMITTER_EMAIL=desk@polder.example")
	require.NoError(t, os.MkdirAll(bin, 0o777))
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "stemma"))) // TestMain runs the command under this name

	require.NoError(t, os.MkdirAll(n.dir, 0o777))
	n.run("git", "init", "-q", "-b", "main")
	n.write("content/ferry.md", ferryStory)
	n.run("git", "add", ".")
	n.run("git", "commit", "-qm", "base")
	return n
}

// hooksRepository is a repository that offers this project's hooks, of which
// stemma-system needs no build.
func (n *newsroom) hooksRepository() {
	dir := filepath.Join(n.base, "hooks")
	manifest, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	require.NoError(n.t, err)
	require.NoError(n.t, os.MkdirAll(dir, 0o777))
	require.NoError(n.t, os.WriteFile(filepath.Join(dir, ".pre-commit-hooks.yaml"), manifest, 0o666))
	n.at(dir, "git", "init", "-q")
	n.at(dir, "git", "add", ".")
	n.at(dir, "git", "commit", "-qm", "hooks")
	n.at(dir, "git", "tag", "v0")
}

func (n *newsroom) write(name, text string) {
	n.t.Helper()
	file := filepath.Join(n.dir, name)
	require.NoError(n.t, os.MkdirAll(filepath.Dir(file), 0o777))
	require.NoError(n.t, os.WriteFile(file, []byte(text), 0o777))
}

// at runs a program that must succeed.
func (n *newsroom) at(dir string, args ...string) string {
	n.t.Helper()
	out, err := n.try(dir, args...)
	require.NoError(n.t, err, "%s\n%s", strings.Join(args, " "), out)
	return out
}

func (n *newsroom) run(args ...string) string { n.t.Helper(); return n.at(n.dir, args...) }

func (n *newsroom) try(dir string, args ...string) (string, error) {
	program, err := lookIn(n.env, args[0])
	if err != nil {
		return "", err
	}
	c := exec.Command(program, args[1:]...)
	c.Dir, c.Env = dir, n.env
	out, err := c.CombinedOutput()
	return string(out), err
}

// lookIn finds a program on the PATH of an environment.
func lookIn(env []string, name string) (string, error) {
	for i := len(env) - 1; i >= 0; i-- {
		list, found := strings.CutPrefix(env[i], "PATH=")
		if !found {
			continue
		}
		for _, dir := range filepath.SplitList(list) {
			if full := filepath.Join(dir, name); executable(full) {
				return full, nil
			}
		}
		break
	}
	return exec.LookPath(name)
}

func executable(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// passes and blocked commit what is staged and see what the hook makes of it.
func (n *newsroom) passes(args ...string) string {
	n.t.Helper()
	return n.run(append([]string{"git", "commit", "-qm", "x"}, args...)...)
}

func (n *newsroom) blocked(want string, args ...string) {
	n.t.Helper()
	out, err := n.try(n.dir, append([]string{"git", "commit", "-qm", "x"}, args...)...)
	assert.Error(n.t, err, "not blocked:\n%s", out)
	assert.Contains(n.t, out, want)
	assert.Contains(n.t, out, "[copy]")
}

const ferryStory = `The Wethersby council voted on Tuesday night to close the old ferry landing at Marrow Quay after twelve years of argument about who should pay for its rotten piles. Nine members were in favour, four against.

Deputy mayor Halina Oost, who had threatened to resign over the matter in 2024, left the chamber before the count and did not return. An inspector's report of 41 pages, handed out in January, puts the cost of repairs at 3.8 million crowns. The landing was last used in October 2019.
`

const beeStory = `Bees have moved into the clock of the Lower Maddern post office and stopped it at ten past four. The postmaster, Odile Varga, noticed on Friday when the noon van came and the clock said otherwise.

A beekeeper from the valley counted about eight thousand of them behind the dial. He means to take them away after the lime trees have flowered, so the village will do without the hour until July. The school bus was late twice.
`

// story is an article of its own for every number.
func story(i int) string {
	var b strings.Builder
	for k := range 90 {
		fmt.Fprintf(&b, "%c%c%d%c ", 'a'+(i+k)%26, 'a'+(i*7+k)%26, i*1000+k, " .\n "[k%4])
	}
	return b.String()
}
