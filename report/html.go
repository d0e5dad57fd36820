package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sort"
	"strings"
	"sync"

	"github.com/stemma-news/stemma"
)

//go:embed html/*.tmpl html/*.css html/*.js
var assets embed.FS

func asset(name string) string {
	b, err := assets.ReadFile("html/" + name)
	if err != nil {
		panic(err) // embedded
	}
	return string(b)
}

// styleSheet and script stand in every page as they are. The page's policy names
// their hashes, so that no other script or style runs, whatever an article says.
var (
	styleSheet = asset("report.css")
	script     = asset("report.js")
	policy     = "default-src 'none'; style-src '" + hash(styleSheet) + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'"
)

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// pages is parsed when a page is first written: that takes as long as all other
// tables of the program together.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"percent": percent, "thousands": thousands, "count": count, "add": func(a, b int) int { return a + b },
		"kindName": kindName, "textLimit": func() int { return TextLimit >> 20 },
	}).ParseFS(assets, "html/*.tmpl"))
})

// writeHTML writes the result as one page that needs nothing else: it opens
// offline, asks the network for nothing and reads without scripts.
func writeHTML(w io.Writer, kind Kind, r *stemma.Result, _ Look) error {
	return catalogueOf(r).page(kind).write(w, kind)
}

// write adds the data blocks and renders the page.
func (v *webPage) write(w io.Writer, kind Kind) error {
	var err error
	if v.Data, err = dataBlock(kind, v.result, v.Texts); err != nil {
		return err
	}
	if v.Rows, err = block(rowsID, v.rows); err != nil {
		return err
	}
	return pages().ExecuteTemplate(w, "page", v)
}

// webPage is what the template shows.
type webPage struct {
	Title, Kicker string
	Lang          string // of the title
	Kind          string
	Policy        string
	Sheet         template.CSS
	Script        template.JS
	Data, Rows    template.HTML // blocks
	Texts         bool
	Drafts        []draftView
	Pairs         []pairView
	PairsLeft     int
	Scan          *scanView
	Sayings       []sayingView
	SayingsLeft   int
	SayingsTotal  int
	Families      []familyView
	FamiliesLeft  int
	Skipped       []stemma.Skipped
	SkippedLeft   int
	Method        []fact
	Unchecked     string
	Articles      []articleRow
	ArticlesLeft  int
	rows          rows
	result        *stemma.Result

	// Of a page of a folder: the index and its neighbours; of the index, all
	// pages.
	Up, Previous, Following string
	Folder                  bool
	Sheets                  []sheetGroup
	DraftRows               []draftRow
	Comparing               bool
	ShowingLedger           bool
	UsesComparison          bool
}

// fact is a label with what it says.
type fact struct {
	Label string
	Texts []string
}

// How much a page shows without scripts.
const (
	webDrafts   = 40
	webPairs    = 40
	webSayings  = 200
	webFamilies = 100
	webRows     = 300
	webSkipped  = 200
)

// page gathers what a page shows of a result.
func (c *catalogue) page(kind Kind) *webPage {
	v := &webPage{Policy: policy, Sheet: template.CSS(styleSheet), Script: template.JS(script), Unchecked: c.unchecked(), result: c.Result}
	size := 0
	for i := range c.Articles {
		size += len(c.Articles[i].Text)
	}
	v.Texts = size <= TextLimit
	switch kind {
	case Check:
		v.check(c)
	case Compare:
		v.compare(c)
	case Ledger:
		v.ledger(c)
	default:
		v.scan(c)
	}
	v.UsesComparison = len(v.Drafts) > 0 || len(v.Pairs) > 0
	v.method(c)
	v.articles(c)
	v.Skipped, v.SkippedLeft = first(cleanSkipped(c.Skipped), webSkipped)
	return v
}

// first cuts a list and counts what it left out.
func first[T any](list []T, most int) ([]T, int) {
	if len(list) <= most {
		return list, 0
	}
	return list[:most], len(list) - most
}

func cleanSkipped(list []stemma.Skipped) []stemma.Skipped {
	out := make([]stemma.Skipped, len(list))
	for i, s := range list {
		out[i] = s
		out[i].Path, out[i].Reason = oneLine(s.Path), oneLine(s.Reason)
	}
	return out
}

func (v *webPage) check(c *catalogue) {
	v.Kind, v.Kicker = "check", "Check"
	ids := c.drafts()
	v.Title = list(names(c, ids), 3)
	for i, id := range ids {
		if i == webDrafts {
			v.Title += fmt.Sprintf(" (the first %d in full)", webDrafts)
			break
		}
		v.Drafts = append(v.Drafts, c.draftView(id, i))
	}
	if len(v.Drafts) == 1 {
		d := &v.Drafts[0]
		d.Alone = true
		if d.Article.Title != "" {
			v.Title, v.Lang = d.Article.Title, d.Article.Lang
		}
	}
}

func names(c *catalogue, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = c.name(id)
	}
	return out
}

func (v *webPage) compare(c *catalogue) {
	v.Kind, v.Kicker, v.Comparing = "compare", "Comparison", true
	v.Title = count(len(c.Pairs), "pair", "pairs")
	if len(c.Pairs) == 1 {
		v.Title = c.name(c.Pairs[0].A) + " and " + c.name(c.Pairs[0].B)
	}
	for i := range c.Pairs {
		if i == webPairs {
			v.PairsLeft = len(c.Pairs) - i
			break
		}
		v.Pairs = append(v.Pairs, c.pairView(sideOf(&c.Pairs[i], c.Pairs[i].A), i+1, "pair"))
	}
	v.sayings(c, true)
}

func (v *webPage) ledger(c *catalogue) {
	v.Kind, v.Kicker, v.ShowingLedger = "quotes", "Ledger of utterances", true
	v.Title = count(len(c.Utterances), "utterance", "utterances") + " in " + count(len(c.Articles), "article", "articles")
	v.sayings(c, false)
}

// sayings adds the cards of utterances: those with two carriers, or all.
func (v *webPage) sayings(c *catalogue, shared bool) {
	for _, at := range c.byCarriers() {
		u := &c.Utterances[at]
		if shared && !c.shared(u) {
			continue
		}
		v.SayingsTotal++
		if len(v.Sayings) < webSayings {
			v.Sayings = append(v.Sayings, c.sayingView(u, ""))
		}
		v.rows.Utterances = append(v.rows.Utterances, c.sayingRow(at))
	}
	v.SayingsLeft = v.SayingsTotal - len(v.Sayings)
	if v.SayingsLeft == 0 {
		v.rows.Utterances = nil // all are on the page already
	}
}

// byCarriers are the places of all utterances, those that most articles carry
// first.
func (c *catalogue) byCarriers() []int {
	list := make([]int, len(c.Utterances))
	for i := range list {
		list[i] = i
	}
	carried := make([]int, len(list))
	for i := range carried {
		carried[i] = len(c.carriers(&c.Utterances[i]))
	}
	sort.SliceStable(list, func(i, j int) bool { return carried[list[i]] > carried[list[j]] })
	return list
}

func (v *webPage) method(c *catalogue) {
	p := c.Parameters
	v.Method = []fact{
		{"Program", []string{strings.TrimSpace(oneLine(c.Tool.Name) + " " + oneLine(c.Tool.Version))}},
		{"Compared", []string{count(len(c.Articles), "article", "articles") + ", " + count(len(c.Pairs), "pair", "pairs") + " listed"}},
		{"Parameters", []string{fmt.Sprintf("shingles of %s, scale %d, pairs listed from a containment of %.2f, normaliser %s", count(shingleWords(c.Result), "word", "words"), p.Scale, p.Min, oneLine(p.Normaliser))}},
		{"Limits", []string{c.unchecked()}},
	}
}
