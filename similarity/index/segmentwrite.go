package index

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
)

// segmentWriter writes a segment in the order of its parts: all texts, then
// all heads in the same order, then the two tables.
type segmentWriter struct {
	out    output
	w      *pageWriter
	footer footer
	starts []byte
	line   []byte
}

func createSegment(dir folder, name string, number uint64, params []byte) (*segmentWriter, error) {
	out, err := dir.create(name)
	if err != nil {
		return nil, wrap("create", dir.path(name), err)
	}
	w := newPageWriter(dir.path(name), out, number)
	header := append([]byte(nil), segmentMagic...)
	header = binary.LittleEndian.AppendUint32(header, segmentVersion)
	header = binary.LittleEndian.AppendUint64(header, number)
	sum := sha256.Sum256(params)
	header = append(header, sum[:]...)
	s := &segmentWriter{out: out, w: w}
	if err = w.write(header); err == nil {
		s.footer.texts.page, err = w.align()
	}
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return s, nil
}

// text adds a stored text with its reading and returns its offset.
func (s *segmentWriter) text(kept []byte) (offset uint64, err error) {
	offset = s.footer.texts.bytes
	s.footer.texts.bytes += uint64(len(kept))
	return offset, s.w.write(kept)
}

func (s *segmentWriter) beginHeads() (err error) {
	s.footer.heads.page, err = s.w.align()
	return err
}

// head adds a head, whose text stands at its textOffset.
func (s *segmentWriter) head(h *head) error {
	s.starts = appendStart(s.starts, s.footer.heads.bytes)
	s.line = appendHead(s.line[:0], h)
	s.footer.heads.bytes += uint64(len(s.line))
	s.footer.records++
	s.footer.textBytes += h.textLen
	s.footer.readings += h.reading
	return s.w.write(s.line)
}

func (s *segmentWriter) endHeads() (err error) {
	if s.footer.starts.page, err = s.w.align(); err != nil {
		return err
	}
	s.footer.starts.bytes = uint64(len(s.starts))
	err = s.w.write(s.starts)
	s.starts = nil
	return err
}

// ids writes the ids table, keys the keys table, through fill.
func (s *segmentWriter) ids(fill func(*tableWriter) error) (err error) {
	s.footer.ids, _, err = s.table(s.footer.records, fill)
	return err
}

func (s *segmentWriter) keys(expected uint64, fill func(*tableWriter) error) (err error) {
	s.footer.keys, s.footer.hot, err = s.table(expected, fill)
	return err
}

func (s *segmentWriter) table(expected uint64, fill func(*tableWriter) error) (tableInfo, []heldKey, error) {
	t, err := newTableWriter(s.w, s.footer.records, expected)
	if err != nil {
		return tableInfo{}, nil, err
	}
	if err := fill(t); err != nil {
		return tableInfo{}, nil, err
	}
	info, err := t.finish()
	return info, t.hot, err
}

// finish writes the footer, makes the file durable if asked, and closes it.
func (s *segmentWriter) finish(sync bool) error {
	if _, err := s.w.align(); err != nil {
		return err
	}
	if err := s.w.write(s.footer.append(nil)); err != nil {
		return err
	}
	if _, err := s.w.align(); err != nil {
		return err
	}
	if err := s.w.flush(); err != nil {
		return err
	}
	if sync {
		if err := s.out.Sync(); err != nil {
			return wrap("sync", s.w.path, err)
		}
	}
	out := s.out
	s.out = nil
	return wrap("close", s.w.path, out.Close())
}

// abandon closes the file after an error.
func (s *segmentWriter) abandon() {
	if s.out != nil {
		s.out.Close()
	}
}

// addPostings writes sorted postings, each key<<width | record, dropping
// what stands there twice.
func addPostings(t *tableWriter, sorted []uint64, base uint64, width uint) error {
	var records []uint32
	for i := 0; i < len(sorted); {
		key := sorted[i] >> width
		records = records[:0]
		for ; i < len(sorted) && sorted[i]>>width == key; i++ {
			record := uint32(sorted[i] & (1<<width - 1))
			if n := len(records); n == 0 || records[n-1] != record {
				records = append(records, record)
			}
		}
		if err := t.add(base+key, records); err != nil {
			return err
		}
	}
	return nil
}

// sortPostings sorts values whose low bits are a record and whose bits from
// width up to top are a key. It gives back the sorted slice, which is one of
// the two; spare is as long as a. Three passes of 11 bits take .49 s for 4 million
// values where slices.Sort takes 2.9 s.
func sortPostings(a, spare []uint64, width, top uint) []uint64 {
	const digit = 11
	if len(a) < 1<<digit {
		slices.Sort(a)
		return a
	}
	for shift := width; shift < top; shift += digit {
		var starts [1 << digit]int
		for _, v := range a {
			starts[v>>shift&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range starts {
			starts[i], sum = sum, sum+n
		}
		for _, v := range a {
			d := v >> shift & (1<<digit - 1)
			spare[starts[d]] = v
			starts[d]++
		}
		a, spare = spare, a
	}
	// Now by key; the records of one key stand as they came.
	for i := 0; i < len(a); {
		j := i + 1
		for j < len(a) && a[j]>>width == a[i]>>width {
			j++
		}
		if j > i+1 && !slices.IsSorted(a[i:j]) {
			slices.Sort(a[i:j])
		}
		i = j
	}
	return a
}
