package attribution

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// A frame is one paragraph as the reporter's own words around its quotes: each
// quote is a single atom. The rules that find speakers and origins read frames
// and never look inside a quote.
type frame struct {
	paragraph int
	atoms     []atom
	sentences int
}

type atomKind uint8

const (
	wordAtom atomKind = iota
	punctAtom
	quoteAtom
)

// atom is a word, a punctuation mark or a whole quote.
type atom struct {
	article.Span
	kind     atomKind
	capital  bool
	owner    bool // possessive: Smith's, workers'
	stop     byte // a quote's last mark inside: '.', ',', '?', '!', 0
	class    wordClass
	raw      string
	word     string // lower case, without the possessive ending
	quote    int    // index of the candidate
	sentence int    // index of the sentence in the frame
}

func (a *atom) is(p string) bool { return a.kind == punctAtom && a.raw == p }

// dropFront takes the first n bytes off a word without a possessive ending.
func (a *atom) dropFront(n int) {
	a.Start += n
	a.raw = a.raw[n:]
	a.word = strings.ToLower(a.raw)
	a.class = wordClasses()[a.word]
}

// maxFrame bounds the atoms of one paragraph that rules look at: a paragraph
// beyond it is no news prose.
const maxFrame = 4000

// framesOf builds a frame for each paragraph. cands are the candidates' outer
// spans by paragraph share, sorted.
func framesOf(b *article.Body, cands []candidate, slab *atomSlab) []frame {
	type share struct {
		article.Span
		cand int
	}
	var shares []share
	for i := range cands {
		for _, s := range cands[i].shares() {
			shares = append(shares, share{s, i})
		}
	}
	frames := make([]frame, len(b.Paragraphs))
	text := b.Article.Text
	lex := newLexer(text, mergedSkip(b), 0) // paragraphs come in their order
	next, most := 0, 0
	for _, p := range b.Paragraphs {
		most += frameRoom(p.Len())
	}
	slab.grow(most)
	for i, p := range b.Paragraphs {
		f := &frames[i]
		f.paragraph = i
		at := p.Start
		f.atoms = slab.take(frameRoom(p.Len()))
		for at < p.End && len(f.atoms) < maxFrame {
			for next < len(shares) && shares[next].Start < at {
				next++
			}
			if next < len(shares) && shares[next].Start < p.End {
				s := shares[next]
				f.atoms = lex.words(f.atoms, at, s.Start)
				f.atoms = append(f.atoms, atom{Span: s.Span, kind: quoteAtom, raw: s.In(text), quote: s.cand, stop: innerStop(s.In(text))})
				at = max(s.End, at+1)
				continue
			}
			f.atoms = lex.words(f.atoms, at, p.End)
			at = p.End
		}
		f.number()
	}
	return frames
}

// frameRoom is about how many atoms a paragraph of so many bytes has.
func frameRoom(bytes int) int { return min(bytes/5+4, maxFrame) }

// An atomSlab holds the atoms of an article's frames. They live no longer than
// the reading, and are a tenth of its cost where each frame makes its own.
type atomSlab struct {
	atoms []atom
	taken int
}

// atomShelf holds the slabs not in use.
var atomShelf = make(chan []atom, 64)

// keptAtoms is the size of the largest slab that is kept.
const keptAtoms = 1 << 14

func (s *atomSlab) grow(atoms int) {
	select {
	case s.atoms = <-atomShelf:
	default:
	}
	if len(s.atoms) < atoms {
		s.atoms = make([]atom, atoms)
	}
}

// take is room for n atoms. A frame that needs more gets room of its own.
func (s *atomSlab) take(n int) []atom {
	s.taken += n
	return s.atoms[s.taken-n : s.taken-n : s.taken]
}

// release gives the atoms back: nothing may look at a frame any more.
func (s *atomSlab) release() {
	clear(s.atoms[:s.taken]) // they hold on to the article's text
	if len(s.atoms) > 0 && len(s.atoms) <= keptAtoms {
		select {
		case atomShelf <- s.atoms:
		default:
		}
	}
	*s = atomSlab{}
}

// mergedSkip is what the reporter's words leave out: mark-up, the blocks of
// embedded posts, and headlines that a page pushed into a sentence, up to "MORE".
// Other furniture stays: a caption may be the only place with a full name.
func mergedSkip(b *article.Body) []article.Span {
	var more []article.Span
	for _, p := range b.Posts {
		more = append(more, p.Span)
	}
	for _, s := range b.Furniture {
		if strings.HasSuffix(s.In(b.Article.Text), " MORE") {
			more = append(more, s)
		}
	}
	if more == nil {
		return b.Article.Skip
	}
	return sortedSpans(append(more, b.Article.Skip...))
}

// innerStop is the last punctuation mark inside a quote's marks.
func innerStop(s string) byte {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"”’'»«›)]", r)
	})
	if s == "" {
		return 0
	}
	if strings.HasSuffix(s, "…") {
		return '.'
	}
	switch c := s[len(s)-1]; c {
	case '.', ',', '?', '!', ';', ':':
		return c
	}
	if strings.HasSuffix(s, "—") || strings.HasSuffix(s, "–") || strings.HasSuffix(s, "-") {
		return '-'
	}
	return 0
}

// number gives each atom its sentence.
func (f *frame) number() {
	n := 0
	dateline := f.dateline()
	for i := range f.atoms {
		f.atoms[i].sentence = n
		if i+1 == len(f.atoms) {
			break
		}
		if i+1 == dateline {
			n++
			continue
		}
		a, next := &f.atoms[i], &f.atoms[i+1]
		starts := next.kind == quoteAtom || next.kind == wordAtom && (next.capital || isDigitWord(next.raw))
		switch {
		case a.kind == punctAtom && (a.raw == "." || a.raw == "!" || a.raw == "?") && starts:
			n++
		case a.kind == wordAtom && next.kind == quoteAtom && strings.HasSuffix(a.raw, ".") && len(a.raw) > 2:
			n++
		case a.kind == quoteAtom && (a.stop == '.' || a.stop == '?' || a.stop == '!') && starts:
			n++
		}
	}
	f.sentences = n + 1
}

// dateline is the number of atoms that a dateline takes at the start of the
// paragraph ("DALLAS, Nov. 16 (AP) —"), 0 for none.
func (f *frame) dateline() int {
	if len(f.atoms) < 4 || f.atoms[0].kind != wordAtom || len(f.atoms[0].raw) < 3 || strings.ToUpper(f.atoms[0].raw) != f.atoms[0].raw || !f.atoms[0].capital {
		return 0
	}
	for i := 1; i < len(f.atoms) && i < 14; i++ {
		switch a := &f.atoms[i]; {
		case a.kind == quoteAtom:
			return 0
		case a.is("—"), a.is("-"), a.is(":"):
			return i + 1
		case a.kind == wordAtom && !a.capital && !isDigitWord(a.raw):
			return 0
		}
	}
	return 0
}

func isDigitWord(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// lexer splits the reporter's words.
type lexer struct {
	text    string
	skip    []article.Span
	classes map[string]wordClass
}

// newLexer reads from byte at on.
func newLexer(text string, skip []article.Span, at int) lexer {
	n := sort.Search(len(skip), func(i int) bool { return skip[i].End > at })
	return lexer{text, skip[n:], wordClasses()}
}

// dottedWords are abbreviations that keep their full stop.
var dottedWords = wordSet(`mr mrs ms dr prof gen lt col maj capt cpl sgt adm sen rep gov hon rev fr sr jr st ste mt ft pres supt insp det
	vs no inc corp co ltd jan feb aug sept oct nov dec
	ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa
	tenn tex va vt wash wis wyo d.c u.s u.k u.n a.m p.m reps sens messrs`)

// words appends the atoms of text[at:end].
func (l *lexer) words(atoms []atom, at, end int) []atom {
	for at < end && len(atoms) < maxFrame {
		for len(l.skip) > 0 && l.skip[0].End <= at {
			l.skip = l.skip[1:]
		}
		if len(l.skip) > 0 && l.skip[0].Start <= at {
			at = max(at+1, l.skip[0].End)
			continue
		}
		if l.text[at] == ' ' {
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(l.text[at:end])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '@' || r == '#' || r == '$' || r == '£' || r == '€':
			e := l.wordEnd(at, end)
			atoms = append(atoms, l.newWord(at, e))
			at = e
		case unicode.IsSpace(r):
			at += size
		case r == '-' && at+1 < end && l.text[at+1] == '-':
			for at+1 < end && l.text[at+1] == '-' {
				at++
			}
			atoms = append(atoms, atom{Span: article.Span{Start: at, End: at + 1}, kind: punctAtom, raw: "—"})
			at++
		default:
			raw := l.text[at : at+size]
			switch r {
			case '–', '―':
				raw = "—"
			case '“', '”', '"':
				at += size // of a name in marks: no punctuation of the sentence
				continue
			}
			atoms = append(atoms, atom{Span: article.Span{Start: at, End: at + size}, kind: punctAtom, raw: raw})
			at += size
		}
	}
	return atoms
}

// wordEnd is where the word at byte at ends: letters, digits, inner
// apostrophes, hyphens and dots, and the full stop of an abbreviation.
func (l *lexer) wordEnd(at, end int) int {
	i := at
	for i < end {
		if isPlainWordByte(l.text[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(l.text[i:end])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || i == at || r == '_' {
			i += size
			continue
		}
		after := rune(0)
		if i+size < end {
			after, _ = utf8.DecodeRuneInString(l.text[i+size : end])
		}
		inner := unicode.IsLetter(after) || unicode.IsDigit(after)
		switch r {
		case '\'', '’', '-', '\u2011', '&', '@', '/':
			if inner {
				i += size
				continue
			}
			if (r == '\'' || r == '’') && i > at && (l.text[i-1] == 's' || l.text[i-1] == 'S') {
				return i + size // workers'
			}
		case '.', ',':
			digits := i > at && isDigitWord(l.text[i-1:]) && unicode.IsDigit(after)
			if digits || r == '.' && inner && l.initials(at, i) {
				i += size
				continue
			}
			if r == '.' && inner && i > at+1 {
				if e := siteEnd(l.text, i+1, end); e > 0 {
					return e // Marktkorb.com
				}
			}
			if r == '.' && l.abbreviated(at, i) {
				return i + size
			}
		}
		break
	}
	return i
}

// isPlainWordByte reports an ASCII letter or digit.
func isPlainWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// siteEnd is the end of the top-level domain that starts at byte i, 0 where
// there is none.
func siteEnd(text string, i, end int) int {
	j := i
	for j < end && j-i < 5 && text[j] >= 'a' && text[j] <= 'z' {
		j++
	}
	switch text[i:j] {
	case "com", "org", "net", "gov", "info", "tv", "io", "edu":
		if j == end || !isLetterByte(text[j]) {
			return j
		}
	}
	return 0
}

func isLetterByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

// initials reports whether text[at:i] is one letter or letters with dots.
func (l *lexer) initials(at, i int) bool {
	w := l.text[at:i]
	return len(w) <= 8 && (len(w) == 1 || len(w) > 2 && (w[len(w)-2] == '.' || w[len(w)-2] == '-'))
}

func (l *lexer) abbreviated(at, i int) bool {
	w := l.text[at:i]
	if k := strings.LastIndexByte(w, '-'); k == 1 {
		w = w[2:] // R-Miss.
	}
	if len(w) > 6 || w == "I" || w == "" {
		return false
	}
	if len(w) == 1 {
		return w[0] >= 'A' && w[0] <= 'Z' && !(w == "X" && strings.HasSuffix(l.text[max(0, at-3):at], "on "))
	}
	first, _ := utf8.DecodeRuneInString(w)
	if len(w) >= 3 && w[1] == '.' && unicode.IsUpper(first) && w[len(w)-2] == '.' {
		return true // N.C.
	}
	return dottedWords[strings.ToLower(w)] && (unicode.IsUpper(first) || len(w) == 3 && w[1] == '.')
}

func (l *lexer) newWord(at, end int) atom {
	raw := l.text[at:end]
	a := atom{Span: article.Span{Start: at, End: end}, kind: wordAtom, raw: raw}
	r, _ := utf8.DecodeRuneInString(raw)
	a.capital = unicode.IsUpper(r)
	w := raw
	if last := raw[len(raw)-1]; last == 's' || last == 'S' {
		for _, suffix := range [...]string{"’s", "'s", "’S", "'S"} {
			if strings.HasSuffix(w, suffix) {
				w, a.owner = w[:len(w)-len(suffix)], true
				break
			}
		}
	}
	if strings.HasSuffix(w, "'") || strings.HasSuffix(w, "’") {
		w, a.owner = strings.TrimRight(w, "'’"), true
	}
	a.word = strings.ToLower(w)
	a.class = l.classes[a.word]
	return a
}

// bare is the atom's word as written, without the possessive ending.
func (a *atom) bare() string {
	n := len(a.word)
	if a.kind != wordAtom || n > len(a.raw) || !a.owner {
		return a.raw
	}
	return a.raw[:n]
}
