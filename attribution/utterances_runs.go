package attribution

import (
	"cmp"
	"math/bits"
	"slices"
)

const (
	// maxPosting is the number of wordings that may hold a run of words before
	// the run is left out as common: compared pairs stay linear in the quotes.
	maxPosting = 200
	// maxVisited bounds the wordings that one is counted against, its rarest
	// runs first: two renderings of one saying share rare ones.
	maxVisited = 2000
)

// runIndex tells which wordings share runs of words. Wordings are known by
// their rank, the longest first, so that those that one can be part of come
// before it in every list.
type runIndex struct {
	starts []uint32 // of each run's wordings in held
	held   []uint32 // ranks, rising within a run
	of     []uint32 // the runs of each wording, those with few wordings first
	firsts []uint32 // of each wording's runs in of

	count   []uint16 // runs shared with each rank, for the wording asked for
	touched []uint32
}

// grams are runs of words and the ranks of wordings that hold them, packed for
// memory and for sorting: the upper bits of the run's hash, its lowest, which
// tells runs of two words, and the rank.
type grams struct {
	packed []uint64
	bits   int // of a rank
}

func (g *grams) add(hash uint64, rank uint32) {
	g.packed = append(g.packed, hash>>(g.bits+1)<<(g.bits+1)|hash&1<<g.bits|uint64(rank))
}

func (g *grams) run(i int) uint64  { return g.packed[i] >> g.bits }
func (g *grams) rank(i int) uint32 { return uint32(g.packed[i] & (1<<g.bits - 1)) }

// end is where the grams of the run of gram i end.
func (g *grams) end(i int) int {
	j := i + 1
	for j < len(g.packed) && g.run(j) == g.run(i) {
		j++
	}
	return j
}

// newRunIndex indexes the runs that at least two wordings hold and no more
// than maxPosting. Most runs of an archive stand in one wording only: two bits
// a run find them before anything is sorted, so that memory is a few bytes for
// each word.
func newRunIndex(nodes []node, words *wordStore, byLength []int32) *runIndex {
	grams := repeatedGrams(nodes, words, byLength)
	slices.Sort(grams.packed)
	runs, held := 0, 0
	for i, j := 0, 0; i < len(grams.packed); i = j {
		if j = grams.end(i); j-i >= 2 && j-i <= maxPosting {
			runs++
			held += j - i
		}
	}
	x := &runIndex{starts: make([]uint32, 0, runs+1), held: make([]uint32, 0, held), count: make([]uint16, len(nodes)), firsts: make([]uint32, len(nodes)+1)}
	pairs := make([]bool, 0, runs) // runs of two words, which only short wordings ask for
	asks := func(run int, rank uint32) bool {
		return !pairs[run] || nodes[byLength[rank]].words.count < middleWords
	}
	for i, j := 0, 0; i < len(grams.packed); i = j {
		if j = grams.end(i); j-i < 2 || j-i > maxPosting {
			continue
		}
		x.starts = append(x.starts, uint32(len(x.held)))
		pairs = append(pairs, grams.run(i)&1 == 1)
		for k := i; k < j; k++ {
			rank := grams.rank(k)
			x.held = append(x.held, rank)
			if asks(len(pairs)-1, rank) {
				x.firsts[rank+1]++
			}
		}
	}
	x.starts = append(x.starts, uint32(len(x.held)))
	for r := range nodes {
		x.firsts[r+1] += x.firsts[r]
	}
	x.of = make([]uint32, x.firsts[len(nodes)])
	next := slices.Clone(x.firsts)
	for run := range pairs {
		for _, r := range x.held[x.starts[run]:x.starts[run+1]] {
			if asks(run, r) {
				x.of[next[r]] = uint32(run)
				next[r]++
			}
		}
	}
	for r := range nodes {
		slices.SortFunc(x.of[x.firsts[r]:x.firsts[r+1]], func(a, b uint32) int {
			return cmp.Or(cmp.Compare(x.size(a), x.size(b)), cmp.Compare(a, b))
		})
	}
	return x
}

func (x *runIndex) size(run uint32) uint32 { return x.starts[run+1] - x.starts[run] }

// longer lists the ranks before rank r that share runs with it, rising, with
// the number of runs in count. The list is good until the next call.
func (x *runIndex) longer(r uint32) []uint32 {
	for _, t := range x.touched {
		x.count[t] = 0
	}
	x.touched = x.touched[:0]
	visited := 0
	for _, run := range x.of[x.firsts[r]:x.firsts[r+1]] {
		if visited += int(x.size(run)); visited > maxVisited && len(x.touched) > 0 {
			break
		}
		for _, t := range x.held[x.starts[run]:x.starts[run+1]] {
			if t >= r {
				break
			}
			if x.count[t] == 0 {
				x.touched = append(x.touched, t)
			}
			x.count[t]++
		}
	}
	return x.touched
}

// seenBits is how many bits of a table stand for each run.
const seenBits = 8

// repeatedGrams lists the runs that more than one wording may hold: those of
// three words of all, and those of two words that a short wording asks for.
func repeatedGrams(nodes []node, words *wordStore, byLength []int32) grams {
	runs := 0
	for i := range nodes {
		runs += min(nodes[i].words.count, maxAligned)
	}
	size := uint64(1) << bits.Len(uint(max(64, runs*seenBits)))
	once, twice, asked := make([]uint64, size/64), make([]uint64, size/64), make([]uint64, size/64)
	mask := size - 1
	in := func(table []uint64, h uint64) bool { return table[h&mask/64]>>(h%64)&1 == 1 }
	mark := func(table []uint64, h uint64) { table[h&mask/64] |= 1 << (h % 64) }
	var hs []uint64
	for i := range nodes {
		if at := nodes[i].words; at.count < middleWords {
			for _, h := range words.appendRuns(hs[:0], at, 2) {
				mark(asked, h)
			}
		}
	}
	runsOf := func(at wordsAt) []uint64 {
		hs = words.appendRuns(hs[:0], at, 3)
		three := len(hs)
		hs = words.appendRuns(hs, at, 2)
		kept := hs[:three]
		for _, h := range hs[three:] {
			if in(asked, h) {
				kept = append(kept, h)
			}
		}
		slices.Sort(kept)
		return slices.Compact(kept)
	}
	repeated := 0
	for i := range nodes {
		for _, h := range runsOf(nodes[i].words) {
			if in(once, h) {
				repeated++
				if !in(twice, h) {
					repeated++ // the first one too
				}
				mark(twice, h)
			}
			mark(once, h)
		}
	}
	out := grams{packed: make([]uint64, 0, repeated), bits: bits.Len(uint(len(nodes)))}
	for rank, i := range byLength {
		for _, h := range runsOf(nodes[i].words) {
			if in(twice, h) {
				out.add(h, uint32(rank))
			}
		}
	}
	return out
}

// appendRuns appends the hashes of a wording's runs of size words: odd ones of
// two, even ones of three.
func (s *wordStore) appendRuns(out []uint64, at wordsAt, size int) []uint64 {
	for i := 0; i+size <= at.count && i < maxAligned; i++ {
		h := uint64(size)
		for k := range size {
			h = (h ^ s.hash(at, i+k)) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		out = append(out, h&^1|uint64(size)&1^1)
	}
	return out
}
