package attribution

import (
	"math"
	"slices"
	"sort"

	"github.com/stemma-news/stemma/article"
)

func rarityOf(stem uint32) float64 {
	r, _ := article.Rarity(stem)
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
