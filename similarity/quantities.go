package similarity

import (
	"math"
	"strconv"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// amount is a number, date or time read from a few tokens; kind 0 where the
// words are a number too common to tell anything ("one").
type amount struct {
	key    uint32
	kind   AnchorKind
	rarity float32
	value  float64 // of a Number; of a Date the day of the year, see DayOfYear
}

// The rarity of numbers goes by their size, as no table can list them.
const (
	rarityDate   = 7
	rarityMonth  = 5
	rarityYear   = 4.5
	rarityNumber = 7.5
	rarityRound  = 5
	rarityBelow4 = 2.5
	rarityBelow  = 4 // 4 to 12
	rarityTens   = 6 // 13 to 99
)

// quantity reads the number, date or time that starts at token i and ends
// before token end; n is the number of tokens taken, 0 for none.
func quantity(b *article.Body, i, end int) (q amount, n int) {
	w := b.Tokens[i].Word
	if w == "" {
		return amount{}, 0
	}
	if c := w[0]; c >= '0' && c <= '9' {
		return digits(b, i, end)
	}
	if m := month(w); m > 0 && article.UpperAt(b.Article.Text, b.Tokens[i].Start) {
		return monthFirst(b, i, end, m)
	}
	if v, n := spelt(b, i, end); n > 0 {
		v, n = scaled(b, v, i, n, end)
		return number(v), n
	}
	return amount{}, 0
}

// Value is the quantity that an anchor of the body stands for; not ok where it
// is no plain number.
func Value(b *article.Body, a Anchor) (v float64, ok bool) {
	if a.Kind != Number {
		return 0, false
	}
	q, _ := quantity(b, a.First, b.Sentences[a.Sentence].Last)
	return q.value, q.kind == Number
}

// DayOfYear is the day, from 1, that an anchor of the body names by month and
// day, months taken to have 31 days; 0 where it names none.
func DayOfYear(b *article.Body, a Anchor) int {
	if a.Kind != Date {
		return 0
	}
	q, _ := quantity(b, a.First, b.Sentences[a.Sentence].Last)
	return int(q.value)
}

// MinuteOfDay is the minute, from 0 to 1439, that an anchor of the body names as
// a time of day; not ok where it names none.
func MinuteOfDay(b *article.Body, a Anchor) (minute int, ok bool) {
	if a.Kind != Clock {
		return 0, false
	}
	q, _ := quantity(b, a.First, b.Sentences[a.Sentence].Last)
	return int(q.value), q.kind == Clock
}

// mayCount reports whether quantity may take a token with this word.
func mayCount(w string) bool {
	return w != "" && ('0' <= w[0] && w[0] <= '9' || month(w) > 0 || small(w) >= 0)
}

// digits reads what a token that starts with a digit says.
func digits(b *article.Body, i, end int) (amount, int) {
	v, suffix, ok := leading(b.Tokens[i].Word)
	if !ok {
		return amount{}, 0
	}
	switch suffix {
	case "st", "nd", "rd", "th", "":
		if q, n := dayFirst(b, i, end, v); n > 0 {
			return q, n
		}
		if suffix != "" {
			return number(v), 1
		}
	case "am", "pm":
		return clock(v, suffix, -1), 1
	default:
		if f := scale(suffix); f > 1 {
			return number(v * f), 1
		}
		if !unit(suffix) {
			return amount{}, 0 // A320, 4chan: a name or a word
		}
		return number(v), 1
	}
	if v < 25 && i+1 < end {
		if next := b.Tokens[i+1]; next.Start == b.Tokens[i].End+1 && b.Article.Text[b.Tokens[i].End] == ':' && len(next.Word) >= 2 {
			if m, rest, ok := leading(next.Word); ok && m < 60 && (rest == "" || rest == "am" || rest == "pm") {
				n := 2
				if rest == "" && i+2 < end && isHalfDay(b.Tokens[i+2].Word) {
					rest, n = b.Tokens[i+2].Word, 3
				}
				return clock(v, rest, m), n
			}
		}
		if isHalfDay(b.Tokens[i+1].Word) {
			return clock(v, b.Tokens[i+1].Word, -1), 2
		}
	}
	if v >= 1900 && v < 2100 && v == math.Trunc(v) && len(b.Tokens[i].Word) == 4 {
		return amount{key: yearKey(int(v)), kind: Date, rarity: rarityYear}, 1
	}
	v, n := scaled(b, v, i, 1, end)
	return number(v), n
}

func isHalfDay(w string) bool { return w == "am" || w == "pm" }

// leading splits a token into its leading number and the letters behind.
func leading(w string) (v float64, suffix string, ok bool) {
	i := 0
	for i < len(w) && i < 16 && (w[i] >= '0' && w[i] <= '9' || w[i] == '.' || w[i] == ',') {
		i++
	}
	v, err := strconv.ParseFloat(strings.TrimRight(w[:i], ".,"), 64)
	if err != nil {
		// "5,93": groups of other languages stay as they are written.
		v, err = strconv.ParseFloat(strings.ReplaceAll(w[:i], ",", ""), 64)
	}
	return v, w[i:], err == nil
}

// scale is the factor that a word or suffix multiplies a number with, else 1.
func scale(w string) float64 {
	switch w {
	case "hundred":
		return 100
	case "thousand", "k":
		return 1e3
	case "lakh", "lakhs":
		return 1e5
	case "million", "millions", "m", "mn", "mln":
		return 1e6
	case "crore", "crores":
		return 1e7
	case "billion", "billions", "bn", "b", "bln":
		return 1e9
	case "trillion", "tn", "trn":
		return 1e12
	case "dozen":
		return 12
	}
	return 1
}

func unit(w string) bool {
	switch w {
	case "km", "kg", "cm", "mm", "ft", "mph", "kph", "lb", "lbs", "mw", "gb", "pc", "pct", "p", "c", "g", "s", "x":
		return true
	}
	return false
}

// scaled applies the multipliers behind a number of n tokens.
func scaled(b *article.Body, v float64, i, n, end int) (float64, int) {
	for i+n < end && n < 6 {
		w := b.Tokens[i+n].Word
		f := scale(w)
		if f == 1 || len(w) == 1 {
			break
		}
		v *= f
		n++
	}
	return v, n
}

// number is the anchor of a plain quantity.
func number(v float64) amount {
	q := amount{key: numberKey(v), kind: Number, value: v}
	switch {
	case v < 2:
		q.kind = 0
		if v != math.Trunc(v) {
			q.kind, q.rarity = Number, rarityTens
		}
	case v < 4:
		q.rarity = rarityBelow4
	case v <= 12:
		q.rarity = rarityBelow
	case isRound(v):
		q.rarity = rarityRound
	case v < 100:
		q.rarity = rarityTens
	default:
		q.rarity = rarityNumber
	}
	if v != math.Trunc(v) && v < 1000 {
		q.rarity = max(q.rarity, rarityTens)
	}
	return q
}

// isRound reports numbers that writers reach for: 20, 50, 100, 1000.
func isRound(v float64) bool {
	for v >= 10 && math.Mod(v, 10) == 0 {
		v /= 10
	}
	return v == 1 || v == 2 || v == 5 || v == 3
}

func numberKey(v float64) uint32 {
	h := math.Float64bits(math.Round(v*1000) / 1000)
	return mix32(h, 1)
}

func yearKey(y int) uint32         { return mix32(uint64(y), 2) }
func dayKey(month, day int) uint32 { return mix32(uint64(month*32+day), 3) }
func monthKey(year, month int) uint32 {
	return mix32(uint64(year*16+month), 4)
}

func mix32(v, kind uint64) uint32 {
	v ^= kind * 0x9e3779b97f4a7c15
	v = (v ^ v>>33) * 0xff51afd7ed558ccd
	v = (v ^ v>>33) * 0xc4ceb9fe1a85ec53
	return uint32(v >> 32)
}

// clock is a time of day; minute -1 where the hour may carry it ("8.17").
func clock(hour float64, half string, minute float64) amount {
	h := math.Trunc(hour)
	if minute < 0 {
		minute = math.Round((hour - h) * 100)
	}
	if half == "pm" && h < 12 {
		h += 12
	}
	if half == "am" && h == 12 {
		h = 0
	}
	return amount{key: mix32(uint64(h*60+minute), 5), value: float64(h*60 + minute), kind: Clock, rarity: rarityDate}
}

// dayFirst reads "14 October 2025", "14th of October".
func dayFirst(b *article.Body, i, end int, v float64) (amount, int) {
	if v < 1 || v > 31 || v != math.Trunc(v) || i+1 >= end {
		return amount{}, 0
	}
	n := 1
	if b.Tokens[i+n].Word == "of" && i+n+1 < end {
		n++
	}
	m := month(b.Tokens[i+n].Word)
	if m == 0 || !article.UpperAt(b.Article.Text, b.Tokens[i+n].Start) {
		return amount{}, 0
	}
	return amount{key: dayKey(m, int(v)), kind: Date, rarity: rarityDate, value: float64((m-1)*31) + v}, n + 1
}

// monthFirst reads "October 14", "Oct. 14th", "October 2025"; a month alone is
// no anchor.
func monthFirst(b *article.Body, i, end, m int) (amount, int) {
	if i+1 >= end {
		return amount{}, 0
	}
	v, suffix, ok := leading(b.Tokens[i+1].Word)
	if !ok || v != math.Trunc(v) {
		return amount{}, 0
	}
	switch {
	case v >= 1 && v <= 31 && (suffix == "" || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th"):
		return amount{key: dayKey(m, int(v)), kind: Date, rarity: rarityDate, value: float64((m-1)*31) + v}, 2
	case v >= 1900 && v < 2100 && suffix == "":
		return amount{key: monthKey(int(v), m), kind: Date, rarity: rarityMonth}, 2
	}
	return amount{}, 0
}

// month is the number of a month's name or abbreviation, else 0.
func month(w string) int {
	if len(w) < 3 || len(w) > 9 {
		return 0
	}
	switch w {
	case "jan", "january":
		return 1
	case "feb", "february":
		return 2
	case "mar", "march":
		return 3
	case "apr", "april":
		return 4
	case "may":
		return 5
	case "jun", "june":
		return 6
	case "jul", "july":
		return 7
	case "aug", "august":
		return 8
	case "sep", "sept", "september":
		return 9
	case "oct", "october":
		return 10
	case "nov", "november":
		return 11
	case "dec", "december":
		return 12
	}
	return 0
}

// spelt reads a number in words: "three", "twenty-three", "two hundred and six".
func spelt(b *article.Body, i, end int) (float64, int) {
	v := small(b.Tokens[i].Word)
	if v < 0 {
		return 0, 0
	}
	n := 1
	if v >= 20 && i+n < end {
		if u := small(b.Tokens[i+n].Word); u > 0 && u < 10 {
			v, n = v+u, n+1
		}
	}
	if i+n < end && b.Tokens[i+n].Word == "hundred" {
		v, n = v*100, n+1
		at := i + n
		if at+1 < end && b.Tokens[at].Word == "and" {
			at++
		}
		if at < end {
			if u := small(b.Tokens[at].Word); u > 0 {
				v, n = v+u, at+1-i
			}
		}
	}
	return v, n
}

// small is the value of a number word below 100, else -1.
func small(w string) float64 {
	switch w {
	case "one":
		return 1
	case "two":
		return 2
	case "three":
		return 3
	case "four":
		return 4
	case "five":
		return 5
	case "six":
		return 6
	case "seven":
		return 7
	case "eight":
		return 8
	case "nine":
		return 9
	case "ten":
		return 10
	case "eleven":
		return 11
	case "twelve":
		return 12
	case "thirteen":
		return 13
	case "fourteen":
		return 14
	case "fifteen":
		return 15
	case "sixteen":
		return 16
	case "seventeen":
		return 17
	case "eighteen":
		return 18
	case "nineteen":
		return 19
	case "twenty":
		return 20
	case "thirty":
		return 30
	case "forty":
		return 40
	case "fifty":
		return 50
	case "sixty":
		return 60
	case "seventy":
		return 70
	case "eighty":
		return 80
	case "ninety":
		return 90
	}
	return -1
}
