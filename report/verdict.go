package report

import (
	"strings"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
)

// precedes says who of a pair had it first as far as it is known: by proof
// (dates, a credit) or by inference.
func (s side) precedes() (self, other bool) {
	if s.Order != nil {
		return s.Order.First == s.self, s.Order.First == s.other
	}
	if s.Direction != nil && s.Direction.Kind == "follows" {
		return s.Direction.From == s.self, s.Direction.From == s.other
	}
	return false, false
}

// ordered reports whether the order of a pair is proved, or inferred with more
// than low confidence.
func (s side) ordered() bool {
	return s.Order != nil || s.Direction != nil && s.Direction.Kind == "follows" && s.Direction.Confidence != "low"
}

// relationWords are the words of a verdict when nothing or the other article
// stands first, and when this one does.
var relationWords = map[string][2]string{
	"identical":      {"IDENTICAL to ", "IDENTICAL to "},
	"near-duplicate": {"NEAR-DUPLICATE of ", "NEAR-DUPLICATE of "},
	"partial-copy":   {"PARTIAL COPY of ", "PARTLY COPIED in "},
	"rewrite":        {"REWRITE of ", "REWRITTEN in "},
	"shared-quotes":  {"SHARED QUOTES with ", "SHARED QUOTES with "},
	"independent":    {"INDEPENDENT of ", "INDEPENDENT of "},
}

// verdict says in words what an article has to do with another one. A credited
// copy is called syndicated.
func (c *catalogue) verdict(s side) string {
	self, _ := s.precedes()
	words, ok := relationWords[s.Relation]
	if !ok {
		words = [2]string{strings.ToUpper(oneLine(s.Relation)) + " with ", strings.ToUpper(oneLine(s.Relation)) + " with "}
	}
	text := words[0]
	if self {
		text = words[1]
	}
	name := c.name(s.other) + " (" + dated(c.article(s.other)) + ")"
	switch {
	case s.Version:
		return "VERSION of " + name
	case s.Credited != nil && reuse(s.Pair):
		by := oneLine(s.Credited.By)
		if by != "" {
			by = ", credited to " + by
		}
		return "SYNDICATED, " + strings.ToLower(text[:len(text)-1]) + " " + name + by
	case s.Direction != nil && s.Direction.Kind == "common-source":
		if src := oneLine(s.Direction.Source); src != "" {
			return text + name + ", or both from " + c.name(s.Direction.Source)
		}
		return text + name + ", or both from one source"
	case (s.Relation == "rewrite" || s.Relation == "partial-copy") && !s.ordered():
		if self {
			return text + name + ", or both from one source"
		}
		return text + name + ", or of a source that both used"
	case self && (s.Relation == "identical" || s.Relation == "near-duplicate"):
		return text + name + ", which came later"
	}
	return text + name
}

// orderText says who was first and what proves it, or why nothing does.
func (c *catalogue) orderText(s side) string {
	if s.Order != nil {
		first := c.name(s.Order.First)
		if s.Order.First == s.self {
			first = c.this
		}
		return first + " was first: " + oneLine(s.Order.Why)
	}
	a, b := c.article(s.self), c.article(s.other)
	switch {
	case a.Published == nil && b.Published == nil:
		return "not provable, neither article has a date"
	case a.Published == nil:
		return "not provable, " + c.this + " has no date"
	case b.Published == nil:
		return "not provable, " + c.name(s.other) + " has no date"
	}
	return "not provable, their dates do not tell them apart"
}

// directionText is the inference beside the proof, "" where there is none.
func (c *catalogue) directionText(s side) string {
	d := s.Direction
	if d == nil {
		return ""
	}
	name := func(id string) string {
		if id == s.self {
			return c.this
		}
		return c.name(id)
	}
	switch d.Kind {
	case "follows":
		return name(d.To) + " follows " + name(d.From) + " (an inference, " + oneLine(d.Confidence) + " confidence)"
	case "common-source":
		src := "one source"
		if d.Source != "" {
			src = c.name(d.Source)
		}
		return "both follow " + src + " (an inference, " + oneLine(d.Confidence) + " confidence)"
	}
	return ""
}

// ownRun finds the words of the longest run in the reporter's own voice, "" where
// the passages do not show it.
func (c *catalogue) ownRun(s side) string {
	text := c.article(s.self).Text
	if text == "" || s.LongestRunOwnVoice == 0 {
		return ""
	}
	for _, v := range verbatim(s) {
		for _, piece := range outside(v, c.segments[s.self]) {
			t := c.excerpt(s.self, piece)
			if len(article.Tokens(t, nil)) == s.LongestRunOwnVoice {
				return t
			}
		}
	}
	return ""
}

// verbatim are the stretches of the article that stand word for word in the
// other one.
func verbatim(s side) []stemma.Span {
	var list []stemma.Span
	for _, p := range s.Passages {
		if p.Kind == "verbatim" && len(p.Parts) == 0 {
			self, _ := s.spans(p.A, p.B)
			list = append(list, self)
		}
		for _, part := range p.Parts {
			if part.Kind == "verbatim" {
				self, _ := s.spans(part.A, part.B)
				list = append(list, self)
			}
		}
	}
	return list
}

// outside cuts the quoted spans out of a span.
func outside(v stemma.Span, quoted []stemma.Span) []stemma.Span {
	list := []stemma.Span{v}
	for _, q := range quoted {
		var next []stemma.Span
		for _, x := range list {
			if x.Overlap(q) == 0 {
				next = append(next, x)
				continue
			}
			if x.Start < q.Start {
				next = append(next, stemma.Span{Start: x.Start, End: q.Start})
			}
			if q.End < x.End {
				next = append(next, stemma.Span{Start: q.End, End: x.End})
			}
		}
		list = next
	}
	return list
}

// alteration is a quote of an article that hides what was done to the words.
type alteration struct {
	change   string
	from, to string // the fuller wording and this one
	other    string // the article of the fuller wording
	edits    int    // characters
}

// alterations are the altered quotes of an article against those of another
// one; of any other where that is "".
func (c *catalogue) alterations(self, other string) []alteration {
	var list []alteration
	for i := range c.Utterances {
		for _, w := range c.Utterances[i].Wordings {
			if !altered(w.Change) || articleOfQuote(c, w.Quote) != self {
				continue
			}
			q, full := c.quotes[w.Quote], c.quotes[w.Against]
			if q == nil || full == nil || full.Article == self || other != "" && full.Article != other {
				continue
			}
			list = append(list, alteration{w.Change, c.spoken(full), c.spoken(q), full.Article, w.Edits})
		}
	}
	return list
}

// turned counts the passages where a quote of one side is reported speech on
// this side, and on the other.
func turned(c *catalogue, s side) (here, there int) {
	for _, p := range s.Passages {
		if p.Kind != "reported" {
			continue
		}
		self, _ := s.spans(p.A, p.B)
		if c.inQuote(s.self, self) {
			there++
		} else {
			here++
		}
	}
	return here, there
}

// inQuote reports whether most of a span stands inside quotes.
func (c *catalogue) inQuote(id string, s stemma.Span) bool {
	n := 0
	for _, seg := range c.segments[id] {
		n += seg.Overlap(s)
	}
	return 2*n > s.Len()
}
