package stemma

import (
	"context"
	"path/filepath"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// Check holds every article of drafts against the archive: one result with the
// drafts and the articles that they have something to do with. A draft is never
// compared with its own id or path. One that the archive does not hold is taken
// as not yet published.
func (a *Archive) Check(ctx context.Context, o Options, drafts *Archive) (*Result, error) {
	if len(a.stores) > 0 {
		return a.checkStored(ctx, o, drafts)
	}
	both, isDraft, unpublished, err := a.with(drafts)
	if err != nil {
		return nil, err
	}
	e, err := both.survey(ctx, o, everyArticle, unpublished)
	if err != nil {
		return nil, err
	}
	return e.checkPairs(ctx, o, isDraft, e.candidates())
}

// checkPairs compares the candidates that hold a draft, and reports: the body of
// every check. The other candidates show what else the archive says of an event.
func (e *engine) checkPairs(ctx context.Context, o Options, isDraft []bool, candidates []indexPair) (*Result, error) {
	pairs := slices.DeleteFunc(slices.Clone(candidates), func(p indexPair) bool { return !isDraft[p.i] && !isDraft[p.j] })
	r := e.newResult(o)
	for i, is := range isDraft {
		if is {
			r.Drafts = append(r.Drafts, e.archive.articles[i].ID)
		}
	}
	var joined []attribution.Utterance
	var joining sync.WaitGroup // goes on beside the pairs: it cannot use two cores itself
	joining.Go(func() { joined = e.joinQuotes(r.Drafts) })
	var err error
	f := e.newFindings(o, r.Drafts)
	r.Pairs, err = e.comparePairs(ctx, o, pairs, e.neighbours(candidates), f)
	joining.Wait()
	if err != nil {
		return nil, err
	}
	e.addFamilies(r)
	e.addLedger(r, sharedOnly, joined)
	f.ofPairs(r)
	return r, nil
}

// with adds the drafts to a copy of the archive and tells which articles were
// asked about, and which of them the archive does not hold. A draft whose path
// the archive holds is that article; one whose own id it holds is a newer state
// of it and takes its place.
func (a *Archive) with(drafts *Archive) (*Archive, []bool, map[string]bool, error) {
	in := intake{skipped: append(slices.Clone(a.skipped), drafts.skipped...)}
	byPath := make(map[string]string, a.Len())
	texts := make(map[string]bool, a.Len())
	for _, x := range a.articles {
		byPath[absolute(x.Path)] = x.ID
		texts[x.Text] = true
	}
	asked, unpublished := map[string]bool{}, map[string]bool{}
	replaced := map[string]bool{}
	for _, d := range drafts.articles {
		if id, held := byPath[absolute(d.Path)]; held && fromOwnFile(d) {
			asked[id] = true
			continue
		}
		if i, held := a.byID[d.ID]; held {
			if fromOwnFile(d) && fromOwnFile(a.articles[i]) { // two files of one name
				renamed := *d
				renamed.ID = filepath.ToSlash(d.Path)
				d = &renamed
			} else {
				replaced[d.ID] = true
			}
		}
		asked[d.ID] = true
		if !texts[d.Text] {
			unpublished[d.ID] = true
		}
		in.articles = append(in.articles, d)
	}
	for _, x := range a.articles {
		if !replaced[x.ID] {
			in.articles = append(in.articles, x)
		}
	}
	both, err := in.archive()
	if err != nil {
		return nil, nil, nil, err
	}
	isDraft := make([]bool, both.Len())
	for i, x := range both.articles {
		isDraft[i] = asked[x.ID]
	}
	return both, isDraft, unpublished, nil
}

// fromOwnFile reports an article that is a file by itself, so that its id comes
// from the file's name.
func fromOwnFile(a *article.Article) bool {
	return a.TextFrom != "record" && a.Path != "" && a.Path != "-"
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}
