package article

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// marksOf lists what stands in marks, nested stretches behind a ">".
func marksOf(text string) []string {
	b := ParseBody(&Article{Text: text})
	var out []string
	for _, m := range b.Marks {
		s := strings.Repeat(">", m.Depth) + m.In(text)
		if m.Close == 0 {
			s += " (open)"
		}
		for _, p := range m.Parts {
			s += " | " + p.In(text)
		}
		out = append(out, s)
	}
	return out
}

func TestMarks(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"curly":                  {"“We stay,” said Ruta Olsen. “All of us.”", []string{"“We stay,”", "“All of us.”"}},
		"straight":               {`"We stay," she said. "All of us."`, []string{`"We stay,"`, `"All of us."`}},
		"nested single":          {"“He said, ‘the well is dry’,” Olsen recalled.", []string{"“He said, ‘the well is dry’,”", ">‘the well is dry’"}},
		"straight nested":        {`"He said 'the well is dry' twice," she said.`, []string{`"He said 'the well is dry' twice,"`, ">'the well is dry'"}},
		"apostrophes":            {"The workers’ camp isn’t far from Olsen’s, built in the ’90s and rock ’n’ roll loud.", nil},
		"possessive in singles":  {"‘the miners’ lamp went out’, he said", []string{"‘the miners’ lamp went out’"}},
		"turned the wrong way":   {"He said ”we stay“ and left.", []string{"”we stay“"}},
		"closed by opening mark": {"“We stay,“ she said and left.", []string{"“We stay,“"}},
		"mixed glyphs":           {"“We stay,\" she said and left.", []string{"“We stay,\""}},
		"german":                 {"Sie sagte: „Wir bleiben hier.“ Dann ging sie.", []string{"„Wir bleiben hier.“"}},
		"french":                 {"« Nous restons », a-t-elle dit.", []string{"« Nous restons »"}},
		"latex":                  {"``We stay,'' she said.", []string{"``We stay,''"}},
		"japanese":               {"彼女は「残ります」と言った。", []string{"「残ります」"}},
		"two paragraphs": {"“We stay.\n\n“All of us,” she said.",
			[]string{"“We stay.\n\n“All of us,” | “We stay. | “All of us,”"}},
		"never closed": {"“We stay and that is that.\n\nShe left. “Good,” he said.",
			[]string{"“We stay and that is that. (open)", "“Good,”"}},
		"closed by a single mark":  {"“We stay,' she said. 'All of us.'\n\n“We said ‘no.’ Nobody left.", []string{"“We stay,'", "'All of us.'", "“We said ‘no.’ Nobody left. (open)", ">‘no.’"}},
		"stray mark before a pair": {"A 6\" pipe burst. \"We stay,\" she said.", []string{`" pipe burst. "`, `"`}},
		"tags hold no marks":       {`<post id="1" by="@olsen">We stay</post> "Truly," she said.`, []string{`"Truly,"`}},
		"dash before":              {"Olsen—“the boss”—left.", []string{"“the boss”"}},
		"inches are no marks":      {"He is 6’2 and 5’11” tall.", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "stray mark before a pair" {
				// one stray mark may spoil its own paragraph, never the next
				got := marksOf(c.text + "\n\n\"Fine,\" he said.")
				assert.Contains(t, got, `"Fine,"`)
				return
			}
			assert.Equal(t, c.want, marksOf(c.text))
		})
	}
}

func TestMarksSkipMarkup(t *testing.T) {
	text := `code "not said" here. "Said," she said.`
	b := ParseBody(&Article{Text: text, Skip: []Span{{5, 15}}})
	require.Len(t, b.Marks, 1)
	assert.Equal(t, `"Said,"`, b.Marks[0].In(text))
}

// TestMarksHold checks on hostile text what every later step relies on: spans
// in bounds, sorted, and properly nested.
func TestMarksHold(t *testing.T) {
	for _, piece := range []string{"“", "”", "\"", "'", "‘", "’", "“a ", " b”", "‘a ", "\"\n\n", "“\n\n", "a\"b", "<a \"", "\xff“", "『「", "„a ‘b "} {
		text := strings.Repeat(piece, 3000)
		start := time.Now()
		b := ParseBody(&Article{Text: text})
		assert.Less(t, time.Since(start), 5*time.Second, "%q", piece)
		last := -1
		for _, m := range b.Marks {
			require.LessOrEqual(t, last, m.Start)
			require.Less(t, m.Start, m.End)
			require.LessOrEqual(t, m.End, len(text))
			require.LessOrEqual(t, m.Inner().Start, len(text))
			require.GreaterOrEqual(t, m.Depth, 0)
			last = m.Start
		}
	}
}

func TestPosts(t *testing.T) {
	text := "Ferro, who owns the mill, wrote on X.\n" +
		"The mill is not for sale.\nIt never was.\n?? ??\n— Ana Ferro (@anaferro) March 3, 2024\n" +
		"Her brother disagreed.\n\n" +
		"Sold!\n\n\n\nEvery last wheel of it. pic.twitter.com/Ab12 — Tomas Ferro (@tferro) 4 March 2024\n\nNothing more was said."
	b := ParseBody(&Article{Text: text})
	require.Len(t, b.Posts, 2)
	assert.Equal(t, "The mill is not for sale.\nIt never was.", b.Posts[0].Text.In(text))
	assert.Equal(t, "Ana Ferro", b.Posts[0].Author)
	assert.Equal(t, "@anaferro", b.Posts[0].Handle)
	assert.Equal(t, "X", b.Posts[0].Platform)
	assert.True(t, b.Posts[0].Date.Known())
	assert.Equal(t, "Sold!\n\n\n\nEvery last wheel of it.", b.Posts[1].Text.In(text))
	assert.Equal(t, "@tferro", b.Posts[1].Handle)
}

func TestPostsAreLinear(t *testing.T) {
	for _, piece := range []string{"(@", "— a (@b) ", "(@b) May 8, 2025 ", "— (@b) May 8, 2025\n"} {
		start := time.Now()
		ParseBody(&Article{Text: strings.Repeat(piece, 4000)})
		assert.Less(t, time.Since(start), 5*time.Second, "%q", piece)
	}
}
