package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"
	_ "time/tzdata" // zones of outlets, also where the system has none

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

// readPolicy reads the policy that a command works under: of the file given,
// the nearest .stemma.toml, or the defaults for "none".
func readPolicy(file string) (*stemma.Policy, error) {
	switch file {
	case "":
		return stemma.FindPolicy(".")
	case "none":
		return stemma.DefaultPolicy("."), nil
	}
	p, err := stemma.ReadPolicy(file)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("read --config: %w", err)
	}
	return p, err
}

// mostAcceptances is how many lines to paste a report for people ends with.
const mostAcceptances = 10

// printAcceptances ends a report for people with the lines that accept its
// findings.
func printAcceptances(t terminal, w *writing, r *stemma.Result) {
	if w.format != "text" {
		return
	}
	n := 0
	for _, f := range r.Findings {
		if !f.Level.AtLeast(stemma.Warning) {
			continue
		}
		switch n++; n {
		case 1:
			fmt.Fprintf(t.out, "\nTo accept a finding, add its line to %s:\n", stemma.AcceptName)
		case mostAcceptances + 1:
			fmt.Fprintln(t.out, "  and so on: --format jsonl has the fingerprints of all")
			return
		}
		other := ""
		if f.Other != nil {
			other = ", " + f.Other.Article
		}
		fmt.Fprintf(t.out, "  %-48s # %s\n", stemma.AcceptanceLine(f), report.Printable(fmt.Sprintf("%s: %s%s", f.Article, f.Code, other)))
	}
}

// noteExpired tells which acceptances no longer hold.
func noteExpired(t terminal, quiet bool, a *stemma.Acceptances) {
	for _, x := range a.Expired() {
		noteAcceptance(t, quiet, x, "expired on "+x.Until.Format(time.DateOnly))
	}
}

// noteUnused tells which acceptances no finding of a complete result has.
func noteUnused(t terminal, quiet bool, a *stemma.Acceptances, r *stemma.Result) {
	for _, x := range a.Unused(r) {
		noteAcceptance(t, quiet, x, "no finding has this fingerprint any more")
	}
}

func noteAcceptance(t terminal, quiet bool, x stemma.Acceptance, what string) {
	if !quiet {
		fmt.Fprintf(t.err, "%s:%d:1: note: %s (%s) [input]\n", stemma.AcceptName, x.Line, what, report.Printable(x.Reason))
	}
}
