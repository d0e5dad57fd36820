package report

import (
	"strings"

	"github.com/stemma-news/stemma"
)

// How many utterances are shown, and carriers of each.
const (
	mostSayings  = 12
	mostLedger   = 200
	mostCarriers = 12
)

// ledger writes every utterance.
func (p *page) ledger(c *catalogue) {
	p.text(count(len(c.Quotes), "quote", "quotes") + " of " + count(len(c.Utterances), "utterance", "utterances") +
		" in " + count(len(c.Articles), "article", "articles"))
	p.blank()
	p.sayings(c, "UTTERANCES ", "", "", mostLedger)
}

// sayings writes the cards of the utterances that two articles or more carry,
// of one article where id names it; all of them where what is empty.
func (p *page) sayings(c *catalogue, title, what, id string, most int) {
	var list []*stemma.Utterance
	for i := range c.Utterances {
		u := &c.Utterances[i]
		if what != "" && !c.shared(u) || id != "" && !c.carriedBy(u, id) {
			continue
		}
		list = append(list, u)
	}
	if len(list) == 0 {
		return
	}
	p.heading(title, strings.TrimSpace(thousands(len(list))+" "+what))
	explained := false
	for i, u := range list {
		if i == most {
			p.rest(len(list)-i, "utterances", "--format utterances-csv lists all")
			break
		}
		if i > 0 && what == "" {
			p.blank()
		}
		p.saying(c, u, &explained)
	}
	p.blank()
}

// saying writes the card of one utterance. The hollow mark of an absent origin
// is explained where it first stands.
func (p *page) saying(c *catalogue, u *stemma.Utterance, explained *bool) {
	held := c.held(u.Origin)
	if strings.HasPrefix(held, "○") {
		if *explained {
			held = "○"
		}
		*explained = true
	}
	if u.Origin.Conflict {
		held += ", and carriers name others"
	}
	if strings.HasPrefix(held, "origin") {
		held = "· " + held
	}
	p.wrap("  ", "    ", []piece{{c.sayingTitle(u), bold}, {" " + held, plain}})
	if t := oneLine(c.words(u)); t != "" {
		p.line(piece{"    " + cut(t, p.width-4), dim})
	}
	p.carriers(c, u)
}

// carriers lists who carries an utterance, those of one date and one wording on
// one line.
func (p *page) carriers(c *catalogue, u *stemma.Utterance) {
	list := c.carriers(u)
	if len(list) > 1 && sameWords(list) {
		p.wrap("    ", "      ", []piece{{c.carrierNames(list), plain}, {"   same words" + c.firstText(u), dim}})
		return
	}
	const leastRoom = 12 // less of a name names nothing: then the wording goes below
	room, days := 0, 10
	for _, k := range list {
		days = max(days, columns(dated(c.article(k.article))))
		room = max(room, min(columns(c.name(k.article)), max(leastRoom, p.width-43)))
	}
	for i, k := range list {
		if i == mostCarriers {
			p.rest(len(list)-i, "carriers", "--format utterances-csv lists all")
			break
		}
		what := changeText(k.change)
		if k.fullest && len(list) > 1 {
			what = "fullest wording"
		} else if len(list) == 1 {
			what = ""
		}
		if len(list) > 1 && u.First.Provable && len(u.First.Articles) == 1 && u.First.Articles[0] == k.article {
			what += ", first in the archive"
		}
		s := plain
		if altered(k.change) && !k.fullest {
			s = yellow
		}
		row := "    " + padRight(cutMiddle(c.name(k.article), room), room) + " " + padRight(dated(c.article(k.article)), days) + "   "
		p.wrap(row, strings.Repeat(" ", 8), []piece{{what, s}})
	}
}

func sameWords(list []carrier) bool {
	for _, k := range list {
		if k.change != "same" {
			return false
		}
	}
	return true
}

func (c *catalogue) carrierNames(carriers []carrier) string {
	names := make([]string, len(carriers))
	for i, k := range carriers {
		names[i] = c.name(k.article)
	}
	return list(names, mostCarriers)
}

// firstText says who carried the words first, only where that is proved.
func (c *catalogue) firstText(u *stemma.Utterance) string {
	if !u.First.Provable || len(u.First.Articles) == 0 {
		return ""
	}
	names := make([]string, len(u.First.Articles))
	for i, id := range u.First.Articles {
		names[i] = c.name(id)
	}
	return "; first in " + list(names, 3)
}
