package article

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newTestReader(t testing.TB, o Options) *Reader {
	r, err := NewReader(o)
	require.NoError(t, err)
	return r
}

func TestRecordFields(t *testing.T) {
	r := newTestReader(t, Options{})
	a, err := r.record([]byte(`{"id": 17, "headline": "Docks close", "maintext": "Line \"one\"\n\u00e9\ud83d\ude00 \ud800x\/",
		"date_publish": "2025-09-16 14:05:00", "date_download": "2025-09-17T01:00:00Z", "authors": ["Ruth Callendar", "Tom Brask"],
		"source_domain": "mercury.example", "language": "en_GB", "url": "https://mercury.example/docks", "credits": [{"name":"Coastwire"}],
		"source": "Coastwire", "extra": {"a": [1, {"b": "}"}]}, "n": null, "t": true}`), "f:1")
	require.NoError(t, err)
	assert.Equal(t, "17", a.ID)
	assert.Equal(t, "Docks close", a.Title)
	assert.Equal(t, "Line \"one\"\né😀 \ufffdx/", a.Text)
	assert.Equal(t, "record", a.TextFrom)
	assert.Equal(t, "Ruth Callendar, Tom Brask", a.Byline)
	assert.Equal(t, "mercury.example", a.Publisher)
	assert.Equal(t, "en-GB", a.Language)
	assert.Equal(t, []Declared{{"source", "Coastwire"}, {"credit", "Coastwire"}}, a.Declared)
	assert.Equal(t, "2025-09-16 14:05:00", a.Published.Written)
	assert.Equal(t, "record", a.Published.From)
	assert.True(t, a.FirstSeen.Zoned)
	assert.Empty(t, a.Warnings)
}

func TestRecordAliases(t *testing.T) {
	r := newTestReader(t, Options{Fields: map[string]string{"text": "article.body", "published": "when", "title": "x.y"}})
	a, err := r.record([]byte(`{"text":"not this","article":{"body":"this one"},"published":"2020-02-02","when":"2025-09-16","x.y":"Dotted"}`), "f:1")
	require.NoError(t, err)
	assert.Equal(t, "this one", a.Text)
	assert.Equal(t, "2025-09-16", a.Published.Written)
	assert.Equal(t, "Dotted", a.Title)
	assert.Equal(t, "f:1", a.ID)

	r = newTestReader(t, Options{})
	for in, want := range map[string]string{
		`{"body":"b","content":"c","title":"T"}`:                             "b", // the better name wins, wherever it stands
		`{"content":"c","body":"b","title":"T"}`:                             "b",
		`{"text":"","body":"b"}`:                                             "b",
		`{"text":"a","text":"z"}`:                                            "z", // as encoding/json has it
		`{"content":{"rendered":"<p>One &amp; <b>two</b></p><p>three</p>"}}`: "One & two\n\nthree",
		`{"text":"<p>as it is</p>"}`:                                         "<p>as it is</p>",
		`{"Text":"upper"}`:                                                   "upper",
		`{"article_body":"ab"}`:                                              "ab",
		`{"paragraphs":"no","body":["One.","Two."]}`:                         "One.\n\nTwo.",
		`{"title":"T","content":{"rendered":"r","more":"m"}}`:                "r",
		`{"title":"only a title"}`:                                           "",
		`{"url":"https://a.example/x","text":null}`:                          "",
		"{\"t\\u0065xt\":\"escaped key\"}":                                   "escaped key",
		"\xef\xbb\xbf {\"text\":\"after a byte order mark\"} ":               "after a byte order mark",
	} {
		a, err := r.record([]byte(strings.TrimPrefix(in, "\xef\xbb\xbf")), "x")
		require.NoError(t, err, in)
		assert.Equal(t, want, a.Text, in)
	}
	for _, in := range []string{`{}`, `{"a":1}`, `[]`, `"x"`, `{"text":"a"`, `{"text" "a"}`, `{"text":"a",}`, `{"text":"a"} x`, `{"text":"a\`, `{a:1}`,
		`{"text":truth}`, `{"a":[1,2}`, ``, `{"title":"None"}`, `{"text": }`} {
		_, err := r.record([]byte(in), "x")
		assert.Error(t, err, in)
	}
}

func TestNewReaderChecksFields(t *testing.T) {
	_, err := NewReader(Options{Fields: map[string]string{"txt": "body"}})
	require.ErrorContains(t, err, `no field is named "txt"`)
	_, err = NewReader(Options{Fields: map[string]string{"text": ""}})
	require.Error(t, err)
}

// The hand-written scanner reads whatever encoding/json accepts, and reads the
// same.
func FuzzRecordTwin(f *testing.F) {
	for _, s := range []string{`{"text":"a\n\"b\" \u00e9","title":["x","y"],"n":{"a":[]}}`, `{"text":"\ud83d\ude00\ud800","date":1758031533}`, `{ }`, `{"a":-1.5e3 , "text" : "x"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := map[string]string{}
		err := eachField(data, func(f jsonField) error {
			if f.kind == '"' {
				got[string(f.key)] = f.text()
			} else {
				delete(got, string(f.key))
			}
			f.texts()
			return nil
		})
		var twin map[string]any
		if !utf8.Valid(data) || json.Unmarshal(data, &twin) != nil || twin == nil {
			return
		}
		require.NoError(t, err)
		want := map[string]string{}
		for k, v := range twin {
			if s, ok := v.(string); ok {
				want[k] = s
			}
		}
		require.Equal(t, want, got)
	})
}

// splitAll cuts a stream into records; a record that is too long counts as "!".
func splitAll(t testing.TB, in io.Reader, most int64, lines bool) ([]string, error) {
	s := newSplitter(in, most, lines)
	var out []string
	for range 10_000 {
		data, err := s.next()
		switch {
		case err == io.EOF:
			return out, nil
		case err != nil && s.broken:
			return out, err
		case err != nil:
			out = append(out, "!")
		default:
			out = append(out, string(data))
		}
	}
	t.Fatal("the splitter does not end")
	return nil, nil
}

func TestSplitter(t *testing.T) {
	long := strings.Repeat("x", 3<<20)
	cases := []struct {
		in    string
		lines bool
		want  []string
	}{
		{"{\"a\":1}\n\n{\"b\":2}\r\n{\"c\":3}", true, []string{`{"a":1}`, `{"b":2}`, `{"c":3}`}},
		{"a\n" + long + "\nb", true, []string{"a", "!", "b"}},
		{"a\n" + long, true, []string{"a", "!"}},
		{"[{\"a\":\"]}\\\"\"},\n {\"b\":[{}]}]", false, []string{`{"a":"]}\""}`, `{"b":[{}]}`}},
		{"{\n\"a\":1\n}\n{\"b\":2}", false, []string{"{\n\"a\":1\n}", `{"b":2}`}},
		{"[{\"a\":\"" + long + "\"},{\"b\":2}]", false, []string{"!", `{"b":2}`}},
		{"", true, nil}, {"[]", false, nil}, {"\n \n", true, nil},
	}
	for _, c := range cases {
		for name, in := range map[string]io.Reader{"whole": strings.NewReader(c.in), "bytes": iotest.HalfReader(strings.NewReader(c.in)), "late end": iotest.DataErrReader(strings.NewReader(c.in))} {
			got, err := splitAll(t, in, 1<<20, c.lines)
			require.NoError(t, err, name)
			assert.Equal(t, c.want, got, name)
		}
	}
	for _, in := range []string{`[{"a":1}, 2]`, `{"a":`, `nonsense`} {
		_, err := splitAll(t, strings.NewReader(in), 1<<20, false)
		assert.Error(t, err, in)
	}
	_, err := splitAll(t, iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("{\"a\":1}\n"))), 1<<20, true)
	require.ErrorIs(t, err, iotest.ErrTimeout)
}

// Records that were handed out must not change when more is read.
func TestSplitterKeepsRecords(t *testing.T) {
	var in bytes.Buffer
	var want []string
	for i := range 3000 {
		line := strings.Repeat(string(rune('a'+i%26)), 1+i*7%3000)
		want = append(want, line)
		in.WriteString(line + "\n")
	}
	s := newSplitter(iotest.HalfReader(&in), 1<<20, true)
	var kept [][]byte
	for {
		data, err := s.next()
		if err != nil {
			break
		}
		kept = append(kept, data)
	}
	require.Len(t, kept, len(want))
	for i := range want {
		require.Equal(t, want[i], string(kept[i]))
	}
}
