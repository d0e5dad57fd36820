package index

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var testParams = []byte("words 1, shingles of 5")

// testRecord invents an article. Some keys are its own, some are shared with
// many others, some stand at the ends of the range.
func testRecord(rng *rand.Rand, id string, keys int) Record {
	var text strings.Builder
	for range 5 + rng.IntN(60) {
		fmt.Fprintf(&text, "%s ", []string{"mayor", "of", "Tarnwick", "said", "the", "harbour", "“fund”", "is", "empty", "–", "again"}[rng.IntN(11)])
	}
	r := Record{ID: id, Text: []byte(text.String()), Meta: []byte("meta of " + id)}
	r.Sum = sha256.Sum256(r.Text)
	if rng.IntN(3) == 0 {
		r.Signature = make([]byte, 64)
		for i := range r.Signature {
			r.Signature[i] = byte(rng.Uint32())
		}
	}
	for range keys {
		r.Keys = append(r.Keys, testKey(rng))
	}
	if rng.IntN(2) == 0 {
		r.Reading = fmt.Appendf(nil, "%d words of %s", len(text.String())/5, id)
	}
	return r
}

// testKey draws from few values, many values, and the ends.
func testKey(rng *rand.Rand) uint64 {
	switch rng.IntN(8) {
	case 0:
		return uint64(rng.IntN(5)) << (64 - keyBits) // very hot
	case 1:
		return ^uint64(0) - uint64(rng.IntN(3))<<(64-keyBits)
	case 2, 3:
		return uint64(rng.IntN(500)) * 0x9E3779B97F4A7C15
	default:
		return rng.Uint64()
	}
}

// archive is what an index should answer, kept in plain maps.
type archive struct {
	keep     bool
	current  map[string]Record
	versions map[string][]Record // older ones
}

func newArchive(keep bool) *archive {
	return &archive{keep: keep, current: map[string]Record{}, versions: map[string][]Record{}}
}

func (a *archive) clone() *archive {
	b := newArchive(a.keep)
	for id, r := range a.current {
		b.current[id] = r
	}
	for id, v := range a.versions {
		b.versions[id] = slices.Clone(v)
	}
	return b
}

func (a *archive) add(r Record) {
	if before, ok := a.current[r.ID]; ok && a.keep && before.Sum != r.Sum {
		a.versions[r.ID] = append(a.versions[r.ID], before)
	}
	a.current[r.ID] = r
}

func (a *archive) remove(id string) bool {
	_, had := a.current[id]
	delete(a.current, id)
	delete(a.versions, id)
	return had
}

func (a *archive) ids() []string {
	var ids []string
	for id := range a.current {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// holders lists which versions hold which stored key, by id and text.
func (a *archive) holders(versions bool) map[uint64][]string {
	held := map[uint64][]string{}
	note := func(r Record) {
		var keys []uint64
		for _, k := range r.Keys {
			keys = append(keys, k>>(64-keyBits))
		}
		slices.Sort(keys)
		for _, k := range slices.Compact(keys) {
			held[k] = append(held[k], signed(r))
		}
	}
	for _, r := range a.current {
		note(r)
	}
	if versions {
		for _, old := range a.versions {
			for _, r := range old {
				note(r)
			}
		}
	}
	for _, names := range held {
		slices.Sort(names)
	}
	return held
}

func signed(r Record) string { return fmt.Sprintf("%s %x", r.ID, r.Sum[:6]) }

// namer resolves numbers.
func namer(t testing.TB, r *Reader) func(numbers []uint32) []string {
	known := map[uint32]string{}
	return func(numbers []uint32) []string {
		var names []string
		for i, n := range numbers {
			if i > 0 && numbers[i-1] >= n {
				require.Less(t, numbers[i-1], n)
			}
			if known[n] == "" {
				rec, err := r.Head(n)
				require.NoError(t, err)
				known[n] = signed(rec)
			}
			names = append(names, known[n])
		}
		slices.Sort(names)
		return names
	}
}

// requireEqual compares everything that a reader can answer.
func requireEqual(t testing.TB, want *archive, r *Reader) {
	t.Helper()
	ids := want.ids()
	require.Equal(t, len(ids), r.Len())
	i := 0
	for e, err := range r.All() {
		require.NoError(t, err)
		require.Equal(t, ids[i], e.ID)
		full, err := r.Record(e.Number)
		require.NoError(t, err)
		expected := want.current[e.ID]
		require.Equal(t, signed(expected), signed(full))
		require.Equal(t, string(expected.Text), string(full.Text))
		require.Equal(t, expected.Text == nil, full.Text == nil)
		require.Equal(t, string(expected.Meta), string(e.Meta))
		require.Equal(t, string(expected.Signature), string(full.Signature))
		require.Equal(t, string(expected.Reading), string(full.Reading))
		n, ok, err := r.ByID(e.ID)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, e.Number, n)
		i++
	}
	require.Equal(t, len(ids), i)
	_, ok, err := r.ByID("no such id")
	require.NoError(t, err)
	require.False(t, ok)
	for id, old := range want.versions {
		numbers, err := r.Versions(id)
		require.NoError(t, err)
		require.Len(t, numbers, len(old)+1)
		for i, rec := range old {
			got, err := r.Record(numbers[i])
			require.NoError(t, err)
			require.Equal(t, signed(rec), signed(got))
			require.True(t, r.Superseded(numbers[i]))
		}
	}
	requireKeys(t, want, r, false)
	requireKeys(t, want, r, true)
}

func requireKeys(t testing.TB, want *archive, r *Reader, versions bool) {
	t.Helper()
	held, names := want.holders(versions), namer(t, r)
	var keys []uint64
	for k := range held {
		keys = append(keys, k<<(64-keyBits)|k&0xff, k<<(64-keyBits)) // the low bits do not count
	}
	slices.Sort(keys)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	keys = append(keys, 0x123456789abcdef0) // held by none
	const limit = 7
	all, err := r.Lookup(keys, Query{Versions: versions})
	require.NoError(t, err)
	capped, err := r.Lookup(keys, Query{Versions: versions, Cap: limit})
	require.NoError(t, err)
	some, err := r.Lookup(keys, Query{Versions: versions, Cap: limit, First: limit - 2})
	require.NoError(t, err)
	for i, k := range keys {
		expected := held[k>>(64-keyBits)]
		require.Equal(t, k, all[i].Key)
		require.Equal(t, len(expected), all[i].Count)
		require.Equal(t, expected, names(all[i].Articles))
		require.False(t, all[i].Hot)
		require.Equal(t, len(expected), capped[i].Count)
		require.Equal(t, len(expected) > limit, capped[i].Hot)
		if capped[i].Hot {
			require.Nil(t, capped[i].Articles)
			require.Equal(t, all[i].Articles[:limit-2], some[i].Articles)
		} else {
			require.Equal(t, all[i].Articles, some[i].Articles)
			require.Equal(t, all[i].Articles, capped[i].Articles)
		}
	}
	last, seen := uint64(0), 0
	for hit, err := range r.Keys(2, Query{Versions: versions}) {
		require.NoError(t, err)
		require.True(t, seen == 0 || hit.Key > last)
		require.Equal(t, held[hit.Key>>(64-keyBits)], names(hit.Articles))
		last, seen = hit.Key, seen+1
	}
	several := 0
	for _, h := range held {
		if len(h) > 1 {
			several++
		}
	}
	require.Equal(t, several, seen)
}

func requireHealthy(t testing.TB, dir string) {
	t.Helper()
	problems, err := Verify(dir, true)
	require.NoError(t, err)
	require.Empty(t, problems)
}

func open(t testing.TB, dir string) *Reader {
	t.Helper()
	r, err := Open(dir, testParams)
	require.NoError(t, err)
	t.Cleanup(func() { r.Close() })
	return r
}

func openForWriting(t testing.TB, dir string, o Options) *Writer {
	t.Helper()
	w, err := OpenWriter(dir, testParams, o)
	require.NoError(t, err)
	t.Cleanup(func() { w.Close() })
	return w
}

// TestLikeMaps drives an index and plain maps with the same random steps.
func TestLikeMaps(t *testing.T) {
	for seed := range uint64(12) {
		keep := seed%2 == 0
		t.Run(fmt.Sprintf("seed %d, versions %v", seed, keep), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 7))
			dir := filepath.Join(t.TempDir(), "archive")
			want := newArchive(keep)
			// A tiny memory makes many spills, a large one none.
			options := Options{KeepVersions: keep, Memory: []int64{1, 1 << 20, 0}[seed%3]}
			w := openForWriting(t, dir, options)
			var before *Reader
			committed := want.clone()
			for range 300 {
				id := fmt.Sprintf("article-%d", rng.IntN(60))
				switch step := rng.IntN(20); {
				case step == 0:
					require.NoError(t, w.Commit())
					committed = want.clone()
					if before != nil {
						before.Close()
					}
					before = open(t, dir)
				case step == 1:
					require.NoError(t, w.Close())
					want = committed.clone()
					w = openForWriting(t, dir, options)
				case step < 5:
					had, err := w.Remove(id)
					require.NoError(t, err)
					require.Equal(t, want.remove(id), had)
				default:
					r := testRecord(rng, id, rng.IntN(40))
					if rng.IntN(10) == 0 {
						r.Text, r.Reading, r.Meta = nil, nil, nil
					}
					if old, ok := want.current[id]; ok && rng.IntN(5) == 0 {
						r = old // the same again
					}
					want.add(r)
					require.NoError(t, w.Add(r))
				}
				sum, ok, err := w.Sum(id)
				require.NoError(t, err)
				expected, has := want.current[id]
				require.Equal(t, has, ok)
				require.Equal(t, expected.Sum, sum)
			}
			if before != nil {
				requireEqual(t, committed, before) // a snapshot
			}
			require.NoError(t, w.Commit())
			requireEqual(t, want, open(t, dir))
			require.NoError(t, w.Compact())
			r := open(t, dir)
			requireEqual(t, want, r)
			info, err := r.Info()
			require.NoError(t, err)
			require.Len(t, info.Segments, 1)
			require.Zero(t, info.Removed)
			requireHealthy(t, dir)
			require.NoError(t, w.Close())
			names, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Len(t, names, 3, "a manifest, a lock and a segment")
		})
	}
}

// TestManyLeaves has enough keys for several pages of fences, and lists that
// are longer than a page.
func TestManyLeaves(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	dir := t.TempDir()
	w := openForWriting(t, dir, Options{Memory: 4 << 20})
	held := map[uint64]int{}
	const articles, each, hot, alternate = 6000, 60, 42 << 40, 43 << 40
	for i := range articles {
		r := Record{ID: fmt.Sprint(i), Keys: []uint64{hot}}
		if i%3 == 0 {
			r.Keys = append(r.Keys, alternate)
		}
		for range each {
			// Far apart in one half and dense in the other, as sampled sketches are.
			key := rng.Uint64()
			if i%2 == 0 {
				key >>= 20
			}
			r.Keys = append(r.Keys, key)
		}
		for _, k := range r.Keys {
			held[k>>(64-keyBits)]++
		}
		require.NoError(t, w.Add(r))
	}
	require.NoError(t, w.Commit())
	r := open(t, dir)
	require.Len(t, r.segments, 1)
	require.Greater(t, r.segments[0].keys.topLen(), 2)
	var keys []uint64
	for k := range held {
		keys = append(keys, k<<(64-keyBits))
	}
	hits, err := r.Lookup(keys, Query{})
	require.NoError(t, err)
	for i, h := range hits {
		// A key that an article has twice by chance counts once, so: at most.
		require.LessOrEqual(t, h.Count, held[keys[i]>>(64-keyBits)])
		require.GreaterOrEqual(t, h.Count, 1)
		require.Len(t, h.Articles, h.Count)
	}
	hits, err = r.Lookup([]uint64{hot, alternate}, Query{})
	require.NoError(t, err)
	assert.Equal(t, articles, hits[0].Count)
	assert.Equal(t, articles/3, hits[1].Count)
	info, err := r.Info()
	require.NoError(t, err)
	assert.Equal(t, []HotKey{{hot, articles}, {alternate, articles / 3}}, info.Hot[:2])
	requireHealthy(t, dir)
}
