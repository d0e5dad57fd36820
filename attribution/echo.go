package attribution

import "github.com/stemma-news/stemma/similarity"

// Who writes from another text changes names and numbers least, and what one
// sentence says most; but plain words stay, and stay in order. Two reporters of one
// event share names and numbers too, but not these.

const (
	echoWord  = 1   // rarity above which a plain word counts, by what it is above
	echoLeast = 6   // what a sentence must hold beyond chance
	echoFull  = 10  // sum over the sentences from which more says no more
	echoWords = 100 // of a sentence that are compared
)

// echo adds up what the own sentences of a share with a sentence of b each, in the
// same order: the rarity of the heaviest common subsequence of plain words, above
// echoLeast, as a share of echoFull. Words are the common content words by sentence,
// see sharedContent. Cost: the product of two sentences' lengths for each two that
// share enough.
func echo(a, b *Profile, words []meeting) float64 {
	var at []int32
	var weight []float64
	var x, y []echoedWord
	for i := 0; i < len(words); {
		here := words[i].here
		best, where := float64(echoLeast), int32(-1)
		x = a.echoedWords(x[:0], here)
		for ; i < len(words) && words[i].here == here; i++ {
			if len(x) == 0 || words[i].weight < echoLeast {
				continue
			}
			y = b.echoedWords(y[:0], words[i].there)
			if w := heaviestCommon(x, y); w > best {
				best, where = w, words[i].there
			}
		}
		if where >= 0 {
			at, weight = append(at, where), append(weight, best-echoLeast)
		}
	}
	return min(1, heaviestSeries(at, weight)/echoFull)
}

// echoedWord is a word that is no name, number or date, with what its rarity is above
// echoWord.
type echoedWord struct {
	stem   uint32
	weight float64
}

// echoedWords appends those of a sentence of the reporter's own.
func (p *Profile) echoedWords(list []echoedWord, sentence int32) []echoedWord {
	s := p.sentences[sentence]
	if s.own < ownSentence {
		return list
	}
	for i := s.first; i < min(s.last, s.first+echoWords); i++ {
		if k := p.kinds[i]; p.quoted[i] || k != 0 && k != similarity.RareStem || p.rarity[i] <= echoWord {
			continue
		}
		list = append(list, echoedWord{p.stems[i], float64(p.rarity[i]) - echoWord})
	}
	return list
}

// heaviestCommon is the greatest weight of a common subsequence.
func heaviestCommon(x, y []echoedWord) float64 {
	var row [echoWords + 1]float64
	for _, w := range x {
		corner := 0. // of the row before, one place back
		for j, v := range y {
			above := row[j+1]
			row[j+1] = max(above, row[j])
			if w.stem == v.stem {
				row[j+1] = max(row[j+1], corner+w.weight)
			}
			corner = above
		}
	}
	return row[len(y)]
}

const (
	longQuote  = 6  // words of a quote that may be missed
	quotePrior = 20 // words that both are thought to have in common
)

// ownQuotes is the share of the words in quotes of one side that stand in no common
// run.
func ownQuotes(side *Profile, c cover) float64 {
	quoted, own := 0, 0
	for _, q := range side.quotes {
		if q.last-q.first < longQuote {
			continue
		}
		quoted += q.last - q.first
		for i := q.first; i < q.last; i++ {
			if c.run[i] == 0 {
				own++
			}
		}
	}
	return quotesShare(own, quoted)
}

func quotesShare(own, quoted int) float64 { return float64(own) / float64(quoted+quotePrior) }
