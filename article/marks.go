package article

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark is a stretch inside quotation marks, the marks included.
type Mark struct {
	Span
	// Open and Close are the marks; Close is 0 for an unclosed one.
	Open, Close rune
	// Depth is 0 for an outermost stretch, 1 inside another and so on.
	Depth int
	// Parts are the paragraphs' shares of one stretch that runs over several
	// paragraphs, each with its own opening mark; nil for the usual one.
	Parts []Span
}

// Single reports whether the stretch stands in single marks.
func (m Mark) Single() bool { return family(m.Open) == single }

// Inner is the stretch without its marks.
func (m Mark) Inner() Span {
	s := m.Span
	s.Start += utf8.RuneLen(m.Open)
	if m.Close != 0 {
		s.End -= utf8.RuneLen(m.Close)
	}
	return s
}

// The families of marks. A stretch is closed by a mark of its own family.
type markFamily uint8

const (
	noMark markFamily = iota
	curly             // “ ” „ and the straight one where it stands for them
	straight
	guillemet
	single
	corner
)

func family(r rune) markFamily {
	switch r {
	case '“', '”', '„', '‟', '〝', '〞':
		return curly
	case '"', '＂':
		return straight
	case '«', '»', '‹', '›':
		return guillemet
	case '‘', '’', '‚', '‛', '\'', '`':
		return single
	case '「', '」', '『', '』':
		return corner
	}
	return noMark
}

// glyph is one quotation mark of a paragraph with what its place allows.
type glyph struct {
	at, end     int
	r           rune
	opens       bool
	closes      bool
	lineStart   bool // first thing of its paragraph
	closersLeft int  // closing glyphs of single marks behind it in the paragraph
}

// maxDepth is how deep marks may nest; deeper ones are read as if they stood
// at this depth, so that hostile text cannot grow the stack.
const maxDepth = 8

// markScanner holds what is open while it walks the paragraphs.
type markScanner struct {
	text  string
	marks []Mark
	base  int   // marks before it are final
	open  []int // indexes of marks not closed yet, outermost first
	// lone is the first single mark behind a comma or a stop that closes nothing
	// inside the outermost stretch, a double one: perhaps its end, mistyped.
	lone glyph
}

// scanMarks finds the stretches inside quotation marks. Marks are matched
// within a paragraph; only an opening mark that is repeated at the start of
// the next paragraph carries a stretch over, as is the custom in print. A mark
// that is never closed ends with its paragraph, or with a single mark behind a
// comma or a stop that closes nothing else; it cannot put later ones out of
// step. The place of a mark (blank before, letter behind) decides where it
// contradicts the glyph: much copy has its curly marks turned the wrong way.
//
// Each paragraph is read twice, forwards, so that the cost is linear.
func scanMarks(b *Body) []Mark {
	s := &markScanner{text: b.Article.Text}
	skip := b.Article.Skip
	for i, p := range b.Paragraphs {
		for len(skip) > 0 && skip[0].End <= p.Start {
			skip = skip[1:]
		}
		glyphs := glyphsIn(s.text, p.Span, skip)
		s.carryOver(p.Span, glyphs)
		for _, g := range glyphs {
			s.take(g)
		}
		s.endParagraph(p.Span, b.nextOpens(i))
	}
	s.open = s.open[:0]
	s.settle()
	sort.SliceStable(s.marks, func(i, j int) bool {
		if s.marks[i].Start != s.marks[j].Start {
			return s.marks[i].Start < s.marks[j].Start
		}
		return s.marks[i].End > s.marks[j].End
	})
	return s.marks
}

// nextOpens is the family of the mark that the paragraph after i starts with.
func (b *Body) nextOpens(i int) markFamily {
	if i+1 >= len(b.Paragraphs) {
		return noMark
	}
	p := b.Paragraphs[i+1]
	r, _ := utf8.DecodeRuneInString(p.In(b.Article.Text))
	return family(r)
}

// glyphsIn lists the marks of one paragraph that can open or close something.
// Apostrophes and the marks inside tags are left out.
func glyphsIn(text string, p Span, skip []Span) []glyph {
	var out []glyph
	tagEnds := -1 // end of the tag being read
	for i := p.Start; i < p.End; {
		if len(skip) > 0 && skip[0].Start <= i {
			i = max(i+1, skip[0].End)
			skip = skip[1:]
			continue
		}
		c := text[i]
		if c < utf8.RuneSelf {
			if c == '<' && i > tagEnds {
				if end := tagEnd(text, i, p.End); end > 0 {
					i = end
					continue
				}
				tagEnds = i
			}
			if c != '"' && c != '\'' && c != '`' {
				i++
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:p.End])
		g := glyph{at: i, end: i + size, r: r, lineStart: i == p.Start}
		i += size
		switch {
		case r == '`' || r == '\'' && i < p.End && text[i] == '\'':
			// LaTeX style: `` and ''
			if i < p.End && text[i] == byte(r) {
				g.end, g.r, i = i+1, '"', i+1
			} else {
				continue
			}
		case family(r) == noMark:
			continue
		}
		g.place(text, p)
		if g.opens || g.closes {
			out = append(out, g)
		}
	}
	left := 0
	for i := len(out) - 1; i >= 0; i-- {
		out[i].closersLeft = left
		if family(out[i].r) == single && out[i].closes {
			left++
		}
	}
	return out
}

// maxTag is the longest tag that is looked for, in bytes.
const maxTag = 2000

// tagEnd is the end of the mark-up tag that starts at i, 0 where none does.
func tagEnd(text string, i, end int) int {
	if i+1 >= end || !(text[i+1] == '/' || isASCIILetter(text[i+1])) {
		return 0
	}
	for j := i + 1; j < min(end, i+maxTag); j++ {
		switch text[j] {
		case '>':
			return j + 1
		case '<', '\n':
			return 0
		}
	}
	return 0
}

// place sets what the neighbours of a mark let it do.
func (g *glyph) place(text string, p Span) {
	before, _ := utf8.DecodeLastRuneInString(text[p.Start:g.at])
	after, _ := utf8.DecodeRuneInString(text[g.end:p.End])
	atStart, atEnd := g.at == p.Start, g.end >= p.End
	free := atStart || unicode.IsSpace(before) || isOpener(before)
	loose := atEnd || unicode.IsSpace(after) || isCloser(after)
	wordAfter := !atEnd && !unicode.IsSpace(after) && (unicode.IsLetter(after) || unicode.IsDigit(after) || isOpener(after) || after > 0x2190)
	switch g.r {
	case '“', '«', '‹', '„', '‟', '「', '『', '〝':
		g.opens = true
		// “ ends what „ began, » and « change sides between languages, and
		// some copy ends with the opening mark.
		g.closes = !free && loose
	case '”', '»', '›', '」', '』', '〞':
		g.closes = true
		g.opens = free && !loose && wordAfter
	case '"', '＂':
		g.opens = free && !atEnd && !unicode.IsSpace(after) || !loose
		g.closes = !free || loose && !atStart
	case '‘', '‛', '‚':
		g.opens = free && wordAfter && !elision(text[g.end:p.End])
	case '’':
		g.closes = !atStart && !unicode.IsSpace(before) && !(unicode.IsLetter(after) || unicode.IsDigit(after))
	case '\'':
		g.opens = free && wordAfter && !elision(text[g.end:p.End])
		g.closes = !atStart && !unicode.IsSpace(before) && !(unicode.IsLetter(after) || unicode.IsDigit(after))
	}
	if (g.r == '’' || g.r == '\'') && g.closes && (before == 's' || before == 'S') && unicode.IsSpace(after) {
		// "the workers’ rights": a closing mark only where nothing else can be
		rest := text[g.end:p.End]
		r, _ := utf8.DecodeRuneInString(rest[min(len(rest), utf8.RuneLen(after)):])
		g.closes = !unicode.IsLower(r) || g.closes && r == 0
		if unicode.IsLower(r) {
			g.closes, g.r = true, possessive
		}
	}
}

// possessive stands for an apostrophe behind an s that could also close: it
// closes only when no later mark in the paragraph can.
const possessive = '\uE000'

func isOpener(r rune) bool {
	switch r {
	case '(', '[', '{', '<', '—', '–', '-', '/', '“', '‘', '"', '\'', '«', '‹', '„', '‚', '¿', '¡', '>', '=', '…', '|', ':':
		return true
	}
	return false
}

func isCloser(r rune) bool {
	switch r {
	case ')', ']', '}', '.', ',', ';', ':', '!', '?', '—', '–', '-', '/', '”', '’', '"', '\'', '»', '›', '…', '<', '|', '“', '*':
		return true
	}
	return false
}

// elision reports whether s, what stands behind a single mark, is a word that
// such a mark shortens: '90s, 'em, 'tis, 'n'.
func elision(s string) bool {
	if len(s) >= 2 && isDigit(s[0]) && isDigit(s[1]) {
		return len(s) < 3 || !isDigit(s[2])
	}
	n := 0
	for n < len(s) && n < 6 && isASCIILetter(s[n]) {
		n++
	}
	switch s[:n] {
	case "em", "tis", "twas", "til", "cause", "cuz", "bout", "n", "Tis", "Twas", "Til", "Cause", "round", "neath":
		return true
	}
	return false
}

// carryOver goes on with a stretch that the previous paragraph left open, or
// ends it there.
func (s *markScanner) carryOver(p Span, glyphs []glyph) {
	if len(s.open) == 0 {
		return
	}
	m := &s.marks[s.open[0]]
	if len(glyphs) > 0 && glyphs[0].lineStart && glyphs[0].opens && family(glyphs[0].r) == family(m.Open) {
		m.Parts = append(m.Parts, Span{p.Start, p.End})
		m.End = p.End
		glyphs[0].opens, glyphs[0].closes = false, false
		return
	}
	s.open = s.open[:0]
	s.settle()
}

// take opens or closes a stretch.
func (s *markScanner) take(g glyph) {
	f := family(g.r)
	if g.r == possessive {
		f = single
	}
	if !g.opens && !g.closes {
		return
	}
	if at := s.openOf(f, g); at >= 0 && g.closes && s.closesNow(g, at) {
		s.close(at, g)
		return
	}
	if f == single && g.closes && len(s.open) == 1 && s.lone.end == 0 && strings.IndexByte(",.?!", s.text[g.at-1]) >= 0 {
		s.lone = g
	}
	if g.opens && len(s.open) < maxDepth {
		if f == single && g.closersLeft == 0 {
			return // an apostrophe: nothing behind it closes
		}
		if len(s.open) == 0 {
			s.lone = glyph{}
		}
		s.open = append(s.open, len(s.marks))
		s.marks = append(s.marks, Mark{Span: Span{g.at, g.end}, Open: g.r, Depth: len(s.open) - 1})
	}
}

// openOf is the place in the stack of the innermost open stretch that g's
// family can close, -1 for none. Copy mixes straight and curly marks.
func (s *markScanner) openOf(f markFamily, g glyph) int {
	for i := len(s.open) - 1; i >= 0; i-- {
		o := family(s.marks[s.open[i]].Open)
		if o == f || f == curly && o == straight && !g.opens {
			return i
		}
		if f == straight && o == curly && !s.anyOpen(straight) && !g.opens {
			return i
		}
		if f == single && o != single {
			return -1 // never out of a double stretch
		}
	}
	return -1
}

func (s *markScanner) anyOpen(f markFamily) bool {
	for _, i := range s.open {
		if family(s.marks[i].Open) == f {
			return true
		}
	}
	return false
}

// closesNow decides for a glyph that may do both, and for a possessive.
func (s *markScanner) closesNow(g glyph, at int) bool {
	if g.r == possessive {
		return g.closersLeft == 0
	}
	if !g.opens {
		return true
	}
	open := s.marks[s.open[at]]
	if g.at == open.Start+utf8.RuneLen(open.Open) {
		return false
	}
	switch g.r {
	case '“', '«', '‹', '‘', '„':
		return open.Open == '„' || open.Open == '»' || open.Open == '›' || g.closes
	}
	return true
}

// close ends the stretch at place at of the stack; what lies open inside it
// was no stretch but apostrophes or lost marks.
func (s *markScanner) close(at int, g glyph) {
	for _, i := range s.open[at+1:] {
		s.drop(i)
	}
	m := &s.marks[s.open[at]]
	m.End, m.Close = g.end, g.r
	if m.Close == possessive {
		m.Close = rune('’')
		if s.text[g.at] == '\'' {
			m.Close = '\''
		}
	}
	if g.r == '"' && g.end-g.at == 2 {
		m.Close = '"'
	}
	if n := len(m.Parts); n > 0 {
		m.Parts[n-1].End = g.end
	}
	s.open = s.open[:at]
}

// drop empties a mark; settle removes it. The marks inside move up a level.
func (s *markScanner) drop(i int) {
	depth := s.marks[i].Depth
	s.marks[i].Depth = -1
	for j := i + 1; j < len(s.marks); j++ {
		if s.marks[j].Depth > depth {
			s.marks[j].Depth--
		}
	}
}

// endParagraph keeps the outermost stretch open when the next paragraph goes
// on with it, and ends the others.
func (s *markScanner) endParagraph(p Span, next markFamily) {
	if len(s.open) == 0 {
		s.settle()
		return
	}
	outer := s.open[0]
	for _, i := range s.open[1:] {
		s.drop(i)
	}
	m := &s.marks[outer]
	f := family(m.Open)
	if f != single && next == f && !s.laterAtTop(outer) && !(s.lone.end > p.Start && lowerAhead(s.text[s.lone.end:p.End])) {
		if m.Parts == nil {
			m.Parts = append(m.Parts, Span{m.Start, p.End})
		}
		m.End = p.End
		s.open = s.open[:1]
		return
	}
	s.open = s.open[:0]
	if f == single || s.laterAtTop(outer) {
		s.drop(outer) // never closed, and others opened behind it
	} else {
		m.End = p.End
		if s.lone.end > p.Start {
			m.End, m.Close = s.lone.end, s.lone.r
			for j := outer + 1; j < len(s.marks); j++ {
				if s.marks[j].Start >= m.End {
					s.marks[j].Depth--
				}
			}
		}
		if n := len(m.Parts); n > 0 {
			m.Parts[n-1].End = m.End
		}
	}
	s.settle()
}

// lowerAhead reports whether a sentence goes on: ", he said".
func lowerAhead(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " "))
	return unicode.IsLower(r)
}

// laterAtTop reports whether a stretch of the same family lies closed inside
// mark i in its own paragraph: then i was opened by a stray mark.
func (s *markScanner) laterAtTop(i int) bool {
	m := s.marks[i]
	if len(m.Parts) > 0 {
		return false
	}
	for _, x := range s.marks[i+1:] {
		if x.Depth >= 0 && family(x.Open) == family(m.Open) {
			return true
		}
	}
	return false
}

// settle removes what was dropped, once nothing is open any more.
func (s *markScanner) settle() {
	if len(s.open) > 0 {
		return
	}
	kept := s.marks[:s.base]
	for _, m := range s.marks[s.base:] {
		if m.Depth >= 0 {
			if len(m.Parts) == 1 {
				m.Parts = nil
			}
			kept = append(kept, m)
		}
	}
	s.marks, s.base = kept, len(kept)
}
