package attribution

import (
	"strconv"
	"time"

	"github.com/stemma-news/stemma/article"
)

// spokenOccasions are nouns for an occasion on which something is said, with
// the word that results show.
var spokenOccasions = map[string]string{
	"meeting": "meeting", "talks": "meeting", "call": "call", "phone-call": "call", "conversation": "conversation", "interview": "interview",
	"conference": "press conference", "presser": "press conference", "briefing": "briefing", "hearing": "hearing", "testimony": "hearing",
	"rally": "rally", "debate": "debate", "speech": "speech", "address": "speech", "summit": "summit", "ceremony": "ceremony",
	"trial": "trial", "sermon": "sermon", "lecture": "lecture", "podcast": "podcast", "broadcast": "broadcast",
}

// uttered fills in when and on which occasion each quote was said, as far as
// the words of its attribution tell: "Smith said at a hearing on May 8". What
// a date inside the reporter's clause is about nobody can tell from words
// alone, so only one beside the verb or at the head of the sentence counts. A
// weekday or a day without a year is resolved against the date of publication,
// else against the newest day that the text proves.
func (r *reading) uttered(quotes []Quote) {
	u := utterer{r: r}
	at := map[int]int{}
	for i := range r.cands {
		if !r.cands[i].dropped {
			at[r.cands[i].shares()[0].Start] = i
		}
	}
	for i := range quotes {
		q := &quotes[i]
		if q.Kind == PostKind {
			continue
		}
		if q.Kind != "nested" {
			if ci, ok := at[q.Segments[0].Start]; ok {
				q.Uttered = u.of(&r.cands[ci])
			}
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if quotes[j].Kind != "nested" && holds(quotes[j].Segments, q.Segments[0]) {
				if ci, ok := at[quotes[j].Segments[0].Start]; ok {
					q.Uttered = u.recounted(&r.cands[ci])
				}
				break
			}
		}
	}
}

type utterer struct {
	r        *reading
	anchor   time.Time
	anchored bool
}

// of reads the sentence of the attribution.
func (u *utterer) of(c *candidate) Uttered {
	s := c.speaker
	if c.tail.found() {
		s = c.tail
	}
	if !s.found() || s.cue < 0 || s.frame != c.frames[0] && s.frame != c.frames[len(c.frames)-1] {
		return Uttered{}
	}
	atoms := u.r.finder.frames[s.frame].atoms
	first := u.r.finder.sentenceStart(s.frame, atoms[s.first].sentence)
	out := u.read(s.frame, max(s.cue+1, s.last), 12)
	head := u.read(s.frame, first, min(14, s.first-first))
	if out.Occasion == "" {
		out.Occasion = head.Occasion
	}
	if out.Earliest == nil {
		out.Earliest, out.Latest = head.Earliest, head.Latest
	}
	return out
}

// recounted reads the sentence before a quote whose speaker tells what another
// one said: "at their meeting on 25 July he confirmed it. “He said, ‘…’”".
func (u *utterer) recounted(c *candidate) Uttered {
	f := c.frames[0]
	atoms := u.r.finder.frames[f].atoms
	n := atoms[c.atoms[0]].sentence
	if n == 0 {
		return Uttered{}
	}
	for k := u.r.finder.sentenceStart(f, n-1); k < len(atoms) && atoms[k].sentence == n-1; k++ {
		if spokenOccasions[atoms[k].word] != "" && !atoms[k].capital {
			if out := u.read(f, max(0, k-2), 14); out.Occasion != "" && out.Earliest != nil {
				return out
			}
		}
	}
	return Uttered{}
}

// read looks for an occasion and a date in at most limit atoms from i on,
// inside one sentence and up to the first verb or quote.
func (u *utterer) read(f, i, limit int) Uttered {
	var out Uttered
	atoms := u.r.finder.frames[f].atoms
	for k := i; k >= 0 && k < len(atoms) && k < i+limit && atoms[k].sentence == atoms[i].sentence; k++ {
		a := &atoms[k]
		if a.kind == quoteAtom || a.is(":") || a.word == "that" || auxiliaries[a.word] || a.word == "after" || a.word == "before" || a.word == "about" || a.word == "of" && out.Occasion == "" {
			break
		}
		if a.kind != wordAtom {
			continue
		}
		if name := spokenOccasions[a.word]; name != "" && !a.capital && out.Occasion == "" && u.attended(atoms, i, k) {
			if a.word != "conference" || wordIn(atoms[k-1].word, "press", "news", "media") {
				out.Occasion = name
			}
		}
		if d, ok := u.dateAt(atoms, k); ok && out.Earliest == nil {
			if v, ok := d.Interval(); ok {
				out.Earliest, out.Latest = &v.Earliest, &v.Latest
			}
		}
	}
	return out
}

// attended reports whether a preposition makes the occasion at atom k the place
// of what is said.
func (u *utterer) attended(atoms []atom, i, k int) bool {
	for m := k - 1; m >= max(0, i-1) && m > k-7 && atoms[m].kind == wordAtom; m-- {
		if wordIn(atoms[m].word, "in", "during", "at", "on", "by") {
			return true
		}
	}
	return false
}

// dateAt reads the date that starts at atom k: "May 8, 2025", "8 May",
// "Thursday".
func (u *utterer) dateAt(atoms []atom, k int) (article.DatedSpan, bool) {
	a := &atoms[k]
	var d article.DatedSpan
	next := k + 1
	if m, ok := monthWords[a.word]; ok && a.capital && next < len(atoms) {
		d.Month, d.Day = m, dayOf(atoms[next].raw)
		next++
	} else if isDigitWord(a.raw) && next < len(atoms) && atoms[next].capital && monthWords[atoms[next].word] != 0 {
		d.Month, d.Day = monthWords[atoms[next].word], dayOf(a.raw)
		next++
	} else if w, ok := weekdayWords[a.word]; ok && a.capital {
		return u.weekday(w)
	}
	if d.Month == 0 || d.Day == 0 {
		return d, false
	}
	if next < len(atoms) && atoms[next].is(",") {
		next++
	}
	if next < len(atoms) && len(atoms[next].raw) == 4 && isDigitWord(atoms[next].raw) {
		d.Year, _ = strconv.Atoi(atoms[next].raw)
	} else if t := u.now(); !t.IsZero() {
		d.Year = nearestYear(t, d).Year()
	}
	return d, d.Year > 1900 && d.Year < 2200
}

// weekday is the last such day up to the day of publication.
func (u *utterer) weekday(w time.Weekday) (article.DatedSpan, bool) {
	p := u.r.b.Article.Published
	if !p.Known() || p.Latest.Sub(p.Earliest) > 72*time.Hour {
		return article.DatedSpan{}, false
	}
	t := middleDay(p)
	for t.Weekday() != w {
		t = t.AddDate(0, 0, -1)
	}
	return article.DatedSpan{Year: t.Year(), Month: t.Month(), Day: t.Day()}, true
}

// now is the day that dates without a year are near to, zero for none.
func (u *utterer) now() time.Time {
	if !u.anchored {
		u.anchored = true
		if p := u.r.b.Article.Published; p.Known() {
			u.anchor = middleDay(p)
		} else if n, ok := NotBefore(u.r.b); ok {
			u.anchor = n.Day
		}
	}
	return u.anchor
}

// middleDay is the calendar day of an interval around a day of unknown zone.
func middleDay(p article.Interval) time.Time {
	return p.Earliest.Add(p.Latest.Sub(p.Earliest) / 2).UTC().Truncate(24 * time.Hour)
}

func dayOf(s string) int {
	n := 0
	for n < len(s) && n < 2 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 || n < len(s) && s[n:] != "th" && s[n:] != "st" && s[n:] != "nd" && s[n:] != "rd" {
		return 0
	}
	d, _ := strconv.Atoi(s[:n])
	if d > 31 {
		return 0
	}
	return d
}

var monthWords = func() map[string]time.Month {
	m := map[string]time.Month{"sept": time.September, "sept.": time.September}
	for t := time.January; t <= time.December; t++ {
		name := lowerName(t.String())
		m[name], m[name[:3]], m[name[:3]+"."] = t, t, t
	}
	return m
}()

var weekdayWords = func() map[string]time.Weekday {
	m := map[string]time.Weekday{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		m[lowerName(d.String())] = d
	}
	return m
}()

func lowerName(s string) string { return string(s[0]|0x20) + s[1:] }
