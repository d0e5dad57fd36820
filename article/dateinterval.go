package article

import (
	"strconv"
	"strings"
	"time"
)

// interval turns the parts into what they say of the instant.
func (d *dateScan) interval() (Interval, bool) {
	if d.year == 0 || d.day != 0 && d.month == 0 || d.hasTime && d.day == 0 {
		return Interval{}, false
	}
	if d.day > 0 && d.day > daysIn(d.year, d.month) || d.placeholder() {
		return Interval{}, false
	}
	iv := d.reading(d.month, d.day)
	if d.swapped {
		other := d.reading(d.day, d.month)
		if other.Earliest.Before(iv.Earliest) {
			iv.Earliest = other.Earliest
		}
		if other.Latest.After(iv.Latest) {
			iv.Latest = other.Latest
		}
	}
	return iv, true
}

// placeholder recognises the values that programs store for "no date".
func (d *dateScan) placeholder() bool {
	switch d.year {
	case 1900, 1970:
		return d.month == 1 && d.day == 1 && d.hour == 0
	case 1899, 1969:
		return d.month == 12 && d.day >= 30
	}
	return false
}

// reading is the interval with the given month and day.
func (d *dateScan) reading(month, day int) Interval {
	zone := unknownZone
	if d.hasZone {
		zone = d.zone
	}
	var start, end time.Time
	switch {
	case month == 0:
		start = civil(d.year, 1, 1)
		end = civil(d.year+1, 1, 1)
	case day == 0:
		start = civil(d.year, month, 1)
		end = civil(d.year, month+1, 1)
	case !d.hasTime:
		start = civil(d.year, month, day)
		end = start.Add(24 * time.Hour)
	default:
		start = civil(d.year, month, day).Add(time.Duration(d.hour*3600+d.minute*60+d.sec) * time.Second)
		end = start
		if !d.hasSec {
			end = start.Add(59 * time.Second)
		}
		if month == 1 && day == 1 && d.hour+d.minute+d.sec == 0 {
			end = civil(d.year+1, 1, 1) // a bare year, as databases store it
		}
	}
	return Interval{
		Earliest: start.Add(-time.Duration(zone.hi) * time.Minute),
		Latest:   end.Add(-time.Duration(zone.lo) * time.Minute),
		Zoned:    d.hasZone,
	}
}

func civil(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// Seconds since 1970 count as a date from 1990 to 2100 only: smaller numbers
// are ids or versions.
const (
	firstEpoch = 631152000
	lastEpoch  = 4102444800
)

// parseEpoch reads seconds since 1970 with or without a fraction, and
// milliseconds, microseconds or nanoseconds.
func parseEpoch(s string) (Interval, bool) {
	whole, _, _ := strings.Cut(s, ".")
	n := len(whole)
	if n < 9 || n > 19 || strings.Trim(s, "0123456789.") != "" || strings.Count(s, ".") > 1 {
		return Interval{}, false
	}
	v, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return Interval{}, false
	}
	switch n {
	case 9, 10:
	case 13:
		v /= 1e3
	case 16:
		v /= 1e6
	case 19:
		v /= 1e9
	default:
		return Interval{}, false
	}
	if v < firstEpoch || v > lastEpoch {
		return Interval{}, false
	}
	t := time.Unix(v, 0).UTC()
	return Interval{Earliest: t, Latest: t, Written: s, Zoned: true}, true
}
