package index

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The size of the index that the benchmarks ask. STEMMA_INDEX_ARTICLES=1000000
// takes 5 GB in the folder STEMMA_INDEX_DIR, where it stays for the next run.
const benchKeys = 900

func benchArticles() int {
	if n, err := strconv.Atoi(os.Getenv("STEMMA_INDEX_ARTICLES")); err == nil && n > 0 {
		return n
	}
	return 20_000
}

// benchRecord invents an article of 3 KB with benchKeys keys, of which one in
// fifteen is shared.
func benchRecord(i int) Record {
	rng := rand.New(rand.NewPCG(uint64(i), 5))
	keys := make([]uint64, benchKeys)
	for j := range keys {
		keys[j] = rng.Uint64()
		if j%15 == 0 {
			keys[j] = uint64(float64(100_000_000)*rng.Float64()*rng.Float64()) * 0x9E3779B97F4A7C15
		}
	}
	return Record{ID: fmt.Sprintf("outlet-%d/2026/%08d.txt", i%97, i), Keys: keys,
		Meta: []byte(fmt.Sprintf(`{"title":"Harbour fund %d","date":"2026-01-%02d"}`, i, 1+i%28))}
}

func benchIndex(b *testing.B) string {
	dir := os.Getenv("STEMMA_INDEX_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	dir = filepath.Join(dir, strconv.Itoa(benchArticles()))
	if r, err := Open(dir, testParams); err == nil {
		defer r.Close()
		if r.Len() == benchArticles() {
			return dir
		}
	}
	start := time.Now()
	w, err := OpenWriter(dir, testParams, Options{})
	require.NoError(b, err)
	defer w.Close()
	for i := range benchArticles() {
		require.NoError(b, w.Add(benchRecord(i)))
	}
	added := time.Since(start)
	require.NoError(b, w.Commit())
	r, err := Open(dir, testParams)
	require.NoError(b, err)
	defer r.Close()
	info, err := r.Info()
	require.NoError(b, err)
	b.Logf("%d articles, %d postings: added in %v, committed after %v; %.3f bytes a posting, heads %.1f bytes an article, %d segments, peak %s",
		info.Articles, info.Postings, added.Round(time.Millisecond), time.Since(start).Round(time.Millisecond),
		float64(info.Keys)/float64(info.Postings), float64(info.Heads+info.IDs)/float64(info.Articles), len(info.Segments), peakMemory())
	return dir
}

// peakMemory is the most memory that the process held, where the system says.
func peakMemory() string {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "unknown"
}

// BenchmarkLookup looks up one article of 1,000 keys, half of them held.
func BenchmarkLookup(b *testing.B) {
	dir := benchIndex(b)
	r, err := Open(dir, testParams)
	require.NoError(b, err)
	defer r.Close()
	b.ResetTimer()
	for i := range b.N {
		keys := append(benchRecord(i * 7919 % benchArticles()).Keys[:500:500], benchRecord(-1 - i).Keys[:500]...)
		hits, err := r.Lookup(keys, Query{Cap: 1000})
		require.NoError(b, err)
		require.NotZero(b, hits[1].Count)
	}
}

// BenchmarkOpenLookup opens the index each time, as a hook does, and looks up
// 32 keys.
func BenchmarkOpenLookup(b *testing.B) {
	dir := benchIndex(b)
	b.ResetTimer()
	for i := range b.N {
		r, err := Open(dir, testParams)
		require.NoError(b, err)
		hits, err := r.Lookup(benchRecord(i * 7919 % benchArticles()).Keys[:32], Query{Cap: 1000})
		require.NoError(b, err)
		require.NotZero(b, hits[1].Count)
		require.NoError(b, r.Close())
	}
}

// BenchmarkKeys goes through all keys, as a scan does.
func BenchmarkKeys(b *testing.B) {
	r, err := Open(benchIndex(b), testParams)
	require.NoError(b, err)
	defer r.Close()
	b.ResetTimer()
	for range b.N {
		n := 0
		for _, err := range r.Keys(2, Query{}) {
			require.NoError(b, err)
			n++
		}
		b.ReportMetric(float64(n), "keys")
	}
}
