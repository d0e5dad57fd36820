package attribution

import (
	"slices"
)

// side is what one article of a pair has that the other lacks, and what of its
// quotes the other retells: the facts from which a direction is inferred.
type side struct {
	facts     int     // own sentences with facts
	only      float64 // share of its facts, by rarity, that the other lacks
	quoted    int     // words in quotes of six words and more
	onlyQuote int     // of these, words that the other has nowhere
	retold    []retelling
}

// retelling is a quote of one article and the sentence of the other that tells
// it as reported speech.
type retelling struct {
	quote    run
	sentence int32
}

// sides measures both articles of a pair.
func (p *pairing) sides() (a, b side) {
	a, b = oneSide(p.a, p.b, p.ca), oneSide(p.b, p.a, p.cb)
	if p.swap {
		a, b = b, a
	}
	return a, b
}

func oneSide(x, y *Profile, c cover) side {
	var s side
	keys := map[uint32]bool{}
	for _, f := range y.facts {
		keys[f.key] = true
	}
	shared := 0.
	for i, f := range x.facts {
		if keys[f.key] && (i == 0 || x.facts[i-1].key != f.key) {
			shared += float64(f.rarity)
		}
	}
	for _, st := range x.sentences {
		if st.count > 0 && st.own >= 4 {
			s.facts++
		}
	}
	if x.mass > 0 {
		s.only = 1 - min(1, shared/x.mass)
	}
	for _, q := range x.quotes {
		n, matched := q.last-q.first, 0
		if n < 6 {
			continue
		}
		for i := q.first; i < q.last; i++ {
			if c.run[i] > 0 {
				matched++
			}
		}
		s.quoted += n
		s.onlyQuote += n - matched
		if matched*3 >= n {
			continue
		}
		if k, ok := retells(x, q, y); ok {
			s.retold = append(s.retold, retelling{q, k})
		}
	}
	return s
}

// retells finds the sentence of the other article around which the content
// words of a quote stand close together among its own words: half of them by
// rarity, three at least, in one sentence or two neighbouring ones.
func retells(x *Profile, q run, y *Profile) (sentence int32, ok bool) {
	var mass float64
	var stems []uint32
	for i := q.first; i < q.last; i++ {
		if x.rarity[i] >= contentWord && !slices.Contains(stems, x.stems[i]) && len(stems) < 60 {
			stems = append(stems, x.stems[i])
			mass += float64(x.rarity[i])
		}
	}
	if len(stems) < 3 {
		return 0, false
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
	best := 0.
	for k, w := range weight {
		if count[k] < 3 || w+weight[k+1]*.5 < mass*.5 {
			continue
		}
		if !ok || w > best || w == best && k < sentence {
			best, sentence, ok = w, k, true
		}
	}
	return sentence, ok
}
