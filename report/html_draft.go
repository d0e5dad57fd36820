package report

import (
	"strconv"
	"time"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
)

// draftView is the report of one draft.
type draftView struct {
	Anchor       string
	Alone        bool // the page has no other draft: its title heads the page
	Article      articleView
	Pairs        []pairView
	PairsLeft    int
	Told, Formal []string
	Notes        []noteView
	Text         textView
	Sayings      []sayingView
	SayingsLeft  int
	Moments      []momentView
	Families     []familyView
}

// noteView is a finding.
type noteView struct {
	Level, Code, Place, Message, Next, Fingerprint string
}

const webVerdicts = 30 // of a draft, with passages

func (c *catalogue) draftView(id string, n int) draftView {
	v := draftView{Anchor: "draft-" + strconv.Itoa(n+1), Article: c.articleView(id)}
	var covers []cover
	var among []string
	for _, s := range c.pairsOf(id) {
		switch {
		case s.Relation != "independent":
			if len(v.Pairs) == webVerdicts {
				v.PairsLeft++
				continue
			}
			p := c.pairView(s, len(v.Pairs)+1, v.Anchor+"-source")
			v.Pairs = append(v.Pairs, p)
			covers = append(covers, coversOf(c, s, p)...)
			among = append(among, s.other)
		case hasReason(s.Pair, "same-event", "same-source"):
			v.Told = append(v.Told, c.name(s.other))
		case hasReason(s.Pair, "template", "furniture"):
			v.Formal = append(v.Formal, c.name(s.other))
		}
	}
	v.Text = c.textViewOf(id, covers)
	for _, f := range c.Findings {
		if f.Article == id {
			v.Notes = append(v.Notes, c.noteView(f))
		}
	}
	var sayings []*stemma.Utterance
	for i := range c.Utterances {
		if u := &c.Utterances[i]; c.shared(u) && c.carriedBy(u, id) {
			sayings = append(sayings, u)
		}
	}
	for i, u := range sayings {
		if i == webSayings {
			v.SayingsLeft = len(sayings) - i
			break
		}
		v.Sayings = append(v.Sayings, c.sayingView(u, id))
	}
	v.Moments = c.moments(id, among, sayings)
	for i := range c.Families {
		for _, m := range c.Families[i].Articles {
			if m == id {
				v.Families = append(v.Families, c.familyView(&c.Families[i], id))
				break
			}
		}
	}
	return v
}

// coversOf are the passages of a pair as they lie on its own side.
func coversOf(c *catalogue, s side, p pairView) []cover {
	var list []cover
	for _, e := range p.Evidence {
		span := stemma.Span{Start: e.Start, End: e.End}
		kind := ""
		for _, r := range p.Rows {
			if r.N == e.N && !r.Gap {
				kind = r.Kind
			}
		}
		list = append(list, cover{span, kind, p.N, p.Anchor + "-" + strconv.Itoa(e.N), len(article.Tokens(c.excerpt(s.self, span), nil)), p.Other.Name})
	}
	return list
}

func (c *catalogue) noteView(f stemma.Finding) noteView {
	line, column := c.lineOf(f.Article, f.Span.Start)
	level := "note"
	if f.Level == stemma.Error || f.Level == stemma.Warning {
		level = string(f.Level)
	}
	return noteView{level, oneLine(f.Code), "line " + strconv.Itoa(line) + ":" + strconv.Itoa(column), oneLine(f.Message), oneLine(f.Next), oneLine(f.Fingerprint)}
}

// momentView is a point of the timeline: an article, or an origin that is named
// and not held.
type momentView struct {
	Date, Name, Note, Later, Href string
	Hollow, Self                  bool
	at                            string
	exact                         bool
}

// moments puts a draft, its sources and the absent origins of its quotes in the
// order of time. Undated ones stand last.
func (c *catalogue) moments(id string, others []string, sayings []*stemma.Utterance) []momentView {
	var list []momentView
	for i, a := range append([]string{id}, others...) {
		x := c.article(a)
		m := momentView{Date: c.articleView(a).Date, Name: c.name(a), Note: oneLine(x.Publisher), at: startOf(x), Self: i == 0}
		if i > 0 {
			m.Href = "#draft-source-" + strconv.Itoa(i)
		}
		m.exact = x.Published != nil && x.Published.Earliest != nil && x.Published.Latest != nil && *x.Published.Earliest == *x.Published.Latest
		list = append(list, m)
	}
	seen := map[string]bool{}
	for _, u := range sayings {
		o := u.Origin
		if o.InArchive || o.Kind == "" || o.Kind == "unknown" {
			continue
		}
		name := speakerText(u) + " " + channelText(o, len(u.Via) > 0)
		if seen[name] {
			continue
		}
		seen[name] = true
		m := momentView{Name: name, Note: "named, not in the archive", Hollow: true, Date: "date not stated"}
		if d := dayOf(o.Date); d != "" {
			m.Date, m.at = d, d
		}
		list = append(list, m)
	}
	sortMoments(list)
	for i := 1; i < len(list); i++ {
		list[i].Later = later(list[i-1], list[i])
	}
	return list
}

func sortMoments(list []momentView) {
	less := func(a, b momentView) bool {
		if a.at != b.at {
			return b.at == "" || a.at != "" && a.at < b.at
		}
		return false
	}
	for i := 1; i < len(list); i++ { // stable, and short
		for j := i; j > 0 && less(list[j], list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// later says how long after a moment another one is, "" unless both are known
// to the minute.
func later(a, b momentView) string {
	if !a.exact || !b.exact {
		return ""
	}
	x, err1 := time.Parse(time.RFC3339, a.at)
	y, err2 := time.Parse(time.RFC3339, b.at)
	if err1 != nil || err2 != nil {
		return ""
	}
	switch d := y.Sub(x); {
	case d < time.Minute:
		return "at the same time"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute", "minutes") + " later"
	case d < 48*time.Hour:
		h, m := int(d.Hours()), int(d.Minutes())%60
		if m == 0 {
			return count(h, "hour", "hours") + " later"
		}
		return strconv.Itoa(h) + " h " + strconv.Itoa(m) + " min later"
	default:
		return count(int(d.Hours()/24), "day", "days") + " later"
	}
}
