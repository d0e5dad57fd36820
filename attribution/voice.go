package attribution

import "github.com/stemma-news/stemma/article"

// quotedSpans lists the parts of the text that are not the reporter's own
// words: stretches in quotation marks, embedded posts and block quotes, sorted
// and joined. Unlike Quotes it asks for no speaker: a comparison only needs to
// know whose wording it is not.
func quotedSpans(b *article.Body) []article.Span {
	var out []article.Span
	for _, m := range b.Marks {
		if m.Depth > 0 {
			continue
		}
		if len(m.Parts) > 0 {
			out = append(out, m.Parts...)
		} else {
			out = append(out, m.Span)
		}
	}
	for _, p := range b.Posts {
		out = append(out, p.Span)
	}
	for _, p := range b.Paragraphs {
		if p.Kind == article.BlockQuote || p.Kind == article.EmbedPost {
			out = append(out, p.Span)
		}
	}
	return mergeSpans(out)
}
