package similarity

import "slices"

// What stands word for word in both needs no weighing of sentences: long runs of
// equal words claim their place first, with borders that are exact, and what
// lies beside them must earn its place by evidence of its own.

const (
	// copiedRun is the least length in words of a run that starts a copied
	// stretch, copiedGap the number of words that may differ between two, and
	// copiedWords the least number of equal words of the whole.
	copiedRun   = 8
	copiedGap   = 8
	copiedWords = 40
	// joinGap is the number of words between two passages in the same order on
	// both sides up to which they are one.
	joinGap = 16
)

// copied returns the regions that stand word for word in both, but for small
// gaps, sorted by a.
func (d *drafter) copied(runs []wordRun) []region {
	long := make([]wordRun, 0, len(runs))
	for _, r := range runs {
		if r.n >= copiedRun {
			long = append(long, r)
		}
	}
	whole := region{a: stretch{0, int32(len(d.ra.words))}, b: stretch{0, int32(len(d.rb.words))}}
	var out []region
	var words int32
	keep := func() {
		if n := len(out); n > 0 && words < copiedWords {
			out = out[:n-1]
		} else if n > 0 {
			out[n-1].evidence = runEvidence * float64(words)
		}
	}
	for _, r := range chainRuns(whole, long) {
		if r.n < copiedRun {
			continue
		}
		if n := len(out); n > 0 {
			last := &out[n-1]
			da, db := r.a-last.a.last, r.b-last.b.last
			if da >= 0 && db >= 0 && da <= copiedGap && db <= copiedGap {
				last.a.last, last.b.last = r.aEnd(), r.bEnd()
				words += r.n
				continue
			}
		}
		keep()
		out = append(out, region{a: stretch{r.a, r.aEnd()}, b: stretch{r.b, r.bEnd()}})
		words = r.n
	}
	keep()
	return out
}

// claim marks the words of a region as belonging to a passage.
func (d *drafter) claim(g region) {
	d.claimedA.add(g.a.first, g.a.len())
	d.claimedB.add(g.b.first, g.b.len())
}

// join merges passages that follow each other closely on both sides, with no
// more than a few others in between.
func join(passages []settled) []settled {
	slices.SortStableFunc(passages, func(x, y settled) int { return int(x.a.first - y.a.first) })
	var out []settled
next:
	for _, x := range passages {
		for i := len(out) - 1; i >= max(0, len(out)-4); i-- {
			last := &out[i]
			da, db := x.a.first-last.a.last, x.b.first-last.b.last
			if da >= 0 && db >= 0 && da <= joinGap && db <= joinGap {
				last.a.last, last.b.last = x.a.last, x.b.last
				last.evidence += x.evidence
				last.seeds = append(last.seeds, x.seeds...)
				continue next
			}
		}
		out = append(out, x)
	}
	return out
}

// seedsOf are the seeds whose sentences mostly lie in a region on both sides.
func (d *drafter) seedsOf(g region, seeds []seed) []seed {
	var out []seed
	for _, s := range seeds {
		x, y := d.ra.sentences[s.a], d.rb.sentences[s.b]
		if 2*clip(x, g.a).len() >= x.len() && 2*clip(y, g.b).len() >= y.len() {
			out = append(out, s)
		}
	}
	return out
}
