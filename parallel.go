package stemma

import (
	"context"
	"sync"
	"sync/atomic"
)

// each calls do for every i below n on all jobs and tells the progress. It
// stops early, with the context's error, when that is cancelled.
func (o Options) each(ctx context.Context, stage string, n int, do func(i int)) error {
	batch := max(1, min(8, n/(8*o.jobs()))) // calls between two looks at the shared counter
	var next atomic.Int64
	var done atomic.Int64
	var telling sync.Mutex
	var workers sync.WaitGroup
	for range min(o.jobs(), n) {
		workers.Go(func() {
			for ctx.Err() == nil {
				first := int(next.Add(int64(batch))) - batch
				if first >= n {
					return
				}
				last := min(first+batch, n)
				for i := first; i < last; i++ {
					do(i)
				}
				d := int(done.Add(int64(last - first)))
				if o.Progress != nil && telling.TryLock() {
					o.Progress(stage, d, n)
					telling.Unlock()
				}
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}

// evenly is each for steps that are not told and not broken off.
func (o Options) evenly(n int, do func(i int)) {
	o.Progress = nil
	_ = o.each(context.Background(), "", n, do)
}
