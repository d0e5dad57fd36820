package stemma

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// Archive is a set of articles, ready to be compared: in memory, and in indexes
// on disk. It is safe for concurrent use once opened.
type Archive struct {
	articles []*article.Article // by id
	byID     map[string]int
	skipped  []Skipped
	stores   []*stored // indexes, not read yet

	notes map[*article.Article]*attribution.Notes // those that an index has of some

	// Of an archive on disk that is compared as a whole: where the texts of the
	// articles lie, nil where they are in memory, and what was laid over them.
	texts  []*stored
	places []textPlace
	policy *Policy
	mu     sync.Mutex
	broken error // why a text could not be read
}

// Open reads all articles under the paths: files, folders or "-". A folder that
// holds an index is opened and read when it is asked (see Close). An input that
// is named and cannot be read is an error; what cannot be read inside a folder
// or a stream is skipped and listed in every result. Two articles of one id are
// an error that names both.
func Open(ctx context.Context, o Options, paths ...string) (*Archive, error) {
	reader, err := article.NewReader(o.Reading)
	if err != nil {
		return nil, err
	}
	in := intake{o: o, seen: map[string]int{}}
	for i, p := range paths {
		if isIndex(p) {
			if err := in.openIndex(p); err != nil {
				return nil, err
			}
			continue
		}
		if err := in.read(ctx, reader, i, p); err != nil {
			return nil, err
		}
	}
	a, err := in.archive()
	if err != nil {
		return nil, err
	}
	a.stores = in.stores
	return a, nil
}

// Len is the number of articles.
func (a *Archive) Len() int { return len(a.articles) + a.storedLen() }

// IDs lists the articles' ids in the order of their bytes.
func (a *Archive) IDs() []string {
	ids := a.storedIDs()
	for _, x := range a.articles {
		ids = append(ids, x.ID)
	}
	slices.Sort(ids)
	return ids
}

// Text is the text that spans of the article refer to, "" for an unknown id.
func (a *Archive) Text(id string) string {
	if i, ok := a.byID[id]; ok {
		return a.full(i).Text
	}
	return a.storedText(id)
}

// intake gathers what the paths hold. Decoding runs on all jobs; the order in
// which articles arrive does not matter, because the archive sorts them.
type intake struct {
	o        Options
	mu       sync.Mutex
	articles []*article.Article
	skipped  []Skipped
	stores   []*stored
	seen     map[string]int // which of the paths a file was read under, so that it is read once
	last     lastAsked
	failed   error
}

// waiting is how many undecoded articles may queue for each job.
const waiting = 4

func (in *intake) read(ctx context.Context, r *article.Reader, nth int, path string) error {
	queue := make(chan article.Source, waiting*in.o.jobs())
	var workers sync.WaitGroup
	for range in.o.jobs() {
		workers.Go(func() {
			for s := range queue {
				in.decode(s)
			}
		})
	}
	err := r.Sources(path, func(s article.Source) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if in.again(nth, s.Path) {
			return nil
		}
		queue <- s
		return nil
	})
	close(queue)
	workers.Wait()
	if err != nil {
		return err
	}
	return in.failed
}

// again reports whether a file was read before under another of the paths.
func (in *intake) again(nth int, path string) bool {
	if path == "-" {
		return false
	}
	if in.last.nth == nth && in.last.path == path { // another record of one file
		return in.last.again
	}
	full := absolute(path)
	first, read := in.seen[full]
	if !read {
		in.seen[full] = nth
	}
	in.last = lastAsked{nth, path, read && first != nth}
	return in.last.again
}

// lastAsked is the last answer of intake.again.
type lastAsked struct {
	nth   int
	path  string
	again bool
}

func (in *intake) decode(s article.Source) {
	a, err := articleWithin(in.o.Reading.Limits.Within(), s)
	if err == nil {
		in.o.Policy.settle(a)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	switch {
	case err == nil:
		in.articles = append(in.articles, a)
		in.o.progress("reading", len(in.articles), 0)
	case s.Named:
		if in.failed == nil {
			in.failed = &article.InputError{Path: s.Path, Err: err}
		}
	default:
		in.skipped = append(in.skipped, Skipped{Path: s.Place(), Reason: err.Error()})
	}
}

// archive sorts what was read and refuses two articles of one id.
func (in *intake) archive() (*Archive, error) {
	a := &Archive{articles: in.articles, skipped: in.skipped, byID: make(map[string]int, len(in.articles))}
	slices.SortFunc(a.articles, func(x, y *article.Article) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Record, y.Record))
	})
	a.foldStates()
	slices.SortStableFunc(a.skipped, func(x, y Skipped) int { return cmp.Compare(x.Path, y.Path) })
	for i, x := range a.articles {
		if j, clash := a.byID[x.ID]; clash {
			return nil, clashError(x.ID, placeOf(a.articles[j]), placeOf(x))
		}
		a.byID[x.ID] = i
	}
	return a, nil
}

// placeOf says where an article was read.
func placeOf(a *article.Article) string {
	return article.Source{Path: cmp.Or(a.Path, "-"), Record: a.Record}.Place()
}

// clashError names both of two articles of one id.
func clashError(id, first, second string) error {
	return fmt.Errorf("two articles have the id %q: %s and %s", id, min(first, second), max(first, second))
}
