package stemma

import (
	"cmp"
	"context"
	"slices"
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
	type screening struct {
		attribution.Screen
		of, other outlineDesk
	}
	screens := sync.Pool{New: func() any { return new(screening) }}
	rows := rowsOf(pairs)
	apart := make([]bool, len(pairs))
	err := o.each(ctx, "screening pairs", len(rows), func(r int) {
		s := screens.Get().(*screening)
		defer screens.Put(s)
		of := e.outlines.get(pairs[rows[r].first].i, &s.of)
		if of == nil {
			return
		}
		s.Set(of)
		for k := rows[r].first; k < rows[r].last; k++ {
			other := e.outlines.get(pairs[k].j, &s.other)
			apart[k] = other != nil && s.Apart(other, o.min())
		}
	})
	if err == nil {
		err = e.outlines.failure()
	}
	e.outlines.close() // a tenth of the memory of a scan
	if err != nil {
		return nil, err
	}
	left := make([]indexPair, 0, len(pairs)/4)
	for k, p := range pairs {
		if !apart[k] {
			left = append(left, p)
		}
	}
	return left, nil
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

// nearbyPairs lists the wanted pairs of a result in the order of nearby.
func (e *engine) nearbyPairs(pairs []Pair, wanted func(*Pair) bool) []int {
	var places []int
	var of []indexPair
	for k := range pairs {
		if p := &pairs[k]; wanted(p) {
			places, of = append(places, k), append(of, indexPair{e.archive.byID[p.A], e.archive.byID[p.B]})
		}
	}
	order := nearby(of, len(e.digests))
	for n, k := range order {
		order[n] = places[k]
	}
	return order
}

// nearby is an order in which to work on pairs so that articles which have to do
// with each other follow each other: those of a story lie on the desk together.
// Articles are numbered by their distance from the first of their component
// (the order of Cuthill and McKee, 1969), pairs follow their articles.
func nearby(pairs []indexPair, articles int) []int {
	starts := make([]int, articles+1)
	for _, p := range pairs {
		starts[p.i]++
		starts[p.j]++
	}
	sum := 0
	for i, n := range starts {
		starts[i] = sum
		sum += n
	}
	others, at := make([]int, sum), slices.Clone(starts)
	for _, p := range pairs {
		others[at[p.i]], others[at[p.j]] = p.j, p.i
		at[p.i]++
		at[p.j]++
	}
	rank, queue := make([]int, articles), make([]int, 0, articles) // rank from 1
	for first := range articles {
		if rank[first] > 0 || starts[first] == starts[first+1] {
			continue
		}
		done := len(queue)
		queue = append(queue, first)
		rank[first] = len(queue)
		for ; done < len(queue); done++ {
			for _, other := range others[starts[queue[done]]:starts[queue[done]+1]] {
				if rank[other] == 0 {
					queue = append(queue, other)
					rank[other] = len(queue)
				}
			}
		}
	}
	order := make([]int, len(pairs))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(x, y int) int {
		a, b := pairs[x], pairs[y]
		return cmp.Or(cmp.Compare(min(rank[a.i], rank[a.j]), min(rank[b.i], rank[b.j])),
			cmp.Compare(max(rank[a.i], rank[a.j]), max(rank[b.i], rank[b.j])), cmp.Compare(x, y))
	})
	return order
}
