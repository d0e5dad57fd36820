package stemma

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// ledgerScope says which quotes a result lists.
type ledgerScope bool

const (
	everyQuote ledgerScope = true
	sharedOnly ledgerScope = false // those of utterances that two articles carry
)

// joinQuotes joins the quotes of all articles into utterances. With drafts, those
// that none of these carries may lack who reports them.
func (e *engine) joinQuotes(drafts []string) []attribution.Utterance {
	carriers := make([]attribution.Carrier, 0, len(e.digests))
	for i := range e.digests {
		carriers = append(carriers, e.digests[i].carrier)
	}
	return attribution.JoinFor(carriers, setOf(drafts))
}

// setOf is nil where the list is.
func setOf(ids []string) map[string]bool {
	if ids == nil {
		return nil
	}
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// addLedger lists the utterances. With drafts, only those that one of these
// carries are listed.
func (e *engine) addLedger(r *Result, scope ledgerScope, joined []attribution.Utterance) {
	e.listUtterances(r, scope, joined)
	e.addReported(r)
}

// listUtterances lists the utterances and their quotes.
func (e *engine) listUtterances(r *Result, scope ledgerScope, joined []attribution.Utterance) {
	drafts := setOf(r.Drafts)
	listed := map[string]bool{}
	for _, u := range joined {
		if scope == everyQuote || carriedTwice(u, drafts) {
			listed[u.ID] = true
			r.Utterances = append(r.Utterances, utteranceOf(u))
		}
	}
	for i := range e.digests {
		for _, q := range e.digests[i].carrier.Quotes {
			if scope == everyQuote || listed[q.Utterance] {
				r.Quotes = append(r.Quotes, quoteOf(q))
			}
		}
	}
}

// addReported shows in the pairs where a quote of one article stands as reported
// speech in the other, unless a passage shows that stretch already.
func (e *engine) addReported(r *Result) {
	reported := e.reportedIn(r.Utterances)
	for i := range r.Pairs {
		e.showReported(&r.Pairs[i], reported)
	}
}

// reportedIn are the passages of reported speech by the two articles.
func (e *engine) reportedIn(utterances []Utterance) map[[2]string][]Passage {
	spans := map[string]Span{}
	for _, u := range utterances {
		for _, s := range u.Reported {
			spans[s.Quote] = Span{}
		}
	}
	for i := range e.digests {
		for _, q := range e.digests[i].carrier.Quotes {
			if _, asked := spans[q.ID]; asked {
				spans[q.ID] = Span{Start: q.Segments[0].Start, End: q.Segments[len(q.Segments)-1].End}
			}
		}
	}
	reported := map[[2]string][]Passage{}
	for _, u := range utterances {
		for _, s := range u.Reported {
			here, there := s.Article, articleOfQuote(s.Quote)
			p := Passage{Kind: similarity.Reported, A: Span{Start: s.Start, End: s.End}, B: spans[s.Quote], Parts: []Part{}}
			if here > there {
				here, there = there, here
				p.A, p.B = p.B, p.A
			}
			reported[[2]string{here, there}] = append(reported[[2]string{here, there}], p)
		}
	}
	return reported
}

// showReported is addReported for one pair.
func (e *engine) showReported(p *Pair, reported map[[2]string][]Passage) {
	added := false
	for _, x := range reported[[2]string{p.A, p.B}] {
		if !shown(p.Passages, x) {
			p.Passages = append(p.Passages, x)
			added = true
		}
	}
	if !added {
		return
	}
	slices.SortStableFunc(p.Passages, func(x, y Passage) int {
		return cmp.Or(cmp.Compare(x.A.Start, y.A.Start), cmp.Compare(x.B.Start, y.B.Start))
	})
	p.ACovered = covered(e.desk.take(e.archive.byID[p.A]), p.Passages, func(x Passage) Span { return x.A })
	p.BCovered = covered(e.desk.take(e.archive.byID[p.B]), p.Passages, func(x Passage) Span { return x.B })
}

// shown reports whether a passage covers half of x on both sides.
func shown(passages []Passage, x Passage) bool {
	return slices.ContainsFunc(passages, func(p Passage) bool {
		return 2*p.A.Overlap(x.A) >= x.A.Len() && 2*p.B.Overlap(x.B) >= x.B.Len()
	})
}

// carriedTwice reports whether two articles carry the utterance, in marks or as
// reported speech, one of them a draft where there are drafts.
func carriedTwice(u attribution.Utterance, drafts map[string]bool) bool {
	var carriers []string
	for _, w := range u.Wordings {
		carriers = append(carriers, articleOfQuote(w.Quote))
	}
	for _, s := range u.Reported {
		carriers = append(carriers, s.Article)
	}
	several := slices.ContainsFunc(carriers, func(c string) bool { return c != carriers[0] })
	asked := len(drafts) == 0 || slices.ContainsFunc(carriers, func(c string) bool { return drafts[c] })
	return several && asked
}

// utteranceOf writes an utterance as results have it.
func utteranceOf(u attribution.Utterance) Utterance {
	return Utterance{
		ID: u.ID, Text: u.Text, Speaker: u.Speaker, Via: append([]Voice{}, u.Via...),
		Wordings: append([]Wording{}, u.Wordings...), Reported: append([]Reported{}, u.Reported...),
		Origin: UtteranceOrigin{
			Kind: u.Origin.Kind, Outlet: u.Origin.Outlet, Handle: u.Origin.Handle, Date: optional(u.Origin.Date),
			NamedBy: append([]string{}, u.Origin.NamedBy...), Conflict: u.Origin.Conflict,
			InArchive: u.Origin.InArchive, Article: u.Origin.Article,
		},
		First: u.First,
	}
}

// articleOfQuote is the id of the article that a quote's id begins with.
func articleOfQuote(quote string) string {
	return quote[:max(0, strings.LastIndexByte(quote, '#'))]
}
