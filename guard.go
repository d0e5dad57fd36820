package stemma

import (
	"context"
	"errors"
	"slices"
	"sort"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// Page is one file of a content repository as version control holds it.
type Page struct {
	Path string // from the repository's root, with slashes: the article's id
	Sum  string // names the content: equal sums stand for equal bytes
}

// Guard checks pages that are about to be committed against all others of their
// repository and against an archive. It answers what Archive.Check answers for
// the same files, but that it takes pages that name no outlet for those of one,
// so that what stands under several of them is furniture. It keeps what it
// learnt of each content in a cache: the next check costs what changed and not
// what there is.
type Guard struct {
	// Pages are all articles that the repository tracks. A page of the same
	// path as a draft gives way to it.
	Pages []Page
	// Drafts are the pages asked about.
	Drafts []Page
	// Load returns the bytes of a page. It is called from several goroutines.
	Load func(Page) ([]byte, error)
	// Archive are paths of further articles to compare with.
	Archive []string
	// Cache is a folder that the guard alone writes to, "" for none. What
	// changes the cache's meaning is part of its name inside.
	Cache string
	// Notice is told, in one line, when the first use takes a while. It may be
	// nil.
	Notice func(string)
}

// LeastWords is the number of words from which a page counts as an article:
// shorter ones are stubs, indexes and pictures.
const LeastWords = 60

// Check compares the drafts. A draft that cannot be read is an error; of the
// other pages such ones are listed as skipped. A draft of fewer than LeastWords
// words is left out.
func (g *Guard) Check(ctx context.Context, o Options) (*Result, error) {
	drafts := map[string]bool{}
	pages := slices.Clone(g.Drafts)
	for _, d := range g.Drafts {
		drafts[d.Path] = true
	}
	for _, p := range g.Pages {
		if !drafts[p.Path] {
			pages = append(pages, p)
		}
	}
	if g.Cache != "" && len(g.Drafts) <= mostLookups {
		r, err := g.checkCached(ctx, o, pages, drafts)
		if !errors.Is(err, errNoCache) {
			return r, err
		}
	}
	return g.checkAll(ctx, o, pages, drafts)
}

// checkAll reads everything and checks it in memory.
func (g *Guard) checkAll(ctx context.Context, o Options, pages []Page, drafts map[string]bool) (*Result, error) {
	articles, skipped, err := g.read(ctx, o, pages, drafts)
	if err != nil {
		return nil, err
	}
	a := archiveOf(articles, skipped)
	isDraft := make([]bool, a.Len())
	for i, x := range a.articles {
		isDraft[i] = drafts[x.ID]
	}
	newsroom := o
	newsroom.oneNewsroom = true
	e, err := a.survey(ctx, newsroom, everyArticle, nil)
	if err != nil {
		return nil, err
	}
	r, err := e.checkPairs(ctx, o, isDraft, e.candidates())
	if err != nil {
		return nil, err
	}
	return g.checkArchive(ctx, o, r, a)
}

// read decodes pages on all jobs and leaves out those that are too short.
func (g *Guard) read(ctx context.Context, o Options, pages []Page, drafts map[string]bool) ([]*article.Article, []Skipped, error) {
	reader, err := article.NewReader(o.Reading)
	if err != nil {
		return nil, nil, err
	}
	var mu sync.Mutex
	var articles []*article.Article
	var skipped []Skipped
	var failed error
	err = o.each(ctx, "reading", len(pages), func(i int) {
		a, err := g.readPage(reader, o, pages[i])
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err != nil && drafts[pages[i].Path] && failed == nil:
			failed = inputError(pages[i], err)
		case err != nil:
			skipped = append(skipped, Skipped{Path: pages[i].Path, Reason: err.Error()})
		case a != nil:
			articles = append(articles, a)
		}
	})
	if err == nil {
		err = failed
	}
	return articles, skipped, err
}

// inputError names the page in an error once.
func inputError(p Page, err error) error {
	var input *article.InputError
	if errors.As(err, &input) {
		return err
	}
	return &article.InputError{Path: p.Path, Err: err}
}

// readPage decodes one page, nil for one that is too short to be an article.
func (g *Guard) readPage(reader *article.Reader, o Options, p Page) (*article.Article, error) {
	data, err := g.Load(p)
	if err != nil {
		return nil, &article.InputError{Path: p.Path, Err: err}
	}
	a, err := reader.ReadBytes(p.Path, data)
	switch {
	case err == article.ErrEmpty:
		return nil, nil
	case err != nil:
		return nil, err
	}
	o.Policy.settlePage(a)
	if !article.HasWords(a.Text, a.Skip, LeastWords) {
		return nil, nil
	}
	return a, nil
}

// archiveOf is an archive of articles whose ids are distinct.
func archiveOf(articles []*article.Article, skipped []Skipped) *Archive {
	a := &Archive{articles: articles, skipped: skipped, byID: make(map[string]int, len(articles))}
	sort.Slice(a.articles, func(i, j int) bool { return a.articles[i].ID < a.articles[j].ID })
	sort.Slice(a.skipped, func(i, j int) bool { return a.skipped[i].Path < a.skipped[j].Path })
	for i, x := range a.articles {
		a.byID[x.ID] = i
	}
	return a
}
