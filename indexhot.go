package stemma

import (
	"fmt"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
	"github.com/stemma-news/stemma/similarity/index"
)

// storedKeyBits is how many bits of a key an index leaves out.
const storedKeyBits = 24

// nameKey says what a key was made of, by the words of one article that holds it.
func (s *stored) nameKey(key uint64) (IndexHotKey, error) {
	out := IndexHotKey{Key: fmt.Sprintf("%016x", key)}
	hits, err := s.reader.Lookup([]uint64{key}, index.Query{})
	if err != nil || len(hits[0].Articles) == 0 {
		return out, err
	}
	a, err := s.article(hits[0].Articles[0], nil)
	if err != nil {
		return out, err
	}
	out.Article = a.ID
	out.Kind, out.Text = keySource(a, key)
	return out, nil
}

// keySource finds the kind of a key and the words that it was made of.
func keySource(a *article.Article, key uint64) (kind, words string) {
	b := article.ParseBody(a)
	is := func(k uint64) bool { return k>>storedKeyBits == key>>storedKeyBits }
	text := func(tokens []article.Token) string {
		return strings.Join(strings.Fields(a.Text[tokens[0].Start:tokens[len(tokens)-1].End]), " ")
	}
	for i, h := range similarity.Shingles(hashes(b.Tokens)) {
		if is(h) || is(briefKeys.key(h)) {
			return "words", text(b.Tokens[i : i+similarity.ShingleWords])
		}
	}
	outlet := outletHash(a.Publisher)
	for _, s := range b.Sentences {
		if tokens := b.Tokens[s.First:s.Last]; len(tokens) > 0 && is(sentenceKey(outlet, sentenceHash(tokens))) {
			return "sentence", text(tokens)
		}
	}
	for _, n := range []int{quoteRun, shortQuoteRun} {
		for i := 0; i+n <= len(b.Tokens); i++ {
			if is(quoteKeys.key(sentenceHash(b.Tokens[i : i+n]))) {
				return "quote", text(b.Tokens[i : i+n])
			}
		}
	}
	_, anchors := similarity.Anchors(b)
	for i, x := range anchors {
		for _, y := range anchors[i+1:] {
			if y.Sentence > x.Sentence+1 {
				break
			}
			for _, k := range similarity.AnchorKeys([]similarity.Anchor{x, y}, 0) {
				if is(anchorKeys.key(k)) {
					return "facts", text(b.Tokens[x.First:x.Last]) + " + " + text(b.Tokens[y.First:y.Last])
				}
			}
		}
	}
	return "", ""
}
