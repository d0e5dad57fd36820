package article

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindDates(t *testing.T) {
	cases := []struct {
		text string
		want []string // "span year-month-day"
	}{
		{"On July 25, 2025, they met.", []string{"July 25, 2025=2025-7-25"}},
		{"It opened 8 May 2025 at noon", []string{"8 May 2025=2025-5-8"}},
		{"by May 8, 2025 all", []string{"May 8, 2025=2025-5-8"}},
		{"In September 2025 and Sept 2024 and Sept. 2023.", []string{"September 2025=2025-9-0", "Sept 2024=2024-9-0", "Sept. 2023=2023-9-0"}},
		{"on July 25 bilateral", []string{"July 25=0-7-25"}},
		{"the 8th of May was", []string{"8th of May=0-5-8"}},
		{"May 8-9, 2025", []string{"May 8-9, 2025=2025-5-8"}},
		{"from 8-9 May 2025", []string{"8-9 May 2025=2025-5-8"}},
		{"Aug. 3rd, 2021 and Aug 4", []string{"Aug. 3rd, 2021=2021-8-3", "Aug 4=0-8-4"}},
		{"She may 8 or March on; May and June sang", nil},
		{"March 14 people on", []string{"March 14=0-3-14"}},
		{"in May, and last March", []string{"May=0-5-0", "March=0-3-0"}},
		{"In July this year", []string{"July=0-7-0"}},
		{"dated 2025-09-16 here, 25/07/2025 there, 03/04/2025 not", []string{"2025-09-16=2025-9-16", "25/07/2025=2025-7-25"}},
		{"in 2024, by 2030; 2000 people, $2000, 1,999, 2019-20, the 1990s, 2,024.5", []string{"2024=2024-0-0", "2030=2030-0-0"}},
		{"May 12:30 on", nil},
		{"October 7, 1,200 people died", []string{"October 7=0-10-7"}},
		{"February 30, 2025", []string{"2025=2025-0-0"}},
		{"JULY 4, 2020", []string{"JULY 4, 2020=2020-7-4"}},
		{"Januaryish 4, Mayor 5", nil},
		{"on July\u00a025, 2025", []string{"July\u00a025, 2025=2025-7-25"}},
	}
	for _, c := range cases {
		var got []string
		for _, d := range FindDates(c.text, nil) {
			got = append(got, d.In(c.text)+"="+formatParts(d))
		}
		assert.Equal(t, c.want, got, c.text)
	}
}

func formatParts(d DatedSpan) string {
	return fmt.Sprintf("%d-%d-%d", d.Year, d.Month, d.Day)
}

func TestFindDatesSkips(t *testing.T) {
	text := "date 2025-09-16 then May 4, 2024"
	got := FindDates(text, []Span{{0, 15}})
	require.Len(t, got, 1)
	assert.Equal(t, "May 4, 2024", got[0].In(text))
}

func FuzzFindDates(f *testing.F) {
	f.Add("On July 25, 2025, and 8 May; 2025-09-16", 3, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		var skip []Span
		if 0 <= from && from < to && to <= len(text) {
			skip = []Span{{from, to}}
		}
		last := 0
		for _, d := range FindDates(text, skip) {
			require.GreaterOrEqual(t, d.Start, last)
			require.Less(t, d.Start, d.End)
			require.LessOrEqual(t, d.End, len(text))
			for _, s := range skip {
				require.Zero(t, d.Overlap(s))
			}
			require.True(t, d.Year != 0 || d.Month != 0)
			last = d.End
		}
	})
}
