package stemma

import (
	"slices"

	"github.com/stemma-news/stemma/attribution"
)

// addFamilies joins the articles of the listed copies and rewrites.
func (e *engine) addFamilies(r *Result) {
	var links []attribution.Link
	for i := range r.Pairs {
		if l, is := e.linkOf(&r.Pairs[i]); is {
			links = append(links, l)
		}
	}
	r.Families = e.families(links)
}

// linkOf is what a family keeps of a pair, false where the pair joins nothing.
func (e *engine) linkOf(p *Pair) (attribution.Link, bool) {
	if !isReuse(p.Relation) {
		return attribution.Link{}, false
	}
	l := attribution.Link{A: e.archive.byID[p.A], B: e.archive.byID[p.B], Relation: p.Relation, Confidence: p.Confidence}
	switch earlier(p) {
	case p.A:
		l.First = -1
	case p.B:
		l.First = 1
	}
	return l, true
}

// families joins articles by the links between them, in the order of the pairs.
func (e *engine) families(links []attribution.Link) []Family {
	members := make([]attribution.Member, len(e.digests))
	for i := range e.digests {
		c := &e.digests[i].carrier
		members[i] = attribution.Member{ID: e.archive.articles[i].ID, Publisher: c.Publisher, When: c.When, Credits: e.digests[i].credits}
	}
	found := []Family{}
	for _, f := range attribution.Families(members, links) {
		f.Complete = f.Complete && !e.holdsCrowd(f.Articles)
		found = append(found, f)
	}
	return found
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

// holdsCrowd reports whether some of the articles are of a crowd, of which only
// neighbours in time were compared.
func (e *engine) holdsCrowd(ids []string) bool {
	return e.crowdOf != nil && slices.ContainsFunc(ids, func(id string) bool { return e.crowdOf[e.archive.byID[id]] != 0 })
}
