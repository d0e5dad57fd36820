package benchmarks

import "fmt"

// readPairs are pairs of archives that were read by eye, by their ids: what the one
// is to the other. "other" is any relation but a rewrite. A row is for fitting the
// model, or held out of it with all of its story.
const readPairs = "read.tsv"

// measureRead counts, where any two articles may meet, how many rewrites of each
// confidence are rewrites by reading, and how many rewrites are called. Labelled
// pairs, which were chosen, say nothing of that.
func measureRead(b *bench) []row {
	var rows []row
	held := readScore{by: levels()}
	for _, corpus := range []string{"allsides", "ecbplus", "fnc1", "helsinki"} {
		articles := b.data.articles(corpus)
		need(b, articles)
		var pairs []readPair
		for _, r := range table(b, readPairs, false) {
			if r["set"] == corpus {
				pairs = append(pairs, readPair{newLabelledPair(r), r["use"] == "held"})
			}
		}
		said := newAnswers(b.compare(readIDs(pairs), articles))
		all := readScore{by: levels()}
		for _, p := range pairs {
			all.count(p, said)
			if p.held {
				held.count(p, said)
			}
			if x := said.of(p.labelledPair); x.Relation == "rewrite" && p.relation != "rewrite" {
				b.misses.add(1, corpus+": called a rewrite, "+x.Confidence, p.a+" "+p.b)
			}
		}
		rows = append(rows, all.row("read: rewrites in "+corpus))
	}
	return append(rows, held.row("read: held out of the fit"))
}

// readPair is a labelled pair that may be held out of the fit.
type readPair struct {
	labelledPair
	held bool
}

func readIDs(pairs []readPair) [][2]string {
	var list [][2]string
	for _, p := range pairs {
		list = append(list, [2]string{p.a, p.b})
	}
	return list
}

// readScore counts the rewrites called among pairs that were read.
type readScore struct {
	by                          map[string]*tally // by confidence, as they were labelled
	allowed, called, due, found int               // right by some reading; called; labelled rewrites; of these called
	pairs                       int
}

func (s *readScore) count(p readPair, said answers) {
	s.pairs++
	rewrite := p.relation == "rewrite"
	s.due += one(rewrite)
	if x := said.of(p.labelledPair); x.Relation == "rewrite" {
		at(s.by, x.Confidence).count(rewrite)
		s.called++
		s.found += one(rewrite)
		s.allowed += one(p.right("rewrite"))
	}
}

func (s *readScore) row(what string) row {
	return row{what: what, goal: "high .95 medium .80", better: confidencesBetter + "00+00",
		figure: fmt.Sprintf("%s right of called; with the second reading %d of %d; found %d of %d; of %d pairs read",
			confidences(s.by), s.allowed, s.called, s.found, s.due, s.pairs)}
}
