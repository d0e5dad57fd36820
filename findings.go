package stemma

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// addFindings turns pairs and utterances into what a person should look at.
// With drafts the findings are theirs alone; else they stand with the article
// that follows, or that may.
func (e *engine) addFindings(o Options, r *Result, drafts []string) {
	f := e.newFindings(o, drafts)
	f.match(o, r.Pairs)
	f.ofPairs(r)
}

// ofPairs is addFindings where it was found before what matched in the pairs.
func (f *findings) ofPairs(r *Result) {
	for i := range r.Pairs {
		f.ofPair(&r.Pairs[i])
	}
	f.finish(r)
}

func (e *engine) newFindings(o Options, drafts []string) *findings {
	f := &findings{engine: e, policy: o.Policy, accepted: o.Accepted, drafts: map[string]bool{}, copies: map[string]bool{}, matched: map[sides][]uint64{}}
	for _, d := range drafts {
		f.drafts[d] = true
	}
	return f
}

// finish adds to a result the findings of its pairs, which were made before, and
// those of its utterances and of single articles.
func (f *findings) finish(r *Result) {
	f.result, f.quotes = r, make(map[string]int, len(r.Quotes))
	for i, q := range r.Quotes {
		f.quotes[q.ID] = i
	}
	for i := range r.Utterances {
		f.ofUtterance(&r.Utterances[i])
	}
	// Articles whose own text is looked at: the drafts, or without drafts those
	// that stand in a pair of reuse.
	subjects := f.drafts
	if len(subjects) == 0 {
		subjects = f.copies
	}
	for _, id := range slices.Sorted(maps.Keys(subjects)) {
		f.ofArticle(id)
	}
	slices.SortStableFunc(f.found, inReportOrder)
	r.Findings = append(r.Findings, onceEach(f.found)...)
}

// inReportOrder sorts findings by article, then the gravest first.
func inReportOrder(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(b.Level.rank(), a.Level.rank()),
		cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Fingerprint, b.Fingerprint),
		cmp.Compare(otherOf(a), otherOf(b)))
}

// findings is the work on one result.
type findings struct {
	*engine
	policy   *Policy
	accepted *Acceptances
	result   *Result
	drafts   map[string]bool
	copies   map[string]bool // articles that stand in a pair of reuse
	matched  map[sides][]uint64
	quotes   map[string]int // index in result.Quotes by id
	found    []Finding
}

func otherOf(x Finding) string {
	if x.Other == nil {
		return ""
	}
	return x.Other.Article
}

// onceEach joins the findings of an article that say the same of several
// others: a release that sixty outlets carry is one thing to look at. Equal
// content has one fingerprint; the first other article stands for all.
func onceEach(sorted []Finding) []Finding {
	type key struct{ article, fingerprint string }
	first, more := map[key]int{}, map[key]int{}
	out := sorted[:0]
	for _, x := range sorted {
		k := key{x.Article, x.Fingerprint}
		if _, seen := first[k]; seen {
			more[k]++
			continue
		}
		first[k] = len(out)
		out = append(out, x)
	}
	for k, n := range more {
		out[first[k]].Message += fmt.Sprintf(" (and %d more like it)", n)
	}
	return out
}

// report adds a finding with the level that policy and acceptances give it.
// weak tells that something speaks for a note, such as a declared source.
func (f *findings) report(x Finding, usual Level, weak bool, fingerprints ...string) {
	x.Next, x.Fingerprint = nextStep(x.Code), fingerprints[0]
	if x.Level = f.policy.level(x.Code, usual); x.Level == Off {
		return
	}
	if weak {
		x.Level = Note
	}
	for _, print := range fingerprints {
		if line := f.accepted.of(print); line != nil {
			x.Level, x.Fingerprint = Note, print
			x.Message += ", accepted: " + line.Reason
			break
		}
	}
	f.found = append(f.found, x)
}

// ofPair reports a copy or a rewrite on the side that is asked about, and a
// credit that dates contradict.
func (f *findings) ofPair(p *Pair) {
	if isReuse(p.Relation) {
		f.copies[p.A], f.copies[p.B] = true, true
	}
	if p.Version {
		return
	}
	usual := Warning
	switch p.Relation {
	case attribution.Identical, attribution.NearDuplicate:
		if p.Confidence == attribution.High {
			usual = Error
		}
	case attribution.PartialCopy, attribution.Rewrite:
	default:
		return
	}
	for _, id := range f.sidesOf(p) {
		if !hadItFirst(p, id) {
			f.ofSide(p, id, usual)
		}
	}
	f.ofCredit(p)
}

// hadItFirst reports that an article cannot be the one that took over: dates
// prove it the earlier, or the evidence for that is strong.
func hadItFirst(p *Pair, id string) bool {
	if p.Order != nil {
		return p.Order.First == id
	}
	d := p.Direction
	return d != nil && d.Kind == attribution.Follows && d.From == id && d.Confidence == attribution.High
}

// sidesOf names the sides that a finding of the pair belongs to.
func (f *findings) sidesOf(p *Pair) []string {
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

// ofSide reports a pair with the article id, as a copy or rewrite of the other.
func (f *findings) ofSide(p *Pair, id string, usual Level) {
	s := sideOf(p, id)
	x := Finding{Article: id, Other: &Place{Article: s.other}}
	if len(p.Passages) > 0 {
		x.Span, x.Other.Span = s.here(p.Passages[0]), s.there(p.Passages[0])
	}
	source, declared := f.sourceOf(p, id, s.other)
	licence := f.licence(p, id, s.other)
	weak := declared || licence != "" || p.SameOutlet || p.Confidence == attribution.Low
	switch {
	case p.Relation == attribution.PartialCopy:
		x.Code, x.Message = "partial-copy", fmt.Sprintf("%s of this article's wording stands in %s, up to %d of the reporter's own words in a row", percentOf(s.share), s.other, p.LongestRunOwnVoice)
	case p.Relation == attribution.Rewrite:
		x.Code, x.Message = "rewrite", fmt.Sprintf("restates %s, or a source that both used", s.other)
	case declared:
		x.Code, x.Message = "copy-credited", fmt.Sprintf("copy of %s, credited to %s", s.other, source)
		usual, weak = Note, false
	default:
		x.Code, x.Message = "copy", fmt.Sprintf("%s of this article stands in %s, without a credit", percentOf(s.covered.All), s.other)
	}
	switch {
	case declared && x.Code != "copy-credited":
		x.Message += ", credited to " + source
	case licence != "":
		x.Message += ", licensed from " + licence
	case p.SameOutlet:
		x.Message += ", of the same outlet"
	}
	prints := []string{f.pairFingerprint(x.Code, id, s.other, f.matched[sides{id, s.other}])}
	if f.accepted != nil { // an acceptance holds for either side
		prints = append(prints, f.pairFingerprint(x.Code, s.other, id, f.matched[sides{s.other, id}]))
	}
	f.report(x, usual, weak, prints...)
}

// pairSide is a pair seen from one of its articles.
type pairSide struct {
	other       string
	share       float64
	covered     Covered
	here, there func(Passage) Span
}

func sideOf(p *Pair, id string) pairSide {
	a, b := func(x Passage) Span { return x.A }, func(x Passage) Span { return x.B }
	if id == p.B {
		return pairSide{p.A, p.BInA, p.BCovered, b, a}
	}
	return pairSide{p.B, p.AInB, p.ACovered, a, b}
}

// percentOf writes a share for a sentence.
func percentOf(share float64) string {
	if share > 0 && share < .005 {
		return "less than 1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// sourceOf is where the article is credited to: by the pair's credit, or by the
// article's own metadata whoever they name.
func (f *findings) sourceOf(p *Pair, id, other string) (string, bool) {
	if p.Credited != nil {
		return p.Credited.By, true
	}
	source := f.policy.declaredSource(f.articleOf(id), f.articleOf(other))
	return source, source != ""
}

// licence is the licensed supplier of the text that a pair shares: one side is
// published by it or credits it.
func (f *findings) licence(p *Pair, id, other string) string {
	var names []string
	if p.Credited != nil {
		names = append(names, p.Credited.By)
	}
	for _, side := range []string{id, other} {
		a := f.articleOf(side)
		names = append(names, a.Publisher, a.Byline)
		for _, d := range a.Declared {
			names = append(names, d.Value)
		}
		for _, c := range f.digests[f.archive.byID[side]].credits {
			names = append(names, c.Agency)
		}
	}
	return f.policy.licensed(names)
}

// ofCredit reports a credit to an article that provably came later.
func (f *findings) ofCredit(p *Pair) {
	if p.Credited == nil || p.Order == nil || p.Order.Why != "dates" || p.Order.First != p.Credited.On {
		return
	}
	s := sideOf(p, p.Credited.On)
	named := f.articleOf(s.other)
	if len(f.drafts) > 0 && !f.drafts[p.Credited.On] || !holdsWords(named.Publisher, p.Credited.By) {
		return // one agency behind both is no contradiction
	}
	x := Finding{Code: "credit-contradicted", Article: p.Credited.On, Other: &Place{Article: s.other}}
	if p.Credited.Span != nil {
		x.Span = *p.Credited.Span
	}
	x.Message = fmt.Sprintf("credits %s, whose article %s is younger", p.Credited.By, s.other)
	f.report(x, Warning, p.SameOutlet, f.pairFingerprint(x.Code, p.Credited.On, s.other, allSentences(f.desk.take(f.archive.byID[s.other]))))
}

// ofArticle reports what an article's own text or input shows.
func (f *findings) ofArticle(id string) {
	a := f.archive.full(f.archive.byID[id])
	h := findHidden(a)
	if !h.none() {
		x := Finding{Code: "hidden-characters", Article: id, Span: h.first(), Message: h.message(a.Text)}
		f.report(x, Warning, false, contentFingerprint(x.Code, a.Publisher, h.words(a.Text)))
	}
	if !f.drafts[id] {
		return // the report lists the warnings of the others
	}
	for _, w := range a.Warnings {
		if w == h.page {
			continue
		}
		x := Finding{Code: "input", Article: id, Message: w}
		f.report(x, Note, false, contentFingerprint(x.Code, a.Publisher, plainWords(w)))
	}
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

// articleOf is the article with an id that the result has.
func (f *findings) articleOf(id string) *article.Article {
	return f.archive.articles[f.archive.byID[id]]
}

// publisher is an outlet as fingerprints have it.
func (f *findings) publisher(id string) string {
	return strings.ToLower(f.articleOf(id).Publisher)
}
