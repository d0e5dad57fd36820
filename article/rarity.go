package article

import (
	_ "embed"
	"sync"
)

// The background of English news: how rare a stem is and whether it is usually
// written with a capital. It is frozen: a verdict must not depend on what an
// archive holds. The table is made by
//
//	go test ./article -run TestRarityTable -rarity
//
// from the document frequencies of the evaluation corpora (fnc1, helsinki,
// ecbplus, reuters21578, polnear and half of allsides; not the invented
// stories, whose names must stay as rare as names are).
//
// Layout, little-endian: 4,097 offsets of 4 bytes, by the top 12 bits of the
// hash; then n hashes of 4 bytes, ascending; then n bytes, of which the upper
// six bits are the rarity in steps of 1/6 and the lower two the usual case.
// It is searched where it lies, so it costs nothing at the start.
//
//go:embed rarity.bin
var rarityTable string

const (
	rarityBuckets = 1 << 12
	rarityHeader  = (rarityBuckets + 1) * 4
	raritySteps   = 6
	// MaxRarity is the rarity of a stem that the background does not hold: the
	// natural logarithm of about 8,000 articles to one.
	MaxRarity = 9
)

// Case is how a stem is usually written inside a sentence.
type Case uint8

// The cases of a stem.
const (
	CaseUnknown Case = iota
	CaseLower
	CaseMixed
	CaseName
)

// Rarity is how rare a stem is in English news, ln(articles / articles with
// it), from 0 to MaxRarity, and how it is usually written.
func Rarity(stem uint32) (float32, Case) {
	t := rarityTable
	place, known := rarityPlace(t, stem)
	if !known {
		return MaxRarity, CaseUnknown
	}
	v := t[rarityHeader+4*rarityStems(t)+place]
	return float32(v>>2) / raritySteps, Case(v & 3)
}

// StemRank is how many stems of the table come before this one, the commonest first
// and equally common ones as they stand; false where it is not in there. It is a
// short name for a stem, as long as the table is frozen.
func StemRank(stem uint32) (rank int, known bool) {
	place, known := rarityPlace(rarityTable, stem)
	if !known {
		return 0, false
	}
	return int(stemRanks()[place]), true
}

// RankedStem is the stem of a rank, 0 where there is none.
func RankedStem(rank int) uint32 {
	if places := placesByRank(); rank < len(places) {
		return u32(rarityTable, rarityHeader+4*int(places[rank]))
	}
	return 0
}

// placesByRank are the places of the table's stems in the order of StemRank.
var placesByRank = sync.OnceValue(func() []uint32 {
	n := rarityStems(rarityTable)
	steps := rarityTable[len(rarityTable)-n:]
	var at [1<<6 + 1]int
	for i := range n {
		at[steps[i]>>2+1]++
	}
	for i := range len(at) - 1 {
		at[i+1] += at[i]
	}
	places := make([]uint32, n)
	for i := range n {
		places[at[steps[i]>>2]] = uint32(i)
		at[steps[i]>>2]++
	}
	return places
})

// stemRanks is the inverse of placesByRank.
var stemRanks = sync.OnceValue(func() []uint32 {
	places := placesByRank()
	ranks := make([]uint32, len(places))
	for rank, place := range places {
		ranks[place] = uint32(rank)
	}
	return ranks
})

func rarityStems(t string) int { return max(0, len(t)-rarityHeader) / 5 }

func rarityPlace(t string, stem uint32) (int, bool) {
	n := rarityStems(t)
	if n == 0 {
		return 0, false
	}
	bucket := int(stem >> 20)
	start, hi := int(u32(t, bucket*4)), int(u32(t, bucket*4+4))
	// Hashes are uniform, so the place within a bucket can be guessed.
	lo := start + int(uint64(stem&(1<<20-1))*uint64(hi-start)>>20)
	for lo > start && u32(t, rarityHeader+4*lo-4) >= stem {
		lo--
	}
	for lo < hi && u32(t, rarityHeader+4*lo) < stem {
		lo++
	}
	return lo, lo < n && u32(t, rarityHeader+4*lo) == stem
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}
