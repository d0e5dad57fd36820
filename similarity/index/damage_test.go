package index

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// answers asks an index for everything that it can answer and returns a hash of
// that.
func answers(dir folder) (sum [sha256.Size]byte, err error) {
	r, err := openReader(dir, testParams)
	if err != nil {
		return sum, err
	}
	defer r.Close()
	h := sha256.New()
	var keys []uint64
	for e, err := range r.All() {
		if err != nil {
			return sum, err
		}
		if err := answerRecord(h, r, e); err != nil {
			return sum, err
		}
	}
	for hit, err := range r.Keys(1, Query{Versions: true}) {
		if err != nil {
			return sum, err
		}
		fmt.Fprintf(h, "%x %v", hit.Key, hit.Articles)
		keys = append(keys, hit.Key)
	}
	keys = append(keys, 5, 1<<63, ^uint64(0))
	for _, q := range []Query{{}, {Versions: true, Cap: 3}} {
		hits, err := r.Lookup(keys, q)
		if err != nil {
			return sum, err
		}
		fmt.Fprint(h, hits)
	}
	info, err := r.Info()
	if err != nil {
		return sum, err
	}
	info.Segments = nil
	fmt.Fprintln(h, info)
	h.Sum(sum[:0])
	return sum, nil
}

func answerRecord(h hash.Hash, r *Reader, e Entry) error {
	versions, err := r.Versions(e.ID)
	if err != nil {
		return err
	}
	for _, n := range versions {
		full, err := r.Record(n)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%q", []any{n, full.ID, full.Sum, full.Meta, full.Signature, full.Text, full.Reading, r.Superseded(n)})
	}
	return nil
}

// damaged is an index of several segments with removed records, versions, and
// lists longer than a page.
func damaged(t testing.TB) *memFolder {
	dir := newMemFolder()
	rng := rand.New(rand.NewPCG(5, 5))
	w, err := openWriter(dir, testParams, Options{KeepVersions: true})
	require.NoError(t, err)
	for round := range 3 {
		for i := range 150 {
			r := testRecord(rng, fmt.Sprintf("article-%d", i*(round+1)), 20)
			if i%7 == 0 {
				r.Text = bytes.Repeat(r.Text, 20)
			}
			require.NoError(t, w.Add(r))
		}
		_, err := w.Remove(fmt.Sprintf("article-%d", round*round))
		require.NoError(t, err)
		require.NoError(t, w.Commit())
	}
	for i := range 20000 {
		if err := w.Add(Record{ID: fmt.Sprint("brief ", i), Keys: []uint64{uint64(i%2) << 50}}); err != nil {
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Commit())
	require.NoError(t, w.Close())
	return dir
}

// smallDamaged leaves out the long lists.
func smallDamaged(t testing.TB) *memFolder {
	dir := newMemFolder()
	rng := rand.New(rand.NewPCG(6, 5))
	w, err := openWriter(dir, testParams, Options{KeepVersions: true})
	require.NoError(t, err)
	for round := range 2 {
		for i := range 12 {
			require.NoError(t, w.Add(testRecord(rng, fmt.Sprintf("article-%d", i*(round+1)), 20)))
		}
		_, err := w.Remove(fmt.Sprintf("article-%d", 1+round))
		require.NoError(t, err)
		require.NoError(t, w.Commit())
	}
	require.NoError(t, w.Close())
	return dir
}

// typed reports whether an error is one that a damaged file may give.
func typed(err error) bool {
	var d *DamageError
	var v *VersionError
	return errors.As(err, &d) && d.File != "" || errors.As(err, &v) && v.File != ""
}

// outcome counts what damage did.
type outcome struct{ detected, harmless int }

// try compares the answers of a damaged index with those of the sound one.
func (o *outcome) try(t *testing.T, dir folder, sound [32]byte, what string, args ...any) {
	t.Helper()
	got, err := answers(dir)
	switch {
	case err != nil:
		if !typed(err) {
			require.Failf(t, "an error that does not name the damage", what+": %v", append(args, err)...)
		}
		o.detected++
	case got == sound:
		o.harmless++
	default:
		require.Failf(t, "a wrong answer", what, args...)
	}
}

// TestBitFlips flips bits anywhere in an index: each flip is detected, or the
// answers are the same.
func TestBitFlips(t *testing.T) {
	for name, c := range map[string]struct {
		dir   *memFolder
		flips int
	}{
		"small": {smallDamaged(t), 1000}, "large": {damaged(t), 5},
	} {
		sound, err := answers(c.dir)
		require.NoError(t, err)
		flips := c.flips
		if long {
			flips *= 100
		}
		rng := rand.New(rand.NewPCG(8, 8))
		var files []*memFile
		total := 0
		names, _ := c.dir.list()
		for _, n := range names {
			files = append(files, c.dir.names[n])
			total += len(c.dir.names[n].data)
		}
		var o outcome
		for range flips {
			at := rng.IntN(total)
			var f *memFile
			for _, f = range files {
				if at < len(f.data) {
					break
				}
				at -= len(f.data)
			}
			bit := byte(1) << rng.IntN(8)
			f.data[at] ^= bit
			o.try(t, c.dir, sound, "byte %d, bit %d", at, bit)
			f.data[at] ^= bit
		}
		after, err := answers(c.dir)
		require.NoError(t, err)
		require.Equal(t, sound, after)
		t.Logf("%s, %d bytes: %d flips, %d detected, %d harmless, 0 wrong", name, total, flips, o.detected, o.harmless)
		// Fences that no look-up needed are read by Verify alone.
		require.Greater(t, o.detected, flips*8/10)
	}
}

// TestTruncations cuts each file of an index at each length.
func TestTruncations(t *testing.T) {
	dir := smallDamaged(t)
	sound, err := answers(dir)
	require.NoError(t, err)
	var o outcome
	for name, f := range dir.names {
		whole := f.data
		for n := range whole {
			f.data = whole[:n]
			o.try(t, dir, sound, "%s cut to %d bytes", name, n)
		}
		f.data = whole
	}
	t.Logf("%d cuts, %d detected, %d harmless, 0 wrong", o.detected+o.harmless, o.detected, o.harmless)
	require.Zero(t, o.harmless)
}

// TestOtherDamage does what a bad disk or a bad backup does.
func TestOtherDamage(t *testing.T) {
	fresh := func() (*memFolder, []string) {
		dir := smallDamaged(t)
		names, err := dir.list()
		require.NoError(t, err)
		return dir, names
	}
	dir, names := fresh()
	sound, err := answers(dir)
	require.NoError(t, err)
	require.Len(t, names, 3)
	for a, name := range names {
		var o outcome
		dir, _ := fresh()
		f := dir.names[name]
		whole := f.data
		for at := 0; at < len(whole); at += 512 {
			f.data = bytes.Clone(whole)
			copy(f.data[at:], make([]byte, 4096))
			o.try(t, dir, sound, "%s zeroed from %d", name, at)
			for to := 0; to+pageSize <= len(whole) && at+pageSize <= len(whole); to += pageSize {
				f.data = bytes.Clone(whole)
				copy(f.data[to:], whole[at:at+pageSize]) // a page in another place
				o.try(t, dir, sound, "%s page %d at %d", name, at, to)
			}
		}
		f.data = append(bytes.Clone(whole), "junk"...)
		o.try(t, dir, sound, "junk after %s", name)
		f.data = append(bytes.Clone(whole), make([]byte, pageSize)...)
		o.try(t, dir, sound, "a page of zeros after %s", name)
		f.data = whole
		for _, other := range names[a+1:] {
			dir.names[name], dir.names[other] = dir.names[other], dir.names[name]
			o.try(t, dir, sound, "%s and %s exchanged", name, other)
			dir.names[name], dir.names[other] = dir.names[other], dir.names[name]
		}
		require.GreaterOrEqual(t, o.detected, 3)
		delete(dir.names, name)
		_, err := answers(dir)
		if name == manifestName {
			require.ErrorIs(t, err, ErrNotIndex)
			_, err = openWriter(dir, testParams, Options{})
		}
		require.True(t, typed(err), "%s missing: %v", name, err)
	}
}

// TestOldSegment gives a segment's name to a sound segment of another index.
func TestOldSegment(t *testing.T) {
	dir, other := smallDamaged(t), newMemFolder()
	w, err := openWriter(other, testParams, Options{})
	require.NoError(t, err)
	require.NoError(t, w.Add(Record{ID: "of another archive"}))
	require.NoError(t, w.Commit())
	require.NoError(t, w.Close())
	dir.names[segmentName(1)] = other.names[segmentName(1)]
	_, err = answers(dir)
	require.True(t, typed(err), "%v", err)
}

// TestMend damages an index at random places: verifying finds it, mending
// leaves it out, and adding the same articles again makes it whole.
func TestMend(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	build := func(dir folder, o Options) *Writer {
		w, err := openWriter(dir, testParams, o)
		require.NoError(t, err)
		for i := range 40 {
			records := rand.New(rand.NewPCG(uint64(i), 1))
			require.NoError(t, w.Add(testRecord(records, fmt.Sprintf("article-%d", i), 15)))
			if i%10 == 9 {
				require.NoError(t, w.Commit())
			}
		}
		return w
	}
	whole := newMemFolder()
	require.NoError(t, build(whole, Options{}).Close())
	want := newArchive(false)
	for i := range 40 {
		want.add(testRecord(rand.New(rand.NewPCG(uint64(i), 1)), fmt.Sprintf("article-%d", i), 15))
	}
	names, _ := whole.list()
	for _, name := range names {
		for range 25 {
			dir := whole.crash(rng, 1)
			data := dir.names[name].data
			data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
			problems, err := verify(dir, true)
			var version *VersionError
			if !errors.As(err, &version) {
				require.NoError(t, err)
				require.NotEmpty(t, problems)
				require.True(t, strings.HasSuffix(problems[0].File, name), "%v", problems)
			}
			if version != nil {
				continue // not damage that a program may throw away
			}
			w := build(dir, Options{Mend: true})
			require.NotEmpty(t, w.Dropped())
			require.NoError(t, w.Close())
			problems, err = verify(dir, true)
			require.NoError(t, err)
			require.Empty(t, problems)
			require.Zero(t, stateOf(t, dir, []*archive{want}))
		}
	}
}
