package attribution

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stemma-news/stemma/article"
)

// requireKept holds notes against what is read back of them, and returns them as
// they are kept.
func requireKept(t require.TestingT, b *article.Body) []byte {
	n := TakeNotes(b, nil, nil)
	kept := n.Append(nil, b.Article.Text)
	back, err := ReadNotes(kept, b.Article.ID, b.Article.Text)
	require.NoError(t, err)
	for i := range n.Credits { // only the article's own furniture needs it
		n.Credits[i].line = article.Span{}
	}
	for i := range n.Quotes { // only measuring needs it
		n.Quotes[i].Rule = ""
	}
	require.Equal(t, n, back)
	return kept
}

// exampleTexts are the texts of all cases and samples of the project.
func exampleTexts(t *testing.T) []string {
	var texts []string
	for _, pattern := range []string{"testdata/*/*.txt", "../testdata/cases/*/*.txt", "../testdata/samples/*"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, f := range files {
			raw, err := os.ReadFile(f)
			require.NoError(t, err)
			texts = append(texts, string(raw))
		}
	}
	return texts
}

// An index holds notes that these rules took. Whoever changes what is read in any
// text must raise NotesVersion, and then this sum; a rule may change without it if
// no text is read otherwise.
func TestNotesAreFrozen(t *testing.T) {
	h := sha256.New()
	for _, text := range exampleTexts(t) {
		a := &article.Article{ID: "x", Text: text, Published: article.Interval{Earliest: time.Unix(1.7e9, 0), Latest: time.Unix(1.7e9, 0)}}
		h.Write(requireKept(t, article.ParseBody(a)))
	}
	assert.Equal(t, 7, NotesVersion)
	assert.Equal(t, "8ca9db53d57aca87", hex.EncodeToString(h.Sum(nil)[:8]), "notes changed: raise NotesVersion")
}

// TestNotesAreKeptOfNews takes what no case holds: posts, other languages, dates.
func TestNotesAreKeptOfNews(t *testing.T) {
	reader, err := article.NewReader(article.Options{})
	require.NoError(t, err)
	text, kept := 0, 0
	for _, file := range []string{"helsinki/articles.jsonl.gz", "rewrites-dev/articles.jsonl"} {
		err := reader.Read(filepath.Join(dataFolder(t), file), func(a *article.Article) error {
			text += len(a.Text)
			kept += len(requireKept(t, article.ParseBody(a)))
			return nil
		}, func(article.Skipped) {})
		require.NoError(t, err)
	}
	t.Logf("%d bytes of text, %d of notes: %.3f", text, kept, float64(kept)/float64(text))
	assert.Less(t, kept*4, text)
}

func TestNotesOfAnyText(t *testing.T) {
	pieces := []string{"“", "”", "‘", "’", "\"", "'", " said ", "Ines Okafor", " told Al Jazeera", "\n\n", ", ", ". ", "We had four minutes", " on 3 May 2024", " - ", "…", "[the mayor]",
		"日本", "«Non»", "— Name (@handle) May 1, 2019", "By Ruth Callendar, AP", " ", "zeugma quincunx", "> ", "\u200b"}
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 6, -1))).Draw(rt, "pieces"), "")
		kept := requireKept(rt, article.ParseBody(&article.Article{ID: "x", Text: text}))
		for n := range kept { // cut short it is refused, whatever the place
			_, err := ReadNotes(kept[:n], "x", text)
			require.Error(rt, err)
		}
	})
}

func TestNotesTakeAnyBytes(t *testing.T) {
	text := "“We will not move,” Odile Marchetti told Al Jazeera in an interview. She was tired, she added on Monday."
	kept := TakeNotes(article.ParseBody(&article.Article{ID: "x", Text: text}), nil, nil).Append(nil, text)
	rapid.Check(t, func(rt *rapid.T) {
		raw := append([]byte{}, kept...)
		for range rapid.IntRange(1, 4).Draw(rt, "changes") {
			raw[rapid.IntRange(0, len(raw)-1).Draw(rt, "at")] = rapid.Byte().Draw(rt, "byte")
		}
		if rapid.Bool().Draw(rt, "any") {
			raw = rapid.SliceOf(rapid.Byte()).Draw(rt, "raw")
		}
		n, err := ReadNotes(raw, "x", text)
		if err != nil {
			return
		}
		for _, u := range Join([]Carrier{{ID: "x", Quotes: n.Quotes, Reports: n.Reports}, {ID: "y", Quotes: n.Quotes, Reports: n.Reports}}) {
			require.NotEmpty(rt, u.Wordings)
		}
	})
}
