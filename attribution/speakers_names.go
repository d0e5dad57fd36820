package attribution

import (
	"slices"
	"strings"
)

// nameOf resolves a phrase to a person of the article, -1 and the phrase's own
// words for a body or somebody unnamed, "" where a pronoun leads nowhere.
func (sf *speakerFinder) nameOf(f int, p phrase) (int, string) {
	atoms := sf.frames[f].atoms
	if word := uncontracted(atoms[p.first].word); p.head-p.first == 1 && pronouns[word] {
		switch word {
		case "he":
			return sf.pronoun(f, p.first, male)
		case "she":
			return sf.pronoun(f, p.first, female)
		case "it":
			return -1, sf.lastBody(f, p.first, "")
		}
		return -1, ""
	}
	if atoms[p.head-1].raw == "MORE" {
		if i := sf.linked(f, p.head-1); i >= 0 {
			return i, sf.names.fullest(i)
		}
		return -1, ""
	}
	r := -1
	if atoms[p.first].word == "the" || roleNouns[sf.headNoun(f, p)] {
		r = sf.apposed(f, p)
	}
	if r < 0 {
		r = sf.headRun(f, p)
	}
	if r >= 0 {
		run := &sf.names.runs[r]
		if run.person >= 0 {
			return run.person, sf.names.fullest(run.person)
		}
		if run.first >= p.head {
			return -1, nameText(atoms[run.first:run.last])
		}
		if run.last < p.head && wordIn(sf.headNoun(f, p), "republican", "democrat", "lawmaker") {
			if i := sf.sentBy(f, p, atoms[run.last-1].word); i >= 0 && wordIn(atoms[p.first].word, "the", "that", "this") {
				return i, sf.names.fullest(i)
			}
			return -1, phraseText(atoms[p.first:min(p.head, p.first+maxMention)])
		}
		return -1, sf.runText(f, p, run)
	}
	if i := sf.byRole(f, p); i >= 0 {
		return i, sf.names.fullest(i)
	}
	if head := sf.headNoun(f, p); atoms[p.first].owner && roleNouns[head] && p.head-p.first <= 6 && !hasRunAfter(sf.names, f, p) {
		// "Rook's former strategist": somebody the text has named
		if i, name := sf.pronoun(f, p.first, genderOfRole(head)); i >= 0 {
			return i, name
		}
	}
	if atoms[p.first].word == "the" && p.head-p.first <= 4 {
		switch head := sf.headNoun(f, p); {
		case bodyNouns[head]:
			if b := sf.lastBody(f, p.first, head); b != "" {
				return -1, b
			}
		case (roleNouns[head] || personNouns[head]) && !sf.unnamedBefore(f, p.first, head, 6):
			// somebody described in new words: whom the text is about here
			if i, name := sf.pronoun(f, p.first, genderOfRole(head)); i >= 0 {
				return i, name
			}
		}
	}
	return -1, phraseText(atoms[p.first:min(p.head, p.first+maxMention)])
}

// sentBy is the lawmaker of a place, "the Nordholm Republican": who was named last
// with the place, "Rook (R-Nord.)", "Rook of Nordholm", "Nordholm Sen. Rook"; -1
// for none.
func (sf *speakerFinder) sentBy(f int, p phrase, place string) int {
	const titles = 3 // words
	best := -1
	for r := range sf.names.byFrame[f+1] {
		run := &sf.names.runs[r]
		if run.frame == f && run.first >= p.first {
			break
		}
		if run.person < 0 || sf.names.people[run.person].human <= 0 {
			continue
		}
		atoms := sf.frames[run.frame].atoms
		found := run.last+1 < len(atoms) && (atoms[run.last].word == "of" && atoms[run.last+1].word == place || atoms[run.last].kind == punctAtom && partyOf(atoms[run.last+1].raw, place))
		for k := run.first - 1; k >= max(0, run.whole-titles) && atoms[k].kind == wordAtom && !found; k-- {
			found = atoms[k].word == place
		}
		if found {
			best = run.person
		}
	}
	return best
}

// partyOf reports whether a tag such as "R-Nord." names the place.
func partyOf(tag, place string) bool {
	if len(tag) < 4 || tag[1] != '-' || !wordIn(tag[:1], "R", "D", "I") {
		return false
	}
	short := strings.ToLower(strings.ReplaceAll(tag[2:], ".", ""))
	if short == "" || short[0] != place[0] {
		return false
	}
	for i := 0; i < len(place) && short != ""; i++ {
		if place[i] == short[0] {
			short = short[1:]
		}
	}
	return short == ""
}

// linked is whose link ends at atom at, which a page wrote behind the headlines
// under it: "Odile Rook Odile Ann RookBridge opens Rook: no tolls MORE said"; -1
// for nobody's.
func (sf *speakerFinder) linked(f, at int) int {
	atoms := sf.frames[f].atoms
	for r := sf.names.byFrame[f+1] - 1; r >= sf.names.byFrame[f]; r-- {
		run := &sf.names.runs[r]
		if run.person < 0 || run.last > at {
			continue
		}
		for g := run.last; g < min(at, run.last+gluedWords); g++ {
			if glued(atoms[run.last-1].raw, atoms[g].raw) {
				return run.person
			}
		}
	}
	return -1
}

// uncontracted is the pronoun of "you'd", any other word as it is.
func uncontracted(word string) string {
	if i := strings.IndexAny(word, "'’"); i > 0 && pronouns[word[:i]] {
		return word[:i]
	}
	return word
}

// unnamedBefore reports whether the noun was brought in without a name, in its
// own paragraph or so many before it: "one former lawmaker told", of whom "the
// former lawmaker" goes on to speak.
func (sf *speakerFinder) unnamedBefore(f, at int, noun string, paragraphs int) bool {
	const words = 5
	if wordIn(noun, "spokesman", "spokeswoman", "spokesperson") {
		return true // whoever speaks for others is not guessed to be one of them
	}
	if wordIn(noun, "president", "chancellor", "premier", "pope", "king", "queen") {
		return false // there is one, whatever "a president" may do
	}
	for g := f; g >= max(0, f-paragraphs); g-- {
		atoms := sf.frames[g].atoms
		k := len(atoms) - 1
		if g == f {
			k = at - 1
		}
		for ; k > 0; k-- {
			if atoms[k].word != noun {
				continue
			}
			if k+1 < len(atoms) && (atoms[k+1].capital || k+2 < len(atoms) && atoms[k+1].is(",") && atoms[k+2].capital) {
				return false // "lawmaker Rook", "one lawmaker, Rook,"
			}
			for m := k - 1; m >= max(0, k-words) && atoms[m].kind == wordAtom; m-- {
				if wordIn(atoms[m].word, "a", "an", "one", "another") {
					if m > 1 && atoms[m-1].is(",") && atoms[m-2].capital {
						return false // "Rook, a former lawmaker"
					}
					return true
				}
				if determiners[atoms[m].word] {
					break
				}
			}
		}
	}
	return false
}

// apposed is the run that names whom a description means: "The owner, Halden
// Lines, said", "Rook's lawyer, Odile Brandt, wrote"; -1 for none.
func (sf *speakerFinder) apposed(f int, p phrase) int {
	atoms := sf.frames[f].atoms
	if p.head-p.first > 6 || p.head+2 >= len(atoms) || !atoms[p.head].is(",") {
		return -1
	}
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if atoms[p.head-1].capital && (run.person < 0 || run.last-run.first < 2 || sf.names.people[run.person].human <= 0) {
			continue // "a police chief in New Albany, Ohio,"
		}
		if run.whole == p.head+1 && run.last < len(atoms) && !atoms[run.last-1].owner && (atoms[run.last].is(",") || atoms[run.last].is(".") || run.last == p.last) {
			return r
		}
	}
	return -1
}

// runText is the name of somebody who is no known person: a single word or a
// body, with "the campaign" and the like behind it.
func (sf *speakerFinder) runText(f int, p phrase, run *nameRun) string {
	atoms := sf.frames[f].atoms
	end := run.last
	if end+1 < p.head && end-run.first == 1 && bodyWords[atoms[run.first].word] && wordIn(atoms[end].word, "of", "for") && namesBegin(&atoms[end+1]) {
		for end++; end < p.head && (namesBegin(&atoms[end]) && !roleNouns[atoms[end].word] || atoms[end].word == "and" && end+1 < p.head && namesBegin(&atoms[end+1])) && end-run.first < maxRun; end++ {
		}
		return nameText(atoms[run.first:end]) // "Department of Harbours and Tides"
	}
	for end < p.head && atoms[end].kind == wordAtom && !atoms[end].capital && !prepositions[atoms[end].word] && !atoms[end-1].owner {
		end++
	}
	return nameText(atoms[run.first:end])
}

func phraseText(atoms []atom) string {
	var parts []string
	for i := range atoms {
		parts = append(parts, atoms[i].raw)
	}
	return strings.Join(parts, " ")
}

// headRun finds the run that names a phrase's head: "Brandt campaign chairman
// Teun Rook" is Rook, "a spokesman for Brandt" is nobody.
func (sf *speakerFinder) headRun(f int, p phrase) int {
	atoms := sf.frames[f].atoms
	best := -1
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if run.whole < p.first && run.last <= p.first || run.first >= p.head {
			continue
		}
		if run.last > p.head || run.first < p.first {
			if run.last <= p.first || run.first >= p.head {
				continue
			}
		}
		if atoms[run.last-1].owner && run.last < p.head {
			continue
		}
		if nounBetween(atoms, p.first, run.whole) && !sf.officeBefore(atoms, p, run) {
			continue
		}
		best = r
	}
	return best
}

// officeBefore reports whether the words before a person's name are an office or
// a body with all its name: "Secretary of Education Odile Rook", "University of
// Nordholm economist Odile Rook", but not "a spokesman for President Rook".
func (sf *speakerFinder) officeBefore(atoms []atom, p phrase, run *nameRun) bool {
	if run.last != p.head || run.person < 0 || sf.names.people[run.person].human <= 0 || run.last-run.first < 2 || atoms[p.first].class.any(classDeterminer) {
		return false
	}
	for k := p.first + 1; k < run.first; k++ {
		if atoms[k].owner {
			return false
		}
		if prepositions[atoms[k].word] {
			before, behind := atoms[k-1].word, strings.Trim(atoms[run.first-1].word, ".")
			return (atoms[k].word == "of" && isTitle(&atoms[k-1]) || wordIn(atoms[k].word, "of", "for") && bodyWords[before]) && run.first > k+1 && !(run.first == k+2 && addresses[behind])
		}
	}
	return false
}

// nounBetween reports whether a preposition after a noun stands in [i, j):
// what follows it only describes.
func nounBetween(atoms []atom, i, j int) bool {
	for k := i + 1; k < j; k++ {
		if prepositions[atoms[k].word] {
			return true
		}
	}
	return false
}

// byRole finds the person that "the minister" means: the last one named before
// it to whom the article gives that role, -1 for none.
func (sf *speakerFinder) byRole(f int, p phrase) int {
	atoms := sf.frames[f].atoms
	switch atoms[p.first].word {
	case "the", "his", "her", "this", "that":
	default:
		return -1
	}
	head := p.first + 1
	for k := p.first + 1; k < p.head && !prepositions[atoms[k].word]; k++ {
		head = k
	}
	if head >= p.head {
		return -1
	}
	role := atoms[head].word
	if !roleNouns[role] || !strings.HasPrefix(role, "spokes") && sf.unnamedBefore(f, p.first, role, 2) {
		return -1
	}
	at := atoms[p.first].Start
	modifier := ""
	if head-1 > p.first && atoms[head-1].capital {
		modifier = atoms[head-1].word
	}
	best, modified := -1, false
	for r := range sf.names.runs {
		run := &sf.names.runs[r]
		if sf.names.offset(r) >= at {
			break
		}
		if run.person < 0 || sf.names.people[run.person].human < -2 {
			continue
		}
		if !slices.Contains(sf.names.people[run.person].roles, role) {
			continue
		}
		// "the Russian president" is whom the text calls so, if it calls anybody so
		if so := modifier != "" && sf.describedAs(run, modifier); so || !modified {
			best, modified = run.person, so
		}
	}
	return best
}

// describedAs reports whether a word stands among the titles before a name.
func (sf *speakerFinder) describedAs(run *nameRun, word string) bool {
	const titles = 4 // words
	atoms := sf.frames[run.frame].atoms
	for k := run.first - 1; k >= max(0, run.first-titles) && atoms[k].kind == wordAtom; k-- {
		if atoms[k].word == word {
			return true
		}
	}
	return false
}

// hasRunAfter reports whether a name stands in the phrase behind its first word.
func hasRunAfter(n *names, f int, p phrase) bool {
	for r := n.byFrame[f]; r < n.byFrame[f+1]; r++ {
		if n.runs[r].first > p.first && n.runs[r].first < p.head {
			return true
		}
	}
	return false
}

// bodyNouns stand for a body named before: "the company".
var bodyNouns = wordSet(`company organization organisation group foundation firm agency bank union charity association corporation website site campaign's
	retailer manufacturer carrier airline broker operator publisher developer start-up startup nonprofit`)

// personNouns stand for a person named before.
var personNouns = wordSet(`frontrunner front-runner hopeful contender nominee candidate mogul magnate billionaire millionaire tycoon celebrity senator newcomer
	incumbent challenger rival democrat republican politician star man woman developer socialist independent texan vermonter floridian native
	former-senator ex-president heavyweight statesman`)

func genderOfRole(w string) int8 {
	switch w {
	case "man", "businessman", "statesman", "congressman", "spokesman", "chairman":
		return male
	case "woman", "businesswoman", "congresswoman", "spokeswoman", "chairwoman":
		return female
	}
	return 0
}

// headNoun is the last word of a phrase before any preposition.
func (sf *speakerFinder) headNoun(f int, p phrase) string {
	atoms := sf.frames[f].atoms
	head := p.first
	for k := p.first + 1; k < p.head && !prepositions[atoms[k].word]; k++ {
		head = k
	}
	return atoms[head].word
}

// publicBodies are last words of names that "the company" does not mean.
var publicBodies = wordSet(`tribunal court congress senate house parliament government council committee commission ministry department police party
	assembly inspectorate embassy administration`)

// lastBody is the body named last before atom at: in its own paragraph or the
// two before. The noun is what it is called there, "" for a pronoun.
func (sf *speakerFinder) lastBody(f, at int, noun string) string {
	for g := f; g >= 0 && g >= f-2; g-- {
		for r := sf.names.byFrame[g+1] - 1; r >= sf.names.byFrame[g]; r-- {
			run := &sf.names.runs[r]
			if g == f && run.first >= at {
				continue
			}
			atoms := sf.frames[g].atoms
			if k := run.whole; k >= 2 && atoms[k-1].is(",") && bodyNouns[atoms[k-2].word] && run.last-run.first > 1 {
				return nameText(atoms[run.first:run.last]) // "the operator, Halden Lines"
			}
			last := strings.TrimSuffix(atoms[run.last-1].word, ".")
			if publicBodies[last] && noun != "" {
				continue // a court is no company
			}
			if run.whole > 0 && wordIn(atoms[run.whole-1].word, "from", "off", "near") && !bodyWords[last] {
				continue // "lifted off from Cape Linnet"
			}
			if run.person >= 0 && (sf.names.people[run.person].human < -2 && bodyWords[last] || sf.names.people[run.person].human < 0 && !placeBodies[strings.ToLower(sf.names.people[run.person].name)]) {
				return sf.names.fullest(run.person)
			}
			if strings.HasSuffix(last, ".com") || strings.HasSuffix(last, ".org") || bodyWords[last] && run.last-run.first > 1 {
				return nameText(atoms[run.first:run.last])
			}
		}
	}
	return ""
}

// lookBack is how many paragraphs a pronoun is followed back.
const lookBack = 4

// pronoun finds whom a pronoun of the gender means: the first agreeing person
// of its sentence before it, else of the nearest sentence before, since the
// first one is mostly the subject.
func (sf *speakerFinder) pronoun(f, at int, g int8) (int, string) {
	sentence := sf.frames[f].atoms[at].sentence
	for back := 0; back <= lookBack && f-back >= 0; back++ {
		fr := f - back
		high := sf.frames[fr].sentences - 1
		if back == 0 {
			high = sentence
		}
		for s := high; s >= 0; s-- {
			if back > 0 || s < sentence {
				if i := sf.asked(fr, s, g); i >= 0 {
					return i, sf.names.fullest(i)
				}
				if i := sf.speaksIn(fr, s, g); i >= 0 {
					return i, sf.names.fullest(i)
				}
				if sf.startsWithPronoun(fr, s, g) {
					continue // who it means was named before, not in its sentence
				}
			} else if sf.startsWithPronoun(fr, s, g) && !sf.opensSentence(fr, at) {
				continue
			}
			if i := sf.firstPerson(fr, s, at, back == 0 && s == sentence, g); i >= 0 {
				return i, sf.names.fullest(i)
			}
		}
	}
	return -1, ""
}

// startsWithPronoun reports whether a sentence's subject is the pronoun of the
// gender itself: "She rejected a demand by the mayor".
func (sf *speakerFinder) startsWithPronoun(f, sentence int, g int8) bool {
	atoms := sf.frames[f].atoms
	for k := sf.sentenceStart(f, sentence); k < len(atoms) && atoms[k].sentence == sentence; k++ {
		if atoms[k].kind == wordAtom {
			return g == male && atoms[k].word == "he" || g == female && atoms[k].word == "she"
		}
	}
	return false
}

// sentenceStart is the first atom of a sentence of a frame.
func (sf *speakerFinder) sentenceStart(f, sentence int) int {
	atoms := sf.frames[f].atoms
	low, high := 0, len(atoms)
	for low < high {
		if mid := (low + high) / 2; atoms[mid].sentence < sentence {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

func (sf *speakerFinder) opensSentence(f, at int) bool {
	atoms := sf.frames[f].atoms
	return at == 0 || atoms[at-1].sentence != atoms[at].sentence
}

// A saying is a person whom a sentence of the reporter lets speak.
type saying struct{ sentence, person int }

// speaksIn is the person of the gender who speaks in a sentence, -1 for none:
// a pronoun that follows means the speaker rather than whom the words name.
func (sf *speakerFinder) speaksIn(f, sentence int, g int8) int {
	if sf.sayings == nil {
		sf.sayings = make([][]saying, len(sf.frames))
	}
	if sf.sayings[f] == nil {
		sf.sayings[f] = sf.sayingsOf(f)
	}
	for _, s := range sf.sayings[f] {
		if s.sentence == sentence && sf.names.people[s.person].agrees(g) {
			return s.person
		}
	}
	return -1
}

// sayingsOf lists who speaks in a frame, by name only.
func (sf *speakerFinder) sayingsOf(f int) []saying {
	atoms := sf.frames[f].atoms
	out := []saying{}
	floor := 0
	for c := range atoms {
		if c > 0 && (atoms[c].sentence != atoms[c-1].sentence || atoms[c-1].kind == quoteAtom) {
			floor = c
		}
		if atoms[c].kind != wordAtom || !atoms[c].class.any(classCertainCue|classParticleCue) || atoms[c].capital || sf.cueAt(f, c) <= c || sf.passive(f, floor, c) {
			continue
		}
		p := phrase{}
		if c > floor && atoms[c-1].kind == wordAtom {
			p = sf.subjectOf(f, floor, c)
		}
		if p.head == p.first && c > 0 && (atoms[c-1].kind == quoteAtom || c > 1 && atoms[c-1].is(",") && atoms[c-2].kind == quoteAtom) {
			p = sf.phraseFrom(f, c+1)
		}
		if p.head == p.first || pronouns[atoms[p.first].word] {
			continue
		}
		if r := sf.headRun(f, p); r >= 0 && sf.names.runs[r].person >= 0 && sf.names.people[sf.names.runs[r].person].human >= 0 {
			out = append(out, saying{atoms[c].sentence, sf.names.runs[r].person})
		}
	}
	return out
}

// asked is whom a sentence puts a question to: the answer is his.
func (sf *speakerFinder) asked(f, sentence int, g int8) int {
	atoms := sf.frames[f].atoms
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if run.person < 0 || run.whole == 0 || atoms[run.first].sentence != sentence || atoms[run.last-1].owner {
			continue
		}
		if wordIn(atoms[run.whole-1].word, "asked", "asks", "pressed", "questioned", "interviewed") && sf.names.people[run.person].agrees(g) {
			return run.person
		}
	}
	return -1
}

// firstPerson is the first person of the gender in a sentence, before atom
// limit where that is asked for.
func (sf *speakerFinder) firstPerson(f, sentence, limit int, limited bool, g int8) int {
	atoms := sf.frames[f].atoms
	second := -1
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if atoms[run.first].sentence != sentence || run.person < 0 || limited && run.first >= limit {
			continue
		}
		if !sf.names.people[run.person].agrees(g) {
			continue
		}
		if atoms[run.last-1].owner || run.whole > 0 && objectMarkers[atoms[run.whole-1].word] || sf.modifies(f, r) {
			if second < 0 {
				second = run.person
			}
			continue
		}
		return run.person
	}
	return second
}

// modifies reports whether the name r only tells whose man the next one is:
// "Rook campaign manager Ann Pell".
func (sf *speakerFinder) modifies(f, r int) bool {
	if r+1 >= sf.names.byFrame[f+1] {
		return false
	}
	atoms := sf.frames[f].atoms
	i, j := sf.names.runs[r].last, sf.names.runs[r+1].whole
	if i >= j || j-i > 4 || !isTitle(&atoms[j-1]) && !roleNouns[atoms[j-1].word] {
		return false
	}
	for k := i; k < j; k++ {
		if w := atoms[k].word; atoms[k].kind != wordAtom || prepositions[w] || conjunctions[w] || determiners[w] || auxiliaries[w] || cueWords()[w] == certain {
			return false
		}
	}
	return true
}

// objectMarkers stand before a name that is no subject.
var objectMarkers = wordSet(`of for to with about against by from at behind between than like`)
