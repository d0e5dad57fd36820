package stemma

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// poolsLose says that allocations depend on chance, as race_test.go explains.
var poolsLose bool

// longReport is an invented report of n paragraphs that do not repeat.
func longReport(n int) *article.Article {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "The Quill%d ferry left Port Ansgar%d with %d people on board, said harbour master Odile Brandt%d. ", i, i*7, 100+i*13, i)
		fmt.Fprintf(&text, "“We counted berth%d twice,” she told the inquiry on %d May 2019, “and ledger%d was short.”\n\n", i, i%28+1, i*3)
	}
	return &article.Article{ID: "long", Text: text.String()}
}

// Allocations are counted, not time: the count is the same on every machine.
func TestTakingApartAllocatesInProportion(t *testing.T) {
	allocs := func(n int) float64 {
		a := longReport(n)
		return testing.AllocsPerRun(3, func() { newSubject(a, nil, tables{}, nil) })
	}
	one, two := allocs(200), allocs(400)
	words := len(article.Tokens(longReport(200).Text, nil))
	t.Logf("%.0f allocations for %d words, %.0f for twice as many", one, words, two)
	assert.Less(t, one/float64(words), 1.1, "allocations a word; measured .93, each capitalised word being one")
	assert.LessOrEqual(t, two/one, 2.2, "twice the text")
}

// Each stage has its own bound, so that a regression is found where it was made.
func TestStagesAllocateWithinBounds(t *testing.T) {
	body := article.ParseBody(longReport(200))
	words := float64(len(body.Tokens))
	for _, c := range []struct {
		stage string
		most  float64 // allocations a word
		run   func()
	}{
		{"quotes, speakers, origins", 1.9, func() { attribution.Quotes(body) }},
		{"quotes and reported speech", 2, func() { attribution.Read(body, nil) }},
		{"profile", .025, func() { attribution.NewProfile(body, nil) }},
		{"anchors and their keys", .08, func() {
			_, anchors := similarity.Anchors(body)
			similarity.AnchorKeys(anchors, 0)
		}},
	} {
		got := testing.AllocsPerRun(3, c.run) / words
		t.Logf("%s: %.3f allocations a word", c.stage, got)
		assert.Less(t, got, c.most, c.stage)
	}
}

// A join takes memory by the batch, not by the article or the key.
func TestJoiningAllocatesByTheBatch(t *testing.T) {
	if poolsLose {
		t.Skip("the race detector makes pools lose what they hold: run without -race")
	}
	shingles := make([]uint64, 300)
	allocs := func(articles int) float64 {
		r := rand.New(rand.NewPCG(1, 1))
		return testing.AllocsPerRun(1, func() {
			j := similarity.NewJoin(similarity.JoinOptions{})
			in := j.NewIntake()
			for i := range articles {
				for k := range shingles {
					shingles[k] = r.Uint64()
				}
				in.Add(i, shingles)
			}
			for range j.Matches().Pairs() {
				t.Error("no two articles have a shingle in common")
			}
		})
	}
	got := (allocs(4000) - allocs(2000)) / 2000
	t.Logf("%.3f allocations for each further article", got)
	assert.Less(t, got, .2)
}

func TestHashingAllocatesNothing(t *testing.T) {
	text := longReport(50).Text
	hashes := article.AppendHashes(nil, text, nil)
	shingles := similarity.AppendShingles(nil, hashes)
	assert.LessOrEqual(t, testing.AllocsPerRun(5, func() {
		hashes = article.AppendHashes(hashes[:0], text, nil)
		shingles = similarity.AppendShingles(shingles[:0], hashes)
		similarity.SortHashes(shingles)
		for _, h := range hashes {
			article.Rarity(uint32(h))
		}
	}), 1., "the scanner itself is one")
}

func BenchmarkTakeApart(b *testing.B) {
	a := longReport(30)
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		newSubject(a, nil, tables{}, nil)
	}
}
