package stemma

import (
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// comparePair says what the i-th and the j-th article, i < j, are to each
// other; nil where it is nothing that a report lists, unless all is set. The
// costly alignment comes after the verdict, for the pairs that are listed.
func (e *engine) comparePair(o Options, i, j int) *Pair {
	a, b := e.desk.take(i), e.desk.take(j)
	overlap, relation, listed := e.relate(o, a, b)
	if !listed {
		return nil
	}
	p := &Pair{
		A: a.article.ID, B: b.article.ID,
		Relation: relation.Kind, Confidence: relation.Confidence, Reasons: append([]Reason{}, relation.Reasons...),
		Version: relation.Version, SameOutlet: relation.SameOutlet, Credited: relation.Credited,
		Jaccard: round(overlap.Jaccard), AInB: round(overlap.AInB), BInA: round(overlap.BInA),
		LongestRun: int(relation.Features.LongestRun), LongestRunOwnVoice: int(relation.Features.OwnRun),
		Passages: similarity.Align(a.body, b.body, a.profile.Furniture, b.profile.Furniture),
	}
	if p.Passages == nil {
		p.Passages = []Passage{}
		if p.Relation == attribution.Rewrite {
			p.Reasons = append(p.Reasons, attribution.Reason{Code: "no-passage", Text: "no sentences lie side by side word for word: what agrees is facts"})
		}
	}
	p.ACovered = covered(a, p.Passages, func(x Passage) Span { return x.A })
	p.BCovered = covered(b, p.Passages, func(x Passage) Span { return x.B })
	e.addDirection(p, a, b, relation)
	return p
}

// relate says whether a pair is to be listed, and why.
func (e *engine) relate(o Options, a, b *subject) (similarity.Overlap, attribution.Relation, bool) {
	v, known := e.desk.verdict(a, b)
	if !known {
		v = verdict{similarity.Compare(a.sketch, b.sketch), attribution.Relate(a.profile, b.profile)}
	}
	return v.overlap, v.relation, o.All || v.relation.Kind != attribution.Independent || v.overlap.Containment() >= o.min()
}

// verdict is what was found of a pair of subjects.
type verdict struct {
	overlap  similarity.Overlap
	relation attribution.Relation
}

// round keeps four digits: more would only show how the division went.
func round(x float64) float64 {
	return float64(int(x*1e4+.5)) / 1e4
}

// covered measures how much of one body lies inside the passages.
func covered(s *subject, passages []Passage, side func(Passage) Span) Covered {
	var c Covered
	words := 0
	shares := [...]*float64{nil, &c.Verbatim, &c.Edited, &c.Rewritten, &c.Reported}
	kinds := []string{"", similarity.Verbatim, similarity.Edited, similarity.Rewritten, similarity.Reported}
	kind := make([]uint8, len(s.body.Tokens)) // places in these
	for _, p := range passages {
		is := uint8(slices.Index(kinds, p.Kind))
		for _, span := range coveredSpans(p, side) {
			for k := firstFrom(s.body.Tokens, span.Start); k < len(s.body.Tokens) && s.body.Tokens[k].End <= span.End; k++ {
				kind[k] = is
			}
		}
	}
	furniture := s.profile.Furniture
	for k, t := range s.body.Tokens {
		for len(furniture) > 0 && furniture[0].End <= t.Start {
			furniture = furniture[1:]
		}
		if len(furniture) > 0 && furniture[0].Start < t.End {
			continue
		}
		words++
		if share := shares[kind[k]]; share != nil {
			*share++
		}
	}
	if words == 0 {
		return c
	}
	for _, share := range shares[1:] {
		c.All += *share
		*share = round(*share / float64(words))
	}
	c.All = round(c.All / float64(words))
	return c
}

// summaryRatio is how many times longer one side of a passage must be for it to
// be a summary of the other: then only its aligned parts are covered by it.
const summaryRatio = 3

// coveredSpans are the stretches of one side that a passage covers.
func coveredSpans(p Passage, side func(Passage) Span) []Span {
	short, long := p.A.Len(), p.B.Len()
	if short > long {
		short, long = long, short
	}
	if long <= summaryRatio*short {
		return []Span{side(p)}
	}
	var spans []Span
	for _, part := range p.Parts {
		spans = append(spans, side(Passage{A: part.A, B: part.B}))
	}
	return spans
}

// firstFrom is the index of the first token that starts at byte start or later.
func firstFrom(tokens []article.Token, start int) int {
	lo, hi := 0, len(tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if tokens[mid].Start < start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
