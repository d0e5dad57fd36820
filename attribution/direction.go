package attribution

import (
	"fmt"
	"time"

	"github.com/stemma-news/stemma/article"
)

// The kinds of a direction.
const (
	Follows      = "follows"
	CommonSource = "common-source"
	Undetermined = "undetermined"
)

// Order is what dates or a credit prove about who was first.
type Order struct {
	First string `json:"first"` // id of the article
	Why   string `json:"why"`
}

// Direction is an inference about descent, with its evidence. From and To are
// ids, Source a name; empty where the kind has none.
type Direction struct {
	Kind       string     `json:"kind"`
	From       string     `json:"from"`
	To         string     `json:"to"`
	Source     string     `json:"source"`
	Confidence string     `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
}

// Evidence is one sign of descent, or against it, with the places that show it.
type Evidence struct {
	Code  string  `json:"code"`
	Text  string  `json:"text"`
	Spans []Place `json:"spans"`
}

// Place is a span of an article.
type Place struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

// When is when an article was published, as far as its metadata, the proof of
// NotBefore, nil where there is none, and the time at which somebody first held
// it tell. A zero bound is unknown.
func When(a *article.Article, proof *Proof) article.Interval {
	i := a.Published
	if i.Earliest.IsZero() && proof != nil {
		i.Earliest, i.From = proof.Day.Add(-14*time.Hour), "not_before"
	}
	if i.Latest.IsZero() {
		i.Latest = a.FirstSeen.Latest
		if !i.Latest.IsZero() && i.From == "" {
			i.From = "first_seen"
		}
	}
	return i
}

// before reports that a was provably published before b. Times without a zone
// compare as written where one clock wrote both: one outlet, or one file.
func before(a, b *article.Article, wa, wb article.Interval) bool {
	if wa.Before(wb) {
		return true
	}
	if wa.Zoned || wb.Zoned || !wa.Known() || !wb.Known() || !oneClock(a, b) {
		return false
	}
	// An interval without a zone is its wall-clock time widened by the zones
	// of the world: 14 hours before, 12 behind.
	end, start := wa.Latest.Add(-12*time.Hour), wb.Earliest.Add(14*time.Hour)
	// A day ends where the next begins; an instant does not precede itself.
	day := wa.Latest.Sub(wa.Earliest) > 26*time.Hour
	return end.Before(start) || day && end.Equal(start)
}

func oneClock(a, b *article.Article) bool {
	return sameOutlet(a, b) || a.Publisher == "" && b.Publisher == "" && a.Path == b.Path && a.Published.Written != "" && b.Published.Written != ""
}

// Precedes is the order of two articles, nil where neither dates nor a credit
// prove one. The intervals are those of When, or better ones.
func Precedes(a, b *Profile, wa, wb article.Interval) *Order {
	x, y := a.Body.Article, b.Body.Article
	switch {
	case before(x, y, wa, wb):
		return &Order{First: x.ID, Why: "dates"}
	case before(y, x, wb, wa):
		return &Order{First: y.ID, Why: "dates"}
	}
	ab, _ := credits(a, b)
	ba, _ := credits(b, a)
	switch {
	case ab && !ba:
		return &Order{First: y.ID, Why: "credit"}
	case ba && !ab:
		return &Order{First: x.ID, Why: "credit"}
	}
	return nil
}

// Direct infers which of two articles follows the other. It is nil where the
// relation is none of reuse. Evidence counts for a direction only where it does
// not also fit a common source: that the facts and quotes of one are a part of
// the other's is not enough where the shorter has facts of its own, and dates
// alone never are, but between two states of one article.
//
// Measured on relations-dev, rewrites-dev and the cases of testdata together,
// right of called: a credit that names the other 13 of 14; with credits masked,
// dates of two states of one article 21 of 21, quotes downstream with dates 50 of
// 50, without 51 of 51, entries of a running report 2 of 2. Called for 71 of the 101
// dated descents, for 11 of the 30 undated, and for 53 of all 131 with their dates
// taken out; real pairs without dates are cuts of one agency's copy as a rule, of
// which only running reports tell.
func Direct(a, b *Profile, wa, wb article.Interval, r Relation) *Direction {
	if !r.IsReuse() {
		return nil
	}
	d := directing{a: a, b: b, r: r, out: &Direction{Kind: Undetermined, Confidence: Low, Evidence: []Evidence{}}}
	d.order = Precedes(a, b, wa, wb)
	p := comparePair(a, b)
	d.sa, d.sb = p.sides()
	d.infer(r)
	return d.out
}

type directing struct {
	a, b   *Profile
	r      Relation
	sa, sb side
	order  *Order
	out    *Direction
}

func (d *directing) say(code string, places []Place, format string, args ...any) {
	if places == nil {
		places = []Place{}
	}
	d.out.Evidence = append(d.out.Evidence, Evidence{code, fmt.Sprintf(format, args...), places})
}

// follow sets the direction from one article to the other.
func (d *directing) follow(from, to *Profile, confidence string) {
	d.out.Kind, d.out.Confidence = Follows, confidence
	d.out.From, d.out.To = from.Body.Article.ID, to.Body.Article.ID
}

// first reports that dates prove from to be the earlier one, and last that
// they prove the opposite.
func (d *directing) first(from *Profile) bool {
	return d.order != nil && d.order.Why == "dates" && d.order.First == from.Body.Article.ID
}

func (d *directing) infer(r Relation) {
	if d.byCredit() || d.byEntries() {
		return
	}
	if r.Version || r.SameOutlet || oneClock(d.a.Body.Article, d.b.Body.Article) && commonAgency(d.a, d.b) != "" {
		d.byDates(r.Version)
		return
	}
	if source := commonAgency(d.a, d.b); source != "" {
		d.out.Kind, d.out.Source, d.out.Confidence = CommonSource, source, Medium
		d.say("common-credit", creditPlaces(source, d.a, d.b), "both credit %s", source)
		return
	}
	if d.byQuotes(d.a, d.b, d.sa, d.sb) || d.byQuotes(d.b, d.a, d.sb, d.sa) {
		return
	}
	d.undecided()
}

// byCredit: one names the other's outlet as a source and not the reverse.
func (d *directing) byCredit() bool {
	ab, at := credits(d.a, d.b)
	ba, bt := credits(d.b, d.a)
	if ab == ba {
		return false
	}
	from, to, span := d.b, d.a, at
	if ba {
		from, to, span = d.a, d.b, bt
	}
	if d.first(to) {
		d.say("dates-against", nil, "%s credits %s but was published before it", to.Body.Article.ID, from.Body.Article.ID)
		return false
	}
	d.say("credit", []Place{{to.Body.Article.ID, span.Start, span.End}}, "%s names %s", to.Body.Article.ID, from.Body.Article.Publisher)
	d.follow(from, to, High)
	if d.first(from) {
		d.say("dates", nil, "%s was published first", from.Body.Article.ID)
	}
	return true
}

// byDates: two states of one article stand in the order of their dates, and so
// do two articles of one outlet within the hours of a running story. Days apart
// an outlet takes standing paragraphs from anywhere.
func (d *directing) byDates(version bool) {
	from, to := d.a, d.b
	exact := func(p *Profile) bool {
		i := p.Body.Article.Published
		return i.Known() && i.Latest.Sub(i.Earliest) <= 26*time.Hour
	}
	if d.first(d.b) {
		from, to = d.b, d.a
	}
	if !d.first(from) || !version && (!exact(from) || !exact(to)) {
		d.undecided()
		return
	}
	d.say("dates", nil, "one outlet published %s before %s", from.Body.Article.ID, to.Body.Article.ID)
	d.follow(from, to, Medium)
}

// The measures of a follower: what it quotes is a part of what the source
// quotes, and few of its facts are its own. Two reporters, or two followers of
// one source, each keep some that the other leaves out. Right of called, on
// relations-dev, rewrites-dev and the cases of testdata with credits and dates
// taken out: few facts alone or many quotes 42 of 42, a quote told as reported
// speech 9 of 9 more. Refused: a rounded number (roundings) in its place, 4 of 6
// more; quotes cut short, 5 of 7; words like "nearly" and "about" on one side, 34
// downstream and 15 upstream; a score of at least .85, which changes nothing.
const (
	foreignQuoted = .12 // share of its quoted words that the source may lack
	spareQuoted   = 12  // words of quotes that only the source has
	enoughFacts   = 6   // sentences with facts: that none of three is its own says little
	ownFacts      = .10 // share of facts of its own that vetoes a follower
	ownFactsTold  = .25 // the same where it tells a quote as reported speech
	leastQuoted   = 24  // words of quotes in the follower that tell by themselves
	ownFactsQuote = .15 // the same where it quotes so many
	// The same where dates prove the source to be older, without and with one of
	// the two.
	ownFactsDated     = .15
	ownFactsDatedSign = .35
	factsBeside       = .10 // by which its share may be above that of the source
)

// byQuotes: what the follower quotes stands in the source, which quotes more,
// and the follower has few facts of its own and gives no number more exactly.
func (d *directing) byQuotes(from, to *Profile, up, down side) bool {
	if float64(down.onlyQuote) > foreignQuoted*float64(down.quoted)+2 || up.onlyQuote < spareQuoted ||
		d.first(to) || down.facts < enoughFacts || down.only > up.only+factsBeside {
		return false
	}
	first := d.first(from)
	retold := len(up.retold) > 0 && len(down.retold) == 0
	rounded, exact := roundings(from, to), roundings(to, from)
	if down.only > ownFactsLimit(first, retold, down.quoted >= leastQuoted) || len(exact) > len(rounded) {
		d.say("own-facts", nil, "%s has facts that the other lacks", to.Body.Article.ID)
		return false
	}
	d.say("quotes-subset", nil, "what %s quotes stands in %s, which quotes %d words more", to.Body.Article.ID, from.Body.Article.ID, up.onlyQuote)
	if retold {
		d.say("quotes-reported", retoldPlaces(from, to, up.retold), "%s of %s told in %s as reported speech", counted(len(up.retold), "quote"), from.Body.Article.ID, to.Body.Article.ID)
	}
	for _, r := range rounded {
		d.say("rounded", []Place{r.exact, r.rounded}, "%s gives %s, %s rounds it to %s", from.Body.Article.ID, r.exact.in(from), to.Body.Article.ID, r.rounded.in(to))
	}
	confidence := Medium
	switch {
	case first:
		d.say("dates", nil, "%s was published first", from.Body.Article.ID)
	case down.only > ownFacts:
		confidence = Low
	}
	d.follow(from, to, confidence)
	return true
}

// ownFactsLimit is the share of facts of its own from which a text follows no
// other: told is a quote that it tells as reported speech, quotes that it quotes
// much.
func ownFactsLimit(dated, told, quotes bool) float64 {
	switch {
	case dated && (told || quotes):
		return ownFactsDatedSign
	case dated:
		return ownFactsDated
	case told:
		return ownFactsTold
	case quotes:
		return ownFactsQuote
	}
	return ownFacts
}

// retoldPlaces are the quotes of one article and the sentences of the other
// that tell them.
func retoldPlaces(from, to *Profile, retold []retelling) []Place {
	var places []Place
	for _, r := range retold {
		s := to.sentences[r.sentence]
		places = append(places, from.place(r.quote), to.place(run{s.first, s.last}))
	}
	return places
}

// place is where the words of a run stand.
func (p *Profile) place(r run) Place {
	t := p.Body.Tokens
	return Place{p.Body.Article.ID, t[p.token[r.first]].Start, t[p.token[r.last-1]].End}
}

// in is the text of a place.
func (p Place) in(x *Profile) string { return x.Body.Article.Text[p.Start:p.End] }

// undecided names what there is.
func (d *directing) undecided() {
	if d.order != nil {
		d.say("order", nil, "%s was published first; that alone shows no descent", d.order.First)
	}
}

// commonAgency is the agency that both credit, "" for none.
func commonAgency(a, b *Profile) string {
	for _, x := range a.Credits {
		for _, y := range b.Credits {
			if x.Agency == y.Agency {
				return x.Agency
			}
		}
	}
	return ""
}

func creditPlaces(agency string, sides ...*Profile) []Place {
	places := []Place{}
	for _, p := range sides {
		for _, c := range p.Credits {
			if c.Agency == agency && c.Span != nil {
				places = append(places, Place{p.Body.Article.ID, c.Span.Start, c.Span.End})
				break
			}
		}
	}
	return places
}
