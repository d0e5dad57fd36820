package benchmarks

import (
	"math"
	"slices"
	"sort"

	"github.com/stemma-news/stemma"
)

// reuseCase is a pair of aligned stretches in code points: [start, end) in the
// suspicious text and in its source.
type reuseCase struct{ start, end, sourceStart, sourceEnd int }

// floor leaves detections out that are shorter on a side than any case of PAN,
// in code points, as the published systems do. News has shorter ones, so the
// library keeps them.
const floor = 150

func (x reuseCase) meets(y reuseCase) bool {
	return x.start < y.end && y.start < x.end && x.sourceStart < y.sourceEnd && y.sourceStart < x.sourceEnd
}

func (x reuseCase) letters() int { return x.end - x.start + x.sourceEnd - x.sourceStart }

// cases are the cases of every pair of texts, each once.
type cases map[[2]string][]reuseCase

// tidy drops doubles and orders what is left.
func (c cases) tidy() {
	for pair, list := range c {
		slices.SortFunc(list, func(x, y reuseCase) int {
			for _, d := range []int{x.start - y.start, x.end - y.end, x.sourceStart - y.sourceStart, x.sourceEnd - y.sourceEnd} {
				if d != 0 {
					return d
				}
			}
			return 0
		})
		c[pair] = slices.Compact(list)
	}
}

// detections turns passages in bytes into cases in code points. Pairs holds
// [suspicious, source]; the result may name the two the other way round.
func detections(r *stemma.Result, pairs map[[2]string]string, text map[string]string) cases {
	found := cases{}
	for i := range r.Pairs {
		p := &r.Pairs[i]
		key, turned := [2]string{p.A, p.B}, false
		if _, ok := pairs[key]; !ok {
			key, turned = [2]string{p.B, p.A}, true
		}
		if _, ok := pairs[key]; !ok {
			continue
		}
		var left, right []stemma.Span
		for _, x := range p.Passages {
			a, b := x.A, x.B
			if turned {
				a, b = b, a
			}
			left, right = append(left, a), append(right, b)
		}
		left, right = codePoints(text[key[0]], left), codePoints(text[key[1]], right)
		for j := range left {
			x := reuseCase{left[j].Start, left[j].End, right[j].Start, right[j].End}
			if min(x.end-x.start, x.sourceEnd-x.sourceStart) >= floor {
				found[key] = append(found[key], x)
			}
		}
	}
	found.tidy()
	return found
}

// codePoints turns byte offsets into code points, in one pass over the text.
func codePoints(text string, spans []stemma.Span) []stemma.Span {
	type border struct{ at, span, side int }
	borders := make([]border, 0, 2*len(spans))
	for i, s := range spans {
		borders = append(borders, border{s.Start, i, 0}, border{s.End, i, 1})
	}
	sort.Slice(borders, func(i, j int) bool { return borders[i].at < borders[j].at })
	out := make([]stemma.Span, len(spans))
	at, points := 0, 0
	for _, b := range borders {
		for end := min(b.at, len(text)); at < end; at++ {
			if text[at]&0xC0 != 0x80 {
				points++
			}
		}
		if b.side == 0 {
			out[b.span].Start = points
		} else {
			out[b.span].End = points
		}
	}
	return out
}

// plagdet is the measure of the PAN workshops (Potthast and others, COLING
// 2010): F1 of characters over the logarithm of granularity.
type plagdet struct {
	value, recall, precision, granularity float64
	cases, detections                     int
}

func scorePlagdet(pairs [][2]string, truth, found cases) plagdet {
	s := plagdet{granularity: 1}
	s.recall, s.cases = meanCover(pairs, truth, found)
	s.precision, s.detections = meanCover(pairs, found, truth)
	hits, hit := 0, 0
	for _, p := range pairs {
		for _, x := range truth[p] {
			n := 0
			for _, y := range found[p] {
				if x.meets(y) {
					n++
				}
			}
			hits += n
			if n > 0 {
				hit++
			}
		}
	}
	if hit > 0 {
		s.granularity = float64(hits) / float64(hit)
	}
	if s.recall+s.precision > 0 {
		s.value = 2 * s.recall * s.precision / (s.recall + s.precision) / math.Log2(1+s.granularity)
	}
	return s
}

// meanCover is the mean share of each of xs that those of ys cover which meet
// it on both sides, and the number of xs.
func meanCover(pairs [][2]string, xs, ys cases) (mean float64, n int) {
	sum := 0.0
	for _, p := range pairs {
		for _, x := range xs[p] {
			n++
			var left, right []stemma.Span
			for _, y := range ys[p] {
				if x.meets(y) {
					left = append(left, stemma.Span{Start: y.start, End: y.end})
					right = append(right, stemma.Span{Start: y.sourceStart, End: y.sourceEnd})
				}
			}
			if x.letters() > 0 {
				sum += float64(covered(x.start, x.end, left)+covered(x.sourceStart, x.sourceEnd, right)) / float64(x.letters())
			}
		}
	}
	if n == 0 {
		return 0, 0
	}
	return sum / float64(n), n
}

// covered is how much of [start, end) the spans cover together.
func covered(start, end int, spans []stemma.Span) int {
	sort.Slice(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	n, at := 0, start
	for _, s := range spans {
		if from, to := max(s.Start, at), min(s.End, end); to > from {
			n += to - from
			at = to
		}
	}
	return n
}
