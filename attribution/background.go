package attribution

// unsaid keeps the places in sentences that report nobody's words.
func unsaid(p *Profile, list []uint64) []uint64 {
	out := make([]uint64, 0, len(list))
	for _, v := range list {
		if !p.sentences[p.inside[uint32(v)]].said {
			out = append(out, v)
		}
	}
	return out
}

// backgroundFacts is orderedFacts between the sentences of both sides that
// report nobody's words, and the series of those that do.
func backgroundFacts(a, b *Profile, ms []meeting) (lis, n, said float64) {
	series := func(want bool) (lis, n float64) {
		var at []int32
		var weight []float64
		for i := 0; i < len(ms); {
			j := i
			here := a.sentences[ms[i].here]
			best, where := 0., int32(-1)
			for ; j < len(ms) && ms[j].here == ms[i].here; j++ {
				if b.sentences[ms[j].there].said == want && ms[j].weight > best {
					best, where = ms[j].weight, ms[j].there
				}
			}
			if here.said == want && here.own >= 4 && here.facts > 0 && best >= here.facts*.4 {
				w := 1.
				if best < 6 {
					w = .5
				}
				at, weight = append(at, where), append(weight, w)
				n += w
			}
			i = j
		}
		return heaviestSeries(at, weight), n
	}
	lis, n = series(false)
	said, _ = series(true)
	return lis, n, said
}

// backgroundRest is the number of sentences that restate one another in order,
// none of which reports anybody's words.
func backgroundRest(a, b *Profile, words []meeting) float64 {
	var at []int32
	for i := 0; i < len(words); {
		j := i
		here := a.sentences[words[i].here]
		best, where := 0., int32(-1)
		for ; j < len(words) && words[j].here == words[i].here; j++ {
			there := b.sentences[words[j].there]
			if there.said {
				continue
			}
			if d := 2 * words[j].weight / (here.content + there.content); d > best {
				best, where = d, words[j].there
			}
		}
		if !here.said && here.own >= 5 && here.content >= 6 && best >= restates {
			at = append(at, where)
		}
		i = j
	}
	one := make([]float64, len(at))
	for i := range one {
		one[i] = 1
	}
	return heaviestSeries(at, one)
}

// agreeing counts the own sentences of the shorter text that one sentence of
// the other matches in facts (half by rarity) or in words (restates), in order.
func agreeing(a, b *Profile, facts, words []meeting) (n, share float64) {
	var at []int32
	of := 0
	f, w := 0, 0
	for k, s := range a.sentences {
		if s.own < 5 {
			continue
		}
		of++
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
	n = heaviestSeries(at, one)
	return n, n / float64(max(of, 4))
}
