package similarity

import (
	"cmp"
	"slices"

	"github.com/stemma-news/stemma/article"
)

// Kinds of a passage and of its parts.
const (
	Verbatim  = "verbatim"  // the same words in a row
	Edited    = "edited"    // the same sentence with changes
	Rewritten = "rewritten" // the same content in other words
	Reported  = "reported"  // a quote on one side, its reported speech on the other; attribution's to say
)

// Passage is a pair of aligned stretches of two texts.
type Passage struct {
	Kind string       `json:"kind"`
	A    article.Span `json:"a"`
	B    article.Span `json:"b"`
	// Parts are the finer alignments inside, sorted by their place in A.
	Parts []Part `json:"parts"`
}

// Part is a run of equal words or a pair of sentences inside a passage.
type Part struct {
	Kind string       `json:"kind"`
	A    article.Span `json:"a"`
	B    article.Span `json:"b"`
}

// Align returns the passages that two bodies share outside the masked spans
// (furniture, sorted by start), sorted by their place in a. It is symmetric but
// for the order of equally good choices, and its cost is bounded: about linear
// in the words, with a fixed limit on the pairs of sentences looked at.
func Align(a, b *article.Body, maskA, maskB []article.Span) []Passage {
	v := newVocabulary(len(a.Tokens) + len(b.Tokens))
	ra, rb := v.read(a, maskA), v.read(b, maskB)
	if len(ra.words) == 0 || len(rb.words) == 0 {
		return nil
	}
	runs := maximalRuns(ra, rb, partRun)
	ta, tb := weigh(v, ra, rb)
	seeds := findSeeds(len(v.stems), ta, tb)
	drafter := newDrafter(ra, rb, len(v.stems))
	var out []Passage
	var regions []region
	var found []settled
	for _, g := range drafter.copied(runs) {
		drafter.claim(g)
		found = append(found, settled{g, drafter.seedsOf(g, seeds)})
	}
	found = append(found, drafter.settle(extend(drafter.unclaimed(seeds), ta, tb, fragmentGap), fragmentGap, ta, tb)...)
	for _, s := range drafter.summaries(seeds, join(found)) {
		regions = append(regions, s.region)
		out = append(out, passageOf(s.region, ra, rb, runs, s.seeds))
	}
	for _, r := range loneRuns(regions, ra, rb, runs) {
		out = append(out, passageOf(r, ra, rb, runs, nil))
	}
	slices.SortFunc(out, func(x, y Passage) int {
		return cmp.Or(cmp.Compare(x.A.Start, y.A.Start), cmp.Compare(x.B.Start, y.B.Start))
	})
	return out
}

// passageOf describes a region.
func passageOf(g region, ra, rb *reading, runs []wordRun, seeds []seed) Passage {
	parts := partsOf(g, ra, rb, runs, seeds)
	p := Passage{Kind: kindOf(g, parts), A: ra.span(g.a), B: rb.span(g.b), Parts: make([]Part, 0, len(parts))}
	for _, x := range parts {
		p.Parts = append(p.Parts, Part{x.kind, ra.span(x.a), rb.span(x.b)})
	}
	return p
}

// kindOf names a passage by its parts: verbatim where nine words in ten of both
// sides stand in verbatim parts, edited where half of them stand in verbatim or
// edited ones.
func kindOf(g region, parts []aligned) string {
	var verbatim, edited int32
	for _, p := range parts {
		n := min(p.a.len(), p.b.len())
		switch p.kind {
		case Verbatim:
			verbatim += n
		case Edited:
			edited += n
		}
	}
	longer := max(g.a.len(), g.b.len())
	switch {
	case 10*verbatim >= 9*longer:
		return Verbatim
	case 2*(verbatim+edited) >= longer:
		return Edited
	}
	return Rewritten
}

const (
	// loneRun is the least length in words of a run that is a passage by
	// itself, and loneRare the number of words in it that must not be common.
	loneRun  = 6
	loneRare = 3
	// loneGap is the number of words that may differ between two such runs.
	loneGap = 4
)

// loneRuns are the runs outside every region, joined where little lies between.
func loneRuns(regions []region, ra, rb *reading, runs []wordRun) []region {
	var out []region
	for _, r := range runs {
		g := region{a: stretch{r.a, r.aEnd()}, b: stretch{r.b, r.bEnd()}}
		if r.n < loneRun || !distinctive(ra, r) || meetsAny(g, regions) {
			continue
		}
		if n := len(out); n > 0 {
			last := &out[n-1]
			if da, db := g.a.first-last.a.last, g.b.first-last.b.last; da >= 0 && db >= 0 && da <= loneGap && db <= loneGap {
				last.a.last, last.b.last = g.a.last, g.b.last
				continue
			}
			if meetsAny(g, out) {
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

func meetsAny(g region, regions []region) bool {
	for _, o := range regions {
		if g.a.first < o.a.last && o.a.first < g.a.last || g.b.first < o.b.last && o.b.first < g.b.last {
			return true
		}
	}
	return false
}

// distinctive reports whether a run holds enough words that say something:
// long ones and numbers.
func distinctive(ra *reading, r wordRun) bool {
	n := 0
	for i := r.a; i < r.aEnd(); i++ {
		w := ra.body.Tokens[ra.token[i]].Word
		if len(w) > 4 || w[0] >= '0' && w[0] <= '9' {
			n++
		}
	}
	return n >= loneRare
}
