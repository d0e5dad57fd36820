package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

func indexCommand() command {
	return command{
		name: "index", args: "add DIR PATH... | remove DIR ID... | verify DIR | info DIR",
		summary: "keep an archive on disk, ready to be asked",
		about: `An index is a folder that holds articles with their texts, so that a check asks it in milliseconds and does not depend on where the articles came from. It is a PATH for every other command.

add reads the articles under the PATHs: new ones are added, changed ones replaced (the older text is kept as a version), unchanged ones skipped; a file with the content that was added before is not taken apart again. It can be interrupted at any time, even by a power cut: run it again and it goes on. If the index is damaged, it leaves out what cannot be read and adds it again from the PATHs.

remove takes articles out by their ids. verify looks for damage, with --full in every byte; its exit status is 2 where there is any. info tells what the index holds and what takes the room.`,
		examples: []string{
			"stemma index add archive.index dump.jsonl.gz articles/",
			"stemma check draft.md --against archive.index",
			"stemma index verify archive.index --full",
		},
		words: func() []string { return indexNames },
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			c := indexing{flags: fs}
			fs.IntVar(&c.o.Scale, "scale", 0, "add: keep one run of five words in `N` of longer articles (new index: 1 keeps all; 8 for tens of millions of articles)")
			fs.BoolVar(&c.o.NoText, "no-text", false, "add: keep no texts; such an index cannot be compared with yet")
			fs.StringVar(&c.memory, "memory", "512M", "add: about as much memory for what is not written yet, as 512M or 2G")
			fs.IntVar(&c.o.CommitEvery, "commit-every", 0, "add: make it durable after this many articles (default: twice a minute)")
			fs.DurationVar(&c.o.Wait, "wait", 10*time.Second, "add: how long to wait while another process writes the index; 0 is not at all")
			fs.BoolVar(&c.o.Prune, "prune", false, "add: remove the articles that the PATHs no longer hold")
			fs.BoolVar(&c.o.Mend, "mend", false, "add: look for damage in every byte first (a small index: always)")
			fs.BoolVar(&c.full, "full", false, "verify: test every byte")
			choice(fs, &c.format, "format", "f", "text", []string{"text", "json"}, "`FORMAT` of the answer: text or json")
			c.reading.register(fs)
			return c.run
		},
	}
}

// indexing holds the flags of the index commands.
type indexing struct {
	flags   *pflag.FlagSet
	reading reading
	o       stemma.IndexOptions
	memory  string
	full    bool
	format  string
}

// indexNames are the index commands.
var indexNames = []string{"add", "remove", "verify", "info"}

// indexFlags lists the flags that belong to some of the index commands only.
var indexFlags = map[string][]string{
	"add":    {"scale", "no-text", "memory", "commit-every", "wait", "prune", "mend", "files-from", "map", "jobs"},
	"verify": {"full"},
	"remove": {},
	"info":   {},
}

func (c *indexing) run(ctx context.Context, t terminal, args []string) (int, error) {
	names := indexNames
	if len(args) == 0 {
		return exitFailed, usageError{message: "say what to do with the index: " + strings.Join(names, ", ")}
	}
	do, args := args[0], args[1:]
	if !slices.Contains(names, do) {
		return exitFailed, usageError{fmt.Sprintf("unknown command %q", "index "+do), suggest(do, names, "there are add, remove, verify and info")}
	}
	if err := c.check(do); err != nil {
		return exitFailed, err
	}
	if len(args) == 0 {
		return exitFailed, usageError{message: "no DIR given"}
	}
	dir, args := args[0], args[1:]
	if (do == "verify" || do == "info") && len(args) > 0 {
		return exitFailed, usageError{message: fmt.Sprintf("index %s takes one DIR", do)}
	}
	switch do {
	case "add":
		return c.add(ctx, t, dir, args)
	case "remove":
		return c.remove(t, dir, args)
	case "verify":
		return c.verify(t, dir)
	}
	return c.info(t, dir)
}

// check refuses flags that the command does not have.
func (c *indexing) check(do string) error {
	if c.format != "text" && c.format != "json" {
		return usageError{fmt.Sprintf("unknown format %q", c.format), "the formats are text and json"}
	}
	var wrong string
	c.flags.Visit(func(f *pflag.Flag) {
		if f.Name != "format" && f.Name != "quiet" && !slices.Contains(indexFlags[do], f.Name) {
			wrong = f.Name
		}
	})
	if wrong != "" {
		return usageError{fmt.Sprintf("index %s has no --%s", do, wrong), "stemma help index lists the flags"}
	}
	return nil
}

func (c *indexing) add(ctx context.Context, t terminal, dir string, args []string) (int, error) {
	o, err := c.reading.options(t)
	if err != nil {
		return exitFailed, err
	}
	if c.flags.Changed("scale") && c.o.Scale < 1 || c.o.CommitEvery < 0 {
		return exitFailed, usageError{"--scale and --commit-every are 1 or more", "leave them out for the default"}
	}
	if c.o.Wait <= 0 {
		c.o.Wait = -1
	}
	if c.o.Memory, err = parseSize(c.memory); err != nil {
		return exitFailed, err
	}
	paths, err := c.reading.paths(t, args)
	if err != nil {
		return exitFailed, err
	}
	if len(paths) == 0 {
		return exitFailed, usageError{message: "no PATH given"}
	}
	c.o.Options = o
	if o.Progress != nil {
		c.o.Progress = withRate(o.Progress, countFiles(paths))
		defer fmt.Fprint(t.err, "\r\x1b[K")
	}
	change, err := stemma.AddToIndex(ctx, dir, c.o, paths...)
	if err != nil {
		return exitFailed, err
	}
	if !c.reading.quiet {
		for _, p := range change.Lost {
			fmt.Fprintf(t.err, "stemma: damage left out: %s at byte %d: %s\n", report.Printable(p.File), p.Offset, report.Printable(p.What))
		}
		noteSkipped(t.err, false, change.Skipped)
	}
	if c.format == "json" {
		return exitClean, printJSON(t.out, change)
	}
	fmt.Fprintf(t.out, "%d added, %d changed, %d unchanged, %d removed: %s now holds %d articles\n",
		change.Added, change.Changed, change.Unchanged, change.Removed, report.Printable(dir), change.Articles)
	if len(change.Lost) > 0 {
		fmt.Fprintln(t.out, "The index was damaged. What these paths hold is in it again; add the others that it was made from as well.")
	}
	return exitClean, nil
}

func (c *indexing) remove(t terminal, dir string, ids []string) (int, error) {
	if len(ids) == 0 {
		return exitFailed, usageError{message: "no ID given"}
	}
	change, err := stemma.RemoveFromIndex(dir, ids...)
	if err != nil {
		return exitFailed, err
	}
	if c.format == "json" {
		return exitClean, printJSON(t.out, change)
	}
	fmt.Fprintf(t.out, "%d removed: %s now holds %d articles\n", change.Removed, report.Printable(dir), change.Articles)
	return exitClean, nil
}

func (c *indexing) verify(t terminal, dir string) (int, error) {
	problems, err := stemma.VerifyIndex(dir, c.full)
	if err != nil {
		return exitFailed, err
	}
	if c.format == "json" {
		if err := printJSON(t.out, map[string]any{"dir": dir, "full": c.full, "problems": problems}); err != nil {
			return exitFailed, err
		}
	} else {
		for _, p := range problems {
			fmt.Fprintf(t.out, "%s at byte %d: %s\n", report.Printable(p.File), p.Offset, report.Printable(p.What))
		}
	}
	switch {
	case len(problems) > 0:
		return exitFailed, &stemma.DamageError{File: problems[0].File, Offset: problems[0].Offset, What: problems[0].What}
	case c.format == "text" && c.full:
		fmt.Fprintf(t.out, "%s: every byte is as it was written\n", report.Printable(dir))
	case c.format == "text":
		fmt.Fprintf(t.out, "%s: no damage in what opening reads; --full tests every byte\n", report.Printable(dir))
	}
	return exitClean, nil
}

// outletsShown is how many outlets and hot keys the text of info names.
const outletsShown = 10

func (c *indexing) info(t terminal, dir string) (int, error) {
	i, err := stemma.DescribeIndex(dir)
	if err != nil {
		return exitFailed, err
	}
	if c.format == "json" {
		return exitClean, printJSON(t.out, i)
	}
	w := t.out
	fmt.Fprintf(w, "%s: %d articles, %d older versions\n", report.Printable(dir), i.Articles, i.Versions)
	if i.Earliest != nil && i.Latest != nil {
		fmt.Fprintf(w, "published  %s to %s", (*i.Earliest)[:10], (*i.Latest)[:10])
	} else {
		fmt.Fprint(w, "published  not known")
	}
	fmt.Fprintf(w, ", %d undated\noutlets    %d, %d articles without one\n", i.Undated, len(i.Outlets), i.Unnamed)
	for k, o := range i.Outlets {
		if k == outletsShown {
			fmt.Fprintf(w, "  %d more; --format json lists all\n", len(i.Outlets)-k)
			break
		}
		fmt.Fprintf(w, "  %8d  %s\n", o.Articles, report.Printable(o.Name))
	}
	each := func(n int64) string {
		if i.Articles == 0 {
			return "-"
		}
		return strconv.FormatInt(n/int64(i.Articles), 10)
	}
	fmt.Fprintf(w, "size       %d bytes, %s an article, in %d segments\n", i.Size.Total, each(i.Size.Total), i.Segments)
	for _, part := range []struct {
		name string
		n    int64
	}{{"texts", i.Size.Texts}, {"notes", i.Size.Notes}, {"keys", i.Size.Keys}, {"metadata", i.Size.Heads}, {"ids", i.Size.IDs}} {
		fmt.Fprintf(w, "  %12d  %-8s  %s an article\n", part.n, part.name, each(part.n))
	}
	fmt.Fprintf(w, "  %12d  texts before compression\n", i.Size.TextBefore)
	if len(i.HotKeys) > 0 {
		fmt.Fprintln(w, "keys that most articles hold")
	}
	for k, h := range i.HotKeys {
		if k == outletsShown {
			break
		}
		fmt.Fprintf(w, "  %8d  %-8s  %s\n", h.Articles, h.Kind, report.Printable(h.Text))
	}
	fmt.Fprintf(w, "made with  %s\n", report.Printable(i.Parameters))
	return exitClean, nil
}

func printJSON(w io.Writer, v any) error {
	e := report.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// parseSize reads a number of bytes with K, M or G behind it.
func parseSize(s string) (int64, error) {
	unit := int64(1)
	digits := strings.TrimSuffix(strings.ToUpper(s), "B")
	for suffix, u := range map[string]int64{"K": 1 << 10, "M": 1 << 20, "G": 1 << 30} {
		if d, found := strings.CutSuffix(digits, suffix); found {
			digits, unit = d, u
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > 1<<40/unit {
		return 0, usageError{fmt.Sprintf("--memory %q is no size", s), "write 512M or 2G"}
	}
	return n * unit, nil
}

// indexHint says what to do about an error of an index, "" about any other.
func indexHint(err error) string {
	var (
		damaged *stemma.DamageError
		newer   *stemma.VersionError
		params  *stemma.ParamsError
		locked  *stemma.LockError
	)
	switch {
	case errors.As(err, &damaged):
		return "stemma index verify --full DIR lists all damage; stemma index add --mend DIR PATH... leaves it out and adds the same PATHs again"
	case errors.As(err, &newer):
		return "use the newer stemma that made it, or make the index anew with this one: stemma index add NEWDIR PATH..."
	case errors.As(err, &params):
		return "an index keeps the parameters that it was made with: leave --scale and --no-text out, or make one anew in another folder with stemma index add NEWDIR PATH..."
	case errors.As(err, &locked):
		return "run this again when that process has ended; reading the index needs no waiting"
	case errors.Is(err, stemma.ErrNotIndex):
		return "stemma index add DIR PATH... makes an index in a folder that is new or empty"
	case errors.Is(err, syscall.ENOSPC):
		return "the index stands as it was last made durable: make room and run the same command again"
	case errors.Is(err, fs.ErrPermission):
		return "check who may read and write there"
	}
	return ""
}
