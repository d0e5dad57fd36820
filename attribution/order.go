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

// wordsInOrder measures rare words, pairs of words and restated sentences.
func (p *pairing) wordsInOrder() {
	f := &p.f
	f.RareLIS = math.Log1p(float64(longestSeries(matchOnce(p.ownPlaces(p.a.rare, p.ca), p.ownPlaces(p.b.rare, p.cb)))))
	ba, bb := p.ownPlaces(p.a.bigrams, p.ca), p.ownPlaces(p.b.bigrams, p.cb)
	n := longestSeries(matchOnce(ba, bb))
	f.BgLIS = math.Log1p(float64(n))
	f.BgShr = ratio(n, max(20, min(len(ba), len(bb))))
	f.BgRare = math.Log1p(float64(longestSeries(matchOnce(unsaid(p.a, p.ownPlaces(p.a.rare, p.ca)), unsaid(p.b, p.ownPlaces(p.b.rare, p.cb))))))
	words := p.sharedContent()
	f.BgRest = math.Log1p(backgroundRest(p.a, p.b, words))
	f.Rest, f.RestN = restated(p.a, p.b, words)
	f.Lex = max(sharedMass(p.a, words), sharedMass(p.b, turned(words)))
}

// restates is the Dice coefficient by rarity from which a sentence restates
// another.
const restates = .3

// restated is the share of a's own sentences that restate one of b in the same
// order, and log(1 + their number).
func restated(a, b *Profile, words []meeting) (share, n float64) {
	var at []int32
	of := 0
	next := 0
	for si, s := range a.sentences {
		if s.own < 5 || s.content < 6 {
			continue
		}
		of++
		for next < len(words) && int(words[next].here) < si {
			next++
		}
		best, where := 0., int32(-1)
		for k := next; k < len(words) && int(words[k].here) == si; k++ {
			d := 2 * words[k].weight / (s.content + b.sentences[words[k].there].content)
			if d > best {
				best, where = d, words[k].there
			}
		}
		if best >= restates {
			at = append(at, where)
		}
	}
	one := make([]float64, len(at))
	for i := range one {
		one[i] = 1
	}
	k := heaviestSeries(at, one)
	return k / float64(max(of, 3)), math.Log1p(k)
}

// sharedMass is the share of a side's own content words, by rarity, that the
// other has anywhere. Words are counted once a sentence.
func sharedMass(side *Profile, words []meeting) float64 {
	all, held := 0., 0.
	for _, s := range side.sentences {
		all += s.content
	}
	last, best := int32(-1), 0.
	for _, m := range words {
		if m.here != last {
			held += best
			last, best = m.here, 0
		}
		best = max(best, m.weight)
	}
	held += best
	if all == 0 {
		return 0
	}
	return min(1, held/all)
}

// quotesInOrder measures the quotes of six words and more: how many both hold
// and whether in the same order.
func (p *pairing) quotesInOrder() {
	f := &p.f
	xa, ua := matchedQuotes(p.a, p.runs, false)
	_, ub := matchedQuotes(p.b, p.runs, true)
	f.QTau = tau(xa)
	f.QUnm = min(ua, ub)
	f.QuoteN = math.Log1p(float64(len(xa)))
	f.QMax = max(quotedShare(p.a, p.ca), quotedShare(p.b, p.cb))
}

func quotedShare(side *Profile, c cover) float64 {
	n, of := 0, 0
	for i, q := range side.quoted {
		if q {
			of++
			if c.run[i] > 0 {
				n++
			}
		}
	}
	if of < 8 {
		return 0
	}
	return ratio(n, of)
}

// matchedQuotes returns, for each quote of the side that has a common run, the
// place of the longest on the other side, and the share that has none.
func matchedQuotes(side *Profile, runs []commonRun, b bool) (at []int32, unmatched float64) {
	type best struct{ n, place int }
	hits := make([]best, len(side.quotes))
	for _, r := range runs {
		here, there := r.a, r.b
		if b {
			here, there = r.b, r.a
		}
		k := sort.Search(len(side.quotes), func(i int) bool { return side.quotes[i].last > here })
		for ; k < len(side.quotes) && side.quotes[k].first < here+r.n; k++ {
			q := side.quotes[k]
			if n := min(q.last, here+r.n) - max(q.first, here); n >= gramWords && n > hits[k].n {
				hits[k] = best{n, there}
			}
		}
	}
	of, without := 0, 0
	for k, q := range side.quotes {
		if q.last-q.first < 6 {
			continue
		}
		of++
		if hits[k].n > 0 {
			at = append(at, int32(hits[k].place))
		} else {
			without++
		}
	}
	if of == 0 {
		return nil, .5
	}
	return at, ratio(without, of)
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
