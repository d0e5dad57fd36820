package stemma

import (
	"context"
	"fmt"
)

// Compare looks at the given pairs of ids, one result a pair in the order
// given, whatever their relation is. An id that the archive does not hold is an
// error.
func (a *Archive) Compare(ctx context.Context, o Options, ids [][2]string) (*Result, error) {
	o.All = true
	a, learnt, err := a.picked(ctx, o, ids)
	if err != nil {
		return nil, err
	}
	if learnt != nil {
		o.learnt = learnt
	}
	pairs := make([]indexPair, 0, len(ids))
	wanted := map[int]bool{}
	for _, p := range ids {
		i, known := a.byID[p[0]]
		j, alsoKnown := a.byID[p[1]]
		switch {
		case !known:
			return nil, fmt.Errorf("no article has the id %q", p[0])
		case !alsoKnown:
			return nil, fmt.Errorf("no article has the id %q", p[1])
		case i == j:
			return nil, fmt.Errorf("%q is paired with itself", p[0])
		}
		pairs = append(pairs, indexPair{min(i, j), max(i, j)})
		wanted[i], wanted[j] = true, true
	}
	e, err := a.survey(ctx, o, func(i int) bool { return wanted[i] }, nil)
	if err != nil {
		return nil, err
	}
	r := e.newResult(o)
	if r.Pairs, err = e.comparePairs(ctx, o, pairs); err != nil {
		return nil, err
	}
	e.addLedger(r, sharedOnly)
	e.addFindings(o, r, nil)
	return r, nil
}
