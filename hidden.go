package stemma

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// fewestHidden is the number of hidden characters from which they are reported:
// one or two come with a paste, more do not.
const fewestHidden = 3

// hidden counts the characters of a text that a reader does not see and that
// make equal words compare as different elsewhere: zero-width and steering
// characters inside Latin words, and letters of other scripts that look Latin.
type hidden struct {
	invisible, lookalike int
	first                Span
	words                []uint64
}

func (h *hidden) count() int { return h.invisible + h.lookalike }

// findHidden looks at every word with a character outside ASCII. Joiners have
// their use in other scripts, so only words with a Latin letter count; a soft
// hyphen is no trick.
func findHidden(a *article.Article) hidden {
	var h hidden
	if isASCII(a.Text) {
		return h
	}
	for _, t := range article.Tokens(a.Text, a.Skip) {
		raw := a.Text[t.Start:t.End]
		if isASCII(raw) {
			continue
		}
		latin, foreign, invisible := 0, 0, 0
		for _, r := range raw {
			switch {
			case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069, r == 0xfeff, r == 0x180e,
				r == 0x34f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r >= 0xe0000 && r <= 0xe0fff:
				invisible++
			case unicode.Is(unicode.Latin, r):
				latin++
			case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian):
				foreign++
			}
		}
		if latin == 0 || invisible == 0 && foreign == 0 || len(t.Word) > 0 && foreign > 0 && !isASCII(t.Word) {
			continue // a word of two scripts that folding leaves as it is: a name, a formula
		}
		if h.count() == 0 {
			h.first = t.Span()
		}
		h.invisible += invisible
		h.lookalike += foreign
		h.words = append(h.words, t.Hash)
	}
	return h
}

func (h *hidden) message() string {
	var parts []string
	if h.invisible > 0 {
		parts = append(parts, fmt.Sprintf("%d characters that no reader sees inside words", h.invisible))
	}
	if h.lookalike > 0 {
		parts = append(parts, fmt.Sprintf("%d look-alike letters of another script", h.lookalike))
	}
	return strings.Join(parts, ", ")
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
