package attribution

import (
	"cmp"
	"math"
	"slices"
)

// Features are the measured facts of a pair, symmetric in its two articles.
// "Share" runs from 0 to 1; words and sentences are those outside furniture.
type Features struct {
	// Wording.
	CoverShort float64 // share of the shorter text's words in common runs
	SentShort  float64 // share of its sentences that stand almost word for word in the other
	OwnSent    float64 // own-voice sentences of the shorter that do, not in marks on either side
	OwnWords   float64 // own-voice words in runs of 6 and more, the side with fewer
	OwnRun     float64 // longest own-voice run, in words
	OwnRare    float64 // rarity of the rarest own-voice run, names and numbers left out
	Quoted     float64 // quoted words in common runs, quoted on either side
	QuotedRun  float64 // longest such run
	LongestRun float64

	// Facts.
	FactLIS float64 // own sentences whose facts stand in the other, in order
	RareLIS float64 // log(1 + rare own words in the same order)
	NumMin  float64 // share of the numbers found in the other, the smaller direction
	AnchMax float64 // share of the facts by rarity, the larger direction
	// OwnMass is log(1 + rarity of the facts that the other lacks), the smaller
	// side, with a prior for texts of few facts: that none of three is missing
	// says little. Without facts on a side it is ownMassNone.
	OwnMass float64

	// Background: sentences that report nobody's words, on both sides.
	BgFact float64 // their facts in the same order, as FactLIS
	Agree  float64 // own sentences of the shorter matched by facts or by words, in order
	// AgreeShare is Agree as a share of the own sentences, four at least, of the
	// text that has fewer: two reporters who fill a page each on one event meet more often than
	// two who write ten lines.
	AgreeShare float64

	// Echo is how far own sentences of the shorter text hold the plain words of the
	// other's in the same order: 1 from echoFull on.
	Echo float64
	// QuotesOwn is the share of its quoted words that the other lacks, of the side
	// where it is smaller, with a prior for few: two reporters each have quotes of
	// their own.
	QuotesOwn float64
	// Sourced is 1 where either text names an outlet as the source of what it tells.
	Sourced float64

	// Forms, measured for pairs that look like reuse: places of the common
	// wording with the same and with another number or name, and how many of
	// the latter are numbers.
	FormSame, FormOther, FormNumbers float64
}

// pairing is the work on one pair.
type pairing struct {
	a, b   *Profile // a is the shorter
	runs   []commonRun
	ca, cb cover
	swap   bool
	// Standing lines: sentences at either end, and their words, see standing.
	head, tail, stands int
	f                  Features
}

func comparePair(a, b *Profile) *pairing {
	p := &pairing{a: a, b: b}
	if n := cmp.Compare(len(b.words), len(a.words)); n < 0 || n == 0 && slices.Compare(b.words, a.words) < 0 {
		p.a, p.b, p.swap = b, a, true // of equal lengths by their words: who is named first must not count
	}
	p.runs = commonRuns(p.a, p.b)
	p.ca, p.cb = covers(p.a, p.b, p.runs)
	p.standing()
	p.lists()
	p.wording()
	p.factsInOrder()
	p.wordsInOrder()
	if p.a.sourced() || p.b.sourced() {
		p.f.Sourced = 1
	}
	return p
}

// MeasureFeatures returns the features of a pair; it does not matter which
// article is named first.
func MeasureFeatures(a, b *Profile) Features { return comparePair(a, b).f }

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// wording measures what the common runs cover.
func (p *pairing) wording() {
	f := &p.f
	f.CoverShort, f.SentShort, f.OwnSent = p.covered(p.a, p.ca)
	_, _, own := p.covered(p.b, p.cb)
	f.OwnSent = min(f.OwnSent, own)
	f.OwnWords = float64(p.ownWords())
	f.QuotesOwn = min(ownQuotes(p.a, p.ca), ownQuotes(p.b, p.cb))
	quotedAt := -1
	for _, r := range p.runs {
		f.LongestRun = max(f.LongestRun, float64(r.n))
		own, quoted, rare := 0, 0, 0.
		for i := range r.n {
			x, y := r.a+i, r.b+i
			if r.list || p.stand(p.a.inside[x], p.b.inside[y]) {
				own, rare, quoted = 0, 0, 0
				continue
			}
			if p.a.quoted[x] || p.b.quoted[y] {
				own, rare = 0, 0
				quoted++
				if x > quotedAt {
					f.Quoted++
					quotedAt = x
				}
				f.QuotedRun = max(f.QuotedRun, float64(quoted))
				continue
			}
			quoted = 0
			own++
			if k := p.a.kinds[x]; k == 0 || k == 1 {
				rare += max(0, float64(p.a.rarity[x])-1.5)
			}
			f.OwnRun = max(f.OwnRun, float64(own))
			if own >= 5 {
				f.OwnRare = max(f.OwnRare, rare)
			}
		}
	}
}

// countedRun is the least own-voice run that counts, in words.
const countedRun = 6

// ownWords counts the reporter's own words in common runs, on the side that has
// fewer: a phrase that one side repeats is taken over once.
func (p *pairing) ownWords() int {
	a, b := make([]bool, len(p.a.words)), make([]bool, len(p.b.words))
	inA, inB := 0, 0
	for _, r := range p.runs {
		if r.n < countedRun {
			continue
		}
		for i := range r.n {
			x, y := r.a+i, r.b+i
			if !p.isOwn(x, y) {
				continue
			}
			if !a[x] {
				a[x] = true
				inA++
			}
			if !b[y] {
				b[y] = true
				inB++
			}
		}
	}
	return min(inA, inB)
}

// isOwn reports that a common word is the reporter's own on both sides.
func (p *pairing) isOwn(x, y int) bool {
	return !p.a.quoted[x] && !p.b.quoted[y] && !p.ca.foreign[x] && !p.cb.foreign[y]
}

// almost is the share of a sentence's words that must stand in common runs for
// it to stand "almost word for word" in the other text.
const almost = .75

// covered returns the shares of words and sentences of one side in common
// runs, and its number of own-voice sentences among them.
func (p *pairing) covered(side *Profile, c cover) (words, sentences, own float64) {
	in, counted, held := 0, 0, 0
	for _, s := range side.sentences {
		n, mine := 0, 0
		for i := s.first; i < s.last; i++ {
			if c.run[i] > 0 {
				n++
				if !side.quoted[i] && !c.foreign[i] {
					mine++
				}
			}
		}
		in += n
		size := s.last - s.first
		if size < 5 || s.heading && size < 12 {
			continue
		}
		counted++
		if float64(n) >= almost*float64(size) {
			held++
			if mine >= 8 && mine*2 > size {
				own++
			}
		}
	}
	return ratio(in, len(side.words)), ratio(held, counted), own
}

// meeting is a sentence of one side and one of the other that share something
// worth weight.
type meeting struct {
	here, there int32
	weight      float64
}

// gather sorts the meetings and adds up those of the same two sentences.
func gather(ms []meeting) []meeting {
	slices.SortFunc(ms, func(x, y meeting) int {
		if x.here != y.here {
			return int(x.here - y.here)
		}
		return int(x.there - y.there)
	})
	out := ms[:0]
	for _, m := range ms {
		if n := len(out); n > 0 && out[n-1].here == m.here && out[n-1].there == m.there {
			out[n-1].weight += m.weight
		} else {
			out = append(out, m)
		}
	}
	return out
}

func turned(ms []meeting) []meeting {
	out := make([]meeting, len(ms))
	for i, m := range ms {
		out[i] = meeting{m.there, m.here, m.weight}
	}
	return out
}

// factsInOrder measures the facts of own sentences that stand in the other.
func (p *pairing) factsInOrder() {
	f := &p.f
	var ms []meeting
	sharedMass := 0.
	for i, j := 0, 0; i < len(p.a.facts) && j < len(p.b.facts); {
		x, y := p.a.facts[i], p.b.facts[j]
		if x.key < y.key {
			i++
			continue
		}
		if y.key < x.key {
			j++
			continue
		}
		sharedMass += float64(x.rarity)
		ie, je := i, j
		for ie < len(p.a.facts) && p.a.facts[ie].key == x.key {
			ie++
		}
		for je < len(p.b.facts) && p.b.facts[je].key == x.key {
			je++
		}
		for _, u := range p.a.facts[i:ie] {
			for _, v := range p.b.facts[j:je] {
				if !p.stand(u.sentence, v.sentence) {
					ms = append(ms, meeting{u.sentence, v.sentence, float64(u.rarity)})
				}
			}
		}
		i, j = ie, je
	}
	back := gather(turned(ms))
	ms = gather(ms)
	words := p.sharedContent()
	f.FactLIS = max(orderedFacts(p.a, ms, words), orderedFacts(p.b, back, gather(turned(words))))
	f.BgFact = backgroundFacts(p.a, p.b, ms)
	f.Agree = agreeing(p.a, p.b, ms, words)
	f.Echo = echo(p.a, p.b, words)
	f.AgreeShare = min(1, f.Agree/float64(max(restatedSentences, min(p.a.ownSentences(), p.b.ownSentences()))))
	f.OwnMass = ownMassNone
	if least := min(p.a.mass, p.b.mass); least > 0 {
		f.AnchMax = min(1, sharedMass/least)
		f.OwnMass = math.Log1p(max(0, least-sharedMass) + 600/(least+15))
	}
	x, y := sharedNumbers(p.a.numbers, p.b.numbers)
	f.NumMin = min(x, y)
}

// ownMassNone is OwnMass where a side has no facts at all: as much as a long
// text of which the other has nothing.
const ownMassNone = 5

// sharedNumbers is the share of each side's numbers, by rarity, that the other
// has.
func sharedNumbers(a, b []uint64) (inA, inB float64) {
	var shared, ma, mb float64
	for _, n := range a {
		ma += float64(uint32(n))
	}
	for _, n := range b {
		mb += float64(uint32(n))
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch x, y := a[i]>>32, b[j]>>32; {
		case x < y:
			i++
		case y < x:
			j++
		default:
			shared += float64(uint32(a[i]))
			i, j = i+1, j+1
		}
	}
	if ma == 0 || mb == 0 {
		return 0, 0
	}
	return shared / ma, shared / mb
}

// orderedFacts counts the own sentences of one side of whose facts half or
// more, by rarity, stand in two neighbouring sentences of the other: the
// longest series in the same order; a lone fact counts half unless other rare
// words agree.
func orderedFacts(side *Profile, ms, words []meeting) float64 {
	var at []int32
	var weight []float64
	next, nextWord := 0, 0
	for si, s := range side.sentences {
		if s.count == 0 || s.own < 4 {
			continue
		}
		for next < len(ms) && int(ms[next].here) < si {
			next++
		}
		end := next
		for end < len(ms) && int(ms[end].here) == si {
			end++
		}
		if end == next {
			continue
		}
		best, where := 0., int32(0)
		for k := next; k < end; k++ {
			w := ms[k].weight
			if k+1 < end && ms[k+1].there == ms[k].there+1 {
				w += ms[k+1].weight
			}
			if w > best {
				best, where = w, ms[k].there
			}
		}
		next = end
		if best < s.facts/2 {
			continue
		}
		one := 1.
		if s.count == 1 {
			one = .5
			for nextWord < len(words) && int(words[nextWord].here) < si {
				nextWord++
			}
			for k := nextWord; k < len(words) && int(words[k].here) == si; k++ {
				if d := words[k].there - where; d >= 0 && d <= 1 && words[k].weight >= rareWord+2 {
					one = 1
				}
			}
		}
		at, weight = append(at, where), append(weight, one)
	}
	return heaviestSeries(at, weight)
}

// sharedContent lists the content words that own sentences of both sides hold.
func (p *pairing) sharedContent() []meeting {
	var ms []meeting
	a, b := p.a.content, p.b.content
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i]>>32, b[j]>>32
		if x < y {
			i++
			continue
		}
		if y < x {
			j++
			continue
		}
		ie, je := i, j
		for ie < len(a) && a[ie]>>32 == x {
			ie++
		}
		for je < len(b) && b[je]>>32 == x {
			je++
		}
		if ie-i <= 4 && je-j <= 4 {
			r := rarityOf(uint32(x))
			for _, u := range a[i:ie] {
				for _, v := range b[j:je] {
					if x, y := int32(uint32(u)), int32(uint32(v)); !p.stand(x, y) {
						ms = append(ms, meeting{x, y, r})
					}
				}
			}
		}
		i, j = ie, je
	}
	return gather(ms)
}
