package stemma

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// hidden is what keeps a program, but no reader, from finding a text again.
type hidden struct {
	disguises []article.Disguise
	page      string // the warning that a page holds words that nobody sees
}

func findHidden(a *article.Article) hidden {
	h := hidden{disguises: article.Disguises(a.Text, a.Skip)}
	for _, w := range a.Warnings {
		if strings.HasPrefix(w, article.HidesWords) {
			h.page = w
		}
	}
	return h
}

func (h *hidden) none() bool { return len(h.disguises) == 0 && h.page == "" }

// first is the first disguised word; that of a page's own words is its start.
func (h *hidden) first() Span {
	var first Span
	for i, d := range h.disguises {
		if i == 0 || d.Words[0].Start < first.Start {
			first = d.Words[0]
		}
	}
	return first
}

// mostPlaces is how many places of one kind a message names.
const mostPlaces = 5

// message says what was done and where, by line and column.
func (h *hidden) message(text string) string {
	var parts []string
	for _, d := range h.disguises {
		at := placesIn(text, d.Words[:min(len(d.Words), mostPlaces)])
		more := ""
		if n := len(d.Words) - mostPlaces; n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		parts = append(parts, fmt.Sprintf("%d %s at %s%s", d.Count, d.Kind.Things(d.Count), strings.Join(at, ", "), more))
	}
	if h.page != "" {
		parts = append(parts, h.page)
	}
	return strings.Join(parts, "; ")
}

// placesIn writes where spans begin, in their order: line and column, the latter
// in characters.
func placesIn(text string, spans []Span) []string {
	out := make([]string, 0, len(spans))
	line, start, done := 1, 0, 0
	for _, s := range spans {
		between := text[done:s.Start]
		if n := strings.Count(between, "\n"); n > 0 {
			line += n
			start = done + strings.LastIndexByte(between, '\n') + 1
		}
		done = s.Start
		out = append(out, fmt.Sprintf("%d:%d", line, utf8.RuneCountInString(text[start:done])+1))
	}
	return out
}

// words are the hashes of the disguised words, in the order of the text.
func (h *hidden) words(text string) []uint64 {
	var spans []Span
	for _, d := range h.disguises {
		spans = append(spans, d.Words...)
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	var out []uint64
	for i, s := range spans {
		if i == 0 || s != spans[i-1] {
			out = article.AppendHashes(out, s.In(text), nil)
		}
	}
	return append(out, plainWords(h.page)...)
}
