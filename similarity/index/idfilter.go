package index

import "math/bits"

// idFilter tells which ids the index surely does not hold. A long run of new ids
// would else look each of them up in every segment: at twenty segments that took
// as long as all else. One bit for each hash, filterBits bits for each record: one
// id in filterBits is looked up in vain. The zero value is made when first asked.
type idFilter struct {
	bits  bitset
	width uint // of the hash's upper bits that are kept
	room  int  // ids that may still be added
}

const (
	filterBits  = 16
	leastFilter = 16 // bits of width
)

// has reports that a segment may hold the id.
func (f *idFilter) has(w *Writer, id string) (bool, error) {
	if f.room <= 0 {
		if err := f.fill(w); err != nil {
			return false, err
		}
	}
	return f.bits.has(idKey(id) >> (keyBits - f.width)), nil
}

// add notes an id that is about to be written.
func (f *idFilter) add(id string) {
	if f.room > 0 {
		f.set(idKey(id))
	}
}

func (f *idFilter) set(key uint64) {
	f.bits.set(key >> (keyBits - f.width))
	f.room--
}

// fill makes the filter of all segments, and of the buffer, whose ids are on
// their way into one.
func (f *idFilter) fill(w *Writer) error {
	n := len(w.buffer.records)
	for _, s := range w.segments() {
		n += int(s.footer.records)
	}
	f.width = min(keyBits, max(leastFilter, uint(bits.Len(uint(2*n*filterBits)))))
	f.bits, f.room = newBitset(1<<f.width), 1<<f.width/filterBits
	for id := range w.buffer.latest {
		f.set(idKey(id))
	}
	for _, s := range w.segments() {
		c := newScan(s.ids)
		for {
			if err := c.next(); err != nil {
				return err
			}
			if c.done {
				break
			}
			f.set(c.key)
		}
	}
	f.room = max(f.room, 1)
	return nil
}
