package article

import "strings"

// WordFilter is a small frozen set of words, asked by their hash. A bitmap
// before it makes a miss, the usual answer, one test.
type WordFilter struct {
	bits [64]uint64
	set  map[uint64]bool
}

// NewWordFilter makes a filter of the words in a list parted by white space.
// They must be in normal form, as Token.Word is.
func NewWordFilter(list string) *WordFilter {
	f := &WordFilter{set: map[uint64]bool{}}
	for _, w := range strings.Fields(list) {
		h := HashWord(w)
		f.bits[h>>58] |= 1 << (h >> 52 & 63)
		f.set[h] = true
	}
	return f
}

// Has reports whether the word with this hash is in the filter.
func (f *WordFilter) Has(hash uint64) bool {
	return f.bits[hash>>58]&(1<<(hash>>52&63)) != 0 && f.set[hash]
}
