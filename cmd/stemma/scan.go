package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func scanCommand() command {
	return command{
		name: "scan", args: "PATH...",
		summary:  "compare everything with everything",
		about:    `Lists the pairs of articles that copy or rewrite each other or share quotes, and those with a containment of --min whatever they are; the families they form; and the utterances that two or more articles carry.`,
		examples: []string{"stemma scan articles/", "stemma scan dump.jsonl.gz --format jsonl > pairs.jsonl"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			var w writing
			var least float64
			var only string
			w.register(fs, "never")
			fs.Float64Var(&least, "min", .3, "list a pair from this containment on whatever its relation is")
			choice(fs, &only, "only", "", "", []string{"pairs"}, "`pairs`: leave the ledger of utterances out")
			r.register(fs)
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if err := w.check(); err != nil {
					return exitFailed, err
				}
				if only != "" && only != "pairs" {
					return exitFailed, usageError{fmt.Sprintf("--only %q is not known", only), "the only value is pairs"}
				}
				if least <= 0 || least > 1 {
					return exitFailed, usageError{"--min must be above 0 and at most 1", "a containment of .3 is the default"}
				}
				o, err := r.options(t)
				if err != nil {
					return exitFailed, err
				}
				o.Min, o.PairsOnly = least, only == "pairs"
				a, err := openAll(ctx, t, &r, o, args)
				if err != nil {
					return exitFailed, err
				}
				o.All = a.Len() <= report.MatrixLimit && contains([]string{"text", "matrix", "matrix-csv", "html"}, w.format)
				result, err := a.Scan(ctx, o)
				if err != nil {
					return exitFailed, err
				}
				noteSkipped(t.err, r.quiet, result)
				noteExpired(t, r.quiet, o.Accepted)
				if !o.PairsOnly {
					noteUnused(t, r.quiet, o.Accepted, result)
				}
				return w.print(t, report.Scan, result)
			}
		},
	}
}

// openAll reads the paths of the command line, at least one.
func openAll(ctx context.Context, t terminal, r *reading, o stemma.Options, args []string) (*stemma.Archive, error) {
	paths, err := r.paths(t, args)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, usageError{message: "no PATH given"}
	}
	return stemma.Open(ctx, o, paths...)
}
