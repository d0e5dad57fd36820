package similarity

import (
	"math/bits"
	"slices"
)

// Overlap holds the numbers of a pair of sketches. At scale 1 they are exact.
type Overlap struct {
	Shared int     // distinct shingles in both
	A, B   int     // distinct shingles of each side
	AInB   float64 // share of A's shingles found in B, 0 where A has none
	BInA   float64 // and the reverse
	// Jaccard is shared over all, 0 where both are empty: two texts without a
	// shingle show nothing in common.
	Jaccard float64
}

// Containment is the larger of the two shares: that of the side of which more
// stands in the other.
func (o Overlap) Containment() float64 { return max(o.AInB, o.BInA) }

// Compare returns the numbers of a pair. Both sketches must be of one scale;
// cut the finer with Sketch.At. It costs 1 to 2 ns a shingle; a side that is
// much shorter is looked up in the longer one instead.
func Compare(a, b Sketch) Overlap {
	return OverlapOf(shared(a, b), len(a), len(b))
}

// Comparer compares one sketch with others, faster than Compare where these are
// many: a bit for each of its hashes tells for nearly all of another's whether
// it holds them, and an open table of the hashes decides on the rest. The zero
// value holds the empty sketch. It is for one goroutine.
type Comparer struct {
	size  int
	seen  []uint64 // a bit for each hash, by its low bits; 64 times as many bits as slots
	slots []uint64 // 0 marks an empty one
	zero  bool     // the hash 0 is held
	hits  []uint64
}

// Hold makes s, distinct hashes, the sketch that others are compared with.
func (c *Comparer) Hold(s []uint64) {
	n := 2 << bits.Len(uint(len(s)))
	c.size, c.zero = len(s), false
	c.seen, c.slots = slices.Grow(c.seen[:0], n)[:n], slices.Grow(c.slots[:0], n)[:n]
	clear(c.seen)
	clear(c.slots)
	mask := uint64(n - 1)
	for _, h := range s {
		c.seen[h>>6&mask] |= 1 << (h & 63)
		if h == 0 {
			c.zero = true
			continue
		}
		i := h & mask
		for c.slots[i] != 0 {
			i = (i + 1) & mask
		}
		c.slots[i] = h
	}
}

// Compare is Compare of the held sketch and b, distinct hashes too.
func (c *Comparer) Compare(b []uint64) Overlap {
	if c.size == 0 || len(b) == 0 {
		return OverlapOf(0, c.size, len(b))
	}
	c.hits = slices.Grow(c.hits[:0], len(b))[:len(b)]
	n, mask := 0, uint64(len(c.seen)-1)
	for _, h := range b {
		c.hits[n] = h
		n += int(c.seen[h>>6&mask] >> (h & 63) & 1)
	}
	shared := 0
	for _, h := range c.hits[:n] {
		if c.holds(h) {
			shared++
		}
	}
	return OverlapOf(shared, c.size, len(b))
}

func (c *Comparer) holds(h uint64) bool {
	if h == 0 {
		return c.zero
	}
	mask := uint64(len(c.slots) - 1)
	for i := h & mask; c.slots[i] != 0; i = (i + 1) & mask {
		if c.slots[i] == h {
			return true
		}
	}
	return false
}

// OverlapOf returns the numbers of a pair from how many shingles both sides and
// each of them hold.
func OverlapOf(shared, a, b int) Overlap {
	o := Overlap{Shared: shared, A: a, B: b}
	if a > 0 {
		o.AInB = float64(shared) / float64(a)
	}
	if b > 0 {
		o.BInA = float64(shared) / float64(b)
	}
	if union := a + b - shared; union > 0 {
		o.Jaccard = float64(shared) / float64(union)
	}
	return o
}

// gallop is how many times longer one side must be for look-ups to beat a merge.
const gallop = 24

func shared(a, b Sketch) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a)*gallop < len(b) {
		return sharedBySearch(a, b)
	}
	return sharedByMerge(a, b)
}

// sharedByMerge walks both lists at once. Each step moves on by comparison
// results instead of branches: which side is smaller is a coin toss that no
// branch predictor wins.
func sharedByMerge(a, b []uint64) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		if x == y {
			n++
		}
		le, ge := 0, 0
		if x <= y {
			le = 1
		}
		if y <= x {
			ge = 1
		}
		i += le
		j += ge
	}
	return n
}

// sharedBySearch looks each hash of the short side up in the long one, from
// the last place on in steps that double.
func sharedBySearch(a, b []uint64) int {
	n := 0
	for _, x := range a {
		step := 1
		for step < len(b) && b[step] < x {
			step *= 2
		}
		lo, hi := step/2, min(step+1, len(b))
		for lo < hi {
			mid := int(uint(lo+hi) >> 1)
			if b[mid] < x {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		b = b[lo:]
		if len(b) == 0 {
			break
		}
		if b[0] == x {
			n++
			b = b[1:]
		}
		if len(b) == 0 {
			break
		}
	}
	return n
}
