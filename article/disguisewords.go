package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// standsFree reports a word between spaces or marks of a sentence: no part of an
// address, a handle or a code.
func standsFree(text string, at Span) bool {
	if at.Start > 0 {
		r, _ := utf8.DecodeLastRuneInString(text[:at.Start])
		if !unicode.IsSpace(r) && !strings.ContainsRune("\"'([“‘«„—–", r) {
			return false
		}
	}
	rest := text[at.End:]
	r, size := utf8.DecodeRuneInString(rest)
	if size == 0 || unicode.IsSpace(r) || strings.ContainsRune("\"')]”’»—–", r) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(rest[size:])
	return strings.ContainsRune(".,;:!?", r) && (len(rest) == size || unicode.IsSpace(next) || strings.ContainsRune("\"')”’»", next))
}

// plainDisguise knows the disguises of a word of ASCII.
func plainDisguise(raw string) (DisguiseKind, int) {
	var count [other + 1]int
	inner, letterDigits, changes := 0, 0, 0
	for i := 0; i < len(raw); i++ {
		c := classes[raw[i]]
		if c > upper {
			return 0, 0
		}
		count[c]++
		if i == 0 {
			continue
		}
		before := classes[raw[i-1]]
		if c != before && c != digit && before != digit {
			changes++
		}
		if i+1 < len(raw) {
			after := classes[raw[i+1]]
			if c == digit && before == lower && after == lower && strings.IndexByte("013457", raw[i]) >= 0 {
				inner++
			}
			if (raw[i] == 'O' || raw[i] == 'o' || raw[i] == 'l' || raw[i] == 'I') && before == digit && after == digit {
				letterDigits++
			}
		}
	}
	letters := count[lower] + count[upper]
	switch {
	case letterDigits > 0 && letterDigits == letters:
		return OtherDigits, 1
	case inner > 0 && letters >= count[digit] && strings.Trim(raw, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ013457") == "":
		return Leet, 1
	case count[digit] == 0 && len(raw) >= 5 && 6*changes > 5*(len(raw)-1) && count[lower] > 1: // not DeVos, TriBeCa
		return MixedCase, 1
	}
	return 0, 0
}

// otherLetters tells what a word that is not ASCII is made of, where that would
// be a disguise among Latin words, and whether it is a Latin one itself.
func otherLetters(raw string) (k DisguiseKind, n int, plainLatin bool) {
	var letters, styled, digits, alike, latin, foreign int
	for _, r := range raw {
		switch {
		case isFormat(r) || unicode.Is(unicode.M, r) || isApostrophe(r):
		case 0xFF21 <= r && r <= 0xFF5A || 0x1D400 <= r && r <= 0x1D7CB:
			styled++
			letters++
		case unicode.Is(unicode.Nd, r):
			if letters++; r >= utf8.RuneSelf {
				digits++
			} else {
				latin++
			}
		case unicode.IsLetter(r):
			letters++
			switch {
			case unicode.Is(unicode.Latin, r):
				latin++
			case likeLatin(r) != 0:
				alike++
				foreign++
			default:
				foreign++
			}
		}
	}
	switch {
	case styled > 1 && styled == letters:
		return FullWidth, 1, false
	case digits > 0 && digits == letters:
		return OtherDigits, 1, false
	case alike > 0 && alike == foreign && letters > 1 && isASCII(string(foldWord([]byte(raw)))):
		return LookAlike, alike, false
	}
	return 0, 0, latin == letters
}

// unseen counts what a word holds beside its letters.
func (s *disguiseScan) unseen(w seenWord) {
	raw := w.In(s.text)
	var hidden, tags, soft, stacked int
	var base, last rune // the letter before, the rune before
	pending, marks, exotic, plain := 0, 0, 0, 0
	size := 0
	var softAt []int
	for _, r := range raw {
		switch {
		case r == 0xAD:
			softAt = append(softAt, size)
		case 0xE0000 <= r && r <= 0xE007F:
			tags++
		case isFormat(r):
			pending++
		case unicode.Is(unicode.M, r):
			one := composed(last, r)
			if marks++; strayMark(base, one, r, marks) {
				stacked++
			} else if isExotic(one) && 'a' <= base && base <= 'z' {
				exotic, plain = exotic+1, plain-1
			}
		default:
			if pending > 0 && base != 0 && takesNoJoiner(base) && takesNoJoiner(r) {
				hidden += pending
			}
			if isExotic(r) {
				exotic++
			} else if 'a' <= r && r <= 'z' {
				plain++
			}
			pending, marks, base = 0, 0, r
			size++
		}
		last = r
	}
	for _, at := range softAt {
		if takesNoJoiner(base) && 0 < at && at < size && (at == 1 || at == size-1 || size < 4) {
			soft++
		}
	}
	if exotic > 0 && exotic+plain == size {
		stacked += exotic
	}
	if !takesNoJoiner(base) {
		tags = 0
	}
	s.add(Invisible, w.Span, w.hash, hidden)
	s.add(Tagged, w.Span, w.hash, tags)
	s.add(SoftHyphens, w.Span, w.hash, soft)
	s.add(Stacked, w.Span, w.hash, stacked)
}

// takesNoJoiner reports letters of scripts that are written without characters
// of no width.
func takesNoJoiner(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
}

// strayMark reports a mark that makes no letter with what it stands on: struck
// through or around the letter, or the third of a stack; or on a consonant that
// no spelling puts it on. The nth mark stands on base; one is what it composes to
// with the rune before.
func strayMark(base, one, mark rune, nth int) bool {
	switch {
	case !takesNoJoiner(base):
		return false
	case 0x334 <= mark && mark <= 0x338, 0x35C <= mark && mark <= 0x362, 0x20D0 <= mark && mark <= 0x20F0, mark == 0x488, mark == 0x489, nth > 2:
		return true
	}
	return one == 0 && strings.ContainsRune("bcdfhjkpqrstvwxyzBCDFHJKPQRSTVWXYZ", base)
}

// composed is the one rune that a letter and a mark make, 0 for none.
func composed(letter, mark rune) rune {
	pair := norm.NFC.AppendString(nil, string([]rune{letter, mark}))
	if r, size := utf8.DecodeRune(pair); size == len(pair) {
		return r
	}
	return 0
}

// isExotic reports letters with marks that next to no language has. Those of
// Vietnamese and Welsh are known, and those by which Semitic and Indian words are
// written in Latin letters.
func isExotic(r rune) bool {
	return 0x1E00 <= r && r < 0x1E9C && !strings.ContainsRune("ḌḍḎḏḠḡḤḥḪḫḶḷḹṀṁṂṃṄṅṆṇṚṛṝṢṣṬṭṮṯẀẁẂẃẄẅẎẏẒẓẔẕẖẗẘẙẚẛ", r)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
