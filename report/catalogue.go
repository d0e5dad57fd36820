package report

import (
	"sort"
	"strings"
	"time"

	"github.com/stemma-news/stemma"
)

// catalogue finds things in a result.
type catalogue struct {
	*stemma.Result
	articles map[string]*stemma.Article
	quotes   map[string]*stemma.Quote
	short    map[string]string        // id to the name that reports use
	segments map[string][]stemma.Span // of the quotes of an article
	pairsBy  map[string][]int         // the pairs of an article
	pairAt   map[[2]string]int        // the pair of two articles, a before b
	places   map[string]cursor        // found last in an article
	where    map[int]string           // the pages of a folder that show the pairs; nil: this page does
	byTeller map[string][]int         // the utterances of an article, once asked for
	this     string                   // what a pair's own side is called in a sentence
	that     string                   // and the other side
}

func catalogueOf(r *stemma.Result) *catalogue {
	c := &catalogue{
		Result:   r,
		articles: make(map[string]*stemma.Article, len(r.Articles)),
		quotes:   make(map[string]*stemma.Quote, len(r.Quotes)),
		segments: map[string][]stemma.Span{},
		pairsBy:  map[string][]int{},
		pairAt:   make(map[[2]string]int, len(r.Pairs)),
		places:   map[string]cursor{},
		this:     "this article", that: "the other",
	}
	for i := range r.Articles {
		c.articles[r.Articles[i].ID] = &r.Articles[i]
	}
	for i := range r.Quotes {
		q := &r.Quotes[i]
		c.quotes[q.ID] = q
		c.segments[q.Article] = append(c.segments[q.Article], q.Segments...)
	}
	for i := range r.Pairs {
		p := &r.Pairs[i]
		c.pairAt[[2]string{p.A, p.B}] = i
		c.pairsBy[p.A] = append(c.pairsBy[p.A], i)
		c.pairsBy[p.B] = append(c.pairsBy[p.B], i)
	}
	c.short = shortNames(r.Articles)
	return c
}

// shortNames drops the folders that all ids share: the rest of the id is what
// people call the file.
func shortNames(articles []stemma.Article) map[string]string {
	shared := ""
	for i, a := range articles {
		folder := a.ID[:strings.LastIndexByte(a.ID, '/')+1]
		if i == 0 {
			shared = folder
			continue
		}
		for !strings.HasPrefix(a.ID, shared) {
			shared = shared[:strings.LastIndexByte(strings.TrimSuffix(shared, "/"), '/')+1]
		}
	}
	names := make(map[string]string, len(articles))
	for _, a := range articles {
		names[a.ID] = oneLine(a.ID[len(shared):])
	}
	return names
}

// name is what a report calls an article.
func (c *catalogue) name(id string) string {
	if s := c.short[id]; s != "" {
		return s
	}
	if s := oneLine(id); s != "" {
		return s
	}
	return "(no id)"
}

// article never returns nil: an unknown id is an article of which nothing is
// known.
func (c *catalogue) article(id string) *stemma.Article {
	if a := c.articles[id]; a != nil {
		return a
	}
	return &stemma.Article{ID: id}
}

// day is the publication of an article as people write it, "" where unknown.
//
// A day whose zone is not known is an interval of 50 hours; it is written as
// the day.
func day(d *stemma.Dates) string {
	if d == nil {
		return ""
	}
	if s := zonelessDay(d); s != "" {
		return s
	}
	from, to := dayOf(d.Earliest), dayOf(d.Latest)
	switch {
	case from == to:
		return from
	case from == "":
		return "until " + to
	case to == "":
		return "from " + from
	}
	return from + "/" + to
}

// zonelessDay is the calendar day that an interval stands for which lasts from
// that day's beginning at +14 hours to its end at -12 hours, else "".
func zonelessDay(d *stemma.Dates) string {
	if d.Earliest == nil || d.Latest == nil {
		return ""
	}
	from, err1 := time.Parse(time.RFC3339, *d.Earliest)
	to, err2 := time.Parse(time.RFC3339, *d.Latest)
	from = from.Add(14 * time.Hour)
	if err1 != nil || err2 != nil || !from.Equal(from.Truncate(24*time.Hour)) {
		return ""
	}
	if length := to.Sub(from); length < 36*time.Hour-time.Minute || length > 36*time.Hour {
		return ""
	}
	return from.UTC().Format(time.DateOnly)
}

// dayOf is the calendar day of a date of a result.
func dayOf(s *string) string {
	if s == nil {
		return ""
	}
	d := oneLine(*s)
	if i := strings.IndexByte(d, 'T'); i == len("2006-01-02") {
		return d[:i]
	}
	return d
}

// isUndated reports an article that states no date: what its text proves is not
// when it was published.
func isUndated(a *stemma.Article) bool {
	return a.Published == nil || a.Published.From == "not_before"
}

// dated says when an article was published: the day, or what the text proves.
func dated(a *stemma.Article) string {
	if isUndated(a) && a.NotBefore != nil {
		return "undated, not before " + oneLine(*a.NotBefore)
	}
	if d := day(a.Published); d != "" {
		return d
	}
	return "undated"
}

// drafts are the articles that a check was asked about.
func (c *catalogue) drafts() []string {
	if len(c.Drafts) > 0 {
		return c.Drafts
	}
	seen := map[string]bool{}
	for _, f := range c.Findings {
		seen[f.Article] = true
	}
	if len(seen) == 0 && len(c.Articles) > 0 {
		return []string{c.Articles[0].ID}
	}
	ids := make([]string, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}

// side is a pair seen from one of its articles.
type side struct {
	*stemma.Pair
	self, other string
	flipped     bool // self is B
}

func sideOf(p *stemma.Pair, self string) side {
	if p.B == self {
		return side{p, p.B, p.A, true}
	}
	return side{p, p.A, p.B, false}
}

// covered are the shares of the article itself and of the other one.
func (s side) covered() (self, other stemma.Covered) {
	if s.flipped {
		return s.BCovered, s.ACovered
	}
	return s.ACovered, s.BCovered
}

// contained are the shares of shingles, self in other and the reverse.
func (s side) contained() (selfInOther, otherInSelf float64) {
	if s.flipped {
		return s.BInA, s.AInB
	}
	return s.AInB, s.BInA
}

// spans are both sides of a passage or part, the article's own first.
func (s side) spans(a, b stemma.Span) (self, other stemma.Span) {
	if s.flipped {
		return b, a
	}
	return a, b
}

// weight orders pairs for an editor: what is nearest to a copy first, credited
// ones and versions after the others, independent ones last.
func weight(p *stemma.Pair) int {
	w := map[string]int{"identical": 0, "near-duplicate": 1, "rewrite": 2, "partial-copy": 3, "shared-quotes": 4}
	n, ok := w[p.Relation]
	if !ok {
		return 20
	}
	if p.Credited != nil || p.Version {
		n += 10
	}
	return n
}

// reuse reports whether a pair's relation is one of the four that copy.
func reuse(p *stemma.Pair) bool {
	switch p.Relation {
	case "identical", "near-duplicate", "partial-copy", "rewrite":
		return true
	}
	return false
}

// pairsOf are the pairs of an article, the weightiest first.
func (c *catalogue) pairsOf(id string) []side {
	var list []side
	for _, i := range c.pairsBy[id] {
		list = append(list, sideOf(&c.Pairs[i], id))
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if x, y := weight(a.Pair), weight(b.Pair); x != y {
			return x < y
		}
		x, _ := a.covered()
		y, _ := b.covered()
		return x.All > y.All
	})
	return list
}

// excerpt is the text of a span, "" where the article or the place is unknown.
func (c *catalogue) excerpt(id string, s stemma.Span) string {
	a := c.articles[id]
	if a == nil || s.Start < 0 || s.End > len(a.Text) || s.Start >= s.End {
		return ""
	}
	return a.Text[s.Start:s.End]
}

// spoken is the text of a quote's segments.
func (c *catalogue) spoken(q *stemma.Quote) string {
	var parts []string
	for _, s := range q.Segments {
		if t := c.excerpt(q.Article, s); t != "" {
			parts = append(parts, t)
		}
	}
	if len(parts) == 0 {
		return q.Text
	}
	return strings.Join(parts, " … ")
}
