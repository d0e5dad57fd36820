//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package index

import (
	"errors"
	"os"
)

// lockFile refuses: without a lock that ends with its process, two writers
// could destroy each other's work.
func lockFile(*os.File) error { return errors.ErrUnsupported }
