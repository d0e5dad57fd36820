package benchmarks

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

const candidatesFile = "candidates.md"

// As scan.go and hotkeys.go have them.
const (
	joinContainment = .1
	joinHotKey      = 512
)

// listedContainment is the containment from which every pair must be proposed.
const listedContainment = .3

// TestCandidates plants the labelled pairs into AllSides and counts which of them
// are proposed at all: what is not proposed no rule can find.
//
//	go test ./benchmarks -run TestCandidates -v -timeout 60m -long [-update]
func TestCandidates(t *testing.T) {
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	c := plantPairs(t)
	c.line("# Candidates, as recorded\n\nMade by `go test ./benchmarks -run TestCandidates -v -timeout 60m -long -update`. What the rows mean stands in README.md.\n\n"+
		"The %d labelled pairs (relations, rewrites, the project's own) lie among the articles of AllSides, %d in all.", len(c.pairs), len(c.records))
	c.takeApart()
	c.line("\n## A scan\n\n| what | proposed at scale 1 | proposed at scale 8 | goal |\n|---|---|---|---|")
	found := [2]proposed{c.propose(1), c.propose(8)}
	c.scanRows(found)
	for _, scale := range []int{1, 8} {
		c.checkRows(scale)
	}
	if *update {
		require.NoError(t, os.WriteFile(candidatesFile, []byte(c.report.String()), 0o644))
	}
}

// plantedPairs are the labelled pairs among the articles of AllSides.
type plantedPairs struct {
	*testing.T
	pairs    []labelledPair
	overlaps [][2]string // of AllSides, by an exact program
	records  []caseArticle
	number   map[string]int
	sketches []similarity.Sketch
	anchors  [][]uint64
	report   strings.Builder
}

func (c *plantedPairs) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	c.report.WriteString(text + "\n")
	fmt.Println(text)
}

func plantPairs(t *testing.T) *plantedPairs {
	c := &plantedPairs{T: t, number: map[string]int{}}
	b := &bench{T: t, data: dataFolder(), misses: &misses{}}
	need(t, b.data.path("allsides", "overlaps.tsv"))
	for _, d := range directedSets(b) {
		c.pairs = append(c.pairs, d.pairs...)
		for _, id := range sortedKeys(d.articles) {
			raw, err := json.Marshal(d.articles[id])
			require.NoError(t, err)
			var x caseArticle
			require.NoError(t, json.Unmarshal(raw, &x))
			c.add(x)
		}
	}
	eachRecord(t, b.data.articles("allsides"), c.add)
	for _, r := range table(t, b.data.path("allsides", "overlaps.tsv"), false) {
		c.overlaps = append(c.overlaps, [2]string{r["a"], r["b"]})
	}
	return c
}

func (c *plantedPairs) add(x caseArticle) {
	if _, held := c.number[x.ID]; !held {
		c.number[x.ID] = len(c.records)
		c.records = append(c.records, x)
	}
}

// takeApart makes the keys by which a scan proposes pairs.
func (c *plantedPairs) takeApart() {
	c.sketches, c.anchors = make([]similarity.Sketch, len(c.records)), make([][]uint64, len(c.records))
	var workers sync.WaitGroup
	jobs := runtime.GOMAXPROCS(0)
	for w := range jobs {
		workers.Go(func() {
			for i := w; i < len(c.records); i += jobs {
				x := c.records[i]
				b := article.ParseBody(&article.Article{ID: x.ID, Title: x.Title, Publisher: x.Publisher, Byline: x.Byline, Text: x.Text})
				words := make([]uint64, len(b.Tokens))
				for k, t := range b.Tokens {
					words[k] = t.Hash
				}
				c.sketches[i] = similarity.NewSketch(similarity.Shingles(words), 1)
				_, anchors := similarity.Anchors(b)
				c.anchors[i] = similarity.AnchorKeys(anchors, 0)
			}
		})
	}
	workers.Wait()
}

// proposed are the pairs of articles, by their numbers, and by which step.
type proposed struct{ wording, facts map[[2]int]bool }

func (p proposed) holds(k [2]int) bool { return p.wording[k] || p.facts[k] }

// propose does what a scan does, at the scale.
func (c *plantedPairs) propose(scale int) proposed {
	join := similarity.NewJoin(similarity.JoinOptions{MinContainment: joinContainment, HotKey: joinHotKey, Scale: scale})
	for _, s := range c.sketches {
		join.Add(s.At(scale))
	}
	out := proposed{map[[2]int]bool{}, map[[2]int]bool{}}
	equal := map[int][]int{}
	for _, group := range join.Copies() {
		equal[group[0]] = group
		for i := range group {
			for _, j := range group[i+1:] {
				out.wording[[2]int{min(group[i], j), max(group[i], j)}] = true
			}
		}
	}
	matches := join.Matches()
	require.Empty(c, matches.Families, "a crowd is compared with its neighbours in time only: not counted here")
	all := func(i int) []int {
		if group, is := equal[i]; is {
			return group
		}
		return []int{i}
	}
	for p := range matches.Pairs() {
		for _, i := range all(p.I) {
			for _, j := range all(p.J) {
				out.wording[[2]int{min(i, j), max(i, j)}] = true
			}
		}
	}
	for _, p := range similarity.Propose(c.anchors, similarity.ProposalOptions{}) {
		out.facts[[2]int{p.I, p.J}] = true
	}
	return out
}

func (c *plantedPairs) key(a, b string) [2]int {
	i, j := c.number[a], c.number[b]
	return [2]int{min(i, j), max(i, j)}
}

// contained lists the pairs that share enough wording, whatever they are called:
// those of AllSides by an exact program, the labelled ones by their sketches.
func (c *plantedPairs) contained() [][2]int {
	var list [][2]int
	for _, p := range c.overlaps {
		list = append(list, c.key(p[0], p[1]))
	}
	for _, p := range c.pairs {
		k := c.key(p.a, p.b)
		if similarity.Compare(c.sketches[k[0]], c.sketches[k[1]]).Containment() >= listedContainment {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
	return slices.Compact(list)
}

// scanRows says how many pairs of each relation were proposed, and how many
// candidates an article has.
func (c *plantedPairs) scanRows(found [2]proposed) {
	count := func(list [][2]int, in func(p proposed, k [2]int) bool) (t [2]tally) {
		for s := range found {
			for _, k := range list {
				t[s].count(in(found[s], k))
			}
		}
		return t
	}
	wording := count(c.contained(), func(p proposed, k [2]int) bool { return p.wording[k] })
	c.line("| containment .3 and more, by wording alone | %v | %v | all; .99 |", wording[0], wording[1])
	assert.Equal(c, wording[0].said, wording[0].right, "a pair with a containment of .3 is not proposed")
	assert.GreaterOrEqual(c, share(wording[1].right, wording[1].said), .99)
	by := map[string][][2]int{}
	for _, p := range c.pairs {
		by[p.relation] = append(by[p.relation], c.key(p.a, p.b))
	}
	for _, relation := range sortedKeys(by) {
		t, goal := count(by[relation], proposed.holds), ""
		if relation == "rewrite" {
			goal = ".90"
			assert.GreaterOrEqual(c, share(t[0].right, t[0].said), .90)
		}
		c.line("| %s | %v | %v | %s |", relation, t[0], t[1], goal)
	}
	facts := count(by["rewrite"], func(p proposed, k [2]int) bool { return p.facts[k] })
	c.line("| rewrite, by rare facts alone | %v | %v | .90 |", facts[0], facts[1])
	c.line("| candidates an article: mean, 99th percentile | %s | %s | |", c.costs(found[0]), c.costs(found[1]))
}

func (c *plantedPairs) costs(p proposed) string {
	each := make([]int, len(c.records))
	count := func(k [2]int) {
		each[k[0]]++
		each[k[1]]++
	}
	for k := range p.wording {
		count(k)
	}
	for k := range p.facts {
		if !p.wording[k] {
			count(k)
		}
	}
	return meanAndTail(each)
}

func meanAndTail(each []int) string {
	slices.Sort(each)
	sum := 0
	for _, n := range each {
		sum += n
	}
	return fmt.Sprintf("%.1f, %d", float64(sum)/float64(len(each)), each[len(each)*99/100])
}

// checkRows holds the second article of each pair of reuse against an index of
// all: with All a check lists every pair that it compares.
func (c *plantedPairs) checkRows(scale int) {
	dir := filepath.Join(c.TempDir(), "index")
	_, err := stemma.AddToIndex(context.Background(), dir, stemma.IndexOptions{Scale: scale}, writeRecords(c, "articles.jsonl", c.records))
	require.NoError(c, err)
	a, err := stemma.Open(context.Background(), stemma.Options{}, dir)
	require.NoError(c, err)
	defer a.Close()
	by, partners := map[string]*tally{}, []int{}
	compared := map[string]map[string]bool{} // by draft
	for _, p := range c.pairs {
		if !p.mustBeReuse() {
			continue
		}
		if compared[p.b] == nil {
			compared[p.b] = c.comparedWith(a, p.b)
			partners = append(partners, len(compared[p.b]))
		}
		at(by, p.relation).count(compared[p.b][p.a])
	}
	c.line("\n## A check against an index at scale %d\n\n| what | compared | goal |\n|---|---|---|", scale)
	for _, relation := range sortedKeys(by) {
		goal := ""
		if relation == "rewrite" {
			goal = ".90"
			assert.GreaterOrEqual(c, share(by[relation].right, by[relation].said), .90)
		}
		c.line("| %s | %v | %s |", relation, *by[relation], goal)
	}
	c.line("| candidates of these drafts: mean, 99th percentile | %s | |", meanAndTail(partners))
}

// comparedWith are the ids that a check compares an article with.
func (c *plantedPairs) comparedWith(a *stemma.Archive, id string) map[string]bool {
	draft, err := stemma.Open(context.Background(), stemma.Options{}, writeRecords(c, "draft.jsonl", []caseArticle{c.records[c.number[id]]}))
	require.NoError(c, err)
	r, err := a.Check(context.Background(), stemma.Options{All: true}, draft)
	require.NoError(c, err)
	with := map[string]bool{}
	for _, p := range r.Pairs {
		if p.A == id {
			with[p.B] = true
		} else if p.B == id {
			with[p.A] = true
		}
	}
	return with
}
