package similarity

import (
	"math"
	"slices"
	"sync"
)

// postings are the keys that two articles or more hold, by classes: the keys of
// a class are held by the same articles.
type postings struct {
	ids     []int32 // the holders of all classes
	classes []class
	keys    map[int32][]uint64 // of classes with many holders: the 40-bit keys
}

// class is where the holders of some keys stand, sorted, and how many keys they
// are.
type class struct {
	start         int64
	width, weight int32
}

func newPostings() *postings { return &postings{keys: map[int32][]uint64{}} }

// articles are the holders of a class.
func (p *postings) articles(c int32) []int32 {
	k := p.classes[c]
	return p.ids[k.start:][:k.width]
}

// add appends a class.
func (p *postings) add(ids []int32, weight int32) {
	p.classes = append(p.classes, class{int64(len(p.ids)), int32(len(ids)), weight})
	p.ids = append(p.ids, ids...)
}

// pendingHolders is how many holders lie unmerged at most, 128 MB of them.
const pendingHolders = 32 << 20

// manyKeys is the number of keys above which nothing waits: they are too many
// by then, and memory is dear.
const manyKeys = 256 << 20

// gather turns what was added into postings and frees it. Partitions are
// gathered some at a time, on all goroutines, and taken in their order.
//
// Most keys that two articles share lead to no pair, since neither shares
// enough. So holders wait until all are known and only then become classes, if
// one of them can be the smaller side of a pair: on AllSides a tenth. Where they
// are too many to wait, all become classes as they come.
func (j *Join) gather() *postings {
	const atOnce = 16
	j.end()
	for _, in := range j.intakes {
		in.settle(j.sameAs)
	}
	mergers := make([]merger, shards)
	for s := range mergers {
		mergers[s] = merger{postings: newPostings(), many: j.options.HotKey}
	}
	var waiting []*found
	n, keys := 0, 0
	for _, in := range j.intakes {
		keys += in.keys()
	}
	wait := keys <= manyKeys
	merge := func(all []*found, wanted func([]int32) bool) {
		j.options.Each(shards, func(s int) {
			for _, f := range all {
				mergers[s].merge(&f[s], wanted)
			}
		})
	}
	var room sync.Pool
	work := make([]*found, atOnce)
	for first := 0; first < partitions; first += atOnce {
		j.options.Each(atOnce, func(i int) {
			g, _ := room.Get().(*gatherer)
			if g == nil {
				g = &gatherer{}
			}
			if work[i] == nil {
				work[i] = &found{}
			}
			g.gather(work[i], first+i, j.intakes)
			room.Put(g)
		})
		for _, in := range j.intakes {
			in.giveUp(first + atOnce)
		}
		if !wait {
			merge(work, everyHolder)
			continue
		}
		for _, f := range work {
			waiting = append(waiting, f.clone())
			for s := range f {
				n += len(f[s].ids)
			}
		}
		if n > pendingHolders {
			merge(waiting, everyHolder)
			wait, waiting = false, nil
		}
	}
	j.intakes = nil
	merge(waiting, j.mayPair(waiting))
	return j.combined(mergers)
}

func everyHolder([]int32) bool { return true }

// mayPair tells which holders to keep: those that propose families, that are
// too many, or of which one shares enough of its keys to be a smaller side, or a
// member of a family.
func (j *Join) mayPair(waiting []*found) func(ids []int32) bool {
	common := make([]int32, len(j.size))
	for _, f := range waiting {
		for s := range f {
			for _, id := range f[s].ids {
				common[id]++
			}
		}
	}
	enough := make([]bool, len(j.size))
	for id := range enough {
		need := min(leastShared(j.options.MinContainment, int(j.sampled[id])), leastShared(familyJaccard, int(j.size[id])))
		enough[id] = int(common[id]) >= need
	}
	many := min(j.options.FamilySize, j.options.HotKey)
	return func(ids []int32) bool {
		if len(ids) >= many {
			return true
		}
		for _, id := range ids {
			if enough[id] {
				return true
			}
		}
		return false
	}
}

// merger joins keys with the same holders to classes.
type merger struct {
	*postings
	many  int      // holders above which the keys of a class are kept
	first []uint64 // of each class: the 40-bit key that made it
	slots []slot   // an open table

	touched int32 // sum of slots, for nothing
}

// slot is a set of articles and its class from 1 on; 0 marks an empty one.
type slot struct {
	low   uint64 // of the holders' sum
	high  uint32
	class int32
}

// merge adds the keys whose holders are wanted to their classes: some at a time,
// so that their slots come from memory at once.
func (m *merger) merge(f *holders, wanted func(ids []int32) bool) {
	const together = 32
	var next [together]asked
	start := int32(0)
	for g := 0; g < len(f.ends); {
		n := 0
		for ; n < together && g < len(f.ends); g++ {
			ids := f.ids[start:f.ends[g]]
			start = f.ends[g]
			if wanted(ids) {
				next[n] = asked{ids, sumOf(ids), f.partition<<storedBits | uint64(f.keys[g])}
				n++
			}
		}
		if 3*(len(m.classes)+n) >= 2*len(m.slots) {
			m.grow()
		}
		for _, a := range next[:n] {
			m.touched += m.slots[a.sum.low&uint64(len(m.slots)-1)].class
		}
		for _, a := range next[:n] {
			c := m.classOf(a)
			m.classes[c].weight++
			if len(a.ids) > m.many {
				m.keys[c] = append(m.keys[c], a.key)
			}
		}
	}
}

// asked is a key whose class is wanted.
type asked struct {
	ids []int32
	sum holderSum
	key uint64
}

// classOf finds the class of a set of articles, or makes it of their first key.
func (m *merger) classOf(a asked) int32 {
	mask := uint64(len(m.slots) - 1)
	i := a.sum.low & mask
	for m.slots[i].class != 0 {
		if s := &m.slots[i]; s.low == a.sum.low && s.high == a.sum.high {
			return m.slots[i].class - 1
		}
		i = (i + 1) & mask
	}
	m.add(a.ids, 0)
	m.first = append(m.first, a.key)
	c := int32(len(m.classes))
	m.slots[i] = slot{a.sum.low, a.sum.high, c}
	return c - 1
}

func (m *merger) grow() {
	old := m.slots
	m.slots = make([]slot, max(1<<10, 2*len(old)))
	mask := uint64(len(m.slots) - 1)
	for _, s := range old {
		if s.class == 0 {
			continue
		}
		i := s.low & mask
		for m.slots[i].class != 0 {
			i = (i + 1) & mask
		}
		m.slots[i] = s
	}
}

// combined puts the classes of all shards together, in the order of the keys
// that made them: those of a few partitions at a time, on all goroutines.
func (j *Join) combined(mergers []merger) *postings {
	const runs = 16
	var ends [runs + 1][shards]int // of the classes that keys below a run made
	var ids, classes [runs + 1]int64
	for run := 1; run <= runs; run++ {
		ids[run], classes[run] = ids[run-1], classes[run-1]
		for s := range mergers {
			from := ends[run-1][s]
			n, _ := slices.BinarySearch(mergers[s].first[from:], uint64(run)<<(partitionBits+storedBits)/runs)
			ends[run][s] = from + n
			classes[run] += int64(n)
			for _, k := range mergers[s].classes[from:][:n] {
				ids[run] += int64(k.width)
			}
		}
	}
	out := newPostings()
	out.ids, out.classes = make([]int32, ids[runs]), make([]class, classes[runs])
	at := make([][]int32, shards) // where classes went that have their keys kept
	for s := range mergers {
		mergers[s].slots = nil
		at[s] = make([]int32, len(mergers[s].classes))
	}
	j.options.Each(runs, func(run int) {
		next, id := ends[run], ids[run]
		for c := classes[run]; c < classes[run+1]; c++ {
			from, least := 0, uint64(math.MaxUint64)
			for s, n := range next {
				if n < ends[run+1][s] && mergers[s].first[n] < least {
					from, least = s, mergers[s].first[n]
				}
			}
			m, n := &mergers[from], next[from]
			k := m.classes[n]
			copy(out.ids[id:], m.articles(int32(n)))
			out.classes[c] = class{id, k.width, k.weight}
			at[from][n] = int32(c)
			id += int64(k.width)
			next[from]++
		}
	})
	for s := range mergers {
		for c, keys := range mergers[s].keys {
			out.keys[at[s][c]] = keys
		}
	}
	return out
}

// inOrder lists the classes by number.
func (p *postings) inOrder() []int32 {
	order := make([]int32, len(p.classes))
	for c := range order {
		order[c] = int32(c)
	}
	return order
}

// byPlaces lists the classes by the number of holders for each of their keys, the
// fewest first, then by number; those with more holders than most come last.
func (p *postings) byPlaces(most int) []int32 {
	keys := make([]uint64, len(p.classes))
	for c, k := range p.classes {
		places := float32(math.Inf(1))
		if int(k.width) <= most {
			places = float32(k.width) / float32(k.weight)
		}
		keys[c] = uint64(math.Float32bits(places))<<32 | uint64(c) // positive numbers rise as their bits
	}
	SortHashes(keys)
	order := make([]int32, len(keys))
	for i, k := range keys {
		order[i] = int32(k)
	}
	return order
}

// rename replaces each article by its name, and sorts those of each class anew.
func (p *postings) rename(o JoinOptions, names []int32) {
	o.eachShare(len(p.classes), func(_, first, last int) {
		for _, k := range p.classes[first:last] {
			ids := p.ids[k.start:][:k.width]
			for i, id := range ids {
				ids[i] = names[id]
			}
			slices.Sort(ids)
		}
	})
}

// shares is into how many parts the classes fall where they are counted on all
// goroutines, each part in memory of its own.
const shares = 4

// eachShare calls do with each part of n, from first to last.
func (o JoinOptions) eachShare(n int, do func(share, first, last int)) {
	o.Each(shares, func(i int) { do(i, i*n/shares, (i+1)*n/shares) })
}

// weigh adds up for each article the keys of its classes that are wide enough.
func (p *postings) weigh(o JoinOptions, articles, width int) []int32 {
	var parts [shares][]int32
	o.eachShare(len(p.classes), func(share, first, last int) {
		weight := make([]int32, articles)
		for _, k := range p.classes[first:last] {
			if int(k.width) < width {
				continue
			}
			for _, id := range p.ids[k.start:][:k.width] {
				weight[id] += k.weight
			}
		}
		parts[share] = weight
	})
	for _, more := range parts[1:] {
		for id, weight := range more {
			parts[0][id] += weight
		}
	}
	return parts[0]
}

// byArticle turns postings round: the classes of each article, as order has
// them, each in the form wished. Articles that are not wanted have none.
func byArticle[T any](p *postings, o JoinOptions, wanted []bool, order []int32, form func(c int32) T) (starts []int64, classes []T) {
	var at [shares][]int64 // of each article: how many, then where the next one goes
	o.eachShare(len(p.classes), func(share, first, last int) {
		n := make([]int64, len(wanted))
		for _, c := range order[first:last] {
			for _, id := range p.articles(c) {
				n[id]++
			}
		}
		at[share] = n
	})
	starts = make([]int64, len(wanted)+1)
	for id, is := range wanted {
		end := starts[id]
		for share := range at {
			n := at[share][id]
			at[share][id] = end
			if is {
				end += n
			}
		}
		starts[id+1] = end
	}
	classes = make([]T, starts[len(wanted)])
	o.eachShare(len(p.classes), func(share, first, last int) {
		next := at[share]
		for _, c := range order[first:last] {
			own := form(c)
			for _, id := range p.articles(c) {
				if wanted[id] {
					classes[next[id]] = own
					next[id]++
				}
			}
		}
	})
	return starts, classes
}

// byNumber is the form of byArticle that names a class.
func byNumber(c int32) int32 { return c }

// shared is the number of keys that two articles hold, from their classes.
func (p *postings) shared(a, b []int32) int {
	n, i, k := 0, 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			n, i, k = n+int(p.classes[a[i]].weight), i+1, k+1
		}
	}
	return n
}

// collapse lets every family post its keys once, under its leader, and drops
// the keys that then have one holder.
func (p *postings) collapse(leader []int32) *postings {
	out := newPostings()
	var ids []int32
	var g gatherer
	for c, k := range p.classes {
		ids = ids[:0]
		for _, id := range p.articles(int32(c)) {
			ids = append(ids, leader[id])
		}
		if ids = g.distinct(ids); len(ids) < 2 {
			continue
		}
		if keys, kept := p.keys[int32(c)]; kept {
			out.keys[int32(len(out.classes))] = keys
		}
		out.add(ids, k.weight)
	}
	return out
}
