package index

import (
	"cmp"
	"math"
	"slices"
)

// mergePostings is about how many postings are sorted at once, of 8 bytes,
// twice.
const mergePostings = 1 << 22

// mergeSegments writes the records of several segments that were not removed as
// one segment, and returns which of its records are older versions.
//
// Records are merged by id. Postings are not merged but sorted anew, one range
// of keys after the other. A radix sort costs a posting the same whatever the
// number of inputs, where a heap over them compares at each step, and memory
// depends neither on that number nor on that of postings.
func mergeSegments(w *segmentWriter, inputs []*heldSegment) (old bitset, err error) {
	places := make([][]uint32, len(inputs))
	for i, in := range inputs {
		places[i] = make([]uint32, in.footer.records)
	}
	from, err := mergeTexts(w, inputs, places)
	if err != nil {
		return nil, err
	}
	if old, err = mergeHeads(w, inputs, from); err != nil {
		return nil, err
	}
	var ids, keys []*table
	expected := uint64(0)
	for _, in := range inputs {
		ids, keys = append(ids, in.ids), append(keys, in.keys)
		expected += in.keys.keys
	}
	merge := func(tables []*table) func(*tableWriter) error {
		return func(t *tableWriter) error {
			return sortedRanges(tables, places, uint64(len(from)), func(sorted []uint64, base uint64, width uint) error {
				return addPostings(t, sorted, base, width)
			})
		}
	}
	if err := w.ids(merge(ids)); err != nil {
		return nil, err
	}
	return old, w.keys(expected, merge(keys))
}

// mergeTexts copies the texts in the order of ids, fills places with the new
// number of each record and returns from which input each comes.
func mergeTexts(w *segmentWriter, inputs []*heldSegment, places [][]uint32) (from []uint16, err error) {
	scans := make([]*headScan, len(inputs))
	live := make([]bool, len(inputs))
	advance := func(i int) error {
		for {
			more, err := scans[i].next()
			live[i] = more
			if err != nil || !more {
				return err
			}
			n := scans[i].n - 1
			if !inputs[i].gone.has(n) {
				return nil
			}
			places[i][n] = noRecord
		}
	}
	for i, in := range inputs {
		scans[i] = &headScan{s: in.segment}
		if err := advance(i); err != nil {
			return nil, err
		}
	}
	var text []byte
	for {
		least := -1
		for i, c := range scans {
			if live[i] && (least < 0 || before(&c.head, &scans[least].head)) {
				least = i
			}
		}
		if least < 0 {
			return from, nil
		}
		in, h := inputs[least], &scans[least].head
		if text, err = in.pages.bytes(in.footer.texts, h.textOffset, h.kept(), text[:0]); err != nil {
			return nil, err
		}
		if _, err := w.text(text); err != nil {
			return nil, err
		}
		places[least][scans[least].n-1] = uint32(len(from))
		from = append(from, uint16(least))
		if err := advance(least); err != nil {
			return nil, err
		}
	}
}

func before(a, b *head) bool {
	return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.seq, b.seq)) < 0
}

// mergeHeads writes the heads, whose order is known by now.
func mergeHeads(w *segmentWriter, inputs []*heldSegment, from []uint16) (old bitset, err error) {
	if err := w.beginHeads(); err != nil {
		return nil, err
	}
	scans := make([]*headScan, len(inputs))
	for i, in := range inputs {
		scans[i] = &headScan{s: in.segment}
	}
	old = newBitset(uint64(len(from)))
	offset := uint64(0)
	for place, i := range from {
		c, in := scans[i], inputs[i]
		for {
			if more, err := c.next(); err != nil || !more {
				return nil, err
			}
			if !in.gone.has(c.n - 1) {
				break
			}
		}
		if in.old.has(c.n - 1) {
			old.set(uint64(place))
		}
		c.textOffset = offset
		offset += c.kept()
		if err := w.head(&c.head); err != nil {
			return nil, err
		}
	}
	return old, w.endHeads()
}

// sortedRanges calls visit with the postings of several tables, one range of
// keys after the other from low to high. A posting is (key-base)<<width |
// number; places gives the number, below limit, of each record of each table,
// noRecord for those to leave out.
func sortedRanges(tables []*table, places [][]uint32, limit uint64, visit func(sorted []uint64, base uint64, width uint) error) error {
	width := bitWidth(limit)
	scans := make([]*scan, len(tables))
	for i, t := range tables {
		scans[i] = newScan(t)
		if err := scans[i].next(); err != nil {
			return err
		}
	}
	var postings, spare []uint64
	base := uint64(0)
	for _, end := range keyRanges(tables, mergePostings, 1<<min(keyBits, 64-width)) {
		postings = postings[:0]
		for i, c := range scans {
			var err error
			if postings, err = c.collect(postings, places[i], base, end, width); err != nil {
				return err
			}
		}
		if len(postings) > len(spare) {
			spare = make([]uint64, cap(postings))
		}
		sorted := sortPostings(postings, spare[:len(postings)], width, width+bitWidth(end-base))
		if err := visit(sorted, base, width); err != nil {
			return err
		}
		base = end
	}
	return nil
}

// collect appends the postings of keys below end.
func (s *scan) collect(dst []uint64, places []uint32, base, end uint64, width uint) ([]uint64, error) {
	var records []uint32
	for !s.done && s.key < end {
		var err error
		if records, err = s.list(records[:0], true); err != nil {
			return nil, err
		}
		for _, n := range records {
			if place := places[n]; place != noRecord {
				dst = append(dst, (s.key-base)<<width|uint64(place))
			}
		}
		if err := s.next(); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

// keyRanges returns the ends of ranges of keys that hold about many postings
// each and are at most width wide. The last end is maxKey+1.
func keyRanges(tables []*table, many, width uint64) []uint64 {
	type step struct {
		key      uint64
		postings float64
	}
	var steps []step
	for _, t := range tables {
		each := float64(t.postings) / float64(max(1, t.count)) * float64(t.form.topEach)
		for i := range t.topLen() {
			steps = append(steps, step{t.topKey(i), each})
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.key, b.key) })
	var ends []uint64
	last, held := uint64(0), 0.0
	close := func(end uint64) {
		for end-last > width {
			last += width
			ends = append(ends, last)
		}
		ends = append(ends, end)
		last, held = end, 0
	}
	for _, s := range steps {
		if held >= float64(many) && s.key > last {
			close(s.key)
		}
		held += math.Max(1, s.postings)
	}
	close(maxKey + 1)
	return ends
}
