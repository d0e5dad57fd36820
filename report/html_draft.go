package report

import (
	"strconv"

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
	Timeline     timelineView
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
	v.Timeline = c.timeline(v.Anchor, id, among, sayings)
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
		list = append(list, cover{span, kind, p.N, e.N, p.Anchor + "-" + strconv.Itoa(e.N), len(article.Tokens(c.excerpt(s.self, span), nil)), p.Other.Name})
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
