package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
)

// The manifest says which segments make up the index and which of their
// records no longer count. It is the only file whose content changes: a new one
// is written beside it, synced, and renamed over it, so that a reader finds the
// state before a commit or the state after it. Numbers are little endian.
//
//	0   "stemmaMf"
//	8   format version      4 bytes, 2 (1 has no note)
//	12  generation          8 bytes, rises by one with each change
//	20  next segment        8 bytes, the number that the next segment takes
//	28  next sequence       8 bytes, the one that the next record takes
//	36  parameters          uvarint length, bytes
//	    number of segments  uvarint, then for each:
//	      number, pages, records     uvarint each
//	      checksum of its last page  4 bytes
//	      removed                    uvarint count, then the records in rising
//	      older versions             order, each as uvarint gap to the one
//	                                 before, less 1 (the first: itself)
//	note                    uvarint length, bytes of the caller (Writer.SetNote)
//	    CRC32C of all before         4 bytes
//
// A record is in neither list while it is the current one of its id. Removed
// records are left out when their segment is merged.
const (
	manifestName    = "MANIFEST"
	manifestMagic   = "stemmaMf"
	manifestVersion = 2
	maxManifest     = 1 << 30
	lockName        = "LOCK"
	segmentSuffix   = ".seg"
	tempSuffix      = ".tmp"
)

type manifest struct {
	generation  uint64
	nextSegment uint64
	nextSeq     uint64
	params      []byte
	segments    []listedSegment
	note        []byte
}

type listedSegment struct {
	number  uint64
	pages   uint64
	records uint64
	footSum uint32
	gone    bitset
	old     bitset
}

func segmentName(number uint64) string { return fmt.Sprintf("%08d%s", number, segmentSuffix) }

// ownName reports whether a file name is one that an index makes.
func ownName(name string) bool {
	name = strings.TrimSuffix(name, tempSuffix)
	return name == manifestName || name == lockName || isSegmentName(name)
}

func isSegmentName(name string) bool {
	digits, ok := strings.CutSuffix(name, segmentSuffix)
	return ok && len(digits) >= 8 && strings.Trim(digits, "0123456789") == ""
}

func (m *manifest) encode() []byte {
	b := append([]byte(nil), manifestMagic...)
	b = binary.LittleEndian.AppendUint32(b, manifestVersion)
	b = binary.LittleEndian.AppendUint64(b, m.generation)
	b = binary.LittleEndian.AppendUint64(b, m.nextSegment)
	b = binary.LittleEndian.AppendUint64(b, m.nextSeq)
	b = binary.AppendUvarint(b, uint64(len(m.params)))
	b = append(b, m.params...)
	b = binary.AppendUvarint(b, uint64(len(m.segments)))
	for _, s := range m.segments {
		b = binary.AppendUvarint(b, s.number)
		b = binary.AppendUvarint(b, s.pages)
		b = binary.AppendUvarint(b, s.records)
		b = binary.LittleEndian.AppendUint32(b, s.footSum)
		for _, set := range []bitset{s.gone, s.old} {
			b = binary.AppendUvarint(b, uint64(set.count()))
			last := ^uint64(0)
			for n := range set.all() {
				b = binary.AppendUvarint(b, n-last-1)
				last = n
			}
		}
	}
	b = append(binary.AppendUvarint(b, uint64(len(m.note))), m.note...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// parseManifest reads what encode wrote. path is for errors.
func parseManifest(path string, b []byte) (*manifest, error) {
	const fixed = 36
	if len(b) < 12 || string(b[:8]) != manifestMagic {
		return nil, damage(path, 0, "it does not begin as a manifest does")
	}
	version := binary.LittleEndian.Uint32(b[8:])
	if version > manifestVersion {
		return nil, &VersionError{File: path, Found: version, Newest: manifestVersion}
	}
	if len(b) < fixed+4 || binary.LittleEndian.Uint32(b[len(b)-4:]) != crc32.Checksum(b[:len(b)-4], castagnoli) {
		return nil, damage(path, int64(len(b)), "the checksum does not match")
	}
	c := bytesCursor{b: b[12 : len(b)-4]}
	m := &manifest{generation: c.uint64(), nextSegment: c.uint64(), nextSeq: c.uint64()}
	m.params = append([]byte(nil), c.block()...)
	count := c.uvarint()
	for i := uint64(0); i < count && !c.bad; i++ {
		s := listedSegment{number: c.uvarint(), pages: c.uvarint(), records: c.uvarint(), footSum: c.uint32()}
		if s.records >= 1<<32 || s.number >= m.nextSegment {
			return nil, damage(path, int64(len(b)-4-len(c.b)), "segment %d cannot be", s.number)
		}
		s.gone, s.old = c.bitset(s.records), c.bitset(s.records)
		m.segments = append(m.segments, s)
	}
	if version > 1 {
		m.note = append([]byte(nil), c.block()...)
	}
	if c.bad || len(c.b) > 0 {
		return nil, damage(path, int64(len(b)-4-len(c.b)), "a field leads out of the file")
	}
	return m, nil
}

// bitset reads a list of numbers below limit, nil for none.
func (c *bytesCursor) bitset(limit uint64) bitset {
	count := c.uvarint()
	if count == 0 {
		return nil
	}
	if count > limit || count > uint64(len(c.b)) {
		c.bad = true
		return nil
	}
	set := newBitset(limit)
	last := ^uint64(0)
	for range count {
		gap := c.uvarint()
		if c.bad || gap >= limit || last+1+gap >= limit {
			c.bad = true
			return nil
		}
		last += 1 + gap
		set.set(last)
	}
	return set
}

// readManifest reads the manifest of a folder. Without one the error is
// ErrNotIndex.
func readManifest(dir folder) (*manifest, error) {
	path := dir.path(manifestName)
	f, err := dir.open(manifestName)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := dir.list(); err != nil {
			return nil, wrap("list", dir.path(""), err)
		}
		return nil, fmt.Errorf("index: %s is %w: it has no %s", dir.path(""), ErrNotIndex, manifestName)
	}
	if err != nil {
		return nil, wrap("open", path, err)
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return nil, wrap("stat", path, err)
	}
	if size > maxManifest {
		return nil, damage(path, maxManifest, "%d bytes are more than a manifest has", size)
	}
	b := make([]byte, size)
	if n, err := f.ReadAt(b, 0); n < len(b) {
		if err == io.EOF {
			return nil, damage(path, int64(n), "the file ends too early")
		}
		return nil, wrap("read", path, err)
	}
	return parseManifest(path, b)
}

// writeManifest replaces the manifest.
func writeManifest(dir folder, m *manifest) error {
	temp := manifestName + tempSuffix
	b := m.encode()
	if len(b) > maxManifest {
		return fmt.Errorf("index: the manifest of %s grew to %d bytes", dir.path(""), len(b))
	}
	out, err := dir.create(temp)
	if err != nil {
		return wrap("create", dir.path(temp), err)
	}
	_, err = out.Write(b)
	if err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return wrap("write", dir.path(temp), err)
	}
	if err := dir.rename(temp, manifestName); err != nil {
		return wrap("rename", dir.path(temp), err)
	}
	return wrap("sync", dir.path(""), dir.sync())
}
