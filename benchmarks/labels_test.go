package benchmarks

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// labelScore counts the hand labels on origins, names and joins.
type labelScore struct {
	found, rows              int // origins: quotes found, labelled
	right, stated, kindAlone int
	saidStated, wrong, none  int // origins said on stated rows; said where there is none; rows without one
	before, beforeRight      int // inherited from further up
	speakers, speakersSaid   int
	speakersDue              int
	names, namesSaid         int
	nameRows                 int
	long, short              joinScore
}

// joinScore counts pairs of quotes that are one utterance, or not.
type joinScore struct{ right, same, wrong, different, lost int }

func (j joinScore) String() string {
	return fmt.Sprintf("right %d of %d, wrong %d of %d, not found %d", j.right, j.same, j.wrong, j.different, j.lost)
}

// quoteLabels are the tables of hand labels.
type quoteLabels struct{ origins, joins, speakers []record }

// sureOnly leaves out the rows on which a careful reader may differ.
func sureOnly(rows []record) (kept []record) {
	for _, r := range rows {
		if r["sure"] == "" || r["sure"] == "1" {
			kept = append(kept, r)
		}
	}
	return kept
}

// in keeps the rows whose group is in the given half.
func (q quoteLabels) in(h int) quoteLabels {
	var ends [][2]string
	for _, r := range q.joins {
		ends = append(ends, [2]string{r["article_a"], r["article_b"]})
	}
	joined := groupPairs(ends)
	keep := func(rows []record, column string) (kept []record) {
		for _, r := range rows {
			if half(joined.find(r[column])) == h {
				kept = append(kept, r)
			}
		}
		return kept
	}
	return quoteLabels{keep(q.origins, "article"), keep(q.joins, "article_a"), keep(q.speakers, "article")}
}

func spanIn(r record, suffix string) stemma.Span {
	start, _ := strconv.Atoi(r["start"+suffix])
	end, _ := strconv.Atoi(r["end"+suffix])
	return stemma.Span{Start: start, End: end}
}

func scoreLabels(q quoteLabels, l ledger, m *misses) labelScore {
	s := labelScore{rows: len(q.origins), nameRows: len(q.speakers)}
	for _, r := range q.origins {
		s.origin(r, l, m)
	}
	for _, r := range q.joins {
		s.join(r, l, m)
	}
	for _, r := range q.speakers {
		place := r["article"] + " " + r["start"]
		x := l.find(r["article"], spanIn(r, ""))
		if x == nil {
			m.add(.6, "quote of a name not found", place)
			continue
		}
		name := speakerOf(x.Speaker)
		s.namesSaid += one(name != "")
		ok := sameName(name, r["name"])
		s.names += one(ok)
		if !ok {
			m.add(.7+.2*float64(one(name != "")), map[bool]string{true: "wrong name, ", false: "no name, "}[name != ""]+r["mention_type"], place)
		}
	}
	return s
}

func (s *labelScore) origin(r record, l ledger, m *misses) {
	place := r["article"] + " " + r["start"]
	q := l.find(r["article"], spanIn(r, ""))
	if q == nil {
		m.add(.6, "quote of an origin not found", place)
		return
	}
	s.found++
	kind, o := kindOf(q.Origin.Kind), q.Origin
	if r["kind"] == "unknown" {
		s.none++
		s.wrong += one(kind != "unknown")
		if kind != "unknown" {
			m.add(2, "false origin "+kind, place)
		}
	} else {
		s.stated++
		s.saidStated += one(kind != "unknown")
		sameKind := kind == originKind(r["kind"])
		ok := sameKind && (kind == "speech" || kind == "document" ||
			sameOutlet(outletOf(o.Outlet, o.Handle), r["outlet"], l.publisher[r["article"]]))
		s.kindAlone += one(sameKind)
		s.right += one(ok)
		if r["scope"] == "before" {
			s.before++
			s.beforeRight += one(ok)
		}
		if !ok {
			m.add(1+.5*float64(one(kind != "unknown")), fmt.Sprintf("origin %s (%s) answered %s%s", originKind(r["kind"]), r["scope"], kind,
				map[bool]string{true: " of another outlet"}[sameKind]), place)
		}
	}
	name := speakerOf(q.Speaker)
	s.speakersDue += one(r["speaker"] != "" && r["speaker"] != "-")
	s.speakersSaid += one(name != "")
	s.speakers += one(sameName(name, r["speaker"]))
}

// longBytes is the length from which a quote has about 12 words.
const longBytes = 70

func (s *labelScore) join(r record, l ledger, m *misses) {
	x, y := spanIn(r, "_a"), spanIn(r, "_b")
	a, b := l.find(r["article_a"], x), l.find(r["article_b"], y)
	place := fmt.Sprintf("%s %d %s %d", r["article_a"], x.Start, r["article_b"], y.Start)
	j, size := &s.short, "short"
	if min(x.End-x.Start, y.End-y.Start) >= longBytes {
		j, size = &s.long, "long"
	}
	if a == nil || b == nil {
		j.lost++
		return
	}
	joined := a.Utterance != "" && a.Utterance == b.Utterance
	if r["relation"] == "different" {
		j.different++
		j.wrong += one(joined)
		if joined {
			m.add(3, "wrong join, "+size, place)
		}
		return
	}
	j.same++
	j.right += one(joined)
	if !joined {
		m.add(1, "missed join, "+size+", "+r["relation"]+" "+r["change"], place)
	}
}

// The lines are worded as score_ledger.py words them.

func (s labelScore) origins() string {
	said := s.saidStated + s.wrong
	return fmt.Sprintf("origins: found %d of %d; right %d of %d stated (kind alone %d), precision %.3f; inherited right %d of %d; false origins %d of %d",
		s.found, s.rows, s.right, s.stated, s.kindAlone, float64(s.right)/float64(max(1, said)), s.beforeRight, s.before, s.wrong, s.none)
}

func (s labelScore) speakersLine() string {
	return fmt.Sprintf("speakers of those: right %d of %d said, %d due", s.speakers, s.speakersSaid, s.speakersDue)
}

func (s labelScore) namesLine() string {
	return fmt.Sprintf("names: right %d of %d said, %d rows", s.names, s.namesSaid, s.nameRows)
}

// lines are what score_ledger.py prints for the labels.
func (s labelScore) lines() []string {
	lines := []string{s.origins(), s.speakersLine()}
	for _, j := range []struct {
		size string
		joinScore
	}{{"<12", s.short}, {">=12", s.long}} {
		if j.joinScore != (joinScore{}) {
			lines = append(lines, "joins "+j.size+" words (about): "+j.String())
		}
	}
	return append(lines, s.namesLine())
}

// rowsFor are the lines as rows of the table.
func (s labelScore) rowsFor(name string) []row {
	return []row{
		{what: name + "origins", figure: strings.TrimPrefix(s.origins(), "origins: "), better: "+0+0+++0-0", goal: ".85, inherited .75, false 5 %"},
		{what: name + "speakers of those", figure: strings.TrimPrefix(s.speakersLine(), "speakers of those: "), better: "+00"},
		{what: name + "joins below 12 words (about)", figure: s.short.String(), better: "+0-0-", goal: "recall .90, wrong 3 %"},
		{what: name + "joins from 12 words (about)", figure: s.long.String(), better: "+0-0-", goal: "recall .90, wrong 0"},
		{what: name + "names", figure: strings.TrimPrefix(s.namesLine(), "names: "), better: "+00", goal: ".92"},
	}
}

// readQuoteLabels reads the tables.
func readQuoteLabels(b *bench) quoteLabels {
	read := func(name string) []record {
		need(b, b.data.path("quotes-dev", name))
		return table(b, b.data.path("quotes-dev", name), false)
	}
	return quoteLabels{read("origins.tsv"), read("joins.tsv"), read("speakers.tsv")}
}

// labelledArticles writes the articles that the labels name into one file: each
// label's corpus, up to an ending "-test", is a folder.
func (q quoteLabels) labelledArticles(b *bench) string {
	want := map[string]map[string]bool{}
	for _, rows := range [][]record{q.origins, q.joins, q.speakers} {
		for _, r := range rows {
			for _, column := range []string{"article", "article_a", "article_b"} {
				if r[column] != "" {
					corpus, _, _ := strings.Cut(r["corpus"], "-test")
					if want[corpus] == nil {
						want[corpus] = map[string]bool{}
					}
					want[corpus][r[column]] = true
				}
			}
		}
	}
	var lines []rawRecord
	for _, corpus := range sortedKeys(want) {
		need(b, b.data.articles(corpus))
		eachLine(b, b.data.articles(corpus), func(line []byte) {
			if want[corpus][idOf(line)] {
				lines = append(lines, append(rawRecord(nil), line...))
			}
		})
	}
	require.NotEmpty(b, lines)
	return writeRecords(b, "ledger.jsonl", lines)
}
