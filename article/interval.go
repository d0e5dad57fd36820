package article

import "time"

// Interval is what is known of an instant: it lies in [Earliest, Latest].
// A zero bound is unknown. From names where the knowledge comes from, such as
// "front matter", "json-ld", "record", "header line", "byline", "first_seen".
type Interval struct {
	Earliest, Latest time.Time
	From             string
	// Written is the date as the source spells it. Dates without a zone of
	// one outlet or one file compare as written.
	Written string
	// Zoned is true where the source gave a zone or an offset.
	Zoned bool
}

// Zones of the world, as offsets from UTC: a day without a zone lies somewhere
// between its start in the easternmost and its end in the westernmost one.
const (
	easternmost = 14 * time.Hour
	westernmost = 12 * time.Hour
)

// Day is the interval of a calendar day whose zone is unknown: from its start
// at UTC+14 to its end at UTC-12, 50 hours.
func Day(year int, month time.Month, day int) Interval {
	start := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Interval{
		Earliest: start.Add(-easternmost),
		Latest:   start.Add(24*time.Hour + westernmost),
	}
}

// Known reports whether both bounds are known.
func (i Interval) Known() bool { return !i.Earliest.IsZero() && !i.Latest.IsZero() }

// IsZero reports whether nothing is known.
func (i Interval) IsZero() bool { return i.Earliest.IsZero() && i.Latest.IsZero() }

// Before reports whether every instant of i lies before every instant of j:
// the order is proved, not likely.
func (i Interval) Before(j Interval) bool {
	return !i.Latest.IsZero() && !j.Earliest.IsZero() && i.Latest.Before(j.Earliest)
}
