package report

import (
	"strings"

	"github.com/stemma-news/stemma"
)

// familyView is a family drawn as a tree.
type familyView struct {
	Head, Lang string // what it is about
	Title      string // how large it is
	Span       string
	Nodes      []nodeView // depth first
	Lost       []string
	Left       int
	Whole      bool // all pairs are listed
	Open       bool // short enough to stand open in a list of families
}

// nodeView is a member of a family. Opens and Closes are how many lists begin
// before it and end after it, so that a template can draw nested lists without
// recursion.
type nodeView struct {
	Name, Title, Lang, Publisher, Date, Edge string
	Self, Root, Lost                         bool
	Loose                                    bool // who came first is not proved
	Depth                                    int
	Closes                                   []int
	Opens                                    bool
}

const webMembers = 200

// familyView draws the tree of a family; self is marked.
func (c *catalogue) familyView(f *stemma.Family, self string) familyView {
	v := familyView{Whole: f.Complete}
	whole := c.treeOf(f)
	tree, left := first(whole, webMembers)
	v.Left = left
	v.Head, v.Lang = c.headOf(whole)
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
			n.Loose = b.how != proved
			if how := b.how.text(); how != "" {
				n.Edge += ", " + how
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

// headOf is what a family is about: the headline of the first article of its
// tree that has one, with its language, else how the first article's text
// begins, else that article's name.
func (c *catalogue) headOf(tree []branch) (head, lang string) {
	for _, b := range tree {
		if a := c.article(b.id); a.Title != "" {
			return cut(oneLine(a.Title), 90), language(a.Language)
		}
	}
	if len(tree) == 0 {
		return "", ""
	}
	a := c.article(tree[0].id)
	const enough = 400 // bytes, for 90 columns
	text := a.Text[frontMatter(a.Text):]
	if text = strings.ToValidUTF8(text[:min(len(text), enough)], ""); strings.TrimSpace(text) != "" {
		return cut(oneLine(strings.Join(strings.Fields(text), " ")), 90), language(a.Language)
	}
	return c.name(a.ID), ""
}

// spanOf is the time between the first and the last dated member.
func (c *catalogue) spanOf(f *stemma.Family) string {
	from, to := "", ""
	for _, id := range f.Articles {
		a := c.article(id)
		if isUndated(a) {
			continue
		}
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
