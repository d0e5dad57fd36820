package stemma

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stemma-news/stemma/article"
)

// sampleFolder writes the sample articles into a folder.
func sampleFolder(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "samples")
	require.NoError(t, os.CopyFS(dir, Samples()))
	return dir
}

// readAll opens a path in memory.
func readAll(t testing.TB, paths ...string) *Archive {
	t.Helper()
	a, err := Open(context.Background(), Options{}, paths...)
	require.NoError(t, err)
	t.Cleanup(func() { a.Close() })
	return a
}

func TestMetaHoldsEverythingOfAnArticle(t *testing.T) {
	a, err := Open(context.Background(), Options{Reading: article.Options{Extra: true}}, sampleFolder(t))
	require.NoError(t, err)
	extra := 0
	for _, x := range a.articles {
		extra += len(x.Extra)
		back, err := decodeMeta(encodeMeta(x), fullPath)
		require.NoError(t, err, x.ID)
		back.ID, back.Text, back.Record = x.ID, x.Text, x.Record               // a segment has the ids and texts; the place in a file is for errors
		assert.Equal(t, fmt.Sprintf("%+v", x), fmt.Sprintf("%+v", back), x.ID) // an empty list is no list
	}
	require.NotZero(t, extra)
}

func TestMetaOfAnyArticle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.String()
		instant := rapid.Custom(func(t *rapid.T) time.Time {
			if rapid.Bool().Draw(t, "unknown") {
				return time.Time{}
			}
			at := time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).UTC()
			if east := rapid.IntRange(-50_000, 50_000).Draw(t, "east"); east != 0 {
				at = at.In(time.FixedZone("", east))
			}
			return at
		})
		interval := rapid.Custom(func(t *rapid.T) article.Interval {
			return article.Interval{Earliest: instant.Draw(t, "a"), Latest: instant.Draw(t, "b"), From: word.Draw(t, "from"), Written: word.Draw(t, "written"), Zoned: rapid.Bool().Draw(t, "zoned")}
		})
		x := &article.Article{
			Title: word.Draw(t, "title"), TextFrom: "record", Publisher: word.Draw(t, "publisher"), Byline: word.Draw(t, "byline"),
			URL: word.Draw(t, "url"), Language: word.Draw(t, "language"), Section: word.Draw(t, "section"), SoftBreaks: rapid.Bool().Draw(t, "soft"),
			Published: interval.Draw(t, "published"), Updated: interval.Draw(t, "updated"), FirstSeen: interval.Draw(t, "seen"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			x.Declared = append(x.Declared, article.Declared{Kind: word.Draw(t, "kind"), Value: word.Draw(t, "value")})
			x.Warnings = append(x.Warnings, word.Draw(t, "warning"))
			if x.Extra == nil {
				x.Extra = article.Extra{}
			}
			x.Extra[word.Draw(t, "name")] = word.Draw(t, "value")
			start := rapid.IntRange(0, 1<<20).Draw(t, "start")
			span := article.Span{Start: start, End: start + rapid.IntRange(0, 99).Draw(t, "length")}
			x.Skip = append(x.Skip, span)
			x.Blocks = append(x.Blocks, article.Block{Kind: article.BlockKind(rapid.Uint8().Draw(t, "kind")), Span: span})
		}
		raw := encodeMeta(x)
		when, err := decodeWhen(raw)
		require.NoError(t, err)
		require.True(t, when.Equal(x.Published.Earliest))
		publisher, err := decodePublisher(raw)
		require.NoError(t, err)
		require.Equal(t, x.Publisher, publisher)
		back, err := decodeMeta(raw, fullPath)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprintf("%+v", x) != fmt.Sprintf("%+v", back) {
			t.Fatalf("%+v\n%+v", x, back)
		}
		// Cut short it is refused, whatever the place.
		for n := range raw {
			if _, err := decodeMeta(raw[:n], fullPath); err == nil {
				t.Fatalf("%d of %d bytes were taken for all", n, len(raw))
			}
		}
	})
}

func TestMetaTakesAnyBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := append([]byte{metaVersion}, rapid.SliceOf(rapid.Byte()).Draw(t, "raw")...)
		_, _ = decodeMeta(raw, fullPath)
		_, _ = readSizes(raw)
	})
}

func TestSumChangesWithEverythingButTheSpellingOfThePath(t *testing.T) {
	here, err := filepath.Abs("store.go")
	require.NoError(t, err)
	x := article.Article{ID: "a", Path: "store.go", Text: "One.", Publisher: "The Post"}
	same := x
	same.Path = here
	same.Extra = article.Extra{"views": "17"}
	assert.Equal(t, sumOf(&x), sumOf(&same))
	for name, change := range map[string]func(*article.Article){
		"text":      func(a *article.Article) { a.Text = "Two." },
		"publisher": func(a *article.Article) { a.Publisher = "The Mail" },
		"date":      func(a *article.Article) { a.Published.Earliest = time.Unix(1, 0) },
		"path":      func(a *article.Article) { a.Path = "other.go" },
		"mark-up":   func(a *article.Article) { a.Skip = []article.Span{{Start: 1, End: 2}} },
	} {
		other := x
		change(&other)
		assert.NotEqual(t, sumOf(&x), sumOf(&other), name)
	}
}

// An index on disk holds what these rules made. Whoever changes a key must raise
// the version of its rule in store.go, and then this sum.
func TestKeysAreFrozen(t *testing.T) {
	h := sha256.New()
	a := readAll(t, sampleFolder(t))
	for _, x := range a.articles {
		x.Path = "" // its key is the absolute path
		for _, scale := range []int{1, 8} {
			k := newArticleKeys(article.ParseBody(x), scale)
			keys := distinct(k.stored(x, scale))
			require.NoError(t, binary.Write(h, binary.BigEndian, keys))
		}
	}
	assert.Equal(t, frozenRules, rules())
	assert.Equal(t, frozenKeys, hex.EncodeToString(h.Sum(nil)[:8]), "keys changed: raise the version of their rule")
}

const (
	frozenRules = "stemma-keys normaliser=4/15.0.0 shingle=5/1 anchors=1 quotes=1 sentences=1"
	frozenKeys  = "97a5efe78c84c748"
)

func TestParamsReadBack(t *testing.T) {
	for _, p := range []storeParams{{1, true}, {8, true}, {1000, false}} {
		back, err := readParams("x", p.bytes())
		require.NoError(t, err)
		assert.Equal(t, p, back)
	}
	var wrong *ParamsError
	for _, raw := range []string{"", "stemma-keys", rules(), rules() + " scale=0 text=stored", rules() + " scale=1 text=some", rules() + " scale=1 text=stored more"} {
		_, err := readParams("x", []byte(raw))
		require.ErrorAs(t, err, &wrong, raw)
	}
}

func TestKeyFamiliesAreApart(t *testing.T) {
	seen := map[uint64]keyFamily{}
	for _, f := range []keyFamily{0, briefKeys, anchorKeys, quoteKeys, sentenceKeys, pathKeys, textKeys} {
		for h := range uint64(1000) {
			key := h
			if f != 0 {
				key = f.key(h)
			}
			_, taken := seen[key]
			require.False(t, taken)
			seen[key] = f
		}
	}
}

func TestQuoteKeysOfWordings(t *testing.T) {
	keys := func(text string) []uint64 {
		return newArticleKeys(article.ParseBody(&article.Article{Text: text}), 1).quotes
	}
	shared := func(a, b string) int {
		n := 0
		for _, k := range keys(a) {
			if _, found := slices.BinarySearch(keys(b), k); found {
				n++
			}
		}
		return n
	}
	long := `The mayor said, "We shall rebuild every one of the nine bridges before the winter comes."`
	assert.GreaterOrEqual(t, shared(long, `"We shall rebuild the nine bridges before the winter comes," she said.`), sayingRuns)
	assert.GreaterOrEqual(t, shared(`He called it "a very small sorry".`, `It was "a very small sorry", he said.`), sayingRuns)
	assert.Zero(t, shared(long, `We shall rebuild every one of the nine bridges before the winter comes.`), "no marks, no quote")
	assert.Zero(t, shared(long, `"Nobody asked us," the ferryman said.`))
}

// The records of an index are mostly of one file: its path is made absolute once,
// since that asks the system for the working directory.
func TestStoredPathsAreMadeAbsoluteOnce(t *testing.T) {
	s := &stored{}
	for _, path := range []string{"wire.jsonl", "wire.jsonl", "", "-", "in/a.txt", "/in/a.txt", "wire.jsonl"} {
		assert.Equal(t, fullPath(path), s.fullPath(path), path)
	}
	assert.Zero(t, testing.AllocsPerRun(100, func() { s.fullPath("wire.jsonl") }))
}
