package article

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Token is one word of a text after normalisation.
type Token struct {
	// Start and End are bytes of the text, inner apostrophes included.
	Start, End int
	// Hash is the 64-bit hash of Word: what shingles are made of.
	Hash uint64
	// Word is the normalised word. It shares the text's memory where the text
	// is in normal form already.
	Word string
}

// Span is where the token stands.
func (t Token) Span() Span { return Span{t.Start, t.End} }

// Tokens returns the words of text outside the skipped spans, which must be
// sorted and disjoint; a skipped span ends a word.
//
// A word is what UAX #29 calls one, with six rules of its own: apostrophes
// join ("don't" is dont), hyphens split, dotted initials join ("U.S." is us),
// and a group of digits with separators is one word ("1,100" is 1100, "8.17"
// stays). A letter of a script that is written without spaces is a word, and so
// are small letters apart ("l i k e this"). In a text full of words run together
// ("ofthe reportsaid") those are read apart.
func Tokens(text string, skip []Span) []Token {
	return AppendTokens(make([]Token, 0, len(text)/5+8), text, skip)
}

// AppendTokens appends what Tokens returns to tokens, for those who read many texts.
func AppendTokens(tokens []Token, text string, skip []Span) []Token {
	first := len(tokens)
	w := newWords(text, skip)
	for w.next() {
		tokens = append(tokens, Token{Start: w.start, End: w.end, Hash: w.hash, Word: w.word()})
	}
	if runTogether(text, skip, len(tokens)-first, w.long) {
		return readApart(text, tokens, first)
	}
	return tokens
}

// AppendHashes appends the hash of every word of text to dst: Tokens without
// the words, and without allocation for plain text.
func AppendHashes(dst []uint64, text string, skip []Span) []uint64 {
	first := len(dst)
	w := newWords(text, skip)
	for ok := true; ok; {
		if w.i >= w.turned {
			dst = w.appendWide(w.appendPlain(dst))
		}
		if ok = w.next(); ok {
			dst = append(dst, w.hash)
		}
	}
	if runTogether(text, skip, len(dst)-first, w.long) {
		dst = dst[:first]
		for _, t := range Tokens(text, skip) {
			dst = append(dst, t.Hash)
		}
	}
	return dst
}

// HasWords reports whether text has so many words; it reads no further.
func HasWords(text string, skip []Span, n int) bool {
	w := newWords(text, skip)
	for n > 0 && w.next() {
		n--
	}
	return n <= 0
}

// The classes of bytes that decide where a word goes on. Letters and digits
// come first, so that one comparison tells whether a byte is part of a word.
const (
	lower byte = iota
	digit
	upper
	other // ends a word
	apostrophe
	dot
	comma
	wide // first byte of a rune that is not ASCII
)

var classes = func() (c [256]byte) {
	for b := range c {
		switch {
		case b >= 0x80:
			c[b] = wide
		case 'a' <= b && b <= 'z':
			c[b] = lower
		case 'A' <= b && b <= 'Z':
			c[b] = upper
		case '0' <= b && b <= '9':
			c[b] = digit
		default:
			c[b] = other
		}
	}
	c['\''], c['.'], c[','] = apostrophe, dot, comma
	return c
}()

// words scans the words of a text one by one. ASCII words take the fast path
// in next; anything else goes through nextWide, which is exact for both.
type words struct {
	text string
	skip []Span
	i    int // where to go on
	hi   int // end of the stretch being read: the next skipped span or the text's end

	start, end int
	hash       uint64
	plain      bool   // the word's normal form is text[start:end] itself
	norm       []byte // else the normal form, when nextWide made it; nil when wideWord read the word
	ascii      bool   // else it is text[start:end] folded as ASCII
	small      [mostLeet]byte

	turned int // where the override of direction ends that was met last

	long int // words read that have fewestLong letters and more
}

func newWords(text string, skip []Span) *words {
	w := &words{text: text, skip: skip}
	w.stretch(0)
	return w
}

// stretch sets the bounds of the next stretch to read, from byte at on.
func (w *words) stretch(at int) {
	for len(w.skip) > 0 && w.skip[0].Start <= at {
		at = max(at, min(w.skip[0].End, len(w.text)))
		w.skip = w.skip[1:]
	}
	w.i, w.hi = at, len(w.text)
	if len(w.skip) > 0 {
		w.hi = min(w.skip[0].Start, w.hi)
	}
}

// next moves to the next word and reports whether there is one.
func (w *words) next() bool {
	for {
		if w.nextHere() {
			return true
		}
		if w.hi >= len(w.text) {
			return false
		}
		w.stretch(w.hi)
	}
}

func (w *words) nextHere() bool {
	i, ascii := w.wordStart()
	switch {
	case i >= w.hi:
		w.i = i
		return false
	case i < w.turned:
		return w.nextTurned(i)
	case !ascii:
		return w.wideWord(i) || w.nextWide(i)
	case w.nextApart(i):
		return true
	}
	if end, hash, plain, ok := plainWord(w.text[:w.hi], i); ok {
		w.start, w.end, w.i = i, end, end
		w.hash, w.plain, w.ascii = hash, plain, true
		w.countLong(i, end)
		return true
	}
	return w.nextASCII(i)
}

// countLong counts a long word that begins with ASCII.
func (w *words) countLong(start, end int) {
	if end-start >= fewestLong && w.text[start] < utf8.RuneSelf {
		w.long++
	}
}

// wordStart finds the next word of the stretch and tells whether it begins with
// an ASCII letter or digit.
func (w *words) wordStart() (start int, ascii bool) {
	t := w.text[:w.hi]
	for i := w.i; i < len(t); {
		c := classes[t[i]]
		if c <= upper {
			return i, true
		}
		if c != wide {
			i++
			continue
		}
		g, size := formAt(t, i)
		switch g & formKind {
		case formLetter, formTwin, formAlone:
			return i, false
		case formHard:
			var r rune
			if r, size = utf8.DecodeRuneInString(t[i:]); startsWord(r) {
				return i, false
			}
			if r == rightToLeft {
				w.turned = endOfOverride(t, i+size)
			}
		}
		i += size
	}
	return len(t), false
}

// nextASCII reads the word that begins with the ASCII letter or digit at byte
// start, one byte after another.
func (w *words) nextASCII(start int) bool {
	t, hi := w.text[:w.hi], w.hi
	var h hasher
	i, segment, plain, mixed := start, start, true, false
scan:
	for i < hi {
		b := t[i]
		switch classes[b] {
		case lower:
			h.add(b)
			i++
		case digit:
			mixed = mixed || classes[t[start]] != digit
			h.add(b)
			i++
		case upper:
			h.add(b | 0x20)
			plain = false
			i++
		case apostrophe:
			if i+1 < hi && classes[t[i+1]] == wide && wordAt(t[i+1:]) {
				return w.wideWord(start) || w.nextWide(start)
			}
			if i+1 >= hi || classes[t[i+1]] > upper {
				break scan
			}
			plain = false
			i++
		case dot:
			if joinsInitials(t, segment, i) {
				segment = i + 1
				plain = false
				i++
			} else if i > start && i+1 < hi && classes[t[i-1]] == digit && classes[t[i+1]] == digit {
				h.add('.')
				i++
			} else {
				break scan
			}
		case comma:
			if i == start || i+1 >= hi || classes[t[i-1]] != digit || classes[t[i+1]] != digit {
				break scan
			}
			if groupsThousands(t, i) {
				plain = false
			} else {
				h.add(',')
			}
			i++
		case wide:
			r, size := utf8.DecodeRuneInString(t[i:])
			if r == '’' && i+size < hi && classes[t[i+size]] <= upper {
				plain = false
				i += size
				continue
			}
			if continuesWord(r) && (!isApostrophe(r) || wordAt(t[i+size:])) {
				return w.wideWord(start) || w.nextWide(start)
			}
			break scan
		default:
			break scan
		}
	}
	w.start, w.end, w.i = start, i, i
	w.hash, w.plain, w.ascii = h.sum(), plain, true
	w.countLong(start, i)
	if mixed { // digits may stand for letters
		w.norm = appendASCII(w.small[:0], t[start:i])
		if spelt := spelledBy(w.norm); spelt != "" {
			w.norm = append(w.norm[:0], spelt...)
			w.hash, w.plain, w.ascii = hashBytes(w.norm), false, false
		}
	}
	return true
}

// joinsInitials reports whether the dot at i stands between two initials: one
// letter since the segment's start, one letter behind it and no more.
func joinsInitials(t string, segment, i int) bool {
	if i-segment != 1 || i+1 >= len(t) || !isASCIILetter(t[segment]) || !isASCIILetter(t[i+1]) {
		return false
	}
	if i+2 >= len(t) {
		return true
	}
	c := classes[t[i+2]]
	return c > upper && c != apostrophe
}

func isASCIILetter(b byte) bool { return classes[b] == lower || classes[b] == upper }

// groupsThousands reports whether the comma at i is followed by exactly three
// digits, so that it only groups them; what a word drops does not part them.
func groupsThousands(t string, i int) bool {
	n := 0
	for j := i + 1; j < len(t); {
		if classes[t[j]] == digit {
			if n++; n > 3 {
				return false
			}
			j++
			continue
		}
		r, size := utf8.DecodeRuneInString(t[j:])
		if !isFormat(r) && !(isApostrophe(r) && wordAt(t[j+size:])) {
			break
		}
		j += size
	}
	return n == 3
}

// word is the normal form of the word last read.
func (w *words) word() string {
	raw := w.text[w.start:w.end]
	if w.plain {
		return raw
	}
	if !w.ascii {
		if w.norm == nil {
			return formWord(raw)
		}
		return string(w.norm)
	}
	return string(appendASCII(make([]byte, 0, len(raw)), raw))
}

// appendASCII appends the normal form of a word that nextASCII read.
func appendASCII(dst []byte, raw string) []byte {
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; classes[b] {
		case lower, digit:
			dst = append(dst, b)
		case upper:
			dst = append(dst, b|0x20)
		case dot:
			if classes[raw[i-1]] == digit {
				dst = append(dst, b)
			}
		case comma:
			if !groupsThousands(raw, i) {
				dst = append(dst, b)
			}
		}
	}
	return dst
}

// HashWord is the hash of a word in normal form.
func HashWord(word string) uint64 {
	var h hasher
	for i := 0; i < len(word); i++ {
		h.add(word[i])
	}
	return h.sum()
}

// hasher is a multiply-and-fold hash over the word's bytes, eight at a time in
// little-endian order, after wyhash by Wang Yi. Most words cost two multiplications.
type hasher struct {
	h, chunk uint64
	n        uint
}

const (
	hashKey  = 0xa0761d6478bd642f
	hashKey2 = 0xe7037ed1a0b428db
)

func (h *hasher) add(b byte) {
	h.chunk |= uint64(b) << (8 * (h.n & 7))
	h.n++
	if h.n&7 == 0 {
		h.h = fold(h.h^h.chunk^hashKey2, hashKey)
		h.chunk = 0
	}
}

func (h *hasher) sum() uint64 {
	return fold(h.h^h.chunk^hashKey2, hashKey^uint64(h.n))
}

// HashBytes is the hash of arbitrary bytes with the function that words use.
func HashBytes(s string) uint64 {
	var h hasher
	for len(s) >= 8 {
		h.chunk = binary.LittleEndian.Uint64([]byte(s[:8]))
		h.h = fold(h.h^h.chunk^hashKey2, hashKey)
		h.n += 8
		h.chunk = 0
		s = s[8:]
	}
	for i := 0; i < len(s); i++ {
		h.add(s[i])
	}
	return h.sum()
}

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
