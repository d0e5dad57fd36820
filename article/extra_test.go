package article

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a record says under names without a use is handed on, and bounded.
func TestExtra(t *testing.T) {
	const known = `"title": "Tides", "text": "High water at six."`
	long := strings.Repeat("é", maxExtraValue)
	var many strings.Builder
	for i := range maxExtra + 7 {
		fmt.Fprintf(&many, `, "n%d": %d`, i, i)
	}
	for _, c := range []struct {
		name, file, in string
		want           Extra
	}{
		{"none", "x.jsonl", `{` + known + `}`, nil},
		{"as text", "x.jsonl", `{"desk_no": 7, "live": true, "rate": 1e3, "slug": "tides", ` + known + `}`,
			Extra{"desk_no": "7", "live": "true", "rate": "1e3", "slug": "tides"}},
		{"empty", "x.jsonl", `{"a": null, "b": "", "c": "  ", "d": [], "e": {}, "": "f", ` + known + `}`, nil},
		{"lists and objects", "x.jsonl", `{"tags": ["sea", "moon"], "editor": {"id": 3, "name": "Ida Mork"}, "geo": {"lat": {"deg": 5}}, ` + known + `}`,
			Extra{"tags": "sea, moon", "editor": "Ida Mork"}},
		{"two of one name", "x.jsonl", `{"a": 1, "a": 2, ` + known + `}`, Extra{"a": "2"}},
		{"a name of ours", "x.jsonl", `{"extra": "x", "words": 3, ` + known + `}`, Extra{"extra": "x", "words": "3"}},
		{"known under a worse name", "x.jsonl", `{"headline": "Tides today", "id": "t", ` + known + `}`, nil},
		{"mapped", "x.jsonl", `{"kicker": "Sea", "line": "Water", ` + known + `}`, Extra{"line": "Water"}},
		{"escapes", "x.jsonl", `{"\u001b[31m": "\u001b]0;x\u0007", ` + known + `}`, Extra{"\x1b[31m": "\x1b]0;x\a"}},
		{"not UTF-8", "x.jsonl", "{\"a\xff\": \"b\xfe\", " + known + `}`, Extra{"a\uFFFD": "b\uFFFD"}},
		{"long", "x.jsonl", `{"a": "` + long + `", ` + known + `}`, Extra{"a": long[:maxExtraValue] + extraCut}},
		{"a long name", "x.jsonl", `{"` + long + `": 1, "b": 2, ` + known + `}`, Extra{"b": "2", extraCut: "1 more"}},
		{"a huge list", "x.jsonl", `{"a": [` + strings.Repeat("1,", maxExtraNested) + `1], ` + known + `}`, Extra{extraCut: "1 more"}},
		{"deep", "x.jsonl", `{"a": ` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `, ` + known + `}`, Extra{extraCut: "1 more"}},
		{"many", "x.jsonl", `{` + known + many.String() + `}`, func() Extra {
			e := Extra{extraCut: "7 more"}
			for i := range maxExtra {
				e[fmt.Sprintf("n%d", i)] = fmt.Sprint(i)
			}
			return e
		}()},
		{"ninjs", "x.jsonl", `{"uri": "urn:x", "type": "text", "versionCreated": "2026-02-14", "headline": "Tides", "body_text": "High water.", "urgency": 3}`,
			Extra{"urgency": "3"}},
		{"a row", "x.csv", "title,text,desk_no,\nTides,High water at six.,7,x\n", Extra{"desk_no": "7"}},
		{"a row of Windows-1252", "x.csv", "title;text;B\xfcro\nTides;High water at six.;K\xf6ln\n", Extra{"Büro": "Köln"}},
		{"a longer row", "x.tsv", "title\ttext\nTides\tHigh water.\tmore\n", nil},
		{"YAML", "x.md", "---\ntitle: Tides\nid: 12\ntags: [sea, moon]\ndraft: false\n---\nHigh water.\n",
			Extra{"id": "12", "tags": "sea, moon", "draft": "false"}},
		{"TOML", "x.md", "+++\ntitle = 'Tides'\nweight = 4\n[params]\nreporter = 'x'\n+++\nHigh water.\n", Extra{"weight": "4", "reporter": "x"}},
		{"JSON in front", "x.md", "{\"title\": \"Tides\", \"weight\": 4}\n\nHigh water.\n", Extra{"weight": "4"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.file)
			require.NoError(t, os.WriteFile(path, []byte(c.in), 0o644))
			for _, wanted := range []bool{true, false} {
				n := 0
				require.NoError(t, newTestReader(t, Options{Extra: wanted, Fields: map[string]string{"section": "kicker"}}).Read(path, func(a *Article) error {
					n++
					if wanted {
						assert.Equal(t, c.want, a.Extra)
					} else {
						assert.Nil(t, a.Extra, "nobody asked")
					}
					return nil
				}, func(s Skipped) { t.Error(s) }))
				assert.Equal(t, 1, n)
			}
		})
	}
}
