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

// holds reports whether a region has the evidence that its size asks for:
// longer stretches meet by chance in more places. Beside copied text more is
// asked, since a text copied there is rarely restated elsewhere, but less of
// what continues a passage.
func (d *drafter) holds(g region) bool {
	switch {
	case d.continues(g):
		return g.evidence >= shortEvidence
	case d.beside:
		return g.evidence >= besideCopied
	}
	return g.evidence >= min(leastEvidence, shortEvidence+wordEvidence*float64(min(g.a.len(), g.b.len())))
}

// continues reports whether a passage ends just before the region on both sides
// or begins just after it.
func (d *drafter) continues(g region) bool {
	return d.claimedA.any(stretch{max(0, g.a.first-joinGap), g.a.first}) && d.claimedB.any(stretch{max(0, g.b.first-joinGap), g.b.first}) ||
		d.claimedA.any(stretch{g.a.last, min(int32(len(d.ra.words)), g.a.last+joinGap)}) &&
			d.claimedB.any(stretch{g.b.last, min(int32(len(d.rb.words)), g.b.last+joinGap)})
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
