package similarity

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	partitionBits  = 8
	partitions     = 1 << partitionBits
	partitionShift = 64 - partitionBits
	storedShift    = partitionShift - 32
	storedBits     = 32 // bits of a key kept inside a partition
)

// partition holds the keys of one value of the highest bits, article by
// article. Chunks grow without copying, so the peak is the data itself.
type partition struct {
	chunks [][]uint32
	runs   [][]run
	n      int
}

// run is a stretch of keys of one article.
type run struct {
	article int32
	n       int32
}

const chunkSize = 1 << 14

func (p *partition) add(article int32, keys []uint64) {
	if n := len(p.runs); n == 0 || len(p.runs[n-1]) == cap(p.runs[n-1]) {
		p.runs = append(p.runs, make([]run, 0, min(chunkSize/4, 64<<min(n, 10))))
	}
	last := len(p.runs) - 1
	p.runs[last] = append(p.runs[last], run{article, int32(len(keys))})
	p.n += len(keys)
	for len(keys) > 0 {
		n := len(p.chunks)
		if n == 0 || len(p.chunks[n-1]) == cap(p.chunks[n-1]) {
			p.chunks = append(p.chunks, make([]uint32, 0, min(chunkSize, 256<<min(n, 10))))
			n++
		}
		chunk := p.chunks[n-1]
		at := len(chunk)
		take := min(len(keys), cap(chunk)-at)
		chunk = chunk[:at+take]
		for i, k := range keys[:take] {
			chunk[at+i] = uint32(k >> storedShift)
		}
		p.chunks[n-1] = chunk
		keys = keys[take:]
	}
}

// entry is a key and an article that holds it.
type entry struct {
	key     uint32
	article int32
}

// entries calls yield for each entry, in the order in which articles came.
func (p *partition) entries(yield func(key uint32, article int32)) {
	chunk, at := 0, 0
	for _, runs := range p.runs {
		for _, r := range runs {
			for n := r.n; n > 0; n-- {
				if at == len(p.chunks[chunk]) {
					chunk, at = chunk+1, 0
				}
				yield(p.chunks[chunk][at], r.article)
				at++
			}
		}
	}
}

// repeated returns the entries whose key occurs twice or more, sorted by key
// and then by article, and a few whose key occurs once.
//
// Two bit maps, one for keys seen and one for keys seen again, hold eight bits
// an entry and stay in the second-level cache. What passes is sorted; on
// AllSides that is less than half.
func (p *partition) repeated(dst []entry, seen []uint64) ([]entry, []uint64) {
	width := max(6, bits.Len(uint(p.n))+3)
	words := 1 << (width - 6)
	if cap(seen) < 2*words {
		seen = make([]uint64, 2*words)
	}
	seen = seen[:2*words]
	clear(seen)
	again := seen[words:]
	once := seen[:words]
	shift := max(0, storedBits-width)
	for _, c := range p.chunks {
		for _, k := range c {
			slot := k >> shift
			bit := uint64(1) << (slot & 63)
			again[slot>>6] |= once[slot>>6] & bit
			once[slot>>6] |= bit
		}
	}
	p.entries(func(k uint32, article int32) {
		slot := k >> shift
		if again[slot>>6]>>(slot&63)&1 != 0 {
			dst = append(dst, entry{k, article})
		}
	})
	return dst, seen
}

// sortEntries orders entries by key, keeping the order of articles within one:
// two passes of eleven bits and one of ten, least significant first.
func sortEntries(e, scratch []entry) ([]entry, []entry) {
	if cap(scratch) < len(e) {
		scratch = make([]entry, len(e), cap(e))
	}
	if len(e) < 256 {
		slices.SortStableFunc(e, func(x, y entry) int { return cmp.Compare(x.key, y.key) })
		return e, scratch
	}
	from, to := e, scratch[:len(e)]
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
			d := x.key >> shift & (1<<11 - 1)
			to[starts[d]] = x
			starts[d]++
		}
		from, to = to, from
	}
	return from, to
}

// postings are the keys that two articles or more hold. Group g is a key; the
// articles that hold it are ids[starts[g]:starts[g+1]], sorted.
type postings struct {
	ids    []int32
	starts []int64
	keys   []uint64 // the 40-bit key of each group
}

func (p *postings) articles(group int32) []int32 {
	return p.ids[p.starts[group]:p.starts[group+1]]
}

// gather turns the partitions into postings and frees them.
func (j *Join) gather() *postings {
	p := &postings{starts: []int64{0}}
	var found, scratch []entry
	var seen []uint64
	for i := range j.parts {
		found, seen = j.parts[i].repeated(found[:0], seen)
		j.parts[i] = partition{}
		found, scratch = sortEntries(found, scratch)
		for start := 0; start < len(found); {
			end := start + 1
			for end < len(found) && found[end].key == found[start].key {
				end++
			}
			if end-start > 1 {
				for _, e := range found[start:end] {
					p.ids = append(p.ids, e.article)
				}
				p.starts = append(p.starts, int64(len(p.ids)))
				p.keys = append(p.keys, uint64(i)<<storedBits|uint64(found[start].key))
			}
			start = end
		}
	}
	return p
}

// byArticle turns postings round: the groups of each article, ascending.
// Articles for which want is false have none.
func (p *postings) byArticle(articles int, want func(int32) bool) (starts []int64, groups []int32) {
	starts = make([]int64, articles+1)
	for _, id := range p.ids {
		if want(id) {
			starts[id+1]++
		}
	}
	for i := range articles {
		starts[i+1] += starts[i]
	}
	groups = make([]int32, starts[articles])
	at := slices.Clone(starts)
	for g := range p.keys {
		for _, id := range p.articles(int32(g)) {
			if want(id) {
				groups[at[id]] = int32(g)
				at[id]++
			}
		}
	}
	return starts, groups
}
