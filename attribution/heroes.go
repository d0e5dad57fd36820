package attribution

import (
	"slices"
	"strings"

	"github.com/stemma-news/stemma/similarity"
)

// A story is about somebody. Two reports of two arrests may share the club, the
// police, the charge and paragraphs of background; that one speaks of a man all
// the time whom the other never names tells them apart. A rewrite keeps its
// heroes: 1 of 139 labelled ones does not.

const (
	// A hero is named in heroSentences of a text's sentences and in heroShare of
	// them; where it is in manyHero of them, a smaller share is enough.
	heroSentences = 3
	heroShare     = .4
	manyHero      = 5
	manyHeroShare = .25
)

// findHeroes lists a place of each word of a name that stands in much of the
// text.
func (p *Profile) findHeroes() []int32 {
	var named []uint64 // stem << 32 | place, the first of each sentence
	for i, k := range p.kinds {
		if k == similarity.Name {
			named = append(named, uint64(p.stems[i])<<32|uint64(i))
		}
	}
	similarity.SortHashes(named)
	named = slices.CompactFunc(named, func(x, y uint64) bool {
		return x>>32 == y>>32 && p.inside[uint32(x)] == p.inside[uint32(y)]
	})
	all := float64(len(p.sentences))
	var out []int32
	for i := 0; i < len(named); {
		j := i
		for j < len(named) && named[j]>>32 == named[i]>>32 {
			j++
		}
		n, share := j-i, float64(j-i)/all
		if n >= heroSentences && share >= heroShare || n >= manyHero && share >= manyHeroShare {
			out = append(out, int32(uint32(named[i])))
		}
		i = j
	}
	return out
}

// sameStart is how many bytes two forms of one name begin with: Italy, Italian.
const sameStart = 4

// lacksHero reports a hero of one text whom the other does not name.
func lacksHero(of, other *Profile) bool {
	for _, place := range of.heroes {
		if !slices.Contains(other.stems, of.stems[place]) && !other.names(of.word(place)) {
			return true
		}
	}
	return false
}

// names reports a name in the text that begins like another.
func (p *Profile) names(name string) bool {
	start := name[:min(sameStart, len(name))]
	for i, k := range p.kinds {
		if k == similarity.Name && strings.HasPrefix(p.word(int32(i)), start) {
			return true
		}
	}
	return false
}

// word is the normal form of a kept word.
func (p *Profile) word(place int32) string { return p.Body.Tokens[p.token[place]].Word }
