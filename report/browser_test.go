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
