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

// newsroom is a content repository under the real pre-commit program, whose
// hooks are a copy of this repository's .pre-commit-hooks.yaml.
type newsroom struct {
	t   *testing.T
	dir string
	env []string
}

// preCommit is the program: on PATH, or installed into a virtual environment
// where STEMMA_PRE_COMMIT=install asks for that (half a minute and the package
// index).
func preCommit(t *testing.T) string {
	if path, err := exec.LookPath("pre-commit"); err == nil {
		return path
	}
	if os.Getenv("STEMMA_PRE_COMMIT") != "install" {
		t.Skip("NOT TESTED: pre-commit is not on PATH; STEMMA_PRE_COMMIT=install installs it for the test")
	}
	venv := t.TempDir()
	for _, args := range [][]string{{"python3", "-m", "venv", venv}, {filepath.Join(venv, "bin", "pip"), "-q", "install", "pre-commit"}} {
		out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
		if err != nil {
			t.Skipf("NOT TESTED: pre-commit cannot be installed: %s", out)
		}
	}
	return filepath.Join(venv, "bin", "pre-commit")
}

func newNewsroom(t *testing.T) *newsroom {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("NOT TESTED: no git")
	}
	program := preCommit(t)
	base := t.TempDir()
	bin := filepath.Join(base, "bin")
	require.NoError(t, os.MkdirAll(bin, 0o777))
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "stemma"), ".")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	n := &newsroom{t: t, dir: filepath.Join(base, "the newsroom")}
	n.env = append(os.Environ(), "HOME="+base, "XDG_CACHE_HOME="+filepath.Join(base, "cache"), "PRE_COMMIT_HOME="+filepath.Join(base, "pre-commit"),
		"PATH="+bin+string(os.PathListSeparator)+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Desk", "GIT_AUTHOR_EMAIL=desk@polder.example", "GIT_COMMITTER_NAME=Desk", "GIT_COMMITTER_EMAIL=desk@polder.example")

	hooks := filepath.Join(base, "hooks")
	require.NoError(t, os.MkdirAll(hooks, 0o777))
	manifest, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(hooks, ".pre-commit-hooks.yaml"), manifest, 0o666))
	require.NoError(t, os.MkdirAll(n.dir, 0o777))
	n.at(hooks, "git", "init", "-q")
	n.at(hooks, "git", "add", ".")
	n.at(hooks, "git", "commit", "-qm", "hooks")
	n.at(hooks, "git", "tag", "v0")

	n.run("git", "init", "-q", "-b", "main")
	n.write(".pre-commit-config.yaml", "default_install_hook_types: [pre-commit, pre-merge-commit]\nrepos:\n- repo: ../hooks\n  rev: v0\n  hooks:\n  - id: stemma-system\n")
	n.write("content/ferry.md", ferryStory)
	n.run("git", "add", ".")
	n.run("git", "commit", "-qm", "base")
	n.run("pre-commit", "install")
	return n
}

func (n *newsroom) write(name, text string) {
	n.t.Helper()
	file := filepath.Join(n.dir, name)
	require.NoError(n.t, os.MkdirAll(filepath.Dir(file), 0o777))
	require.NoError(n.t, os.WriteFile(file, []byte(text), 0o666))
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

func TestUnderPreCommit(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the binary and runs pre-commit for half a minute")
	}
	n := newNewsroom(t)

	n.write("content/bees.md", beeStory)
	n.run("git", "add", ".")
	n.passes()

	// Blocked; the place and the reason are shown.
	n.write("content/a path with späces.md", ferryStory)
	n.run("git", "add", ".")
	n.blocked("content/a path with späces.md:1:1: error: 100 % of this article stands in content/ferry.md")

	// A name that begins with a dash.
	n.run("git", "mv", "--", "content/a path with späces.md", "-copy.md")
	n.blocked("-copy.md:1:1: error")

	// Partly staged: pre-commit hides what is not staged and gives it back.
	n.write("-copy.md", beeStory+"\nThe bees stay.\n")
	n.blocked("-copy.md:1:1: error")
	left, err := os.ReadFile(filepath.Join(n.dir, "-copy.md"))
	require.NoError(t, err)
	assert.Contains(t, string(left), "The bees stay.")
	n.run("git", "rm", "-qf", "--", "-copy.md")

	// Renamed and deleted.
	n.run("git", "mv", "content/ferry.md", "content/boat.md")
	n.passes()
	n.run("git", "mv", "content/boat.md", "content/ship.md")
	n.passes("content/ship.md", "content/boat.md")
	n.run("git", "rm", "-q", "content/bees.md")
	n.passes()

	// A commit of 300 files, then all files at once; a file that lies about
	// untracked does not count.
	for i := range 300 {
		n.write(fmt.Sprintf("content/many/%03d.md", i), story(i))
	}
	n.run("git", "add", ".")
	n.passes()
	n.write("untracked.md", ferryStory)
	n.run("pre-commit", "run", "--all-files")
	require.NoError(t, os.Remove(filepath.Join(n.dir, "untracked.md")))

	// Two copies of one text in one commit, and what passed --no-verify.
	n.write("content/one.md", beeStory)
	n.write("content/two.md", beeStory+"\nNobody has complained.\n")
	n.run("git", "add", ".")
	n.blocked("content/one.md:1:1: error")
	n.passes("--no-verify")
	out, err := n.try(n.dir, "pre-commit", "run", "--all-files")
	assert.Error(t, err)
	assert.Contains(t, out, "content/two.md:1:1: error")
	n.run("git", "rm", "-q", "content/two.md")
	n.passes()

	n.mergeIsChecked()
	assert.Empty(t, n.run("git", "status", "--porcelain"), "the hook left something in the work tree")
}

// mergeIsChecked merges a branch that brings a copy.
func (n *newsroom) mergeIsChecked() {
	n.run("git", "checkout", "-qb", "side")
	n.write("content/side.md", ferryStory)
	n.run("git", "add", ".")
	n.run("git", "commit", "-qnm", "side")
	n.run("git", "checkout", "-q", "main")
	n.write("content/main.md", story(999))
	n.run("git", "add", ".")
	n.run("git", "commit", "-qm", "main")
	out, err := n.try(n.dir, "git", "merge", "-q", "--no-edit", "side")
	assert.Error(n.t, err)
	assert.Contains(n.t, out, "content/side.md:1:1: error")
	n.run("git", "merge", "--abort")
}

// Two commits at the same time, in two work trees that share the cache.
func TestTwoCommitsAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the binary and runs pre-commit")
	}
	n := newNewsroom(t)
	for i := range 60 {
		n.write(fmt.Sprintf("content/many/%03d.md", i), story(i))
	}
	n.run("git", "add", ".")
	n.run("git", "commit", "-qnm", "many")
	other := n.dir + " too"
	n.run("git", "worktree", "add", "-q", "-b", "too", other)
	n.write("content/copy.md", ferryStory)
	n.write("../"+filepath.Base(other)+"/content/bees.md", beeStory)
	n.run("git", "add", ".")
	n.at(other, "git", "add", ".")
	done := make(chan error)
	go func() {
		out, err := n.try(other, "git", "commit", "-qm", "bees")
		if err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
		done <- err
	}()
	n.blocked("content/copy.md:1:1: error")
	assert.NoError(t, <-done)
}
