package benchmarks

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// The scorers here and the scoring scripts beside the data were written apart.
// On answers that are right, wrong and missing at random, in all mixtures, they
// must say the same.

// script runs a scoring script and returns what it prints.
func script(t *testing.T, name string, args ...string) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("SKIPPED, the scorers were not held against the scripts: there is no python3")
	}
	path := dataFolder().beside("score", name)
	need(t, path)
	out, err := exec.Command(python, append([]string{path}, args...)...).Output()
	// score_seeds.py ends with 1 where a check does not hold.
	if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() == 1 && len(exit.Stderr) == 0 {
		err = nil
	}
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("%s: %s", name, failed.Stderr)
	}
	require.NoError(t, err, name)
	return strings.TrimSpace(string(out))
}

// writeJSON writes a result as --format json does.
func writeJSON(t *testing.T, r *stemma.Result) string {
	t.Helper()
	full := *r // absent lists are written as empty ones
	full.Articles = append([]stemma.Article{}, r.Articles...)
	full.Pairs = append([]stemma.Pair{}, r.Pairs...)
	full.Quotes = append([]stemma.Quote{}, r.Quotes...)
	full.Utterances = append([]stemma.Utterance{}, r.Utterances...)
	text, err := json.Marshal(&full)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "result.json")
	require.NoError(t, os.WriteFile(path, text, 0o644))
	return path
}

// writePairs writes the pairs of a result as --format jsonl does.
func writePairs(t *testing.T, r *stemma.Result) string {
	t.Helper()
	type line struct {
		Type string `json:"type"`
		stemma.Pair
	}
	var lines []line
	for _, p := range r.Pairs {
		lines = append(lines, line{"pair", p})
	}
	return writeRecords(t, "pairs.jsonl", lines)
}

// mixtures are shares of wrong answers.
var mixtures = []float64{.05, .6}

// pick is one of the words.
func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

func TestRelationScoreAgreesWithTheScript(t *testing.T) {
	data := dataFolder()
	for _, set := range []string{"relations-dev", "rewrites-dev"} {
		labels := data.path(set, "pairs.tsv")
		need(t, labels)
		pairs := pairsOf(t, labels, nil)
		for i, wrong := range mixtures {
			r := randomPairs(rand.New(rand.NewPCG(1, uint64(i))), pairs, wrong)
			var sure []labelledPair
			for _, p := range pairs {
				if p.sure {
					sure = append(sure, p)
				}
			}
			said := newAnswers(r)
			want := script(t, "score_relations.py", writePairs(t, r), labels)
			got := printRelations("all", scoreRelations(pairs, said, nil)) + printRelations("sure", scoreRelations(sure, said, nil))
			assert.Equal(t, want, strings.TrimSpace(got), "%s, %v wrong", set, wrong)
		}
	}
}

// printRelations prints what the script prints.
func printRelations(name string, s relationScore) string {
	var out strings.Builder
	fmt.Fprintf(&out, "== %s: %d pairs\n", name, s.pairs)
	for _, c := range s.labels() {
		fmt.Fprintf(&out, "%-15s %s\n", c, s.one(c))
	}
	for _, k := range sortedKeys(s.confusion) {
		if k[0] != k[1] {
			fmt.Fprintf(&out, "  %s answered %s: %d\n", k[0], k[1], s.confusion[k])
		}
	}
	fmt.Fprintf(&out, "%s\n%s: %s\n", s.directions(), name, s.summary())
	return out.String()
}

// randomPairs answers the labelled pairs, some of them wrongly or not at all.
func randomPairs(r *rand.Rand, pairs []labelledPair, wrong float64) *stemma.Result {
	var out stemma.Result
	for _, p := range pairs {
		x := stemma.Pair{A: min(p.a, p.b), B: max(p.a, p.b), Relation: p.relation, Confidence: pick(r, "high", "medium", "low")}
		if r.Float64() < wrong {
			x.Relation = pick(r, "identical", "near-duplicate", "partial-copy", "rewrite", "shared-quotes", "independent")
		}
		switch {
		case r.Float64() < wrong:
			x.Direction = &stemma.Direction{Kind: pick(r, "undetermined", "common-source")}
		case r.Float64() < .5 && p.direction != "-":
			x.Direction = &stemma.Direction{Kind: "follows", From: p.a, To: p.b}
		case r.Float64() < .5:
			x.Direction = &stemma.Direction{Kind: "follows", From: p.b, To: p.a}
		}
		if r.Float64() >= wrong/2 {
			out.Pairs = append(out.Pairs, x)
		}
	}
	return &out
}

func TestSeedScoreAgreesWithTheScript(t *testing.T) {
	b := &bench{T: t, data: dataFolder()}
	truth := readSeedTruth(b)
	for i, wrong := range []float64{0, .1, .6} {
		r := rand.New(rand.NewPCG(2, uint64(i)))
		scan, quotes := randomSeeds(r, truth, wrong)
		want := script(t, "score_seeds.py", data(t, "truth", "seeds.json"), writeJSON(t, scan), writeJSON(t, quotes))
		m := &misses{}
		got := scoreSeeds(truth, scan, quotes, m).total()
		assert.Equal(t, want[strings.LastIndexByte(want, '\n')+1:], got.String()+" checks hold", "%v wrong: %s\n%v", wrong, want, m.rows)
		assert.Equal(t, strings.Count(want, "miss:"), len(m.rows))
	}
}

func data(t *testing.T, names ...string) string {
	p := dataFolder().beside(names...)
	need(t, p)
	return p
}

// randomSeeds answers what the truth asks, wrongly at the given rate.
func randomSeeds(r *rand.Rand, truth seedTruth, wrong float64) (scan, quotes *stemma.Result) {
	scan, quotes = &stemma.Result{}, &stemma.Result{}
	miss := func() bool { return r.Float64() < wrong }
	sayings := map[string]*stemma.Utterance{}
	for _, v := range truth.Utterances {
		for _, m := range v.Members {
			if !miss() {
				sayings[m] = &stemma.Utterance{ID: v.ID}
			}
		}
	}
	made := map[string]*stemma.Utterance{}
	idOf := map[string]string{}
	for _, t := range truth.Quotes {
		if miss() && miss() {
			continue
		}
		q := randomSeedQuote(r, t, miss)
		q.Utterance = "of " + t.ID
		if s := sayings[t.ID]; s != nil {
			q.Utterance = s.ID
		}
		idOf[t.ID] = q.ID
		u := made[q.Utterance]
		if u == nil {
			u = &stemma.Utterance{ID: q.Utterance}
			made[q.Utterance] = u
		}
		u.Wordings = append(u.Wordings, stemma.Wording{Quote: q.ID, Change: pick(r, "same", "undisclosed-cut", "substituted")})
		quotes.Quotes = append(quotes.Quotes, q)
	}
	for _, n := range truth.NotQuotes {
		if miss() {
			quotes.Quotes = append(quotes.Quotes, stemma.Quote{ID: "x", Article: n.File, Segments: []stemma.Span{{Start: n.Start, End: n.End}}})
		}
	}
	finishSeedUtterances(truth, made, miss)
	for _, t := range truth.Reported {
		if len(made) > 0 && !miss() {
			u := made[sortedKeys(made)[0]]
			u.Reported = append(u.Reported, stemma.Reported{Article: t.File, Start: t.Start + r.IntN(40), End: t.End, Quote: idOf[t.Quotes[0]]})
		}
	}
	for _, id := range sortedKeys(made) {
		quotes.Utterances = append(quotes.Utterances, *made[id])
	}
	randomSeedPairs(r, truth, scan, miss)
	randomSeedArticles(r, truth, scan, quotes, miss)
	return scan, quotes
}

func randomSeedQuote(r *rand.Rand, t seedQuote, miss func() bool) stemma.Quote {
	q := stemma.Quote{ID: t.File + "#" + t.ID, Article: "folder/" + t.File}
	q.Segments = append(q.Segments, t.Segments...)
	if miss() {
		q.Segments[0].Start += r.IntN(q.Segments[0].Len())
	}
	if names := t.Speaker; names[0] != nil && !miss() {
		q.Speaker = &stemma.Voice{Name: pick(r, *names[0], strings.ToUpper(*names[0]), lastField(*names[0]))}
	} else if miss() {
		q.Speaker = &stemma.Voice{Name: "Nobody Known"}
	}
	for _, v := range t.Via {
		if !miss() {
			q.Via = append(q.Via, stemma.Voice{Name: *v})
		}
	}
	if o := t.Origin; o != nil && !miss() {
		q.Origin = stemma.Origin{Kind: o.Kind, Outlet: o.Outlet, Handle: o.Handle}
		if o.Outlet == "X" {
			q.Origin.Outlet = pick(r, "X", "Twitter", "X (Twitter)", "Bluesky")
		}
		if miss() {
			q.Origin.Kind = pick(r, "statement", "speech", "")
		}
	}
	return q
}

func finishSeedUtterances(truth seedTruth, made map[string]*stemma.Utterance, miss func() bool) {
	for _, v := range truth.Utterances {
		u := made[v.ID]
		if u == nil {
			continue
		}
		if v.Origin != nil && !miss() {
			u.Origin.Outlet = "the " + v.Origin.Outlet
			u.Origin.InArchive = miss()
		}
		if v.First != nil {
			u.First.Articles = append(u.First.Articles, v.First.Articles...)
			u.First.Provable = miss()
		}
	}
}

func randomSeedPairs(r *rand.Rand, truth seedTruth, scan *stemma.Result, miss func() bool) {
	for _, t := range truth.Pairs {
		if miss() {
			continue
		}
		p := stemma.Pair{A: t.A, B: t.B, Relation: t.Relation[0], LongestRunOwnVoice: 9 + r.IntN(6)}
		if miss() {
			p.Relation = pick(r, "rewrite", "shared-quotes", "partial-copy")
		}
		if e := t.Evidence; e != nil {
			run := stemma.Part{A: stemma.Span{Start: e.Run.A[0] + r.IntN(7), End: e.Run.A[1]}, B: stemma.Span{Start: e.Run.B[0], End: e.Run.B[1] - r.IntN(6)}}
			p.Passages = []stemma.Passage{{A: stemma.Span{Start: 1, End: 2}, B: stemma.Span{Start: 1, End: 2}, Parts: []stemma.Part{run}}}
			p.Direction = &stemma.Direction{Kind: "follows", From: t.A, To: t.B, Confidence: pick(r, "high", "low")}
			if miss() {
				p.Direction.From, p.Direction.To = t.B, t.A
			}
		}
		scan.Pairs = append(scan.Pairs, p)
	}
}

func randomSeedArticles(r *rand.Rand, truth seedTruth, scan, quotes *stemma.Result, miss func() bool) {
	for _, f := range sortedKeys(truth.Published) {
		a := stemma.Article{ID: f, Published: &stemma.Dates{}}
		if d := truth.Published[f]; d != nil {
			said := *d
			if miss() {
				said = said[:8] + pick(r, "15", "17", "18") + "T10:00:00Z"
			}
			a.Published.Earliest, a.Published.Latest = &said, &said
		} else if miss() {
			day := "2025-09-09"
			a.Published = &stemma.Dates{Earliest: &day, Latest: &day, From: pick(r, "byline", "text")}
		}
		if d := truth.NotBefore[f]; d != nil && !miss() {
			said := *d
			if miss() {
				said = said[:8] + "30"
			}
			a.NotBefore = &said
		}
		for _, x := range truth.Furniture {
			if x.File == f && !miss() {
				a.Furniture = append(a.Furniture, stemma.Span{Start: x.Start, End: x.End - r.IntN(max(1, (x.End-x.Start)/3))})
			}
		}
		scan.Articles = append(scan.Articles, a)
		if !miss() {
			quotes.Articles = append(quotes.Articles, a)
		}
	}
}
