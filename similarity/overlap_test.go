package similarity

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b Sketch
		want Overlap
	}{
		{"both empty", nil, nil, Overlap{}},
		{"one empty", nil, Sketch{1, 2}, Overlap{B: 2}},
		{"equal", Sketch{1, 2}, Sketch{1, 2}, Overlap{2, 2, 2, 1, 1, 1}},
		{"apart", Sketch{1, 3}, Sketch{2, 4}, Overlap{A: 2, B: 2}},
		{"inside", Sketch{2}, Sketch{1, 2, 3, 4}, Overlap{1, 1, 4, 1, .25, .25}},
		{"part", Sketch{1, 2, 3}, Sketch{3, 4, 5, 6}, Overlap{1, 3, 4, 1. / 3, .25, 1. / 6}},
	} {
		assert.Equal(t, c.want, Compare(c.a, c.b), c.name)
	}
}

func TestCompareIsSymmetric(t *testing.T) {
	for n := range 60 {
		a := NewSketch(randomHashes(n*7, 1), 1)
		b := NewSketch(append(randomHashes(n*3, 1), randomHashes(n, 9)...), 1)
		x, y := Compare(a, b), Compare(b, a)
		assert.Equal(t, x.Shared, y.Shared)
		assert.Equal(t, x.AInB, y.BInA)
		assert.Equal(t, x.Jaccard, y.Jaccard)
		assert.Equal(t, max(x.AInB, x.BInA), x.Containment())
	}
}

// The look-up path must count what the merge counts, at every ratio of lengths
// and at the ends.
func TestSearchAgreesWithMerge(t *testing.T) {
	long := NewSketch(randomHashes(3000, 2), 1)
	for _, short := range []Sketch{
		nil, {0}, {long[0]}, {long[len(long)-1]}, {^uint64(0)},
		{long[0], long[1], long[len(long)-1]},
		NewSketch(append(randomHashes(40, 8), long[17], long[1800], long[2999]), 1),
		slices.Clone(long[2990:]), slices.Clone(long[:5]), long,
	} {
		require.Equal(t, sharedByMerge(short, long), sharedBySearch(short, long), "%d hashes", len(short))
	}
}

func BenchmarkCompare(b *testing.B) {
	x := NewSketch(append(randomHashes(500, 1), randomHashes(300, 2)...), 1)
	y := NewSketch(append(randomHashes(500, 1), randomHashes(400, 3)...), 1)
	for b.Loop() {
		Compare(x, y)
	}
}

// Comparing one with many gives what comparing each pair gives.
func TestComparerAgreesWithCompare(t *testing.T) {
	sketches := append(corpus(60, 3), nil, Sketch{}, Sketch{0}, Sketch{7}, Sketch{0, 7, 7 + 1<<40})
	var c Comparer
	assert.Equal(t, Compare(nil, sketches[0]), c.Compare(sketches[0]))
	for _, a := range sketches {
		c.Hold(a)
		for _, b := range sketches {
			require.Equal(t, Compare(a, b), c.Compare(b))
		}
	}
}

// It needs no sorted hashes, and Distinct leaves none.
func TestComparerOfDistinctHashes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var d Distinct
	var c Comparer
	for range 200 {
		mixed := func() []uint64 {
			h := make([]uint64, r.IntN(90))
			for i := range h {
				h[i] = uint64(r.IntN(120)) << r.IntN(2) // many twice, 0 among them
			}
			return h
		}
		a, b := mixed(), mixed()
		x, y := d.Append(nil, a), d.Append(nil, b)
		require.ElementsMatch(t, NewSketch(a, 1), x)
		c.Hold(x)
		require.Equal(t, Compare(NewSketch(a, 1), NewSketch(b, 1)), c.Compare(y))
	}
}
