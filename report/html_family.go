package report

import "github.com/stemma-news/stemma"

// familyView is a family drawn as a tree.
type familyView struct {
	Title string
	Span  string
	Nodes []nodeView // depth first
	Lost  []string
	Left  int
	Whole bool // all pairs are listed
	Open  bool // short enough to stand open in a list of families
}

// nodeView is a member of a family. Opens and Closes are how many lists begin
// before it and end after it, so that a template can draw nested lists without
// recursion.
type nodeView struct {
	Name, Title, Lang, Publisher, Date, Edge string
	Self, Root, Lost                         bool
	Depth                                    int
	Closes                                   []int
	Opens                                    bool
}

const webMembers = 200

// familyView draws the tree of a family; self is marked.
func (c *catalogue) familyView(f *stemma.Family, self string) familyView {
	v := familyView{Whole: f.Complete}
	tree, left := first(treeOf(f), webMembers)
	v.Left = left
	v.Title = count(len(f.Articles), "article", "articles")
	if len(f.Articles) > 0 {
		v.Span = c.spanOf(f)
	}
	below := 0
	for _, l := range f.Lost {
		v.Lost = append(v.Lost, oneLine(l.Name))
		v.Nodes = append(v.Nodes, nodeView{Name: oneLine(l.Name), Lost: true, Root: true, Edge: "named as the source, not in the archive"})
		below = 1
	}
	for _, b := range tree {
		a := c.article(b.id)
		n := nodeView{Name: c.name(b.id), Title: cut(oneLine(a.Title), 70), Lang: language(a.Language), Publisher: oneLine(a.Publisher), Date: dated(a), Self: b.id == self, Root: b.edge == nil && below == 0, Depth: b.depth + below}
		if b.edge != nil {
			n.Edge = oneLine(b.edge.Relation)
			if b.edge.Confidence != "high" {
				n.Edge += ", " + oneLine(b.edge.Confidence) + " confidence"
			}
			if !b.known {
				n.Edge += ", order not known"
			}
		}
		v.Nodes = append(v.Nodes, n)
	}
	for i := range v.Nodes {
		next := 0
		if i+1 < len(v.Nodes) {
			next = v.Nodes[i+1].Depth
		}
		v.Nodes[i].Opens = next > v.Nodes[i].Depth
		for k := next; k < v.Nodes[i].Depth; k++ {
			v.Nodes[i].Closes = append(v.Nodes[i].Closes, k)
		}
	}
	return v
}

// spanOf is the time between the first and the last dated member.
func (c *catalogue) spanOf(f *stemma.Family) string {
	from, to := "", ""
	for _, id := range f.Articles {
		a := c.article(id)
		d := day(a.Published)
		if len(d) != len("2006-01-02") {
			d = dayOf(nonEmpty(startOf(a)))
		}
		if d == "" {
			continue
		}
		if from == "" || d < from {
			from = d
		}
		to = max(to, d)
	}
	if from == to {
		return from
	}
	return from + " to " + to
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
