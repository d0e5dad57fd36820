package stemma

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// A check against an index reads only what the drafts may have something to do
// with: the index proposes by keys, and the articles that it names are compared
// with the drafts by the engine that compares those of a folder. That happens
// twice: first what was proposed is compared as it stands, then what is left of
// it once more, with the furniture of its outlets left out and its quotes joined
// into the ledger; carriers of a quote that are nothing else go into the ledger
// only. To learn the furniture of fifty outlets, and to read the quotes of fifty
// articles that turn out to be unrelated, would take most of the time.

// near is what the indexes propose for one draft.
type near struct {
	copies  []storedRef // share enough shingles
	facts   []storedRef // share anchors; the best first
	surest  []storedRef // of these the first, where they share more than a few
	sayings []storedRef // share words inside marks
	self    []storedRef // have its id, path or text
	crowd   []storedRef // of a large set of near-copies those that are compared
	notes   []string    // what was left out
}

// surestFacts is how many of those that share most facts, and more than a few,
// are compared again without furniture, whatever the first comparison says: every
// rewrite that was looked for stood among the first ten of an archive.
const surestFacts = 10

// checkStored is Check for an archive with indexes.
func (a *Archive) checkStored(ctx context.Context, o Options, drafts *Archive) (*Result, error) {
	for _, s := range a.stores {
		if !s.params.text {
			return nil, errNoTexts(s.dir)
		}
	}
	found, err := a.nearAll(ctx, o, drafts)
	if err != nil {
		return nil, err
	}
	first, second := make([][]storedRef, len(found)), make([][]storedRef, len(found))
	for i, n := range found {
		first[i] = slices.Concat(n.copies, n.facts, n.sayings)
		second[i] = slices.Concat(n.surest, n.crowd)
	}
	s, err := a.setting(ctx, o, drafts, found, first, nil)
	if err != nil {
		return nil, err
	}
	plain := o
	plain.learnt, plain.PairsOnly, plain.unreported = furnitureOf{}, true, true
	e, err := s.both.survey(ctx, plain, s.isLoose, s.unpublished)
	if err != nil {
		return nil, err
	}
	related, err := e.relatedPairs(ctx, plain, s.pairs(e))
	if err != nil {
		return nil, err
	}
	s.keep(related, second)
	o.desk = e.desk
	return a.reportStored(ctx, o, drafts, s, second)
}

// reportStored compares each draft with what was found to be near it and makes
// the result. before is what was read for that.
func (a *Archive) reportStored(ctx context.Context, o Options, drafts *Archive, before *setting, partners [][]storedRef) (*Result, error) {
	found := before.found
	s, err := a.setting(ctx, o, drafts, found, partners, before)
	if err != nil {
		return nil, err
	}
	compared := s.compared()
	o.settled = func(i int) bool { return !s.isLoose(i) } // compared with what asked for it, with nothing else
	if o.learnt, err = a.learnStored(ctx, o, s.both, compared, s.refs); err != nil {
		return nil, err
	}
	e, err := s.both.survey(ctx, o, func(i int) bool { return compared[i] }, s.unpublished)
	if err != nil {
		return nil, err
	}
	pairs := s.pairs(e)
	e.markCrowds(s)
	r, err := e.checkPairs(ctx, o, s.isDraft, pairs)
	if err != nil {
		return nil, err
	}
	for i, n := range found {
		for _, note := range n.notes {
			r.Skipped = append(r.Skipped, Skipped{Path: drafts.articles[i].ID, Reason: note})
		}
	}
	slices.SortFunc(r.Skipped, bySkippedPath)
	return r, nil
}

// setting is the drafts together with some of the articles of the indexes and
// with all that lie in memory.
type setting struct {
	both        *Archive
	isDraft     []bool
	unpublished map[string]bool
	found       []near
	partners    [][]storedRef     // what each draft is compared with
	drafts      []int             // the number of each draft, -1 for one without a place
	numbers     map[storedRef]int // of the articles from the indexes
	refs        map[string]storedRef
	read        map[storedRef]*article.Article
	notes       map[*article.Article]*attribution.Notes
	fromIndex   []bool
	loose       int // articles for which isLoose
}

// setting reads the partners of the drafts, and the carriers of their quotes,
// from the indexes; those that were read before are taken from there.
func (a *Archive) setting(ctx context.Context, o Options, drafts *Archive, found []near, partners [][]storedRef, before *setting) (*setting, error) {
	s := &setting{found: found, partners: partners, numbers: map[storedRef]int{}, refs: map[string]storedRef{}, read: map[storedRef]*article.Article{}, notes: map[*article.Article]*attribution.Notes{}}
	var refs []storedRef
	for i, n := range found {
		refs = slices.Concat(refs, partners[i], n.sayings, n.self)
	}
	refs = distinctRefs(refs)
	var unread []storedRef
	for _, ref := range refs {
		if before != nil && before.read[ref] != nil {
			s.read[ref] = before.read[ref]
			s.notes[s.read[ref]] = before.notes[s.read[ref]]
		} else {
			unread = append(unread, ref)
		}
	}
	fresh, notes, err := a.fetch(ctx, o, unread)
	if err != nil {
		return nil, err
	}
	for i, ref := range unread {
		s.read[ref] = fresh[i]
		s.notes[fresh[i]] = notes[i]
	}
	articles := make([]*article.Article, len(refs))
	for i, ref := range refs {
		articles[i] = s.read[ref]
	}
	in := intake{articles: append(slices.Clone(a.articles), articles...), skipped: a.skipped}
	small, err := in.archive()
	if err != nil {
		return nil, err
	}
	if s.both, s.isDraft, s.unpublished, err = small.with(drafts); err != nil {
		return nil, err
	}
	s.both.notes = s.notes
	s.fromIndex = make([]bool, s.both.Len())
	for i, ref := range refs {
		if n, held := s.both.byID[articles[i].ID]; held && s.both.articles[n] == articles[i] {
			s.numbers[ref] = n
			s.refs[articles[i].ID] = ref
			s.fromIndex[n] = true
		}
	}
	for i := range s.both.articles {
		if s.isLoose(i) {
			s.loose++
		}
	}
	for _, d := range drafts.articles {
		n, held := s.both.placeOf(d)
		if !held {
			n = -1
		}
		s.drafts = append(s.drafts, n)
	}
	return s, nil
}

// isLoose reports an article that the indexes were not asked for: a draft, or
// one in memory.
func (s *setting) isLoose(i int) bool { return s.isDraft[i] || !s.fromIndex[i] }

// pairs are those of the drafts with their partners, and those that what lies in
// memory proposes.
func (s *setting) pairs(e *engine) []indexPair {
	var pairs []indexPair
	if e.crowdOf = make([]int, len(e.digests)); s.loose > 1 { // else there is nothing to propose
		pairs = slices.DeleteFunc(e.candidates(), func(p indexPair) bool {
			return !s.isDraft[p.i] && !s.isDraft[p.j]
		})
	}
	for i, n := range s.drafts {
		for _, ref := range s.partners[i] {
			if m, held := s.numbers[ref]; held && n >= 0 && m != n {
				pairs = append(pairs, indexPair{min(n, m), max(n, m)})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y indexPair) int {
		return cmp.Or(cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
	})
	return slices.Compact(pairs)
}

// keep adds to the partners of each draft those that a comparison found to have
// something to do with it.
func (s *setting) keep(pairs []indexPair, partners [][]storedRef) {
	draftsAt := map[int][]int{}
	for i, n := range s.drafts {
		draftsAt[n] = append(draftsAt[n], i)
	}
	for _, p := range pairs {
		for _, side := range [][2]int{{p.i, p.j}, {p.j, p.i}} {
			if ref, stored := s.refs[s.both.articles[side[1]].ID]; stored {
				for _, i := range draftsAt[side[0]] {
					partners[i] = append(partners[i], ref)
				}
			}
		}
	}
}

// compared are the articles that stand in a pair, by their numbers.
func (s *setting) compared() map[int]bool {
	in := map[int]bool{}
	for i := range s.both.articles {
		if s.isLoose(i) {
			in[i] = true
		}
	}
	for _, partners := range s.partners {
		for _, ref := range partners {
			if n, held := s.numbers[ref]; held {
				in[n] = true
			}
		}
	}
	return in
}

// nearAll asks the indexes for every draft.
func (a *Archive) nearAll(ctx context.Context, o Options, drafts *Archive) ([]near, error) {
	found := make([]near, drafts.Len())
	errs := make([]error, drafts.Len())
	keys := make([]*draftKeys, drafts.Len())
	err := o.each(ctx, "reading drafts", drafts.Len(), func(i int) {
		keys[i], errs[i] = a.keysOfDraft(drafts.articles[i])
	})
	if err == nil {
		err = firstError(errs)
	}
	if err != nil {
		return nil, err
	}
	loose := looseAnchors(keys)
	err = o.each(ctx, "asking the index", drafts.Len(), func(i int) {
		q := inquiry{archive: a, policy: o.Policy, draft: keys[i], loose: loose, unheld: countUnheld(keys)}
		found[i], errs[i] = q.near()
	})
	if err == nil {
		err = firstError(errs)
	}
	return found, err
}

// draftKeys are the keys of a draft at the scale of each index.
type draftKeys struct {
	article *article.Article
	byStore []*articleKeys
	held    bool // one of the indexes holds its text
}

func (a *Archive) keysOfDraft(d *article.Article) (*draftKeys, error) {
	body := article.ParseBody(d)
	k := &draftKeys{article: d}
	byScale := map[int]*articleKeys{}
	for _, s := range a.stores {
		keys := byScale[s.params.scale]
		if keys == nil {
			keys = newArticleKeys(body, s.params.scale)
			byScale[s.params.scale] = keys
		}
		k.byStore = append(k.byStore, keys)
		hits, err := s.reader.Lookup(ownKeys(d), ownQuery)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			k.held = k.held || h.Count > 0
		}
	}
	return k, nil
}

// looseAnchors counts the drafts that no index holds by their anchor keys: they
// are part of the archive that a check looks at.
func looseAnchors(keys []*draftKeys) map[uint64]int {
	loose := map[uint64]int{}
	for _, k := range keys {
		if !k.held {
			for _, h := range k.byStore[0].anchors {
				loose[h]++
			}
		}
	}
	return loose
}

func countUnheld(keys []*draftKeys) int {
	n := 0
	for _, k := range keys {
		if !k.held {
			n++
		}
	}
	return n
}

// placeOf is the number that a draft has in the archive that with made.
func (a *Archive) placeOf(d *article.Article) (int, bool) {
	if i, held := a.byID[d.ID]; held && (a.articles[i] == d || absolute(a.articles[i].Path) == absolute(d.Path)) {
		return i, true
	}
	if i, held := a.byID[filepath.ToSlash(d.Path)]; held && a.articles[i].Text == d.Text {
		return i, true
	}
	for i, x := range a.articles {
		if fromOwnFile(d) && absolute(x.Path) == absolute(d.Path) {
			return i, true
		}
	}
	return 0, false
}

// markCrowds says of the near-copies of which only some were read that their
// family is not complete.
func (e *engine) markCrowds(s *setting) {
	for _, n := range s.found {
		for _, ref := range n.crowd {
			if i, held := s.numbers[ref]; held && e.crowdOf[i] == 0 {
				e.crowdOf[i] = len(e.crowds) + 1
			}
		}
	}
}

func distinctRefs(refs []storedRef) []storedRef {
	slices.SortFunc(refs, compareRefs)
	return slices.Compact(refs)
}

func compareRefs(a, b storedRef) int {
	if a.store != b.store {
		return a.store - b.store
	}
	switch {
	case a.number < b.number:
		return -1
	case a.number > b.number:
		return 1
	}
	return 0
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
