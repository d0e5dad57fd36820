package similarity

import (
	"math"
)

// The join below finds every pair of a corpus whose containment reaches a
// threshold without comparing all pairs. Five facts make it cheap.
//
//  1. Most shingles occur once. Each partition of the keys passes a bit filter
//     that fits in the processor's cache, and only keys seen twice are sorted.
//  2. Shingles come in runs: those of a sentence that five articles share are
//     held by the same five. Keys with the same holders are one class with a
//     weight, and from there on a sentence costs what a shingle does. A million
//     articles made of a million and a half sentences have 570 million keys and
//     2 million classes.
//  3. A pair of containment t shares at least t of the smaller side's keys. An
//     article of whose keys fewer than t occur elsewhere is no smaller side: it
//     is never probed.
//  4. Among the smaller side's n shared keys, any n - t*size + 1 must hold one of
//     the pair (the prefix filter of Chaudhuri, Ganti and Kaushik 2006). Those of
//     the classes that the fewest articles hold for their weight propose, and only
//     articles that are not smaller are visited. So a footer that a thousand
//     articles share is counted, not enumerated.
//  5. Identical articles post once, and so does each family of near-copies.
//
// Keys are 40 bits of the shingle's hash, less than five bytes an entry (see Intake). Two
// different shingles agree in them once in 10^12, so Shared may be off by one in
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
	// Each runs do for every i below n, on several goroutines if it likes, and
	// returns when all are done. The zero value runs one after another; what
	// comes out is the same.
	Each func(n int, do func(i int))
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
	if o.Each == nil {
		o.Each = func(n int, do func(i int)) {
			for i := range n {
				do(i)
			}
		}
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
// ready: use NewJoin. It is not safe for concurrent use; its intakes are, each
// on a goroutine of its own.
type Join struct {
	options JoinOptions
	intakes []*Intake
	ended   bool
	// size is the number of keys an article posted at its own scale, sampled
	// the number of those below the scale's limit: they differ for short
	// articles, which keep every key.
	size, sampled []int32
	prints        []fingerprint
	sameAs        []int32 // the first article with these keys, its own number if it is that
}

// NewJoin returns an empty join.
func NewJoin(options JoinOptions) *Join {
	return &Join{options: options.withDefaults()}
}

// NewIntake adds a way into the join, for one goroutine.
func (j *Join) NewIntake() *Intake {
	in := &Intake{scale: j.options.Scale, first: map[fingerprint]int32{}}
	j.intakes = append(j.intakes, in)
	return in
}

// Add adds an article by its sketch and returns its number, counted from 0. The
// sketch may be reused afterwards. It is for joins without an intake.
func (j *Join) Add(s Sketch) int {
	in := j.only()
	in.addDistinct(len(in.articles), s)
	return len(in.articles) - 1
}

// AddShingles is Add with the article's shingles in the order of the text: it
// gives what adding NewSketch of them gives, without sorting them.
func (j *Join) AddShingles(shingles []uint64) int {
	in := j.only()
	in.Add(len(in.articles), shingles)
	return len(in.articles) - 1
}

// only is the intake of a join that has one.
func (j *Join) only() *Intake {
	if len(j.intakes) == 0 {
		return j.NewIntake()
	}
	return j.intakes[0]
}

// end ends the adding: it numbers the articles and tells copies apart.
func (j *Join) end() {
	if j.ended {
		return
	}
	j.ended = true
	n := 0
	for _, in := range j.intakes {
		in.flush()
		in.first = nil
		n += len(in.articles)
	}
	j.size, j.sampled, j.sameAs = make([]int32, n), make([]int32, n), make([]int32, n)
	j.prints = make([]fingerprint, n)
	for _, in := range j.intakes {
		for _, a := range in.articles {
			j.size[a.number], j.sampled[a.number] = int32(a.print.count), a.sampled
			j.prints[a.number] = a.print
		}
	}
	first := make(map[fingerprint]int32, n)
	for id, print := range j.prints {
		j.sameAs[id] = int32(id)
		if print.count == 0 {
			continue
		}
		if earlier, found := first[print]; found {
			j.sameAs[id] = earlier
		} else {
			first[print] = int32(id)
		}
	}
}

// Copies ends the adding and returns the groups of articles with equal
// sketches, each sorted, in the order of their first articles. Pairs speaks of
// the first of each only.
func (j *Join) Copies() [][]int {
	j.end()
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

// Holds reports whether s, distinct hashes in any order, is the sketch that was
// added under a number, at scale 1. Who reads articles a second time learns so
// that they have not changed.
func (j *Join) Holds(number int, s []uint64) bool {
	print := fingerprint{count: len(s)}
	for _, h := range s {
		print.add(h)
	}
	return j.prints[number] == print
}

// Size is the number of keys of an article, once the adding has ended.
func (j *Join) Size(number int) int { return int(j.size[number]) }
