package stemma

import (
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// keyFamily keeps keys of one kind from meeting those of another. Shingles are
// stored as they are: at a scale they are small numbers, which takes less room.
type keyFamily uint64

const (
	briefKeys    keyFamily = 0x5bd1e9955bd1e995 // shingles of briefs
	anchorKeys   keyFamily = 0x27d4eb2f165667c5 // pairs of anchors
	quoteKeys    keyFamily = 0x165667b19e3779f9 // runs of words inside marks
	sentenceKeys keyFamily = 0x85ebca77c2b2ae63 // sentences of one outlet
	pathKeys     keyFamily = 0x9e3779b185ebca87 // the absolute path
	textKeys     keyFamily = 0xc2b2ae3d27d4eb4f // the whole text
)

// key is the key of a hash in the family: splitmix64's mixer, a bijection.
func (f keyFamily) key(h uint64) uint64 {
	h ^= uint64(f)
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func (f keyFamily) keys(hashes []uint64) []uint64 {
	out := make([]uint64, len(hashes))
	for i, h := range hashes {
		out[i] = f.key(h)
	}
	return out
}

// briefLimit is the number of distinct shingles below which an article is brief.
// A draft shares a shingle with thousands of articles, but two or three matter
// for a brief only; at a scale a brief would have too few keys. So briefs post
// all their shingles, as keys of their own, and an article that is none need not
// be looked at below a tenth of this.
func briefLimit(scale int) int {
	if scale > 1 {
		return similarity.SketchFloor - similarity.ShingleWords + 1
	}
	return 100
}

// articleKeys are the keys of one article by kind, sorted and distinct.
type articleKeys struct {
	all     similarity.Sketch // every shingle
	scaled  similarity.Sketch // those of the scale
	anchors []uint64
	quotes  []uint64
	lines   []uint64   // the hashes of its sentences as they follow, not keys yet
	quoted  [][]uint64 // the keys of each stretch inside marks
}

// newArticleKeys takes an article apart into keys.
func newArticleKeys(b *article.Body, scale int) *articleKeys {
	shingles := similarity.Shingles(hashes(b.Tokens))
	k := &articleKeys{all: similarity.NewSketch(shingles, 1)}
	k.scaled = k.all.At(scale)
	_, anchors := similarity.Anchors(b)
	k.anchors = anchorKeys.keys(similarity.AnchorKeys(anchors, 0))
	k.quoted = quotedKeys(b)
	for _, q := range k.quoted {
		k.quotes = append(k.quotes, q...)
	}
	k.quotes = distinct(k.quotes)
	if b.Article.Publisher != "" {
		k.lines = sentenceHashesOf(b)
	}
	return k
}

// stored are all keys that an index holds for the article.
func (k *articleKeys) stored(a *article.Article, scale int) []uint64 {
	shingles := []uint64(k.scaled)
	if len(k.all) < briefLimit(scale) {
		shingles = briefKeys.keys(k.all)
	}
	return slices.Concat(shingles, k.anchors, k.quotes, outletSentences(a.Publisher, k.lines), ownKeys(a))
}

// ownKeys are those that find the article itself: its path and its text.
func ownKeys(a *article.Article) []uint64 {
	var keys []uint64
	if a.Text != "" {
		keys = append(keys, textKeys.key(article.HashBytes(a.Text)))
	}
	if full := fullPath(a.Path); full != "" && fromOwnFile(a) {
		keys = append(keys, pathKeys.key(article.HashBytes(full)))
	}
	return keys
}

// Runs of words inside marks: of three words, also of two in short quotes,
// whose wordings agree in little more.
const (
	quoteRun      = 3
	shortQuote    = 8 // words
	shortQuoteRun = 2
)

// quotedKeys returns the keys of each stretch inside marks and of each embedded
// post. They do not depend on what attribution calls a quote, so that a better
// rule there needs no new index. Stretches inside stretches are left to these
// below the second level: each level is one more pass over the text.
func quotedKeys(b *article.Body) [][]uint64 {
	var out [][]uint64
	add := func(parts ...article.Span) {
		var words []article.Token
		for _, p := range parts {
			first := firstFrom(b.Tokens, p.Start)
			words = append(words, b.Tokens[first:max(first, firstFrom(b.Tokens, p.End))]...)
		}
		if keys := runKeys(words); len(keys) > 0 {
			out = append(out, keys)
		}
	}
	for _, m := range b.Marks {
		switch {
		case m.Depth > 1:
		case len(m.Parts) > 0:
			add(m.Parts...)
		default:
			add(m.Span)
		}
	}
	for _, p := range b.Posts {
		add(p.Text)
	}
	return out
}

func runKeys(words []article.Token) []uint64 {
	sizes := []int{quoteRun}
	if len(words) < shortQuote {
		sizes = append(sizes, shortQuoteRun)
	}
	var out []uint64
	for _, n := range sizes {
		for i := 0; i+n <= len(words); i++ {
			out = append(out, quoteKeys.key(sentenceHash(words[i:i+n])))
		}
	}
	return distinct(out)
}

// outletSentences are the keys of the sentences of an article under its outlet,
// by which the outlet's standing lines are found.
func outletSentences(publisher string, lines []uint64) []uint64 {
	outlet := outletHash(publisher)
	out := make([]uint64, 0, len(lines))
	for _, h := range lines {
		out = append(out, sentenceKey(outlet, h))
	}
	return distinct(out)
}

func outletHash(publisher string) uint64 { return article.HashBytes(strings.ToLower(publisher)) }

func sentenceKey(outlet, sentence uint64) uint64 {
	return sentenceKeys.key(sentence ^ sentenceKeys.key(outlet))
}

func distinct(keys []uint64) []uint64 {
	slices.Sort(keys)
	return slices.Compact(keys)
}
