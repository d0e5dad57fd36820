package benchmarks

import (
	"encoding/json"
	"os"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// sampleTruth is what the demo's sample articles should give; its form is told
// in testdata/README.md.
type sampleTruth struct {
	Published   map[string]*string
	NotBefore   map[string]string `json:"not_before"`
	Credits     []struct{ File, Agency string }
	Pairs       []samplePair
	Quotes      []sampleQuote
	Utterances  []sampleUtterance
	MustNotJoin [][2]string `json:"must_not_join"`
	Reported    []struct {
		File, Text, Quote string
		MayAlso           []string `json:"may_also"`
	}
	Furniture []struct{ File, Text string }
}

type samplePair struct {
	A, B       string
	Relation   []string
	Credited   bool
	Version    bool
	SameOutlet bool `json:"same_outlet"`
	Reason     string
	First      string
	Direction  *struct {
		Kind             []string
		From, To, Source string
	}
	Forbidden *struct{ From, To string } `json:"forbidden_follows"`
}

type sampleQuote struct {
	ID, File, Kind string
	Segments       []string
	Speaker        []*string
	Via            []string
	Origin         struct {
		Kind   []string
		Outlet []*string
		Handle string
	}
}

type sampleUtterance struct {
	Members  []string
	MayAlso  []string `json:"may_also"`
	Wordings map[string]string
	First    []string
	Provable *bool
}

// sampleScore holds the answers for the samples against their truth.
type sampleScore struct {
	*checks
	truth    sampleTruth
	text     func(id string) string
	articles map[string]*stemma.Article
	shelf    shelf
	quotes   map[string]*stemma.Quote // by the truth's id
}

func scoreSamples(truth sampleTruth, text func(string) string, scan, quotes *stemma.Result, m *misses) *checks {
	s := sampleScore{newChecks(m), truth, text, map[string]*stemma.Article{}, newShelf(quotes, func(id string) string { return id }), map[string]*stemma.Quote{}}
	for i := range quotes.Articles {
		s.articles[quotes.Articles[i].ID] = &quotes.Articles[i]
	}
	s.articleFacts()
	s.pairs(scan)
	for _, t := range truth.Quotes {
		s.quote(t)
	}
	s.utterances(quotes)
	s.reports(quotes)
	return s.checks
}

// place is where a text stands in an article: it occurs once. Nil is nowhere.
func (s *sampleScore) place(file, text string) reach {
	i := strings.Index(s.text(file), text)
	if i < 0 {
		return nil
	}
	return newReach([]stemma.Span{{Start: i, End: i + len(text)}})
}

func (s *sampleScore) articleFacts() {
	s.class = "published"
	for _, f := range sortedKeys(s.truth.Published) {
		said := ""
		if a := s.articles[f]; a != nil && a.Published != nil && a.Published.Earliest != nil {
			said = *a.Published.Earliest
		}
		if d := s.truth.Published[f]; d == nil {
			s.that(said == "", "%s", f)
		} else {
			s.that(said != "" && nearDay(said, (*d)[:10]), "%s", f)
		}
	}
	for _, f := range sortedKeys(s.truth.NotBefore) {
		a := s.articles[f]
		s.that(a != nil && a.NotBefore != nil && *a.NotBefore == s.truth.NotBefore[f], "%s not before", f)
	}
	s.class = "credits"
	for _, c := range s.truth.Credits {
		ok := false
		if a := s.articles[c.File]; a != nil {
			for _, x := range a.Credits {
				ok = ok || sameOutlet(x.Agency, c.Agency, "")
			}
		}
		s.that(ok, "%s", c.File)
	}
	s.class = "furniture"
	for _, f := range s.truth.Furniture {
		want := s.place(f.File, f.Text)
		var said reach
		if a := s.articles[f.File]; a != nil {
			said = newReach(a.Furniture)
		}
		// Text that the main-text reader already left out is right too.
		s.that(want == nil || float64(said.in(want)) >= .8*float64(want.size()), "%s", f.File)
	}
}

func (s *sampleScore) pairs(r *stemma.Result) {
	said := newAnswers(r)
	for _, t := range s.truth.Pairs {
		p := said.of(labelledPair{a: t.A, b: t.B})
		place := t.A + " " + t.B
		s.class = "relation"
		s.that(slices.Contains(t.Relation, p.Relation), "%s", place)
		s.class = "pair facts"
		if reuse[p.Relation] || p != unlisted {
			s.that((p.Credited != nil) == t.Credited, "%s credited", place)
			s.that(p.Version == t.Version, "%s version", place)
			s.that(p.SameOutlet == t.SameOutlet, "%s same outlet", place)
		}
		if t.First != "" {
			s.that(p.Order != nil && p.Order.First == t.First, "%s order", place)
		}
		s.class = "direction"
		s.direction(t, p, place)
	}
}

func (s *sampleScore) direction(t samplePair, p *stemma.Pair, place string) {
	d := p.Direction
	if t.Direction == nil {
		s.that(d == nil, "%s none", place)
		return
	}
	if d == nil {
		s.that(false, "%s", place)
		return
	}
	ok := slices.Contains(t.Direction.Kind, d.Kind)
	if d.Kind == "follows" {
		ok = ok && d.From == t.Direction.From && d.To == t.Direction.To
	}
	if d.Kind == "common-source" && t.Direction.Source != "" {
		ok = ok && d.Source != ""
	}
	s.that(ok, "%s", place)
	if f := t.Forbidden; f != nil {
		s.that(d.Kind != "follows" || d.From != f.From || d.To != f.To, "%s forbidden", place)
	}
}

func (s *sampleScore) quote(t sampleQuote) {
	var want []stemma.Span
	for _, text := range t.Segments {
		want = append(want, s.place(t.File, text)...)
	}
	q := s.shelf.find(t.File, newReach(want), len(t.Segments))
	s.quotes[t.ID] = q
	s.class = "quotes"
	s.that(q != nil && q.Kind == t.Kind, "%s", t.ID)
	if q == nil {
		return
	}
	s.class = "speakers"
	s.that(anyName(speakerOf(q.Speaker), t.Speaker), "%s", t.ID)
	for _, v := range t.Via {
		ok := false
		for _, x := range q.Via {
			ok = ok || sameName(x.Name, v)
		}
		s.that(ok, "%s via", t.ID)
	}
	s.class = "origins"
	ok := slices.Contains(t.Origin.Kind, kindOf(q.Origin.Kind))
	if kindOf(q.Origin.Kind) != "unknown" && kindOf(q.Origin.Kind) != "speech" {
		outlet := false
		for _, o := range t.Origin.Outlet {
			outlet = outlet || o == nil && q.Origin.Outlet == "" || o != nil && sameOutlet(q.Origin.Outlet, *o, "")
		}
		ok = ok && outlet
	}
	if t.Origin.Handle != "" {
		ok = ok && strings.EqualFold(q.Origin.Handle, t.Origin.Handle)
	}
	s.that(ok, "%s", t.ID)
}

func (s *sampleScore) utterance(id string) string {
	if q := s.quotes[id]; q != nil {
		return q.Utterance
	}
	return ""
}

func (s *sampleScore) utterances(r *stemma.Result) {
	said := map[string]*stemma.Utterance{}
	for i := range r.Utterances {
		said[r.Utterances[i].ID] = &r.Utterances[i]
	}
	for _, t := range s.truth.Utterances {
		s.class = "utterances"
		name := strings.Join(t.Members, " ")
		main := s.utterance(t.Members[0])
		joined := main != ""
		for _, m := range t.Members {
			joined = joined && s.utterance(m) == main
		}
		s.that(joined, "%s", name)
		u := said[main]
		if !joined || u == nil {
			continue
		}
		s.class = "wordings"
		for _, id := range sortedKeys(t.Wordings) {
			got := ""
			for _, w := range u.Wordings {
				if w.Quote == s.quotes[id].ID {
					got = w.Change
				}
			}
			s.that(got == t.Wordings[id], "%s", id)
		}
		s.class = "first"
		if t.Provable != nil {
			s.that(u.First.Provable == *t.Provable, "%s provable", name)
		}
		if t.First != nil {
			s.that(strings.Join(slices.Sorted(slices.Values(u.First.Articles)), " ") == strings.Join(t.First, " "), "%s first", name) // a set
		}
	}
	s.class = "apart"
	for _, p := range s.truth.MustNotJoin {
		a, b := s.utterance(p[0]), s.utterance(p[1])
		s.that(a == "" || a != b, "%s %s", p[0], p[1])
	}
}

func (s *sampleScore) reports(r *stemma.Result) {
	s.class = "reported"
	for _, t := range s.truth.Reported {
		want := s.place(t.File, t.Text)
		hit := false
		for _, u := range r.Utterances {
			for _, x := range u.Reported {
				if x.Article != t.File || 2*newReach([]stemma.Span{{Start: x.Start, End: x.End}}).in(want) < want.size() {
					continue
				}
				for _, id := range append([]string{t.Quote}, t.MayAlso...) {
					hit = hit || s.quotes[id] != nil && s.quotes[id].ID == x.Quote
				}
			}
		}
		s.that(hit, "%s %s", t.File, t.Quote)
	}
}

// measureSamples asks every question about the sample articles of the demo.
// They need no data folder.
func measureSamples(b *bench) []row {
	file, err := os.ReadFile("../testdata/samples-truth.json")
	require.NoError(b, err)
	var truth sampleTruth
	require.NoError(b, json.Unmarshal(file, &truth))
	require.NotEmpty(b, truth.Pairs)
	dir := b.TempDir()
	require.NoError(b, os.CopyFS(dir, stemma.Samples()))
	a := b.open([]string{dir})
	for _, f := range sortedKeys(truth.Published) {
		require.Containsf(b, a.IDs(), f, "the truth speaks of %s, which was not read", f)
	}
	c := scoreSamples(truth, a.Text, b.scan(dir), b.quotes(dir), b.misses)
	rows := []row{{what: "samples", figure: c.total().String() + " checks hold", better: "+0", goal: "all"}}
	for _, name := range c.names {
		rows = append(rows, row{what: "samples: " + name, figure: c.by[name].String(), better: "+0"})
	}
	return rows
}
