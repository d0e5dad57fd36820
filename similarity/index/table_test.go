package index

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireTable writes a table of postings that data spells, 9 bytes each (key,
// record), and reads it back by scan and by look-up.
func requireTable(t *testing.T, data []byte, records uint64) {
	type posting struct {
		key    uint64
		record uint32
	}
	var postings []posting
	for ; len(data) >= 9; data = data[9:] {
		record := uint64(binary.LittleEndian.Uint32(data[5:])) % records
		postings = append(postings, posting{getKey(data), uint32(record)})
	}
	slices.SortFunc(postings, func(a, b posting) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.record, b.record))
	})
	postings = slices.Compact(postings)

	dir := newMemFolder()
	out, err := dir.create("table")
	require.NoError(t, err)
	w := newPageWriter("table", out, 3)
	tw, err := newTableWriter(w, records, uint64(len(postings)))
	require.NoError(t, err)
	want := map[uint64][]uint32{}
	var keys []uint64
	for _, p := range postings {
		if len(want[p.key]) == 0 {
			keys = append(keys, p.key)
		}
		want[p.key] = append(want[p.key], p.record)
	}
	for _, key := range keys {
		require.NoError(t, tw.add(key, want[key]))
	}
	info, err := tw.finish()
	require.NoError(t, err)
	require.NoError(t, w.flush())
	f, err := dir.open("table")
	require.NoError(t, err)
	size, err := f.Size()
	require.NoError(t, err)
	table, err := openTable(&pages{path: "table", file: f, segment: 3, count: uint64(size) / pageSize}, info, records, segmentVersion)
	require.NoError(t, err)

	s := newScan(table)
	for _, key := range keys {
		require.NoError(t, s.next())
		require.False(t, s.done)
		require.Equal(t, key, s.key)
		if key%3 == 0 {
			continue // not every list is read
		}
		list, err := s.list(nil, true)
		require.NoError(t, err)
		require.Equal(t, want[key], list)
	}
	require.NoError(t, s.next())
	require.True(t, s.done)

	asked := slices.Clone(keys)
	for _, key := range keys {
		asked = append(asked, max(key, 1)-1, min(key+1, maxKey))
	}
	slices.Sort(asked)
	asked = slices.Compact(asked)
	found := map[uint64][]uint32{}
	require.NoError(t, table.lookup(asked, func(i int, l *leaf) error {
		list, err := l.list(nil, true)
		found[asked[i]] = list
		return err
	}))
	require.Equal(t, len(want), len(found))
	for key, list := range want {
		require.Equal(t, list, found[key])
	}
	// Few at a time, so that most of a leaf is skipped.
	for i := 0; i < len(asked); i += 97 {
		few := []uint64{asked[i], asked[min(i+31, len(asked)-1)]}
		require.NoError(t, table.lookup(slices.Compact(few), func(k int, l *leaf) error {
			list, err := l.list(nil, true)
			require.Equal(t, want[few[k]], list)
			delete(found, few[k])
			return err
		}))
		for _, key := range few {
			if want[key] != nil {
				require.NotContains(t, found, key)
			}
		}
	}
}

// TestTables writes tables of many shapes: few and many records, keys dense,
// far apart and both, lists short and longer than a page.
func TestTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, records := range []uint64{1, 2, 3, 64, 1000, 1<<24 + 1, 1<<32 - 1} {
		for _, width := range []uint{1, 8, 20, 40} {
			for _, postings := range []int{0, 1, 2, 300, 6000} {
				var data []byte
				for range postings {
					shift := width
					if rng.IntN(50) == 0 {
						shift = keyBits // outliers
					}
					data = appendKey(data, rng.Uint64()&(1<<shift-1))
					data = binary.LittleEndian.AppendUint32(data, rng.Uint32())
				}
				requireTable(t, data, records)
			}
		}
	}
}

// TestCodes writes and reads each code at its limits.
func TestCodes(t *testing.T) {
	values := []uint64{0, 1, 2, 3, 7, 8, 23, 24, 25, 255, 1 << 20, 1<<32 - 2, 1<<32 - 1}
	var w bitWriter
	for _, v := range values {
		for k := range uint(keyBits + 1) {
			w.rice(k, v)
		}
		w.gamma(v + 1)
		for _, n := range []uint64{v + 1, v + 2, 2*v + 1, 1 << 32} {
			if v < n && n <= 1<<32 {
				w.phased(n, v)
			}
		}
	}
	size := w.size()
	w.put(0x55, 7)
	w.rice(3, 1000)
	w.cut(size)
	require.Equal(t, size, w.size())
	data := w.bytes()
	r := newBitReader(append(slices.Clone(data), make([]byte, readSlack)...), len(data))
	for _, v := range values {
		for k := range uint(keyBits + 1) {
			require.Equal(t, v, r.rice(k), "rice(%d, %d)", k, v)
		}
		require.Equal(t, v+1, r.gamma())
		for _, n := range []uint64{v + 1, v + 2, 2*v + 1, 1 << 32} {
			if v < n && n <= 1<<32 {
				require.Equal(t, v, r.phased(phase(n)), "phased(%d, %d)", n, v)
			}
		}
	}
	require.Equal(t, size, r.pos)
	require.False(t, r.past())
	r.get(9)
	require.True(t, r.past())
}

// TestSortPostings compares the radix sort with the comparing one.
func TestSortPostings(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, n := range []int{1, 2, 2047, 2048, 5000, 60_000} {
		for _, bits := range []uint{4, 13, 40} {
			a := make([]uint64, n)
			for i := range a {
				a[i] = (rng.Uint64()&(1<<bits-1))<<20 | uint64(rng.IntN(1<<20))
			}
			want := slices.Sorted(slices.Values(a))
			require.Equal(t, want, sortPostings(a, make([]uint64, n), 20, 20+bits))
		}
	}
}

// Keys are hashes: the top tells in which leaf one is without the fences, and where
// it does not, the fences do.
func TestLeavesAreGuessed(t *testing.T) {
	dir := t.TempDir()
	w := openForWriting(t, dir, Options{})
	rng := rand.New(rand.NewPCG(4, 4))
	for i := range 400 {
		r := Record{ID: fmt.Sprint(i)}
		for range 600 {
			r.Keys = append(r.Keys, rng.Uint64())
		}
		require.NoError(t, w.Add(r))
	}
	require.NoError(t, w.Commit())
	require.NoError(t, w.Close())
	r := open(t, dir)
	require.Len(t, r.segments, 1)
	keys := r.segments[0].keys
	require.Greater(t, keys.topLen(), 4)
	const asked = 4000
	right := 0
	for range asked {
		key := rng.Uint64() >> (64 - keyBits)
		run := keys.above(key)
		if run == 0 {
			continue
		}
		guess, guessed := keys.guess(key, run)
		require.True(t, guessed)
		page, err := keys.find(key, run, nil)
		require.NoError(t, err)
		again, err := keys.find(key, run, nil)
		require.NoError(t, err)
		require.Equal(t, page, again)
		if guess == page {
			right++
		}
		_, guessed = keys.guess(key, run)
		require.False(t, guessed, "the fences were kept")
		clear(keys.fence)
		clear(keys.asked)
	}
	t.Logf("%d of %d guesses right", right, asked)
	require.Greater(t, right, asked*8/10)
}
