package index

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"sync"
)

// A segment is a row of pages of pageSize bytes. A page ends in the CRC32C of
// its data, followed by the segment's number and the page's number (8 bytes
// each, little endian), which are not stored: a page that a disk put in
// another place fails as one with a flipped bit does.
//
// 2,048 bytes, because a look-up of 1,000 keys reads 1,000 pages and decodes half
// of each on average: twice the size would double the decoding, which takes as
// long as the reading; half the size would double what checksums, leaf headers
// and fences take, now 1.3 % of a table.
const (
	pageSize = 2048
	pageData = pageSize - 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func pageSum(data []byte, segment, page uint64) uint32 {
	var place [16]byte
	binary.LittleEndian.PutUint64(place[:], segment)
	binary.LittleEndian.PutUint64(place[8:], page)
	return crc32.Update(crc32.Checksum(data, castagnoli), castagnoli, place[:])
}

// pages reads one segment file by pages.
type pages struct {
	path    string
	file    file
	segment uint64
	count   uint64
}

// readAhead is the number of pages that long reads take at once.
const readAhead = 64

var pageBuffers = sync.Pool{New: func() any { return new([readAhead * pageSize]byte) }}

// read fills raw, whose length is a multiple of pageSize, with pages from
// first on and tests each.
func (p *pages) read(first uint64, raw []byte) error {
	n := uint64(len(raw) / pageSize)
	offset := int64(first * pageSize)
	if first >= p.count || n > p.count-first {
		return damage(p.path, 0, "pages %d to %d lead out of a file of %d pages", first, first+n, p.count)
	}
	if got, err := p.file.ReadAt(raw, offset); got < len(raw) {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return damage(p.path, offset+int64(got), "the file ends too early")
		}
		return wrap("read", p.path, err)
	}
	for i := range n {
		page := raw[i*pageSize : (i+1)*pageSize]
		if binary.LittleEndian.Uint32(page[pageData:]) != pageSum(page[:pageData], p.segment, first+i) {
			return damage(p.path, int64((first+i)*pageSize), "the checksum of a page does not match")
		}
	}
	return nil
}

// part is a run of pages whose data, put together, are bytes long.
type part struct {
	page  uint64 // the first page
	bytes uint64 // length of the data
}

// pageCount is the number of pages that a part takes.
func (a part) pageCount() uint64 { return (a.bytes + pageData - 1) / pageData }

// bytes appends the data [from, from+n) of a part to dst.
func (p *pages) bytes(a part, from, n uint64, dst []byte) ([]byte, error) {
	if from > a.bytes || n > a.bytes-from {
		return nil, damage(p.path, int64(a.page*pageSize), "bytes %d to %d lead out of a part of %d bytes", from, from+n, a.bytes)
	}
	buffer := pageBuffers.Get().(*[readAhead * pageSize]byte)
	defer pageBuffers.Put(buffer)
	for n > 0 {
		first, skip := from/pageData, from%pageData
		count := min((skip+n+pageData-1)/pageData, readAhead)
		raw := buffer[:count*pageSize]
		if err := p.read(a.page+first, raw); err != nil {
			return nil, err
		}
		for i := uint64(0); i < count && n > 0; i++ {
			take := min(pageData-skip, n)
			dst = append(dst, raw[i*pageSize+skip:][:take]...)
			from, n, skip = from+take, n-take, 0
		}
	}
	return dst, nil
}

// pageWriter writes a segment file from its first to its last byte.
type pageWriter struct {
	path    string
	file    output
	segment uint64
	page    uint64 // number of the page being filled
	raw     []byte // whole pages not yet written, and the one being filled
	fill    int    // bytes of data in the page being filled
}

func newPageWriter(path string, f output, segment uint64) *pageWriter {
	return &pageWriter{path: path, file: f, segment: segment}
}

// write appends data to the current part.
func (w *pageWriter) write(data []byte) error {
	for len(data) > 0 {
		n := min(pageData-w.fill, len(data))
		w.raw = append(w.raw, data[:n]...)
		w.fill += n
		data = data[n:]
		if w.fill == pageData {
			if err := w.endPage(); err != nil {
				return err
			}
		}
	}
	return nil
}

// align ends the current page, so that the next byte begins a page, and
// returns that page's number.
func (w *pageWriter) align() (uint64, error) {
	if w.fill > 0 {
		w.raw = append(w.raw, make([]byte, pageData-w.fill)...)
		w.fill = pageData
		if err := w.endPage(); err != nil {
			return 0, err
		}
	}
	return w.page, nil
}

func (w *pageWriter) endPage() error {
	data := w.raw[len(w.raw)-pageData:]
	w.raw = binary.LittleEndian.AppendUint32(w.raw, pageSum(data, w.segment, w.page))
	w.page, w.fill = w.page+1, 0
	if len(w.raw) == readAhead*pageSize {
		return w.flush()
	}
	return nil
}

func (w *pageWriter) flush() error {
	if _, err := w.file.Write(w.raw); err != nil {
		return wrap("write", w.path, err)
	}
	w.raw = w.raw[:0]
	return nil
}
