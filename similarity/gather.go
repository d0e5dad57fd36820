package similarity

import (
	"cmp"
	"math/bits"
	"slices"
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
	ids, merged      []int32
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
	return g.sorted(e[:kept], agree)
}

// sorted orders entries by key. Behind the bits in which all agree, two passes
// of eleven bits, least significant first, put nearly all in their places: what
// then agrees in these too, a few keys of many thousand, is sorted by itself.
func (g *gatherer) sorted(e []entry, agree int) []entry {
	if len(e) < 256 {
		slices.SortStableFunc(e, byKey)
		return e
	}
	const digit = 11
	low := max(0, storedBits-agree-2*digit)
	g.scratch = slices.Grow(g.scratch[:0], len(e))[:len(e)]
	from, to := e, g.scratch
	for _, shift := range []int{low, low + digit} {
		var starts [1 << digit]int32
		for _, x := range from {
			starts[x.key>>shift&(1<<digit-1)]++
		}
		sum := int32(0)
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for _, x := range from {
			slot := &starts[x.key>>shift&(1<<digit-1)]
			to[*slot] = x
			*slot++
		}
		from, to = to, from
	}
	for i := 1; i < len(e); i++ {
		if e[i].key >= e[i-1].key {
			continue
		}
		first, last := i-1, i+1
		for first > 0 && e[first-1].key>>low == e[i].key>>low {
			first--
		}
		for last < len(e) && e[last].key>>low == e[i].key>>low {
			last++
		}
		slices.SortStableFunc(e[first:last], byKey)
		i = last - 1
	}
	return e
}

func byKey(x, y entry) int { return cmp.Compare(x.key, y.key) }

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
			if ids = g.distinct(ids); len(ids) > 1 {
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

// distinct sorts ids, of which most lists have two or three, and leaves out
// what is there twice.
func (g *gatherer) distinct(ids []int32) []int32 {
	switch {
	case len(ids) < 12:
		slices.Sort(ids)
	default:
		g.sortRuns(ids)
	}
	return slices.Compact(ids)
}

// sortRuns sorts ids by merging the runs in which they lie (natural merge sort,
// Knuth 1973): each intake takes its articles in rising order, as a rule, so that
// the holders of a footer are a run for each.
func (g *gatherer) sortRuns(ids []int32) {
	for runs := 2; runs > 1; {
		runs, g.merged = 0, g.merged[:0]
		for rest := ids; len(rest) > 0; runs++ {
			a := rest[:runLength(rest)]
			b := rest[len(a):]
			b = b[:runLength(b)]
			rest = rest[len(a)+len(b):]
			for len(a) > 0 && len(b) > 0 {
				if a[0] <= b[0] {
					g.merged, a = append(g.merged, a[0]), a[1:]
				} else {
					g.merged, b = append(g.merged, b[0]), b[1:]
				}
			}
			g.merged = append(append(g.merged, a...), b...)
		}
		copy(ids, g.merged)
	}
}

// runLength is how many ids rise from the first on.
func runLength(ids []int32) int {
	n := min(1, len(ids))
	for n < len(ids) && ids[n-1] <= ids[n] {
		n++
	}
	return n
}

func sumOf(ids []int32) holderSum {
	var low, high uint64
	for _, id := range ids {
		h := mix(uint64(id) + shingleBase)
		low += h
		high += fold(h, mixFirst)
	}
	return holderSum{low, uint32(high>>32) ^ uint32(len(ids))}
}
