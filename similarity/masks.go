package similarity

import (
	"slices"

	"github.com/stemma-news/stemma/article"
)

// Furniture is no part of what two articles share, unless it was carried along:
// a section heading in capitals looks like the headline of another story, but
// where both texts go on from it with the same words it heads what was copied.
// A copy broken at such lines would be two passages. A line behind the last
// common words is left out: pages of one outlet all end alike.

const (
	// carriedContext is how many of the article's own words must agree beside
	// a masked stretch.
	carriedContext = 5
	// longestCarried is how many words such a stretch may have, mostCarried how
	// many of them a text: what is more is no heading.
	longestCarried = 60
	mostCarried    = 64
)

// carried returns the mask of a without the stretches that the other text holds
// too, followed by the same words of the article's own. Cost: at most
// mostCarried looks at each word of other.
func carried(of, other *article.Body, mask []article.Span) []article.Span {
	if len(mask) == 0 {
		return mask
	}
	stretches := maskedTokens(of, mask)
	if len(stretches) > mostCarried {
		return mask
	}
	out := slices.Clone(mask)
	for k, s := range stretches {
		end, own := int(s.last)+carriedContext, len(of.Tokens)
		if k+1 < len(stretches) {
			own = int(stretches[k+1].first)
		}
		if s.len() > longestCarried || end > own || !holds(other.Tokens, of.Tokens[s.first:end]) {
			continue
		}
		first, last := of.Tokens[s.first].Start, of.Tokens[s.last-1].End
		out = slices.DeleteFunc(out, func(m article.Span) bool { return first < m.End && m.Start < last })
	}
	return out
}

// maskedTokens are the tokens inside the mask, as stretches that have a word of
// the article's own between them.
func maskedTokens(b *article.Body, mask []article.Span) []stretch {
	var out []stretch
	for i, t := range b.Tokens {
		for len(mask) > 0 && mask[0].End <= t.Start {
			mask = mask[1:]
		}
		if len(mask) == 0 {
			break
		}
		if mask[0].Start >= t.End {
			continue
		}
		if n := len(out); n > 0 && int(out[n-1].last) == i {
			out[n-1].last++
		} else {
			out = append(out, stretch{int32(i), int32(i + 1)})
		}
	}
	return out
}

// holds reports whether the words stand in a row among the tokens.
func holds(tokens, words []article.Token) bool {
	for i := 0; i+len(words) <= len(tokens); i++ {
		k := 0
		for k < len(words) && tokens[i+k].Hash == words[k].Hash {
			k++
		}
		if k == len(words) {
			return true
		}
	}
	return false
}
