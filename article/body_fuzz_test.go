package article

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// checkBody is the oracle of taking apart: every list is sorted, lies inside the
// text and cuts no character; sentences tile their paragraphs' tokens; a stretch
// inside marks has these marks at its ends and lies in the one around it.
func checkBody(t require.TestingT, b *Body) {
	text := b.Article.Text
	inside := func(s Span, from int) {
		require.GreaterOrEqual(t, s.Start, from)
		require.Less(t, s.Start, s.End)
		require.LessOrEqual(t, s.End, len(text))
		if utf8.ValidString(text) {
			require.True(t, utf8.ValidString(s.In(text)), "%q", s.In(text))
		}
	}
	last := 0
	for _, p := range b.Paragraphs {
		inside(p.Span, last)
		last = p.End
		require.LessOrEqual(t, p.First, p.Last)
		require.LessOrEqual(t, p.Last, len(b.Sentences))
	}
	token := 0
	for _, s := range b.Sentences {
		p := b.Paragraphs[s.Paragraph]
		require.True(t, p.Contains(s.Span), "%v outside of its paragraph %v", s.Span, p.Span)
		require.GreaterOrEqual(t, s.First, token)
		token = s.Last
		for _, k := range b.Tokens[s.First:s.Last] {
			require.True(t, s.Start <= k.Start && k.End <= s.End, "token %v outside of its sentence %v", k.Span(), s.Span)
		}
	}
	last = 0
	var around []Span
	for _, m := range b.Marks {
		inside(m.Span, last)
		last = m.Start
		require.True(t, strings.HasPrefix(m.In(text), string(m.Open)) || m.Open == '"', "%q opens with %q", m.In(text), m.Open)
		require.LessOrEqual(t, m.Depth, len(around), "a level is missing")
		around = append(around[:m.Depth], m.Span)
		if m.Depth > 0 {
			require.True(t, around[m.Depth-1].Contains(m.Span), "%v is not inside of %v", m.Span, around[m.Depth-1])
		}
		for i, p := range m.Parts {
			require.True(t, m.Contains(p))
			require.True(t, i == 0 || m.Parts[i-1].End <= p.Start)
		}
	}
	last = 0
	for _, p := range b.Posts {
		inside(p.Span, last)
		last = p.Start
	}
	last = 0
	for _, f := range b.Furniture {
		inside(f, last)
		last = f.Start
	}
}

func FuzzBody(f *testing.F) {
	for _, s := range []string{
		"“Go,” she said. ‘No’ “a ‘b’ c” \"d\" `e' ``f'' «g» „h“\n\n“i\n\n“j”\n",
		"Also Read: a\n\n— Name (@handle) May 1, 2019\n\npic.twitter.com/x https://t.co/y",
		"U.S. Rep. A. B. said 1,100. \"What?\" 'Yes.' Mr. X.\r\n\r\n• one\n• two\n\ta|b",
		"a\u2028b\u0085c\u200bd\u202ee\xff\x00", "''''''\"\"\"\"“”“”‘’‘’", "<p>“a</p>\n“b” <b>c</b>",
	} {
		f.Add(s, 3, 9)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		a := &Article{ID: "x", Text: text}
		a.checkText()
		if 0 <= from && from < to && to <= len(text) {
			a.Skip = mergeSpans(a.Skip, []Span{{from, to}})
		}
		if utf8.ValidString(text) && len(a.Skip) > 0 && !utf8.ValidString(a.Skip[0].In(text)) {
			return // no reader cuts a character
		}
		b := ParseBody(a)
		checkBody(t, b)
		again := ParseBody(a)
		require.Equal(t, b, again)
		for _, d := range FindDates(text, a.Skip) {
			require.True(t, 0 <= d.Start && d.Start < d.End && d.End <= len(text))
		}
	})
}

// Words in normal form are their own normal form: what was joined, folded or
// dropped once stays so.
func FuzzNormalForm(f *testing.F) {
	for _, s := range []string{"U.S. 1,100 don't ½ ﬁne", "Ｆｕｌｌ ｗｉｄｔｈ", "сору раста", "a\u0301\u0316\u200b\u00ad\U000e0041", "ΑΒΓ ς ß İ ǅ ﷺ", "1.000,5 8,17 ①٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range Tokens(text, nil) {
			var again []string
			for _, w := range Tokens(k.Word, nil) {
				again = append(again, w.Word)
			}
			if raw := text[k.Start:k.End]; !holdsFraction(raw) {
				require.Equal(t, k.Word, strings.Join(again, ""), "of %q", raw)
			}
		}
		require.Equal(t, len(Tokens(text, nil)), len(AppendHashes(nil, text, nil)))
	})
}

// Any bytes on standard input, packed or not, give articles and reasons.
func FuzzStandardInput(f *testing.F) {
	for _, s := range []string{"{\"text\":\"a\"}\n{\"text\":\"b\"}", "plain words", "{\"a\":\n{}}\n[{}]", "\xef\xbb\xbf{\"id\":1,\"text\":[\"a\"]}", "{\"text\":\"<p>a</p>\",\"date\":\"2019\"}"} {
		f.Add([]byte(s))
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		io.WriteString(z, s)
		z.Close()
		f.Add(packed.Bytes())
		e, err := zstd.NewWriter(nil)
		require.NoError(f, err)
		f.Add(e.EncodeAll([]byte(s), nil))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 1 << 16
		r, err := NewReader(Options{Stdin: bytes.NewReader(data), Limits: Limits{Record: most, Stream: 16 * most}})
		require.NoError(t, err)
		err = r.Read("-", func(a *Article) error {
			checkArticle(t, a)
			require.LessOrEqual(t, len(a.Text), 4*most)
			return nil
		}, func(s Skipped) {
			require.NotEmpty(t, s.Path)
			require.NotEmpty(t, s.Reason)
		})
		if err != nil {
			var input *InputError
			require.ErrorAs(t, err, &input)
		}
	})
}

func FuzzByline(f *testing.F) {
	for _, s := range []string{"By Ruth Callendar", "By A and B, Staff Writers", "BY RUTH CALLENDAR | Polder Gazette", "by", "By \u202eRuth", "Von R. C."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if name, ok := BylineOf(line); ok {
			require.NotEmpty(t, name)
			require.LessOrEqual(t, len(name), len(line))
		}
	})
}
