package attribution

// backgroundFacts is orderedFacts between the sentences of both sides that
// report nobody's words.
func backgroundFacts(a, b *Profile, ms []meeting) float64 {
	var at []int32
	var weight []float64
	for i := 0; i < len(ms); {
		j := i
		here := a.sentences[ms[i].here]
		best, where := 0., int32(-1)
		for ; j < len(ms) && ms[j].here == ms[i].here; j++ {
			if !b.sentences[ms[j].there].said && ms[j].weight > best {
				best, where = ms[j].weight, ms[j].there
			}
		}
		if !here.said && here.own >= 4 && here.facts > 0 && best >= here.facts*.4 {
			w := 1.
			if best < loneFact {
				w = .5
			}
			at, weight = append(at, where), append(weight, w)
		}
		i = j
	}
	return heaviestSeries(at, weight)
}

// loneFact is the rarity below which what two sentences share is one name.
const loneFact = 6

// ownSentence is the least number of own words that make a sentence one of the
// reporter's own.
const ownSentence = 5

// ownSentences counts the reporter's own sentences.
func (p *Profile) ownSentences() (n int) {
	for _, s := range p.sentences {
		if s.own >= ownSentence {
			n++
		}
	}
	return n
}

// agreeing counts the own sentences of the shorter text that one sentence of
// the other matches in facts (half by rarity) or in words (restates), in order.
func agreeing(a, b *Profile, facts, words []meeting) float64 {
	var at []int32
	f, w := 0, 0
	for k, s := range a.sentences {
		if s.own < ownSentence {
			continue
		}
		best, where := 0., int32(-1)
		for f < len(facts) && int(facts[f].here) < k {
			f++
		}
		for ; f < len(facts) && int(facts[f].here) == k; f++ {
			if s.facts == 0 || facts[f].weight < 5 {
				continue
			}
			if d := facts[f].weight / s.facts; d >= .5 && d > best {
				best, where = d, facts[f].there
			}
		}
		for w < len(words) && int(words[w].here) < k {
			w++
		}
		for ; w < len(words) && int(words[w].here) == k; w++ {
			if s.content < 6 {
				continue
			}
			if d := 2 * words[w].weight / (s.content + b.sentences[words[w].there].content); d >= restates && d+.3 > best {
				best, where = d+.3, words[w].there
			}
		}
		if where >= 0 {
			at = append(at, where)
		}
	}
	one := make([]float64, len(at))
	for i := range one {
		one[i] = 1
	}
	return heaviestSeries(at, one)
}
