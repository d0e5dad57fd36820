package report

import (
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
)

// webText is clean for a page: the marks that right-to-left text is written
// with stay, since the page isolates each text; what would turn the text around
// it does not.
func webText(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, "\u200e\u200f\u061c")
		if i < 0 {
			b.WriteString(clean(s))
			return b.String()
		}
		b.WriteString(clean(s[:i]))
		_, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+n])
		s = s[i+n:]
	}
}

// language is the value of a lang attribute, "" where the result names none
// that is well formed.
func language(l string) string {
	if len(l) < 2 || len(l) > 35 {
		return ""
	}
	for _, r := range l {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return ""
		}
	}
	return l
}

// kindName says what a kind of passage means.
func kindName(kind string) string {
	switch kind {
	case "verbatim":
		return "word for word"
	case "edited":
		return "edited"
	case "rewritten":
		return "rewritten"
	case "reported":
		return "quote as reported speech"
	}
	return oneLine(kind)
}

// kindClass is the kind where it is known, for class names.
func kindClass(kind string) string {
	switch kind {
	case "verbatim", "edited", "rewritten", "reported":
		return kind
	}
	return "other"
}

// markView is a stretch of a paragraph with what covers it.
type markView struct {
	Text   string
	Kind   string // class of the most literal passage, "" outside passages
	Quote  bool
	Aside  bool // furniture
	Refs   []refView
	Anchor string // where a passage begins
	Words  int
	// Sources and Lengths, separated by blanks, are the numbers of the sources
	// that cover the stretch and the words of their passages.
	Sources, Lengths string
}

// refView is the number of a source, and of its passage, at the end of it.
type refView struct {
	N, P   int    // source and passage
	Tag    string // V, E, R or S
	Kind   string
	Href   string
	Source string
}

// paragraphView is one line of the text.
type paragraphView struct {
	Marks []markView
	Meta  bool // front matter
}

// textView is an article with all its passages marked.
type textView struct {
	Paragraphs  []paragraphView
	Words       int // of the body as counted here
	QuoteWords  int
	AsideWords  int
	Lang        string
	MarkedWords int
}

// cover is a passage of a source on this article.
type cover struct {
	stemma.Span
	kind    string
	source  int // from 1
	passage int
	row     string
	words   int
	name    string
}

// literal orders kinds from the most literal on.
func literal(kind string) int {
	switch kind {
	case "verbatim":
		return 0
	case "edited":
		return 1
	case "rewritten":
		return 2
	}
	return 3
}

// textViewOf marks an article with passages, quotes and furniture.
func (c *catalogue) textViewOf(id string, covers []cover) textView {
	a := c.article(id)
	v := textView{Lang: language(a.Language)}
	if a.Text == "" {
		return v
	}
	borders := []int{0, len(a.Text)}
	add := func(s stemma.Span) {
		if s.Start >= 0 && s.End <= len(a.Text) && s.Start < s.End {
			borders = append(borders, s.Start, s.End)
		}
	}
	for _, x := range covers {
		add(x.Span)
	}
	for _, s := range c.segments[id] {
		add(s)
	}
	for _, s := range a.Furniture {
		add(s)
	}
	meta := frontMatter(a.Text)
	borders = append(borders, meta)
	for i := 0; i < len(a.Text); i++ {
		if a.Text[i] == '\n' {
			borders = append(borders, i, i+1)
		}
	}
	sort.Ints(borders)
	sort.SliceStable(covers, func(i, j int) bool { return covers[i].Start < covers[j].Start })
	m := marker{c: c, id: id, covers: covers, quotes: sorted(c.segments[id]), aside: sorted(a.Furniture), meta: meta}
	last := -1
	for _, b := range borders {
		if last >= 0 && b > last {
			m.put(&v, a.Text, last, b)
		}
		last = b
	}
	return v
}

func sorted(list []stemma.Span) []stemma.Span {
	out := append([]stemma.Span(nil), list...)
	sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}

// marker walks over a text and knows what covers the place where it stands.
type marker struct {
	c             *catalogue
	id            string
	covers        []cover
	quotes, aside []stemma.Span
	meta          int
	next          int // cover that begins next
	open          []cover
	iq, ia        int
	line          paragraphView
}

func (m *marker) put(v *textView, text string, from, to int) {
	if text[from] == '\n' {
		m.end(v)
		return
	}
	begun := ""
	for m.next < len(m.covers) && m.covers[m.next].Start <= from {
		if x := m.covers[m.next]; x.Start >= 0 && x.End <= len(text) && x.Start < x.End {
			m.open = append(m.open, x)
			if begun == "" {
				begun = "m-" + x.row
			}
		}
		m.next++
	}
	k := markView{Text: webText(text[from:to]), Anchor: begun, Words: len(article.Tokens(text[from:to], nil))}
	k.Quote = within(m.quotes, &m.iq, from)
	k.Aside = within(m.aside, &m.ia, from)
	var sources, lengths []string
	still := m.open[:0]
	best := 9
	for _, x := range m.open {
		if x.End <= from {
			continue
		}
		if l := literal(x.kind); l < best {
			best, k.Kind = l, kindClass(x.kind)
		}
		sources = append(sources, strconv.Itoa(x.source))
		lengths = append(lengths, strconv.Itoa(x.words))
		if x.End <= to {
			k.Refs = append(k.Refs, refView{x.source, x.passage, tagOf(x.kind), kindName(x.kind), "#" + x.row, x.name})
		} else {
			still = append(still, x)
		}
	}
	m.open = still
	k.Sources, k.Lengths = strings.Join(sources, " "), strings.Join(lengths, " ")
	m.line.Meta = from < m.meta
	if !m.line.Meta {
		v.Words += k.Words
		if k.Quote {
			v.QuoteWords += k.Words
		}
		if k.Aside {
			v.AsideWords += k.Words
		} else if k.Kind != "" {
			v.MarkedWords += k.Words
		}
	}
	m.line.Marks = append(m.line.Marks, k)
	if to == len(text) {
		m.end(v)
	}
}

func (m *marker) end(v *textView) {
	if len(m.line.Marks) > 0 {
		v.Paragraphs = append(v.Paragraphs, m.line)
	}
	m.line = paragraphView{}
}

// within reports whether a place lies in one of the sorted spans, and moves i
// along with it.
func within(list []stemma.Span, i *int, at int) bool {
	for *i < len(list) && list[*i].End <= at {
		*i++
	}
	return *i < len(list) && list[*i].Start <= at
}

func tagOf(kind string) string {
	switch kind {
	case "verbatim":
		return "V"
	case "edited":
		return "E"
	case "rewritten":
		return "R"
	case "reported":
		return "S"
	}
	return "·"
}

// frontMatter is the length of a Markdown file's head, 0 where there is none.
func frontMatter(text string) int {
	t := strings.TrimPrefix(text, "\ufeff")
	for _, fence := range []string{"---", "+++"} {
		if !strings.HasPrefix(t, fence+"\n") && !strings.HasPrefix(t, fence+"\r\n") {
			continue
		}
		if i := strings.Index(t[3:], "\n"+fence); i >= 0 {
			return len(text) - len(t) + 3 + i + 1 + len(fence)
		}
	}
	return 0
}
