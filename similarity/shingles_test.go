package similarity

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

func hashesOf(words string) []uint64 { return article.AppendHashes(nil, words, nil) }

// The vectors freeze the shingle hash: an index on disk holds what it made.
// Whoever changes them raises ShingleVersion.
func TestShingleGolden(t *testing.T) {
	require.Equal(t, 1, ShingleVersion)
	got := Shingles([]uint64{1, 2, 3, 4, 5, 6})
	assert.Equal(t, []uint64{0xec04a257f93bfd1c, 0x5b1a01cb054568d2}, got)
	assert.Equal(t, uint64(0xeaf29b1a11b317ed), Shingles(hashesOf("The ferry to Skerry left late."))[0])
}

func TestShinglesOfShortTexts(t *testing.T) {
	for n := range 8 {
		got := Shingles(make([]uint64, n))
		assert.Len(t, got, max(0, n-4), "%d tokens", n)
	}
}

// Rolling must give what hashing each window from scratch gives.
func TestShinglesAgreeWithWindows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	tokens := make([]uint64, 500)
	for i := range tokens {
		tokens[i] = r.Uint64() >> (r.IntN(3) * 30)
	}
	got := Shingles(tokens)
	for i := range got {
		require.Equal(t, Shingles(tokens[i : i+5])[0], got[i], "window %d", i)
	}
}

func TestShinglesKeepOrder(t *testing.T) {
	a := Shingles(hashesOf("mayor denies report of flood"))
	b := Shingles(hashesOf("report denies mayor of flood"))
	assert.NotEqual(t, a, b)
	assert.Equal(t, a, Shingles(hashesOf("MAYOR denies “report” of flood!")))
}

// Sketches select by the size of the hash, so its values must be uniform even
// for the dullest text.
func TestShinglesAreUniform(t *testing.T) {
	tokens := make([]uint64, 40_004)
	for i := range tokens {
		tokens[i] = uint64(i) // a count: neighbours differ in the low bits only
	}
	var buckets [64]int
	for _, h := range Shingles(tokens) {
		buckets[h>>58]++
	}
	for b, n := range buckets {
		assert.InDelta(t, 625, n, 130, "bucket %d", b)
	}
}

func TestAppendShinglesDoesNotAllocate(t *testing.T) {
	tokens := hashesOf(strings.Repeat("the harbour board met again on Tuesday night ", 50))
	dst := make([]uint64, 0, len(tokens))
	assert.Zero(t, testing.AllocsPerRun(20, func() { dst = AppendShingles(dst[:0], tokens) }))
}

func BenchmarkShingles(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	tokens := make([]uint64, 1000)
	for i := range tokens {
		tokens[i] = r.Uint64()
	}
	var dst []uint64
	for b.Loop() {
		dst = AppendShingles(dst[:0], tokens)
	}
}

func BenchmarkSketch(b *testing.B) {
	shingles := randomHashes(1000, 1)
	var dst Sketch
	for b.Loop() {
		dst = AppendSketch(dst[:0], shingles, 1)
	}
}
