package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// rightToLeft is the override that shows letters from right to left whatever
// their script: behind it "olleh" is read as hello. Nobody writes so but to hide
// words from programs.
const rightToLeft = '\u202e'

// longestOverride bounds the search for the end of an override, in bytes.
const longestOverride = 4 << 10

// endOfOverride is where the override whose text begins at i ends: at the mark
// that pops it, or with its line.
func endOfOverride(t string, i int) int {
	t = t[:min(len(t), i+longestOverride)]
	if n := strings.IndexAny(t[i:], "\u202c\n\r\u2029"); n >= 0 {
		return i + n
	}
	return len(t)
}

// nextTurned reads a word inside an override as it is shown. The order of words
// stays that of the text: spans must.
func (w *words) nextTurned(start int) bool {
	hi := w.hi
	w.hi = min(hi, w.turned)
	w.nextWide(start)
	w.hi = hi
	letters := []rune(string(w.norm))
	for i, j := 0, len(letters)-1; i < j; i, j = i+1, j-1 {
		letters[i], letters[j] = letters[j], letters[i]
	}
	turned := []byte(string(letters))
	if utf8.Valid(turned) && !strings.ContainsFunc(string(turned), unicode.IsMark) {
		if spelt := spelledBy(turned); spelt != "" {
			turned = []byte(spelt)
		}
		w.norm, w.plain = turned, false
		w.hash = hashBytes(turned)
	}
	return true
}
