package stemma

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
	"github.com/stemma-news/stemma/similarity/index"
)

// How many candidates a draft is compared with. The numbers of rewrites and
// carriers are those of the archive's own check. With 20 of each, as a person
// waits for the hook, 3 of 323 findings on 2,931 articles of shared stories were
// another answer than the check's, two of them warnings; with 50 no error or
// warning is, at about 15 ms more a draft.
const (
	mostCopies    = 60   // that share wording
	mostRewrites  = 50   // that share rare facts, as in similarity.Propose
	mostCarriers  = 50   // that share words inside quotation marks
	commonShingle = 4096 // articles above which a shingle tells nothing, as in similarity.Join
	commonAnchor  = 600  // as in similarity.Propose
	commonQuote   = 100
	fewestAnchors = 2
	// fewestShared is the least number of shared shingles that can make up a
	// containment of candidateContainment, since no page is shorter than
	// LeastWords.
	fewestShared = 6
)

// mostLookups is the number of drafts up to which each is looked up by itself;
// above it going through everything once is cheaper.
const mostLookups = 1500

// loosePage is a page that is worked out in memory: a draft, or a content that
// the cache does not hold.
type loosePage struct {
	page  Page
	draft bool
	text  *article.Article // nil for one that is too short or cannot be read
	pageDigest
	quoted map[uint64]bool // shingles inside quotation marks, of drafts
}

// checkCached finds the candidates of each draft by the cache, and reads and
// compares those alone.
func (g *Guard) checkCached(ctx context.Context, o Options, pages []Page, drafts map[string]bool) (*Result, error) {
	c := openCache(g.Cache, o)
	defer func() { c.close() }()
	keys := make([]uint64, len(pages))
	for i, p := range pages {
		keys[i] = contentHash(p)
	}
	if err := c.update(ctx, o, g, pages, keys); err != nil {
		return nil, err
	}
	loose, err := g.loosePages(ctx, o, c, pages, keys, drafts)
	if err != nil {
		return nil, err
	}
	s := &search{cache: c, byKey: make(map[uint64][]Page, len(pages)), pairs: map[[2]string]bool{}, wanted: map[string]Page{}, ledger: map[string]bool{}}
	for i, key := range keys {
		s.byKey[key] = append(s.byKey[key], pages[i])
	}
	found := make([][]candidate, len(loose))
	var failed error
	if err := o.each(ctx, "looking up", len(loose), func(i int) {
		if loose[i].draft && loose[i].text != nil {
			hits, err := s.lookUp(&loose[i])
			if err != nil {
				failed = errNoCache
			}
			found[i] = hits
		}
	}); err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	s.gather(loose, found)
	return g.compare(ctx, o, s, loose)
}

// loosePages reads the drafts and the pages that the cache does not hold.
func (g *Guard) loosePages(ctx context.Context, o Options, c *pageCache, pages []Page, keys []uint64, drafts map[string]bool) ([]loosePage, error) {
	var loose []loosePage
	for i, p := range pages {
		if drafts[p.Path] || !c.holds(keys[i]) {
			loose = append(loose, loosePage{page: p, draft: drafts[p.Path]})
		}
	}
	reader, err := article.NewReader(o.Reading)
	if err != nil {
		return nil, err
	}
	failed := make([]error, len(loose))
	err = o.each(ctx, "reading", len(loose), func(i int) {
		x := &loose[i]
		if x.text, failed[i] = g.readPage(reader, o, x.page); x.text == nil {
			return
		}
		x.pageDigest = digestOf(x.text)
		if x.draft {
			x.quoted = quotedShingles(x.text)
		}
	})
	if err != nil {
		return nil, err
	}
	for i, e := range failed {
		if e != nil && loose[i].draft {
			return nil, inputError(loose[i].page, e)
		}
	}
	return loose, nil
}

// quotedShingles are the shingles that lie inside an article's quotes.
func quotedShingles(a *article.Article) map[uint64]bool {
	set := map[uint64]bool{}
	for _, q := range attribution.Quotes(article.ParseBody(a)) {
		for _, h := range similarity.Shingles(article.AppendHashes(nil, q.Text, nil)) {
			set[h] = true
		}
	}
	return set
}

// candidate is a record that a draft should be compared with.
type candidate struct {
	number  uint32
	quotes  bool // for the ledger only
	shared  int
	anchors int
	weight  float64
	quoted  int
}

// search is the work on one run's candidates.
type search struct {
	cache  *pageCache
	byKey  map[uint64][]Page
	pairs  map[[2]string]bool // ids to compare, in order
	wanted map[string]Page    // pages to read, by path
	ledger map[string]bool    // ids of those that may share quotes
}

// lookUp finds the records that share keys with a draft.
func (s *search) lookUp(x *loosePage) ([]candidate, error) {
	if s.cache.reader == nil {
		return nil, nil
	}
	keys := append(slices.Clone([]uint64(x.sketch)), x.salted()...)
	hits, err := s.cache.reader.Lookup(keys, index.Query{Cap: commonShingle})
	if err != nil {
		return nil, err
	}
	all := float64(len(s.cache.Numbers) + 1)
	at := map[uint32]int{}
	var list []candidate
	for k, hit := range hits {
		for _, n := range hit.Articles {
			i, seen := at[n]
			if !seen {
				i = len(list)
				at[n] = i
				list = append(list, candidate{number: n})
			}
			switch {
			case k >= len(x.sketch):
				if hit.Count <= commonAnchor {
					list[i].anchors++
					list[i].weight += math.Log(all / float64(hit.Count))
				}
			default:
				list[i].shared++
				if hit.Count <= commonQuote && x.quoted[hit.Key] {
					list[i].quoted++
				}
			}
		}
	}
	return s.choose(x, list), nil
}

// choose keeps the records worth comparing: those that share enough wording,
// the best of those that share rare facts, and of those that share quotes.
func (s *search) choose(x *loosePage, list []candidate) []candidate {
	list = slices.DeleteFunc(list, func(c candidate) bool { return !s.isOther(x, c.number) })
	enough := func(c candidate) bool {
		least := min(len(x.sketch), int(s.cache.Shingles[c.number]))
		return c.shared >= fewestShared && float64(c.shared) >= candidateContainment*float64(least)
	}
	best := func(most int, quotes bool, fits func(candidate) bool, by func(candidate) float64) []candidate {
		var out []candidate
		for _, c := range list {
			if fits(c) {
				c.quotes = quotes
				out = append(out, c)
			}
		}
		slices.SortFunc(out, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(by(b), by(a)), cmp.Compare(s.cache.Keys[a.number], s.cache.Keys[b.number]))
		})
		return out[:min(len(out), most)]
	}
	out := best(mostCopies, false, enough, func(c candidate) float64 { return float64(c.shared) })
	out = append(out, best(mostRewrites, false, func(c candidate) bool { return c.anchors >= fewestAnchors }, func(c candidate) float64 { return c.weight })...)
	return append(out, best(mostCarriers, true, func(c candidate) bool { return c.quoted >= fewestAnchors }, func(c candidate) float64 { return float64(c.quoted) })...)
}

// isOther reports a record of a page that is tracked and not the draft itself.
func (s *search) isOther(x *loosePage, number uint32) bool {
	return slices.ContainsFunc(s.byKey[s.cache.Keys[number]], func(p Page) bool { return p.Path != x.page.Path })
}

// gather turns candidates into pairs of pages, and adds those among the loose
// pages themselves, which are compared one by one.
func (s *search) gather(loose []loosePage, found [][]candidate) {
	for i := range loose {
		x := &loose[i]
		if !x.draft || x.text == nil {
			continue
		}
		for _, c := range found[i] {
			for _, p := range s.byKey[s.cache.Keys[c.number]] {
				if p.Path == x.page.Path {
					continue
				}
				s.wanted[p.Path] = p
				if c.quotes || c.shared >= fewestShared {
					s.ledger[p.Path] = true
				}
				if !c.quotes {
					s.pair(x.page.Path, p.Path)
				}
			}
		}
		for k := range loose {
			y := &loose[k]
			if k == i || y.text == nil || y.draft && k < i {
				continue
			}
			shared := similarity.Compare(x.sketch, y.sketch)
			if shared.Containment() >= candidateContainment || sharedKeys(x.anchors, y.anchors) >= fewestAnchors {
				s.wanted[y.page.Path] = y.page
				s.ledger[y.page.Path] = true
				s.pair(x.page.Path, y.page.Path)
			}
		}
	}
}

func (s *search) pair(a, b string) { s.pairs[[2]string{min(a, b), max(a, b)}] = true }

// sharedKeys counts what two sorted lists have in common.
func sharedKeys(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// compare reads what is wanted and compares the pairs.
func (g *Guard) compare(ctx context.Context, o Options, s *search, loose []loosePage) (*Result, error) {
	held := map[string]*article.Article{}
	drafts := map[string]bool{}
	for _, x := range loose {
		held[x.page.Path] = x.text
		drafts[x.page.Path] = x.draft && x.text != nil
	}
	var articles []*article.Article
	var toRead []Page
	for _, path := range slices.Sorted(maps.Keys(s.wanted)) {
		if a, known := held[path]; !known {
			toRead = append(toRead, s.wanted[path])
		} else if a != nil && !drafts[path] {
			articles = append(articles, a)
		}
	}
	for path, is := range drafts {
		if is {
			articles = append(articles, held[path])
		}
	}
	read, skipped, err := g.read(ctx, o, toRead, nil)
	if err != nil {
		return nil, err
	}
	a := archiveOf(append(articles, read...), skipped)
	o.learnt = s.cache.furniture()
	r, err := a.checkChosen(ctx, o, drafts, s)
	if err != nil {
		return nil, err
	}
	o.learnt = nil
	return g.checkArchive(ctx, o, r, a)
}

// checkChosen compares the pairs that were found. Quotes are read of the
// articles that may share some only.
func (a *Archive) checkChosen(ctx context.Context, o Options, drafts map[string]bool, s *search) (*Result, error) {
	quick := o
	quick.PairsOnly = true
	e, err := a.survey(ctx, quick, everyArticle, nil)
	if err != nil {
		return nil, err
	}
	isDraft := make([]bool, a.Len())
	for i, x := range a.articles {
		isDraft[i] = drafts[x.ID]
	}
	err = o.each(ctx, "reading quotes", a.Len(), func(i int) {
		if id := a.articles[i].ID; isDraft[i] || s.ledger[id] {
			c := &e.digests[i].carrier
			c.Quotes, c.Reports = attribution.Read(e.desk.take(i).body, e.desk.known.outlets)
		}
	})
	if err != nil {
		return nil, err
	}
	return e.checkPairs(ctx, o, isDraft, e.chosenPairs(s))
}

// chosenPairs are the pairs that were found, of the pages that could be read.
func (e *engine) chosenPairs(s *search) []indexPair {
	a := e.archive
	var pairs []indexPair
	for p := range s.pairs {
		i, known := a.byID[p[0]]
		j, alsoKnown := a.byID[p[1]]
		if known && alsoKnown {
			pairs = append(pairs, indexPair{i, j})
		}
	}
	slices.SortFunc(pairs, func(x, y indexPair) int { return cmp.Or(cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j)) })
	return slices.Compact(pairs)
}
