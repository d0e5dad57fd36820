package index

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOrderOfAdds adds the same articles in several orders, commits and
// memories: what is answered is the same.
func TestOrderOfAdds(t *testing.T) {
	var records []Record
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		records = append(records, testRecord(rng, fmt.Sprintf("article-%d", i), 10))
	}
	type answer struct {
		ids  []string
		held map[uint64][]string
	}
	ask := func(shuffle uint64, commits int, memory int64, compact bool) answer {
		dir := t.TempDir()
		w := openForWriting(t, dir, Options{Memory: memory})
		order := rand.New(rand.NewPCG(shuffle, 0)).Perm(len(records))
		for i, n := range order {
			require.NoError(t, w.Add(records[n]))
			if commits > 1 && i%(len(records)/commits) == 0 {
				require.NoError(t, w.Commit())
			}
		}
		require.NoError(t, w.Commit())
		if compact {
			require.NoError(t, w.Compact())
		}
		r := open(t, dir)
		names := namer(t, r)
		a := answer{held: map[uint64][]string{}}
		for e, err := range r.All() {
			require.NoError(t, err)
			a.ids = append(a.ids, e.ID)
		}
		for hit, err := range r.Keys(1, Query{}) {
			require.NoError(t, err)
			a.held[hit.Key] = names(hit.Articles)
		}
		requireHealthy(t, dir)
		return a
	}
	want := ask(0, 1, 0, false)
	require.Len(t, want.ids, len(records))
	for _, commits := range []int{1, 20} {
		for _, memory := range []int64{1, 4 << 20} {
			for _, compact := range []bool{false, true} {
				got := ask(uint64(commits)+uint64(memory), commits, memory, compact)
				require.Equal(t, want.ids, got.ids)
				require.Equal(t, want.held, got.held)
			}
		}
	}
}

// TestManySegmentsAreJoined: a hundred commits leave a handful of segments.
func TestManySegmentsAreJoined(t *testing.T) {
	dir := t.TempDir()
	w := openForWriting(t, dir, Options{})
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 100 {
		require.NoError(t, w.Add(testRecord(rng, fmt.Sprint(i), 10)))
		require.NoError(t, w.Commit())
		require.LessOrEqual(t, len(w.held), maxSegments)
	}
	require.NoError(t, w.Pack())
	require.LessOrEqual(t, len(w.held), 5)
	smaller := uint64(0)
	for _, s := range slices.Backward(slices.SortedFunc(slices.Values(w.held), func(a, b *heldSegment) int {
		return cmp.Compare(b.pages.count, a.pages.count)
	})) {
		require.True(t, smaller == 0 || s.pages.count >= packRatio*smaller)
		smaller += s.pages.count
	}
	// Replacing most of it leaves little that was removed.
	for i := range 90 {
		require.NoError(t, w.Add(testRecord(rng, fmt.Sprint(i), 10)))
	}
	require.NoError(t, w.Commit())
	info, err := open(t, dir).Info()
	require.NoError(t, err)
	require.Equal(t, 100, info.Articles)
	require.LessOrEqual(t, info.Removed*4, info.Articles+info.Removed)
}

// TestRunsLeaveTheSame: what a run leaves does not depend on how often it committed,
// which the clock decides.
func TestRunsLeaveTheSame(t *testing.T) {
	for _, run := range []struct {
		name          string
		before, added int
		left          []int // records of each segment
	}{
		{"a first run", 0, 200, []int{200}},
		{"a small one after a large one", 2000, 40, []int{40, 2000}},
		{"one that is not small", 300, 200, []int{500}},
		{"one that replaces much", 100, 150, []int{150}},
		{"nothing", 60, 0, []int{60}},
	} {
		t.Run(run.name, func(t *testing.T) {
			for _, commits := range []int{1, 7, 2 * maxSegments} {
				dir := t.TempDir()
				first := 0 // what replaces much replaces all
				for pass, n := range []int{run.before, run.added} {
					if pass == 1 && run.name != "one that replaces much" {
						first = run.before
					}
					w := openForWriting(t, dir, Options{})
					rng := rand.New(rand.NewPCG(uint64(pass), 2))
					for i := range n {
						require.NoError(t, w.Add(testRecord(rng, fmt.Sprint(first+i), 10)))
						if (i+1)%max(1, n/commits) == 0 {
							require.NoError(t, w.Commit())
						}
					}
					require.NoError(t, w.Commit())
					require.NoError(t, w.Pack())
					require.NoError(t, w.Close())
				}
				var left []int
				for _, s := range open(t, dir).segments {
					left = append(left, int(s.footer.records))
				}
				slices.Sort(left)
				require.Equal(t, run.left, left, "%d commits", commits)
				requireHealthy(t, dir)
			}
		})
	}
}

func TestVersions(t *testing.T) {
	at := func(text string) Record {
		return Record{ID: "story", Sum: sha256.Sum256([]byte(text)), Text: []byte(text), Keys: []uint64{1 << 60}}
	}
	for _, memory := range []int64{0, 1} {
		for _, commitEach := range []bool{false, true} {
			dir := t.TempDir()
			w := openForWriting(t, dir, Options{KeepVersions: true, Memory: memory})
			for _, text := range []string{"first", "second", "second", "first", "third"} {
				require.NoError(t, w.Add(at(text)))
				if commitEach {
					require.NoError(t, w.Commit())
				}
			}
			require.NoError(t, w.Commit())
			r := open(t, dir)
			numbers, err := r.Versions("story")
			require.NoError(t, err)
			var texts []string
			for _, n := range numbers {
				rec, err := r.Record(n)
				require.NoError(t, err)
				texts = append(texts, string(rec.Text))
			}
			assert.Equal(t, []string{"first", "second", "first", "third"}, texts)
			for q, count := range map[Query]int{{}: 1, {Versions: true}: 4} {
				hits, err := r.Lookup([]uint64{1 << 60}, q)
				require.NoError(t, err)
				assert.Equal(t, count, hits[0].Count)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	sound := t.TempDir()
	w := openForWriting(t, sound, Options{})
	require.NoError(t, w.Add(Record{ID: "a"}))
	require.NoError(t, w.Commit())
	require.NoError(t, w.Close())

	t.Run("other parameters", func(t *testing.T) {
		for _, open := range []func() error{
			func() error { _, err := Open(sound, []byte("words 2")); return err },
			func() error { _, err := OpenWriter(sound, []byte("words 2"), Options{}); return err },
		} {
			var p *ParamsError
			require.ErrorAs(t, open(), &p)
			assert.Contains(t, p.Error(), `"words 1, shingles of 5"`)
			assert.Contains(t, p.Error(), `"words 2"`)
		}
		r, err := Open(sound, nil)
		require.NoError(t, err)
		defer r.Close()
		assert.Equal(t, testParams, r.Params())
	})
	t.Run("no index", func(t *testing.T) {
		dir := t.TempDir()
		_, err := Open(dir, nil)
		require.ErrorIs(t, err, ErrNotIndex)
		_, err = Verify(dir, true)
		require.ErrorIs(t, err, ErrNotIndex)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "article.txt"), []byte("text"), 0o666))
		_, err = OpenWriter(dir, testParams, Options{})
		require.ErrorIs(t, err, ErrNotIndex)
		assert.Contains(t, err.Error(), "article.txt")
		left, err := os.ReadDir(dir)
		require.NoError(t, err)
		assert.Len(t, left, 1, "nothing may be put there")
		_, err = Open(filepath.Join(dir, "none"), nil)
		require.ErrorIs(t, err, fs.ErrNotExist)
		_, err = Open(filepath.Join(dir, "article.txt"), nil)
		require.Error(t, err)
	})
	t.Run("newer versions", func(t *testing.T) {
		for _, name := range []string{manifestName, segmentName(1)} {
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, os.DirFS(sound)))
			path := filepath.Join(dir, name)
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			data[8] = 9
			require.NoError(t, os.WriteFile(path, data, 0o666))
			var v *VersionError
			_, err = Open(dir, nil)
			require.ErrorAs(t, err, &v)
			assert.Equal(t, path, v.File)
			assert.EqualValues(t, 9, v.Found)
			_, err = OpenWriter(dir, testParams, Options{})
			require.ErrorAs(t, err, &v)
		}
	})
	t.Run("lost manifest", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS(sound)))
		require.NoError(t, os.Remove(filepath.Join(dir, manifestName)))
		_, err := OpenWriter(dir, testParams, Options{})
		var d *DamageError
		require.ErrorAs(t, err, &d)
		assert.FileExists(t, filepath.Join(dir, segmentName(1)), "segments may be worth rescuing")
	})
	t.Run("read-only folder", func(t *testing.T) {
		if os.Geteuid() == 0 || runtime.GOOS == "windows" {
			t.Skip("SKIPPED: this user may write everywhere")
		}
		dir := t.TempDir()
		require.NoError(t, os.Chmod(dir, 0o555))
		_, err := OpenWriter(dir, testParams, Options{})
		require.ErrorIs(t, err, fs.ErrPermission)
		assert.Contains(t, err.Error(), dir)
	})
	t.Run("records that cannot be", func(t *testing.T) {
		w := openForWriting(t, t.TempDir(), Options{})
		require.Error(t, w.Add(Record{}))
		require.Error(t, w.Add(Record{ID: string(make([]byte, maxID+1))}))
		require.NoError(t, w.Add(Record{ID: "\xff\x00 any bytes"}), "the writer goes on")
		require.NoError(t, w.Commit())
	})
	t.Run("closed", func(t *testing.T) {
		w := openForWriting(t, t.TempDir(), Options{})
		require.NoError(t, w.Close())
		require.NoError(t, w.Close())
		require.ErrorIs(t, w.Add(Record{ID: "a"}), ErrClosed)
		require.ErrorIs(t, w.Commit(), ErrClosed)
	})
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	w := openForWriting(t, dir, Options{})
	start := time.Now()
	_, err := OpenWriter(dir, testParams, Options{Wait: 150 * time.Millisecond})
	var l *LockError
	require.ErrorAs(t, err, &l)
	assert.GreaterOrEqual(t, time.Since(start), 150*time.Millisecond)
	assert.Equal(t, os.Getpid(), l.PID)
	host, _ := os.Hostname()
	assert.Equal(t, host, l.Host)
	assert.WithinDuration(t, time.Now(), l.Since, time.Minute)
	assert.Contains(t, err.Error(), fmt.Sprint(os.Getpid()))

	time.AfterFunc(100*time.Millisecond, func() { w.Close() })
	second, err := OpenWriter(dir, testParams, Options{Wait: 10 * time.Second})
	require.NoError(t, err, "it waits until the first one ends")
	require.NoError(t, second.Close())

	r := open(t, dir) // readers need no lock
	third := openForWriting(t, dir, Options{Wait: -1})
	_, err = OpenWriter(dir, testParams, Options{Wait: -1})
	require.ErrorAs(t, err, &l)
	require.NoError(t, third.Close())
	require.Zero(t, r.Len())
}

// TestReadersAndWriter lets readers open and ask while a writer commits, joins
// and removes. Each commit replaces ten articles that share a key; whoever sees
// other than ten of one commit has seen half of it.
func TestReadersAndWriter(t *testing.T) {
	dir := t.TempDir()
	w := openForWriting(t, dir, Options{Memory: 200_000})
	const key = 99 << 50
	commit := func(round int) {
		for i := range 10 {
			r := Record{ID: fmt.Sprintf("article-%d", i), Meta: []byte(fmt.Sprint(round)), Text: []byte("the text"),
				Keys: []uint64{key, uint64(i) << 30, uint64(round) << 40}}
			assert.NoError(t, w.Add(r))
		}
		assert.NoError(t, w.Add(Record{ID: fmt.Sprintf("extra-%d", round), Meta: []byte("x")}))
		if round > 3 {
			_, err := w.Remove(fmt.Sprintf("extra-%d", round-3))
			assert.NoError(t, err)
		}
		assert.NoError(t, w.Commit())
	}
	commit(1)
	var stop atomic.Bool
	var opened atomic.Int64
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for !stop.Load() {
				if !assert.NoError(t, readWhole(dir, key)) {
					return
				}
				opened.Add(1)
			}
		})
	}
	shared := open(t, dir)
	group.Go(func() {
		for !stop.Load() { // one reader, several goroutines
			hits, err := shared.Lookup([]uint64{key}, Query{})
			if !assert.NoError(t, err) || !assert.Equal(t, 10, hits[0].Count) {
				return
			}
		}
	})
	rounds := 25
	if long {
		rounds = 2000
	}
	for round := range rounds {
		commit(round + 2)
	}
	stop.Store(true)
	group.Wait()
	t.Logf("%d commits, %d times opened", rounds, opened.Load())
	assert.Greater(t, opened.Load(), int64(3))
}

func readWhole(dir string, key uint64) error {
	r, err := Open(dir, testParams)
	if err != nil {
		return err
	}
	defer r.Close()
	hits, err := r.Lookup([]uint64{key}, Query{})
	if err != nil {
		return err
	}
	if hits[0].Count != 10 {
		return fmt.Errorf("%d articles", hits[0].Count)
	}
	commits := map[string]bool{}
	for _, n := range hits[0].Articles {
		rec, err := r.Record(n)
		if err != nil {
			return err
		}
		commits[string(rec.Meta)] = true
	}
	if len(commits) != 1 {
		return fmt.Errorf("half of a commit: %v", commits)
	}
	return nil
}

// TestConcurrentAdds adds from several goroutines.
func TestConcurrentAdds(t *testing.T) {
	dir := t.TempDir()
	w := openForWriting(t, dir, Options{Memory: 300_000})
	want := newArchive(false)
	var mu sync.Mutex
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(g), 3))
			for i := range 100 {
				r := testRecord(rng, fmt.Sprintf("article-%d-%d", g, i), 20)
				assert.NoError(t, w.Add(r))
				mu.Lock()
				want.add(r)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	require.NoError(t, w.Commit())
	requireEqual(t, want, open(t, dir))
}

func TestMergeErrorUnwraps(t *testing.T) {
	assert.True(t, errors.Is(&MergeError{errFull}, errFull))
}
