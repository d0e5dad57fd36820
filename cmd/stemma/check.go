package main

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func checkCommand() command {
	return command{
		name: "check", args: "ARTICLE... [--against PATH...]",
		summary: "check drafts against an archive, a folder or files",
		about: `Says for each draft what it shares with other articles, exactly where, in what way, and who probably had it first. Without --against it is compared with the archive of .stemma.toml, or else with the other files of its folder. An article is never compared with itself: not with its own id, path or text.

A draft that the archive does not hold is taken as not yet published: what is in the archive precedes it.`,
		examples: []string{"stemma check draft.md --against archive/", "stemma check draft.md --against 2025.jsonl.gz 2026.jsonl.gz"},
		spread:   "against",
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			var w writing
			var against []string
			fs.StringArrayVar(&against, "against", nil, "compare with the articles under these `PATH`s")
			w.register(fs, "error")
			r.register(fs)
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if err := w.check(); err != nil {
					return exitFailed, err
				}
				o, err := w.options(&r, t)
				if err != nil {
					return exitFailed, err
				}
				drafts, err := r.paths(t, args)
				if err != nil {
					return exitFailed, err
				}
				if len(drafts) == 0 {
					return exitFailed, usageError{message: "no ARTICLE given"}
				}
				if len(against) == 0 {
					against = o.Policy.ArchivePaths()
				}
				w.settle(fs, o.Policy)
				result, err := check(ctx, o, drafts, against)
				if err != nil {
					return exitFailed, err
				}
				noteSkipped(t.err, r.quiet, result.Skipped)
				noteExpired(t, r.quiet, o.Accepted)
				code, err := w.print(ctx, t, report.Check, result)
				printAcceptances(t, &w, result)
				return code, err
			}
		},
	}
}

func check(ctx context.Context, o stemma.Options, drafts, against []string) (*stemma.Result, error) {
	if len(against) == 0 {
		against = foldersOf(drafts)
	}
	d, err := stemma.Open(ctx, o, drafts...)
	if err != nil {
		return nil, err
	}
	a, err := stemma.Open(ctx, o, against...)
	if err != nil {
		return nil, err
	}
	return a.Check(ctx, o, d)
}

// foldersOf lists the folders that the drafts lie in, each once.
func foldersOf(drafts []string) []string {
	var folders []string
	for _, d := range drafts {
		if d == "-" {
			continue
		}
		if f := filepath.Dir(d); !slices.Contains(folders, f) {
			folders = append(folders, f)
		}
	}
	return folders
}
