package stemma

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/stemma-news/stemma/similarity/index"
)

// Bounds of one inquiry.
const (
	hotPostings  = 1 << 17 // how many entries of hot shingles are read: a millisecond or two
	hotAsked     = 32      // how many hot shingles are read at most
	hotLeast     = 8       // and at least, where there are so many
	tooHot       = 1 << 16 // articles with a shingle that tells nothing any more
	hotAnchor    = 600     // as similarity.Propose has it
	factPartners = 50      // likewise
	moreFacts    = 200     // how many are read if they share wording too
	factWords    = 5       // runs of five words that they then share
	factKeys     = 2       // likewise
	rarerKeys    = 4       // anchor keys that all but the surest partners share
	copiesRead   = 200     // articles that are read for shared shingles
)

var ownQuery = index.Query{Cap: 64}

// inquiry asks the archive's indexes about one draft.
type inquiry struct {
	archive *Archive
	policy  *Policy
	draft   *draftKeys
	loose   map[uint64]int
	unheld  int
	unread  map[storedRef]bool // near-copies that are not compared
	words   [][2]*tally        // of each index: how many of the draft's shingles an article holds
	out     near
}

func (q *inquiry) near() (near, error) {
	var facts, sayings asked
	var asking sync.WaitGroup // beside the copies: one draft keeps two cores busy
	asking.Go(func() { facts = q.ask(hotAnchor, func(int) []uint64 { return q.draft.byStore[0].anchors }) })
	asking.Go(func() {
		sayings = q.ask(commonSaying, func(k int) []uint64 { return slices.Concat(q.draft.byStore[k].quoted...) })
	})
	err := q.findSelf()
	if err == nil {
		err = q.findCopies()
	}
	asking.Wait()
	if err = cmp.Or(err, facts.err, sayings.err); err != nil {
		return near{}, err
	}
	if err = q.findFacts(facts.hits); err == nil {
		err = q.findSayings(sayings.hits)
	}
	return q.out, err
}

// asked is what each of the indexes answers.
type asked struct {
	hits [][]index.Hit
	err  error
}

// ask looks up keys in each of the indexes, listing no more articles than most.
func (q *inquiry) ask(most int, keys func(k int) []uint64) (out asked) {
	for k, s := range q.archive.stores {
		hits, err := s.reader.Lookup(keys(k), index.Query{Cap: most})
		if err != nil {
			return asked{err: err}
		}
		out.hits = append(out.hits, hits)
	}
	return out
}

// findSelf finds the articles that are the draft itself or an equal text.
func (q *inquiry) findSelf() error {
	for k, s := range q.archive.stores {
		if n, held, err := s.reader.ByID(q.draft.article.ID); err != nil {
			return err
		} else if held {
			q.out.self = append(q.out.self, storedRef{k, n})
		}
		hits, err := s.reader.Lookup(ownKeys(q.draft.article), ownQuery)
		if err != nil {
			return err
		}
		for _, h := range hits {
			for _, n := range h.Articles {
				q.out.self = append(q.out.self, storedRef{k, n})
			}
		}
	}
	return nil
}

// tally counts how many of the asked keys each article of an index holds, those
// that more than hotKey articles hold apart. Of these only some are read, and
// what they show stands for all.
//
// It is a hash table with linear probing: a draft shares keys with some thousands of
// an archive's articles, and an array of all of a million costs more to touch.
type tally struct {
	held     []heldKeys // a power of two of them, at most half in use
	articles int
	hotRead  int // hot keys that were read
	hotAll   int // those that they stand for
}

// heldKeys is how many of the asked keys an article holds, no place in use where it
// is none.
type heldKeys struct {
	article   uint32
	cold, hot uint16
}

const leastTally = 1 << 10

func newTally() *tally { return &tally{held: make([]heldKeys, leastTally)} }

// of is the article's place, or the free one where it belongs.
func (t *tally) of(article uint32) *heldKeys {
	mask := uint32(len(t.held) - 1)
	for i := article * 0x9e3779b1 >> 7 & mask; ; i = (i + 1) & mask {
		if h := &t.held[i]; h.article == article || !h.any() {
			return h
		}
	}
}

func (h *heldKeys) any() bool { return h.cold > 0 || h.hot > 0 }

// add counts a key that articles hold, one of the hot ones or of the others.
func (t *tally) add(articles []uint32, hot bool) {
	for _, n := range articles {
		h := t.of(n)
		if !h.any() {
			if t.articles++; 2*t.articles > len(t.held) {
				t.grow()
				h = t.of(n)
			}
			h.article = n
		}
		if hot {
			h.hot = min(h.hot, math.MaxUint16-1) + 1
		} else {
			h.cold = min(h.cold, math.MaxUint16-1) + 1
		}
	}
}

func (t *tally) grow() {
	before := t.held
	t.held = make([]heldKeys, 2*len(before))
	for _, h := range before {
		if h.any() {
			*t.of(h.article) = h
		}
	}
}

func (t *tally) shared(h *heldKeys) int {
	shared := int(h.cold)
	if h.hot > 0 {
		shared += int(h.hot) * t.hotAll / t.hotRead
	}
	return shared
}

// worth reports whether an article that shares so many keys of which need are
// needed is to be read. A standing line of an outlet is in thousands of articles
// and can make a tenth of each: keys as common as that count in full only where
// they make up listedContainment of the draft, as they do in one of the carriers
// of a release.
func (t *tally) worth(h *heldKeys, need, listed int) bool {
	shared := t.shared(h)
	return shared >= need && (3*int(h.cold) >= need || shared >= listed)
}

// listedContainment is the containment from which a pair is listed whatever its
// relation is.
const listedContainment = .3

// copyOf is an article that shares shingles with the draft.
type copyOf struct {
	storedRef
	shared int
	cold   int // shared keys that are not common
	sizes  keySizes
	id     string
	when   time.Time
}

// findCopies finds the articles that share the shingles which a containment of
// candidateContainment needs, by the smaller side.
func (q *inquiry) findCopies() error {
	var all []copyOf
	for k, s := range q.archive.stores {
		found, err := q.copiesIn(k, s)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	q.keepCopies(all)
	return nil
}

func (q *inquiry) copiesIn(k int, s *stored) ([]copyOf, error) {
	keys := q.draft.byStore[k]
	long, brief := newTally(), newTally()
	left, err := countKeys(s, keys.scaled, long)
	if err != nil {
		return nil, err
	}
	leftBrief, err := countKeys(s, briefKeys.keys(keys.all), brief)
	if err != nil {
		return nil, err
	}
	if left += leftBrief; left > 0 {
		q.note("%s in so many articles of %s that what shares nothing else was not looked for",
			plural(left, "run of five words stands", "runs of five words stand"), s.dir)
	}
	q.words = append(q.words, [2]*tally{long, brief})
	own := keys.sizes()
	share, least := candidateContainment, min(own.all, briefLimit(1))
	if s.params.scale > 1 {
		share, least = scaledContainment, min(own.scaled, briefLimit(s.params.scale)/s.params.scale)
	}
	out, err := q.confirm(k, s, long, leastShare(share, least), share, own.scaled, func(c keySizes) int {
		return min(own.scaled, c.scaled)
	})
	if err != nil {
		return nil, err
	}
	briefs, err := q.confirm(k, s, brief, 1, candidateContainment, own.all, func(c keySizes) int {
		return min(own.all, c.all)
	})
	return append(out, briefs...), err
}

// scaledContainment is lower than candidateContainment because a sample of the
// shingles tells a containment with an error.
const scaledContainment = .06

func leastShare(containment float64, size int) int {
	return max(1, int(math.Ceil(containment*float64(size)-1e-9)))
}

func (q *inquiry) note(format string, args ...any) {
	q.out.notes = append(q.out.notes, fmt.Sprintf(format, args...))
}

// countKeys counts the articles that hold the keys. It returns how many keys
// were too common to be counted.
func countKeys(s *stored, keys []uint64, t *tally) (left int, err error) {
	hits, err := s.lookup(keys, index.Query{Cap: hotKey})
	if err != nil {
		return 0, err
	}
	var hot []index.Hit
	for _, h := range hits {
		t.add(h.Articles, false)
		switch {
		case h.Count > tooHot:
			left++
		case h.Hot:
			hot = append(hot, h)
		}
	}
	further := someHot(hot)
	t.hotRead, t.hotAll = len(further), len(hot)
	if hits, err = s.reader.Lookup(further, index.Query{}); err != nil {
		return 0, err
	}
	for _, h := range hits {
		t.add(h.Articles, true)
	}
	return left, nil
}

// someHot chooses the hot keys that are read: all of them where they are few, else
// some from the rarest to the commonest at equal steps. The shingles of a standing
// line, or of a release, are held by the same articles: a few of them tell who
// holds all. To read those of a line of 60 words in 25,000 articles took longer
// than all else that a check does.
func someHot(hot []index.Hit) []uint64 {
	slices.SortFunc(hot, func(a, b index.Hit) int {
		return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.Key, b.Key))
	})
	postings := 0
	for _, h := range hot {
		postings += h.Count
	}
	n := min(len(hot), hotAsked)
	if postings > 0 {
		n = min(n, max(hotLeast, hotPostings*len(hot)/postings))
	}
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = hot[(2*i+1)*len(hot)/(2*n)].Key
	}
	return keys
}

// confirm keeps the articles that share as much of the smaller side as asked.
func (q *inquiry) confirm(k int, s *stored, t *tally, least int, share float64, own int, smaller func(keySizes) int) ([]copyOf, error) {
	var out []copyOf
	listed := leastShare(listedContainment, own)
	for i := range t.held {
		h := &t.held[i]
		if !h.any() || !t.worth(h, least, listed) {
			continue
		}
		r, err := s.reader.Head(h.article)
		if err != nil {
			return nil, err
		}
		sizes, err := readSizes(r.Signature)
		if err != nil {
			return nil, fmt.Errorf("%s: article %q: %w", s.dir, r.ID, err)
		}
		size := smaller(sizes)
		if !t.worth(h, leastShare(share, size), listed) {
			continue
		}
		when, err := decodeWhen(r.Meta)
		if err != nil {
			return nil, fmt.Errorf("%s: article %q: %w", s.dir, r.ID, err)
		}
		out = append(out, copyOf{storedRef: storedRef{k, h.article}, shared: t.shared(h), cold: int(h.cold), sizes: sizes, id: r.ID, when: when})
	}
	return out, nil
}

// keepCopies takes all of them, unless they are too many: of a large set of
// near-copies the neighbours of the draft in time, as a scan does, and of others
// those that share most.
func (q *inquiry) keepCopies(all []copyOf) {
	slices.SortFunc(all, func(a, b copyOf) int {
		return cmp.Or(cmp.Compare(b.cold, a.cold), cmp.Compare(b.shared, a.shared), cmp.Compare(a.id, b.id), a.store-b.store)
	})
	var twins, rest []copyOf
	for _, c := range all {
		if q.nearCopy(c) {
			twins = append(twins, c)
		} else {
			rest = append(rest, c)
		}
	}
	if len(twins)+1 > crowdSize {
		kept := q.neighbours(twins)
		q.unread = map[storedRef]bool{}
		for _, c := range twins {
			q.unread[c.storedRef] = !slices.ContainsFunc(kept, func(k copyOf) bool { return k.storedRef == c.storedRef })
		}
		q.note("it is one of %d near-copies: compared with its neighbours in time only", len(twins)+1)
		twins = kept
		for _, c := range kept {
			q.out.crowd = append(q.out.crowd, c.storedRef)
		}
	}
	if len(rest) > copiesRead {
		q.note("%d articles share words with it: of these the %d that share most were read", len(rest), copiesRead)
		rest = rest[:copiesRead]
	}
	for _, c := range slices.Concat(twins, rest) {
		q.out.copies = append(q.out.copies, c.storedRef)
	}
}

// nearCopy reports a Jaccard similarity of .5 or more, as far as the keys tell.
func (q *inquiry) nearCopy(c copyOf) bool {
	own := q.draft.byStore[c.store].sizes()
	a, b := own.scaled, c.sizes.scaled
	if c.sizes.all < briefLimit(q.archive.stores[c.store].params.scale) {
		a, b = own.all, c.sizes.all
	}
	return 2*c.shared >= a+b-c.shared
}

// neighbours are the near-copies before and after the draft in the order of
// engine.inTime; one that is the draft itself does not count.
func (q *inquiry) neighbours(twins []copyOf) []copyOf {
	inTime := func(a, b copyOf) int { return cmp.Or(byTime(a.when, b.when), cmp.Compare(a.id, b.id)) }
	d := q.draft.article
	draft := copyOf{id: d.ID, when: d.Published.Earliest}
	slices.SortFunc(twins, inTime)
	var before, after []copyOf
	for _, c := range twins {
		switch {
		case slices.Contains(q.out.self, c.storedRef) && c.id == d.ID:
		case inTime(c, draft) < 0:
			before = append(before[:0], c)
		case len(after) == 0:
			after = append(after, c)
		}
	}
	return slices.Concat(before, after)
}

// findFacts finds the articles that share most anchor keys, the rare ones
// counting most: similarity.Propose for one article.
func (q *inquiry) findFacts(hits [][]index.Hit) error {
	anchors := q.draft.byStore[0].anchors
	if len(anchors) == 0 {
		return nil
	}
	counts := make([]int, len(anchors))
	for i, h := range anchors {
		counts[i] = q.loose[h]
	}
	total := q.unheld
	for k, s := range q.archive.stores {
		total += s.reader.Len()
		for i, h := range hits[k] {
			counts[i] += h.Count
		}
	}
	partners := map[storedRef]*factPartner{}
	for i := range anchors {
		if counts[i] < 2 || counts[i] > hotAnchor {
			continue
		}
		w := math.Log(float64(total) / float64(counts[i]))
		for k := range hits {
			for _, n := range hits[k][i].Articles {
				ref := storedRef{k, n}
				p := partners[ref]
				if p == nil {
					p = &factPartner{storedRef: ref}
					partners[ref] = p
				}
				p.keys++
				p.weight += w
			}
		}
	}
	var list []*factPartner
	for _, p := range partners {
		if p.keys >= factKeys && !q.unread[p.storedRef] && !slices.Contains(q.out.self, p.storedRef) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *factPartner) int { return cmp.Compare(b.weight, a.weight) })
	for _, cut := range []int{surestFacts, factPartners, moreFacts} {
		if err := q.partTied(list, cut); err != nil {
			return err
		}
	}
	for i, p := range list[:min(len(list), moreFacts)] {
		// Where hundreds tell of one event, a copied sentence may stand in one
		// that shares fewer facts: of which the draft is a better partner than
		// it is the draft's.
		if i < surestFacts || p.keys >= rarerKeys && (i < factPartners || q.sharesWords(p.storedRef)) {
			q.out.facts = append(q.out.facts, p.storedRef)
		}
		if i < surestFacts && p.keys >= max(factKeys, min(rarerKeys, len(anchors)/10)) {
			q.out.surest = append(q.out.surest, p.storedRef)
		}
	}
	return nil
}

// factPartner is an article that shares anchor keys with the draft.
type factPartner struct {
	storedRef
	keys   int
	weight float64
	id     string // once it is asked for
}

// partTied puts those of the partners, sorted by weight, that weigh the same on both
// sides of a cut in the order of their ids. To read the ids of all took longer than
// to find them.
func (q *inquiry) partTied(list []*factPartner, cut int) error {
	if cut >= len(list) || list[cut-1].weight != list[cut].weight {
		return nil
	}
	weight := list[cut].weight
	first, last := cut, cut
	for first > 0 && list[first-1].weight == weight {
		first--
	}
	for last < len(list) && list[last].weight == weight {
		last++
	}
	for _, p := range list[first:last] {
		r, err := q.archive.stores[p.store].reader.Head(p.number)
		if err != nil {
			return err
		}
		p.id = r.ID
	}
	slices.SortFunc(list[first:last], func(a, b *factPartner) int { return cmp.Or(cmp.Compare(a.id, b.id), a.store-b.store) })
	return nil
}

// sharesWords reports whether an article holds a few of the draft's shingles that
// are not common: those of a standing line are in all articles of its outlet, which
// share its names and numbers too.
func (q *inquiry) sharesWords(ref storedRef) bool {
	scale := q.archive.stores[ref.store].params.scale
	t := q.words[ref.store] // an article is a brief or it is not
	return int(t[0].of(ref.number).cold)+int(t[1].of(ref.number).cold) >= max(1, factWords/scale)
}
