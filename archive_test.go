package stemma_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// sampleFolder writes the sample articles into a fresh folder.
func sampleFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, stemma.Samples()))
	return folder
}

func open(t *testing.T, o stemma.Options, paths ...string) *stemma.Archive {
	t.Helper()
	a, err := stemma.Open(context.Background(), o, paths...)
	require.NoError(t, err)
	return a
}

func asJSON(t *testing.T, r *stemma.Result) string {
	t.Helper()
	out, err := json.MarshalIndent(r, "", " ")
	require.NoError(t, err)
	return string(out)
}

func TestSameInputSameBytes(t *testing.T) {
	folder := sampleFolder(t)
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	scan := func(jobs int, paths ...string) string {
		o := stemma.Options{Jobs: jobs}
		r, err := open(t, o, paths...).Scan(context.Background(), o)
		require.NoError(t, err)
		return asJSON(t, r)
	}
	want := scan(1, files...)
	for seed := range uint64(4) {
		shuffled := append([]string{}, files...)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		assert.Equal(t, want, scan(7, shuffled...), "order %d", seed)
	}
}

// What two articles are to each other does not depend on the command that
// asks, nor on what else it was given.
func TestCommandsAgree(t *testing.T) {
	folder := sampleFolder(t)
	ctx := context.Background()
	a := open(t, stemma.Options{}, folder)
	scan, err := a.Scan(ctx, stemma.Options{})
	require.NoError(t, err)
	require.NotEmpty(t, scan.Pairs)
	for _, p := range scan.Pairs {
		one, err := a.Compare(ctx, stemma.Options{}, [][2]string{{p.B, p.A}})
		require.NoError(t, err)
		require.Len(t, one.Pairs, 1)
		got := one.Pairs[0]
		assert.Equal(t, [4]string{p.A, p.B, p.Relation, p.Confidence}, [4]string{got.A, got.B, got.Relation, got.Confidence})
		assert.Equal(t, p.Jaccard, got.Jaccard)
		assert.Equal(t, p.Direction, got.Direction, "%s %s", p.A, p.B)
	}
}

// Every number that is listed can be computed again from the texts: here the
// shares of shingles, by the plainest program that does it.
func TestNumbersRecompute(t *testing.T) {
	folder := sampleFolder(t)
	a := open(t, stemma.Options{}, folder)
	r, err := a.Scan(context.Background(), stemma.Options{})
	require.NoError(t, err)
	for _, p := range r.Pairs {
		x, y := plainShingles(a.Text(p.A)), plainShingles(a.Text(p.B))
		both := 0
		for s := range x {
			if y[s] {
				both++
			}
		}
		// The plain words differ a little from tokens: initials, numbers,
		// mark-up that tokens skip.
		assert.InDelta(t, float64(both)/float64(len(x)), p.AInB, .08, "%s %s", p.A, p.B)
	}
}

func plainShingles(text string) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(strings.NewReplacer("’", "", "'", "").Replace(text)), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 0x7F && r != '“' && r != '”' && r != '—' && r != '–' && r != '…' && r != ' ' && r != '‘')
	})
	out := map[string]bool{}
	for i := 0; i+5 <= len(words); i++ {
		out[strings.Join(words[i:i+5], " ")] = true
	}
	return out
}

// Spans lie inside their texts, on borders of runes, and quotes say what
// stands there.
func TestSpansAreValid(t *testing.T) {
	a := open(t, stemma.Options{}, sampleFolder(t))
	r, err := a.Scan(context.Background(), stemma.Options{All: true})
	require.NoError(t, err)
	check := func(id string, s stemma.Span) {
		text := a.Text(id)
		require.True(t, 0 <= s.Start && s.Start <= s.End && s.End <= len(text), "%s %v", id, s)
		for _, at := range []int{s.Start, s.End} {
			require.True(t, at == len(text) || text[at]&0xC0 != 0x80, "%s: %d is inside a rune", id, at)
		}
	}
	for _, x := range r.Articles {
		for _, s := range x.Furniture {
			check(x.ID, s)
		}
	}
	for _, p := range r.Pairs {
		for _, x := range p.Passages {
			check(p.A, x.A)
			check(p.B, x.B)
			for _, part := range x.Parts {
				check(p.A, part.A)
				check(p.B, part.B)
				assert.True(t, x.A.Contains(part.A) && x.B.Contains(part.B), "a part lies outside its passage: %s %s %v %v", p.A, p.B, x, part)
			}
		}
	}
	for _, q := range r.Quotes {
		for _, s := range q.Segments {
			check(q.Article, s)
		}
	}
	for _, f := range r.Findings {
		check(f.Article, f.Span)
	}
}

func TestOpenErrors(t *testing.T) {
	ctx := context.Background()
	_, err := stemma.Open(ctx, stemma.Options{}, filepath.Join(t.TempDir(), "missing"))
	assert.ErrorContains(t, err, "missing")

	two := t.TempDir()
	for _, d := range []string{"a", "b"} {
		require.NoError(t, os.MkdirAll(filepath.Join(two, d), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(two, d, "x.txt"), []byte("The board met on Monday and said so."), 0o644))
	}
	_, err = stemma.Open(ctx, stemma.Options{}, filepath.Join(two, "a"), filepath.Join(two, "b"))
	assert.ErrorContains(t, err, filepath.Join(two, "a", "x.txt"))
	assert.ErrorContains(t, err, filepath.Join(two, "b", "x.txt"))

	stopped, stop := context.WithCancel(ctx)
	stop()
	_, err = stemma.Open(stopped, stemma.Options{}, two)
	assert.ErrorIs(t, err, context.Canceled)
}

// A folder of many files, some of them no articles, is read to the end.
func TestFolderOfTenThousandFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: writes ten thousand files")
	}
	folder := t.TempDir()
	words := rand.New(rand.NewPCG(7, 7))
	for i := range 10000 {
		var text strings.Builder
		for range 40 {
			fmt.Fprintf(&text, "w%x ", words.IntN(1<<20))
		}
		name := filepath.Join(folder, fmt.Sprintf("f%05d.txt", i))
		require.NoError(t, os.WriteFile(name, []byte(text.String()), 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "empty.txt"), nil, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "binary.txt"), []byte{0, 1, 2, 0xff, 0, 0, 3}, 0o644))
	o := stemma.Options{PairsOnly: true}
	r, err := open(t, o, folder).Scan(context.Background(), o)
	require.NoError(t, err)
	assert.Len(t, r.Articles, 10000)
	assert.Len(t, r.Skipped, 2)
}

// A thousand copies of one release are one incomplete family, not half a
// million pairs.
func TestManyCopiesAreOneFamily(t *testing.T) {
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	body := "The Harrow Valley water board said on Tuesday that 1,140 homes in Upper Stenning would have no mains supply until Friday. " +
		"Engineers found the break under the Coldbrook road shortly after six in the morning, and a second one before noon. " +
		"Tankers will stand at the school and at the cattle market, the board said, and bottled water goes to those who cannot leave their homes."
	for i := range 1000 {
		require.NoError(t, e.Encode(map[string]string{"id": fmt.Sprint("c", i), "text": body, "publisher": fmt.Sprint("Outlet ", i)}))
	}
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "copies.jsonl"), lines.Bytes(), 0o644))
	r, err := open(t, stemma.Options{}, folder).Scan(context.Background(), stemma.Options{})
	require.NoError(t, err)
	require.Len(t, r.Families, 1)
	assert.False(t, r.Families[0].Complete)
	assert.Len(t, r.Families[0].Articles, 1000)
	assert.Less(t, len(r.Pairs), 2000)
}

// What is too common to find pairs by is said, with a place where it stands.
func TestCommonWordingIsNamed(t *testing.T) {
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	words := rand.New(rand.NewPCG(11, 11))
	const footer = "Write to the night desk of the Harrow Valley Courier about anything that you saw."
	for i := range 600 {
		var text strings.Builder
		for range 150 {
			fmt.Fprintf(&text, "w%x ", words.IntN(1<<20))
		}
		require.NoError(t, e.Encode(map[string]string{"id": fmt.Sprint("h", i), "text": text.String() + ". " + footer}))
	}
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "h.jsonl"), lines.Bytes(), 0o644))
	a := open(t, stemma.Options{}, folder)
	r, err := a.Scan(context.Background(), stemma.Options{})
	require.NoError(t, err)
	named := 0
	for _, f := range r.Findings {
		if f.Code == "input" {
			named++
			assert.Contains(t, f.Message, "600 articles share these words")
			assert.Contains(t, footer, f.Span.In(a.Text(f.Article)))
		}
	}
	assert.Positive(t, named)
}
