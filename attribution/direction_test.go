package attribution

import (
	"strings"
	"testing"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Of the directions called in cases that nothing was fitted on, .95 and more
// must be right (the wrong one is a pair that is no reuse at all), and half of
// the dated descents must be called.
func TestDirectionCases(t *testing.T) {
	called, right, dated, datedCalled := 0, 0, 0, 0
	for _, c := range relationCases(t) {
		r := Relate(c.a, c.b)
		d := Direct(c.a, c.b, when(c.a.Body), when(c.b.Body), r)
		if d == nil {
			assert.False(t, r.IsReuse(), c.name)
			continue
		}
		truth := c.header["direction"]
		descent := truth == "a->b" || truth == "b->a"
		order := Precedes(c.a, c.b, when(c.a.Body), when(c.b.Body))
		if descent && order != nil && order.Why == "dates" {
			dated++
			if d.Kind == Follows {
				datedCalled++
			}
		}
		if d.Kind != Follows {
			continue
		}
		called++
		if d.From+"->"+d.To == truth {
			right++
		} else {
			t.Logf("%s: %s->%s, right %s", c.name, d.From, d.To, truth)
		}
	}
	t.Logf("called %d, right %d; of %d dated descents called %d", called, right, dated, datedCalled)
	assert.GreaterOrEqual(t, float64(right), .95*float64(called))
	assert.GreaterOrEqual(t, 2*datedCalled, dated)
}

// Of two states of a running report the one with later entries follows; not where
// they have no entry in common, where one names a single time in passing, or where
// dates prove the opposite.
func TestRunningReport(t *testing.T) {
	parts := map[string]string{
		"7:10 a.m.": "The harbour board of Quillford is to vote on the sale of the ferry Marlet, which has carried passengers to Tamber since 1962 and lies in dock for half of the year.",
		"7:50 a.m.": "The chairwoman, Orla Quent, has told the meeting that repairs cost 412,000 crowns in two years, and that the engineers want 90,000 more before the ice goes.",
		"9:05 a.m.": "Eleven sailors have come to the quay with their families. A stoker who has been on board for 31 years says that he will not go to another ship.",
		"9:20 a.m.": "The vote is seven to four. A buyer from the island of Ostrel means to run trips around the seal banks from May, and paid 1.3 million crowns.",
	}
	state := func(id string, times ...string) *Profile {
		text := "The Latest on the sale of the ferry (all times local):\n\n"
		for _, at := range times {
			text += at + "\n\n" + parts[at] + "\n\n"
		}
		return profileOf(id, text)
	}
	follows := func(a, b *Profile, wa, wb article.Interval) string {
		r := Relate(a, b)
		require.True(t, r.IsReuse())
		if d := Direct(a, b, wa, wb, r); d.Kind == Follows {
			assert.Equal(t, "entries", d.Evidence[0].Code)
			assert.Equal(t, "early ends with the entry of 9:05 a.m., late goes on to 9:20 a.m.", d.Evidence[0].Text)
			return d.From
		}
		return ""
	}
	early, late := state("early", "9:05 a.m.", "7:50 a.m.", "7:10 a.m."), state("late", "9:20 a.m.", "9:05 a.m.", "7:50 a.m.")
	none := article.Interval{}
	assert.Equal(t, "early", follows(early, late, none, none))
	assert.Equal(t, "early", follows(late, early, none, none))
	assert.Empty(t, follows(early, state("same", "9:05 a.m.", "7:50 a.m."), none, none), "as far as the other")
	assert.Empty(t, follows(early, state("up", "7:10 a.m.", "7:50 a.m.", "9:20 a.m."), none, none), "not the latest on top")
	assert.Empty(t, follows(state("one", "7:50 a.m."), profileOf("told", "At 9:20 a.m. the meeting ended.\n\n"+parts["7:50 a.m."]), none, none))
	monday, _ := article.ParseDate("2025-05-05T10:00:00Z")
	tuesday, _ := article.ParseDate("2025-05-06T10:00:00Z")
	assert.Empty(t, follows(early, late, tuesday, monday), "dates prove the opposite")
}

func TestPrecedes(t *testing.T) {
	at := func(s string) article.Interval {
		i, ok := article.ParseDate(s)
		require.True(t, ok, s)
		return i
	}
	x, y := profileOf("x", ferry), profileOf("y", ferry)
	first := func(a, b string) string {
		if o := Precedes(x, y, at(a), at(b)); o != nil {
			return o.First
		}
		return ""
	}
	assert.Equal(t, "x", first("2025-05-01T10:00:00Z", "2025-05-01T11:00:00Z"))
	assert.Equal(t, "y", first("2025-05-09", "2025-05-01"))
	assert.Equal(t, "", first("2025-05-01", "2025-05-02"), "two days without a zone overlap")
	x.Body.Article.Publisher, y.Body.Article.Publisher = "Quillford Post", "The Quillford Post"
	assert.Equal(t, "x", first("2025-05-01", "2025-05-02"), "one outlet's clock")
	assert.Equal(t, "", first("2025-05-01", "2025-05-01"))
}

func TestDirectByCredit(t *testing.T) {
	a := NewProfile(article.ParseBody(&article.Article{ID: "a", Publisher: "Quillford Beacon", Text: ferry}), nil)
	b := NewProfile(article.ParseBody(&article.Article{ID: "b", Publisher: "Tamber Times", Text: ferry + "\n\nThe Quillford Beacon contributed to this report."}), nil)
	r := Relate(a, b)
	require.Equal(t, Identical, r.Kind)
	require.NotNil(t, r.Credited)
	assert.Equal(t, "b", r.Credited.On)
	d := Direct(a, b, article.Interval{}, article.Interval{}, r)
	assert.Equal(t, [4]string{Follows, "a", "b", "credit"}, [4]string{d.Kind, d.From, d.To, d.Evidence[0].Code})
	late, early := article.Day(2025, time.May, 9), article.Day(2025, time.May, 1)
	d = Direct(a, b, late, early, r)
	assert.NotEqual(t, Follows, d.Kind, "dates against a credit")
	assert.Nil(t, Direct(a, profileOf("c", "Nothing else."), late, early, Relate(a, profileOf("c", "Nothing else."))))
}

func TestBothCreditOneAgency(t *testing.T) {
	a := NewProfile(article.ParseBody(&article.Article{ID: "a", Publisher: "Quillford Beacon", Text: "QUILLFORD (AP) — " + ferry}), nil)
	b := NewProfile(article.ParseBody(&article.Article{ID: "b", Publisher: "Tamber Times", Text: "QUILLFORD (AP) — " + ferry}), nil)
	d := Direct(a, b, article.Day(2025, time.May, 1), article.Day(2025, time.May, 9), Relate(a, b))
	assert.Equal(t, CommonSource, d.Kind)
	assert.Equal(t, "Associated Press", d.Source)
}

func when(b *article.Body) article.Interval {
	if p, found := NotBefore(b); found {
		return When(b.Article, &p)
	}
	return When(b.Article, nil)
}

// The more exact number is upstream: it must be the same thing, and not small.
func TestRoundings(t *testing.T) {
	text := func(n string) string { return "The harbour board of Quillford owes the shipyard " + n + " crowns." }
	for _, c := range []struct {
		x, y string
		want int
	}{
		{text("16,142"), text("some 16,000"), 1},
		{text("some 16,000"), text("16,142"), 0},
		{text("1.94 million"), text("nearly two million"), 1},
		{text("16,142"), text("12,000"), 0},
		{text("16,142"), text("16,142") + " It was 16,000 crowns in May.", 0},
		{text("9.7"), text("9"), 0},
		{text("16,142"), "A choir in Tamber sang before 16,000 people.", 0},
	} {
		got := roundings(profileOf("x", c.x), profileOf("y", c.y))
		require.Len(t, got, c.want, "%s / %s", c.x, c.y)
	}
	got := roundings(profileOf("x", text("16,142")), profileOf("y", text("some 16,000")))[0]
	assert.Equal(t, [2]string{"16,142", "16,000"}, [2]string{text("16,142")[got.exact.Start:got.exact.End], text("some 16,000")[got.rounded.Start:got.rounded.End]})
}

const lamp = `The lamp of Ostrel lighthouse went out on March 3 after 117 years, and 212 boats were at sea.

"It blinked twice like an old man who has been asked a question, and then it was dark," the keeper, Imre Valko, said.

The glass was made in Dunvarra in 1906 and weighs 1,940 kilos. Two divers carried it up the 188 steps in 1951.

"We have candles, and we have Imre, who does not sleep," said the mayor of Ostrel, Petra Lunde.

The coastguard at Tamber keeps the patrol boat Marlet at the seal banks until April 9. A new lamp costs 86,400 crowns.

The council of Ostrel has 31,000 crowns and will ask the Quillford Fund for the rest.`

// Without a date or a credit a follower shows itself by what it lacks; facts of
// its own, or a number that it gives more exactly, are a veto.
func TestDirectWithoutDates(t *testing.T) {
	retold := `For 117 years the lighthouse of Ostrel had shone; on March 3 its lamp died while 212 boats were out.

Imre Valko, its keeper, was reminded of an old man blinking twice when asked a question, before all was dark.

Its glass, 1,940 kilos of it, was made in Dunvarra in 1906; in 1951 it was carried up 188 steps by two divers.

The mayor, Petra Lunde, trusts in candles and in the sleepless keeper. Until April 9 the Marlet, patrol boat of Tamber's coastguard, lies off the seal banks.

Some 86,000 crowns are needed for another lamp. Ostrel's council has 31,000 and turns to the Quillford Fund.`
	exact := strings.NewReplacer("31,000", "31,270", "86,000", "86,400").Replace(retold)
	foreign := retold + "\n\nThe Fund gave 14,500 crowns to Harrow in 1998, its clerk Bela Torn said. Kestrel Bay lost its light in a storm on June 12, 1987, and 63 of the 70 sailors of the Vantor drowned near Selby Rock."
	direct := func(b string) *Direction {
		x, y := profileOf("a", lamp), profileOf("b", b)
		r := Relate(x, y)
		require.Equal(t, Rewrite, r.Kind)
		return Direct(x, y, article.Interval{}, article.Interval{}, r)
	}
	d := direct(retold)
	require.Equal(t, [3]string{Follows, "a", "b"}, [3]string{d.Kind, d.From, d.To}, "%+v", d.Evidence)
	codes := map[string]bool{}
	for _, e := range d.Evidence {
		codes[e.Code] = true
		if e.Code == "quotes-reported" {
			require.Len(t, e.Spans, 2)
			assert.Contains(t, lamp[e.Spans[0].Start:e.Spans[0].End], "It blinked twice")
			assert.Contains(t, retold[e.Spans[1].Start:e.Spans[1].End], "reminded of an old man")
		}
	}
	assert.Equal(t, map[string]bool{"quotes-subset": true, "quotes-reported": true, "rounded": true}, codes)
	assert.Equal(t, Undetermined, direct(exact).Kind, "a number that only the follower gives")
	assert.Equal(t, Undetermined, direct(foreign).Kind, "facts of its own")
}
