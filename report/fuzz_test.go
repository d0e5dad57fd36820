package report

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

func joined(list []stretch) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.text)
	}
	return b.String()
}

// Stretches put together are the text.
func FuzzCompareWords(f *testing.F) {
	f.Add("one two three", "one three four")
	f.Add("", "x")
	f.Add("日本語のテキスト", "日本のテキスト")
	f.Add("a\xffb", "\x00")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 2000 || len(b) > 2000 {
			return
		}
		left, right := compareWords(a, b)
		assert.Equal(t, a, joined(left))
		assert.Equal(t, b, joined(right))
		fold(left, 3)
	})
}

// The alignment table has as many cells in each row, and loses no word.
func FuzzAlignWordings(f *testing.F) {
	f.Add("we were told so in writing and nobody", "we were told and nobody", "they were told in writing")
	f.Add("a b c", "c b a", "")
	f.Add("x", "y", "z z z")
	f.Fuzz(func(t *testing.T, base, second, third string) {
		if len(base)+len(second)+len(third) > 3000 {
			return
		}
		texts := []string{base, second, third}
		rows := alignWordings(texts)
		for i, row := range rows {
			require.Len(t, row, len(rows[0]))
			var cells []string
			for _, c := range row {
				if c.State != "missing" {
					cells = append(cells, c.Text)
				}
			}
			if plainASCII(texts[i]) && !strings.ContainsAny(texts[i], "'.,-_:;0123456789") {
				assert.Equal(t, wordKey(texts[i]), wordKey(strings.Join(cells, " ")), "row %d of %q", i, texts)
			}
		}
	})
}

// No text leaves a line wider than the page or steers the terminal.
func FuzzWrap(f *testing.F) {
	f.Add("one two", "three", 60)
	f.Add(strings.Repeat("字", 90), "\x1b[2J", 61)
	f.Add("a % b %", strings.Repeat("x", 200), 70)
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		if len(a)+len(b) > 4000 {
			return
		}
		var out bytes.Buffer
		p := newPage(&out, Look{Width: 60 + max(0, width)%100})
		p.wrap("  - ", "    ", []piece{{clean(a), plain}, {clean(b), red}})
		require.NoError(t, p.out.Flush())
		for _, l := range strings.Split(out.String(), "\n") {
			assert.LessOrEqual(t, columns(l), p.width, "%q", l)
			for _, r := range l {
				assert.True(t, unicode.IsGraphic(r) || r == 0x200c || r == 0x200d || r == 0xfffd, "%U", r)
			}
		}
	})
}

// Any text can be shown on a page and read back.
func FuzzPage(f *testing.F) {
	f.Add("---\ntitle: x\n---\ntext </script>", 4, 9, 2, 30)
	f.Add("\u202etext\xff", -1, 100, 0, 1)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		if len(text) > 2000 {
			return
		}
		r := &stemma.Result{Schema: stemma.Schema, Drafts: []string{text}, Articles: []stemma.Article{{ID: "a", Text: text, Furniture: []stemma.Span{{Start: c, End: b}}}, {ID: text, Title: text, Text: text, Language: text}},
			Pairs:  []stemma.Pair{{A: "a", B: text, Relation: "rewrite", Passages: []stemma.Passage{{Kind: "edited", A: stemma.Span{Start: a, End: b}, B: stemma.Span{Start: c, End: d}}, {Kind: "verbatim", A: stemma.Span{Start: c, End: d}, B: stemma.Span{Start: a, End: d}}}}},
			Quotes: []stemma.Quote{{ID: "q", Article: text, Segments: []stemma.Span{{Start: a, End: d}}}, {ID: text, Article: "a", Segments: []stemma.Span{{Start: c, End: b}}}},
			Utterances: []stemma.Utterance{{ID: "u", Text: text, Wordings: []stemma.Wording{{Quote: "q", Change: "same"}, {Quote: text, Change: "substituted", Against: "q"}},
				Reported: []stemma.Reported{{Article: "a", Start: a, End: b, Quote: "q"}}}},
			Families: []stemma.Family{{ID: "f", Articles: []string{"a", text, text}, Edges: []stemma.Edge{{From: text, To: "a"}, {From: "a", To: text}}, Lost: []stemma.Lost{{Name: text}}}},
			Findings: []stemma.Finding{{Article: text, Message: text, Span: stemma.Span{Start: b, End: a}, Other: &stemma.Place{Article: "a", Span: stemma.Span{Start: d, End: c}}}}}
		for _, kind := range []Kind{Check, Scan, Compare, Ledger} {
			page := written(t, "html", kind, r, Look{})
			assert.Equal(t, 3, bytes.Count(bytes.ToLower(page), []byte("<script")))
			got, err := ReadHTML(bytes.NewReader(page))
			require.NoError(t, err)
			require.Len(t, got.Articles, 2)
			for _, format := range []string{"text", "csv", "sarif", "graphml", "dot", "rdjsonl", "jsonld"} {
				written(t, format, kind, r, Look{})
			}
		}
	})
}

// Any page is refused with a reason or read to a result that every format
// takes.
func FuzzReadHTML(f *testing.F) {
	f.Add([]byte(`<script id="stemma-data" type="application/json">{"kind":1,"result":{"schema":1,"articles":[{"id":"a"}]},"texts":{"a":"b"}}</script>`))
	f.Add([]byte(`<script id="stemma-data" type="application/json">{"result":{"pairs":[{"a":"x","passages":[{"a":{"start":-1,"end":9}}]}],"quotes":[{"segments":[]}],"utterances":[{"wordings":[{"quote":"q"}]}]}}</script>`))
	f.Add([]byte("<html>"))
	f.Fuzz(func(t *testing.T, page []byte) {
		r, err := ReadHTML(bytes.NewReader(page))
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		for _, kind := range []Kind{Check, Scan, Compare, Ledger} {
			for _, format := range Formats() {
				requireHarmless(t, format, string(written(t, format, kind, r, Look{})), "")
			}
		}
	})
}
