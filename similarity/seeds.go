package similarity

import (
	"cmp"
	"math"
	"slices"
)

// seed is a pair of sentences that may restate each other.
type seed struct {
	a, b   int32
	cosine float32
}

// stemWeight is a stem of a sentence with its weight.
type stemWeight struct {
	stem   int32
	weight float32
}

// terms are the weighted stems of each sentence of a reading, sorted by stem.
type terms struct {
	of   [][]stemWeight
	all  []stemWeight // what of is cut from
	norm []float32
	isf  []float32 // of each stem
	// dense is scratch for sums over sentences, zero between uses, and touched
	// the stems that a sum has set.
	dense   []float32
	touched []int32
	// starts and places are the inverse of of, see invert.
	starts, at []int32
	places     []stemWeight
}

// Thresholds of a seed. The 2015 release of Sanchez-Perez, Gelbukh and Sidorov's
// winner of PAN 2014 has .30 and .33; since a passage must earn its place by its
// words, lower ones cost no precision and find more.
const (
	seedCosine = .20
	seedDice   = .25
)

// weigh gives each stem of each sentence its TF-ISF weight: how often it stands
// there times the logarithm of the share of sentences without it, over the
// sentences of both readings.
func weigh(v *vocabulary, a, b *reading) (ta, tb *terms) {
	v.df = cleared(v.df, len(v.stems))
	ca, cb := countStems(a, v.df), countStems(b, v.df)
	n := len(a.sentences) + len(b.sentences)
	v.logs = cleared(v.logs, n+1)
	v.isf = cleared(v.isf, len(v.df))
	for s, d := range v.df {
		if d == 0 {
			continue
		}
		if v.logs[d] == 0 {
			v.logs[d] = float32(math.Log(float64(n) / float64(d)))
		}
		v.isf[s] = v.logs[d]
	}
	return ca.scale(v.isf), cb.scale(v.isf)
}

func countStems(r *reading, df []int32) *terms {
	t := &r.terms
	t.of, t.norm = slices.Grow(t.of[:0], len(r.sentences)), cleared(t.norm, len(r.sentences))
	t.dense = cleared(t.dense, len(df))
	all := slices.Grow(t.all[:0], len(r.words))
	sorted := t.touched
	for _, s := range r.sentences {
		sorted = append(sorted[:0], r.stems[s.first:s.last]...)
		slices.Sort(sorted)
		start := len(all)
		for j, w := range sorted {
			if j > 0 && w == sorted[j-1] {
				all[len(all)-1].weight++
				continue
			}
			all = append(all, stemWeight{w, 1})
			df[w]++
		}
		t.of = append(t.of, all[start:len(all):len(all)])
	}
	t.all, t.touched = all, sorted
	return t
}

func (t *terms) scale(isf []float32) *terms {
	t.isf = isf
	for i, ts := range t.of {
		var sum float32
		for j := range ts {
			ts[j].weight *= isf[ts[j].stem]
			sum += ts[j].weight * ts[j].weight
		}
		t.norm[i] = float32(math.Sqrt(float64(sum)))
	}
	return t
}

// seedWork bounds the steps of findSeeds for one pair. A pair of articles of a
// thousand sentences each needs less; only hostile texts meet it, and lose the
// commonest words first.
const seedWork = 12_000_000

// findSeeds returns the pairs of sentences whose TF-ISF cosine and Dice
// coefficient both reach the thresholds, sorted by a and then b.
func findSeeds(stems int, ta, tb *terms) []seed {
	starts, places := invert(stems, tb)
	limit := commonest(stems, ta, starts)
	dot := make([]float32, len(tb.of))
	both := make([]int32, len(tb.of))
	var touched []int32
	var seeds []seed
	for i, ts := range ta.of {
		touched = touched[:0]
		start := len(seeds)
		for _, t := range ts {
			lo, hi := starts[t.stem], starts[t.stem+1]
			if hi-lo > limit {
				continue
			}
			for _, p := range places[lo:hi] {
				if both[p.stem] == 0 {
					touched = append(touched, p.stem)
				}
				both[p.stem]++
				dot[p.stem] += t.weight * p.weight
			}
		}
		slices.Sort(touched)
		for _, j := range touched {
			shared, product := both[j], dot[j]
			both[j], dot[j] = 0, 0
			if 2*float32(shared) < seedDice*float32(len(ts)+len(tb.of[j])) {
				continue
			}
			if n := ta.norm[i] * tb.norm[j]; n > 0 && product >= seedCosine*n {
				seeds = append(seeds, seed{int32(i), j, product / n})
			}
		}
		seeds = seeds[:start+bestSeeds(seeds[start:])]
	}
	return seeds
}

// mostSeeds is the number of partners that a sentence keeps. A sentence that is
// repeated all over the other text would otherwise seed the whole of it.
const mostSeeds = 32

// bestSeeds moves the best seeds of one sentence to the front, sorted by b, and
// returns how many they are.
func bestSeeds(seeds []seed) int {
	if len(seeds) <= mostSeeds {
		return len(seeds)
	}
	slices.SortFunc(seeds, func(x, y seed) int {
		return cmp.Or(cmp.Compare(y.cosine, x.cosine), cmp.Compare(x.b, y.b))
	})
	slices.SortFunc(seeds[:mostSeeds], func(x, y seed) int { return cmp.Compare(x.b, y.b) })
	return mostSeeds
}

// invert lists the sentences of each stem; a place's stem is the sentence.
func invert(stems int, t *terms) (starts []int32, places []stemWeight) {
	starts = cleared(t.starts, stems+1)
	for _, ts := range t.of {
		for _, x := range ts {
			starts[x.stem+1]++
		}
	}
	for s := range stems {
		starts[s+1] += starts[s]
	}
	n := int(starts[stems])
	places = slices.Grow(t.places[:0], n)[:n]
	at := append(t.at[:0], starts...)
	for i, ts := range t.of {
		for _, x := range ts {
			places[at[x.stem]] = stemWeight{int32(i), x.weight}
			at[x.stem]++
		}
	}
	t.starts, t.at, t.places = starts, at, places
	return starts, places
}

// commonest is the number of sentences above which a stem is left out so that
// the work stays within seedWork.
func commonest(stems int, ta *terms, starts []int32) int32 {
	work := 0
	for _, ts := range ta.of {
		for _, t := range ts {
			work += int(starts[t.stem+1] - starts[t.stem])
		}
	}
	if work <= seedWork {
		return math.MaxInt32
	}
	byWidth := make([]int32, 0, stems)
	steps := make([]int, stems)
	for _, ts := range ta.of {
		for _, t := range ts {
			if steps[t.stem] == 0 {
				byWidth = append(byWidth, t.stem)
			}
			steps[t.stem] += int(starts[t.stem+1] - starts[t.stem])
		}
	}
	slices.SortFunc(byWidth, func(x, y int32) int {
		return cmp.Compare(starts[x+1]-starts[x], starts[y+1]-starts[y])
	})
	work = 0
	for _, s := range byWidth {
		if work += steps[s]; work > seedWork {
			return max(0, starts[s+1]-starts[s]-1)
		}
	}
	return math.MaxInt32
}
