package attribution

import (
	"slices"
)

// side is what one article of a pair has that the other lacks, and what of its
// quotes the other retells: the facts from which a direction is inferred.
type side struct {
	words     int
	facts     int     // own sentences with facts
	novel     int     // of these, those of which the other has nothing
	only      float64 // share of its facts, by rarity, that the other lacks
	quoted    int     // words in quotes of six words and more
	onlyQuote int     // of these, words that the other has nowhere
	retold    int     // quotes that stand in the other as reported speech only
	longer    int     // quotes of which the other has a part only
}

// sides measures both articles of a pair.
func (p *pairing) sides() (a, b side) {
	a = oneSide(p.a, p.b, p.ca, p.cb, p.runs, false)
	b = oneSide(p.b, p.a, p.cb, p.ca, p.runs, true)
	if p.swap {
		a, b = b, a
	}
	return a, b
}

func oneSide(x, y *Profile, cx, cy cover, runs []commonRun, turned bool) side {
	s := side{words: len(x.words)}
	keys := map[uint32]bool{}
	for _, f := range y.facts {
		keys[f.key] = true
	}
	held := make([]bool, len(x.sentences))
	shared := 0.
	for i, f := range x.facts {
		if keys[f.key] {
			held[f.sentence] = true
			if i == 0 || x.facts[i-1].key != f.key {
				shared += float64(f.rarity)
			}
		}
	}
	for k, st := range x.sentences {
		if st.count == 0 || st.own < 4 {
			continue
		}
		s.facts++
		if !held[k] {
			s.novel++
		}
	}
	if x.mass > 0 {
		s.only = 1 - min(1, shared/x.mass)
	}
	for _, q := range x.quotes {
		if q.last-q.first < 6 {
			continue
		}
		n, matched := q.last-q.first, 0
		for i := q.first; i < q.last; i++ {
			if cx.run[i] > 0 {
				matched++
			}
		}
		s.quoted += n
		s.onlyQuote += n - matched
		switch {
		case matched*3 >= n && matched*5 <= n*4:
			s.longer++
		case matched*3 < n && retells(x, q, y, cy):
			s.retold++
		}
	}
	return s
}

// retells reports that the content words of a quote stand close together among
// the other's own words: half of them by rarity, three at least, in one
// sentence or two neighbouring ones.
func retells(x *Profile, q run, y *Profile, cy cover) bool {
	var mass float64
	var stems []uint32
	for i := q.first; i < q.last; i++ {
		if x.rarity[i] >= contentWord && !slices.Contains(stems, x.stems[i]) && len(stems) < 60 {
			stems = append(stems, x.stems[i])
			mass += float64(x.rarity[i])
		}
	}
	if len(stems) < 3 {
		return false
	}
	weight := make(map[int32]float64, 16)
	count := make(map[int32]int, 16)
	for _, st := range stems {
		lo, _ := slices.BinarySearch(y.content, uint64(st)<<32)
		for ; lo < len(y.content) && uint32(y.content[lo]>>32) == st; lo++ {
			k := int32(uint32(y.content[lo]))
			weight[k] += rarityOf(st)
			count[k]++
		}
	}
	for k, w := range weight {
		if w+weight[k+1]*.5 >= mass*.5 && count[k] >= 3 {
			return true
		}
	}
	return false
}
