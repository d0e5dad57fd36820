package benchmarks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// honestTexts are the corpora in which nobody hides anything.
var honestTexts = []string{"allsides", "polnear", "helsinki", "reuters21578", "fnc1", "ecbplus",
	"formats/html-pages", "formats/readability-pages", "formats/feeds", "formats/superdesk", "formats/newsml-g2", "formats/ninjs", "formats/wxr", "formats/warc"}

// falseAlarms counts the articles of a corpus of honest text that seem disguised,
// and those that are not in English: they hold letters beyond ASCII in every
// twentieth place and more.
type falseAlarms struct {
	corpus                 string
	articles, other, found int
}

func countFalseAlarms(t *testing.T, data corpora, corpus string) falseAlarms {
	c := falseAlarms{corpus: corpus}
	path := data.path(corpus, "articles.jsonl.gz")
	if strings.Contains(corpus, "/") {
		path = data.path(strings.Split(corpus, "/")...)
	}
	r, err := article.NewReader(article.Options{})
	require.NoError(t, err)
	require.NoError(t, r.Read(path, func(a *article.Article) error {
		c.articles++
		letters, foreign := 0, 0
		for _, r := range a.Text {
			if unicode.IsLetter(r) {
				if letters++; r > unicode.MaxASCII {
					foreign++
				}
			}
		}
		if foreign*20 > letters {
			c.other++
		}
		if seemsDisguised(a) {
			c.found++
			t.Logf("%s: %s", a.ID, disguisesIn(a))
		}
		return nil
	}, func(article.Skipped) {}))
	return c
}

// seemsDisguised reports what the finding hidden-characters is made of.
func seemsDisguised(a *article.Article) bool {
	return len(article.Disguises(a.Text, a.Skip)) > 0 || slices.ContainsFunc(a.Warnings, func(w string) bool { return strings.HasPrefix(w, article.HidesWords) })
}

// disguisesIn lists what an article is said to hide.
func disguisesIn(a *article.Article) string {
	var b strings.Builder
	for _, d := range article.Disguises(a.Text, a.Skip) {
		fmt.Fprintf(&b, "%d %s:", d.Count, d.Kind.Things(d.Count))
		for _, at := range d.Words[:min(8, len(d.Words))] {
			fmt.Fprintf(&b, " %q", at.In(a.Text))
		}
		b.WriteString("; ")
	}
	return b.String()
}

// falseAlarmTable counts the false alarms of all corpora; without -long the
// large ones are left out. At most one article in a thousand may cry.
func falseAlarmTable(t *testing.T, data corpora) string {
	var table strings.Builder
	table.WriteString("| honest texts | articles | of them not in ASCII letters | false alarms |\n|---|---|---|---|\n")
	articles, found := 0, 0
	for _, corpus := range honestTexts {
		if !*long && (corpus == "allsides" || corpus == "reuters21578") {
			continue
		}
		c := countFalseAlarms(t, data, corpus)
		fmt.Fprintf(&table, "| %s | %d | %d | %d |\n", c.corpus, c.articles, c.other, c.found)
		articles, found = articles+c.articles, found+c.found
	}
	assert.LessOrEqual(t, 1000*found, articles, "false alarms in %d articles", articles)
	fmt.Fprintf(&table, "| all | %d | | %d |\n", articles, found)
	return table.String()
}

func TestFalseAlarms(t *testing.T) {
	data := dataFolder()
	need(t, data.path("helsinki"), data.path("formats", "html-pages"))
	t.Log(falseAlarmTable(t, data))
}
