package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// quotedSpans lists the parts of the text that are not the reporter's own
// words: stretches in quotation marks, embedded posts and block quotes, sorted
// and joined. Unlike Quotes it asks for no speaker: a comparison only needs to
// know whose wording it is not.
func quotedSpans(b *article.Body) []article.Span {
	if isTranscript(b.Article.Title) {
		return []article.Span{{Start: 0, End: len(b.Article.Text)}}
	}
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
	return mergeSpans(append(out, lostQuotes(b)...))
}

// lostQuotes lists the paragraphs that are somebody else's words although their
// marks or frames are lost, as pages lose them when their text is taken out: a
// post with its short link or its author, and what follows a colon in the first
// person.
func lostQuotes(b *article.Body) []article.Span {
	var out []article.Span
	text := b.Article.Text
	left := 0 // paragraphs for which an announced quote may still go on
	for i, p := range b.Paragraphs {
		first, last := paragraphTokens(b, p)
		s := p.In(text)
		switch {
		case last-first <= postWords && (strings.Contains(s, "pic.twitter.com/") || strings.Contains(s, "https://t.co/") || startsWithHandle(s)):
			out = append(out, p.Span)
			left = 0
			continue
		case i > 0 && endsInColon(b, b.Paragraphs[i-1]):
			left = lostParagraphs
		}
		if left > 0 && last-first >= 6 && firstPerson(b, first, last) {
			out = append(out, p.Span)
			left--
		} else {
			left = 0
		}
	}
	return out
}

// startsWithHandle reports a paragraph that begins like a post whose frame is
// lost: "Ana Ferro (@anaferro) The mill is not for sale."
func startsWithHandle(s string) bool {
	at := strings.Index(s[:min(len(s), authorBytes)], "(@")
	return at > 0 && !strings.ContainsAny(s[:at], ",:;!?\n") && strings.Contains(s[at:min(len(s), at+authorBytes)], ") ")
}

// isTranscript reports a headline that announces somebody's words in full. That
// a story is about a transcript is not enough.
func isTranscript(title string) bool {
	title = strings.ToLower(strings.TrimSpace(title))
	for _, start := range []string{"transcript:", "transcript of", "full transcript", "full text", "text of", "read the full text", "read the full transcript"} {
		if strings.HasPrefix(title, start) {
			return true
		}
	}
	return strings.HasSuffix(title, " text") || strings.HasSuffix(title, " transcript")
}

const (
	authorBytes    = 70 // of an author's name before a handle
	postWords      = 70 // of a post and a little around it
	lostParagraphs = 6  // an announced quote goes on for at most so many
)

// endsInColon reports a paragraph of four words and more that ends in a colon.
func endsInColon(b *article.Body, p article.Paragraph) bool {
	first, last := paragraphTokens(b, p)
	return last-first >= 4 && strings.HasSuffix(strings.TrimRight(p.In(b.Article.Text), " \"”’*_"), ":")
}

var firstPersons = article.NewWordFilter(`i im ive id ill me my mine myself we weve our ours us ourselves`)

// firstPerson reports a word of the first person in the tokens; "US" is none.
func firstPerson(b *article.Body, first, last int) bool {
	for k := first; k < last; k++ {
		if t := b.Tokens[k]; firstPersons.Has(t.Hash) && b.Article.Text[t.Start:t.End] != "US" && b.Article.Text[t.Start] != 'U' {
			return true
		}
	}
	return false
}
