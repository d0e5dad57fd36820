package stemma

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

func TestGlobs(t *testing.T) {
	for _, tt := range []struct {
		pattern, matches, misses string // lists of paths
	}{
		{"*.md", "a.md b/c.md", "a.mdx a.md.bak md"},
		{"content/**/*.md", "content/a.md content/b/c/a.md", "a.md x/content/a.md content/a.html"},
		{"content", "content/a.md b/content/c.md content", "contents/a.md"},
		{"/content", "content/a.md", "b/content/c.md"},
		{"content/drafts/", "content/drafts/a.md", "drafts/a.md content/a.md"},
		{"content/*.md", "content/a.md", "content/b/a.md"},
		{"**/drafts/**", "drafts/a.md a/b/drafts/c/d.md", "a.md"},
		{"*.{md,html}", "a.md b/a.html", "a.txt"},
		{"20[12]?/*.md", "2019/a.md 2024/b.md", "2034/a.md"},
		{"", "", "a.md"},
		{"a{b", "", "a.md ab"},
	} {
		g := compileGlob(tt.pattern)
		for _, p := range strings.Fields(tt.matches) {
			assert.True(t, g.match(p), "%s should match %s", tt.pattern, p)
		}
		for _, p := range strings.Fields(tt.misses) {
			assert.False(t, g.match(p), "%s should not match %s", tt.pattern, p)
		}
	}
	assert.Error(t, checkGlob("[a"))
	hostile := strings.Repeat("*a", 40) + "/" + strings.Repeat("{a,b}", 60) + strings.Repeat("**/", 2000)
	compileGlob(hostile).match(strings.Repeat("a", 200) + "/" + strings.Repeat("b/", 500))
}

func TestStandardExcludes(t *testing.T) {
	p := DefaultPolicy(t.TempDir())
	for _, path := range strings.Fields("a.md content/2026/a.html -a.md x.txt history-of-the-ferry.md content/licence-to-fish.md security-council.md content/templates-of-power.md") {
		assert.True(t, p.Covers(path), path)
	}
	for _, path := range strings.Fields("README.md docs/readme.nl.md CHANGELOG.md license.txt .github/a.md content/.hidden.md layouts/single.html a.png Makefile robots.txt content/_layouts/x/y.html a.json") {
		assert.False(t, p.Covers(path), path)
	}
}

func TestZoneNarrowsTheDay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	require.NoError(t, err)
	p := &Policy{Outlets: []Outlet{{Name: "The Polder Gazette", Aliases: []string{"polder.example"}, zone: zone}}}
	for _, tt := range []struct{ written, earliest, latest string }{
		{"2026-01-20", "2026-01-19T23:00:00Z", "2026-01-20T23:00:00Z"},
		{"2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"}, // 23 hours long
		{"2026-10-25 02:30:00", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		{"2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z"}, // has a zone
	} {
		a := &article.Article{Publisher: "www.polder.example"}
		i, ok := article.ParseDate(tt.written)
		require.True(t, ok, tt.written)
		a.Published = i
		p.settle(a)
		assert.Equal(t, "The Polder Gazette", a.Publisher)
		assert.Equal(t, tt.earliest, a.Published.Earliest.Format(time.RFC3339), tt.written)
		assert.Equal(t, tt.latest, a.Published.Latest.Format(time.RFC3339), tt.written)
	}
	a := &article.Article{Publisher: "Maddern Echo"}
	a.Published, _ = article.ParseDate("2026-01-20")
	before := a.Published
	p.settle(a)
	assert.Equal(t, before, a.Published, "another outlet's day is not narrowed")
}

func TestDeclaredSource(t *testing.T) {
	p := &Policy{Own: "The Polder Gazette", Outlets: []Outlet{{Name: "The Polder Gazette", Aliases: []string{"polder.example"}}}}
	other := &article.Article{}
	for _, tt := range []struct {
		kind, value string
		counts      bool
	}{
		{"source", "Harbour Wire", true},
		{"source", "staff", false},
		{"source", "the polder gazette", false},
		{"canonical", "https://wire.example/1", true},
		{"canonical", "https://www.polder.example/1", false},
		{"canonical", "/2026/ferry", false},
		{"syndicated_from", "https://wire.example/", true},
	} {
		a := &article.Article{Publisher: "The Polder Gazette", Declared: []article.Declared{{Kind: tt.kind, Value: tt.value}}}
		assert.Equal(t, tt.counts, p.declaredSource(a, other) != "", "%s %s", tt.kind, tt.value)
	}
	// A site that writes its own address on every page declares no origin.
	own := func(link string) *article.Article {
		return &article.Article{Declared: []article.Declared{{Kind: "canonical", Value: link}}}
	}
	var none *Policy
	assert.Empty(t, none.declaredSource(own("https://echo.example/a"), own("https://echo.example/b")))
	assert.NotEmpty(t, none.declaredSource(own("https://echo.example/a"), own("https://echo.example/a/")))
}

func TestLicensed(t *testing.T) {
	p := &Policy{Licensed: []string{"AP", "Harbour Wire"}}
	assert.Equal(t, "AP", p.licensed([]string{"", "Associated Press"}))
	assert.Equal(t, "Harbour Wire", p.licensed([]string{"Ann Orley, Harbour Wire"}))
	assert.Empty(t, p.licensed([]string{"Capital Gazette", "Harbour"}))
	var none *Policy
	assert.Empty(t, none.licensed([]string{"AP"}))
}

func TestReadPolicy(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ConfigName)
	for text, want := range map[string]string{
		"[levels]\ncopy = \"loud\"\n":         `copy = "loud" is no level`,
		"fail-on = \"eror\"\n":                `did you mean "error"?`,
		"content = [\"[\"]\n":                 `the pattern "[" is broken`,
		"\n\n[[outlet]]\nnmae = \"x\"\n":      `:4: unknown key "outlet.nmae"; did you mean "outlet.name"?`,
		"[[outlet]]\nzone = \"UTC\"\n":        "an [[outlet]] has no name",
		"own = \"a\"\nown = \"b\"\n":          ":2:",
		"archive = \"one\"\n":                 "line 1 (last key \"archive\")",
		"standard-exclude = true\n":           `did you mean "standard-excludes"?`,
		"wholly-different-from-all = \"x\"\n": "the known ones are content",
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
		_, err := ReadPolicy(file)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want, text)
		assert.Contains(t, err.Error(), file)
	}
}

// What String prints lays down the same again.
func TestPolicyPrinted(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ConfigName)
	p := DefaultPolicy(dir)
	p.Own, p.Exclude, p.Licensed = `The "Polder"`+"\n\\", []string{"a/*.md"}, []string{"AP"}
	p.Levels = map[string]Level{"rewrite": Off}
	p.Outlets = []Outlet{{Name: "Echo", Aliases: []string{"echo.example"}, Zone: "UTC"}}
	require.NoError(t, os.WriteFile(file, []byte(p.String()), 0o666))
	again, err := ReadPolicy(file)
	require.NoError(t, err)
	assert.Equal(t, p.Own, again.Own)
	assert.Equal(t, p.Exclude, again.Exclude)
	assert.Equal(t, Off, again.level("rewrite", Warning))
	assert.Equal(t, Error, again.level("copy", Warning))
	assert.Equal(t, "Echo", again.outlet("https://www.echo.example/x").Name)
	first, _, _ := strings.Cut(again.String(), "\n")
	assert.Contains(t, first, file)
}

func TestAcceptances(t *testing.T) {
	file := filepath.Join(t.TempDir(), AcceptName)
	require.NoError(t, os.WriteFile(file, []byte("\ufeff# comment\r\n0123456789abcdef we know until=2026-05-01\r\n\r\nFFFFFFFFFFFFFFFF licence\n"), 0o666))
	day := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		return at
	}
	a, err := ReadAcceptances(file, day("2026-05-01T23:59:00Z"))
	require.NoError(t, err)
	require.Len(t, a.Lines, 2)
	assert.Equal(t, 2, a.Lines[0].Line)
	assert.Equal(t, "we know", a.of("0123456789abcdef").Reason)
	assert.NotNil(t, a.of("ffffffffffffffff"))
	assert.Nil(t, a.of("0000000000000000"))
	assert.Empty(t, a.Expired())
	a.Today = day("2026-05-02T00:00:00Z")
	assert.Nil(t, a.of("0123456789abcdef"))
	assert.Len(t, a.Expired(), 1)
	assert.Len(t, a.Unused(&Result{}), 1)
	assert.Empty(t, a.Unused(&Result{Findings: []Finding{{Fingerprint: "ffffffffffffffff"}}}))
	missing, err := ReadAcceptances(file+"x", day("2026-05-01T00:00:00Z"))
	require.NoError(t, err)
	assert.Empty(t, missing.Lines)
}

func TestHiddenCharacters(t *testing.T) {
	text := "The f\u200berry sailed.\nNo \u0431oat\u200b was lo\u200bst, s\u200baid the m\u0430yor of Т\u043ewn and h\u0430rbour; f\u200bour, s\u200bix, s\u200bev\u200ben."
	h := findHidden(&article.Article{Text: text, Warnings: []string{article.HidesWords + ", in 7 places"}})
	assert.Equal(t, "7 invisible characters inside words at 1:5, 2:14, 2:21, 2:58, 2:65 and 1 more; "+
		"4 look-alike letters of another script at 2:31, 2:40, 2:49; "+article.HidesWords+", in 7 places", h.message(text))
	assert.Equal(t, "f\u200berry", h.first().In(text))
	h = findHidden(&article.Article{Text: "na\u00efve caf\u00e9 \u201cquotes\u201d"})
	assert.True(t, h.none())
}

func TestDifferentNames(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Halina Oost", "Bram Teller", true},
		{"Halina Oost", "Oost", false},
		{"Halina Oost", "Deputy Mayor Halina Oost", false},
		{"Manu Newlin", "Omara", false},
		{"Sara Brandt", "Town House", false},
		{"Teller's full post", "Halina Oost", false},
		{"the treasurer", "Halina Oost", false},
	} {
		assert.Equal(t, tt.want, differentNames(tt.a, tt.b), "%s, %s", tt.a, tt.b)
		assert.Equal(t, tt.want, differentNames(tt.b, tt.a), "%s, %s", tt.b, tt.a)
	}
}
