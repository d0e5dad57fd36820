package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func textCommand() command {
	return command{
		name: "text", args: "FILE",
		summary:  "print the text that spans refer to",
		about:    `Prints the text of an article as every span of the JSON output counts it: byte 0 of the output is byte 0 of the text. For plain text and Markdown these are the file's own bytes. A terminal gets it with what would steer it made visible.`,
		examples: []string{"stemma text page.html", "stemma text page.html | head -c 1394 | tail -c +1346"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			r.register(fs)
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if len(args) != 1 {
					return exitFailed, usageError{message: fmt.Sprintf("text takes one FILE, not %d", len(args))}
				}
				o, err := r.options(t)
				if err != nil {
					return exitFailed, err
				}
				a, err := stemma.Open(ctx, o, args...)
				if err != nil {
					return exitFailed, err
				}
				ids := a.IDs()
				if len(ids) != 1 {
					return exitFailed, fmt.Errorf("%s holds %d articles, not one", args[0], len(ids))
				}
				text := a.Text(ids[0])
				if isTerminal(t.out) {
					text = report.PrintableLines(text)
				}
				_, err = fmt.Fprint(t.out, text)
				return exitClean, err
			}
		},
	}
}
