package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func textCommand() command {
	return command{
		name: "text", args: "FILE",
		summary:  "print the text that spans refer to",
		about:    `Prints the text of an article as every span of the JSON output counts it: byte 0 of the output is byte 0 of the text. For plain text and Markdown these are the file's own bytes. A terminal gets it with what would steer it made visible.`,
		examples: []string{"stemma text page.html", "stemma text page.html | head -c 1394 | tail -c +1346", "stemma text feed.rss --id courier-17"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			r.register(fs)
			id := fs.String("id", "", "the article with this `ID`, where FILE holds several")
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
				switch {
				case *id != "" && !slices.Contains(ids, *id):
					return exitFailed, fmt.Errorf("%s holds no article with the id %q", args[0], *id)
				case *id == "" && len(ids) != 1:
					return exitFailed, fmt.Errorf("%s holds %d articles, not one: name it with --id", args[0], len(ids))
				case *id == "":
					*id = ids[0]
				}
				text := a.Text(*id)
				if isTerminal(t.out) {
					text = report.PrintableLines(text)
				}
				_, err = fmt.Fprint(t.out, text)
				return exitClean, err
			}
		},
	}
}
