package article

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/stretchr/testify/require"
)

// dataFolder is where the evaluation data lie; the test skips without them.
func dataFolder(t testing.TB, name string) string {
	root := os.Getenv("STEMMA_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	dir := filepath.Join(root, name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no evaluation data at %s (set STEMMA_DATA)", dir)
	}
	return dir
}

// mainTextScore sums, over pages, the shares of matched, surplus and missing
// 4-word shingles, as scrapinghub/article-extraction-benchmark does.
type mainTextScore struct{ hit, surplus, missing float64 }

func (s *mainTextScore) add(truth, found string) float64 {
	a, b := wordShingles(truth), wordShingles(found)
	var hit, surplus, missing float64
	for k, n := range a {
		hit += float64(min(n, b[k]))
		missing += float64(max(0, n-b[k]))
	}
	for k, n := range b {
		surplus += float64(max(0, n-a[k]))
	}
	all := hit + surplus + missing
	if all == 0 {
		return 1
	}
	s.hit += hit / all
	s.surplus += surplus / all
	s.missing += missing / all
	return 2 * hit / (2*hit + surplus + missing)
}

func (s mainTextScore) precision() float64 { return s.hit / (s.hit + s.surplus) }
func (s mainTextScore) recall() float64    { return s.hit / (s.hit + s.missing) }
func (s mainTextScore) f1() float64 {
	return 2 * s.precision() * s.recall() / (s.precision() + s.recall())
}

func wordShingles(text string) map[string]int {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	out := map[string]int{}
	if len(words) < 4 && len(words) > 0 {
		out[strings.Join(words, " ")]++
	}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}

// TestMainTextOfRealPages holds the main text of 181 real news pages against
// what people marked as the article, beside plain readability.
func TestMainTextOfRealPages(t *testing.T) {
	dir := dataFolder(t, "formats/html-pages")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	require.NoError(t, err)
	var truth map[string]struct{ ArticleBody, URL string }
	require.NoError(t, json.Unmarshal(raw, &truth))
	files, err := filepath.Glob(filepath.Join(dir, "*.html.gz"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 181)
	var ours, plain mainTextScore
	dated, bylined, published := 0, 0, 0
	for _, f := range files {
		page := gunzip(t, f)
		want := truth[strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), "html_"), ".html.gz")]
		a, err := readHTML(page, "p", "")
		require.NoError(t, err, f)
		one := ours.add(want.ArticleBody, a.Text)
		if testing.Verbose() && one < .8 {
			t.Logf("%.2f %s (%d bytes of %d) %s", one, filepath.Base(f)[5:13], len(a.Text), len(want.ArticleBody), want.URL)
		}
		plain.add(want.ArticleBody, plainReadability(page, want.URL))
		if !a.Published.IsZero() {
			dated++
		}
		if a.Byline != "" {
			bylined++
		}
		if a.Publisher != "" {
			published++
		}
	}
	t.Logf("main text of %d pages: F1 %.3f, precision %.3f, recall %.3f (plain readability F1 %.3f, %.3f, %.3f); %d dated, %d with byline, %d with publisher",
		len(files), ours.f1(), ours.precision(), ours.recall(), plain.f1(), plain.precision(), plain.recall(), dated, bylined, published)
	require.Greater(t, ours.f1(), plain.f1()+.005)
}

func plainReadability(page []byte, address string) string {
	u, _ := url.Parse(address)
	a, err := readability.FromReader(strings.NewReader(string(page)), u)
	if err != nil || a.Node == nil {
		return ""
	}
	var b strings.Builder
	if a.RenderText(&b) != nil {
		return ""
	}
	return b.String()
}

func gunzip(t *testing.T, path string) []byte {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	data, err := io.ReadAll(z)
	require.NoError(t, err)
	return data
}
