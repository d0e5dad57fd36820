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

func overlapsOf(t *testing.T, o stemma.Options, paths ...string) *stemma.Overlaps {
	t.Helper()
	r, err := stemma.FindOverlaps(context.Background(), o, paths...)
	require.NoError(t, err)
	return r
}

// shares are the numbers of the pairs that reach a containment.
func shares(pairs []stemma.Pair, least float64) map[[2]string][3]float64 {
	out := map[[2]string][3]float64{}
	for _, p := range pairs {
		if max(p.AInB, p.BInA) >= least {
			out[[2]string{p.A, p.B}] = [3]float64{p.Jaccard, p.AInB, p.BInA}
		}
	}
	return out
}

func overlapShares(r *stemma.Overlaps) map[[2]string][3]float64 {
	out := map[[2]string][3]float64{}
	for _, p := range r.Pairs {
		out[[2]string{p.A, p.B}] = [3]float64{p.Jaccard, p.AInB, p.BInA}
	}
	return out
}

// The short way must list what the long one does, with the same numbers.
func TestOverlapsAgreeWithScan(t *testing.T) {
	paths := map[string]string{"samples": sampleFolder(t), "made": madeRecords(t, 60)}
	for _, corpus := range []string{"helsinki"} {
		file := filepath.Join("..", "shared", "data", corpus, "articles.jsonl.gz")
		if root := os.Getenv("STEMMA_DATA"); root != "" {
			file = filepath.Join(root, corpus, "articles.jsonl.gz")
		}
		if _, err := os.Stat(file); err != nil || testing.Short() {
			t.Logf("SKIPPED: %s is not there: set STEMMA_DATA", file)
			continue
		}
		paths[corpus] = file
	}
	for name, path := range paths {
		t.Run(name, func(t *testing.T) {
			o := stemma.Options{PairsOnly: true, Min: .2}
			r, err := open(t, o, path).Scan(context.Background(), o)
			require.NoError(t, err)
			got := overlapsOf(t, o, path)
			assert.NotEmpty(t, got.Pairs)
			assert.Equal(t, len(r.Articles), got.Read)
			assert.Equal(t, r.Skipped, got.Skipped)
			assert.Equal(t, shares(r.Pairs, o.Min), overlapShares(got))
		})
	}
}

// madeRecords writes records that quote each other, with what real dumps have:
// headers, escapes, other names for the fields, broken and empty records.
func madeRecords(t *testing.T, n int) string {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	sentence := func() string {
		words := make([]string, 8+r.IntN(9))
		for i := range words {
			words[i] = fmt.Sprintf("w%d", r.IntN(4000))
		}
		return strings.Join(words, " ") + ". "
	}
	var out bytes.Buffer
	var earlier []string
	for i := range n {
		text := ""
		if i%3 == 0 {
			text = "Published: 4 May 2019\n\n“Harbour” \\ Zürich’s\t"
		}
		for range 4 + r.IntN(9) {
			s := sentence()
			if len(earlier) > 0 && r.IntN(3) == 0 {
				s = earlier[r.IntN(len(earlier))]
			}
			earlier = append(earlier, s)
			text += s
		}
		name := []string{"text", "maintext", "body"}[i%3]
		line, err := json.Marshal(map[string]any{"id": fmt.Sprintf("m-%03d", n-i), "title": "T", name: text})
		require.NoError(t, err)
		out.Write(append(line, '\n'))
	}
	out.WriteString("{\"id\":\"bare\",\"title\":\"no text\"}\n{\"broken\n\n{}\n")
	file := filepath.Join(t.TempDir(), "made.jsonl")
	require.NoError(t, os.WriteFile(file, out.Bytes(), 0o644))
	return file
}

func TestOverlapsSameBytes(t *testing.T) {
	folder := sampleFolder(t)
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	files = append(files, madeRecords(t, 300))
	want := overlapsOf(t, stemma.Options{Jobs: 1, Min: .1}, files...)
	require.NotEmpty(t, want.Pairs)
	for seed := range uint64(4) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		assert.Equal(t, want, overlapsOf(t, stemma.Options{Jobs: 7, Min: .1}, files...), "order %d", seed)
	}
	data, err := os.ReadFile(files[len(files)-1])
	require.NoError(t, err)
	one := overlapsOf(t, stemma.Options{}, files[len(files)-1])
	o := stemma.Options{}
	o.Reading.Stdin = bytes.NewReader(data)
	assert.Equal(t, one.Pairs, overlapsOf(t, o, "-").Pairs, "standard input is read again too")
}

// An index gives what the file gives that it was made from.
func TestOverlapsOfAnIndex(t *testing.T) {
	file, dir := madeRecords(t, 80), filepath.Join(t.TempDir(), "made.stemma")
	_, err := stemma.AddToIndex(context.Background(), dir, stemma.IndexOptions{}, file)
	require.NoError(t, err)
	want := overlapsOf(t, stemma.Options{}, file)
	assert.Equal(t, want.Pairs, overlapsOf(t, stemma.Options{}, dir).Pairs)
}

// Of many copies each is listed with the first, of a few every pair.
func TestOverlapsOfCopies(t *testing.T) {
	text := strings.Repeat("The lock at Veldmoor stays shut until the new gates are in, the water board said. ", 9)
	write := func(n int) string {
		var out bytes.Buffer
		for i := range n {
			fmt.Fprintf(&out, "{\"id\":\"c-%04d\",\"text\":%q}\n", i, text)
		}
		file := filepath.Join(t.TempDir(), "copies.jsonl")
		require.NoError(t, os.WriteFile(file, out.Bytes(), 0o644))
		return file
	}
	few := overlapsOf(t, stemma.Options{}, write(50))
	assert.Len(t, few.Pairs, 50*49/2)
	assert.Empty(t, few.Families)
	many := overlapsOf(t, stemma.Options{}, write(3000))
	assert.Len(t, many.Pairs, 2999)
	require.Len(t, many.Families, 1)
	assert.Len(t, many.Families[0].Articles, 3000)
	assert.False(t, many.Families[0].Complete)
	for _, p := range many.Pairs {
		require.Equal(t, "c-0000", p.A)
		require.Equal(t, 1., p.Jaccard)
	}
}

func TestOverlapsRefuseTwoOfOneID(t *testing.T) {
	_, err := stemma.FindOverlaps(context.Background(), stemma.Options{}, madeRecords(t, 3), madeRecords(t, 3))
	require.ErrorContains(t, err, "two articles have the id")
}

func TestOverlapsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := stemma.FindOverlaps(ctx, stemma.Options{}, madeRecords(t, 200))
	require.ErrorIs(t, err, context.Canceled)
}

// A file of a folder that changes between its two readings is skipped, also
// where it is gone by then; one that was named is an error.
func TestOverlapsSkipWhatChanges(t *testing.T) {
	story := func(name string) string {
		var s strings.Builder
		for i := range 12 {
			fmt.Fprintf(&s, "On day %d the council of %s heard %d speakers about the quay of %s. ", i, name, 7*i, name)
		}
		return s.String()
	}
	for name, change := range map[string]func(file string) error{
		"rewritten": func(file string) error { return os.WriteFile(file, []byte(story("Nordhaven")), 0o644) },
		"removed":   os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{
				"a.txt": story("Veldmoor"), "b.txt": story("Veldmoor") + "One more line for all who came late to it.",
				"c.txt": story("Ostmark"), "d.txt": story("Ostmark") + "The mayor said no to it in the end.",
			} {
				require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644))
			}
			asked, o := map[string]int{}, stemma.Options{Min: .6}
			o.Reading.PassOver = func(path, _ string) bool {
				if asked[path]++; asked[path] == 2 && filepath.Base(path) == "b.txt" {
					require.NoError(t, change(path))
				}
				return false
			}
			r := overlapsOf(t, o, dir)
			require.Len(t, r.Pairs, 1)
			assert.Equal(t, [2]string{"c.txt", "d.txt"}, [2]string{r.Pairs[0].A, r.Pairs[0].B})
			assert.Equal(t, 3, r.Read)
			require.Len(t, r.Skipped, 1)
			assert.Equal(t, filepath.Join(dir, "b.txt"), r.Skipped[0].Path)
			assert.Contains(t, r.Skipped[0].Reason, "changed")

			require.NoError(t, os.WriteFile(filepath.Join(dir, "b.txt"), []byte(story("Veldmoor")+"It rained."), 0o644))
			clear(asked)
			_, err := stemma.FindOverlaps(context.Background(), o, filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.txt"))
			require.ErrorContains(t, err, "b.txt")
		})
	}
}
