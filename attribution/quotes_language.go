package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// English reports whether the rules for speakers and origins can read an
// article: its declared language is English or, where none is declared, its
// function words are. Other articles get their quotes without speakers.
func English(b *article.Body) bool {
	if l := strings.ToLower(b.Article.Language); l != "" {
		return l == "en" || strings.HasPrefix(l, "en-") || strings.HasPrefix(l, "en_") || l == "english" || l == "eng"
	}
	const enough = 40 // words, below which nothing can be told
	if len(b.Tokens) < enough {
		return !strings.ContainsFunc(b.Article.Text, func(r rune) bool { return r >= 0x370 && r < 0x2000 || r >= 0x2E80 })
	}
	common := 0
	for _, t := range b.Tokens {
		switch t.Word {
		case "the", "of", "and", "to", "that", "said", "with", "was", "is", "for":
			// English news has these as one word in five or six, other languages
			// that share some of their letters as one in forty at most.
			if common++; common*20 >= len(b.Tokens) {
				return true
			}
		}
	}
	return false
}

// attributeForeign keeps what stands in double marks and is long enough, with
// no speaker.
func (r *reading) attributeForeign() {
	for i := range r.cands {
		c := &r.cands[i]
		c.kind = "direct"
		c.dropped = len(c.atoms) == 0 || c.single || c.open || c.words < unnamedWords
	}
}
