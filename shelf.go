package stemma

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// shelf knows of every article where it lies, and holds none: who needs one
// again reads it again. Standard input, which cannot be read twice, is kept.
type shelf struct {
	holdings // by id
	skipped  []Skipped
	stores   []*stored
	named    []string // the paths that were given
	reading  article.Options
	stdin    []byte
}

// readShelf reads every article under the paths once, into a join.
func readShelf(ctx context.Context, o Options, join *similarity.Join, paths []string) (*shelf, error) {
	s := &shelf{named: paths, reading: o.Reading}
	if slices.Contains(paths, "-") && o.Reading.Stdin != nil {
		var err error
		if s.stdin, err = io.ReadAll(o.Reading.Stdin); err != nil {
			return nil, &article.InputError{Path: "-", Err: err}
		}
	}
	takers := make([]taker, o.jobs())
	for i := range takers {
		takers[i].intake, takers[i].within = join.NewIntake(), o.Reading.Limits.Within()
	}
	if err := s.readAll(ctx, o, takers, paths); err != nil {
		s.close()
		return nil, err
	}
	return s, s.settle(takers)
}

func (s *shelf) close() {
	for _, store := range s.stores {
		_ = store.reader.Close()
	}
}

func (s *shelf) readAll(ctx context.Context, o Options, takers []taker, paths []string) error {
	reader, err := s.reader()
	if err != nil {
		return err
	}
	in := intake{seen: map[string]int{}}
	defer func() { s.stores = in.stores }()
	arrived := 0
	for nth, path := range paths {
		if isIndex(path) {
			err = in.openIndex(path)
		} else {
			arrived, err = eachSource(ctx, o, reader, path, arrived, func(x article.Source) bool { return !in.again(nth, x.Path) },
				func(worker, arrival int, x article.Source) error { return takers[worker].take(arrival, x) })
		}
		if err != nil {
			return err
		}
	}
	for k, store := range in.stores {
		if arrived, err = takeStored(ctx, o, takers, k, store, arrived); err != nil {
			return err
		}
	}
	return nil
}

// reader reads the paths from the start, standard input too.
func (s *shelf) reader() (*article.Reader, error) {
	reading := s.reading
	if s.stdin != nil {
		reading.Stdin = bytes.NewReader(s.stdin)
	}
	return article.NewReader(reading)
}

// eachSource hands the wanted sources under a path to the workers, numbered in
// the order in which they lie from first on, and returns the next number.
func eachSource(ctx context.Context, o Options, r *article.Reader, path string, first int,
	wanted func(article.Source) bool, do func(worker, number int, s article.Source) error) (int, error) {
	const together = 32 // sources handed over at once
	type parcel struct {
		first   int
		sources []article.Source
	}
	queue := make(chan parcel, 2*o.jobs())
	failed := make([]error, o.jobs())
	var workers sync.WaitGroup
	for w := range o.jobs() {
		workers.Go(func() {
			for p := range queue {
				for i, s := range p.sources {
					if err := do(w, p.first+i, s); err != nil && failed[w] == nil {
						failed[w] = err
					}
				}
				o.progress("reading", p.first+len(p.sources), 0)
			}
		})
	}
	next := parcel{first: first}
	err := r.Sources(path, func(s article.Source) error {
		if !wanted(s) {
			return nil
		}
		next.sources = append(next.sources, s)
		if len(next.sources) == together {
			queue <- next
			next = parcel{first: next.first + together}
		}
		return ctx.Err()
	})
	queue <- next
	close(queue)
	workers.Wait()
	return next.first + len(next.sources), eitherError(err, failed)
}

// eitherError is err where it is one, else the first of the others.
func eitherError(err error, others []error) error {
	if err != nil {
		return err
	}
	return firstError(others)
}

// taker is one goroutine's share of the reading.
type taker struct {
	holdings
	intake  *similarity.Intake
	within  time.Duration
	skipped []Skipped
	words   wordReader
}

// take reads one source into the join. A named input that cannot be read is an
// error, any other is skipped.
func (t *taker) take(arrival int, s article.Source) error {
	b, err := bareWithin(t.within, s)
	switch {
	case err == nil:
		t.hold(heldArticle{record: int32(s.Record), arrival: int32(arrival)}, b, s.Path, heldMore{s.Member, b.Version})
	case s.Named:
		return &article.InputError{Path: s.Path, Err: err}
	default:
		t.skipped = append(t.skipped, Skipped{Path: s.Place(), Reason: err.Error()})
	}
	return nil
}

func (t *taker) hold(h heldArticle, b article.Bare, path string, more heldMore) {
	t.add(h, b.ID, path, more)
	t.intake.Add(int(h.arrival), t.words.shingles(b))
}

// wordReader turns texts into shingles, in memory that it keeps.
type wordReader struct {
	words, found []uint64
}

// shingles are valid until the next call.
func (w *wordReader) shingles(b article.Bare) []uint64 {
	w.words = article.AppendHashes(w.words[:0], b.Text, b.Skip)
	w.found = similarity.AppendShingles(w.found[:0], w.words)
	return w.found
}

// takeStored reads the articles of an index into the join.
func takeStored(ctx context.Context, o Options, takers []taker, k int, s *stored, first int) (int, error) {
	if !s.params.text {
		return first, errNoTexts(s.dir)
	}
	var numbers []uint32
	for e, err := range s.reader.All() {
		if err != nil {
			return first, err
		}
		numbers = append(numbers, e.Number)
	}
	failed := make([]error, len(takers))
	err := o.each(ctx, "reading the index", len(takers), func(w int) {
		for i := w; i < len(numbers) && failed[w] == nil && ctx.Err() == nil; i += len(takers) {
			a, err := s.article(numbers[i], o.Policy)
			if failed[w] = err; err == nil {
				h := heldArticle{store: int16(k + 1), number: numbers[i], arrival: int32(first + i)}
				takers[w].hold(h, article.Bare{ID: a.ID, Text: a.Text, Skip: a.Skip}, a.Path, heldMore{})
			}
		}
	})
	return first + len(numbers), eitherError(err, failed)
}

// settle sorts what was read by id, refuses two articles of one id, and tells
// the join the order.
func (s *shelf) settle(takers []taker) error {
	for i := range takers {
		s.join(&takers[i].holdings)
		s.skipped = append(s.skipped, takers[i].skipped...)
	}
	s.sort()
	s.nameStates()
	slices.SortFunc(s.skipped, bySkippedPath)
	last := int32(-1)
	for _, h := range s.held {
		last = max(last, h.arrival)
	}
	rank := make([]int32, last+1)
	for i, h := range s.held {
		if i > 0 && bytes.Equal(s.idOf(s.held[i-1]), s.idOf(h)) {
			return clashError(s.id(i), s.place(s.held[i-1]), s.place(h))
		}
		rank[h.arrival] = int32(i)
	}
	for i := range takers {
		takers[i].intake.Renumber(rank)
	}
	return nil
}

// errChanged is a file that was not the same when it was read again.
var errChanged = errors.New("changed while it was being read")

// sketches reads the wanted articles again and calls do with what the join holds
// of each, on all jobs; worker is below their number, and the sketch valid until
// do returns. An article that is not the same any more is skipped, unless its
// file was named.
func (s *shelf) sketches(ctx context.Context, o Options, join *similarity.Join, wanted []int32, do func(worker, i int, sketch []uint64, b article.Bare)) error {
	readers := make([]struct {
		wordReader
		similarity.Distinct
		sketch []uint64
	}, o.jobs())
	same := make([]bool, len(s.held))
	err := s.again(ctx, o, wanted, func(worker, i int, b article.Bare) {
		r := &readers[worker]
		r.sketch = r.Append(r.sketch[:0], r.shingles(b))
		if same[i] = join.Holds(i, r.sketch); same[i] {
			do(worker, i, r.sketch, b)
		}
	})
	for _, i := range wanted {
		if err == nil && !same[i] {
			err = s.skipChanged(int(i))
		}
	}
	return err
}

// skipChanged lists an article as skipped, once.
func (s *shelf) skipChanged(i int) error {
	h := &s.held[i]
	if path := s.paths[h.path]; h.store > 0 || slices.Contains(s.named, path) {
		return &article.InputError{Path: path, Err: errChanged}
	}
	if !h.changed {
		h.changed = true
		s.changed++
		s.skipped = append(s.skipped, Skipped{Path: s.place(*h), Reason: errChanged.Error()})
		slices.SortFunc(s.skipped, bySkippedPath)
	}
	return nil
}

// again reads the wanted articles a second time, each file once. What cannot be
// read any more is left out.
func (s *shelf) again(ctx context.Context, o Options, wanted []int32, do func(worker, i int, b article.Bare)) error {
	type place struct {
		path, member string
		record       int32
	}
	at := make(map[place]int, len(wanted))
	var stored []int
	var paths []string
	seen := map[string]bool{}
	for _, i := range wanted {
		h := s.held[i]
		if h.store > 0 {
			stored = append(stored, int(i))
			continue
		}
		path := s.paths[h.path]
		at[place{path, s.moreOf(h).member, h.record}] = int(i)
		if !seen[path] {
			seen[path] = true
			paths = append(paths, path)
		}
	}
	if err := s.storedAgain(ctx, o, stored, do); err != nil {
		return err
	}
	slices.Sort(paths)
	reader, err := s.reader()
	if err != nil {
		return err
	}
	for _, path := range paths {
		_, err := eachSource(ctx, o, reader, path, 0,
			func(x article.Source) bool { _, is := at[place{path, x.Member, int32(x.Record)}]; return is },
			func(worker, _ int, x article.Source) error {
				b, err := bareWithin(s.reading.Limits.Within(), x)
				if err == nil {
					i := at[place{path, x.Member, int32(x.Record)}]
					b.ID = s.id(i)
					do(worker, i, b)
				}
				return nil
			})
		var input *article.InputError
		if err != nil && !errors.As(err, &input) {
			return err
		}
	}
	return nil
}

// storedAgain is again for articles of indexes: in the order in which they lie
// there, each job a stretch of them.
func (s *shelf) storedAgain(ctx context.Context, o Options, wanted []int, do func(worker, i int, b article.Bare)) error {
	slices.SortFunc(wanted, func(x, y int) int {
		a, b := s.held[x], s.held[y]
		return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.number, b.number))
	})
	jobs := o.jobs()
	failed := make([]error, jobs)
	o.evenly(jobs, func(w int) {
		for _, i := range wanted[w*len(wanted)/jobs : (w+1)*len(wanted)/jobs] {
			h := s.held[i]
			a, err := s.stores[h.store-1].article(h.number, nil)
			if err = cmp.Or(err, ctx.Err()); err != nil {
				failed[w] = err
				return
			}
			do(w, i, article.Bare{ID: a.ID, Text: a.Text, Skip: a.Skip})
		}
	})
	return firstError(failed)
}
