package stemma

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// A check against an index reads only what the drafts may have something to do
// with: the index proposes by keys, and the few articles that it names are
// compared with the drafts by the engine that compares those of a folder.

// near is what the indexes propose for one draft.
type near struct {
	copies  []storedRef // share enough shingles
	facts   []storedRef // share anchors; the best first
	sayings []storedRef // share words inside marks
	self    []storedRef // have its id, path or text
	crowd   []storedRef // of a large set of near-copies those that are compared
	notes   []string    // what was left out
}

// checkStored is Check for an archive with indexes.
func (a *Archive) checkStored(ctx context.Context, o Options, drafts *Archive) (*Result, error) {
	found, err := a.nearAll(ctx, o, drafts)
	if err != nil {
		return nil, err
	}
	var refs []storedRef
	for _, n := range found {
		refs = slices.Concat(refs, n.copies, n.facts, n.sayings, n.self)
	}
	refs = distinctRefs(refs)
	articles, err := a.fetch(ctx, o, refs)
	if err != nil {
		return nil, err
	}
	small, err := a.among(articles)
	if err != nil {
		return nil, err
	}
	both, isDraft, unpublished, err := small.with(drafts)
	if err != nil {
		return nil, err
	}
	both.stores = a.stores
	if o.learnt, err = both.learnStored(ctx, o); err != nil {
		return nil, err
	}
	both.stores = nil
	e, err := both.survey(ctx, o, everyArticle, unpublished)
	if err != nil {
		return nil, err
	}
	e.proposed = e.proposedBy(a, drafts, found, refs, articles)
	e.asked = true
	pairs := slices.DeleteFunc(e.candidates(), func(p indexPair) bool {
		return !isDraft[p.i] && !isDraft[p.j]
	})
	e.markCrowds(found, refs, articles)
	r := e.newResult(o)
	for i, is := range isDraft {
		if is {
			r.Drafts = append(r.Drafts, both.articles[i].ID)
		}
	}
	if r.Pairs, err = e.comparePairs(ctx, o, pairs); err != nil {
		return nil, err
	}
	e.addFamilies(r)
	e.addLedger(r, sharedOnly)
	e.addFindings(o, r, r.Drafts)
	for i, n := range found {
		for _, note := range n.notes {
			r.Skipped = append(r.Skipped, Skipped{Path: drafts.articles[i].ID, Reason: note})
		}
	}
	slices.SortFunc(r.Skipped, bySkippedPath)
	return r, nil
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

// proposedBy are the pairs that the archive's indexes propose for shared facts,
// and those among what lies in memory.
func (e *engine) proposedBy(whole, drafts *Archive, found []near, refs []storedRef, articles []*article.Article) []indexPair {
	a := e.archive
	numbers := make(map[storedRef]int, len(refs))
	for i, ref := range refs {
		if n, held := a.byID[articles[i].ID]; held {
			numbers[ref] = n
		}
	}
	var pairs []indexPair
	var loose []int // drafts, and articles that lie in no index
	for i, d := range drafts.articles {
		n, held := a.placeOf(d)
		if !held {
			continue
		}
		loose = append(loose, n)
		for _, ref := range found[i].facts {
			if m, held := numbers[ref]; held && m != n {
				pairs = append(pairs, indexPair{min(n, m), max(n, m)})
			}
		}
	}
	for _, x := range whole.articles {
		if n, held := a.byID[x.ID]; held {
			loose = append(loose, n)
		}
	}
	slices.Sort(loose)
	loose = slices.Compact(loose)
	keys := make([][]uint64, len(loose))
	for k, n := range loose {
		_, anchors := similarity.Anchors(article.ParseBody(a.articles[n]))
		keys[k] = similarity.AnchorKeys(anchors, 0)
	}
	for _, p := range e.proposals(keys) {
		pairs = append(pairs, indexPair{loose[p.i], loose[p.j]})
	}
	return pairs
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
func (e *engine) markCrowds(found []near, refs []storedRef, articles []*article.Article) {
	crowded := map[storedRef]bool{}
	for _, n := range found {
		for _, ref := range n.crowd {
			crowded[ref] = true
		}
	}
	for i, ref := range refs {
		if n, held := e.archive.byID[articles[i].ID]; held && crowded[ref] && e.crowdOf[n] == 0 {
			e.crowdOf[n] = len(e.crowds) + 1
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
