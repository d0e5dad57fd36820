package benchmarks

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// overlapRow is one pair of an independent exact program: how many 5-word
// shingles the two share and have.
type overlapRow struct {
	a, b             string
	shared, inA, inB int
}

func (r overlapRow) containment() float64 { return share(r.shared, min(r.inA, r.inB)) }

// due is the containment from which every pair must be listed. Scan lists from
// .30 on; the other program's tokens differ a little.
const due = .36

// overlapScore counts what a scan lists of the pairs that are due.
type overlapScore struct{ found, due, off, listed int }

func (s overlapScore) String() string {
	return fmt.Sprintf("found %d of %d with containment >= .36; numbers off by more than .1: %d; listed %d", s.found, s.due, s.off, s.listed)
}

// scoreOverlaps counts a pair as found too where both articles stand in one
// family that is too large to list all its pairs.
func scoreOverlaps(rows []overlapRow, r *stemma.Result, m *misses) overlapScore {
	listed := map[[2]string]*stemma.Pair{}
	for i := range r.Pairs {
		listed[[2]string{r.Pairs[i].A, r.Pairs[i].B}] = &r.Pairs[i]
	}
	family := map[string]string{}
	for _, f := range r.Families {
		for _, x := range f.Articles {
			if !f.Complete {
				family[x] = f.ID
			}
		}
	}
	s := overlapScore{listed: len(listed)}
	for _, x := range rows {
		if x.containment() < due {
			continue
		}
		s.due++
		p := listed[[2]string{x.a, x.b}]
		if id, in := family[x.a]; p != nil || in && family[x.b] == id {
			s.found++
		} else {
			m.add(x.containment(), "not listed", x.a+" "+x.b)
		}
		if p == nil {
			continue
		}
		if d := math.Abs(p.AInB - share(x.shared, x.inA)); d > .1 {
			s.off++
			m.add(d, "number off", x.a+" "+x.b)
		}
	}
	return s
}

func overlapsOf(t testing.TB, path string) []overlapRow {
	var rows []overlapRow
	for _, r := range table(t, path, false) {
		x := overlapRow{a: r["a"], b: r["b"]}
		for name, into := range map[string]*int{"shared": &x.shared, "shingles_a": &x.inA, "shingles_b": &x.inB} {
			n, err := strconv.Atoi(r[name])
			require.NoError(t, err)
			*into = n
		}
		rows = append(rows, x)
	}
	return rows
}

// measureOverlaps asks for every pair that an exact program found.
func measureOverlaps(b *bench) []row {
	var rows []row
	for _, c := range []string{"helsinki", "ecbplus", "reuters21578", "allsides"} {
		need(b, b.data.path(c, "overlaps.tsv"), b.data.articles(c))
		s := scoreOverlaps(overlapsOf(b, b.data.path(c, "overlaps.tsv")), b.scan(b.data.articles(c)), b.misses)
		rows = append(rows, row{what: "overlaps: " + c, figure: s.String(), better: "+00-00", goal: "all, 1 %"})
		b.Log(rows[len(rows)-1])
	}
	return rows
}

// measureECBPlus counts the pairs of two different events that are called a
// copy or a rewrite: a guard against false alarms.
func measureECBPlus(b *bench) []row {
	need(b, b.data.articles("ecbplus"))
	type event struct {
		ID, Event string
		Topic     int
	}
	events := map[string]event{}
	eachRecord(b, b.data.articles("ecbplus"), func(e event) { events[e.ID] = e })
	n, same := 0, 0
	r := b.scan(b.data.articles("ecbplus"))
	for _, p := range r.Pairs {
		x, y := events[p.A], events[p.B]
		switch {
		case !reuse[p.Relation]:
		case x.Topic == y.Topic && x.Event == y.Event:
			same++
		default:
			n++
			b.misses.add(1, "other event called "+p.Relation+" "+p.Confidence, p.A+" "+p.B)
		}
	}
	return []row{
		{what: "ecbplus: other event called reuse", figure: fmt.Sprint(n), better: "-", goal: "<= 5 of 5621"},
		{what: "ecbplus: same event called reuse", figure: fmt.Sprint(same), better: "0"},
	}
}
