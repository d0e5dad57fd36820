package index

import (
	"encoding/binary"
	"slices"
)

// hotListed is the number of keys with the most records that a segment names.
const hotListed = 32

// heldKey is a key and how many records hold it.
type heldKey struct {
	key   uint64
	count uint64
}

// tableWriter writes a table, from the smallest key to the largest.
type tableWriter struct {
	w       *pageWriter
	info    tableInfo
	records uint64

	bits    bitWriter
	entries uint64
	starts  []restart // of all entries of the leaf but the first
	first   uint64    // first key of the leaf
	last    uint64
	k       uint
	fences  []byte
	top     []byte
	hot     []heldKey // the hotListed keys with the most records, most first
}

// restart is where an entry begins.
type restart struct {
	key uint64 // of the entry before
	bit uint64
}

// newTableWriter begins a table on a new page. expected is about how many keys
// there will be; it only sets the width of the first leaf's gaps.
func newTableWriter(w *pageWriter, records, expected uint64) (*tableWriter, error) {
	page, err := w.align()
	if err != nil {
		return nil, err
	}
	t := &tableWriter{w: w, info: tableInfo{leaves: page}, records: records}
	t.k = riceWidth(maxKey / max(1, expected))
	return t, nil
}

// add writes the records, in rising order, each once and at least one, that
// hold a key above those before.
func (t *tableWriter) add(key uint64, records []uint32) error {
	t.info.keys++
	t.info.postings += uint64(len(records))
	t.note(key, uint64(len(records)))
	if t.entries > 0 {
		before := t.bits.size()
		t.bits.rice(t.k, key-t.last-1)
		t.encode(records)
		if t.bits.size() <= leafBits {
			t.starts = append(t.starts, restart{t.last, before})
			t.last, t.entries = key, t.entries+1
			return nil
		}
		t.bits.cut(before)
		if err := t.endLeaf(); err != nil {
			return err
		}
	}
	t.first, t.last, t.entries = key, key, 1
	t.encode(records)
	if t.bits.size() > leafBits {
		return t.endLeaf()
	}
	return nil
}

func (t *tableWriter) encode(records []uint32) {
	if len(records) == 1 {
		t.bits.put(0, 1)
		t.bits.phased(t.records, uint64(records[0]))
		return
	}
	t.bits.put(1, 1)
	t.bits.gamma(uint64(len(records)) - 1)
	k, last := gapWidth(t.records, uint64(len(records))), ^uint64(0)
	for _, r := range records {
		t.bits.rice(k, uint64(r)-last-1)
		last = uint64(r)
	}
}

// endLeaf writes the leaf. The width for the next one follows from this one's
// gaps: neighbours are alike, and one pass is enough.
func (t *tableWriter) endLeaf() error {
	data := t.bits.bytes()
	overflow := 0
	if len(data) > pageData-leafHeader {
		overflow = (len(data) - (pageData - leafHeader) + pageData - 1) / pageData
	}
	header := binary.LittleEndian.AppendUint16(make([]byte, 0, leafHeader+restarts*restartSize), uint16(t.entries))
	header = binary.LittleEndian.AppendUint32(header, uint32(overflow))
	header = t.appendRestarts(appendKey(append(header, byte(t.k)), t.first))

	page, err := t.w.align()
	if err != nil {
		return err
	}
	fence := binary.LittleEndian.AppendUint32(appendKey(nil, t.first), uint32(page-t.info.leaves))
	if t.info.count%topLeaves == 0 {
		t.top = append(t.top, fence...)
	}
	t.fences = append(t.fences, fence...)
	t.info.count++
	t.info.pages += 1 + uint64(overflow)
	if t.entries > 1 {
		t.k = riceWidth((t.last - t.first) / (t.entries - 1))
	}
	t.entries, t.starts = 0, t.starts[:0]
	if err := t.w.write(header); err != nil {
		return err
	}
	err = t.w.write(data)
	t.bits.reset()
	return err
}

// appendRestarts writes those that part the leaf's bits into equal pieces.
func (t *tableWriter) appendRestarts(header []byte) []byte {
	if t.entries < fewEntries {
		return append(header, 0)
	}
	header = append(header, restarts)
	next := 0
	for i := range uint64(restarts) {
		for next < len(t.starts)-1 && t.starts[next].bit < (i+1)*t.bits.size()/(restarts+1) {
			next++
		}
		header = appendKey(header, t.starts[next].key)
		header = binary.LittleEndian.AppendUint16(header, uint16(next+1))
		header = binary.LittleEndian.AppendUint16(header, uint16(t.starts[next].bit))
	}
	return header
}

// finish writes the fences and the top.
func (t *tableWriter) finish() (tableInfo, error) {
	if t.entries > 0 {
		if err := t.endLeaf(); err != nil {
			return t.info, err
		}
	}
	page, err := t.w.align()
	if err != nil {
		return t.info, err
	}
	t.info.fences = page
	for chunk := range slices.Chunk(t.fences, fencesPerPage*fenceSize) {
		if err := t.w.write(chunk); err != nil {
			return t.info, err
		}
		if _, err := t.w.align(); err != nil {
			return t.info, err
		}
	}
	t.info.top = part{page: t.w.page, bytes: uint64(len(t.top))}
	if err := t.w.write(t.top); err != nil {
		return t.info, err
	}
	_, err = t.w.align()
	return t.info, err
}

// note keeps the keys that most records hold; of equals the smaller.
func (t *tableWriter) note(key, count uint64) {
	if count < 2 || len(t.hot) == hotListed && count <= t.hot[hotListed-1].count {
		return
	}
	i, _ := slices.BinarySearchFunc(t.hot, count, func(h heldKey, count uint64) int {
		if h.count >= count {
			return -1
		}
		return 1
	})
	t.hot = slices.Insert(t.hot, i, heldKey{key, count})
	t.hot = t.hot[:min(len(t.hot), hotListed)]
}
