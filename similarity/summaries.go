package similarity

import (
	"math"
	"slices"
)

// A summary takes a word here and there from all over a long text, so that no
// stretch of the long text explains it. It shows in the words: in a window of
// the short side nearly all of them occur in the long text, many more than
// elsewhere in the short one. That alone would take any two reports on one
// event for it, so the window's sentences must also pair with sentences from
// all over the long text, and the passages found with a narrow gap must leave
// part of the window open or spread over far more text than it has.

const (
	// summaryRatio is how many times longer than the window the other text is,
	// summaryLong its least number of words, and summaryShort and summaryMost
	// those of the window: what sums up in more is no summary.
	summaryRatio = 4
	summaryLong  = 400
	summaryShort = 60
	summaryMost  = 300
	// summaryRate is the share of a summary's words that occur in the long
	// text, summaryDrop the loss of evidence that ends a window.
	summaryRate = .75
	summaryDrop = 10
	// summaryEvidence is the least evidence of a window.
	summaryEvidence = 20
	// summaryAgainst is the evidence from which on a passage elsewhere speaks
	// against a summary.
	summaryAgainst = 25
	// summarySpread is the least share of the long text's sentences from the
	// first to the last that the window's sentences pair with best; there must
	// be summarySources different ones, and seven for ten sentences paired.
	summarySpread  = .5
	summarySources = 3
	// summaryCovered is the share of the window that passages may cover, unless
	// they hold summaryLoose times as much of the long text.
	summaryCovered = .85
	summaryLoose   = 1.3
	// summaryRun is how many words in a row speak against a summary: whoever takes a
	// word here and there has no run as long as that. Without it a copied
	// paragraph in a text on the same subject was taken for a summary of it.
	summaryRun = 40
)

// summaries finds windows of one side that sum up the other. strict are the
// passages found otherwise; those that a summary replaces are removed.
func (d *drafter) summaries(runs []wordRun, seeds []seed, strict []settled) []settled {
	for _, flipped := range []bool{false, true} {
		short, long := d.ra, d.rb
		if flipped {
			short, long = long, short
		}
		all := stretch{0, int32(len(long.words))}
		if all.len() < summaryLong {
			continue
		}
		for _, w := range d.windows(short, long) {
			if w.len() < summaryShort || w.len() > summaryMost || all.len() < summaryRatio*w.len() || !leavesOpen(w, strict, flipped) || holdsRun(w, runs, flipped) {
				continue
			}
			inside := seedsInside(seeds, short, w, flipped)
			if !spreads(inside, int32(len(long.sentences)), short.sentence[w.last-1]-short.sentence[w.first]+1, flipped) {
				continue
			}
			g := region{a: w, b: all}.turned(flipped)
			strict = slices.DeleteFunc(strict, func(x settled) bool {
				short := x.region.turned(flipped).a
				return clip(short, w).len() > 0
			})
			strict = append(strict, settled{g, inside})
		}
	}
	return strict
}

// turned exchanges the sides if flipped.
func (g region) turned(flipped bool) region {
	if flipped {
		g.a, g.b = g.b, g.a
	}
	return g
}

func (s seed) turned(flipped bool) seed {
	if flipped {
		s.a, s.b = s.b, s.a
	}
	return s
}

// leavesOpen reports whether the passages do not explain a window. One outside
// it shows that parts of the long text have gone elsewhere: no summary then.
func leavesOpen(w stretch, strict []settled, flipped bool) bool {
	var covered, held int32
	for _, x := range strict {
		if x.evidence < summaryAgainst {
			continue
		}
		g := x.region.turned(flipped)
		c := clip(g.a, w)
		if c.len() <= 0 {
			return false
		}
		covered += c.len()
		held += g.b.len()
	}
	n := float64(w.len())
	return float64(covered) < summaryCovered*n || float64(held) > summaryLoose*n
}

// holdsRun reports a run of summaryRun words inside a window.
func holdsRun(w stretch, runs []wordRun, flipped bool) bool {
	for _, r := range runs {
		x := stretch{r.a, r.aEnd()}
		if flipped {
			x = stretch{r.b, r.bEnd()}
		}
		if clip(x, w).len() >= summaryRun {
			return true
		}
	}
	return false
}

func seedsInside(seeds []seed, short *reading, w stretch, flipped bool) []seed {
	var out []seed
	for _, s := range seeds {
		x := short.sentences[s.turned(flipped).a]
		if x.first < w.last && w.first < x.last {
			out = append(out, s)
		}
	}
	return out
}

// spreads reports whether half of a window's sentences pair with sentences from
// all over the long side.
func spreads(seeds []seed, long, sentences int32, flipped bool) bool {
	best := make(map[int32]seed)
	for _, s := range seeds {
		t := s.turned(flipped)
		if old, found := best[t.a]; !found || t.cosine > old.cosine {
			best[t.a] = t
		}
	}
	first, last := long, int32(-1)
	sources := make(map[int32]bool)
	for _, s := range best {
		first, last = min(first, s.b), max(last, s.b)
		sources[s.b] = true
	}
	return len(sources) >= summarySources && 10*len(sources) >= 7*len(best) && 2*len(best) >= int(sentences) &&
		float64(last-first+1) >= summarySpread*float64(long)
}

// windows are the stretches of short whose words come from long.
func (d *drafter) windows(short, long *reading) []stretch {
	for _, w := range long.stems {
		d.budget[w]++
	}
	own, most := d.own, int32(0)
	for _, w := range short.stems {
		own[w]++
		most = max(most, own[w])
	}
	d.chances = cleared(d.chances, int(most)+1)
	n, words := float64(len(long.words)), float64(len(short.words))
	var out []stretch
	var sum, best float64
	start, end := int32(0), int32(0)
	flush := func(next int32) {
		if best >= summaryEvidence {
			if s := short.round(stretch{start, end}, 0); s.len() > 0 {
				out = append(out, s)
			}
		}
		sum, best, start, end = 0, 0, next, next
	}
	for i, w := range short.stems {
		c := &d.chances[own[w]]
		if !c.known {
			p := min(mostChance, 1-math.Exp(-(float64(own[w])-1+unseen)/words*n))
			*c = chance{max(0, math.Log(summaryRate/p)), min(0, math.Log((1-summaryRate)/(1-p))), true}
		}
		if d.budget[w] > 0 {
			sum += c.held
		} else {
			sum += c.lacking
		}
		if sum > best {
			best, end = sum, int32(i)+1
		}
		if sum <= 0 || sum < best-summaryDrop {
			flush(int32(i) + 1)
		}
	}
	flush(int32(len(short.words)))
	for _, w := range long.stems {
		d.budget[w] = 0
	}
	for _, w := range short.stems {
		own[w] = 0
	}
	return out
}

// chance is the evidence for a summary of a word that the long text holds, and of one
// that it lacks, by how often the short one has it.
type chance struct {
	held, lacking float64
	known         bool
}
