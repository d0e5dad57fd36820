package similarity

import (
	"cmp"
	"math"
	"slices"
)

// fragment is a pair of sentence ranges, ends included, and its seeds.
type fragment struct {
	a, b  bounds
	seeds []seed
}

// bounds are the first and the last sentence of one side.
type bounds struct{ first, last int32 }

// Parameters of the extension: the gap of the same release, and a lower cosine
// than its .34, for the same reason as with seeds.
const (
	fragmentCosine = .28
	fragmentGap    = 4
)

// extend joins seeds into fragments: seeds whose sentences lie no further apart
// than the gap on both sides belong together. A fragment whose two sides as a
// whole are less alike than fragmentCosine is cut again with a smaller gap.
func extend(seeds []seed, ta, tb *terms, gap int32) []fragment {
	var out []fragment
	for _, group := range cluster(seeds, gap) {
		f := boundsOf(group)
		if cosineOf(ta, tb, f.a, f.b) >= fragmentCosine {
			out = append(out, f)
		} else if gap > 0 {
			out = append(out, extend(group, ta, tb, gap-1)...)
		}
	}
	return out
}

// cluster splits seeds at the gaps of one side, then of the other, until
// neither side has one.
func cluster(seeds []seed, gap int32) [][]seed {
	var out [][]seed
	type job struct {
		seeds   []seed
		bySide  int
		settled int // sides in a row that did not split it
	}
	jobs := []job{{slices.Clone(seeds), 0, 0}}
	for len(jobs) > 0 {
		j := jobs[len(jobs)-1]
		jobs = jobs[:len(jobs)-1]
		if j.settled == 2 || len(j.seeds) == 0 {
			if len(j.seeds) > 0 {
				out = append(out, j.seeds)
			}
			continue
		}
		side := func(s seed) int32 {
			if j.bySide == 0 {
				return s.a
			}
			return s.b
		}
		slices.SortFunc(j.seeds, func(x, y seed) int {
			return cmp.Or(cmp.Compare(side(x), side(y)), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
		})
		start, pieces := 0, 0
		for i := 1; i <= len(j.seeds); i++ {
			if i < len(j.seeds) && side(j.seeds[i])-side(j.seeds[i-1]) <= gap+1 {
				continue
			}
			settled := 0
			if start == 0 && i == len(j.seeds) {
				settled = j.settled + 1
			}
			jobs = append(jobs, job{j.seeds[start:i:i], 1 - j.bySide, settled})
			start, pieces = i, pieces+1
		}
	}
	slices.SortFunc(out, func(x, y []seed) int {
		fx, fy := boundsOf(x), boundsOf(y)
		if fx.a.first != fy.a.first {
			return int(fx.a.first - fy.a.first)
		}
		return int(fx.b.first - fy.b.first)
	})
	return out
}

func boundsOf(seeds []seed) fragment {
	f := fragment{bounds{math.MaxInt32, -1}, bounds{math.MaxInt32, -1}, seeds}
	for _, s := range seeds {
		f.a = bounds{min(f.a.first, s.a), max(f.a.last, s.a)}
		f.b = bounds{min(f.b.first, s.b), max(f.b.last, s.b)}
	}
	return f
}

// cosineOf is the cosine of two ranges of sentences, each the sum of its
// sentences' vectors.
func cosineOf(ta, tb *terms, a, b bounds) float64 {
	sa, sb := ta.sum(a), tb.sum(b)
	var dot, na, nb float64
	for _, s := range sa {
		x := float64(ta.dense[s])
		na += x * x
		dot += x * float64(tb.dense[s])
	}
	for _, s := range sb {
		x := float64(tb.dense[s])
		nb += x * x
	}
	ta.clear(sa)
	tb.clear(sb)
	if na == 0 || nb == 0 {
		return 0
	}
	return dot / math.Sqrt(na*nb)
}

// sum adds up the vectors of a range of sentences in t.dense and returns the
// stems that it touched, in the order of the text: the sums of floating-point
// numbers depend on order, and results must not.
func (t *terms) sum(r bounds) []int32 {
	touched := t.touched[:0]
	for i := r.first; i <= r.last; i++ {
		for _, x := range t.of[i] {
			if t.dense[x.stem] == 0 {
				touched = append(touched, x.stem)
			}
			t.dense[x.stem] += x.weight
		}
	}
	t.touched = touched
	return touched
}

func (t *terms) clear(touched []int32) {
	for _, s := range touched {
		t.dense[s] = 0
	}
}
