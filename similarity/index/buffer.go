package index

import (
	"cmp"
	"math/bits"
	"slices"
)

// Record is one article as the index stores it.
type Record struct {
	ID  string   // what it is found by, 1 to 65,536 bytes
	Sum [32]byte // SHA-256 of its source: whether the article changed
	// Meta and Signature are stored as they are, 64 MiB each at most.
	Meta      []byte
	Signature []byte
	// Text is stored compressed, MaxText bytes at most. Nil stores none.
	Text []byte
	// Reading is what the caller found in the text and would not look for again,
	// 64 MiB at most. It is stored as it is, beside the text: without one there
	// is none.
	Reading []byte
	// Keys are what Lookup finds the record by: any 64-bit hashes, in any
	// order, of which the upper 40 bits are stored, each once. A Reader's
	// records have none: the table of keys goes from keys to records only.
	Keys []uint64
}

const (
	maxID     = 1 << 16
	maxOpaque = 64 << 20

	// A posting in memory is key<<bufferWidth | arrival.
	bufferWidth = 24
	maxBuffered = 1<<bufferWidth - 1
	// Postings are kept apart by the top bits of their key, so that sorting
	// needs room for the largest such bucket only.
	bucketBits = 8
	chunkSize  = 1024
)

// buffer holds the records that were added and not yet written.
type buffer struct {
	records []*buffered
	latest  map[string]*buffered
	buckets [1 << bucketBits]bucket
	free    [][]uint64 // chunks to use again
	bytes   int64      // of records, without postings
	chunks  int64
	largest int // postings in the largest bucket
}

type bucket struct {
	chunks [][]uint64
	count  int
}

// buffered is a record in memory.
type buffered struct {
	head
	stored    []byte // text as it is stored, and its reading
	dropped   bool   // removed, or replaced by a later one
	old       bool   // an older version of a later one
	firstSum  [32]byte
	versionOf *buffered // the one of the same id before it
}

// size is the memory that the buffer takes, with what sorting it will take.
func (b *buffer) size() int64 {
	return b.bytes + b.chunks*chunkSize*8 + int64(b.largest)*16
}

func (b *buffer) empty() bool { return len(b.records) == 0 }

// add takes a record. keep says whether an earlier one of the same id with
// another sum stays as an older version.
func (b *buffer) add(r *buffered, keys []uint64, keep bool) {
	r.firstSum = r.sum
	if before := b.latest[r.id]; before != nil {
		r.firstSum, r.versionOf = before.firstSum, before
		if keep && before.sum != r.sum {
			before.old = true
		} else {
			before.dropped = true
		}
	}
	if b.latest == nil {
		b.latest = map[string]*buffered{}
	}
	b.latest[r.id] = r
	arrival := uint64(len(b.records))
	b.records = append(b.records, r)
	// 300 bytes stand for the struct, the map's entry and the slices' heads.
	b.bytes += int64(len(r.id)+len(r.meta)+len(r.signature)+len(r.stored)) + 300
	for _, key := range keys {
		key >>= 64 - keyBits
		k := &b.buckets[key>>(keyBits-bucketBits)]
		if k.count%chunkSize == 0 {
			k.chunks = append(k.chunks, b.chunk())
		}
		last := &k.chunks[len(k.chunks)-1]
		*last = append(*last, key<<bufferWidth|arrival)
		k.count++
		b.largest = max(b.largest, k.count)
	}
}

func (b *buffer) chunk() []uint64 {
	if n := len(b.free); n > 0 {
		c := b.free[n-1]
		b.free = b.free[:n-1]
		return c
	}
	b.chunks++
	return make([]uint64, 0, chunkSize)
}

// remove drops all records of an id; it says whether there were any.
func (b *buffer) remove(id string) bool {
	r := b.latest[id]
	delete(b.latest, id)
	for ; r != nil; r = r.versionOf {
		r.dropped = true
		if r.versionOf == nil {
			return true
		}
	}
	return false
}

// reset empties the buffer, its chunks stay for the next records.
func (b *buffer) reset() {
	for i := range b.buckets {
		for _, c := range b.buckets[i].chunks {
			b.free = append(b.free, c[:0])
		}
		b.buckets[i] = bucket{}
	}
	*b = buffer{buckets: b.buckets, free: b.free, chunks: b.chunks}
}

// order returns the records to write in the order of a segment, and for each
// arrival its place there, noRecord for the dropped.
func (b *buffer) order() ([]*buffered, []uint32) {
	places := make([]uint32, len(b.records))
	arrivals := make([]uint32, 0, len(b.records))
	for i, r := range b.records {
		places[i] = noRecord
		if !r.dropped {
			arrivals = append(arrivals, uint32(i))
		}
	}
	slices.SortFunc(arrivals, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(b.records[x].id, b.records[y].id), cmp.Compare(x, y))
	})
	kept := make([]*buffered, len(arrivals))
	for place, i := range arrivals {
		kept[place], places[i] = b.records[i], uint32(place)
	}
	return kept, places
}

// write writes the records of order as a segment.
func (b *buffer) write(w *segmentWriter, kept []*buffered, places []uint32) error {
	for _, r := range kept {
		var err error
		if r.textOffset, err = w.text(r.stored); err != nil {
			return err
		}
	}
	if err := w.beginHeads(); err != nil {
		return err
	}
	for _, r := range kept {
		if err := w.head(&r.head); err != nil {
			return err
		}
	}
	if err := w.endHeads(); err != nil {
		return err
	}
	if err := w.ids(func(t *tableWriter) error { return writeIDs(t, kept) }); err != nil {
		return err
	}
	total := 0
	for i := range b.buckets {
		total += b.buckets[i].count
	}
	return w.keys(uint64(total), func(t *tableWriter) error { return b.writeKeys(t, places) })
}

func writeIDs(t *tableWriter, kept []*buffered) error {
	ids := make([]uint64, len(kept))
	for place, r := range kept {
		ids[place] = idKey(r.id)<<bufferWidth | uint64(place)
	}
	slices.Sort(ids)
	return addPostings(t, ids, 0, bufferWidth)
}

func (b *buffer) writeKeys(t *tableWriter, places []uint32) error {
	room := make([]uint64, 2*b.largest)
	for i := range b.buckets {
		n := 0
		for _, chunk := range b.buckets[i].chunks {
			for _, v := range chunk {
				if place := places[v&maxBuffered]; place != noRecord {
					room[n] = v&^maxBuffered | uint64(place)
					n++
				}
			}
		}
		sorted := sortPostings(room[:n], room[b.largest:b.largest+n], bufferWidth, bufferWidth+keyBits-bucketBits)
		if err := addPostings(t, sorted, 0, bufferWidth); err != nil {
			return err
		}
	}
	return nil
}

// noRecord stands where a record has no number.
const noRecord = ^uint32(0)

// bitWidth is the number of bits that numbers below n take, at least 1.
func bitWidth(n uint64) uint { return uint(max(1, bits.Len64(max(1, n)-1))) }
