package benchmarks

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
)

// panGoals are the goals by the beginning of the kind.
var panGoals = map[string]string{"01": "3 of 1000", "02": ".99", "03": ".90", "04": ".895", "05": ".66"}

const plagdetBetter = "+++-00"

func (s plagdet) String() string {
	return fmt.Sprintf("plagdet %.5f recall %.5f precision %.5f granularity %.5f cases %d detections %d",
		s.value, s.recall, s.precision, s.granularity, s.cases, s.detections)
}

// measurePAN scores the passages on the PAN 2013 text-alignment corpus.
func measurePAN(b *bench) []row {
	documents := b.data.path("pan13-train", "documents.jsonl.gz")
	need(b, documents, b.data.path("pan13-train", "pairs.tsv"), b.data.path("pan13-train", "truth.tsv"))
	kind := map[[2]string]string{}
	var pairs [][2]string
	for _, r := range table(b, b.data.path("pan13-train", "pairs.tsv"), false) {
		p := [2]string{r["suspicious"], r["source"]}
		if kind[p] == "" {
			pairs = append(pairs, p)
		}
		kind[p] = r["kind"]
	}
	truth := panTruth(b)
	text := map[string]string{}
	eachRecord(b, documents, func(d struct{ ID, Text string }) { text[d.ID] = d.Text })
	found := detections(b.compare(pairs, documents), kind, text)
	panMisses(b.misses, pairs, kind, truth, found)

	byKind := map[string][][2]string{}
	for _, p := range pairs {
		byKind[kind[p]] = append(byKind[kind[p]], p)
	}
	var rows []row
	for _, k := range sortedKeys(byKind) {
		goal := panGoals[k[:2]]
		if strings.HasPrefix(k, "01") {
			n := 0
			for _, p := range byKind[k] {
				if len(found[p]) > 0 {
					n++
				}
			}
			rows = append(rows, row{what: "pan: " + k, goal: goal, better: "-0",
				figure: fmt.Sprintf("pairs with a false hit: %d of %d", n, len(byKind[k]))})
			continue
		}
		rows = append(rows, row{what: "pan: " + k, goal: goal, better: plagdetBetter, figure: scorePlagdet(byKind[k], truth, found).String()})
	}
	rows = append(rows, row{what: "pan: entire", goal: ".92, granularity 1.005", better: plagdetBetter, figure: scorePlagdet(pairs, truth, found).String()})
	for h := 1; h <= 2; h++ {
		var part [][2]string
		for _, p := range pairs {
			if half(p[0]) == h {
				part = append(part, p)
			}
		}
		rows = append(rows, row{what: fmt.Sprintf("pan: half %d", h), better: plagdetBetter, figure: scorePlagdet(part, truth, found).String()})
	}
	return rows
}

func panTruth(b *bench) cases {
	truth := cases{}
	for _, r := range table(b, b.data.path("pan13-train", "truth.tsv"), false) {
		p := [2]string{r["suspicious"], r["source"]}
		s, n := number(b, r["suspicious_offset"]), number(b, r["suspicious_length"])
		t, m := number(b, r["source_offset"]), number(b, r["source_length"])
		truth[p] = append(truth[p], reuseCase{s, s + n, t, t + m})
	}
	truth.tidy()
	return truth
}

func number(b *bench, s string) int {
	n, err := strconv.Atoi(s)
	require.NoError(b, err)
	return n
}

// panMisses lists cases that are covered by less than half, cases found in
// several pieces, and detections that meet no case.
func panMisses(m *misses, pairs [][2]string, kind map[[2]string]string, truth, found cases) {
	for _, p := range pairs {
		one := [][2]string{p}
		for _, x := range truth[p] {
			c, _ := meanCover(one, cases{p: {x}}, found)
			n := 0
			for _, y := range found[p] {
				if x.meets(y) {
					n++
				}
			}
			place := fmt.Sprintf("%s %s %d-%d", p[0], p[1], x.start, x.end)
			switch {
			case n == 0:
				m.add(1, kind[p]+" not found", place)
			case c < .5:
				m.add(1-c, kind[p]+" covered by less than half", place)
			case n > 1:
				m.add(float64(n)/10, kind[p]+" found in pieces", place)
			}
		}
		for _, y := range found[p] {
			c, _ := meanCover(one, cases{p: {y}}, truth)
			if c < .5 {
				m.add(1.5-c, kind[p]+" detection mostly beside a case", fmt.Sprintf("%s %s %d-%d", p[0], p[1], y.start, y.end))
			}
		}
	}
}

// sortedKeys are the keys of a map in order.
func sortedKeys[K interface{ string | [2]string }, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return fmt.Sprint(keys[i]) < fmt.Sprint(keys[j]) })
	return keys
}
