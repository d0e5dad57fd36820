//go:build !unix

package article

// nonBlocking is not needed where pipes have no place in the file system.
const nonBlocking = 0
