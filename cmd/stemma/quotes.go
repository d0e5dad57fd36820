package main

import (
	"context"
	"slices"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma/report"
)

func quotesCommand() command {
	return command{
		name: "quotes", args: "PATH...",
		summary: "the ledger of utterances: wordings, carriers, origins",
		about: `Lists every quotation with its speaker, the channel it was made public through and the utterance it belongs to; and for every utterance its wordings, the articles that carry it, and which of them came first, where dates prove it.

Outlets and agencies that the program does not know can be named in .stemma.toml, each as an [[outlet]] with name and aliases; broadcaster = true makes "on NAME" an interview, agency = true makes its name in a byline, a dateline or a credit line a credit. They hold for every command.`,
		examples: []string{"stemma quotes articles/", "stemma quotes - --format json < story.txt"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var r reading
			var w writing
			w.register(fs, "never")
			r.register(fs)
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if err := w.check(); err != nil {
					return exitFailed, err
				}
				o, err := w.options(&r, t)
				if err != nil {
					return exitFailed, err
				}
				o.NoTexts = slices.Contains([]string{"json", "jsonl", "csv"}, w.format)
				a, err := openAll(ctx, t, &r, o, args)
				if err != nil {
					return exitFailed, err
				}
				result, err := a.Quotes(ctx, o)
				if err != nil {
					return exitFailed, err
				}
				noteSkipped(t.err, r.quiet, result.Skipped)
				return w.print(ctx, t, report.Ledger, result)
			}
		},
	}
}
