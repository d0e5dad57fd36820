package benchmarks

import (
	"strings"
	"unicode"

	"github.com/stemma-news/stemma"
)

// ledger is a result's quotes, to be found by place.
type ledger struct {
	quotes     map[string][]placed // by article
	utterances map[string]*stemma.Utterance
	publisher  map[string]string
}

// placed is one segment of a quote.
type placed struct {
	span  stemma.Span
	quote *stemma.Quote
}

func newLedger(r *stemma.Result) ledger {
	l := ledger{map[string][]placed{}, map[string]*stemma.Utterance{}, map[string]string{}}
	for i := range r.Quotes {
		q := &r.Quotes[i]
		for _, s := range q.Segments {
			l.quotes[lastPart(q.Article)] = append(l.quotes[lastPart(q.Article)], placed{s, q})
		}
	}
	for i := range r.Utterances {
		l.utterances[r.Utterances[i].ID] = &r.Utterances[i]
	}
	for _, a := range r.Articles {
		l.publisher[lastPart(a.ID)] = a.Publisher
	}
	return l
}

// lastPart is an id after the last #.
func lastPart(id string) string { return id[strings.LastIndexByte(id, '#')+1:] }

// find is the quote with a segment that overlaps the span by 80 % both ways,
// the one that overlaps most.
func (l ledger) find(article string, span stemma.Span) *stemma.Quote {
	var best *stemma.Quote
	most := -1
	for _, p := range l.quotes[article] {
		n := float64(min(p.span.End, span.End) - max(p.span.Start, span.Start))
		if n >= .8*float64(p.span.End-p.span.Start) && n >= .8*float64(span.End-span.Start) && int(n) > most {
			best, most = p.quote, int(n)
		}
	}
	return best
}

// wordsOf are the runs of letters and digits in lower case.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// sameName says whether two names may be one person: the same surname and, where
// both have more words, the same first one; or one name inside the other.
func sameName(said, want string) bool {
	a, b := wordsOf(said), wordsOf(want)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if a[len(a)-1] == b[len(b)-1] && (len(a) == 1 || len(b) == 1 || a[0] == b[0]) {
		return true
	}
	x, y := strings.Join(a, " "), strings.Join(b, " ")
	return strings.Contains(x, y) || strings.Contains(y, x) && len(a) > 1
}

// sameOutlet says whether an answer means the outlet of the label: - is any,
// self is the article's own, X and Twitter are one.
func sameOutlet(said, want, publisher string) bool {
	if want == "-" {
		return true
	}
	a, b := outletWords(said), outletWords(want)
	switch {
	case isX(b):
		return isX(a)
	case want == "self":
		return a == "" || a == "self" || a == outletWords(publisher)
	case a == "":
		return false
	}
	x, y := strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", "")
	return strings.Contains(a, b) || strings.Contains(b, a) || strings.Contains(x, y) || strings.Contains(y, x)
}

func outletWords(s string) string {
	var kept []string
	for _, w := range wordsOf(s) {
		if w != "the" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func isX(words string) bool { return words == "x" || words == "twitter" || words == "x twitter" }

// originKind is the library's word for a label's kind.
func originKind(label string) string {
	if label == "press-conference" || label == "call" {
		return "speech"
	}
	return label
}

// kindOf is an answer's kind, unknown where it is empty.
func kindOf(kind string) string {
	if kind == "" {
		return "unknown"
	}
	return kind
}

// outletOf is an answer's outlet, else its handle.
func outletOf(outlet, handle string) string {
	if outlet != "" {
		return outlet
	}
	return handle
}

func speakerOf(v *stemma.Voice) string {
	if v == nil {
		return ""
	}
	return v.Name
}
