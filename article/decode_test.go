package article

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDecodeText(t *testing.T) {
	cases := []struct {
		name, in, declared string
		text, from         string
		skip               []Span
		warning            string
	}{
		{name: "utf-8", in: "Crème – brûlée", text: "Crème – brûlée", from: "file"},
		{name: "byte order mark", in: "\xef\xbb\xbfDocks", text: "\xef\xbb\xbfDocks", from: "file", skip: []Span{{0, 3}}},
		{name: "utf-16le", in: "\xff\xfeD\x00o\x00\xac\x20\x3d\xd8\x00\xde", text: "Do€😀", from: "decoded"},
		{name: "utf-16be", in: "\xfe\xff\x00D\x00o\x20\xac", text: "Do€", from: "decoded"},
		{name: "utf-16 without mark", in: "D\x00o\x00c\x00k\x00s\x00 \x00c\x00l\x00o\x00s\x00e\x00d\x00", text: "Docks closed", from: "decoded"},
		{name: "utf-16 damaged", in: "\xff\xfeD\x00\x00\xd8o\x00k", text: "D\ufffdo", from: "decoded", warning: "damaged UTF-16: 2 half characters"},
		{name: "utf-32", in: "\xff\xfe\x00\x00D\x00\x00\x00\xac\x20\x00\x00", text: "D€", from: "decoded"},
		{name: "windows-1252", in: "caf\xe9 \x93yes\x94 said \x80 five", text: "café “yes” said € five", from: "decoded", warning: "not UTF-8, read as Windows-1252"},
		{name: "latin-1 declared", in: "caf\xe9", declared: "iso-8859-1", text: "café", from: "decoded"},
		{name: "latin-2 declared", in: "\xb9koda", declared: "iso-8859-2", text: "škoda", from: "decoded"},
		{name: "declared wrongly", in: "café", declared: "iso-8859-1", text: "café", from: "file"},
		{name: "unknown name", in: "caf\xe9 au lait", declared: "klingon", text: "café au lait", from: "decoded", warning: `declared encoding "klingon" is not known`},
		{name: "damaged utf-8", in: "Zażółć gęślą jaźń, był\xff tu", text: "Zażółć gęślą jaźń, był\xff tu", from: "file"},
	}
	for _, c := range cases {
		d, err := decodeText([]byte(c.in), c.declared)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.text, d.text, c.name)
		assert.Equal(t, c.from, d.from, c.name)
		assert.Equal(t, c.skip, d.skip, c.name)
		if c.warning != "" {
			assert.Contains(t, d.warnings, c.warning, c.name)
		} else {
			assert.Empty(t, d.warnings, c.name)
		}
	}
}

func TestDecodeTextRefusesBinary(t *testing.T) {
	for in, what := range map[string]string{
		"%PDF-1.7 text text":                           "PDF",
		"PK\x03\x04rest":                               "ZIP",
		"\x89PNG\r\n":                                  "PNG",
		strings.Repeat("ab\x00\x01", 100):              "binary data",
		"\x01\x02\x03\x04\x05\x06" + "abcdefg":         "binary data",
		"SQLite format 3\x00" + strings.Repeat("a", 9): "SQLite",
	} {
		_, err := decodeText([]byte(in), "")
		require.ErrorIs(t, err, ErrBinary, in)
		assert.ErrorContains(t, err, what)
	}
}

func TestInvalidBytesAreKeptOutOfWords(t *testing.T) {
	a := &Article{Text: "żółć \xff\xfeword\xff tail", Skip: []Span{{0, 2}}}
	a.checkText()
	assert.Equal(t, []Span{{0, 2}, {9, 11}, {15, 16}}, a.Skip)
	assert.Equal(t, []string{"3 bytes are not UTF-8, the first at byte 9; they are left out of words"}, a.Warnings)
}

// checkArticle is the oracle of every reader: spans lie inside the text, are
// sorted and disjoint, and cut no character in two.
func checkArticle(t require.TestingT, a *Article) {
	require.NotEmpty(t, a.TextFrom)
	last := 0
	for _, s := range a.Skip {
		require.GreaterOrEqual(t, s.Start, last, "skipped spans overlap")
		require.Less(t, s.Start, s.End)
		require.LessOrEqual(t, s.End, len(a.Text))
		last = s.End
	}
	last = 0
	for _, b := range a.Blocks {
		require.GreaterOrEqual(t, b.Start, last, "blocks are not sorted")
		require.Less(t, b.Start, b.End)
		require.LessOrEqual(t, b.End, len(a.Text))
		require.NotZero(t, b.Kind)
		last = b.Start
	}
	if utf8.ValidString(a.Text) {
		for _, s := range a.Skip {
			require.True(t, utf8.ValidString(a.Text[s.Start:s.End]), "a span cuts a character: %q", a.Text[s.Start:s.End])
		}
		for _, b := range a.Blocks {
			require.True(t, utf8.ValidString(b.In(a.Text)))
		}
	}
	for _, iv := range []Interval{a.Published, a.Updated, a.FirstSeen} {
		require.False(t, iv.Latest.Before(iv.Earliest))
		require.Equal(t, iv.IsZero(), iv.From == "")
	}
	Tokens(a.Text, a.Skip)
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{" date 2025-09-16 The docks", "Title: Docks\nBy: R. Callendar\n\nText.", "By Ruth Callendar\nMay 4, 2024\n", "\xef\xbb\xbfa", "caf\xe9", "\xff\xfea\x00", "Docks close for a week after storm\n\nText " + strings.Repeat("goes on ", 30)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := readPlain(data, "x")
		if err != nil {
			return
		}
		checkArticle(t, a)
		if a.TextFrom == "file" {
			require.Equal(t, string(data), a.Text)
		} else {
			require.True(t, utf8.ValidString(a.Text))
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("caf\xe9"), "iso-8859-1")
	f.Add([]byte("\xff\xfea\x00\x00\xd8"), "")
	f.Add([]byte("\xef\xbb\xbfa\xff"), "shift_jis")
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		d, err := decodeText(data, declared)
		if err != nil {
			require.ErrorIs(t, err, ErrBinary)
			return
		}
		switch d.from {
		case "file":
			require.Equal(t, string(data), d.text)
		case "decoded":
			require.True(t, utf8.ValidString(d.text))
			require.Empty(t, d.skip)
		default:
			t.Fatal(d.from)
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"---\na: b\n---\n", "+++\na = 2025-09-16\n[params]\nb = [\"c\"]\n+++\n", "{\"a\":\"b\"}\n", "---toml\nb=1\n---", "---\nx: &a [*a]\n---\n", ";;;\n\"a\":1\n;;;\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		front := findFrontMatter(text, 0)
		require.LessOrEqual(t, front.end, len(text))
		if front.end == 0 {
			return
		}
		require.Contains(t, text[:front.end], front.body)
		a := &Article{}
		front.read(a, metadata{})
		require.Empty(t, a.ID)
		require.Empty(t, a.Text)
	})
}
