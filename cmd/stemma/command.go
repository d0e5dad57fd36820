package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

// Exit statuses, published in every help text.
const (
	exitClean       = 0
	exitFindings    = 1
	exitFailed      = 2
	exitInterrupted = 130
)

// command is one row of the table that main looks names up in.
type command struct {
	name     string
	args     string // of the usage line
	summary  string // one line
	about    string // paragraphs of the help text
	examples []string
	// spread names a flag whose value may be followed by further ones, as in
	// `--against PATH...`.
	spread string
	// barefile takes an argument that looks like an unknown flag for the file
	// of that name, where there is one: runners of hooks pass names as they are.
	barefile bool
	// words lists what the first argument may be, where it is no path.
	words func() []string
	// setup registers the command's flags and returns what runs it.
	setup func(fs *pflag.FlagSet) func(ctx context.Context, t terminal, args []string) (int, error)
}

// commands lists every command in the order of the help text.
func commands() []command {
	return []command{
		checkCommand(), scanCommand(), quotesCommand(), compareCommand(),
		indexCommand(), hookCommand(), textCommand(), demoCommand(), completionCommand(), helpCommand(),
	}
}

// terminal is what a command may touch of the world.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

// usageError is a wrong call: its hint says what to type instead.
type usageError struct {
	message, hint string
}

func (e usageError) Error() string { return e.message }

// run is main without the process: it returns the exit status.
func run(ctx context.Context, args []string, t terminal) int {
	code, err := dispatch(ctx, args, t)
	switch {
	case err == nil:
		return code
	case errors.Is(err, syscall.EPIPE):
		return exitClean // the reader has seen enough
	case errors.Is(err, context.Canceled):
		clearProgress(t)
		fmt.Fprintln(t.err, "stemma: interrupted")
		return exitInterrupted
	}
	clearProgress(t)
	fmt.Fprintf(t.err, "stemma: error: %s\n", report.Printable(err.Error()))
	var usage usageError
	if errors.As(err, &usage) && usage.hint != "" {
		fmt.Fprintf(t.err, "  %s\n", report.Printable(usage.hint))
	} else if hint := indexHint(err); hint != "" {
		fmt.Fprintf(t.err, "  %s\n", report.Printable(hint))
	}
	return exitFailed
}

func dispatch(ctx context.Context, args []string, t terminal) (int, error) {
	if len(args) == 0 {
		printOverview(t.err)
		return exitFailed, nil
	}
	switch args[0] {
	case "-h", "--help":
		printOverview(t.out)
		return exitClean, nil
	case "--version", "-V":
		fmt.Fprintln(t.out, "stemma", stemma.Version())
		return exitClean, nil
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.call(ctx, t, args[1:])
		}
	}
	return exitFailed, usageError{
		fmt.Sprintf("unknown command %q", args[0]),
		suggest(args[0], commandNames(commands()), "stemma help lists the commands"),
	}
}

// call parses the flags of one command and runs it.
func (c command) call(ctx context.Context, t terminal, args []string) (int, error) {
	fs := c.flagSet()
	do := c.setup(fs)
	args = c.spreadOut(args)
	if c.barefile {
		args = bareFiles(fs, args)
	}
	err := fs.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		c.print(t.out)
		return exitClean, nil
	}
	if err != nil {
		return exitFailed, c.flagError(fs, err)
	}
	code, err := do(ctx, t, fs.Args())
	var usage usageError
	if errors.As(err, &usage) && usage.hint == "" {
		usage.hint = "usage: stemma " + c.name + " " + c.args
		err = usage
	}
	return code, err
}

// spreadOut writes `--flag a b c` as `--flag=a --flag=b --flag=c` for the
// command's spread flag, up to the next flag.
func (c command) spreadOut(args []string) []string {
	if c.spread == "" {
		return args
	}
	flag, spreading := "--"+c.spread, false
	var out []string
	for i, a := range args {
		switch {
		case a == "--":
			return append(out, args[i:]...)
		case a == flag:
			spreading = true
			if i+1 == len(args) { // no value: let the parser say so
				out = append(out, a)
			}
		case spreading && (a == "-" || !strings.HasPrefix(a, "-")):
			out = append(out, flag+"="+a)
		default:
			spreading = false
			out = append(out, a)
		}
	}
	return out
}

// bareFiles moves arguments that begin with a dash and name an existing file,
// but no flag, behind "--".
func bareFiles(fs *pflag.FlagSet, args []string) []string {
	var flags, files []string
	for i, a := range args {
		if a == "--" {
			files = append(files, args[i+1:]...)
			break
		}
		name, _, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		isFlag := name != "" && (strings.HasPrefix(a, "--") && (fs.Lookup(name) != nil || name == "help") ||
			len(a) == 2 && (fs.ShorthandLookup(name) != nil || name == "h"))
		if _, err := os.Lstat(a); len(a) > 1 && a[0] == '-' && !isFlag && err == nil {
			files = append(files, a)
			continue
		}
		flags = append(flags, a)
	}
	if len(files) == 0 {
		return flags
	}
	return append(append(flags, "--"), files...)
}

func (c command) flagSet() *pflag.FlagSet {
	fs := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	fs.SortFlags = false
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	return fs
}

// flagError names the flag that was probably meant.
func (c command) flagError(fs *pflag.FlagSet, err error) error {
	hint := "stemma help " + c.name + " lists the flags"
	var missing *pflag.NotExistError
	if errors.As(err, &missing) {
		var names []string
		fs.VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		hint = suggest("--"+missing.GetSpecifiedName(), names, hint)
	}
	return usageError{err.Error(), hint}
}

// suggest names the candidate nearest to a mistyped word, or else the fallback.
func suggest(word string, candidates []string, fallback string) string {
	best, distance := "", 3
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(word, c); d < distance {
			best, distance = c, d
		}
	}
	if best == "" {
		return fallback
	}
	return fmt.Sprintf("did you mean %s?", best)
}

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isTerminalFile(f)
}
