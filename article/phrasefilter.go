package article

import "strings"

// phraseFilter tells whether one of a list of phrases stands in a line, in one
// pass over it however many they are: the first three bytes lead to the phrases
// that start so.
type phraseFilter struct {
	list  []string // of three bytes and more
	first [phraseSlots]uint8
	next  []uint8 // numbers in list from 1, 0 for none
}

const phraseSlots = 1 << 12

// newPhraseFilter makes a filter of up to 255 phrases.
func newPhraseFilter(list []string) *phraseFilter {
	f := &phraseFilter{list: list, next: make([]uint8, len(list))}
	for i, p := range list {
		slot := phraseSlot(p[0], p[1], p[2])
		f.next[i] = f.first[slot]
		f.first[slot] = uint8(i + 1)
	}
	return f
}

func phraseSlot(a, b, c byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16) * 0x9e3779b1 >> 20
}

// foundIn reports whether a phrase of the list stands in the line.
func (f *phraseFilter) foundIn(line string) bool {
	for i := 2; i < len(line); i++ {
		for n := f.first[phraseSlot(line[i-2], line[i-1], line[i])]; n != 0; n = f.next[n-1] {
			if strings.HasPrefix(line[i-2:], f.list[n-1]) {
				return true
			}
		}
	}
	return false
}
