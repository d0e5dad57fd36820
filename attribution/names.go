package attribution

import (
	"slices"
	"strings"
)

// A person is somebody, or a body, that the article names.
type person struct {
	name   string   // the fullest form that the article gives
	tokens []string // of name, lower case, without titles and suffixes
	count  int      // times the full form or a longer one stands in the text
	first  int      // byte of the first one
	gender int8     // male, female, 0 unknown, 2 either
	votes  [2]int   // gender as titles and pronouns tell it: male, female
	roles  []string // nouns that the article calls the person: minister, envoy
	human  int      // evidence that it is a person, negative for a body or place
	inside bool     // a full form stands inside a sentence, where capitals tell a name
}

// A nameRun is one stretch of capitalised words in the reporter's sentences.
type nameRun struct {
	frame, first, last int // atoms [first, last) without titles
	whole              int // first atom with its titles
	person             int // index in names.people, -1 until known
	title              int8
	roles              []string
}

// names are the people and bodies of one article with every mention of them.
type names struct {
	frames  []frame
	outlets *OutletTable // those a user adds, nil for none
	people  []person
	runs    []nameRun
	// byFrame is the first run of each frame, with a last entry for the end.
	byFrame []int
	same    []int            // the person that each one is another form of
	last    map[string][]int // people by their last token
	alone   map[string]int8  // whose a surname that several have is where it stands alone, by the pronouns behind it
	given   map[string][]int // people by their first token
}

// maxRun is how many words a name may have.
const maxRun = 7

// findNames collects the names in the frames: runs of capitalised words,
// joined to people by their full form first, then by surname.
func findNames(frames []frame, outlets *OutletTable) *names {
	n := &names{frames: frames, outlets: outlets, last: map[string][]int{}, given: map[string][]int{}}
	lowerSeen := lowerWords(frames)
	for i := range frames {
		n.byFrame = append(n.byFrame, len(n.runs))
		n.scanFrame(i, lowerSeen)
	}
	n.byFrame = append(n.byFrame, len(n.runs))
	full := map[string]int{}
	for f := range frames {
		if n.byFrame[f] == n.byFrame[f+1] || isHeading(frames[f].atoms) {
			continue
		}
		for i := n.byFrame[f]; i < n.byFrame[f+1]; i++ {
			n.gather(i, full)
		}
	}
	n.shorten()
	n.titled()
	n.hearPronouns()
	for i := range n.runs {
		if n.runs[i].person < 0 {
			n.runs[i].person = n.resolve(n.runTokens(i), n.runs[i].title, n.offset(i))
		}
		if p := n.runs[i].person; p >= 0 {
			n.people[p].vote(n.runs[i].title)
			n.people[p].roles = appendNew(n.people[p].roles, n.runs[i].roles)
		}
	}
	n.confirm()
	return n
}

// maxHeading bounds the atoms of a heading, its marks and small words included.
const maxHeading = 80

// isHeading reports a line in title case, whose capitals tell nothing.
func isHeading(atoms []atom) bool {
	words, capitals := 0, 0
	if len(atoms) > maxHeading {
		return false
	}
	for i := range atoms {
		if atoms[i].kind != wordAtom || atoms[i].class.any(classSmall) {
			continue
		}
		if !atoms[i].capital && atoms[i].class.any(classCertainCue) {
			return false // "White House Chief of Staff Ann Pell said on Harbour News Sunday"
		}
		words++
		if atoms[i].capital || isDigitWord(atoms[i].raw) {
			capitals++
		}
	}
	return words >= 4 && words <= 20 && capitals*10 >= words*9
}

// lowerWords are the words that begin a sentence with a capital; the value is
// true where the word stands in lower case elsewhere: it is no name then.
func lowerWords(frames []frame) map[string]bool {
	m := map[string]bool{}
	var begin [1 << 16 / 64]uint64 // what firstLetters tells of those words
	for i := range frames {
		for j := range frames[i].atoms {
			if a := &frames[i].atoms[j]; a.kind == wordAtom && a.capital && startsSentence(frames[i].atoms, j) {
				m[a.word] = false
				h := firstLetters(a.word)
				begin[h/64] |= 1 << (h % 64)
			}
		}
	}
	for i := range frames {
		for j := range frames[i].atoms {
			if a := &frames[i].atoms[j]; a.kind == wordAtom && !a.capital {
				if h := firstLetters(a.word); begin[h/64]>>(h%64)&1 == 0 {
					continue
				}
				if lower, ok := m[a.word]; ok && !lower {
					m[a.word] = true
				}
			}
		}
	}
	return m
}

// firstLetters are the first byte of a word and its third, or its length.
func firstLetters(w string) uint16 {
	switch {
	case len(w) == 0:
		return 0
	case len(w) < 3:
		return uint16(w[0])<<8 | uint16(len(w))
	}
	return uint16(w[0])<<8 | uint16(w[2])
}

func (n *names) offset(run int) int {
	r := &n.runs[run]
	return n.frames[r.frame].atoms[r.first].Start
}

func (n *names) runTokens(run int) []string {
	r := &n.runs[run]
	return tokensOf(n.frames[r.frame].atoms[r.first:r.last])
}

func tokensOf(atoms []atom) []string {
	out := make([]string, 0, len(atoms))
	for i := range atoms {
		w := strings.Trim(atoms[i].word, ".")
		if w != "" && !nameSuffixes[w] {
			out = append(out, w)
		}
	}
	return out
}

// scanFrame finds the runs of one frame.
func (n *names) scanFrame(f int, lowerSeen map[string]bool) {
	atoms := n.frames[f].atoms
	for i := 0; i < len(atoms); {
		if !namesBegin(&atoms[i]) || startsSentence(atoms, i) && sentenceWord(&atoms[i], lowerSeen) {
			i++
			continue
		}
		if i+1 < len(atoms) && wordIn(atoms[i].word, "media", "image") && wordIn(atoms[i+1].word, "caption", "playback", "copyright") {
			i += 2 // a page's words under a picture
			continue
		}
		j := i + 1
		for j < len(atoms) && j-i < maxRun+6 && atoms[j].kind == wordAtom && !atoms[j-1].owner {
			if atoms[j].word == "of" && j+2 < len(atoms) && roleNouns[atoms[j-1].word] && wordIn(atoms[j+1].word, "staff", "state") && namesBegin(&atoms[j+2]) {
				j += 2 // "Chief of Staff Ann Pell"
				continue
			}
			if namesBegin(&atoms[j]) || atoms[j].capital && atoms[j].word == "one" || surnameAfter(atoms, j) || atoms[j].class.any(classNameParticle) && j+1 < len(atoms) && namesBegin(&atoms[j+1]) {
				j++
				continue
			}
			break
		}
		n.addRun(f, i, j)
		i = j
	}
}

// surnameAfter reports whether an atom that begins no name is the surname behind
// a given one or a title: "Odile May", "Mrs White".
func surnameAfter(atoms []atom, j int) bool {
	if !atoms[j].capital || !wordIn(strings.TrimSuffix(strings.TrimSuffix(atoms[j].word, "'s"), "’s"), "may", "white", "black", "english", "french", "german") {
		return false
	}
	before := strings.Trim(atoms[j-1].word, ".")
	if givenNames()[before] == 0 && !wordIn(before, "mr", "mrs", "ms", "minister", "secretary") {
		return false
	}
	return j+1 == len(atoms) || !isDigitWord(atoms[j+1].raw) && !atoms[j+1].capital
}

func startsSentence(atoms []atom, i int) bool {
	return i == 0 || atoms[i-1].sentence != atoms[i].sentence || atoms[i-1].is(":") || atoms[i-1].is("—") || atoms[i-1].kind == quoteAtom
}

func sentenceWord(a *atom, lowerSeen map[string]bool) bool {
	return a.class.any(classNeverName) || lowerSeen[a.word] && givenNames()[a.word] == 0 && !isTitle(a)
}

func isTitle(a *atom) bool {
	_, ok := titleWords()[a.word]
	return ok
}

// namesBegin reports whether an atom may be part of a name.
func namesBegin(a *atom) bool {
	if a.kind != wordAtom || !a.capital || a.raw[0] == '@' || a.raw[0] == '#' {
		return false
	}
	return !a.class.any(classNeverName) || len(a.raw) == 2 && a.raw[1] == '.'
}

// addRun strips the titles off atoms [i, j) and keeps the rest.
func (n *names) addRun(f, i, j int) {
	atoms := n.frames[f].atoms
	for i+1 < j && inCapitals(&atoms[i]) && !inCapitals(&atoms[j-1]) && !bodyWords[atoms[j-1].word] {
		i++ // "JUST WATCHED Rook", "AGENCY Rook" under a picture
	}
	if j = beforeGlue(atoms, i, j); j == i {
		return
	}
	if j-i > 2 && j+1 < len(atoms) && atoms[j].is("(") && slices.ContainsFunc(atoms[i:j-2], func(a atom) bool { return a.raw == atoms[j+1].raw }) {
		j-- // "Odi Rook Odile (Odi)"
	}
	i = behindGlue(atoms, i, j)
	j = beforeFuller(atoms, i, j)
	r := nameRun{frame: f, whole: i, first: i, last: j, person: -1}
	// the last title word before the last two words or a single one
	for k := i; k < j-1; k++ {
		g, ok := titleWords()[atoms[k].word]
		if !ok || atoms[k].owner || k == i && j-i == 2 && nationalities[atoms[k].word] || k+2 == j && nameSuffixes[atoms[j-1].word] {
			continue
		}
		if k > i && givenNames()[atoms[k-1].word] != 0 && givenNames()[atoms[k].word] != 0 {
			continue
		}
		r.first = k + 1
		if g != 0 {
			r.title = g
		}
		if roleNouns[atoms[k].word] {
			r.roles = append(r.roles, atoms[k].word)
		}
	}
	// lower-case titles before it: "campaign manager Teun Rook"
	for k := i - 1; k >= 0 && k >= i-4 && r.first == i && atoms[k].kind == wordAtom && atoms[k].sentence == atoms[i].sentence; k-- {
		if !roleNouns[atoms[k].word] {
			break
		}
		r.roles = append(r.roles, atoms[k].word)
		if g := titleWords()[atoms[k].word]; g != 0 {
			r.title = g
		}
	}
	if r.first == i && j-i >= 3 && startsSentence(atoms, i) && jobTitle(atoms[i].word) {
		r.first = i + 1 // "Conductor Ann Pell": a capital for the sentence's sake
	}
	if r.last-r.first > maxRun {
		r.first = r.last - maxRun
	}
	if bodyWords[atoms[r.last-1].word] && !roleNouns[atoms[r.last-1].word] {
		r.first, r.roles, r.title = i, nil, 0 // "State Department", "White House"
	}
	// a role behind it: "Teun Rook, the retired neurosurgeon,"
	if k := r.last; k+2 < len(atoms) && atoms[k].is(",") && atoms[k+1].kind == wordAtom {
		for m := k + 1; m < len(atoms) && m < k+14 && atoms[m].kind == wordAtom; m++ {
			if roleNouns[atoms[m].word] && (m+1 >= len(atoms) || !roleNouns[atoms[m+1].word]) {
				if m+1 < len(atoms) && atoms[m+1].capital {
					break // "in Port Ansgar, spokesman Odile Brandt"
				}
				r.roles = append(r.roles, atoms[m].word)
				if g := titleWords()[atoms[m].word]; g != 0 && r.title == 0 {
					r.title = g
				}
				break
			}
		}
	}
	n.runs = append(n.runs, r)
}

// behindGlue is the atom of [i, j) at which the name starts: the second of "Odile
// RookOdile Rook", a link's name run into the text's own, without what is glued to
// it.
func behindGlue(atoms []atom, i, j int) int {
	last := atoms[j-1].bare()
	for k := i; k+1 < j; k++ {
		if glued(last, atoms[k].raw) {
			atoms[k].dropFront(len(last))
			i = k
		}
	}
	return i
}

// beforeFuller is the end of the name in atoms [i, j), where a link's fuller form
// of it may follow: "Sen. Odile Rook Odile Ann Rook".
func beforeFuller(atoms []atom, i, j int) int {
	for i+1 < j && isTitle(&atoms[i]) {
		i++
	}
	for k := i + 2; k < j; k++ {
		if atoms[k].word == atoms[i].word && givenNames()[atoms[k].word] != 0 {
			return k
		}
	}
	return j
}

// inCapitals reports a word of four letters and more in capitals.
func inCapitals(a *atom) bool {
	return len(a.raw) >= 4 && strings.ToUpper(a.raw) == a.raw && !strings.ContainsAny(a.raw, "&.0123456789")
}

// gluedWords is how far behind a name a link's headline may be glued to it.
const gluedWords = 10

// beforeGlue is where a run of atoms [i, j) ends that a link's name and headline
// are run into: "Rook Odile Ann RookBridge" is Rook, "Odile (Odi) Ann RookBridge
// opens" tells of her again and is nothing, i.
func beforeGlue(atoms []atom, i, j int) int {
	for g := i; g < j; g++ {
		if !camel(atoms[g].raw) {
			continue
		}
		for k := max(0, g-gluedWords); k < g-1; k++ {
			if atoms[k].kind == wordAtom && glued(atoms[k].raw, atoms[g].raw) {
				return max(i, min(j, k+1))
			}
		}
	}
	return j
}

// camel reports a capital behind a small letter.
func camel(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// glued reports whether a name and another word are written as one.
func glued(name, word string) bool {
	rest, ok := strings.CutPrefix(word, name)
	return ok && len(name) > 2 && isCapitalised(rest)
}

// jobTitle reports a word that looks like what somebody does for a living.
func jobTitle(w string) bool {
	if roleNouns[w] {
		return true
	}
	if len(w) < 5 || givenNames()[w] != 0 {
		return false
	}
	for _, end := range [...]string{"er", "or", "ist", "man", "woman", "ian", "grapher", "eer"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
