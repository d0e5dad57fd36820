package attribution

import (
	"math"
	"slices"
	"sort"

	"github.com/stemma-news/stemma/similarity"
)

func rarityOf(stem uint32) float64 {
	r, _ := similarity.Rarity(stem)
	return float64(r)
}

// heaviestSeries is the greatest weight of a series of places that never goes
// back. A Fenwick tree of maxima over the places: n log n.
func heaviestSeries(at []int32, weight []float64) float64 {
	top := int32(0)
	for _, x := range at {
		top = max(top, x)
	}
	tree := make([]float64, top+2)
	best := 0.
	for i, x := range at {
		w := 0.
		for k := x + 1; k > 0; k -= k & -k {
			w = max(w, tree[k])
		}
		w += weight[i]
		best = max(best, w)
		for k := x + 1; k < int32(len(tree)); k += k & -k {
			tree[k] = max(tree[k], w)
		}
	}
	return best
}

// longestSeries is the length of the longest strictly rising series.
func longestSeries(at []int32) int {
	var tails []int32
	for _, x := range at {
		k := sort.Search(len(tails), func(i int) bool { return tails[i] >= x })
		if k == len(tails) {
			tails = append(tails, x)
		} else {
			tails[k] = x
		}
	}
	return len(tails)
}

// matchOnce merges two sorted lists of entries that occur once and returns the
// places on the b side in the order of the a side.
func matchOnce(a, b []uint64) []int32 {
	var both []uint64 // place in a << 32 | place in b
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch x, y := a[i]>>32, b[j]>>32; {
		case x < y:
			i++
		case y < x:
			j++
		default:
			both = append(both, a[i]<<32|b[j]&math.MaxUint32)
			i, j = i+1, j+1
		}
	}
	slices.Sort(both)
	out := make([]int32, len(both))
	for i, v := range both {
		out[i] = int32(uint32(v))
	}
	return out
}

// own drops the places whose words the other side holds in marks.
func (p *pairing) ownPlaces(list []uint64, c cover) []uint64 {
	out := make([]uint64, 0, len(list))
	for _, v := range list {
		if !c.foreign[uint32(v)] {
			out = append(out, v)
		}
	}
	return out
}

// restates is the Dice coefficient by rarity from which a sentence restates
// another.
const restates = .3

// wordsInOrder measures rare words.
func (p *pairing) wordsInOrder() {
	at := matchOnce(p.ownPlaces(p.a.rare, p.ca), p.ownPlaces(p.b.rare, p.cb))
	p.f.RareLIS = math.Log1p(float64(longestSeries(at)))
}

// quotesInOrder measures the order of the quotes of six words and more that
// both hold.
func (p *pairing) quotesInOrder() {
	p.f.QTau = tau(matchedQuotes(p.a, p.runs))
}

// matchedQuotes returns, for each quote of a that has a common run, the place of
// the longest on the other side.
func matchedQuotes(side *Profile, runs []commonRun) (at []int32) {
	type best struct{ n, place int }
	hits := make([]best, len(side.quotes))
	for _, r := range runs {
		here, there := r.a, r.b
		k := sort.Search(len(side.quotes), func(i int) bool { return side.quotes[i].last > here })
		for ; k < len(side.quotes) && side.quotes[k].first < here+r.n; k++ {
			q := side.quotes[k]
			if n := min(q.last, here+r.n) - max(q.first, here); n >= gramWords && n > hits[k].n {
				hits[k] = best{n, there}
			}
		}
	}
	for k, q := range side.quotes {
		if q.last-q.first >= 6 && hits[k].n > 0 {
			at = append(at, int32(hits[k].place))
		}
	}
	return at
}

// tau is Kendall's rank correlation of places with their own order, shrunk for
// few of them; 0 below two.
func tau(at []int32) float64 {
	n := min(len(at), 60)
	if n < 2 {
		return 0
	}
	s := 0
	for i := range n {
		for j := i + 1; j < n; j++ {
			switch {
			case at[j] > at[i]:
				s++
			case at[j] < at[i]:
				s--
			}
		}
	}
	return float64(s) / float64(n*(n-1)/2)
}
