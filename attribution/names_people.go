package attribution

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// How runs of capitalised words become people: what speaks for a person and what
// for a street, which forms are one person's, whom a short form means.

// gather makes a person of each run of two words and more, and of single
// words that a title introduces.
func (n *names) gather(i int, full map[string]int) {
	r := &n.runs[i]
	atoms := n.frames[r.frame].atoms
	tokens := n.runTokens(i)
	if len(tokens) == 0 {
		return
	}
	human := n.evidence(r, tokens)
	if len(tokens) == 1 {
		return
	}
	key := strings.Join(tokens, " ")
	p, ok := full[key]
	if !ok {
		p = len(n.people)
		full[key] = p
		n.people = append(n.people, person{name: nameText(atoms[r.first:r.last]), tokens: tokens, first: n.offset(i), gender: genderOf(tokens[0])})
	}
	n.people[p].count++
	n.people[p].human += human
	n.people[p].inside = n.people[p].inside || !startsSentence(atoms, r.whole)
	r.person = p
}

// titled makes a person of a single word that only ever stands with a title,
// "President Rook", "Mr. Rook", or that is somebody's whole name: "a farmer,
// Oru, who", "Oru, 61,".
func (n *names) titled() {
	for i := range n.runs {
		r := &n.runs[i]
		atoms := n.frames[r.frame].atoms
		alone := r.first == r.whole
		if r.person >= 0 || r.last-r.first != 1 || alone && !describedAsPerson(atoms, r.last) {
			continue
		}
		if k := r.whole; alone && k > 1 && atoms[k-1].is(",") && atoms[k-2].capital {
			continue // "born in Port Ansgar, Quillshire, who"
		}
		w := strings.Trim(atoms[r.first].word, ".")
		if len(w) < 2 || bodyWords[w] || roleNouns[w] || nationalities[w] || isTitle(&atoms[r.first]) || weekdays[w] {
			continue
		}
		if !alone && !addresses[strings.Trim(atoms[r.first-1].word, ".")] || len(n.last[w]) > 0 || len(n.given[w]) > 0 {
			continue
		}
		n.last[w] = append(n.last[w], len(n.people))
		n.same = append(n.same, len(n.people))
		n.people = append(n.people, person{name: nameText(atoms[r.first:r.last]), tokens: []string{w}, first: n.offset(i), count: 1, human: 4})
	}
}

// describedAsPerson reports whether ", who" or an age follows a name that ends
// before atom k.
func describedAsPerson(atoms []atom, k int) bool {
	return k+2 < len(atoms) && atoms[k].is(",") && (atoms[k+1].word == "who" || isDigitWord(atoms[k+1].raw) && len(atoms[k+1].raw) == 2 && atoms[k+2].is(","))
}

// saysAfterComma reports whether a word of saying follows what stands between
// commas behind a name that ends before atom k: "Oru Brandt, a farmer, said".
func saysAfterComma(atoms []atom, k int) bool {
	const most = 14 // words in between
	if k >= len(atoms) || !atoms[k].is(",") {
		return false
	}
	for m := k + 1; m+1 < len(atoms) && m <= k+1+most && atoms[m].sentence == atoms[k].sentence; m++ {
		if atoms[m].is(",") {
			return m > k+1 && cueWords()[atoms[m+1].word] == certain
		}
		if atoms[m].kind != wordAtom {
			return false
		}
	}
	return false
}

// addresses are the titles that stand before a surname alone.
var addresses = wordSet(`mr mrs ms miss dr prof professor president sen senator rep gov governor mayor judge justice gen general col colonel maj major
	capt captain sgt sergeant lt adm admiral rev reverend pope bishop archbishop cardinal chancellor minister secretary sheriff detective
	officer inspector superintendent congressman congresswoman ambassador sir lord lady dame speaker`)

// nameText is a name as the article writes it, without a possessive ending.
func nameText(atoms []atom) string {
	if len(atoms) == 1 {
		return atoms[0].bare()
	}
	var room [maxRun + 1]string
	parts := room[:0]
	for i := range atoms {
		parts = append(parts, atoms[i].bare())
	}
	return strings.Join(parts, " ")
}

func genderOf(given string) int8 { return givenNames()[given] }

// evidence is how much speaks for a run being a person.
func (n *names) evidence(r *nameRun, tokens []string) int {
	atoms := n.frames[r.frame].atoms
	e := 0
	if givenNames()[tokens[0]] != 0 {
		e += 2
	}
	if r.first > r.whole || len(r.roles) > 0 {
		e += 2
	}
	if bodyWords[tokens[len(tokens)-1]] || bodyWords[tokens[0]] && givenNames()[tokens[0]] == 0 {
		e -= 6
	}
	if k := r.last; k < len(atoms) && !atoms[r.last-1].owner {
		if cueWords()[atoms[k].word] == certain {
			e += 2
		}
		if describedAsPerson(atoms, k) {
			if e++; atoms[k+1].word != "who" {
				e += 2
			}
		}
		if saysAfterComma(atoms, k) {
			e += 2
		}
	}
	if placePrefixes[tokens[0]] && r.first == r.whole {
		e -= 3 // "New Lanark", "North Haven"
	}
	if k := r.whole - 2; k >= 0 && atoms[k+1].is(",") && (jobTitle(atoms[k].word) || jobTitle(firstPart(atoms[k].word))) {
		e += 2 // "the paper's editor-in-chief, Odile Brandt"
	}
	if strings.Contains(tokens[0], "/") {
		e -= 6 // "AGENCY/Odile Brandt" under a picture
	}
	if len(tokens) == 3 && len(tokens[1]) == 1 {
		e += 2 // "Odile K. Brandt"
	}
	if k := r.whole - 1; k >= 0 && atoms[k].kind == wordAtom {
		switch atoms[k].word {
		case "in", "at", "near", "across":
			e--
		case "the":
			if r.first == r.whole {
				e -= 2
			}
		}
		if cueWords()[atoms[k].word] == certain && k > 0 && atoms[k-1].kind == quoteAtom {
			e += 2
		}
	}
	return e
}

// shorten folds the forms of one person together ("Odile K. Brandt", "Odile
// Brandt") into the longest, and indexes people by surname and given name.
func (n *names) shorten() {
	byLast := map[string][]int{}
	for i := range n.people {
		p := &n.people[i]
		if _, ok := n.outlets.Canonical(p.name); ok {
			p.human = min(p.human, -6)
		}
		k := p.tokens[len(p.tokens)-1]
		byLast[k] = append(byLast[k], i)
	}
	n.same = make([]int, len(n.people))
	for i := range n.people {
		p := &n.people[i]
		n.same[i] = i
		size := len(p.tokens)
		for _, j := range byLast[p.tokens[len(p.tokens)-1]] {
			q := &n.people[j]
			if len(q.tokens) > size && len(q.tokens) <= len(p.tokens)+2 && isPart(p.tokens, q.tokens) && q.human >= -2 && p.human >= -2 && (q.tokens[0] == p.tokens[0] || !plainWord(q.tokens[0])) {
				n.same[i], size = j, len(q.tokens)
			}
		}
	}
	for i := range n.people {
		// "Justice Rook", where one other Rook is named
		if p := &n.people[i]; len(p.tokens) == 2 && addresses[p.tokens[0]] && !bodyWords[p.tokens[1]] && len(byLast[p.tokens[1]]) == 2 {
			both := byLast[p.tokens[1]]
			if other := both[0] + both[1] - i; !addresses[n.people[other].tokens[0]] {
				n.same[i] = other
			}
		}
	}
	for i := range n.people {
		j := i
		for n.same[j] != j {
			j = n.same[j]
		}
		n.same[i] = j
		if p, q := &n.people[i], &n.people[j]; i != j {
			q.count += p.count
			q.human += p.human
			q.first = min(q.first, p.first)
			if q.gender == 0 || q.gender == 2 {
				q.gender = p.gender
			}
		}
	}
	for i := range n.runs {
		if p := n.runs[i].person; p >= 0 {
			n.runs[i].person = n.same[p]
		}
	}
	for i := range n.people {
		p := &n.people[i]
		j := n.same[i]
		n.last[p.tokens[len(p.tokens)-1]] = appendOne(n.last[p.tokens[len(p.tokens)-1]], j)
		n.given[p.tokens[0]] = appendOne(n.given[p.tokens[0]], j)
		if len(p.tokens) >= 3 {
			// compound surnames: "Abu Rook" of Teun Abu Rook
			n.given[p.tokens[1]] = appendOne(n.given[p.tokens[1]], j)
		}
	}
}

// plainWord reports a word that is no given name and usually written small:
// "Counsellor Odile Brandt", "Never Rook".
func plainWord(w string) bool {
	_, usual := article.Rarity(article.StemHash(w))
	return usual == article.CaseLower && givenNames()[w] == 0
}

func appendOne(list []int, i int) []int {
	for _, x := range list {
		if x == i {
			return list
		}
	}
	return append(list, i)
}

// resolve finds the person that a short form means, -1 for none: same
// surname, agreeing title, the one named most, the one named last before it.
func (n *names) resolve(tokens []string, title int8, at int) int {
	if len(tokens) == 0 {
		return -1
	}
	if p := n.best(n.last[tokens[len(tokens)-1]], tokens, title, at); p >= 0 {
		return p
	}
	if len(tokens) > 1 || givenNames()[tokens[0]] != 0 || title != 0 {
		return n.best(n.given[tokens[0]], tokens, title, at)
	}
	return -1
}

func (n *names) best(people []int, tokens []string, title int8, at int) int {
	best, top := -1, -1<<30
	heard, first := n.alone[tokens[len(tokens)-1]], n.firstNamed(people)
	for _, i := range people {
		p := &n.people[i]
		if p.human <= 0 && len(p.tokens) == 2 && !p.inside && plainWord(p.tokens[0]) {
			continue // "Never Rook"
		}
		if !isPart(tokens, p.tokens) || p.human < -2 || title != 0 && (p.gender == -title) {
			continue
		}
		score := min(p.count, 50)*4 + min(p.human, 20)
		if p.first <= at {
			score += 30
		}
		if len(p.tokens) > len(tokens)+1 {
			score--
		}
		if len(tokens) == 1 && heard != 0 && p.gender == heard {
			score += 300 // more than any count
		}
		if i == first {
			score += 24 // whom the text is about is named before relations of the name
		}
		if score > top {
			best, top = i, score
		}
	}
	return best
}

// firstNamed is whose full name stands first.
func (n *names) firstNamed(people []int) int {
	first := -1
	for _, i := range people {
		if p := &n.people[i]; p.human >= -2 && (first < 0 || p.first < n.people[first].first) {
			first = i
		}
	}
	return first
}

// isPart reports whether the words of short stand in long in their order.
func isPart(short, long []string) bool {
	i := 0
	for _, w := range long {
		if i < len(short) && (w == short[i] || len(short[i]) == 1 && strings.HasPrefix(w, short[i])) {
			i++
		}
	}
	return i == len(short)
}

func (p *person) vote(g int8) {
	switch g {
	case male:
		p.votes[0]++
	case female:
		p.votes[1]++
	}
	if p.votes[0] > p.votes[1] {
		p.gender = male
	} else if p.votes[1] > p.votes[0] {
		p.gender = female
	}
}

// agrees reports whether a pronoun of the gender may mean the person: that
// nothing speaks against a name is not enough, or it means a street.
func (p *person) agrees(g int8) bool {
	return p.human > 0 && (g == 0 || p.gender == 0 || p.gender == 2 || p.gender == g)
}

// fullest is the longest form of a person's name that the article gives.
func (n *names) fullest(i int) string { return n.people[i].name }

func appendNew(list, add []string) []string {
	for _, a := range add {
		known := false
		for _, l := range list {
			known = known || l == a
		}
		if !known {
			list = append(list, a)
		}
	}
	return list
}

// isCapitalised reports whether s starts with a capital letter.
func isCapitalised(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// placePrefixes begin the names of places.
var placePrefixes = wordSet(`new north south east west northern southern eastern western san santa los las saint st fort mount port lake cape el upper lower great`)

// roleNouns are what people are called by their work.
var roleNouns = wordSet(`president minister secretary senator congressman congresswoman governor mayor judge justice general colonel major captain sergeant
	admiral doctor professor pope bishop archbishop cardinal reverend pastor imam rabbi chancellor premier speaker leader chairman chairwoman
	chair director ambassador envoy attorney commissioner councilman councilwoman councillor sheriff officer detective lieutenant
	commander spokesman spokeswoman spokesperson ceo coach host anchor candidate nominee actor actress author singer analyst
	economist lawyer strategist pollster correspondent reporter columnist editor publisher activist adviser advisor manager
	official lawmaker legislator diplomat prosecutor scientist researcher engineer neurosurgeon businessman businesswoman mogul billionaire tycoon
	executive founder owner principal dean farmer teacher student resident veteran father mother son daughter brother sister wife husband
	widow driver pilot nurse worker shopkeeper fisherman skipper organizer organiser consultant operative aide scholar historian
	critic comedian rapper musician filmmaker producer star quarterback player striker manager trader banker investor head boss chief
	superintendent inspector constable trooper agent whistleblower suspect victim survivor witness neighbor neighbour democrat republican libertarian`)

// hearPronouns listens which pronoun follows a surname that people of both
// genders have: "Rook nodded when she heard it".
func (n *names) hearPronouns() {
	n.alone = map[string]int8{}
	heard := map[string][2]int{} // he, she
	for i := range n.runs {
		r := &n.runs[i]
		if r.person >= 0 || r.last-r.first != 1 || r.title != 0 {
			continue
		}
		atoms := n.frames[r.frame].atoms
		w := strings.Trim(atoms[r.first].word, ".")
		if len(n.last[w]) < 2 {
			continue
		}
		for k := r.last; k < len(atoms) && atoms[k].sentence == atoms[r.first].sentence; k++ {
			if atoms[k].capital && !pronouns[atoms[k].word] || cueWords()[atoms[k].word] == certain {
				break // somebody else may be meant: "Rook joked that she had bumped into him"
			}
			he, she := wordIn(atoms[k].word, "he", "his", "himself"), wordIn(atoms[k].word, "she", "her", "herself")
			if he || she {
				h := heard[w]
				if he {
					h[0]++
				} else {
					h[1]++
				}
				heard[w] = h
				break
			}
		}
	}
	for w, h := range heard {
		// one pronoun may mean somebody else
		switch {
		case h[0] >= 2 && h[0] >= 3*h[1]:
			n.alone[w] = male
		case h[1] >= 2 && h[1] >= 3*h[0]:
			n.alone[w] = female
		}
	}
}

// confirm counts what short forms say for somebody being a person, a title
// before them, a word of saying behind them, and else what the words are.
func (n *names) confirm() {
	for i := range n.runs {
		r := &n.runs[i]
		atoms := n.frames[r.frame].atoms
		if r.person < 0 || r.last-r.first > 1 {
			continue
		}
		if r.first > r.whole || r.last < len(atoms) && !atoms[r.last-1].owner && cueWords()[atoms[r.last].word] == certain {
			n.people[r.person].human++
		}
	}
	for i := range n.people {
		if p := &n.people[i]; p.human == 0 && soundsHuman(p) {
			p.human++
		}
	}
}

// soundsHuman reports whether all words of a name are names elsewhere too, the
// last one a rare one, as surnames are: no "Spring Lake", no "Capitol Hill".
func soundsHuman(p *person) bool {
	const surname = 4.7 // rarity; lake has 4.67
	for i, w := range p.tokens {
		rarity, usual := article.Rarity(article.StemHash(w))
		if usual == article.CaseLower {
			return false
		}
		if last := i == len(p.tokens)-1; last && (rarity < surname || usual == article.CaseMixed) && givenNames()[w] == 0 {
			return false
		}
	}
	for w := range strings.FieldsSeq(p.name) {
		if len(w) > 2 && strings.ToUpper(w) == w && strings.ToUpper(p.name) != p.name {
			return false // an abbreviation: "RIA Novosti"
		}
	}
	return true
}

func firstPart(compound string) string {
	first, _, _ := strings.Cut(compound, "-")
	return first
}
