package attribution

import (
	"math"
	"slices"

	"github.com/stemma-news/stemma/similarity"
)

// An archive proposes dozens of partners for each article, and nearly all turn
// out to have nothing in common but a subject. To say so, Relate needs both
// profiles, and an archive's profiles do not fit in memory. An Outline is a
// tenth of a profile, enough to bound every feature of a pair from above: a pair
// whose bounds cannot make it a copy, a rewrite or shared quotes is independent,
// and Relate need not be asked. The bounds never err on the other side, so no
// answer depends on them (TestScreenIsExact).

// Outline is what stays in memory of one article's Profile and sketch: about 11
// bytes a word.
type Outline struct {
	grams     []uint32 // hash of gramWords words from each word on
	words     []uint8  // of each word: ownWord, quotedWord or longQuoteWord
	sentences []outlined
	facts     []fact
	rare      []uint32 // stems of own rare words that occur once
	numbers   []uint64
	mass      float64
	shingles  []uint32 // upper halves of the distinct shingles
	quoted    int32    // words in long quotes
	sourced   bool
}

// outlined is a statement without what no bound needs.
type outlined struct {
	facts, content   float64
	first, last, own int32
}

// What an outline keeps of a word: whose it is.
const (
	ownWord       = iota
	quotedWord    // inside marks
	longQuoteWord // inside a quote that counts, see ownQuotes
)

// NewOutline takes from a profile, and from the sketch at scale 1, what bounding
// its pairs needs.
func NewOutline(p *Profile, sketch similarity.Sketch) *Outline {
	o := &Outline{
		grams: make([]uint32, len(p.grams)), words: make([]uint8, len(p.words)),
		sentences: make([]outlined, len(p.sentences)), rare: make([]uint32, len(p.rare)),
		facts: slices.Clone(p.facts), numbers: slices.Clone(p.numbers),
		mass: p.mass, shingles: make([]uint32, len(sketch)), sourced: p.sourced(),
	}
	for _, g := range p.grams {
		o.grams[uint32(g)] = uint32(g >> 32)
	}
	for _, q := range p.quotes {
		kind := uint8(quotedWord)
		if q.last-q.first >= longQuote {
			kind = longQuoteWord
			o.quoted += int32(q.last - q.first)
		}
		for i := q.first; i < q.last; i++ {
			o.words[i] = kind
		}
	}
	for i, s := range p.sentences {
		o.sentences[i] = outlined{s.facts, s.content, int32(s.first), int32(s.last), int32(s.own)}
	}
	for i, r := range p.rare {
		o.rare[i] = uint32(r >> 32)
	}
	for i, h := range sketch {
		o.shingles[i] = uint32(h >> 32)
	}
	return o
}

// Screen tells, for the pairs of one article, which are surely independent. It
// is memory that one goroutine uses again and again: see Set.
type Screen struct {
	of              *Outline
	grams, shingles places
	matches         []match
	at, quoted      []int32
	shared          []float64 // rarity of the shared facts by sentence
}

// match is a gram that stands in both: its first word on both sides.
type match struct{ here, there int32 }

// mostMatches is how many common grams are looked at: texts with more have so
// much in common, or repeat themselves so often, that Relate has to look.
const mostMatches = 2048

// Set makes the screen tell of the pairs of an article.
func (s *Screen) Set(o *Outline) {
	s.of = o
	s.grams.set(o.grams)
	s.shingles.set(o.shingles)
}

// Apart reports that Relate surely calls the article of the screen and another
// one independent, and that neither contains the share limit of the other's
// shingles. False says nothing. Cost: one bit test a gram and a shingle of the
// other, and a merge of the facts.
func (s *Screen) Apart(o *Outline, limit float64) bool {
	if !s.below(o, limit) || !s.match(o) {
		return false
	}
	a, b := s.of, o
	if len(b.words) < len(a.words) { // as comparePair has it: a is the shorter
		a, b = b, a
		for i, m := range s.matches {
			s.matches[i] = match{m.there, m.here}
		}
	}
	if len(a.words) < leastWords {
		return true
	}
	if len(a.words) == len(b.words) {
		return false // which is the shorter is told by words that outlines do not keep
	}
	w, sure := s.wording(a, b)
	return sure && s.unlikeRewrite(a, b, w)
}

// below reports that the containment of the two is surely less than limit.
func (s *Screen) below(o *Outline, limit float64) bool {
	least := float64(min(len(s.of.shingles), len(o.shingles)))
	shared := 0
	for _, h := range o.shingles {
		if s.shingles.has(h) {
			shared++
		}
	}
	return float64(shared) < limit*least-1e-6 || least == 0 && limit > 0
}

// match fills matches; false where there are too many.
func (s *Screen) match(o *Outline) bool {
	s.matches = s.matches[:0]
	for q, h := range o.grams {
		if !s.grams.maybe(h) {
			continue
		}
		for p := s.grams.first(h); p >= 0; p = s.grams.next[p] {
			if s.of.grams[p] == h {
				if len(s.matches) == mostMatches {
					return false
				}
				s.matches = append(s.matches, match{p, int32(q)})
			}
		}
	}
	return true
}

// worded bounds the features of wording.
type worded struct {
	own    int // words of the shorter text's own in runs of six and more
	run    int // longest stretch of its own
	quoted int // words of its long quotes in common runs
}

// wording bounds what common wording there is; false where it may make a copy
// or shared quotes.
func (s *Screen) wording(a, b *Outline) (w worded, sure bool) {
	s.at, s.quoted = s.at[:0], s.quoted[:0]
	for _, m := range s.matches {
		s.at = append(s.at, m.here)
		for k := range int32(gramWords) {
			if a.words[m.here+k]|b.words[m.there+k] != ownWord {
				s.quoted = append(s.quoted, m.here+k)
			}
		}
	}
	if s.quoted = distinctSorted(s.quoted); len(s.quoted) >= quotedWords && longestStretch(s.quoted) >= quotedRun {
		return w, false
	}
	s.at = distinctSorted(s.at)
	covered := 0
	for i := 0; i < len(s.at); {
		j := i + 1
		for j < len(s.at) && s.at[j] == s.at[j-1]+1 {
			j++
		}
		first, last := s.at[i], s.at[j-1]+gramWords
		if j < len(s.at) {
			covered += int(min(last, s.at[j]) - first)
		} else {
			covered += int(last - first)
		}
		w.stretch(a, first, last)
		i = j
	}
	if float64(covered) >= sameWords*float64(len(a.words)) || w.own >= partialOwnWords {
		return w, false
	}
	return w, covered < 2*ownSentenceWords || s.standing(a) < partialSentences
}

// ownSentenceWords is the least number of own words in common runs of a sentence
// that counts as taken over: see pairing.covered.
const ownSentenceWords = 8

// stretch adds a stretch of words that runs may cover.
func (w *worded) stretch(a *Outline, first, last int32) {
	own := 0
	for _, x := range a.words[first:last] {
		if x == longQuoteWord {
			w.quoted++
		}
		if x != ownWord {
			own = 0
			continue
		}
		own++
		w.run = max(w.run, own)
		if last-first >= 6 {
			w.own++
		}
	}
}

// standing bounds the own sentences of a that stand in the other, by the grams
// at s.at.
func (s *Screen) standing(a *Outline) int {
	sentence, counted := 0, 0
	n, mine := int32(0), 0
	end := int32(0) // words before it are counted
	closing := func() {
		if x := a.sentences[sentence]; mine >= ownSentenceWords && float64(n) >= almost*float64(x.last-x.first) {
			counted++
		}
		n, mine = 0, 0
	}
	for _, p := range s.at {
		for i := max(p, end); i < p+gramWords; i++ {
			for i >= a.sentences[sentence].last {
				closing()
				sentence++
			}
			n++
			if a.words[i] == ownWord {
				mine++
			}
		}
		end = p + gramWords
	}
	if len(s.at) > 0 {
		closing()
	}
	return counted
}

// unlikeRewrite reports that the score of the two surely stays below the cuts.
func (s *Screen) unlikeRewrite(a, b *Outline, w worded) bool {
	f := Features{OwnWords: float64(w.own), OwnRun: float64(w.run), OwnRare: descentRare, OwnMass: ownMassNone, Echo: 1}
	if a.sourced || b.sourced {
		f.Sourced = 1
	}
	f.QuotesOwn = min(a.ownQuotes(w.quoted), b.ownQuotes(s.quotedThere(b)))
	shared := s.shareFacts(a, b)
	if least := min(a.mass, b.mass); least > 0 {
		f.OwnMass = math.Log1p(max(0, least-shared) + 600/(least+15))
	}
	f.NumMin = min(sharedNumbers(a.numbers, b.numbers))
	f.RareLIS = math.Log1p(float64(stemsInBoth(a.rare, b.rare)))
	s.boundSentences(&f, a, b)
	// Sums in another order differ in their last digits.
	return f.AgreeShare < restatedShare || !f.restated() && rewriteScore(&f) < f.rewriteCut()-1e-6
}

// quotedThere bounds the words in long quotes of b that stand in common runs.
func (s *Screen) quotedThere(b *Outline) (n int) {
	for _, m := range s.matches {
		for _, x := range b.words[m.there : m.there+gramWords] {
			if x == longQuoteWord {
				n++
			}
		}
	}
	return n
}

// ownQuotes bounds the share of quoted words in no common run, from below, where at
// most that many are in one.
func (o *Outline) ownQuotes(common int) float64 {
	return quotesShare(max(0, int(o.quoted)-common), int(o.quoted))
}

// shareFacts adds up the shared facts by sentence of a and returns their rarity.
func (s *Screen) shareFacts(a, b *Outline) float64 {
	s.shared = zeros(s.shared, len(a.sentences))
	mass := 0.
	for i, j := 0, 0; i < len(a.facts) && j < len(b.facts); {
		key, other := a.facts[i].key, b.facts[j].key
		if key < other {
			i++
			continue
		}
		if other < key {
			j++
			continue
		}
		mass += float64(a.facts[i].rarity)
		first := j
		for ; j < len(b.facts) && b.facts[j].key == key; j++ {
		}
		for ; i < len(a.facts) && a.facts[i].key == key; i++ {
			s.shared[a.facts[i].sentence] += float64(a.facts[i].rarity) * float64(j-first)
		}
	}
	return mass
}

// boundSentences bounds the features that count sentences.
func (s *Screen) boundSentences(f *Features, a, b *Outline) {
	const slack = 1e-6
	own, others := 0, 0
	for i := range b.sentences {
		if b.sentences[i].own >= ownSentence {
			others++
		}
	}
	for i := range a.sentences {
		x, w := &a.sentences[i], s.shared[i]+slack
		if x.own >= ownSentence {
			own++
			if x.facts > 0 && w >= 5 && w >= x.facts*.5 || x.content >= 6 {
				f.Agree++
			}
		}
	}
	f.AgreeShare = min(1, f.Agree/float64(max(restatedSentences, min(own, others))))
}

// stemsInBoth counts the stems in both sorted lists.
func stemsInBoth(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x == y {
			n++
		}
		le, ge := 0, 0
		if x <= y {
			le = 1
		}
		if y <= x {
			ge = 1
		}
		i, j = i+le, j+ge
	}
	return n
}

func distinctSorted(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

// longestStretch is the length of the longest series of successive numbers.
func longestStretch(sorted []int32) int {
	longest, n := 0, 0
	for i, x := range sorted {
		if n++; i > 0 && x != sorted[i-1]+1 {
			n = 1
		}
		longest = max(longest, n)
	}
	return longest
}

func zeros(list []float64, n int) []float64 {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// places finds where a hash stands in a list of hashes. A bit map answers most
// questions in one test.
type places struct {
	bits  [1 << 10]uint64
	list  []uint32
	heads []int32 // by the lower bits of the hash, -1 for none
	next  []int32 // of each place the next with these bits
}

func (p *places) set(list []uint32) {
	p.list = list
	clear(p.bits[:])
	size := 64
	for size < len(list) {
		size *= 2
	}
	p.heads = slices.Grow(p.heads[:0], size)[:size]
	for i := range p.heads {
		p.heads[i] = -1
	}
	p.next = slices.Grow(p.next[:0], len(list))[:len(list)]
	for i := len(list) - 1; i >= 0; i-- {
		h := list[i]
		p.bits[h>>22] |= 1 << (h >> 16 & 63)
		slot := h & uint32(size-1)
		p.next[i] = p.heads[slot]
		p.heads[slot] = int32(i)
	}
}

func (p *places) maybe(h uint32) bool { return p.bits[h>>22]>>(h>>16&63)&1 != 0 }

func (p *places) first(h uint32) int32 { return p.heads[h&uint32(len(p.heads)-1)] }

func (p *places) has(h uint32) bool {
	if !p.maybe(h) {
		return false
	}
	for i := p.first(h); i >= 0; i = p.next[i] {
		if p.list[i] == h {
			return true
		}
	}
	return false
}
