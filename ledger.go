package stemma

import (
	"slices"
	"strings"

	"github.com/stemma-news/stemma/attribution"
)

// ledgerScope says which quotes a result lists.
type ledgerScope bool

const (
	everyQuote ledgerScope = true
	sharedOnly ledgerScope = false // those of utterances that two articles carry
)

// addLedger joins the quotes of all articles into utterances. With drafts, only
// utterances that one of these carries are listed.
func (e *engine) addLedger(r *Result, scope ledgerScope) {
	carriers := make([]attribution.Carrier, 0, len(e.digests))
	for i := range e.digests {
		carriers = append(carriers, e.digests[i].carrier)
	}
	drafts := make(map[string]bool, len(r.Drafts))
	for _, d := range r.Drafts {
		drafts[d] = true
	}
	listed := map[string]bool{}
	for _, u := range attribution.Join(carriers) {
		if scope == everyQuote || carriedTwice(u, drafts) {
			listed[u.ID] = true
			r.Utterances = append(r.Utterances, utteranceOf(u))
		}
	}
	for _, c := range carriers {
		for _, q := range c.Quotes {
			if scope == everyQuote || listed[q.Utterance] {
				r.Quotes = append(r.Quotes, quoteOf(q))
			}
		}
	}
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
	out := Utterance{
		ID: u.ID, Text: u.Text, Via: make([]Voice, 0, len(u.Via)),
		Wordings: make([]Wording, 0, len(u.Wordings)), Reported: make([]Reported, 0, len(u.Reported)),
		Origin: UtteranceOrigin{
			Kind: u.Origin.Kind, Outlet: u.Origin.Outlet, Handle: u.Origin.Handle, Date: optional(u.Origin.Date),
			NamedBy: append([]string{}, u.Origin.NamedBy...), Conflict: u.Origin.Conflict,
			InArchive: u.Origin.InArchive, Article: u.Origin.Article,
		},
		First: First{Articles: append([]string{}, u.First.Articles...), Provable: u.First.Provable, Why: u.First.Why},
	}
	if u.Speaker != nil {
		out.Speaker = &Voice{u.Speaker.Name, u.Speaker.Mention}
	}
	for _, v := range u.Via {
		out.Via = append(out.Via, Voice{v.Name, v.Mention})
	}
	for _, w := range u.Wordings {
		out.Wordings = append(out.Wordings, Wording{Quote: w.Quote, Change: w.Change, Edits: w.Edits, Against: w.Against})
	}
	for _, s := range u.Reported {
		out.Reported = append(out.Reported, Reported{Article: s.Article, Start: s.Start, End: s.End, Quote: s.Quote})
	}
	return out
}

// articleOfQuote is the id of the article that a quote's id begins with.
func articleOfQuote(quote string) string {
	return quote[:max(0, strings.LastIndexByte(quote, '#'))]
}
