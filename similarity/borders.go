package similarity

// borders finds where a fragment begins and ends. Sentence seeds are generous:
// a chance seed within the gap widens a fragment by a sentence or more, mostly
// on the longer side. Two kinds of evidence from both sides narrow it.

const (
	// edgeShare is the share of the fragment's typical cosine that a seed at
	// its edge must reach: .5 next to verbatim sentences, .28 next to a
	// rewritten one, since the seeds inside set the measure.
	edgeShare = .5
	// edgeRun is the least length in words of a run that cuts a sentence.
	edgeRun = 8
)

// trim drops seeds at the edges whose cosine falls far below what is typical
// for the fragment.
func (f fragment) trim() fragment {
	typical := f.typical()
	for {
		kept := f.seeds[:0:0]
		for _, s := range f.seeds {
			atEdge := s.a == f.a.first || s.a == f.a.last || s.b == f.b.first || s.b == f.b.last
			if !atEdge || s.cosine >= edgeShare*typical {
				kept = append(kept, s)
			}
		}
		if len(kept) == len(f.seeds) || len(kept) == 0 {
			return f
		}
		f = boundsOf(kept)
	}
}

// typical is the mean of the best cosine of each sentence of a, weighted by
// itself, so that a few weak sentences do not lower the measure.
func (f fragment) typical() float32 {
	best := make(map[int32]float32)
	for _, s := range f.seeds {
		best[s.a] = max(best[s.a], s.cosine)
	}
	var sum, squares float32
	for _, s := range f.seeds {
		if c := best[s.a]; c > 0 {
			sum += c
			squares += c * c
			best[s.a] = 0
		}
	}
	if sum == 0 {
		return 0
	}
	return squares / sum
}

// region is an aligned pair of word stretches.
type region struct{ a, b stretch }

// snap turns a fragment into words. Where a long run of equal words begins or
// ends inside the outermost sentence of a side, and what lies beyond it is not
// shared, the border is the run's.
func (f fragment) snap(ra, rb *reading, runs []wordRun) region {
	g := region{
		stretch{ra.sentences[f.a.first].first, ra.sentences[f.a.last].last},
		stretch{rb.sentences[f.b.first].first, rb.sentences[f.b.last].last},
	}
	whole := g
	var head, tail *wordRun
	for i := range runs {
		r := &runs[i]
		if r.n < edgeRun || r.aEnd() <= g.a.first || r.a >= g.a.last || r.bEnd() <= g.b.first || r.b >= g.b.last {
			continue
		}
		if head == nil || r.a < head.a {
			head = r
		}
		if tail == nil || r.aEnd() > tail.aEnd() {
			tail = r
		}
	}
	if head == nil {
		return g
	}
	if ra.sentence[max(head.a, g.a.first)] == f.a.first || rb.sentence[max(head.b, g.b.first)] == f.b.first {
		g.a.first, g.b.first = head.a, head.b
	}
	if ra.sentence[min(tail.aEnd(), g.a.last)-1] == f.a.last || rb.sentence[min(tail.bEnd(), g.b.last)-1] == f.b.last {
		g.a.last, g.b.last = tail.aEnd(), tail.bEnd()
	}
	if g.a.len() <= 0 || g.b.len() <= 0 { // the runs cross: they say nothing of the borders
		return whole
	}
	return g
}
