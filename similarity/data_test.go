package similarity

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// dataFolder is where a corpus lies: below STEMMA_DATA, else beside the
// repository. Without it the test says so and skips.
func dataFolder(t *testing.T, corpus string) string {
	t.Helper()
	root := os.Getenv("STEMMA_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	dir := filepath.Join(root, corpus)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no corpus %s (%v): set STEMMA_DATA", corpus, err)
	}
	return dir
}

// readTexts reads id and text of a corpus of JSON Lines.
func readTexts(t *testing.T, file string) (ids []string, texts map[string]string) {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	texts = map[string]string{}
	for d := json.NewDecoder(bufio.NewReaderSize(z, 1<<20)); d.More(); {
		var record struct{ ID, Text string }
		require.NoError(t, d.Decode(&record))
		ids = append(ids, record.ID)
		texts[record.ID] = record.Text
	}
	return ids, texts
}

func readRows(t *testing.T, file string) [][]string {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	var rows [][]string
	for line := range strings.Lines(string(b)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows[1:]
}

func count(s string) float64 {
	n, _ := strconv.Atoi(s)
	return float64(n)
}

// Every pair that an independent exact program lists at .36 and more must be
// found at .30, and 99 % of the numbers agree within .1: tokens differ a little.
func TestJoinFindsTheOraclesPairs(t *testing.T) {
	for _, corpus := range []string{"helsinki", "ecbplus", "reuters21578"} {
		t.Run(corpus, func(t *testing.T) {
			dir := dataFolder(t, corpus)
			ids, texts := readTexts(t, filepath.Join(dir, "articles.jsonl.gz"))
			j := NewJoin(JoinOptions{})
			sketches := map[string]Sketch{}
			place := map[string]int{}
			for _, id := range ids {
				sketches[id] = NewSketch(Shingles(article.AppendHashes(nil, texts[id], nil)), 1)
				place[id] = j.Add(sketches[id])
			}
			first := map[int]int{}
			for _, group := range j.Copies() {
				for _, id := range group {
					first[id] = group[0]
				}
			}
			found := map[[2]int]int{}
			for p := range j.Matches().Pairs() {
				found[[2]int{p.I, p.J}] = p.Shared
			}
			rows, off, wanted := readRows(t, filepath.Join(dir, "overlaps.tsv")), 0, 0
			for _, r := range rows {
				o := Compare(sketches[r[0]], sketches[r[1]])
				oracle := count(r[2]) / min(count(r[3]), count(r[4]))
				if math.Abs(oracle-o.Containment()) > .1 {
					off++
				}
				if oracle < .36 {
					continue
				}
				wanted++
				a, b := place[r[0]], place[r[1]]
				if f, is := first[a]; is {
					a = f
				}
				if f, is := first[b]; is {
					b = f
				}
				shared, listed := found[[2]int{min(a, b), max(a, b)}]
				if a != b && assert.True(t, listed, "%s and %s, oracle %.2f, here %.2f", r[0], r[1], oracle, o.Containment()) {
					assert.Equal(t, o.Shared, shared)
				}
			}
			require.NotZero(t, wanted)
			assert.LessOrEqual(t, off*100, len(rows), "%d of %d numbers are more than .1 off", off, len(rows))
		})
	}
}

// box is a pair of spans in bytes.
type box struct{ a, b article.Span }

func (x box) meets(y box) bool { return x.a.Overlap(y.a) > 0 && x.b.Overlap(y.b) > 0 }

// byteAt lists the byte offset of each code point of a text, and its length.
func byteAt(text string) []int {
	out := make([]int, 0, len(text)+1)
	for i := range text {
		out = append(out, i)
	}
	return append(out, len(text))
}

func covered(s article.Span, by []article.Span) int {
	n := 0
	for i := s.Start; i < s.End; i++ {
		for _, o := range by {
			if o.Start <= i && i < o.End {
				n++
				break
			}
		}
	}
	return n
}

// meanCover is one side of plagdet: the mean share of each of xs that those ys
// cover which meet it on both sides.
func meanCover(xs, ys map[string][]box) float64 {
	sum, n := 0., 0
	for pair, list := range xs {
		for _, x := range list {
			var a, b []article.Span
			for _, y := range ys[pair] {
				if x.meets(y) {
					a, b = append(a, y.a), append(b, y.b)
				}
			}
			n++
			if len(a) > 0 {
				sum += float64(covered(x.a, a)+covered(x.b, b)) / float64(x.a.Len()+x.b.Len())
			}
		}
	}
	return sum / float64(max(n, 1))
}

// Every tenth pair of PAN 2013: the F1 of plagdet by kind must not fall below
// what was reached, less what a tenth varies.
func TestAlignOnPAN(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: reads a corpus")
	}
	dir := dataFolder(t, "pan13-train")
	_, texts := readTexts(t, filepath.Join(dir, "documents.jsonl.gz"))
	truth := map[string]map[string][]box{}
	every := map[string]int{}
	chosen := map[string]map[string][]box{}
	for _, r := range readRows(t, filepath.Join(dir, "pairs.tsv")) {
		if every[r[0]]++; every[r[0]]%10 == 0 {
			if chosen[r[0]] == nil {
				chosen[r[0]], truth[r[0]] = map[string][]box{}, map[string][]box{}
			}
			chosen[r[0]][r[1]+" "+r[2]] = nil
		}
	}
	for _, r := range readRows(t, filepath.Join(dir, "truth.tsv")) {
		if _, is := chosen[r[0]][r[1]+" "+r[2]]; !is {
			continue
		}
		a, b := byteAt(texts[r[1]]), byteAt(texts[r[2]])
		s, n, u, m := int(count(r[3])), int(count(r[4])), int(count(r[5])), int(count(r[6]))
		truth[r[0]][r[1]+" "+r[2]] = append(truth[r[0]][r[1]+" "+r[2]], box{
			article.Span{Start: a[s], End: a[s+n]}, article.Span{Start: b[u], End: b[u+m]},
		})
	}
	for kind, least := range map[string]float64{
		"01-no-plagiarism": 0, "02-no-obfuscation": .98, "03-random-obfuscation": .92,
		"04-translation-obfuscation": .92, "05-summary-obfuscation": .66,
	} {
		falseHits := 0
		for pair := range chosen[kind] {
			ids := strings.Fields(pair)
			for _, p := range Align(bodyOf(texts[ids[0]]), bodyOf(texts[ids[1]]), nil, nil) {
				if min(p.A.Len(), p.B.Len()) >= 150 {
					chosen[kind][pair] = append(chosen[kind][pair], box{p.A, p.B})
				}
			}
			if len(chosen[kind][pair]) > 0 {
				falseHits++
			}
		}
		if kind == "01-no-plagiarism" {
			assert.LessOrEqual(t, falseHits, 1, "pairs without reuse in which some was found")
			continue
		}
		recall, precision := meanCover(truth[kind], chosen[kind]), meanCover(chosen[kind], truth[kind])
		f := 2 * recall * precision / (recall + precision)
		t.Logf("%s: recall %.3f precision %.3f F1 %.3f", kind, recall, precision, f)
		assert.GreaterOrEqual(t, f, least, kind)
	}
}
