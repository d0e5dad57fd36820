package article

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A plain text often begins with lines that are no part of the article: "Title:
// ...", "By Jane Doe", "Published: 4 May 2024", or " date 2025-09-16" with the
// body behind it on the same line. readHeader takes what is evidently such and
// leaves everything else to the body: a line that is not understood as a whole
// stays in the words.

// Where a header may stand: among the first lines that hold something, before
// the first long one.
const (
	headerLines = 12
	longLine    = 240 // bytes; a line of running text
)

// headerLabels say what the value behind them is. In lower case, without the
// colon.
var headerLabels = map[string]field{
	"title": fieldTitle, "headline": fieldTitle, "hed": fieldTitle,
	"date": fieldPublished, "published": fieldPublished, "posted": fieldPublished, "pubdate": fieldPublished,
	"published on": fieldPublished, "publish date": fieldPublished, "publication date": fieldPublished,
	"first published": fieldPublished, "date published": fieldPublished, "posted on": fieldPublished,
	"published at": fieldPublished, "posted at": fieldPublished, "pub date": fieldPublished,
	"updated": fieldUpdated, "last updated": fieldUpdated, "updated on": fieldUpdated, "updated at": fieldUpdated,
	"last modified": fieldUpdated, "modified": fieldUpdated, "last update": fieldUpdated, "date updated": fieldUpdated,
	"by": fieldByline, "author": fieldByline, "authors": fieldByline, "byline": fieldByline, "written by": fieldByline,
	"publisher": fieldPublisher, "outlet": fieldPublisher, "newspaper": fieldPublisher, "publication": fieldPublisher,
	"site": fieldPublisher, "website": fieldPublisher,
	"source": fieldSource, "credit": fieldCredit, "originally published": fieldSyndicated, "syndicated from": fieldSyndicated,
	"url": fieldURL, "link": fieldURL, "canonical": fieldCanonical,
	"language": fieldLanguage, "section": fieldSection, "category": fieldSection,
}

// readHeader reads the header of a.Text from byte start on.
func (a *Article) readHeader(start int) {
	h := headerScan{a: a}
	h.run(start)
	a.Skip = mergeSpans(a.Skip, h.skip)
	h.headline()
}

type headerScan struct {
	a      *Article
	skip   []Span
	titles []Span // lines that may be the headline, in order
	end    int    // of the header
}

func (h *headerScan) run(start int) {
	text := h.a.Text
	pos, labelled := start, true
	for n := 0; n < headerLines && pos < len(text); {
		end := pos + strings.IndexByte(text[pos:], '\n')
		if end < pos {
			end = len(text)
		}
		line := trim(text, Span{pos, end})
		pos = end + 1
		if line.Len() <= 0 {
			continue
		}
		n++
		s := line.In(text)
		used := h.label(s, labelled)
		if used == 0 {
			used = h.byline(s)
		}
		if used == 0 {
			used = h.dateLine(s)
		}
		if used == 0 {
			used = h.signedDate(s)
		}
		switch {
		case used == 0:
			labelled = false
			if len(s) >= longLine || len(s) > 80 && endsLikeSentence(s) {
				h.end = line.Start
				return
			}
			h.titles = append(h.titles, line)
		case used >= len(s):
			h.skip = append(h.skip, line)
		default: // the body goes on behind the date
			h.skip = append(h.skip, Span{line.Start, line.Start + used})
			h.end = line.Start + used
			return
		}
	}
	h.end = min(pos, len(text))
}

// label reads "Label: value" and, for dates, "label value". It returns how many
// bytes of the line it has used, 0 for a line of another kind. Labels other
// than dates count only while every line so far had one.
func (h *headerScan) label(s string, first bool) int {
	name, f, rest := splitLabel(s)
	if f == noField {
		return 0
	}
	value := strings.TrimLeft(rest, ": \t\u00a0")
	if f == fieldPublished || f == fieldUpdated {
		return h.date(f, s, len(s)-len(value))
	}
	if !first || len(name) == len(s)-len(rest) && !strings.HasPrefix(strings.TrimLeft(rest, " "), ":") {
		return 0
	}
	if len(value) == 0 || len(s) > longLine {
		return 0
	}
	switch f {
	case fieldTitle:
		setOnce(&h.a.Title, value)
	default:
		var m metadata
		m.add(rankedField{f, 0}, value)
		m.assign(h.a, "header line")
	}
	return len(s)
}

// splitLabel splits off the label of one or two words that s begins with.
func splitLabel(s string) (name string, f field, rest string) {
	const longest = 24
	end, words := 0, 0
	for i := 0; i <= len(s) && i < longest; i++ {
		if i < len(s) && asciiLetter(s[i]) {
			continue
		}
		if i == end {
			break
		}
		words++
		if g := headerLabels[strings.ToLower(s[:i])]; g != noField {
			name, f, rest = s[:i], g, s[i:]
		}
		if words == 2 || i == len(s) || s[i] != ' ' {
			break
		}
		end = i + 1
	}
	return name, f, rest
}

// date reads the date at byte at of the line s.
func (h *headerScan) date(f field, s string, at int) int {
	iv, n, ok := ParseDatePrefix(s[at:])
	if !ok || iv.Latest.Sub(iv.Earliest) > longestDay {
		return 0
	}
	h.set(f, iv)
	if onlyDateMarks(s[at+n:]) {
		return len(s)
	}
	return at + n
}

// dateLine reads a line that is a date and nothing else.
func (h *headerScan) dateLine(s string) int {
	if len(s) > 80 || strings.IndexAny(s, "0123456789") < 0 {
		return 0
	}
	iv, ok := ParseDate(s)
	if !ok || iv.Latest.Sub(iv.Earliest) > longestDay || !strings.ContainsAny(s, " -/.") {
		return 0
	}
	h.set(fieldPublished, iv)
	return len(s)
}

// signedDate reads a line of names with a date behind them: "By Tom Brask -
// Marwick Mercury - Updated: 7:32 a.m. on Monday, March 11, 2026", "Marwick
// Mercury March 11, 2026, 2:09 PM".
func (h *headerScan) signedDate(s string) int {
	if len(s) > 160 || strings.IndexAny(s, "0123456789") < 0 {
		return 0
	}
	names := 0
	for i := 0; i < len(s) && names <= 12; {
		if i > 0 {
			if n := h.dateBehind(s, i, names); n > 0 {
				return n
			}
		}
		word := strings.IndexByte(s[i:], ' ')
		if word < 0 {
			return 0
		}
		if r, _ := utf8.DecodeRuneInString(s[i:]); unicode.IsUpper(r) {
			names++
		} else if w := s[i : i+word]; !bylineParticle(w) || names > 0 && w == "in" {
			return 0 // a caption
		}
		for i += word; i < len(s) && s[i] == ' '; i++ {
		}
	}
	return 0
}

// dateBehind takes the line s where a date fills it from byte i on.
func (h *headerScan) dateBehind(s string, i, names int) int {
	iv, ok := ParseDate(s[i:])
	if !ok || iv.Latest.Sub(iv.Earliest) > longestDay {
		return 0
	}
	front := strings.TrimRight(s[:i], " .,;:|-–—•")
	if name, ok := BylineOf(front); ok {
		setOnce(&h.a.Byline, oneLine(name))
	} else if names > 4 {
		return 0
	}
	f := fieldPublished
	if label := lexDate(s, i); label.word == "updated" || label.word == "modified" {
		f = fieldUpdated
	}
	h.set(f, iv)
	return len(s)
}

// longestDay is the widest interval that a date in a header may leave: both
// readings of 01/12/2025 lie within it, a year does not.
const longestDay = 360 * 24 * time.Hour

// set keeps the first date of a kind.
func (h *headerScan) set(f field, iv Interval) {
	to := &h.a.Published
	if f == fieldUpdated {
		to = &h.a.Updated
	}
	if to.IsZero() {
		iv.From = "header line"
		*to = iv
	}
}

// byline reads "By Ruth Callendar", "BY RUTH CALLENDAR and Tom Brask, Marwick
// Mercury".
func (h *headerScan) byline(s string) int {
	name, ok := BylineOf(s)
	if !ok {
		return 0
	}
	setOnce(&h.a.Byline, oneLine(name))
	return len(s)
}

// BylineOf reads a line that is a byline and nothing else, and returns the
// names as they stand, without "By".
func BylineOf(s string) (string, bool) {
	if len(s) < 6 || len(s) > 160 || !strings.EqualFold(s[:3], "by ") || s[0] != 'B' {
		return "", false
	}
	rest := strings.TrimSpace(s[3:])
	words, named := 0, 0
	for _, w := range strings.Fields(rest) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			named++
		case !bylineParticle(w):
			return "", false
		}
		if words++; words > 16 {
			return "", false
		}
	}
	if named == 0 || endsLikeSentence(rest) && named < 2 {
		return "", false
	}
	rest = strings.TrimSuffix(strings.TrimRight(rest, " .,;|-–—"), " on") // the date came behind it
	return strings.TrimRight(rest, " .,;|-–—"), true
}

// bylineParticle are the words in lower case that may stand between names.
func bylineParticle(w string) bool {
	switch strings.Trim(w, ",;|") {
	case "and", "for", "in", "at", "of", "the", "with", "from", "on", "van", "von", "de", "der", "den", "da", "del",
		"di", "la", "le", "al", "bin", "ibn", "el", "dos", "du", "ten", "ter", "&", "", "-", "–", "—", "/", "•":
		return true
	}
	return false
}

func endsLikeSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)] ")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") ||
		strings.HasSuffix(s, "…") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "。")
}

// headline finds the title among the first lines, where they look like one,
// and marks it as a heading.
func (h *headerScan) headline() {
	text := h.a.Text
	for _, line := range h.titles {
		s := line.In(text)
		if h.a.Title != "" {
			if sameLine(s, h.a.Title) {
				h.a.heading(line)
				return
			}
			continue
		}
		if line.End < len(text) && looksLikeHeadline(s) && followed(text, line.End) {
			h.a.Title = oneLine(s)
			h.a.heading(line)
			return
		}
	}
}

func (a *Article) heading(s Span) {
	a.Blocks = append(a.Blocks, Block{Heading, s})
	sortBlocks(a.Blocks)
}

func sameLine(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// followed reports whether running text comes after a headline.
func followed(text string, end int) bool {
	return len(strings.TrimSpace(text[end:min(len(text), end+4*longLine)])) >= 120
}

// looksLikeHeadline tells a headline from a sentence, a bullet and a line of
// the page around the article.
func looksLikeHeadline(s string) bool {
	words := strings.Fields(s)
	if len(words) < 4 || len(words) > 30 || len(s) > 200 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("‘“\"'«¿¡", r) {
		return false
	}
	if last := strings.TrimRight(s, "\"'”’» "); strings.HasSuffix(last, ".") && !strings.HasSuffix(last, "...") ||
		strings.HasSuffix(last, ",") || strings.HasSuffix(last, ";") {
		return false
	}
	if strings.EqualFold(words[0], "by") || strings.HasSuffix(s, "•") {
		return false
	}
	for _, w := range words {
		if pageWords[strings.ToLower(strings.Trim(w, ".,!?:;\"'()"))] {
			return false
		}
	}
	return true
}

// pageWords speak to the reader of a page, not of the news.
var pageWords = map[string]bool{
	"your": true, "cart": true, "login": true, "subscribe": true, "newsletter": true, "cookies": true,
	"advertisement": true, "javascript": true, "menu": true, "signed": true, "zip": true, "facebook": true,
	"commenting": true, "faqs": true, "search": true,
}
