package similarity

import (
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// reading is one body as alignment sees it: its words outside furniture as
// numbers, cut into sentences.
type reading struct {
	body      *article.Body
	words     []int32 // vocabulary number of each word read
	stems     []int32 // vocabulary number of each word's stem
	token     []int32 // index in body.Tokens of each word read
	sentences []stretch
	sentence  []int32 // index in sentences of each word read
	source    []int32 // index in body.Sentences of each word read
	places    gramIndex
	terms     terms
}

// stretch is a half-open range of the words of a reading.
type stretch struct{ first, last int32 }

func (s stretch) len() int32 { return s.last - s.first }

// vocabulary numbers the words of two bodies, and their stems.
type vocabulary struct {
	words map[uint64]int32
	stems map[string]int32
	stem  []int32    // of each word number
	read  [2]reading // of the two bodies

	// Of weigh: the sentences that hold each stem, its weight, and the weight of
	// what so many sentences hold.
	df        []int32
	isf, logs []float32
	draft     drafter
}

// cleared is a slice of n zeros, in the memory of s where that has room.
func cleared[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// vocabularies are empty ones of earlier pairs: to make them and their readings anew
// took a fifth of the memory of a check.
var vocabularies = sync.Pool{New: func() any { return &vocabulary{words: map[uint64]int32{}, stems: map[string]int32{}} }}

func newVocabulary() *vocabulary { return vocabularies.Get().(*vocabulary) }

// leave gives a vocabulary back that nobody uses any more.
func (v *vocabulary) leave() {
	clear(v.words)
	clear(v.stems)
	v.stem = v.stem[:0]
	v.read[0].body, v.read[1].body = nil, nil
	vocabularies.Put(v)
}

func (v *vocabulary) number(t article.Token) int32 {
	if n, found := v.words[t.Hash]; found {
		return n
	}
	n := int32(len(v.stem))
	v.words[t.Hash] = n
	stem := article.Stem(t.Word)
	s, found := v.stems[stem]
	if !found {
		s = int32(len(v.stems))
		v.stems[stem] = s
	}
	v.stem = append(v.stem, s)
	return n
}

// both takes the words of two bodies that lie outside the masks, which must be
// sorted. Sentences of fewer than minSentence words join the one before. What it
// returns is the vocabulary's, until that is left.
func (v *vocabulary) both(a, b *article.Body, maskA, maskB []article.Span) (ra, rb *reading) {
	return v.take(&v.read[0], a, maskA), v.take(&v.read[1], b, maskB)
}

func (v *vocabulary) take(r *reading, b *article.Body, mask []article.Span) *reading {
	n := len(b.Tokens)
	*r = reading{
		body: b, words: slices.Grow(r.words[:0], n), stems: slices.Grow(r.stems[:0], n), token: slices.Grow(r.token[:0], n),
		sentence: slices.Grow(r.sentence[:0], n), source: slices.Grow(r.source[:0], n), sentences: r.sentences[:0],
		places: r.places, terms: r.terms,
	}
	for at, s := range b.Sentences {
		first := int32(len(r.words))
		for i := s.First; i < s.Last; i++ {
			t := b.Tokens[i]
			for len(mask) > 0 && mask[0].End <= t.Start {
				mask = mask[1:]
			}
			if len(mask) > 0 && mask[0].Start < t.End {
				continue
			}
			n := v.number(t)
			r.words = append(r.words, n)
			r.stems = append(r.stems, v.stem[n])
			r.token = append(r.token, int32(i))
		}
		last := int32(len(r.words))
		if last == first {
			continue
		}
		if n := len(r.sentences); n > 0 && last-first < minSentence {
			r.sentences[n-1].last = last
		} else {
			r.sentences = append(r.sentences, stretch{first, last})
		}
		for range last - first {
			r.sentence = append(r.sentence, int32(len(r.sentences)-1))
			r.source = append(r.source, int32(at))
		}
	}
	return r
}

// minSentence is the least number of words that stand as a sentence.
const minSentence = 3

// span is where a stretch of words lies in the text. Where it begins or ends
// with a sentence, marks and stops at that end belong to it.
func (r *reading) span(s stretch) article.Span {
	if s.first >= s.last {
		return article.Span{}
	}
	head, tail := int(r.token[s.first]), int(r.token[s.last-1])
	out := article.Span{Start: r.body.Tokens[head].Start, End: r.body.Tokens[tail].End}
	if b := r.body.Sentences[r.source[s.first]]; b.First == head {
		out.Start = min(out.Start, b.Start)
	}
	if b := r.body.Sentences[r.source[s.last-1]]; b.Last == tail+1 {
		out.End = max(out.End, b.End)
	}
	return out
}
