package attribution

import "strings"

// inStatement reads "in a statement", "a press release", "a readout".
func (sf *speakerFinder) inStatement(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	c := channel{first: i, last: i + 1, strength: 4}
	c.Kind = Statement
	switch w {
	case "statement", "statements", "communique", "communiqué", "readout":
	case "release":
		if i == 0 || atoms[i-1].word != "press" && atoms[i-1].word != "news" && atoms[i-1].word != "media" {
			return channel{}, false
		}
	default:
		return channel{}, false
	}
	lead := false
	for k := i - 1; k >= 0 && k > i-7 && atoms[k].kind == wordAtom && atoms[k].sentence == atoms[i].sentence; k-- {
		switch atoms[k].word {
		case "in", "via", "released", "issued", "releasing", "issuing", "by", "through", "put", "sent", "emailed", "gave", "from", "posted", "release", "issue", "read", "with":
			lead = true
			c.first = k
		case "on", "about", "after", "since", "before", "of", "against":
			if !lead {
				return channel{}, false
			}
		case "financial", "bank", "mission", "fashion", "bold", "strong", "political", "impact":
			return channel{}, false
		}
	}
	if !lead {
		// "the statement said", "his statement reads"
		if i+1 < len(atoms) && (cueWords()[atoms[i+1].word] == certain || atoms[i+1].word == "read" || atoms[i+1].word == "reads") {
			return c, true
		}
		return channel{}, false
	}
	return c, true
}

// occasions are places where words are said to an audience.
var occasions = wordSet(`speech rally debate hearing briefing conference press-conference address lecture
	keynote testimony convention town-hall townhall forum summit sermon homily commencement panel remarks ceremony gala
	symposium fundraiser inauguration eulogy toast presser luncheon breakfast dinner picnic march vigil townhalls hall
	meeting-hall parade stump event events stop stops congress parliament floor assembly interrogation monologue
	keynote launch tribunal session conferences audience crowd supporters roundtable festival appearance rope address convention's`)

// hearers are told something in a session that others watch.
var hearers = wordSet(`committee subcommittee jurors jury court lawmakers senators legislators delegates congregation mourners meeting gathering inquiry`)

// bodyName reports a capitalised word of an occasion that is part of the name of
// a body: "the Leadership Conference on Harbours".
func bodyName(atoms []atom, i int) bool {
	return i+2 < len(atoms) && i > 0 && atoms[i-1].kind == wordAtom && atoms[i-1].capital && wordIn(atoms[i+1].word, "on", "of", "for") && atoms[i+2].capital
}

// toldHearers reads "told lawmakers", "told the Senate committee". A word of the
// same sentence that names a channel outright is stronger.
func toldHearers(atoms []atom, i int, c channel) (channel, bool) {
	for k := i - 1; k >= 0 && k > i-6 && atoms[k].kind == wordAtom && atoms[k].sentence == atoms[i].sentence; k-- {
		if wordIn(atoms[k].word, "told", "tells") {
			if atoms[i].word == "court" && i-k > 2 {
				break // "told the Supreme Court" in a brief
			}
			c.first, c.strength = k, 2
			return c, k+1 == i || determiners[atoms[k+1].word] || atoms[k+1].capital
		}
		if prepositions[atoms[k].word] || conjunctions[atoms[k].word] {
			break
		}
	}
	return channel{}, false
}

// underQuestion reads "under questioning from the committee", "in response to a
// question from Senator Rook".
func underQuestion(atoms []atom, i int, c channel) (channel, bool) {
	k := i - 1
	if k > 0 && determiners[atoms[k].word] {
		k--
	}
	asked := k > 0 && atoms[k].word == "to" && wordIn(atoms[k-1].word, "response", "responding", "answer", "answering", "reply", "replying")
	if atoms[i].word == "questioning" {
		asked = k >= 0 && wordIn(atoms[k].word, "under", "in", "during")
	}
	if !asked {
		return channel{}, false
	}
	c.first = k
	for k := i + 1; k < len(atoms) && k < i+8 && atoms[k].kind == wordAtom && atoms[k].sentence == atoms[i].sentence; k++ {
		if w := strings.Trim(atoms[k].word, "."); hearers[w] || wordIn(w, "senator", "sen", "rep", "representative", "congressman", "congresswoman", "lawmaker", "mp", "mps") {
			c.last = k + 1
			return c, true
		}
	}
	return c, atoms[i].word == "questioning"
}

// sureOccasions make an origin without a word of place before them.
var sureOccasions = wordSet(`speech rally debate hearing briefing testimony lecture keynote sermon commencement presser town-hall townhall`)

// atOccasion reads "at a rally", "during the debate", "in a speech", "told a
// crowd", "a news conference", "testified".
func (sf *speakerFinder) atOccasion(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	c := channel{first: i, last: i + 1, strength: 3}
	c.Kind = Speech
	if sf.onStage(f, i) {
		return c, true
	}
	if w == "testified" || w == "testifying" || w == "testifies" {
		return c, true
	}
	switch {
	case w == "question" || w == "questions" || w == "questioning":
		return underQuestion(atoms, i, c)
	case hearers[w]:
		return toldHearers(atoms, i, c)
	}
	if !occasions[w] || atoms[i].capital && bodyName(atoms, i) {
		return channel{}, false
	}
	switch w {
	case "conference", "conferences":
		if i == 0 || !(atoms[i-1].word == "press" || atoms[i-1].word == "news" || atoms[i-1].word == "media") {
			c.strength = 2
		}
	case "hall":
		if i == 0 || atoms[i-1].word != "town" {
			return channel{}, false
		}
	case "floor":
		if i == 0 || !wordIn(atoms[i-1].word, "senate", "house", "convention", "commons") {
			return channel{}, false
		}
	case "rope":
		if i+1 >= len(atoms) || atoms[i+1].word != "line" {
			return channel{}, false
		}
		return c, true
	case "stop", "stops", "event", "events", "appearance":
		if i == 0 || !wordIn(atoms[i-1].word, "campaign", "public", "political", "joint", "launch", "book", "church") {
			c.strength = 1
		}
	case "remarks":
		c.strength = 2
	}
	for k := i - 1; k >= 0 && k > i-9 && atoms[k].sentence == atoms[i].sentence; k-- {
		if atoms[k].kind == quoteAtom || atoms[k].is(",") || atoms[k].is(":") || atoms[k].is("—") {
			break
		}
		switch atoms[k].word {
		case "at", "during", "in", "before", "from", "after", "to", "addressing", "on":
			if atoms[k].word == "on" && w != "floor" && w != "stump" && w != "panel" || atoms[k].word == "to" && !wordIn(w, "crowd", "audience", "supporters", "congress", "parliament", "convention", "conference", "forum") {
				return channel{}, false
			}
			if atoms[k].word == "to" && k+1 < i && !determiners[atoms[k+1].word] && !atoms[k+1].capital && !wordIn(atoms[k+1].word, "open", "begin", "start", "end", "close") &&
				!wordIn(atoms[max(0, k-1)].word, "speaking", "spoke", "speaks", "speech", "remarks", "address", "pitch", "said", "declared", "shouted") {
				return channel{}, false // "to deny them a forum"
			}
			if atoms[k].word == "in" && (w == "congress" || w == "parliament" || w == "session") && i-k > 1 {
				continue
			}
			if (atoms[k].word == "in" || atoms[k].word == "to" || atoms[k].word == "from" || atoms[k].word == "after" || atoms[k].word == "before" || atoms[k].word == "on") && !sureOccasions[w] &&
				!wordIn(w, "conference", "address", "remarks", "floor", "forum", "panel", "hall", "interrogation", "monologue") {
				if tellingVerbs[atoms[max(0, k-1)].word] || !(atoms[k].word == "to" && wordIn(w, "crowd", "audience", "supporters")) {
					return channel{}, false
				}
			}
			if atoms[k].word == "after" || atoms[k].word == "before" {
				// "said after the debate" is another occasion
				return channel{}, false
			}
			c.first = k
			return c, true
		case "told", "telling", "tells":
			c.first = k
			return c, wordIn(w, "crowd", "audience", "supporters", "rally", "hearing", "forum", "conference", "convention", "briefing", "panel", "assembly", "parliament", "congress")
		case "of", "for", "against", "about", "like", "skip", "cancel", "hold", "holding", "scheduled", "planned", "upcoming", "next":
			if atoms[k].word == "of" || atoms[k].word == "for" {
				continue
			}
			return channel{}, false
		case "delivered", "gave", "giving", "delivering", "held", "launching", "address":
			c.first = k
			return c, true
		}
	}
	return channel{}, false
}

// languages may follow "spoke in" without being a place.
var languages = wordSet(`english spanish french german arabic chinese mandarin russian hindi urdu italian portuguese japanese farsi persian hebrew
	turkish ukrainian polish dutch korean punjabi bengali swahili`)

// onStage reads "took the stage", "to loud cheers", "spoke in Leeds on Friday".
func (sf *speakerFinder) onStage(f, i int) bool {
	atoms := sf.frames[f].atoms
	switch atoms[i].word {
	case "stage", "podium", "lectern":
		return i > 1 && determiners[atoms[i-1].word] && wordIn(atoms[i-2].word, "took", "takes", "taking", "joined", "on", "from", "at")
	case "cheer", "cheers", "applause", "boos":
		return i > 0 && (atoms[i-1].word == "to" || i > 1 && atoms[i-2].word == "to" || i > 2 && atoms[i-3].word == "to")
	case "spoke", "speaking", "campaigning", "stumping":
		return i+2 < len(atoms) && (atoms[i+1].word == "in" || atoms[i+1].word == "at") && atoms[i+2].kind == wordAtom && atoms[i+2].capital && !languages[atoms[i+2].word] && !weekdays[atoms[i+2].word]
	}
	return false
}

func wordIn(w string, list ...string) bool {
	for _, l := range list {
		if w == l {
			return true
		}
	}
	return false
}

// documents are written things that are quoted as text.
var documents = wordSet(`email e-mail emails e-mails letter letters report reports memo memorandum memoir book lawsuit complaint filing filings
	indictment affidavit op-ed op-eds column commentary essay article editorial listing listings study ruling paper papers
	document documents transcript transcripts newsletter manifesto brochure note notice description manuscript
	resolution petition diary log audit judgment judgement dossier deposition cable cables message messages`)

// inDocument reads "in an email", "the letter reads", "emailed supporters",
// "wrote for the Daily Planet", "according to the report".
func (sf *speakerFinder) inDocument(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	w := atoms[i].word
	c := channel{first: i, last: i + 1, strength: 3}
	c.Kind = Document
	switch w {
	case "emailed", "e-mailed", "emails", "emailing":
		if i > 0 && (pronouns[atoms[i-1].word] || atoms[i-1].capital || w != "emails") && i+1 < len(atoms) && atoms[i+1].kind == wordAtom && w != "emails" {
			return c, true
		}
	case "wrote", "writes", "writing", "written":
		for k := i + 1; k < len(atoms) && k < i+4; k++ {
			if atoms[k].word == "for" || atoms[k].word == "in" || atoms[k].word == "at" {
				if o, e := sf.outletAt(f, k+1); o != "" {
					c.Outlet, c.last = o, e
					return c, true
				}
			}
		}
	}
	if !documents[w] {
		return channel{}, false
	}
	if i+1 < len(atoms) && atoms[i+1].sentence == atoms[i].sentence && i > 0 && (determiners[atoms[i-1].word] || atoms[i-1].owner || atoms[i-1].kind == wordAtom) {
		switch atoms[i+1].word {
		case "reads", "read", "said", "says", "states", "stated", "goes", "continues", "continued", "concluded", "concludes", "added", "adds", "began", "begins", "warned", "saying", "that":
			if atoms[i+1].word == "that" && !(i+2 < len(atoms) && (atoms[i+2].word == "said" || atoms[i+2].word == "read" || atoms[i+2].word == "reads")) {
				break
			}
			return c, true
		}
	}
	if i+1 < len(atoms) && atoms[i+1].kind == wordAtom && !prepositions[atoms[i+1].word] && !conjunctions[atoms[i+1].word] && !weekdays[atoms[i+1].word] &&
		cueWords()[atoms[i+1].word] == noCue && !pronouns[atoms[i+1].word] && !wordIn(atoms[i+1].word, "sent", "obtained", "released", "published", "dated", "last", "this", "earlier", "late", "seen") && atoms[i+1].sentence == atoms[i].sentence {
		return channel{}, false // "the email scandal"
	}
	for k := i - 1; k >= 0 && k > i-8 && atoms[k].kind == wordAtom && atoms[k].sentence == atoms[i].sentence; k-- {
		switch atoms[k].word {
		case "of":
			if !atoms[k+1].capital && !wordIn(atoms[max(0, k-1)].word, "series", "set", "batch", "string", "flurry", "round", "trove", "copy", "pair", "number", "exchange", "succession", "one") {
				return channel{}, false // "in the aftermath of the report"
			}
		case "on", "about", "after", "since", "before", "against", "for", "over", "and", "or":
			return channel{}, false
		case "in", "via", "by":
			if atoms[k].word == "by" && !strings.Contains(w, "mail") {
				return channel{}, false
			}
			c.first = k
			if o := sf.ownerOutlet(f, k+1, i); o != "" {
				c.Outlet = o
			} else if i+1 < len(atoms) && wordIn(atoms[i+1].word, "for", "in") {
				if o, e := sf.outletAt(f, i+2); o != "" {
					c.Outlet, c.last = o, e // "in a commentary for the Courier"
				}
			}
			return c, true
		case "to":
			if k > 0 && atoms[k-1].word == "according" {
				c.first = k - 1
				return c, true
			}
			return channel{}, false
		case "published", "released", "sent", "circulated", "penned", "authored":
			c.first = k
			return c, determiners[atoms[k+1].word] || atoms[k].word == "sent" && atoms[k+1].word == "out"
		}
	}
	return channel{}, false
}

// ownerOutlet is an outlet named in atoms [i, j), "" for none.
func (sf *speakerFinder) ownerOutlet(f, i, j int) string {
	for k := i; k < j; k++ {
		if o, _ := sf.outletAt(f, k); o != "" && sf.frames[f].atoms[k].capital {
			return o
		}
	}
	return ""
}

// outletReported reads "the Daily Planet reported": the outlet's own words.
func (sf *speakerFinder) outletReported(f, i int) (channel, bool) {
	atoms := sf.frames[f].atoms
	if !atoms[i].capital || i > 0 && atoms[i-1].capital && atoms[i-1].kind == wordAtom {
		return channel{}, false
	}
	says := false // most names are no outlets, and telling costs
	for e := i + 1; e < len(atoms) && e <= i+7 && !says; e++ {
		says = atoms[e].class.any(classOutletSays)
	}
	if !says {
		return channel{}, false
	}
	o, e := sf.outletAt(f, i)
	if o == "" || e >= len(atoms) {
		return channel{}, false
	}
	c := channel{first: i, last: e, strength: 2}
	c.Kind, c.Outlet = Document, o
	if !outletSays[atoms[e].word] {
		return channel{}, false
	}
	c.last = e + 1
	return c, true
}

// outletSays are the words that stand behind an outlet whose report is told.
var outletSays = wordSet(`reported reports wrote writes noted notes said column editorial op-ed article report story`)
