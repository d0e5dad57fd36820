package attribution

import (
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

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

// standingShare is the most of the shorter text that can be standing lines.
const standingShare = .5

// standing takes the sentences that two articles of one outlet begin or end with
// alike for its standing lines, such as an appeal for money, an author's life or
// a list of links: no common word in them is the reporter's own. Where an outlet is
// not named, the end of a text may as well be copied. A text that is the same by
// half and more is the same text.
func (p *pairing) standing() {
	x, y := p.a.Body.Article, p.b.Body.Article
	if !sameOutlet(x, y) {
		return
	}
	a, b := p.a.sentences, p.b.sentences
	same := func(s, t statement) bool {
		return slices.Equal(p.a.words[s.first:s.last], p.b.words[t.first:t.last])
	}
	head := 0
	for head < min(len(a), len(b)) && same(a[head], b[head]) {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && same(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	if head+tail == 0 {
		return
	}
	parts := [][2]run{}
	if head > 0 {
		parts = append(parts, [2]run{{0, a[head-1].last}, {0, b[head-1].last}})
	}
	if tail > 0 {
		parts = append(parts, [2]run{{a[len(a)-tail].first, len(p.a.words)}, {b[len(b)-tail].first, len(p.b.words)}})
	}
	words := 0
	for _, r := range parts {
		words += r[0].last - r[0].first
	}
	if float64(words) > standingShare*float64(len(p.a.words)) {
		return
	}
	for _, r := range parts {
		for i := range r[0].last - r[0].first {
			p.ca.foreign[r[0].first+i], p.cb.foreign[r[1].first+i] = true, true
		}
	}
	p.head, p.tail, p.stands = head, tail, words
}

// stand reports two sentences that are standing lines.
func (p *pairing) stand(x, y int32) bool {
	h := int32(p.head)
	return x < h && y < h || int(x) >= len(p.a.sentences)-p.tail && int(y) >= len(p.b.sentences)-p.tail
}

// A list of names, of those asked in a survey or of a jury, is nobody's wording:
// a common run of listedWords and more of which less than a quarter is anything
// but names.
const (
	listedWords = 20
	listedPlain = .25
)

// lists takes the common lists of names from the reporter's own words.
func (p *pairing) lists() {
	for k, r := range p.runs {
		plain := 0
		for i := r.a; i < r.a+r.n; i++ {
			if p.a.kinds[i] != similarity.Name {
				plain++
			}
		}
		if r.n < listedWords || float64(plain) >= listedPlain*float64(r.n) {
			continue
		}
		p.runs[k].list = true
		for i := range r.n {
			p.ca.foreign[r.a+i], p.cb.foreign[r.b+i] = true, true
		}
	}
}
