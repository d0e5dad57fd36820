package similarity

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// corpus is a mix of unrelated sketches and of ones that share a part with an
// earlier one.
func corpus(n int, seed uint64) []Sketch {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]Sketch, 0, n)
	for i := range n {
		size := 5 + r.IntN(200)
		h := randomHashes(size, seed*1000+uint64(i))
		if i > 0 && r.IntN(3) == 0 {
			from := out[r.IntN(i)]
			h = append(h, from[:r.IntN(len(from)+1)]...)
		}
		out = append(out, NewSketch(h, 1))
	}
	return out
}

func joined(sketches []Sketch, o JoinOptions) (*Join, *Matches, []Pair) {
	j := NewJoin(o)
	for _, s := range sketches {
		j.Add(s)
	}
	m := j.Matches()
	pairs := slices.Collect(m.Pairs())
	sortPairs(pairs)
	return j, m, pairs
}

func sortPairs(pairs []Pair) {
	slices.SortFunc(pairs, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.I, y.I), cmp.Compare(x.J, y.J)) })
}

// The slow twin: every pair compared.
func allPairs(sketches []Sketch, containment float64) []Pair {
	var out []Pair
	for i := range sketches {
		for j := i + 1; j < len(sketches); j++ {
			o := Compare(sketches[i], sketches[j])
			if len(sketches[i]) > 0 && len(sketches[j]) > 0 && o.Shared >= leastShared(containment, min(o.A, o.B)) {
				out = append(out, Pair{i, j, o.Shared})
			}
		}
	}
	return out
}

func TestJoinAgreesWithComparingAll(t *testing.T) {
	for seed := range uint64(6) {
		for _, containment := range []float64{.05, .3, .8, 1} {
			sketches := corpus(120, seed+1)
			_, _, got := joined(sketches, JoinOptions{MinContainment: containment})
			require.Equal(t, allPairs(sketches, containment), got, "seed %d containment %v", seed, containment)
		}
	}
}

// Adding shingles must do what adding their sketch does, at every scale and with
// repeated shingles.
func TestAddShinglesAgreesWithAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, scale := range []int{1, 8} {
		bySketch, byShingles := NewJoin(JoinOptions{Scale: scale}), NewJoin(JoinOptions{Scale: scale})
		var earlier []uint64
		for i := range 300 {
			h := randomHashes(r.IntN(600), uint64(i))
			h = append(h, h[:len(h)/3]...)
			h = append(h, earlier[:min(len(earlier), r.IntN(900))]...)
			for range r.IntN(100) {
				h = append(h, 77) // one phrase over and over
			}
			if i%20 == 0 {
				h = slices.Clone(earlier)
			}
			r.Shuffle(len(h), func(i, k int) { h[i], h[k] = h[k], h[i] })
			require.Equal(t, i, bySketch.Add(NewSketch(h, scale)))
			require.Equal(t, i, byShingles.AddShingles(h))
			earlier = h
		}
		require.Equal(t, bySketch.Copies(), byShingles.Copies())
		require.NotEmpty(t, byShingles.Copies())
		want := slices.Collect(bySketch.Matches().Pairs())
		require.Equal(t, want, slices.Collect(byShingles.Matches().Pairs()))
		require.NotEmpty(t, want)
	}
}

func TestJoinOfNothing(t *testing.T) {
	for _, sketches := range [][]Sketch{nil, {nil}, {nil, nil, {}}, {{1}}, {nil, {5}, nil}} {
		j, m, pairs := joined(sketches, JoinOptions{})
		assert.Empty(t, pairs)
		assert.Empty(t, m.Families)
		assert.Empty(t, j.Copies())
	}
}

func TestJoinNamesCopies(t *testing.T) {
	a, b := NewSketch(randomHashes(40, 1), 1), NewSketch(randomHashes(40, 2), 1)
	c := append(slices.Clone(a), 1)
	slices.Sort(c)
	j, _, pairs := joined([]Sketch{a, b, a, c, b, a}, JoinOptions{})
	assert.Equal(t, [][]int{{0, 2, 5}, {1, 4}}, j.Copies())
	assert.Equal(t, []Pair{{0, 3, 40}}, pairs, "only the first of equal articles takes part")
}

// At a coarser scale short articles keep every key, so two of them are compared
// by all and a short and a long one by what both keep.
func TestJoinAtScale(t *testing.T) {
	long := randomHashes(1600, 1)
	sketches := []Sketch{
		NewSketch(long, 8),
		NewSketch(append(randomHashes(800, 2), long[:800]...), 8),
		NewSketch(append(randomHashes(40, 3), long[:100]...), 8),
		NewSketch(append(randomHashes(20, 4), long[:100]...), 8),
	}
	_, _, pairs := joined(sketches, JoinOptions{Scale: 8})
	var found [][2]int
	for _, p := range pairs {
		found = append(found, [2]int{p.I, p.J})
	}
	require.Equal(t, [][2]int{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}, found)
	assert.Equal(t, 100, pairs[5].Shared)
}

func TestJoinGathersFamilies(t *testing.T) {
	release := randomHashes(300, 1)
	var sketches []Sketch
	for i := range 120 { // carriers that each add a paragraph
		sketches = append(sketches, NewSketch(append(randomHashes(20, uint64(i+10)), release...), 1))
	}
	excerpt := NewSketch(append(randomHashes(100, 5), release[:120]...), 1)
	stranger := NewSketch(randomHashes(200, 6), 1)
	sketches = append(sketches, excerpt, stranger)
	_, m, pairs := joined(sketches, JoinOptions{})
	require.Len(t, m.Families, 1)
	assert.Equal(t, 0, m.Families[0].Leader)
	assert.Len(t, m.Families[0].Members, 120)
	with := map[int]int{}
	for _, p := range pairs {
		require.NotEqual(t, 121, p.J, "the stranger pairs with nothing")
		if p.J < 120 {
			require.Equal(t, 0, p.I, "inside the family only pairs with the leader")
			require.Equal(t, Compare(sketches[0], sketches[p.J]).Shared, p.Shared)
		}
		with[p.J]++
	}
	assert.Equal(t, 50, with[120], "the excerpt pairs with the first members")
	assert.Less(t, len(pairs), 200)
}

func TestJoinNamesHotKeys(t *testing.T) {
	footer := randomHashes(10, 1)
	var sketches []Sketch
	for i := range 60 {
		sketches = append(sketches, NewSketch(append(randomHashes(10, uint64(i+2)), footer...), 1))
	}
	_, m, pairs := joined(sketches, JoinOptions{HotKey: 40, FamilySize: 1000})
	assert.Empty(t, pairs, "they share nothing but hot keys")
	require.Len(t, m.HotKeys, 10)
	assert.Equal(t, 60, m.HotKeys[0].Articles)
	assert.Equal(t, 60, m.Skipped, "and this is told")
	_, _, all := joined(sketches, JoinOptions{HotKey: 60, FamilySize: 1000})
	assert.Len(t, all, 60*59/2)
}

// A hot key proposes nothing, but it counts in pairs that others propose.
func TestHotKeysStillCount(t *testing.T) {
	footer := randomHashes(10, 1)
	var sketches []Sketch
	for i := range 60 {
		h := append(randomHashes(10, uint64(i+2)), footer...)
		if i == 59 {
			h = append(h, sketches[0]...)
		}
		sketches = append(sketches, NewSketch(h, 1))
	}
	_, _, pairs := joined(sketches, JoinOptions{HotKey: 40, FamilySize: 1000})
	assert.Equal(t, []Pair{{0, 59, 20}}, pairs)
}

func TestJoinIsDeterministic(t *testing.T) {
	sketches := corpus(400, 9)
	j, m, _ := joined(sketches, JoinOptions{})
	first := slices.Collect(m.Pairs())
	for range 3 {
		k, n, _ := joined(sketches, JoinOptions{})
		require.Equal(t, first, slices.Collect(n.Pairs()))
		require.Equal(t, j.Copies(), k.Copies())
	}
	for p := range m.Pairs() { // a caller may stop early and ask again
		require.Equal(t, first[0], p)
		break
	}
	require.Equal(t, first, slices.Collect(m.Pairs()))
}

// counts lists the articles that a probe has counted, by their places by size.
func (t *tallies) counts() []int32 {
	var ids []int32
	for _, x := range t.slots {
		if x.shared > 0 {
			ids = append(ids, x.id)
		}
	}
	return ids
}

// The smaller side looks for the larger one, so a wording that all share is looked
// at once for each pair and not twice.
func TestProbesPassOverSmallerArticles(t *testing.T) {
	const n = 60
	common := randomHashes(100, 1)
	var sketches []Sketch
	for i := range n {
		sketches = append(sketches, NewSketch(append(randomHashes(50+i%7, uint64(2+i)), common...), 1))
	}
	_, m, pairs := joined(sketches, JoinOptions{MinContainment: .3, FamilySize: n + 1})
	assert.Len(t, pairs, n*(n-1)/2)
	pr, visits := prober{Matches: m}, 0
	for id := range int32(n) {
		pr.probe(id)
		for _, other := range pr.tallies.counts() {
			assert.Greater(t, other, m.rank[id])
			visits++
		}
	}
	assert.Equal(t, n*(n-1)/2, visits)
}

// A sentence of many words finds pairs for fewer look-ups than many short ones
// that no more articles hold: those need not propose.
func TestProbesProposeByWhatIsRarestForItsSize(t *testing.T) {
	long := randomHashes(100, 1)
	var short [10][]uint64
	first := slices.Clone(long)
	for i := range short {
		short[i] = randomHashes(5, uint64(2+i))
		first = append(first, short[i]...)
	}
	sketches := []Sketch{NewSketch(first, 1)}
	add := func(seed int, held []uint64) {
		sketches = append(sketches, NewSketch(append(randomHashes(200, uint64(seed)), held...), 1))
	}
	for i := range 10 {
		add(100+i, long)
		for k := range 9 {
			add(1000+10*i+k, short[i])
		}
	}
	_, m, pairs := joined(sketches, JoinOptions{MinContainment: .3})
	assert.Len(t, pairs, 11*10/2, "of those that hold the long one")
	pr := prober{Matches: m}
	pr.probe(0)
	assert.Len(t, pr.tallies.counts(), 10+2*9, "a pair shares 45 of 150 keys: eight of the short ones never make that")
}

// Twice the articles must take about twice the time: the best of three runs a
// size, at sizes where a quadratic step would show fourfold.
func TestJoinIsLinearOnHostileCorpora(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: measures time")
	}
	same := NewSketch(randomHashes(300, 1), 1)
	footer, release := randomHashes(56, 2), randomHashes(300, 3)
	for _, c := range []struct {
		name string
		n    int
		make func(i int) Sketch
	}{
		{"identical articles", 30_000, func(int) Sketch { return same }},
		{"a shared footer", 4000, func(i int) Sketch {
			return NewSketch(append(randomHashes(60, uint64(i+9)), footer...), 1)
		}},
		{"carriers of a release", 2000, func(i int) Sketch {
			return NewSketch(append(randomHashes(12, uint64(i+9)), release...), 1)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cost := func(n int) time.Duration {
				sketches := []Sketch{}
				for i := range n {
					sketches = append(sketches, c.make(i))
				}
				best := time.Hour
				for range 3 {
					start := time.Now()
					j := NewJoin(JoinOptions{HotKey: 1000})
					for _, s := range sketches {
						j.Add(s)
					}
					pairs := 0
					for range j.Matches().Pairs() {
						pairs++
					}
					require.LessOrEqual(t, pairs, n)
					best = min(best, time.Since(start))
				}
				return best
			}
			var small, large time.Duration
			for range 3 { // a busy machine may spoil an attempt, not all of them
				if small, large = cost(c.n), cost(2*c.n); float64(large) < 3.2*float64(small) {
					return
				}
			}
			assert.Fail(t, "not linear", "%v for %d articles and %v for twice as many", small, c.n, large)
		})
	}
}

func BenchmarkJoin(b *testing.B) {
	for _, n := range []int{2000, 8000} {
		sketches := corpus(n, 4)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				joined(sketches, JoinOptions{})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/article")
		})
	}
}

func BenchmarkJoinAddShingles(b *testing.B) {
	shingles := randomHashes(1000, 1)
	j := NewJoin(JoinOptions{})
	for i := 0; b.Loop(); i++ {
		if i%2000 == 0 {
			j = NewJoin(JoinOptions{})
		}
		shingles[i%1000] += 1 // another article
		j.AddShingles(shingles)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/shingle")
}

// An article with more keys in one partition than a byte counts.
func TestJoinOfVeryLongArticles(t *testing.T) {
	long := randomHashes(200_000, 1)
	for i := range 3000 {
		long[i] = 5<<partitionShift | long[i]>>partitionBits // in one partition, among the first
	}
	sketches := []Sketch{NewSketch(randomHashes(300, 2), 1), NewSketch(long, 1), NewSketch(long[:150_000], 1), NewSketch(append(randomHashes(90, 3), long[:100]...), 1)}
	_, _, got := joined(sketches, JoinOptions{})
	require.Equal(t, allPairs(sketches, .3), got)
	require.Len(t, got, 3)
}
