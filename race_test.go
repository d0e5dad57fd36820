//go:build race

package stemma

// Under the race detector a sync.Pool loses, by chance, some of what it holds.
func init() { poolsLose = true }
