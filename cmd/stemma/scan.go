package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func scanCommand() command {
	return command{
		name: "scan", args: "PATH...",
		summary: "compare everything with everything",
		about: `Lists the pairs of articles that copy or rewrite each other or share quotes, and those with a containment of --min whatever they are; the families they form; and the utterances that two or more articles carry.

With --format jsonl the articles are written while they are read, and the pairs wait on disk for their turn: for an archive whose result does not fit in memory.

With --format json or jsonl an article that was read from a record, a row or front matter has in "extra" the fields that stemma has no use for, as text: the first 40, each of up to 500 bytes. Lists are joined by commas, an object is the member that names it. An index keeps them as they were when the article was added or last changed.

With --only overlaps it lists the pairs with a containment of --min and their shared shingles and nothing else, in about a thirtieth of the time: no relation, passage, quote or family. Large sets of near-copies are listed by the pairs with one of them. Formats: ` + strings.Join(report.OverlapFormats(), ", ") + `.`,
		examples: []string{"stemma scan articles/", "stemma scan dump.jsonl.gz --format jsonl > pairs.jsonl", "stemma scan dump.jsonl.gz --only overlaps --min .5 --format csv > overlaps.csv"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			var w writing
			var least float64
			var only string
			w.register(fs, "never")
			fs.Float64Var(&least, "min", .3, "list a pair from this containment on whatever its relation is")
			choice(fs, &only, "only", "", "", []string{"pairs", "overlaps"}, "`pairs`: leave the ledger of utterances out; overlaps: the numbers of overlapping pairs and nothing else")
			r.register(fs)
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if err := w.check(); err != nil {
					return exitFailed, err
				}
				if !slices.Contains([]string{"", "pairs", "overlaps"}, only) {
					return exitFailed, usageError{fmt.Sprintf("--only %q is not known", only), "the values are pairs and overlaps"}
				}
				if least <= 0 || least > 1 {
					return exitFailed, usageError{"--min must be above 0 and at most 1", "a containment of .3 is the default"}
				}
				o, err := w.options(&r, t)
				if err != nil {
					return exitFailed, err
				}
				o.Min, o.PairsOnly = least, only == "pairs"
				if only == "overlaps" {
					return scanOverlaps(ctx, t, &r, &w, o, args)
				}
				o.NoTexts = slices.Contains([]string{"json", "jsonl", "csv"}, w.format)
				a, err := openAll(ctx, t, &r, o, args)
				if err != nil {
					return exitFailed, err
				}
				o.All = a.Len() <= report.MatrixLimit && slices.Contains([]string{"text", "matrix", "matrix-csv", "html"}, w.format)
				write := func(result *stemma.Result) (int, error) { return w.print(ctx, t, report.Scan, result) }
				scan := a.Scan
				if w.format == "jsonl" {
					defer leaveGarbage(50)() // half as much at once, in no more time
					out := bufio.NewWriterSize(t.out, 1<<16)
					scan = func(ctx context.Context, o stemma.Options) (*stemma.Result, error) {
						return a.ScanLines(ctx, o, report.Lines(out))
					}
					write = func(result *stemma.Result) (int, error) {
						if err := report.WriteRest(out, result); err != nil {
							return exitFailed, err
						}
						return w.exit(result), out.Flush()
					}
				}
				result, err := scan(ctx, o)
				if err != nil {
					return exitFailed, err
				}
				noteSkipped(t.err, r.quiet, result.Skipped)
				noteExpired(t, r.quiet, o.Accepted)
				if !o.PairsOnly {
					noteUnused(t, r.quiet, o.Accepted, result)
				}
				return write(result)
			}
		},
	}
}

// scanOverlaps is scan --only overlaps.
func scanOverlaps(ctx context.Context, t terminal, r *reading, w *writing, o stemma.Options, args []string) (int, error) {
	if !slices.Contains(report.OverlapFormats(), w.format) {
		return exitFailed, usageError{fmt.Sprintf("overlaps are not written as %s", w.format),
			"the formats of --only overlaps are " + strings.Join(report.OverlapFormats(), ", ")}
	}
	paths, err := r.somePaths(t, args)
	if err != nil {
		return exitFailed, err
	}
	// What lies in memory are gigabytes of numbers: as much garbage again would
	// double them.
	defer leaveGarbage(5)()
	result, err := stemma.FindOverlaps(ctx, o, paths...)
	if err != nil {
		return exitFailed, err
	}
	noteSkipped(t.err, r.quiet, result.Skipped)
	out := bufio.NewWriterSize(t.out, 1<<16)
	if err := report.WriteOverlaps(out, w.format, result); err != nil {
		return exitFailed, err
	}
	return exitClean, out.Flush()
}

// openAll reads the paths of the command line, at least one.
func openAll(ctx context.Context, t terminal, r *reading, o stemma.Options, args []string) (*stemma.Archive, error) {
	paths, err := r.somePaths(t, args)
	if err != nil {
		return nil, err
	}
	return stemma.Open(ctx, o, paths...)
}
