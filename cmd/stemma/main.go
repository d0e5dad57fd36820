// Command stemma finds copied and rewritten news articles and traces shared
// quotes to their earliest source. `stemma help` lists what it does.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(process()) }

// process runs the command of the process. A first Ctrl-C asks it to stop, a
// second one ends it at once.
func process() int {
	leaveGarbage(usualGarbage)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv})
}
