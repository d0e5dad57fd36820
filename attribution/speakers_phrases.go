package attribution

import "strings"

// A phrase is a noun phrase in a frame: atoms [first, last), of which the
// first head words name somebody and the rest describes.
type phrase struct {
	first, last int
	head        int // end of the words before the first comma
}

// subjectOf finds the subject of the verb at atom c, not left of floor.
func (sf *speakerFinder) subjectOf(f, floor, c int) phrase {
	atoms := sf.frames[f].atoms
	k := sf.skipTimes(f, floor, c-1)
	if strings.HasSuffix(atoms[c].word, "ing") && (k < floor || atoms[k].kind != wordAtom) {
		return phrase{} // a participle: its subject is the sentence's
	}
	for k >= floor && atoms[k].kind == wordAtom && !atoms[k].capital &&
		(betweenSubjectAndVerb[atoms[k].word] || strings.HasSuffix(atoms[k].word, "ly") || strings.HasSuffix(atoms[k].word, "n't") || strings.HasSuffix(atoms[k].word, "n’t")) {
		if atoms[k].word == "to" && k > floor && !betweenSubjectAndVerb[atoms[k-1].word] {
			return phrase{} // "stepped in to say"
		}
		k--
	}
	k = sf.skipTimes(f, floor, k)
	if k < floor || conjunctions[atoms[k].word] && atoms[k].word != "who" {
		return phrase{}
	}
	if strings.HasSuffix(atoms[c].word, "ing") && !betweenSubjectAndVerb[atoms[c-1].word] && !sf.withBefore(f, floor, k) {
		return phrase{}
	}
	if atoms[k].word == "who" || atoms[k].word == "which" {
		return sf.relative(f, floor, k)
	}
	if p := sf.describedSubject(f, floor, k); p.head > p.first {
		p.last = k + 1
		return p
	}
	return sf.phraseUpTo(f, floor, k+1, 3)
}

// skipTimes steps left over "on Thursday", "later Friday" before a verb.
func (sf *speakerFinder) skipTimes(f, floor, k int) int {
	atoms := sf.frames[f].atoms
	for k > floor && atoms[k].kind == wordAtom && weekdays[atoms[k].word] && atoms[k].word != "may" {
		k--
		for k > floor && atoms[k].kind == wordAtom && wordIn(atoms[k].word, "on", "late", "early", "last", "this", "later", "earlier", "of") {
			k--
		}
	}
	if k-1 > floor && timeSpans[atoms[k].word] && wordIn(atoms[k-1].word, "last", "this", "next") {
		k -= 2 // "Smith last week said"
		if k > floor && wordIn(atoms[k].word, "earlier", "later", "early", "late") {
			k--
		}
	}
	if k-2 > floor && atoms[k].word == "ago" && timeSpans[strings.TrimSuffix(atoms[k-1].word, "s")] {
		k -= 3 // "two weeks ago"
		if k > floor && atoms[k].word == "than" {
			k -= 2
		}
	}
	return k
}

// timeSpans are the units of "last week" and "two days ago".
var timeSpans = wordSet(`day week weekend month year spring summer autumn fall winter hour`)

// describedSubject reads "Smith, the envoy to Washington, D.C.," where it
// opens the clause: a name, a comma, and a comma again at atom k.
func (sf *speakerFinder) describedSubject(f, floor, k int) phrase {
	atoms := sf.frames[f].atoms
	if !atoms[k].is(",") || atoms[floor].kind != wordAtom || prepositions[atoms[floor].word] || conjunctions[atoms[floor].word] {
		return phrase{}
	}
	if sentenceAdverbs[atoms[floor].word] {
		return phrase{}
	}
	p := sf.phraseFrom(f, floor)
	if p.head == p.first || p.last >= k || !atoms[p.last].is(",") || !atoms[p.head-1].capital || weekdays[atoms[p.first].word] {
		return phrase{}
	}
	for m := p.last; m < k; m++ {
		if atoms[m].kind == quoteAtom || pronouns[atoms[m].word] && atoms[m].word != "who" {
			return phrase{}
		}
	}
	return p
}

// sentenceAdverbs open a sentence and name nobody: "Meanwhile, Smith, the envoy, said".
var sentenceAdverbs = wordSet(`meanwhile however later earlier then now here also still instead perhaps moreover furthermore nevertheless nonetheless
	additionally separately finally interestingly notably elsewhere`)

// withBefore reports whether "with" opens the phrase that ends at atom k:
// "with Smith calling it Q".
func (sf *speakerFinder) withBefore(f, floor, k int) bool {
	atoms := sf.frames[f].atoms
	for m := k; m >= floor && m > k-10 && atoms[m].kind == wordAtom; m-- {
		if atoms[m].word == "with" {
			return true
		}
	}
	return false
}

// relative reads "Smith, who": the phrase before the pronoun at atom k, which
// stays part of the mention.
func (sf *speakerFinder) relative(f, floor, k int) phrase {
	atoms := sf.frames[f].atoms
	end := k
	if end > floor && atoms[end-1].is(",") {
		end--
	}
	p := sf.phraseUpTo(f, floor, end, 2)
	if p.head == p.first {
		return phrase{}
	}
	p.last = k + 1
	return p
}

// phraseUpTo reads the noun phrase that ends before atom end. Descriptions set
// off by commas, dashes or brackets are stepped over, at most depth of them.
func (sf *speakerFinder) phraseUpTo(f, floor, end, depth int) phrase {
	atoms := sf.frames[f].atoms
	k := end - 1
	if k < floor {
		return phrase{}
	}
	a := &atoms[k]
	if a.kind == punctAtom {
		open := ""
		switch a.raw {
		case ",", "—", "-":
			open = a.raw
		case ")":
			open = "("
		default:
			return phrase{}
		}
		for m := k - 1; m > floor && m > k-45 && atoms[m].sentence == a.sentence; m-- {
			if !atoms[m].is(open) || depth == 0 {
				continue
			}
			if open == "," && !describes(atoms, m+1, k) && !(m > floor) {
				continue
			}
			if p := sf.phraseUpTo(f, floor, m, depth-1); p.last > p.first && (open != "," || describes(atoms, m+1, k)) {
				p.last = end
				return p
			}
		}
		return phrase{}
	}
	if a.kind == quoteAtom {
		return phrase{}
	}
	if pronouns[uncontracted(a.word)] {
		return phrase{k, k + 1, k + 1}
	}
	first := sf.phraseStart(f, floor, k)
	if first == k && sentenceAdverbs[a.word] {
		return phrase{}
	}
	if first < 0 || first > floor && auxiliaries[atoms[first-1].word] && predicate(atoms[first:end]) {
		return phrase{}
	}
	return phrase{first, end, end}
}

// predicate reports whether words behind an auxiliary are no subject: "she was
// found responsible", but "the trouble is people say".
func predicate(words []atom) bool {
	last := words[len(words)-1].word
	return !words[0].class.any(classDeterminer) && !hasCapital(words, 0, len(words)) && !strings.HasSuffix(last, "s") && !wordIn(last, "people", "men", "women", "police")
}

// describes reports whether atoms [i, j) may be an apposition or a relative
// clause: "the mayor of Leeds", "45", "who lost his job", "R-Fla.".
func describes(atoms []atom, i, j int) bool {
	if i >= j || j-i > 40 {
		return false
	}
	a := &atoms[i]
	if a.kind != wordAtom {
		return false
	}
	for k := i; k < j; k++ {
		if atoms[k].kind == quoteAtom {
			return false
		}
	}
	return true
}

// phraseStart walks left from atom k over the words of one noun phrase.
func (sf *speakerFinder) phraseStart(f, floor, k int) int {
	atoms := sf.frames[f].atoms
	first := -1
	n := atoms[k].sentence
	for m := k; m >= floor && m > k-16 && atoms[m].kind == wordAtom && atoms[m].sentence == n; m-- {
		w := atoms[m].word
		if m < k && (conjunctions[w] || cueWords()[w] == certain && !atoms[m].capital) {
			break
		}
		if m < k && (pronouns[w] || auxiliaries[w] && !atoms[m].capital) {
			break
		}
		if atoms[m].capital && weekdays[w] {
			break
		}
		if determiners[w] && !(w == "one" && atoms[m].capital && m > floor && atoms[m-1].capital) { // "Channel One"
			first = m
			if atoms[m].capital || m == floor {
				return m
			}
			// "a spokesman for the campaign": go on over the preposition
			if m-2 >= floor && atoms[m-1].kind == wordAtom && nounJoiners[atoms[m-1].word] && atoms[m-2].kind == wordAtom &&
				!determiners[atoms[m-2].word] && !prepositions[atoms[m-2].word] {
				if g := sf.determinerBefore(f, floor, m-2); g >= 0 {
					return g
				}
			}
			return m
		}
		if prepositions[w] {
			if nounJoiners[w] && m-1 >= floor && atoms[m-1].kind == wordAtom && !prepositions[atoms[m-1].word] && first >= 0 {
				if g := sf.determinerBefore(f, floor, m-1); g >= 0 {
					return g
				}
				if atoms[m-1].capital && !weekdays[atoms[m-1].word] {
					return sf.phraseStart(f, floor, m-1)
				}
			}
			break
		}
		if atoms[m].capital || nameParticles[w] && first >= 0 || roleNouns[w] || isDigitWord(w) || first < 0 || atoms[m].owner || isModifier(w) {
			first = m
			continue
		}
		if hasCapital(atoms, m+1, k+1) {
			// a lower-case word before a name: "campaign manager Teun Rook"
			if _, ok := titleWords()[w]; ok {
				first = m
				continue
			}
			break
		}
		first = m
	}
	return first
}

// determinerBefore finds the start of the noun phrase whose noun is at k: a
// determiner or a sentence start at most five words to the left.
func (sf *speakerFinder) determinerBefore(f, floor, k int) int {
	atoms := sf.frames[f].atoms
	for m := k; m >= floor && m > k-6 && atoms[m].kind == wordAtom && atoms[m].sentence == atoms[k].sentence; m-- {
		w := atoms[m].word
		if determiners[w] {
			return m
		}
		if prepositions[w] || conjunctions[w] || cueWords()[w] == certain {
			return -1
		}
		if atoms[m].owner {
			return m
		}
		if m == 0 || atoms[m-1].sentence != atoms[m].sentence {
			if atoms[m].capital {
				return m
			}
		}
	}
	return -1
}

func hasCapital(atoms []atom, i, j int) bool {
	for k := i; k < j; k++ {
		if atoms[k].capital && !atoms[k].class.any(classDeterminer) {
			return true
		}
	}
	return false
}

func isModifier(w string) bool {
	_, ok := titleWords()[w]
	return ok || strings.HasSuffix(w, "year-old")
}

// phraseFrom reads the noun phrase that starts at atom i.
func (sf *speakerFinder) phraseFrom(f, i int) phrase {
	atoms := sf.frames[f].atoms
	p := phrase{first: i, last: i, head: i}
	if i >= len(atoms) || atoms[i].kind != wordAtom {
		return p
	}
	if pronouns[atoms[i].word] {
		return phrase{i, i + 1, i + 1}
	}
	n := atoms[i].sentence
	k := i
	for ; k < len(atoms) && k < i+20 && atoms[k].kind == wordAtom && atoms[k].sentence == n; k++ {
		w := atoms[k].word
		class := atoms[k].class
		if k > i && (class.any(classPreposition) && !class.any(classNounJoiner) || class.any(classConjunction) && w != "and" || class.any(classWeekday|classPronoun|classAuxiliary)) {
			break
		}
		if k > i+1 && looksLikeVerb(&atoms[k]) && !determiners[atoms[k-1].word] && !isModifier(w) {
			break
		}
		if k > i && class.any(classNounJoiner) && (k+1 >= len(atoms) || timeWords[atoms[k+1].word] || atoms[k+1].kind != wordAtom) {
			break
		}
		if k > i+1 && hasCapital(atoms, i, k) && w == "in" {
			break
		}
		if k > i && !atoms[k].capital && hasCapital(atoms, i, k) && !class.any(classNounJoiner|classNameParticle) && !roleNouns[w] && !isModifier(w) && !determiners[w] && !afterJoiner(atoms, i, k) && !capitalAhead(atoms, k) {
			break
		}
	}
	p.head, p.last = k, k
	return p
}

// capitalAhead reports whether the lower-case words at k lead to a name: "Post
// bureau chief Ann Smith".
func capitalAhead(atoms []atom, k int) bool {
	for m := k; m < len(atoms) && m < k+4 && atoms[m].kind == wordAtom; m++ {
		if atoms[m].capital {
			return m > k
		}
		w := atoms[m].word
		class := atoms[m].class
		if class.any(classSmall|classWeekday) || class.any(classCue) && !nounLike[w] || looksLikeVerb(&atoms[m]) && !isModifier(w) {
			return false
		}
	}
	return false
}

func afterJoiner(atoms []atom, i, k int) bool {
	for m := k - 1; m > i && m > k-5; m-- {
		if atoms[m].class.any(classNounJoiner) {
			return true
		}
	}
	return false
}
