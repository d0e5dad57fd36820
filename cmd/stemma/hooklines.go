package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

// mostLines is how many lines the hook prints: a commit of a whole archive must
// not scroll the reason away.
const mostLines = 20

// print writes the findings and returns the exit status. Notes are counted in
// the other formats only: a hook that has nothing to ask says nothing.
func (h *hook) print(ctx context.Context, t terminal, r *stemma.Result, names []string) (int, error) {
	if h.writing.format != "lines" {
		return h.writing.print(ctx, t, report.Check, r)
	}
	var shown []stemma.Finding
	blocking := 0
	for _, level := range []stemma.Level{stemma.Error, stemma.Warning, stemma.Note} {
		blocks := h.writing.failOn != "never" && level.AtLeast(stemma.Level(h.writing.failOn))
		for _, f := range r.Findings {
			if f.Level == level && (blocks || level != stemma.Note) {
				shown = append(shown, f)
				if blocks {
					blocking++
				}
			}
		}
	}
	out := bufio.NewWriter(t.out)
	printLines(out, r, shown, names)
	if err := out.Flush(); err != nil {
		return exitFailed, err
	}
	if blocking > 0 {
		return exitFindings, nil
	}
	return exitClean, nil
}

// printLines writes two lines a finding, what and how to accept it, and at the
// end how to see the rest.
func printLines(out *bufio.Writer, r *stemma.Result, shown []stemma.Finding, names []string) {
	places := placesOf(r)
	room := mostLines - 1
	codes := map[string]bool{}
	for i, f := range shown {
		if room < 2 {
			rest := "stemma hook --format text"
			if len(names) > 0 {
				rest += " FILE..."
			}
			fmt.Fprintf(out, "%d more: %s\n", len(shown)-i, rest)
			return
		}
		room -= 2
		line, column := places.of(f)
		fmt.Fprintf(out, "%s:%d:%d: %s: %s [%s]\n", report.Printable(f.Article), line, column, f.Level, report.Printable(f.Message), f.Code)
		fmt.Fprintf(out, "    to accept it, add to %s: %s\n", stemma.AcceptName, stemma.AcceptanceLine(f))
		codes[f.Code] = true
	}
	if len(shown) > 0 {
		fmt.Fprintf(out, "what to do: stemma help %s\n", strings.Join(sortedNames(codes), ", stemma help "))
	}
}

// places finds lines and columns in the texts of a result.
type places map[string]string

func placesOf(r *stemma.Result) places {
	texts := places{}
	for _, a := range r.Articles {
		texts[a.ID] = a.Text
	}
	return texts
}

// of is the line and the column, in characters, both from 1, at which a finding
// begins.
func (p places) of(f stemma.Finding) (line, column int) {
	text := p[f.Article]
	before := text[:max(0, min(f.Span.Start, len(text)))]
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}
