package benchmarks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNumbers(t *testing.T) {
	assert.Equal(t, []float64{.578, 1, 3}, numbers("macro-F1 0.578  accused 1 of 3"))
	assert.Equal(t, []float64{3, 4, .36, .1, 0}, numbers("found 3 of 4 with containment >= .36; off by .1: 0"))
	assert.Empty(t, numbers("none, F1, b2."))
}

func TestWorse(t *testing.T) {
	for _, c := range []struct {
		name, was, is, better string
		worse                 int
	}{
		{"equal", "P 0.900 of 50", "P 0.900 of 50", "+0", 0},
		{"better", "P 0.900 of 50", "P 0.950 of 60", "+0", 0},
		{"within the slack", "P 0.900 of 50", "P 0.896 of 50", "+0", 0},
		{"beyond the slack", "P 0.900 of 50", "P 0.894 of 50", "+0", 1},
		{"fewer is better", "accused 3 of 9", "accused 2 of 9", "-0", 0},
		{"more is worse", "accused 3 of 9", "accused 4 of 9", "-0", 1},
		{"none to one", "accused 0 of 9", "accused 1 of 9", "-0", 1},
		{"a small count has no slack", "right 199 of 300", "right 198 of 300", "+0", 1},
		{"half a per cent of a large one", "right 1000 of 1000", "right 995 of 1000", "+0", 0},
		{"more than that", "right 1000 of 1000", "right 994 of 1000", "+0", 1},
		{"two at once", "P 0.9 R 0.9", "P 0.8 R 0.8", "++", 2},
		{"another form", "P 0.9", "P 0.9 of 3", "+0", 1},
		{"shown only", "a 3, b 4", "a 3", "0", 0},
	} {
		assert.Len(t, worse(row{figure: c.was}, row{figure: c.is, better: c.better}), c.worse, c.name)
	}
}

func TestTableReadsBackAsWritten(t *testing.T) {
	fresh := map[string][]row{
		"seeds":     {{what: "seeds", figure: "3 of 4 checks hold", goal: "all", cost: "0.1"}},
		"relations": {{what: "relations: sure", figure: "macro-F1 0.5", goal: ".80", cost: "2.0"}, {what: "relations: half 1", figure: "macro-F1 0.4"}},
	}
	path := filepath.Join(t.TempDir(), "accuracy.md")
	require.NoError(t, os.WriteFile(path, []byte(render(nil, fresh)), 0o644))
	rows, err := readRecorded(path)
	require.NoError(t, err)
	assert.Equal(t, append(fresh["seeds"], fresh["relations"]...), rows)

	// A measure that did not run keeps its rows, one that ran replaces them all.
	again := render(rows, map[string][]row{"relations": {{what: "relations: sure", figure: "macro-F1 0.6"}}})
	assert.Contains(t, again, "| seeds | 3 of 4 checks hold | all | 0.1 |")
	assert.Contains(t, again, "macro-F1 0.6")
	assert.NotContains(t, again, "half 1")

	none, err := readRecorded(filepath.Join(t.TempDir(), "absent.md"))
	assert.NoError(t, err)
	assert.Empty(t, none)
}

func TestHalvesAreEvenAndKeepGroupsTogether(t *testing.T) {
	count := map[int]int{}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			count[half(string([]rune{a, b}))]++
		}
	}
	assert.Len(t, count, 2)
	assert.InDelta(t, 338, count[1], 60)
	assert.Equal(t, half("rd-03"), half("rd-03"))

	g := groupPairs([][2]string{{"b", "c"}, {"x", "y"}, {"c", "d"}, {"a", "d"}})
	for _, id := range []string{"a", "b", "c", "d"} {
		assert.Equal(t, "a", g.find(id))
	}
	assert.Equal(t, "x", g.find("y"))
	assert.Equal(t, "z", g.find("z"))
}

func TestMissesNameTheWorstRows(t *testing.T) {
	m := &misses{}
	for i := range 30 {
		m.add(float64(i%3), "class "+string(rune('a'+i%2)), "row")
	}
	m.add(9, "grave", "id-1 id-2")
	dir := t.TempDir()
	require.NoError(t, m.write(dir, "x"))
	text, err := os.ReadFile(filepath.Join(dir, "x.tsv"))
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	assert.Equal(t, []string{"count\tclass", "15\tclass a", "15\tclass b", "1\tgrave", "", "weight\tclass\trow", "9.000\tgrave\tid-1 id-2"}, lines[:7])
	assert.Len(t, lines, 6+worst)
}

func TestParseCase(t *testing.T) {
	c, err := parseCase("press-x", "relation: shared-quotes\nalt: independent\ndirection: -\nstory: x\na-title: A: one\na-published:\n--- a\nText one.\n\n--- b\nText two.\n")
	require.NoError(t, err)
	assert.Equal(t, labelledPair{a: "press-x/a", b: "press-x/b", relation: "shared-quotes", alt: "independent", sure: true, direction: "-", group: "x"}, c.labelledPair)
	assert.Equal(t, caseArticle{ID: "press-x/a", Title: "A: one", Text: "Text one."}, c.a)
	assert.Equal(t, "Text two.", c.b.Text)
	for _, bad := range []string{"", "relation: rewrite\n--- a\nx\n", "relation: rewrite\n--- a\n\n--- b\ny\n", "story: x\n--- a\nx\n--- b\ny\n", "relation: rewrite\nno field\n--- a\nx\n--- b\ny\n"} {
		_, err := parseCase("bad", bad)
		assert.Error(t, err, bad)
	}
	for _, c := range readCases(t) {
		assert.Contains(t, []string{"identical", "near-duplicate", "partial-copy", "rewrite", "shared-quotes", "independent"}, c.relation, c.a.ID)
		assert.Contains(t, []string{"a->b", "b->a", "common-source", "-"}, c.direction, c.a.ID)
	}
}

func TestReadTable(t *testing.T) {
	plain, err := readTable(strings.NewReader("a\tb\n1\t\"x\r\n\n2\n"), false)
	require.NoError(t, err)
	assert.Equal(t, []record{{"a": "1", "b": "\"x"}, {"a": "2"}}, plain)
	quoted, err := readTable(strings.NewReader("a\tb\n1\t\"x \"\"y\"\"\tz\"\n"), true)
	require.NoError(t, err)
	assert.Equal(t, []record{{"a": "1", "b": "x \"y\"\tz"}}, quoted)
	_, err = readTable(strings.NewReader(""), false)
	assert.Error(t, err)
}

func TestIDOf(t *testing.T) {
	for line, want := range map[string]string{
		`{"id": "x-1", "text": "y"}`:             "x-1",
		`{"id":"x-2","text":"y"}`:                "x-2",
		`{"text": "y", "id": "x-3"}`:             "x-3",
		`{"id": "a\", \"b", "text": "y"}`:        `a", "b`,
		`{"id": "x-5"}`:                          "x-5",
		`no record`:                              "",
		`{"id":"x-6","text":"one", "more": "z"}`: "x-6",
	} {
		assert.Equal(t, want, idOf([]byte(line)), line)
	}
}
