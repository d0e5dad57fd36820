package attribution

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stemma-news/stemma/article"
	"github.com/stretchr/testify/require"
)

var fitModel = flag.Bool("fit", false, "fit the model of rewrites on the labelled pairs and print its coefficients")

// labelled is one pair with its label.
type labelled struct {
	set, a, b, story string
	want, alt        string
	sure, held       bool
	direction        string
	note             string
	f                Features
	got              Relation
	pa, pb           *Profile
}

func (l *labelled) rewrite() bool { return l.want == Rewrite }

// innocent reports that no reading of the pair allows reuse.
func (l *labelled) innocent() bool { return !reuseName(l.want) && !reuseName(l.alt) }

func reuseName(s string) bool {
	return s == Identical || s == NearDuplicate || s == PartialCopy || s == Rewrite
}

// dataFolder is the folder of the evaluation data, which may be absent.
func dataFolder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("STEMMA_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no evaluation data at %s (set STEMMA_DATA)", dir)
	}
	return dir
}

// readTable reads a tab-separated file with a header and no quoting.
func readTable(t testing.TB, path string) (rows []map[string]string) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	for _, l := range lines[1:] {
		m := map[string]string{}
		for i, v := range strings.Split(l, "\t") {
			m[head[i]] = v
		}
		rows = append(rows, m)
	}
	return rows
}

// readProfiles profiles the wanted articles of a file, read as the program
// reads it.
func readProfiles(t testing.TB, path string, want map[string]bool, out map[string]*Profile) {
	t.Helper()
	reader, err := article.NewReader(article.Options{})
	require.NoError(t, err)
	err = reader.Read(path, func(a *article.Article) error {
		if want == nil || want[a.ID] {
			out[a.ID] = NewProfile(article.ParseBody(a), nil)
		}
		return nil
	}, func(s article.Skipped) { t.Logf("%s: %v", path, s) })
	require.NoError(t, err)
}

// labelledPairs reads a set of labelled pairs: "rewrites-dev" or
// "relations-dev".
func labelledPairs(t testing.TB, dir, set string) []*labelled {
	rows := readTable(t, filepath.Join(dir, set, "pairs.tsv"))
	want := map[string]bool{}
	for _, r := range rows {
		want[r["a"]], want[r["b"]] = true, true
	}
	ps := map[string]*Profile{}
	if set == "rewrites-dev" {
		readProfiles(t, filepath.Join(dir, set, "articles.jsonl"), want, ps)
	} else {
		for _, c := range []string{"fnc1", "helsinki", "allsides", "reuters21578"} {
			readProfiles(t, filepath.Join(dir, c, "articles.jsonl.gz"), want, ps)
		}
	}
	var out []*labelled
	for _, r := range rows {
		l := &labelled{set: r["set"], a: r["a"], b: r["b"], want: r["relation"], alt: r["alt"], sure: r["sure"] != "0", direction: r["direction"], note: r["note"] + r["evidence"], pa: ps[r["a"]], pb: ps[r["b"]]}
		l.f = MeasureFeatures(l.pa, l.pb)
		l.got = Relate(l.pa, l.pb)
		out = append(out, l)
	}
	nameStories(out)
	return out
}

// pairsRead are the pairs of archives that were read by eye: see
// benchmarks/README.md.
func pairsRead(t testing.TB, dir string) (out []*labelled) {
	rows := readTable(t, filepath.Join("..", "benchmarks", "read.tsv"))
	want := map[string]bool{}
	for _, r := range rows {
		want[r["a"]], want[r["b"]] = true, true
	}
	ps := map[string]*Profile{}
	for _, c := range []string{"allsides", "ecbplus", "fnc1", "helsinki"} {
		readProfiles(t, filepath.Join(dir, c, "articles.jsonl.gz"), want, ps)
	}
	for _, r := range rows {
		l := &labelled{set: r["set"], a: r["a"], b: r["b"], story: r["story"], want: r["relation"], alt: r["alt"], sure: r["sure"] != "0", held: r["use"] == "held", pa: ps[r["a"]], pb: ps[r["b"]]}
		l.f = MeasureFeatures(l.pa, l.pb)
		if !l.rewrite() && reuseName(l.want) {
			continue // wording decides
		}
		out = append(out, l)
	}
	return out
}

// nameStories gives all pairs that share articles, in one step or more, one
// story: folds must not split them.
func nameStories(pairs []*labelled) {
	parent := map[string]string{}
	var find func(string) string
	find = func(x string) string {
		if p, ok := parent[x]; ok && p != x {
			return find(p)
		}
		return x
	}
	for _, l := range pairs {
		a, b := l.a, l.b
		if strings.HasPrefix(a, "rd-") { // 60 pairs across the invented stories
			l.story = a[:5]
			continue
		}
		if x, y := find(a), find(b); x != y {
			parent[x] = y
		}
	}
	for _, l := range pairs {
		if l.story == "" {
			l.story = find(l.a)
		}
	}
}

// sample is one row of a fit: scaled inputs, answer, weight.
type sample struct {
	x      []float64
	y, w   float64
	source *labelled
}

// fitLogistic is a logistic regression by cyclic coordinate descent on a
// quadratic bound, L2 penalty 1 on standardised inputs; sign[j] > 0 holds a
// coefficient at 0 or more, < 0 at 0 or less.
func fitLogistic(data []sample, sign []int) (bias float64, coef []float64) {
	n, k := len(data), len(sign)
	mean, dev := make([]float64, k), make([]float64, k)
	for j := range k {
		for _, s := range data {
			mean[j] += s.x[j] / float64(n)
		}
		for _, s := range data {
			dev[j] += (s.x[j] - mean[j]) * (s.x[j] - mean[j]) / float64(n)
		}
		dev[j] = math.Max(1e-9, math.Sqrt(dev[j]))
	}
	z, beta, b0 := make([]float64, n), make([]float64, k), 0.
	step := func(j int, l2 float64) float64 {
		g, h := 0., 1e-9
		for i, s := range data {
			x := 1.
			if j >= 0 {
				x = (s.x[j] - mean[j]) / dev[j]
			}
			g += s.w * (1/(1+math.Exp(-z[i])) - s.y) * x
			h += s.w * .25 * x * x
		}
		if j < 0 {
			return -g / h
		}
		next := beta[j] - (g+l2*beta[j])/(h+l2)
		if sign[j] > 0 {
			next = math.Max(0, next)
		} else if sign[j] < 0 {
			next = math.Min(0, next)
		}
		return next - beta[j]
	}
	for range 400 {
		most := 0.
		for j := -1; j < k; j++ {
			d := step(j, 1)
			most = math.Max(most, math.Abs(d))
			for i, s := range data {
				if j < 0 {
					z[i] += d
				} else {
					z[i] += d * (s.x[j] - mean[j]) / dev[j]
				}
			}
			if j < 0 {
				b0 += d
			} else {
				beta[j] += d
			}
		}
		if most < 1e-4 {
			break
		}
	}
	bias = b0
	coef = make([]float64, k)
	for j := range k {
		coef[j] = beta[j] / dev[j]
		bias -= coef[j] * mean[j]
	}
	return bias, coef
}

func logistic(bias float64, coef, x []float64) float64 {
	for j, c := range coef {
		bias += c * x[j]
	}
	return 1 / (1 + math.Exp(-bias))
}

// outOfStory scores each sample by a fit without its story.
func outOfStory(data []sample, sign []int) map[*labelled]float64 {
	stories := map[string]bool{}
	for _, s := range data {
		stories[s.source.story] = true
	}
	names := make([]string, 0, len(stories))
	for s := range stories {
		names = append(names, s)
	}
	sort.Strings(names)
	out := map[*labelled]float64{}
	const folds = 14
	for f := range folds {
		held := map[string]bool{}
		for i, s := range names {
			if i%folds == f {
				held[s] = true
			}
		}
		var train []sample
		for _, s := range data {
			if !held[s.source.story] {
				train = append(train, s)
			}
		}
		bias, coef := fitLogistic(train, sign)
		for _, s := range data {
			if held[s.source.story] {
				out[s.source] = logistic(bias, coef, s.x)
			}
		}
	}
	return out
}

// curve prints precision, recall and accusations at a few cuts, and the area
// under the curve.
func curve(name string, pairs []*labelled, score func(*labelled) float64) {
	var pos, neg []float64
	for _, l := range pairs {
		if l.rewrite() {
			pos = append(pos, score(l))
		} else {
			neg = append(neg, score(l))
		}
	}
	wins := 0.
	for _, p := range pos {
		for _, n := range neg {
			if p > n {
				wins++
			} else if p == n {
				wins += .5
			}
		}
	}
	fmt.Printf("%-34s AUC %.3f of %d/%d |", name, wins/float64(len(pos)*len(neg)), len(pos), len(neg))
	for _, cut := range []float64{.3, .4, .5, .6, .7, .8, .9} {
		said, right, accused := 0, 0, 0
		for _, l := range pairs {
			if score(l) >= cut {
				said++
				if l.rewrite() {
					right++
				}
				if l.innocent() {
					accused++
				}
			}
		}
		fmt.Printf(" %.1f: %.2f/%.2f %d", cut, float64(right)/math.Max(1, float64(said)), float64(right)/float64(len(pos)), accused)
	}
	fmt.Println()
}

// from are the pairs of one corpus.
func from(pairs []*labelled, corpus string) (out []*labelled) {
	for _, l := range pairs {
		if l.set == corpus {
			out = append(out, l)
		}
	}
	return out
}

// otherStories are the samples that share no story and no article with the pairs.
func otherStories(data []sample, pairs []*labelled) (out []sample) {
	taken := map[string]bool{}
	for _, l := range pairs {
		taken[l.a], taken[l.b], taken[l.story] = true, true, true
	}
	for _, s := range data {
		if l := s.source; !taken[l.a] && !taken[l.b] && !taken[l.story] {
			out = append(out, s)
		}
	}
	return out
}

// realWeight is how much a real pair counts beside an invented one; an unsure
// one counts half of that.
const realWeight = .5

// TestFitRewriteModel prints the coefficients of rewriteModel, fitted on the
// labelled pairs that wording does not decide, and how they do on stories, and
// on a set, that they were not fitted on:
//
//	go test ./attribution -run TestFitRewriteModel -fit -v
func TestFitRewriteModel(t *testing.T) {
	if !*fitModel {
		t.Skip("SKIPPED: asked for with -fit")
	}
	dir := dataFolder(t)
	names, sign, _ := rewriteInputs(&Features{})
	var invented, actual []*labelled
	for _, l := range labelledPairs(t, dir, "rewrites-dev") {
		if !reuseName(l.want) || l.rewrite() {
			invented = append(invented, l)
		}
	}
	for _, l := range labelledPairs(t, dir, "relations-dev") {
		if l.set != "reuters21578" && (!reuseName(l.want) || l.rewrite()) {
			actual = append(actual, l)
		}
	}
	var own []*labelled
	for _, c := range relationCases(t) {
		l := &labelled{set: "cases", story: c.header["story"], want: c.header["relation"], alt: c.header["alt"], sure: true, f: MeasureFeatures(c.a, c.b)}
		if !strings.HasPrefix(c.name, "other-") && (!reuseName(l.want) || l.rewrite()) {
			own = append(own, l)
		}
	}
	samples := func(pairs []*labelled, weight float64) (out []sample) {
		for _, l := range pairs {
			_, _, x := rewriteInputs(&l.f)
			s := sample{x: x, w: weight, source: l}
			if l.rewrite() {
				s.y = 1
			}
			if !l.sure {
				s.w /= 2
			}
			out = append(out, s)
		}
		return out
	}
	var read, unseen []*labelled
	for _, l := range pairsRead(t, dir) {
		if l.held {
			unseen = append(unseen, l)
		} else {
			read = append(read, l)
		}
	}
	a, b, c, d := samples(invented, 1), samples(actual, realWeight), samples(own, 1), samples(read, realWeight)
	all := slices.Concat(a, b, c, d)
	held := outOfStory(all, sign)
	for _, corpus := range []string{"allsides", "ecbplus", "fnc1"} {
		curve("all, read in "+corpus+", out of story", from(read, corpus), func(l *labelled) float64 { return held[l] })
	}
	curve("all, own cases, out of story", own, func(l *labelled) float64 { return held[l] })
	curve("all, invented, out of story", invented, func(l *labelled) float64 { return held[l] })
	curve("all, real, out of story", actual, func(l *labelled) float64 { return held[l] })
	var sure []*labelled
	for _, l := range actual {
		if l.sure {
			sure = append(sure, l)
		}
	}
	curve("all, real and sure, out of story", sure, func(l *labelled) float64 { return held[l] })
	for _, set := range []struct {
		name  string
		train []sample
		test  []*labelled
	}{
		{"fitted on invented, own, read; real", slices.Concat(a, c, d), actual},
		{"fitted on real, own, read; invented", slices.Concat(b, c, d), invented},
		{"fitted on real, invented, read; own", slices.Concat(a, b, d), own},
		{"fitted on real, invented, own; read", slices.Concat(a, b, c), read},
		{"fitted on other stories; held out", otherStories(all, unseen), unseen},
	} {
		bias, coef := fitLogistic(set.train, sign)
		curve(set.name, set.test, func(l *labelled) float64 {
			_, _, x := rewriteInputs(&l.f)
			return logistic(bias, coef, x)
		})
	}
	bias, coef := fitLogistic(all, sign)
	fmt.Printf("bias %.3f\n", bias)
	for j, n := range names {
		fmt.Printf("%s %.3f\n", n, coef[j])
	}
}
