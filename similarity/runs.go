package similarity

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/stemma-news/stemma/article"
)

// run of equal words: n words from a in one reading and from b in the other.
type wordRun struct{ a, b, n int32 }

func (r wordRun) aEnd() int32 { return r.a + r.n }
func (r wordRun) bEnd() int32 { return r.b + r.n }

// LongestRun returns the longest run of equal words that two bodies share
// outside the masked spans: its length in words and where it stands in each. A
// masked stretch ends a run. Among equally long runs the first in a counts.
func LongestRun(a, b *article.Body, maskA, maskB []article.Span) (words int, inA, inB article.Span) {
	v := newVocabulary()
	defer v.leave()
	ra, rb := v.both(a, b, maskA, maskB)
	best, sure := longestByGrams(ra, rb)
	if !sure {
		best = longest(ra, rb)
	}
	if best.n == 0 {
		return 0, article.Span{}, article.Span{}
	}
	return int(best.n), ra.span(stretch{best.a, best.aEnd()}), rb.span(stretch{best.b, best.bEnd()})
}

// longestByGrams finds the longest common run by looking grams up: five words,
// then four and fewer. It is three times as fast as the automaton, but not sure
// where a gram has so many places that not all are tried.
func longestByGrams(a, b *reading) (best wordRun, sure bool) {
	if runs, all := runsOf(a, b, partRun); !all {
		return wordRun{}, false
	} else if len(runs) > 0 {
		best = runs[0]
		for _, r := range runs {
			if r.n > best.n || r.n == best.n && r.a < best.a {
				best = r
			}
		}
		return best, true
	}
	for n := int32(partRun - 1); n > 0; n-- {
		if best, sure = firstRun(a, b, n); best.n > 0 || !sure {
			return best, sure
		}
	}
	return wordRun{}, true
}

// firstRun is the first run of n words where no longer one exists.
func firstRun(a, b *reading, n int32) (found wordRun, sure bool) {
	sure = true
	places := gramPlaces(b, n)
	grams(a, n, func(i int32, h uint64) {
		gram, is := places.find(h)
		if !is || found.n > 0 || !sure {
			return
		}
		for at := gram.first; at >= 0; at = places.next[at] {
			if r := extendRun(a, b, i, at); r.n >= n && r.a == i {
				found = r
				return
			}
		}
		sure = gram.n <= maxTwins // else a place not tried may be free of masks
	})
	return found, sure
}

// longest finds the longest common run with a suffix automaton of b's words
// (Blumer et al. 1985): linear in both lengths, whatever repeats.
func longest(a, b *reading) wordRun {
	if len(a.words) == 0 || len(b.words) == 0 {
		return wordRun{}
	}
	m := newAutomaton(b)
	var best wordRun
	state, length := int32(0), int32(0)
	for i, w := range a.words {
		if i > 0 && a.token[i] != a.token[i-1]+1 {
			state, length = 0, 0
		}
		for state != 0 && m.next(state, w) < 0 {
			state = m.link[state]
			length = m.length[state]
		}
		if to := m.next(state, w); to >= 0 {
			state = to
			length++
		}
		if length > best.n {
			best = wordRun{int32(i) + 1 - length, m.end[state] + 1 - length, length}
		}
	}
	return best
}

// automaton is a suffix automaton over word numbers. Edges live in one hash
// table, since an alphabet of words leaves most states one edge.
type automaton struct {
	link, length, end []int32
	edges             map[uint64]int32
	first             []int32 // the labels of each state's edges, as a list
	label             []labelled
}

type labelled struct{ word, next int32 }

func newAutomaton(r *reading) *automaton {
	n := len(r.words)
	m := &automaton{edges: make(map[uint64]int32, 2*n)}
	m.add(-1, 0, -1)
	last := int32(0)
	for i, w := range r.words {
		if i > 0 && r.token[i] != r.token[i-1]+1 { // a mask: a word that a never has
			last = m.extend(last, -1-int32(i), int32(i)-1)
		}
		last = m.extend(last, w, int32(i))
	}
	return m
}

func (m *automaton) add(link, length, end int32) int32 {
	m.link = append(m.link, link)
	m.length = append(m.length, length)
	m.end = append(m.end, end)
	m.first = append(m.first, -1)
	return int32(len(m.link) - 1)
}

func (m *automaton) next(state, word int32) int32 {
	if to, found := m.edges[edgeKey(state, word)]; found {
		return to
	}
	return -1
}

func edgeKey(state, word int32) uint64 { return uint64(uint32(state))<<32 | uint64(uint32(word)) }

func (m *automaton) set(state, word, to int32) {
	k := edgeKey(state, word)
	if _, found := m.edges[k]; !found {
		m.label = append(m.label, labelled{word, m.first[state]})
		m.first[state] = int32(len(m.label) - 1)
	}
	m.edges[k] = to
}

func (m *automaton) extend(last, word, end int32) int32 {
	at := m.add(0, m.length[last]+1, end)
	p := last
	for p >= 0 && m.next(p, word) < 0 {
		m.set(p, word, at)
		p = m.link[p]
	}
	if p < 0 {
		return at
	}
	q := m.next(p, word)
	if m.length[p]+1 == m.length[q] {
		m.link[at] = q
		return at
	}
	clone := m.add(m.link[q], m.length[p]+1, m.end[q])
	for l := m.first[q]; l >= 0; l = m.label[l].next {
		m.set(clone, m.label[l].word, m.edges[edgeKey(q, m.label[l].word)])
	}
	for p >= 0 && m.next(p, word) == q {
		m.set(p, word, clone)
		p = m.link[p]
	}
	m.link[q], m.link[at] = clone, clone
	return at
}

// maxTwins is the number of places in the other text above which a gram
// proposes none: it says nothing about where its run lies, and a text of one
// word would have as many runs as pairs of places.
const maxTwins = 8

// mostRuns is the number of runs kept of one pair, the longest ones. Two real
// articles have some hundred; every passage looks through all of them.
const mostRuns = 20_000

// maximalRuns returns the maximal runs of at least least equal words, sorted by
// place in a, that hold a gram of so many words with few places in b.
func maximalRuns(a, b *reading, least int32) []wordRun {
	runs, _ := runsOf(a, b, least)
	if len(runs) > mostRuns {
		slices.SortFunc(runs, func(x, y wordRun) int {
			return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
		})
		runs = runs[:mostRuns]
	}
	slices.SortFunc(runs, func(x, y wordRun) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(y.n, x.n), cmp.Compare(x.b, y.b))
	})
	return runs
}

// runsOf returns the maximal runs in no order, and whether these are all.
func runsOf(a, b *reading, least int32) (runs []wordRun, all bool) {
	if int32(len(a.words)) < least || int32(len(b.words)) < least {
		return nil, true
	}
	all = true
	places := gramPlaces(b, least)
	covered := make(map[int32]int32) // diagonal: end in a of the last run there
	grams(a, least, func(i int32, h uint64) {
		gram, found := places.find(h)
		if !found || gram.n > maxTwins {
			all = all && !found
			return
		}
		for at := gram.first; at >= 0; at = places.next[at] {
			if end, seen := covered[at-i]; seen && i < end {
				continue
			}
			if r := extendRun(a, b, i, at); r.n >= least {
				covered[at-i] = r.aEnd()
				runs = append(runs, r)
			}
		}
	})
	return runs, all
}

// extendRun is the maximal run through a's word i and b's word k. Furniture
// left out ends it.
func extendRun(a, b *reading, i, k int32) wordRun {
	start := int32(0)
	for i-start > 0 && k-start > 0 && a.words[i-start-1] == b.words[k-start-1] &&
		a.token[i-start-1]+1 == a.token[i-start] && b.token[k-start-1]+1 == b.token[k-start] {
		start++
	}
	end := int32(0)
	for i+end < int32(len(a.words)) && k+end < int32(len(b.words)) && a.words[i+end] == b.words[k+end] {
		if end > 0 && (a.token[i+end-1]+1 != a.token[i+end] || b.token[k+end-1]+1 != b.token[k+end]) {
			break
		}
		end++
	}
	return wordRun{i - start, k - start, start + end}
}

// gramIndex lists the places of each gram of a reading, first to last, up to
// one more than maxTwins. It is a hash table with linear probing, some five
// times as fast as a map here: hashes are uniform, and nothing is removed.
type gramIndex struct {
	slots []int32 // number of the gram in grams plus 1, 0 where free
	grams []gramPlace
	next  []int32 // the gram's next place, -1 at the last
}

type gramPlace struct {
	hash           uint64
	first, last, n int32
}

// gramPlaces are those of the grams of n words. They hold until the reading's next.
func gramPlaces(r *reading, n int32) *gramIndex {
	x := &r.places
	x.slots = cleared(x.slots, 2<<bits.Len(uint(len(r.words))))
	x.grams = slices.Grow(x.grams[:0], len(r.words))
	x.next = slices.Grow(x.next[:0], len(r.words))[:len(r.words)]
	grams(r, n, func(i int32, h uint64) {
		x.next[i] = -1
		slot := x.slot(h)
		if x.slots[slot] == 0 {
			x.grams = append(x.grams, gramPlace{h, i, i, 1})
			x.slots[slot] = int32(len(x.grams))
			return
		}
		p := &x.grams[x.slots[slot]-1]
		if p.n <= maxTwins {
			x.next[p.last] = i
			p.last = i
			p.n++
		}
	})
	return x
}

// slot is where the gram stands, or the free slot where it belongs.
func (x *gramIndex) slot(h uint64) int {
	mask := len(x.slots) - 1
	i := int(mix(h)) & mask
	for x.slots[i] != 0 && x.grams[x.slots[i]-1].hash != h {
		i = (i + 1) & mask
	}
	return i
}

func (x *gramIndex) find(h uint64) (gramPlace, bool) {
	if at := x.slots[x.slot(h)]; at > 0 {
		return x.grams[at-1], true
	}
	return gramPlace{}, false
}

// grams calls yield with the place and hash of each n words in a row.
func grams(r *reading, n int32, yield func(i int32, h uint64)) {
	var drop uint64 = 1
	for range n {
		drop *= shingleBase
	}
	var h uint64
	for i, w := range r.words {
		h = h*shingleBase + mix(uint64(w)+1)
		if int32(i) >= n {
			h -= mix(uint64(r.words[int32(i)-n])+1) * drop
		}
		if first := int32(i) - n + 1; first >= 0 {
			yield(first, h)
		}
	}
}
