package stemma

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// isIndex reports a folder that holds an index, damaged or not.
func isIndex(path string) bool {
	info, err := os.Stat(filepath.Join(path, "MANIFEST"))
	return err == nil && info.Mode().IsRegular()
}

// openIndex opens an index among the paths, once.
func (in *intake) openIndex(path string) error {
	for _, s := range in.stores {
		if absolute(s.dir) == absolute(path) {
			return nil
		}
	}
	s, err := openStored(path)
	if err == nil {
		s.extra = in.o.Reading.Extra
		in.stores = append(in.stores, s)
	}
	return err
}

// Close closes the indexes among the archive's paths; an archive without any
// needs no closing.
func (a *Archive) Close() error {
	var err error
	for _, s := range a.stores {
		err = errors.Join(err, s.reader.Close())
	}
	return err
}

// storedLen is the number of articles in the archive's indexes.
func (a *Archive) storedLen() int {
	n := 0
	for _, s := range a.stores {
		n += s.reader.Len()
	}
	return n
}

// storedIDs lists the ids in the archive's indexes. A damaged index gives those
// before the damage; whatever reads it next says so.
func (a *Archive) storedIDs() []string {
	var ids []string
	for _, s := range a.stores {
		for e, err := range s.reader.All() {
			if err != nil {
				break
			}
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// holds reports whether the archive has an article of the id.
func (a *Archive) holds(id string) bool {
	_, held := a.byID[id]
	for _, s := range a.stores {
		if _, found, err := s.reader.ByID(id); found && err == nil {
			return true
		}
	}
	return held
}

// storedText is the text of an article in one of the indexes.
func (a *Archive) storedText(id string) string {
	for _, s := range a.stores {
		if n, found, err := s.reader.ByID(id); found && err == nil {
			if r, err := s.reader.Record(n); err == nil {
				return string(r.Text)
			}
		}
	}
	return ""
}

// errNoTexts says what an index without texts cannot do.
func errNoTexts(dir string) error {
	return fmt.Errorf("%s was made with --no-text: without texts nothing can be compared. Make it anew with texts", dir)
}

// textPlace is where the text of an article lies, and its length in bytes.
type textPlace struct {
	storedRef
	size   int
	stored bool
}

// whole is the archive with every article of its indexes, whose texts stay on
// disk.
func (a *Archive) whole(policy *Policy) (*Archive, error) {
	if len(a.stores) == 0 {
		return a, nil
	}
	in := intake{articles: slices.Clone(a.articles), skipped: a.skipped}
	places := map[*article.Article]textPlace{}
	for k, s := range a.stores {
		if !s.params.text {
			return nil, errNoTexts(s.dir)
		}
		for e, err := range s.reader.All() {
			if err != nil {
				return nil, err
			}
			x, err := s.bare(e.Record, policy)
			if err != nil {
				return nil, err
			}
			places[x] = textPlace{storedRef{k, e.Number}, e.TextSize, true}
			in.articles = append(in.articles, x)
		}
	}
	whole, err := in.archive()
	if err != nil {
		return nil, err
	}
	whole.places = make([]textPlace, len(whole.articles))
	for i, x := range whole.articles {
		whole.places[i] = places[x]
	}
	whole.stores = nil
	whole.texts = a.stores
	whole.policy = policy
	return whole, nil
}

// full is the i-th article with its text. Where the text cannot be read it is
// empty, and failure says why.
func (a *Archive) full(i int) *article.Article {
	x, _ := a.noted(i)
	return x
}

// noted is full with the notes that an index has of the article, nil for none.
func (a *Archive) noted(i int) (*article.Article, *attribution.Notes) {
	if a.places == nil || !a.places[i].stored {
		return a.articles[i], a.notes[a.articles[i]]
	}
	p := a.places[i]
	r, err := a.texts[p.store].reader.Record(p.number)
	if err != nil {
		a.fail(err)
		return a.articles[i], nil
	}
	x := *a.articles[i]
	x.Text = string(r.Text)
	notes, err := readNotes(&x, a.policy, r.Reading)
	if err != nil {
		a.fail(fmt.Errorf("%s: article %q: %w", a.texts[p.store].dir, x.ID, err))
	}
	return &x, notes
}

// fail keeps the first error that was met when articles were read from an index.
func (a *Archive) fail(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken == nil {
		a.broken = err
	}
}

// textSize is the length of the i-th article's text.
func (a *Archive) textSize(i int) int {
	if a.places == nil || !a.places[i].stored {
		return len(a.articles[i].Text)
	}
	return a.places[i].size
}

// failure is the first error in reading a text.
func (a *Archive) failure() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.broken
}

// picked is the archive with those of its indexes' articles that have one of
// the ids, and what the rest teaches about their furniture.
func (a *Archive) picked(ctx context.Context, o Options, ids [][2]string) (*Archive, furnitureOf, error) {
	if len(a.stores) == 0 {
		return a, nil, nil
	}
	refs, err := a.refsOf(ids)
	if err != nil {
		return nil, nil, err
	}
	found, _, err := a.fetch(ctx, o, refs)
	if err != nil {
		return nil, nil, err
	}
	in := intake{articles: append(slices.Clone(a.articles), found...), skipped: a.skipped}
	small, err := in.archive()
	if err != nil {
		return nil, nil, err
	}
	learnt, err := a.learnStored(ctx, o, small, nil, nil)
	return small, learnt, err
}

// refsOf finds the articles of the ids that an index holds.
func (a *Archive) refsOf(ids [][2]string) ([]storedRef, error) {
	var refs []storedRef
	seen := map[string]bool{}
	for _, pair := range ids {
		for _, id := range pair {
			if seen[id] {
				continue
			}
			seen[id] = true
			for k, s := range a.stores {
				n, held, err := s.reader.ByID(id)
				if err != nil {
					return nil, err
				}
				if !held {
					continue
				}
				if !s.params.text {
					return nil, errNoTexts(s.dir)
				}
				refs = append(refs, storedRef{k, n})
			}
		}
	}
	return refs, nil
}

// storedRef is an article of one of the archive's indexes.
type storedRef struct {
	store  int
	number uint32
}

// fetch reads articles from the indexes on all jobs, in the order asked, with the
// notes of those that have some.
func (a *Archive) fetch(ctx context.Context, o Options, refs []storedRef) ([]*article.Article, []*attribution.Notes, error) {
	out, notes := make([]*article.Article, len(refs)), make([]*attribution.Notes, len(refs))
	errs := make([]error, len(refs))
	err := o.each(ctx, "reading the index", len(refs), func(i int) {
		out[i], notes[i], errs[i] = a.stores[refs[i].store].noted(refs[i].number, o.Policy)
	})
	if err == nil {
		err = firstError(errs)
	}
	return out, notes, err
}

func firstError(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
