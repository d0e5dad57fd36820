package stemma

import (
	"context"
	"sync"

	"github.com/stemma-news/stemma/attribution"
)

// screen leaves out the candidates that are surely not listed: most share a
// subject and no more. Their outlines show it, so that only the others are
// taken apart again.
func (e *engine) screen(ctx context.Context, o Options, pairs []indexPair) ([]indexPair, error) {
	if o.All {
		return pairs, nil
	}
	screens := sync.Pool{New: func() any { return new(attribution.Screen) }}
	rows := rowsOf(pairs)
	apart := make([]bool, len(pairs))
	err := o.each(ctx, "screening pairs", len(rows), func(r int) {
		of := e.digests[pairs[rows[r].first].i].outline
		if of == nil {
			return
		}
		s := screens.Get().(*attribution.Screen)
		defer screens.Put(s)
		s.Set(of)
		for k := rows[r].first; k < rows[r].last; k++ {
			other := e.digests[pairs[k].j].outline
			apart[k] = other != nil && s.Apart(other, o.min())
		}
	})
	for i := range e.digests {
		e.digests[i].outline = nil // a tenth of the memory of a scan
	}
	left := make([]indexPair, 0, len(pairs)/4)
	for k, p := range pairs {
		if !apart[k] {
			left = append(left, p)
		}
	}
	return left, err
}

// row is a half-open range of pairs with one first article.
type row struct{ first, last int }

// rowsOf parts pairs, sorted, into rows.
func rowsOf(pairs []indexPair) []row {
	var rows []row
	for k, p := range pairs {
		if n := len(rows); n == 0 || pairs[k-1].i != p.i {
			rows = append(rows, row{k, k + 1})
		} else {
			rows[n-1].last = k + 1
		}
	}
	return rows
}
