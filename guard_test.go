package stemma_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// shelf is a content repository in memory.
type shelf struct {
	mu    sync.Mutex
	texts map[string]string // by path
	read  int
}

// newShelf holds the samples and enough invented pages for the cache to be
// written.
func newShelf(t *testing.T) *shelf {
	s := &shelf{texts: map[string]string{}}
	names, err := fs.Glob(stemma.Samples(), "*.*")
	require.NoError(t, err)
	for _, n := range names {
		if strings.HasSuffix(n, ".jsonl") {
			continue
		}
		raw, err := fs.ReadFile(stemma.Samples(), n)
		require.NoError(t, err)
		s.texts["content/"+n] = string(raw)
	}
	for i := range 120 {
		s.texts[fmt.Sprintf("content/filler/%03d.md", i)] = filler(i)
	}
	return s
}

// filler is a page of 80 words that no other page shares.
func filler(i int) string {
	var b strings.Builder
	for k := range 80 {
		sum := sha256.Sum256([]byte(fmt.Sprint(i, k)))
		for _, c := range sum[:6] {
			b.WriteByte('a' + c%26)
		}
		b.WriteByte(" .\n "[k%4])
	}
	return b.String()
}

func (s *shelf) page(path string) stemma.Page {
	sum := sha256.Sum256([]byte(s.texts[path]))
	return stemma.Page{Path: path, Sum: hex.EncodeToString(sum[:])}
}

// guard checks the named pages, all of them where none is named.
func (s *shelf) guard(cache string, drafts ...string) *stemma.Guard {
	g := &stemma.Guard{Cache: cache, Load: func(p stemma.Page) ([]byte, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.read++
		return []byte(s.texts[p.Path]), nil
	}}
	var paths []string
	for p := range s.texts {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		g.Pages = append(g.Pages, s.page(p))
		if len(drafts) == 0 || slices.Contains(drafts, p) {
			g.Drafts = append(g.Drafts, s.page(p))
		}
	}
	return g
}

// verdicts are the findings as lines. The levels and places are part of them.
func verdicts(t *testing.T, r *stemma.Result, err error) []string {
	t.Helper()
	require.NoError(t, err)
	out := []string{}
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintln(f.Article, f.Span, f.Level, f.Code, f.Other, f.Message, f.Fingerprint))
	}
	return out
}

// The guard finds what a check of the same files finds, with a cache and
// without, in one run and file by file.
func TestGuardAgreesWithCheck(t *testing.T) {
	ctx := context.Background()
	s := newShelf(t)
	dir := t.TempDir()
	for p, text := range s.texts {
		file := filepath.Join(dir, p)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
	}
	a, err := stemma.Open(ctx, stemma.Options{}, dir)
	require.NoError(t, err)
	r, err := a.Check(ctx, stemma.Options{}, a)
	want := verdicts(t, r, err)
	require.Greater(t, len(want), 5)

	cache := t.TempDir()
	r, err = s.guard("").Check(ctx, stemma.Options{})
	assert.Equal(t, want, verdicts(t, r, err), "without a cache")
	r, err = s.guard(cache).Check(ctx, stemma.Options{})
	assert.Equal(t, want, verdicts(t, r, err), "building the cache")
	var single []string
	for _, d := range s.guard("").Drafts {
		if strings.Contains(d.Path, "filler") {
			continue
		}
		r, err = s.guard(cache, d.Path).Check(ctx, stemma.Options{})
		single = append(single, verdicts(t, r, err)...)
	}
	assert.Equal(t, want, single, "file by file")
}

// A later run reads what changed and the candidates, not everything.
func TestGuardReadsLittle(t *testing.T) {
	ctx := context.Background()
	s, cache := newShelf(t), t.TempDir()
	_, err := s.guard(cache, "content/bees-feature.txt").Check(ctx, stemma.Options{})
	require.NoError(t, err)
	assert.GreaterOrEqual(t, s.read, len(s.texts))
	s.read = 0
	_, err = s.guard(cache, "content/bees-feature.txt").Check(ctx, stemma.Options{})
	require.NoError(t, err)
	assert.Less(t, s.read, 20)

	// Under another name the content is known already.
	s.texts["content/renamed.md"] = s.texts["content/filler/007.md"]
	delete(s.texts, "content/filler/007.md")
	s.read = 0
	_, err = s.guard(cache, "content/renamed.md").Check(ctx, stemma.Options{})
	require.NoError(t, err)
	assert.Less(t, s.read, 20)
}

// A damaged cache is made anew, one that cannot be written is done without;
// the answer stays the same.
func TestGuardWithoutItsCache(t *testing.T) {
	ctx := context.Background()
	s, cache := newShelf(t), t.TempDir()
	r, err := s.guard(cache, "content/carrier-sentinel.txt").Check(ctx, stemma.Options{})
	want := verdicts(t, r, err)
	require.NotEmpty(t, want)
	var files []string
	require.NoError(t, filepath.WalkDir(cache, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	}))
	require.GreaterOrEqual(t, len(files), 3)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, damaged := range [][]byte{nil, raw[:len(raw)/2], append([]byte("x"), raw...)} {
			require.NoError(t, os.WriteFile(f, damaged, 0o666))
			r, err := s.guard(cache, "content/carrier-sentinel.txt").Check(ctx, stemma.Options{})
			assert.Equal(t, want, verdicts(t, r, err), "%s of %d bytes", filepath.Base(f), len(damaged))
			require.NoError(t, os.WriteFile(f, raw, 0o666))
		}
	}
	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o666))
	r, err = s.guard(blocked, "content/carrier-sentinel.txt").Check(ctx, stemma.Options{})
	assert.Equal(t, want, verdicts(t, r, err), "no folder")
}

// Two hooks at once, on an empty cache.
func TestGuardsAtOnce(t *testing.T) {
	ctx := context.Background()
	s, cache := newShelf(t), t.TempDir()
	r, err := s.guard("", "content/carrier-sentinel.txt").Check(ctx, stemma.Options{})
	want := verdicts(t, r, err)
	var wait sync.WaitGroup
	got := make([][]string, 4)
	for i := range got {
		wait.Go(func() {
			r, err := s.guard(cache, "content/carrier-sentinel.txt").Check(ctx, stemma.Options{})
			if assert.NoError(t, err) {
				got[i] = verdicts(t, r, err)
			}
		})
	}
	wait.Wait()
	for _, g := range got {
		assert.Equal(t, want, g)
	}
}

// Stubs are no articles, on either side.
func TestGuardPassesOverStubs(t *testing.T) {
	s := &shelf{texts: map[string]string{"a.md": "Bees in the clock, says Odile Varga.", "b.md": "Bees in the clock, says Odile Varga.", "c.md": ""}}
	r, err := s.guard("").Check(context.Background(), stemma.Options{})
	assert.Empty(t, verdicts(t, r, err))
	assert.Empty(t, r.Drafts)
}

// The pages of a repository name no outlet, being all of one: what stands under
// many of them is furniture, with the cache and without. Two that share as much
// are a partial copy.
func TestGuardLeavesStandingTextOut(t *testing.T) {
	const form = "\n\nThe tides on this page are reckoned by the pilots of Marrow Quay from the gauge at the old ferry landing, which was set eleven centimetres too low by a surveyor in 1962 and has never been moved since. " +
		"Whoever means to cross on foot should add a quarter of an hour after rain, and ask at the harbour master's window when the flag over the net lofts is yellow.\n"
	for _, pages := range []int{2, 6} {
		s := newShelf(t)
		for i := range pages {
			s.texts[fmt.Sprintf("content/form/%d.md", i)] = filler(1000+i) + form
		}
		for _, cache := range []string{"", t.TempDir()} {
			r, err := s.guard(cache, "content/form/0.md").Check(context.Background(), stemma.Options{})
			require.NoError(t, err)
			assert.Equal(t, pages == 2, len(r.Findings) > 0, "%d pages with the form: %v", pages, r.Findings)
		}
	}
}
