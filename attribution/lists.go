package attribution

import "iter"

// lists are many short lists of numbers in one piece of memory: a slice for
// each would take more than what it holds.
type lists struct {
	firsts []uint32 // where each list begins in items; one more for the end
	items  []int32
}

// newLists makes n lists of the items that each yields, every one with the
// number of its list and in its order; each is called twice.
func newLists(n int, each iter.Seq2[int, int32]) lists {
	l := lists{firsts: make([]uint32, n+1)}
	for i := range each {
		l.firsts[i+1]++
	}
	for i := range n {
		l.firsts[i+1] += l.firsts[i]
	}
	l.items = make([]int32, l.firsts[n])
	next := append([]uint32(nil), l.firsts[:n]...)
	for i, item := range each {
		l.items[next[i]] = item
		next[i]++
	}
	return l
}

// at is list i.
func (l *lists) at(i int) []int32 { return l.items[l.firsts[i]:l.firsts[i+1]] }
