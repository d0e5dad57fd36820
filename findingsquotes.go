package stemma

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// ofUtterance reports quotes that differ from a fuller wording without a mark,
// quotes that another article gives to somebody else, and quotes whose origin
// another article names.
func (f *findings) ofUtterance(u *Utterance) {
	voices := f.voicesOf(u)
	for _, w := range u.Wordings {
		q := f.quote(w.Quote)
		if q == nil || len(f.drafts) > 0 && !f.drafts[q.Article] {
			continue
		}
		f.ofWording(q, w)
		if q.Origin.Kind == "unknown" && u.Origin.Kind != "unknown" && len(u.Origin.NamedBy) > 0 && !u.Origin.Conflict {
			named := u.Origin.NamedBy[0]
			if other := articleOfQuote(named); other != q.Article {
				f.addQuote(q, "origin-unnamed", Note, named, fmt.Sprintf("%s names the origin of this quote: %s", other, originName(u.Origin)))
			}
		}
		if other := voices.other(q); other != nil {
			f.addQuote(q, "speaker-conflict", Warning, other.ID, fmt.Sprintf("%s gives these words to %s", other.Article, other.Speaker.Name))
		}
	}
}

// ofWording reports a wording that was changed without a mark. A word replaced
// by another is more often a choice of the transcriber's: a note.
func (f *findings) ofWording(q *Quote, w Wording) {
	other := articleOfQuote(w.Against)
	if other == q.Article {
		return
	}
	switch w.Change {
	case "undisclosed-cut":
		f.addQuote(q, "quote-altered", Warning, w.Against, "words were cut from this quote without a mark; fuller wording in "+other)
	case "number-changed":
		f.addQuote(q, "quote-altered", Warning, w.Against, "a number in this quote differs; fuller wording in "+other)
	case "substituted":
		f.addQuote(q, "quote-altered", Note, w.Against, "this quote is worded otherwise; fuller wording in "+other)
	}
}

// originName says an origin in words.
func originName(o UtteranceOrigin) string {
	name := o.Kind
	if who := cmp.Or(o.Outlet, o.Handle); who != "" {
		name += ", " + who
	}
	return name
}

// sameWordsFrom is the number of words from which two equal quotes are one
// saying, so that two speakers cannot both be right.
const sameWordsFrom = 8

// voices are who says the same words, for each wording of an utterance: of each
// name its first quote, and the first in another article than that one.
type voices map[string][]voice

type voice struct {
	first, elsewhere *Quote
}

// mostVoices is how many names one wording is looked for under; of a saying that
// ten thousand articles carry, two disagree.
const mostVoices = 32

// voicesOf gathers who says what in an utterance, in the order of its wordings.
func (f *findings) voicesOf(u *Utterance) voices {
	v := voices{}
	if len(u.Wordings) < 2 {
		return v
	}
	known := map[[2]string]int{} // place of a name under its words
	for _, w := range u.Wordings {
		q := f.quote(w.Quote)
		if q == nil || q.Speaker == nil || q.Speaker.Name == "" {
			continue
		}
		key := wordsKey(q.Text)
		if key == "" {
			continue
		}
		at, found := known[[2]string{key, q.Speaker.Name}]
		switch {
		case !found && len(v[key]) < mostVoices:
			known[[2]string{key, q.Speaker.Name}] = len(v[key])
			v[key] = append(v[key], voice{first: q})
		case found && v[key][at].elsewhere == nil && v[key][at].first.Article != q.Article:
			v[key][at].elsewhere = q
		}
	}
	return v
}

// other is a quote in another article that gives the words of q to another
// person by name, nil for none.
func (v voices) other(q *Quote) *Quote {
	if len(v) == 0 || q.Speaker == nil || q.Speaker.Name == "" {
		return nil
	}
	for _, x := range v[wordsKey(q.Text)] {
		if !differentNames(q.Speaker.Name, x.first.Speaker.Name) {
			continue
		}
		if x.first.Article != q.Article {
			return x.first
		}
		if x.elsewhere != nil {
			return x.elsewhere
		}
	}
	return nil
}

// wordsKey is equal for texts of the same words, "" for few of them.
func wordsKey(text string) string {
	words := plainWords(text)
	if len(words) < sameWordsFrom {
		return ""
	}
	key := make([]byte, 0, 8*len(words))
	for _, w := range words {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	return string(key)
}

// differentNames reports two full names of persons that share no word: neither
// is a form of the other. A single word may be anybody's other name, and a body
// may speak through a person, so neither makes a conflict: of six conflicts that
// 2,000 real pages gave without this rule none was one.
func differentNames(a, b string) bool {
	if !isFullName(a) || !isFullName(b) {
		return false
	}
	inA := plainWords(a)
	for _, w := range plainWords(b) {
		if slices.Contains(inA, w) {
			return false
		}
	}
	return true
}

// isFullName reports two to four words with a capital each, none of which names
// a body.
func isFullName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) || bodyWords[strings.ToLower(strings.Trim(w, ".,"))] || strings.ContainsAny(w, "’'") && strings.HasSuffix(w, "s") {
			return false
		}
	}
	return true
}

// bodyWords stand in the names of bodies.
var bodyWords = wordsOf("house ministry police department office government party committee council court agency bank union university " +
	"company group association institute center centre administration army navy force forces service board commission foundation " +
	"club church school hospital parliament senate congress embassy team campaign officials authority bureau federation league press news")

func (f *findings) addQuote(q *Quote, code string, usual Level, other, message string) {
	x := Finding{Code: code, Article: q.Article, Message: message}
	x.Span = Span{Start: q.Segments[0].Start, End: q.Segments[len(q.Segments)-1].End}
	if o := f.quote(other); o != nil {
		x.Other = &Place{Article: o.Article, Span: Span{Start: o.Segments[0].Start, End: o.Segments[len(o.Segments)-1].End}}
	}
	f.report(x, usual, false, contentFingerprint(code, f.publisher(q.Article), article.AppendHashes(nil, q.Text, nil)))
}

// quote finds a quote of the result by its id.
func (f *findings) quote(id string) *Quote {
	if i, found := f.quotes[id]; found {
		return &f.result.Quotes[i]
	}
	return nil
}
