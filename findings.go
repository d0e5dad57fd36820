package stemma

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// addFindings turns pairs and utterances into what a person should look at.
// With drafts the findings are theirs alone; else they stand with the article
// that follows, or that may.
func (e *engine) addFindings(r *Result, drafts []string) {
	f := findings{engine: e, result: r, drafts: map[string]bool{}, quotes: make(map[string]int, len(r.Quotes))}
	for i, q := range r.Quotes {
		f.quotes[q.ID] = i
	}
	for _, d := range drafts {
		f.drafts[d] = true
	}
	for i := range r.Pairs {
		f.ofPair(&r.Pairs[i])
	}
	for i := range r.Utterances {
		f.ofUtterance(&r.Utterances[i])
	}
	slices.SortFunc(f.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(b.Level.rank(), a.Level.rank()),
			cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	r.Findings = append(r.Findings, f.found...)
}

// findings is the work on one result.
type findings struct {
	*engine
	result *Result
	drafts map[string]bool
	quotes map[string]int // index in result.Quotes by id
	found  []Finding
}

// ofPair reports a copy or a rewrite on the side that is asked about.
func (f *findings) ofPair(p *Pair) {
	if p.Version {
		return
	}
	code, level := "", Warning
	switch p.Relation {
	case attribution.Identical, attribution.NearDuplicate:
		code = "copy"
		if p.Confidence == attribution.High {
			level = Error
		}
		if p.Credited != nil {
			code, level = "copy-credited", Note
		}
	case attribution.PartialCopy:
		code = "partial-copy"
	case attribution.Rewrite:
		code = "rewrite"
	default:
		return
	}
	if p.Credited != nil || p.SameOutlet || p.Confidence == attribution.Low {
		level = Note
	}
	for _, id := range f.subjectsOf(p) {
		f.add(p, id, code, level)
	}
}

// subjectsOf names the sides that a finding of the pair belongs to.
func (f *findings) subjectsOf(p *Pair) []string {
	if len(f.drafts) > 0 {
		var ids []string
		for _, id := range []string{p.A, p.B} {
			if f.drafts[id] {
				ids = append(ids, id)
			}
		}
		return ids
	}
	switch {
	case p.Direction != nil && p.Direction.Kind == "follows":
		return []string{p.Direction.To}
	case p.Order != nil && p.Order.First == p.B:
		return []string{p.A}
	}
	return []string{p.B}
}

func (f *findings) add(p *Pair, id, code string, level Level) {
	other, here, there := p.B, func(x Passage) Span { return x.A }, func(x Passage) Span { return x.B }
	share, covered := p.AInB, p.ACovered
	if id == p.B {
		other, here, there = p.A, there, here
		share, covered = p.BInA, p.BCovered
	}
	x := Finding{Code: code, Level: level, Article: id, Other: &Place{Article: other}, Next: nextStep(code)}
	var matched []Span
	for i, passage := range p.Passages {
		if i == 0 {
			x.Span, x.Other.Span = here(passage), there(passage)
		}
		matched = append(matched, there(passage))
	}
	x.Message = pairMessage(code, p, other, share, covered)
	x.Fingerprint = f.fingerprint(code, id, other, matched)
	f.found = append(f.found, x)
}

// pairMessage says in one line what was found.
func pairMessage(code string, p *Pair, other string, share float64, covered Covered) string {
	switch code {
	case "copy":
		return fmt.Sprintf("%.0f %% of this article stands in %s, without a credit", 100*covered.All, other)
	case "copy-credited":
		return fmt.Sprintf("copy of %s, credited to %s", other, p.Credited.By)
	case "partial-copy":
		return fmt.Sprintf("%.0f %% of this article's wording stands in %s, up to %d of the reporter's own words in a row", 100*share, other, p.LongestRunOwnVoice)
	}
	return fmt.Sprintf("restates %s, or a source that both used", other)
}

// nextStep is the one action that a finding asks for.
func nextStep(code string) string {
	for _, c := range Codes() {
		if c.Name == code {
			return c.Next
		}
	}
	return ""
}

// fingerprint names a finding by its content: the code, the two outlets, and
// the sentences of the other article that were matched, in any order. So it
// survives renames, moved paragraphs, reflowed lines and added text.
func (f *findings) fingerprint(code, id, other string, matched []Span) string {
	outlets := []string{f.publisher(id), f.publisher(other)}
	slices.Sort(outlets)
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n", code, outlets[0], outlets[1])
	for _, s := range f.matchedSentences(other, matched) {
		fmt.Fprintf(h, "%016x\n", s)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func (f *findings) publisher(id string) string {
	return strings.ToLower(f.archive.articles[f.archive.byID[id]].Publisher)
}

// matchedSentences lists the hashes of the sentences of which half or more lies
// in the spans, sorted.
func (f *findings) matchedSentences(id string, matched []Span) []uint64 {
	s := f.desk.take(f.archive.byID[id])
	var out []uint64
	for _, x := range s.body.Sentences {
		in := 0
		for _, m := range matched {
			in += x.Span.Overlap(m)
		}
		if 2*in >= x.Span.Len() {
			out = append(out, sentenceHash(s.body.Tokens[x.First:x.Last]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sentenceHash is a hash of the normalised words in their order.
func sentenceHash(tokens []article.Token) uint64 {
	h := uint64(len(tokens))
	for _, t := range tokens {
		h = (h ^ t.Hash) * 0x9e3779b97f4a7c15
		h ^= h >> 32
	}
	return h
}

// ofUtterance reports quotes that differ from a fuller wording without a mark,
// and quotes whose origin another article names.
func (f *findings) ofUtterance(u *Utterance) {
	for _, w := range u.Wordings {
		q := f.quote(w.Quote)
		if q == nil || len(f.drafts) > 0 && !f.drafts[q.Article] {
			continue
		}
		level, altered := Warning, false
		switch w.Change {
		case "undisclosed-cut", "number-changed":
			altered = true
		case "substituted":
			level, altered = Note, true
		}
		if altered {
			f.addQuote(q, "quote-altered", level, w.Against, alteredMessage(w, f.articleOf(w.Against)))
		}
		if q.Origin.Kind == "unknown" && u.Origin.Kind != "unknown" && len(u.Origin.NamedBy) > 0 && !u.Origin.Conflict {
			named := u.Origin.NamedBy[0]
			f.addQuote(q, "origin-unnamed", Note, named, fmt.Sprintf("%s names the origin of this quote: %s", f.articleOf(named), originName(u.Origin)))
		}
	}
}

func alteredMessage(w Wording, other string) string {
	what := map[string]string{
		"undisclosed-cut": "words were cut from this quote without a mark",
		"number-changed":  "a number in this quote differs",
		"substituted":     "this quote is worded otherwise",
	}[w.Change]
	return fmt.Sprintf("%s; fuller wording in %s", what, other)
}

// originName says an origin in words.
func originName(o UtteranceOrigin) string {
	name := o.Kind
	if who := cmp.Or(o.Outlet, o.Handle); who != "" {
		name += ", " + who
	}
	return name
}

func (f *findings) addQuote(q *Quote, code string, level Level, other, message string) {
	x := Finding{Code: code, Level: level, Article: q.Article, Message: message, Next: nextStep(code)}
	x.Span = Span{Start: q.Segments[0].Start, End: q.Segments[len(q.Segments)-1].End}
	if o := f.quote(other); o != nil {
		x.Other = &Place{Article: o.Article, Span: Span{Start: o.Segments[0].Start, End: o.Segments[len(o.Segments)-1].End}}
	}
	outlet := f.publisher(q.Article)
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", code, outlet)
	for _, t := range article.Tokens(q.Text, nil) {
		fmt.Fprintf(h, "%016x\n", t.Hash)
	}
	x.Fingerprint = hex.EncodeToString(h.Sum(nil)[:8])
	f.found = append(f.found, x)
}

// quote finds a quote of the result by its id.
func (f *findings) quote(id string) *Quote {
	if i, found := f.quotes[id]; found {
		return &f.result.Quotes[i]
	}
	return nil
}

// articleOf is the id of the article that a quote's id names.
func (f *findings) articleOf(quote string) string {
	if q := f.quote(quote); q != nil {
		return q.Article
	}
	return articleOfQuote(quote)
}
