package benchmarks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/stemma-news/stemma"
)

// rawRecord is a line of JSON that is passed on unread.
type rawRecord = json.RawMessage

// idOf is the id of a record without decoding the whole line: ids stand first.
func idOf(line []byte) string {
	var x struct{ ID string }
	if i := bytes.Index(line, []byte(`", "`)); i > 0 && bytes.HasPrefix(line, []byte(`{"id":`)) {
		if json.Unmarshal(append(append([]byte(nil), line[:i+1]...), '}'), &x) == nil && x.ID != "" {
			return x.ID
		}
	}
	if json.Unmarshal(line, &x) != nil {
		return ""
	}
	return x.ID
}

// invented is one saying of the invented stories, whose truth is known.
type invented struct {
	ID, Story, Speaker string
	Earliest           string // the article provably first, or ""
	Origin             struct{ Kind, Outlet, Handle string }
	Carriers           []struct {
		Article, Text, Wording string
		Start, End             int
	}
	Reported []struct {
		Article    string
		Start, End int
	}
}

// utteranceScore counts the sayings of the invented stories.
type utteranceScore struct {
	carriers, found         int
	joined, joinable, mixed int
	multi, speaker, origin  int
	altered, named, seen    int
	first, firstRight       int
	noFirst, claimed        int
	reported, matched       int
}

func scoreUtterances(truth []invented, l ledger, m *misses) utteranceScore {
	var s utteranceScore
	members := map[string]map[string]bool{} // true sayings by the library's utterance
	for _, u := range truth {
		quotes := make([]*stemma.Quote, len(u.Carriers))
		articles := map[string]bool{}
		for i, c := range u.Carriers {
			quotes[i] = l.find(c.Article, stemma.Span{Start: c.Start, End: c.End})
			articles[c.Article] = true
			s.carriers++
			s.found += one(quotes[i] != nil)
			if quotes[i] == nil {
				m.add(.6, "carrier not found, "+c.Wording, fmt.Sprintf("%s %s %d", u.ID, c.Article, c.Start))
				continue
			}
			if id := quotes[i].Utterance; id != "" {
				if members[id] == nil {
					members[id] = map[string]bool{}
				}
				members[id][u.ID] = true
			}
		}
		if len(articles) > 1 {
			s.utterance(u, quotes, l, m)
		}
	}
	for _, id := range sortedKeys(members) {
		if len(members[id]) > 1 {
			s.mixed++
			m.add(3, "two sayings in one utterance", strings.Join(sortedKeys(members[id]), " "))
		}
	}
	return s
}

// mainUtterance is the utterance that most of the quotes belong to, the first
// met of those that tie.
func mainUtterance(quotes []*stemma.Quote) string {
	count := map[string]int{}
	for _, q := range quotes {
		if q != nil && q.Utterance != "" {
			count[q.Utterance]++
		}
	}
	best := ""
	for _, q := range quotes {
		if q != nil && q.Utterance != "" && count[q.Utterance] > count[best] {
			best = q.Utterance
		}
	}
	return best
}

func (s *utteranceScore) utterance(u invented, quotes []*stemma.Quote, l ledger, m *misses) {
	s.multi++
	main := mainUtterance(quotes)
	for i, q := range quotes {
		if q == nil {
			continue
		}
		s.joinable++
		ok := main != "" && q.Utterance == main
		s.joined += one(ok)
		if !ok {
			m.add(1, "carrier not joined, "+u.Carriers[i].Wording, fmt.Sprintf("%s %s %d", u.ID, u.Carriers[i].Article, u.Carriers[i].Start))
		}
	}
	v := l.utterances[main]
	if v == nil {
		v = &stemma.Utterance{}
	}
	s.wordings(u, quotes, v, m)
	kind := originKind(u.Origin.Kind)
	want := outletOf(u.Origin.Outlet, "")
	ok := kindOf(v.Origin.Kind) == kind && (kind != "interview" && kind != "post" || want == "" ||
		sameOutlet(outletOf(v.Origin.Outlet, v.Origin.Handle), want, ""))
	s.origin += one(ok)
	if !ok {
		m.add(.8, "origin "+kind+" answered "+kindOf(v.Origin.Kind), u.ID)
	}
	ok = sameName(speakerOf(v.Speaker), u.Speaker)
	s.speaker += one(ok)
	if !ok {
		m.add(.8, "speaker of an utterance", u.ID)
	}
	s.firsts(u, v, m)
	s.reports(u, v, m)
}

// wordings counts the altered ones; the fullest wording is left out, because
// the archive has nothing fuller to hold it against.
func (s *utteranceScore) wordings(u invented, quotes []*stemma.Quote, v *stemma.Utterance, m *misses) {
	change := map[string]string{}
	for _, w := range v.Wordings {
		change[w.Quote] = w.Change
	}
	longest := 0
	for i, c := range u.Carriers {
		if len(wordsOf(c.Text)) > len(wordsOf(u.Carriers[longest].Text)) {
			longest = i
		}
	}
	for i, c := range u.Carriers {
		if i == longest || quotes[i] == nil || c.Wording != "undisclosed-cut" && c.Wording != "number-changed" && c.Wording != "substituted" {
			continue
		}
		got := change[quotes[i].ID]
		s.altered++
		s.named += one(got == c.Wording)
		s.seen += one(got != "" && got != "same" && got != "cut")
		if got != c.Wording {
			m.add(1, "wording "+c.Wording+" answered "+got, fmt.Sprintf("%s %s %d", u.ID, c.Article, c.Start))
		}
	}
}

func (s *utteranceScore) firsts(u invented, v *stemma.Utterance, m *misses) {
	if u.Earliest == "" {
		s.noFirst++
		s.claimed += one(v.First.Provable)
		if v.First.Provable {
			m.add(2.5, "first claimed without proof", u.ID)
		}
		return
	}
	s.first++
	ok := v.First.Provable && len(v.First.Articles) == 1 && v.First.Articles[0] == u.Earliest
	s.firstRight += one(ok)
	if !ok {
		m.add(1+float64(one(v.First.Provable)), "provable first", u.ID)
	}
}

func (s *utteranceScore) reports(u invented, v *stemma.Utterance, m *misses) {
	for _, r := range u.Reported {
		s.reported++
		ok := false
		for _, x := range v.Reported {
			n := min(x.End, r.End) - max(x.Start, r.Start)
			ok = ok || x.Article == r.Article && float64(n) >= .5*float64(r.End-r.Start)
		}
		s.matched += one(ok)
		if !ok {
			m.add(.5, "reported speech not matched", fmt.Sprintf("%s %s %d", u.ID, r.Article, r.Start))
		}
	}
}

// clauses are what score_ledger.py says of the utterances, a clause each.
func (s utteranceScore) clauses() []string {
	return []string{
		fmt.Sprintf("utterances: carriers found %d of %d", s.found, s.carriers),
		fmt.Sprintf("joined %d of %d", s.joined, s.joinable),
		fmt.Sprintf("clusters that mix two utterances %d", s.mixed),
		fmt.Sprintf("speaker %d of %d", s.speaker, s.multi),
		fmt.Sprintf("origin %d of %d", s.origin, s.multi),
		fmt.Sprintf("altered wordings named %d (seen %d) of %d", s.named, s.seen, s.altered),
		fmt.Sprintf("provable first right %d of %d, claimed without proof %d of %d", s.firstRight, s.first, s.claimed, s.noFirst),
		fmt.Sprintf("reported speech %d of %d", s.matched, s.reported),
	}
}

var (
	clauseBetter = []string{"+0", "+0", "-", "+0", "+0", "++0", "+0-0", "+0"}
	clauseGoals  = []string{"", ".90", "0", "", "", ".85", ".95, 0", ".60"}
	clauseNames  = []string{"carriers", "joining", "mixed", "speakers", "origins", "altered wordings", "first", "reported speech"}
)

// measureLedger scores origins, joins and names on hand labels, and utterances
// on the invented stories.
func measureLedger(b *bench) []row {
	truth, articles := b.data.path("rewrites-dev", "utterances.jsonl"), b.data.path("rewrites-dev", "articles.jsonl")
	need(b, truth, articles)
	q := readQuoteLabels(b)
	file := q.labelledArticles(b)
	sure := quoteLabels{sureOnly(q.origins), sureOnly(q.joins), sureOnly(q.speakers)}
	l := newLedger(b.quotes(file))
	rows := scoreLabels(sure, l, b.misses).rowsFor("ledger: ")
	var sayings []invented
	eachRecord(b, truth, func(u invented) { sayings = append(sayings, u) })
	stories := newLedger(b.quotes(articles))
	for i, c := range scoreUtterances(sayings, stories, b.misses).clauses() {
		rows = append(rows, row{what: "ledger: utterances, " + clauseNames[i], figure: strings.TrimPrefix(c, "utterances: "), better: clauseBetter[i], goal: clauseGoals[i]})
	}
	for h := 1; h <= 2; h++ {
		rows = append(rows, scoreLabels(sure.in(h), l, nil).rowsFor(fmt.Sprintf("ledger: half %d, ", h))...)
		var part []invented
		for _, u := range sayings {
			if half("rd-"+u.Story) == h {
				part = append(part, u)
			}
		}
		rows = append(rows, row{what: fmt.Sprintf("ledger: half %d, utterances", h), better: strings.Join(clauseBetter, ""),
			figure: strings.TrimPrefix(strings.Join(scoreUtterances(part, stories, nil).clauses(), "; "), "utterances: ")})
	}
	return rows
}
