package stemma_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// findingsOf checks a text, as a file of the given name, against the samples
// without the one that it was made from, and gives the fingerprints by the code,
// the other article and the quote that a finding is about.
func findingsOf(t *testing.T, name, text, madeFrom string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "archive"), stemma.Samples()))
	require.NoError(t, os.Remove(filepath.Join(dir, "archive", madeFrom)))
	draft := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(draft), 0o777))
	require.NoError(t, os.WriteFile(draft, []byte(text), 0o666))
	ctx := context.Background()
	d, err := stemma.Open(ctx, stemma.Options{}, draft)
	require.NoError(t, err)
	a, err := stemma.Open(ctx, stemma.Options{}, filepath.Join(dir, "archive"))
	require.NoError(t, err)
	r, err := a.Check(ctx, stemma.Options{}, d)
	require.NoError(t, err)
	found := map[string]string{}
	for _, f := range r.Findings {
		if f.Other != nil {
			key := f.Code + " " + f.Other.Article
			if strings.HasPrefix(f.Code, "quote") || strings.HasPrefix(f.Code, "origin") {
				key += " " + strings.Join(strings.Fields(f.Span.In(a.Text(f.Article)+d.Text(f.Article))), " ") // of one quote
			}
			found[key] = f.Fingerprint
		}
	}
	return found
}

// head splits a sample into what stands above its text (front matter, headline,
// byline) and its paragraphs.
func head(text string) (string, []string) {
	blocks := strings.Split(strings.TrimSpace(text), "\n\n")
	n := 1
	for n < len(blocks)-1 && len(strings.Fields(blocks[n])) < 20 {
		n++
	}
	return strings.Join(blocks[:n], "\n\n"), blocks[n:]
}

func reflow(paragraph string) string {
	if strings.HasPrefix(paragraph, ">") || strings.HasPrefix(paragraph, "<") {
		return paragraph
	}
	var b strings.Builder
	column := 0
	for _, w := range strings.Fields(paragraph) {
		if column > 0 && column+len(w) > 60 {
			b.WriteByte('\n')
			column = 0
		} else if column > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		column += len(w) + 1
	}
	return b.String()
}

const addedParagraph = "The library van, which stops at the mill on alternate Thursdays, has lost its ramp to a lorry from the quarry and lends books through the window."

// Whatever happens to the file, a finding that is still there has the
// fingerprint that it had; a copy is still there.
func TestFingerprintSurvives(t *testing.T) {
	changes := map[string]func(text string) string{
		"rename": func(text string) string { return text },
		"reflow": func(text string) string {
			h, p := head(text)
			for i := range p {
				p[i] = reflow(p[i])
			}
			return h + "\n\n" + strings.Join(p, "\n\n") + "\n"
		},
		"windows line ends": func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
		"another paragraph": func(text string) string {
			h, p := head(text)
			return h + "\n\n" + p[0] + "\n\n" + addedParagraph + "\n\n" + strings.Join(p[1:], "\n\n") + "\n"
		},
		"moved paragraph": func(text string) string {
			h, p := head(text)
			if len(p) > 3 {
				p[1], p[2] = p[2], p[1]
			}
			return h + "\n\n" + strings.Join(p, "\n\n") + "\n"
		},
	}
	names, err := fs.Glob(stemma.Samples(), "*.[mt][dx]*")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	copies, same := 0, 0
	for _, name := range names {
		raw, err := fs.ReadFile(stemma.Samples(), name)
		require.NoError(t, err)
		before := findingsOf(t, name, string(raw), name)
		for what, change := range changes {
			after := findingsOf(t, filepath.Join("moved", "the same "+name), change(string(raw)), name)
			for key, print := range before {
				code, _, _ := strings.Cut(key, " ")
				if now, still := after[key]; still {
					assert.Equal(t, print, now, "%s of %s: %s", what, name, key)
					same++
				} else if code == "copy" || code == "copy-credited" {
					assert.Failf(t, "finding lost", "%s of %s: %s", what, name, key)
				}
				if code == "copy" || code == "copy-credited" {
					copies++
				}
			}
		}
	}
	assert.Greater(t, copies, 4*len(changes), "too few copies among the samples to show anything")
	assert.Greater(t, same, copies)
}

// A finding about other content has another fingerprint.
func TestFingerprintTellsApart(t *testing.T) {
	raw, err := fs.ReadFile(stemma.Samples(), "carrier-sentinel.txt")
	require.NoError(t, err)
	whole := findingsOf(t, "a.txt", string(raw), "carrier-sentinel.txt")
	require.NotEmpty(t, whole)
	h, p := head(string(raw))
	part := findingsOf(t, "a.txt", h+"\n\n"+strings.Join(p[:len(p)-2], "\n\n"), "carrier-sentinel.txt")
	for key, print := range whole {
		if strings.HasPrefix(key, "copy ") && part[key] != "" {
			assert.NotEqual(t, print, part[key], "%s: more was taken over", key)
		}
	}
	seen := map[string]string{}
	for key, print := range whole {
		assert.Empty(t, seen[print], "%s and %s", key, seen[print])
		seen[print] = key
	}
}
