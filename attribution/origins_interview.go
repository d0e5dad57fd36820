package attribution

import (
	"strings"
	"sync"
)

// Interviews: what is told to an outlet, said on the air or to the reporter.

var tellingVerbs = wordSet(`told tells telling tell informed`)

// toldOutlet reads "told Al Jazeera", "told ABC's Jane Roe", "told Jane Roe of
// Fox News", "told radio host Jane Roe", "told the TV channel".
func (sf *speakerFinder) toldOutlet(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	ask := w == "asked" && i+1 < len(atoms) && atoms[i+1].word == "by"
	if !tellingVerbs[w] && !ask || i+1 >= len(atoms) {
		return channel{}, false
	}
	at := i + 1
	if ask {
		at++
	}
	c := channel{first: i, last: at + 1, strength: 5}
	c.Kind = Interview
	if at >= len(atoms) {
		return channel{}, false
	}
	if o, e := sf.outletAt(f, at); o != "" {
		c.Outlet, c.last = o, e
		return c, true
	}
	if o := sf.toldShort(f, at); o != "" && !ask {
		c.Outlet, c.last = o, at+1
		if atoms[at].word == "the" {
			c.last++
		}
		return c, true
	}
	if !ask && toldHere(atoms, at) {
		c.Outlet = "self"
		return c, true
	}
	limit := min(len(atoms), at+9)
	for k := at; k < limit && atoms[k].sentence == atoms[i].sentence && atoms[k].kind == wordAtom; k++ {
		switch atoms[k].word {
		case "host", "anchor", "correspondent", "presenter", "interviewer":
			c.last = k + 1
			if o, _ := sf.outletAt(f, at); o != "" {
				c.Outlet = o
				return c, true
			}
			for m := at; m < k; m++ {
				if o, _ := sf.outletAt(f, m); o != "" {
					c.Outlet = o
					return c, true
				}
			}
			if p := sf.phraseFrom(f, k+1); p.head > p.first && atoms[k+1].capital {
				c.Outlet, c.last = nameText(atoms[p.first:p.head]), p.head
			}
			return c, true
		case "of", "on", "at", "from", "with":
			if o, e := sf.outletAt(f, k+1); o != "" && hasCapital(atoms, at, k) {
				c.Outlet, c.last = o, e
				return c, true
			}
		case "channel", "network", "newspaper", "paper", "outlet", "magazine", "station", "broadcaster", "website", "daily", "tabloid", "agency", "podcast", "programme", "program", "affiliate":
			if k > at {
				if o, e := sf.namedBehind(f, k+1); o != "" {
					c.Outlet, c.last = o, e
					return c, true
				}
			}
			if atoms[at].word == "the" && k <= at+2 {
				if o := sf.lastOutlet(f, i); o != "" {
					c.Outlet, c.last = o, k+1
					return c, true
				}
			}
			if atoms[at].word == "the" || atoms[at].word == "a" {
				if o := sf.outletBehind(f, k+1); o != "" {
					c.Outlet, c.last = o, k+2
				}
				return c, k > at+1 || c.Outlet != ""
			}
		}
	}
	return channel{}, false
}

// toldShort reads what names an outlet only where it is told something, at atom
// i: "told Vox", and "told the News" in an article that named the Detroit News.
func (sf *speakerFinder) toldShort(f, i int) string {
	atoms := sf.frames[f].atoms
	the := atoms[i].word == "the"
	if the {
		i++
	}
	if i >= len(atoms) || !atoms[i].capital || i+1 < len(atoms) && atoms[i+1].capital {
		return ""
	}
	if !the {
		if wordIn(atoms[i].word, "vox", "slate", "salon", "wired", "vice", "variety", "deadline", "time", "people", "fortune") {
			o, _ := sf.names.outlets.Canonical(atoms[i].bare())
			return o
		}
		return ""
	}
	if !paperWords[atoms[i].word] {
		return ""
	}
	if o := sf.lastOutlet(f, i); strings.HasSuffix(o, " "+atoms[i].bare()) {
		return o
	}
	return ""
}

// paperWords end the names of newspapers, which are called by them alone.
var paperWords = wordSet(`news post times journal star herald tribune monitor globe press telegraph mail express record bulletin gazette chronicle
	inquirer examiner courier dispatch sentinel register observer republic standard sun beacon mirror reporter review ledger argus echo`)

// toldHere reports whether who is told, at atom i, is the article's own reporter:
// "told me", "told this newspaper", but "told me in an email" is a document.
func toldHere(atoms []atom, i int) bool {
	if atoms[i].word == "this" && i+1 < len(atoms) {
		i++
		if !wordIn(atoms[i].word, "newspaper", "paper", "reporter", "correspondent", "columnist", "magazine", "website", "publication", "writer") {
			return false
		}
	} else if atoms[i].word != "me" {
		return false
	}
	for k := i + 1; k < len(atoms) && k < i+6 && atoms[k].sentence == atoms[i].sentence && atoms[k].kind != quoteAtom; k++ {
		if documents[atoms[k].word] || wordIn(atoms[k].word, "statement", "text", "tweet", "dm") {
			return false
		}
	}
	return true
}

// namedBehind reads an outlet that stands at atom i or behind a comma there, and
// where it ends: "local station KQZT", "Port Ansgar's ABC affiliate, KQZT".
func (sf *speakerFinder) namedBehind(f, i int) (string, int) {
	atoms := sf.frames[f].atoms
	if i < len(atoms) && atoms[i].is(",") {
		i++
	}
	if i >= len(atoms) || !atoms[i].capital {
		return "", i
	}
	return sf.outletAt(f, i)
}

// outletBehind reads a name set behind "newspaper": "the newspaper Le Monde".
func (sf *speakerFinder) outletBehind(f, i int) string {
	atoms := sf.frames[f].atoms
	if i >= len(atoms) || !atoms[i].capital {
		return ""
	}
	if o, _ := sf.outletAt(f, i); o != "" {
		return o
	}
	if p := sf.phraseFrom(f, i); p.head > p.first {
		return nameText(atoms[p.first:p.head])
	}
	return ""
}

// unknownOutlet reads a name at atom i that no table knows and that is no
// person's: who else gives interviews but to people and outlets?
func (sf *speakerFinder) unknownOutlet(f, i int) string {
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if run.first != i {
			continue
		}
		if run.person >= 0 && sf.names.people[run.person].human <= 0 {
			return sf.names.fullest(run.person)
		}
	}
	return ""
}

// lastOutlet is the outlet named last before atom i, in this paragraph or up
// to thirty before it.
func (sf *speakerFinder) lastOutlet(f, i int) string {
	for g := f; g >= 0 && g > f-30; g-- {
		atoms := sf.frames[g].atoms
		k := len(atoms) - 1
		if g == f {
			k = i - 1
		}
		for ; k >= 0; k-- {
			if atoms[k].kind == wordAtom && atoms[k].capital && (k == 0 || !atoms[k-1].capital) {
				if o, _ := sf.outletAt(g, k); o != "" {
					return o
				}
			}
		}
	}
	return ""
}

// interviewWith reads "in an interview with X", "speaking to X", "sat down
// with X", "a meeting with X's editorial board".
func (sf *speakerFinder) interviewWith(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	c := channel{first: i, last: i + 1, strength: 4}
	c.Kind = Interview
	switch w {
	case "interview", "interviews", "q&a", "podcast":
	case "speaking", "spoke", "talking", "talked", "appearing", "appeared", "appearance", "speaks", "sat", "conversation", "interviewed", "board":
		if w == "board" && (i == 0 || atoms[i-1].word != "editorial") {
			return channel{}, false
		}
		c.strength = 3
	default:
		return channel{}, false
	}
	n := atoms[i].sentence
	if w == "board" {
		for k := i - 2; k >= 0 && k > i-8; k-- {
			if o, _ := sf.outletAt(f, k); o != "" {
				c.Outlet, c.first = o, k
				return c, true
			}
		}
		return c, true
	}
	for k := i + 1; k < len(atoms) && k < i+12 && atoms[k].sentence == n && atoms[k].kind == wordAtom; k++ {
		if !linkers[atoms[k].word] {
			continue
		}
		if o, e := sf.outletAt(f, k+1); o != "" {
			c.Outlet, c.last = o, e
			return c, true
		}
		if k+1 < len(atoms) && atoms[k+1].capital {
			if o, ok := sf.programmeAt(f, k+1); ok {
				c.Outlet, c.last = o, k+2
				return c, true
			}
			if atoms[k].word == "with" && (w == "interview" || w == "interviews") {
				if o := sf.unknownOutlet(f, k+1); o != "" && c.Outlet == "" {
					c.Outlet, c.last = o, k+2
				}
			}
		}
	}
	if w != "interview" && w != "interviews" {
		return channel{}, false
	}
	// "an ABC interview"
	lead, again := false, false
	for k := i - 1; k >= 0 && k > i-8 && atoms[k].kind == wordAtom && atoms[k].sentence == n; k-- {
		if c.Outlet == "" && atoms[k].capital && (k == 0 || !atoms[k-1].capital) {
			if o, e := sf.outletAt(f, k); o != "" && e <= i {
				c.Outlet = o
			}
		}
		switch atoms[k].word {
		case "in", "during", "gave", "giving", "of", "from", "exclusive":
			lead = true
			c.first = k
		case "the", "that", "same", "his", "her":
			again = true
		case "job", "police", "declined", "request", "requests", "for", "cancelled", "canceled":
			return channel{}, false
		}
	}
	if !lead && (c.Outlet == "" || w == "interviews") {
		return channel{}, false // "the Courier said interviews with six dockers"
	}
	if c.Outlet == "" {
		c.Outlet = "self"
		c.again = again
	}
	return c, true
}

var linkers = wordSet(`with to on for by from in at of`)

// programmeAt reads the name of a programme, of two words and more, at atom i.
func (sf *speakerFinder) programmeAt(f, i int) (string, bool) {
	atoms := sf.frames[f].atoms
	if i >= len(atoms) || !atoms[i].capital || !programmeStarts()[programmeWord(&atoms[i])] {
		return "", false
	}
	var parts []string
	for k := i; k < len(atoms) && k < i+5 && atoms[k].kind == wordAtom; k++ {
		parts = append(parts, programmeWord(&atoms[k]))
	}
	for n := len(parts); n > 1; n-- {
		name := strings.Join(parts[:n], " ")
		if o, found := programmes[name]; found {
			return o, true
		}
		if o, found := programmes["the "+name]; found {
			return o, true
		}
	}
	return "", false
}

// programmeWord is a word as the table of programmes spells it.
func programmeWord(a *atom) string {
	return strings.ReplaceAll(strings.Trim(a.word, "."), "’", "'")
}

// programmeStarts are the words with which a programme's name may begin, with
// the article or without.
var programmeStarts = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for name := range programmes {
		for _, n := range []string{name, strings.TrimPrefix(name, "the ")} {
			first, _, _ := strings.Cut(n, " ")
			m[first] = true
		}
	}
	return m
})

// onAir reads "on CNN", "on ABC's This Week", "on Meet the Press".
func (sf *speakerFinder) onAir(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	if w != "on" && w != "of" || i+1 >= len(atoms) || atoms[i].capital && w == "of" {
		return channel{}, false
	}
	if w == "of" && !(i > 0 && (atoms[i-1].word == "broadcast" || atoms[i-1].word == "edition" || atoms[i-1].word == "episode")) {
		return channel{}, false
	}
	c := channel{first: i, strength: 3}
	c.Kind = Interview
	if o, ok := sf.programmeAt(f, i+1); ok {
		c.Outlet, c.last = o, i+2
		return c, true
	}
	o, e := sf.outletAt(f, i+1)
	if o == "" || !(e < len(atoms) && atoms[e-1].owner) && !sf.names.outlets.broadcasts(o) {
		return channel{}, false
	}
	if i > 0 && (atoms[i-1].word == "report" || atoms[i-1].word == "reported" || atoms[i-1].word == "ad" || atoms[i-1].word == "attack") {
		return channel{}, false
	}
	c.Outlet, c.last = o, e
	return c, true
}

// soundsLikeBroadcaster reports an outlet whose name says that it is on the air.
func soundsLikeBroadcaster(o string) bool {
	for _, w := range [...]string{"Radio", "TV", "Television", "FM", "Channel"} {
		if strings.HasSuffix(o, " "+w) || strings.HasPrefix(o, w+" ") {
			return true
		}
	}
	return isCallSign(o)
}

var broadcasters = map[string]bool{
	"ABC": true, "CBS": true, "NBC": true, "CNN": true, "MSNBC": true, "CNBC": true, "C-SPAN": true, "HBO": true, "PBS": true, "NPR": true,
	"BBC": true, "ITV": true, "Sky News": true, "Channel 4": true, "LBC": true, "Fox News": true, "Fox Business": true, "Newsmax": true,
	"Univision": true, "Telemundo": true, "Al Jazeera": true, "Bloomberg": true, "NDTV": true, "India Today": true, "ESPN": true, "MTV": true,
	"SiriusXM": true, "CBC": true, "CTV": true, "France 24": true, "NY1": true, "WNYC": true, "RT": true,
}
