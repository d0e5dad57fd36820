//go:build !unix

package benchmarks

import (
	"os"
	"time"
)

var started = time.Now()

// processorTime is the time that has passed: the system is not asked for more.
func processorTime() time.Duration { return time.Since(started) }

// peakMemory is not known here.
func peakMemory(*os.ProcessState) int { return 0 }
