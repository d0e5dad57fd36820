package stemma

import (
	"context"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// furnitureOf holds, for each outlet by its name in lower case, the hashes of
// the sentences that its articles share as furniture.
type furnitureOf map[string]map[uint64]bool

// Furniture is learnt: a sentence in four or more articles of one outlet is
// furniture unless these articles are copies of each other.
const (
	furnitureArticles = 4
	furnitureWords    = 3 // shorter ones are names and labels
)

// appearance is one sentence in one article of an outlet.
type appearance struct {
	sentence uint64
	article  int32
}

// learnFurniture finds the standing lines of every outlet that has enough
// articles. Sentences that share all their articles with several others stand
// in copies of one text, not in furniture: a copied story repeats as a whole.
func (a *Archive) learnFurniture(ctx context.Context, o Options) (furnitureOf, error) {
	if o.learnt != nil {
		return o.learnt, nil
	}
	outlets := map[string][]int{}
	for i, x := range a.articles {
		if x.Publisher != "" || o.oneNewsroom {
			name := strings.ToLower(x.Publisher)
			outlets[name] = append(outlets[name], i)
		}
	}
	var names []string
	for name, articles := range outlets {
		if len(articles) >= furnitureArticles {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	learnt := make([]map[uint64]bool, len(names))
	err := o.each(ctx, "learning furniture", len(names), func(k int) {
		learnt[k] = a.standingLines(outlets[names[k]])
	})
	out := furnitureOf{}
	for k, lines := range learnt {
		if len(lines) > 0 {
			out[names[k]] = lines
		}
	}
	return out, err
}

// standingLines are the sentences of one outlet's articles that are furniture.
func (a *Archive) standingLines(articles []int) map[uint64]bool {
	var all []appearance
	var body article.Body
	for _, i := range articles {
		lines, known := a.storedLines(i)
		if !known {
			body.ReparseSentences(a.full(i))
			lines = sentenceHashesOf(&body)
		}
		for _, h := range lines {
			all = append(all, appearance{h, int32(i)})
		}
	}
	return standingLines(all)
}

// standingLines picks the furniture among the sentences of one outlet.
func standingLines(all []appearance) map[uint64]bool {
	sentences := map[int32]int{}
	for _, x := range all {
		sentences[x.article]++
	}
	slices.SortFunc(all, func(x, y appearance) int {
		if x.sentence != y.sentence {
			if x.sentence < y.sentence {
				return -1
			}
			return 1
		}
		return int(x.article) - int(y.article)
	})
	all = slices.Compact(all)
	// How much of an article recurs: a copy recurs almost whole.
	recurring := map[int32]int{}
	groups := groupsOf(all)
	for _, g := range groups {
		for _, x := range g {
			recurring[x.article]++
		}
	}
	lines := map[uint64]bool{}
	for _, g := range groups {
		distinct := 0
		for _, x := range g {
			if 2*recurring[x.article] < sentences[x.article] {
				distinct++
			}
		}
		if distinct >= furnitureArticles {
			lines[g[0].sentence] = true
		}
	}
	return lines
}

// groupsOf returns the appearances of each sentence that stands in enough
// articles.
func groupsOf(all []appearance) [][]appearance {
	var groups [][]appearance
	for first := 0; first < len(all); {
		last := first + 1
		for last < len(all) && all[last].sentence == all[first].sentence {
			last++
		}
		if last-first >= furnitureArticles {
			groups = append(groups, all[first:last])
		}
		first = last
	}
	return groups
}

// sentenceHashes lists the hashes of an article's sentences.
func sentenceHashes(a *article.Article) []uint64 { return sentenceHashesOf(article.ParseSentences(a)) }

func sentenceHashesOf(b *article.Body) []uint64 {
	out := make([]uint64, 0, len(b.Sentences))
	for _, s := range b.Sentences {
		if s.Last-s.First >= furnitureWords {
			out = append(out, sentenceHash(b.Tokens[s.First:s.Last]))
		}
	}
	return out
}

// lines are the sentences that are furniture in the articles of the outlet of a.
func (f furnitureOf) lines(a *article.Article) map[uint64]bool {
	return f[strings.ToLower(a.Publisher)]
}

// spans lists the furniture in a body that its outlet's other articles show.
func (f furnitureOf) spans(b *article.Body) []article.Span {
	lines := f.lines(b.Article)
	if len(lines) == 0 {
		return nil
	}
	var out []article.Span
	for _, s := range b.Sentences {
		if s.Last-s.First >= furnitureWords && lines[sentenceHash(b.Tokens[s.First:s.Last])] {
			out = append(out, s.Span)
		}
	}
	return out
}
