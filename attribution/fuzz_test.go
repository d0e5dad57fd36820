package attribution

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// Quotes, speakers, origins, credits and dates of any text stand inside of it,
// in order, and do not depend on what was read before.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"“We will not move,” Odile Marchetti told Al Jazeera in an interview on Monday. “Never,” she added. 'No', according to Mr. Brandt.\n\nMarchetti said the wall had moved 11 cm.",
		"LONDON (Reuters) - The minister said that 300 farmers, \"tired\" and \"cold\", left. By Ruth Callendar, AP\n\n© 2019 The Post. All rights reserved.",
		"“The board says ‘it is settled’,” Brandt said, Rook told reporters at a meeting on 25 July 2025.\n\n“The first part\n\n“and the second,” he wrote on X.",
		"The mayor recounted that Brandt told her: “Go.” — Name (@handle) May 1, 2019", "「日本」と述べた。 «Non», a-t-il dit.", "said said said “” “” told told by By BY",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 20_000 {
			return
		}
		inside := func(s *article.Span) {
			if s != nil {
				require.True(t, 0 <= s.Start && s.Start < s.End && s.End <= len(text), "%v", *s)
				require.True(t, utf8.ValidString(s.In(text)))
			}
		}
		b := article.ParseBody(&article.Article{ID: "x", Text: text})
		quotes, reports := Read(b, nil)
		last := 0
		for _, q := range quotes {
			require.NotEmpty(t, q.Segments)
			require.GreaterOrEqual(t, q.Segments[0].Start, last)
			last = q.Segments[0].Start
			for i := range q.Segments {
				inside(&q.Segments[i])
				require.True(t, i == 0 || q.Segments[i-1].End <= q.Segments[i].Start)
			}
			if q.Speaker != nil {
				inside(q.Speaker.Mention)
			}
			for _, v := range q.Via {
				inside(v.Mention)
			}
			inside(q.Origin.Mention)
		}
		for _, c := range Credits(b) {
			inside(c.Span)
			require.NotEmpty(t, strings.TrimSpace(c.Agency))
		}
		if p, found := NotBefore(b); found {
			inside(&p.Span)
			require.False(t, p.Day.IsZero())
		}
		again, reportsAgain := Read(article.ParseBody(&article.Article{ID: "x", Text: text}), nil)
		require.Equal(t, quotes, again)
		require.Equal(t, reports, reportsAgain)
		carriers := []Carrier{{ID: "x", Quotes: quotes, Reports: reports}, {ID: "y", Quotes: again, Reports: reportsAgain}}
		for _, u := range Join(carriers) {
			require.NotEmpty(t, u.Wordings)
		}
	})
}
