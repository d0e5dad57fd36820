package benchmarks

import (
	"hash/fnv"
	"sort"
)

// A labelled set is shown whole and by halves, split by a hash of the story (or
// of the article where there are no stories): who tunes on the first half sees
// in the second what the tuning is worth elsewhere.

// half is 1 or 2.
func half(story string) int {
	h := fnv.New32a()
	h.Write([]byte(story))
	// FNV's low bits alone depend on little of the input.
	x := h.Sum32()
	return 1 + int((x^x>>16^x>>8)&1)
}

// groups joins articles that stand in one labelled pair: pairs of one group
// share articles and belong to one half.
type groups map[string]string

// find is the smallest id of the group that x belongs to.
func (g groups) find(x string) string {
	for g[x] != "" && g[x] != x {
		x = g[x]
	}
	return x
}

func (g groups) join(x, y string) {
	ends := []string{g.find(x), g.find(y)}
	sort.Strings(ends)
	g[ends[1]] = ends[0]
}

// groupPairs joins the two sides of every pair.
func groupPairs(pairs [][2]string) groups {
	g := groups{}
	for _, p := range pairs {
		g.join(p[0], p[1])
	}
	return g
}
