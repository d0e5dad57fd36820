package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// nested adds the quotes inside quotes: their speaker is whom the outer words
// name, and the outer speaker relays them. at maps candidates to quotes.
func (r *reading) nested(quotes []Quote, at map[int]int) []Quote {
	var out []Quote
	next := 0
	for i := range r.cands {
		c := &r.cands[i]
		q, ok := at[i]
		if !ok {
			continue
		}
		for next < len(r.b.Marks) && r.b.Marks[next].Start <= c.span.Start {
			next++
		}
		var inner []article.Mark
		for m := next; m < len(r.b.Marks) && r.b.Marks[m].Start < c.span.End; m++ {
			if mark := r.b.Marks[m]; mark.Depth == 1 && mark.Close != 0 {
				inner = append(inner, mark)
			}
		}
		for _, m := range inner {
			if n, ok := r.nestedQuote(c, &quotes[q], m); ok {
				out = append(out, n)
			}
		}
	}
	return out
}

// nestedQuote makes a quote of the stretch m inside candidate c.
func (r *reading) nestedQuote(c *candidate, outer *Quote, m article.Mark) (Quote, bool) {
	text := strings.TrimSpace(m.Inner().In(r.b.Article.Text))
	words := countWords(text)
	if words < 2 || nameInMarks(text, words) {
		return Quote{}, false
	}
	share := c.span
	for _, s := range c.shares() {
		if s.Contains(m.Span) {
			share = s
		}
	}
	s := r.innerSpeaker(c, share, m.Span)
	if !s.found() && words < 4 {
		return Quote{}, false // a phrase in marks inside a quote
	}
	q := Quote{ID: r.id(m.Span), Article: r.b.Article.ID, Kind: "nested", Segments: []article.Span{m.Span}, Text: text, Via: []Speaker{}, Origin: Origin{Kind: Unknown}, Rule: "nested:" + s.rule}
	if outer.Speaker != nil {
		q.Via = append(append(q.Via, outer.Via...), *outer.Speaker)
	}
	if s.found() {
		q.Speaker = &Speaker{Name: s.name}
		if s.cue >= 0 {
			q.Speaker.Mention = &article.Span{Start: s.first, End: s.last}
		}
	}
	return q, true
}

// innerSpeaker reads the words of the outer quote around the inner one as a
// paragraph of their own. The source's first and last are bytes of the text.
func (r *reading) innerSpeaker(c *candidate, share, inner article.Span) source {
	lex := newLexer(r.b.Article.Text, r.b.Article.Skip, share.Start)
	f := frame{}
	f.atoms = lex.words(f.atoms, share.Start, inner.Start)
	q := len(f.atoms)
	f.atoms = append(f.atoms, atom{Span: inner, kind: quoteAtom, raw: inner.In(lex.text), stop: innerStop(inner.In(lex.text))})
	f.atoms = lex.words(f.atoms, inner.End, share.End)
	f.number()
	n := &names{frames: []frame{f}, last: r.finder.names.last, given: r.finder.names.given, people: r.finder.names.people}
	n.byFrame = []int{0}
	n.scanFrame(0, map[string]bool{})
	n.byFrame = append(n.byFrame, len(n.runs))
	for i := range n.runs {
		n.runs[i].person = n.resolve(n.runTokens(i), n.runs[i].title, n.offset(i))
	}
	sf := &speakerFinder{frames: n.frames, names: n, text: lex.text}
	s := sf.before(0, q)
	if !s.found() {
		s = sf.after(0, q)
	}
	if !s.found() {
		return s
	}
	atoms := f.atoms
	word := atoms[s.first].word
	switch {
	case word == "he" || word == "she":
		g := male
		if word == "she" {
			g = female
		}
		s.person, s.name = r.other(c, g)
	case word == "i" || word == "we":
		s.person, s.name = c.speaker.person, c.speaker.name
	}
	s.first, s.last = atoms[s.first].Start, atoms[s.last-1].End
	return s
}

// other is whom a pronoun inside a quote means: the last agreeing person named
// before the quote, in its paragraph or the one before, who is not its speaker.
func (r *reading) other(c *candidate, g int8) (int, string) {
	sf := r.finder
	if len(c.frames) == 0 {
		return -1, "" // in a post
	}
	for back := 0; back < 2 && c.frames[0]-back >= 0; back++ {
		f := c.frames[0] - back
		for i := sf.names.byFrame[f+1] - 1; i >= sf.names.byFrame[f]; i-- {
			run := &sf.names.runs[i]
			if run.person < 0 || run.person == c.speaker.person || back == 0 && run.first > c.atoms[0] {
				continue
			}
			if p := &sf.names.people[run.person]; p.human >= 0 && p.agrees(g) {
				return run.person, sf.names.fullest(run.person)
			}
		}
	}
	return -1, ""
}

// posts are the embedded posts as quotes, with what they quote of others.
func (r *reading) posts() []Quote {
	var out []Quote
	marks, english := r.b.Marks, English(r.b)
	for _, p := range r.b.Posts {
		text := p.Text.In(r.b.Article.Text)
		if countWords(text) == 0 {
			continue
		}
		q := Quote{ID: r.id(p.Text), Article: r.b.Article.ID, Kind: PostKind, Segments: []article.Span{p.Text}, Text: text, Via: []Speaker{},
			Origin: Origin{Kind: PostKind, Outlet: p.Platform, Handle: p.Handle}, Rule: "post"}
		if i := strings.LastIndex(r.b.Article.Text[:p.End], p.Author); i >= p.Text.End {
			q.Speaker = &Speaker{Name: r.authorName(p.Author), Mention: &article.Span{Start: i, End: i + len(p.Author)}}
			q.Origin.Mention = &article.Span{Start: i, End: p.End}
		}
		if p.Date.Known() {
			earliest, latest := p.Date.Earliest, p.Date.Latest
			q.Uttered = Uttered{Earliest: &earliest, Latest: &latest, Occasion: "post"}
			q.Origin.Date = earliest.Add(14 * 3600e9).Format("2006-01-02")
		}
		out = append(out, q)
		for len(marks) > 0 && marks[0].Start < p.Text.Start {
			marks = marks[1:]
		}
		c := candidate{span: p.Text, speaker: source{person: -1}}
		for ; english && len(marks) > 0 && marks[0].Start < p.Text.End; marks = marks[1:] {
			if m := marks[0]; p.Text.Contains(m.Span) && m.Depth == 0 && m.Close != 0 && !m.Single() {
				if n, ok := r.nestedQuote(&c, &q, m); ok && n.Speaker != nil && n.Speaker.Name != "" {
					out = append(out, n) // an outlet posts what somebody said
				}
			}
		}
	}
	return out
}

// authorName is the fullest name that the article gives for a display name.
func (r *reading) authorName(display string) string {
	var tokens []string
	for _, w := range strings.Fields(display) {
		t := strings.ToLower(strings.Trim(w, ".,"))
		if _, title := titleWords()[t]; title && len(tokens) == 0 && len(strings.Fields(display)) > 1 {
			continue
		}
		tokens = append(tokens, t)
	}
	if i := r.finder.names.resolve(tokens, 0, len(r.b.Article.Text)); i >= 0 && len(tokens) > 0 {
		return r.finder.names.fullest(i)
	}
	return display
}
