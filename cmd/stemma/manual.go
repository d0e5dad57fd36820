package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
)

// manualDate is when the release was made that the page describes.
const manualDate = "2026-11-28"

// roff escapes text for a manual page: its backslashes, and its hyphens, which
// a reader wants to copy as they are.
func roff(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
}

// roffLines is text as lines of source. A line must not begin with a dot or an
// apostrophe: that would be a request.
func roffLines(s string) string {
	const width = 68 // escapes make a line longer, and 80 columns are good style
	lines := strings.Split(wrap(s, width), "\n")
	for i, l := range lines {
		lines[i] = roff(l)
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// printManual writes stemma(1) in the macros of man(7), from the command table
// and the table of findings.
func printManual(w io.Writer) {
	section := func(name string) { fmt.Fprintf(w, ".SH %s\n", name) }
	text := func(s string) {
		for i, p := range strings.Split(strings.TrimSpace(s), "\n\n") {
			if i > 0 {
				fmt.Fprintln(w, ".PP")
			}
			fmt.Fprintln(w, roffLines(p))
		}
	}
	term := func(head, s string) { fmt.Fprintf(w, ".TP\n%s\n%s\n", head, roffLines(s)) }
	fmt.Fprintf(w, ".TH STEMMA 1 %s \"stemma %s\" \"User Commands\"\n", manualDate, roff(stemma.Version()))
	section("NAME")
	fmt.Fprintln(w, "stemma \\- find copied and rewritten articles and trace shared quotes")
	section("SYNOPSIS")
	for i, c := range commands() {
		if i > 0 {
			fmt.Fprintln(w, ".br")
		}
		fmt.Fprintf(w, ".B stemma %s\n", c.name)
		if c.args != "" {
			fmt.Fprintln(w, roffLines(c.args))
		}
	}
	section("DESCRIPTION")
	text(`stemma tells, for any article: which other articles it overlaps with, exactly where, in what way, and who probably had it first; and for every quote: who said it, through which channel, in which wordings, and which article carried it first. Nothing leaves the machine.

A PATH is a file, a folder, an index, or - for standard input. Results go to standard output, everything else to standard error.`)
	section("COMMANDS")
	for _, c := range commands() {
		c.printManual(w, text)
	}
	section("FINDINGS")
	for _, c := range stemma.Codes() {
		term(`.BR `+roff(c.Name)+` " (`+roff(string(c.Level))+`)"`, c.Meaning+" What to do: "+c.Next)
	}
	section(`"EXIT STATUS"`)
	for _, x := range [][2]string{{"0", "Nothing at or above --fail-on."}, {"1", "Findings."}, {"2", "The program could not run: bad usage, a named input unreadable, a damaged index."}, {"130", "Interrupted."}} {
		term(".B "+x[0], x[1])
	}
	section("ENVIRONMENT")
	term(".B NO_COLOR", "Set to anything: no colours. --color=always overrides it.")
	section("FILES")
	term(".I .stemma.toml", "The policy of a content repository: which files count, the archive, licensed agencies, outlets with their aliases, zones, and whether they are a broadcaster or an agency, levels. The nearest one above the working folder is read; stemma hook --print-config shows what holds.")
	term(".I .stemma-accept", "Findings that may stand: a fingerprint a line, with a reason and, if you like, until=YYYY-MM-DD.")
}

// printManual writes the part of one command.
func (c command) printManual(w io.Writer, text func(string)) {
	fmt.Fprintf(w, ".SS \"%s\"\n", roff(strings.TrimSpace(c.name+" "+c.args)))
	text(strings.ToUpper(c.summary[:1]) + c.summary[1:] + ".")
	if c.about != "" {
		fmt.Fprintln(w, ".PP")
		text(c.about)
	}
	fs := c.flagSet()
	c.setup(fs)
	fs.VisitAll(func(f *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(f)
		head := `\fB\-\-` + roff(f.Name) + `\fR`
		if f.Shorthand != "" {
			head = `\fB\-` + f.Shorthand + `\fR, ` + head
		}
		if value != "" {
			head += ` \fI` + roff(value) + `\fR`
		}
		switch f.DefValue {
		case "", "0", "false", "[]":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(w, ".TP\n%s\n%s\n", head, roffLines(usage))
	})
	for i, e := range c.examples {
		if i == 0 {
			fmt.Fprint(w, ".PP\nExamples:\n.PP\n.nf\n.RS 4\n")
		}
		fmt.Fprintln(w, roffLines(e))
	}
	if len(c.examples) > 0 {
		fmt.Fprint(w, ".RE\n.fi\n")
	}
}
