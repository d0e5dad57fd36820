package article

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// DatedSpan is a date in running text. What the text does not say is zero: "on
// July 25" has no year, "September 2025" no day, "in 2024" a year alone.
type DatedSpan struct {
	Span
	Year  int
	Month time.Month
	Day   int
}

// Interval is what the date says of an instant, false without a year.
func (d DatedSpan) Interval() (Interval, bool) {
	if d.Year == 0 {
		return Interval{}, false
	}
	scan := dateScan{year: d.Year, month: int(d.Month), day: d.Day}
	return scan.reading(scan.month, scan.day), true
}

// FindDates finds the dates in running English text outside the skipped spans,
// which must be sorted: "July 25, 2025", "8 May 2025", "the 8th of May", "May
// 8-9", "Sept 2025", "2025-09-16", "25/07/2025" where only one reading is
// possible, a month with no more than its name, and a year standing alone. A
// month whose name is also a word or a person's ("may", "March", "June") counts
// beside a number or behind a preposition only. In order of their start; they
// do not overlap. Linear in the length of the text.
func FindDates(text string, skip []Span) []DatedSpan {
	f := dateFinder{text: text, skip: skip}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case f.skipped(&i):
		case asciiLetter(c) || c >= utf8.RuneSelf:
			i = f.word(i)
		case asciiDigit(c):
			i = f.number(i)
		default:
			i++
		}
	}
	return f.found
}

type dateFinder struct {
	text  string
	skip  []Span
	found []DatedSpan
	floor int // end of the last date or skipped span
	// The number before the current word, for "8 May": its span and value.
	before     Span
	beforeDay  int
	beforeWord string // the word right before
	wordEnd    int
}

// skipped moves i behind a skipped span that it lies in.
func (f *dateFinder) skipped(i *int) bool {
	for len(f.skip) > 0 && f.skip[0].End <= *i {
		f.skip = f.skip[1:]
	}
	if len(f.skip) == 0 || *i < f.skip[0].Start {
		return false
	}
	*i = f.skip[0].End
	f.floor = *i
	f.beforeDay, f.beforeWord = 0, ""
	return true
}

// limit is where the current stretch of unskipped text ends.
func (f *dateFinder) limit() int {
	if len(f.skip) > 0 {
		return f.skip[0].Start
	}
	return len(f.text)
}

func (f *dateFinder) word(i int) int {
	end, limit := i, f.limit()
	for end < limit {
		if c := f.text[end]; c < utf8.RuneSelf {
			if !asciiLetter(c) {
				break
			}
			end++
			continue
		}
		r, n := utf8.DecodeRuneInString(f.text[end:limit])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		end += n
	}
	if end == i { // a mark that is no letter
		_, n := utf8.DecodeRuneInString(f.text[i:])
		return i + n
	}
	w := f.text[i:end]
	if len(w) >= 3 && len(w) <= 9 && 'A' <= w[0] && w[0] <= 'S' { // as all names begin
		if common, ok := englishMonths[w]; ok {
			if next := f.month(i, end, common); next > 0 {
				return next
			}
		}
	}
	switch {
	case f.beforeDay > 0 && (ordinal(w) && i == f.before.End || strings.EqualFold(w, "of")):
		// "8th of May": the number still stands before what comes
	default:
		f.beforeDay = 0
	}
	f.beforeWord, f.wordEnd = w, end
	return end
}

// month reads the date around a month's name, 0 where it is only a word.
func (f *dateFinder) month(start, end int, common bool) int {
	d := DatedSpan{Span: Span{start, end}, Month: monthNames[strings.ToLower(f.text[start:end])]}
	if f.beforeDay > 0 && f.before.Start >= f.floor && start-f.before.End <= 12 {
		d.Day, d.Start = f.beforeDay, f.before.Start
	}
	pos := end
	if pos < f.limit() && f.text[pos] == '.' && end-start <= 4 {
		pos++
	}
	n := f.numberAt(pos)
	if d.Day == 0 && n.digits() > 0 && n.digits() <= 2 && f.isDay(n) {
		d.Day, d.End = n.value, n.end
		d.End = f.rangeEnd(d.End)
		n = f.numberAt(f.comma(d.End))
	} else if n.digits() == 0 {
		n = f.numberAt(f.comma(pos))
	}
	if n.digits() == 4 && 1600 <= n.value && n.value <= 2200 && !f.goesOn(n.end) {
		d.Year, d.End = n.value, n.end
	}
	if d.Day == 0 && d.Year == 0 && common && !monthOpeners[strings.ToLower(f.beforeWord)] {
		return 0
	}
	if d.Day > daysIn(2024, int(d.Month)) || d.Day == 29 && d.Year > 0 && d.Day > daysIn(d.Year, int(d.Month)) {
		return 0
	}
	return f.add(d)
}

// monthOpeners are words behind which a month's name is a month.
var monthOpeners = map[string]bool{
	"in": true, "since": true, "of": true, "last": true, "until": true, "till": true, "by": true, "late": true,
	"early": true, "mid": true, "during": true, "next": true, "this": true, "from": true, "through": true,
}

// add records a date and returns where to go on.
func (f *dateFinder) add(d DatedSpan) int {
	f.found = append(f.found, d)
	f.floor, f.beforeDay, f.beforeWord = d.End, 0, ""
	return d.End
}

// numberAt is the number behind at most two blanks at pos.
func (f *dateFinder) numberAt(pos int) dateToken {
	end := f.limit()
	for k := 0; k < 2 && pos < end; k++ {
		if c := f.text[pos]; c == ' ' || c == '\n' {
			pos++
		} else if strings.HasPrefix(f.text[pos:end], "\u00a0") {
			pos += 2
		}
	}
	if pos >= end || !asciiDigit(f.text[pos]) {
		return dateToken{}
	}
	return lexDate(f.text[:end], pos)
}

func (f *dateFinder) comma(pos int) int {
	if pos < f.limit() && (f.text[pos] == ',' || f.text[pos] == '.') {
		return pos + 1
	}
	return pos
}

// isDay reports whether a number behind a month's name is a day and not a
// time, a share or a count.
func (f *dateFinder) isDay(n dateToken) bool {
	return 1 <= n.value && n.value <= 31 && !f.goesOn(n.end)
}

// goesOn reports whether a number goes on behind its digits: 8:30, 8.5, 8%.
func (f *dateFinder) goesOn(end int) bool {
	if end >= len(f.text) {
		return false
	}
	switch c := f.text[end]; c {
	case ':', '.', ',':
		return end+1 < len(f.text) && asciiDigit(f.text[end+1])
	case '%', '/':
		return true
	}
	return false
}

// rangeEnd steps over an ordinal ending and over the second day of "8-9" and
// "8 and 9": the first day is the one that the text proves.
func (f *dateFinder) rangeEnd(pos int) int {
	limit := f.limit()
	if pos+2 <= limit && ordinal(strings.ToLower(f.text[pos:pos+2])) {
		pos += 2
	}
	for _, dash := range []string{"-", "–", "—", " - ", " – ", " and ", " to "} {
		if strings.HasPrefix(f.text[pos:limit], dash) {
			n := lexDate(f.text[:limit], pos+len(dash))
			if !n.spaced && n.digits() > 0 && n.digits() <= 2 && f.isDay(n) {
				return n.end
			}
		}
	}
	return pos
}

func (f *dateFinder) number(i int) int {
	end, limit := i, f.limit()
	for end < limit && asciiDigit(f.text[end]) {
		end++
	}
	digits := end - i
	defer func() { f.beforeWord = "" }()
	if f.afterDigit(i) || digits > 8 {
		f.beforeDay = 0
		return end
	}
	if digits == 4 || digits <= 2 {
		if next := f.numeric(i, end, limit); next > 0 {
			return next
		}
	}
	f.beforeDay = 0
	t := lexDate(f.text[:limit], i)
	switch {
	case digits <= 2 && 1 <= t.value && t.value <= 31 && !f.goesOn(end):
		if f.before.End > 0 && i == f.before.End+1 && f.text[i-1] == '-' && f.before.Start >= f.floor {
			// "8-9 May": the first day stays
		} else {
			f.before.Start = i
		}
		f.before.End, f.beforeDay = end, t.value
		if f.before.Start != i {
			f.beforeDay = lexDate(f.text[:limit], f.before.Start).value
		}
	case digits == 4 && 1900 <= t.value && t.value <= 2099 && f.yearAlone(i, end):
		return f.add(DatedSpan{Span: Span{i, end}, Year: t.value})
	}
	return end
}

// afterDigit reports whether a number is the rest of a longer one or an amount:
// 1,250, 3.14, $2000, #2024.
func (f *dateFinder) afterDigit(i int) bool {
	if i == 0 {
		return false
	}
	switch c := f.text[i-1]; c {
	case '.', ',', ':', '/':
		return i > 1 && asciiDigit(f.text[i-2])
	case '$', '#', '+', '_', '=':
		return true
	}
	return strings.HasSuffix(f.text[:i], "£") || strings.HasSuffix(f.text[:i], "€") || asciiLetter(f.text[i-1])
}

// numeric reads 2025-09-16, 25/07/2025 and their like as one date.
func (f *dateFinder) numeric(i, end, limit int) int {
	if end >= limit || !strings.ContainsRune("-/.", rune(f.text[end])) {
		return 0
	}
	d := dateScan{s: f.text[i:min(limit, i+12)]}
	t := lexDate(d.s, 0)
	ok := false
	if t.digits() == 4 {
		ok = d.fromYear(t) && d.day != 0
	} else {
		ok, _ = d.numeric(t)
		ok = ok && !d.swapped
	}
	if !ok || d.pos < len(d.s) && asciiDigit(d.s[d.pos]) {
		return 0
	}
	return f.add(DatedSpan{Span: Span{i, i + d.pos}, Year: d.year, Month: time.Month(d.month), Day: d.day})
}

// yearAlone reports whether four digits are a year: not a decade, an amount
// with a unit, or the first half of a range.
func (f *dateFinder) yearAlone(i, end int) bool {
	if end < len(f.text) {
		switch c := f.text[end]; {
		case asciiLetter(c), c == '%', c == '\'', c == '$', strings.HasPrefix(f.text[end:], "’s"):
			return false
		case c == '-' || c == '/':
			return false
		}
		if f.goesOn(end) {
			return false
		}
	}
	rest := strings.TrimLeft(f.text[end:min(len(f.text), end+12)], " ")
	for _, unit := range yearUnits {
		if strings.HasPrefix(rest, unit) {
			return false
		}
	}
	return i == 0 || f.text[i-1] != '-'
}

// yearUnits make an amount of the four digits before them.
var yearUnits = []string{
	"people", "meter", "metre", "feet", "miles", "km", "kilo", "tons", "tonnes", "dollar", "euro", "pound", "years",
	"days", "hours", "GMT", "UTC", "hrs", "jobs", "workers", "police", "troops", "members", "GB", "MW", "votes",
}
