package benchmarks

import "fmt"

// readPairs are pairs of archives that were read by eye, by their ids: whether
// one is a rewrite of the other, or both of a third text. Those of allsides and
// ecbplus were called a rewrite, those of fnc1 were or nearly were.
const readPairs = "read.tsv"

// measureRead counts, where any two articles may meet, how many rewrites of each
// confidence are rewrites by reading. Labelled pairs, which were chosen, say
// nothing of that.
func measureRead(b *bench) []row {
	var rows []row
	for _, corpus := range []string{"allsides", "ecbplus", "fnc1"} {
		articles := b.data.articles(corpus)
		need(b, articles)
		var pairs []labelledPair
		for _, r := range table(b, readPairs, false) {
			if r["set"] == corpus {
				pairs = append(pairs, newLabelledPair(r))
			}
		}
		said := newAnswers(b.compare(ids(pairs), articles))
		by := levels()
		for _, p := range pairs {
			if x := said.of(p); x.Relation == "rewrite" {
				right := p.relation == "rewrite"
				at(by, x.Confidence).count(right)
				if !right {
					b.misses.add(1, corpus+": called a rewrite, "+x.Confidence, p.a+" "+p.b)
				}
			}
		}
		rows = append(rows, row{what: "read: rewrites in " + corpus, goal: "high .95 medium .80", better: confidencesBetter + "0",
			figure: fmt.Sprintf("%s right of called; of %d pairs read", confidences(by), len(pairs))})
	}
	return rows
}
