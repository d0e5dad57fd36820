package benchmarks

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// seedTruth is what is known of the five seed articles.
type seedTruth struct {
	Quotes     []seedQuote
	NotQuotes  []seedSpan `json:"not_quotes"`
	Utterances []struct {
		ID      string
		Members []string
		Origin  *struct{ Outlet string }
		First   *struct{ Articles []string } `json:"first_in_archive"`
		Wording *struct{ Quote, Change string }
	}
	MustNotJoin [][2]string `json:"must_not_join"`
	Reported    []struct {
		seedSpan
		Quotes   []string
		Required bool
	}
	Pairs     []seedPair
	Published map[string]*string
	NotBefore map[string]*string `json:"not_before"`
	Furniture []seedSpan
}

type seedSpan struct {
	File       string
	Start, End int
}

func (s seedSpan) reach() reach { return newReach([]stemma.Span{{Start: s.Start, End: s.End}}) }

type seedQuote struct {
	ID, File string
	Required bool
	Segments []stemma.Span
	Speaker  []*string
	Via      []*string
	Origin   *struct{ Kind, Outlet, Handle string }
}

type seedPair struct {
	A, B     string
	Relation []string
	Evidence *struct {
		Run struct{ A, B [2]int } `json:"own_voice_run"`
	}
}

// seedScore holds the answers for the seeds against their truth.
type seedScore struct {
	*checks
	articles   map[string]*stemma.Article
	utterances map[string]*stemma.Utterance
	shelf      shelf
	quotes     map[string]*stemma.Quote // by the truth's id
}

// scoreSeeds asks every question of the truth; ids are file names.
func scoreSeeds(truth seedTruth, scan, quotes *stemma.Result, m *misses) *checks {
	s := seedScore{newChecks(m), map[string]*stemma.Article{}, map[string]*stemma.Utterance{}, newShelf(quotes, filepath.Base), map[string]*stemma.Quote{}}
	for _, r := range []*stemma.Result{scan, quotes} {
		for i := range r.Articles {
			s.articles[filepath.Base(r.Articles[i].ID)] = &r.Articles[i]
		}
	}
	for i := range quotes.Utterances {
		s.utterances[quotes.Utterances[i].ID] = &quotes.Utterances[i]
	}
	for _, t := range truth.Quotes {
		q := s.shelf.find(t.File, newReach(t.Segments), len(t.Segments))
		s.quotes[t.ID] = q
		if t.Required {
			s.quote(t, q)
		}
	}
	s.joins(truth)
	s.reported(truth, quotes)
	s.pairs(truth, scan)
	s.articleFacts(truth)
	return s.checks
}

func (s *seedScore) quote(t seedQuote, q *stemma.Quote) {
	s.class = "quote"
	s.that(q != nil, "%s", t.ID)
	if q == nil {
		return
	}
	s.class = "speaker"
	s.that(anyName(speakerOf(q.Speaker), t.Speaker), "%s", t.ID)
	if len(t.Via) > 0 {
		ok := false
		for _, v := range q.Via {
			ok = ok || anyName(v.Name, t.Via)
		}
		s.that(ok, "%s via", t.ID)
	}
	if t.Origin == nil {
		return
	}
	s.class = "origin"
	said, right := strings.ToLower(q.Origin.Outlet), strings.ToLower(t.Origin.Outlet)
	x := []string{"x", "twitter", "x (twitter)", "x/twitter"}
	if slices.Contains(x, right) {
		s.that(slices.Contains(x, said), "%s outlet", t.ID)
	} else if right != "" {
		right = strings.ReplaceAll(right, "the ", "")
		s.that(strings.Contains(said, right[:min(8, len(right))]), "%s outlet", t.ID)
	}
	if h := t.Origin.Handle; h != "" {
		s.that(strings.Contains(strings.ToLower(q.Origin.Handle), strings.TrimLeft(strings.ToLower(h), "@")), "%s handle", t.ID)
	}
	if k := t.Origin.Kind; k != "" && k != "call" && k != "meeting" {
		s.that(kindOf(q.Origin.Kind) == k, "%s kind", t.ID)
	}
}

// utterance is the id of the utterance of a quote of the truth, "" for none.
func (s *seedScore) utterance(id string) string {
	if q := s.quotes[id]; q != nil {
		return q.Utterance
	}
	return ""
}

func (s *seedScore) joins(truth seedTruth) {
	s.class = "no quote"
	for _, n := range truth.NotQuotes {
		ok := true
		for _, x := range s.shelf[n.File] {
			ok = ok && !x.reach.near(n.reach())
		}
		s.that(ok, "%s %d", n.File, n.Start)
	}
	for _, v := range truth.Utterances {
		s.class = "utterance"
		id := s.utterance(v.Members[0])
		joined := id != ""
		for _, m := range v.Members {
			joined = joined && s.utterance(m) == id
		}
		s.that(joined, "%s joined", v.ID)
		if !joined {
			continue
		}
		u := s.utterances[id]
		if u == nil {
			u = &stemma.Utterance{}
		}
		if v.Origin != nil {
			s.that(strings.Contains(strings.ToLower(u.Origin.Outlet), strings.ToLower(v.Origin.Outlet)) && !u.Origin.InArchive, "%s origin", v.ID)
		}
		if v.First != nil {
			s.that(sameFiles(u.First.Articles, v.First.Articles) && !u.First.Provable, "%s first", v.ID)
		}
		if v.Wording != nil {
			s.that(s.wording(u, v.Wording.Quote, v.Wording.Change, v.ID == "V2"), "%s wording", v.ID)
		}
	}
	s.class = "apart"
	for _, p := range truth.MustNotJoin {
		if s.quotes[p[0]] != nil && s.quotes[p[1]] != nil {
			s.that(s.utterance(p[0]) == "" || s.utterance(p[0]) != s.utterance(p[1]), "%s %s", p[0], p[1])
		}
	}
}

func sameFiles(ids, files []string) bool {
	if len(ids) != len(files) {
		return false
	}
	for i := range ids {
		if filepath.Base(ids[i]) != files[i] {
			return false
		}
	}
	return true
}

// wording asks for the change of a quote by name, or else for any change.
func (s *seedScore) wording(u *stemma.Utterance, quote, change string, byName bool) bool {
	q := s.quotes[quote]
	if q == nil {
		return false
	}
	said, altered := "", false
	for i := len(u.Wordings) - 1; i >= 0; i-- {
		w := u.Wordings[i]
		if w.Quote == q.ID {
			said = w.Change
		}
		altered = altered || w.Change != "same"
	}
	if byName {
		return said == change
	}
	return said != "" && altered
}

func (s *seedScore) reported(truth seedTruth, r *stemma.Result) {
	s.class = "reported"
	for _, t := range truth.Reported {
		if !t.Required {
			continue
		}
		hit := false
		for _, u := range r.Utterances {
			for _, x := range u.Reported {
				n := newReach([]stemma.Span{{Start: x.Start, End: x.End}}).in(t.reach())
				if filepath.Base(x.Article) != t.File || 2*n < t.End-t.Start {
					continue
				}
				for _, id := range t.Quotes {
					hit = hit || s.quotes[id] != nil && s.quotes[id].ID == x.Quote
				}
			}
		}
		s.that(hit, "%s %d", t.File, t.Start)
	}
}

func (s *seedScore) pairs(truth seedTruth, r *stemma.Result) {
	said := map[[2]string]*stemma.Pair{}
	for i := range r.Pairs {
		p := &r.Pairs[i]
		a, b := filepath.Base(p.A), filepath.Base(p.B)
		said[[2]string{a, b}], said[[2]string{b, a}] = p, p
	}
	for _, t := range truth.Pairs {
		s.class = "relation"
		p := said[[2]string{t.A, t.B}]
		if p == nil {
			p = unlisted
		}
		s.that(slices.Contains(t.Relation, p.Relation), "%s %s", t.A, t.B)
		if t.Evidence == nil {
			continue
		}
		s.class = "direction"
		wrong, high := false, false
		if d := p.Direction; d != nil {
			wrong = d.Kind == "follows" && !(filepath.Base(d.From) == t.B && filepath.Base(d.To) == t.A)
			high = d.Confidence == "high"
		}
		s.that(p != unlisted && !wrong && !high, "%s %s", t.A, t.B)
		s.class = "own-voice run"
		s.that(showsRun(p, t), "shown")
		s.that(p.LongestRunOwnVoice >= 11 && p.LongestRunOwnVoice <= 13, "length")
	}
}

// showsRun says whether a passage or one of its parts covers the run on both
// sides, give or take four bytes.
func showsRun(p *stemma.Pair, t seedPair) bool {
	turned := filepath.Base(p.A) != t.A
	covers := func(a, b stemma.Span) bool {
		if turned {
			a, b = b, a
		}
		run := t.Evidence.Run
		return a.Start <= run.A[0]+4 && a.End >= run.A[1]-4 && b.Start <= run.B[0]+4 && b.End >= run.B[1]-4
	}
	for _, x := range p.Passages {
		if covers(x.A, x.B) {
			return true
		}
		for _, y := range x.Parts {
			if covers(y.A, y.B) {
				return true
			}
		}
	}
	return false
}

func (s *seedScore) articleFacts(truth seedTruth) {
	s.class = "published"
	for _, f := range sortedKeys(truth.Published) {
		said := &stemma.Dates{}
		if a := s.articles[f]; a != nil && a.Published != nil {
			said = a.Published
		}
		if d := truth.Published[f]; d != nil {
			s.that(said.Earliest != nil && nearDay(*said.Earliest, *d), "%s", f)
		} else {
			guessed := said.Earliest != nil && said.Latest != nil && !slices.Contains([]string{"not_before", "text", "first_seen"}, said.From)
			s.that(!guessed, "%s unknown", f)
		}
	}
	s.class = "not before"
	for _, f := range sortedKeys(truth.NotBefore) {
		said := ""
		if a := s.articles[f]; a != nil && a.NotBefore != nil {
			said = *a.NotBefore
		}
		if d := truth.NotBefore[f]; d == nil {
			s.that(said == "", "%s", f)
		} else {
			s.that(said != "" && (said[:min(10, len(said))] == *d || strings.HasSuffix(*d, "-01") && said[:min(7, len(said))] == (*d)[:7]), "%s", f)
		}
	}
	s.class = "furniture"
	for _, t := range truth.Furniture {
		var said reach
		if a := s.articles[t.File]; a != nil {
			said = newReach(a.Furniture)
		}
		s.that(float64(said.in(t.reach())) >= .8*float64(t.End-t.Start), "%s %d", t.File, t.Start)
	}
}

// nearDay says whether two calendar days, read as numbers, differ by one at most.
func nearDay(said, want string) bool {
	a, err1 := strconv.Atoi(strings.ReplaceAll(said[:min(10, len(said))], "-", ""))
	b, err2 := strconv.Atoi(strings.ReplaceAll(want, "-", ""))
	return err1 == nil && err2 == nil && a-b <= 1 && b-a <= 1
}

func readSeedTruth(b *bench) seedTruth {
	path := b.data.beside("truth", "seeds.json")
	need(b, path, b.data.beside("seeds"))
	text, err := os.ReadFile(path)
	require.NoError(b, err)
	var truth seedTruth
	require.NoError(b, json.Unmarshal(text, &truth))
	require.NotEmpty(b, truth.Quotes)
	return truth
}

// measureSeeds asks every question about the five seed articles.
func measureSeeds(b *bench) []row {
	truth := readSeedTruth(b)
	seeds := b.data.beside("seeds")
	t := scoreSeeds(truth, b.scan(seeds), b.quotes(seeds), b.misses).total()
	return []row{{what: "seeds", figure: t.String() + " checks hold", better: "+0", goal: "all"}}
}
