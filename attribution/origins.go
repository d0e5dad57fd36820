package attribution

import (
	"strings"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// Origin is the first public channel of a quote that a reader can check.
type Origin struct {
	// Kind is "interview", "statement", "post", "speech", "document" or "unknown".
	Kind string `json:"kind"`
	// Outlet is a named outlet or body, a platform, or "self" for the
	// article's own outlet.
	Outlet  string        `json:"outlet,omitempty"`
	Handle  string        `json:"handle,omitempty"`
	Date    string        `json:"date,omitempty"`
	Mention *article.Span `json:"mention,omitempty"`
}

// The kinds of origin.
const (
	Interview = "interview"
	Statement = "statement"
	PostKind  = "post"
	Speech    = "speech"
	Document  = "document"
	Unknown   = "unknown"
)

// A channel is one place where the reporter names how words became public.
type channel struct {
	Origin
	frame, first, last int    // its atoms
	sentence           int    // of the frame
	who                string // key of the person who used it, "" for unknown
	strength           int    // of two in one sentence the stronger wins
	again              bool   // "the interview": the one named before
}

// channels finds every channel that the frames name, in order.
func (r *reading) channels() []channel {
	var out []channel
	hosts := map[int]string{}
	for f := range r.finder.frames {
		list := r.finder.frameChannels(f)
		r.finder.atConference(f, list, out)
		r.finder.learnHosts(f, list, hosts)
		r.finder.learnPresenters(f, list, out, hosts)
		out = append(out, list...)
		out = append(out, r.finder.hostChannels(f, hosts)...)
	}
	r.hosts = hosts
	last := -1
	for i := range out {
		if out[i].Kind != Interview {
			continue
		}
		if out[i].again && last >= 0 {
			out[i].Outlet = out[last].Outlet
		}
		last = i
	}
	return out
}

// learnHosts notes who asks the questions on an outlet: "ABC's Jane Roe", "This
// Week with Jane Roe", "host Jane Roe". hosts maps people to outlets.
func (sf *speakerFinder) learnHosts(f int, list []channel, hosts map[int]string) {
	atoms := sf.frames[f].atoms
	for i := range list {
		c := &list[i]
		if c.Kind != Interview || c.Outlet == "" || c.Outlet == "self" {
			continue
		}
		for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
			run := &sf.names.runs[r]
			if run.person < 0 || run.whole <= c.first || run.whole > c.last+5 || atoms[run.first].sentence != c.sentence || sf.names.people[run.person].human < 0 {
				continue
			}
			before := &atoms[run.whole-1]
			if run.whole <= c.last && before.owner || before.word == "host" || before.word == "anchor" || before.word == "with" && run.whole > c.last ||
				atoms[c.first].word != "on" && run.whole == c.first+1 {
				hosts[run.person] = c.Outlet
			}
		}
	}
}

// nearby is how many paragraphs a channel named before bears on who asks.
const nearby = 3

// atConference turns "asked by NBC's Jane Roe" into the press conference, or the
// debate, at which it was: one is named in the paragraphs before. earlier are the
// channels of those, list those of paragraph f.
func (sf *speakerFinder) atConference(f int, list, earlier []channel) {
	for i := range list {
		c := &list[i]
		if c.Kind != Interview || sf.frames[f].atoms[c.first].word != "asked" {
			continue
		}
		for j := len(earlier) - 1; j >= 0 && f-earlier[j].frame <= nearby && earlier[j].Kind != Interview; j-- {
			if e := &earlier[j]; e.Kind == Speech && wordIn(sf.frames[e.frame].atoms[e.last-1].word, "conference", "briefing", "debate", "presser", "town-hall", "townhall", "hall") {
				c.Kind, c.Outlet = Speech, ""
				break
			}
		}
	}
}

// learnPresenters notes who is called the host where an interview on a named
// outlet is told: "on Harbour News. Host Jane Roe asked". earlier are the channels
// before paragraph f, list its own.
func (sf *speakerFinder) learnPresenters(f int, list, earlier []channel, hosts map[int]string) {
	atoms := sf.frames[f].atoms
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		if run.person < 0 || run.whole == 0 && run.first == 0 || sf.names.people[run.person].human < 0 {
			continue
		}
		if before := &atoms[run.first-1]; before.kind != wordAtom || !wordIn(before.word, "host", "co-host", "anchor", "presenter", "interviewer") || !asks(atoms, run) {
			continue
		}
		c := lastAired(list, run.first)
		if c == nil {
			if c = lastAired(earlier, -1); c == nil || f-c.frame > inheritFor[Interview] {
				continue
			}
		}
		hosts[run.person] = c.Outlet
		for i := range list {
			if l := &list[i]; l.Kind == Interview && l.Outlet == sf.names.fullest(run.person) {
				l.Outlet = c.Outlet // "asked by host Jane Roe"
			}
		}
	}
}

// asks reports a name that stands with a verb of asking: "asked by host Jane Roe",
// "host Jane Roe asked".
func asks(atoms []atom, run *nameRun) bool {
	if run.last < len(atoms) && wordIn(atoms[run.last].word, "asked", "asks", "pressed", "questioned", "challenged", "interrupted", "wondered", "replied", "responded") {
		return true
	}
	for k := run.first - 1; k > 0 && k > run.first-6; k-- {
		if atoms[k].word == "by" {
			return wordIn(atoms[k-1].word, "asked", "pressed", "questioned", "interviewed", "challenged")
		}
	}
	return false
}

// lastAired is the last interview with an outlet that is named, before an atom of
// the paragraph or in all of the list, nil where a speech came later.
func lastAired(list []channel, before int) *channel {
	for i := len(list) - 1; i >= 0; i-- {
		c := &list[i]
		switch {
		case before >= 0 && c.first >= before, c.Kind == Interview && c.Outlet == "self":
		case c.Kind == Interview && c.Outlet != "":
			return c
		case c.Kind == Speech:
			return nil
		}
	}
	return nil
}

// hostChannels reads "told Roe", "asked by Roe" where Roe is known to ask the
// questions on an outlet.
func (sf *speakerFinder) hostChannels(f int, hosts map[int]string) []channel {
	if len(hosts) == 0 {
		return nil
	}
	atoms := sf.frames[f].atoms
	var out []channel
	for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
		run := &sf.names.runs[r]
		outlet, ok := hosts[run.person]
		if !ok || run.whole == 0 || atoms[run.last-1].owner {
			continue
		}
		i := run.whole - 1
		asked := atoms[i].word == "by" && i > 0 && wordIn(atoms[i-1].word, "asked", "pressed", "questioned", "interviewed", "challenged")
		if asked {
			i--
		} else if !tellingVerbs[atoms[i].word] {
			continue
		}
		c := channel{frame: f, first: i, last: run.last, sentence: atoms[i].sentence, strength: 4}
		c.Kind, c.Outlet = Interview, outlet
		c.Mention = &article.Span{Start: atoms[i].Start, End: atoms[run.last-1].End}
		out = append(out, c)
	}
	return out
}

// frameChannels finds the channels named in one paragraph.
func (sf *speakerFinder) frameChannels(f int) []channel {
	atoms := sf.frames[f].atoms
	var out []channel
	for i := range atoms {
		if atoms[i].kind != wordAtom {
			continue
		}
		rules := channelRules
		if !atoms[i].class.any(classChannel) {
			if !atoms[i].capital {
				continue
			}
			rules = rules[len(rules)-1:]
		}
		for _, rule := range rules {
			if c, ok := rule(sf, f, i); ok && !unused(atoms, c.first) {
				c.frame, c.sentence = f, atoms[i].sentence
				c.Mention = &article.Span{Start: atoms[c.first].Start, End: atoms[c.last-1].End}
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// unused reports a channel that the sentence denies or only thinks of, by the
// words before atom i: "declined to issue a statement", "if they took part in a
// debate".
func unused(atoms []atom, i int) bool {
	const reach = 4 // words
	for k := i - 1; k >= 0 && k >= i-reach && atoms[k].kind == wordAtom && atoms[k].sentence == atoms[i].sentence; k-- {
		if denials[atoms[k].word] || strings.HasSuffix(atoms[k].word, "n't") || strings.HasSuffix(atoms[k].word, "n’t") {
			return true
		}
		if cueWords()[atoms[k].word] == certain || conjunctions[atoms[k].word] {
			return false // "would leave if asked, she said, and told the Courier"
		}
	}
	return false
}

var denials = wordSet(`not no never without if unless whether declined refused refuse failed cancelled canceled`)

// channelRules are tried in this order at each word.
var channelRules = []func(sf *speakerFinder, f, i int) (channel, bool){
	(*speakerFinder).toldOutlet,
	(*speakerFinder).interviewWith,
	(*speakerFinder).onAir,
	(*speakerFinder).onPlatform,
	(*speakerFinder).inStatement,
	(*speakerFinder).atOccasion,
	(*speakerFinder).inDocument,
	(*speakerFinder).outletReported,
}

// channelWords are the words at which a rule can begin; at any other word only
// the last one, which reads an outlet's name, can.
var channelWords = func() map[string]bool {
	m := wordSet(`asked interview interviews q&a podcast speaking spoke talking talked appearing appeared appearance speaks sat conversation
		interviewed board on of tweeted tweets tweeting retweeted retweeting tweet tweet-storm tweetstorm retweet to via his her its their
		a in from posted posting statement statements communique communiqué readout release testified testifying testifies stage podium
		lectern cheer cheers applause boos campaigning stumping question questions questioning emailed e-mailed emails emailing wrote writes writing written`)
	for _, more := range []map[string]bool{tellingVerbs, occasions, hearers, documents} {
		for w := range more {
			m[w] = true
		}
	}
	return m
}()

// outletAt reads the name of an outlet that starts at atom i, article and
// possessive included, and returns its name and end, "" for none.
func (sf *speakerFinder) outletAt(f, i int) (string, int) {
	atoms := sf.frames[f].atoms
	if i < len(atoms) && (atoms[i].word == "the" || atoms[i].word == "a" || atoms[i].word == "his" || atoms[i].word == "its") {
		i++
	}
	end := i
	for end < len(atoms) && end < i+6 && atoms[end].kind == wordAtom && (atoms[end].capital || isDigitWord(atoms[end].raw) || end > i && (atoms[end].word == "of" || atoms[end].word == "and" || atoms[end].word == "on" || atoms[end].word == "della") && end+1 < len(atoms) && atoms[end+1].capital) {
		end++
		if atoms[end-1].owner {
			break
		}
	}
	for e := end; e > i; e-- {
		if !atoms[e-1].capital && !isDigitWord(atoms[e-1].raw) {
			continue // the name goes on behind "of", or does not
		}
		name := nameText(atoms[i:e])
		if strings.Contains(name, "/") {
			continue // "Odile Brandt/The Kelder Courier" under a picture
		}
		if c, ok := sf.names.outlets.Canonical(name); ok {
			if e > i+1 && timeWords[atoms[e-1].word] && !sf.names.outlets.lists(name) {
				continue // "Radio Kessel on Tuesday", but "Mail on Sunday"
			}
			if e == i+1 && ambiguousOutlet[strings.ToLower(name)] && !(i > 0 && atoms[i-1].word == "the") && !(e < len(atoms) && wordIn(atoms[e].word, "magazine", "newspaper")) {
				continue
			}
			return c, e
		}
	}
	return "", i
}

// ambiguousOutlet are names of outlets that are words of their own: only with
// "the" before them or "magazine" behind.
var ambiguousOutlet = wordSet(`times journal globe examiner economist guardian observer independent telegraph mail mirror sun hindu
	dawn time people fortune wired vice hill atlantic deadline variety republic express today salon slate vox people's hindu bild verge intercept sky fox's x`)

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

// onPlatform reads "tweeted", "in a tweet", "on Facebook", "posted on X".
func (sf *speakerFinder) onPlatform(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	c := channel{first: i, last: i + 1, strength: 4}
	c.Kind = PostKind
	switch w {
	case "tweeted", "tweets", "tweeting", "retweeted", "retweeting", "tweet", "tweet-storm", "tweetstorm", "retweet":
		if (w == "tweet" || w == "tweets") && i > 0 && atoms[i-1].word == "to" {
			return channel{}, false
		}
		c.Outlet = "X"
		return c, true
	case "on", "to", "via", "his", "her", "its", "their", "a", "in":
		k := i + 1
		for k < len(atoms) && k < i+4 && (atoms[k].word == "his" || atoms[k].word == "her" || atoms[k].word == "its" || atoms[k].word == "their" || atoms[k].word == "official" || atoms[k].word == "the" || atoms[k].word == "a" || atoms[k].word == "own") {
			k++
		}
		if k >= len(atoms) || atoms[k].kind != wordAtom {
			return channel{}, false
		}
		name, end := atoms[k].word, k+1
		if k+1 < len(atoms) && platforms[name+" "+atoms[k+1].word] != "" {
			name, end = name+" "+atoms[k+1].word, k+2
		}
		p, ok := platforms[name]
		if len(name) > 2 && name[0] == '@' && (w == "on" || w == "from" || w == "via") {
			c.Outlet, c.Handle, c.last = "X", atoms[k].raw, k+1
			return c, true
		}
		if !ok || !atoms[k].capital {
			if (name == "blog" || name == "social") && (w == "on" || w == "in") {
				c.last = end
				return c, name == "blog" || end < len(atoms) && atoms[end].word == "media"
			}
			return channel{}, false
		}
		if name == "x" && atoms[k].raw != "X" || name == "medium" && w != "on" || name == "x" && w != "on" {
			return channel{}, false
		}
		if w == "a" || w == "in" || w == "to" || w == "via" {
			if w != "via" && !(end < len(atoms) && (atoms[end].word == "post" || atoms[end].word == "message" || atoms[end].word == "comment" || atoms[end].word == "video" || atoms[end].word == "posting")) && w != "to" {
				return channel{}, false
			}
		}
		c.Outlet, c.last = p, end
		return c, true
	case "posted", "posting":
		if i+2 < len(atoms) && atoms[i+1].word == "on" {
			return channel{}, false // the platform rule reads it
		}
	}
	return channel{}, false
}
