package report

import (
	"fmt"
	"sort"
	"strings"

	"github.com/stemma-news/stemma"
)

// How much of a scan is shown.
const (
	mostFamilies = 20
	mostMembers  = 30
	mostPairs    = 40
)

// scan writes the matrix where it is small enough to be read, then families,
// pairs, utterances and findings.
func (p *page) scan(c *catalogue) {
	if len(c.Articles) > 1 && len(c.Articles) <= MatrixLimit {
		p.matrix(c)
		p.blank()
	} else {
		p.text(count(len(c.Articles), "article", "articles") + ", " + count(len(c.Pairs), "pair", "pairs") + " listed")
		p.blank()
	}
	p.families(c)
	p.pairs(c)
	p.sayings(c, "UTTERANCES ", "shared", "", mostSayings)
	p.findings(c, "")
}

// families draws each family as an indented tree in time order.
func (p *page) families(c *catalogue) {
	if len(c.Families) == 0 {
		return
	}
	p.heading("FAMILIES ", thousands(len(c.Families)))
	for i := range c.Families {
		if i == mostFamilies {
			p.rest(len(c.Families)-i, "families", "--format families-csv lists all")
			break
		}
		p.family(c, &c.Families[i], i+1)
	}
	p.blank()
}

func (p *page) family(c *catalogue, f *stemma.Family, n int) {
	tree := c.treeOf(f)
	head := padRight(fmt.Sprintf("  %d ", n), 6)
	below := 0
	for _, l := range f.Lost {
		p.wrap(head, "        ", []piece{{"○ " + oneLine(l.Name), plain}, {"  named as the source, not in the archive", dim}})
		head, below = "      ", 1
	}
	room := 0 // of the names with what stands before them
	for i, b := range tree {
		if i < mostMembers {
			room = max(room, columns(c.name(b.id))+treeIndent(b.depth+below))
		}
	}
	room = min(room, p.width/2)
	for i, b := range tree {
		if i == mostMembers {
			p.rest(len(tree)-i, "members", "--format families-csv lists all")
			break
		}
		p.branch(c, b, b.depth+below, head, room)
		head = "      "
	}
	if !f.Complete {
		p.wrap("      ", "      ", []piece{{"each member with its nearest earlier carrier only", dim}})
	}
}

// treeIndent is how far a member of a family stands from the margin; from the
// eighth step on it stays.
func treeIndent(depth int) int { return 3 * min(depth, 8) }

// branch writes one member of a family behind its lines of descent.
func (p *page) branch(c *catalogue, b branch, depth int, head string, room int) {
	lines := ""
	if n := treeIndent(depth); n > 0 {
		lines = strings.Repeat(" ", n-3) + "└─ "
	}
	what := ""
	if b.edge != nil {
		what = oneLine(b.edge.Relation)
		if b.edge.Confidence != "high" {
			what += ", " + oneLine(b.edge.Confidence) + " confidence"
		}
		if how := b.how.text(); how != "" {
			what += ", " + how
		}
	}
	name := room - columns(lines)
	row := head + lines + padRight(cutMiddle(c.name(b.id), name), name) + "  " + padRight(dated(c.article(b.id)), 10) + "  "
	p.wrap(row, strings.Repeat(" ", len(head)+columns(lines)+3), []piece{{what, dim}})
}

// pairs lists the pairs that are not independent, one a line, the weightiest
// first, and counts the others.
func (p *page) pairs(c *catalogue) {
	var shown []*stemma.Pair
	independent := 0
	for i := range c.Pairs {
		if c.Pairs[i].Relation == "independent" {
			independent++
			continue
		}
		shown = append(shown, &c.Pairs[i])
	}
	if len(shown) == 0 {
		return
	}
	sort.SliceStable(shown, func(i, j int) bool { return weight(shown[i]) < weight(shown[j]) })
	room := 0
	for i, x := range shown {
		if i < mostPairs {
			room = max(room, columns(c.name(x.A)), columns(c.name(x.B)))
		}
	}
	const fixed = 2 + 15 + 4 + 12 + 2 + 6
	room = max(8, min(room, (p.width-fixed)/2))
	p.heading("PAIRS "+thousands(len(shown)), "   share of each inside passages, confidence")
	for i, x := range shown {
		if i == mostPairs {
			p.rest(len(shown)-i, "pairs", "--format csv lists all")
			break
		}
		if p.width < narrow {
			p.narrowPair(c, sideOf(x, x.A))
			continue
		}
		s := sideOf(x, x.A)
		name := func(id string) string { return padRight(cutMiddle(c.name(id), room), room) }
		p.line(piece{"  " + padRight(cut(c.relation(s), 14), 15), verdictStyle(s)},
			piece{name(x.A) + "  " + name(x.B) + "  ", plain},
			piece{padLeft(shortPercent(x.ACovered.All), 6) + padLeft(shortPercent(x.BCovered.All), 6) + "  ", plain},
			piece{cut(oneLine(x.Confidence), 6), dim})
	}
	if independent > 0 {
		p.wrap("  ", "  ", []piece{{"and " + count(independent, "independent pair", "independent pairs"), dim}})
	}
	p.blank()
}

// narrow is the width below which a pair takes more than one line.
const narrow = 60

// narrowPair writes a pair on lines of its own.
func (p *page) narrowPair(c *catalogue, s side) {
	p.wrap("  ", "      ", []piece{{c.relation(s), verdictStyle(s)}, {"  " + shortPercent(s.ACovered.All) + " / " + shortPercent(s.BCovered.All), plain}, {"  " + oneLine(s.Confidence), dim}})
	for _, id := range []string{s.A, s.B} {
		p.line(piece{"    " + cutMiddle(c.name(id), p.width-4), plain})
	}
}

// shortPercent is percent for a narrow column.
func shortPercent(share float64) string {
	switch s := percent(share); s {
	case "under 1 %":
		return "<1 %"
	case "over 99 %":
		return ">99 %"
	default:
		return s
	}
}
