package attribution

import (
	"maps"
	"slices"
)

// Reporters quote the best half of a saying and tell the other half where they
// introduce it: a sentence beside the words in marks is held against the rest.
const (
	besideBefore = 2   // sentences before the words in marks that are looked at
	restLeast    = 12. // rarity of the stems that the words in marks must leave out
)

// rests are the sayings of which an article has a part in marks, each without
// that part.
type rests struct {
	m  *reportMatcher
	ci int
	// beside holds a report and an utterance that stand beside each other, true
	// where the report comes first.
	beside map[[2]int]bool
	made   map[int]*sayingStems // nil where the article leaves little out
}

func (m *reportMatcher) restsOf(ci int) *rests {
	r := &rests{m: m, ci: ci, beside: map[[2]int]bool{}, made: map[int]*sayingStems{}}
	c := &m.carriers[ci]
	for q := range c.Quotes {
		u := int(m.said.at(ci)[q])
		if len(m.holders.at(u)) < 2 {
			continue // nobody has more of it
		}
		at := c.Reports.behind(c.Quotes[q].Segments[0].Start)
		for ri := at - besideBefore; ri < at; ri++ {
			r.beside[[2]int{ri, u}] = true
		}
		r.beside[[2]int{at, u}] = r.beside[[2]int{at, u}]
	}
	return r
}

// of is what utterance u says beyond its wordings in the article where one of
// them stands beside report ri, nil where none does or the rest is little. A
// report behind the words counts where it is their frame.
func (r *rests) of(ri, u int, framed bool) *sayingStems {
	before, beside := r.beside[[2]int{ri, u}]
	if !beside || !before && !framed {
		return nil
	}
	if st, ok := r.made[u]; ok {
		return st
	}
	st := *r.m.saying(u)
	st.weight = maps.Clone(st.weight)
	c := &r.m.carriers[r.ci]
	for q := range c.Quotes {
		if c.Quotes[q].Utterance != r.m.us[u].ID {
			continue
		}
		for x := range stemsOf(c.Quotes[q].Text).weight {
			delete(st.weight, x)
		}
	}
	st.total = 0
	for _, x := range slices.Sorted(maps.Keys(st.weight)) { // sums of fractions depend on their order
		st.total += st.weight[x]
	}
	r.made[u] = nil
	if st.total >= restLeast {
		st.scale = min(1, sayingRarity/st.total)
		r.made[u] = &st
	}
	return r.made[u]
}
