package index

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// leaf decodes the entries of one leaf in order.
type leaf struct {
	table    *table
	page     uint64 // counted from the table's first
	entries  int
	left     int // entries not yet read
	overflow uint64
	restarts []byte
	header   int // bytes before the entries
	k        uint
	lowest   uint64 // its first key
	fresh    bool   // no entry was read yet
	atFirst  bool   // the entry read last is the leaf's first
	key      uint64 // of the entry read last
	count    uint64 // records that hold it
	unread   bool   // whether they still stand before r
	r        bitReader
	whole    []byte // bits of an entry with overflow pages
}

// load begins a page, which is followed by readSlack bytes of anything.
func (l *leaf) load(page uint64, raw []byte) error {
	l.page, l.fresh, l.unread = page, true, false
	l.entries = int(binary.LittleEndian.Uint16(raw))
	l.left = l.entries
	l.overflow = uint64(binary.LittleEndian.Uint32(raw[2:]))
	l.k = uint(raw[6])
	l.lowest = getKey(raw[7:])
	l.key = l.lowest
	l.restarts, l.header = nil, l.table.form.header
	if l.header == leafHeader {
		n := int(raw[oldLeafHeader])
		if n > restarts {
			return l.damage("a leaf has an impossible header")
		}
		l.header += n * restartSize
		l.restarts = raw[leafHeader:l.header]
	}
	l.r = newBitReader(raw[l.header:], pageData-l.header)
	if l.left == 0 || l.k > keyBits || l.overflow >= l.table.pages-page || l.overflow > 0 && l.left > 1 {
		return l.damage("a leaf has an impossible header")
	}
	return nil
}

// skip goes to the last restart before target, if that is further on.
func (l *leaf) skip(target uint64) {
	for at := len(l.restarts) - restartSize; at >= 0; at -= restartSize {
		raw := l.restarts[at:]
		key := getKey(raw)
		if key >= target {
			continue
		}
		before, bit := int(binary.LittleEndian.Uint16(raw[keySize:])), uint64(binary.LittleEndian.Uint16(raw[keySize+2:]))
		if bit > l.r.pos && before < l.entries {
			l.key, l.left, l.r.pos = key, l.entries-before, bit
			l.fresh, l.atFirst, l.unread = false, false, false
		}
		return
	}
}

func (l *leaf) damage(what string) error {
	return damage(l.table.file.path, int64((l.table.leaves+l.page)*pageSize), "%s", what)
}

// next reads the next entry's key and count.
func (l *leaf) next() (bool, error) {
	if l.unread {
		if _, err := l.list(nil, false); err != nil {
			return false, err
		}
	}
	if l.left == 0 {
		return false, nil
	}
	l.left--
	if !l.fresh {
		l.key += l.r.rice(l.k) + 1
	}
	l.atFirst, l.fresh = l.fresh, false
	l.count = 1
	if l.r.get(1) == 1 {
		l.count = l.r.gamma() + 1
	}
	l.unread = true
	if l.r.past() || l.key > maxKey || l.count > l.table.records {
		return false, l.damage("an entry leads out of its leaf")
	}
	return true, nil
}

// first reads the records of the current entry, at most once, and appends them to
// dst, of an entry that takes a leaf for itself no more than limit.
func (l *leaf) first(dst []uint32, limit uint64) ([]uint32, error) {
	if limit == 0 {
		return dst, nil
	}
	if l.count <= limit || l.left > 0 || limit > firstListed {
		all := len(dst)
		dst, err := l.list(dst, true)
		if err == nil && uint64(len(dst)-all) > limit {
			dst = dst[:all+int(limit)]
		}
		return dst, err
	}
	l.unread = false
	return l.records(dst, limit, true)
}

// firstListed is how many records surely begin on the first page of an entry: one
// takes 64 bits at most but for the first.
const firstListed = leafBits/64 - 2

// list reads the records of the current entry, at most once, and appends them
// to dst where keep is set.
func (l *leaf) list(dst []uint32, keep bool) ([]uint32, error) {
	l.unread = false
	records := l.table.records
	if l.count == 1 {
		record := l.r.phased(phase(records))
		if l.r.past() || record >= records {
			return dst, l.damage("an entry leads out of its leaf")
		}
		if keep {
			dst = append(dst, uint32(record))
		}
		return dst, nil
	}
	if l.overflow > 0 {
		if err := l.extend(); err != nil {
			return dst, err
		}
	}
	return l.records(dst, l.count, keep)
}

// records reads the first n of the several records of the current entry.
func (l *leaf) records(dst []uint32, n uint64, keep bool) ([]uint32, error) {
	records := l.table.records
	k, record := gapWidth(records, l.count), ^uint64(0)
	if keep {
		dst = slices.Grow(dst, int(min(n, l.r.end-min(l.r.pos, l.r.end)))) // each takes a bit or more
	}
	for range n {
		record += l.r.rice(k) + 1
		if record >= records || l.r.past() {
			return dst, l.damage("an entry leads out of its leaf")
		}
		if keep {
			dst = append(dst, uint32(record))
		}
	}
	return dst, nil
}

// extend puts the data of the overflow pages behind that of the leaf.
func (l *leaf) extend() error {
	l.whole = append(l.whole[:0], l.r.b[:pageData-l.header]...)
	rest := part{page: l.table.leaves + l.page + 1, bytes: l.overflow * pageData}
	whole, err := l.table.file.bytes(rest, 0, rest.bytes, l.whole)
	if err != nil {
		return err
	}
	l.whole = append(whole, make([]byte, readSlack)...)
	pos := l.r.pos
	l.r = newBitReader(l.whole, len(whole))
	l.r.pos = pos
	return nil
}

// pass goes over the current entry, and on over those that one record holds and
// whose key is below target: what next does for each, in a third of the time.
func (l *leaf) pass(target uint64) error {
	if l.fresh {
		return nil
	}
	if l.unread {
		if _, err := l.list(nil, false); err != nil {
			return err
		}
	}
	width, short := phase(l.table.records)
	if l.k+width > 57-1-riceEscape {
		return nil // an entry may be longer than what one load yields
	}
	b, pos, key := l.r.b, l.r.pos, l.key
	for l.left > 0 && pos < l.r.end {
		w := binary.LittleEndian.Uint64(b[pos>>3:]) >> (pos & 7)
		q := uint(bits.TrailingZeros64(^w))
		if q >= riceEscape {
			break
		}
		w >>= (q + 1) & 63
		next := key + (uint64(q)<<l.k | w&(1<<l.k-1)) + 1
		w >>= l.k & 63
		if next >= target || w&1 == 1 {
			break
		}
		n := uint64(q) + 1 + uint64(l.k) + 1 + uint64(width)
		if w>>1&(1<<(width-1)-1) < short {
			n--
		}
		key, pos, l.left = next, pos+n, l.left-1
	}
	l.key, l.r.pos = key, pos
	if l.r.past() {
		return l.damage("an entry leads out of its leaf")
	}
	return nil
}

// gapWidth is the rice width for the gaps of a list of count records.
func gapWidth(records, count uint64) uint { return riceWidth((records - count) / count) }

// riceWidth is the width that suits geometric values of a mean (Kiely 2004).
func riceWidth(mean uint64) uint { return uint(max(1, bits.Len64(mean-mean/32))) - 1 }
