package similarity

import (
	"slices"

	"github.com/stemma-news/stemma/article"
)

// AnchorKind says what makes a place of the text recognisable in another
// article's words.
type AnchorKind uint8

// The kinds of anchors.
const (
	RareStem AnchorKind = iota + 1 // an uncommon word
	Number                         // a quantity, spelt or in digits
	Date                           // a calendar day, a month of a year, a year
	Clock                          // a time of day
	Name                           // a word of a proper name
)

// Anchor is a number, date, time, word of a name or rare word: what a rewriter
// keeps when he changes the wording.
type Anchor struct {
	// Key is equal for two anchors that say the same: 1,100 and "eleven
	// hundred", 14 October and Oct. 14, 6am and 06:00, rejects and rejection.
	Key  uint32
	Kind AnchorKind
	// Rarity runs from 0 (every article has it) to MaxRarity.
	Rarity float32
	// First and Last are the half-open range of Body.Tokens that it takes.
	First, Last int
	// Sentence is the index in Body.Sentences.
	Sentence int
}

// Term is what the frozen background says about one token.
type Term struct {
	// Stem is StemHash of the word.
	Stem uint32
	// Rarity is that of the stem, 0 to MaxRarity.
	Rarity float32
	// Kind is Name for a word of a proper name, Number, Date or Clock for the
	// words of those, RareStem for any other uncommon word, else 0.
	Kind AnchorKind
}

// rareStem is the least rarity of a word that is an anchor for its own sake:
// it stands in one article of 55.
const rareStem = 4

// Anchors returns one term for each token of the body and all anchors in the
// order of the text. Cost: one table look-up a token.
func Anchors(b *article.Body) ([]Term, []Anchor) { return AppendAnchors(nil, b) }

// AppendAnchors is Anchors for callers that have memory for the terms, which it
// overwrites.
func AppendAnchors(terms []Term, b *article.Body) ([]Term, []Anchor) {
	known := lexicons.Get().(*lexicon)
	defer lexicons.Put(known)
	terms = slices.Grow(terms[:0], len(b.Tokens))[:len(b.Tokens)]
	anchors := make([]Anchor, 0, len(b.Tokens)/4)
	for si, s := range b.Sentences {
		heading := b.TitleCased(s)
		for i := s.First; i < s.Last; {
			w := known.word(b.Tokens[i])
			if q, n := w.quantity(b, i, s.Last); n > 0 {
				for j := i; j < i+n; j++ {
					terms[j] = Term{Stem: article.StemHash(b.Tokens[j].Word), Rarity: q.rarity, Kind: q.kind}
				}
				if q.kind != 0 {
					anchors = append(anchors, Anchor{q.key, q.kind, q.rarity, i, i + n, si})
				}
				i += n
				continue
			}
			t := w.term(b, i, i == s.First || heading || opens(b, i))
			terms[i] = t
			if t.Kind != 0 {
				anchors = append(anchors, Anchor{t.Stem, t.Kind, t.Rarity, i, i + 1, si})
			}
			i++
		}
	}
	return terms, anchors
}

// leastName is the rarity from which a word of a name is an anchor: "Monday"
// says little.
const leastName = 2.5

// commonName is the least rarity of a common word that is used as a name.
const commonName = 4

// term is what the word at token i is in its place.
func (w *lexeme) term(b *article.Body, i int, start bool) Term {
	tok := b.Tokens[i]
	t, usual := Term{Stem: w.stem, Rarity: w.rarity}, w.usual
	if article.UpperAt(b.Article.Text, tok.Start) && isName(usual, start, len(tok.Word)) {
		if usual == article.CaseLower && !start {
			t.Rarity = max(t.Rarity, commonName)
		}
		if t.Rarity >= leastName {
			t.Kind = Name
		}
		return t
	}
	if t.Rarity >= rareStem && len(tok.Word) > 2 {
		t.Kind = RareStem
	}
	return t
}

// isName decides whether a capitalised word is part of a proper name. Inside a
// sentence any such word is, however common ("the Cold Store on Pier Road");
// where every word has a capital the background decides.
func isName(usual article.Case, start bool, length int) bool {
	if length < 2 {
		return false
	}
	if !start {
		return true
	}
	return usual == article.CaseName || usual == article.CaseUnknown
}

// opens reports whether an opening mark, a bullet or a colon stands before the
// token, so that its capital tells nothing.
func opens(b *article.Body, i int) bool {
	text, at := b.Article.Text, b.Tokens[i].Start
	if at == 0 {
		return true
	}
	switch text[at-1] {
	case '"', '\'', '(', '[':
		return true
	}
	if at >= 3 {
		switch text[at-3 : at] {
		case "“", "‘", "„":
			return true
		}
	}
	return at >= 2 && text[at-1] == ' ' && text[at-2] == ':'
}
