package attribution

import "github.com/stemma-news/stemma/article"

// commonFurniture reports that a stretch of eight words and more stands in the
// furniture of both articles. Linear in their furniture.
func commonFurniture(a, b *Profile) bool {
	if len(a.Furniture) == 0 || len(b.Furniture) == 0 {
		return false
	}
	seen := map[uint64]bool{}
	eachFurnitureGram(a, func(h uint64) bool { seen[h] = true; return true })
	found := false
	eachFurnitureGram(b, func(h uint64) bool { found = seen[h]; return !found })
	return found
}

const furnitureGram = 8

// eachFurnitureGram calls f with a hash of each run of furnitureGram words
// inside furniture, until it returns false.
func eachFurnitureGram(p *Profile, f func(uint64) bool) {
	tokens := p.Body.Tokens
	at := 0
	for _, s := range p.Furniture {
		for at < len(tokens) && tokens[at].Start < s.Start {
			at++
		}
		first := at
		for at < len(tokens) && tokens[at].End <= s.End {
			at++
		}
		for i := first; i+furnitureGram <= at; i++ {
			if !f(gramHash(tokens[i : i+furnitureGram])) {
				return
			}
		}
	}
}

func gramHash(tokens []article.Token) uint64 {
	h := uint64(0)
	for _, t := range tokens {
		h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
		h ^= t.Hash
	}
	return h
}
