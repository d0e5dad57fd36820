package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/report"
)

func hookCommand() command {
	return command{
		name: "hook", args: "[FILE...]",
		summary: "the pre-commit entry: block an uncredited copy, else keep silent",
		about: `Checks the named files, or without names what is staged, against the other articles that git tracks here and the archive of .stemma.toml. It reads what is staged, never standard input, and writes nothing into the work tree. What it learns of a text is kept in the user's cache folder, which can be deleted at any time.

Readmes, changelogs, templates, hidden files, unknown file types and pages of fewer than 60 words are passed over. A finding that may stand is accepted by a line in .stemma-accept: its fingerprint, a reason and, if you like, until=YYYY-MM-DD.`,
		examples: []string{"stemma hook", "stemma hook --fail-on warning content/2026/ferry.md", "stemma hook --print-config"},
		barefile: true,
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var h hook
			choice(fs, &h.writing.failOn, "fail-on", "", "", levels, "exit with 1 from this `LEVEL` on: note, warning, error or never (default: .stemma.toml, else error)")
			choice(fs, &h.writing.format, "format", "f", "lines", append([]string{"lines"}, report.Formats()...), "`FORMAT` of the report: lines, or one of "+strings.Join(report.Formats(), ", "))
			fs.BoolVar(&h.printConfig, "print-config", false, "print what .stemma.toml and the defaults lay down")
			fs.StringVar(&h.config, "config", "", "take the policy from `FILE` instead of the nearest .stemma.toml; none: from no file")
			fs.BoolVar(&h.noCache, "no-cache", false, "read everything anew and keep nothing")
			fs.IntVar(&h.jobs, "jobs", 0, "work on this many articles at a time (default: one a core)")
			fs.BoolVarP(&h.quiet, "quiet", "q", false, "no notes on standard error")
			return h.run
		},
	}
}

// hook is one run of the command.
type hook struct {
	writing     writing
	printConfig bool
	noCache     bool
	quiet       bool
	jobs        int
	config      string
}

func (h *hook) run(ctx context.Context, t terminal, names []string) (int, error) {
	policy, err := readPolicy(h.config)
	if err != nil {
		return exitFailed, err
	}
	if h.printConfig {
		fmt.Fprint(t.out, policy)
		return exitClean, nil
	}
	if err := h.settle(policy); err != nil {
		return exitFailed, err
	}
	accepted, err := stemma.FindAcceptances(policy, time.Now().UTC())
	if err != nil {
		return exitFailed, err
	}
	repo, err := openRepository(ctx)
	if err != nil {
		return exitFailed, err
	}
	defer repo.close()
	l, err := repo.list(policy, names)
	if err != nil {
		return exitFailed, err
	}
	noteExpired(t, h.quiet, accepted)
	if len(l.drafts) == 0 {
		return exitClean, nil
	}
	guard := stemma.Guard{Pages: l.pages, Drafts: l.drafts, Load: repo.load, Archive: policy.ArchivePaths(), Notice: func(s string) {
		if !h.quiet {
			fmt.Fprintln(t.err, "stemma:", report.Printable(s))
		}
	}}
	if !h.noCache {
		guard.Cache = h.cacheFolder(t, repo)
	}
	o := stemma.Options{Jobs: h.jobs, Policy: policy, Accepted: accepted}
	o.Reading = article.Options{Stdin: strings.NewReader("")}
	result, err := guard.Check(ctx, o)
	if err != nil {
		return exitFailed, err
	}
	repo.dropMoved(result)
	if len(l.drafts) == len(l.pages) {
		noteUnused(t, h.quiet, accepted, result)
	}
	return h.print(ctx, t, result, names)
}

// settle takes over what the policy lays down where no flag says otherwise, and
// rejects wrong values before any work is done.
func (h *hook) settle(p *stemma.Policy) error {
	if h.writing.failOn == "" {
		h.writing.failOn = p.FailOn
	}
	if h.writing.failOn == "" {
		h.writing.failOn = string(stemma.Error)
	}
	if h.jobs < 0 {
		return usageError{"--jobs must not be negative", "leave it out for one job a core"}
	}
	probe := h.writing
	probe.color = "never"
	if probe.format == "lines" {
		probe.format = "text"
	}
	h.writing.color = "never"
	return probe.check()
}

// cacheFolder is the folder of this repository in the user's cache, "" where
// the system has none. All work trees of a repository share it.
func (h *hook) cacheFolder(t terminal, r *repository) string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	key := sha256.Sum256([]byte(r.common))
	return filepath.Join(base, "stemma", "hook", hex.EncodeToString(key[:8]))
}

// dropMoved leaves out what is said of a file that the work tree no longer has:
// after `git mv a b` and `git commit b` the index of that commit still holds a.
func (r *repository) dropMoved(result *stemma.Result) {
	ids := map[string]bool{}
	for _, a := range result.Articles {
		ids[a.ID] = a.Path == a.ID
	}
	gone := map[string]bool{}
	moved := func(id string) bool {
		if seen, known := gone[id]; known {
			return seen
		}
		_, err := os.Lstat(r.file(id))
		gone[id] = ids[id] && os.IsNotExist(err) && !r.skipped(id)
		return gone[id]
	}
	result.Findings = slices.DeleteFunc(result.Findings, func(f stemma.Finding) bool {
		return f.Other != nil && moved(f.Other.Article)
	})
}

// skipped reports a file that a sparse checkout leaves out of the work tree.
func (r *repository) skipped(path string) bool {
	out, err := r.git("ls-files", "-t", "-z", "--", ":(literal)"+path)
	return err == nil && strings.HasPrefix(string(out), "S")
}

func sortedNames(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for n := range set {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
