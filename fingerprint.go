package stemma

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// A fingerprint names a finding by its content: the code, the outlets and the
// words that matched, never a path or a place. An accepted finding stays
// accepted when the file is renamed, its lines are reflowed, its paragraphs are
// moved or another one is added; it comes back when more is taken over.
//
// So what matched is not read off the passages, whose borders depend on the
// order of the text. A sentence of the other article counts if most of its runs
// of four words stand anywhere in this one; the set of these sentences is
// hashed. A rewrite has no matched words: there the other article's sentences
// stand for it.
const (
	fingerprintDigits = 16
	fingerprintRun    = 4 // words
)

// sides are the ids of an article that a finding is about and of the other.
type sides struct{ id, other string }

// match finds what matched in each pair that a finding may be about, for either
// side, on all jobs and in an order that spares the desk.
func (f *findings) match(o Options, pairs []Pair) {
	order := f.nearbyPairs(pairs, func(p *Pair) bool { return isReuse(p.Relation) && !p.Version })
	found := make([][2][]uint64, len(order))
	o.evenly(len(order), func(n int) { found[n] = f.matchPair(&pairs[order[n]]) })
	for n, k := range order {
		f.keepMatch(&pairs[k], found[n])
	}
}

// matchPair finds what matched in one pair, on either side.
func (f *findings) matchPair(p *Pair) (found [2][]uint64) {
	if !isReuse(p.Relation) || p.Version {
		return found
	}
	for side, s := range [...]sides{{p.A, p.B}, {p.B, p.A}} {
		if f.accepted != nil || slices.Contains(f.sidesOf(p), s.id) {
			found[side] = f.matchedWords(p, s)
		}
	}
	return found
}

func (f *findings) keepMatch(p *Pair, found [2][]uint64) {
	for side, s := range [...]sides{{p.A, p.B}, {p.B, p.A}} {
		if found[side] != nil {
			f.matched[s] = found[side]
		}
	}
}

// matchedWords are the hashes of the other article's sentences that stand in the
// one, or of all of them.
func (f *findings) matchedWords(p *Pair, s sides) []uint64 {
	a, b := f.desk.take(f.archive.byID[s.id]), f.desk.take(f.archive.byID[s.other])
	var matched []uint64
	if p.Relation != attribution.Rewrite {
		matched = sentencesFound(b, a)
	}
	if len(matched) == 0 {
		matched = allSentences(b)
	}
	return matched
}

// pairFingerprint is the fingerprint of a finding on the article id about the
// other by the words that matched.
func (f *findings) pairFingerprint(code, id, other string, matched []uint64) string {
	outlets := []string{f.publisher(id), f.publisher(other)}
	slices.Sort(outlets)
	return contentFingerprint(code, strings.Join(outlets, "\n"), matched)
}

// contentFingerprint hashes what a finding is about.
func contentFingerprint(code, outlets string, words []uint64) string {
	h := sha256.New()
	h.Write([]byte(code + "\n" + strings.ToLower(outlets) + "\n"))
	var buffer [8]byte
	for _, w := range words {
		binary.BigEndian.PutUint64(buffer[:], w)
		h.Write(buffer[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:fingerprintDigits/2])
}

// sentencesFound returns the hashes of the sentences of s that stand in the
// other text, sorted.
func sentencesFound(s, in *subject) []uint64 {
	runs := runsOf(in.body.Tokens)
	similarity.SortHashes(runs)
	var out []uint64
	for _, x := range ownSentences(s) {
		tokens := s.body.Tokens[x.First:x.Last]
		wanted, found := runsOf(tokens), 0
		for _, r := range wanted {
			if _, held := slices.BinarySearch(runs, r); held {
				found++
			}
		}
		if len(wanted) > 0 && 2*found >= len(wanted) {
			out = append(out, sentenceHash(tokens))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// runsOf returns the hash of each run of words.
func runsOf(tokens []article.Token) []uint64 {
	var out []uint64
	for i := 0; i+fingerprintRun <= len(tokens); i++ {
		out = append(out, sentenceHash(tokens[i:i+fingerprintRun]))
	}
	return out
}

// allSentences returns the hashes of a body's sentences, sorted.
func allSentences(s *subject) []uint64 {
	var out []uint64
	for _, x := range ownSentences(s) {
		out = append(out, sentenceHash(s.body.Tokens[x.First:x.Last]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ownSentences are the sentences of a body outside its furniture.
func ownSentences(s *subject) []article.Sentence {
	furniture := s.profile.Furniture
	var out []article.Sentence
	for _, x := range s.body.Sentences {
		for len(furniture) > 0 && furniture[0].End <= x.Start {
			furniture = furniture[1:]
		}
		if len(furniture) == 0 || furniture[0].Start >= x.End {
			out = append(out, x)
		}
	}
	return out
}

// sentenceHash is a hash of the normalised words in their order.
func sentenceHash(tokens []article.Token) uint64 {
	h := uint64(len(tokens))
	for _, t := range tokens {
		h = (h ^ t.Hash) * 0x9e3779b97f4a7c15
		h ^= h >> 32
	}
	return h
}
