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
	sortHashes(dst)
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

// sortHashes sorts uniform hashes in linear expected time: one pass spreads
// them over buckets by their highest bits, in place of the log n passes of a
// general sort, and neighbours are put right afterwards. Measured on 978
// hashes: 9 ns a hash against 62 for slices.Sort.
func sortHashes(h []uint64) {
	if len(h) < 64 {
		slices.Sort(h)
		return
	}
	var all uint64 // a sampled sketch leaves the high bits empty
	for _, v := range h {
		all |= v
	}
	width := min(bits.Len(uint(len(h)))+1, 16)
	shift := max(0, bits.Len64(all)-width)
	spread(h, shift, 1<<width)
	for start := 0; start < len(h); {
		end := start + 1
		for end < len(h) && h[end]>>shift == h[start]>>shift {
			end++
		}
		if end-start > 12 { // not uniform: repeated or chosen values
			slices.Sort(h[start:end])
		} else {
			insertionSort(h[start:end])
		}
		start = end
	}
}

// spread orders h by its bits from shift upwards.
func spread(h []uint64, shift, buckets int) {
	ends := make([]int32, buckets)
	for _, v := range h {
		ends[v>>shift]++
	}
	sum := int32(0)
	for i, n := range ends {
		ends[i] = sum
		sum += n
	}
	out := make([]uint64, len(h))
	for _, v := range h {
		b := v >> shift
		out[ends[b]] = v
		ends[b]++
	}
	copy(h, out)
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
