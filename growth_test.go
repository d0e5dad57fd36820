package stemma

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

var long = flag.Bool("long", false, "measure growth on texts of megabytes")

// worstUnits are repeated to make the texts on which some scanner has the most
// to do: marks that never close, names and verbs of speech side by side, dates,
// credits, addresses, mark-up, white space, marks that combine, one long word.
var worstUnits = []string{
	"“a ", "“", "”", "a” ", "\"a ", "\"", "'a ", "‘a ", "’", "«‹“‘", "“a ‘b ", "“a\n\n", "\"a\n\n", "``a'' ", "a: “", "“[a] b” ", "“a …” ",
	"“a b c,” he said. ", "“A b c d e f g h,” said John Smith. ", "“a,” A said, “b,” ", "a” A said “", "Brandt said: “a b c d e f g h i j k.”\n\n",
	"said ", "he said ", "who said ", "He told reporters that ", "according to Reuters, ", "told Al Jazeera ", "in an interview with A ", "described A ",
	"John Smith ", "John Smith, ", "Mr. ", "the minister of a ", "Dr. A. B. C., ", "A’s b ", "A", "A B. ", "A B C D E ",
	"2019 ", "in 2019 ", "May 1, 2019 ", "2019-01-01 ", "1/2/2019 ", "© 2019 ", "May ", "Monday ", "yesterday ", "12:30 UTC ", "at 5 p.m. ", "will May 2 ",
	"1,000,", "1.1.", "$1 ", "10% ", "U.S.", "A.", "(Reuters) ", "LONDON (Reuters) - a\n\n", "By John Smith\n", "By ", "Also Read: a\n", "Advertisement\n\n",
	"Share this\n", "Getty Images\n", "— A (@a) May 1, 2019\n", "— ", "@a ", "#a ", "pic.twitter.com/x ", "http://a.b/ ",
	"a.\n", "A b. ", "A: b\n", "THE END\n", "a;", "a-", "...", "?!", "(", "[", "[1] ", "{", "<", "<a ", "<p>", "<blockquote>\n", "<!--", "&amp;", "|a|b|\n", "- a\n", "> “a”\n", "> ", "> a *b* [c](d)\n", "> `a`\n\n",
	"* * *\n", "===\n", "---\n", "a_b_", "\\", "`", "\n", "\r\n\r\n", " ", "\t", "\u00a0", "\u2028",
	"a", "é", "e\u0301", "a\u0301\u0302", "\u200b", "a\u200b", "\u202ea", "\u00ad", "aа", "中", "ก", "b o a t ", "a ", "б о ", "Sm1th J0nes ", "saidthe thatwith ", "saidthe", "fromtheharbourwith ", "hElLo ", "ﷺ", "👨‍👩", "\x00 a", "a\xff ",
	"The cat sat on the mat. ", "The cat sat on the mat.\n\n", "He said that it was. ",
	"On May 5 the minister told 300 farmers in Lower Wexham that 45 wells had run dry since 2014. ",
	"“We will not go back to the old way of doing this thing, never again,” said Mr. Smith. ",
	"“We saw it all at the lock today,” Mr. Smith told the NYT.\n\n",
}

// worstTexts are those that no repetition makes.
var worstTexts = map[string]func(n int, r *rand.Rand) string{
	"words that differ": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) {
			fmt.Fprintf(b, "w%x", r.Uint32())
			b.WriteString([]string{" ", " ", ". The "}[r.IntN(3)])
		})
	},
	"names that differ": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) {
			fmt.Fprintf(b, "“We %s in %s,” said %s %s. ", name(r), name(r), name(r), name(r))
		})
	},
	"one surname": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) { fmt.Fprintf(b, "%s Smith said Smith. ", name(r)) })
	},
	"one quote of many": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) {
			fmt.Fprintf(b, "“We were told nothing at all about the ferry last week,” said %s %s.\n\n", name(r), name(r))
		})
	},
	"values among dates": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) {
			fmt.Fprintf(b, "On May %d, %d the inquiry counted %d boats and %d crew. ", 1+r.IntN(28), 1900+r.IntN(120), r.IntN(1e6), r.IntN(1e6))
		})
	},
	"few words": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) {
			fmt.Fprintf(b, "w%x", r.IntN(1000))
			b.WriteString([]string{" ", " ", ". The "}[r.IntN(3)])
		})
	},
	"quotes of few words": func(n int, r *rand.Rand) string {
		return written(n, func(b *strings.Builder) {
			b.WriteString("“We")
			for range 14 {
				fmt.Fprintf(b, " w%x", r.IntN(1000))
			}
			b.WriteString(",” said Mr. Smith. ")
		})
	},
}

func written(n int, next func(b *strings.Builder)) string {
	var b strings.Builder
	for b.Len() < n {
		next(&b)
	}
	return b.String()
}

func name(r *rand.Rand) string {
	letters := []byte("Aaaaaa")
	for i := range letters {
		letters[i] = "ABCDEFGHIJKLMNOP"[r.IntN(16)] | 0x20
	}
	letters[0] &^= 0x20
	return string(letters)
}

// scanners are all that reads a text from its bytes to the findings of a pair,
// in the pieces in which a slow step would hide the least.
var scanners = []struct {
	name string
	long bool // with -long only; package article holds its readers to the same by itself
	scan func(t *testing.T, text string) func()
}{
	{"plain text", true, reads("x.txt", "")},
	{"Markdown", true, reads("x.md", "")},
	{"MDX", true, reads("x.mdx", "")},
	{"page", true, reads("x.html", "<html><body><article><p>")},
	{"front matter", true, reads("x.md", "---\ntitle: a\ntext: |\n ")},
	// paragraphs, sentences, tokens, marks, posts, furniture; credits, names,
	// anchors, the dates that prove when; shingles and the sketch
	{"taking apart", false, func(_ *testing.T, text string) func() {
		a := &article.Article{ID: "a", Text: strings.ToValidUTF8(text, "?")}
		return func() { newSubject(a, nil, tables{}, nil) }
	}},
	// quotes, speakers, origins, reported speech
	{"quotes", false, func(_ *testing.T, text string) func() {
		b := article.ParseBody(&article.Article{ID: "a", Text: strings.ToValidUTF8(text, "?")})
		return func() { attribution.Read(b, nil) }
	}},
	// the same with mark-up in block quotes, which quotes look up
	{"quotes of Markdown", true, func(t *testing.T, text string) func() {
		r, err := article.NewReader(article.Options{})
		require.NoError(t, err)
		a, err := r.ReadBytes("x.md", []byte(strings.ToValidUTF8(text, "?")))
		if err != nil {
			return func() {} // an error is an answer
		}
		b := article.ParseBody(a)
		return func() { attribution.Read(b, nil) }
	}},
	// what an index keeps of them, written and read again
	{"notes", false, func(t *testing.T, text string) func() {
		text = strings.ToValidUTF8(text, "?")
		n := attribution.TakeNotes(article.ParseBody(&article.Article{ID: "a", Text: text}), nil, nil)
		return func() {
			_, err := attribution.ReadNotes(n.Append(nil, text), "a", text)
			require.NoError(t, err)
		}
	}},
	{"disguises", false, func(_ *testing.T, text string) func() {
		a := &article.Article{ID: "a", Text: text}
		return func() {
			if h := findHidden(a); !h.none() {
				h.message(text)
			}
		}
	}},
	// alignment, features and relation, direction, order; joining of quotes,
	// wordings, families; findings
	{"a pair", true, func(t *testing.T, text string) func() {
		text = strings.ToValidUTF8(text, "?")
		words := strings.SplitAfter(text, " ")
		for i := 20; i < len(words); i += 37 {
			words[i] = "zeal "
		}
		in := intake{articles: []*article.Article{{ID: "a", Text: text}, {ID: "b", Text: strings.Join(words, "")}}}
		archive, err := in.archive()
		require.NoError(t, err)
		return func() {
			_, err := archive.Compare(context.Background(), Options{Jobs: 1}, [][2]string{{"a", "b"}})
			require.NoError(t, err)
		}
	}},
}

func reads(file, before string) func(*testing.T, string) func() {
	return func(t *testing.T, text string) func() {
		r, err := article.NewReader(article.Options{})
		require.NoError(t, err)
		return func() { _, _ = r.ReadBytes(file, []byte(before+text)) } // an error is an answer
	}
}

// Growth allowed for twice the text: n log n has 2.1, and caches get smaller.
// One doubling measures the caches and the allocator as much as the scanner (it
// showed 2.7 for linear ones), so growth is held over three of them: what is
// linear takes 8 to 9 times as long there, what is quadratic 64, and a quadratic
// step shows once it takes a twelfth of the time of the smaller text.
const (
	growth    = 2.3
	doublings = 3
)

// Every scanner is linear on the worst texts that we know for it: twice the text
// takes at most about twice the time. Where a step has a bound, its growth ends
// there, so a text that grew too fast is measured at larger sizes too; quadratic
// steps show at all of them. What takes no time at 128 KB is not looked at
// further: a quadratic step over the words alone would take seconds.
func TestEveryScannerIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: measures time")
	}
	texts := map[string]func(n int) string{}
	for _, u := range worstUnits {
		texts[fmt.Sprintf("%q", u)] = func(n int) string { return strings.Repeat(u, n/len(u)) }
	}
	for name, of := range worstTexts {
		texts[name] = func(n int) string { return of(n, rand.New(rand.NewPCG(1, 2))) }
	}
	small, notice := 64<<10, 40*time.Millisecond
	if *long {
		small *= 8
	}
	for _, s := range scanners {
		if s.long && !*long {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			slowest, worst := time.Duration(0), ""
			for _, name := range slices.Sorted(maps.Keys(texts)) {
				scan := func(n int) func() { return s.scan(t, texts[name](n)) }
				two := least(scan(2 * small))
				if perByte := two / time.Duration(2*small/1024); perByte > slowest {
					slowest, worst = perByte, name
				}
				if two < notice {
					continue
				}
				var found []string
				for size := small; ; size *= 2 {
					g := grow(scan, size)
					if !g.tooFast() {
						break
					}
					found = append(found, g.String())
					if size == 8*small || g.large > 20*time.Second {
						t.Errorf("%s grows too fast: %s", name, strings.Join(found, "; "))
						break
					}
				}
			}
			t.Logf("the slowest text is %s: %v for a KB", worst, slowest)
		})
	}
}

// The measure tells a quadratic step, even one that hides behind five times as
// much linear work, from n log n.
func TestGrowthTellsQuadraticSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: measures time")
	}
	const size = 4 << 10
	sum := 0
	pass := func(n int) {
		x := sum
		for i := range n {
			x = x ^ i + 1
		}
		sum = x
	}
	steps := map[string]struct {
		work    func(n int)
		tooFast bool
	}{
		"linear":               {func(n int) { pass(8000 * n) }, false},
		"n log n":              {func(n int) { pass(500 * n * bits.Len(uint(n))) }, false},
		"quadratic":            {func(n int) { pass(n * n / 2) }, true},
		"quadratic for a part": {func(n int) { pass(n*n/4 + 5*size*n/4) }, true},
	}
	for name, s := range steps {
		t.Run(name, func(t *testing.T) {
			g := grow(func(n int) func() { return func() { s.work(n) } }, size)
			require.Equal(t, s.tooFast, g.tooFast(), g)
		})
	}
	t.Log(sum) // the compiler keeps the work
}

// grown is what a scanner took for a text and for one of so many doublings.
type grown struct {
	size         int
	small, large time.Duration
}

func grow(scan func(n int) func(), size int) grown {
	return grown{size: size, small: least(scan(size)), large: least(scan(size << doublings))}
}

func (g grown) tooFast() bool {
	return float64(g.large) > math.Pow(growth, doublings)*float64(g.small)
}

func (g grown) String() string {
	return fmt.Sprintf("%d KB: %v, %d KB: %v", g.size>>10, g.small, g.size<<doublings>>10, g.large)
}

// least is the least processor time of some runs. The garbage collector rests
// meanwhile: on a machine with idle processors it marks on all of them, as often
// as chance has it, and that made linear scanners take 2.5 times as long for
// twice the text. It works again at a limit that only megabytes of text reach.
func least(run func()) time.Duration {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(4 << 30))
	best := time.Hour
	for n := 0; n < 3; n++ {
		runtime.GC()
		began := processorTime()
		run()
		took := processorTime() - began
		best = min(best, took)
		if took < 10*time.Millisecond || took > 2*time.Second {
			break
		}
	}
	return best
}
