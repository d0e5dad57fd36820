package attribution

import (
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// A reporter who was there has it from the people. Who writes from another text
// says so more often than not: of that text, or of the one that it was written
// from in turn, "the Mirror reported", "according to the Washington Post". So two
// texts that restate one another and name one outlet as their source have one
// upstream text in common. Accuracy/read counts what that is worth among articles of
// which any two may meet.

// citedOutlet is an outlet that an article names as the source of what it tells.
type citedOutlet struct {
	name string // as the table of outlets has it
	span article.Span
	// polled is true for "a CNN poll": a document, which two reporters may read.
	polled bool
}

// citedOutlets lists the outlets that the article's own voice names as a source, each
// once, in the order of the text. It may be asked by many goroutines.
func (p *Profile) citedOutlets() []citedOutlet {
	p.citing.Do(func() { p.citedHeld = p.findCited() })
	return p.citedHeld
}

// sourced reports that the text names an outlet as the source of what it tells.
func (p *Profile) sourced() bool { return len(p.citedOutlets()) > 0 }

func (p *Profile) findCited() (found []citedOutlet) {
	b := p.Body
	for k := 0; k < len(p.words); {
		end := p.capitals(k)
		if end == k {
			k++
			continue
		}
		first, last := int(p.token[k]), int(p.token[end-1])+1
		if b.Tokens[first].Word == "the" && last-first > 1 {
			first++ // citedIn sees it before the name
		}
		if s, ok := citedIn(b, first, last); ok && !slices.ContainsFunc(found, func(x citedOutlet) bool { return x.name == s.name }) {
			found = append(found, s)
		}
		k = end
	}
	return found
}

// citesShort looks for another article's outlet, which is one short word, among
// those that the text names as a source: only the table of outlets can tell it
// from a word.
func (p *Profile) citesShort(other *Profile) (bool, article.Span) {
	for _, s := range p.citedOutlets() {
		if s.is(other) {
			return true, s.span
		}
	}
	return false, article.Span{}
}

// longestName is how many words the name of an outlet has at most.
const longestName = 6

// capitals is the end of the run of capitalised words from word k on that nothing
// but blanks parts; k where there is none outside marks.
func (p *Profile) capitals(k int) int {
	b, end := p.Body, k
	for end < len(p.words) && end-k < longestName && !p.quoted[end] && capitalAt(b.Article.Text, b.Tokens[p.token[end]].Start) {
		if end > k && (p.token[end] != p.token[end-1]+1 || b.Article.Text[b.Tokens[p.token[end-1]].End:b.Tokens[p.token[end]].Start] != " ") {
			break
		}
		end++
	}
	return end
}

// citedIn finds the outlet in the capitalised tokens [first, last) that the word
// before or behind them makes a source: names of the table anywhere beside that
// word, others where all of the tokens are the name. "Vice President Rook said"
// and "Hill said" name nobody.
func citedIn(b *article.Body, first, last int) (citedOutlet, bool) {
	before, the := first-1, false
	if before >= 0 && b.Tokens[before].Word == "the" {
		before, the = before-1, true
	}
	name := func(i, j int) (citedOutlet, bool) {
		s := citedOutlet{span: article.Span{Start: b.Tokens[i].Start, End: b.Tokens[j-1].End}}
		written := s.span.In(b.Article.Text)
		shown, ok := canonicalOutlet(written)
		s.name = shown
		whole := i == first && j == last
		if j-i == 1 {
			return s, ok && listedOutlet(written) && (whole && (the || !articled[b.Tokens[i].Word]) || isCapitals(written))
		}
		return s, ok && (whole || listedOutlet(written))
	}
	if before >= 0 && citeBefore.Has(b.Tokens[before].Hash) {
		for j := last; j > first; j-- {
			if s, ok := name(first, j); ok {
				return s, true
			}
		}
	}
	if last < len(b.Tokens) && citeAfter.Has(b.Tokens[last].Hash) {
		for i := first; i < last; i++ {
			if s, ok := name(i, last); ok {
				s.polled = polls.Has(b.Tokens[last].Hash)
				return s, true
			}
		}
	}
	return citedOutlet{}, false
}

var polls = article.NewWordFilter(`poll survey`)

// articled are the outlets of one word that copy names with "the": without it
// they are people or things.
var articled = wordSet(`atlantic economist examiner globe guardian hill hindu independent intercept journal mail mirror observer sun telegraph times verge`)

// isCapitals reports a name in capitals, as initials are.
func isCapitals(name string) bool {
	for i := range len(name) {
		if name[i] < 'A' || name[i] > 'Z' {
			return false
		}
	}
	return len(name) > 1
}

// upstream is the outlet that both articles name as their source, neither being
// its own; "" for none.
func upstream(a, b *Profile) string {
	for _, s := range a.citedOutlets() {
		if s.polled || s.is(a) || s.is(b) {
			continue
		}
		if slices.ContainsFunc(b.citedOutlets(), func(x citedOutlet) bool { return x.name == s.name && !x.polled }) {
			return s.name
		}
	}
	return ""
}

// is reports that the source is the article's publisher.
func (s citedOutlet) is(p *Profile) bool {
	return p.Body.Article.Publisher != "" && outletName(s.name) == outletName(publisherShown(p))
}

// publisherShown is the article's publisher as the table of outlets has it.
func publisherShown(p *Profile) string {
	name, _, _ := strings.Cut(p.Body.Article.Publisher, " - ")
	name, _, _ = strings.Cut(name, " (")
	if shown, ok := canonicalOutlet(name); ok {
		return shown
	}
	return name
}
