//go:build !unix

package stemma

import "time"

var started = time.Now()

// processorTime is the time that has passed, where the system does not tell more.
func processorTime() time.Duration { return time.Since(started) }
