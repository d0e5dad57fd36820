package similarity

import (
	"math"
	"slices"
)

// The join below finds every pair of a corpus whose containment reaches a
// threshold without comparing all pairs. Four facts make it cheap.
//
//  1. Most shingles occur once. Each partition of the keys passes a bit filter
//     that fits in the processor's cache, and only keys seen twice are sorted.
//  2. A pair of containment t shares at least t of the smaller side's keys. An
//     article of whose keys fewer than t occur elsewhere is no smaller side: it
//     is never probed.
//  3. Among the smaller side's shared keys, the n - t*size + 1 rarest must hold
//     one of the pair (the prefix filter of Chaudhuri, Ganti and Kaushik 2006).
//     So a footer that a thousand articles share is counted, not enumerated.
//  4. Identical articles post once, and so does each family of near-copies.
//
// Keys are 40 bits of the shingle's hash, 4.3 bytes an entry: 8 bits name the
// partition, 32 are stored, and the article follows from a count. Two different
// shingles agree in them once in 10^12, so Shared may be too large by one in
// very large corpora: whoever lists a pair compares the sketches themselves.

// JoinOptions are the parameters of a Join; zero values mean the defaults.
type JoinOptions struct {
	// MinContainment is the least share of the smaller side's keys that a
	// listed pair has in common. Default .3.
	MinContainment float64
	// Scale is the scale of the sketches. Default 1.
	Scale int
	// HotKey is the number of articles or families above which a key no longer
	// proposes pairs. It is still counted in the pairs that other keys propose.
	// Default 4096.
	HotKey int
	// FamilySize is the number of near-copies from which on they are gathered
	// into a family. Default 50.
	FamilySize int
}

func (o JoinOptions) withDefaults() JoinOptions {
	if o.MinContainment <= 0 || math.IsNaN(o.MinContainment) {
		o.MinContainment = .3
	}
	o.Scale = max(o.Scale, 1)
	if o.HotKey <= 0 {
		o.HotKey = 4096
	}
	if o.FamilySize <= 0 {
		o.FamilySize = 50
	}
	return o
}

// Pair is a pair of articles by the order in which they were added, I < J, and
// the number of keys that both hold.
type Pair struct {
	I, J, Shared int
}

// Family is a set of articles that nearly agree: each has a Jaccard similarity
// of .5 or more with the leader, compared exactly. Pairs lists the pairs of the
// leader with each member, and of the family with others as pairs of the leader
// and of up to FamilySize members; other pairs of members are not listed.
type Family struct {
	Leader  int
	Members []int // sorted, the leader among them
}

// HotKey is a key that more articles hold than JoinOptions.HotKey.
type HotKey struct {
	Prefix   uint64 // the highest 40 bits of its shingle's hash, as a number below 2^40
	Articles int    // how many articles or families hold it
	Example  int    // the first of them, where its words can be read
}

// Join gathers sketches and finds the pairs among them. The zero value is not
// ready: use NewJoin. It is not safe for concurrent use.
type Join struct {
	options JoinOptions
	parts   [partitions]partition
	// size is the number of keys an article posted at its own scale, sampled
	// the number of those below the scale's limit: they differ for short
	// articles, which keep every key.
	size, sampled []int32
	first         map[fingerprint]int32 // the first article with these keys
	sameAs        []int32               // that article, its own number if it is the first
	scratch       []uint64
}

// NewJoin returns an empty join.
func NewJoin(options JoinOptions) *Join {
	return &Join{options: options.withDefaults(), first: make(map[fingerprint]int32)}
}

// Len is the number of articles added.
func (j *Join) Len() int { return len(j.size) }

// Add adds an article by its sketch and returns its number, counted from 0. The
// sketch may be reused afterwards. An article whose sketch equals an earlier one
// takes a few bytes and no further work.
func (j *Join) Add(s Sketch) int { return j.add(s) }

// AddShingles is Add with the article's shingles in the order of the text: it
// gives what adding NewSketch of them gives, but spreads them over the
// partitions without sorting, which takes a third of the time. The shingles may
// be reused afterwards.
func (j *Join) AddShingles(shingles []uint64) int {
	scale := j.options.Scale
	if len(shingles)+ShingleWords-1 < SketchFloor {
		scale = 1
	}
	limit := ScaleLimit(scale)
	var ends [partitions]int32
	for _, h := range shingles {
		if h <= limit {
			ends[h>>partitionShift]++
		}
	}
	sum := int32(0)
	for p, n := range ends {
		ends[p] = sum
		sum += n
	}
	spread := slices.Grow(j.scratch[:0], int(sum))[:sum]
	j.scratch = spread
	for _, h := range shingles {
		if h <= limit {
			p := h >> partitionShift
			spread[ends[p]] = h
			ends[p]++
		}
	}
	start, kept := int32(0), 0
	for _, end := range ends {
		kept += copy(spread[kept:], distinct(spread[start:end]))
		start = end
	}
	return j.add(spread[:kept])
}

// distinct removes repeated hashes. A partition holds four of an article's
// thousand, for which comparing all is faster than sorting.
func distinct(h []uint64) []uint64 {
	if len(h) > 24 {
		slices.Sort(h)
		return slices.Compact(h)
	}
	n := 0
next:
	for _, v := range h {
		for _, w := range h[:n] {
			if v == w {
				continue next
			}
		}
		h[n] = v
		n++
	}
	return h[:n]
}

// add takes distinct keys that are sorted by partition at least.
func (j *Join) add(keys []uint64) int {
	id := len(j.size)
	print := fingerprint{count: len(keys)}
	limit, sampled := ScaleLimit(j.options.Scale), int32(0)
	for _, h := range keys {
		print.add(h)
		if h <= limit {
			sampled++
		}
	}
	j.size = append(j.size, int32(len(keys)))
	j.sampled = append(j.sampled, sampled)
	if len(keys) > 0 {
		if earlier, found := j.first[print]; found {
			j.sameAs = append(j.sameAs, earlier)
			return id
		}
		j.first[print] = int32(id)
	}
	j.sameAs = append(j.sameAs, int32(id))
	for start := 0; start < len(keys); {
		p := keys[start] >> partitionShift
		end := start + 1
		for end < len(keys) && keys[end]>>partitionShift == p {
			end++
		}
		j.parts[p].add(int32(id), keys[start:end])
		start = end
	}
	return id
}

// fingerprint tells sets of keys apart, whatever their order: two sums of 64
// bits, so equal ones are equal sets.
type fingerprint struct {
	sum, mixed uint64
	count      int
}

func (f *fingerprint) add(h uint64) {
	f.sum += h
	f.mixed += fold(h^mixFirst, shingleBase)
}

// Copies returns the groups of articles with equal sketches, each sorted, in
// the order of their first articles. Pairs speaks of the first of each only.
func (j *Join) Copies() [][]int {
	group := make(map[int32]int)
	var out [][]int
	for id, first := range j.sameAs {
		if int32(id) == first {
			continue
		}
		g, found := group[first]
		if !found {
			g = len(out)
			group[first] = g
			out = append(out, []int{int(first)})
		}
		out[g] = append(out[g], id)
	}
	sortGroups(out)
	return out
}
