package article

import "unicode/utf8"

// A word whose letters stand apart, "l i k e this", is read as one: a reader
// does, and letters apart in a tenth of the words would hide a copy (a quarter
// of real ones fell below a containment of .3). It takes three letters of ASCII
// and more with one blank between two, all but the first of them small: among
// 60,000 clean articles 12 had such a run, nearly all of them words that
// somebody had spaced out or spelt. Capitals stay apart, since lists and tables
// have those, and so do letters of scripts in which a letter may be a word.

// fewestApart is the number of letters from which a run is a word.
const fewestApart = 3

// apartEnd is where the run ends that begins with the ASCII letter at byte i of
// t, 0 where there is none. It looks at no more than the run and one letter.
func apartEnd(t string, i int) int {
	end, n := i+1, 1
	for {
		gap := blankAt(t, end)
		at := end + gap
		if gap == 0 || at >= len(t) || classes[t[at]] != lower || !endsLetter(t, at+1) {
			break
		}
		end = at + 1
		n++
	}
	if n < fewestApart {
		return 0
	}
	return end
}

// blankAt is the size of the blank at byte i of t, 0 where none stands there.
func blankAt(t string, i int) int {
	switch {
	case i >= len(t):
		return 0
	case t[i] == ' ':
		return 1
	case t[i] < utf8.RuneSelf:
		return 0
	}
	switch r, size := utf8.DecodeRuneInString(t[i:]); {
	case r == 0xA0, 0x2000 <= r && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
		return size
	}
	return 0
}

// endsLetter reports that a word of the one letter before byte i of t ends there.
func endsLetter(t string, i int) bool {
	if i >= len(t) {
		return true
	}
	switch classes[t[i]] {
	case other, comma:
		return true
	case dot:
		return i+1 >= len(t) || !isASCIILetter(t[i+1])
	case apostrophe:
		return !wordAt(t[i+1:])
	case wide:
		r, size := utf8.DecodeRuneInString(t[i:])
		return !continuesWord(r) || isApostrophe(r) && !wordAt(t[i+size:])
	}
	return false
}

// nextApart reads the word of letters apart that begins at byte i, if one does.
func (w *words) nextApart(i int) bool {
	t := w.text[:w.hi]
	if i+1 >= len(t) || t[i+1] != ' ' && t[i+1] < utf8.RuneSelf {
		return false
	}
	end := apartEnd(t, i)
	if end == 0 || !isASCIILetter(t[i]) {
		return false
	}
	w.norm = w.norm[:0]
	for k := i; k < end; k++ {
		if isASCIILetter(t[k]) {
			w.norm = append(w.norm, t[k]|0x20)
		}
	}
	w.start, w.end, w.i = i, end, end
	w.hash, w.plain, w.ascii = hashBytes(w.norm), false, false
	return true
}
