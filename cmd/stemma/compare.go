package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func compareCommand() command {
	return command{
		name: "compare", args: "A B | --pairs FILE PATH... | --from PAGE",
		summary:  "two articles side by side, or the listed pairs of ids",
		about:    `Shows what two articles share: every aligned passage, the shared quotes with their wordings, and what speaks for a direction. With --pairs it gives one result for each line of FILE, two ids separated by a tab.`,
		examples: []string{"stemma compare draft.md published.html", "stemma compare --pairs pairs.tsv archive.jsonl.gz --format jsonl"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			var w writing
			var pairs, from string
			fs.StringVar(&from, "from", "", "read the result back out of the HTML report `PAGE`, or the folder of one, instead")
			fs.StringVar(&pairs, "pairs", "", "compare the pairs of ids in `FILE` (two columns, separated by a tab)")
			w.register(fs, "never")
			r.register(fs)
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if err := w.check(); err != nil {
					return exitFailed, err
				}
				if from != "" {
					result, err := readReport(from, args)
					if err != nil {
						return exitFailed, err
					}
					return w.print(ctx, t, report.Compare, result)
				}
				o, err := w.options(&r, t)
				if err != nil {
					return exitFailed, err
				}
				if pairs == "" && len(args) != 2 {
					return exitFailed, usageError{message: fmt.Sprintf("compare takes two articles, not %d", len(args))}
				}
				a, err := openAll(ctx, t, &r, o, args)
				if err != nil {
					return exitFailed, err
				}
				ids, err := pairsToCompare(a, pairs)
				if err != nil {
					return exitFailed, err
				}
				result, err := a.Compare(ctx, o, ids)
				if err != nil {
					return exitFailed, err
				}
				noteSkipped(t.err, r.quiet, result.Skipped)
				return w.print(ctx, t, report.Compare, result)
			}
		},
	}
}

// readReport takes the result out of an HTML report.
func readReport(page string, args []string) (*stemma.Result, error) {
	if len(args) > 0 {
		return nil, usageError{message: "--from takes no articles: the page holds them"}
	}
	if info, err := os.Stat(page); err == nil && info.IsDir() {
		page = filepath.Join(page, report.IndexPage)
	}
	f, err := os.Open(page)
	if err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	defer f.Close()
	result, err := report.ReadHTML(f)
	if err != nil {
		return nil, fmt.Errorf("read the report %s: %w", page, err)
	}
	return result, nil
}

// pairsToCompare reads the listed pairs, or takes the two articles given.
func pairsToCompare(a *stemma.Archive, file string) ([][2]string, error) {
	if file != "" {
		return readPairs(file)
	}
	ids := a.IDs()
	if len(ids) != 2 {
		return nil, usageError{fmt.Sprintf("the two paths hold %d articles", len(ids)), "use --pairs for collections"}
	}
	return [][2]string{{ids[0], ids[1]}}, nil
}

func readPairs(file string) ([][2]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read the pairs: %w", err)
	}
	defer f.Close()
	var pairs [][2]string
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) < 2 || columns[0] == "" || columns[1] == "" {
			return nil, fmt.Errorf("%s:%d: a pair is two ids separated by a tab", file, n)
		}
		pairs = append(pairs, [2]string{columns[0], columns[1]})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the pairs: %w", err)
	}
	return pairs, nil
}
