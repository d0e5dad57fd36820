package similarity

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"sync"
)

// Matches is what a Join found.
type Matches struct {
	// Families lists large sets of near-copies, by leader.
	Families []Family
	// HotKeys lists the keys that proposed no pair because too many articles
	// hold them: two articles that share nothing else are not listed.
	HotKeys []HotKey
	// Skipped is the number of articles in which hot keys made up so much of
	// what others hold that pairs may be missing.
	Skipped int
	// Probed is the number of articles that were looked up.
	Probed int

	options       JoinOptions
	size, sampled []int32 // of an article; for a leader, of its smallest member
	postings      *postings
	starts        []int64
	classes       []int32
	family        map[int32]int // of a leader: index in Families
	inFamily      []familyPair
	probers       sync.Pool
}

type familyPair struct {
	leader, member, shared int
}

// Matches ends the adding and finds what matches. The join's entries are freed;
// it must not be used afterwards.
func (j *Join) Matches() *Matches {
	p := j.gather()
	leader, families := j.gatherFamilies(p)
	m := &Matches{
		Families: families, options: j.options,
		size: slices.Clone(j.size), sampled: slices.Clone(j.sampled), family: map[int32]int{},
	}
	if len(families) > 0 {
		m.pairFamilies(p, leader)
		for f, family := range families {
			m.family[int32(family.Leader)] = f
			for _, id := range family.Members {
				m.size[family.Leader] = min(m.size[family.Leader], j.size[id])
				m.sampled[family.Leader] = min(m.sampled[family.Leader], j.sampled[id])
			}
		}
		p = p.collapse(leader)
	}
	m.postings = p
	m.plan()
	return m
}

// pairFamilies compares each leader with its members.
func (m *Matches) pairFamilies(p *postings, leader []int32) {
	in := make([]bool, len(leader))
	for _, f := range m.Families {
		for _, id := range f.Members {
			in[id] = true
		}
	}
	starts, classes := p.byArticle(len(leader), p.inOrder(), func(id int32) bool { return in[id] })
	of := func(id int) []int32 { return classes[starts[id]:starts[id+1]] }
	for _, f := range m.Families {
		for _, id := range f.Members {
			if id != f.Leader {
				m.inFamily = append(m.inFamily, familyPair{f.Leader, id, p.shared(of(f.Leader), of(id))})
			}
		}
	}
}

// need is the number of keys that a pair must share when article id is its
// smaller side.
func (m *Matches) need(id int32) int {
	return leastShared(m.options.MinContainment, int(m.sampled[id]))
}

func leastShared(containment float64, size int) int {
	return max(1, int(math.Ceil(containment*float64(size)-1e-9)))
}

// plan finds the hot keys and the articles worth probing, and turns the
// postings round for these.
func (m *Matches) plan() {
	n := len(m.size)
	common, hot := make([]int32, n), make([]int32, n)
	for c, weight := range m.postings.weight {
		ids := m.postings.articles(int32(c))
		isHot := len(ids) > m.options.HotKey
		if isHot {
			for _, key := range m.postings.keys[int32(c)] {
				m.HotKeys = append(m.HotKeys, HotKey{Prefix: key, Articles: len(ids), Example: int(ids[0])})
			}
		}
		for _, id := range ids {
			common[id] += weight
			if isHot {
				hot[id] += weight
			}
		}
	}
	slices.SortFunc(m.HotKeys, func(a, b HotKey) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Prefix, b.Prefix))
	})
	probe := func(id int32) bool { return int(common[id]) >= m.need(id) }
	for i := range n {
		if probe(int32(i)) {
			m.Probed++
			if int(hot[i]) >= m.need(int32(i)) {
				m.Skipped++
			}
		}
	}
	m.starts, m.classes = m.postings.byArticle(n, m.postings.byWidth(), probe)
}

// before reports whether a is the smaller side of the pair.
func (m *Matches) before(a, b int32) bool {
	return m.size[a] < m.size[b] || m.size[a] == m.size[b] && a < b
}

// Pairs yields every pair whose containment reaches the threshold, each once,
// in an order that depends on the sketches alone. Among identical articles only
// the first takes part. Shared counts the keys of the pair, at a coarser scale
// those below its limit; where a family takes part it is an upper bound, since
// any member's keys count for the family.
func (m *Matches) Pairs() iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		for _, p := range m.inFamily {
			if !yield(ordered(p.leader, p.member, p.shared)) {
				return
			}
		}
		for first := 0; first < len(m.size); first += together * probesEach {
			for _, found := range m.probeFrom(first) {
				for _, p := range found {
					if !m.yieldPair(yield, int(p.id), int(p.other), int(p.shared)) {
						return
					}
				}
			}
		}
	}
}

// Articles are probed in runs of probesEach, so many runs together on all
// goroutines.
const (
	probesEach = 512
	together   = 64
)

// probed is a pair that a probe found, id being its smaller side.
type probed struct{ id, other, shared int32 }

// probeFrom probes the articles of the next runs and returns what each found.
func (m *Matches) probeFrom(first int) [][]probed {
	n := min(together, (len(m.size)-first+probesEach-1)/probesEach)
	found := make([][]probed, n)
	m.options.Each(n, func(run int) {
		pr, _ := m.probers.Get().(*prober)
		if pr == nil {
			pr = &prober{Matches: m, count: make([]int32, len(m.size))}
		}
		defer m.probers.Put(pr)
		from := first + run*probesEach
		for id := from; id < min(from+probesEach, len(m.size)); id++ {
			if m.starts[id] == m.starts[id+1] {
				continue
			}
			for _, other := range pr.probe(int32(id)) {
				found[run] = append(found[run], probed{int32(id), other, pr.count[other]})
			}
			pr.reset()
		}
	})
	return found
}

func ordered(i, j, shared int) Pair { return Pair{min(i, j), max(i, j), shared} }

// yieldPair yields a pair and, where a side leads a family, the pairs of its
// first members with the other side.
func (m *Matches) yieldPair(yield func(Pair) bool, a, b, shared int) bool {
	if !yield(ordered(a, b, shared)) {
		return false
	}
	for range 2 {
		if f, is := m.family[int32(a)]; is {
			for _, id := range m.Families[f].Members[:m.options.FamilySize] {
				if id != a && !yield(ordered(id, b, min(shared, int(m.size[b])))) {
					return false
				}
			}
		}
		a, b = b, a
	}
	return true
}

// prober looks articles up one after another.
type prober struct {
	*Matches
	count   []int32 // shared keys so far, by article; zero between probes
	touched []int32
}

// probe returns the articles that pair with id as its smaller side. Their
// counts stand in pr.count until reset.
func (pr *prober) probe(id int32) []int32 {
	need := pr.need(id)
	order := pr.classes[pr.starts[id]:pr.starts[id+1]] // those with the fewest holders first
	left := 0                                          // keys from here on
	for _, c := range order {
		left += int(pr.postings.weight[c])
	}
	touched := pr.touched[:0]
	var later []int32
	for i, c := range order {
		if left < need || pr.postings.width(c) > pr.options.HotKey {
			later = order[i:]
			break
		}
		weight := pr.postings.weight[c]
		left -= int(weight)
		for _, other := range pr.postings.articles(c) {
			if pr.count[other] == 0 {
				touched = append(touched, other)
			}
			pr.count[other] += weight
		}
	}
	pr.touched = touched
	return pr.confirm(id, need, left, later)
}

// confirm counts the keys that do not propose, left in number, and keeps what
// reaches the need. What can no longer reach it is dropped on the way: most
// articles that share one sentence share nothing else.
func (pr *prober) confirm(id int32, need, left int, later []int32) []int32 {
	kept := pr.touched[:0]
	for _, other := range pr.touched {
		if int(pr.count[other])+left >= need && pr.before(id, other) {
			kept = append(kept, other)
		} else {
			pr.count[other] = 0
		}
	}
	for _, c := range later {
		if len(kept) == 0 {
			break
		}
		left -= pr.tally(c, kept)
		still := kept[:0]
		for _, other := range kept {
			if int(pr.count[other])+left >= need {
				still = append(still, other)
			} else {
				pr.count[other] = 0
			}
		}
		kept = still
	}
	still := kept[:0]
	for _, other := range kept {
		if int(pr.count[other]) >= pr.needOf(id, other) {
			still = append(still, other)
		} else {
			pr.count[other] = 0
		}
	}
	slices.Sort(still)
	pr.touched = still
	return still
}

// tally counts the keys of a class in those of the kept articles that hold them,
// and returns their number.
func (pr *prober) tally(c int32, kept []int32) int {
	ids, weight := pr.postings.articles(c), pr.postings.weight[c]
	if len(ids) <= 8*len(kept) {
		for _, other := range ids {
			if pr.count[other] > 0 {
				pr.count[other] += weight
			}
		}
		return int(weight)
	}
	for _, other := range kept {
		if _, holds := slices.BinarySearch(ids, other); holds {
			pr.count[other] += weight
		}
	}
	return int(weight)
}

// needOf is what a pair must share: two short articles hold every key, so all
// of them count, else only those that both scales hold.
func (pr *prober) needOf(a, b int32) int {
	if pr.options.Scale > 1 && pr.size[a] > pr.sampled[a] && pr.size[b] > pr.sampled[b] {
		return leastShared(pr.options.MinContainment, int(pr.size[a]))
	}
	return pr.need(a)
}

func (pr *prober) reset() {
	for _, other := range pr.touched {
		pr.count[other] = 0
	}
	pr.touched = pr.touched[:0]
}
