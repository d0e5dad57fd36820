package attribution

import (
	"math"
	"slices"

	"github.com/stemma-news/stemma/article"
)

// What says that a sentence renders a saying, a logistic model. It is fitted on
// half of the invented stories and on 265 pairs read in news of 2017: an archive
// holds many statements of one person on one event, and a model that saw invented
// stories only takes them for one another. In news of 2019, which nothing was
// fitted on, 38 of 45 finds read were right. A table of 830 lines of words of like
// meaning added nothing on the other half.
const (
	reportBias      = -6.40
	reportBeside    = .75   // it stands beside a part of the saying in marks
	reportContext   = .05   // a logarithm of rarity that the sentences around share
	reportCover     = 1.41  // of the saying's rarity
	reportDense     = 1.26  // of the sentence's stems
	reportElsewhere = -.11  // a logarithm of rarity that it shares with what a carrier's reporter tells
	reportFramed    = -.26  // the sentence belongs to a quote in full
	reportGap       = -1.59 // of an article's length, from its place to that of the saying
	reportHeld      = -1.90 // the article has the words in marks too
	reportLead      = .60   // over the speaker's other sayings, see lead
	reportLength    = .16   // a stem of the sentence
	reportLocal     = .32   // a logarithm of rarity, divided by the sentences that hold the stem
	reportNamed     = .92   // told, and the speaker's name stands in it
	reportNear      = .62   // told, and the name stands beside it
	reportOther     = -.48  // another person speaks
	reportPair      = .24   // two stems near each other in both
	reportRarity    = -.30  // a logarithm of rarity of the shared stems: what counts is lead and local
	reportSame      = 1.03  // the same speaker
	reportSameTold  = .62   // who is said to say it
	reportAlone     = .98   // divided by the sayings of that speaker
	reportStem      = .11   // a shared stem
	reportTold      = .10   // a verb of saying
	reportUnique    = .29   // a shared stem that the article has here only

	reportNeed   = -.5 // of two articles that tell one story
	reportStrict = .5  // of any two
	storyShare   = .3  // of the rare stems of the poorer article, for two that tell one story
)

const (
	contextMost     = 40. // rarity that counts of the sentences around
	elsewhereMost   = 20. // rarity that counts of what a carrier's reporter tells
	leadMost        = 3.
	leadRarity      = .1 // of a logarithm of rarity, beside a stem
	pairReach       = 2  // stems from one to the other of a pair
	lengthMost      = 12 // stems of a sentence that count
	reportLongest   = 40 // stems of a sentence; longer ones are lists
	frameStems      = 3  // of a sentence that is more than "asked of the beads, she answered"
	rarestStem      = 6  // rarity counts up to here: names are rare but prove little
	commonStem      = 1.2
	reportPartners  = 40  // linked articles looked at for each one
	reportUtterance = 400 // utterances looked at for each article
	surnamePosting  = 300 // utterances of one surname above which the name blocks nothing
	sayingRarity    = 60. // summed rarity of the stems of a saying of usual length
	keptSayings     = 16384
	keptArticles    = 2048
	contextQuotes   = 4 // quotes of an utterance whose surroundings are looked at
)

// inCommon is what a sentence and a saying have in common.
type inCommon struct {
	rarity float64 // of the shared stems, summed
	stems  float64
	local  float64
	unique float64
	pairs  float64
	same   bool // one speaker
	other  bool // two persons
	named  bool // the saying's speaker is named in the sentence
	near   bool // or beside it
}

// any reports that a sentence and a saying have anything in common.
func (c *inCommon) any() bool { return c.stems > 0 || c.same || c.named || c.near }

// value is what shared stems weigh where the sayings of one speaker are held
// against each other.
func (c *inCommon) value() float64 { return c.stems + leadRarity*c.rarity }

// compare holds a sentence against a saying. held tells how many sentences of the
// article hold each stem.
func (s *sentenceStems) compare(st *sayingStems, held map[uint32]int) inCommon {
	var c inCommon
	for _, x := range s.own {
		w := st.weight[x]
		if w == 0 {
			continue
		}
		c.rarity += w
		c.stems++
		if x != st.surname {
			c.local += w / float64(held[x])
			if held[x] == 1 {
				c.unique++
			}
		}
	}
	c.rarity, c.stems, c.local = c.rarity*st.scale, c.stems*st.scale, c.local*st.scale
	if c.stems > 0 {
		c.pairs = float64(st.pairsIn(s.inOrder))
	}
	if len(s.name) > 0 && len(st.name) > 0 {
		c.same = sameSpeaker(s.name, st.name)
		c.other = !c.same && !s.body && !st.body && !s.vague
	}
	if !c.same && st.surname != 0 {
		_, c.named = slices.BinarySearch(s.own, st.surname)
		if !c.named {
			_, c.near = slices.BinarySearch(s.around, st.surname)
		}
	}
	return c
}

// pairsIn counts the pairs of stems near each other that a sentence has as well.
func (st *sayingStems) pairsIn(stems []uint32) int {
	n := 0
	var seen []uint64
	for i, x := range stems {
		if st.weight[x] == 0 {
			continue
		}
		for _, y := range stems[i+1 : min(len(stems), i+1+pairReach)] {
			if x == y || st.weight[y] == 0 {
				continue
			}
			p := pairOf(x, y)
			if _, found := slices.BinarySearch(st.pairs, p); found && !slices.Contains(seen, p) {
				seen = append(seen, p)
				n++
			}
		}
	}
	return n
}

func pairOf(x, y uint32) uint64 { return uint64(x)<<32 | uint64(y) }

// pairsOf are the pairs of stems near each other, sorted.
func pairsOf(stems []uint32) []uint64 {
	var out []uint64
	for i, x := range stems {
		for _, y := range stems[i+1 : min(len(stems), i+1+pairReach)] {
			out = append(out, pairOf(x, y))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// evidence is what speaks for a sentence's rendering a saying.
type evidence struct {
	inCommon
	told, framed, held, beside bool
	alone                      float64 // one divided by the sayings of the speaker on offer
	lead                       float64 // over the speaker's other sayings
	cover, dense               float64
	length                     float64
	gap, context, elsewhere    float64
}

// score weighs the evidence, in log odds.
func (e *evidence) score() float64 {
	z := reportBias + reportContext*e.context + reportCover*e.cover + reportDense*e.dense + reportElsewhere*e.elsewhere + reportGap*e.gap +
		reportLead*e.lead + reportLength*e.length + reportLocal*e.local + reportPair*e.pairs + reportRarity*e.rarity + reportStem*e.stems + reportUnique*e.unique
	if e.same || e.named {
		z += reportAlone * e.alone
	}
	for _, w := range [...]struct {
		is     bool
		weight float64
	}{{e.beside, reportBeside}, {e.framed && !e.beside, reportFramed}, {e.held && !e.beside, reportHeld}, {e.other, reportOther}, {e.same, reportSame},
		{e.same && e.told, reportSameTold}, {e.named && e.told, reportNamed}, {e.near && e.told, reportNear}, {e.told, reportTold}} {
		if w.is {
			z += w.weight
		}
	}
	return z
}

// storyOf is the share of rare stems that an article has in common with one that
// carries an utterance, the largest; 0 where they are few.
func (m *reportMatcher) storyOf(ci, u int) float64 {
	most := 0.
	x := m.stories.topic(ci)
	for _, h := range m.firstHolders(u) {
		if int(h) == ci {
			continue
		}
		y := m.stories.topic(int(h))
		if n := sharedStems(x, y); n >= topicShared {
			most = max(most, float64(n)/float64(min(len(x), len(y))))
		}
	}
	return most
}

// context is how much the sentences around share with those around one of the
// saying's quotes, its own words left out.
func (st *sayingStems) context(around []uint32) float64 {
	most := 0.
	for _, list := range st.around {
		most = max(most, st.shared(around, list))
	}
	return min(most, contextMost)
}

// shared is the rarity of the stems that stand in two sorted lists and not in the
// saying.
func (st *sayingStems) shared(a, b []uint32) float64 {
	sum := 0.
	for _, x := range b {
		for len(a) > 0 && a[0] < x {
			a = a[1:]
		}
		if len(a) > 0 && a[0] == x && st.weight[x] == 0 && x != st.surname {
			r, _ := article.Rarity(x)
			sum += min(float64(r), rarestStem)
		}
	}
	return sum
}

// elsewhere is how much of a sentence one sentence of those who carry the
// utterance tells in its reporter's own words: it renders that, not the saying.
func (m *reportMatcher) elsewhere(ci, u int, own []uint32) float64 {
	st, most := m.saying(u), 0.
	for _, h := range m.firstHolders(u) {
		if int(h) == ci {
			continue
		}
		r := &m.carriers[h].Reports
		for i := range r.sentences {
			most = max(most, st.shared(own, m.sorted(int(h), i)))
		}
	}
	return min(most, elsewhereMost)
}

// gap is how far from the place of a sentence in its article the saying stands in
// its own, in shares of their lengths, the smallest; 1 where nobody else has it.
func (st *sayingStems) gap(ci int, place float64) float64 {
	least := 1.
	for _, p := range st.places {
		if p.carrier != ci {
			least = min(least, math.Abs(p.at-place))
		}
	}
	return least
}
