package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// Speaker is who said something, as an article tells it.
type Speaker struct {
	// Name is the fullest form that the article gives, "" where it names none.
	Name string `json:"name"`
	// Mention is the source words attached to this quote, a pronoun too, at
	// most 12 words; nil where the speaker is carried over or inferred.
	Mention *article.Span `json:"mention"`
}

// maxMention is how many words a mention may have.
const maxMention = 12

// source is a speaker found in the reporter's words.
type source struct {
	rule   string // the rule that found it, "" for none
	frame  int
	first  int // atoms [first, last) of the frame
	last   int
	cue    int // atom of the verb, -1 for none
	person int // index in names.people, -1 where no known person
	name   string
}

func (s *source) found() bool { return s.rule != "" }

// speakerFinder applies the speaker rules to the frames of one article.
type speakerFinder struct {
	frames []frame
	names  *names
	cands  []candidate
	text   string
	// sayings are who speaks in each frame, found when first asked for.
	sayings [][]saying
	// recounts are the accounts in each frame, found when first asked for.
	recounts []*recounts
}

// after finds who is named behind the quote at atom q: "Q, Smith said", "Q,
// said Smith", "Q, according to Smith".
func (sf *speakerFinder) after(f, q int) source {
	atoms := sf.frames[f].atoms
	i := q + 1
	for i < len(atoms) && i < q+3 && (atoms[i].is(",") || atoms[i].is("—") || atoms[i].is("-") || atoms[i].is("…") || atoms[i].is(")")) {
		i++
	}
	if i >= len(atoms) || atoms[i].kind != wordAtom {
		return source{}
	}
	strict := atoms[i].sentence != atoms[q].sentence && atoms[q].stop == '.'
	if strict && i > q+1 {
		return source{}
	}
	if i > q+1 && atoms[i-1].is("—") {
		if p := sf.phraseFrom(f, i); p.head > p.first && atoms[i].capital && !pronouns[atoms[i].word] && (p.last == len(atoms) || atoms[p.last].is(".") || atoms[p.last].is(",")) {
			return sf.named("quote-dash-name", f, -1, p)
		}
	}
	if atoms[i].word == "according" && i+2 < len(atoms) && atoms[i+1].word == "to" {
		return sf.named("according-to", f, i, sf.phraseFrom(f, i+2))
	}
	if w := atoms[i].word; w == "as" {
		i++
		if i >= len(atoms) {
			return source{}
		}
	}
	if c := sf.cueAt(f, i); c > i && !atoms[i].capital {
		return sf.inverted(f, i, c, strict)
	}
	if i+1 < len(atoms) && atoms[q].stop != 0 && atoms[q].stop != '.' && looksLikeVerb(&atoms[i]) && sf.nameAt(f, i+1) {
		return sf.inverted(f, i, i+1, strict) // "Q!" thundered Smith, whatever the verb
	}
	return sf.subjectThenCue(f, i, strict)
}

// inverted reads "said Smith": the cue ends at atom c.
func (sf *speakerFinder) inverted(f, i, c int, strict bool) source {
	atoms := sf.frames[f].atoms
	for c < len(atoms) && atoms[c].kind == wordAtom && betweenSubjectAndVerb[atoms[c].word] {
		c++
	}
	if c >= len(atoms) || atoms[c].kind != wordAtom || strings.HasSuffix(atoms[i].word, "ing") {
		return source{}
	}
	w := atoms[c].word
	if prepositions[w] || conjunctions[w] || cueWords()[w] == certain && !atoms[c].capital {
		return source{}
	}
	p := sf.phraseFrom(f, c)
	if strict && !sf.endsClause(f, p.last) {
		return source{}
	}
	if p.head == p.first {
		return source{}
	}
	rule := "quote-cue-name"
	s := sf.named(rule, f, i, p)
	return s
}

// subjectThenCue reads "Smith said" from atom i on.
func (sf *speakerFinder) subjectThenCue(f, i int, strict bool) source {
	atoms := sf.frames[f].atoms
	if conjunctions[atoms[i].word] || prepositions[atoms[i].word] || atoms[i].word == "that" && !strict {
		return sf.subjectBehindComma(f, i, strict)
	}
	limit := min(len(atoms), i+32)
	for c := i + 1; c < limit; c++ {
		if atoms[c].kind == quoteAtom || atoms[c].sentence != atoms[i].sentence {
			break
		}
		end := sf.cueAt(f, c)
		if end <= c || atoms[c].capital {
			continue
		}
		tier := cueWords()[atoms[c].word]
		if tier == phrasal && !adjacentSubject(atoms, i, c) {
			continue
		}
		if strict && !sf.endsClause(f, end) {
			return source{}
		}
		p := sf.subjectOf(f, i, c)
		if p.head == p.first {
			continue
		}
		return sf.named("quote-name-cue", f, c, p)
	}
	return source{}
}

// subjectBehindComma reads "Q by the United States, Smith said": the quote is
// part of a clause that the attribution follows.
func (sf *speakerFinder) subjectBehindComma(f, i int, strict bool) source {
	atoms := sf.frames[f].atoms
	if strict {
		return source{}
	}
	for k := i; k < len(atoms)-2 && k < i+25 && atoms[k].sentence == atoms[i].sentence && atoms[k].kind != quoteAtom; k++ {
		if !atoms[k].is(",") {
			continue
		}
		n := k + 1
		if atoms[n].is("’") || atoms[n].is("'") || atoms[n].is("”") {
			n++ // a mark that closes nothing
		}
		p := sf.phraseFrom(f, n)
		if p.head == p.first || p.head-p.first > 6 || p.last >= len(atoms) || conjunctions[atoms[n].word] || prepositions[atoms[n].word] {
			continue
		}
		if cueWords()[atoms[p.last].word] == certain && sf.endsClause(f, p.last+1) {
			return sf.named("clause-name-cue", f, p.last, p)
		}
	}
	return source{}
}

func adjacentSubject(atoms []atom, i, c int) bool {
	for k := i; k < c; k++ {
		if atoms[k].kind != wordAtom {
			return false
		}
	}
	return c-i <= 5
}

func looksLikeVerb(a *atom) bool {
	return a.kind == wordAtom && !a.capital && len(a.word) > 4 && strings.HasSuffix(a.word, "ed") && !prepositions[a.word]
}

// endsClause reports whether the attribution that ends before atom i is the
// whole sentence but for where and when: only then does it belong to a quote
// that ended with a full stop.
func (sf *speakerFinder) endsClause(f, i int) bool {
	atoms := sf.frames[f].atoms
	if i >= len(atoms) || atoms[i].is(".") {
		return true
	}
	if atoms[i].kind == wordAtom && (atoms[i].word == "that" || !prepositions[atoms[i].word] && !weekdays[atoms[i].word]) {
		return false
	}
	if atoms[i].kind != wordAtom {
		return false
	}
	n := atoms[i].sentence
	for k := i; k < len(atoms) && atoms[k].sentence == n; k++ {
		if atoms[k].kind == quoteAtom || atoms[k].is(":") {
			return false
		}
	}
	return true
}

// cueAt returns the end of the cue that starts at atom i, or i for none.
func (sf *speakerFinder) cueAt(f, i int) int {
	atoms := sf.frames[f].atoms
	a := &atoms[i]
	if a.kind != wordAtom || a.owner || a.capital && i > 0 && atoms[i-1].sentence == a.sentence {
		return i
	}
	if a.class.any(classParticleCue) && i+1 < len(atoms) {
		for _, p := range particleCues[a.word] {
			if atoms[i+1].word == p && !(p == "it" && i+2 < len(atoms) && moves(atoms[i+2].word)) {
				return i + 2
			}
		}
	}
	if !a.class.any(classCue) {
		return i
	}
	if i > 0 && atoms[i-1].kind == wordAtom {
		switch p := atoms[i-1].word; {
		case groupNumerals[p] && i > 1 && (atoms[i-2].word == "the" || atoms[i-2].word == "these"):
			// "the two write"
		case atoms[i-1].capital && p == "one" && i > 1 && atoms[i-2].capital && a.word != "called":
			// "Channel One said"
		case atoms[i-1].class.any(classDeterminer) || p == "of" || p == "for" || atoms[i-1].owner:
			return i // a noun: "the report", "his tweet"
		case strings.HasSuffix(a.word, "s") && atoms[i-1].capital && !atoms[i-1].owner && i > 1 && (atoms[i-2].capital || atoms[i-2].kind == quoteAtom || atoms[i-1].sentence != atoms[i-2].sentence):
			// "Conway notes"
		case strings.HasSuffix(a.word, "s") && i > 1 && endsQuoteSentence(atoms, i):
			// ", a voice in the advertisement states."
		case bareNoun(a.word) && !(p == "to" || pronouns[p] || auxiliaries[p] || strings.HasSuffix(p, "s") && !atoms[i-1].capital):
			return i // "a campaign message", "server email story"
		}
	}
	if nounLike[a.word] && i+1 < len(atoms) && (atoms[i+1].word == "for" || atoms[i+1].word == "of" || atoms[i+1].word == "from") {
		return i
	}
	return i + 1
}

// moves reports a word that makes "put it" an act: "put it out", "put it on the
// table".
func moves(w string) bool {
	switch w {
	case "out", "down", "up", "off", "away", "back", "aside", "together", "there", "here":
		return true
	}
	return prepositions[w] && w != "to" && w != "in" && w != "at" && w != "during"
}

// groupNumerals may stand for those who speak.
var groupNumerals = wordSet(`two three four five six seven`)

// endsQuoteSentence reports whether atom i is the last word of a sentence that
// a quote with a comma begins: it can only be the verb of its attribution.
func endsQuoteSentence(atoms []atom, i int) bool {
	if i+1 < len(atoms) && !atoms[i+1].is(".") {
		return false
	}
	for k := i - 1; k >= 0 && k > i-10 && atoms[k].sentence == atoms[i].sentence; k-- {
		if atoms[k].kind == quoteAtom {
			return atoms[k].stop == ','
		}
	}
	return false
}

// bareNoun reports a base form that is a noun unless a plural subject or an
// auxiliary stands before it.
func bareNoun(w string) bool {
	return nounLike[w] || nounLike[w+"s"]
}

// named turns a phrase into a source.
func (sf *speakerFinder) named(rule string, f, cue int, p phrase) source {
	if p.head <= p.first {
		return source{}
	}
	atoms := sf.frames[f].atoms
	s := source{rule: rule, frame: f, first: p.first, last: min(p.head, p.first+maxMention), cue: cue, person: -1}
	if p.last > p.head && p.last-p.first <= maxMention && (atoms[p.last-1].word == "who" || atoms[p.last-1].word == "which") {
		s.last = p.last
	}
	if p.head-p.first > maxMention {
		// keep the end, which holds the name
		for k := p.first; k < p.head; k++ {
			if atoms[k].capital && k >= p.head-maxMention {
				s.first, s.last = k, min(p.head, k+maxMention)
				break
			}
		}
	}
	s.person, s.name = sf.nameOf(f, p)
	return s
}

// mention is the span of a source's words.
func (sf *speakerFinder) mention(s source) *article.Span {
	if !s.found() || s.last <= s.first {
		return nil
	}
	atoms := sf.frames[s.frame].atoms
	return &article.Span{Start: atoms[s.first].Start, End: atoms[s.last-1].End}
}
