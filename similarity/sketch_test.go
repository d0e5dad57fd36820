package similarity

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func randomHashes(n int, seed uint64) []uint64 {
	r := rand.New(rand.NewPCG(seed, 7))
	h := make([]uint64, n)
	for i := range h {
		h[i] = r.Uint64()
	}
	return h
}

func TestSketchIsSortedAndDistinct(t *testing.T) {
	for _, n := range []int{0, 1, 5, 63, 64, 65, 1000, 5000} {
		h := append(randomHashes(n, 3), randomHashes(n/2, 3)...)
		want := slices.Clone(h)
		slices.Sort(want)
		want = slices.Compact(want)
		got := NewSketch(h, 1)
		require.Equal(t, len(want), len(got))
		for i := range want {
			require.Equal(t, want[i], got[i])
		}
	}
}

// Hashes that are not uniform take the slow path and come out sorted as well.
func TestSketchOfSkewedHashes(t *testing.T) {
	for name, make := range map[string]func(i int) uint64{
		"all equal":    func(int) uint64 { return 42 },
		"small":        func(i int) uint64 { return uint64(i * 7 % 1009) },
		"high bits":    func(i int) uint64 { return uint64(i%97) << 56 },
		"zero and max": func(i int) uint64 { return uint64(i%2) * math.MaxUint64 },
	} {
		var h []uint64
		for i := range 3000 {
			h = append(h, make(i))
		}
		got := NewSketch(h, 1)
		want := slices.Clone(h)
		slices.Sort(want)
		assert.Equal(t, Sketch(slices.Compact(want)), got, name)
	}
}

func TestSketchScales(t *testing.T) {
	h := randomHashes(8000, 5)
	full := NewSketch(h, 1)
	eighth := NewSketch(h, 8)
	assert.InDelta(t, 1000, len(eighth), 120)
	assert.Equal(t, eighth, full.At(8), "a coarser sketch is a part of a finer one")
	assert.Equal(t, full, full.At(1))
	assert.Equal(t, NewSketch(h, 64), eighth.At(64))
	assert.Empty(t, Sketch(nil).At(8))
}

func TestShortArticlesKeepEveryShingle(t *testing.T) {
	below := randomHashes(SketchFloor-ShingleWords, 1) // 199 words
	at := randomHashes(SketchFloor-ShingleWords+1, 1)
	assert.Len(t, NewSketch(below, 8), len(below))
	assert.Less(t, len(NewSketch(at, 8)), len(at)/4)
}

func TestNewSketchLeavesShinglesAlone(t *testing.T) {
	h := []uint64{9, 3, 5, 3}
	NewSketch(h, 1)
	assert.Equal(t, []uint64{9, 3, 5, 3}, h)
}
