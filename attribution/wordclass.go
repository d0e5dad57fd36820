package attribution

import "sync"

// wordClass tells of which lists a word is. The rules ask for the same words
// over and over: one look-up a word, when the reporter's words are cut, takes
// the place of five or ten.
type wordClass uint32

const (
	classPreposition wordClass = 1 << iota
	classConjunction
	classDeterminer
	classAuxiliary
	classPronoun
	classWeekday
	classNounJoiner
	classNeverName
	classNameParticle
	classNumeral
	classChannel      // a rule for channels can begin at it
	classOutletSays   // follows an outlet whose report is told
	classCertainCue   // of cueWords, by tier
	classLikelyCue    //
	classPhrasalCue   //
	classParticleCue  // may be a verb of saying with the next word
	classRetelling    // tells what somebody said
	classCue          = classCertainCue | classLikelyCue | classPhrasalCue
	classSmall        = classPreposition | classDeterminer | classConjunction | classAuxiliary // in lower case in headings
	classWithoutSense = classSmall | classPronoun
)

// any reports whether the word is in one of these lists.
func (c wordClass) any(of wordClass) bool { return c&of != 0 }

// wordClasses are the classes of all words that the lists hold.
var wordClasses = sync.OnceValue(func() map[string]wordClass {
	m := make(map[string]wordClass, 1<<12)
	for _, list := range []struct {
		words map[string]bool
		class wordClass
	}{
		{prepositions, classPreposition}, {conjunctions, classConjunction}, {determiners, classDeterminer}, {auxiliaries, classAuxiliary},
		{pronouns, classPronoun}, {weekdays, classWeekday}, {nounJoiners, classNounJoiner}, {neverNames, classNeverName},
		{nameParticles, classNameParticle}, {channelWords, classChannel}, {outletSays, classOutletSays},
	} {
		for w, in := range list.words {
			if in {
				m[w] |= list.class
			}
		}
	}
	for w, tier := range cueWords() {
		m[w] |= [...]wordClass{certain: classCertainCue, likely: classLikelyCue, phrasal: classPhrasalCue}[tier]
	}
	for w, is := range retellingVerbs() {
		if is {
			m[w] |= classRetelling
		}
	}
	for w := range particleCues {
		m[w] |= classParticleCue
	}
	for w := range numeralWords {
		m[w] |= classNumeral
	}
	return m
})
