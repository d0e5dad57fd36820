package similarity

import "slices"

// resolve removes overlaps between fragments on either side: where two claim
// the same sentences, the one that explains them better keeps them, as Sanchez-
// Perez et al. do, and the other keeps the rest if seeds are left in it.
func resolve(fragments []fragment, ta, tb *terms) []fragment {
	slices.SortStableFunc(fragments, func(x, y fragment) int { return compareWeight(y, x) })
	var kept []fragment
	for _, f := range fragments {
		for _, k := range kept {
			f = f.without(k)
			if len(f.seeds) == 0 {
				break
			}
		}
		if len(f.seeds) > 0 && cosineOf(ta, tb, f.a, f.b) >= fragmentCosine {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(x, y fragment) int { return int(x.a.first - y.a.first) })
	return kept
}

// weight is the evidence of a fragment: the sum of its seeds' cosines, of each
// sentence of a the best.
func (f fragment) weight() float32 {
	var sum, best float32
	at := int32(-1)
	for _, s := range f.seeds {
		if s.a != at {
			sum += best
			best, at = 0, s.a
		}
		best = max(best, s.cosine)
	}
	return sum + best
}

func compareWeight(x, y fragment) int {
	wx, wy := x.weight(), y.weight()
	switch {
	case wx < wy:
		return -1
	case wx > wy:
		return 1
	}
	return int(y.a.first - x.a.first)
}

// without returns f without the seeds in sentences that k holds on either
// side. Where k lies in the middle of f the larger half remains.
func (f fragment) without(k fragment) fragment {
	if !f.a.overlaps(k.a) && !f.b.overlaps(k.b) {
		return f
	}
	rest := make([]seed, 0, len(f.seeds))
	for _, s := range f.seeds {
		if (s.a < k.a.first || s.a > k.a.last) && (s.b < k.b.first || s.b > k.b.last) {
			rest = append(rest, s)
		}
	}
	if len(rest) == 0 {
		return fragment{}
	}
	halves := make([][]seed, 4)
	for _, s := range rest {
		h := 0
		if s.a > k.a.last && f.a.overlaps(k.a) {
			h++
		}
		if s.b > k.b.last && f.b.overlaps(k.b) {
			h += 2
		}
		halves[h] = append(halves[h], s)
	}
	best := fragment{}
	for _, h := range halves {
		if len(h) == 0 {
			continue
		}
		if g := boundsOf(h); len(best.seeds) == 0 || compareWeight(g, best) > 0 {
			best = g
		}
	}
	return best
}
