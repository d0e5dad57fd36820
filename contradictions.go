package stemma

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/attribution"
)

// contradictors is how many other articles of the event are asked for each
// pair. In an archive of up to so many all of them are.
const contradictors = 24

// contradict shows, with a pair of reuse, the values that both articles give and
// that others of the archive give differently: a slip that went from one into the
// other. It adds evidence and changes no relation.
func (e *engine) contradict(p *Pair, near func(i, j int) []int) {
	if p.Direction == nil || p.Version {
		return
	}
	i, j := e.archive.byID[p.A], e.archive.byID[p.B]
	others := func(yield func(*attribution.Profile) bool) {
		for _, x := range near(i, j) {
			if !yield(e.desk.take(x).profile) {
				return
			}
		}
	}
	a, b := e.desk.take(i), e.desk.take(j)
	for _, c := range attribution.Contradicted(a.profile, b.profile, others) {
		p.Direction.Evidence = append(p.Direction.Evidence, e.contradicted(c))
	}
}

// neighbours returns, for a pair, the first articles by their ids that were
// candidates of one of its sides. Candidates are sorted, so that the partners of
// an article come in the order of their ids, and no more of them are kept than
// are asked for.
func (e *engine) neighbours(candidates []indexPair) func(i, j int) []int {
	if n := len(e.archive.articles); n <= contradictors {
		return func(i, j int) []int {
			var all []int
			for x := range n {
				if x != i && x != j {
					all = append(all, x)
				}
			}
			return all
		}
	}
	of := make([][]int, len(e.archive.articles))
	keep := func(i, j int) {
		if len(of[i]) <= contradictors { // one of them may be the other side
			of[i] = append(of[i], j)
		}
	}
	for _, p := range candidates {
		keep(p.i, p.j)
		keep(p.j, p.i)
	}
	return func(i, j int) []int {
		all := slices.DeleteFunc(slices.Concat(of[i], of[j]), func(x int) bool { return x == i || x == j })
		slices.Sort(all)
		all = slices.Compact(all)
		return all[:min(len(all), contradictors)]
	}
}

// contradicted writes a contradiction as evidence, with every place.
func (e *engine) contradicted(c attribution.Contradiction) Evidence {
	text := func(p attribution.Place) string {
		return strings.Join(strings.Fields(Span{Start: p.Start, End: p.End}.In(e.archive.Text(p.Article))), " ")
	}
	var ids []string
	out := Evidence{Code: "value-contradicted"}
	for _, p := range append([]attribution.Place{c.A, c.B}, c.Others...) {
		out.Spans = append(out.Spans, Place{Article: p.Article, Span: Span{Start: p.Start, End: p.End}})
	}
	for _, p := range c.Others {
		ids = append(ids, p.Article)
	}
	out.Text = fmt.Sprintf("both give %q where %s give %q", text(c.A), strings.Join(ids, " and "), text(c.Others[0]))
	return out
}
