package attribution

import "github.com/stemma-news/stemma/article"

// Who asks the questions on an outlet: what is told to a host is told to the outlet.

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
		if run.person < 0 || run.first == 0 || sf.names.people[run.person].human < 0 {
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
