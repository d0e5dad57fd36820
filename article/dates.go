package article

import (
	"strings"
	"time"
)

// ParseDate reads a date as metadata, header lines and feeds spell it: ISO
// 8601 in full or compact, RFC 822 and 1123, "26-FEB-1987 15:01:01.79", "16
// September 2025", "Sept. 16, 2025 4:05 p.m. ET", "16/09/2025", a month, a
// year, seconds or milliseconds since 1970.
//
// It never guesses. A time without a zone is that wall clock somewhere on
// earth, a day is Day, 03/04/2025 is the span of both readings, and an
// abbreviation such as "ET" or "IST" is the range of the offsets it stands
// for. Values that programs write for "none" (1 January of 1, 1900, 1970 and
// the like) and impossible days are refused; midnight of 1 January is taken
// for the year, because that is what a year becomes in most databases.
// From is left empty.
func ParseDate(s string) (Interval, bool) {
	if len(s) > maxDateLength {
		return Interval{}, false
	}
	if iv, ok := parseEpoch(strings.TrimSpace(s)); ok {
		return iv, true
	}
	iv, end, ok := ParseDatePrefix(s)
	rest := strings.TrimSpace(s[end:])
	if ok && iv.Zoned && strings.HasPrefix(rest, "(") && strings.IndexByte(rest, ')') == len(rest)-1 {
		rest = "" // the name of the zone
	}
	if !ok || !onlyDateMarks(rest) {
		return Interval{}, false
	}
	return iv, true
}

// maxDateLength bounds what can be a date with its labels and its zone's name.
const maxDateLength = 160

// ParseDatePrefix reads the date that s begins with, after white space and a
// label such as "Updated:", and returns the number of bytes up to its end.
// Cost: the length of the date, not of s.
func ParseDatePrefix(s string) (Interval, int, bool) {
	d := dateScan{s: s[:min(len(s), maxDateLength)]}
	d.run()
	iv, ok := d.interval()
	if !ok {
		return Interval{}, 0, false
	}
	iv.Written = strings.TrimSpace(s[d.start:d.end])
	return iv, d.end, true
}

// dateScan collects the parts of one date in whatever order they come.
type dateScan struct {
	s          string
	pos        int
	start, end int // of the parts that fitted; start is -1 before the first
	fitted     bool

	year, month, day  int // 0 is unknown
	swapped           bool
	hasTime           bool
	hour, minute, sec int
	hasSec            bool
	zone              zoneRange
	hasZone           bool
	twelve            bool // "am" or "pm" was seen
}

// run reads parts until something comes that is no part of the date.
func (d *dateScan) run() {
	idle := 0
	for {
		t := lexDate(d.s, d.pos)
		ok := false
		switch t.kind {
		case dateNumber:
			ok = d.number(t)
		case dateWord:
			ok = d.wordPart(t)
		case dateMark:
			ok = d.offset(t)
		}
		if ok {
			if !d.fitted {
				d.fitted, d.start = true, t.start
			}
			d.end, idle = d.pos, 0
			continue
		}
		if idle++; idle > 5 || !d.passes(t) {
			return
		}
	}
}

// passes steps over a token that may stand between the parts of a date.
func (d *dateScan) passes(t dateToken) bool {
	switch t.kind {
	case dateWord:
		if !dateFillers[t.word] && !weekdays[t.word] && !(dateLabels[t.word] && !d.fitted) && t.word != "t" {
			return false
		}
	case dateMark:
		if !strings.ContainsRune(",.-–—|/•·:'’", t.mark) && (t.mark != '(' || !d.hasTime) {
			return false
		}
	default:
		return false
	}
	d.pos = t.end
	return true
}

func (d *dateScan) number(t dateToken) bool {
	switch n := t.digits(); {
	case n == 8 && d.year == 0 && d.month == 0:
		return d.setDay(t.end, t.value/10000, t.value/100%100, t.value%100)
	case (n == 14 || n == 12) && d.year == 0 && d.month == 0:
		return d.compact(t)
	case (n == 6 || n == 4) && !d.hasTime && d.day != 0 && d.afterT(t):
		if n == 4 {
			return d.clock(t.end, t.value/100, t.value%100, 0, false)
		}
		return d.clock(t.end, t.value/10000, t.value/100%100, t.value%100, true)
	case n == 4:
		return d.fromYear(t)
	case n == 1 || n == 2:
		return d.short(t)
	}
	return false
}

func (d *dateScan) afterT(t dateToken) bool {
	return t.start > 0 && (d.s[t.start-1] == 'T' || d.s[t.start-1] == 't')
}

// compact reads 20250916140533 and 202509161405.
func (d *dateScan) compact(t dateToken) bool {
	v, sec := t.value, 0
	if t.digits() == 14 {
		v, sec = v/100, v%100
	}
	if !d.setDay(d.pos, v/100000000, v/1000000%100, v/10000%100) {
		return false
	}
	if !d.clock(t.end, v/100%100, v%100, sec, t.digits() == 14) {
		d.year, d.month, d.day = 0, 0, 0 // a number, and no part of a date
		return false
	}
	return true
}

func (d *dateScan) setDay(pos, year, month, day int) bool {
	if !plausibleYear(year) || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return false
	}
	d.pos, d.year, d.month, d.day = pos, year, month, day
	return true
}

func plausibleYear(y int) bool { return 1600 <= y && y <= 2200 }

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// fromYear reads a year, and 2025-09-16 or 2025-09 from it on.
func (d *dateScan) fromYear(t dateToken) bool {
	if d.year != 0 || !plausibleYear(t.value) {
		return false
	}
	if d.month != 0 || d.day != 0 {
		d.pos, d.year = t.end, t.value
		return true
	}
	sep, month, ok := d.linked(t.end)
	if !ok || month.digits() > 2 || month.value < 1 || month.value > 12 {
		d.pos, d.year = t.end, t.value
		return true
	}
	sep2, day, ok := d.linked(month.end)
	if ok && sep == sep2 && day.digits() <= 2 {
		return d.setDay(day.end, t.value, month.value, day.value)
	}
	if sep == '.' {
		d.pos, d.year = t.end, t.value
		return true
	}
	d.pos, d.year, d.month = month.end, t.value, month.value
	return true
}

// linked reads a separator and the number right behind it.
func (d *dateScan) linked(pos int) (rune, dateToken, bool) {
	sep := lexDate(d.s, pos)
	if sep.kind != dateMark || sep.spaced || !strings.ContainsRune("-/.", sep.mark) {
		return 0, dateToken{}, false
	}
	n := lexDate(d.s, sep.end)
	return sep.mark, n, n.kind == dateNumber && (!n.spaced || sep.mark == '.')
}

// short reads a number of one or two digits: the hour of a clock, the first
// part of 16/09/2025, a day, or a year as RFC 822 writes it.
func (d *dateScan) short(t dateToken) bool {
	next := lexDate(d.s, t.end)
	if !d.hasTime && next.kind == dateMark && next.mark == ':' && !next.spaced {
		return d.clockFrom(t)
	}
	if !d.hasTime && next.kind == dateWord && d.meridiem(next, t.value, 0, 0, false) {
		return true
	}
	if d.year == 0 && d.month == 0 && d.day == 0 {
		if ok, done := d.numeric(t); done {
			return ok
		}
	}
	if d.day == 0 && 1 <= t.value && t.value <= 31 {
		d.pos, d.day = t.end, t.value
		if next.kind == dateWord && !next.spaced && ordinal(next.word) {
			d.pos = next.end
		}
		return true
	}
	if d.day != 0 && d.month != 0 && d.year == 0 && t.digits() == 2 {
		d.pos, d.year = t.end, century(t.value)
		return true
	}
	return false
}

func ordinal(w string) bool { return w == "st" || w == "nd" || w == "rd" || w == "th" || w == "er" }

// century completes a year of two digits: news archives on line are younger
// than 1970.
func century(y int) int {
	if y < 70 {
		return 2000 + y
	}
	return 1900 + y
}

// numeric reads 16/09/2025, 09-16-2025 and 16.09.2025. With points the day
// comes first; else both readings count where both are possible.
func (d *dateScan) numeric(t dateToken) (ok, done bool) {
	sep, second, linked := d.linked(t.end)
	if !linked || second.digits() > 2 {
		return false, false
	}
	sep2, year, linked := d.linked(second.end)
	if !linked || sep2 != sep || year.digits() != 4 && year.digits() != 2 {
		return false, false
	}
	y := year.value
	if year.digits() == 2 {
		y = century(y)
	}
	a, b := t.value, second.value
	dayFirst, monthFirst := b >= 1 && b <= 12, a >= 1 && a <= 12 && sep != '.'
	switch {
	case dayFirst && d.setDay(year.end, y, b, a):
		d.swapped = monthFirst && a != b
	case monthFirst && d.setDay(year.end, y, a, b):
	default:
		return false, true
	}
	return true, true
}

func (d *dateScan) clock(pos, hour, minute, sec int, hasSec bool) bool {
	if hour == 24 && minute == 0 && sec == 0 {
		hour, minute, sec = 23, 59, 59 // the end of the day
	}
	if hour > 23 || minute > 59 || sec > 60 {
		return false
	}
	d.hasTime, d.hour, d.minute, d.sec, d.hasSec = true, hour, minute, min(sec, 59), hasSec
	d.pos = pos
	return true
}

// clockFrom reads 14:05, 4:05 p.m., 15:01:01.79.
func (d *dateScan) clockFrom(h dateToken) bool {
	minute := lexDate(d.s, h.end+1)
	if minute.kind != dateNumber || minute.digits() != 2 || minute.spaced {
		return false
	}
	pos, sec, hasSec := minute.end, 0, false
	if s := lexDate(d.s, pos); s.kind == dateMark && s.mark == ':' && !s.spaced {
		n := lexDate(d.s, s.end)
		if n.kind == dateNumber && n.digits() == 2 && !n.spaced {
			pos, sec, hasSec = n.end, n.value, true
			pos = skipFraction(d.s, pos)
		}
	}
	if next := lexDate(d.s, pos); next.kind == dateWord && d.meridiem(next, h.value, minute.value, sec, hasSec) {
		return true
	}
	return d.clock(pos, h.value, minute.value, sec, hasSec)
}

func skipFraction(s string, pos int) int {
	if pos+1 < len(s) && (s[pos] == '.' || s[pos] == ',') && asciiDigit(s[pos+1]) {
		for pos++; pos < len(s) && asciiDigit(s[pos]); pos++ {
		}
	}
	return pos
}

// meridiem reads "pm", "p.m." or "P.M" behind a clock.
func (d *dateScan) meridiem(t dateToken, hour, minute, sec int, hasSec bool) bool {
	word, end := t.word, t.end
	if word == "a" || word == "p" {
		dot := lexDate(d.s, end)
		m := lexDate(d.s, dot.end)
		if dot.kind != dateMark || dot.mark != '.' || m.kind != dateWord || m.word != "m" {
			return false
		}
		word, end = word+"m", m.end
		if last := lexDate(d.s, end); last.kind == dateMark && last.mark == '.' && !last.spaced {
			end = last.end
		}
	}
	if word != "am" && word != "pm" || hour > 12 && word == "am" || hour > 23 {
		return false
	}
	if hour == 12 && word == "am" {
		hour = 0
	} else if hour < 12 && word == "pm" {
		hour += 12
	}
	return d.clock(end, hour, minute, sec, hasSec)
}

func (d *dateScan) wordPart(t dateToken) bool {
	if m, ok := monthNames[t.word]; ok && d.month == 0 {
		d.pos, d.month = t.end, int(m)
		return true
	}
	if zone, ok := zoneNames[t.word]; ok && d.hasTime && (!d.hasZone || zone != d.zone) {
		d.pos, d.zone, d.hasZone = t.end, zone, true
		return true
	}
	return false
}

// offset reads +05:30, -0400 and +02 behind a clock or a zone's name.
func (d *dateScan) offset(t dateToken) bool {
	if !d.hasTime || t.mark != '+' && t.mark != '-' && t.mark != '−' || d.hasZone && d.zone != (zoneRange{}) {
		return false
	}
	n := lexDate(d.s, t.end)
	if n.kind != dateNumber || n.spaced {
		return false
	}
	pos, minutes := n.end, 0
	switch n.digits() {
	case 4:
		minutes = n.value/100*60 + n.value%100
	case 1, 2:
		minutes = n.value * 60
		if c := lexDate(d.s, pos); c.kind == dateMark && c.mark == ':' {
			if m := lexDate(d.s, c.end); m.kind == dateNumber && m.digits() == 2 {
				pos, minutes = m.end, minutes+m.value
			}
		}
	default:
		return false
	}
	if minutes > 14*60 {
		return false
	}
	if t.mark != '+' {
		minutes = -minutes
	}
	d.pos, d.zone, d.hasZone = pos, zoneRange{minutes, minutes}, true
	return true
}

// onlyDateMarks reports whether nothing but white space and punctuation follows
// a date.
func onlyDateMarks(s string) bool {
	return strings.Trim(s, " \t\r\n\u00a0,.;:|-–—)") == ""
}
