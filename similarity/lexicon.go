package similarity

import (
	"sync"

	"github.com/stemma-news/stemma/article"
)

// lexicon remembers what the background says of the words that were met last:
// all but a few of a hundred words stood in the articles before. It is a table
// with one place for each word, by its hash, that the last one keeps; what it
// answers does not depend on what it remembers.
type lexicon [1 << 14]lexeme

// lexeme is a word as the background has it.
type lexeme struct {
	hash   uint64
	stem   uint32
	rarity float32
	usual  article.Case
	counts bool // it may begin a number, a date or a time
	known  bool
}

var lexicons = sync.Pool{New: func() any { return new(lexicon) }}

// word looks a token's word up.
func (l *lexicon) word(t article.Token) *lexeme {
	w := &l[t.Hash%uint64(len(l))]
	if !w.known || w.hash != t.Hash {
		*w = lexeme{hash: t.Hash, stem: article.StemHash(t.Word), counts: mayCount(t.Word), known: true}
		w.rarity, w.usual = article.Rarity(w.stem)
	}
	return w
}

// quantity is what quantity says of the words from token i on.
func (w *lexeme) quantity(b *article.Body, i, end int) (amount, int) {
	if !w.counts {
		return amount{}, 0
	}
	return quantity(b, i, end)
}
