package attribution

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// attribute finds the speaker of each candidate, first from the words around
// it, then by joining split quotes, then by carrying speakers on, and decides
// kinds and what is no quote.
func (r *reading) attribute() {
	for i := range r.cands {
		c := &r.cands[i]
		if len(c.atoms) == 0 {
			c.dropped = true
			continue
		}
		if c.dropped = r.pullQuote(i); c.dropped || c.block {
			continue
		}
		r.around(c)
	}
	r.joinSplit()
	r.carry()
	for i := range r.cands {
		r.classify(i)
	}
}

const (
	pullReach = 4 // quotes before and behind a pull quote that may hold its words
	pullWords = 6 // of the shortest pull quote
)

// pullQuote reports whether candidate i fills a paragraph and only repeats the
// words of quotes near it, as a page sets a sentence apart in large type.
func (r *reading) pullQuote(i int) bool {
	c := &r.cands[i]
	if c.words < pullWords || len(c.frames) != 1 || len(r.finder.frames[c.frames[0]].atoms) > 2 {
		return false
	}
	own := letters(c.text)
	for _, side := range [2][]candidate{r.cands[max(0, i-pullReach):i], r.cands[i+1 : min(len(r.cands), i+1+pullReach)]} {
		near := ""
		for k := range side {
			if o := &side[k]; !o.dropped && len(o.frames) > 0 && len(r.finder.frames[o.frames[0]].atoms) > 2 {
				near += letters(o.text)
			}
		}
		if strings.Contains(near, own) {
			return true
		}
	}
	return false
}

// around applies the rules that read the quote's own sentence: what stands
// behind its last share, then what stands before its first.
func (r *reading) around(c *candidate) {
	sf := r.finder
	n := len(c.frames) - 1
	f, k := c.frames[n], c.atoms[n]
	atoms := sf.frames[f].atoms
	bf, bk := c.frames[0], c.atoms[0]
	before := sf.before(bf, bk)
	c.tail = sf.after(f, k)
	if c.tail.found() && (claimedByNext(atoms, k, c.tail) || insideClause(sf.frames[bf].atoms, bk, c) && endsElsewhere(atoms, k)) {
		c.tail = source{}
	}
	if before.found() && (before.rule == "cue-before" || before.rule == "name-colon") && introduces(sf.frames[bf].atoms, bk) {
		c.speaker = before
		return
	}
	if c.speaker = before; c.tail.found() && !r.midClause(c, before, f) {
		c.speaker = c.tail
	}
}

// insideClause reports a phrase that goes on with the reporter's sentence.
func insideClause(atoms []atom, k int, c *candidate) bool {
	return k > 0 && atoms[k-1].kind == wordAtom && atoms[k-1].sentence == atoms[k].sentence && startsSmall(c.text)
}

// endsElsewhere reports a phrase at atom k whose sentence ends with it or goes
// on without a comma: what follows has another subject.
func endsElsewhere(atoms []atom, k int) bool {
	return atoms[k].stop == '.' || atoms[k].stop == 0 && k+1 < len(atoms) && atoms[k+1].kind == wordAtom
}

// midClause reports whether a phrase in the reporter's sentence belongs to the
// verb before it rather than to the one behind: "Smith admitted that Q, he
// claimed that".
func (r *reading) midClause(c *candidate, before source, f int) bool {
	if !before.found() || before.cue < 0 || c.tail.cue < 0 || !startsSmall(c.text) {
		return false
	}
	cue := r.finder.frames[before.frame].atoms[before.cue].word
	return cueWords()[cue] != phrasal && !weakCues[cue] && !r.finder.endsClause(f, max(c.tail.last, c.tail.cue+1))
}

// introduces reports whether a comma, a colon or the verb itself stands right
// before the quote at k: "Smith said, Q".
func introduces(atoms []atom, k int) bool {
	if k == 0 {
		return false
	}
	a := &atoms[k-1]
	return a.is(":") || a.is(",") || a.kind == wordAtom && (cueWords()[a.word] != noCue || a.word == "that")
}

// claimedByNext reports whether the verb found behind a quote that ended its
// sentence rather introduces the next quote: "Q? He answered, Q."
func claimedByNext(atoms []atom, k int, s source) bool {
	if s.cue < 0 || s.first == k+1 && !atoms[s.first].capital {
		return false
	}
	switch atoms[k].stop {
	case '.':
	case '?', '!':
		w := atoms[s.first].word
		if !pronouns[w] && !determiners[w] {
			return false
		}
	default:
		return false
	}
	for m := s.cue; m < len(atoms) && atoms[m].sentence == atoms[s.cue].sentence; m++ {
		if atoms[m].kind == quoteAtom && m > k {
			return true
		}
	}
	return false
}

// joinSplit joins the halves of a quote that its attribution splits: "A," X
// said. "B." The second half has no verb of its own.
func (r *reading) joinSplit() {
	for i := 1; i < len(r.cands); i++ {
		c, p := &r.cands[i], &r.cands[i-1]
		if c.dropped || p.dropped || len(c.frames) == 0 || len(p.frames) == 0 {
			continue
		}
		f := c.frames[0]
		if p.frames[len(p.frames)-1] != f {
			continue
		}
		if !r.continues(f, p.atoms[len(p.atoms)-1], c.atoms[0], p, c) {
			continue
		}
		c.joined = i - 1
		if p.joined >= 0 {
			c.joined = p.joined
		}
		if !p.speaker.found() {
			p.speaker = c.speaker
		}
		c.speaker = p.speaker
	}
}

// addingVerbs are participles that give the second quote an attribution of its
// own.
var addingVerbs = wordSet(`adding saying asking noting asked telling writing claiming insisting arguing explaining warning`)

// longestGap is how many words may stand between the halves of a split quote.
const longestGap = 45

// continues reports whether the quote at atom k2 goes on with the one at k1:
// between them stands one attribution and nothing that introduces the second.
func (r *reading) continues(f, k1, k2 int, p, c *candidate) bool {
	atoms := r.finder.frames[f].atoms
	said := p.tail
	if s := p.speaker; s.found() && s.cue >= 0 && s.frame == f && s.cue < k1 && (s.first != said.first || s.cue != said.cue) || shoutedAt(atoms, k1) {
		return false // the verb before the first quote is its own: "someone shouted, Q, Pell joked, Q"
	}
	if p.single != c.single || k2-k1 < 2 || !said.found() || said.frame != f || said.last > k2 || said.cue >= k2 {
		return false
	}
	if c.tail.found() && c.tail.frame == f && c.tail.first > k2 {
		return false // it has an attribution of its own
	}
	end := max(said.last, said.cue+1)
	words := 0
	for m := k1 + 1; m < k2; m++ {
		if atoms[m].is(":") {
			return false
		}
		if atoms[m].kind != wordAtom {
			continue
		}
		words++
		if m >= end && r.finder.cueAt(f, m) > m && cueWords()[atoms[m].word] == certain && atoms[m-1].word != "as" {
			if m+3 > k2 || m-1 > k1 && (atoms[m-1].kind == wordAtom && m-2 > k1 && atoms[m-2].word == "and") {
				return false // "adding, Q", "and Smith said"
			}
		}
		if m > end && addingVerbs[atoms[m].word] && (m+1 < k2 && atoms[m+1].word == "that" || m+4 >= k2 && atoms[m].sentence == atoms[k2].sentence) {
			return false // "adding later, Q", "noting that if they lose, Q", "adding that they lost. Q"
		}
	}
	if words > longestGap {
		return false
	}
	prev := &atoms[k2-1]
	start := atoms[k2].sentence != prev.sentence
	if !start && atoms[k2].sentence != atoms[said.first].sentence {
		return false // something else begins between them
	}
	switch {
	case start:
		// one attribution sentence, then the quote begins its own; not where
		// the reporter's sentence goes on behind it
		return atoms[k2-1].sentence == atoms[said.first].sentence && !goesOn(atoms, k2)
	case prev.is(","), prev.is("—"), prev.is("…"), prev.is(";"):
		return atoms[k1].stop != '.' || prev.is("—")
	case prev.word == "but" || prev.word == "and":
		return k2-2 > k1 && atoms[k2-2].is(",") && k2-2 == end
	case k2 == end:
		return atoms[k1].stop == ','
	}
	return false
}

// shoutedAt reports whether a sure verb of saying and a comma or a colon stand
// right before the quote at k: it is the verb's, whatever follows.
func shoutedAt(atoms []atom, k int) bool {
	return k > 1 && (atoms[k-1].is(",") || atoms[k-1].is(":")) && cueWords()[atoms[k-2].word] == certain && atoms[k-2].sentence == atoms[k-1].sentence
}

// goesOn reports whether the reporter's sentence goes on in lower case behind
// the quote at k.
func goesOn(atoms []atom, k int) bool {
	return k+1 < len(atoms) && atoms[k].stop == 0 && atoms[k+1].kind == wordAtom && !atoms[k+1].capital
}

// carry gives quotes that stand alone the speaker of what they continue.
func (r *reading) carry() {
	var last source // the speaker of the previous quote in reading order
	lastFrame := -1
	for i := range r.cands {
		c := &r.cands[i]
		if c.dropped || len(c.frames) == 0 {
			continue
		}
		if !c.speaker.found() {
			c.speaker = r.finder.signed(c)
		}
		if !c.speaker.found() {
			c.speaker = r.floating(c, last, lastFrame)
		}
		if c.joined < 0 && i > 0 && c.speaker.rule == "carried-over" && r.goesOnAlone(i) {
			c.joined = i - 1
			if j := r.cands[i-1].joined; j >= 0 {
				c.joined = j
			}
		}
		if c.speaker.found() {
			last, lastFrame = c.speaker, c.frames[len(c.frames)-1]
		}
	}
}

// goesOnAlone reports whether candidate i is a paragraph of its own right
// behind one that ends with the attribution of candidate i-1, or is itself the
// rest of such a one: both are one saying in print. In PolNeAR 29 of 33 such
// pairs are one quotation.
func (r *reading) goesOnAlone(i int) bool {
	c, p := &r.cands[i], &r.cands[i-1]
	if p.dropped || len(c.frames) != 1 || c.single != p.single || len(p.frames) == 0 {
		return false
	}
	f, g := c.frames[0], p.frames[len(p.frames)-1]
	atoms, prev := r.finder.frames[f].atoms, r.finder.frames[g].atoms
	if f != g+1 || len(atoms) > 2 || atoms[0].kind != quoteAtom || len(atoms) == 2 && atoms[1].kind != punctAtom {
		return false
	}
	if p.joined >= 0 && len(prev) == p.atoms[len(p.atoms)-1]+1 {
		return true // the rest of a split quote, or the paragraph before is its own like this
	}
	s := p.speaker
	return s.frame == g && s.cue >= 0 && p.tail.found() && p.tail.frame == g && p.atoms[0] == 0 &&
		prev[len(prev)-1].sentence <= prev[p.tail.first].sentence
}

// floating finds the speaker of a quote whose sentence names none.
func (r *reading) floating(c *candidate, last source, lastFrame int) source {
	sf := r.finder
	f, k := c.frames[0], c.atoms[0]
	atoms := sf.frames[f].atoms
	sentence := atoms[k].sentence
	start := k
	for start > 0 && atoms[start-1].sentence == sentence {
		start--
	}
	if start < k-1 {
		// a phrase in the reporter's sentence; the speaker of an earlier one
		// of the same sentence goes on
		if last.found() && last.frame == f && last.cue >= 0 && atoms[min(last.cue, len(atoms)-1)].sentence == sentence {
			s := last
			s.rule = "series"
			return s
		}
		return source{}
	}
	if end := c.atoms[len(c.atoms)-1]; sentenceGoesOn(sf.frames[c.frames[len(c.frames)-1]].atoms, end) {
		return source{} // who speaks stands there, and no rule could tell
	}
	// the sentence before it in the paragraph
	if sentence > 0 {
		if s := sf.sentenceSpeaker(f, sentence-1); s.found() {
			s.rule = "sentence-before:" + s.rule
			return s
		}
		if last.found() && lastFrame == f {
			s := last
			s.rule = "carried-in-paragraph"
			return s
		}
		return source{}
	}
	if f == 0 {
		return source{}
	}
	// the paragraph before it
	if c.block && !sf.frames[f-1].introduces() {
		return source{}
	}
	prev := sf.frames[f-1].atoms
	if n := len(prev); n > 0 {
		if sf.frames[f-1].introduces() {
			if s := sf.sentenceSpeaker(f-1, prev[n-1].sentence); s.found() {
				s.rule = "colon-paragraph"
				return s
			}
		}
		if last.found() && lastFrame == f-1 {
			s := last
			s.rule = "carried-over"
			return s
		}
		if s := sf.sentenceSpeaker(f-1, prev[n-1].sentence); s.found() {
			s.rule = "paragraph-before:" + s.rule
			return s
		}
	}
	return source{}
}

// introduces reports a paragraph that ends with a colon.
func (f *frame) introduces() bool { return len(f.atoms) > 0 && f.atoms[len(f.atoms)-1].is(":") }

// sentenceGoesOn reports whether the reporter says more in the sentence of the
// quote at k.
func sentenceGoesOn(atoms []atom, k int) bool {
	for i := k + 1; i < len(atoms) && atoms[i].sentence == atoms[k].sentence; i++ {
		if atoms[i].kind != punctAtom {
			return true
		}
	}
	return false
}

// signed is the name that a paragraph of its own gives behind a quote that
// fills its paragraph: "— Ann Pell", in a press review "Ann Pell, The Herald".
func (sf *speakerFinder) signed(c *candidate) source {
	f := c.frames[len(c.frames)-1] + 1
	if f >= len(sf.frames) || len(sf.frames[f-1].atoms) > c.atoms[len(c.atoms)-1]+2 {
		return source{}
	}
	atoms := sf.frames[f].atoms
	if p := sf.phraseFrom(f, 0); p.head > 1 && p.head+1 < len(atoms) && hasCapital(atoms, 0, 1) && atoms[p.head].is(",") {
		if _, end := sf.outletAt(f, p.head+1); end == len(atoms) {
			return sf.named("signed", f, -1, p)
		}
	}
	if len(atoms) < 2 || len(atoms) > 14 || !atoms[0].is("—") && !atoms[0].is("-") || !atoms[1].capital || pronouns[atoms[1].word] || determiners[atoms[1].word] {
		return source{}
	}
	if p := sf.phraseFrom(f, 1); p.head > p.first && (p.head == len(atoms) || atoms[p.head].kind == punctAtom) && !isHeadingAfterDash(atoms, p) {
		return sf.named("signed", f, -1, p)
	}
	return source{}
}

// isHeadingAfterDash reports words that are a credit rather than a name.
func isHeadingAfterDash(atoms []atom, p phrase) bool {
	for k := p.first; k < p.head; k++ {
		if _, outlet := canonicalOutlet(atoms[k].raw); outlet || !atoms[k].capital && !nameParticles[atoms[k].word] {
			return true
		}
	}
	return p.head-p.first > 4
}

// sentenceSpeaker is who speaks in a sentence of the reporter: the subject of
// its last verb of saying, else its subject.
func (sf *speakerFinder) sentenceSpeaker(f, sentence int) source {
	atoms := sf.frames[f].atoms
	start, end := len(atoms), 0
	for k := range atoms {
		if atoms[k].sentence == sentence {
			start, end = min(start, k), k+1
		}
	}
	return sf.stretchSpeaker(f, start, end)
}

// stretchSpeaker is sentenceSpeaker for the sentence of atoms [start, end).
func (sf *speakerFinder) stretchSpeaker(f, start, end int) source {
	atoms := sf.frames[f].atoms
	for c := start; c < end; c++ {
		e := sf.cueAt(f, c)
		if e <= c || atoms[c].class.any(classPhrasalCue) || atoms[c].capital || sf.passive(f, start, c) {
			continue
		}
		if p := sf.subjectOf(f, start, c); p.head > p.first && !badSubject(atoms, p) {
			return sf.named("cue", f, c, p)
		}
	}
	// Its mere subject is right in a quarter of the cases: no rule.
	return source{}
}

// startsSmall reports whether the first letter of s is in lower case.
func startsSmall(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// unnamedWords is how many words in marks are taken for somebody's even where
// no rule names a speaker.
const unnamedWords = 4

// classify sets a candidate's kind and drops what is no quote.
func (r *reading) classify(i int) {
	c := &r.cands[i]
	if c.dropped {
		return
	}
	f, k := c.frames[0], c.atoms[0]
	atoms := r.finder.frames[f].atoms
	c.kind = "partial"
	if k == 0 || atoms[k-1].sentence != atoms[k].sentence || introduces(atoms, k) || atoms[k-1].is("—") || c.joined >= 0 {
		c.kind = "direct"
	}
	if !c.speaker.found() && c.joined < 0 && c.words < unnamedWords && !shouted(strings.TrimRight(r.b.Article.Text[max(0, c.span.Start-40):c.span.Start], " \u00a0\t")) {
		c.dropped = true // a slogan, a title, a phrase in scare marks
	}
	if c.kind == "partial" && c.words < 2 {
		c.dropped = true
	}
	if c.open && (k > 0 && !introduces(atoms, k) || c.words < 4) {
		c.dropped = true
	}
	if c.kind == "direct" && c.joined < 0 && k > 0 && atoms[k-1].kind == wordAtom && atoms[k-1].sentence == atoms[k].sentence && startsSmall(c.text) {
		c.kind = "partial" // "called it Q", "said that Q": the sentence is the reporter's
	}
}
