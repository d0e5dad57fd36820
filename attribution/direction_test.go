package attribution

import (
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
