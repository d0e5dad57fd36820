package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// inheritFor is how many paragraphs a channel holds for its speaker's later
// quotes, by kind.
var inheritFor = map[string]int{Interview: 25, Speech: 12, Statement: 4, Document: 4, PostKind: 1}

// origins gives each quote its channel: the one of its own attribution, else
// of its paragraph, else the last one that its speaker used.
func (r *reading) origins(quotes []Quote) {
	byFrame := map[int][]channel{}
	for _, c := range r.channels() {
		byFrame[c.frame] = append(byFrame[c.frame], c)
	}
	a := &assigner{r: r, channels: byFrame, last: map[string]channel{}, text: map[string]channel{}, body: map[string]string{}, paper: map[string]string{}}
	spans := map[int]int{} // start of first segment -> candidate
	for i := range r.cands {
		if !r.cands[i].dropped {
			spans[r.cands[i].shares()[0].Start] = i
		}
	}
	order := map[int][]int{} // candidates by frame
	for i := range quotes {
		q := &quotes[i]
		if q.Kind == PostKind || q.Kind == "nested" {
			continue
		}
		if ci, ok := spans[q.Segments[0].Start]; ok {
			f := r.cands[ci].frames[0]
			order[f] = append(order[f], i)
		}
	}
	for f := range r.finder.frames {
		a.frame(f, quotes, order[f], spans)
	}
	inheritNested(quotes)
}

// assigner walks an article's paragraphs and remembers who used which channel.
type assigner struct {
	r        *reading
	channels map[int][]channel
	last     map[string]channel // by speaker
	text     map[string]channel // by speaker: the last one in writing
	body     map[string]string  // the body that somebody speaks for
	paper    map[string]string  // the outlet that somebody writes for
}

// frame gives the quotes of one paragraph their origins.
func (a *assigner) frame(f int, quotes []Quote, in []int, spans map[int]int) {
	list := a.channels[f]
	a.learnBodies(f)
	a.learnPapers(f)
	// who used each channel: the speaker of a quote in its sentence, else the
	// sentence's own subject
	for i := range list {
		list[i].who = a.userOf(f, &list[i], quotes, in, spans)
	}
	for _, qi := range in {
		q := &quotes[qi]
		c := &a.r.cands[spans[q.Segments[0].Start]]
		who := speakerKey(c.speaker)
		if c.via.found() {
			// what somebody relays became public through the teller's channel
			who = speakerKey(c.via)
		}
		if o, ok := a.reported(c.speaker); ok {
			q.Origin = o
			a.remember(who, channel{Origin: o, frame: f})
			continue
		}
		best := a.own(f, c, list, who)
		if best == nil {
			best = a.earlier(f, c, list, who)
		}
		if best != nil {
			q.Origin = a.origin(*best, c.speaker, who)
			if who != "" {
				a.remember(who, *best)
			}
			continue
		}
		if a.wrote(c.speaker) {
			q.Origin = a.writing(c.speaker, who, f)
			continue
		}
		if l, ok := a.last[who]; ok && who != "" && f-l.frame <= inheritFor[l.Kind] && !a.elsewhere(f, c) && !(l.Kind == Interview && a.toldOthers(c.speaker)) {
			q.Origin = a.origin(l, c.speaker, who)
			// it holds as long as quotes go on
			if l.Kind == Interview || l.Kind == Speech {
				l.frame = f
				a.last[who] = l
			}
			continue
		}
		if o, ok := a.r.hosts[c.speaker.person]; ok && c.speaker.person >= 0 {
			q.Origin = Origin{Kind: Interview, Outlet: o, Mention: a.r.finder.mention(c.speaker)}
			continue
		}
		q.Origin = a.written(c.speaker)
	}
	for i := range list {
		if w := list[i].who; w != "" && list[i].strength >= 3 {
			a.remember(w, list[i])
		}
	}
}

// remember keeps the channel that somebody used last, and the last one in
// writing.
func (a *assigner) remember(who string, c channel) {
	a.last[who] = c
	if c.Kind == Document || c.Kind == PostKind || c.Kind == Statement {
		a.text[who] = c
	}
}

// wrote reports whether the verb of an attribution is one of writing.
func (a *assigner) wrote(s source) bool {
	if !s.found() || s.cue < 0 || s.frame >= len(a.r.finder.frames) {
		return false
	}
	switch a.r.finder.frames[s.frame].atoms[s.cue].word {
	case "wrote", "writes", "written", "writing":
		return true
	}
	return false
}

// reported is the origin of words that an outlet is quoted with: "the Courier
// reported", "the Lancet reads".
func (a *assigner) reported(s source) (Origin, bool) {
	if !s.found() || s.cue < 0 || s.frame >= len(a.r.finder.frames) || !outletPrints[a.r.finder.frames[s.frame].atoms[s.cue].word] {
		return Origin{}, false
	}
	o, end := a.r.finder.outletAt(s.frame, s.first)
	if o == "" || end != s.last {
		return Origin{}, false
	}
	return Origin{Kind: Document, Outlet: o, Mention: a.r.finder.mention(s)}, true
}

// outletPrints are the verbs for what an outlet itself has printed.
var outletPrints = wordSet(`reported reports wrote writes reads read noted notes editorialized editorialised opined`)

// writing is the origin of what somebody "wrote" where the sentence names no
// channel: the last written one of theirs, else the outlet they work for, and
// never an interview.
func (a *assigner) writing(s source, who string, f int) Origin {
	if c, ok := a.text[who]; ok && who != "" && f-c.frame <= inheritFor[Interview] {
		c.frame = f
		a.text[who] = c
		return a.origin(c, s, who)
	}
	if o := a.paper[who]; o != "" {
		return Origin{Kind: Document, Outlet: o, Mention: a.r.finder.mention(s)}
	}
	return a.written(s)
}

// learnPapers notes which outlets the people of a paragraph write for: "Ann
// Pell of the Courier", "the Courier's Ann Pell", "Courier columnist Ann Pell",
// "Ann Pell, the letters editor for the Courier".
func (a *assigner) learnPapers(f int) {
	sf := a.r.finder
	atoms := sf.frames[f].atoms
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if run.person < 0 || sf.names.people[run.person].human < 0 {
			continue
		}
		k := run.last
		if k < len(atoms) && atoms[k].is(",") {
			k = penmanEnds(atoms, k+1)
		}
		if k+1 < len(atoms) && wordIn(atoms[k].word, "of", "at", "for") && !atoms[k-1].owner {
			if o, _ := sf.outletAt(f, k+1); o != "" {
				a.paper[a.personKey(run.person)] = o
			}
		}
		k = run.whole - 1
		for k > 0 && run.whole-k < 4 && atoms[k].kind == wordAtom && !atoms[k].capital && (penmen[atoms[k].word] || penmen[atoms[k+1].word]) {
			k-- // "media columnist"
		}
		if k >= 0 && atoms[k].capital && (atoms[k].owner || k < run.whole-1) {
			first := k
			for first > 0 && first > k-4 && atoms[first-1].kind == wordAtom && atoms[first-1].capital {
				first--
			}
			if o, e := sf.outletAt(f, first); o != "" && e == k+1 {
				a.paper[a.personKey(run.person)] = o
			}
		}
	}
}

// penmen write for the outlet that is named with them.
var penmen = wordSet(`columnist critic correspondent reporter editor writer blogger contributor essayist editorialist`)

// penmanEnds is the atom behind a description that starts at atom k, if it is one
// of a penman: "the letters editor", else k.
func penmanEnds(atoms []atom, k int) int {
	for m := k; m < len(atoms) && m < k+5 && atoms[m].kind == wordAtom; m++ {
		if penmen[atoms[m].word] {
			return m + 1
		}
	}
	return k
}

// written is the origin of words that a document itself is made to say: "the
// letter reads".
func (a *assigner) written(s source) Origin {
	if s.found() && s.person < 0 && s.last > s.first {
		sf := a.r.finder
		head := sf.headNoun(s.frame, phrase{s.first, s.last, s.last})
		m := sf.mention(s)
		switch {
		case documents[head]:
			return Origin{Kind: Document, Mention: m}
		case head == "statement" || head == "release":
			return Origin{Kind: Statement, Mention: m}
		case head == "tweet":
			return Origin{Kind: PostKind, Outlet: "X", Mention: m}
		}
	}
	return Origin{Kind: Unknown}
}

// own is the strongest channel in the sentences of the quote's attribution.
func (a *assigner) own(f int, c *candidate, list []channel, who string) *channel {
	atoms := a.r.finder.frames[f].atoms
	sentences := map[int]bool{}
	for n, g := range c.frames {
		if g == f {
			sentences[atoms[c.atoms[n]].sentence] = true
		}
	}
	if c.speaker.found() && c.speaker.frame == f && !strings.HasPrefix(c.speaker.rule, "sentence-before") && !strings.HasPrefix(c.speaker.rule, "carried") {
		sentences[atoms[c.speaker.first].sentence] = true
	}
	var best *channel
	for i := range list {
		ch := &list[i]
		if !sentences[ch.sentence] || ch.who != "" && who != "" && ch.who != who {
			continue
		}
		if best == nil || ch.strength > best.strength {
			best = ch
		}
	}
	return best
}

// earlier is a channel in the quote's paragraph that its speaker used: the
// last one before it, else the first one behind it.
func (a *assigner) earlier(f int, c *candidate, list []channel, who string) *channel {
	at := c.atoms[0]
	var best *channel
	for i := range list {
		ch := &list[i]
		if ch.who == "" || ch.who != who || ch.strength < 3 {
			continue
		}
		if ch.first < at || best == nil {
			best = ch
		}
	}
	return best
}

// elsewhere reports whether the quote's own sentence sets it apart from what
// its speaker said before: "last year", "previously".
func (a *assigner) elsewhere(f int, c *candidate) bool {
	atoms := a.r.finder.frames[f].atoms
	n := atoms[c.atoms[0]].sentence
	for k := range atoms {
		if atoms[k].sentence != n && !(c.speaker.found() && c.speaker.frame == f && atoms[k].sentence == atoms[c.speaker.first].sentence) {
			continue
		}
		switch atoms[k].word {
		case "previously", "earlier", "once", "separately", "repeatedly", "often", "famously", "initially", "2008", "2009", "2010", "2011", "2012", "2013", "2014":
			return true
		case "last":
			if k+1 < len(atoms) && wordIn(atoms[k+1].word, "year", "month", "week", "summer", "spring", "fall", "winter", "autumn") {
				return true
			}
		case "ago":
			return true
		}
	}
	return false
}

// toldOthers reports an attribution that names other hearers than an interviewer:
// "told reporters", "told the crowd".
func (a *assigner) toldOthers(s source) bool {
	if !s.found() || s.cue < 0 || s.frame >= len(a.r.finder.frames) {
		return false
	}
	atoms := a.r.finder.frames[s.frame].atoms
	if !tellingVerbs[atoms[s.cue].word] {
		return false
	}
	for k := s.cue + 1; k < len(atoms) && k < s.cue+5 && atoms[k].kind == wordAtom; k++ {
		if otherHearers[atoms[k].word] {
			return true
		}
	}
	return false
}

// otherHearers do not interview.
var otherHearers = wordSet(`reporters journalists media press supporters crowd audience colleagues voters lawmakers senators committee workers students
	fans followers delegates members donors aides friends residents activists`)

// userOf is the key of who used a channel.
func (a *assigner) userOf(f int, ch *channel, quotes []Quote, in []int, spans map[int]int) string {
	sf := a.r.finder
	atoms := sf.frames[f].atoms
	if p := sf.ownerOf(f, ch); p >= 0 {
		return a.personKey(p)
	}
	for _, qi := range in {
		c := &a.r.cands[spans[quotes[qi].Segments[0].Start]]
		s := c.speaker
		if s.found() && s.frame == f && atoms[s.first].sentence == ch.sentence {
			return speakerKey(s)
		}
	}
	if p := sf.sayerBefore(f, ch); p >= 0 {
		return a.personKey(p)
	}
	// who tells stands before the verb
	told := tellingVerbs[atoms[ch.first].word]
	// the first person of the sentence that is not part of the channel
	other := ""
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if atoms[run.first].sentence != ch.sentence || run.first >= ch.first && (run.first < ch.last || run.whole == ch.last && atoms[ch.last-1].owner) || run.person < 0 || atoms[run.last-1].owner {
			continue
		}
		if told && run.first > ch.first || run.whole > 0 && objectMarkers[atoms[run.whole-1].word] {
			continue
		}
		if sf.names.people[run.person].human < -2 {
			if other == "" && run.first < ch.first {
				other = a.personKey(run.person) // a body may speak too
			}
			continue
		}
		if sf.names.people[run.person].human >= 2 {
			return a.personKey(run.person)
		}
		if other == "" {
			other = a.personKey(run.person)
		}
	}
	if other != "" {
		return other
	}
	for k := range atoms {
		if atoms[k].sentence != ch.sentence || atoms[k].kind != wordAtom || told && k > ch.first {
			continue
		}
		if w := atoms[k].word; w == "he" || w == "his" {
			p, _ := sf.pronoun(f, k, male)
			return a.personKey(p)
		} else if w == "she" || w == "her" {
			p, _ := sf.pronoun(f, k, female)
			return a.personKey(p)
		}
	}
	return ""
}

// sayerBefore is who stands last before a channel with a word of saying, "the two
// had left, wrote director Odile Brandt, a cousin, on Facebook", -1 for nobody.
func (sf *speakerFinder) sayerBefore(f int, ch *channel) int {
	atoms := sf.frames[f].atoms
	for r := sf.names.byFrame[f+1] - 1; r >= sf.names.byFrame[f]; r-- {
		run := &sf.names.runs[r]
		if run.last > ch.first || run.person < 0 || atoms[run.first].sentence != ch.sentence || atoms[run.last-1].owner || sf.names.people[run.person].human < 0 {
			continue
		}
		if cueWords()[atoms[run.last].word] == certain {
			return run.person
		}
		k := run.whole - 1
		for k > 0 && run.whole-k < 4 && atoms[k].kind == wordAtom && (roleNouns[atoms[k].word] || roleNouns[atoms[k+1].word] && k+1 < run.whole) && cueWords()[atoms[k].word] != certain {
			k--
		}
		if k >= 0 && atoms[k].sentence == ch.sentence && cueWords()[atoms[k].word] == certain {
			return run.person
		}
	}
	return -1
}

// ownerOf is whose post, statement or text a channel is: "Rook's tweet" is
// Rook's whoever speaks of it, -1 where nobody is named.
func (sf *speakerFinder) ownerOf(f int, ch *channel) int {
	if ch.Kind == Interview || ch.Kind == Speech {
		return -1
	}
	atoms := sf.frames[f].atoms
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if run.person >= 0 && atoms[run.last-1].owner && run.last <= ch.last-1 && run.last >= ch.last-3 && sf.names.people[run.person].human >= 0 && atoms[run.first].sentence == ch.sentence {
			return run.person
		}
	}
	return -1
}

// personKey and speakerKey are what channels are remembered under: the fullest
// name in lower case.
func (a *assigner) personKey(p int) string {
	if p < 0 {
		return ""
	}
	return strings.ToLower(a.r.finder.names.people[p].name)
}

func speakerKey(s source) string { return strings.ToLower(s.name) }

// origin fills what a channel leaves open: the body that a spokesman's
// statement is of.
func (a *assigner) origin(ch channel, s source, who string) Origin {
	o := ch.Origin
	if o.Kind == Statement && o.Outlet == "" {
		if b := a.body[who]; b != "" {
			o.Outlet = b
		} else if s.person < 0 && isCapitalised(s.name) {
			o.Outlet = s.name
		}
	}
	return o
}

// learnBodies notes for whom the people of a paragraph speak: "Smith, the
// spokeswoman of the Harbour Board".
func (a *assigner) learnBodies(f int) {
	sf := a.r.finder
	atoms := sf.frames[f].atoms
	for k := range atoms {
		if !wordIn(atoms[k].word, "spokesman", "spokeswoman", "spokesperson") {
			continue
		}
		body := ""
		if k+1 < len(atoms) && (atoms[k+1].word == "of" || atoms[k+1].word == "for") {
			if p := sf.phraseFrom(f, k+2); p.head > p.first && hasCapital(atoms, p.first, p.head) {
				first := p.first
				if atoms[first].word == "the" {
					first++
				}
				body = nameText(atoms[first:p.head])
			}
		} else if k > 0 && atoms[k-1].capital && atoms[k-1].kind == wordAtom && !atoms[k-1].owner {
			first := k - 1
			for first > 0 && atoms[first-1].kind == wordAtom && atoms[first-1].capital && !weekdays[atoms[first-1].word] {
				first--
			}
			body = nameText(atoms[first:k])
		}
		if body == "" {
			continue
		}
		best, near := -1, 12
		for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
			run := &sf.names.runs[r]
			if run.person < 0 || sf.names.people[run.person].human < 0 {
				continue
			}
			d := run.first - k
			if d < 0 {
				d = k - run.last
			}
			if d >= 0 && d < near && !strings.Contains(body, sf.names.people[run.person].name) {
				best, near = run.person, d
			}
		}
		if best >= 0 && a.body[a.personKey(best)] == "" {
			a.body[a.personKey(best)] = body
		}
	}
}

// inheritNested gives quotes inside quotes the origin of the outer one, but for
// what a post quotes: that was said elsewhere.
func inheritNested(quotes []Quote) {
	for i := range quotes {
		if quotes[i].Kind != "nested" {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if holds(quotes[j].Segments, quotes[i].Segments[0]) {
				if quotes[j].Kind != PostKind {
					quotes[i].Origin = quotes[j].Origin
				}
				break
			}
		}
	}
}

func holds(segments []article.Span, s article.Span) bool {
	for _, x := range segments {
		if x.Contains(s) {
			return true
		}
	}
	return false
}
