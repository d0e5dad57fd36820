package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// The pace follows what is in use, and is the one before once nobody asks.
func TestLeaveGarbage(t *testing.T) {
	percent := func() int {
		p := debug.SetGCPercent(-1)
		debug.SetGCPercent(p)
		return p
	}
	defer debug.SetGCPercent(debug.SetGCPercent(usualGarbage))
	defer leaveGarbage(usualGarbage)()
	end := leaveGarbage(5)
	runtime.GC()
	little := percent()
	block := make([]byte, leastGarbage/2)
	assert.Eventually(t, func() bool { runtime.GC(); return percent() < little && percent() <= 200 }, 10*time.Second, time.Millisecond)
	runtime.KeepAlive(block)
	assert.Eventually(t, func() bool { runtime.GC(); return percent() > 200 }, 10*time.Second, time.Millisecond)
	end()
	assert.GreaterOrEqual(t, percent(), usualGarbage)
}
