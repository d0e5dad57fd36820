package benchmarks

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// letters are the positions of letters and digits, in code points of a text,
// sorted and each once: what two readings of a span are held against, so that
// marks, blanks and punctuation do not matter.
type letters []int32

// points is a text with the code point at which every byte stands.
type points struct {
	runes []rune
	at    []int32 // by byte; inside a code point, that code point
}

func newPoints(text string) points {
	p := points{at: make([]int32, len(text)+1)}
	for i, r := range text {
		for j := i; j < i+utf8.RuneLen(r) && j < len(text); j++ {
			p.at[j] = int32(len(p.runes))
		}
		p.runes = append(p.runes, r)
	}
	p.at[len(text)] = int32(len(p.runes))
	return p
}

// span turns bytes into code points.
func (p points) span(s stemma.Span) stemma.Span {
	last := len(p.at) - 1
	return stemma.Span{Start: int(p.at[min(max(s.Start, 0), last)]), End: int(p.at[min(max(s.End, 0), last)])}
}

// letters are those of the spans, in code points.
func (p points) letters(spans []stemma.Span) letters {
	var found letters
	for _, s := range spans {
		for i := s.Start; i < min(s.End, len(p.runes)); i++ {
			if unicode.IsLetter(p.runes[i]) || unicode.IsNumber(p.runes[i]) {
				found = append(found, int32(i))
			}
		}
	}
	return union(found)
}

// union sorts the letters and drops doubles.
func union(l letters) letters {
	sort.Slice(l, func(i, j int) bool { return l[i] < l[j] })
	out := l[:0]
	for i, x := range l {
		if i == 0 || x != l[i-1] {
			out = append(out, x)
		}
	}
	return out
}

// common is the number of letters in both.
func common(x, y letters) (n int) {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// labelledQuote is what a reader marked: who, and which words.
type labelledQuote struct {
	kind    string // direct, mixed or indirect
	content letters
	sources []stemma.Span // code points
	name    string
}

// saidQuote is what the library answered.
type saidQuote struct {
	direct  bool
	content letters
	mention *stemma.Span // code points
}

// quoteScore counts the quotes and speakers of PolNeAR.
type quoteScore struct {
	exact, direct           int // direct attributions: found letter by letter, all
	inside, said            int // quotes of 16 letters and more: inside a marked content, all
	insideDirect            int // the same of kind direct
	saidDirect              int
	speakers, right, source int // matched: with a mention, with a right one, with a source to find
}

func (s quoteScore) String() string {
	return fmt.Sprintf("direct exact-span recall %.4f (%d of %d)  precision all kinds %.4f (%d of %d), direct only %.4f  speaker precision %.4f recall %.4f (%d with a source)",
		share(s.exact, s.direct), s.exact, s.direct, share(s.inside, s.said), s.inside, s.said, share(s.insideDirect, s.saidDirect),
		share(s.right, s.speakers), share(s.right, s.source), s.source)
}

const quoteBetter = "+00" + "+00" + "+" + "++0"

// shortest is the number of letters from which a quote counts for precision.
const shortest = 16

// article scores one article.
func (s *quoteScore) article(id string, text points, gold []labelledQuote, said []saidQuote, m *misses) {
	var marked letters
	for _, g := range gold {
		if g.kind != "indirect" {
			marked = append(marked, g.content...)
		}
		if g.kind == "direct" && len(g.content) > 0 {
			s.attribution(id, text, g, said, m)
		}
	}
	marked = union(marked)
	for _, q := range said {
		if len(q.content) < shortest {
			continue
		}
		ok := float64(common(q.content, marked)) >= .8*float64(len(q.content))
		s.said++
		s.inside += one(ok)
		if q.direct {
			s.saidDirect++
			s.insideDirect += one(ok)
		}
		if !ok {
			m.add(1, "quote outside every attribution", fmt.Sprintf("%s %d", id, q.content[0]))
		}
	}
}

func (s *quoteScore) attribution(id string, text points, g labelledQuote, said []saidQuote, m *misses) {
	s.direct++
	place := id + " " + g.name
	var best *saidQuote
	most := -1.0
	for i := range said {
		n := common(said[i].content, g.content)
		if x := float64(n) / float64(max(1, len(said[i].content)+len(g.content)-n)); x > most {
			best, most = &said[i], x
		}
	}
	n := 0
	if best != nil {
		n = common(best.content, g.content)
	}
	exact := best != nil && n == len(g.content) && n == len(best.content)
	s.exact += one(exact)
	if !exact {
		m.add(1, missClass(n, best, g), place)
	}
	if best == nil || float64(n) < .8*float64(len(g.content)) {
		return
	}
	s.source += one(len(g.sources) > 0)
	if best.mention == nil {
		if len(g.sources) > 0 {
			m.add(.5, "no speaker", place)
		}
		return
	}
	s.speakers++
	if named(text, *best.mention, g.sources) {
		s.right++
	} else {
		m.add(.8, "wrong speaker", place)
	}
}

func missClass(n int, best *saidQuote, g labelledQuote) string {
	switch {
	case n == 0:
		return "direct quote not found"
	case n < len(g.content) && n < len(best.content):
		return "direct quote crossed"
	case n < len(g.content):
		return "direct quote too short"
	}
	return "direct quote too long"
}

// named says whether a mention of at most 12 words touches a source.
func named(text points, mention stemma.Span, sources []stemma.Span) bool {
	if mention.End > len(text.runes) || mention.Start > mention.End || len(strings.Fields(string(text.runes[mention.Start:mention.End]))) > 12 {
		return false
	}
	for _, s := range sources {
		if s.Start < mention.End && mention.Start < s.End {
			return true
		}
	}
	return false
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// measurePolNeAR scores quotes and speakers' mentions.
func measurePolNeAR(b *bench) []row {
	articles, labels := b.data.articles("polnear"), b.data.path("polnear", "attributions.tsv")
	need(b, articles, labels)
	text := map[string]points{}
	eachRecord(b, articles, func(d struct{ ID, Text string }) { text[d.ID] = newPoints(d.Text) })
	gold := map[string][]labelledQuote{}
	for _, r := range table(b, labels, false) {
		id := r["article"]
		gold[id] = append(gold[id], labelledQuote{r["kind"], text[id].letters(spansOf(b, r["content_spans"])), spansOf(b, r["source_spans"]), r["attribution"]})
	}
	said := saidQuotes(b.quotes(articles), text)
	var whole quoteScore
	var parts [2]quoteScore
	for _, id := range sortedKeys(text) {
		whole.article(id, text[id], gold[id], said[id], b.misses)
		parts[half(id)-1].article(id, text[id], gold[id], said[id], nil)
	}
	rows := []row{{what: "polnear: quotes", figure: whole.String(), better: quoteBetter, goal: ".99 .95 .96 .90"}}
	for h, s := range parts {
		rows = append(rows, row{what: fmt.Sprintf("polnear: half %d", h+1), figure: s.String(), better: quoteBetter})
	}
	return rows
}

// saidQuotes are a result's quotes by article, in code points.
func saidQuotes(r *stemma.Result, text map[string]points) map[string][]saidQuote {
	said := map[string][]saidQuote{}
	for _, q := range r.Quotes {
		p, ok := text[q.Article]
		if !ok {
			continue
		}
		var spans []stemma.Span
		for _, s := range q.Segments {
			spans = append(spans, p.span(s))
		}
		x := saidQuote{direct: q.Kind == "direct", content: p.letters(spans)}
		if q.Speaker != nil && q.Speaker.Mention != nil {
			m := p.span(*q.Speaker.Mention)
			x.mention = &m
		}
		said[q.Article] = append(said[q.Article], x)
	}
	return said
}

// spansOf reads "start end;start end".
func spansOf(b require.TestingT, s string) []stemma.Span {
	var spans []stemma.Span
	for _, part := range strings.Split(s, ";") {
		ends := strings.Fields(part)
		if len(ends) == 0 {
			continue
		}
		require.Len(b, ends, 2)
		start, err := strconv.Atoi(ends[0])
		require.NoError(b, err)
		end, err := strconv.Atoi(ends[1])
		require.NoError(b, err)
		spans = append(spans, stemma.Span{Start: start, End: end})
	}
	return spans
}
