package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cost is what a run took.
type cost struct {
	Processor float64 // seconds, user and system
	Wall      float64 // seconds
	Memory    int     // peak resident set, MiB
}

// Short runs are repeated, and the median by processor time counts.
const (
	shortRun = 5.0 // seconds of processor time
	repeats  = 3
)

// measure runs a contender in a process of its own.
func (b *bench) measure(c contender, articles, pairs string) (cost, error) {
	var all []cost
	for range repeats {
		one, err := b.launch(c, articles, pairs)
		if err != nil {
			return cost{}, fmt.Errorf("%s: %w", c.key(), err)
		}
		if all = append(all, one); one.Processor > shortRun {
			break
		}
	}
	slices.SortFunc(all, func(x, y cost) int { return int(1e6 * (x.Processor - y.Processor)) })
	return all[len(all)/2], nil
}

// launch binds the process to one core and tells the thread pools so.
func (b *bench) launch(c contender, articles, pairs string) (cost, error) {
	args := append([]string{"-c", strconv.Itoa(b.core)}, c.command(b, articles, pairs)...)
	cmd := exec.Command("taskset", args...)
	cmd.Env = append(os.Environ(), "RAYON_NUM_THREADS=1", "OMP_NUM_THREADS=1", "POLARS_MAX_THREADS=1", "OPENBLAS_NUM_THREADS=1", "PYTHONHASHSEED=0", "PYTHONDONTWRITEBYTECODE=1")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	if c.lists {
		out, err := os.Create(pairs)
		if err != nil {
			return cost{}, err
		}
		defer out.Close()
		cmd.Stdout = out
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	stop, peak := make(chan bool), make(chan int)
	go watchMemory(cmd.Process.Pid, stop, peak)
	err := cmd.Wait()
	one := cost{Wall: time.Since(start).Seconds()}
	close(stop)
	one.Memory = <-peak
	if err != nil {
		return one, fmt.Errorf("%w: %s", err, complaint.String())
	}
	one.Processor = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return one, nil
}

// watchMemory follows the peak of a process while it lives. What the system
// says of it afterwards counts the process that started it.
func watchMemory(pid int, stop chan bool, peak chan int) {
	most := 0
	for {
		select {
		case <-stop:
			peak <- most
			return
		case <-time.After(5 * time.Millisecond):
			raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, after, _ := strings.Cut(string(raw), "VmHWM:")
			var kilobytes int
			fmt.Sscan(after, &kilobytes)
			most = max(most, kilobytes/1024)
		}
	}
}
