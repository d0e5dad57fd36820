//go:build unix

package article

import "syscall"

// nonBlocking keeps an open from waiting where a file became a pipe.
const nonBlocking = syscall.O_NONBLOCK
