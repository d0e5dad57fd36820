package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"

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

// sheet and script stand in every page as they are. The page's policy names
// their hashes, so that no other script or style runs, whatever an article says.
var (
	sheet  = asset("report.css")
	script = asset("report.js")
	policy = "default-src 'none'; style-src '" + hash(sheet) + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'"
)

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"percent": percent, "thousands": thousands, "count": count, "add": func(a, b int) int { return a + b },
	"kindName": kindName,
}).ParseFS(assets, "html/*.tmpl"))

// TextLimit is how many bytes of article text a page takes along. Where a
// result has more, the page holds none, and says so.
const TextLimit = 8 << 20

// dataMark opens the data block of a page; ReadHTML looks for it.
const dataMark = `<script type="application/json" id="stemma-data">`

// embedded is what a page holds for programs: the whole result, and the texts
// that its spans refer to.
type embedded struct {
	Kind   Kind              `json:"kind"`
	Result *stemma.Result    `json:"result"`
	Texts  map[string]string `json:"texts,omitempty"`
}

// writeHTML writes the result as one page that needs nothing else: it opens
// offline, asks the network for nothing and reads without scripts.
func writeHTML(w io.Writer, kind Kind, r *stemma.Result, _ Look) error {
	v := pageOf(kind, r)
	data := embedded{Kind: kind, Result: r}
	if v.Texts {
		data.Texts = make(map[string]string, len(r.Articles))
		for i := range r.Articles {
			data.Texts[r.Articles[i].ID] = r.Articles[i].Text
		}
	}
	var err error
	if v.Data, err = blockOf(data); err != nil {
		return err
	}
	if v.Rows, err = blockOf(v.rows); err != nil {
		return err
	}
	return pages.ExecuteTemplate(w, "page", v)
}

// blockOf is JSON in which no "<" stands, so that no text can end its block.
func blockOf(v any) (template.JS, error) {
	b, err := json.Marshal(v) // escapes <, > and & as \u00XX
	return template.JS(escapeJSON(b)), err
}

// ReadHTML reads the result back out of a page that Write made, texts
// included where the page holds them. It fails where the page has no data block
// or a damaged one.
func ReadHTML(r io.Reader) (*stemma.Result, error) {
	const most = 1 << 30
	page, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return nil, err
	}
	_, rest, ok := bytes.Cut(page, []byte(dataMark))
	if !ok {
		return nil, errors.New("the page is no stemma report: it holds no data block")
	}
	block, _, ok := bytes.Cut(rest, []byte("</script>"))
	if !ok {
		return nil, errors.New("the report is cut short inside its data block")
	}
	var data embedded
	if err := json.Unmarshal(block, &data); err != nil {
		return nil, fmt.Errorf("the report's data block: %w", err)
	}
	if data.Result == nil {
		return nil, errors.New("the report's data block holds no result")
	}
	if data.Result.Schema > stemma.Schema {
		return nil, fmt.Errorf("the report has schema %d, this program reads up to %d", data.Result.Schema, stemma.Schema)
	}
	for i := range data.Result.Articles {
		a := &data.Result.Articles[i]
		a.Text = data.Texts[a.ID]
	}
	return data.Result, nil
}

// page is what the template shows.
type webPage struct {
	Title, Kicker  string
	Lang           string // of the title
	Kind           string
	Policy         string
	Sheet          template.CSS
	Script         template.JS
	Data, Rows     template.JS
	Texts          bool
	Drafts         []draftView
	Pairs          []pairView
	PairsLeft      int
	Scan           *scanView
	Sayings        []sayingView
	SayingsLeft    int
	SayingsTotal   int
	Families       []familyView
	FamiliesLeft   int
	Skipped        []stemma.Skipped
	SkippedLeft    int
	Method         []fact
	Unchecked      string
	Articles       []articleRow
	ArticlesLeft   int
	rows           rows
	Comparing      bool
	ShowingLedger  bool
	UsesComparison bool
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

func pageOf(kind Kind, r *stemma.Result) *webPage {
	c := catalogueOf(r)
	v := &webPage{Policy: policy, Sheet: template.CSS(sheet), Script: template.JS(script), Unchecked: c.unchecked()}
	size := 0
	for i := range r.Articles {
		size += len(r.Articles[i].Text)
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
	v.Skipped, v.SkippedLeft = first(cleanSkipped(r.Skipped), webSkipped)
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
	for i := range c.Utterances {
		u := &c.Utterances[i]
		if shared && !c.shared(u) {
			continue
		}
		v.SayingsTotal++
		if len(v.Sayings) < webSayings {
			v.Sayings = append(v.Sayings, c.sayingView(u, ""))
		}
		v.rows.Utterances = append(v.rows.Utterances, c.sayingRow(u))
	}
	v.SayingsLeft = v.SayingsTotal - len(v.Sayings)
	if v.SayingsLeft == 0 {
		v.rows.Utterances = nil // all are on the page already
	}
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
