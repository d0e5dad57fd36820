package similarity

import (
	"math"
	"math/bits"
	"slices"
)

// Intake takes articles into a join: one goroutine's share of them. Keys lie in
// batches, sorted by partition as they come and in each by article: 32 bits of
// each beside the 8 that name its partition, and a byte for each article and
// partition, four and a half bytes a key in all. Nothing in a batch is a pointer
// or ever moves, so gathering hundreds of millions of keys costs the memory that
// they take and the collector nothing.
type Intake struct {
	scale    int
	articles []taken
	first    map[fingerprint]int32 // the article that posted these keys

	batches []batch
	hashes  []uint64            // of the batch that is being filled
	poster  []int32             // each place's article, as an index of articles
	counts  [][partitions]uint8 // of each place

	distinct hashSet
}

// taken is an article that was added.
type taken struct {
	number  int32 // what the caller calls it
	sampled int32 // keys below the scale's limit
	print   fingerprint
}

const (
	partitionBits  = 8
	partitions     = 1 << partitionBits
	partitionShift = 64 - partitionBits
	storedBits     = 32 // bits of a key kept inside a partition
	storedShift    = partitionShift - storedBits

	batchArticles = 1 << 8
	batchHashes   = 1 << 17 // a megabyte: half of the second-level cache

	quarters = 4 // in which a batch is given up as its partitions are gathered
)

// batch holds the keys of up to 256 articles. An article with more than 255 keys
// in one partition has several places.
type batch struct {
	starts [partitions + 1]int32
	keys   [quarters][]uint32
	counts []uint8 // keys of a partition and a place: places times the partition, and the place
	poster []int32 // of each place: the article, as an index of Intake.articles
}

// partition returns the keys of a partition and how many each place has.
func (b *batch) partition(p int) (keys []uint32, counts []uint8) {
	q := p / (partitions / quarters)
	from := b.starts[q*(partitions/quarters)]
	places := len(b.poster)
	return b.keys[q][b.starts[p]-from : b.starts[p+1]-from], b.counts[p*places : (p+1)*places]
}

// Add adds an article under a number by its shingles, which may be reused
// afterwards. The numbers of all intakes of a join must be those below the
// number of articles, each once; they decide the order of what is found, which
// intake an article took does not.
func (in *Intake) Add(number int, shingles []uint64) {
	scale := in.scale
	if len(shingles)+ShingleWords-1 < SketchFloor {
		scale = 1
	}
	start := len(in.hashes)
	in.hashes = in.distinct.appendDistinct(in.hashes, shingles, ScaleLimit(scale))
	in.post(number, start)
}

// addDistinct is Add for hashes that are distinct and sampled already.
func (in *Intake) addDistinct(number int, keys []uint64) {
	start := len(in.hashes)
	in.hashes = append(in.hashes, keys...)
	in.post(number, start)
}

// post takes the hashes from start on as the keys of an article. One whose keys
// were posted before takes a few bytes and no further work.
func (in *Intake) post(number, start int) {
	a := taken{number: int32(number), print: fingerprint{count: len(in.hashes) - start}}
	limit := ScaleLimit(in.scale)
	in.counts = append(in.counts, [partitions]uint8{})
	counts, many := &in.counts[len(in.counts)-1], false
	for _, h := range in.hashes[start:] {
		a.print.add(h)
		if h <= limit {
			a.sampled++
		}
		n := &counts[h>>partitionShift]
		if *n++; *n == 0 {
			many = true
		}
	}
	in.articles = append(in.articles, a)
	if _, found := in.first[a.print]; found {
		in.hashes, in.counts = in.hashes[:start], in.counts[:len(in.counts)-1]
		return
	}
	id := int32(len(in.articles) - 1)
	in.first[a.print] = id
	if many {
		in.counts = in.counts[:len(in.counts)-1]
		in.parted(id, start)
	} else {
		in.poster = append(in.poster, id)
	}
	if len(in.poster) >= batchArticles || len(in.hashes) >= batchHashes {
		in.flush()
	}
}

// parted is the end of post for an article with more keys in one partition than
// a place can count.
func (in *Intake) parted(id int32, start int) {
	var counts [partitions]uint8
	for _, h := range in.hashes[start:] {
		p := h >> partitionShift
		if counts[p] == math.MaxUint8 {
			in.poster, in.counts = append(in.poster, id), append(in.counts, counts)
			clear(counts[:])
		}
		counts[p]++
	}
	in.poster, in.counts = append(in.poster, id), append(in.counts, counts)
}

// Renumber replaces the number n of each article by to[n].
func (in *Intake) Renumber(to []int32) {
	for i := range in.articles {
		in.articles[i].number = to[in.articles[i].number]
	}
}

// flush closes the batch that is being filled.
func (in *Intake) flush() {
	if len(in.hashes) == 0 {
		return
	}
	b := batch{poster: slices.Clone(in.poster), counts: make([]uint8, partitions*len(in.poster))}
	for place := range in.counts {
		for p, n := range in.counts[place] {
			b.counts[p*len(in.poster)+place] = n
			b.starts[p+1] += int32(n)
		}
	}
	for p := range partitions {
		b.starts[p+1] += b.starts[p]
	}
	for q := range b.keys {
		b.keys[q] = make([]uint32, b.starts[(q+1)*(partitions/quarters)]-b.starts[q*(partitions/quarters)])
	}
	at := b.starts
	for p := range at {
		at[p] -= b.starts[p/(partitions/quarters)*(partitions/quarters)]
	}
	for _, h := range in.hashes {
		p := int(h >> partitionShift)
		slot := &at[p]
		b.keys[p/(partitions/quarters)][*slot] = uint32(h >> storedShift)
		*slot++
	}
	in.batches = append(in.batches, b)
	in.hashes, in.poster, in.counts = in.hashes[:0], in.poster[:0], in.counts[:0]
}

// settle names the article at each place of a batch by its number, or by that of
// the first of its copies. Nothing can be added afterwards.
func (in *Intake) settle(first []int32) {
	for i := range in.batches {
		poster := in.batches[i].poster
		for place, a := range poster {
			poster[place] = first[in.articles[a].number]
		}
	}
	in.articles = nil
}

// keys is the number of keys that were taken.
func (in *Intake) keys() int {
	n := 0
	for i := range in.batches {
		n += int(in.batches[i].starts[partitions])
	}
	return n
}

// giveUp frees the keys of the quarters that lie before a partition.
func (in *Intake) giveUp(before int) {
	for i := range in.batches {
		clear(in.batches[i].keys[:before/(partitions/quarters)])
	}
}

// hashSet finds repeated hashes. The zero value is ready.
type hashSet struct {
	seen     []uint64 // a bit for each hash, by its low bits; 64 times as many bits as hashes
	repeated []uint64 // hashes whose bit was set
	alike    []uint64 // kept hashes with the bit of one of these
}

// appendDistinct appends the hashes up to limit to dst, each once. One branch a
// hash, nearly always the same way: one in a hundred and more meets another's
// bit and is looked up among those that share it. An open table of the hashes
// takes three times as long.
func (s *hashSet) appendDistinct(dst, hashes []uint64, limit uint64) []uint64 {
	words := 1 << bits.Len(uint(len(hashes)))
	if cap(s.seen) < words {
		s.seen = make([]uint64, words)
	}
	seen, mask := s.seen[:words], uint64(words-1)
	clear(seen)
	start := len(dst)
	s.repeated = s.repeated[:0]
	for _, h := range hashes {
		if h > limit {
			continue
		}
		word, bit := &seen[h>>6&mask], uint64(1)<<(h&63)
		if *word&bit != 0 {
			s.repeated = append(s.repeated, h)
			continue
		}
		*word |= bit
		dst = append(dst, h)
	}
	if len(s.repeated) == 0 {
		return dst
	}
	return s.settle(dst, start, seen)
}

// settle appends those of the repeated hashes that only shared another's bit.
func (s *hashSet) settle(dst []uint64, start int, seen []uint64) []uint64 {
	mask := uint64(len(seen) - 1)
	clear(seen)
	slices.Sort(s.repeated)
	s.repeated = slices.Compact(s.repeated)
	for _, h := range s.repeated {
		seen[h>>6&mask] |= 1 << (h & 63)
	}
	s.alike = s.alike[:0]
	for _, h := range dst[start:] {
		if seen[h>>6&mask]>>(h&63)&1 != 0 {
			s.alike = append(s.alike, h)
		}
	}
	slices.Sort(s.alike)
	for _, h := range s.repeated {
		if _, kept := slices.BinarySearch(s.alike, h); !kept {
			dst = append(dst, h)
		}
	}
	return dst
}

// Distinct leaves repeated hashes out. The zero value is ready; it is for one
// goroutine.
type Distinct struct{ set hashSet }

// Append appends the hashes to dst, each once, in no particular order: what
// NewSketch holds at scale 1, in a third of the time that sorting takes.
func (d *Distinct) Append(dst, hashes []uint64) []uint64 {
	return d.set.appendDistinct(dst, hashes, math.MaxUint64)
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
