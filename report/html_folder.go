package report

import (
	"fmt"
	"io"
	"sort"

	"github.com/stemma-news/stemma"
)

// IndexPage is the page of a folder that leads to the others.
const IndexPage = "index.html"

// WriteFolder writes the result as pages that link to each other: IndexPage and,
// where one page would leave something out (more than 40 drafts, 40 pairs side
// by side or 200 utterances), further pages beside it, one for each draft, or
// with up to 40 pairs or 200 utterances each. A page opens on its own and holds
// the data of what it shows; the index holds those of the whole result. It
// returns the number of pages. create makes the file of a name; names are the
// same for the same result, and hold no text of it.
func WriteFolder(create func(name string) (io.WriteCloser, error), kind Kind, r *stemma.Result) (int, error) {
	c := catalogueOf(r)
	sheets := c.sheets(kind)
	for i, s := range sheets {
		v := c.part(s).page(s.kind)
		v.Up = IndexPage
		if s.draft == "" {
			v.Title, v.Lang = s.title, s.lang
		}
		if i > 0 && sheets[i-1].series == s.series {
			v.Previous = sheets[i-1].name
		}
		if i+1 < len(sheets) && sheets[i+1].series == s.series {
			v.Following = sheets[i+1].name
		}
		if err := writePage(create, s.name, v, s.kind); err != nil {
			return i, err
		}
	}
	v := c.page(kind)
	if len(sheets) > 0 {
		v = c.index(kind, sheets)
	}
	return len(sheets) + 1, writePage(create, IndexPage, v, kind)
}

func writePage(create func(string) (io.WriteCloser, error), name string, v *webPage, kind Kind) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	if err := v.write(f, kind); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	return f.Close()
}

// sheet is one page of a folder: what it shows of the whole.
type sheet struct {
	series     string // of pages that follow each other
	name       string
	title      string
	lang       string // of the title
	note       string
	kind       Kind
	draft      string
	pairs      []int
	utterances []int
}

// sheets divides a result into pages, none where one page holds it all.
func (c *catalogue) sheets(kind Kind) []sheet {
	switch kind {
	case Check:
		return c.draftSheets()
	case Compare:
		return c.pairSheets([][]int{c.reading()})
	case Ledger:
		return c.ledgerSheets(false)
	}
	return append(c.pairSheets(c.byFamily()), c.ledgerSheets(true)...)
}

func (c *catalogue) draftSheets() []sheet {
	ids := c.drafts()
	if len(ids) <= webDrafts {
		return nil
	}
	list := make([]sheet, len(ids))
	for i, id := range ids {
		list[i] = sheet{series: "draft", name: fmt.Sprintf("draft-%05d.html", i+1), title: c.name(id), kind: Check, draft: id}
	}
	return list
}

// reading are the pairs that are shown side by side, in the result's order.
func (c *catalogue) reading() []int {
	var list []int
	for i := range c.Pairs {
		list = append(list, i)
	}
	return list
}

// byFamily are the pairs that are no independent ones, the largest family's
// first and what belongs to none last, each by weight.
func (c *catalogue) byFamily() [][]int {
	family := map[string]int{}
	families := c.bySize()
	for k, f := range families {
		for _, id := range f.Articles {
			family[id] = k + 1
		}
	}
	groups := make([][]int, len(families)+1)
	at := make(map[*stemma.Pair]int, len(c.Pairs))
	for i := range c.Pairs {
		at[&c.Pairs[i]] = i
	}
	for _, p := range c.byWeight() {
		if p.Relation == "independent" {
			continue
		}
		k := len(families)
		if f := family[p.A]; f > 0 && f == family[p.B] {
			k = f - 1
		}
		groups[k] = append(groups[k], at[p])
	}
	return groups
}

// pairSheets fills pages with groups of pairs. A group begins a new page where
// it would not fit on the one begun.
func (c *catalogue) pairSheets(groups [][]int) []sheet {
	total := 0
	for _, g := range groups {
		total += len(g)
	}
	if total <= webPairs {
		return nil
	}
	var list []sheet
	var open []int
	flush := func() {
		if len(open) > 0 {
			s := sheet{series: "pairs", name: fmt.Sprintf("pairs-%05d.html", len(list)+1), kind: Compare, pairs: open}
			s.title, s.lang = c.titleOf(open)
			s.note = count(len(open), "pair", "pairs")
			list = append(list, s)
			open = nil
		}
	}
	for _, g := range groups {
		if len(open)+len(g) > webPairs {
			flush()
		}
		for _, i := range g {
			if len(open) == webPairs {
				flush()
			}
			open = append(open, i)
		}
	}
	flush()
	return list
}

// titleOf is what the first of some pairs is about.
func (c *catalogue) titleOf(pairs []int) (title, lang string) {
	p := &c.Pairs[pairs[0]]
	title, lang = c.headOf([]branch{{id: p.A}, {id: p.B}})
	if title == "" {
		title = c.name(p.A)
	}
	return title, lang
}

func (c *catalogue) ledgerSheets(shared bool) []sheet {
	var listed []int
	for _, i := range c.byCarriers() {
		if !shared || c.shared(&c.Utterances[i]) {
			listed = append(listed, i)
		}
	}
	if len(listed) <= webSayings {
		return nil
	}
	var list []sheet
	for from := 0; from < len(listed); from += webSayings {
		to := min(len(listed), from+webSayings)
		n := len(list) + 1
		list = append(list, sheet{series: "utterances", name: fmt.Sprintf("utterances-%05d.html", n), kind: Ledger, utterances: listed[from:to],
			title: fmt.Sprintf("Utterances %s to %s", thousands(from+1), thousands(to)), note: cut(oneLine(c.words(&c.Utterances[listed[from]])), 60)})
	}
	return list
}

// part is a catalogue of what one page shows. Articles keep the names that they
// have in the whole.
func (c *catalogue) part(s sheet) *catalogue {
	r := &stemma.Result{Schema: c.Schema, Tool: c.Tool, Parameters: c.Parameters}
	held := map[string]bool{}
	pairs, sayings := s.pairs, s.utterances
	if s.draft != "" {
		r.Drafts = []string{s.draft}
		held[s.draft] = true
		pairs = c.pairsBy[s.draft]
		for _, f := range c.Findings {
			if f.Article == s.draft {
				r.Findings = append(r.Findings, f)
			}
		}
	}
	for _, i := range pairs {
		p := c.Pairs[i]
		r.Pairs = append(r.Pairs, p)
		held[p.A], held[p.B] = true, true
	}
	if s.utterances == nil {
		sayings = c.sayingsOf(held, s.draft)
	}
	for _, i := range sayings {
		u := &c.Utterances[i]
		r.Utterances = append(r.Utterances, *u)
		for _, k := range c.carriers(u) {
			held[k.article] = true
		}
		for _, w := range u.Wordings {
			if q := c.quotes[w.Quote]; q != nil {
				r.Quotes = append(r.Quotes, *q)
			}
		}
	}
	if s.draft != "" {
		for _, f := range c.Families {
			for _, id := range f.Articles {
				if id == s.draft {
					r.Families = append(r.Families, f)
				}
			}
		}
	}
	for i := range c.Articles {
		if held[c.Articles[i].ID] {
			r.Articles = append(r.Articles, c.Articles[i])
		}
	}
	sort.SliceStable(r.Quotes, func(i, j int) bool { return r.Quotes[i].ID < r.Quotes[j].ID })
	p := catalogueOf(r)
	p.short = c.short
	return p
}

// sayingsOf are the utterances that two of the held articles carry, or that a
// draft does.
func (c *catalogue) sayingsOf(held map[string]bool, draft string) []int {
	if c.byTeller == nil {
		c.byTeller = map[string][]int{}
		for i := range c.Utterances {
			for _, k := range c.carriers(&c.Utterances[i]) {
				c.byTeller[k.article] = append(c.byTeller[k.article], i)
			}
		}
	}
	times := map[int]int{}
	for id := range held {
		for _, i := range c.byTeller[id] {
			times[i]++
			if id == draft {
				times[i]++
			}
		}
	}
	var list []int
	for i, n := range times {
		if n > 1 {
			list = append(list, i)
		}
	}
	sort.Ints(list)
	return list
}

// sheetGroup lists pages of one series for the index.
type sheetGroup struct {
	Name   string
	Sheets []sheetLink
}

type sheetLink struct {
	Href, Title, Lang, Note string
}

// draftRow is a draft in the index: its weightiest verdict and its page.
type draftRow struct {
	Href, Name, Title, Lang, Verdict, Class, Confidence string
}

// index is the page that leads to the others.
func (c *catalogue) index(kind Kind, sheets []sheet) *webPage {
	c.where = map[int]string{}
	names := map[string]string{"pairs": "Pairs side by side", "utterances": "Utterances with their wordings"}
	var groups []sheetGroup
	var drafts []draftRow
	for _, s := range sheets {
		for k, i := range s.pairs {
			c.where[i] = fmt.Sprintf("%s#pair-%d", s.name, k+1)
		}
		if s.draft != "" {
			drafts = append(drafts, c.draftRow(s))
			continue
		}
		if n := len(groups); n == 0 || groups[n-1].Name != names[s.series] {
			groups = append(groups, sheetGroup{Name: names[s.series]})
		}
		g := &groups[len(groups)-1]
		g.Sheets = append(g.Sheets, sheetLink{s.name, s.title, s.lang, s.note})
	}
	if len(c.where) == 0 {
		c.where = nil
	}
	v := c.page(kind)
	v.Folder, v.Sheets, v.DraftRows = true, groups, drafts
	if len(drafts) > 0 {
		v.Drafts, v.Title, v.Lang = nil, count(len(drafts), "draft", "drafts"), ""
	}
	if kind == Compare {
		v.Scan, v.Pairs, v.PairsLeft = &scanView{}, nil, 0
		var all []*stemma.Pair
		for i := range c.Pairs {
			all = append(all, &c.Pairs[i])
		}
		v.pairTable(c, all)
	}
	if v.SayingsLeft > 0 {
		v.Sayings, v.SayingsLeft = nil, v.SayingsTotal
	}
	return v
}

func (c *catalogue) draftRow(s sheet) draftRow {
	a := c.articleView(s.draft)
	row := draftRow{Href: s.name, Name: a.Name, Title: a.Title, Lang: a.Lang, Verdict: "nothing in common with other articles"}
	if list := c.pairsOf(s.draft); len(list) > 0 && list[0].Relation != "independent" {
		row.Verdict, row.Class, row.Confidence = c.verdict(list[0]), verdictClass(list[0]), oneLine(list[0].Confidence)
	}
	return row
}
