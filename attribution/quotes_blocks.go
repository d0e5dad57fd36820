package attribution

import (
	"slices"
	"sort"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// blockWords is the least length of a block quote: shorter ones are slogans and
// buttons.
const blockWords = 8

// withBlocks adds the quotes that the format sets off as blocks and that have
// no marks of their own, paragraphs in a row as one quote.
func withBlocks(b *article.Body, cands []candidate) []candidate {
	taken := make([]article.Span, 0, len(b.Marks)+len(b.Posts)+len(b.Furniture))
	for _, m := range b.Marks {
		if m.Depth == 0 && !m.Single() {
			taken = append(taken, m.Span)
		}
	}
	for _, p := range b.Posts {
		taken = append(taken, p.Span)
	}
	taken = sortedSpans(append(taken, b.Furniture...))
	added := false
	for i := 0; i < len(b.Paragraphs); i++ {
		var parts []article.Span
		for ; i < len(b.Paragraphs) && b.Paragraphs[i].Kind == article.BlockQuote && !inside(&taken, b.Paragraphs[i].Span); i++ {
			parts = append(parts, b.Paragraphs[i].Span)
		}
		if len(parts) == 0 {
			continue
		}
		var words []string
		for _, p := range parts {
			words = append(words, shown(b.Article, p))
		}
		c := candidate{mark: -1, block: true, span: article.Span{Start: parts[0].Start, End: parts[len(parts)-1].End}, text: strings.Join(words, "\n\n"), joined: -1}
		if c.words = countWords(c.text); c.words < blockWords {
			continue
		}
		if len(parts) > 1 {
			c.parts = parts
		}
		cands = append(cands, c)
		added = true
	}
	if added {
		slices.SortStableFunc(cands, func(x, y candidate) int { return x.span.Start - y.span.Start })
	}
	return cands
}

// shown is the text of a span without mark-up, lines joined.
func shown(a *article.Article, s article.Span) string {
	var out strings.Builder
	at := s.Start
	first := sort.Search(len(a.Skip), func(i int) bool { return a.Skip[i].End > at })
	for _, k := range a.Skip[first:] {
		if k.Start >= s.End {
			break
		}
		out.WriteString(a.Text[at:max(at, k.Start)])
		at = min(s.End, k.End)
	}
	out.WriteString(a.Text[at:s.End])
	return strings.Join(strings.Fields(out.String()), " ")
}
