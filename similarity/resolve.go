package similarity

import (
	"cmp"
	"slices"
)

// drafts bounds how many borders are drawn for one pair. Real pairs need a few
// dozen; only hostile ones meet it.
const drafts = 2000

// settle draws the borders of the fragments and lets no word belong to two
// passages: the passage with the most evidence claims its words first, the
// others are drawn again in what is left, and so are the seeds that a fragment
// had outside its passage.
func (d *drafter) settle(fragments []fragment, gap int32, ta, tb *terms) []settled {
	type draft struct {
		fragment
		region
		round int
	}
	var out []settled
	var queue []draft
	tries := 0
	push := func(f fragment, round int) {
		if tries++; tries > drafts || len(f.seeds) == 0 {
			return
		}
		if g, ok := d.draw(f); ok && d.holds(g) {
			queue = append(queue, draft{f, g, round})
		} else if rest := f.withoutBest(); len(rest) > 0 {
			for _, h := range extend(rest, ta, tb, gap) {
				if tries++; tries > drafts {
					return
				}
				if g, ok := d.draw(h); ok && d.holds(g) {
					queue = append(queue, draft{h, g, round})
				}
			}
		}
	}
	for _, f := range fragments {
		push(f, 0)
	}
	for round := 1; len(queue) > 0; {
		best := 0
		for i := range queue {
			if queue[i].evidence > queue[best].evidence {
				best = i
			}
		}
		x := queue[best]
		queue = slices.Delete(queue, best, best+1)
		if x.round < round && (d.claimedA.any(x.region.a) || d.claimedB.any(x.region.b)) {
			for _, h := range extend(d.unclaimed(x.seeds), ta, tb, gap) {
				push(h, round)
			}
			continue
		}
		d.claim(x.region)
		round++
		out = append(out, settled{x.region, x.seeds})
		for _, h := range extend(d.unclaimed(x.seeds), ta, tb, gap) {
			push(h, round)
		}
	}
	slices.SortFunc(out, func(x, y settled) int { return cmp.Compare(x.a.first, y.a.first) })
	return out
}

// holds reports whether a region has the evidence that its size asks for: longer
// stretches meet by chance in more places.
func (d *drafter) holds(g region) bool {
	return g.evidence >= min(d.least, shortEvidence+wordEvidence*float64(min(g.a.len(), g.b.len())))
}

// settled is a passage's region with the seeds that led to it.
type settled struct {
	region
	seeds []seed
}

func (f fragment) withoutBest() []seed {
	best := f.best()
	out := make([]seed, 0, len(f.seeds))
	for _, s := range f.seeds {
		if s.a != best.a && s.b != best.b {
			out = append(out, s)
		}
	}
	return out
}

// unclaimed are the seeds none of whose words are claimed.
func (d *drafter) unclaimed(seeds []seed) []seed {
	out := make([]seed, 0, len(seeds))
	for _, s := range seeds {
		if !d.claimedA.any(d.ra.sentences[s.a]) && !d.claimedB.any(d.rb.sentences[s.b]) {
			out = append(out, s)
		}
	}
	return out
}
