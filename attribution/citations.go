package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// Credited is a credit on one article of a pair that explains a copy: By names
// the source, On is the id of the article that gives the credit.
type Credited struct {
	By   string        `json:"by"`
	On   string        `json:"on"`
	From string        `json:"from"`
	Span *article.Span `json:"span"`
}

// creditBetween is the credit of a pair: one side names the other's publisher,
// or both name one agency. Nil where neither does.
func creditBetween(a, b *Profile) *Credited {
	for _, p := range [][2]*Profile{{a, b}, {b, a}} {
		if ok, span := credits(p[0], p[1]); ok {
			c := &Credited{By: p[1].Body.Article.Publisher, On: p[0].Body.Article.ID, From: "text"}
			if span.Len() > 0 {
				c.Span = &span
			}
			for _, x := range p[0].Credits {
				if isOutlet(x.Agency, p[1].Body.Article.Publisher) {
					c.From, c.Span = x.From, x.Span
					break
				}
			}
			return c
		}
	}
	if agency := commonAgency(a, b); agency != "" {
		for _, x := range a.Credits {
			if x.Agency == agency {
				return &Credited{By: agency, On: a.Body.Article.ID, From: x.From, Span: x.Span}
			}
		}
	}
	return nil
}

// credits reports that an article names the other's publisher as a source, in
// a credit or in its own words ("told", "according to", "reported"), and where.
func credits(p, other *Profile) (bool, article.Span) {
	name := other.Body.Article.Publisher
	if name == "" || sameOutlet(p.Body.Article, other.Body.Article) {
		return false, article.Span{}
	}
	for _, c := range p.Credits {
		if isOutlet(c.Agency, name) {
			if c.Span != nil {
				return true, *c.Span
			}
			return true, article.Span{}
		}
	}
	if isShort(outletTokens(name)) {
		return p.citesShort(other)
	}
	return cites(p, name)
}

// isShort reports the name of an outlet that is one short word: CNN, Time.
func isShort(name []string) bool { return len(name) == 1 && len(name[0]) < 5 }

// isOutlet reports that a credited name means a publisher: the same words, or
// the first of them where that is distinctive ("Meridian" for Meridian Wire),
// its initials in capitals, or the host of a site.
func isOutlet(credit, publisher string) bool {
	c, p := outletTokens(credit), outletTokens(publisher)
	if len(c) == 0 || len(p) == 0 {
		return false
	}
	if strings.Contains(publisher, ".") && !strings.Contains(publisher, " ") {
		return strings.Join(c, "") == brand(publisher)
	}
	if len(c) > len(p) {
		return false
	}
	if isInitials(credit, p) {
		return true
	}
	for i, w := range c {
		if p[i] != w {
			return false
		}
	}
	return len(c) == len(p) || len(c) == 1 && len(c[0]) > 4 && len(p) == 2
}

// isInitials reports that a name of capitals alone is the initials of the words.
func isInitials(name string, words []string) bool {
	name = strings.ReplaceAll(name, ".", "")
	if len(words) < 3 || len(name) != len(words) {
		return false
	}
	for i, w := range words {
		if name[i] < 'A' || name[i] > 'Z' || w[0] != name[i]|0x20 {
			return false
		}
	}
	return true
}

// outletTokens are the words of an outlet's name without article and section.
func outletTokens(name string) []string {
	name, _, _ = strings.Cut(name, " - ")
	name, _, _ = strings.Cut(name, " (")
	var out []string
	for _, t := range article.Tokens(name, nil) {
		if t.Word != "online" {
			out = append(out, t.Word)
		}
	}
	if len(out) > 1 && out[0] == "the" {
		out = out[1:]
	}
	return out
}

// brand is the name in a host: "dailymail" of www.dailymail.co.uk.
func brand(host string) string {
	host = hostOf(host)
	name, _, _ := strings.Cut(host, ".")
	return strings.TrimPrefix(name, "the")
}

var (
	// citeBefore are words before an outlet that make it a source.
	citeBefore = article.NewWordFilter(`told tells to by per from with via according in at quoted reports`)
	// citeAfter are words behind it that do.
	citeAfter = article.NewWordFilter(`reported reports report poll survey citing noted obtained said says first wrote writes contributed interview understands revealed
		reveals learned learnt newspaper which that started website`)
)

// cites looks for the name in the reporter's own words beside a word that makes
// it a source. Linear in the text.
func cites(p *Profile, publisher string) (bool, article.Span) {
	want := outletTokens(publisher)
	joined := strings.Contains(publisher, ".") && !strings.Contains(publisher, " ")
	if joined {
		want = []string{brand(publisher)}
	}
	if len(want) == 0 || isShort(want) {
		return false, article.Span{}
	}
	b := p.Body
	for k := range p.words {
		i := int(p.token[k])
		n := 0
		if joined {
			n = joinedBy(b, i, want[0])
		} else if i+len(want) <= len(b.Tokens) && b.Tokens[i].Word == want[0] && capitalAt(b.Article.Text, b.Tokens[i].Start) {
			n = len(want)
			for j, w := range want {
				if b.Tokens[i+j].Word != w {
					n = 0
					break
				}
			}
		}
		if n == 0 || p.quoted[k] {
			continue
		}
		before := i - 1
		if before >= 0 && b.Tokens[before].Word == "the" {
			before--
		}
		if before >= 0 && citeBefore.Has(b.Tokens[before].Hash) && (len(want) > 1 || joined || b.Tokens[before].Word != "in" && b.Tokens[before].Word != "at" && b.Tokens[before].Word != "to" && b.Tokens[before].Word != "from") ||
			i+n < len(b.Tokens) && citeAfter.Has(b.Tokens[i+n].Hash) {
			return true, article.Span{Start: b.Tokens[i].Start, End: b.Tokens[i+n-1].End}
		}
	}
	return false, article.Span{}
}

// joins is the number of tokens from i on whose words make up the brand.
func joinedBy(b *article.Body, i int, brand string) int {
	rest := brand
	for n := 0; n < 5 && i+n < len(b.Tokens); n++ {
		w := b.Tokens[i+n].Word
		if len(w) == 0 || !strings.HasPrefix(rest, w) || !capitalAt(b.Article.Text, b.Tokens[i+n].Start) {
			return 0
		}
		if rest = rest[len(w):]; rest == "" {
			return n + 1
		}
	}
	return 0
}
