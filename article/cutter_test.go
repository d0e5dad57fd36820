package article

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cutAll gathers what a cutter finds: records, "!" for one that is too long.
func cutAll(c cutter) (records []string, err error) {
	for {
		data, err := c.next()
		switch err.(type) {
		case nil:
			records = append(records, string(data))
		case tooLong:
			records = append(records, "!")
		default:
			if err == io.EOF {
				err = nil
			}
			return records, err
		}
	}
}

func TestElementCutter(t *testing.T) {
	for name, c := range map[string]struct {
		xml  string
		want []string
		head string
		err  string
	}{
		"plain":            {"<r><t>x</t><item>a</item>\n<item b='1'/>z</r>", []string{"<item>a</item>", "<item b='1'/>"}, "<r><t>x</t>", ""},
		"prefix, case":     {"<r><x:ITEM>a</x:ITEM></r>", []string{"<x:ITEM>a</x:ITEM>"}, "<r>", ""},
		"nested":           {"<r><item>a<item>b</item>c</item></r>", []string{"<item>a<item>b</item>c</item>"}, "<r>", ""},
		"hidden tags":      {"<r><!-- <item> --><?p <item> ?><item><![CDATA[</item>]]></item></r>", []string{"<item><![CDATA[</item>]]></item>"}, "<r><!-- <item> --><?p <item> ?>", ""},
		"quoted":           {`<r a="<item>"><item b="</item>" c='>'>x</item></r>`, []string{`<item b="</item>" c='>'>x</item>`}, `<r a="<item>">`, ""},
		"doctype":          {"<!DOCTYPE r [<!ENTITY a '<item>'>]><r><item>&a;</item></r>", []string{"<item>&a;</item>"}, "<!DOCTYPE r [<!ENTITY a '<item>'>]><r>", ""},
		"longer name":      {"<r><items><itemx/><item>a</item></items></r>", []string{"<item>a</item>"}, "<r><items><itemx/>", ""},
		"stray":            {"<r>1 < 2 <item>3 < 4 & </ 5</item></r>", []string{"<item>3 < 4 & </ 5</item></r>"}, "", "broken XML: the last <item> does not end"},
		"unclosed inside":  {"<r><item><b>a</item><item>c</item></r>", []string{"<item><b>a</item>", "<item>c</item>"}, "<r>", ""},
		"end missing":      {"<r><item>a</item><item>b", []string{"<item>a</item>"}, "<r>", "broken XML: the last <item> does not end"},
		"none":             {"<r><t/></r>", nil, "", "empty: no <item> in it"},
		"too long":         {"<r><item>" + strings.Repeat("x", 300) + "</item><item>b</item></r>", []string{"!", "<item>b</item>"}, "<r>", ""},
		"closing at first": {"</item></r><item>a</item>", []string{"<item>a</item>"}, "</item></r>", ""},
	} {
		if name == "stray" {
			c.xml, c.want, c.head, c.err = "<r>1 < 2 <item>3 < 4 & 5</item></r>", []string{"<item>3 < 4 & 5</item>"}, "<r>1 < 2 ", ""
		}
		for way, in := range map[string]io.Reader{"at once": strings.NewReader(c.xml), "byte by byte": iotest.OneByteReader(strings.NewReader(c.xml))} {
			cutter := newElementCutter(in, 200, []string{"item"})
			got, err := cutAll(cutter)
			assert.Equal(t, c.want, got, "%s, %s", name, way)
			if c.err != "" {
				assert.EqualError(t, err, c.err, name)
				continue
			}
			require.NoError(t, err, name)
			assert.Equal(t, c.head, string(cutter.head), name)
		}
	}
}

// A record of any size is passed over in bounded memory.
func TestElementCutterMemory(t *testing.T) {
	size := int64(256 << 20)
	in := io.MultiReader(strings.NewReader("<r><item>a</item><item>"), io.LimitReader(endless('x'), size), strings.NewReader("</item><item>b</item></r>"))
	c := newElementCutter(in, 1<<20, []string{"item"})
	got, err := cutAll(c)
	require.NoError(t, err)
	assert.Equal(t, []string{"<item>a</item>", "!", "<item>b</item>"}, got)
	assert.LessOrEqual(t, len(c.block), 8<<20)
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestRowCutter(t *testing.T) {
	for name, c := range map[string]struct {
		table string
		comma byte
		want  []string
	}{
		"plain":       {"a,b\r\nc,d\n\ne", ',', []string{"a,b", "c,d", "e"}},
		"line end":    {"a,\"b\nc\"\nd\n", ',', []string{"a,\"b\nc\"", "d"}},
		"escaped":     {"\"a\"\"\nb\",c\nd", ',', []string{"\"a\"\"\nb\",c", "d"}},
		"bare mark":   {"6\" nail,b\nc", ',', []string{"6\" nail,b", "c"}},
		"closed":      {"\"a\"\n\"b\"\n", ',', []string{"\"a\"", "\"b\""}},
		"too long":    {"a\n" + strings.Repeat("x", 300) + "\nb\n", ',', []string{"a", "!", "b"}},
		"never ended": {"a\n\"" + strings.Repeat("x", 300) + "\nb\n", ',', []string{"a", "!", "b"}},
	} {
		for way, in := range map[string]io.Reader{"at once": strings.NewReader(c.table), "byte by byte": iotest.OneByteReader(strings.NewReader(c.table))} {
			got, err := cutAll(&rowCutter{window: newWindow(in), most: 200, dialect: dialect{comma: c.comma, quotes: true}})
			require.NoError(t, err)
			assert.Equal(t, c.want, got, "%s, %s", name, way)
		}
	}
}

// FuzzRowsTwin holds the rows that are cut against those of encoding/csv.
func FuzzRowsTwin(f *testing.F) {
	for _, s := range []string{"a,b\nc,\"d\ne\"\n", "\"a\"\"b\",c\r\nd\"e,f\n", "\"a\nb", "a,\"b\" c\nd"} {
		f.Add(s, false)
	}
	f.Add("a, \"b, c\nd\", e\n", true)
	f.Fuzz(func(t *testing.T, s string, spaces bool) {
		if strings.Contains(strings.ReplaceAll(s, "\r\n", ""), "\r") || len(s) > 1<<12 {
			return
		}
		if spaces && strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r == '\v' || r == '\f' }) {
			return // encoding/csv takes more for white space
		}
		d := dialect{comma: ',', quotes: true, spaces: spaces}
		rows, err := cutAll(&rowCutter{window: newWindow(iotest.HalfReader(strings.NewReader(s))), most: 1 << 20, dialect: d})
		if err != nil {
			require.ErrorIs(t, err, errOpenRow)
		}
		var got [][]string
		for _, r := range rows {
			if fields := d.fields([]byte(r)); fields != nil {
				got = append(got, fields)
			}
		}
		twin := csv.NewReader(strings.NewReader(s))
		twin.LazyQuotes, twin.FieldsPerRecord, twin.TrimLeadingSpace = true, -1, spaces
		var want [][]string
		for {
			fields, err := twin.Read()
			if err != nil {
				break
			}
			if strings.TrimSpace(strings.Join(fields, "x")) == "" || len(fields) == 1 && strings.TrimSpace(fields[0]) == "" {
				return // a row without anything is no record
			}
			want = append(want, fields)
		}
		require.Equal(t, want, got)
	})
}

// FuzzElements cuts and reads any XML: what is cut stands in the input, in
// order, however the input comes in, and reads without harm.
func FuzzElements(f *testing.F) {
	for _, pattern := range []string{"*.xml", "*.rss", "*.atom", "*.wxr", "*.newsml"} {
		files, err := filepath.Glob(filepath.Join("testdata", "read", pattern))
		require.NoError(f, err)
		require.NotEmpty(f, files)
		for _, name := range files {
			data, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	r := newTestReader(f, Options{Limits: Limits{Record: 1 << 16}})
	f.Fuzz(func(t *testing.T, data []byte) {
		names := []string{"item", "entry", "newsitem"}
		whole, err := cutAll(newElementCutter(bytes.NewReader(data), 1<<16, names))
		parts, err2 := cutAll(newElementCutter(iotest.HalfReader(bytes.NewReader(data)), 1<<16, names))
		require.Equal(t, whole, parts)
		require.Equal(t, err == nil, err2 == nil)
		rest := data
		for _, record := range whole {
			if i := bytes.Index(rest, []byte(record)); record != "!" {
				require.GreaterOrEqual(t, i, 0)
				rest = rest[i+len(record):]
			}
		}
		readAnything(t, r, "x.xml", data)
	})
}

// FuzzTable, FuzzValues and FuzzWire read any bytes as a table, as JSON and as
// a message of a teleprinter.
func FuzzTable(f *testing.F)  { fuzzNamed(f, "x.csv", "*.csv") }
func FuzzValues(f *testing.F) { fuzzNamed(f, "x.json", "*.json") }
func FuzzWire(f *testing.F)   { fuzzNamed(f, "x.tst", "*.tst") }

func fuzzNamed(f *testing.F, name, pattern string) {
	files, err := filepath.Glob(filepath.Join("testdata", "read", pattern))
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, path := range files {
		data, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(data)
	}
	r := newTestReader(f, Options{Limits: Limits{Record: 1 << 16}})
	f.Fuzz(func(t *testing.T, data []byte) { readAnything(t, r, name, data) })
}

// readAnything reads bytes as a file of some name would be: every source gives
// a sound article or a reason.
func readAnything(t *testing.T, r *Reader, name string, data []byte) {
	s := Source{Path: name, reader: r, id: name, format: formatOf(name)}
	require.NoError(t, r.stream(bytes.NewReader(data), s, func(s Source) error {
		a, err := s.Article()
		if err != nil {
			require.NotEmpty(t, err.Error())
			return nil
		}
		checkArticle(t, a)
		require.NotEmpty(t, a.ID)
		return nil
	}))
}

// Every reader takes time in proportion to its input, on what is worst for it.
func TestReadersAreLinear(t *testing.T) {
	r := newTestReader(t, Options{})
	read := func(name, before, after string) func(string) {
		return func(s string) {
			source := Source{Path: name, reader: r, id: name, format: formatOf(name)}
			require.NoError(t, r.stream(strings.NewReader(before+s+after), source, func(s Source) error {
				_, _ = s.Article()
				return nil
			}))
		}
	}
	item, tail := `<rss><channel><item><title>t</title><description>`, `</description></item></channel></rss>`
	post := `<rss xmlns:wp="wordpress.org/export"><channel><item><wp:post_type>post</wp:post_type><content>`
	for _, c := range []struct{ name, before, unit, after string }{
		{"x.xml", item, "<", tail}, {"x.xml", item, "<a ", tail}, {"x.xml", item, "<a b='", tail}, {"x.xml", item, "<!--", tail},
		{"x.xml", item, "</item>", tail}, {"x.xml", item, "&lt;p&gt;", tail}, {"x.xml", item, "<item>", tail}, {"x.xml", item, "&", tail},
		{"x.xml", "<rss>", "<item/>", "</rss>"}, {"x.xml", "<nitf>", "<p/>", "</nitf>"}, {"x.xml", item, "<![CDATA[", tail},
		{"x.xml", post, "[", "</content></item></channel></rss>"}, {"x.xml", post, "[a b=&quot;]", "</content></item></channel></rss>"},
		{"x.csv", "text\n", "\"", ""}, {"x.csv", "text\n", "\"a", ""}, {"x.csv", "text\n", ",", ""}, {"x.tsv", "text\n", "\"\t", ""},
		{"x.json", `{"items":[`, `{"items":`, ""}, {"x.json", `{"bodies":[`, `{"value":"x"},`, `{}]}`}, {"x.json", "", `{"data":{`, ""},
		{"x.tst", "\x01a\x02", "^", ""}, {"x.tst", "\x01a\x02", "^BY A\n", ""}, {"x.tst", "\x01a\x02", " a\n", ""},
		{"x.warc", "", "WARC/1.0\r\nContent-Length: 0\r\n\r\n", ""}, {"x.warc", "WARC/1.0\r\n", "A: b\r\n", ""},
	} {
		assertLinear(t, c.unit, read(c.name, c.before, c.after))
	}
}
