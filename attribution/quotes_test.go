package attribution

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// caseFiles lists the case files of a folder; none is a failure.
func caseFiles(t *testing.T, folder string) []string {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no cases in testdata/%s", folder)
	return files
}

func fields(s string) []string {
	var out []string
	for _, f := range strings.Split(s, "|") {
		out = append(out, strings.TrimSpace(f))
	}
	return out
}

func quoteStarting(a *article.Article, quotes []Quote, start string) *Quote {
	for i := range quotes {
		if strings.HasPrefix(a.Text[quotes[i].Segments[0].Start:], start) {
			return &quotes[i]
		}
	}
	return nil
}

// TestQuotes runs the cases of testdata/quotes. A case is what is expected,
// one thing a line, a line of three dashes, and the article:
//
//	quote KIND | SPEAKER | MENTION | ORIGIN KIND | OUTLET | first words with marks
//	via first words | RELAYER
//	uttered first words | OCCASION | DAY
//	segments first words | COUNT
//	no WORDS      no quote starts with them
func TestQuotes(t *testing.T) {
	for _, file := range caseFiles(t, "quotes") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			head, text, ok := strings.Cut(string(data), "\n---\n")
			require.True(t, ok)
			a := &article.Article{ID: "case", Text: text}
			quotes := Quotes(article.ParseBody(a))
			checkQuoteLines(t, a, quotes, strings.Split(head, "\n"))
			checkQuotesHold(t, a, quotes)
		})
	}
}

func checkQuoteLines(t *testing.T, a *article.Article, quotes []Quote, lines []string) {
	for _, line := range lines {
		what, rest, _ := strings.Cut(line, " ")
		switch what {
		case "quote":
			f := fields(rest)
			require.Len(t, f, 6, line)
			q := quoteStarting(a, quotes, f[5])
			if !assert.NotNil(t, q, "no quote %s", f[5]) {
				continue
			}
			name, mention := "", ""
			if q.Speaker != nil {
				name = q.Speaker.Name
				if q.Speaker.Mention != nil {
					mention = q.Speaker.Mention.In(a.Text)
				}
			}
			assert.Equal(t, f[0], q.Kind, f[5])
			assert.Equal(t, f[1], name, f[5])
			if f[2] != "" {
				assert.Equal(t, f[2], mention, f[5])
			}
			assert.Equal(t, f[3], q.Origin.Kind, f[5])
			assert.Equal(t, f[4], q.Origin.Outlet, f[5])
		case "via":
			f := fields(rest)
			q := quoteStarting(a, quotes, f[0])
			require.NotNil(t, q, line)
			require.NotEmpty(t, q.Via, line)
			assert.Equal(t, f[1], q.Via[0].Name)
		case "uttered":
			f := fields(rest)
			q := quoteStarting(a, quotes, f[0])
			require.NotNil(t, q, line)
			assert.Equal(t, f[1], q.Uttered.Occasion, line)
			day := ""
			if q.Uttered.Earliest != nil {
				day = middleDay(article.Interval{Earliest: *q.Uttered.Earliest, Latest: *q.Uttered.Latest}).Format(time.DateOnly)
			}
			assert.Equal(t, f[2], day, line)
		case "segments":
			f := fields(rest)
			q := quoteStarting(a, quotes, f[0])
			require.NotNil(t, q, line)
			assert.Equal(t, f[1], strconv.Itoa(len(q.Segments)), line)
		case "no":
			assert.Nil(t, quoteStarting(a, quotes, rest), line)
		}
	}
}

// checkQuotesHold checks what holds for the quotes of any article.
func checkQuotesHold(t *testing.T, a *article.Article, quotes []Quote) {
	ids := map[string]bool{}
	for _, q := range quotes {
		assert.False(t, ids[q.ID], "id twice: %s", q.ID)
		ids[q.ID] = true
		require.NotEmpty(t, q.Segments)
		require.NotEmpty(t, q.Origin.Kind)
		for _, s := range q.Segments {
			require.True(t, 0 <= s.Start && s.Start < s.End && s.End <= len(a.Text))
		}
		if q.Speaker != nil && q.Speaker.Mention != nil {
			m := q.Speaker.Mention.In(a.Text)
			require.NotEmpty(t, m)
			assert.LessOrEqual(t, len(strings.Fields(m)), maxMention, m)
		}
	}
}

func TestQuotesOnHostileText(t *testing.T) {
	for _, piece := range []string{"\"a b c d,\" said ", "“", "a", "said ", "Smith ", "“a b c” , ", "(", "“a ‘b c d e’ f” he said. ", ". ", "the ", ", who said, ", "“x y z w v u”\n"} {
		a := &article.Article{ID: "h", Text: strings.Repeat(piece, 6000)}
		start := time.Now()
		quotes, _ := Read(article.ParseBody(a), nil)
		assert.Less(t, time.Since(start), 20*time.Second, "%q", piece)
		checkQuotesHold(t, a, quotes)
	}
}

func TestOwnVoice(t *testing.T) {
	text := "Rook left. “We lost forty boats that night,” he said. He wept."
	b := article.ParseBody(&article.Article{ID: "o", Text: text})
	var own []string
	for _, s := range OwnVoice(b, Quotes(b)) {
		own = append(own, s.In(text))
	}
	assert.Equal(t, []string{"Rook left. ", " he said. He wept."}, own)
}

func TestCanonicalOutlet(t *testing.T) {
	for name, want := range map[string]string{
		"the New York Times": "New York Times", "NYT": "New York Times", "Al-Jazeera": "Al Jazeera", "Fox 35": "Fox 35",
		"Kelder Courier": "Kelder Courier", "KXYZ": "KXYZ", "WABC-TV": "WABC-TV", "Ruta Olsen": "", "Tuesday": "", "WATER": "",
	} {
		got, ok := canonicalOutlet(name)
		assert.Equal(t, want, got, name)
		assert.Equal(t, want != "", ok, name)
	}
}

// TestOutletTable adds an outlet that no rule would know.
func TestOutletTable(t *testing.T) {
	b := article.ParseBody(&article.Article{ID: "o", Text: "“The mill stays shut until spring,” Ann Pell said on Brindle.\n\n“Nobody asked the weavers,” Pell told the Lantern.\n"})
	for _, q := range Quotes(b) {
		assert.Equal(t, Unknown, q.Origin.Kind, q.Text)
	}
	table := NewOutletTable([]Outlet{{Name: "Brindle", Broadcaster: true}, {Name: "Ostrell Lantern", Forms: []string{"The Lantern"}}, {}})
	quotes := QuotesWith(b, table)
	require.Len(t, quotes, 2)
	assert.Equal(t, "Brindle", quotes[0].Origin.Outlet)
	assert.Equal(t, "Ostrell Lantern", quotes[1].Origin.Outlet)
	name, ok := (*OutletTable)(nil).Canonical("the New York Times")
	assert.True(t, ok)
	assert.Equal(t, "New York Times", name)
}
