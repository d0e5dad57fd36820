package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Disguise is one way in which a text is made to look to a program other than it
// does to a reader, with every place where it was found, in the text's order.
type Disguise struct {
	Kind  DisguiseKind
	Words []Span
	// Count is how many characters do it, or words where the kind is about words.
	Count int
}

// DisguiseKind is a way to disguise words.
type DisguiseKind uint8

// The ways in which words are disguised.
const (
	Invisible   DisguiseKind = iota // characters of no width inside words
	Tagged                          // tag characters inside words
	SoftHyphens                     // soft hyphens where no word is broken
	LookAlike                       // letters of another script that look like those of the word's own
	Stacked                         // marks that belong to no letter
	FullWidth                       // words in full-width or mathematical letters among plain ones
	Turned                          // words written backwards under an override of direction
	OtherDigits                     // numbers in digits of another script, or with letters for digits
	SpacedOut                       // words with a space behind each letter
	Leet                            // words with digits for letters
	MixedCase                       // words in alternating case
	Joined                          // words run together
	disguiseKinds
)

// disguises says what a kind counts, one and several.
var disguises = [disguiseKinds][2]string{
	Invisible:   {"invisible character inside a word", "invisible characters inside words"},
	Tagged:      {"tag character inside a word", "tag characters inside words"},
	SoftHyphens: {"soft hyphen where no word is broken", "soft hyphens where no word is broken"},
	LookAlike:   {"look-alike letter of another script", "look-alike letters of another script"},
	Stacked:     {"mark that belongs to no letter", "marks that belong to no letter"},
	FullWidth:   {"word in letters of another width or style", "words in letters of another width or style"},
	Turned:      {"word under an override of direction", "words under an override of direction"},
	OtherDigits: {"number in other digits", "numbers in other digits"},
	SpacedOut:   {"word with its letters spaced out", "words with their letters spaced out"},
	Leet:        {"word with digits for letters", "words with digits for letters"},
	MixedCase:   {"word in alternating case", "words in alternating case"},
	Joined:      {"run of words without blanks", "runs of words without blanks"},
}

// Things is what the kind counts, for messages.
func (k DisguiseKind) Things(n int) string {
	if n == 1 {
		return disguises[k][0]
	}
	return disguises[k][1]
}

// fewestDisguised is the number of different words from which a kind is no
// accident: one comes with a paste, and real texts have a Se7en and a LaTeX.
const fewestDisguised = 2

// Disguises lists the kinds by which several words of a text are disguised.
// Honest typography is none: joiners in scripts that need them, soft hyphens
// between syllables, marks that make letters, emoji, marks of direction, words
// of other scripts. Linear; a text of plain words costs one look at each byte.
func Disguises(text string, skip []Span) []Disguise {
	s := disguiseScan{text: text}
	s.joined(skip)
	if mayDisguise(text) {
		for w := newWords(text, skip); w.next(); {
			s.word(Span{w.start, w.end}, w.hash, w.start < w.turned)
		}
		s.last()
	}
	if f := &s.found[LookAlike]; s.foreign > len(f.words) {
		f.different = nil // a text of that other script, with Latin names in it
	}
	var out []Disguise
	for k, f := range s.found {
		if len(f.different) >= fewestDisguised {
			out = append(out, Disguise{DisguiseKind(k), f.words, f.count})
		}
	}
	return out
}

// mayDisguise reports whether a text has more than plain words and the usual
// quotation marks, dashes and accents: other runes, or several single letters in
// a row, digits and capitals inside of words.
func mayDisguise(text string) bool {
	var x, y, z byte = other, other, other // the classes before
	unusual := 0
	for i := 0; i < len(text); i++ {
		c := classes[text[i]]
		if c == wide {
			switch {
			case i+2 < len(text) && text[i] == 0xE2 && text[i+1] == 0x80 && 0x93 <= text[i+2] && text[i+2] <= 0xA6: // – to …
				c, i = other, i+2
			case i+1 < len(text) && (text[i] == 0xC3 || text[i] == 0xC2 && text[i+1] == 0xA0):
				c, i = other, i+1
			default:
				return true
			}
		}
		if c <= upper && (z == digit || z == upper) && y == lower || c == lower && z == other && y == lower && x == other {
			if unusual++; unusual >= fewestDisguised {
				return true
			}
		}
		x, y, z = y, z, c
	}
	return false
}

// disguiseScan looks at the words of a text one after another. Whether a word in
// other letters is disguised shows by the words beside it, so it is judged when
// the next one is known.
type disguiseScan struct {
	text         string
	found        [disguiseKinds]disguised
	before, here seenWord
	single       Span // the run of single letters that ends with here
	letters      int  // its small letters
	foreign      int  // words that have letters of another script and are not suspect
}

type disguised struct {
	words     []Span
	different []uint64 // hashes of the first few different words
	count     int
}

// seenWord is a word and what its runes are.
type seenWord struct {
	Span
	hash  uint64
	latin bool // letters of Latin and digits, and no more
	kind  DisguiseKind
	count int  // of what makes it suspect, 0 for nothing
	among bool // suspect among Latin words only
}

// add counts n characters or words of a kind at one place.
func (s *disguiseScan) add(k DisguiseKind, at Span, hash uint64, n int) {
	if n == 0 {
		return
	}
	f := &s.found[k]
	f.words, f.count = append(f.words, at), f.count+n
	if len(f.different) < fewestDisguised {
		for _, h := range f.different {
			if h == hash {
				return
			}
		}
		f.different = append(f.different, hash)
	}
}

// word takes the next word.
func (s *disguiseScan) word(at Span, hash uint64, turned bool) {
	w := seenWord{Span: at, hash: hash, latin: true}
	switch raw := at.In(s.text); {
	case turned:
		s.add(Turned, at, hash, 1)
	case blankAt(raw, 1) > 0:
		if len(strings.Fields(raw)) >= fewestSpaced {
			s.add(SpacedOut, at, hash, 1)
		}
	case !isASCII(raw):
		s.unseen(w)
		w.kind, w.count, w.latin = otherLetters(raw)
		w.among = true
		if w.count == 0 && !w.latin {
			s.foreign++
		}
	case len(raw) > 2:
		if w.kind, w.count = plainDisguise(raw); w.count > 0 && !standsFree(s.text, at) {
			w.count = 0
		}
	}
	s.spaced(at)
	s.settle(w)
	s.before, s.here = s.here, w
}

// settle judges the word before next.
func (s *disguiseScan) settle(next seenWord) {
	w := s.here
	if w.count > 0 && (!w.among || s.amongLatin(next)) {
		s.add(w.kind, w.Span, w.hash, w.count)
	}
}

// amongLatin reports that a Latin word stands beside the one before next in its
// line, and no word of another script that is not suspect too.
func (s *disguiseScan) amongLatin(next seenWord) bool {
	latin := false
	if gap := s.text[s.before.End:s.here.Start]; s.before.Len() > 0 && !strings.ContainsAny(gap, "\n\r") {
		if !s.before.latin && s.before.count == 0 {
			return false
		}
		latin = s.before.latin
	}
	if next.Len() > 0 && !strings.ContainsAny(s.text[s.here.End:next.Start], "\n\r") {
		if !next.latin && next.count == 0 {
			return false
		}
		latin = latin || next.latin
	}
	return latin
}

// last ends the text.
func (s *disguiseScan) last() {
	s.spaced(Span{len(s.text), len(s.text)})
	s.settle(seenWord{})
}

// A run has four letters and more, three of them small: "I a m" is nothing yet,
// and tables of standings have capitals.
const (
	fewestSpaced      = 4
	fewestSmallSpaced = 3
)

// spaced follows runs of single letters with one space between two, as far as
// they are not words already (nextApart).
func (s *disguiseScan) spaced(at Span) {
	r, size := utf8.DecodeRuneInString(at.In(s.text))
	one := size > 0 && size == at.Len() && unicode.IsLetter(r) && !standsAlone(r)
	if s.letters > 0 || s.single.Len() > 0 {
		if gap := s.text[s.single.End:at.Start]; one && isOneSpace(gap) {
			s.single.End = at.End
			if unicode.IsLower(r) {
				s.letters++
			}
			return
		}
		if run := s.single.In(s.text); s.letters >= fewestSmallSpaced && len(strings.Fields(run)) >= fewestSpaced {
			s.add(SpacedOut, s.single, HashBytes(run), 1)
		}
	}
	s.single, s.letters = Span{}, 0
	if one {
		s.single = at
		if unicode.IsLower(r) {
			s.letters = 1
		}
	}
}

func isOneSpace(gap string) bool {
	r, size := utf8.DecodeRuneInString(gap)
	return size > 0 && size == len(gap) && unicode.IsSpace(r) && r != '\n' && r != '\r'
}
