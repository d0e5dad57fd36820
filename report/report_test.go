package report

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run the test with -update and read the file")
	assert.Equal(t, string(want), string(got))
}

func written(t *testing.T, format string, kind Kind, r *stemma.Result, look Look) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, format, kind, r, look))
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file, format string
		kind         Kind
		look         Look
	}{
		{"check.txt", "text", Check, Look{Width: 80}},
		{"check-40.txt", "text", Check, Look{Width: 40}},
		{"check-60.txt", "text", Check, Look{Width: 60}},
		{"scan-40.txt", "text", Scan, Look{Width: 40}},
		{"check-color.txt", "text", Check, Look{Width: 100, Color: true}},
		{"scan.txt", "text", Scan, Look{Width: 80}},
		{"compare.txt", "text", Compare, Look{Width: 80}},
		{"ledger.txt", "text", Ledger, Look{Width: 80}},
		{"matrix.txt", "matrix", Scan, Look{}},
		{"concise.txt", "concise", Check, Look{}},
		{"pairs.csv", "csv", Scan, Look{}},
		{"utterances.csv", "csv", Ledger, Look{}},
		{"families.csv", "families-csv", Scan, Look{}},
		{"matrix.csv", "matrix-csv", Scan, Look{}},
		{"result.jsonl", "jsonl", Scan, Look{}},
		{"findings.sarif", "sarif", Check, Look{}},
		{"github.txt", "github", Check, Look{}},
		{"gitlab.json", "gitlab", Check, Look{}},
		{"findings.rdjsonl", "rdjsonl", Check, Look{}},
		{"families.graphml", "graphml", Scan, Look{}},
		{"families.dot", "dot", Scan, Look{}},
		{"quotations.jsonld", "jsonld", Ledger, Look{}},
	} {
		t.Run(c.file, func(t *testing.T) {
			golden(t, c.file, written(t, c.format, c.kind, story(t), c.look))
		})
	}
}

func TestUnknownFormat(t *testing.T) {
	assert.ErrorContains(t, Write(&bytes.Buffer{}, "nonsense", Scan, &stemma.Result{}, Look{}), "nonsense")
}

// An empty result has a report in every format and of every kind.
func TestEmptyResult(t *testing.T) {
	for _, f := range Formats() {
		for _, k := range []Kind{Scan, Check, Ledger, Compare} {
			assert.NoError(t, Write(&bytes.Buffer{}, f, k, &stemma.Result{}, Look{}), f)
		}
	}
}

// Nothing that an article says reaches a terminal as anything but letters, and
// no line is wider than the terminal.
func TestHostileText(t *testing.T) {
	for _, format := range []string{"text", "matrix", "concise"} {
		for _, k := range []Kind{Scan, Check, Ledger, Compare} {
			for _, width := range []int{40, 60, 80, 120, 200} {
				out := string(written(t, format, k, hostile(t), Look{Width: width}))
				for _, r := range out {
					require.Truef(t, r == '\n' || unicode.IsGraphic(r) || r == 0x200c || r == 0x200d, "%s: %U in %q", format, r, out)
				}
				if format == "concise" {
					continue
				}
				for _, l := range strings.Split(out, "\n") {
					assert.LessOrEqualf(t, columns(l), width, "%q", l)
				}
			}
		}
	}
}

// A spreadsheet must not run what an article says.
func TestNoFormulas(t *testing.T) {
	for _, format := range []string{"csv", "pairs-csv", "utterances-csv", "families-csv", "matrix-csv"} {
		rows, err := csv.NewReader(bytes.NewReader(written(t, format, Scan, hostile(t), Look{}))).ReadAll()
		require.NoError(t, err, format)
		require.Greater(t, len(rows), 1, format)
		for _, row := range rows {
			for _, cell := range row {
				assert.NotRegexp(t, `^[\s]*[=+@\t\r]`, cell)
				assert.NotRegexp(t, `^-[^0-9]`, cell)
			}
		}
	}
}

func TestSafeCell(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "": "", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": " x", "\t=x": "' =x", "a;=1": "a;'=1", `a;"-1`: `a;"'-1`,
		" =1": "' =1", "＝1": "'＝1", "a=1": "a=1", "\xff": "\uFFFD", "'=1": "'=1",
	} {
		assert.Equal(t, want, safeCell(in), "%q", in)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                           "plain",
		"a\x1b[31mb":                      "a␛[31mb",
		"a\nb\tc":                         "a b c",
		"x\u202ey":                        "x‹U+202E›y",
		"soft\u00adhyphen":                "softhyphen",
		"zero\u200bwidth":                 "zero‹U+200B›width",
		"می\u200cخواهم":                   "می\u200cخواهم",
		"\xff":                            "\uFFFD",
		"\x7f\u0085":                      "␡ ",
		"\ue000":                          "‹U+E000›",
		"no\u00a0break":                   "no break",
		"\U000e0041tag":                   "‹U+E0041›tag",
		"a::b ::error::c":                 "a::b ∷error::c",
		"::error::c":                      "∷error::c",
		"a ##[b]":                         "a ♯#[b]",
		"## heading":                      "## heading",
		"e" + strings.Repeat("\u0301", 9): "e" + strings.Repeat("\u0301", 6),
	} {
		assert.Equal(t, want, clean(in), "%q", in)
	}
}

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{"abc": 3, "日本": 4, "e\u0301": 1, "한국": 4, "👍": 2, "": 0, "שלום": 4} {
		assert.Equal(t, want, columns(s), s)
	}
	assert.Equal(t, "日…", cut("日本語", 4))
	assert.Equal(t, 9, columns(cutMiddle("archive/2026/05/lantern.txt", 9)))
	assert.True(t, strings.HasSuffix(cutMiddle("archive/2026/05/lantern.txt", 14), "rn.txt"))
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{0: "0 %", .001: "under 1 %", .5: "50 %", .996: "over 99 %", 1: "100 %"} {
		assert.Equal(t, want, percent(share))
	}
}

// What is cut from a long report is counted, and the report says how to get it.
func TestCapsAreSaid(t *testing.T) {
	r := &stemma.Result{}
	for i := range 500 {
		id := string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		r.Articles = append(r.Articles, stemma.Article{ID: id})
		r.Pairs = append(r.Pairs, stemma.Pair{A: "0", B: id, Relation: "identical"})
		r.Families = append(r.Families, stemma.Family{ID: id, Articles: []string{id}, Complete: true})
		r.Skipped = append(r.Skipped, stemma.Skipped{Path: id})
		r.Utterances = append(r.Utterances, stemma.Utterance{ID: id, Wordings: []stemma.Wording{{Quote: "0#1"}, {Quote: id + "#1"}}})
	}
	out := string(written(t, "text", Scan, r, Look{}))
	for _, want := range []string{"and 460 more pairs: --format csv", "and 480 more families: --format families-csv", "and 488 more utterances: --format utterances-csv", "and 490 more skipped: --format jsonl"} {
		assert.Contains(t, out, want)
	}
	assert.Less(t, strings.Count(out, "\n"), 150)
	assert.ErrorContains(t, Write(&bytes.Buffer{}, "matrix", Scan, r, Look{}), "500 articles")
}

func TestWordDiff(t *testing.T) {
	left, right := compareWords("one two, three four", "One two - four five")
	assert.Equal(t, []stretch{{"one two, ", false}, {"three", true}, {" four", false}, {"", true}}, left)
	assert.Equal(t, []stretch{{"One two - ", false}, {"", true}, {"four ", false}, {"five", true}}, right)
}

// Of a restatement the words that both sides share are marked, not the small
// change between.
func TestLoose(t *testing.T) {
	left, _ := compareWords("The crack was found by divers at the quay on Tuesday in the ramp", "Late on Tuesday a man saw that the ramp had split")
	require.True(t, mostlyChanged(left))
	assert.Equal(t, []stretch{{"The crack was found by divers at the quay ", true}, {"on Tuesday", false}, {" in ", true}, {"the ramp", false}}, loose(left))
}

// A verdict claims an order only where it is proved or well inferred.
func TestVerdict(t *testing.T) {
	r := &stemma.Result{Articles: []stemma.Article{{ID: "a"}, {ID: "b"}}}
	follows := func(from, to, confidence string) *stemma.Direction {
		return &stemma.Direction{Kind: "follows", From: from, To: to, Confidence: confidence}
	}
	for want, p := range map[string]stemma.Pair{
		"REWRITE of b (undated), or of a source that both used":  {Relation: "rewrite"},
		"REWRITE of b (undated)":                                 {Relation: "rewrite", Direction: follows("b", "a", "medium")},
		"REWRITTEN in b (undated)":                               {Relation: "rewrite", Order: &stemma.Order{First: "a"}},
		"REWRITTEN in b (undated), or both from one source":      {Relation: "rewrite", Direction: follows("a", "b", "low")},
		"PARTIAL COPY of b (undated), or both from Wire":         {Relation: "partial-copy", Direction: &stemma.Direction{Kind: "common-source", Source: "Wire"}},
		"NEAR-DUPLICATE of b (undated), which came later":        {Relation: "near-duplicate", Order: &stemma.Order{First: "a"}},
		"IDENTICAL to b (undated)":                               {Relation: "identical"},
		"VERSION of b (undated)":                                 {Relation: "near-duplicate", Version: true},
		"SYNDICATED, identical to b (undated), credited to Wire": {Relation: "identical", Credited: &stemma.Credited{By: "Wire", On: "a"}},
		"SHARED QUOTES with b (undated)":                         {Relation: "shared-quotes"},
	} {
		p.A, p.B = "a", "b"
		r.Pairs = []stemma.Pair{p}
		assert.Equal(t, want, catalogueOf(r).verdict(sideOf(&r.Pairs[0], "a")))
	}
}
