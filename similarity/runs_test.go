package similarity

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

func bodyOf(text string) *article.Body { return article.ParseBody(&article.Article{Text: text}) }

func maskOf(text, part string) []article.Span {
	i := strings.Index(text, part)
	return []article.Span{{Start: i, End: i + len(part)}}
}

func TestLongestRun(t *testing.T) {
	a := "The council of Ardmore voted on Monday to close the old tram depot, officials said."
	b := "Officials in the town confirmed it: the old tram depot, officials said, will close."
	for _, c := range []struct {
		name         string
		a, b         string
		maskA, maskB []article.Span
		want         int
		inA          string
	}{
		{"plain", a, b, nil, nil, 6, "the old tram depot, officials said."},
		{"mask in a", a, b, maskOf(a, "tram depot"), nil, 2, "the old"},
		{"mask in b", a, b, nil, maskOf(b, "officials said"), 4, "the old tram depot"},
		{"all masked", a, b, []article.Span{{Start: 0, End: len(a)}}, nil, 0, ""},
		{"empty", "", b, nil, nil, 0, ""},
		{"case and marks", "“THE OLD tram depot”", b, nil, nil, 4, "“THE OLD tram depot”"},
	} {
		n, inA, inB := LongestRun(bodyOf(c.a), bodyOf(c.b), c.maskA, c.maskB)
		assert.Equal(t, c.want, n, c.name)
		assert.Equal(t, c.inA, inA.In(c.a), c.name)
		assert.Equal(t, n == 0, inB == article.Span{}, c.name)
	}
}

// randomText draws words from a small vocabulary, so that runs repeat.
func randomText(r *rand.Rand, words, vocabulary int) string {
	var sb strings.Builder
	for range words {
		sb.WriteByte(byte('a' + r.IntN(vocabulary)))
		sb.WriteString("x ")
		if r.IntN(12) == 0 {
			sb.WriteString(". ")
		}
	}
	return sb.String()
}

// The slow twin: every pair of places, word by word.
func longestByBrute(a, b *reading) int {
	best := 0
	for i := range a.words {
		for k := range b.words {
			n := 0
			for i+n < len(a.words) && k+n < len(b.words) && a.words[i+n] == b.words[k+n] {
				if n > 0 && (a.token[i+n-1]+1 != a.token[i+n] || b.token[k+n-1]+1 != b.token[k+n]) {
					break
				}
				n++
			}
			best = max(best, n)
		}
	}
	return best
}

func TestLongestRunAgreesWithBrute(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 300 {
		x, y := randomText(r, r.IntN(60), 1+r.IntN(6)), randomText(r, r.IntN(60), 1+r.IntN(6))
		a, b := bodyOf(x), bodyOf(y)
		var mask []article.Span
		if len(x) > 30 && i%2 == 0 {
			mask = []article.Span{{Start: 9, End: 15}, {Start: 21, End: 24}}
		}
		ra, rb := read(a, b, mask, nil)
		n, _, _ := LongestRun(a, b, mask, nil)
		require.Equal(t, longestByBrute(ra, rb), n, "%q\n%q", x, y)
		require.Equal(t, n, int(longest(ra, rb).n), "the automaton, which hostile texts need")
	}
}

func TestMaximalRunsAreRunsAndMaximal(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		ra, rb := read(bodyOf(randomText(r, 80, 9)), bodyOf(randomText(r, 80, 9)), nil, nil)
		longest := int32(0)
		for _, run := range maximalRuns(ra, rb, 3) {
			for i := range run.n {
				require.Equal(t, ra.words[run.a+i], rb.words[run.b+i])
			}
			require.GreaterOrEqual(t, run.n, int32(3))
			left := run.a > 0 && run.b > 0 && ra.words[run.a-1] == rb.words[run.b-1]
			right := int(run.aEnd()) < len(ra.words) && int(run.bEnd()) < len(rb.words) && ra.words[run.aEnd()] == rb.words[run.bEnd()]
			require.False(t, left || right, "it could be longer")
			longest = max(longest, run.n)
		}
		if want := longestByBrute(ra, rb); want >= 3 {
			require.LessOrEqual(t, int(longest), want)
		}
	}
}

// A million equal words have n^2 equal runs; the cost must stay in line with
// the length.
func TestRunsAreLinearOnOneWord(t *testing.T) {
	text := strings.Repeat("so ", 100_000)
	a, b := bodyOf(text), bodyOf(text+"it goes")
	start := time.Now()
	n, _, _ := LongestRun(a, b, nil, nil)
	assert.Equal(t, 100_000, n)
	ra, rb := read(a, b, nil, nil)
	assert.Empty(t, maximalRuns(ra, rb, partRun), "no gram says where its run lies")
	assert.Less(t, time.Since(start), 5*time.Second)
}

func BenchmarkLongestRun(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	news := func() string {
		var sb strings.Builder
		for range 800 {
			sb.WriteString(strings.Repeat(string(rune('a'+r.IntN(26))), 1+r.IntN(4)))
			sb.WriteByte(byte('a' + r.IntN(9)))
			sb.WriteByte(' ')
		}
		return sb.String()
	}
	x, y := bodyOf(news()), bodyOf(news())
	for b.Loop() {
		LongestRun(x, y, nil, nil)
	}
}

func read(a, b *article.Body, maskA, maskB []article.Span) (ra, rb *reading) {
	return newVocabulary().both(a, b, maskA, maskB)
}
