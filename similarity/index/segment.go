package index

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
)

// A segment is a file that never changes once it is named in the manifest. It
// holds records in the order of their ids (of one id, in the order they were
// added), numbered from 0. It is a row of pages (page.go):
//
//	header   1 page     magic, format version, segment number, SHA-256 of the parameters
//	texts               the stored texts, one after the other, each compressed by itself
//	                    and followed by its reading as it is
//	heads               for each record what is known about it (below)
//	starts              for each record where its head begins, 6 bytes each
//	ids      a table    which records have an id with this hash (table.go)
//	keys     a table    which records hold this key
//	footer   1 page     where the parts are, and counts
//
// Each part begins on a new page; numbers are little endian.
//
// Header: 0 "stemmaSg", 8 version (4 bytes, 4; the tables of 1 to 3 differ, table.go;
// up to 2 there are no readings), 12 segment number (8), 20 SHA-256 of the parameters
// (32), then zeros.
//
// Head: id (uvarint length, bytes), SHA-256 of the source (32 bytes), sequence
// number (uvarint), meta and signature (uvarint length, bytes each), then the
// text: coding (1 byte: 0 none, 1 as it is, 2 zstd), and if there is one its
// length, its offset in texts, its stored length and, from version 3, the length
// of the reading behind it (uvarint each).
//
// Footer, 8 bytes each: "stemmaFt", records, length of all texts before
// compression; page and length of texts, heads and starts; for ids, then for
// keys: page of the leaves, number of pages, page of the fences, number of
// leaves, page and length of the top, keys, postings; then the number of hot
// keys (up to 32) and each one with its count, most held first; from version 3
// the length of all readings.
//
// Sizes, measured. A million articles of 900 random keys: 4.105 bytes a posting,
// so keys 3.7 GB, of which fences 16 MB; heads, starts and ids 128 bytes an
// article with 50 bytes of meta. 12,000 articles of AllSides, 6.0 KB each, with
// their 980 shingles of five words: 3.98 bytes a posting, keys .65 of the text,
// texts .46. Text is compressed article by article, though groups would take
// less: so merging copies it untouched, and one is read without its neighbours.
const (
	segmentMagic   = "stemmaSg"
	footerMagic    = "stemmaFt"
	segmentVersion = 4
	firstReadings  = 3 // version
	startSize      = 6
)

// textCoding says how a text is stored.
type textCoding byte

const (
	textNone textCoding = iota
	textPlain
	textZstd
)

// head is a record without its text and keys.
type head struct {
	id        string
	sum       [sha256.Size]byte
	seq       uint64 // rises with each record added to the index
	meta      []byte
	signature []byte

	coding     textCoding
	textLen    uint64 // before compression
	textOffset uint64
	textStored uint64
	reading    uint64 // bytes of the reading, which follows the stored text
}

// kept is how many bytes of texts a record takes.
func (h *head) kept() uint64 { return h.textStored + h.reading }

func appendHead(b []byte, h *head) []byte {
	b = binary.AppendUvarint(b, uint64(len(h.id)))
	b = append(b, h.id...)
	b = append(b, h.sum[:]...)
	b = binary.AppendUvarint(b, h.seq)
	b = binary.AppendUvarint(b, uint64(len(h.meta)))
	b = append(b, h.meta...)
	b = binary.AppendUvarint(b, uint64(len(h.signature)))
	b = append(b, h.signature...)
	b = append(b, byte(h.coding))
	if h.coding != textNone {
		b = binary.AppendUvarint(b, h.textLen)
		b = binary.AppendUvarint(b, h.textOffset)
		b = binary.AppendUvarint(b, h.textStored)
		b = binary.AppendUvarint(b, h.reading)
	}
	return b
}

// parseHead reads a head of a version of the format that fills b. Its slices point
// into b.
func parseHead(b []byte, version uint32) (head, bool) {
	var h head
	c := bytesCursor{b: b}
	h.id = string(c.block())
	copy(h.sum[:], c.take(sha256.Size))
	h.seq = c.uvarint()
	h.meta = c.block()
	h.signature = c.block()
	if coding := c.take(1); len(coding) == 1 {
		h.coding = textCoding(coding[0])
	}
	if h.coding != textNone {
		h.textLen, h.textOffset, h.textStored = c.uvarint(), c.uvarint(), c.uvarint()
		if version >= firstReadings {
			h.reading = c.uvarint()
		}
	}
	return h, !c.bad && len(c.b) == 0 && h.coding <= textZstd &&
		(h.coding != textPlain || h.textLen == h.textStored)
}

// bytesCursor reads fields off a slice; bad is set once one leads out of it.
type bytesCursor struct {
	b   []byte
	bad bool
}

func (c *bytesCursor) take(n uint64) []byte {
	if n > uint64(len(c.b)) {
		c.bad, c.b = true, nil
		return nil
	}
	got := c.b[:n:n]
	c.b = c.b[n:]
	return got
}

func (c *bytesCursor) uvarint() uint64 {
	v, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.bad, c.b = true, nil
		return 0
	}
	c.b = c.b[n:]
	return v
}

func (c *bytesCursor) block() []byte { return c.take(c.uvarint()) }

func (c *bytesCursor) uint64() uint64 {
	if b := c.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (c *bytesCursor) uint32() uint32 {
	if b := c.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// segment reads one segment. It is safe for concurrent use.
type segment struct {
	name    string
	pages   *pages
	version uint32
	footer  footer
	footSum uint32 // checksum of the last page: the manifest names it
	ids     *table
	keys    *table
}

// footer is what the last page says.
type footer struct {
	records   uint64
	textBytes uint64
	readings  uint64
	texts     part
	heads     part
	starts    part
	ids       tableInfo
	keys      tableInfo
	hot       []heldKey
}

func (f *footer) append(b []byte) []byte {
	b = append(b, footerMagic...)
	for _, v := range []uint64{f.records, f.textBytes, f.texts.page, f.texts.bytes,
		f.heads.page, f.heads.bytes, f.starts.page, f.starts.bytes} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	for _, t := range []tableInfo{f.ids, f.keys} {
		for _, v := range []uint64{t.leaves, t.pages, t.fences, t.count, t.top.page, t.top.bytes, t.keys, t.postings} {
			b = binary.LittleEndian.AppendUint64(b, v)
		}
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(len(f.hot)))
	for _, h := range f.hot {
		b = binary.LittleEndian.AppendUint64(b, h.key)
		b = binary.LittleEndian.AppendUint64(b, h.count)
	}
	return binary.LittleEndian.AppendUint64(b, f.readings)
}

func parseFooter(b []byte, version uint32) (footer, bool) {
	c := bytesCursor{b: b}
	if !bytes.Equal(c.take(8), []byte(footerMagic)) {
		return footer{}, false
	}
	var f footer
	for _, v := range []*uint64{&f.records, &f.textBytes, &f.texts.page, &f.texts.bytes,
		&f.heads.page, &f.heads.bytes, &f.starts.page, &f.starts.bytes} {
		*v = c.uint64()
	}
	for _, t := range []*tableInfo{&f.ids, &f.keys} {
		for _, v := range []*uint64{&t.leaves, &t.pages, &t.fences, &t.count, &t.top.page, &t.top.bytes, &t.keys, &t.postings} {
			*v = c.uint64()
		}
	}
	n := c.uint64()
	if n > hotListed {
		return footer{}, false
	}
	for range n {
		f.hot = append(f.hot, heldKey{c.uint64(), c.uint64()})
	}
	if version >= firstReadings {
		f.readings = c.uint64()
	}
	return f, !c.bad
}

// openSegment opens a segment and tests its header, its footer and the tops of
// its tables.
func openSegment(dir folder, name string, number uint64, params []byte) (*segment, error) {
	path := dir.path(name)
	f, err := dir.open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &missingError{DamageError{File: path, What: "the file is missing"}}
	}
	if err != nil {
		return nil, wrap("open", path, err)
	}
	s := &segment{name: name, pages: &pages{path: path, file: f, segment: number}}
	if err := s.load(params); err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

// missingError is a DamageError that may have a harmless reason: between the
// reading of the manifest and the opening of its segments a writer replaced both.
type missingError struct{ DamageError }

func (e *missingError) Unwrap() error { return &e.DamageError }

func (s *segment) load(params []byte) error {
	p := s.pages
	size, err := p.file.Size()
	if err != nil {
		return wrap("stat", p.path, err)
	}
	p.count = uint64(size) / pageSize
	if size%pageSize != 0 || p.count < 2 || p.count > 1<<32 {
		return damage(p.path, size, "%d bytes are no whole number of pages", size)
	}
	page := make([]byte, pageSize)
	if err := s.loadHeader(page, params); err != nil {
		return err
	}
	if err := p.read(p.count-1, page); err != nil {
		return err
	}
	s.footSum = binary.LittleEndian.Uint32(page[pageData:])
	foot, ok := parseFooter(page[:pageData], s.version)
	if !ok || foot.records >= 1<<32 || !p.holds(foot.texts) || !p.holds(foot.heads) || !p.holds(foot.starts) ||
		foot.starts.bytes != foot.records*startSize {
		return damage(p.path, int64(p.count-1)*pageSize, "the footer is not one")
	}
	s.footer = foot
	if s.ids, err = openTable(p, foot.ids, foot.records, s.version); err != nil {
		return err
	}
	s.keys, err = openTable(p, foot.keys, foot.records, s.version)
	return err
}

func (s *segment) loadHeader(page, params []byte) error {
	p := s.pages
	// The version comes before the checksum: a newer format may have other pages.
	if _, err := p.file.ReadAt(page[:12], 0); err != nil {
		return wrap("read", p.path, err)
	}
	if string(page[:8]) != segmentMagic {
		return damage(p.path, 0, "it does not begin as a segment does")
	}
	s.version = binary.LittleEndian.Uint32(page[8:])
	if s.version > segmentVersion {
		return &VersionError{File: p.path, Found: s.version, Newest: segmentVersion}
	}
	if err := p.read(0, page); err != nil {
		return err
	}
	if n := binary.LittleEndian.Uint64(page[12:]); n != p.segment {
		return damage(p.path, 12, "it is segment %d, expected is %d", n, p.segment)
	}
	if sum := sha256.Sum256(params); !bytes.Equal(page[20:52], sum[:]) {
		return damage(p.path, 20, "it was made with other parameters than the manifest names")
	}
	return nil
}

// holds reports whether a part lies within the file.
func (p *pages) holds(a part) bool {
	return a.page <= p.count && a.bytes <= (p.count-a.page)*pageData
}

// head reads the head of record n.
func (s *segment) head(n uint64) (head, error) {
	f := &s.footer
	want := uint64(2 * startSize)
	if n+1 == f.records {
		want = startSize
	}
	var buffer [2*startSize + 2]byte
	raw, err := s.pages.bytes(f.starts, n*startSize, want, buffer[:0])
	if err != nil {
		return head{}, err
	}
	from, to := getStart(raw), f.heads.bytes
	if want > startSize {
		to = getStart(raw[startSize:])
	}
	if from > to || to > f.heads.bytes {
		return head{}, s.damageStart(n)
	}
	raw, err = s.pages.bytes(f.heads, from, to-from, make([]byte, 0, to-from))
	if err != nil {
		return head{}, err
	}
	return s.parse(n, from, raw)
}

func (s *segment) damageStart(n uint64) error {
	offset := s.footer.starts.page*pageSize + n*startSize/pageData*pageSize
	return damage(s.pages.path, int64(offset), "the start of record %d leads out of the heads", n)
}

func (s *segment) parse(n, from uint64, raw []byte) (head, error) {
	h, ok := parseHead(raw, s.version)
	texts := s.footer.texts.bytes
	if !ok || h.coding != textNone && (h.textOffset > texts || h.textStored > texts-h.textOffset || h.reading > texts-h.textOffset-h.textStored) {
		offset := (s.footer.heads.page + from/pageData) * pageSize
		return head{}, damage(s.pages.path, int64(offset), "the head of record %d is not one", n)
	}
	return h, nil
}

func getStart(b []byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint16(b[4:]))<<32
}

func appendStart(b []byte, v uint64) []byte {
	return binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint32(b, uint32(v)), uint16(v>>32))
}

// text reads the text of a head, decompressed, and its reading.
func (s *segment) text(h *head) (text, reading []byte, err error) {
	if h.coding == textNone {
		return nil, nil, nil
	}
	kept, err := s.pages.bytes(s.footer.texts, h.textOffset, h.kept(), make([]byte, 0, h.kept()))
	if err != nil {
		return nil, nil, err
	}
	text, reading = kept[:h.textStored:h.textStored], kept[h.textStored:]
	if h.coding == textPlain {
		return text, reading, nil
	}
	if text, err = unpackText(text, h.textLen); err != nil {
		offset := (s.footer.texts.page + h.textOffset/pageData) * pageSize
		return nil, nil, damage(s.pages.path, int64(offset), "the text of %q: %v", h.id, err)
	}
	return text, reading, nil
}

// idKey is the key of an id in the ids table. SHA-256, because ids may come
// from strangers who would otherwise choose them to collide.
func idKey(id string) uint64 {
	sum := sha256.Sum256([]byte(id))
	return getKey(sum[:])
}

// byID returns the records that have an id, in the order they were added.
func (s *segment) byID(id string) ([]uint32, error) {
	var found []uint32
	err := s.ids.lookup([]uint64{idKey(id)}, func(_ int, l *leaf) error {
		numbers, err := l.list(nil, true)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			h, err := s.head(uint64(n))
			if err != nil {
				return err
			}
			if h.id == id {
				found = append(found, n)
			}
		}
		return nil
	})
	return found, err
}

// headScan reads all heads in order.
type headScan struct {
	s      *segment
	n      uint64 // number of the next record
	heads  []byte // data of heads from offset at on
	at     uint64
	starts []byte // starts from record startsAt on
	first  uint64
	head   // the one read last, its slices valid until the next
}

const scanBytes = 128 << 10

// next reads the next head, false after the last.
func (c *headScan) next() (bool, error) {
	f := &c.s.footer
	if c.n == f.records {
		return false, nil
	}
	from, err := c.start(c.n)
	if err != nil {
		return false, err
	}
	to := f.heads.bytes
	if c.n+1 < f.records {
		if to, err = c.start(c.n + 1); err != nil {
			return false, err
		}
	}
	if from > to || to > f.heads.bytes {
		return false, c.s.damageStart(c.n)
	}
	if from < c.at || to > c.at+uint64(len(c.heads)) {
		n := min(max(scanBytes, to-from), f.heads.bytes-from)
		if c.heads, err = c.s.pages.bytes(f.heads, from, n, c.heads[:0]); err != nil {
			return false, err
		}
		c.at = from
	}
	c.head, err = c.s.parse(c.n, from, c.heads[from-c.at:to-c.at])
	c.n++
	return err == nil, err
}

func (c *headScan) start(n uint64) (uint64, error) {
	f := &c.s.footer
	if have := uint64(len(c.starts) / startSize); n < c.first || n >= c.first+have {
		// The record before is kept: its end is asked for together with n.
		count := min(scanBytes/startSize, f.records-n)
		starts, err := c.s.pages.bytes(f.starts, n*startSize, count*startSize, c.starts[:0])
		if err != nil {
			return 0, err
		}
		c.starts, c.first = starts, n
	}
	return getStart(c.starts[(n-c.first)*startSize:]), nil
}

func (s *segment) close() error { return s.pages.file.Close() }
