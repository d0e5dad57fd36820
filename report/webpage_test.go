package report

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

var kinds = []struct {
	name string
	kind Kind
}{{"check", Check}, {"compare", Compare}, {"scan", Scan}, {"quotes", Ledger}}

// Each kind of page, with hostile articles too: its own script and style run and
// nothing else, it asks for nothing, complains of nothing, and is no wider than
// a small screen.
func TestPagesInBrowser(t *testing.T) {
	b := inBrowser(t)
	for _, k := range kinds {
		for which, r := range map[string]*stemma.Result{"story": story(t), "hostile": hostile(t)} {
			p := b.open(t, written(t, "html", k.kind, r, Look{}), view{Width: 320})
			p.eval(`document.querySelectorAll("details").forEach(d => { d.open = true; })`, nil)
			assert.True(t, p.true(`document.documentElement.classList.contains("scripted")`), k.name)
			assert.Equal(t, "320", p.text("document.documentElement.scrollWidth"), "%s %s: %s", k.name, which,
				p.text(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll")).map(e => e.tagName + "." + e.className).join(", ")`))
			p.quiet(k.name + " " + which)
		}
	}
}

// No rule of WCAG 2.2 A and AA that axe-core knows is broken, in light and dark.
func TestAccessible(t *testing.T) {
	b := inBrowser(t)
	for _, k := range kinds {
		for which, r := range map[string]*stemma.Result{"story": story(t), "hostile": hostile(t)} {
			for _, dark := range []bool{false, true} {
				p := b.open(t, written(t, "html", k.kind, r, Look{}), view{Width: 800, Dark: dark})
				p.eval(`document.querySelectorAll("details").forEach(d => { d.open = true; })`, nil)
				assert.Empty(t, p.violations(), "%s %s dark %v", k.name, which, dark)
			}
		}
	}
}

// All that a page shows of an article can be read without scripts.
func TestWithoutScripts(t *testing.T) {
	p := inBrowser(t).open(t, written(t, "html", Check, story(t), Look{}), view{NoScript: true})
	shown := p.text("document.body.innerText")
	for _, s := range []string{"Island cut off", "nobody who signed that letter", "Side by side with", "Timeline", "Family", "Method and record"} {
		assert.Contains(t, shown, s)
	}
	assert.NotContains(t, shown, "Mark what is the same", "a button without a script does nothing")
	p.quiet("a page without scripts")
}

// Everything can be done with a keyboard, and one sees where one is.
func TestKeyboard(t *testing.T) {
	b, page := inBrowser(t), written(t, "html", Check, story(t), Look{})
	p := b.open(t, page, view{})
	outlined := func(what string) {
		t.Helper()
		assert.True(t, p.true(`(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(document.activeElement))`), "no focus is seen on %s: %s", what, p.text("document.activeElement.outerHTML.slice(0, 200)"))
	}

	p.press("Tab")
	assert.Equal(t, "skip", p.text("document.activeElement.className"))
	outlined("the skip link")

	// Next and previous match.
	p.press("j")
	first := p.text("document.activeElement.id")
	assert.Regexp(t, `^m-draft-1-source-1-\d+$`, first)
	outlined("a match")
	p.press("j")
	assert.NotEqual(t, first, p.text("document.activeElement.id"))
	p.press("k")
	assert.Equal(t, first, p.text("document.activeElement.id"))
	p.press("Enter")
	p.until(`location.hash.length > 1`)
	assert.Equal(t, "#"+strings.TrimPrefix(first, "m-"), p.text("location.hash"))

	// Help.
	p.press("?")
	assert.True(t, p.true(`document.querySelector("#help").open`))
	p.press("j")
	assert.True(t, p.true(`document.querySelector("#help").contains(document.activeElement)`), "the dialog keeps the keys")
	p.press("Escape")
	p.until(`!document.querySelector("#help").open`)

	// Differences and similarities.
	p.press("d")
	assert.True(t, p.true(`document.documentElement.classList.contains("same-mode")`))
	p.press("d")
	assert.False(t, p.true(`document.documentElement.classList.contains("same-mode")`))

	// Each toggle recomputes the shares that are shown.
	share := `document.querySelector("[data-share]").textContent`
	for _, name := range []string{"quotes", "credited", "short", "aside"} {
		before := p.text(share)
		p.eval(fmt.Sprintf(`document.querySelector("[data-toggle=%s]").focus()`, name), nil)
		outlined(name)
		was := p.true(`document.activeElement.checked`)
		p.press(" ")
		assert.NotEqual(t, was, p.true(`document.activeElement.checked`), name)
		if name == "quotes" {
			assert.NotEqual(t, before, p.text(share), name)
		}
		p.press(" ")
		assert.Equal(t, before, p.text(share), name)
	}

	p.quiet("the keyboard")

	// Every control is reached with the tab key, and shows it.
	p = b.open(t, page, view{})
	seen := map[string]bool{}
	for range 200 {
		p.press("Tab")
		at := p.text(`[...document.querySelectorAll("body *")].indexOf(document.activeElement)`)
		if at == "-1" || seen[at] {
			break
		}
		seen[at] = true
		p.eval(`document.activeElement.dataset.seen = 1; 0`, nil)
		outlined("a stop of the tab key")
	}
	var missed []string
	p.eval(`[...document.querySelectorAll("a[href], button, input, summary, select")].filter(e => e.checkVisibility() && !e.closest("dialog") && !e.dataset.seen).map(e => e.outerHTML.slice(0, 100))`, &missed)
	assert.Empty(t, missed, "the tab key reaches what can be used")
}

// Paper holds every passage on both sides, every wording and every word of the
// article, whatever was folded away on the screen.
func TestPrintLosesNothing(t *testing.T) {
	b := inBrowser(t)
	words := regexp.MustCompile(`[\p{L}\p{N}]+`)
	flat := func(s string) string { return strings.Join(words.FindAllString(s, -1), "") }
	for _, k := range kinds {
		r := story(t)
		p := b.open(t, written(t, "html", k.kind, r, Look{}), view{})
		paper := flat(p.printed())
		if k.kind != Ledger {
			for i := range r.Pairs {
				if x := &r.Pairs[i]; x.Relation != "independent" && (k.kind != Check || x.A == "tide.md" || x.B == "tide.md") {
					for _, s := range x.Passages {
						c := catalogueOf(r)
						assert.Contains(t, paper, flat(c.excerpt(x.A, s.A)), k.name)
						assert.Contains(t, paper, flat(c.excerpt(x.B, s.B)), k.name)
					}
				}
			}
		}
		for _, a := range r.Articles {
			assert.Contains(t, paper, flat(a.TextSHA256), k.name)
		}
		for _, u := range r.Utterances {
			assert.Contains(t, paper, flat(u.Text), k.name)
		}
	}
}

// long is a scan of many articles that copy each other.
func long(articles, pairs, sayings int) *stemma.Result {
	r := &stemma.Result{Parameters: stemma.Parameters{Shingle: 5, Scale: 1, Min: .3}}
	id := func(i int) string { return fmt.Sprintf("archive/%02d/article-%05d.md", i%30, i%articles) }
	for i := range articles {
		day := fmt.Sprintf("2026-%02d-%02dT08:00:00Z", 1+i%12, 1+i%28)
		r.Articles = append(r.Articles, stemma.Article{ID: id(i), Title: fmt.Sprintf("Council votes on bridge %d", i), Publisher: fmt.Sprintf("Outlet %d", i%70), Words: 400, Published: &stemma.Dates{Earliest: &day, Latest: &day}})
	}
	relations := []string{"near-duplicate", "partial-copy", "rewrite", "shared-quotes"}
	for i := range pairs {
		share := float64(i%100) / 100
		r.Pairs = append(r.Pairs, stemma.Pair{A: id(i), B: id(i + 1 + i/articles), Relation: relations[i%4], Confidence: "high", AInB: share, BInA: share / 2, ACovered: stemma.Covered{All: share}})
	}
	for i := range sayings {
		q := fmt.Sprintf("q%d", i)
		r.Quotes = append(r.Quotes, stemma.Quote{ID: q + "a", Article: id(i)}, stemma.Quote{ID: q + "b", Article: id(i + 1)})
		r.Utterances = append(r.Utterances, stemma.Utterance{ID: q, Text: fmt.Sprintf("“We will build bridge %d, whatever it costs”", i), Wordings: []stemma.Wording{{Quote: q + "a", Change: "same"}, {Quote: q + "b", Change: "same"}}})
		r.Families = append(r.Families, stemma.Family{ID: q, Articles: []string{id(i), id(i + 1)}, Complete: true})
	}
	return r
}

// latency is how many milliseconds pass between a key and the picture after it.
const latency = `window.latency = new Promise(done => addEventListener("keydown", e => {
	const at = performance.now();
	requestAnimationFrame(() => setTimeout(() => done(performance.now() - at)));
}, {once: true})); 0`

// speeds are how quick a page is, in milliseconds: until it can be used, and
// from a key to the picture after it, the slowest of several. The second of each
// is the processor time of the page's main thread.
type speeds struct{ ready, key, sort [2]float64 }

func (s speeds) String() string {
	return fmt.Sprintf("usable after %.0f ms (processor %.0f), slowest key %.0f ms (%.0f), sorted in %.0f ms (%.0f)", s.ready[0], s.ready[1], s.key[0], s.key[1], s.sort[0], s.sort[1])
}

// measure takes the times of a page just opened: it types into the filter of a
// table and sorts it.
func measure(p *tab, table, word string) speeds {
	p.t.Helper()
	s := speeds{ready: [2]float64{0, p.worked()}}
	p.eval(`performance.getEntriesByName("ready")[0].startTime`, &s.ready[0])
	p.eval(fmt.Sprintf(`document.querySelector("[data-filter=%s]").focus()`, table), nil)
	pressed := func(key string) (took [2]float64) {
		p.eval(latency, nil)
		before := p.worked()
		p.press(key)
		p.eval("window.latency", &took[0])
		took[1] = p.worked() - before
		return took
	}
	for _, c := range word {
		took := pressed(string(c))
		s.key = [2]float64{max(s.key[0], took[0]), max(s.key[1], took[1])}
	}
	p.eval(fmt.Sprintf(`document.querySelector("table[data-rows=%s] thead button").focus()`, table), nil)
	s.sort = pressed("Enter")
	return s
}

// A long report says what it leaves out without scripts, and filters all of it
// with them, without a pause that one sees: it can be used a second after it was
// opened, and answers a key within a tenth of one. What is asserted is processor
// time; benchmarks/reports.md has the figures.
func TestLongReport(t *testing.T) {
	page := written(t, "html", Scan, long(5000, 20_000, 1500), Look{})
	assert.Contains(t, string(page), "19,700 more pairs are in the data of this file")
	assert.Contains(t, string(page), "1,300 more utterances are in the data")
	assert.Contains(t, string(page), "1,400 more families are in the data")
	p := inBrowser(t).open(t, page, view{})
	s := measure(p, "pairs", "04999")
	assert.Equal(t, "8 of 20,000", p.text(`document.querySelector("[data-shown=pairs]").textContent`))
	t.Logf("5,000 articles, 20,000 pairs: a page of %d KB, %s", len(page)>>10, s)
	assert.Less(t, s.ready[1], 2000.)
	assert.Less(t, s.key[1], 200.)
	assert.Less(t, s.sort[1], 400.)
	p.quiet("a long report")

	// A row that is not written out below is shown from the data.
	p.eval(`const e = document.querySelector("[data-filter=pairs]"); e.value = "04998"; e.dispatchEvent(new Event("input", {bubbles: true})); document.querySelector("table[data-rows=pairs] tbody button").focus()`, nil)
	p.press("Enter")
	p.until(`document.querySelector("table[data-rows=pairs] tr.unfolded")`)
}

// To measure a report of your own: STEMMA_REPORT=FILE go test ./report -run
// OwnReport -v
func TestOwnReport(t *testing.T) {
	file := os.Getenv("STEMMA_REPORT")
	if file == "" {
		t.Skip("STEMMA_REPORT names no report to measure")
	}
	file, err := filepath.Abs(file)
	require.NoError(t, err)
	info, err := os.Stat(file)
	require.NoError(t, err)
	p := inBrowser(t).openFile(t, file, view{})
	table := p.text(`document.querySelector("table[data-rows]").dataset.rows`)
	s := measure(p, table, "minister")
	t.Logf("%s: %d KB, %s", file, info.Size()>>10, s)
	p.quiet(file)
}

// What is packed opens too.
func TestPackedReport(t *testing.T) {
	r := story(t)
	for i := range r.Articles {
		r.Articles[i].Furniture = make([]stemma.Span, 20_000)
	}
	page := written(t, "html", Compare, r, Look{})
	require.Contains(t, string(page), packType)
	got, err := ReadHTML(strings.NewReader(string(page)))
	require.NoError(t, err)
	assert.Equal(t, r.Articles[2].Text, got.Articles[2].Text)
	inBrowser(t).open(t, page, view{}).quiet("a packed report")
}
