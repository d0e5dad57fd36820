package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/report"
)

// reading holds the flags of the commands that read articles.
type reading struct {
	jobs      int
	filesFrom string
	fields    []string
	limits    []string
	config    string
	quiet     bool
}

func (r *reading) register(fs *pflag.FlagSet) {
	fs.StringVar(&r.filesFrom, "files-from", "", "read further PATHs from `FILE`, one a line (- for standard input)")
	fs.StringSliceVar(&r.fields, "map", nil, "take a field from another one of the records: `text=maintext`")
	fs.StringSliceVar(&r.limits, "limit", nil, "what one input may cost, `record=64MB`; the names: "+strings.ReplaceAll(article.LimitNames, " ", ", "))
	fs.StringVar(&r.config, "config", "", "take the policy from `FILE` instead of the nearest .stemma.toml; none: from no file")
	fs.IntVar(&r.jobs, "jobs", 0, "work on this many articles at a time (default: one a core)")
	fs.BoolVarP(&r.quiet, "quiet", "q", false, "no progress and no notes on standard error")
}

// options turns the flags into those of the library.
func (r *reading) options(t terminal) (stemma.Options, error) {
	o := stemma.Options{Jobs: r.jobs, Reading: article.Options{Stdin: t.in}}
	if r.jobs < 0 {
		return o, usageError{"--jobs must not be negative", "leave it out for one job a core"}
	}
	for _, m := range r.fields {
		own, theirs, ok := strings.Cut(m, "=")
		if !ok {
			return o, usageError{fmt.Sprintf("--map %q has no =", m), "write --map text=maintext"}
		}
		if o.Reading.Fields == nil {
			o.Reading.Fields = map[string]string{}
		}
		o.Reading.Fields[own] = theirs
	}
	for _, l := range r.limits {
		name, value, _ := strings.Cut(l, "=")
		if err := o.Reading.Limits.Set(name, value); err != nil {
			return o, usageError{err.Error(), "write --limit record=64MB"}
		}
	}
	if !r.quiet {
		o.Progress = progressOn(t)
	}
	var err error
	if o.Policy, err = readPolicy(r.config); err != nil {
		return o, err
	}
	o.Accepted, err = stemma.FindAcceptances(o.Policy, time.Now().UTC())
	return o, err
}

// paths are the arguments and what --files-from lists.
func (r *reading) paths(t terminal, args []string) ([]string, error) {
	if r.filesFrom == "" {
		return args, nil
	}
	in := t.in
	if r.filesFrom != "-" {
		f, err := os.Open(r.filesFrom)
		if err != nil {
			return nil, fmt.Errorf("read --files-from: %w", err)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if p := strings.TrimSuffix(lines.Text(), "\r"); p != "" {
			args = append(args, p)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read --files-from %s: %w", r.filesFrom, err)
	}
	return args, nil
}

// somePaths is paths for commands that need one.
func (r *reading) somePaths(t terminal, args []string) ([]string, error) {
	paths, err := r.paths(t, args)
	if err == nil && len(paths) == 0 {
		return nil, usageError{message: "no PATH given"}
	}
	return paths, err
}

// writing holds the flags of the commands that print a result.
type writing struct {
	format string
	output string
	failOn string
	color  string
}

// The values of --fail-on and --color.
var (
	levels = []string{"note", "warning", "error", "never"}
	colors = []string{"auto", "always", "never"}
)

func (w *writing) register(fs *pflag.FlagSet, failOn string) {
	choice(fs, &w.format, "format", "f", "text", report.Formats(), "`FORMAT` of the report: one of "+strings.Join(report.Formats(), ", "))
	fs.StringVarP(&w.output, "output", "o", "", "write an HTML report into the new folder `DIR`: index.html, and pages beside it where one would be too long")
	choice(fs, &w.failOn, "fail-on", "", failOn, levels, "exit with 1 from this `LEVEL` on: note, warning, error or never")
	choice(fs, &w.color, "color", "", "auto", colors, "colour the text, `WHEN`: auto, always or never")
}

// options are those of the reading flags; where the format carries them (a page
// carries the JSON that it is read back from), articles keep the fields that
// stemma has no use for.
func (w *writing) options(r *reading, t terminal) (stemma.Options, error) {
	o, err := r.options(t)
	o.Reading.Extra = slices.Contains([]string{"json", "jsonl", "html"}, w.format)
	return o, err
}

// check rejects wrong values before any work is done.
func (w *writing) check() error {
	if !slices.Contains(report.Formats(), w.format) {
		return usageError{fmt.Sprintf("unknown format %q", w.format),
			suggest(w.format, report.Formats(), "the formats are "+strings.Join(report.Formats(), ", "))}
	}
	if w.output != "" {
		if w.format != "text" && w.format != "html" {
			return usageError{fmt.Sprintf("--output writes HTML, not %s", w.format), "send other formats to a file: stemma ... > FILE"}
		}
		w.format = "html"
		if err := newFolder(w.output); err != nil {
			return err
		}
	}
	if !slices.Contains(levels, w.failOn) {
		return usageError{fmt.Sprintf("--fail-on %q is no level", w.failOn), "the levels are note, warning, error and never"}
	}
	if !slices.Contains(colors, w.color) {
		return usageError{fmt.Sprintf("--color %q", w.color), "it is auto, always or never"}
	}
	return nil
}

// settle takes the level to fail on from the policy where no flag gives one.
func (w *writing) settle(fs *pflag.FlagSet, p *stemma.Policy) {
	if p != nil && p.FailOn != "" && !fs.Changed("fail-on") {
		w.failOn = p.FailOn
	}
}

// print writes the result and returns the exit status it deserves.
func (w *writing) print(ctx context.Context, t terminal, kind report.Kind, r *stemma.Result) (int, error) {
	if err := w.write(ctx, t, kind, r); err != nil {
		return exitFailed, err
	}
	return w.exit(r), nil
}

// exit is the exit status that a result deserves.
func (w *writing) exit(r *stemma.Result) int {
	if w.failOn != "never" {
		for _, f := range r.Findings {
			if f.Level.AtLeast(stemma.Level(w.failOn)) {
				return exitFindings
			}
		}
	}
	return exitClean
}

func (w *writing) write(ctx context.Context, t terminal, kind report.Kind, r *stemma.Result) error {
	if w.output != "" {
		return w.printFolder(ctx, t, kind, r)
	}
	out := bufio.NewWriterSize(t.out, 1<<16)
	if err := report.Write(out, w.format, kind, r, w.look(t)); err != nil {
		return err
	}
	return out.Flush()
}

// look is how text output suits the terminal: its width where it is one, 80
// columns elsewhere, colour only for a person who did not refuse it.
func (w *writing) look(t terminal) report.Look {
	l := report.Look{Width: 80}
	if isTerminal(t.out) {
		l.Width = terminalWidth(t.out)
		l.Color = t.getenv("NO_COLOR") == "" && t.getenv("TERM") != "dumb"
	}
	switch w.color {
	case "always":
		l.Color = true
	case "never":
		l.Color = false
	}
	return l
}

// noteSkipped says on standard error how much was not read; the report lists it.
func noteSkipped(w io.Writer, quiet bool, skipped []stemma.Skipped) {
	if n := len(skipped); n > 0 && !quiet {
		fmt.Fprintf(w, "stemma: %d of the inputs skipped, first %s: %s\n", n, report.Printable(skipped[0].Path), report.Printable(skipped[0].Reason))
	}
}
