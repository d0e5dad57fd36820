package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

func isTerminalFile(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// terminalWidth is the number of columns of w, 80 where it does not tell: hook
// runners give their hooks a terminal without a size.
func terminalWidth(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// isWatched reports whether somebody looks at standard error: not in a pipe, a
// hook or a job.
func isWatched(t terminal) bool {
	if !isTerminal(t.err) || t.getenv("TERM") == "dumb" {
		return false
	}
	for _, name := range []string{"CI", "PRE_COMMIT", "LEFTHOOK", "GIT_INDEX_FILE"} {
		if t.getenv(name) != "" {
			return false
		}
	}
	return true
}

// clearProgress takes away the line that progress was drawn on.
func clearProgress(t terminal) {
	if isWatched(t) {
		fmt.Fprint(t.err, "\r\x1b[K")
	}
}

// progressOn draws one line on a terminal that somebody looks at, and nothing
// in a pipe, a hook or a job.
func progressOn(t terminal) func(stage string, done, total int) {
	if !isWatched(t) {
		return nil
	}
	// A person should see something within a tenth of a second.
	const between, silent = 100 * time.Millisecond, 40 * time.Millisecond
	var last time.Time
	started := time.Now()
	return func(stage string, done, total int) {
		now := time.Now()
		finished := total > 0 && done >= total
		if now.Sub(last) < between && !finished || now.Sub(started) < silent {
			return
		}
		last = now
		line := fmt.Sprintf("%s %d", stage, done)
		if total > 0 {
			line += fmt.Sprintf(" of %d", total)
		}
		fmt.Fprintf(t.err, "\r\x1b[K%s", line)
		if finished {
			fmt.Fprint(t.err, "\r\x1b[K")
		}
	}
}
