package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const pageSentence = "The harbour master said on Wednesday that the outer mole would stay shut, and that the ferries would use the inner quay until further notice. "

func TestReadHTMLHostile(t *testing.T) {
	for name, in := range map[string]string{
		"deep":      strings.Repeat("<div>", 5000) + pageSentence,
		"deep bold": strings.Repeat("<b><p>", 5000) + pageSentence,
		"no body":   "<html><head><title>Only a title</title></head></html>",
		"fragment":  "<p>" + pageSentence,
		"bad json":  "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":</script><title>x</title><p>" + pageSentence,
		"deep json": "<script type=\"application/ld+json\">" + strings.Repeat("[", 20000) + "</script><p>" + pageSentence,
		"cycle":     "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"author\":{\"@id\":\"#a\"},\"@graph\":[{\"@id\":\"#a\",\"name\":{\"@id\":\"#a\"}}]}</script><p>" + pageSentence,
		"nul":       "<p>a\x00b " + pageSentence,
		"unclosed":  "<p title=\"" + pageSentence,
	} {
		a, err := readHTML([]byte(in), "x.html", "")
		if err != nil {
			assert.Contains(t, []string{"unclosed"}, name, err)
			continue
		}
		checkArticle(t, a)
		if strings.HasPrefix(name, "deep") || name == "fragment" || name == "bad json" {
			assert.Contains(t, a.Text, "ferries would use the inner quay", name)
		}
	}
}

func TestReadHTMLFallsBackOnArticleBody(t *testing.T) {
	a, err := readHTML([]byte(`<html><head><script type="application/ld+json">
	{"@type":"NewsArticle","headline":"Mole shut","articleBody":"<p>First paragraph of the text.</p><p>Second &amp; last paragraph, which is long enough.</p>"}
	</script></head><body><div id="app"></div></body></html>`), "x", "")
	require.NoError(t, err)
	assert.Equal(t, "First paragraph of the text.\n\nSecond & last paragraph, which is long enough.", a.Text)
}

func TestRenderText(t *testing.T) {
	for in, want := range map[string]string{
		"<p>a  b\n c</p><p>d</p>":                    "a b c\n\nd",
		"a<br>b<br><br>c":                            "a\nb\n\nc",
		"x<b>y</b> <i>z</i>":                         "xy z",
		"<ul><li>a</li><li><p>b</p></li></ul>":       "a\n\nb",
		"<table><tr><td>a<td>b<tr><td>c</table>":     "a b\nc",
		"<pre>a\n  b\n\nc</pre>":                     "a\nb\n\nc",
		"<p>a<script>no</script>b<!-- no --></p>":    "ab",
		"<div>a<div>b</div>c</div>":                  "a\n\nb\n\nc",
		"<p>She said <q>we <b>heard</b> it</q>.</p>": "She said “we heard it”.",
		"<p>She said <q>“we heard it”</q>.</p>":      "She said “we heard it”.",
		"a&nbsp;b&shy;c":                             "a b\u00adc",
	} {
		page, err := parsePage(in)
		require.NoError(t, err)
		got, _ := renderText(page)
		assert.Equal(t, want, got, in)
	}
}

func TestHTMLIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: measures time")
	}
	for _, unit := range []string{"<div>", "<b>", "<p>", "<a>", "<i><p>", "<table>", "<li>a", "<blockquote>", "<template>", "<span>a,", "<!--",
		"<time datetime=2020>", "<p itemprop=author>", "<h1>a", "<p>" + pageSentence, "<svg><a>", "<meta name=author content=x>",
		"<script type=application/ld+json>[</script>"} {
		assertLinear(t, unit, func(s string) { _, _ = readHTML([]byte(s), "x", "") })
	}
}

func FuzzHTML(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "read", "*.html"))
	require.NoError(f, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := readHTML(data, "x", "")
		if err != nil {
			return
		}
		checkArticle(t, a)
		require.True(t, utf8.ValidString(a.Text))
		require.Empty(t, a.Skip)
	})
}
