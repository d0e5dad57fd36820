package benchmarks

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// Direction is measured with the credits taken out of the articles: a copy that
// says whose copy it is needs no inference.

// directedSet is a labelled set with the articles that it speaks of.
type directedSet struct {
	name     string
	pairs    []labelledPair
	articles map[string]map[string]any // JSON records by id
	credits  map[string][]string       // names to take out, by article
}

// agencyNames are the ways in which an agency is named.
var agencyNames = map[string][]string{
	"AP":      {"AP", "Associated Press"},
	"AFP":     {"AFP", "Agence France-Presse", "Agence France Presse"},
	"Reuters": {"Reuters"},
	"PTI":     {"PTI", "Press Trust of India"},
	"UPI":     {"UPI", "United Press International"},
}

// creditFields are the fields of a record that declare an origin.
var creditFields = []string{"credits", "credit", "wire", "source", "canonical", "isBasedOn", "syndicated_from", "dateline"}

// dateFields are the fields that say when an article was published.
var dateFields = []string{"published", "date", "updated", "first_seen"}

// mask takes out of every article the sentences that name an outlet or agency
// that its pairs' labels credit, or the other side's publisher, and the fields
// that declare an origin. With dates, the fields with dates go too.
func (d *directedSet) mask(dates bool) []map[string]any {
	var masked []map[string]any
	for _, id := range sortedKeys(d.articles) {
		x := map[string]any{}
		for k, v := range d.articles[id] {
			x[k] = v
		}
		names := d.credits[id]
		text, _ := x["text"].(string)
		x["text"] = withoutSentences(text, names)
		if byline, _ := x["byline"].(string); namesAny(byline, names) {
			delete(x, "byline")
		}
		for _, f := range creditFields {
			delete(x, f)
		}
		if dates {
			for _, f := range dateFields {
				delete(x, f)
			}
		}
		masked = append(masked, x)
	}
	return masked
}

// names gathers what must be taken out of each article.
func (d *directedSet) names(labels map[[2]string][]string) {
	d.credits = map[string][]string{}
	for _, p := range d.pairs {
		for _, side := range [][2]string{{p.a, p.b}, {p.b, p.a}} {
			names := append([]string(nil), labels[[2]string{p.a, p.b}]...)
			if x := d.articles[side[1]]; x != nil {
				if publisher, _ := x["publisher"].(string); publisher != "" {
					names = append(names, publisher)
				}
			}
			for _, n := range names {
				d.credits[side[0]] = append(d.credits[side[0]], n)
				d.credits[side[0]] = append(d.credits[side[0]], agencyNames[n]...)
			}
		}
	}
}

// withoutSentences leaves out the sentences that name one of the names.
func withoutSentences(text string, names []string) string {
	var out strings.Builder
	for len(text) > 0 {
		n := sentenceEnd(text)
		if s := text[:n]; namesAny(s, names) {
			if strings.HasSuffix(s, "\n") {
				out.WriteString("\n")
			}
		} else {
			out.WriteString(s)
		}
		text = text[n:]
	}
	return out.String()
}

// sentenceEnd is the length of the first sentence: up to a line break, or to a
// full stop, closing marks and a blank before a capital.
func sentenceEnd(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			return i + 1
		case '.', '!', '?':
			rest := strings.TrimLeft(text[i+1:], `"'”’)`)
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
			if strings.HasPrefix(rest, " ") && !unicode.IsLower(next) {
				return len(text) - len(rest) + 1
			}
		}
	}
	return len(text)
}

func namesAny(s string, names []string) bool {
	for _, n := range names {
		if hasWord(s, n) {
			return true
		}
	}
	return false
}

// dated says whether both articles of the pair have a date of publication.
func (d *directedSet) dated(p labelledPair) bool {
	for _, id := range []string{p.a, p.b} {
		x := d.articles[id]
		if x["published"] == nil && x["date"] == nil || x["published"] == "" && x["date"] == nil {
			return false
		}
	}
	return true
}

// directionScore counts the calls of `follows`.
type directionScore struct{ due, dueCalled, called, right int }

func (s *directionScore) count(p labelledPair, d *stemma.Direction) {
	due := p.directed() && p.mayBeReuse()
	called := d != nil && d.Kind == "follows"
	s.due += one(due)
	s.dueCalled += one(due && called)
	s.called += one(called)
	s.right += one(called && p.calls(d))
}

func (s directionScore) String() string {
	return fmt.Sprintf("called for %d of %d, right %d of %d called", s.dueCalled, s.due, s.right, s.called)
}

const directionBetter = "+0+0"

// measureDirection measures who was first without the help of credits, for
// dated and undated pairs apart, and with all dates taken away.
func measureDirection(b *bench) []row {
	var rows []row
	var dated, undated, bare directionScore
	evidence := map[string]*tally{}
	for _, d := range directedSets(b) {
		said := newAnswers(b.compare(ids(d.pairs), writeRecords(b, d.name+".jsonl", d.mask(false))))
		var with, without, none directionScore
		for _, p := range d.pairs {
			x := said.of(p).Direction
			scores := []*directionScore{&without, &undated}
			if d.dated(p) {
				scores = []*directionScore{&with, &dated}
			}
			for _, s := range scores {
				s.count(p, x)
			}
			d.note(p, x, evidence, b.misses)
		}
		stripped := newAnswers(b.compare(ids(d.pairs), writeRecords(b, d.name+"-undated.jsonl", d.mask(true))))
		for _, p := range d.pairs {
			none.count(p, stripped.of(p).Direction)
			bare.count(p, stripped.of(p).Direction)
		}
		rows = append(rows,
			row{what: "direction: " + d.name + ", dated", figure: with.String(), better: directionBetter},
			row{what: "direction: " + d.name + ", undated", figure: without.String(), better: directionBetter},
			row{what: "direction: " + d.name + ", dates taken out", figure: none.String(), better: directionBetter})
	}
	return append([]row{
		{what: "direction: all, dated", figure: dated.String(), better: directionBetter, goal: "half called, .90 right"},
		{what: "direction: all, undated", figure: undated.String(), better: directionBetter, goal: "a third called, .90 right"},
		{what: "direction: all, dates taken out", figure: bare.String(), better: directionBetter, goal: "a third called, .90 right"},
		{what: "direction: evidence", figure: tallies(evidence), better: strings.Repeat("0", len(numbers(tallies(evidence))))},
	}, rows...)
}

// note counts the evidence of a call and lists wrong and missing ones.
func (d *directedSet) note(p labelledPair, x *stemma.Direction, evidence map[string]*tally, m *misses) {
	if x == nil || x.Kind != "follows" {
		if p.directed() && p.mayBeReuse() {
			m.add(1, d.name+": not called", p.a+" "+p.b)
		}
		return
	}
	ok := p.calls(x)
	if !ok {
		m.add(2, d.name+": "+p.direction+" called follows, "+x.Confidence, p.a+" "+p.b)
	}
	seen := map[string]bool{}
	for _, e := range x.Evidence {
		if !seen[e.Code] {
			seen[e.Code] = true
			at(evidence, e.Code).count(ok)
		}
	}
}

// tallies are "name right of said", sorted by name.
func tallies(by map[string]*tally) string {
	var list []string
	for _, k := range sortedKeys(by) {
		list = append(list, k+" "+by[k].String())
	}
	if list == nil {
		return "none"
	}
	return strings.Join(list, ", ")
}

// directedSets are the real pairs, the invented stories and the project's own
// cases, each with only the articles that its pairs name.
func directedSets(b *bench) []*directedSet {
	var sets []*directedSet
	for _, source := range []struct {
		name, labels string
		articles     []string
	}{
		{"real", b.data.path("relations-dev", "pairs.tsv"), realFiles(b)},
		{"invented", b.data.path("rewrites-dev", "pairs.tsv"), []string{b.data.path("rewrites-dev", "articles.jsonl")}},
	} {
		need(b, append(source.articles, source.labels)...)
		d := &directedSet{name: source.name, pairs: pairsOf(b, source.labels, nil)}
		d.articles = namedArticles(b, d.pairs, source.articles)
		labels := map[[2]string][]string{}
		for _, r := range table(b, source.labels, false) {
			for _, names := range []string{r["credit_a"], r["credit_b"]} {
				for _, n := range strings.Split(names, ",") {
					if n = strings.TrimSpace(n); n != "" && n != "-" {
						labels[[2]string{r["a"], r["b"]}] = append(labels[[2]string{r["a"], r["b"]}], n)
					}
				}
			}
		}
		d.names(labels)
		sets = append(sets, d)
	}
	own := &directedSet{name: "own cases", articles: map[string]map[string]any{}}
	for _, c := range readCases(b) {
		own.pairs = append(own.pairs, c.labelledPair)
		for _, x := range []caseArticle{c.a, c.b} {
			text, err := json.Marshal(x)
			require.NoError(b, err)
			var fields map[string]any
			require.NoError(b, json.Unmarshal(text, &fields))
			own.articles[x.ID] = fields
		}
	}
	own.names(nil)
	return append(sets, own)
}

func realFiles(b *bench) (files []string) {
	for _, c := range realCorpora {
		files = append(files, b.data.articles(c))
	}
	return files
}

// namedArticles reads the records that the pairs name.
func namedArticles(b *bench, pairs []labelledPair, files []string) map[string]map[string]any {
	want := map[string]bool{}
	for _, p := range pairs {
		want[p.a], want[p.b] = true, true
	}
	found := map[string]map[string]any{}
	for _, f := range files {
		eachLine(b, f, func(line []byte) {
			if id := idOf(line); want[id] {
				var fields map[string]any
				require.NoError(b, json.Unmarshal(line, &fields))
				found[id] = fields
			}
		})
	}
	require.Len(b, found, len(want), "every article that a label names")
	return found
}
