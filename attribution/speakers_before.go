package attribution

import "strings"

// before finds who is named before the quote at atom q of its sentence:
// "Smith said: Q", "Smith called it Q", "In his words, Q".
func (sf *speakerFinder) before(f, q int) source {
	atoms := sf.frames[f].atoms
	n := atoms[q].sentence
	start := q
	for start > 0 && atoms[start-1].sentence == n {
		start--
	}
	if start == q {
		return source{}
	}
	// the nearest cue to the left, not behind another quote
	for c := q - 1; c >= start; c-- {
		if atoms[c].kind == quoteAtom {
			break
		}
		if atoms[c].word == "to" && c > start && atoms[c-1].word == "according" {
			if p := sf.phraseFrom(f, c+1); p.head > p.first && p.last < q {
				return sf.named("according-to-before", f, c, p)
			}
		}
		end := sf.cueAt(f, c)
		if end <= c || atoms[c].capital && c > start {
			continue
		}
		tier := cueWords()[atoms[c].word]
		if tier == phrasal && q-end > 14 {
			continue
		}
		if s := sf.cueBefore(f, start, c, q); s.found() {
			return s
		}
	}
	return sf.nameBefore(f, start, q)
}

// cueBefore reads the subject of the cue at atom c, which stands before the
// quote at q in a sentence that begins at start.
func (sf *speakerFinder) cueBefore(f, start, c, q int) source {
	atoms := sf.frames[f].atoms
	if sf.passive(f, start, c) {
		for k := c + 1; k < q; k++ {
			if atoms[k].word == "by" {
				if p := sf.phraseFrom(f, k+1); p.head > p.first {
					return sf.named("passive-by", f, c, p)
				}
			}
		}
		if atoms[c].word != "quoted" && atoms[c].word != "heard" && atoms[c].word != "asked" && atoms[c].word != "cited" {
			return source{}
		}
		if atoms[c].word == "asked" {
			return source{}
		}
	}
	rule := "cue-before"
	if q-c > 8 {
		rule = "cue-far-before"
		if !startsSmall(strings.TrimLeft(atoms[q].raw, openingMarks)) && q-c > farWords {
			return source{} // right in three of four cases
		}
	}
	if weakCues[atoms[c].word] || c > start && modals[atoms[c-1].word] {
		if s := sf.reportedAbove(f, start, c); s.found() {
			return s
		}
		if startsSmall(strings.TrimLeft(atoms[q].raw, openingMarks)) {
			return source{} // right in half of the cases
		}
	}
	p := sf.subjectOf(f, start, c)
	if p.head > p.first && !badSubject(atoms, p) {
		if p.first > start && objectPlaces[atoms[p.first-1].word] && !atoms[p.first-1].capital {
			g := sf.determinerBefore(f, start, p.first-2)
			if g < 0 {
				// "who has in the past called it Q": no subject
				return sf.reportedAbove(f, start, c)
			}
			p.first = g // "the head of the committee on works called it Q"
		}
		return sf.named(rule, f, c, p)
	}
	if n := len(atoms[c].word); n > 4 && atoms[c].word[n-3:] == "ing" && c > start && atoms[c-1].is(",") {
		// ", saying Q": who speaks in the sentence, else its subject
		if s := sf.reportedAbove(f, start, c); s.found() {
			return s
		}
		if p := sf.clauseSubject(f, start, c); p.head > p.first && !badSubject(atoms, p) {
			return sf.named("participle", f, c, p)
		}
	}
	// A second verb shares the subject of the first in eight of ten cases only,
	// and the subject of the clause, whatever its verb, is right in seven: no
	// rules.
	return source{}
}

// openingMarks are what may stand before a quote's first letter.
const openingMarks = "\"'“”‘’«»„‚`"

// farWords is how far before a quote of a whole sentence its verb may stand.
const farWords = 12

var modals = wordSet(`would will can could may might must should`)

// objectPlaces stand before what is no subject.
var objectPlaces = wordSet(`in on at during after before since of by from with about into over`)

// reportedAbove is who says the clause of the cue at atom c: "Smith said the
// voters want Q" is Smith's.
func (sf *speakerFinder) reportedAbove(f, start, c int) source {
	atoms := sf.frames[f].atoms
	for k := c - 1; k >= start; k-- {
		if atoms[k].kind == quoteAtom {
			break
		}
		if cueWords()[atoms[k].word] != certain || atoms[k].capital || sf.cueAt(f, k) <= k || sf.passive(f, start, k) {
			continue
		}
		if p := sf.subjectOf(f, start, k); p.head > p.first && !badSubject(atoms, p) {
			return sf.named("reported-above", f, k, p)
		}
	}
	return source{}
}

// badSubject reports a phrase that cannot speak: "it", a bare "who".
func badSubject(atoms []atom, p phrase) bool {
	if w := atoms[p.first].word; auxiliaries[w] && !atoms[p.first].capital || weekdays[w] {
		return true
	}
	if p.head-p.first != 1 {
		return false
	}
	switch atoms[p.first].word {
	case "who", "it", "you", "there", "that", "what", "which", "this":
		return atoms[p.first].word != "it"
	}
	return prepositions[atoms[p.first].word] || conjunctions[atoms[p.first].word]
}

// passive reports whether the cue at c is "was told", "been called".
func (sf *speakerFinder) passive(f, start, c int) bool {
	atoms := sf.frames[f].atoms
	for k := c - 1; k >= start && k >= c-3 && atoms[k].kind == wordAtom; k-- {
		switch atoms[k].word {
		case "was", "were", "been", "be", "is", "are", "being", "get", "gets", "got":
			w := atoms[c].word
			return len(w) > 3 && w[len(w)-3:] != "ing"
		}
		if !betweenSubjectAndVerb[atoms[k].word] {
			return false
		}
	}
	return false
}

// clauseSubject is the first noun phrase that starts the sentence or follows
// an introduction: "In Ohio on Friday, Smith ... calling it Q".
func (sf *speakerFinder) clauseSubject(f, start, c int) phrase {
	atoms := sf.frames[f].atoms
	first := phrase{}
	for k := start; k < c; k++ {
		a := &atoms[k]
		if a.kind != wordAtom {
			continue
		}
		if k > start && !atoms[k-1].is(",") && !atoms[k-1].is("—") && atoms[k-1].kind != quoteAtom && !atoms[k-1].class.any(classConjunction) {
			continue
		}
		if a.class.any(classPreposition|classConjunction) || a.word == "it" || a.class.any(classNeverName) && !a.class.any(classDeterminer|classPronoun) {
			continue
		}
		if k == start && a.capital && !a.class.any(classDeterminer|classPronoun) && !sf.nameAt(f, k) {
			continue // "Likewise", "Even", a noun with a capital for the sentence's sake
		}
		p := sf.phraseFrom(f, k)
		if p.head > p.first && p.head <= c && (a.class.any(classPronoun|classDeterminer) || hasCapital(atoms, p.first, p.head) && !a.class.any(classWeekday)) {
			if p.head < c && isVerbPlace(&atoms[p.head]) {
				return p
			}
			if first.head == 0 {
				first = p
			}
		}
	}
	return first
}

// isVerbPlace reports a word that can be the verb behind a subject; behind a
// place or a day stands a comma: "In Ames, Iowa, on Sunday, Smith went on".
func isVerbPlace(a *atom) bool {
	return a.kind == wordAtom && !a.capital && !prepositions[a.word] && !conjunctions[a.word] && !isDigitWord(a.raw)
}

// nameAt reports whether a name or its title begins at atom k.
func (sf *speakerFinder) nameAt(f, k int) bool {
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		if run := &sf.names.runs[r]; run.whole == k || run.first == k {
			return true
		}
	}
	return false
}

// nameBefore reads "Smith: Q". The owner in "Smith's claim that Q" and "in her
// words, Q" is right in half of the cases: no rule.
func (sf *speakerFinder) nameBefore(f, start, q int) source {
	atoms := sf.frames[f].atoms
	// "Smith: Q"
	if q-1 > start && atoms[q-1].is(":") && atoms[q-2].capital {
		first := sf.phraseStart(f, start, q-2)
		if first >= 0 && (first == start || atoms[first-1].is("—") || atoms[first-1].is("-")) && q-1-first <= 6 {
			return sf.named("name-colon", f, -1, phrase{first, q - 1, q - 1})
		}
	}
	return source{}
}
