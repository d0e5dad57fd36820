package similarity

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

const (
	original = `The harbour authority of Port Sellick will stop dredging the northern channel in March, its director Ines Okafor said on Wednesday. ` +
		`The decision follows a survey that counted 412 nests of the sand martin along the eastern bank. ` +
		`Fishing crews had asked for a delay until the herring season ends. ` +
		`Okafor told the assembly that the budget of 3.4 million crowns would go to the breakwater instead. ` +
		`A spokesman for the pilots called the plan reckless and announced a strike vote.`
	rewritten = `Weather was mild across the region this week and the markets were busy. ` +
		`Port Sellick's harbour authority is to halt dredging of its northern channel from March, director Ines Okafor announced. ` +
		`A survey counting 412 sand martin nests on the eastern bank led to the decision. ` +
		`The 3.4 million crowns in the budget will go into the breakwater instead, Okafor told the assembly. ` +
		`Elsewhere a choir from the hills won the yearly contest.`
	unrelated = `Two galleries opened in the capital on Friday with paintings from four decades. ` +
		`Visitors queued around the block while a brass band played in the rain. ` +
		`The curator hopes that schools will bring their pupils in autumn.`
)

func align(a, b string) []Passage { return Align(bodyOf(a), bodyOf(b), nil, nil) }

func TestAlignCopiedText(t *testing.T) {
	copied := strings.SplitN(original, "Fishing", 2)[0]
	b := "Nothing was known yesterday about the ferry. " + copied + "The museum opens at ten."
	got := align(original, b)
	require.Len(t, got, 1)
	assert.Equal(t, Verbatim, got[0].Kind)
	assert.Equal(t, strings.TrimSpace(copied), got[0].A.In(original))
	assert.Equal(t, strings.TrimSpace(copied), got[0].B.In(b))
}

func TestAlignRewrittenText(t *testing.T) {
	got := align(original, rewritten)
	require.NotEmpty(t, got)
	p := got[0]
	assert.Equal(t, Rewritten, p.Kind)
	assert.Contains(t, p.B.In(rewritten), "Port Sellick's harbour authority")
	assert.NotContains(t, p.B.In(rewritten), "markets were busy")
	assert.NotContains(t, p.B.In(rewritten), "choir")
	kinds := map[string]int{}
	for _, part := range p.Parts {
		kinds[part.Kind]++
	}
	assert.Positive(t, kinds[Rewritten])
}

func TestAlignUnrelatedText(t *testing.T) {
	assert.Empty(t, align(original, unrelated))
	assert.Empty(t, align("", original))
	assert.Empty(t, align("", ""))
	assert.Empty(t, align("...", "!!!"))
}

func TestAlignIdenticalText(t *testing.T) {
	got := align(original, original)
	require.Len(t, got, 1)
	assert.Equal(t, Passage{
		Kind: Verbatim, A: article.Span{Start: 0, End: len(original)}, B: article.Span{Start: 0, End: len(original)},
		Parts: []Part{{Verbatim, article.Span{Start: 0, End: len(original)}, article.Span{Start: 0, End: len(original)}}},
	}, got[0])
}

func TestAlignLeavesMasksOut(t *testing.T) {
	a := bodyOf(original)
	assert.Empty(t, Align(a, bodyOf(original), []article.Span{{Start: 0, End: len(original)}}, nil))
	tail := maskOf(original, "A spokesman for the pilots called the plan reckless and announced a strike vote.")
	got := Align(a, bodyOf(original), tail, nil)
	require.Len(t, got, 1)
	assert.LessOrEqual(t, got[0].A.End, tail[0].Start)
}

// A heading that looks like a link to another story is copied with the text
// that it heads; a line behind the last common words is not.
func TestAlignKeepsCarriedMasks(t *testing.T) {
	at := strings.Index(original, "Fishing")
	text := original[:at] + "\n\nHERRING CREWS ASK FOR TIME\n\n" + original[at:] + "\n\nMORE HARBOUR NEWS THIS WEEK"
	mask := append(maskOf(text, "HERRING CREWS ASK FOR TIME"), maskOf(text, "MORE HARBOUR NEWS THIS WEEK")...)
	other := strings.Replace(text, original[:at], unrelated, 1)
	got := Align(bodyOf(text), bodyOf(other), mask, maskOf(other, "MORE HARBOUR NEWS THIS WEEK"))
	require.Len(t, got, 1)
	assert.Equal(t, "HERRING CREWS ASK FOR TIME\n\n"+original[at:], got[0].A.In(text))
}

// A paragraph copied into a text on the same subject is no summary of it.
func TestCopiedRunIsNoSummary(t *testing.T) {
	window := stretch{100, 200}
	for _, c := range []struct {
		run     wordRun
		flipped bool
		want    bool
	}{
		{wordRun{a: 120, b: 900, n: summaryRun}, false, true},
		{wordRun{a: 120, b: 900, n: summaryRun - 1}, false, false},
		{wordRun{a: 80, b: 900, n: summaryRun}, false, false}, // half of it lies outside
		{wordRun{a: 900, b: 120, n: summaryRun}, true, true},
		{wordRun{a: 120, b: 900, n: summaryRun}, true, false},
	} {
		assert.Equal(t, c.want, holdsRun(window, []wordRun{c.run}, c.flipped), "%+v", c)
	}
}

// A short run of distinctive words is a passage of its own; stock words are not.
func TestAlignLoneRuns(t *testing.T) {
	a := unrelated + " It recalled the spring attack on pilgrims near Lower Tarn's bridge."
	b := original + " He blamed the spring attack on pilgrims near Lower Tarn's bridge for the delay."
	got := align(a, b)
	require.Len(t, got, 1)
	require.NotEmpty(t, got[0].Parts)
	var run Part
	for _, p := range got[0].Parts {
		if p.Kind == Verbatim {
			run = p
		}
	}
	assert.Equal(t, "the spring attack on pilgrims near Lower Tarn's bridge.", run.A.In(a))
	assert.Equal(t, "the spring attack on pilgrims near Lower Tarn's bridge", run.B.In(b))
	assert.Empty(t, align(unrelated+" It was at the end of the day.", original+" Rain fell at the end of the day again."))
}

func TestSentenceKind(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"The mayor will resign on Friday.", "The mayor will resign next Friday.", Edited},
		{"The mayor will resign on Friday.", "Friday brings the end of the mayor's term.", Rewritten},
		{"Short.", strings.Repeat("long ", 20), Rewritten},
		{strings.Repeat("é", 2001), strings.Repeat("é", 2001), Rewritten}, // too long to be compared
		{strings.Repeat("é", 2000), strings.Repeat("é", 1999) + "è", Edited},
	} {
		assert.Equal(t, c.want, sentenceKind(c.a, c.b), "%.40q", c.a)
	}
}

// Whatever comes in, spans lie in the text, on letters, and parts in their
// passage.
func TestAlignSpansAreSound(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	pieces := append(strings.SplitAfter(original, ". "), strings.SplitAfter(rewritten, ". ")...)
	pieces = append(pieces, "\xff\xfe ", "日本語の文。", "é̀ ", "“", "so so so so so so so so ", "\n\n", "U.S. ", "\u200b")
	text := func() string {
		var sb strings.Builder
		for range r.IntN(12) {
			p := pieces[r.IntN(len(pieces))]
			if r.IntN(4) == 0 {
				p = p[r.IntN(len(p)):]
			}
			sb.WriteString(p)
		}
		return sb.String()
	}
	for range 400 {
		x, y := text(), text()
		for _, p := range Align(bodyOf(x), bodyOf(y), nil, nil) {
			sound(t, p.A, len(x))
			sound(t, p.B, len(y))
			require.NotNil(t, p.Parts)
			for _, q := range p.Parts {
				sound(t, q.A, len(x))
				sound(t, q.B, len(y))
				require.True(t, p.A.Contains(q.A) && p.B.Contains(q.B), "%v in %v", q, p)
			}
		}
		require.Equal(t, Align(bodyOf(x), bodyOf(y), nil, nil), Align(bodyOf(x), bodyOf(y), nil, nil))
	}
}

func sound(t *testing.T, s article.Span, length int) {
	t.Helper()
	require.True(t, 0 <= s.Start && s.Start < s.End && s.End <= length, "%v of %d", s, length)
}

// Repetition must not cost the product of the lengths.
func TestAlignIsBoundedOnHostileText(t *testing.T) {
	for name, text := range map[string]string{
		"one word":      strings.Repeat("so ", 20_000),
		"one sentence":  strings.Repeat("The mayor of Ardmore denied it again. ", 2000),
		"two sentences": strings.Repeat("The mayor denied it. A clerk of the court in Ardmore agreed with him. ", 1500),
		"no sentence":   strings.Repeat("a b c d e f g h ", 6000),
		"numbered": func() string {
			var sb strings.Builder
			for i := range 2000 {
				fmt.Fprintf(&sb, "The clerk counted %d votes in ward %d of Ardmore on Monday. ", i*7, i%40)
			}
			return sb.String()
		}(),
	} {
		start := time.Now()
		Align(bodyOf(text), bodyOf(text[len(text)/3:]+unrelated), nil, nil)
		assert.Less(t, time.Since(start), 6*time.Second, name)
	}
}

// FuzzAlign holds that any two texts align without panic into sound spans, and
// the same way twice.
func FuzzAlign(f *testing.F) {
	f.Add(original, rewritten)
	f.Add(original, original[20:])
	f.Add("so so so so so so so", "so so so")
	f.Add("\xff\x00“", "日本語")
	f.Fuzz(func(t *testing.T, x, y string) {
		if len(x)+len(y) > 1<<14 {
			t.Skip("SKIPPED: long texts have a test of their own")
		}
		got := align(x, y)
		require.Equal(t, got, align(x, y))
		for _, p := range got {
			sound(t, p.A, len(x))
			sound(t, p.B, len(y))
			for _, q := range p.Parts {
				require.True(t, p.A.Contains(q.A) && p.B.Contains(q.B))
			}
		}
		n, inA, inB := LongestRun(bodyOf(x), bodyOf(y), nil, nil)
		require.Equal(t, n > 0, inA.Len() > 0 && inB.Len() > 0)
	})
}

func BenchmarkAlign(b *testing.B) {
	x, y := bodyOf(original+" "+unrelated), bodyOf(rewritten)
	for b.Loop() {
		Align(x, y, nil, nil)
	}
}
