package attribution

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// Quote is words inside marks in one article, or an embedded post.
type Quote struct {
	ID      string `json:"id"` // `article#start-end` of the first segment
	Article string `json:"article"`
	// Kind is "direct", "partial" (a phrase inside the reporter's sentence),
	// "nested" or "post".
	Kind string `json:"kind"`
	// Segments include the marks; a post without marks is its text.
	Segments []article.Span `json:"segments"`
	Text     string         `json:"text"` // the segments without marks, joined by blanks
	// Speaker is nil where no rule says who spoke.
	Speaker *Speaker `json:"speaker"`
	// Via are those who relayed the words, outermost first.
	Via     []Speaker `json:"via"`
	Uttered Uttered   `json:"uttered"`
	Origin  Origin    `json:"origin"`
	// Utterance is the id of the saying that the quote belongs to.
	Utterance string `json:"utterance"`

	// Rule names the speaker rule that fired, for measuring.
	Rule string `json:"-"`
}

// Uttered is when and on which occasion something was said.
type Uttered struct {
	Earliest *time.Time `json:"earliest"`
	Latest   *time.Time `json:"latest"`
	Occasion string     `json:"occasion"`
}

// A candidate is an outermost stretch in marks that may be a quote.
type candidate struct {
	mark   int
	span   article.Span
	parts  []article.Span
	text   string // without marks
	words  int
	single bool
	open   bool // never closed
	block  bool // set off by the format, without marks
	frames []int
	atoms  []int // its atom in each frame

	speaker source
	via     source // who relays it
	tail    source // who is named behind it, whoever speaks
	kind    string
	joined  int // the candidate that this one continues, -1 for none
	dropped bool
}

func (c *candidate) shares() []article.Span {
	if c.parts != nil {
		return c.parts
	}
	return []article.Span{c.span}
}

// Quotes returns the quotes of one article with speakers and origins, sorted
// by start. It depends on nothing but the article.
func Quotes(b *article.Body) []Quote { return QuotesWith(b, nil) }

// QuotesWith is Quotes with outlets that the user adds to the known ones.
func QuotesWith(b *article.Body, outlets *OutletTable) []Quote {
	r := newReadingWith(b, candidates(b), outlets)
	defer r.slab.release()
	return r.all()
}

// all attributes the candidates and returns every quote of the article.
func (r *reading) all() []Quote {
	if !English(r.b) {
		r.attributeForeign()
		quotes := append(r.quotes(), r.posts()...)
		sort.SliceStable(quotes, func(i, j int) bool { return quotes[i].Segments[0].Start < quotes[j].Segments[0].Start })
		return quotes
	}
	r.attribute()
	quotes := r.quotes()
	quotes = append(quotes, r.posts()...)
	sort.SliceStable(quotes, func(i, j int) bool {
		a, c := quotes[i].Segments[0], quotes[j].Segments[0]
		if a.Start != c.Start {
			return a.Start < c.Start
		}
		return a.End > c.End
	})
	r.origins(quotes)
	r.uttered(quotes)
	return quotes
}

// candidates are the outermost stretches in marks that may be quotes, names
// in marks left out.
func candidates(b *article.Body) []candidate {
	var out []candidate
	title := headline(b)
	posts := make([]article.Span, len(b.Posts))
	for i := range b.Posts {
		posts[i] = b.Posts[i].Span
	}
	furniture := b.Furniture
	for i, m := range b.Marks {
		if m.Depth != 0 || inside(&posts, m.Span) || inside(&furniture, m.Span) || title.Contains(m.Span) {
			continue
		}
		text := strings.TrimSpace(m.Inner().In(b.Article.Text))
		c := candidate{mark: i, span: m.Span, parts: m.Parts, text: text, words: countWords(text), single: m.Single(), open: m.Close == 0, joined: -1}
		if strings.Contains(text, "://") && !strings.ContainsAny(text, " \n") {
			continue // an address in the page's code
		}
		if c.words == 0 || nameInMarks(text, c.words) && !standsAlone(b.Article.Text, m, text) {
			continue
		}
		if c.single && !quoteInSingles(b.Article.Text, m, text, c.words) {
			continue
		}
		out = append(out, c)
	}
	return withBlocks(b, out)
}

// headline is the first paragraph where it only repeats the article's title:
// what is quoted there stands in the text again.
func headline(b *article.Body) article.Span {
	if len(b.Paragraphs) < 2 || b.Article.Title == "" {
		return article.Span{}
	}
	p := b.Paragraphs[0].Span
	if letters(p.In(b.Article.Text)) == letters(b.Article.Title) {
		return p
	}
	return article.Span{}
}

// letters are the letters and digits of s in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// inside reports whether s touches one of the sorted spans; those that end
// before s are dropped from the list.
func inside(spans *[]article.Span, s article.Span) bool {
	for len(*spans) > 0 && (*spans)[0].End <= s.Start {
		*spans = (*spans)[1:]
	}
	return len(*spans) > 0 && (*spans)[0].Overlap(s) > 0
}

func countWords(s string) int {
	n, wide, in := 0, 0, false
	for _, r := range s {
		w := unicode.IsLetter(r) || unicode.IsDigit(r)
		if w && r >= firstWide && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Lao, unicode.Myanmar) {
			wide++
			in = false
			continue
		}
		if w && !in {
			n++
		}
		in = w || in && (r == '\'' || r == '’' || r == '-' || r == '.')
	}
	return n + (wide+1)/2
}

// firstWide is the first letter of the scripts that write no blanks between
// words; about two of their letters make one.
const firstWide = 0x0E00

// nameInMarks reports whether the words are a title or a name: all that count
// are capitalised, and nothing ends a sentence.
func nameInMarks(text string, words int) bool {
	if words > 14 {
		return false
	}
	capitals, small := 0, 0
	for _, w := range strings.Fields(text) {
		w = strings.Trim(w, ".,;:!?'’()[]&")
		switch {
		case w == "":
		case isCapitalised(w) || isDigitWord(w):
			capitals++
		case prepositions[strings.ToLower(w)] || determiners[strings.ToLower(w)] || conjunctions[strings.ToLower(w)]:
		default:
			small++
		}
	}
	return small == 0 && capitals > 0 && (words > 1 || capitals == 1)
}

// standsAlone reports whether a short stretch of capitalised words is said and
// no name: it begins a sentence or follows a comma or a colon, and it ends
// with a mark of its own.
func standsAlone(text string, m article.Mark, inner string) bool {
	before := text[max(0, m.Start-40):m.Start]
	trimmed := strings.TrimRight(before, " \u00a0\t")
	if shouted(trimmed) {
		return true
	}
	if last, _ := utf8.DecodeLastRuneInString(inner); !strings.ContainsRune(",.!?", last) {
		return false
	}
	if trimmed == "" || strings.HasSuffix(trimmed, "\n") {
		return true
	}
	switch trimmed[len(trimmed)-1] {
	case ',', ':', '.', '?', '!':
		return true
	}
	return strings.HasSuffix(trimmed, "”")
}

// shouted reports whether a text ends with a word behind which even capitals
// are said: "chanting Q", "chants of Q", "saying Q".
func shouted(before string) bool {
	w := before
	if i := strings.LastIndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		w = w[i+1:]
		if w == "of" {
			w = strings.TrimRightFunc(before[:i], func(r rune) bool { return !unicode.IsLetter(r) })
			w = w[strings.LastIndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
			return w == "chants" || w == "shouts" || w == "cries"
		}
	}
	switch w {
	case "chanted", "chanting", "chant", "shouted", "shouting", "yelled", "yelling", "screamed", "screaming", "echoing", "saying", "cried", "cry", "crying",
		"said", "says", "declared", "declares", "declaring", "read", "reads", "reading", "mouthed", "mouthing", "sang", "singing":
		return true
	}
	return false
}

// quoteInSingles decides for a stretch in single marks outside any other.
func quoteInSingles(text string, m article.Mark, inner string, words int) bool {
	if words < 3 || m.Close == 0 {
		return false
	}
	if r, _ := utf8.DecodeLastRuneInString(inner); strings.ContainsRune(",.!?", r) {
		return true
	}
	return words >= 4
}

// reading is one article while its quotes are being attributed.
type reading struct {
	b      *article.Body
	cands  []candidate
	finder *speakerFinder
	slab   atomSlab
	hosts  map[int]string // people who ask the questions, with their outlets
}

func newReading(b *article.Body, cands []candidate) *reading { return newReadingWith(b, cands, nil) }

func newReadingWith(b *article.Body, cands []candidate, outlets *OutletTable) *reading {
	var slab atomSlab
	frames := framesOf(b, cands, &slab)
	for f := range frames {
		for k := range frames[f].atoms {
			if a := &frames[f].atoms[k]; a.kind == quoteAtom {
				c := &cands[a.quote]
				c.frames = append(c.frames, f)
				c.atoms = append(c.atoms, k)
			}
		}
	}
	r := &reading{b: b, cands: cands, slab: slab, finder: &speakerFinder{frames: frames, names: findNames(frames, outlets), cands: cands, text: b.Article.Text}}
	if parted, ok := r.parted(); ok {
		r.slab.release()
		return newReadingWith(b, parted, outlets)
	}
	return r
}

// parted divides the stretches that run over several paragraphs of which both
// the first and the last have an attribution of their own: "said Pell. “But
// the board", and in the next paragraph "“We wrote twice,” she went on". In
// print these are two sayings; where the first paragraph holds nothing else
// its attribution is the one that follows.
func (r *reading) parted() ([]candidate, bool) {
	if !slices.ContainsFunc(r.cands, r.twoSayings) {
		return nil, false // most texts: not worth a copy
	}
	var out []candidate
	for _, c := range r.cands {
		two := r.twoSayings(c)
		c.frames, c.atoms = nil, nil
		if !two {
			out = append(out, c)
			continue
		}
		head, rest := c, c
		last := len(c.parts) - 1
		head.span.End = c.parts[last-1].End
		rest.span = c.parts[last]
		head.parts, rest.parts = c.parts[:last], nil
		if last == 1 {
			head.parts = nil
		}
		head.text, rest.text = stretchText(r.b.Article.Text, head.span), stretchText(r.b.Article.Text, rest.span)
		head.words, rest.words = countWords(head.text), countWords(rest.text)
		out = append(out, head, rest)
	}
	return out, true
}

// twoSayings reports whether the last part of a stretch has an attribution of
// its own, as the first may have.
func (r *reading) twoSayings(c candidate) bool {
	last := len(c.parts) - 1
	if last < 1 || len(c.frames) != last+1 || c.atoms[0] == 0 {
		return false
	}
	own := r.finder.after(c.frames[last], c.atoms[last])
	return own.found()
}

// stretchText is a stretch without the marks at its ends.
func stretchText(text string, s article.Span) string {
	return strings.Trim(s.In(text), " \u00a0\t\n\r\"“”„«»‹›")
}

// id is the quote's id.
func (r *reading) id(s article.Span) string {
	return quoteID(r.b.Article.ID, s)
}

// quoteID is the id of a quote whose first segment is s.
func quoteID(id string, s article.Span) string {
	return id + "#" + strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End)
}

// quotes turns the attributed candidates into quotes, joined ones together,
// and adds the nested ones.
func (r *reading) quotes() []Quote {
	at := map[int]int{}
	var out []Quote
	for i := range r.cands {
		c := &r.cands[i]
		if c.dropped {
			continue
		}
		if c.joined >= 0 {
			if q, ok := at[c.joined]; ok {
				at[i] = q
				out[q].Segments = append(out[q].Segments, c.shares()...)
				out[q].Text += " " + c.text
				continue
			}
		}
		at[i] = len(out)
		q := Quote{ID: r.id(c.shares()[0]), Article: r.b.Article.ID, Kind: c.kind, Segments: append([]article.Span{}, c.shares()...), Text: c.text, Via: []Speaker{}, Origin: Origin{Kind: "unknown"}}
		q.Rule = c.speaker.rule
		if c.speaker.found() {
			q.Speaker = &Speaker{Name: c.speaker.name}
			if c.speaker.frame == c.frames[len(c.frames)-1] || c.speaker.frame == c.frames[0] || c.speaker.rule == "colon-paragraph" || c.speaker.rule == "signed" {
				q.Speaker.Mention = r.finder.mention(c.speaker)
			}
			if q.Speaker.Name == "" && q.Speaker.Mention == nil {
				q.Speaker = nil
			}
		}
		out = append(out, q)
	}
	r.relayed(out, at)
	return append(out, r.nested(out, at)...)
}

// sortedSpans sorts spans by start.
func sortedSpans(spans []article.Span) []article.Span {
	sort.Slice(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	return spans
}
