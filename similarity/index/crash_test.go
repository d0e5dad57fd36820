package index

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// long is set for runs that take minutes: STEMMA_INDEX_LONG=1 go test.
var long = os.Getenv("STEMMA_INDEX_LONG") != ""

// script changes an index in every way there is: commits of one segment and of
// several spilled ones, replacements, versions, removals, merging. Before each
// Commit it calls expect with the state that the commit will make.
func script(dir folder, expect func(*archive)) error {
	rng := rand.New(rand.NewPCG(11, 4))
	want := newArchive(true)
	expect(want.clone())
	w, err := openWriter(dir, testParams, Options{KeepVersions: true, Memory: 400_000})
	if err != nil {
		return err
	}
	defer func() { w.Close() }()
	for round := range 14 {
		for range 1 + rng.IntN(12) {
			id := fmt.Sprintf("article-%d", rng.IntN(30))
			if rng.IntN(5) == 0 {
				want.remove(id)
				if _, err := w.Remove(id); err != nil {
					return err
				}
				continue
			}
			r := testRecord(rng, id, rng.IntN(12))
			want.add(r)
			if err := w.Add(r); err != nil {
				return err
			}
		}
		expect(want.clone())
		if err := w.Commit(); err != nil {
			return err
		}
		if round%4 == 3 {
			if err := w.Pack(); err != nil {
				return err
			}
		}
		if round == 5 {
			if err := w.Close(); err != nil {
				return err
			}
			again, err := openWriter(dir, testParams, Options{KeepVersions: true})
			if err != nil {
				return err
			}
			w = again
		}
	}
	if err := w.Compact(); err != nil {
		return err
	}
	return w.Close()
}

// stateOf says which of the states an index has, -1 for none.
func stateOf(t testing.TB, dir folder, states []*archive) int {
	r, err := openReader(dir, testParams)
	if errors.Is(err, ErrNotIndex) { // before the first commit
		return slices.IndexFunc(states, func(a *archive) bool { return len(a.current) == 0 })
	}
	require.NoError(t, err)
	defer r.Close()
	for i, s := range states {
		if sameAnswers(s, r) {
			return i
		}
	}
	return -1
}

// sameAnswers compares ids, sums, versions and the holders of each key.
func sameAnswers(want *archive, r *Reader) bool {
	if r.Len() != len(want.current) {
		return false
	}
	for e, err := range r.All() {
		full, errRecord := r.Record(e.Number)
		rec, ok := want.current[e.ID]
		if err != nil || errRecord != nil || !ok || signed(rec) != signed(full) || string(rec.Text) != string(full.Text) {
			return false
		}
	}
	for id := range want.current {
		versions, err := r.Versions(id)
		if err != nil || len(versions) != 1+len(want.versions[id]) {
			return false
		}
	}
	held := want.holders(true)
	var keys []uint64
	for k := range held {
		keys = append(keys, k<<(64-keyBits))
	}
	hits, err := r.Lookup(keys, Query{Versions: true})
	if err != nil {
		return false
	}
	for _, h := range hits {
		if h.Count != len(held[h.Key>>(64-keyBits)]) {
			return false
		}
	}
	return true
}

// TestCrash cuts the power after every change to the folder, several times with
// other luck, and asks what the index then holds: the state before the commit
// that was under way or the one after, nothing else, and it can go on.
func TestCrash(t *testing.T) {
	dir := newMemFolder()
	var states []*archive
	points, changes := 0, 0
	seeds := 2
	if long {
		seeds = 20
	}
	dir.onChange = func() {
		changes++
		last := states[max(0, len(states)-2):]
		for seed := range seeds {
			for _, share := range []float64{0, .5, 1} {
				rng := rand.New(rand.NewPCG(uint64(changes), uint64(seed)))
				found := dir.crash(rng, share)
				points++
				require.GreaterOrEqual(t, stateOf(t, found, last), 0, "change %d, share %v: neither the old nor the new state", changes, share)
				if seed == 0 {
					requireGoesOn(t, found)
				}
			}
		}
	}
	require.NoError(t, script(dir, func(s *archive) { states = append(states, s) }))
	t.Logf("%d crash points at %d changes", points, changes)
	require.Greater(t, points, 1000)
	require.Equal(t, len(states)-1, stateOf(t, dir, states))
}

// requireGoesOn adds to an index that was found after a crash.
func requireGoesOn(t *testing.T, dir folder) {
	t.Helper()
	w, err := openWriter(dir, testParams, Options{})
	require.NoError(t, err)
	defer w.Close()
	require.NoError(t, w.Add(Record{ID: "after the crash", Keys: []uint64{77 << 40}}))
	require.NoError(t, w.Commit())
	problems, err := verify(dir, true)
	require.NoError(t, err)
	require.Empty(t, problems)
	r, err := openReader(dir, testParams)
	require.NoError(t, err)
	defer r.Close()
	hits, err := r.Lookup([]uint64{77 << 40}, Query{})
	require.NoError(t, err)
	require.Equal(t, 1, hits[0].Count)
	names, err := dir.list()
	require.NoError(t, err)
	for _, name := range names {
		require.NotContains(t, name, tempSuffix)
	}
}

// TestFaults lets every operation on the folder fail, one run for each, once
// and for good: a full disk, a broken one. The error comes out, the index holds
// the state before or after, and a later writer goes on.
func TestFaults(t *testing.T) {
	counting := newMemFolder()
	total := counting.failNth(0, nil, false)
	require.NoError(t, script(counting, func(*archive) {}))
	step := 7
	if long {
		step = 1
	}
	runs, quiet := 0, 0
	for n := 1; n <= *total; n += step {
		for kind, cause := range []error{errDisk, errFull} {
			dir := newMemFolder()
			dir.failNth(n, cause, kind == 1)
			var states []*archive
			err := script(dir, func(s *archive) { states = append(states, s) })
			dir.fault = nil
			runs++
			if err == nil {
				quiet++ // only the removal of old files failed, which the next writer does again
				require.Subset(t, []string{"remove", "list"}, dir.failed, "operation %d", n)
				require.Equal(t, len(states)-1, stateOf(t, dir, states), "operation %d", n)
			} else {
				require.ErrorIs(t, err, cause, "operation %d", n)
				require.GreaterOrEqual(t, stateOf(t, dir, states[max(0, len(states)-2):]), 0, "operation %d: %v", n, err)
			}
			requireGoesOn(t, dir)
		}
	}
	t.Logf("%d runs, %d with a fault that did no harm", runs, quiet)
	require.Greater(t, runs, 100)
	require.Less(t, quiet, runs/4)
}

// TestReadFaults lets each read of a look-up fail.
func TestReadFaults(t *testing.T) {
	dir := newMemFolder()
	require.NoError(t, script(dir, func(*archive) {}))
	ask := func() error {
		r, err := openReader(dir, testParams)
		if err != nil {
			return err
		}
		defer r.Close()
		for e, err := range r.All() {
			if err != nil {
				return err
			}
			if _, err := r.Record(e.Number); err != nil {
				return err
			}
			if _, _, err := r.ByID(e.ID); err != nil {
				return err
			}
		}
		for hit, err := range r.Keys(1, Query{}) {
			if err != nil {
				return err
			}
			if _, err := r.Lookup([]uint64{hit.Key}, Query{}); err != nil {
				return err
			}
		}
		return nil
	}
	total := dir.failNth(0, nil, false)
	require.NoError(t, ask())
	for n := 1; n <= *total; n++ {
		dir.failNth(n, errDisk, false)
		require.ErrorIs(t, ask(), errDisk, "operation %d of %d", n, *total)
	}
	require.Greater(t, *total, 100)
}
