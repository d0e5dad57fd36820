package stemma

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// A policy that can be read prints as one that lays down the same.
func FuzzPolicy(f *testing.F) {
	for _, s := range []string{
		"content = [\"a/*.md\", \"!b\"]\nown = \"The Post\"\nlicensed = [\"AP\"]\nfail-on = \"warning\"\n[levels]\ncopy = \"off\"\n[[outlet]]\nname = \"X\"\naliases = [\"y\"]\nzone = \"Europe/Amsterdam\"\n",
		"exclude = [\"{a,b}/**\"]\narchive = [\"../archive\"]\nstandard-excludes = false\n", "own = \"\\u202e\\U000e0041\\\"\"", "contnt = 1", "a.b.c = 1", "[[outlet]]\n", "\xff",
	} {
		f.Add(s)
	}
	file := filepath.Join(f.TempDir(), ConfigName)
	f.Fuzz(func(t *testing.T, text string) {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		p, err := ReadPolicy(file)
		if err != nil {
			require.Contains(t, err.Error(), ConfigName)
			return
		}
		printed := p.String()
		require.True(t, utf8.ValidString(printed))
		require.NoError(t, os.WriteFile(file, []byte(printed), 0o644))
		again, err := ReadPolicy(file)
		require.NoError(t, err, printed)
		require.Equal(t, printed, again.String())
		for _, path := range []string{"a.md", "content/b.md", "a/b/c.html", strings.ToValidUTF8(text, "")} {
			require.Equal(t, p.Covers(path), again.Covers(path), path)
		}
	})
}

// Every line of acceptances is read or named with its number.
func FuzzAcceptances(f *testing.F) {
	for _, s := range []string{
		"# why\n0123456789abcdef licensed by the desk until=2027-01-31\n\nFEDCBA9876543210 own copy\n", "\ufeff0123456789abcdef a\r\n", "0123456789abcdef", "x y", "0123456789abcdef until=2027-13-01 a",
	} {
		f.Add(s)
	}
	file := filepath.Join(f.TempDir(), AcceptName)
	today := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		a, err := ReadAcceptances(file, today)
		if err != nil {
			require.Regexp(t, `\.stemma-accept(:\d+)?: `, err.Error())
			return
		}
		last := 0
		for _, x := range a.Lines {
			require.Greater(t, x.Line, last)
			last = x.Line
			require.Len(t, x.Fingerprint, fingerprintDigits)
			require.NotEmpty(t, x.Reason)
			held := a.of(x.Fingerprint)
			require.True(t, held != nil || a.expired(x))
		}
		require.LessOrEqual(t, len(a.Expired()), len(a.Lines))
		require.Equal(t, len(a.Lines)-len(a.Expired()), len(a.Unused(&Result{})))
	})
}

// What a pattern of git's excludes matches, a slow twin matches too.
func FuzzGlob(f *testing.F) {
	for _, s := range [][2]string{{"*.md", "a/b.md"}, {"/content/**/x?.{md,html}", "content/a/b/x1.md"}, {"[a-c]*", "b/c"}, {"**", "a"}, {"a{", "a{"}, {"**/a/**", "a/b"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if checkGlob(pattern) != nil || len(pattern)+len(path) > 200 {
			return
		}
		g := compileGlob(pattern)
		matched := g.match(path)
		if g.suffix != "" {
			g = glob{choices: [][]string{{"**", "*" + g.suffix}}}
		}
		slow := false
		for _, names := range g.choices {
			slow = slow || matchSlowly(names, strings.Split(path, "/"))
		}
		require.Equal(t, slow, matched)
	})
}

// matchSlowly tries every way in which ** may take names.
func matchSlowly(patterns, names []string) bool {
	if len(patterns) == 0 {
		return true // all names, or the first of them
	}
	if patterns[0] == "**" {
		for k := 0; k <= len(names); k++ {
			if (k > 0 || len(patterns) > 1) && matchSlowly(patterns[1:], names[k:]) {
				return true
			}
		}
		return false
	}
	if len(names) == 0 {
		return false
	}
	ok, err := filepath.Match(patterns[0], names[0])
	return err == nil && ok && matchSlowly(patterns[1:], names[1:])
}

// Metadata of an index are refused or read to what writes the same bytes.
func FuzzMeta(f *testing.F) {
	for _, a := range readAll(f, sampleFolder(f)).articles {
		f.Add(encodeMeta(a))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		when, early := decodeWhen(raw)
		publisher, named := decodePublisher(raw)
		a, err := decodeMeta(raw, fullPath)
		_, _ = readSizes(raw)
		if err != nil {
			return
		}
		require.NoError(t, early)
		require.NoError(t, named)
		require.True(t, when.Equal(a.Published.Earliest))
		require.Equal(t, a.Publisher, publisher)
		again, err := decodeMeta(encodeMeta(a), fullPath)
		require.NoError(t, err)
		require.Equal(t, encodeMeta(a), encodeMeta(again))
	})
}

// What is hidden in any text is found inside of it, and twice the same.
func FuzzHidden(f *testing.F) {
	for _, s := range []string{"ze\u200bro wi\u200bdth ch\u200bars", "аpple сat bаll", "می\u200cخواهم 👩\u200d💻", "a\u202eb\u202c c", "ｆｕｌｌ", "a w o r d a n d", "Sm1th Tr0mp J0nes", "hElLo wOrLd tHeRe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := &article.Article{ID: "x", Text: text}
		h := findHidden(a)
		if !h.none() {
			first := h.first()
			require.True(t, 0 <= first.Start && first.Start < first.End && first.End <= len(text))
			require.NotEmpty(t, h.message(text))
		}
		for _, d := range h.disguises {
			for i, at := range d.Words {
				require.True(t, at.Start < at.End && at.End <= len(text) && (i == 0 || d.Words[i-1].End <= at.Start))
			}
		}
		require.Equal(t, h, findHidden(a))
	})
}
