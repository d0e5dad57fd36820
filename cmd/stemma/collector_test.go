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
	outer := leaveGarbage(usualGarbage)
	defer outer()
	end := leaveGarbage(5)
	block := make([]byte, 24*leastGarbage)
	assert.Eventually(t, func() bool { runtime.GC(); return percent() == 5 }, 10*time.Second, time.Millisecond)
	runtime.KeepAlive(block)
	assert.Eventually(t, func() bool { runtime.GC(); return percent() > usualGarbage }, 10*time.Second, time.Millisecond)
	end()
	assert.GreaterOrEqual(t, percent(), usualGarbage)
}
