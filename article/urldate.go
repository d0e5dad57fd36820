package article

import (
	"strings"
	"time"
)

// dateFromAddress reads the day that an address carries, as in
// /2025/09/16/name, /2025-09-16/ or name-20250916: outlets put the day of
// publication there. A month alone is taken as one; a year alone is not, since
// it is as often a topic.
func dateFromAddress(address string) (Interval, bool) {
	path := address
	if i := strings.Index(path, "://"); i >= 0 {
		if path = path[i+3:]; strings.IndexByte(path, '/') >= 0 {
			path = path[strings.IndexByte(path, '/'):]
		} else {
			return Interval{}, false
		}
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	for i := 0; i+7 <= len(path); i++ {
		if !asciiDigit(path[i]) || i > 0 && (asciiDigit(path[i-1]) || asciiLetter(path[i-1])) {
			continue
		}
		end := min(len(path), i+10)
		for sep := range "/-" {
			s := strings.ReplaceAll(path[i:end], "/-"[sep:sep+1], "-")
			d := dateScan{s: s}
			if t := lexDate(s, 0); t.digits() == 4 && plausiblePress(t.value) && d.fromYear(t) && d.month != 0 &&
				(d.pos == len(s) || !asciiDigit(s[d.pos])) && (d.day != 0 || s[4] == '-' && "/-"[sep] == '/') {
				if iv, ok := d.interval(); ok {
					iv.Written = path[i : i+d.pos]
					return iv, true
				}
			}
		}
		if t := lexDate(path, i); t.digits() == 8 && plausiblePress(t.value/10000) {
			d := dateScan{s: path}
			if d.number(t) {
				if iv, ok := d.interval(); ok {
					iv.Written = path[t.start:t.end]
					return iv, true
				}
			}
		}
	}
	return Interval{}, false
}

// plausiblePress are the years in which news has been on line.
func plausiblePress(year int) bool { return 1990 <= year && year <= 2099 }

// dateByAddress dates an article by its address, or a file by its name, where
// nothing better is known. It also settles which reading of a date such as
// 9/5/18 is meant: the address must name one of the days in question.
func (a *Article) dateByAddress(address, from string) {
	wide := a.Published.Latest.Sub(a.Published.Earliest) > 4*24*time.Hour
	if address == "" || !a.Published.IsZero() && !wide {
		return
	}
	iv, ok := dateFromAddress(address)
	if !ok {
		return
	}
	if wide {
		narrower := iv.Latest.Sub(iv.Earliest) < a.Published.Latest.Sub(a.Published.Earliest)
		if !narrower || iv.Earliest.Before(a.Published.Earliest) || iv.Latest.After(a.Published.Latest) {
			return
		}
		iv.Written = a.Published.Written
		from = a.Published.From + " and " + from
	}
	iv.From = from
	a.Published = iv
}
