// Command stemma finds copied and rewritten news articles and traces shared
// quotes to their earliest source. `stemma help` lists what it does.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

func main() { os.Exit(process()) }

// process runs the command of the process. A first Ctrl-C asks it to stop, a
// second one ends it at once.
func process() int {
	defer runtime.KeepAlive(ballast())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv})
}

// ballast is memory that is asked for and never touched, so that it costs none:
// the collector waits until as much again is used. Most commands are over before;
// a check would else spend a sixth of its time on collecting a few megabytes again
// and again.
func ballast() []byte { return make([]byte, 64<<20) }
