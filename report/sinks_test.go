package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/stemma-news/stemma"
)

// payloads is what somebody may put into an article, its metadata or the name
// of its file so that a reader of a report obeys it.
var payloads = map[string]string{
	"ansi colour":        "\x1b[31;5m",
	"ansi clear screen":  "\x1b[2J\x1b[1;1H",
	"osc title":          "\x1b]0;owned\a",
	"osc link":           "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
	"osc clipboard":      "\x1b]52;c;cm0gLXJm\x07",
	"c1 control":         "\u009b31m\u0090\u009c",
	"raw c1 byte":        "\x9b31m",
	"backspace":          "x\b\b\b\bsafe\x7f",
	"carriage return":    "\rinnocent line\r\n",
	"line feed":          "\n0 findings\n",
	"line separator":     "\u2028\u2029\u0085\v\f",
	"nul":                "a\x00b",
	"bidi override":      "\u202etxt.exe\u202c",
	"bidi isolate":       "\u2066\u2067\u2068x\u2069\u061c",
	"zero width":         "ze\u200bro\u2060\ufeff",
	"tag characters":     "\U000e0001\U000e0041\U000e007f",
	"private use":        "\ue000\U000f0000",
	"interlinear":        "\ufff9a\ufffab\ufffb",
	"marks piled":        "e" + strings.Repeat("\u0301", 500),
	"invalid utf-8":      "\xff\xc0\x80\xed\xa0\x80\xf8",
	"lone surrogate":     "\xed\xa0\xbd",
	"script":             "</script><script>alert(1)</script>",
	"image handler":      "\"><img src=x onerror=alert(1)>",
	"attribute":          "' onmouseover='alert(1)' x='",
	"javascript address": "javascript:alert(1)//",
	"comment":            "--><!--",
	"template":           "{{.}}${7*7}<%= 7 %>",
	"cdata":              "]]><x/><![CDATA[",
	"entity":             "&lt;&#x202e;&xxe;",
	"doctype":            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
	"formula":            "=HYPERLINK(\"https://evil.example\",\"x\")",
	"formula plus":       "+1+cmd|' /C calc'!A0",
	"formula minus":      "-2+3",
	"formula at":         "@SUM(1)",
	"formula tab":        "\t=1+1",
	"formula wide":       "＝1",
	"formula behind ;":   "x; =1+1;\"=2",
	"github command":     "::set-output name=x::y",
	"github late":        "x\n::error file=a::b",
	"github old command": "##[set-env name=PATH]x",
	"azure command":      "##vso[task.setvariable variable=x]y",
	"teamcity command":   "##teamcity[buildStop comment='x']",
	"gitlab section":     "\x1b[0Ksection_start:1:x\r\x1b[0K",
	"percent":            "%0A%25 %s %n %!d(x)",
	"quotes":             "\"\\\"'`\\",
	"dot":                "\"]; evil [shape=box, URL=\"javascript:x\"]; \"\\N\\G",
	"path":               "../../../etc/passwd\x00.txt",
	"separators":         ",;|\t:",
	"markdown":           "[x](javascript:alert(1)) <b>",
	"json":               "\",\"level\":\"note\"},{\"x\":\"",
}

// planted makes every string of a result, whatever its field, begin and end
// with a payload. Equal strings stay equal, so that ids still find each other.
// Unless all is true the fields whose values reports know keep them.
func planted(t *testing.T, r *stemma.Result, payload string, all bool) *stemma.Result {
	t.Helper()
	n := 0
	var plant func(v reflect.Value, field string)
	plant = func(v reflect.Value, field string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				plant(v.Elem(), field)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				plant(v.Field(i), v.Type().Field(i).Name)
			}
		case reflect.Slice:
			for i := range v.Len() {
				plant(v.Index(i), field)
			}
		case reflect.String:
			if !all && known[field] {
				return
			}
			n++
			v.SetString(payload + v.String() + payload)
		case reflect.Map:
			full := reflect.MakeMap(v.Type())
			for _, key := range v.MapKeys() {
				name, value := reflect.New(key.Type()).Elem(), reflect.New(v.Type().Elem()).Elem()
				name.Set(key)
				value.Set(v.MapIndex(key))
				plant(name, field)
				plant(value, field)
				full.SetMapIndex(name, value)
			}
			v.Set(full)
		}
	}
	plant(reflect.ValueOf(r).Elem(), "")
	require.Greater(t, n, 100)
	return r
}

// known are the fields whose values reports know.
var known = map[string]bool{"Relation": true, "Confidence": true, "Kind": true, "Level": true, "Code": true, "Change": true,
	"Earliest": true, "Latest": true, "From": true, "Date": true}

// Nothing that comes from an article, a file's name or a damaged page steers
// the reader of any format, and none adds to the structure of one.
func TestSinks(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			kinds := []Kind{Check} // most formats do not ask
			if format == "text" || format == "html" {
				kinds = []Kind{Scan, Check, Ledger, Compare}
			}
			for _, kind := range kinds {
				for _, all := range []bool{true, false} {
					plain := written(t, format, kind, planted(t, deep(t, story(t)), ".", all), Look{Width: 80})
					for name, payload := range payloads {
						r := planted(t, deep(t, story(t)), payload, all)
						out := written(t, format, kind, r, Look{Width: 80})
						at := fmt.Sprintf("%s (kind %d, every field: %t)", name, kind, all)
						requireHarmless(t, format, string(out), at)
						if shape := shapes[format]; shape != nil {
							want, got := shape(t, plain), shape(t, out)
							require.Equal(t, want, got, at)
						}
					}
				}
			}
		})
	}
}

// deep is a copy that shares nothing with r, nor one part of it with another.
func deep(t *testing.T, r *stemma.Result) *stemma.Result {
	raw, err := json.Marshal(r)
	require.NoError(t, err)
	var out stemma.Result
	require.NoError(t, json.Unmarshal(raw, &out))
	for i := range r.Articles {
		out.Articles[i].Text = r.Articles[i].Text
	}
	return &out
}

// requireHarmless looks at the bytes that a terminal, a log or an editor gets.
func requireHarmless(t *testing.T, format, out, at string) {
	t.Helper()
	for i, r := range out {
		bad := r != '\n' && r != 0x200c && r != 0x200d && (!unicode.IsGraphic(r) || r == 0x2028 || r == 0x2029)
		if format == "html" { // its own script has tabs; each text is isolated
			bad = bad && r != '\t' && r != 0x200e && r != 0x200f && r != 0x61c
		}
		if bad {
			require.Failf(t, "steers", "%s: %U in %q", at, r, out[max(0, i-60):min(len(out), i+60)])
		}
	}
	for _, mark := range []string{"##[", "##vso[", "##teamcity["} {
		require.NotContains(t, out, mark, at)
	}
	if format != "github" {
		for line := range strings.Lines(out) {
			require.False(t, strings.HasPrefix(strings.TrimSpace(line), "::"), "%s: %s", at, line)
		}
	}
}

// shapes reduce the output of a format to what no text of an article may
// change.
var shapes = map[string]func(t *testing.T, out []byte) any{
	"json": jsonShape, "sarif": jsonShape, "gitlab": jsonShape, "jsonld": objectShapes,
	"jsonl": jsonLinesShape, "rdjsonl": jsonLinesShape,
	"csv": csvShape, "pairs-csv": csvShape, "utterances-csv": csvShape, "families-csv": csvShape, "matrix-csv": csvShape,
	"html": htmlShape, "graphml": xmlShape, "dot": dotShape, "github": githubShape,
}

func jsonShape(t *testing.T, out []byte) any {
	var v any
	require.NoError(t, json.Unmarshal(out, &v))
	return skeleton(v)
}

func jsonLinesShape(t *testing.T, out []byte) any {
	var shape []any
	for line := range bytes.Lines(out) {
		shape = append(shape, jsonShape(t, line))
	}
	return shape
}

// objectShapes is the keys of all kinds of objects: their order follows the
// ids.
func objectShapes(t *testing.T, out []byte) any {
	shapes := map[string]bool{}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			var keys []string
			for k, inside := range v {
				keys = append(keys, k)
				visit(inside)
			}
			sort.Strings(keys)
			shapes[strings.Join(keys, " ")] = true
		case []any:
			for _, inside := range v {
				visit(inside)
			}
		}
	}
	var v any
	require.NoError(t, json.Unmarshal(out, &v))
	visit(v)
	return shapes
}

// skeleton keeps the keys and the kinds of JSON values.
func skeleton(v any) any {
	switch v := v.(type) {
	case map[string]any:
		var keys []any
		for k := range v {
			keys = append(keys, k)
		}
		sort.Slice(keys, func(i, j int) bool { return keys[i].(string) < keys[j].(string) })
		for _, k := range keys {
			keys = append(keys, skeleton(v[k.(string)]))
		}
		return keys
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = skeleton(v[i])
		}
		return list
	}
	return fmt.Sprintf("%T", v)
}

// csvShape also tests that no cell is a formula, cut at commas or, as the
// spreadsheets of other countries do, at semicolons.
func csvShape(t *testing.T, out []byte) any {
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	require.NoError(t, err)
	shape := make([]int, len(rows))
	for i, row := range rows {
		shape[i] = len(row)
		for _, cell := range row {
			require.False(t, formula.MatchString(cell), cell)
		}
	}
	for line := range bytes.Lines(out) {
		for _, cell := range bytes.Split(line, []byte(";"))[1:] {
			require.False(t, formula.Match(cell), "%s", line)
		}
	}
	return shape
}

// formula is what a spreadsheet runs: a number is none.
var formula = regexp.MustCompile(`^[\s"]*([=+@＝＋－＠]|-[^0-9]|-[0-9].*[^0-9.e\s-])`)

// htmlShape holds a page to the elements that its templates are made of. How
// many there are depends on the words.
func htmlShape(t *testing.T, out []byte) any {
	scripts := 0
	z := html.NewTokenizer(bytes.NewReader(out))
	for {
		switch z.Next() {
		case html.ErrorToken:
			require.Equal(t, io.EOF, z.Err())
			return scripts
		case html.CommentToken, html.DoctypeToken:
			require.Equal(t, "html", z.Token().Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			require.True(t, ownElements[token.Data], token.Data)
			if token.Data == "script" || token.Data == "style" {
				scripts++
			}
			for _, a := range token.Attr {
				require.False(t, strings.HasPrefix(a.Key, "on") || runs[a.Key], a.Key)
				if a.Key == "href" {
					require.True(t, strings.HasPrefix(a.Val, "#") || webAddress(a.Val) != "", a.Val)
				}
			}
		}
	}
}

// ownElements are those of the templates.
var ownElements = func() map[string]bool {
	own := map[string]bool{}
	files, _ := fs.Glob(assets, "html/*.tmpl")
	for _, name := range files {
		for _, m := range regexp.MustCompile(`<([a-z][a-z0-9]*)`).FindAllStringSubmatch(asset(strings.TrimPrefix(name, "html/")), -1) {
			own[m[1]] = true
		}
	}
	return own
}()

// runs are the attributes by which a page would load or run something.
var runs = map[string]bool{"src": true, "srcset": true, "srcdoc": true, "style": true, "action": true, "formaction": true, "data": true, "ping": true, "background": true}

func xmlShape(t *testing.T, out []byte) any {
	var shape []string
	d := xml.NewDecoder(bytes.NewReader(out))
	ids := map[string]bool{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return shape
		}
		require.NoError(t, err)
		if e, ok := token.(xml.StartElement); ok {
			names := []string{e.Name.Local}
			for _, a := range e.Attr {
				names = append(names, a.Name.Local)
				if a.Name.Local == "id" {
					require.False(t, ids[a.Value], "id twice: %q", a.Value)
					ids[a.Value] = true
				}
			}
			shape = append(shape, strings.Join(names, " "))
		}
	}
}

// dotShape is a graph with its quoted strings left out.
func dotShape(t *testing.T, out []byte) any {
	var shape strings.Builder
	inside := false
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case inside && c == '\\':
			i++
			require.Contains(t, `\"n`, string(out[i]), "an escape that Graphviz obeys")
		case c == '"':
			inside = !inside
		case !inside:
			shape.WriteByte(c)
		default:
			require.NotEqual(t, '\n', rune(c))
		}
	}
	require.False(t, inside)
	return shape.String()
}

func githubShape(t *testing.T, out []byte) any {
	var shape []string
	for line := range strings.Lines(string(out)) {
		require.Regexp(t, `^::(error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+,title=[^:,]*::[^\n]*\n$`, line)
		command, _, _ := strings.Cut(line, " ")
		shape = append(shape, command)
	}
	return shape
}

// Two ids that look the same stay two articles in a graph.
func TestIdsThatLookTheSameStayApart(t *testing.T) {
	r := &stemma.Result{Families: []stemma.Family{{ID: "f", Articles: []string{"a\x01", "a\u2401", "ab", "a\u00adb"}}}}
	assert.Equal(t, 4, strings.Count(string(written(t, "graphml", Scan, r, Look{})), "<node "))
	assert.Equal(t, 4, strings.Count(string(written(t, "dot", Scan, r, Look{})), "[label="))
	xmlShape(t, written(t, "graphml", Scan, r, Look{}))
}
