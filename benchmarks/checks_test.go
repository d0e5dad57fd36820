package benchmarks

import (
	"fmt"
	"sort"
	"strings"

	"github.com/stemma-news/stemma"
)

// checks counts single questions with a right answer, by class.
type checks struct {
	misses *misses
	class  string
	by     map[string]*tally
	names  []string // classes in the order they were met
}

func newChecks(m *misses) *checks { return &checks{misses: m, by: map[string]*tally{}} }

// that counts one answer; the name says which question it was.
func (c *checks) that(ok bool, format string, args ...any) {
	if c.by[c.class] == nil {
		c.by[c.class] = &tally{}
		c.names = append(c.names, c.class)
	}
	c.by[c.class].count(ok)
	if !ok {
		c.misses.add(1, c.class, fmt.Sprintf(format, args...))
	}
}

func (c *checks) total() (t tally) {
	for _, x := range c.by {
		t.right += x.right
		t.said += x.said
	}
	return t
}

// reach is a set of bytes: spans in order, none touching the next.
type reach []stemma.Span

func newReach(spans []stemma.Span) reach {
	sorted := append(reach(nil), spans...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Start < sorted[j].Start })
	var out reach
	for _, s := range sorted {
		switch n := len(out); {
		case s.End <= s.Start:
		case n > 0 && s.Start <= out[n-1].End:
			out[n-1].End = max(out[n-1].End, s.End)
		default:
			out = append(out, s)
		}
	}
	return out
}

func (r reach) size() (n int) {
	for _, s := range r {
		n += s.End - s.Start
	}
	return n
}

// in is the number of bytes that both hold.
func (r reach) in(q reach) (n int) {
	for i, j := 0, 0; i < len(r) && j < len(q); {
		n += max(0, min(r[i].End, q[j].End)-max(r[i].Start, q[j].Start))
		if r[i].End < q[j].End {
			i++
		} else {
			j++
		}
	}
	return n
}

// near says whether 80 % of each lies in the other.
func (r reach) near(q reach) bool {
	n := float64(r.in(q))
	return len(r) > 0 && len(q) > 0 && n >= .8*float64(r.size()) && n >= .8*float64(q.size())
}

// shelf is a result's quotes by article, in their order.
type shelf map[string][]shelved

type shelved struct {
	reach reach
	quote *stemma.Quote
}

func newShelf(r *stemma.Result, key func(id string) string) shelf {
	s := shelf{}
	for i := range r.Quotes {
		q := &r.Quotes[i]
		s[key(q.Article)] = append(s[key(q.Article)], shelved{newReach(q.Segments), q})
	}
	return s
}

// find is the quote that lies where it should. One of several segments may also
// come as one quote a segment.
func (s shelf) find(article string, want reach, segments int) *stemma.Quote {
	for _, x := range s[article] {
		if x.reach.near(want) {
			return x.quote
		}
	}
	if segments < 2 {
		return nil
	}
	var first *stemma.Quote
	var all []stemma.Span
	for _, x := range s[article] {
		if len(x.reach) > 0 && float64(x.reach.in(want)) >= .8*float64(x.reach.size()) {
			if first == nil {
				first = x.quote
			}
			all = append(all, x.reach...)
		}
	}
	if newReach(all).near(want) {
		return first
	}
	return nil
}

// anyName says whether an answer is one of the names that are right: equal, one
// inside the other, or the same last word. A nil among them allows no name.
func anyName(said string, names []*string) bool {
	said = strings.ToLower(said)
	for _, n := range names {
		if n == nil || *n == "" {
			if said == "" {
				return true
			}
			continue
		}
		if said == "" {
			continue
		}
		name := strings.ToLower(*n)
		if strings.Contains(said, name) || strings.Contains(name, said) || lastField(name) == lastField(said) {
			return true
		}
	}
	return false
}

func lastField(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return f[len(f)-1]
	}
	return ""
}
