package stemma

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stemma-news/stemma/article"
)

// checkArchive checks the drafts of a result against the configured archive
// too, and adds what that gives. What lies in an archive was there before a
// draft.
func (g *Guard) checkArchive(ctx context.Context, o Options, r *Result, pages *Archive) (*Result, error) {
	if len(g.Archive) == 0 || len(r.Drafts) == 0 {
		return r, nil
	}
	archive, err := Open(ctx, o, g.Archive...)
	if err != nil {
		return nil, fmt.Errorf("the archive: %w", err)
	}
	defer archive.Close()
	drafts := make([]*article.Article, 0, len(r.Drafts))
	for _, id := range r.Drafts {
		d := *pages.articles[pages.byID[id]]
		if archive.holds(d.ID) {
			d.ID = "./" + d.ID // a file of the same name, not an older state of this one
		}
		drafts = append(drafts, &d)
	}
	further, err := archive.Check(ctx, o, archiveOf(drafts, nil))
	if err != nil {
		return nil, fmt.Errorf("the archive: %w", err)
	}
	r.join(further)
	return r, nil
}

// join adds what another result of the same drafts holds. Ids that both have
// keep what is there.
func (r *Result) join(further *Result) {
	r.Articles = joined(r.Articles, further.Articles, func(a Article) string { return a.ID })
	r.Quotes = joined(r.Quotes, further.Quotes, func(q Quote) string { return q.ID })
	r.Utterances = joined(r.Utterances, further.Utterances, func(u Utterance) string { return u.ID })
	r.Families = joined(r.Families, further.Families, func(f Family) string { return f.ID })
	r.Skipped = joined(r.Skipped, further.Skipped, func(s Skipped) string { return s.Path })
	r.Pairs = joined(r.Pairs, further.Pairs, func(p Pair) string { return p.A + "\x00" + p.B })
	r.Findings = append(r.Findings, further.Findings...)
	slices.SortStableFunc(r.Findings, inReportOrder)
	r.Findings = onceEach(r.Findings)
}

// joined merges two lists, sorted by key.
func joined[T any](a, b []T, key func(T) string) []T {
	seen := make(map[string]bool, len(a))
	for _, x := range a {
		seen[key(x)] = true
	}
	for _, x := range b {
		if !seen[key(x)] {
			a = append(a, x)
		}
	}
	slices.SortStableFunc(a, func(x, y T) int { return cmp.Compare(key(x), key(y)) })
	return a
}
