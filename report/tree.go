package report

import "github.com/stemma-news/stemma"

// branch is one article of a family's tree.
type branch struct {
	id    string
	depth int
	edge  *stemma.Edge // to the parent, nil for a root
	how   order        // how it is known that the parent came first
}

// order is what is known of who of two articles came first.
type order uint8

const (
	unordered order = iota
	inferred
	proved
)

// text says what is not proved.
func (o order) text() string {
	return [...]string{"order not known", "order inferred", ""}[o]
}

// joint is an edge of a family with the places of its ends; above came first
// where that is known.
type joint struct {
	above, below int
	edge         *stemma.Edge
	how          order
}

// treeOf turns the graph of a family into a tree, a view: all edges are in the
// result. Where it is known who came first, by proof or by inference, an
// article hangs below the one that it is nearest to among those before it. What
// is left without a parent is joined by an edge whose order is not known, the
// later in the family's order below the earlier and, where that can be, the one
// without a date below the dated one. Depth first, in the family's order.
func (c *catalogue) treeOf(f *stemma.Family) []branch {
	at := make(map[string]int, len(f.Articles))
	for i, id := range f.Articles {
		at[id] = i
	}
	up := make([]*joint, len(f.Articles))
	root := func(i int) int {
		for up[i] != nil {
			i = up[i].above
		}
		return i
	}
	joints := c.joints(f, at)
	for i := range joints {
		j := &joints[i]
		if now := up[j.below]; j.how == unordered || now != nil && !j.nearer(now) {
			continue
		}
		if root(j.above) != j.below { // inferences may go round in a circle
			up[j.below] = j
		}
	}
	for i := range joints {
		j := &joints[i]
		if j.how != unordered || root(j.above) == root(j.below) {
			continue
		}
		if up[j.below] == nil {
			up[j.below] = j
		} else if up[j.above] == nil {
			j.above, j.below = j.below, j.above
			up[j.below] = j
		}
	}
	return branches(f, up)
}

// joints are the edges of a family between its members.
func (c *catalogue) joints(f *stemma.Family, at map[string]int) []joint {
	undated := func(i int) bool { return isUndated(c.article(f.Articles[i])) }
	list := make([]joint, 0, len(f.Edges))
	for i := range f.Edges {
		e := &f.Edges[i]
		from, ok1 := at[e.From]
		to, ok2 := at[e.To]
		if !ok1 || !ok2 || from == to {
			continue
		}
		j := joint{from, to, e, c.orderOf(e)}
		if j.how == unordered {
			j.above, j.below = min(from, to), max(from, to)
			if undated(j.above) && !undated(j.below) {
				j.above, j.below = j.below, j.above
			}
		}
		list = append(list, j)
	}
	return list
}

// orderOf is how it is known that an edge's source came first.
func (c *catalogue) orderOf(e *stemma.Edge) order {
	i, listed := c.pairAt[[2]string{min(e.From, e.To), max(e.From, e.To)}]
	if !listed {
		return unordered
	}
	s := sideOf(&c.Pairs[i], e.From)
	switch first, _ := s.precedes(); {
	case !first:
		return unordered
	case s.Order == nil:
		return inferred
	}
	return proved
}

// nearer prefers a proof, then the more literal relation, then the earlier
// source.
func (j *joint) nearer(than *joint) bool {
	if j.how != than.how {
		return j.how > than.how
	}
	a, b := weight(&stemma.Pair{Relation: j.edge.Relation}), weight(&stemma.Pair{Relation: than.edge.Relation})
	if a != b {
		return a < b
	}
	return j.above < than.above
}

// branches lists a forest depth first.
func branches(f *stemma.Family, up []*joint) []branch {
	children := make([][]int, len(up))
	for i, j := range up {
		if j != nil {
			children[j.above] = append(children[j.above], i)
		}
	}
	type open struct{ i, depth int }
	var stack []open
	for i := len(up) - 1; i >= 0; i-- {
		if up[i] == nil {
			stack = append(stack, open{i, 0})
		}
	}
	out := make([]branch, 0, len(up))
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		b := branch{id: f.Articles[x.i], depth: x.depth}
		if j := up[x.i]; j != nil {
			b.edge, b.how = j.edge, j.how
		}
		out = append(out, b)
		for k := len(children[x.i]) - 1; k >= 0; k-- {
			stack = append(stack, open{children[x.i][k], x.depth + 1})
		}
	}
	return out
}
