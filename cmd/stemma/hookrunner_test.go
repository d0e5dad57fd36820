package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runner is a program that newsrooms let run their hooks.
type runner struct {
	name    string
	needs   []string
	install func(n *newsroom)
	all     []string // checks every file, nil where the runner has no such command
}

var runners = []runner{
	{
		name: "git",
		install: func(n *newsroom) {
			n.write(".git/hooks/pre-commit", n.fromReadme(".git/hooks/pre-commit"))
			n.write(".git/hooks/pre-merge-commit", n.fromReadme(".git/hooks/pre-commit"))
		},
		all: []string{"stemma", "hook", "."},
	},
	{
		name: "pre-commit", needs: []string{"pre-commit"},
		install: func(n *newsroom) {
			n.preCommitConfig()
			n.run("pre-commit", "install")
		},
		all: []string{"pre-commit", "run", "--all-files"},
	},
	{
		name: "prek", needs: []string{"prek"},
		install: func(n *newsroom) {
			n.preCommitConfig()
			n.run("prek", "install")
		},
		all: []string{"prek", "run", "--all-files"},
	},
	{
		name: "lefthook", needs: []string{"lefthook"},
		install: func(n *newsroom) {
			n.write("lefthook.yml", n.fromReadme("lefthook.yml"))
			n.run("lefthook", "install")
		},
		all: []string{"lefthook", "run", "pre-commit", "--all-files"},
	},
	{
		name: "lint-staged under husky", needs: []string{"lint-staged", "husky"},
		install: func(n *newsroom) {
			n.run("husky")
			n.write(".lintstagedrc.yaml", n.fromReadme(".lintstagedrc.yaml"))
			n.write(".husky/pre-commit", "lint-staged\n")
			n.write(".husky/pre-merge-commit", "lint-staged\n")
		},
	},
}

// fromReadme is the block of the README that begins with the name of a file: so
// what it tells people to write is what was tried.
func (n *newsroom) fromReadme(file string) string {
	raw, err := os.ReadFile("../../README.md")
	require.NoError(n.t, err)
	block := regexp.MustCompile("(?s)```(?:yaml|sh)\n((?:#!/bin/sh\n)?# " + regexp.QuoteMeta(file) + "\\b.*?)```").FindStringSubmatch(string(raw))
	require.NotNil(n.t, block, "no block of the README begins with # %s", file)
	return block[1]
}

// preCommitConfig is the README's configuration, but with the hook that takes
// the program from PATH.
func (n *newsroom) preCommitConfig() {
	n.hooksRepository()
	config := n.fromReadme(".pre-commit-config.yaml")
	n.write(".pre-commit-config.yaml", strings.NewReplacer("../stemma", "../hooks", "HEAD", "v0", "id: stemma", "id: stemma-system").Replace(config))
}

// TestUnderRunners lives a while with each runner's real program.
func TestUnderRunners(t *testing.T) {
	for _, r := range runners {
		t.Run(r.name, func(t *testing.T) {
			n := newNewsroom(t, r.needs...)
			r.install(n)
			n.run("git", "add", ".")
			n.run("git", "commit", "-qnm", "the hook", "--allow-empty")
			n.names()
			n.movesAndDeletes()
			n.manyFiles(r)
			n.twinCopies(r)
			n.mergeIsChecked()
			assert.Empty(t, n.run("git", "status", "--porcelain"), "the hook left something in the work tree")
			assert.Empty(t, n.run("git", "stash", "list"))
		})
	}
}

// names commits an article, a copy of another one under names that are hard to
// pass on, and a copy that is staged while the work tree holds something else.
func (n *newsroom) names() {
	n.t.Helper()
	n.write("content/bees.md", beeStory)
	n.run("git", "add", ".")
	n.passes()

	n.write("content/a path with späces, 'quotes' & $signs.md", ferryStory)
	n.run("git", "add", ".")
	n.blocked("signs.md:1:1: error: 100 % of this article stands in content/ferry.md")
	n.run("git", "mv", "--", "content/a path with späces, 'quotes' & $signs.md", "-copy.md")
	n.blocked("-copy.md:1:1: error")

	// What is staged counts; what is not is still there afterwards.
	n.write("-copy.md", beeStory+"\nThe bees stay.\n")
	n.blocked("-copy.md:1:1: error")
	left, err := os.ReadFile(filepath.Join(n.dir, "-copy.md"))
	require.NoError(n.t, err)
	assert.Contains(n.t, string(left), "The bees stay.")
	n.write("-copy.md", story(1000))
	n.run("git", "add", ".")
	n.write("-copy.md", ferryStory)
	n.passes()
	n.run("git", "checkout", "-q", "--", "./-copy.md")
}

// movesAndDeletes renames, also with the paths named, and deletes.
func (n *newsroom) movesAndDeletes() {
	n.t.Helper()
	n.run("git", "mv", "content/ferry.md", "content/boat.md")
	n.passes()
	n.run("git", "mv", "content/boat.md", "content/ship.md")
	n.passes("content/ship.md", "content/boat.md")
	n.run("git", "rm", "-q", "content/bees.md", "./-copy.md")
	n.passes()
}

// manyFiles commits 300 files at once, and checks all where a file that lies
// about untracked does not count.
func (n *newsroom) manyFiles(r runner) {
	n.t.Helper()
	for i := range 300 {
		n.write(fmt.Sprintf("content/many/%03d.md", i), story(i))
	}
	n.run("git", "add", ".")
	n.passes()
	if r.all != nil {
		n.write("untracked.md", ferryStory)
		n.run(r.all...)
		require.NoError(n.t, os.Remove(filepath.Join(n.dir, "untracked.md")))
	}
}

// twinCopies commits two copies of one text at once, past the hook too.
func (n *newsroom) twinCopies(r runner) {
	n.t.Helper()
	n.write("content/one.md", beeStory)
	n.write("content/two.md", beeStory+"\nNobody has complained.\n")
	n.run("git", "add", ".")
	n.blocked("content/one.md:1:1: error")
	n.passes("--no-verify")
	if r.all != nil {
		out, err := n.try(n.dir, r.all...)
		assert.Error(n.t, err)
		assert.Contains(n.t, out, "content/two.md:1:1: error")
	}
	n.run("git", "rm", "-q", "content/two.md")
	n.passes()
}

// mergeIsChecked merges a branch that brings a copy.
func (n *newsroom) mergeIsChecked() {
	n.t.Helper()
	n.run("git", "checkout", "-qb", "side")
	n.write("content/side.md", ferryStory)
	n.run("git", "add", ".")
	n.run("git", "commit", "-qnm", "side")
	n.run("git", "checkout", "-q", "main")
	n.write("content/main.md", story(999))
	n.run("git", "add", ".")
	n.run("git", "commit", "-qnm", "main")
	out, err := n.try(n.dir, "git", "merge", "-q", "--no-edit", "side")
	assert.Error(n.t, err)
	assert.Contains(n.t, out, "content/side.md:1:1: error")
	n.run("git", "merge", "--abort")
}

// Two commits at the same time, in two work trees that share the cache.
func TestTwoCommitsAtOnce(t *testing.T) {
	n := newNewsroom(t)
	runners[0].install(n)
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
