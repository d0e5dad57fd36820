package stemma

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// Scan compares everything with everything. It lists the pairs whose relation
// is not independent and those with a containment of o.Min and more, the
// families of verified copies and rewrites, and, unless o.PairsOnly, the
// utterances that two or more articles carry.
func (a *Archive) Scan(ctx context.Context, o Options) (*Result, error) {
	a, err := a.whole(o.Policy)
	if err != nil {
		return nil, err
	}
	e, err := a.survey(ctx, o, everyArticle, nil)
	if err != nil {
		return nil, err
	}
	defer e.outlines.close()
	pairs := e.candidates()
	if o.All {
		pairs = allPairs(a.Len())
	}
	r := e.newResult(o)
	f := e.newFindings(o, nil)
	if r.Pairs, err = e.comparePairs(ctx, o, pairs, e.neighbours(pairs), f); err != nil {
		return nil, err
	}
	e.addFamilies(r)
	if !o.PairsOnly {
		e.addLedger(r, sharedOnly, e.joinQuotes(nil))
	}
	f.ofPairs(r)
	e.addHotKeys(r)
	return r, a.failure()
}

// engine is one run over an archive: what every article shows by itself, and
// the desk on which pairs are compared.
type engine struct {
	archive  *Archive
	desk     *desk
	digests  []digest
	reports  []Article // what the result says of each article
	outlines *outlines
	join     *similarity.Join    // of an archive on disk: its sketches
	hotKeys  []similarity.HotKey // shingles too common to find pairs by
	crowds   [][]int             // large sets of near-copies, in time order
	drafts   map[string]bool     // ids of what is not yet published
	crowdOf  []int               // number of an article's crowd from 1, 0 for none
}

// digest is what stays in memory of every article while an archive is compared.
type digest struct {
	sketch  similarity.Sketch
	anchors []uint64
	carrier attribution.Carrier
	credits []attribution.Credit
}

// everyArticle is the choice of survey that leaves none out.
func everyArticle(int) bool { return true }

// survey takes the chosen articles apart once, and looks at the others as far as a
// report and the ledger need it.
func (a *Archive) survey(ctx context.Context, o Options, chosen func(i int) bool, drafts map[string]bool) (*engine, error) {
	e, err := a.newEngine(ctx, o, drafts)
	if err != nil {
		return nil, err
	}
	return e, e.survey(ctx, o, chosen, func(int) {})
}

// survey calls seen for each article that was looked at.
func (e *engine) survey(ctx context.Context, o Options, chosen func(i int) bool, seen func(i int)) error {
	a := e.archive
	intakes, err := e.prepare(o)
	if err != nil {
		return err
	}
	err = o.each(ctx, "reading articles", a.Len(), func(i int) {
		if !chosen(i) && e.glance(o, i) {
			return
		}
		s := e.desk.look(i)
		d := &e.digests[i]
		switch {
		case o.settled != nil && o.settled(i):
		case e.join == nil:
			d.sketch, d.anchors = s.sketch, s.profile.AnchorKeys()
		default:
			in := <-intakes
			in.Add(i, s.sketch)
			intakes <- in
			d.anchors = s.profile.AnchorKeys()
		}
		e.outlines.put(i, attribution.NewOutline(s.profile, s.sketch))
		e.note(o, i, s)
		seen(i)
	})
	if err == nil {
		err = a.failure()
	}
	if err != nil {
		e.outlines.close()
	}
	return err
}

func (a *Archive) newEngine(ctx context.Context, o Options, drafts map[string]bool) (*engine, error) {
	learnt, err := a.learnFurniture(ctx, o)
	if err != nil {
		return nil, err
	}
	e := &engine{archive: a, desk: newDesk(a, learnt, o.Policy.tables()), digests: make([]digest, a.Len()), reports: make([]Article, a.Len()), drafts: drafts}
	e.desk.before = o.desk
	return e, nil
}

// glance notes the i-th article without taking it apart, false where that takes it.
func (e *engine) glance(o Options, i int) bool {
	a := e.archive.articles[i]
	if o.PairsOnly {
		if !o.unreported {
			e.reports[i] = bareArticle(a)
		}
		return true
	}
	n := e.archive.notes[a]
	if n == nil {
		return false
	}
	var learnt []Span
	if len(e.desk.learnt.lines(a)) > 0 {
		learnt = e.desk.learnt.spans(article.ParseSentences(a))
	}
	e.keep(o, i, a, n, n.FurnitureAnd(learnt))
	return true
}

// note keeps what a result tells of the i-th article, and what the ledger needs.
func (e *engine) note(o Options, i int, s *subject) {
	n := s.notes
	if n == nil {
		n = &attribution.Notes{Words: len(s.body.Tokens), English: attribution.English(s.body), Proof: s.proof, Credits: s.profile.Credits}
		if !o.PairsOnly {
			n.Quotes, n.Reports = attribution.Read(s.body, e.desk.known.outlets)
		}
	}
	e.keep(o, i, s.article, n, s.profile.Furniture)
}

func (e *engine) keep(o Options, i int, a *article.Article, n *attribution.Notes, furniture []Span) {
	d := &e.digests[i]
	d.carrier = carrierOf(a, n)
	d.carrier.Draft = e.drafts[a.ID]
	if !o.PairsOnly {
		d.carrier.Quotes, d.carrier.Reports = n.Quotes, n.Reports
	}
	d.credits = n.Credits
	e.reports[i] = describe(a, n, furniture)
	if e.archive.places != nil && o.NoTexts {
		e.reports[i].Text = ""
	}
}

// manyArticles is the number of articles from which an archive in memory is
// treated as one on disk.
const manyArticles = 1 << 16

// prepare decides where sketches and outlines go: those of many articles and of an
// archive on disk into a join and a file, since they take more memory than all
// else.
func (e *engine) prepare(o Options) (chan *similarity.Intake, error) {
	n := len(e.digests)
	e.outlines = newOutlines(n)
	if e.archive.places == nil && n < manyArticles {
		return nil, nil
	}
	var err error
	if e.outlines, err = outlinesOnDisk(n); err != nil {
		return nil, err
	}
	e.join = similarity.NewJoin(e.joinOptions())
	intakes := make(chan *similarity.Intake, o.jobs())
	for range o.jobs() {
		intakes <- e.join.NewIntake()
	}
	return intakes, nil
}

func (e *engine) joinOptions() similarity.JoinOptions {
	return similarity.JoinOptions{MinContainment: candidateContainment, HotKey: hotKey}
}

// indexPair is a pair of articles by their numbers, i < j.
type indexPair struct{ i, j int }

func allPairs(n int) []indexPair {
	pairs := make([]indexPair, 0, n*(n-1)/2)
	for i := range n {
		for j := i + 1; j < n; j++ {
			pairs = append(pairs, indexPair{i, j})
		}
	}
	return pairs
}

// candidates gathers the pairs worth comparing: those that share enough
// shingles, and those that share rare facts. Of a crowd, a large set of
// near-copies, only neighbours in time are compared.
func (e *engine) candidates() []indexPair {
	join := e.join
	if join == nil {
		join = similarity.NewJoin(e.joinOptions())
		for i := range e.digests {
			join.Add(e.digests[i].sketch)
		}
	}
	keys := make([][]uint64, len(e.digests))
	for i := range e.digests {
		keys[i] = e.digests[i].anchors
		e.digests[i].sketch, e.digests[i].anchors = nil, nil // the desk makes a pair's anew
	}
	copies := join.Copies()
	matches := join.Matches()
	e.findCrowds(copies, matches.Families)
	e.hotKeys = matches.HotKeys

	twins := map[int][]int{} // of the first of a few equal articles: all of them
	var pairs []indexPair
	for _, group := range copies {
		if e.crowdOf[group[0]] == 0 {
			twins[group[0]] = group
			pairs = append(pairs, pairsAmong(group)...)
		}
	}
	for p := range matches.Pairs() {
		for _, i := range orSelf(twins, p.I) {
			for _, j := range orSelf(twins, p.J) {
				pairs = append(pairs, indexPair{min(i, j), max(i, j)})
			}
		}
	}
	for _, p := range similarity.Propose(keys, similarity.ProposalOptions{}) {
		pairs = append(pairs, indexPair{p.I, p.J})
	}
	pairs = slices.DeleteFunc(pairs, func(p indexPair) bool {
		return e.crowdOf[p.i] != 0 && e.crowdOf[p.i] == e.crowdOf[p.j]
	})
	for _, crowd := range e.crowds {
		for k := 1; k < len(crowd); k++ {
			pairs = append(pairs, indexPair{min(crowd[k-1], crowd[k]), max(crowd[k-1], crowd[k])})
		}
	}
	slices.SortFunc(pairs, func(x, y indexPair) int {
		return cmp.Or(cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
	})
	return slices.Compact(pairs)
}

func pairsAmong(group []int) []indexPair {
	var pairs []indexPair
	for k, i := range group {
		for _, j := range group[k+1:] {
			pairs = append(pairs, indexPair{min(i, j), max(i, j)})
		}
	}
	return pairs
}

func orSelf(twins map[int][]int, i int) []int {
	if t, found := twins[i]; found {
		return t
	}
	return []int{i}
}

// crowdSize is the number of near-copies above which their pairs are no longer
// all listed: a family of 10,000 has 50 million.
const crowdSize = 50

// findCrowds gathers the large sets of near-copies, in time order.
func (e *engine) findCrowds(copies [][]int, families []similarity.Family) {
	e.crowdOf = make([]int, len(e.digests))
	equal := map[int][]int{}
	for _, group := range copies {
		equal[group[0]] = group
	}
	add := func(members []int) {
		if len(members) <= crowdSize {
			return
		}
		e.crowds = append(e.crowds, members)
		for _, i := range members {
			e.crowdOf[i] = len(e.crowds)
		}
	}
	for _, f := range families {
		var members []int
		for _, i := range f.Members {
			members = append(members, orSelf(equal, i)...)
			delete(equal, i)
		}
		add(members)
	}
	for _, group := range copies {
		if e.crowdOf[group[0]] == 0 {
			add(group)
		}
	}
	for _, crowd := range e.crowds {
		slices.SortFunc(crowd, e.inTime)
	}
}

// inTime orders articles by their earliest possible publication, undated ones
// last, then by id.
func (e *engine) inTime(i, j int) int {
	a, b := e.archive.articles[i].Published.Earliest, e.archive.articles[j].Published.Earliest
	return cmp.Or(byTime(a, b), cmp.Compare(i, j))
}

// candidateContainment is the share of the smaller side's shingles from which
// two articles are compared. A partial copy of two sentences is about a tenth
// of a short article.
const candidateContainment = .1

// relatedPairs are those of the pairs that would be listed, without the costly
// rest of comparing them. The desk keeps what was found.
func (e *engine) relatedPairs(ctx context.Context, o Options, pairs []indexPair) ([]indexPair, error) {
	pairs, err := e.screen(ctx, o, pairs)
	if err != nil {
		return nil, err
	}
	listed := make([]bool, len(pairs))
	subjects, found := make([][2]*subject, len(pairs)), make([]verdict, len(pairs))
	err = o.each(ctx, "comparing pairs", len(pairs), func(k int) {
		a, b := e.desk.take(pairs[k].i), e.desk.take(pairs[k].j)
		subjects[k] = [2]*subject{a, b}
		found[k].overlap, found[k].relation, listed[k] = e.relate(o, a, b)
	})
	e.desk.verdicts = make(map[[2]*subject]verdict, len(pairs))
	for k, of := range subjects {
		e.desk.verdicts[of] = found[k]
	}
	var out []indexPair
	for k, p := range pairs {
		if listed[k] {
			out = append(out, p)
		}
	}
	return out, err
}

// comparePairs looks at every candidate and keeps those that are to be listed,
// with what near articles contradict, and what findings may say of them: while
// both articles lie on the desk.
func (e *engine) comparePairs(ctx context.Context, o Options, pairs []indexPair, near func(i, j int) []int, f *findings) ([]Pair, error) {
	pairs, err := e.screen(ctx, o, pairs)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	return e.eachPair(ctx, o, pairs, func(i, j int) *Pair {
		p := e.comparePair(o, i, j)
		if p == nil {
			return nil
		}
		e.contradict(p, near)
		matched := f.matchPair(p)
		mu.Lock()
		defer mu.Unlock()
		f.keepMatch(p, matched)
		return p
	})
}

// eachPair compares pairs in an order that spares the desk, and returns those
// that are to be listed in the order given.
func (e *engine) eachPair(ctx context.Context, o Options, pairs []indexPair, compare func(i, j int) *Pair) ([]Pair, error) {
	found, order := make([]*Pair, len(pairs)), nearby(pairs, len(e.digests))
	err := o.each(ctx, "comparing pairs", len(pairs), func(n int) {
		k := order[n]
		found[k] = compare(pairs[k].i, pairs[k].j)
	})
	if err != nil {
		return nil, err
	}
	out := make([]Pair, 0, len(pairs))
	for _, p := range found {
		if p != nil {
			out = append(out, *p)
		}
	}
	return out, nil
}
