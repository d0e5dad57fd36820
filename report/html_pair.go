package report

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
)

// pairView is what an article has to do with another one, as a page shows it.
type pairView struct {
	N                   int // number of the source
	Anchor              string
	Verdict             string
	Class               string // alarm, warn or calm
	Relation            string
	Confidence          string
	Self, Other         articleView
	Figures             []figure
	Facts               []fact
	Altered             []alteredView
	Next                []string
	Strip               []blockView // where in the article the passages lie
	Ties                []tieView   // and which of the other's they match
	Rows                []rowView
	Evidence            []evidenceView
	EvidenceLeft        int
	Estimated, Credited bool
	Text                bool // the article stands on the page with its passages marked
}

// articleView is what a page says of an article.
type articleView struct {
	Name, Title, Publisher, Byline, Date, From, NotBefore, SHA256, Lang string
	Words                                                               int
	Warnings, Credits                                                   []string
}

// figure is a number with what it counts.
type figure struct {
	Value, Label string
}

// alteredView is a quote with both its wordings.
type alteredView struct {
	Change      string
	Left, Right []stretch
	Edits       int
}

// blockView is a stretch of a strip, in thousandths of the text.
type blockView struct {
	X, W, Y, H int
	Kind, To   string // class, and the anchor of the passage
	Title      string
}

// tieView joins the blocks of a passage in both articles.
type tieView struct {
	Top, Bottom blockView
	Points      string // of the ribbon between them
}

// rowView is a row of the side by side view: a passage on both sides, or what
// stands between two on one side.
type rowView struct {
	Gap                   bool
	N                     int
	Anchor                string
	Kind, Name, Tag       string
	LeftPlace, RightPlace string
	Left, Right           []stretch
	Words                 int
	Same                  bool // no word differs
	Loose                 bool // most words differ: what is common is marked
}

// evidenceView is the exact text of a span, as a reader can look it up.
type evidenceView struct {
	N                                  int
	Article                            string
	Prefix, Exact, Suffix              string
	Start, End                         int
	OtherArticle                       string
	OtherPrefix, OtherExact, OtherTail string
	OtherStart, OtherEnd               int
}

func (c *catalogue) articleView(id string) articleView {
	a := c.article(id)
	v := articleView{Name: c.name(id), Title: oneLine(a.Title), Publisher: oneLine(a.Publisher), Byline: oneLine(a.Byline),
		Date: dated(a), SHA256: oneLine(a.TextSHA256), Lang: language(a.Language), Words: a.Words}
	if !isUndated(a) {
		v.From = oneLine(a.Published.From)
		if e, l := a.Published.Earliest, a.Published.Latest; e != nil && l != nil && *e == *l {
			v.Date = moment(oneLine(*e))
		}
	}
	if a.NotBefore != nil {
		v.NotBefore = oneLine(*a.NotBefore)
	}
	for _, w := range a.Warnings {
		v.Warnings = append(v.Warnings, oneLine(w))
	}
	for _, k := range a.Credits {
		v.Credits = append(v.Credits, oneLine(k.Agency)+" ("+oneLine(k.From)+")")
	}
	return v
}

// moment writes an instant as people read it.
func moment(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

func verdictClass(s side) string {
	switch verdictStyle(s) {
	case alarm:
		return "alarm"
	case bold:
		return "calm"
	}
	return "warn"
}

// pairView gathers all that a page shows of a pair. Anchors begin with prefix.
func (c *catalogue) pairView(s side, n int, prefix string) pairView {
	if prefix == "pair" { // neither article is the reader's own
		named := *c
		named.this, named.that = c.name(s.self), c.name(s.other)
		c = &named
	}
	v := pairView{N: n, Anchor: prefix + "-" + strconv.Itoa(n), Verdict: c.verdict(s), Class: verdictClass(s),
		Relation: c.relation(s), Confidence: oneLine(s.Confidence), Self: c.articleView(s.self), Other: c.articleView(s.other),
		Estimated: s.Estimated, Credited: s.Credited != nil, Text: prefix != "pair"}
	if prefix == "pair" {
		v.Verdict = c.this + ": " + v.Verdict
	}
	v.Figures = c.figures(s)
	v.Facts = c.facts(s)
	for _, x := range c.alterations(s.self, s.other) {
		l, r := compareWords(oneLineKeep(x.from), oneLineKeep(x.to))
		v.Altered = append(v.Altered, alteredView{changeText(x.change), cleanStretches(fold(l, 8)), cleanStretches(fold(r, 8)), x.edits})
	}
	if next := c.next(s); next != "" {
		v.Next = strings.Split(next, "; ")
	}
	c.addRows(&v, s)
	return v
}

// figures are the headline numbers: shares both ways, runs in words.
func (c *catalogue) figures(s side) []figure {
	self, other := s.covered()
	a, b := s.contained()
	var list []figure
	if reuse(s.Pair) || self.All > 0 || other.All > 0 {
		list = append(list, figure{percent(self.All), "of " + c.this + " has its match in " + c.name(s.other)},
			figure{percent(other.All), "of " + c.name(s.other) + " has its match in " + c.this})
	}
	if reuse(s.Pair) {
		list = append(list, figure{percent(self.Verbatim), "of " + c.this + " word for word"})
	}
	if reuse(s.Pair) && s.LongestRunOwnVoice == s.LongestRun {
		list = append(list, figure{thousands(s.LongestRun), "words in a row, none of them quoted"})
	} else {
		list = append(list, figure{thousands(s.LongestRun), "words in a row"})
		if reuse(s.Pair) {
			list = append(list, figure{thousands(s.LongestRunOwnVoice), "words in a row outside quotation marks"})
		}
	}
	if reuse(s.Pair) {
		list = append(list, figure{strings.TrimSuffix(percent(a), " %") + " / " + percent(b), "of the shingles of " + count(shingleWords(c.Result), "word", "words") + ", both ways"})
	}
	return list
}

// facts are the lines of the verdict: why, evidence, order, direction.
func (c *catalogue) facts(s side) []fact {
	var list []fact
	put := func(label string, texts ...string) {
		if len(texts) > 0 {
			list = append(list, fact{label, texts})
		}
	}
	if run := oneLine(c.ownRun(s)); run != "" && reuse(s.Pair) {
		put("Own words", fmt.Sprintf("%d in a row: “%s”", s.LongestRunOwnVoice, cut(run, 400)))
	}
	var why, signs []string
	for _, r := range s.Reasons {
		why = append(why, oneLine(r.Text))
	}
	put("Why", why...)
	if s.Direction != nil {
		for _, e := range s.Direction.Evidence {
			signs = append(signs, oneLine(e.Text))
		}
	}
	put("Evidence", signs...)
	here, there := turned(c, s)
	var quotes []string
	if here > 0 {
		quotes = append(quotes, turnedText(here)+" in "+c.this+" as reported speech")
	}
	if there > 0 {
		quotes = append(quotes, turnedText(there)+" in "+c.that+" as reported speech")
	}
	if list := c.alterations(s.self, s.other); len(list) > 0 {
		quotes = append(quotes, fmt.Sprintf("%d altered in %s: %s", len(list), c.this, alteredText(list)))
	}
	put("Quotes", quotes...)
	if s.Credited != nil {
		put("Credit", c.name(s.Credited.On)+" credits "+oneLine(s.Credited.By)+" ("+oneLine(s.Credited.From)+")")
	}
	put("Order", capital(c.orderText(s)))
	if d := c.directionText(s); d != "" {
		put("Direction", capital(d))
	}
	return list
}

// capital begins a sentence in upper case, unless it begins with the name of an
// article.
func capital(s string) string {
	switch first, _, _ := strings.Cut(s, " "); first {
	case "this", "not", "both":
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// cleanStretches makes stretches safe for a page.
func cleanStretches(list []stretch) []stretch {
	out := make([]stretch, len(list))
	for i, s := range list {
		out[i] = stretch{webText(s.text), s.changed}
	}
	return out
}

// Text and Changed show a stretch to the templates.
func (s stretch) Text() string  { return s.text }
func (s stretch) Changed() bool { return s.changed }

const (
	webPassages = 200 // of a pair
	webGapWords = 60  // of what stands between two passages, at either end
)

// addRows adds the side by side rows, the strips and the evidence.
func (c *catalogue) addRows(v *pairView, s side) {
	text, otherText := c.article(s.self).Text, c.article(s.other).Text
	if text == "" {
		return
	}
	list := append([]stemma.Passage(nil), s.Passages...)
	sort.SliceStable(list, func(i, j int) bool {
		a, _ := s.spans(list[i].A, list[i].B)
		b, _ := s.spans(list[j].A, list[j].B)
		return a.Start < b.Start
	})
	at := frontMatter(text)
	for i, p := range list {
		self, other := s.spans(p.A, p.B)
		to := v.Anchor + "-" + strconv.Itoa(i+1)
		v.Strip = append(v.Strip, blockOf(self, len(text), p.Kind, to))
		v.Ties = append(v.Ties, tie(blockOf(self, len(text), p.Kind, to), blockOf(other, len(otherText), p.Kind, to)))
		a, b := c.excerpt(s.self, self), c.excerpt(s.other, other)
		if i >= webPassages || a == "" || b == "" {
			v.EvidenceLeft++
			continue
		}
		if self.Start > at {
			v.gap(text[at:self.Start])
		}
		at = max(at, self.End)
		v.Rows = append(v.Rows, c.row(v, s, p.Kind, i+1, a, b, self, other))
		v.Evidence = append(v.Evidence, c.evidence(s, i+1, self, other))
	}
	if len(list) > 0 && at < len(text) {
		v.gap(text[at:])
	}
}

// gap adds what stands between two passages.
func (v *pairView) gap(text string) {
	words := strings.Fields(text)
	n := len(article.Tokens(text, nil))
	if n == 0 {
		return
	}
	shown := strings.Join(words, " ")
	if len(words) > 2*webGapWords {
		shown = strings.Join(words[:webGapWords], " ") + " ⋯ " + strings.Join(words[len(words)-webGapWords:], " ")
	}
	v.Rows = append(v.Rows, rowView{Gap: true, Left: []stretch{{webText(shown), false}}, Words: n})
}

func (c *catalogue) row(v *pairView, s side, kind string, n int, a, b string, self, other stemma.Span) rowView {
	left, right := compareWords(oneLineKeep(a), oneLineKeep(b))
	same := changedWords(left)+changedWords(right) == 0
	restated := mostlyChanged(left) || mostlyChanged(right)
	if restated {
		left, right = loose(left), loose(right)
	}
	la, ca := c.lineOf(s.self, self.Start)
	lb, cb := c.lineOf(s.other, other.Start)
	return rowView{N: n, Anchor: v.Anchor + "-" + strconv.Itoa(n), Kind: kindClass(kind), Name: kindName(kind), Tag: tagOf(kind),
		LeftPlace: fmt.Sprintf("line %d:%d", la, ca), RightPlace: fmt.Sprintf("line %d:%d", lb, cb),
		Left: cleanStretches(left), Right: cleanStretches(right), Words: len(article.Tokens(a, nil)),
		Same: same, Loose: restated}
}

// blockOf is a span as a block of a strip. The more literal, the higher: the
// height says what the colour says.
func blockOf(s stemma.Span, size int, kind, to string) blockView {
	if size == 0 {
		return blockView{}
	}
	h := []int{20, 15, 10, 6}[literal(kind)]
	x := s.Start * 1000 / size
	return blockView{X: x, W: max(2, s.End*1000/size-x), Y: 20 - h, H: h, Kind: kindClass(kind), To: to, Title: kindName(kind)}
}

// The ribbon's picture: a bar for each article, the ribbons between them.
const (
	tieBar  = 20
	tieHigh = 88
)

func tie(top, bottom blockView) tieView {
	bottom.Y = tieHigh - tieBar
	t := tieView{Top: top, Bottom: bottom}
	t.Points = fmt.Sprintf("%d,%d %d,%d %d,%d %d,%d", top.X, tieBar, top.X+top.W, tieBar, bottom.X+bottom.W, tieHigh-tieBar, bottom.X, tieHigh-tieBar)
	return t
}

// evidence is a passage as a text quote selector: the exact text with what
// stands before and after it.
func (c *catalogue) evidence(s side, n int, self, other stemma.Span) evidenceView {
	p, x, t := around(c.article(s.self).Text, self)
	q, y, u := around(c.article(s.other).Text, other)
	return evidenceView{n, c.name(s.self), p, x, t, self.Start, self.End, c.name(s.other), q, y, u, other.Start, other.End}
}

func around(text string, s stemma.Span) (prefix, exact, suffix string) {
	const near = 32
	from, to := max(0, s.Start-near), min(len(text), s.End+near)
	for from > 0 && from < len(text) && text[from]&0xc0 == 0x80 {
		from--
	}
	for to < len(text) && text[to]&0xc0 == 0x80 {
		to++
	}
	return webText(text[from:s.Start]), webText(text[s.Start:s.End]), webText(text[s.End:to])
}
