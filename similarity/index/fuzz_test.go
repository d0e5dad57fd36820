package index

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fuzzFolder makes a folder of a manifest and one segment of any bytes, with
// the checksums made good, so that a hostile writer is met and not only a bad
// disk.
func fuzzFolder(seg []byte) *memFolder {
	dir := newMemFolder()
	for page := 0; (page+1)*pageSize <= len(seg); page++ {
		data := seg[page*pageSize:][:pageData]
		binary.LittleEndian.PutUint32(seg[page*pageSize+pageData:], pageSum(data, 1, uint64(page)))
	}
	listed := listedSegment{number: 1, pages: uint64(len(seg) / pageSize)}
	if len(seg) >= pageSize {
		last := seg[len(seg)/pageSize*pageSize-pageSize:]
		listed.footSum = binary.LittleEndian.Uint32(last[pageData:])
		listed.records = min(binary.LittleEndian.Uint64(last[8:]), 1<<32-1)
	}
	m := manifest{generation: 1, nextSegment: 2, params: testParams, segments: []listedSegment{listed}}
	dir.names[manifestName] = &memFile{data: m.encode()}
	dir.names[segmentName(1)] = &memFile{data: seg}
	return dir
}

// askAll reads all of an index that may be hostile. What it answers does not
// matter; that it ends does.
func askAll(t *testing.T, dir *memFolder) {
	start := time.Now()
	_, _ = answers(dir)
	problems, err := verify(dir, true)
	_, _ = problems, err
	size := 0
	for _, f := range dir.names {
		size += len(f.data)
	}
	// Generous, since machines are busy: 20 s and 1 s for each 4 KB.
	require.Less(t, time.Since(start), 20*time.Second+time.Duration(size/4096)*time.Second)
}

// packPages writes a segment as pages without the zeros at their ends and
// without checksums, each behind its length in two bytes: an input on which
// changes hit something. unpackPages is its inverse.
func packPages(seg []byte) []byte {
	var packed []byte
	for page := range slices.Chunk(seg, pageSize) {
		data := bytes.TrimRight(page[:pageData], "\x00")
		packed = binary.LittleEndian.AppendUint16(packed, uint16(len(data)))
		packed = append(packed, data...)
	}
	return packed
}

func unpackPages(packed []byte) []byte {
	var seg []byte
	for len(packed) >= 2 && len(seg) < 100*pageSize {
		n := min(int(binary.LittleEndian.Uint16(packed)), pageData, len(packed)-2)
		page := make([]byte, pageSize)
		copy(page, packed[2:2+n])
		seg, packed = append(seg, page...), packed[2+n:]
	}
	return seg
}

// FuzzSegment reads segments of any bytes.
func FuzzSegment(f *testing.F) {
	tiny := newMemFolder()
	w, err := openWriter(tiny, testParams, Options{})
	require.NoError(f, err)
	require.NoError(f, w.Add(Record{ID: "a", Text: []byte("text"), Keys: []uint64{1 << 30, 1 << 60}}))
	require.NoError(f, w.Add(Record{ID: "b", Meta: []byte("m"), Keys: []uint64{1 << 30, 1 << 61}}))
	require.NoError(f, w.Commit())
	for _, dir := range []*memFolder{tiny, smallDamaged(f)} {
		f.Add(packPages(dir.names[segmentName(1)].data))
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		askAll(t, fuzzFolder(unpackPages(packed)))
	})
}

// FuzzManifest reads manifests of any bytes.
func FuzzManifest(f *testing.F) {
	sound := smallDamaged(f)
	f.Add(sound.names[manifestName].data)
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.Clone(data) // an input belongs to the fuzzer
		if n := len(data) - 4; n >= 0 {
			binary.LittleEndian.PutUint32(data[n:], crc32.Checksum(data[:n], castagnoli))
		}
		dir := newMemFolder()
		dir.names[manifestName] = &memFile{data: data}
		for _, number := range []uint64{1, 2} {
			dir.names[segmentName(number)] = sound.names[segmentName(number)]
		}
		askAll(t, dir)
		m, err := parseManifest("m", data)
		if err == nil {
			again, err := parseManifest("m", m.encode())
			require.NoError(t, err)
			require.Equal(t, m, again)
		}
	})
}

// FuzzEntries writes keys and records drawn from the input as a table and reads
// them back, by scan and by look-up.
func FuzzEntries(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x00\x00\x00\xff\xff\xff\xff\xff\x01"), uint32(7))
	f.Add([]byte{}, uint32(1))
	f.Fuzz(func(t *testing.T, data []byte, records uint32) {
		requireTable(t, data, max(1, uint64(records)))
	})
}
