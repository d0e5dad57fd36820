package report

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/stemma-news/stemma"
)

// carrier is an article that holds an utterance, with what became of the words.
type carrier struct {
	article string
	quotes  []string // ids
	change  string   // of the most changed wording; reported where there is no quote
	fullest bool
	against string // the quote that the change was measured against
}

// changes orders the names of wordings from the same words to other ones.
var changes = []string{"same", "elided", "bracketed", "cut", "undisclosed-cut", "substituted", "number-changed"}

// changeWords are the names of wordings for readers.
var changeWords = map[string]string{
	"same": "same words", "elided": "shortened, with dots", "bracketed": "words in brackets",
	"cut": "cut at an end", "undisclosed-cut": "undisclosed cut", "substituted": "words replaced",
	"number-changed": "number changed", "reported": "in reported speech",
}

func changeRank(change string) int {
	for i, c := range changes {
		if c == change {
			return i
		}
	}
	return len(changes)
}

func changeText(change string) string {
	if s := changeWords[change]; s != "" {
		return s
	}
	return oneLine(change)
}

// altered reports whether a wording hides what was done to the words.
func altered(change string) bool {
	return change != "reported" && changeRank(change) > changeRank("cut")
}

// carriers lists who holds an utterance, in the order of the dates as far as
// they are known.
func (c *catalogue) carriers(u *stemma.Utterance) []carrier {
	byArticle := map[string]*carrier{}
	var order []string
	get := func(id string) *carrier {
		if byArticle[id] == nil {
			byArticle[id] = &carrier{article: id}
			order = append(order, id)
		}
		return byArticle[id]
	}
	fullest := fullestQuote(u)
	for _, w := range u.Wordings {
		k := get(articleOfQuote(c, w.Quote))
		if len(k.quotes) == 0 || changeRank(w.Change) > changeRank(k.change) {
			k.change, k.against = w.Change, w.Against
		}
		k.quotes = append(k.quotes, w.Quote)
		k.fullest = k.fullest || w.Quote == fullest
	}
	for _, r := range u.Reported {
		if k := get(r.Article); len(k.quotes) == 0 {
			k.change, k.against = "reported", r.Quote
		}
	}
	list := make([]carrier, len(order))
	for i, id := range order {
		list[i] = *byArticle[id]
	}
	sort.SliceStable(list, func(i, j int) bool { return c.earlier(list[i].article, list[j].article) })
	return list
}

// fullestQuote is the quote that the others are held against.
func fullestQuote(u *stemma.Utterance) string {
	for _, w := range u.Wordings {
		if w.Against != "" && w.Against != w.Quote {
			return w.Against
		}
	}
	for _, w := range u.Wordings {
		if w.Change == "same" {
			return w.Quote
		}
	}
	return ""
}

// articleOfQuote is the article of a quote id, which is all before the last #.
func articleOfQuote(c *catalogue, id string) string {
	if q := c.quotes[id]; q != nil {
		return q.Article
	}
	if i := strings.LastIndexByte(id, '#'); i >= 0 {
		return id[:i]
	}
	return id
}

// earlier orders articles for display: by the beginning of their interval,
// undated ones last, then by id. It claims nothing.
func (c *catalogue) earlier(a, b string) bool {
	x, y := startOf(c.article(a)), startOf(c.article(b))
	if x != y {
		return y == "" || x != "" && x < y
	}
	return a < b
}

func startOf(a *stemma.Article) string {
	if a.Published == nil {
		return ""
	}
	if a.Published.Earliest != nil {
		return *a.Published.Earliest
	}
	if a.Published.Latest != nil {
		return *a.Published.Latest
	}
	return ""
}

// speakerText says who spoke and who relayed it.
func speakerText(u *stemma.Utterance) string {
	s := "Speaker not established"
	if u.Speaker != nil && u.Speaker.Name != "" {
		s = oneLine(u.Speaker.Name)
	}
	for i := len(u.Via) - 1; i >= 0; i-- {
		if u.Via[i].Name != "" {
			s += ", via " + oneLine(u.Via[i].Name)
		}
	}
	return s
}

// occasionText says when and where it was said, "" where no quote tells.
func (c *catalogue) occasionText(u *stemma.Utterance) string {
	for _, w := range u.Wordings {
		q := c.quotes[w.Quote]
		if q == nil || q.Uttered.Occasion == nil || *q.Uttered.Occasion == "" || *q.Uttered.Occasion == u.Origin.Kind {
			continue
		}
		s := atA(oneLine(*q.Uttered.Occasion))
		if d := span(q.Uttered.Earliest, q.Uttered.Latest); d != "" {
			s += " (" + d + ")"
		}
		return s
	}
	return ""
}

// atA puts "at a" before an occasion that is a bare noun.
func atA(occasion string) string {
	first, _, _ := strings.Cut(strings.ToLower(occasion), " ")
	switch first {
	case "at", "in", "on", "during", "after", "before":
		return occasion
	case "a", "an", "the", "his", "her", "their":
		return "at " + occasion
	}
	if first != "" && strings.ContainsRune("aeiou", rune(first[0])) {
		return "at an " + occasion
	}
	return "at a " + occasion
}

func span(earliest, latest *string) string {
	return day(&stemma.Dates{Earliest: earliest, Latest: latest})
}

// channelText names the origin of an utterance: the first channel that a reader
// can check.
func channelText(o stemma.UtteranceOrigin, relayed bool) string {
	outlet := oneLine(o.Outlet)
	if outlet == "self" {
		outlet = "the carrier itself"
	}
	if o.Handle != "" {
		handle := "@" + strings.TrimPrefix(oneLine(o.Handle), "@")
		outlet = strings.TrimSpace(outlet + " " + handle)
	}
	of := func(noun, preposition string) string {
		if outlet == "" {
			return noun
		}
		return noun + " " + preposition + " " + outlet
	}
	s := ""
	switch o.Kind {
	case "", "unknown":
		return ""
	case "interview":
		s = of("in an interview", "with")
		if outlet != "" {
			s = "to " + outlet
		}
		if relayed {
			s = "made public " + s
		}
	case "post":
		s = of("in a post", "on")
	case "statement":
		s = of("in a statement", "of")
	case "speech":
		s = of("in a speech", "at")
	case "document":
		s = of("in a document", "of")
	default:
		s = of(oneLine(o.Kind), "with")
	}
	if d := dayOf(o.Date); d != "" {
		s += " on " + d
	}
	return s
}

// sayingTitle is the first line of an utterance's card: who, via whom, where.
func (c *catalogue) sayingTitle(u *stemma.Utterance) string {
	s := speakerText(u)
	if o := c.occasionText(u); o != "" {
		s += ", " + o
	}
	channel := channelText(u.Origin, len(u.Via) > 0)
	if channel == "" {
		return s
	}
	if strings.HasPrefix(channel, "to ") {
		return s + " " + channel
	}
	return s + ", " + channel
}

// held says where the origin is: absent ones are hollow.
func (c *catalogue) held(o stemma.UtteranceOrigin) string {
	switch {
	case o.Kind == "" || o.Kind == "unknown":
		return "origin not stated"
	case o.InArchive && o.Article != "":
		return "● " + c.name(o.Article)
	case o.InArchive:
		return "● in the archive"
	}
	return "○ not in the archive"
}

// shared reports whether two articles or more carry an utterance.
func (c *catalogue) shared(u *stemma.Utterance) bool {
	first := ""
	for _, w := range u.Wordings {
		id := articleOfQuote(c, w.Quote)
		if first != "" && id != first {
			return true
		}
		first = id
	}
	for _, r := range u.Reported {
		if first != "" && r.Article != first {
			return true
		}
	}
	return false
}

// carriedBy reports whether an article holds an utterance.
func (c *catalogue) carriedBy(u *stemma.Utterance, id string) bool {
	for _, w := range u.Wordings {
		if articleOfQuote(c, w.Quote) == id {
			return true
		}
	}
	for _, r := range u.Reported {
		if r.Article == id {
			return true
		}
	}
	return false
}

// words is the text of an utterance: its fullest wording, between quotation
// marks.
func (c *catalogue) words(u *stemma.Utterance) string {
	text := u.Text
	if q := c.quotes[fullestQuote(u)]; q != nil && text == "" {
		text = c.spoken(q)
	}
	if r, _ := utf8.DecodeRuneInString(text); text == "" || strings.ContainsRune("\"'“‘„‚«‹「『", r) {
		return text
	}
	return "“" + text + "”"
}
