package similarity

import (
	"math"
	"slices"
)

// Where a passage begins and ends. Sentence seeds are generous: a chance seed
// within the gap widens a fragment by a sentence or more, mostly on the source
// side, and a weak sentence at its edge is missed. So the borders are drawn
// again by the words: each word of a side counts for the passage by how much
// likelier it is to find a partner on the other side, or none, in a restated
// text than by chance; the stretch with the best sum, through the fragment's
// best sentence, is the passage. The rate of partners is the passage's own, so a
// lonely word costs much in one copied word for word and little in one
// rewritten. Each word has one partner at most, whatever the order: writers
// turn sentences round. On PAN 2013 this takes the source border from 158
// characters too wide (the 2015 release of Sanchez-Perez et al.) to about 30.

const (
	// lonelyCost scales what a word without a partner costs.
	lonelyCost = .8
	// unseen is the number of times that a stem is taken to stand outside the
	// two stretches beyond those seen, so that no word is impossible there.
	unseen = .25
	// mostChance bounds the probability of a partner by chance, leastRate and
	// mostRate the passage's own rate of words with one.
	mostChance = .95
	leastRate  = .3
	mostRate   = .98
	// leastEvidence is the evidence that a passage needs, in natural logarithms
	// of odds; a short one needs shortEvidence and wordEvidence for each word,
	// one beside copied text besideCopied. Measured on PAN 2013: 15 instead of
	// 24 finds 1 % more cases and four times the false hits.
	leastEvidence = 24.0
	shortEvidence = 12.0
	wordEvidence  = .4
	besideCopied  = 45.0
	// edgeReach is the number of words beyond the fragment that are tried on a
	// side, otherReach how far their partners may lie beyond it on the other.
	edgeReach  = 60
	otherReach = 10
	// edgeRounds is how often the two sides are drawn in turn.
	edgeRounds = 2
	// wholeSentence is the share of a sentence that may lie beyond the border
	// so that the border still moves out to the sentence's end.
	wholeSentence = .6
	// exactRate is the share of words with a partner from which on borders
	// stay where the words end, inside a sentence too.
	exactRate = .9
)

// region is an aligned pair of word stretches.
type region struct {
	a, b stretch
	// evidence is the logarithm of how much likelier the words of both sides
	// are if the one restates the other than by chance.
	evidence float64
}

// drafter draws borders; its scratch is as long as the vocabulary.
type drafter struct {
	ra, rb  *reading
	budget  []int32 // partners left, by stem; zero between uses
	total   []int32 // occurrences in both readings
	outside []int32 // those outside the two stretches
	own     []int32 // occurrences in the shorter side of a summary; zero between uses
	chances []chance
	words   int32
	value   []float32
	found   []bool

	claimedA, claimedB bitset // words that passages hold
	beside             bool   // there is copied text
}

// newDrafter is the vocabulary's drafter, until that is left.
func newDrafter(v *vocabulary, ra, rb *reading) *drafter {
	d, stems := &v.draft, len(v.stems)
	*d = drafter{
		ra: ra, rb: rb, value: d.value, found: d.found, chances: d.chances,
		budget: cleared(d.budget, stems), total: cleared(d.total, stems), outside: cleared(d.outside, stems), own: cleared(d.own, stems),
		claimedA: cleared(d.claimedA, len(ra.words)/64+1), claimedB: cleared(d.claimedB, len(rb.words)/64+1),
	}
	for _, r := range []*reading{ra, rb} {
		for _, w := range r.stems {
			d.total[w]++
		}
	}
	return d
}

// draw turns a fragment into words, around its best seed and within what no
// passage has claimed. It reports false where the seed's words are claimed.
func (d *drafter) draw(f fragment) (region, bool) {
	best := f.best()
	midA, midB := d.ra.sentences[best.a], d.rb.sentences[best.b]
	if d.claimedA.any(midA) || d.claimedB.any(midB) {
		return region{}, false
	}
	g := region{
		a: d.claimedA.freeAround(midA, stretch{d.ra.sentences[f.a.first].first, d.ra.sentences[f.a.last].last}),
		b: d.claimedB.freeAround(midB, stretch{d.rb.sentences[f.b.first].first, d.rb.sentences[f.b.last].last}),
	}
	for range edgeRounds {
		d.count(g.a, g.b)
		reachA := d.claimedA.freeAround(midA, d.ra.widen(g.a, edgeReach))
		reachB := d.claimedB.freeAround(midB, d.rb.widen(g.b, edgeReach))
		b, forB := d.side(d.rb, g.b, midB, reachB, d.ra, clip(d.ra.widen(g.a, otherReach), reachA))
		a, forA := d.side(d.ra, g.a, midA, reachA, d.rb, clip(d.rb.widen(b, otherReach), reachB))
		g = region{a, b, min(forA, forB)}
	}
	return d.follow(g), true
}

// best is the seed with the largest cosine.
func (f fragment) best() seed {
	best := f.seeds[0]
	for _, s := range f.seeds {
		if s.cosine > best.cosine {
			best = s
		}
	}
	return best
}

// follow moves the borders on over equal words.
func (d *drafter) follow(g region) region {
	wa, wb := d.ra.words, d.rb.words
	for g.a.first > 0 && g.b.first > 0 && wa[g.a.first-1] == wb[g.b.first-1] &&
		!d.claimedA.has(g.a.first-1) && !d.claimedB.has(g.b.first-1) {
		g.a.first--
		g.b.first--
	}
	for int(g.a.last) < len(wa) && int(g.b.last) < len(wb) && wa[g.a.last] == wb[g.b.last] &&
		!d.claimedA.has(g.a.last) && !d.claimedB.has(g.b.last) {
		g.a.last++
		g.b.last++
	}
	return g
}

func (r *reading) widen(s stretch, by int32) stretch {
	return stretch{max(0, s.first-by), min(int32(len(r.words)), s.last+by)}
}

// any reports whether a word of the stretch is in the set.
func (s bitset) any(x stretch) bool {
	for i := x.first; i < x.last; i++ {
		if s.has(i) {
			return true
		}
	}
	return false
}

// freeAround is the part of a stretch around mid that holds no word of the set.
func (s bitset) freeAround(mid, x stretch) stretch {
	out := mid
	for out.first > x.first && !s.has(out.first-1) {
		out.first--
	}
	for out.last < x.last && !s.has(out.last) {
		out.last++
	}
	return out
}

// side draws the borders of one side, given the stretch of the other.
func (d *drafter) side(r *reading, s, mid, reach stretch, other *reading, t stretch) (stretch, float64) {
	first := reach.first
	d.match(r, reach, mid, other, t)
	value, found := d.value, d.found
	chance := func(w int32) float64 { return d.chance(w, t.len()) }
	rate := d.rate(r.stems[s.first:s.last], found[s.first-first:s.last-first], chance)
	for i := range value {
		p := chance(r.stems[first+int32(i)])
		if found[i] {
			value[i] = float32(max(0, math.Log(rate/p)))
		} else {
			value[i] = float32(lonelyCost * min(0, math.Log((1-rate)/(1-p))))
		}
	}
	out := bestStretch(value, mid.first-first, mid.last-first)
	rate = d.rate(r.stems[out.first+first:out.last+first], found[out.first:out.last], chance)
	sum := 0.0
	for _, v := range value[out.first:out.last] {
		sum += float64(v)
	}
	return clip(r.round(stretch{out.first + first, out.last + first}, float32(rate)), reach), sum
}

// match gives each word of a stretch at most one partner among the other side's
// stretch, the words nearest to mid first.
func (d *drafter) match(r *reading, s, mid stretch, other *reading, t stretch) {
	for _, w := range other.stems[t.first:t.last] {
		d.budget[w]++
	}
	n := int(s.len())
	d.value = slices.Grow(d.value[:0], n)[:n]
	d.found = slices.Grow(d.found[:0], n)[:n]
	take := func(i int32) {
		w := r.stems[i]
		d.found[i-s.first] = d.budget[w] > 0
		if d.budget[w] > 0 {
			d.budget[w]--
		}
	}
	for i := mid.first; i < mid.last; i++ {
		take(i)
	}
	for l, h := mid.first-1, mid.last; l >= s.first || h < s.last; l, h = l-1, h+1 {
		if l >= s.first {
			take(l)
		}
		if h < s.last {
			take(h)
		}
	}
	for _, w := range other.stems[t.first:t.last] {
		d.budget[w] = 0
	}
}

// chance is the probability that a stem stands among n words by chance: from
// how often it stands outside the two stretches.
func (d *drafter) chance(w, n int32) float64 {
	f := (float64(d.outside[w]) + unseen) / float64(d.words+1)
	return min(mostChance, 1-math.Exp(-f*float64(n)))
}

// rate is the share of the words with a partner, among those that would hardly
// have one by chance.
func (d *drafter) rate(stems []int32, found []bool, chance func(int32) float64) float64 {
	n, k := 1.0, .5
	for i, w := range stems {
		if p := chance(w); p < .5 {
			n += 1 - p
			if found[i] {
				k += 1 - p
			}
		}
	}
	return min(max(k/n, leastRate), mostRate)
}

// count sets outside to what stands outside the two stretches.
func (d *drafter) count(a, b stretch) {
	copy(d.outside, d.total)
	for _, w := range d.ra.stems[a.first:a.last] {
		d.outside[w]--
	}
	for _, w := range d.rb.stems[b.first:b.last] {
		d.outside[w]--
	}
	d.words = int32(len(d.ra.words)+len(d.rb.words)) - a.len() - b.len()
}

// bestStretch is the stretch with the largest sum that holds a word of the
// middle at least: the best start before its last word, the best end after its
// first.
func bestStretch(value []float32, first, last int32) stretch {
	out := stretch{first, last}
	var sum, best float32
	for i := first - 1; i >= 0; i-- {
		if sum += value[i]; sum > best {
			best, out.first = sum, i
		}
	}
	sum, best = 0, 0
	for i := last; i < int32(len(value)); i++ {
		if sum += value[i]; sum > best {
			best, out.last = sum, i+1
		}
	}
	return out
}

// round moves borders to ends of sentences where little is added or lost.
func (r *reading) round(s stretch, rate float32) stretch {
	if s.len() <= 0 {
		return s
	}
	head, tail := r.sentences[r.sentence[s.first]], r.sentences[r.sentence[s.last-1]]
	if rate < exactRate {
		if float32(s.first-head.first) <= wholeSentence*float32(head.len()) {
			s.first = head.first
		} else if head.last < s.last {
			s.first = head.last
		}
		if float32(tail.last-s.last) <= wholeSentence*float32(tail.len()) {
			s.last = tail.last
		} else if tail.first > s.first {
			s.last = tail.first
		}
	}
	return s
}
