package stemma

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/attribution"
)

// Lines is how parts of a result are written while the rest is not known yet.
type Lines struct {
	// Line makes the line of a *Result without its lists, of an *Article or of a
	// *Pair. It is called from several goroutines.
	Line func(part any) ([]byte, error)
	// Write takes the lines, one after the other.
	Write func(line []byte) error
}

// ScanLines is Scan for archives whose result does not fit in memory: it writes
// what stands before the lists, then articles and pairs in the order in which Scan
// lists them, and returns the result without these. Articles are written while the
// archive is read. Pairs wait in a file for their turn.
//
// What stays in memory of each article of an index: its metadata, the numbers of
// its candidates, and until they are joined its quotes, which are most of it; of
// the result the quotes, utterances, families and findings.
func (a *Archive) ScanLines(ctx context.Context, o Options, out Lines) (*Result, error) {
	a, err := a.whole(o.Policy)
	if err != nil {
		return nil, err
	}
	e, err := a.newEngine(ctx, o, nil)
	if err != nil {
		return nil, err
	}
	r := e.newResult(o)
	r.Articles = []Article{}
	if err := out.put(r); err != nil {
		return nil, err
	}
	articles := inOrder{done: make([]bool, a.Len()), do: func(i int) error {
		err := out.put(&e.reports[i])
		e.reports[i] = Article{}
		return err
	}}
	if err := e.survey(ctx, o, everyArticle, articles.add); err != nil {
		return nil, err
	}
	defer e.outlines.close()
	if articles.err != nil {
		return nil, articles.err
	}
	if !o.PairsOnly {
		e.listUtterances(r, sharedOnly, e.joinQuotes(nil))
	}
	f, err := e.pairLines(ctx, o, r, out)
	if err != nil {
		return nil, err
	}
	f.finish(r)
	e.addHotKeys(r)
	return r, a.failure()
}

func (l Lines) put(part any) error {
	line, err := l.Line(part)
	if err != nil {
		return err
	}
	return l.Write(line)
}

// pairLines compares and writes the pairs and adds their families. It returns what
// is to be looked at in them.
func (e *engine) pairLines(ctx context.Context, o Options, r *Result, out Lines) (*findings, error) {
	reported := e.reportedIn(r.Utterances)
	for i := range e.digests {
		c := &e.digests[i].carrier
		c.Quotes, c.Reports = nil, attribution.Reports{}
	}
	candidates := e.candidates()
	if o.All {
		candidates = allPairs(len(e.digests))
	}
	near := e.neighbours(candidates)
	pairs, err := e.screen(ctx, o, candidates)
	if err != nil {
		return nil, err
	}
	lines, err := newPile(len(pairs))
	if err != nil {
		return nil, err
	}
	defer lines.close()
	var mu sync.Mutex
	var links []attribution.Link
	all := e.newFindings(o, nil)
	order := nearby(pairs, len(e.digests))
	err = o.each(ctx, "comparing pairs", len(pairs), func(n int) {
		k := order[n]
		p := e.comparePair(o, pairs[k].i, pairs[k].j)
		if p == nil {
			return
		}
		e.contradict(p, near)
		e.showReported(p, reported)
		line, err := out.Line(p)
		if err != nil {
			lines.fail(err)
			return
		}
		lines.put(k, line)
		f := e.newFindings(o, nil)
		f.keepMatch(p, f.matchPair(p))
		f.ofPair(p)
		mu.Lock()
		defer mu.Unlock()
		all.take(f)
		if l, is := e.linkOf(p); is {
			links = append(links, l)
		}
	})
	var line []byte
	for k := 0; k < len(pairs) && err == nil; k++ {
		if line = lines.get(k, line); len(line) > 0 {
			err = out.Write(line)
		}
	}
	slices.SortFunc(links, func(x, y attribution.Link) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	r.Families = e.families(links)
	return all, cmp.Or(err, lines.failure())
}

// take adds what another found.
func (f *findings) take(other *findings) {
	f.found = append(f.found, other.found...)
	for id := range other.copies {
		f.copies[id] = true
	}
}

// inOrder does something for each number from 0 on as soon as it was added, and
// all before it were.
type inOrder struct {
	do func(i int) error

	mu   sync.Mutex
	done []bool
	next int
	err  error
}

func (q *inOrder) add(i int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done[i] = true
	for q.err == nil && q.next < len(q.done) && q.done[q.next] {
		q.err = q.do(q.next)
		q.next++
	}
}
