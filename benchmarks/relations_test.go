package benchmarks

import (
	"fmt"
	"strings"
	"testing"
)

// pairsOf reads a table of labelled pairs and puts every pair into its group:
// the story that its ids name, else the articles that it is joined with.
func pairsOf(t testing.TB, path string, story func(id string) string) []labelledPair {
	var pairs []labelledPair
	var ends [][2]string
	for _, r := range table(t, path, false) {
		p := newLabelledPair(r)
		pairs = append(pairs, p)
		ends = append(ends, [2]string{p.a, p.b})
	}
	joined := groupPairs(ends)
	for i, p := range pairs {
		if story != nil {
			pairs[i].group = story(p.a)
		} else {
			pairs[i].group = joined.find(p.a)
		}
	}
	return pairs
}

func ids(pairs []labelledPair) [][2]string {
	var list [][2]string
	for _, p := range pairs {
		list = append(list, [2]string{p.a, p.b})
	}
	return list
}

// realCorpora hold the articles of relations-dev.
var realCorpora = []string{"fnc1", "helsinki", "allsides", "reuters21578"}

// measureRelations scores the real pairs that a reader labelled.
func measureRelations(b *bench) []row {
	labels := b.data.path("relations-dev", "pairs.tsv")
	need(b, labels)
	pairs := pairsOf(b, labels, nil)
	said := newAnswers(b.compare(ids(pairs), realFiles(b)...))
	var sure []labelledPair
	for _, p := range pairs {
		if p.sure {
			sure = append(sure, p)
		}
	}
	all, main := scoreRelations(pairs, said, nil), scoreRelations(sure, said, b.misses)
	rows := []row{
		{what: "relations: sure", figure: main.summary(), better: summaryBetter, goal: "F1 .80 strict .80 accused 2 % missed 5 %"},
		{what: "relations: direction, all", figure: all.directions(), better: directionsBetter, goal: ".90 right"},
		{what: "relations: reuse or not, sure", figure: main.reuseOrNot(), better: "+", goal: ".93"},
	}
	rows = append(rows, breakdown("relations", main)...)
	return append(rows, halves("relations", sure, said)...)
}

// breakdown shows each relation, the confusions and how far confidence holds.
func breakdown(name string, s relationScore) []row {
	var rows []row
	for _, c := range s.labels() {
		rows = append(rows, row{what: name + ": " + c, figure: s.one(c), better: oneBetter})
	}
	return append(rows,
		row{what: name + ": confused", figure: s.confusions(), better: strings.Repeat("0", len(numbers(s.confusions())))},
		row{what: name + ": confidence of reuse", figure: confidences(s.confidence), better: confidencesBetter, goal: "high .95 medium .80"},
		row{what: name + ": confidence of the rest", figure: confidences(s.rest), better: confidencesBetter, goal: "high .95 medium .80"},
		row{what: name + ": confidence of follows", figure: confidences(s.towards), better: confidencesBetter, goal: "high .95 medium .80"})
}

// halves shows the two halves beside the whole.
func halves(name string, pairs []labelledPair, said answers) []row {
	var rows []row
	for h := 1; h <= 2; h++ {
		var part []labelledPair
		for _, p := range pairs {
			if half(p.group) == h {
				part = append(part, p)
			}
		}
		s := scoreRelations(part, said, nil)
		rows = append(rows, row{what: fmt.Sprintf("%s: half %d", name, h), better: summaryBetter + "0",
			figure: fmt.Sprintf("%s  of %d pairs", s.summary(), s.pairs)})
	}
	return rows
}

// reuseOrNot is the share of pairs where "copy or rewrite" was answered as one
// of the readings has it.
func (s relationScore) reuseOrNot() string {
	return fmt.Sprintf("%.3f", share(s.pairs-s.accused-s.missed, s.pairs))
}

// confusions are the wrong answers, counted.
func (s relationScore) confusions() string {
	var list []string
	for _, k := range sortedKeys(s.confusion) {
		if k[0] != k[1] {
			list = append(list, fmt.Sprintf("%s as %s %d", k[0], k[1], s.confusion[k]))
		}
	}
	if list == nil {
		return "none"
	}
	return strings.Join(list, ", ")
}

// confidences are the answers that were right of those given at each level, with
// the share where a level promises one.
func confidences(by map[string]*tally) string {
	return fmt.Sprintf("high %v (%.3f), medium %v (%.3f), low %v", *by["high"], by["high"].share(), *by["medium"], by["medium"].share(), *by["low"])
}

// A right answer may move from one level to another: only shares can be worse.
const confidencesBetter = "00+00+00"

// measureRewrites scores the invented stories, whose truth holds by construction.
func measureRewrites(b *bench) []row {
	labels, articles := b.data.path("rewrites-dev", "pairs.tsv"), b.data.path("rewrites-dev", "articles.jsonl")
	need(b, labels, articles)
	pairs := pairsOf(b, labels, storyOf)
	said := newAnswers(b.compare(ids(pairs), articles))
	s := scoreRelations(pairs, said, b.misses)
	press := pressPairs(b, labels)
	rows := []row{
		{what: "rewrites: rewrite", figure: s.one("rewrite"), better: oneBetter, goal: "P .90 R .70"},
		{what: "rewrites: accused", figure: fmt.Sprintf("accused %d of %d", s.accused, s.apart), better: "-0", goal: "0"},
		{what: "rewrites: direction", figure: s.directions(), better: directionsBetter, goal: ".90 right"},
		{what: "rewrites: order", figure: orders(pairs, said, b.misses), better: ordersBetter, goal: "wrong 0"},
		{what: "rewrites: two reporters called a rewrite", figure: pressFigure(pairs, press, said), better: "--0", goal: "high 0, any 5 %"},
		{what: "rewrites: all relations", figure: s.summary(), better: summaryBetter},
	}
	rows = append(rows, breakdown("rewrites", s)[len(s.labels()):]...)
	return append(rows, halves("rewrites", pairs, said)...)
}

// storyOf is the story in an id such as rd-03-b.
func storyOf(id string) string {
	if i := strings.LastIndexByte(id, '-'); i > 0 {
		return id[:i]
	}
	return id
}

// pressPairs are the pairs whose note says that the two sides are independent
// reports of one press conference: O-P1, O-P2, P1-P2.
func pressPairs(t testing.TB, labels string) map[[2]string]bool {
	press := map[[2]string]bool{}
	for _, r := range table(t, labels, false) {
		roles, _, _ := strings.Cut(r["note"], ";")
		if roles == "O-P1" || roles == "O-P2" || roles == "P1-P2" || roles == "P1-O" || roles == "P2-O" || roles == "P2-P1" {
			press[[2]string{r["a"], r["b"]}] = true
		}
	}
	return press
}

func pressFigure(pairs []labelledPair, press map[[2]string]bool, said answers) string {
	var high, any, n int
	for _, p := range pairs {
		if !press[[2]string{p.a, p.b}] {
			continue
		}
		n++
		if x := said.of(p); x.Relation == "rewrite" {
			any++
			if x.Confidence == "high" {
				high++
			}
		}
	}
	return fmt.Sprintf("high %d, any %d of %d", high, any, n)
}
