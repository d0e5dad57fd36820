package similarity

import (
	"cmp"
	"iter"
	"math"
	"math/bits"
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
	size, sampled []int32       // of an article; for a leader, of its smallest member
	bySize, rank  []int32       // the articles, the smallest first, and each one's place there
	postings      *postings     // of places in bySize
	starts        []int64       // of an article's classes
	classes       []class       // not their numbers: looking each up was a third of a million's probes
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
	starts, classes := byArticle(p, m.options, in, p.inOrder(), byNumber)
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
	common, hot := m.postings.weigh(m.options, n, 0), m.postings.weigh(m.options, n, m.options.HotKey+1)
	for c, keys := range m.postings.keys {
		ids := m.postings.articles(c)
		if len(ids) <= m.options.HotKey { // once families hold their keys together
			continue
		}
		for _, key := range keys {
			m.HotKeys = append(m.HotKeys, HotKey{Prefix: key, Articles: len(ids), Example: int(ids[0])})
		}
	}
	slices.SortFunc(m.HotKeys, func(a, b HotKey) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Prefix, b.Prefix))
	})
	probe := make([]bool, n)
	for i := range n {
		if need := m.need(int32(i)); int(common[i]) >= need {
			probe[i] = true
			m.Probed++
			if int(hot[i]) >= need {
				m.Skipped++
			}
		}
	}
	p := m.postings
	m.starts, m.classes = byArticle(p, m.options, probe, p.byPlaces(m.options.HotKey), func(c int32) class { return p.classes[c] })
	m.bySize = make([]int32, n)
	for i := range m.bySize {
		m.bySize[i] = int32(i)
	}
	slices.SortFunc(m.bySize, func(a, b int32) int { return cmp.Or(cmp.Compare(m.size[a], m.size[b]), cmp.Compare(a, b)) })
	m.rank = make([]int32, n)
	for rank, id := range m.bySize {
		m.rank[id] = int32(rank)
	}
	m.postings.rename(m.options, m.rank)
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
			pr = &prober{Matches: m}
		}
		defer m.probers.Put(pr)
		from := first + run*probesEach
		for id := from; id < min(from+probesEach, len(m.size)); id++ {
			if m.starts[id] == m.starts[id+1] {
				continue
			}
			for _, x := range pr.probe(int32(id)) {
				found[run] = append(found[run], probed{int32(id), x.id, x.shared})
			}
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
	tallies tallies
	kept    []int32 // places in tallies
	touched int32   // sum of holders, for nothing
	found   []counted
}

// counted is an article and the keys that it was found to share.
type counted struct{ id, shared int32 }

// probe returns the articles that pair with id as its smaller side, by number.
// They are valid until the next call.
//
// The classes that do not propose hold fewer keys than a pair must share. They are
// those that save the most look-ups a key (the prefix filter holds for any choice
// of them), and of the others only the articles that come after id by size are
// visited (the length filter of Arasu, Ganti and Kaushik 2006): the smaller side
// finds the larger.
func (pr *prober) probe(id int32) []counted {
	need, rest := pr.need(id), 0 // keys from here on
	own := pr.classes[pr.starts[id]:pr.starts[id+1]]
	for _, k := range own {
		rest += int(k.weight)
	}
	proposing, most, ids := 0, 0, pr.postings.ids
	for _, k := range own {
		if rest < need || int(k.width) > pr.options.HotKey {
			break
		}
		proposing++
		most += int(k.width)
		rest -= int(k.weight)
	}
	pr.touch(own[:proposing])
	pr.tallies.clear(min(most, len(pr.size)))
	rank := pr.rank[id]
	for _, k := range own[:proposing] {
		for at := k.start + int64(k.width) - 1; ids[at] > rank; at-- { // the article itself is there
			x := pr.tallies.of(ids[at])
			x.id = ids[at]
			x.shared += k.weight
		}
	}
	return pr.confirm(id, need, rest, own[proposing:])
}

// touch reads the end of the lists of some classes, so that they come from memory
// at once and not one after the other: waiting for them is most of the work.
func (pr *prober) touch(classes []class) {
	for _, k := range classes {
		pr.touched += pr.postings.ids[k.start+int64(k.width)-1]
	}
}

// confirm counts the keys that do not propose, left in number, and keeps what
// reaches the need. What can no longer reach it is dropped on the way: most
// articles that share one sentence share nothing else.
func (pr *prober) confirm(id int32, need, left int, later []class) []counted {
	slots, kept := pr.tallies.slots, pr.kept[:0]
	for i, x := range slots {
		if x.shared > 0 && int(x.shared)+left >= need {
			kept = append(kept, int32(i))
		}
	}
	pr.kept = kept
	const together = 8
	for n, k := range later {
		if len(kept) == 0 {
			break
		}
		if n%together == 0 {
			pr.touch(later[n:min(n+together, len(later))])
		}
		left -= int(k.weight)
		pr.tally(k, pr.rank[id], kept)
		kept = slices.DeleteFunc(kept, func(i int32) bool { return int(slots[i].shared)+left < need })
	}
	pr.found = pr.found[:0]
	for _, i := range kept {
		x := counted{pr.bySize[slots[i].id], slots[i].shared}
		if int(x.shared) >= pr.needOf(id, x.id) {
			pr.found = append(pr.found, x)
		}
	}
	slices.SortFunc(pr.found, func(x, y counted) int { return cmp.Compare(x.id, y.id) })
	return pr.found
}

// tally counts the keys of a class in those of the kept articles, all behind a
// rank, that hold them.
func (pr *prober) tally(k class, rank int32, kept []int32) {
	ids := pr.postings.ids[k.start:][:k.width]
	if len(ids) <= 8*len(kept) {
		for at := len(ids) - 1; ids[at] > rank; at-- {
			if x := pr.tallies.of(ids[at]); x.shared > 0 {
				x.shared += k.weight
			}
		}
		return
	}
	for _, i := range kept {
		x := &pr.tallies.slots[i]
		if _, holds := slices.BinarySearch(ids, x.id); holds {
			x.shared += k.weight
		}
	}
}

// tallies count what each of a few articles shares: an open table that stays in
// the first-level cache, where a count for every article of an archive does not.
type tallies struct {
	slots []counted // none shared marks an empty one
	shift int
}

// clear makes room for so many articles.
func (t *tallies) clear(most int) {
	size := bits.Len(uint(most)) + 1
	t.slots = slices.Grow(t.slots[:0], 1<<size)[:1<<size]
	t.shift = 32 - size
	clear(t.slots)
}

// of is the slot of an article, or the empty one where it would be.
func (t *tallies) of(id int32) *counted {
	i := uint32(id) * (shingleBase >> 32) >> t.shift
	for t.slots[i].shared > 0 && t.slots[i].id != id {
		i = (i + 1) & uint32(len(t.slots)-1)
	}
	return &t.slots[i]
}

// needOf is what a pair must share: two short articles hold every key, so all
// of them count, else only those that both scales hold.
func (pr *prober) needOf(a, b int32) int {
	if pr.options.Scale > 1 && pr.size[a] > pr.sampled[a] && pr.size[b] > pr.sampled[b] {
		return leastShared(pr.options.MinContainment, int(pr.size[a]))
	}
	return pr.need(a)
}
