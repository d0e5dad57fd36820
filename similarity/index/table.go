package index

import (
	"encoding/binary"
	"sort"
	"sync/atomic"
)

// A table says which records hold which keys. A segment has two: one of the
// hashes of the ids (to find a record by id), one of the caller's keys.
//
// Leaves. Keys are in rising order, each once. A leaf is one page:
//
//	0   entries      2 bytes
//	2   overflow     4 bytes: pages after this one that its only entry goes on in
//	6   k            1 byte: width of the key gaps
//	7   first key    5 bytes
//	12  restarts     1 byte: how many, up to 7, each of them 9 bytes:
//	      the key before an entry (5 bytes), the number of entries before it (2),
//	      the bit where it begins (2)
//	then entries as bits, one after the other (codes: bits.go)
//
//	entry = gap of the key  rice(k, key - previous key - 1); not in the first entry
//	        0, record       one record:  a zero bit, phased(records, record)
//	        1, count, ...   several: a one bit, gamma(count-1), then the gap of
//	                        each record to the one before, less 1 (the first: the
//	                        record itself), as rice codes of the width gapWidth
//
// Example, a segment of 4 records: key 5 held by record 2, key 9 by records 0
// and 3. The leaf has 2 entries, k = 38, first key 5, and these bits, first one
// left: 0 (one record), 10 (phased(4, 2)); 0 and 38 bits (gap 9-5-1 = 3, low bit
// first: 110...0), 1 (several), 1 (gamma(1)), 0 (rice(0, 0): record 0), 110
// (rice(0, 2): record 0+2+1 = 3). In bytes: 32 00 00 00 00 6c.
//
// Restarts part a leaf of 16 entries and more into eighths, so that a look-up
// decodes 1/16 of a leaf on average: it takes 3.4 us instead of 7, and the table
// 3 % more room. Version 1 of a segment has none, nor the byte that counts them.
//
// An entry that does not fit what is left of a page begins a new leaf; one that
// does not fit a page has a leaf of its own whose bits go on in the data of the
// overflow pages.
//
// Fences. For each leaf its first key (5 bytes) and its page, counted from the
// table's first (4 bytes); 192 to a page. Top: the fence of each 16th leaf, which is
// all that opening reads: 560 KB of a million leaves. Keys are hashes, so which of
// the 16 leaves holds one can be guessed where none of them has overflow pages, and
// the fences need not be read. Of a million made articles, whose standing lines make
// many hot keys, .89 of the runs of 16 have none; the guess is right in eight of ten,
// and next to the right one else: a look-up reads 1.29 pages. With each 64th, as
// version 3 has it, it reads 1.66, with each 8th 1.18 and a megabyte at opening. Of
// versions 1 and 2 a page has 227 fences and the top the first key of each page of
// fences (5 bytes each).
//
// Sizes, 40-bit random keys, n of them on each of R articles: a gap takes about
// 40 - log2(n R) + 1.5 bits, the record log2(R), so one posting 42.5 - log2(n)
// bits whatever R is: 32.7 bits at 900 keys an article. The least that any code
// can take is 0.9 bits less. A key that several records hold pays its gap once.
//
// Refused: varint gaps with 4-byte records (6.0 bytes a posting instead of 4.1);
// a page per range of keys without fences, which is one read less, but only
// while keys are spread evenly, and those of a sampled sketch are not.
const (
	oldLeafHeader = 12 // of a segment of version 1
	leafHeader    = 13
	restartSize   = keySize + 4
	restarts      = 7
	fewEntries    = 16 // a leaf of fewer has no restarts
	leafBits      = (pageData - leafHeader - restarts*restartSize) * 8
	keyBits       = 40
	maxKey        = 1<<keyBits - 1
	keySize       = keyBits / 8
	fenceSize     = keySize + 4
	fencesPerPage = 192
	topLeaves     = 16 // fences for each entry of the top
	oldTopLeaves  = 64 // of version 3
	oldFences     = pageData / fenceSize
	guesses       = 3 // leaves that are read before the fences are
)

// tableInfo is what the footer says of a table.
type tableInfo struct {
	leaves   uint64 // page of the first leaf
	pages    uint64 // leaves and overflow pages
	fences   uint64 // page of the first fences
	count    uint64 // leaves
	top      part
	keys     uint64
	postings uint64
}

// table reads a table. It is safe for concurrent use.
type table struct {
	tableInfo
	file    *pages
	records uint64
	form    tableForm
	top     []byte
	fence   []atomic.Pointer[[]byte] // pages of fences, kept from the second time: 9 bytes a leaf
	asked   []atomic.Bool            // which of them were read
}

// tableForm is what differs between the versions of a segment.
type tableForm struct {
	header   int    // of a leaf, without restarts
	perPage  uint64 // fences
	topEach  uint64 // leaves for each entry of the top
	topEntry uint64 // bytes
}

func formOf(version uint32) tableForm {
	switch version {
	case 1:
		return tableForm{oldLeafHeader, oldFences, oldFences, keySize}
	case 2:
		return tableForm{leafHeader, oldFences, oldFences, keySize}
	case 3:
		return tableForm{leafHeader, fencesPerPage, oldTopLeaves, fenceSize}
	}
	return tableForm{leafHeader, fencesPerPage, topLeaves, fenceSize}
}

func (f *tableForm) fencePages(leaves uint64) uint64 { return (leaves + f.perPage - 1) / f.perPage }

func openTable(file *pages, info tableInfo, records uint64, version uint32) (*table, error) {
	t := &table{tableInfo: info, file: file, records: records, form: formOf(version)}
	fencePages := t.form.fencePages(info.count)
	entries := (info.count + t.form.topEach - 1) / t.form.topEach
	outside := func(page, n uint64) bool { return page > file.count || n > file.count-page }
	if info.count > info.pages || outside(info.leaves, info.pages) || outside(info.fences, fencePages) ||
		info.top.bytes != entries*t.form.topEntry || outside(info.top.page, info.top.pageCount()) {
		return nil, damage(file.path, int64((file.count-1)*pageSize), "the footer describes a table outside the file")
	}
	var err error
	if t.top, err = file.bytes(info.top, 0, info.top.bytes, make([]byte, 0, info.top.bytes)); err != nil {
		return nil, err
	}
	for i := 1; i < t.topLen(); i++ {
		if t.topKey(i) <= t.topKey(i-1) {
			return nil, damage(file.path, int64(info.top.page*pageSize), "the top of a table is out of order")
		}
	}
	t.fence, t.asked = make([]atomic.Pointer[[]byte], fencePages), make([]atomic.Bool, fencePages)
	return t, nil
}

func getKey(b []byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(b)) | uint64(b[4])<<32
}

func appendKey(b []byte, key uint64) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(key)), byte(key>>32))
}

func (t *table) topLen() int { return len(t.top) / int(t.form.topEntry) }

func (t *table) topKey(i int) uint64 { return getKey(t.top[i*int(t.form.topEntry):]) }

// topPage is the page of a leaf in the top, the number of pages behind the last.
func (t *table) topPage(i int) uint64 {
	if i == t.topLen() {
		return t.pages
	}
	return uint64(binary.LittleEndian.Uint32(t.top[i*fenceSize+keySize:]))
}

// fencesOf returns the fences of page i, which may lie in the buffer, nil for a new
// one. A page that is asked for again is kept: a process that asks about a draft or two and ends would
// else fill megabytes that it does not need.
func (t *table) fencesOf(i int, buffer []byte) ([]byte, error) {
	if p := t.fence[i].Load(); p != nil {
		return *p, nil
	}
	again := t.asked[i].Swap(true)
	if again || buffer == nil {
		buffer = make([]byte, pageSize)
	}
	if err := t.file.read(t.tableInfo.fences+uint64(i), buffer); err != nil {
		return nil, err
	}
	n := min(t.form.perPage, t.count-uint64(i)*t.form.perPage)
	raw := buffer[:n*fenceSize]
	if again {
		t.fence[i].Store(&raw)
	}
	return raw, nil
}

// above is the number of entries of the top up to key.
func (t *table) above(key uint64) int {
	return sort.Search(t.topLen(), func(i int) bool { return t.topKey(i) > key })
}

// guess returns the page of the leaf that most likely holds key, where the leaves
// from the last entry of the top on lie side by side and their fences were not read
// yet. Of the first i entries none is greater than key.
func (t *table) guess(key uint64, i int) (uint64, bool) {
	if t.form.topEntry < fenceSize || t.fence[uint64(i-1)*t.form.topEach/t.form.perPage].Load() != nil {
		return 0, false
	}
	first, next := t.topKey(i-1), uint64(maxKey)
	leaves := min(t.form.topEach, t.count-uint64(i-1)*t.form.topEach)
	if i < t.topLen() {
		next = t.topKey(i)
	}
	if page := t.topPage(i - 1); t.topPage(i)-page == leaves {
		return page + (key-first)*leaves/(next-first+1), true // below 2^47
	}
	return 0, false
}

// find returns the page of the only leaf that may hold key. Of the first i entries
// of the top none is greater than key. The buffer is of a page.
func (t *table) find(key uint64, i int, buffer []byte) (uint64, error) {
	run := uint64(i-1) * t.form.topEach
	raw, err := t.fencesOf(int(run/t.form.perPage), buffer)
	if err != nil {
		return 0, err
	}
	raw = raw[run%t.form.perPage*fenceSize:]
	raw = raw[:min(uint64(len(raw)), t.form.topEach*fenceSize)]
	lo, hi := 0, len(raw)/fenceSize
	for lo < hi {
		if mid := (lo + hi) / 2; getKey(raw[mid*fenceSize:]) <= key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0, damage(t.file.path, int64((t.tableInfo.fences+run/t.form.perPage)*pageSize), "fences and their top disagree")
	}
	return uint64(binary.LittleEndian.Uint32(raw[(lo-1)*fenceSize+keySize:])), nil
}

// lookup calls visit for each key that the table holds, with the leaf standing
// at its entry. The keys are in rising order, each once.
func (t *table) lookup(keys []uint64, visit func(i int, l *leaf) error) error {
	buffer := pageBuffers.Get().(*[readAhead * pageSize]byte)
	defer pageBuffers.Put(buffer)
	c, fences := cursor{leaf: leaf{table: t}, buffer: buffer[:pageSize+readSlack]}, buffer[2*pageSize:3*pageSize]
	for i, key := range keys {
		run := t.above(key)
		if run == 0 {
			continue
		}
		sure, err := c.guess(key, run)
		if err != nil {
			return err
		}
		if !sure {
			page, err := t.find(key, run, fences)
			if err != nil {
				return err
			}
			if _, err := c.seek(page, key); err != nil {
				return err
			}
		}
		if c.key == key && !c.fresh {
			if err := visit(i, &c.leaf); err != nil {
				return err
			}
		}
	}
	return nil
}

// cursor stands at an entry of a leaf.
type cursor struct {
	leaf
	buffer []byte
	loaded bool
}

// guess goes to the leaf that most likely holds key, and where that does not to its
// neighbours, of which one mostly does: without the fences, whose page would be one
// read more. Of the first i entries of the top none
// is greater than key. It is sure where no other leaf may hold the key.
func (c *cursor) guess(key uint64, i int) (sure bool, err error) {
	page, guessed := c.table.guess(key, i)
	if !guessed {
		return false, nil
	}
	back, forth := false, false
	for range guesses {
		if sure, err := c.seek(page, key); sure || err != nil {
			return sure, err
		}
		if c.lowest > key {
			page, back = page-1, true
		} else {
			page, forth = page+1, true
		}
		if back && forth { // it would stand between two leaves
			return true, nil
		}
		if page < c.table.topPage(i-1) || page >= c.table.topPage(i) {
			break
		}
	}
	return false, nil
}

// seek goes to the first entry of a leaf that is not below key, the last one if all
// are. It is sure where no other leaf may hold the key. Within one leaf it goes
// forward only.
func (c *cursor) seek(page, key uint64) (sure bool, err error) {
	if !c.loaded || c.page != page {
		c.loaded = false
		if err := c.table.readLeaf(page, c.buffer, &c.leaf); err != nil {
			return false, err
		}
		c.loaded = true
	}
	if c.lowest > key {
		return false, nil
	}
	c.skip(key)
	for c.fresh || c.key < key {
		if err := c.pass(key); err != nil {
			return false, err
		}
		if more, err := c.next(); err != nil || !more {
			return false, err
		}
	}
	return true, nil
}

func (t *table) readLeaf(page uint64, buffer []byte, l *leaf) error {
	if page >= t.pages {
		return damage(t.file.path, int64(t.tableInfo.fences*pageSize), "a fence leads out of the table")
	}
	if err := t.file.read(t.leaves+page, buffer[:pageSize]); err != nil {
		return err
	}
	return l.load(page, buffer)
}

// scan reads all entries of a table in order, its pages many at a time.
type scan struct {
	leaf
	nextPage uint64
	buffer   []byte
	from, to uint64 // pages in buffer
	done     bool
}

func newScan(t *table) *scan {
	return &scan{leaf: leaf{table: t}, buffer: make([]byte, min(readAhead, t.pages)*pageSize+readSlack)}
}

// next goes to the next entry; done is set after the last one.
func (s *scan) next() error {
	for {
		more, err := s.leaf.next()
		if more || err != nil {
			return err
		}
		if s.nextPage == s.table.pages {
			s.done = true
			return nil
		}
		if s.nextPage < s.from || s.nextPage >= s.to {
			n := min(readAhead, s.table.pages-s.nextPage)
			if err := s.table.file.read(s.table.leaves+s.nextPage, s.buffer[:n*pageSize]); err != nil {
				return err
			}
			s.from, s.to = s.nextPage, s.nextPage+n
		}
		last := s.key
		first := s.nextPage == 0
		if err := s.load(s.nextPage, s.buffer[(s.nextPage-s.from)*pageSize:]); err != nil {
			return err
		}
		if !first && s.key <= last {
			return s.damage("leaves are out of order")
		}
		s.nextPage += 1 + s.overflow
	}
}
