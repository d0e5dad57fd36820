package article

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraphs splits the text at blank lines, at the borders of the blocks that
// the format tells, and at single line breaks where these end paragraphs: in
// running text they do, in text wrapped to a width (agency wires, Markdown)
// only before an indent or a bullet.
func paragraphs(a *Article) []Paragraph {
	lines := splitLines(a.Text)
	wrapped := a.SoftBreaks || isWrapped(a.Text, lines)
	var out []Paragraph
	open := -1 // start of the paragraph being gathered
	close := func(end int) {
		if open >= 0 {
			if s := trim(a.Text, Span{open, end}); s.Len() > 0 {
				out = append(out, Paragraph{Span: s})
			}
			open = -1
		}
	}
	previous := Span{}
	for _, l := range lines {
		blank := trim(a.Text, l).Len() == 0
		if blank || !wrapped || open >= 0 && breaksWrapped(a.Text, previous, l) {
			close(l.Start)
		}
		if !blank && open < 0 {
			open = l.Start
		}
		previous = l
	}
	close(len(a.Text))
	return splitAtBlocks(a, out)
}

// splitLines returns the lines of text without their line breaks.
func splitLines(text string) []Span {
	var lines []Span
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n', '\r', '\v', '\f':
			lines = append(lines, Span{start, i})
			start = i + 1
		case 0xE2: // U+2028 and U+2029
			if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
				lines = append(lines, Span{start, i})
				start = i + 3
			}
		}
	}
	return append(lines, Span{start, len(text)})
}

// The widths in bytes that text is wrapped to.
const (
	narrowest = 40
	widest    = 100
)

// isWrapped reports whether line breaks stand where the next word would have
// passed a common width.
func isWrapped(text string, lines []Span) bool {
	width := 0
	for _, l := range lines {
		width = max(width, l.Len())
		if width > widest {
			return false
		}
	}
	if width < narrowest {
		return false
	}
	followed, full := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		next := trim(text, lines[i+1])
		if lines[i].Len() == 0 || next.Len() == 0 {
			continue
		}
		followed++
		word := strings.IndexFunc(text[next.Start:next.End], unicode.IsSpace)
		if word < 0 {
			word = next.Len()
		}
		if lines[i].Len()+1+word >= width-8 {
			full++
		}
	}
	return followed >= 3 && full*10 >= followed*7
}

// breaksWrapped reports whether a paragraph of wrapped text ends between two
// lines: the second one is indented more, or starts a bullet, a heading, a
// table row or a quotation.
func breaksWrapped(text string, line, next Span) bool {
	if indent(text, next) >= indent(text, line)+2 {
		return true
	}
	s := strings.TrimLeft(text[next.Start:next.End], " \t")
	if s == "" {
		return true
	}
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '•', '▪', '◦', '●':
		return true
	case '-', '*', '+':
		return strings.HasPrefix(s[size:], " ")
	case '#', '>', '|':
		return true
	}
	return false
}

func indent(text string, l Span) int {
	n := 0
	for i := l.Start; i < l.End; i++ {
		switch text[i] {
		case ' ':
			n++
		case '\t':
			n += 4
		default:
			return n
		}
	}
	return n
}

// splitAtBlocks cuts paragraphs at the borders of blocks and gives each piece
// the kind of the innermost block that holds it.
func splitAtBlocks(a *Article, ps []Paragraph) []Paragraph {
	if len(a.Blocks) == 0 {
		return ps
	}
	var cuts []int
	for _, b := range a.Blocks {
		cuts = append(cuts, b.Start, b.End)
	}
	sort.Ints(cuts)
	var out []Paragraph
	for _, p := range ps {
		at := p.Start
		for len(cuts) > 0 && cuts[0] < p.End {
			if cuts[0] > at {
				out = appendTrimmed(out, a.Text, Span{at, cuts[0]})
				at = cuts[0]
			}
			cuts = cuts[1:]
		}
		out = appendTrimmed(out, a.Text, Span{at, p.End})
	}
	tagKinds(out, a.Blocks)
	return out
}

func appendTrimmed(ps []Paragraph, text string, s Span) []Paragraph {
	if s = trim(text, s); s.Len() > 0 {
		ps = append(ps, Paragraph{Span: s})
	}
	return ps
}

// tagKinds gives each paragraph the kind of the block around it: both lists
// are sorted by start, so that open blocks form a stack.
func tagKinds(ps []Paragraph, blocks []Block) {
	var open []Block
	next := 0
	for i := range ps {
		for next < len(blocks) && blocks[next].Start <= ps[i].Start {
			open = append(open, blocks[next])
			next++
		}
		for len(open) > 0 && open[len(open)-1].End <= ps[i].Start {
			open = open[:len(open)-1]
		}
		for j := len(open) - 1; j >= 0; j-- {
			if open[j].Contains(ps[i].Span) {
				ps[i].Kind = open[j].Kind
				break
			}
		}
	}
}
