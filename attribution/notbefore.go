package attribution

import (
	"strings"
	"time"

	"github.com/stemma-news/stemma/article"
)

// Proof is the newest date that a text proves: it cannot be older than that.
type Proof struct {
	// Day is the calendar day; a month gives its first, a year 1 January.
	Day time.Time
	// Span is where the text says so.
	Span article.Span
}

// NotBefore returns the newest date that the article's own text proves, false
// where it holds no year. Dates of embedded posts and of things that happened
// count; what is announced for later does not, nor does page furniture. A year
// alone counts where its sentence is in the past tense and not about an
// election to come. A day without a year takes the year that brings it nearest
// to the newest date of the text that has one, if that is not far. Linear in
// the text.
func NotBefore(b *article.Body) (Proof, bool) {
	n := proofSearch{b: b}
	for _, p := range b.Posts {
		if !p.Date.Earliest.IsZero() && p.Date.Known() {
			// The middle of a day whose zone is unknown is that day.
			middle := p.Date.Earliest.Add(p.Date.Latest.Sub(p.Date.Earliest) / 2)
			n.offer(middle.Truncate(24*time.Hour), p.Span)
		}
	}
	dates := article.FindDates(b.Article.Text, b.Article.Skip)
	var open, years []article.DatedSpan // days without a year, years alone
	s, f, furniture := 0, 0, mergeSpans(append([]article.Span{}, b.Furniture...))
	for _, d := range dates {
		for f < len(furniture) && furniture[f].End <= d.Start {
			f++
		}
		if f < len(furniture) && furniture[f].Start < d.End {
			continue
		}
		for s < len(b.Sentences) && b.Sentences[s].End <= d.Start {
			s++
		}
		inside := s < len(b.Sentences) && b.Sentences[s].Start < d.End
		if inside {
			n.enter(s)
			n.reach(d)
		}
		if inside && n.announced(d) {
			continue
		}
		switch {
		case d.Year > 0 && d.Month > 0:
			n.offer(time.Date(d.Year, d.Month, max(d.Day, 1), 0, 0, 0, 0, time.UTC), d.Span)
		case d.Year > 0 && inside && n.happened(d, false):
			years = append(years, d)
		case d.Year == 0 && d.Day > 0 && inside && n.happened(d, true):
			open = append(open, d)
		}
	}
	if newest := n.best.Day; n.found {
		for _, d := range open {
			if day := nearestYear(newest, d); day.Sub(newest) <= nearEnough {
				n.offer(day, d.Span)
			}
		}
	}
	for _, d := range years {
		n.offer(time.Date(d.Year, 1, 1, 0, 0, 0, 0, time.UTC), d.Span)
	}
	return n.best, n.found
}

// nearEnough is how much later than the newest full date a day without a year
// may be: a story that runs over a season, not the season of another year.
const nearEnough = 100 * 24 * time.Hour

// proofSearch walks over the dates of a text and keeps the newest that counts.
// What the words of a sentence say of its dates is gathered once, since a line
// of numbers may hold thousands.
type proofSearch struct {
	b     *article.Body
	best  Proof
	found bool

	sentence article.Sentence
	known    bool // a sentence has been entered
	says     tense
	at       int // first token of the sentence that does not begin before the date
}

// tense is what the words of a sentence tell of the time of its dates.
type tense struct {
	future   int // words of the future
	election bool
	effect   bool
	past     bool // a plain verb of the past
	ended    bool // any word in -ed
}

// enter gathers what a sentence says, once.
func (n *proofSearch) enter(s int) {
	if n.known && n.sentence == n.b.Sentences[s] {
		return
	}
	n.sentence, n.known, n.says = n.b.Sentences[s], true, tense{}
	n.at = n.sentence.First
	for _, t := range n.b.Tokens[n.sentence.First:n.sentence.Last] {
		if n.isFuture(t) {
			n.says.future++
		}
		n.says.election = n.says.election || electionWords.Has(t.Hash)
		n.says.effect = n.says.effect || effectWords.Has(t.Hash)
		n.says.past = n.says.past || pastVerbs.Has(t.Hash)
		n.says.ended = n.says.ended || len(t.Word) > 4 && strings.HasSuffix(t.Word, "ed")
	}
}

// reach moves to a date of the sentence; dates come in their order.
func (n *proofSearch) reach(d article.DatedSpan) {
	for n.at < n.sentence.Last && n.b.Tokens[n.at].Start < d.Start {
		n.at++
	}
}

func (n *proofSearch) isFuture(t article.Token) bool {
	return futureWords.Has(t.Hash) && !(t.Word == "may" && upperStart(n.b.Article.Text, t.Start))
}

// offer takes a day that is newer than the best so far, unless the article was
// published before it: then the text speaks of the future.
func (n *proofSearch) offer(day time.Time, at article.Span) {
	if latest := n.b.Article.Published.Latest; !latest.IsZero() && day.After(latest) {
		return
	}
	if !n.found || day.After(n.best.Day) {
		n.best, n.found = Proof{day, at}, true
	}
}

// nearestYear is the day in the year that brings it nearest to the reference.
func nearestYear(reference time.Time, d article.DatedSpan) time.Time {
	var best time.Time
	least := time.Duration(1<<63 - 1)
	for y := reference.Year() - 1; y <= reference.Year()+1; y++ {
		day := time.Date(y, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		if gap := day.Sub(reference).Abs(); gap < least {
			best, least = day, gap
		}
	}
	return best
}

// futureWords make the dates of a sentence announced ones.
var futureWords = article.NewWordFilter(`will shall would scheduled expected expects expect plans planned planning plan upcoming slated
	anticipated anticipates forecast forecasts projected projects intends tomorrow proposed proposes hopes aims target targets expire expires
	going could may might should can deadline wont`)

// electionWords go with years to come.
var electionWords = article.NewWordFilter(`election elections presidential president campaign campaigns race races candidate candidates
	contender contenders run running nomination nominee nominees cycle midterm midterms census budget senate democrats democratic
	democrat republican republicans gop primary primaries caucus caucuses reelection ballot voters field hopefuls bid fiscal`)

// happened reports a date in a sentence in the past tense that speaks of no
// election. For a year alone the verb must be plain and "in" or "since" stand
// before it: "signed a law to take effect in 2014" is no past.
func (n *proofSearch) happened(d article.DatedSpan, anyVerb bool) bool {
	if n.says.election {
		return false
	}
	if anyVerb {
		return n.says.past || n.says.ended
	}
	if n.says.effect || !n.says.past || n.at == n.sentence.First || n.at == n.sentence.Last || n.b.Tokens[n.at].Start != d.Start {
		return false
	}
	switch n.b.Tokens[n.at-1].Word {
	case "in", "since", "during":
		return true
	}
	return false
}

var (
	pastVerbs   = article.NewWordFilter(`was were had did since became began took made won lost fell rose came went killed died founded opened closed`)
	effectWords = article.NewWordFilter(`effect take start end ends begin beginning starting`)
)

// untilWords before a date make it a limit.
var untilWords = article.NewWordFilter(`by until till through before to beyond than from`)

// announced reports a date of something that the text does not say happened:
// a word of the future in its sentence, or a limit right before it.
func (n *proofSearch) announced(d article.DatedSpan) bool {
	future := n.says.future
	for k := n.at; k < n.sentence.Last && n.b.Tokens[k].Start < d.End; k++ {
		if n.isFuture(n.b.Tokens[k]) { // of the date itself
			future--
		}
	}
	if future > 0 {
		return true
	}
	if n.at == n.sentence.First {
		return false
	}
	previous := n.b.Tokens[n.at-1]
	return previous.End <= d.Start && untilWords.Has(previous.Hash) && (previous.Word != "from" || d.Month == 0)
}

func upperStart(text string, i int) bool { return text[i] >= 'A' && text[i] <= 'Z' }
