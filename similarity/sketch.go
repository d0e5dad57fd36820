package similarity

import (
	"math"
	"math/bits"
	"slices"
)

// SketchFloor is the number of words under which an article keeps every
// shingle at any scale. At scale 8 a brief of 60 words has seven keys left, and
// one pair in ten would share none of them.
const SketchFloor = 200

// Sketch is the set of shingle hashes that stand for an article: sorted,
// distinct. At scale s it holds the hashes below 2^64/s (scaled MinHash, as in
// Irber et al. 2022), so sketches of different scales remain comparable: cut the
// finer one with At.
type Sketch []uint64

// NewSketch returns the sketch of an article from its shingles, which it
// leaves alone. Scales below 2 keep every shingle, and so does an article of
// fewer than SketchFloor words.
func NewSketch(shingles []uint64, scale int) Sketch {
	if len(shingles)+ShingleWords-1 < SketchFloor {
		scale = 1
	}
	return AppendSketch(make([]uint64, 0, len(shingles)/max(scale, 1)+8), shingles, scale)
}

// AppendSketch appends the sketch of the shingles at the given scale to dst,
// which must be empty, and returns it. It is NewSketch without the floor, for
// callers that reuse memory.
func AppendSketch(dst, shingles []uint64, scale int) Sketch {
	limit := ScaleLimit(scale)
	for _, h := range shingles {
		if h <= limit {
			dst = append(dst, h)
		}
	}
	SortHashes(dst)
	return slices.Compact(dst)
}

// ScaleLimit is the largest hash that a sketch of the scale keeps.
func ScaleLimit(scale int) uint64 {
	if scale < 2 {
		return math.MaxUint64
	}
	return math.MaxUint64 / uint64(scale)
}

// At returns the part of the sketch that belongs to a coarser scale.
func (s Sketch) At(scale int) Sketch {
	limit := ScaleLimit(scale)
	if limit == math.MaxUint64 {
		return s
	}
	n, _ := slices.BinarySearch(s, limit+1)
	return s[:n]
}

// SortHashes sorts uniform hashes in linear expected time, in place: the highest
// eight bits that differ spread them over 256 buckets (the American flag sort of
// McIlroy, Bostic and McIlroy 1993), and what shares a bucket is sorted alike.
//
// Keys that are a hash above and a number below sort as fast.
func SortHashes(h []uint64) {
	var all uint64 // a sampled sketch leaves the high bits empty
	for _, v := range h {
		all |= v
	}
	sortBelow(h, max(0, bits.Len64(all)-8))
}

// sortBelow sorts hashes that agree above the eight bits from shift upwards.
func sortBelow(h []uint64, shift int) {
	if len(h) < 24 {
		insertionSort(h)
		return
	}
	var next, end [256]int
	for _, v := range h {
		end[v>>shift&255]++
	}
	sum := 0
	for b, n := range end {
		next[b] = sum
		sum += n
		end[b] = sum
	}
	start := next
	for b := range next {
		for next[b] < end[b] {
			v := h[next[b]]
			for d := v >> shift & 255; int(d) != b; d = v >> shift & 255 {
				h[next[d]], v = v, h[next[d]]
				next[d]++
			}
			h[next[b]] = v
			next[b]++
		}
	}
	if shift == 0 {
		return
	}
	for b := range start {
		if n := end[b] - start[b]; n > 1 {
			sortBelow(h[start[b]:end[b]], max(0, shift-8))
		}
	}
}

func insertionSort(h []uint64) {
	for i := 1; i < len(h); i++ {
		v := h[i]
		j := i
		for j > 0 && h[j-1] > v {
			h[j] = h[j-1]
			j--
		}
		h[j] = v
	}
}
