package attribution

import (
	"slices"

	"github.com/stemma-news/stemma/article"
)

// inCommon is what a sentence and a saying have in common.
type inCommon struct {
	weight float64 // rarity of the shared stems, summed
	share  float64 // of the saying's
	stems  int
	same   bool // one speaker
	other  bool // two
	named  bool // the saying's speaker is named in the sentence or beside it
}

func (s *sentenceStems) compare(st *sayingStems) inCommon {
	var c inCommon
	for _, x := range s.own {
		if w := st.weight[x]; w > 0 {
			c.weight += w
			c.stems++
		}
	}
	c.share = c.weight / max(1, st.total)
	if len(s.name) > 0 && len(st.name) > 0 {
		c.same = sameSpeaker(s.name, st.name)
		c.other = !c.same && !s.body && !st.body
	}
	if _, found := slices.BinarySearch(s.around, st.surname); found && !c.same && st.surname != 0 {
		c.named = true
	}
	return c
}

// renders weighs what a sentence shares with an utterance; 0 where nothing
// speaks for it.
func (s *sentenceStems) renders(st *sayingStems, told, held, beside bool) float64 {
	c := s.compare(st)
	weight, n, same, other, named, share := c.weight, c.stems, c.same, c.other, 0., c.share
	if c.named {
		named = reportNamed
	}
	if n == 0 && !same && named == 0 || other && (named == 0 || beside && !s.framed) {
		return 0 // nothing in common, or another's words
	}
	spoken := told && (same || named > 0 || beside)
	if share < reportShare && !spoken || share < reportLittle {
		return 0 // one event alone has that much in common
	}
	score := st.scale*(reportRarity*weight+reportStem*float64(min(n, reportStems))) + named + reportLength*float64(min(len(s.own), lengthMost))
	for _, w := range [...]struct {
		is     bool
		weight float64
	}{{told, reportTold}, {same, reportSame}, {same && told, reportSameTold}, {other, reportOther}, {beside, reportBeside}, {held && !beside, reportHeld}, {s.framed && !beside, reportFrame}, {s.framed && !beside && weight < reportRich, reportThin}} {
		if w.is {
			score += w.weight
		}
	}
	if score+reportAlone+reportContext*contextMost < reportNeed {
		return 0
	}
	return score + reportContext*min(st.context(s.around), contextMost)
}

// Archives hold many statements of one person on one event: there the score
// alone is right in one of four. These bounds are from reading what it found in
// news of three years.
const (
	sayStems   = 4 // stems that a sentence shares with what it renders
	sayMany    = 6
	sayShare   = .3  // of the saying's rarity
	sayDense   = .28 // of the sentence's stems
	mayStems   = 3
	mayShare   = .25 // where the speaker is named beside the sentence only
	mayBare    = .35 // where no verb of saying stands in it
	sayLongest = 40  // stems of a sentence; longer ones are lists
	aloneLeast = .25 // one divided by the sayings of the speaker on this event
	storyShare = .36 // of the rare stems of the poorer article, for two that tell one story
	storyMuch  = .4  // the same where the sentence shares little
	frameStems = 4   // of a sentence that is more than "she said of the beads"
)

// says reports whether a sentence that weighs enough shares so much with the
// saying that any two articles may hold them.
func (s *sentenceStems) says(st *sayingStems, told, beside bool) bool {
	c := s.compare(st)
	if !told || !c.same || len(s.own) > sayLongest || s.framed && len(s.own) < frameStems {
		return false
	}
	return beside || c.stems >= sayStems && c.share >= sayShare && (c.stems >= sayMany || float64(c.stems) >= sayDense*float64(len(s.own)))
}

// needsStory is how much of one story two articles must tell for a sentence that
// weighs enough; more than any do where it renders nothing.
func (s *sentenceStems) needsStory(st *sayingStems, told, beside bool) float64 {
	const never = 2
	c := s.compare(st)
	switch {
	case len(s.own) > sayLongest || s.framed && (len(s.own) < frameStems || !beside && c.weight < reportRich):
		return never
	case told && beside:
		return storyShare
	case told && c.same && c.stems < mayStems:
		return storyMuch
	case told && c.same, told && c.named && c.stems >= mayStems && c.share >= mayShare, c.same && c.stems >= mayStems && c.share >= mayBare:
		return storyShare
	}
	return never
}

// storyOf is the share of rare stems that an article has in common with one that
// carries an utterance, the largest; 0 where they are few.
func (m *reportMatcher) storyOf(ci, u int) float64 {
	most := 0.
	x := m.stories.topic(ci)
	for _, h := range m.holders[u][:min(len(m.holders[u]), contextQuotes)] {
		if h == ci {
			continue
		}
		y := m.stories.topic(h)
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
		sum := 0.
		a := around
		for _, x := range list {
			for len(a) > 0 && a[0] < x {
				a = a[1:]
			}
			if len(a) > 0 && a[0] == x && st.weight[x] == 0 {
				r, _ := article.Rarity(x)
				sum += min(float64(r), rarestStem)
			}
		}
		most = max(most, sum)
	}
	return most
}
