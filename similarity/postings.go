package similarity

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
)

// entry is a key and an article that holds it.
type entry struct {
	key     uint32
	article int32
}

// cellEntries is how many entries of a partition are sorted at once: they, the
// bits of the filter and the space to sort in fit in the second-level cache.
const cellEntries = 3 << 16

// gatherer finds the repeated keys of one partition after another.
type gatherer struct {
	entries, scratch []entry
	starts           []int32
	seen             []uint64
	ids              []int32
}

// holders are keys of one partition that several articles hold, in the order of
// the keys: the articles of the g-th are ids[ends[g-1]:ends[g]], sorted.
type holders struct {
	partition uint64
	keys      []uint32
	ends      []int32
	ids       []int32
}

// shards is into how many parts sets of articles fall, by their first article.
// Each part has classes of its own, so that all goroutines can look for them and
// the table of one part stays in the second-level cache.
const (
	shardBits = 5
	shards    = 1 << shardBits
)

// found are the holders of one partition, by shard.
type found [shards]holders

func (f *found) clone() *found {
	out := &found{}
	for s, h := range f {
		out[s] = holders{h.partition, slices.Clone(h.keys), slices.Clone(h.ends), slices.Clone(h.ids)}
	}
	return out
}

func shardOf(ids []int32) int { return int(mix(uint64(ids[0])+shingleBase) >> (64 - shardBits)) }

// holderSum stands for a set of articles: two sets of one corpus have the same
// with probability 2^-96.
type holderSum struct {
	low  uint64
	high uint32
	size int32
}

// gather finds the keys of partition p that two articles or more hold, and puts
// them in f.
func (g *gatherer) gather(f *found, p int, intakes []*Intake) {
	n := 0
	for _, in := range intakes {
		for i := range in.batches {
			n += int(in.batches[i].starts[p+1] - in.batches[i].starts[p])
		}
	}
	cells := 1
	for n/cells > cellEntries {
		cells *= 2
	}
	g.expand(p, n, cells, intakes)
	for i := range f {
		f[i] = holders{uint64(p), f[i].keys[:0], f[i].ends[:0], f[i].ids[:0]}
	}
	for c := range cells {
		g.group(f, g.repeated(g.entries[g.starts[c]:g.starts[c+1]], bits.Len(uint(cells-1))))
	}
}

// expand writes the entries of a partition out, parted into cells by the
// highest bits of their keys.
func (g *gatherer) expand(p, n, cells int, intakes []*Intake) {
	g.entries = slices.Grow(g.entries[:0], n)[:n]
	shift := storedBits - bits.Len(uint(cells-1))
	g.count(p, n, cells, shift, intakes)
	at := slices.Clone(g.starts)
	for _, in := range intakes {
		for i := range in.batches {
			b := &in.batches[i]
			keys, counts := b.partition(p)
			if cells == 1 {
				to := g.entries[at[0]:][:len(keys)]
				e := 0
				for place, n := range counts {
					article := b.poster[place]
					for range n {
						to[e] = entry{keys[e], article}
						e++
					}
				}
				at[0] += int32(len(keys))
				continue
			}
			for place, n := range counts {
				article := b.poster[place]
				for _, k := range keys[:n] {
					slot := &at[k>>shift]
					g.entries[*slot] = entry{k, article}
					*slot++
				}
				keys = keys[n:]
			}
		}
	}
}

// count finds where each cell of a partition of n entries starts.
func (g *gatherer) count(p, n, cells, shift int, intakes []*Intake) {
	g.starts = slices.Grow(g.starts[:0], cells+1)[:cells+1]
	clear(g.starts)
	if g.starts[cells] = int32(n); cells == 1 {
		return
	}
	g.starts[cells] = 0
	for _, in := range intakes {
		for i := range in.batches {
			keys, _ := in.batches[i].partition(p)
			for _, k := range keys {
				g.starts[k>>shift+1]++
			}
		}
	}
	for c := range cells {
		g.starts[c+1] += g.starts[c]
	}
}

// repeated keeps the entries whose key occurs twice or more, and a few whose
// key occurs once, and sorts them by key. All keys agree in their highest bits.
//
// Two bit maps, one for keys seen and one for keys seen again, hold eight bits
// an entry and more and stay in the second-level cache. What passes is sorted;
// on AllSides that is less than half.
func (g *gatherer) repeated(e []entry, agree int) []entry {
	width := min(max(6, bits.Len(uint(len(e)))+3), storedBits-agree)
	words := 1 << max(0, width-6)
	g.seen = slices.Grow(g.seen[:0], 2*words)[:2*words]
	clear(g.seen)
	once, again := g.seen[:words], g.seen[words:][:words]
	shift, mask := storedBits-agree-width, uint32(words-1)
	for _, x := range e {
		slot := x.key >> shift
		bit := uint64(1) << (slot & 63)
		i := slot >> 6 & mask
		again[i] |= once[i] & bit
		once[i] |= bit
	}
	kept := 0
	for _, x := range e {
		slot := x.key >> shift
		e[kept] = x
		kept += int(again[slot>>6&mask] >> (slot & 63) & 1)
	}
	return g.sorted(e[:kept])
}

// sorted orders entries by key: two passes of eleven bits and one of ten, least
// significant first.
func (g *gatherer) sorted(e []entry) []entry {
	if len(e) < 256 {
		slices.SortFunc(e, func(x, y entry) int { return cmp.Compare(x.key, y.key) })
		return e
	}
	g.scratch = slices.Grow(g.scratch[:0], len(e))[:len(e)]
	from, to := e, g.scratch
	for shift := 0; shift < storedBits; shift += 11 {
		var starts [1 << 11]int32
		for _, x := range from {
			starts[x.key>>shift&(1<<11-1)]++
		}
		sum := int32(0)
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for _, x := range from {
			slot := &starts[x.key>>shift&(1<<11-1)]
			to[*slot] = x
			*slot++
		}
		from, to = to, from
	}
	return from
}

// group notes the holders of each key that has several.
func (g *gatherer) group(f *found, e []entry) {
	for start := 0; start < len(e); {
		end := start + 1
		for end < len(e) && e[end].key == e[start].key {
			end++
		}
		if end-start > 1 {
			ids := g.ids[:0]
			for _, x := range e[start:end] {
				ids = append(ids, x.article)
			}
			g.ids = ids
			// Fewer remain of two copies, or of two shingles of one article.
			if ids = sortedDistinct(ids); len(ids) > 1 {
				f[shardOf(ids)].add(e[start].key, ids)
			}
		}
		start = end
	}
}

func (h *holders) add(key uint32, ids []int32) {
	h.ids = append(h.ids, ids...)
	h.keys = append(h.keys, key)
	h.ends = append(h.ends, int32(len(h.ids)))
}

// sortedDistinct sorts ids, of which most lists have two or three.
func sortedDistinct(ids []int32) []int32 {
	if len(ids) == 2 {
		if ids[0] > ids[1] {
			ids[0], ids[1] = ids[1], ids[0]
		}
		if ids[0] == ids[1] {
			ids = ids[:1]
		}
		return ids
	}
	if !slices.IsSorted(ids) {
		slices.Sort(ids)
	}
	return slices.Compact(ids)
}

func sumOf(ids []int32) holderSum {
	var low, high uint64
	for _, id := range ids {
		h := mix(uint64(id) + shingleBase)
		low += h
		high += fold(h, mixFirst)
	}
	return holderSum{low, uint32(high >> 32), int32(len(ids))}
}

// postings are the keys that two articles or more hold, by classes: the keys of
// a class are held by the same articles. Those of class c are
// ids[starts[c]:starts[c+1]], sorted; weight[c] is its number of keys.
type postings struct {
	ids    []int32
	starts []int64
	weight []int32
	keys   map[int32][]uint64 // of classes with many holders: the 40-bit keys
}

func newPostings() *postings { return &postings{starts: []int64{0}, keys: map[int32][]uint64{}} }

func (p *postings) articles(class int32) []int32 {
	return p.ids[p.starts[class]:p.starts[class+1]]
}

// classes is the number of classes.
func (p *postings) classes() int { return len(p.weight) }

// add appends a class.
func (p *postings) add(ids []int32, weight int32) {
	p.ids = append(p.ids, ids...)
	p.starts = append(p.starts, int64(len(p.ids)))
	p.weight = append(p.weight, weight)
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
	return combined(mergers)
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
	slots []class  // an open table; a size of 0 marks an empty slot
}

// class is a slot of the table: a set of articles and its class.
type class struct {
	sum   holderSum
	class int32
}

// merge adds the keys whose holders are wanted to their classes.
func (m *merger) merge(f *holders, wanted func(ids []int32) bool) {
	start := int32(0)
	for g, end := range f.ends {
		ids := f.ids[start:end]
		start = end
		if !wanted(ids) {
			continue
		}
		key := f.partition<<storedBits | uint64(f.keys[g])
		c := m.classOf(sumOf(ids), ids, key)
		m.weight[c]++
		if len(ids) > m.many {
			m.keys[c] = append(m.keys[c], key)
		}
	}
}

// combined puts the classes of all shards together, in the order of the keys
// that made them.
func combined(mergers []merger) *postings {
	out, classes, ids := newPostings(), 0, 0
	for s := range mergers {
		classes, ids = classes+mergers[s].classes(), ids+len(mergers[s].ids)
		mergers[s].slots = nil
	}
	out.ids, out.weight = make([]int32, 0, ids), make([]int32, 0, classes)
	out.starts = append(make([]int64, 0, classes+1), 0)
	var at [shards]int32
	var next [shards]uint64 // the next key of each shard, above all keys at its end
	look := func(s int) {
		next[s] = 1 << (partitionBits + storedBits)
		if first := mergers[s].first; int(at[s]) < len(first) {
			next[s] = first[at[s]]
		}
	}
	for s := range mergers {
		look(s)
	}
	for range classes {
		s := 0
		for k, key := range next {
			if key < next[s] {
				s = k
			}
		}
		m, c := &mergers[s], at[s]
		if keys, kept := m.keys[c]; kept {
			out.keys[int32(out.classes())] = keys
		}
		out.add(m.articles(c), m.weight[c])
		at[s]++
		look(s)
	}
	return out
}

// classOf finds the class of a set of articles, or makes it of their first key.
func (m *merger) classOf(sum holderSum, ids []int32, key uint64) int32 {
	if 2*m.classes() >= len(m.slots) {
		m.grow()
	}
	mask := uint64(len(m.slots) - 1)
	i := sum.low & mask
	for m.slots[i].sum.size != 0 {
		if m.slots[i].sum == sum {
			return m.slots[i].class
		}
		i = (i + 1) & mask
	}
	c := int32(m.classes())
	m.slots[i] = class{sum, c}
	m.add(ids, 0)
	m.first = append(m.first, key)
	return c
}

func (m *merger) grow() {
	old := m.slots
	m.slots = make([]class, max(1<<10, 2*len(old)))
	mask := uint64(len(m.slots) - 1)
	for _, s := range old {
		if s.sum.size == 0 {
			continue
		}
		i := s.sum.low & mask
		for m.slots[i].sum.size != 0 {
			i = (i + 1) & mask
		}
		m.slots[i] = s
	}
}

// width is the number of articles of a class.
func (p *postings) width(class int32) int { return int(p.starts[class+1] - p.starts[class]) }

// inOrder lists the classes by number.
func (p *postings) inOrder() []int32 {
	order := make([]int32, p.classes())
	for c := range order {
		order[c] = int32(c)
	}
	return order
}

// byWidth lists the classes by the number of their articles, the fewest first,
// then by number.
func (p *postings) byWidth() []int32 {
	most := 0
	for c := range p.classes() {
		most = max(most, p.width(int32(c)))
	}
	at := make([]int32, most+2)
	for c := range p.classes() {
		at[p.width(int32(c))+1]++
	}
	for w := range most + 1 {
		at[w+1] += at[w]
	}
	order := make([]int32, p.classes())
	for c := range p.classes() {
		slot := &at[p.width(int32(c))]
		order[*slot] = int32(c)
		*slot++
	}
	return order
}

// byArticle turns postings round: the classes of each article, as order has
// them. Articles for which want is false have none.
func (p *postings) byArticle(articles int, order []int32, want func(int32) bool) (starts []int64, classes []int32) {
	wanted := make([]bool, articles)
	for id := range wanted {
		wanted[id] = want(int32(id))
	}
	starts = make([]int64, articles+1)
	for _, id := range p.ids {
		if wanted[id] {
			starts[id+1]++
		}
	}
	for i := range articles {
		starts[i+1] += starts[i]
	}
	classes = make([]int32, starts[articles])
	at := slices.Clone(starts)
	for _, c := range order {
		for _, id := range p.articles(c) {
			if wanted[id] {
				classes[at[id]] = c
				at[id]++
			}
		}
	}
	return starts, classes
}

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
			n, i, k = n+int(p.weight[a[i]]), i+1, k+1
		}
	}
	return n
}

// collapse lets every family post its keys once, under its leader, and drops
// the keys that then have one holder.
func (p *postings) collapse(leader []int32) *postings {
	out := newPostings()
	var ids []int32
	for c := range p.classes() {
		ids = ids[:0]
		for _, id := range p.articles(int32(c)) {
			ids = append(ids, leader[id])
		}
		if ids = sortedDistinct(ids); len(ids) < 2 {
			continue
		}
		if keys, kept := p.keys[int32(c)]; kept {
			out.keys[int32(out.classes())] = keys
		}
		out.add(ids, p.weight[c])
	}
	return out
}
