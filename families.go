package stemma

import (
	"github.com/stemma-news/stemma/attribution"
)

// addFamilies joins the articles of the listed copies and rewrites.
func (e *engine) addFamilies(r *Result) {
	members := make([]attribution.Member, len(e.digests))
	for i := range e.digests {
		c := &e.digests[i].carrier
		members[i] = attribution.Member{ID: e.archive.articles[i].ID, Publisher: c.Publisher, When: c.When, Credits: e.digests[i].credits}
	}
	var links []attribution.Link
	for _, p := range r.Pairs {
		if !isReuse(p.Relation) {
			continue
		}
		l := attribution.Link{A: e.archive.byID[p.A], B: e.archive.byID[p.B], Relation: p.Relation, Confidence: p.Confidence}
		switch earlier(&p) {
		case p.A:
			l.First = -1
		case p.B:
			l.First = 1
		}
		links = append(links, l)
	}
	for _, f := range attribution.Families(members, links) {
		r.Families = append(r.Families, e.familyOf(f))
	}
}

func isReuse(relation string) bool {
	return attribution.Relation{Kind: relation}.IsReuse()
}

// earlier is the id of the article of a pair that had it first, as far as an
// order or a direction tells, else "".
func earlier(p *Pair) string {
	switch {
	case p.Order != nil:
		return p.Order.First
	case p.Direction != nil:
		return p.Direction.From
	}
	return ""
}

// familyOf writes a family as results have it. One that holds a crowd is not
// complete: of a crowd only neighbours in time were compared.
func (e *engine) familyOf(f attribution.Family) Family {
	out := Family{ID: f.ID, Articles: f.Articles, Edges: make([]Edge, 0, len(f.Edges)), Lost: make([]Lost, 0, len(f.Lost)), Complete: f.Complete}
	for _, x := range f.Edges {
		out.Edges = append(out.Edges, Edge{From: x.From, To: x.To, Relation: x.Relation, Confidence: x.Confidence})
	}
	for _, l := range f.Lost {
		out.Lost = append(out.Lost, Lost{ID: l.ID, Name: l.Name})
	}
	for _, id := range f.Articles {
		if e.crowdOf != nil && e.crowdOf[e.archive.byID[id]] != 0 {
			out.Complete = false
		}
	}
	return out
}
