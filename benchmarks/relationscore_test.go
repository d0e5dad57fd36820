package benchmarks

import (
	"fmt"
	"sort"

	"github.com/stemma-news/stemma"
)

// reuse are the relations that say that one text was made from another.
var reuse = map[string]bool{"identical": true, "near-duplicate": true, "partial-copy": true, "rewrite": true}

// labelledPair is what a reader said of two articles.
type labelledPair struct {
	a, b      string
	relation  string
	alt       string // a second right answer, or ""
	sure      bool
	direction string // a->b (b follows a), b->a, common-source or -
	provable  bool   // dates or a credit prove which side was first
	group     string // pairs of one group belong to one half
}

// newLabelledPair reads a row of a table of labelled pairs. Two old words for
// independent are understood.
func newLabelledPair(r record) labelledPair {
	p := labelledPair{a: r["a"], b: r["b"], relation: modern(r["relation"]), alt: modern(r["alt"]),
		sure: r["sure"] == "" || r["sure"] == "1", direction: r["direction"], provable: r["provable"] == "1" || r["provable"] == "yes"}
	if p.alt == "-" {
		p.alt = ""
	}
	return p
}

func modern(relation string) string {
	if relation == "same-story" || relation == "unrelated" {
		return "independent"
	}
	return relation
}

// right says whether a reader accepts the answer.
func (p labelledPair) right(answer string) bool {
	return answer == p.relation || p.alt != "" && answer == p.alt
}

// mayBeReuse says whether some reading of the pair is a copy or a rewrite,
// mustBe whether all are.
func (p labelledPair) mayBeReuse() bool { return reuse[p.relation] || reuse[p.alt] }
func (p labelledPair) mustBeReuse() bool {
	return reuse[p.relation] && (p.alt == "" || reuse[p.alt])
}

// directed says whether one side was made from the other.
func (p labelledPair) directed() bool { return p.direction == "a->b" || p.direction == "b->a" }

// calls says whether the direction is a right `follows`.
func (p labelledPair) calls(d *stemma.Direction) bool {
	return p.direction == "a->b" && d.From == p.a && d.To == p.b ||
		p.direction == "b->a" && d.From == p.b && d.To == p.a
}

// answers are a result's pairs, found by their ids in either order. A pair that
// is not listed is independent.
type answers map[[2]string]*stemma.Pair

func newAnswers(r *stemma.Result) answers {
	said := answers{}
	for i := range r.Pairs {
		p := &r.Pairs[i]
		said[[2]string{p.A, p.B}], said[[2]string{p.B, p.A}] = p, p
	}
	return said
}

var unlisted = &stemma.Pair{Relation: "independent"}

func (s answers) of(p labelledPair) *stemma.Pair {
	if x := s[[2]string{p.a, p.b}]; x != nil {
		return x
	}
	return unlisted
}

// tally counts answers and how many of them were right.
type tally struct{ right, said int }

// share is how many of the answers were right, 1 where there were none.
func (t *tally) share() float64 {
	if t.said == 0 {
		return 1
	}
	return float64(t.right) / float64(t.said)
}

func (t *tally) count(right bool) {
	t.said++
	if right {
		t.right++
	}
}

func (t tally) String() string { return fmt.Sprintf("%d of %d", t.right, t.said) }

// relationScore counts the relations and directions of labelled pairs.
type relationScore struct {
	pairs           int
	strict, lenient int            // the label; the label or its alternative
	hits            map[string]int // right answers by relation
	wrong           map[string]int // wrong answers by what was said
	lost            map[string]int // wrong answers by the label
	confusion       map[[2]string]int
	accused, apart  int               // reuse said where no reading allows it, of such pairs
	missed, reused  int               // another answer where all readings are reuse, of such pairs
	called, right   int               // follows said; of these right
	due, dueCalled  int               // pairs with a true direction; of these called
	confidence      map[string]*tally // answers of reuse by confidence
	rest            map[string]*tally // the other answers by confidence
	towards         map[string]*tally // follows by confidence
}

// scoreRelations holds the answers against the labels.
func scoreRelations(rows []labelledPair, said answers, m *misses) relationScore {
	s := relationScore{pairs: len(rows), hits: map[string]int{}, wrong: map[string]int{}, lost: map[string]int{},
		confusion: map[[2]string]int{}, confidence: levels(), rest: levels(), towards: levels()}
	for _, r := range rows {
		x := said.of(r)
		s.relation(r, x, m)
		s.direction(r, x, m)
	}
	return s
}

func levels() map[string]*tally {
	return map[string]*tally{"high": {}, "medium": {}, "low": {}, "": {}}
}

func (s *relationScore) relation(r labelledPair, x *stemma.Pair, m *misses) {
	got := x.Relation
	s.confusion[[2]string{r.relation, got}]++
	if got == r.relation {
		s.strict++
		s.hits[got]++
	} else {
		s.wrong[got]++
		s.lost[r.relation]++
	}
	if r.right(got) {
		s.lenient++
	}
	weight := 1.0
	if !r.mayBeReuse() {
		s.apart++
		if reuse[got] {
			s.accused++
			weight = 3
		}
	}
	if r.mustBeReuse() {
		s.reused++
		if !reuse[got] {
			s.missed++
			weight = 2
		}
	}
	by := s.rest
	if reuse[got] {
		by = s.confidence
	}
	at(by, x.Confidence).count(r.right(got))
	if !r.right(got) {
		if x.Confidence == "high" {
			weight += .5
		}
		m.add(weight, r.relation+" answered "+got, r.a+" "+r.b)
	}
}

func at(by map[string]*tally, level string) *tally {
	if by[level] == nil {
		by[level] = &tally{}
	}
	return by[level]
}

func (s *relationScore) direction(r labelledPair, x *stemma.Pair, m *misses) {
	follows := x.Direction != nil && x.Direction.Kind == "follows"
	if r.directed() {
		s.due++
		if follows {
			s.dueCalled++
		}
	}
	if !follows {
		return
	}
	s.called++
	ok := r.calls(x.Direction)
	if ok {
		s.right++
	} else {
		m.add(2.2, "direction "+r.direction+" answered follows", r.a+" "+r.b)
	}
	at(s.towards, x.Direction.Confidence).count(ok)
}

// precision, recall and F1 of one relation.
func (s relationScore) of(relation string) (p, r, f float64) {
	p = share(s.hits[relation], s.hits[relation]+s.wrong[relation])
	r = share(s.hits[relation], s.hits[relation]+s.lost[relation])
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// macro is the mean F1 of the relations that the labels hold.
func (s relationScore) macro() float64 {
	relations := s.labels()
	sum := 0.0
	for _, c := range relations {
		_, _, f := s.of(c)
		sum += f
	}
	return sum / float64(max(1, len(relations)))
}

// labels are the relations that the labels hold, sorted.
func (s relationScore) labels() []string {
	var found []string
	seen := map[string]bool{}
	for k := range s.confusion {
		if !seen[k[0]] {
			seen[k[0]] = true
			found = append(found, k[0])
		}
	}
	sort.Strings(found)
	return found
}

// share is part of whole, 0 of nothing.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// orders counts what is said to be proved of who was first, over the pairs with
// a true direction.
func orders(pairs []labelledPair, said answers, m *misses) string {
	var due, shown, claimed, wrong int
	for _, p := range pairs {
		if !p.directed() {
			continue
		}
		first := p.a
		if p.direction == "b->a" {
			first = p.b
		}
		o := said.of(p).Order
		due += one(p.provable)
		shown += one(p.provable && o != nil && o.First == first)
		claimed += one(o != nil)
		wrong += one(o != nil && o.First != first)
		switch {
		case o != nil && o.First != first:
			m.add(2.5, "order wrong", p.a+" "+p.b)
		case o == nil && p.provable:
			m.add(.4, "order not shown", p.a+" "+p.b)
		}
	}
	return fmt.Sprintf("shown %d of %d provable, wrong %d of %d claimed", shown, due, wrong, claimed)
}

const ordersBetter = "+0-0"

// Each of the lines below is worded as score_relations.py words it.

func (s relationScore) summary() string {
	return fmt.Sprintf("macro-F1 %.3f  strict %.3f  lenient %.3f  accused %d of %d  missed %d of %d",
		s.macro(), share(s.strict, s.pairs), share(s.lenient, s.pairs), s.accused, s.apart, s.missed, s.reused)
}

const summaryBetter = "+++-0-0"

func (s relationScore) directions() string {
	return fmt.Sprintf("direction called %d, right %d; with a true direction %d", s.called, s.right, s.due)
}

const directionsBetter = "0+0"

func (s relationScore) one(relation string) string {
	p, r, f := s.of(relation)
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f  of %d", p, r, f, s.hits[relation]+s.lost[relation])
}

const oneBetter = "+++0"
