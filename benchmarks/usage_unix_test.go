//go:build unix

package benchmarks

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// processorTime is what this process has used so far, on all cores.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory is the largest resident set of a process that has ended, in MiB.
func peakMemory(p *os.ProcessState) int {
	u, ok := p.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin": // bytes there, kB elsewhere
		return int(u.Maxrss >> 20)
	}
	return int(u.Maxrss >> 10)
}
