package attribution

import (
	"cmp"
	"slices"
)

// commonRun is the same words in both texts, gramWords or more of them.
type commonRun struct {
	a, b, n int
	list    bool // of names, see pairing.lists
}

// gramRepeats is how often a gram may stand in one text before it is left out
// of the seeds; runs still grow over it.
const gramRepeats = 6

// commonRuns returns the maximal runs of equal words, sorted by place in a.
// The seeds are the grams of both sorted lists, one merge; cost linear in the
// two texts but for grams repeated on both sides, at most gramRepeats squared.
func commonRuns(a, b *Profile) []commonRun {
	var seeds []uint64 // diagonal << 32 | place in a
	for i, j := 0, 0; i < len(a.grams) && j < len(b.grams); {
		x, y := a.grams[i]>>32, b.grams[j]>>32
		if x < y {
			i++
			continue
		}
		if y < x {
			j++
			continue
		}
		ie, je := i, j
		for ie < len(a.grams) && a.grams[ie]>>32 == x {
			ie++
		}
		for je < len(b.grams) && b.grams[je]>>32 == x {
			je++
		}
		if ie-i <= gramRepeats && je-j <= gramRepeats {
			for _, p := range a.grams[i:ie] {
				for _, q := range b.grams[j:je] {
					diagonal := uint64(uint32(q) - uint32(p) + uint32(len(a.words)))
					seeds = append(seeds, diagonal<<32|uint64(uint32(p)))
				}
			}
		}
		i, j = ie, je
	}
	if len(seeds) == 0 {
		return nil
	}
	slices.Sort(seeds)
	return growRuns(a, b, seeds)
}

// growRuns extends sorted seeds to maximal runs.
func growRuns(a, b *Profile, seeds []uint64) []commonRun {
	var out []commonRun
	diagonal, end := uint64(0), -1
	for _, s := range seeds {
		p := int(uint32(s))
		if s>>32 == diagonal && p < end {
			continue
		}
		q := p + int(s>>32) - len(a.words)
		r := commonRun{a: p, b: q}
		for r.a > 0 && r.b > 0 && a.words[r.a-1] == b.words[r.b-1] && !(s>>32 == diagonal && r.a <= end) {
			r.a, r.b = r.a-1, r.b-1
		}
		for r.a+r.n < len(a.words) && r.b+r.n < len(b.words) && a.words[r.a+r.n] == b.words[r.b+r.n] {
			r.n++
		}
		diagonal, end = s>>32, r.a+r.n
		if r.n >= gramWords {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y commonRun) int {
		if c := cmp.Compare(x.a, y.a); c != 0 {
			return c
		}
		if c := cmp.Compare(y.n, x.n); c != 0 {
			return c
		}
		return cmp.Compare(x.b, y.b)
	})
	return out
}

// cover is what the runs say about the words of one side.
type cover struct {
	// run is the length of the longest run over the word, 0 for none.
	run []int32
	// foreign is true where the other side holds the word in marks, or one of
	// this side's other places does: words that lost their marks here are still
	// not the reporter's.
	foreign []bool
}

// covers lays the runs over both texts.
func covers(a, b *Profile, runs []commonRun) (ca, cb cover) {
	ca = cover{make([]int32, len(a.words)), make([]bool, len(a.words))}
	cb = cover{make([]int32, len(b.words)), make([]bool, len(b.words))}
	for _, r := range runs {
		n := int32(r.n)
		for i := range r.n {
			ca.run[r.a+i] = max(ca.run[r.a+i], n)
			cb.run[r.b+i] = max(cb.run[r.b+i], n)
			if b.quoted[r.b+i] {
				ca.foreign[r.a+i] = true
			}
			if a.quoted[r.a+i] {
				cb.foreign[r.b+i] = true
			}
		}
	}
	for _, r := range runs {
		for i := range r.n {
			if cb.foreign[r.b+i] && !b.quoted[r.b+i] {
				ca.foreign[r.a+i] = true
			} else if ca.foreign[r.a+i] && !a.quoted[r.a+i] {
				cb.foreign[r.b+i] = true
			}
		}
	}
	return ca, cb
}
