package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// browser finds Chromium, or skips and says what was not tested.
func browser(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("NOT TESTED: -short opens no browser")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	t.Skip("NOT TESTED: no Chromium in PATH, so no page was opened in a browser")
	return ""
}

// opened is the page as the browser has it after its scripts ran, and what it
// wrote to its console.
func opened(t *testing.T, page []byte, width int) (dom, console string) {
	t.Helper()
	program := browser(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "page.html")
	require.NoError(t, os.WriteFile(file, page, 0o600))
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	c := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(folder, "profile"),
		fmt.Sprintf("--window-size=%d,900", width), "--enable-logging=stderr", "--virtual-time-budget=60000", "--dump-dom",
		(&url.URL{Scheme: "file", Path: file}).String())
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	require.NoError(t, c.Run(), errs.String())
	var lines []string
	for _, l := range strings.Split(errs.String(), "\n") {
		if strings.Contains(l, "CONSOLE") {
			lines = append(lines, l)
		}
	}
	return out.String(), strings.Join(lines, "\n")
}

// The policy lets the page's own script and style run, and the console stays
// empty, with hostile articles too.
func TestPagesInBrowser(t *testing.T) {
	browser(t)
	for name, kind := range map[string]Kind{"check": Check, "compare": Compare, "scan": Scan, "quotes": Ledger} {
		for which, r := range map[string]*stemma.Result{"story": story(t), "hostile": hostile(t)} {
			dom, console := opened(t, written(t, "html", kind, r, Look{}), 1200)
			assert.Contains(t, dom, `class="`+name+` scripted"`, which)
			assert.Empty(t, console, "%s %s", name, which)
		}
	}
}

// probe runs in a copy of a page whose policy lets it in: it measures, and asks
// axe-core for what a reader with a screen reader or weak eyes would trip over.
const probe = `
(async () => {
  document.querySelectorAll("details").forEach(d => { d.open = true; });
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll")).map(e => e.tagName + "." + e.className);
  const found = typeof axe === "undefined" ? null : (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})).violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 200)).join("\n"));
  const out = document.createElement("pre");
  out.id = "probe";
  out.textContent = JSON.stringify({width: innerWidth, scroll: document.documentElement.scrollWidth, wide, found});
  document.body.append(out);
})();`

var probed = regexp.MustCompile(`(?s)<pre id="probe">(.*?)</pre>`)

// No rule of WCAG 2.2 A and AA that axe-core knows is broken, and no page is
// wider than a small screen. STEMMA_AXE names axe.min.js.
func TestAccessible(t *testing.T) {
	browser(t)
	axe, err := os.ReadFile(os.Getenv("STEMMA_AXE"))
	if err != nil {
		t.Skip("NOT TESTED: STEMMA_AXE names no axe.min.js (npm install axe-core), so accessibility was not checked")
	}
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	for name, kind := range map[string]Kind{"check": Check, "compare": Compare, "scan": Scan, "quotes": Ledger} {
		for which, r := range map[string]*stemma.Result{"story": story(t), "hostile": hostile(t)} {
			page := policy.ReplaceAll(written(t, "html", kind, r, Look{}), nil)
			tail := append(append([]byte("<script>"), axe...), []byte("</script><script>"+probe+"</script></body>")...)
			page = bytes.Replace(page, []byte("</body>"), tail, 1)
			dom, _ := opened(t, page, 500) // headless Chromium has no smaller window
			m := probed.FindStringSubmatch(dom)
			require.NotNil(t, m, "the probe did not end")
			var got struct {
				Width, Scroll int
				Wide, Found   []string
			}
			require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(m[1])), &got))
			assert.Empty(t, got.Found, "%s %s", name, which)
			assert.LessOrEqual(t, got.Scroll, got.Width, "%s %s: %v", name, which, got.Wide)
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

// A long report says what it leaves out without scripts, and filters all of it
// with them.
func TestLongReport(t *testing.T) {
	page := written(t, "html", Scan, long(5000, 20_000, 1500), Look{})
	t.Logf("5,000 articles, 20,000 pairs: a page of %d KB", len(page)>>10)
	assert.Contains(t, string(page), "19,700 more pairs are in the data of this file")
	assert.Contains(t, string(page), "1,300 more utterances are in the data")
	assert.Contains(t, string(page), "1,400 more families are in the data")
	browser(t)
	const ask = `<script>
const time = f => { const t = performance.now(); f(); document.body.offsetHeight; return performance.now() - t; };
const type = (s, v) => { const e = document.querySelector(s); e.value = v; e.dispatchEvent(new Event("input", {bubbles: true})); };
const filter = time(() => type("[data-filter=pairs]", "article-04999"));
const shown = document.querySelector("[data-shown=pairs]").textContent;
const sort = time(() => { type("[data-filter=pairs]", ""); document.querySelector("table[data-rows=pairs] thead button").click(); });
const out = document.createElement("pre"); out.id = "probe"; out.textContent = JSON.stringify({filter, sort, shown}); document.body.append(out);
</script></body>`
	open := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAll(page, nil)
	dom, _ := opened(t, bytes.Replace(open, []byte("</body>"), []byte(ask), 1), 1200)
	m := probed.FindStringSubmatch(dom)
	require.NotNil(t, m)
	var got struct {
		Filter, Sort float64 // milliseconds
		Shown        string
	}
	require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(m[1])), &got))
	t.Logf("filter %.0f ms, sort %.0f ms", got.Filter, got.Sort)
	assert.Equal(t, "8 of 20,000", got.Shown)
	assert.Less(t, got.Filter, 500.0)
	assert.Less(t, got.Sort, 2000.0)
}
