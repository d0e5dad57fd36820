package attribution

import (
	"cmp"
	"slices"
	"time"

	"github.com/stemma-news/stemma/article"
)

// Member is an article as far as a family needs it.
type Member struct {
	ID, Publisher string
	When          article.Interval
	Credits       []Credit
}

// Link is one verified pair of a family: a relation of reuse between the
// members with the indexes A and B.
type Link struct {
	A, B                 int
	Relation, Confidence string
	// First is -1 where A is known to be the earlier one, 1 where B is, else 0.
	First int
}

// FamilyEdge joins two members; From had it first where that is known, else it
// is the one that stands first in the family.
type FamilyEdge struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Relation   string `json:"relation"`
	Confidence string `json:"confidence"`
}

// LostSource is a source that members credit and the archive does not hold.
type LostSource struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Family is articles joined by verified copies and rewrites.
type Family struct {
	ID       string       `json:"id"` // of its first member
	Articles []string     `json:"articles"`
	Edges    []FamilyEdge `json:"edges"`
	Lost     []LostSource `json:"lost"`
	// Complete is false where the pairs were not all compared, as the caller
	// says: of a large family each member has the edge to its nearest earlier
	// carrier only.
	Complete bool `json:"complete"`
}

// Families joins members by their links. Links of low confidence do not join:
// a weak guess between two families must not make them one. Members stand in
// the order of time (first what is known to be earliest, then by id), edges in
// the order of their members. The result does not depend on the order of the
// links. Near linear in members and links.
func Families(members []Member, links []Link) []Family {
	parent := make([]int, len(members))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, l := range links {
		if l.Confidence != Low {
			parent[find(l.A)] = find(l.B)
		}
	}
	groups := map[int][]int{}
	joined := make([]bool, len(members))
	for _, l := range links {
		if l.Confidence != Low {
			joined[l.A], joined[l.B] = true, true
		}
	}
	for i := range members {
		if joined[i] {
			groups[find(i)] = append(groups[find(i)], i)
		}
	}
	inside := map[int][]Link{}
	for _, l := range links {
		if joined[l.A] && find(l.A) == find(l.B) {
			inside[find(l.A)] = append(inside[find(l.A)], l)
		}
	}
	out := make([]Family, 0, len(groups))
	for root, g := range groups {
		out = append(out, family(members, g, inside[root]))
	}
	slices.SortFunc(out, func(a, b Family) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// family orders one group of members and its links.
func family(members []Member, group []int, links []Link) Family {
	slices.SortFunc(group, func(i, j int) int { return compareMembers(members[i], members[j]) })
	place := make(map[int]int, len(group))
	f := Family{Complete: true, Lost: []LostSource{}, Edges: make([]FamilyEdge, 0, len(links))}
	for k, i := range group {
		place[i] = k
		f.Articles = append(f.Articles, members[i].ID)
	}
	f.ID = f.Articles[0]
	slices.SortFunc(links, func(x, y Link) int {
		xf, xt := ends(x, place)
		yf, yt := ends(y, place)
		if c := cmp.Compare(place[xf], place[yf]); c != 0 {
			return c
		}
		return cmp.Compare(place[xt], place[yt])
	})
	for _, l := range links {
		from, to := ends(l, place)
		f.Edges = append(f.Edges, FamilyEdge{members[from].ID, members[to].ID, l.Relation, l.Confidence})
	}
	f.Lost = lostSources(members, group)
	return f
}

// ends are the members of a link, the earlier one first.
func ends(l Link, place map[int]int) (from, to int) {
	switch {
	case l.First < 0:
		return l.A, l.B
	case l.First > 0:
		return l.B, l.A
	case place[l.A] <= place[l.B]:
		return l.A, l.B
	}
	return l.B, l.A
}

// compareMembers orders by the middle of the interval in which a member was
// published: a bare day, which may begin early in the east, does not stand
// before every hour of that day. One of which nothing is known, or only that it
// is not older than a day, comes last: it may be of any later day.
func compareMembers(a, b Member) int {
	x, y := middle(a.When), middle(b.When)
	switch {
	case x.IsZero() && !y.IsZero():
		return 1
	case y.IsZero() && !x.IsZero():
		return -1
	case !x.Equal(y):
		return x.Compare(y)
	}
	if c := a.When.Latest.Compare(b.When.Latest); c != 0 {
		return c
	}
	return cmp.Compare(a.ID, b.ID)
}

// middle is the middle of an interval, its latest where that alone is known, or
// zero.
func middle(i article.Interval) time.Time {
	if !i.Known() {
		return i.Latest
	}
	return i.Earliest.Add(i.Latest.Sub(i.Earliest) / 2)
}

// lostSources are the names that members credit and that are the publisher of
// none of them, in the order of their names.
func lostSources(members []Member, group []int) []LostSource {
	out := []LostSource{}
	seen := map[string]bool{}
	for _, i := range group {
		for _, c := range members[i].Credits {
			if seen[c.Agency] {
				continue
			}
			seen[c.Agency] = true
			if !slices.ContainsFunc(group, func(j int) bool { return isOutlet(c.Agency, members[j].Publisher) }) {
				out = append(out, LostSource{"lost:" + c.Agency, c.Agency})
			}
		}
	}
	slices.SortFunc(out, func(a, b LostSource) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
