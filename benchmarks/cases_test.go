package benchmarks

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// relationCases are the project's own labelled pairs, one a file.
const relationCases = "../testdata/cases/relations/*.txt"

// caseArticle is one side of a case.
type caseArticle struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Published string `json:"published,omitempty"`
	Byline    string `json:"byline,omitempty"`
	Text      string `json:"text"`
}

// relationCase is a labelled pair with its two articles.
type relationCase struct {
	labelledPair
	a, b caseArticle
}

// parseCase reads a header of "key: value" lines, then the two texts after
// lines "--- a" and "--- b".
func parseCase(name, text string) (relationCase, error) {
	head, rest, ok := strings.Cut(text, "\n--- a\n")
	first, second, both := strings.Cut(rest, "\n--- b\n")
	if !ok || !both {
		return relationCase{}, fmt.Errorf("%s: no lines --- a and --- b", name)
	}
	field := record{}
	for _, line := range strings.Split(head, "\n") {
		key, value, ok := strings.Cut(line, ":")
		if !ok && strings.TrimSpace(line) != "" {
			return relationCase{}, fmt.Errorf("%s: %q is no field", name, line)
		}
		field[key] = strings.TrimSpace(value)
	}
	side := func(letter, text string) caseArticle {
		return caseArticle{ID: name + "/" + letter, Title: field[letter+"-title"], Publisher: field[letter+"-publisher"],
			Published: field[letter+"-published"], Byline: field[letter+"-byline"], Text: strings.TrimSpace(text)}
	}
	c := relationCase{a: side("a", first), b: side("b", second)}
	c.labelledPair = newLabelledPair(record{"a": c.a.ID, "b": c.b.ID, "relation": field["relation"], "alt": field["alt"],
		"direction": field["direction"], "sure": field["sure"], "provable": field["provable"]})
	c.group = field["story"]
	if c.relation == "" || c.a.Text == "" || c.b.Text == "" {
		return c, fmt.Errorf("%s: a relation and two texts are needed", name)
	}
	return c, nil
}

func readCases(t testing.TB) []relationCase {
	t.Helper()
	files, err := filepath.Glob(relationCases)
	require.NoError(t, err)
	require.NotEmpty(t, files, relationCases)
	var list []relationCase
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		c, err := parseCase(strings.TrimSuffix(filepath.Base(f), ".txt"), strings.ReplaceAll(string(text), "\r\n", "\n"))
		require.NoError(t, err)
		list = append(list, c)
	}
	return list
}

// measureCases scores the project's own pairs. They need no data folder.
func measureCases(b *bench) []row {
	var pairs []labelledPair
	var articles []caseArticle
	press := map[[2]string]bool{}
	for _, c := range readCases(b) {
		pairs = append(pairs, c.labelledPair)
		articles = append(articles, c.a, c.b)
		press[[2]string{c.labelledPair.a, c.labelledPair.b}] = strings.HasPrefix(c.a.ID, "press-")
	}
	said := newAnswers(b.compare(ids(pairs), writeRecords(b, "cases.jsonl", articles)))
	s := scoreRelations(pairs, said, b.misses)
	rows := []row{
		{what: "cases: rewrite", figure: s.one("rewrite"), better: oneBetter, goal: "P .90 R .70"},
		{what: "cases: direction", figure: s.directions(), better: directionsBetter, goal: ".90 right"},
		{what: "cases: order", figure: orders(pairs, said, b.misses), better: ordersBetter, goal: "wrong 0"},
		{what: "cases: two reporters called a rewrite", figure: pressFigure(pairs, press, said), better: "--0", goal: "high 0, any 5 %"},
		{what: "cases: all relations", figure: s.summary(), better: summaryBetter},
	}
	return append(rows, breakdown("cases", s)[len(s.labels()):]...)
}
