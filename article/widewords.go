package article

import (
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words that are not ASCII are read by nextWide, which asks a dozen tables
// about each rune. wideWord reads the same words from one table of what these
// questions come to, made from their answers page by page as scripts turn up:
// most words of most languages are letters in normal form with a lower-case
// form. Whatever depends on more than one rune, and every rune beyond the Basic
// Multilingual Plane, it declines. A fuzz test holds both to the same.

// form is what wideWord knows of a rune: the letter it stands for in UTF-8, up to
// three bytes from the lowest, their number from bit formLength, and flags.
type form uint32

const (
	formLength = 24

	formKind   form = 7 << 26
	formHard   form = 0 << 26 // left to nextWide
	formLetter form = 1 << 26 // a letter or number inside a word
	formAlone  form = 2 << 26 // a letter that is a word
	formMark   form = 3 << 26 // goes with the letter before it
	formHidden form = 4 << 26 // a format character: passed over
	formEnd    form = 5 << 26 // ends a word
	formTwin   form = 6 << 26 // a formLetter of which isTwin is true

	// Of letters:
	formLatin    form = 1 << 29
	formLike     form = 1 << 30 // looks like a Latin letter, or is a digit, which may stand for one
	formDropping form = 1 << 31 // marks on it are ornament
	// Of marks:
	formUnsure  form = 1 << 29 // may compose with what stands before it
	formOrdered form = 1 << 30 // two of them in a row have one order
)

// formPage holds the forms of 64 runes: those that share all bytes of their
// UTF-8 form but the last.
type formPage [64]form

var formPages [1024]atomic.Pointer[formPage]

// formsOf returns a page, which it makes where nobody has.
func formsOf(page int) *formPage {
	p := formPages[page].Load()
	if p == nil {
		p = new(formPage)
		for i := range p {
			p[i] = formOf(rune(page<<6 | i))
		}
		formPages[page].Store(p)
	}
	return p
}

// formOf asks of one rune what nextWide and foldWord ask.
func formOf(r rune) form {
	buf := utf8.AppendRune(nil, r)
	properties := norm.NFKC.Properties(buf)
	normal := norm.NFKC.IsNormal(buf)
	switch {
	case r < utf8.RuneSelf || !utf8.ValidRune(r) || r == utf8.RuneError || isApostrophe(r) || r == rightToLeft:
		return formHard
	case isFormat(r):
		return formHidden
	case unicode.Is(unicode.M, r):
		return formBytes(r) | formMark | orderOf(r, properties)
	case !startsWord(r):
		return formEnd
	case !normal && standsAlone(r):
		return formOfOne(foldWord(buf))
	case !normal || !properties.BoundaryBefore() || r == 'ß' || r == 'ẞ':
		return formHard
	}
	g := formLetter
	switch {
	case standsAlone(r):
		g = formAlone
	case isTwin(r):
		g = formTwin
	}
	folded := foldLetter(r)
	if unicode.Is(unicode.Latin, folded) {
		g |= formLatin
	}
	if likeLatin(r) != 0 {
		g |= formLike
	}
	if unicode.In(folded, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Nd) {
		g |= formDropping
	}
	return g | formBytes(folded)
}

// formOfOne is the form of a letter that is a word and has another normal form.
func formOfOne(folded []byte) form {
	if r, size := utf8.DecodeRune(folded); size == len(folded) && r <= 0xFFFF && size > 0 {
		return formBytes(r) | formAlone | formDropping
	}
	return formHard
}

// orderOf tells whether a mark leaves a word in normal form wherever it stands.
// QuickSpan stops before a mark that may compose.
func orderOf(mark rune, p norm.Properties) form {
	var flags form
	if after := "x" + string(mark); norm.NFKC.QuickSpanString(after) < len(after) {
		flags |= formUnsure
	}
	if p.CCC() != 0 {
		flags |= formOrdered
	}
	return flags
}

func formBytes(r rune) form {
	g := form(utf8.RuneLen(r)) << formLength
	for i, b := range utf8.AppendRune(nil, r) {
		g |= form(b) << (8 * i)
	}
	return g
}

// formAt reads the rune at byte i of t and its size; the kind of a word's
// plain ASCII too. It declines what is not UTF-8 and what joins words.
func formAt(t string, i int) (g form, size int) {
	b := t[i]
	switch {
	case b < utf8.RuneSelf:
		switch c := classes[b]; {
		case c == lower || c == upper:
			return form(b|0x20) | 1<<formLength | formLetter | formLatin | formDropping, 1
		case c == digit:
			return form(b) | 1<<formLength | formLetter | formDropping | formLike, 1 // 0 as o: nextWide looks
		case c == other || i+1 >= len(t) || classes[t[i+1]] > upper && (c != apostrophe || t[i+1] < utf8.RuneSelf):
			return formEnd, 1
		}
	case 0xC2 <= b && b < 0xE0 && i+1 < len(t) && t[i+1]&0xC0 == 0x80:
		return formsOf(int(b & 0x1F))[t[i+1]&0x3F], 2
	case 0xE0 <= b && b < 0xF0 && i+2 < len(t) && t[i+1]&0xC0 == 0x80 && t[i+2]&0xC0 == 0x80:
		if page := int(b&0x0F)<<6 | int(t[i+1]&0x3F); page >= 0x20 { // below it the form is too long
			return formsOf(page)[t[i+2]&0x3F], 3
		}
	}
	return formHard, 0
}

// wideWord reads the word that starts at byte start as nextWide does, or
// declines.
func (w *words) wideWord(start int) bool {
	t := w.text[:w.hi]
	var h hasher
	var seen, base, last form // flags of the letters, the last letter, the rune before
	i, plain, marked, hidden, twins := start, true, false, false, true
scan:
	for i < len(t) {
		g, size := formAt(t, i)
		switch g & formKind {
		case formLetter, formTwin:
			if base&formKind == formAlone {
				break scan
			}
			base = g
			seen |= g
			twins = twins && g&formKind == formTwin
		case formAlone:
			if base != 0 {
				break scan
			}
			base = g
			seen |= g
			twins = false
		case formMark:
			if base == 0 || base&formDropping != 0 {
				return false
			}
			marked = marked || g&formUnsure != 0 || g&formOrdered != 0 && last&formKind == formMark && last&formOrdered != 0
		case formHidden:
			plain, hidden = false, true
			i += size
			continue
		case formEnd:
			break scan
		default:
			return false
		}
		h.addForm(g)
		plain = plain && g.standsAt(t, i, size)
		last = g
		i += size
	}
	if base == 0 || twins || seen&(formLatin|formLike) == formLatin|formLike ||
		marked && (hidden || !norm.NFKC.IsNormalString(t[start:i])) {
		return false
	}
	w.start, w.end, w.i = start, i, i
	w.hash, w.plain, w.ascii, w.norm = h.sum(), plain, false, nil
	w.countLong(start, i)
	return true
}

// addForm adds the bytes of a rune's form.
func (h *hasher) addForm(g form) {
	n, code := uint(g>>formLength&3), uint64(g&(1<<formLength-1))
	at := h.n & 7
	h.chunk |= code << (8 * at)
	if h.n += n; at+n >= 8 {
		h.h = fold(h.h^h.chunk^hashKey2, hashKey)
		h.chunk = code >> (8 * (8 - at))
	}
}

// standsAt reports whether the form is what the text holds at byte i.
func (g form) standsAt(t string, i, size int) bool {
	raw := form(t[i])
	if size > 1 {
		raw |= form(t[i+1]) << 8
	}
	if size > 2 {
		raw |= form(t[i+2]) << 16
	}
	return raw == g&(1<<formLength-1)
}

// appendWide appends the hashes of words as long as they are no ASCII and the
// table knows them, and moves on to the first that is not so, or to the end of
// the stretch. Letters that are words, with the marks on them, it reads itself:
// there a word is as short as a rune.
func (w *words) appendWide(dst []uint64) []uint64 {
	t, i := w.text[:w.hi], w.i
	if i < len(t) && classes[t[i]] <= upper { // declined by appendPlain, as "café" is
		if apartEnd(t, i) > 0 || !w.wideWord(i) {
			return dst
		}
		dst, i = append(dst, w.hash), w.end
	}
	for i < len(t) && (t[i] >= utf8.RuneSelf || classes[t[i]] > upper) {
		g, size := formAt(t, i)
		switch g & formKind {
		case formLetter, formTwin, formAlone:
			hash, end := aloneWord(t, i, g, size)
			if end == 0 {
				if !w.wideWord(i) {
					w.i = i
					return dst
				}
				hash, end = w.hash, w.end
			}
			dst = append(dst, hash)
			i = end
		case formHard:
			if t[i] >= utf8.RuneSelf {
				w.i = i
				return dst
			}
			i++ // an apostrophe, a dot or a comma before a word
		default:
			i += size
		}
	}
	w.i = i
	return dst
}

// aloneWord reads the word of one letter that stands at byte i with its form;
// end is 0 where wideWord must look.
func aloneWord(t string, i int, g form, size int) (hash uint64, end int) {
	if g&formKind != formAlone {
		return 0, 0
	}
	var h hasher
	h.addForm(g)
	ordered := form(0)
	for end = i + size; end < len(t); end += size {
		var next form
		next, size = formAt(t, end)
		switch next & formKind {
		case formLetter, formTwin, formAlone, formEnd:
			return h.sum(), end
		case formMark:
			if g&formDropping != 0 || next&formUnsure != 0 || next&ordered != 0 {
				return 0, 0
			}
			ordered = next & formOrdered
			h.addForm(next)
		default:
			return 0, 0
		}
	}
	return h.sum(), end
}

// formWord is the normal form of a word that wideWord read.
func formWord(raw string) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		g, size := formAt(raw, i)
		if kind := g & formKind; kind != formHidden {
			for n, k := int(g>>formLength&3), 0; k < n; k++ {
				out = append(out, byte(g>>(8*k)))
			}
		}
		i += size
	}
	return string(out)
}
