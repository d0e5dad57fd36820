package similarity

import (
	"slices"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

const (
	// editedDistance is the largest Levenshtein distance of two aligned
	// sentences that count as edited, as a share of the longer one's runes.
	editedDistance = .35
	// longestCompared is the number of runes above which two sentences are not
	// compared letter by letter: the distance costs their product.
	longestCompared = 2000
	// partRun is the least length in words of a run that is a part of its own.
	partRun = 5
)

// sentenceKind tells an edited sentence from a rewritten one.
func sentenceKind(a, b string) string {
	na, nb := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	longer := max(na, nb)
	if longer > longestCompared {
		return Rewritten
	}
	limit := editedDistance * float64(longer)
	if float64(longer-min(na, nb)) > limit {
		return Rewritten
	}
	if float64(levenshtein.ComputeDistance(a, b)) <= limit {
		return Edited
	}
	return Rewritten
}

// aligned is a part before its words are turned into spans.
type aligned struct {
	kind string
	a, b stretch
}

// partsOf lists what agrees inside a region: the runs of equal words, in order
// on both sides where they can be, and the rest of the sentences that the seeds
// pair.
func partsOf(g region, ra, rb *reading, runs []wordRun, seeds []seed) []aligned {
	chain := chainRuns(g, runs)
	parts := make([]aligned, 0, len(chain)+len(seeds))
	for _, r := range chain {
		parts = append(parts, aligned{Verbatim, stretch{r.a, r.aEnd()}, stretch{r.b, r.bEnd()}})
	}
	for _, s := range pairSentences(seeds) {
		a := clip(ra.sentences[s.a], g.a)
		b := clip(rb.sentences[s.b], g.b)
		if a.len() < 1 || b.len() < 1 {
			continue
		}
		parts = append(parts, restOf(a, b, chain, sentenceKind(ra.span(a).In(ra.body.Article.Text), rb.span(b).In(rb.body.Article.Text)))...)
	}
	slices.SortStableFunc(parts, func(x, y aligned) int {
		if x.a.first != y.a.first {
			return int(x.a.first - y.a.first)
		}
		return int(x.b.first - y.b.first)
	})
	return parts
}

func clip(s, within stretch) stretch {
	return stretch{max(s.first, within.first), min(s.last, within.last)}
}

// chainRuns picks runs inside a region that do not overlap on either side,
// longest first.
func chainRuns(g region, runs []wordRun) []wordRun {
	inside := make([]wordRun, 0, len(runs))
	for _, r := range runs {
		if cut := max(g.a.first-r.a, g.b.first-r.b); cut > 0 {
			r = wordRun{r.a + cut, r.b + cut, r.n - cut}
		}
		r.n = min(r.n, g.a.last-r.a, g.b.last-r.b)
		if r.n >= partRun {
			inside = append(inside, r)
		}
	}
	slices.SortStableFunc(inside, func(x, y wordRun) int { return int(y.n - x.n) })
	var kept []wordRun
	takenA, takenB := make(bitset, g.a.len()/64+1), make(bitset, g.b.len()/64+1)
	for _, r := range inside {
		for _, piece := range free(r, takenA, takenB, g) {
			if piece.n < partRun {
				continue
			}
			takenA.add(piece.a-g.a.first, piece.n)
			takenB.add(piece.b-g.b.first, piece.n)
			kept = append(kept, piece)
		}
	}
	slices.SortFunc(kept, func(x, y wordRun) int { return int(x.a - y.a) })
	return kept
}

// free returns the pieces of a run whose words are taken on neither side.
func free(r wordRun, takenA, takenB bitset, g region) []wordRun {
	var out []wordRun
	start := int32(0)
	for i := int32(0); i <= r.n; i++ {
		if i < r.n && !takenA.has(r.a+i-g.a.first) && !takenB.has(r.b+i-g.b.first) {
			continue
		}
		if i > start {
			out = append(out, wordRun{r.a + start, r.b + start, i - start})
		}
		start = i + 1
	}
	return out
}

type bitset []uint64

func (s bitset) has(i int32) bool { return s[i>>6]>>(i&63)&1 != 0 }

func (s bitset) add(from, n int32) {
	for i := from; i < from+n; i++ {
		s[i>>6] |= 1 << (i & 63)
	}
}

// pairSentences picks for each sentence at most one partner, best cosine first.
func pairSentences(seeds []seed) []seed {
	order := slices.Clone(seeds)
	slices.SortStableFunc(order, func(x, y seed) int {
		switch {
		case x.cosine > y.cosine:
			return -1
		case x.cosine < y.cosine:
			return 1
		}
		return 0
	})
	usedA, usedB := make(map[int32]bool), make(map[int32]bool)
	var out []seed
	for _, s := range order {
		if !usedA[s.a] && !usedB[s.b] {
			usedA[s.a], usedB[s.b] = true, true
			out = append(out, s)
		}
	}
	return out
}

// restOf returns the parts of a pair of sentences around the runs between
// them: what lies before, between and behind these on both sides. A run that
// leads elsewhere on one side cuts its words out of the sentence. Where one side
// has next to nothing against the other's clause, nothing is aligned there.
func restOf(a, b stretch, chain []wordRun, kind string) []aligned {
	var out []aligned
	emit := func(x, y stretch) {
		shorter, longer := min(x.len(), y.len()), max(x.len(), y.len())
		if shorter > 0 && (kind == Edited || restRatio*shorter >= longer) {
			out = append(out, aligned{kind, x, y})
		}
	}
	for _, r := range chain {
		inA := clip(stretch{r.a, r.aEnd()}, a)
		if inA.len() <= 0 {
			continue
		}
		inB := clip(stretch{r.b, r.bEnd()}, b)
		if inB.len() <= 0 || inB.first < b.first {
			emit(stretch{a.first, inA.first}, b)
			if len(out) > 0 && out[len(out)-1].b == b {
				b.first = b.last // the other side is spoken for
			}
		} else {
			emit(stretch{a.first, inA.first}, stretch{b.first, inB.first})
			b.first = inB.last
		}
		a.first = inA.last
	}
	emit(a, b)
	return out
}

// restRatio is how many times longer one side of a rewritten rest may be.
const restRatio = 5
