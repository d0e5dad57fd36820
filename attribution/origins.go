package attribution

import (
	"strings"

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
