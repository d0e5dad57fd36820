package similarity

// Intake takes articles into a join: one goroutine's share of them. Keys lie in
// batches, sorted by partition as they come: 32 bits of each beside the 8 that
// name its partition, and the place of its article in the batch, five bytes in
// all. Nothing in a batch is a pointer or ever moves, so gathering hundreds of
// millions of keys costs the memory that they take and the collector nothing.
type Intake struct {
	scale    int
	articles []taken
	first    map[fingerprint]int32 // the article that posted these keys

	batches []batch
	hashes  []uint64 // of the batch that is being filled
	ends    []int32  // of each article's hashes
	poster  []int32  // each article's place in articles

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

	batchArticles = 1 << 8  // so that a byte tells them apart
	batchHashes   = 1 << 17 // a megabyte: half of the second-level cache
)

// batch holds the keys of up to 256 articles.
type batch struct {
	starts [partitions + 1]int32
	keys   []uint32
	places []uint8
	poster []int32 // of each place: the article, as an index of Intake.articles
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
	for _, h := range in.hashes[start:] {
		a.print.add(h)
		if h <= limit {
			a.sampled++
		}
	}
	in.articles = append(in.articles, a)
	if _, found := in.first[a.print]; found {
		in.hashes = in.hashes[:start]
		return
	}
	id := int32(len(in.articles) - 1)
	in.first[a.print] = id
	in.ends, in.poster = append(in.ends, int32(len(in.hashes))), append(in.poster, id)
	if len(in.poster) == batchArticles || len(in.hashes) >= batchHashes {
		in.flush()
	}
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
	b := batch{
		keys: make([]uint32, len(in.hashes)), places: make([]uint8, len(in.hashes)),
		poster: append([]int32(nil), in.poster...),
	}
	for _, h := range in.hashes {
		b.starts[h>>partitionShift+1]++
	}
	for p := range partitions {
		b.starts[p+1] += b.starts[p]
	}
	at := b.starts
	start := int32(0)
	for place, end := range in.ends {
		for _, h := range in.hashes[start:end] {
			slot := &at[h>>partitionShift]
			b.keys[*slot] = uint32(h >> storedShift)
			b.places[*slot] = uint8(place)
			*slot++
		}
		start = end
	}
	in.batches = append(in.batches, b)
	in.hashes, in.ends, in.poster = in.hashes[:0], in.ends[:0], in.poster[:0]
}

// hashSet finds repeated hashes: an open table of uniform hashes, by their low
// bits. The zero value is ready.
type hashSet struct {
	slots []uint64
}

// appendDistinct appends the hashes up to limit to dst, each once. Zero marks
// an empty slot, so a hash of zero is told by itself.
func (s *hashSet) appendDistinct(dst, hashes []uint64, limit uint64) []uint64 {
	size := 64
	for size < 2*len(hashes) {
		size *= 2
	}
	if cap(s.slots) < size {
		s.slots = make([]uint64, size)
	}
	slots := s.slots[:size]
	clear(slots)
	mask, zero := uint64(size-1), false
next:
	for _, h := range hashes {
		if h > limit {
			continue
		}
		if h == 0 {
			if !zero {
				dst, zero = append(dst, 0), true
			}
			continue
		}
		i := h & mask
		for slots[i] != 0 {
			if slots[i] == h {
				continue next
			}
			i = (i + 1) & mask
		}
		slots[i] = h
		dst = append(dst, h)
	}
	return dst
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
