package benchmarks

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// archiveArticle is one record of a generated archive.
type archiveArticle struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Published string `json:"published"`
	Text      string `json:"text"`
}

// generator makes archives of any size by putting sentences of AllSides together
// anew: real words in real proportions, and a known truth. The same seed gives
// the same archive.
type generator struct {
	sentences []string
	footers   []string // the standing line of each outlet
}

// Sizes of what is generated. An article has about as many bytes as a news
// agency's.
const (
	archiveBytes    = 3000
	archiveOutlets  = 38
	paragraphLength = 3 // sentences
	longestSentence = 600
	footerWords     = 60
)

// newGenerator takes the sentences of every article of AllSides.
func newGenerator(t testing.TB) *generator {
	t.Helper()
	g := &generator{}
	eachRecord(t, dataFolder().articles("allsides"), func(x caseArticle) {
		b := article.ParseSentences(&article.Article{Text: x.Text})
		for _, s := range b.Sentences {
			if n := s.Last - s.First; n >= 5 && s.Len() <= longestSentence {
				g.sentences = append(g.sentences, strings.Join(strings.Fields(s.In(x.Text)), " "))
			}
		}
	})
	require.Greater(t, len(g.sentences), 1_000_000)
	r := rand.New(rand.NewPCG(38, 1))
	for range archiveOutlets {
		var footer []string
		for len(footer) < footerWords {
			footer = append(footer, strings.Fields(g.sentences[r.IntN(len(g.sentences))])...)
		}
		g.footers = append(g.footers, strings.Join(footer[:footerWords], " ")+".")
	}
	return g
}

// ofSize makes archives of n articles in which a sentence stands in as many as in
// a million of the usual ones. Where fewer articles are made of all sentences,
// twice as many share more than twice as much, which is the archive's growth and
// not the program's.
func (g *generator) ofSize(n int) *generator {
	small := *g
	small.sentences = g.sentences[:min(len(g.sentences), len(g.sentences)*n/1_000_000)]
	return &small
}

// source is where the randomness of article i comes from.
func source(i int) *rand.Rand { return rand.New(rand.NewPCG(uint64(i), 0x5eed)) }

// body draws the sentences of an article.
func (g *generator) body(r *rand.Rand, bytes int) []string {
	var out []string
	for n := 0; n < bytes; {
		s := g.sentences[r.IntN(len(g.sentences))]
		out = append(out, s)
		n += len(s) + 1
	}
	return out
}

// article is the i-th article of every archive.
func (g *generator) article(i int) archiveArticle {
	r := source(i)
	return g.publish(fmt.Sprintf("g-%07d", i), r, g.sentencesOf(r, i))
}

// families are the planted ones: of so many articles one is a member, the first
// member is what the others carry. In a million articles they have 50,000, 10,000,
// 1,000 and 100 members. Besides, each tenth article takes over half of the one
// before it.
var families = []struct{ each, first int }{{20, 3}, {100, 7}, {1000, 11}, {10000, 14}}

const pairEach = 10

// sentencesOf are those of the i-th article, its own or taken over.
func (g *generator) sentencesOf(r *rand.Rand, i int) []string {
	own := g.body(r, archiveBytes/2+r.IntN(archiveBytes))
	for _, f := range families {
		if i%f.each != f.first || i == f.first {
			continue
		}
		out := own[:1]
		for _, s := range g.sentencesOf(source(f.first), f.first) {
			if r.IntN(20) > 0 {
				out = append(out, s)
			}
		}
		return out
	}
	if i%pairEach == pairEach-1 {
		taken := g.sentencesOf(source(i-1), i-1)
		return append(own[:len(own)/2], taken[:(len(taken)+1)/2]...)
	}
	return own
}

// alone is the next article from i on that no other carries.
func alone(i int) int {
	for ; ; i++ {
		related := i%pairEach >= pairEach-2
		for _, f := range families {
			related = related || i%f.each == f.first
		}
		if !related {
			return i
		}
	}
}

// publish sets sentences as an outlet's article.
func (g *generator) publish(id string, r *rand.Rand, sentences []string) archiveArticle {
	outlet := r.IntN(archiveOutlets)
	var text strings.Builder
	for k, s := range sentences {
		switch {
		case k == 0:
		case k%paragraphLength == 0:
			text.WriteString("\n\n")
		default:
			text.WriteByte(' ')
		}
		text.WriteString(s)
	}
	text.WriteString("\n\n" + g.footers[outlet])
	return archiveArticle{
		ID: id, Title: "Generated " + id, Publisher: fmt.Sprintf("Outlet %02d", outlet),
		Published: fmt.Sprintf("20%02d-%02d-%02d", 10+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28)), Text: text.String(),
	}
}

// planted is a draft that holds a known share of an article of the archive.
type planted struct {
	archiveArticle
	base string
	bin  int // tenths of the draft that stand in the base
}

// plant makes a draft whose share of sentences from article i is bin tenths, in
// runs of sentences as an editor would take them over.
func (g *generator) plant(i, bin, n int) planted {
	r := rand.New(rand.NewPCG(uint64(i), uint64(0xc0de+bin)))
	i = alone(i)
	taken := g.sentencesOf(source(i), i)
	keep := max(2, len(taken)*bin/10)
	first := r.IntN(len(taken) - min(keep, len(taken)) + 1)
	sentences := append([]string{}, taken[first:min(first+keep, len(taken))]...)
	for len(sentences)*bin < keep*10 {
		at := r.IntN(len(sentences) + 1)
		s := g.sentences[r.IntN(len(g.sentences))]
		sentences = append(sentences[:at], append([]string{s}, sentences[at:]...)...)
	}
	return planted{
		archiveArticle: g.publish(fmt.Sprintf("draft-%02d-%05d", bin, n), r, sentences),
		base:           fmt.Sprintf("g-%07d", i), bin: bin,
	}
}

// write puts the first n articles into a file of JSON Lines.
func (g *generator) write(t testing.TB, dir string, n int) string {
	t.Helper()
	return writeMade(t, filepath.Join(dir, fmt.Sprintf("archive-%d.jsonl", n)), n, g.article)
}

// extremes are archives in which every article has to do with every other.
func (g *generator) extremes() map[string]func(i int) archiveArticle {
	one := *g
	one.footers = slices.Repeat(g.footers[:1], len(g.footers))
	same := g.article(0).Text
	return map[string]func(i int) archiveArticle{
		"copies": func(i int) archiveArticle {
			x := g.publish(fmt.Sprintf("c-%07d", i), source(i), nil)
			x.Text = same
			return x
		},
		"footer": one.article,
		"family": func(i int) archiveArticle { // each leaves out some sentences of one article and has one of its own
			r := source(i)
			own := g.body(r, 1)
			for _, s := range g.sentencesOf(source(0), 0) {
				if r.IntN(20) > 0 {
					own = append(own, s)
				}
			}
			return g.publish(fmt.Sprintf("f-%07d", i), r, own)
		},
	}
}

func writeMade(t testing.TB, path string, n int, make func(i int) archiveArticle) string {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i := range n {
		require.NoError(t, enc.Encode(make(i)))
	}
	require.NoError(t, out.Flush())
	return path
}

var archiveOut = flag.String("write-archive", "", "where TestWriteArchive writes")

// plantedEach is how many drafts of each share TestWriteArchive adds.
const plantedEach = 100

// TestWriteArchive writes a generated archive with planted copies among its
// articles, for programs outside the tests: those of peers/.
//
//	go test ./benchmarks -run TestWriteArchive -count=1 -write-archive FILE -articles 10000
func TestWriteArchive(t *testing.T) {
	if *archiveOut == "" {
		t.Skip("SKIPPED: writes what -write-archive names")
	}
	need(t, dataFolder().articles("allsides"))
	n, err := strconv.Atoi(*archiveSizes)
	require.NoError(t, err)
	g := newGenerator(t)
	articles := g.write(t, t.TempDir(), n)
	f, err := os.OpenFile(articles, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for bin := 1; bin <= 10; bin++ {
		for k := range plantedEach {
			require.NoError(t, enc.Encode(g.plant((k*10+bin)*n/(plantedEach*11), bin, k).archiveArticle))
		}
	}
	require.NoError(t, f.Close())
	whole, err := os.ReadFile(articles)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(*archiveOut, whole, 0o644))
}
