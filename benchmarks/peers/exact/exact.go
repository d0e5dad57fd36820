// Package exact counts the shingles that articles share, for all pairs and
// without an estimate: it is the judge of what the others report, and, as a
// program, one of those compared.
package exact

import (
	"cmp"
	"slices"
)

// Pair is two articles by number, A below B, with the size of their overlap.
type Pair struct {
	A, B   int
	Shared int
}

// posting says that an article holds a shingle.
type posting struct {
	shingle uint64
	article uint32
}

// partitions split the shingles by their upper bits, so that each part is sorted
// within the processor's cache.
const partitionBits = 12

// Pairs calls f with every pair that shares a shingle, by rising number of the
// second article. Sets are sorted and distinct. It takes 16 bytes a shingle, and
// time in proportion to the pairs that each shingle makes.
func Pairs(sets [][]uint64, f func(Pair)) {
	groups := shared(sets)
	holds := make([][]uint32, len(sets)) // groups of each article
	for g, articles := range groups {
		for _, a := range articles {
			holds[a] = append(holds[a], uint32(g))
		}
	}
	counts := make([]int32, len(sets))
	var touched []uint32
	for b := range sets {
		for _, g := range holds[b] {
			for _, a := range groups[g] {
				if int(a) >= b {
					break // the articles of a group rise
				}
				if counts[a] == 0 {
					touched = append(touched, a)
				}
				counts[a]++
			}
		}
		for _, a := range touched {
			f(Pair{int(a), b, int(counts[a])})
			counts[a] = 0
		}
		touched = touched[:0]
	}
}

// shared lists, for each shingle that two articles hold, those articles in
// rising order.
func shared(sets [][]uint64) [][]uint32 {
	var sizes [1 << partitionBits]int
	for _, s := range sets {
		for _, h := range s {
			sizes[h>>(64-partitionBits)]++
		}
	}
	total := 0
	var next [1 << partitionBits]int
	for i, n := range sizes {
		next[i] = total
		total += n
	}
	all := make([]posting, total)
	for a, s := range sets {
		for _, h := range s {
			p := h >> (64 - partitionBits)
			all[next[p]] = posting{h, uint32(a)}
			next[p]++
		}
	}
	var groups [][]uint32
	for i, end := range next {
		part := all[end-sizes[i] : end]
		slices.SortFunc(part, func(x, y posting) int {
			return cmp.Or(cmp.Compare(x.shingle, y.shingle), cmp.Compare(x.article, y.article))
		})
		for from := 0; from < len(part); {
			to := from + 1
			for to < len(part) && part[to].shingle == part[from].shingle {
				to++
			}
			if to-from > 1 {
				articles := make([]uint32, 0, to-from)
				for _, p := range part[from:to] {
					articles = append(articles, p.article)
				}
				groups = append(groups, articles)
			}
			from = to
		}
	}
	return groups
}

// Shared counts what two sorted sets have in common.
func Shared(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// Jaccard and Containment are the two measures of an overlap of sets of x and y
// shingles: the share of the union, and of the smaller set.
func Jaccard(shared, x, y int) float64 {
	if x+y == shared {
		return 0
	}
	return float64(shared) / float64(x+y-shared)
}

func Containment(shared, x, y int) float64 {
	if min(x, y) == 0 {
		return 0
	}
	return float64(shared) / float64(min(x, y))
}
