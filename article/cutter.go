package article

import (
	"errors"
	"fmt"
	"io"
)

// cutter cuts a stream into records. next returns io.EOF after the last one. A
// record over the limit is passed over and gives a tooLong; after any other
// error there is nothing more. What next returns is never overwritten.
type cutter interface{ next() ([]byte, error) }

// tooLong is the reason for passing over one record: what follows it can be
// read.
type tooLong struct{ most int64 }

func (e tooLong) Error() string {
	return fmt.Sprintf("%v: more than %s for one article", ErrTooLarge, sizeText(e.most))
}

func (e tooLong) Unwrap() error { return ErrTooLarge }

// cut hands out the records of a stream, each a source of its own. Where a file
// most often holds a single record, the first one has the file's own id.
func (r *Reader) cut(c cutter, s Source, single bool, decode decoder, each func(Source) error) error {
	record := s.record(decode)
	for {
		data, err := c.next()
		if err == io.EOF {
			break
		}
		record.Record++
		if limit := r.limits.Records; int64(record.Record) > limit {
			s.Record, s.err = record.Record, fmt.Errorf("%w: more than %d records in one file", ErrTooLarge, limit)
			return r.failed(s, each)
		}
		record.id = fmt.Sprintf("%s:%d", s.id, record.Record)
		if single && record.Record == 1 {
			record.id = s.id
		}
		record.data, record.err = data, err
		var long tooLong
		if err != nil && !errors.As(err, &long) {
			if s.err = bareError(err); !errors.Is(err, ErrEmpty) {
				s.Record = record.Record
			}
			return r.failed(s, each)
		}
		if err := each(record); err != nil {
			return err
		}
	}
	if record.Record == 0 {
		s.err = ErrEmpty
		return each(s)
	}
	return nil
}

// record is the source of a record inside s, its number and bytes not yet set:
// of a JSON object where nothing else decodes it.
func (s Source) record(decode decoder) Source {
	record := Source{Path: s.Path, Member: s.Member, reader: s.reader, decode: decode, loaded: true, depth: s.depth}
	if decode == nil {
		record.format = formatRecord
	}
	return record
}

// window is the part of a stream that a cutter looks at. Blocks are given up
// once they are full, so that what was cut out of one stays as it is.
type window struct {
	in       io.Reader
	block    []byte
	from, to int   // the bytes of block that are not handed out yet
	at       int   // next byte to look at
	end      error // of the stream
}

// The first and the usual size of a window's blocks: most files are small.
const firstBlock, windowBlock = 32 << 10, 1 << 20

func newWindow(in io.Reader) window { return window{in: in, block: make([]byte, firstBlock)} }

// fill reads more behind what is there, moving to a new block when the old one
// is full: twice as large where one record fills it.
func (w *window) fill() bool {
	if w.end != nil {
		return false
	}
	if w.to == len(w.block) {
		rest := w.to - w.from
		block := make([]byte, max(min(4*len(w.block), windowBlock), 2*rest))
		copy(block, w.block[w.from:w.to])
		w.at -= w.from
		w.block, w.from, w.to = block, 0, rest
	}
	n, err := w.in.Read(w.block[w.to:])
	w.to += n
	w.end = err
	return true
}
