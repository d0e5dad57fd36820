package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type dateTokenKind uint8

const (
	dateEnd dateTokenKind = iota
	dateNumber
	dateWord
	dateMark
)

// dateToken is a run of digits, a run of letters or one other character.
type dateToken struct {
	kind       dateTokenKind
	start, end int
	value      int    // of a number; -1 where it has more than 18 digits
	word       string // lower case
	mark       rune
	spaced     bool // white space stands before it
}

func (t dateToken) digits() int {
	if t.kind != dateNumber {
		return 0
	}
	return t.end - t.start
}

// maxDateLetters bounds the words that can belong to a date.
const maxDateLetters = 24

// lexDate reads the token at or after pos. It looks at no byte beyond the
// token, so that a scan of a prefix costs no more than the prefix.
func lexDate(s string, pos int) dateToken {
	t := dateToken{start: pos}
	for t.start < len(s) {
		r, n := utf8.DecodeRuneInString(s[t.start:])
		if !unicode.IsSpace(r) {
			break
		}
		t.start += n
		t.spaced = true
	}
	t.end = t.start
	if t.start >= len(s) {
		return t
	}
	c := s[t.start]
	if asciiDigit(c) {
		t.kind = dateNumber
		for t.end < len(s) && asciiDigit(s[t.end]) {
			if t.end-t.start < 18 {
				t.value = t.value*10 + int(s[t.end]-'0')
			} else {
				t.value = -1
			}
			t.end++
			if t.end-t.start > maxDateLetters {
				break
			}
		}
		return t
	}
	r, n := utf8.DecodeRuneInString(s[t.start:])
	if !unicode.IsLetter(r) {
		t.kind, t.mark, t.end = dateMark, r, t.start+n
		return t
	}
	t.kind = dateWord
	for t.end < len(s) && t.end-t.start <= maxDateLetters {
		r, n = utf8.DecodeRuneInString(s[t.end:])
		if !unicode.IsLetter(r) {
			break
		}
		t.end += n
	}
	t.word = strings.ToLower(s[t.start:t.end])
	return t
}

func asciiDigit(c byte) bool { return '0' <= c && c <= '9' }

func asciiLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
