package article

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseDate(t *testing.T) {
	cases := []struct{ in, earliest, latest string }{
		// with a zone: the instant, as precise as it is stated
		{"2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z"},
		{"2025-09-16T14:05:33.123456+05:30", "2025-09-16T08:35:33Z", "2025-09-16T08:35:33Z"},
		{"2025-09-16T14:05+0200", "2025-09-16T12:05:00Z", "2025-09-16T12:05:59Z"},
		{"2025-09-16 14:05:33 -0400", "2025-09-16T18:05:33Z", "2025-09-16T18:05:33Z"},
		{"20250916T140533+0200", "2025-09-16T12:05:33Z", "2025-09-16T12:05:33Z"},
		{"20250916T1405Z", "2025-09-16T14:05:00Z", "2025-09-16T14:05:59Z"},
		{"Tue, 16 Sep 2025 14:05:33 GMT", "2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z"},
		{"Tue, 16 Sep 25 14:05 +0000", "2025-09-16T14:05:00Z", "2025-09-16T14:05:59Z"},
		{"Tue Sep 16 14:05:33 +0000 2025", "2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z"},
		{"Tue Sep 16 2025 14:05:33 GMT+0200 (Central European Summer Time)", "2025-09-16T12:05:33Z", "2025-09-16T12:05:33Z"},
		{"1758031533", "2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z"},
		{"1758031533.25", "2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z"},
		{"1758031533000", "2025-09-16T14:05:33Z", "2025-09-16T14:05:33Z"},
		// a zone's name stands for every offset it is used for
		{"Sept. 16, 2025 4:05 p.m. ET", "2025-09-16T20:05:00Z", "2025-09-16T21:05:59Z"},
		{"Updated 8:30 AM ET, Sun July 15, 2018", "2018-07-15T12:30:00Z", "2018-07-15T13:30:59Z"},
		{"16 September 2025, 18:30 IST", "2025-09-16T13:00:00Z", "2025-09-16T17:30:59Z"},
		// without a zone: that wall clock somewhere on earth
		{"2025-09-16 14:05", "2025-09-16T00:05:00Z", "2025-09-17T02:05:59Z"},
		{"26-FEB-1987 15:01:01.79", "1987-02-26T01:01:01Z", "1987-02-27T03:01:01Z"},
		{"4:05 PM · Sep 16, 2025", "2025-09-16T02:05:00Z", "2025-09-17T04:05:59Z"},
		{"12:00 a.m., May 4, 2024", "2024-05-03T10:00:00Z", "2024-05-04T12:00:59Z"},
		{"12 pm, May 4, 2024", "2024-05-03T22:00:00Z", "2024-05-05T00:00:59Z"},
		{"20250916140533", "2025-09-16T00:05:33Z", "2025-09-17T02:05:33Z"},
		{"14 July 2018 — 3:25pm", "2018-07-14T01:25:00Z", "2018-07-15T03:25:59Z"},
		// days
		{"2025-09-16", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"20250916", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"2025/9/16", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"16 September 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"Tuesday, 16th of September, 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"Sept. 16, 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"16.09.2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"16. September 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"16 septembre 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"16 de septiembre de 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"09/16/2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"16/09/2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"Published: 16 September 2025", "2025-09-15T10:00:00Z", "2025-09-17T12:00:00Z"},
		{"04.03.2025", "2025-03-03T10:00:00Z", "2025-03-05T12:00:00Z"},
		// both readings
		{"03/04/2025", "2025-03-03T10:00:00Z", "2025-04-04T12:00:00Z"},
		{"9/5/18", "2018-05-08T10:00:00Z", "2018-09-06T12:00:00Z"},
		{"03/03/2025", "2025-03-02T10:00:00Z", "2025-03-04T12:00:00Z"},
		// months and years
		{"September 2025", "2025-08-31T10:00:00Z", "2025-10-01T12:00:00Z"},
		{"2025-09", "2025-08-31T10:00:00Z", "2025-10-01T12:00:00Z"},
		{"2025", "2024-12-31T10:00:00Z", "2026-01-01T12:00:00Z"},
		// a year as databases store it
		{"2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"},
		{"2024-01-01", "2023-12-31T10:00:00Z", "2024-01-02T12:00:00Z"},
	}
	for _, c := range cases {
		iv, ok := ParseDate(c.in)
		if !assert.True(t, ok, c.in) {
			continue
		}
		assert.Equal(t, c.earliest, iv.Earliest.Format(time.RFC3339), c.in)
		assert.Equal(t, c.latest, iv.Latest.Format(time.RFC3339), c.in)
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{
		"", " ", "yesterday", "today at 5 pm", "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
		"1900-01-01", "2025-02-30", "2025-13-01", "31/02/2025", "25:00 16 May 2025", "16 May", "May 16", "14:05", "0",
		"12345", "99999999999", "May", "2025-09-16 and more", "in 2025 or 2026", "1-2-3", "v2.10.2025.1", "page 12 of 16 May 2025",
		"16 May 2025 17 June 2025", strings.Repeat("2", 100), strings.Repeat("2025-09-16 ", 40), "٢٠٢٥-٠٩-١٦",
	} {
		iv, ok := ParseDate(s)
		assert.False(t, ok, "%q gave %v", s, iv)
	}
}

func TestParseDatePrefix(t *testing.T) {
	for _, c := range []struct{ in, date string }{
		{"2025-09-16 Pakistan's foreign minister", "2025-09-16"},
		{"2025-09-16 14 people died", "2025-09-16"},
		{"4 May 2024, the council said", "4 May 2024"},
		{"May 4, 2024 May said", "May 4, 2024"},
		{"May 4, 2024 at least 12", "May 4, 2024"},
		{"May 4, 2024 12:10 p.m. The", "May 4, 2024 12:10 p.m."},
	} {
		iv, n, ok := ParseDatePrefix(c.in)
		require.True(t, ok, c.in)
		assert.Equal(t, c.date, iv.Written, c.in)
		assert.Equal(t, len(c.date), n, c.in)
	}
}

// Whatever layout a date is written in, the interval must hold the instant,
// and be no wider than the layout leaves open.
func TestParseDateHoldsTheInstant(t *testing.T) {
	layouts := []struct {
		layout string
		slack  time.Duration // how wide the interval may be
	}{
		{time.RFC3339, 0}, {time.RFC1123Z, 0}, {time.RFC822Z, time.Minute}, {"2006-01-02T15:04:05.000-0700", 0},
		{time.RubyDate, 0}, {"Mon, 2 Jan 2006 15:04:05 -07:00", 0}, {"20060102T150405-0700", 0},
		{"2006-01-02 15:04:05", 26 * time.Hour}, {time.ANSIC, 26 * time.Hour}, {"January 2, 2006 3:04 PM", 27 * time.Hour},
		{"2 Jan 2006 15:04", 27 * time.Hour}, {"Monday, January 2, 2006 at 3:04 pm", 27 * time.Hour},
		{"2006-01-02", 50 * time.Hour}, {"2 January 2006", 50 * time.Hour}, {"Jan. 2, 2006", 50 * time.Hour},
		{"02.01.2006", 50 * time.Hour}, {"20060102", 50 * time.Hour}, {"02-Jan-2006", 50 * time.Hour},
		{"January 2006", 33 * 24 * time.Hour},
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		zone := time.FixedZone("", (random.IntN(25)-12)*3600+random.IntN(4)*900)
		at := time.Unix(631152000+random.Int64N(1_700_000_000), 0).In(zone)
		if at.Month() == 1 && at.Day() == 1 {
			continue
		}
		for _, l := range layouts {
			s := at.Format(l.layout)
			iv, ok := ParseDate(s)
			require.True(t, ok, s)
			unit := at.Truncate(time.Second)
			require.False(t, iv.Earliest.After(unit), "%s: %v", s, iv)
			require.False(t, iv.Latest.Before(unit.Add(-59*time.Second)), "%s: %v", s, iv)
			require.LessOrEqual(t, iv.Latest.Sub(iv.Earliest), l.slack, s)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-09-16T14:05:33+05:30", "Sept. 16, 2025 4:05 p.m. ET", "03/04/2025", "26-FEB-1987 15:01:01.79", "(", "2025-0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		iv, n, ok := ParseDatePrefix(s)
		if !ok {
			return
		}
		require.False(t, iv.Latest.Before(iv.Earliest), "%v", iv)
		require.True(t, 0 < n && n <= len(s))
		require.LessOrEqual(t, iv.Latest.Sub(iv.Earliest), 370*24*time.Hour+26*time.Hour)
		again, ok := ParseDate(iv.Written)
		require.True(t, ok, "%q of %q", iv.Written, s)
		require.Equal(t, iv.Earliest, again.Earliest)
		require.Equal(t, iv.Latest, again.Latest)
	})
}

func TestDateFromAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://mercury.example/2025/09/16/docks":          "2025/09/16",
		"https://mercury.example/news/2025-09-16/docks":     "2025-09-16",
		"https://mercury.example/docks-20250916.html":       "20250916",
		"https://mercury.example/2025/09/docks":             "2025/09",
		"2024-05-03-docks-close.md":                         "2024-05-03",
		"https://mercury.example/2025/docks":                "",
		"https://mercury.example/story/12345678":            "",
		"https://mercury.example/a?date=2025-09-16":         "",
		"https://2025-09-16.example":                        "",
		"https://mercury.example/docks-2025-2026-season":    "",
		"https://mercury.example/politics/2025/13/45/other": "",
	} {
		iv, ok := dateFromAddress(in)
		assert.Equal(t, want != "", ok, in)
		assert.Equal(t, want, iv.Written, in)
	}
}
