package benchmarks

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

const (
	joinsFile = "joins.md"
	// joinsChild tells a process of its own how many quotes it joins.
	joinsChild = "STEMMA_JOIN_QUOTES"
)

var joinSizes = flag.String("quotes", "125000,250000,500000,1000000", "how many quotes the joining test joins, in rising order, each twice the one before")

// TestJoinScale measures the joining of many quotes: processor time, its growth,
// memory, and how many of those that are one saying end in one utterance.
//
//	go test ./benchmarks -run JoinScale -v -timeout 60m -long [-quotes 125000,250000] [-update]
//
// Each size runs in a process of its own.
func TestJoinScale(t *testing.T) {
	if n := os.Getenv(joinsChild); n != "" {
		size, err := strconv.Atoi(n)
		require.NoError(t, err)
		fmt.Println(joinMany(t, size))
		return
	}
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	need(t, dataFolder().articles("allsides"))
	text := fmt.Sprintf("# Joining many quotes, as recorded\n\nMade by `go test ./benchmarks -run JoinScale -v -timeout 60m -long -quotes %s -update` on %s/%s with %d cores, %s, at times with other work beside it.\n"+
		"The quotes are what stands in marks in AllSides and halves of two such stretches set together; four in ten tell another one of the same days again: whole, cut, or with words left out.\n\n"+
		"| quotes | processor time | for twice the quotes | memory before | peak | one saying in one utterance | utterances that mix sayings |\n|---|---|---|---|---|---|---|\n", *joinSizes, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	last := 0.
	for _, size := range strings.Split(*joinSizes, ",") {
		cmd := exec.Command(os.Args[0], "-test.run", "TestJoinScale", "-test.timeout", "60m")
		cmd.Env = append(os.Environ(), joinsChild+"="+size)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		var took float64
		var rest string
		for _, line := range strings.Split(string(out), "\n") {
			if fields, found := strings.CutPrefix(line, "joined "); found {
				first, after, _ := strings.Cut(fields, " ")
				took, err = strconv.ParseFloat(first, 64)
				require.NoError(t, err)
				rest = after
			}
		}
		require.NotEmpty(t, rest, "%s", out)
		factor := "-"
		if last > 0 {
			factor = fmt.Sprintf("%.2f", took/last)
			assert.Less(t, took/last, 2.6, "nearer to the square than to the line")
		}
		last = took
		row := fmt.Sprintf("| %s | %.1f s | %s | %s |", size, took, factor, rest)
		fmt.Println(row)
		text += row + "\n"
	}
	if *update {
		require.NoError(t, os.WriteFile(joinsFile, []byte(text), 0o644))
	}
}

// forgetPeak lets the system count this process's peak of memory anew, where
// it can: the corpus that was read is no part of joining.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// told is one saying of the made ledger, to be told again.
type told struct {
	words   []string
	speaker string
}

// joinMany makes n quotes, joins them and says what it cost.
func joinMany(t *testing.T, n int) string {
	carriers, truth := manyQuotes(t, n)
	debug.FreeOSMemory()
	forgetPeak()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	utterances := attribution.Join(carriers)
	took := processorTime() - start
	peak := residentPeak(os.Getpid())

	saying := map[string]int{} // by utterance, -1 for a mixed one
	mixed := 0
	var right, again int
	first := map[int]string{}
	for c := range carriers {
		for q := range carriers[c].Quotes {
			x := &carriers[c].Quotes[q]
			s := truth[x.ID]
			if had, ok := saying[x.Utterance]; ok && had >= 0 && had != s {
				mixed++
				saying[x.Utterance] = -1
			} else if !ok {
				saying[x.Utterance] = s
			}
			if u, ok := first[s]; ok {
				again++
				right += one(u == x.Utterance)
			} else {
				first[s] = x.Utterance
			}
		}
	}
	return fmt.Sprintf("joined %.2f %d MB | %d MB | %.3f of %d | %d of %d", took.Seconds(), before.HeapAlloc>>20, peak, share(right, again), again, mixed, len(utterances))
}

// stretches are the words in marks of every article of AllSides, each once.
func stretches(t *testing.T) (out [][]string) {
	seen := map[string]bool{}
	eachRecord(t, dataFolder().articles("allsides"), func(x caseArticle) {
		b := article.ParseBody(&article.Article{Text: x.Text})
		for _, m := range b.Marks {
			w := strings.Fields(m.Inner().In(x.Text))
			if key := strings.ToLower(strings.Join(w, " ")); m.Depth == 0 && len(w) >= 5 && len(w) <= 100 && !seen[key] {
				seen[key] = true
				out = append(out, w)
			}
		}
	})
	return out
}

// Shares of a made ledger.
const (
	toldAgain     = .4    // of the quotes
	quotesOfOne   = 8     // article
	articlesOfDay = 300   // published
	manySpeakers  = 4_000 // people
	memory        = 2_000 // sayings back that are still told again
)

// manyQuotes makes n quotes in articles of quotesOfOne. The same n gives the
// same quotes; truth is the number of the saying by the quote's id.
func manyQuotes(t *testing.T, n int) ([]attribution.Carrier, map[string]int) {
	real := stretches(t)
	require.Greater(t, len(real), 100_000)
	r := rand.New(rand.NewPCG(1, 0x901e))
	r.Shuffle(len(real), func(i, j int) { real[i], real[j] = real[j], real[i] })
	names := strings.Fields("Ada Ben Cora Dan Ella Finn Gina Hugo Ida Jon Kari Leo Mia Nils Olga Per Ruth Sven Tara Uwe")
	var list []told
	var carriers []attribution.Carrier
	truth := make(map[string]int, n)
	for i := 0; i < n; i++ {
		c := i / quotesOfOne
		if i%quotesOfOne == 0 {
			day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, c/articlesOfDay)
			carriers = append(carriers, attribution.Carrier{
				ID: fmt.Sprintf("c-%07d", c), Publisher: fmt.Sprintf("Outlet %02d", r.IntN(archiveOutlets)), Dated: true,
				When: article.Day(day.Year(), day.Month(), day.Day()),
			})
		}
		var words []string
		var speaker string
		if saying := len(list) - 1 - r.IntN(memory); r.Float64() < toldAgain && saying >= 0 {
			words, speaker = retell(r, list[saying].words), list[saying].speaker
			truth[carriers[c].ID+"#"+strconv.Itoa(i)] = saying
		} else {
			words = real[len(list)%len(real)]
			if len(list) >= len(real) { // every stretch has been said once
				other := real[r.IntN(len(real))]
				words = append(append([]string{}, words[:len(words)/2+1]...), other[len(other)/2:]...)
			}
			p := r.IntN(manySpeakers)
			speaker = fmt.Sprintf("%s Ost%dlund", names[p%len(names)], p)
			truth[carriers[c].ID+"#"+strconv.Itoa(i)] = len(list)
			list = append(list, told{words, speaker})
		}
		carriers[c].Quotes = append(carriers[c].Quotes, attribution.Quote{
			ID: carriers[c].ID + "#" + strconv.Itoa(i), Article: carriers[c].ID, Kind: "direct", Text: strings.Join(words, " "),
			Segments: []article.Span{{Start: i % quotesOfOne, End: i%quotesOfOne + 1}}, Speaker: &attribution.Speaker{Name: speaker},
			Via: []attribution.Speaker{}, Origin: attribution.Origin{Kind: attribution.Unknown},
		})
	}
	return carriers, truth
}

// retell is a wording of the same words: whole, without its end, or without
// some words in the middle.
func retell(r *rand.Rand, words []string) []string {
	n := len(words)
	switch x := r.Float64(); {
	case x < .5 || n < 12:
		return words
	case x < .8:
		return words[:n*3/5+1]
	}
	at := n/3 + r.IntN(n/3)
	return append(append([]string{}, words[:at]...), words[at+max(1, n/10):]...)
}
