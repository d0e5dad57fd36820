package attribution

import (
	"slices"

	"github.com/stemma-news/stemma/article"
)

// Thresholds of joining by the words of the shorter wording, from reading
// cross-article pairs of PolNeAR (research notes of the project): from 12
// words up 32 of 32 pairs with this coverage were one saying, of 8 to 11 words
// 6 of 25 were not, below that about half.
const (
	longWords   = 12
	middleWords = 8
	shortWords  = 5

	longCoverage     = .80
	longDensity      = .5
	middleCoverage   = .85
	middleDensity    = .7
	windowWords      = 12
	windowDensity    = .6
	misnamedWords    = 16
	misnamedLong     = 24 // words that stand in both, in whatever order
	misnamedRun      = 14
	misnamedWhole    = 10 // words of two equal wordings
	misnamedDays     = 30
	namelessCoverage = .88 // of a wording without a name
	shortRare        = .8  // coverage of a short one by rarity
	windowRare       = 12.
	rareWords        = 20.
	rareDays         = 14
	unnamedRarity    = 11.
	inflectedRarity  = 10.
	fragmentRarity   = 8.
	unnamedCoverage  = .95
	storyCoverage    = .8
	storyDensity     = .6
	storyRare        = .55 // the same within one story
	loosePhrase      = .6  // coverage of a phrase that a story tells again
	phraseRarity     = 5.
	loosely          = 20 // words of two transcripts
	looseDensity     = .48
	tellingRarity    = 14. // of words that nobody puts together by chance
	rootCoverage     = .6
	ownWords         = 6 // of a wording that begins with its speaker's own words

	editedDays = 3 // the same where the words differ, from the middle of one interval to the other's
	sameDays   = 3 // how far apart carriers of a short wording may be, in days
	windowRun  = 8 // words in a row that join two windows of one speech
)

// One logistic model over 18 features of the alignment, the speakers and the days
// does worse than these rules: fitted on 136 labelled pairs it joins, of 111 others,
// 31 to 38 of 47 short ones that are one saying with 4 to 9 wrong (the rules 40
// with 4) and 16 of 19 long ones with 6 to 8 wrong (15 with 1).

// joins decides whether two nodes render one saying, s the shorter one. story
// reports that the articles of both carry another saying in common, or tell of
// one event.
func (x *aligner) joins(s, l *rendering, story bool) (alignment, bool) {
	n := len(s.words)
	who := compareSpeakers(s.speaker, l.speaker)
	a := x.alignMoved(s.words, l.words)
	if a.negated || s.nested && !l.nested && len(l.words) > n+3 {
		return a, false
	}
	if !s.nested && a.inner*2 > a.matched && (who != speakersSame || a.matched-a.inner < ownWords) {
		return a, false // what the long one tells of somebody else
	}
	together := near(s.from, s.to, l.from, l.to, sameDays)
	if n < longWords && a.run < a.matched && apart(s, l) > editedDays {
		together = false // next week's rally has the line again, a little changed
	}
	if who == speakersDiffer {
		return a, !s.post && !l.post && misnamed(a, s, l, story, together)
	}
	cover, dense := a.coverage(n), a.density()
	exact := a.run == a.matched
	need := shortRare
	if story && together {
		need = storyRare
	}
	switch {
	case who == speakersUnknown && a.to-a.from == n && n >= middleWords && cover >= middleCoverage && a.run >= middleWords && a.rare >= tellingRarity && !a.number && near(s.from, s.to, l.from, l.to, topicDays):
		return a, true
	case who == speakersUnknown && !story && (a.number || a.numberLost || cover < unnamedCoverage && (n < misnamedWords || cover < namelessCoverage || a.run < middleWords)):
		// monthly templates, slogans: without a name only the whole wording
		return a, a.run >= misnamedWords && !a.number
	case (who == speakersUnknown || who == speakersBody) && n >= middleWords && exact && cover == 1 && a.rare >= tellingRarity && !a.numberLost:
		return a, true // words that nobody puts together twice
	case n < middleWords && max(a.rare, rareIn(s.words, l.words)) < need*summedRarity(s.words):
		return a, false // the word that counts is another
	case n >= middleWords && who == speakersUnknown && cover < namelessCoverage && a.run < longWords && !(dated(s) && dated(l)) && !(exact && a.run >= n-1):
		return a, false // undated articles of one story may tell of two days
	case n >= longWords && cover >= longCoverage && dense >= longDensity && a.matched+a.moved >= longWords-2:
		return a, true
	case a.matched >= windowWords && dense >= windowDensity && a.run >= middleWords-2:
		// two windows of one speech, or one with many cuts
		return a, (together || who == speakersSame && a.matched >= misnamedWords) && (who != speakersUnknown || a.run >= windowRun) || a.run >= longWords
	case story && together && !(s.post && l.post) && (a.matched >= loosely && dense >= looseDensity && a.run >= middleWords-2 || who == speakersSame && a.matched >= windowWords-2 && a.run >= windowRun-1 && dense >= longCoverage):
		return a, true // two transcripts of one answer
	case who == speakersSame && n >= shortWords && cover >= middleCoverage && dense >= middleDensity && a.rare >= tellingRarity && !a.number && !a.numberLost && near(s.from, s.to, l.from, l.to, misnamedDays):
		return a, true
	case story && together && dated(s) && dated(l) && a.run >= windowRun && dense >= .9 && a.rare >= windowRare && !a.numberLost:
		return a, true
	case n >= shortWords && cover == 1 && dense >= middleCoverage && a.rare >= rareWords && !a.numberLost && near(s.from, s.to, l.from, l.to, rareDays):
		return a, who == speakersSame || exact
	case story && together && n > 1 && cover >= storyCoverage && (dense >= storyDensity || a.moved > 0) && a.content(s.words) >= 2:
		return a, !a.number && (exact || n >= shortWords) && (who == speakersSame || n >= 3 && (cover == 1 || n >= middleWords || exact && n > shortWords && cover >= middleCoverage))
	case story && together && n > 3 && cover == 1 && exact && a.content(s.words) > 0:
		return a, true
	case story && together && s.phrase && s.quotes[0].carrier != l.quotes[0].carrier && n > 3 && n < middleWords && cover >= loosePhrase && exact && a.run >= 3 && a.rare >= phraseRarity && !a.number && !a.numberLost && who == speakersSame && !l.post:
		a.loose = true // "creating its own weather" for "making its own weather"
		return a, true
	case story && together && who == speakersSame && a.run >= windowRun && dense >= .9 && a.content(s.words) >= 3 && a.sentence(s.words):
		return a, true // two windows of one speech share a sentence
	case together && who == speakersSame && n >= middleWords && a.odd == 0 && a.to-a.from >= n-1 && a.rare >= inflectedRarity && a.content(s.words) >= 4 && !a.number && !a.numberLost:
		return a, true // "for an increasing number of people", "to increasing numbers of people"
	case n >= middleWords:
		if cover < middleCoverage && !(exact && a.matched >= windowRun) || dense < middleDensity || a.number || a.numberLost {
			return a, false
		}
		switch who {
		case speakersSame:
			return a, exact && cover == 1 || together
		}
		return a, cover == 1 && exact && together
	case who == speakersUnknown || who == speakersBody:
		return a, n >= shortWords && together && dated(s) && dated(l) && a.matched == n && exact && !a.numberLost && a.rare >= unnamedRarity
	}
	return a, who == speakersSame && together && a.matched == n && exact && !a.numberLost && a.content(s.words) >= 2
}

// misnamed decides about wordings that two different persons are named for:
// one of the names is wrong, or the words are. Only long equal stretches are
// held for one saying, and the whole of the shorter one: talking points run to
// twelve words in a row.
func misnamed(a alignment, s, l *rendering, story, together bool) bool {
	n := len(s.words)
	cover, dense := a.coverage(n), a.density()
	switch {
	case a.matched >= misnamedWords && a.run >= longWords && dense >= .9 && cover >= longCoverage && together:
		return true
	case a.matched+a.moved >= misnamedLong && cover >= longCoverage && together:
		return true
	case a.run >= misnamedLong-4 && together:
		return true // two windows
	case a.number:
		return false
	case a.run >= misnamedRun && cover >= middleCoverage && dense >= middleCoverage && together:
		return true
	case cover >= unnamedCoverage && dense >= unnamedCoverage && a.run >= misnamedRun:
		return near(s.from, s.to, l.from, l.to, misnamedDays)
	case cover >= unnamedCoverage && dense >= unnamedCoverage && n >= misnamedWhole && n >= len(l.words)-1:
		return together // the whole of both
	case n >= misnamedWhole && a.run == n && a.sentence(s.words) && l.words[a.first].begins && a.content(s.words) >= 4 && near(s.from, s.to, l.from, l.to, topicDays):
		return true // a question and whom it is put to
	case !story || !together:
		return false
	case a.matched >= middleWords && a.run >= middleWords && dense >= .9 && cover >= longCoverage:
		return true
	}
	return n >= shortWords && cover == 1 && a.run == n && a.content(s.words) >= 2 && a.rare >= fragmentRarity
}

func dated(n *rendering) bool { return !n.from.IsZero() && !n.to.IsZero() }

// summedRarity sums how rare words are, in natural logarithms.
func summedRarity(words []wordToken) float64 {
	r := 0.
	for _, t := range words {
		r += float64(t.rarity)
	}
	return r
}

// rareIn sums how rare those words of a wording are that stand anywhere in
// another.
func rareIn(short, long []wordToken) float64 {
	r := 0.
	for _, t := range short {
		if t.stem != 0 && slices.ContainsFunc(long, func(u wordToken) bool { return u.stem == t.stem }) {
			r += float64(t.rarity)
		}
	}
	return r
}

// sentence reports whether the matched window is one or more whole sentences of
// the short wording, word for word.
func (a alignment) sentence(short []wordToken) bool {
	return a.run == a.to-a.from && short[a.from].begins && (a.to == len(short) || short[a.to].begins)
}

// content counts the matched window's words that are no function words.
func (a alignment) content(short []wordToken) int {
	n := 0
	for _, t := range short[a.from:a.to] {
		if !functionHashes[t.hash] {
			n++
		}
	}
	return n
}

// functionHashes are the hashes of words that every text holds.
var functionHashes = func() map[uint64]bool {
	m := map[uint64]bool{}
	for _, set := range []map[string]bool{prepositions, conjunctions, determiners, auxiliaries, pronouns,
		wordSet("not be being do me him them us very so just it's is there here what how who out up down get got go going have has make made")} {
		for w := range set {
			m[article.HashWord(w)] = true
		}
	}
	return m
}()
