package stemma

import (
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// addDirection says what proves an order and what speaks for a descent.
func (e *engine) addDirection(p *Pair, a, b *subject, relation attribution.Relation) {
	wa, wb := a.when, b.when
	if e.drafts[a.article.ID] != e.drafts[b.article.ID] {
		wa, wb = beforeDraft(wa, e.drafts[a.article.ID]), beforeDraft(wb, e.drafts[b.article.ID])
	}
	if o := attribution.Precedes(a.profile, b.profile, wa, wb); o != nil {
		p.Order = o
		if e.drafts[a.article.ID] != e.drafts[b.article.ID] && o.Why == "dates" {
			o.Why = "draft"
		}
	}
	d := attribution.Direct(a.profile, b.profile, wa, wb, relation)
	if d == nil {
		return
	}
	p.Direction = &Direction{Kind: d.Kind, From: d.From, To: d.To, Source: d.Source, Confidence: d.Confidence, Evidence: make([]Evidence, 0, len(d.Evidence))}
	for _, x := range d.Evidence {
		out := Evidence{Code: x.Code, Text: x.Text, Spans: make([]Place, 0, len(x.Spans))}
		for _, s := range x.Spans {
			out.Spans = append(out.Spans, Place{Article: s.Article, Span: Span{Start: s.Start, End: s.End}})
		}
		p.Direction.Evidence = append(p.Direction.Evidence, out)
	}
}

// notYet is later than any date of an article: a draft is not yet published.
var notYet = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// beforeDraft is the interval that a draft and what the archive holds are
// ordered by: whatever is in the archive came before the draft.
func beforeDraft(when article.Interval, draft bool) article.Interval {
	if draft {
		return article.Interval{Earliest: notYet, From: "draft"}
	}
	when.Latest = notYet.Add(-time.Hour)
	return when
}
