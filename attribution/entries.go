package attribution

import "github.com/stemma-news/stemma/similarity"

// Agencies keep one running report of an event, "The Latest", and put each new
// entry on top under the time of day. Two states of it tell by themselves which
// is the later one, dated or not: the one that goes on to a later time, where
// both have an entry in common. Of the labelled pairs of reuse 2 are such, both
// called right, and 35 of Helsinki, of which dates order 6: all as the entries do.

// entry is the time of day that stands above an entry of a running report.
type entry struct {
	minute int
	place  Place
}

// entries lists the times that stand alone in a line, or with the name of their
// zone, as long as each is earlier than the one above; nil where one is not.
func (p *Profile) entries() (list []entry) {
	b := p.Body
	for _, a := range p.anchors {
		minute, ok := similarity.MinuteOfDay(b, a)
		s := b.Sentences[a.Sentence]
		if !ok || s.First != a.First || s.Last > a.Last+1 {
			continue
		}
		if n := len(list); n > 0 && list[n-1].minute <= minute {
			return nil
		}
		list = append(list, entry{minute, Place{b.Article.ID, b.Tokens[a.First].Start, s.End}})
	}
	return list
}

// byEntries: both are states of one running report, and one goes on for longer.
func (d *directing) byEntries() bool {
	a, b := d.a.entries(), d.b.entries()
	if !haveCommon(a, b) || a[0].minute == b[0].minute {
		return false
	}
	from, to, last, next := d.a, d.b, a[0].place, b[0].place
	if a[0].minute > b[0].minute {
		from, to, last, next = d.b, d.a, b[0].place, a[0].place
	}
	if d.first(to) {
		return false
	}
	d.say("entries", []Place{last, next}, "%s ends with the entry of %s, %s goes on to %s", from.Body.Article.ID, last.in(from), to.Body.Article.ID, next.in(to))
	d.follow(from, to, Medium)
	return true
}

// haveCommon reports an entry of both lists, and three entries in all: two texts
// that each name one time are no running report.
func haveCommon(a, b []entry) bool {
	if len(a)+len(b) < 3 {
		return false
	}
	for _, x := range a {
		for _, y := range b {
			if x.minute == y.minute {
				return true
			}
		}
	}
	return false
}
