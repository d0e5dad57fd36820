package similarity

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
	return overlapOf(shared(a, b), len(a), len(b))
}

func overlapOf(shared, a, b int) Overlap {
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
