package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
)

const (
	// usualGarbage in per cent of what is in use is where Go's collector runs.
	usualGarbage = 100
	// leastGarbage in bytes is what it waits for here however little is in use: a
	// check would else spend a sixth of its time on collecting a few megabytes
	// again and again. Most commands are over before.
	leastGarbage = 64 << 20
	// leastInUse in bytes is what the collector takes for it where it is less.
	leastInUse = 4 << 20
)

var (
	garbage  atomic.Int32 // per cent of what is in use that may lie about
	watching sync.Once
)

// leaveGarbage lets the collector run where garbage takes so many per cent of what
// is in use, and leastGarbage at the least; end goes back to what was before.
func leaveGarbage(percent int32) (end func()) {
	before := garbage.Swap(percent)
	watching.Do(watchCollector)
	setPace()
	return func() {
		garbage.Store(max(before, usualGarbage))
		setPace()
	}
}

// watchCollector sets the pace anew behind every collection, of which the
// finalizer of something that nobody uses tells.
func watchCollector() {
	type unused struct{ _ *int } // with a pointer, so that it lies by itself
	runtime.SetFinalizer(&unused{}, func(*unused) {
		setPace()
		watchCollector()
	})
}

// setPace goes by what the last collection left.
func setPace() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	inUse := max(live[0].Value.Uint64(), leastInUse)
	debug.SetGCPercent(max(int(garbage.Load()), int(leastGarbage*100/inUse)))
}
