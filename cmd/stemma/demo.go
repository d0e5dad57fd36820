package main

import (
	"context"
	"os"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func demoCommand() command {
	return command{
		name: "demo", args: "",
		summary:  "the main job on the sample articles in the binary",
		about:    `Runs scan on invented articles that are built into the program, to show what its reports look like. --write puts the articles into a folder, to try the other commands on.`,
		examples: []string{"stemma demo", "stemma demo --write samples && stemma check samples/* --format json"},
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			var w writing
			var folder string
			w.register(fs, "never")
			fs.StringVar(&folder, "write", "", "write the sample articles into `FOLDER` instead")
			return func(ctx context.Context, t terminal, args []string) (int, error) {
				if len(args) > 0 {
					return exitFailed, usageError{message: "demo takes no arguments"}
				}
				if err := w.check(); err != nil {
					return exitFailed, err
				}
				if folder != "" {
					return exitClean, os.CopyFS(folder, stemma.Samples())
				}
				dir, err := os.MkdirTemp("", "stemma-demo-")
				if err != nil {
					return exitFailed, err
				}
				defer os.RemoveAll(dir)
				if err := os.CopyFS(dir, stemma.Samples()); err != nil {
					return exitFailed, err
				}
				o := stemma.Options{All: true}
				a, err := stemma.Open(ctx, o, dir)
				if err != nil {
					return exitFailed, err
				}
				result, err := a.Scan(ctx, o)
				if err != nil {
					return exitFailed, err
				}
				return w.print(ctx, t, report.Scan, result)
			}
		},
	}
}
