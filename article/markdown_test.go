package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shownText is what a reader of the article sees, one space between the words of a
// line.
func shownText(a *Article) string {
	var out []string
	for _, line := range strings.Split(visibleAll(a), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// visibleAll is the text with a space for every skipped span.
func visibleAll(a *Article) string {
	b := []byte(a.Text)
	for _, s := range a.Skip {
		blank(b, s.Start, s.End)
	}
	return string(b)
}

func TestMarkdownWords(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"emphasis", "It was **very** _late_ and ~~wrong~~.", "It was very late and ~~wrong~~."},
		{"links", "See [the report](https://a.example/very/long) and <https://b.example> now.", "See the report and now."},
		{"reference links", "See [the report][1].\n\n[1]: https://a.example \"Title words\"", "See the report ."},
		{"images", "Before ![alt words](pic.jpg \"caption\") after", "Before after"},
		{"linked image", "[![alt](a.jpg)](b.html) text", "text"},
		{"headings", "# Docks close #\n\nText\n\nUnder\n=====\n", "Docks close\nText\nUnder"},
		{"lists", "* one\n* two\n  more\n\n1. three", "one\ntwo\nmore\nthree"},
		{"quotes", "> He said\n> so.\n\nYes", "He said\nso.\nYes"},
		{"code", "Run `rm -rf` now\n\n```sh\nls words\n```\n\nend", "Run now\nend"},
		{"indented paragraph", "    The docks close.\n\nEnd", "The docks close.\nEnd"},
		{"html tags", "A <b class=\"x\">bold</b> word<!-- hidden words --> here", "A bold word here"},
		{"html block", "<div class=\"box note\">\n<p>Inside words</p>\n<script>var x = 1;</script>\n</div>\n\nAfter", "Inside words\nAfter"},
		{"html comment block", "<!--\nnot words\n-->\n\nAfter", "After"},
		{"hugo", "A {{< figure src=\"x.jpg\" caption=\"not words\" >}} b\n\n{{% note %}}\nInside *note* text\n{{% /note %}}", "A b\nInside note text"},
		{"hugo without space", "A {{<x y=\"z\">}} b", "A b"},
		{"liquid", "A {% include box.html title=\"not\" %} b {{ page.title }} c {% raw %}d{% endraw %}", "A b c d"},
		{"unclosed", "A {{< figure b\n\nmore {% if", "A {{< figure b\nmore {% if"},
		{"escapes", `Five \* six \# seven`, "Five * six # seven"},
		{"hard break", "One  \ntwo\\\nthree", "One\ntwo\nthree"},
		{"table", "| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"},
		{"rule", "a\n\n***\n\nb", "a\nb"},
		{"crlf", "# Head\r\n\r\nText *here*\r\nmore\r\n", "Head\nText here\nmore"},
	}
	for _, c := range cases {
		a, err := readMarkdown([]byte(c.in), "x.md", false, metadata{})
		require.NoError(t, err, c.name)
		checkArticle(t, a)
		assert.Equal(t, c.in, a.Text, c.name)
		assert.Equal(t, c.want, shownText(a), c.name)
	}
}

func TestMDXWords(t *testing.T) {
	in := "---\ntitle: Docks\n---\nimport Box from './box'\nimport {\n  Chart\n} from 'x'\n\nexport const a = 1\n\n# Head {1 + 1}\n\n" +
		"<Box title=\"not words\" data={{a: \">\"}}>\n\nInside words\n\n</Box>\n\nText <Chart {...props} /> end. 5 < 6 and a <b>word</b>.\n"
	a, err := readMarkdown([]byte(in), "x.mdx", true, metadata{})
	require.NoError(t, err)
	checkArticle(t, a)
	assert.Equal(t, "Head\nInside words\nText end. 5 < 6 and a word .", shownText(a))
	assert.Equal(t, "Docks", a.Title)
}

func TestMarkdownBlocks(t *testing.T) {
	a, err := readMarkdown([]byte("Intro\n\n## The *docks*\n\n> One\n>\n> two\n\n- item\n  goes on\n- next\n"), "x.md", false, metadata{})
	require.NoError(t, err)
	var got []string
	for _, b := range a.Blocks {
		got = append(got, string('0'+rune(b.Kind))+" "+b.In(a.Text))
	}
	assert.Equal(t, []string{"1 The *docks*", "2 One\n>\n> two", "5 item\n  goes on", "5 next"}, got)
	assert.Equal(t, "The docks", a.Title)
}

func TestFrontMatter(t *testing.T) {
	cases := []struct {
		name, in string
		want     Article
	}{
		{"yaml", "---\ntitle: \"Docks: closed\"\ndate: 2025-09-16\nauthor:\n  - name: Ruth Callendar\n  - Tom Brask\nsource: Coastwire\ncanonical: https://coastwire.example/1\n---\nBody.",
			Article{Title: "Docks: closed", Byline: "Ruth Callendar, Tom Brask", Declared: []Declared{{"canonical", "https://coastwire.example/1"}, {"source", "Coastwire"}}}},
		{"toml", "+++\ntitle = \"Docks\"\ndate = 2025-09-16\nlastmod = 2025-09-17T10:00:00\nauthors = [\"R. Callendar\"]\n[params]\nsyndicated_from = \"Mercury\"\n+++\nBody.",
			Article{Title: "Docks", Byline: "R. Callendar", Declared: []Declared{{"syndicated_from", "Mercury"}}}},
		{"json", "{\n \"title\": \"Docks\", \"date\": \"2025-09-16\", \"tags\": [{}]\n}\n\nBody.", Article{Title: "Docks"}},
		{"fence with a name", "---json\n{\"title\":\"Docks\",\"date\":\"2025-09-16\"}\n---\nBody.", Article{Title: "Docks"}},
		{"hexo", ";;;\n\"title\":\"Docks\"\n;;;\nBody.", Article{}},
		{"crlf and dots", "---\r\ntitle: Docks\r\ndate: 2025-09-16\r\n...\r\nBody.", Article{Title: "Docks"}},
		{"byte order mark", "\xef\xbb\xbf---\ntitle: Docks\ndate: 2025-09-16\n---\nBody.", Article{Title: "Docks"}},
		{"broken yaml", "---\ntitle: Docks: closed\ndate: 2025-09-16\n\tx: [\n---\nBody.", Article{Title: "Docks: closed"}},
		{"not front matter", "{ this is text }\n\nBody.", Article{}},
		{"a rule", "---\n\nBody.", Article{}},
		{"empty", "---\n---\nBody.", Article{}},
	}
	for _, c := range cases {
		a, err := readMarkdown([]byte(c.in), "x.md", false, metadata{})
		require.NoError(t, err, c.name)
		checkArticle(t, a)
		assert.Equal(t, c.want.Title, a.Title, c.name)
		assert.Equal(t, c.want.Byline, a.Byline, c.name)
		assert.Equal(t, c.want.Declared, a.Declared, c.name)
		assert.True(t, strings.HasSuffix(shownText(a), "Body."), c.name)
		if c.want.Title != "" {
			assert.Equal(t, "Body.", shownText(a), c.name)
			assert.Equal(t, "2025-09-16", a.Published.Written, c.name)
			assert.Equal(t, "front matter", a.Published.From, c.name)
			assert.Equal(t, 50*time.Hour, a.Published.Latest.Sub(a.Published.Earliest), c.name)
		}
	}
}

func TestFrontMatterWarns(t *testing.T) {
	a, err := readMarkdown([]byte("---\ntitle: Docks\ndate: the day after\n---\nBody."), "x.md", false, metadata{})
	require.NoError(t, err)
	assert.Equal(t, []string{`date not understood in front matter: "the day after"`}, a.Warnings)
	a, err = readMarkdown([]byte("---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\ntitle: *c\n---\nBody."), "x.md", false, metadata{})
	require.NoError(t, err, "aliases are not followed")
	assert.Equal(t, "Body.", shownText(a))
	a, err = readMarkdown([]byte("Body without a date that is long enough."), "posts/2024-05-03-docks.md", false, metadata{})
	require.NoError(t, err)
	assert.Equal(t, "file name", a.Published.From)
}

// A long file is parsed in pieces, which must not show.
func TestMarkdownInPieces(t *testing.T) {
	paragraph := "The *harbour* master said [so](https://a.example/x) ż.\n\n> Quoted **words**\n\n- item\n\n    code-like ż\n\n"
	n := pieceSize*5/4/len(paragraph) + 1
	a, err := readMarkdown([]byte(strings.Repeat(paragraph, n)), "x", false, metadata{})
	require.NoError(t, err)
	checkArticle(t, a)
	one, err := readMarkdown([]byte(paragraph), "x", false, metadata{})
	require.NoError(t, err)
	require.True(t, strings.Repeat(shownText(one)+"\n", n) == shownText(a)+"\n", "a piece shows")
	assert.Len(t, a.Blocks, 2*n)
	for _, unit := range []string{"ż", "a ", "- long enough an item that few of them fill a piece, long enough an item that few of them fill it\n"} {
		s := strings.Repeat(unit, pieceMost*5/4/len(unit)+7)
		a, err := readMarkdown([]byte(s), "x", false, metadata{})
		require.NoError(t, err)
		checkArticle(t, a)
	}
}

// Nesting and marks must not cost more than the file is long.
func TestMarkdownIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: measures time")
	}
	for _, unit := range []string{"[a](", "_a*b ", "> ", "- ", "1. ", "[", "*a ", "`a``b ", "<a ", "![[", "<!--", "{{<", "{%", "{{< x >}}", "<a b={", "a\n\n",
		"[a]: b\n", "<div>\n\n", "***\n", "\\", "&amp;", "<a href=\"", "=\n", "  - a\n"} {
		for _, mdx := range []bool{false, true} {
			assertLinear(t, unit, func(s string) { _, _ = readMarkdown([]byte(s), "x", mdx, metadata{}) })
		}
	}
}

// assertLinear fails where twice the input takes much more than twice the time:
// the best of three runs each, so that a busy machine does not decide.
func assertLinear(t *testing.T, unit string, read func(string)) {
	best := func(n int) time.Duration {
		s := strings.Repeat(unit, n/len(unit))
		least := time.Hour
		for range 3 {
			began := time.Now()
			read(s)
			least = min(least, time.Since(began))
		}
		return least
	}
	for try := 0; ; try++ {
		small, large := best(1<<14), best(1<<16)
		if large < 20*time.Millisecond || large < 12*small { // 4 times the input; quadratic is 16
			return
		}
		if try == 3 {
			t.Errorf("%q: 16 KB take %v, 64 KB take %v", unit, small, large)
			return
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("testdata", "read", "*.md*"))
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{"---\ntitle: a\n---\n# b *c* [d](e) ![f](g)\n\n> h\n\n- i\n", "+++\na=1\n+++\n", "{\"a\":1}\nb", "{{< a >}}<b c={d}>\nimport x\n", "<div>\n<p>a</p>\n</div>", "\\* &amp; `a`"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, mdx := range []bool{false, true} {
			a, err := readMarkdown(data, "x", mdx, metadata{})
			if err != nil {
				return
			}
			checkArticle(t, a)
			if a.TextFrom == "file" {
				require.Equal(t, string(data), a.Text)
			}
		}
	})
}
