// Package stemma finds near-duplicate and rewritten news articles and traces
// every shared quote back to its earliest source.
//
// Open reads articles into an Archive. Archive.Check holds drafts against it,
// Archive.Scan compares everything with everything, Archive.Quotes makes the
// ledger of utterances and Archive.Compare looks at single pairs. All of them
// return a Result: plain data in a stable order, the same for any order of
// files and any number of threads. Package report renders it.
//
// A result is evidence, no accusation: it says what two texts share, who had it
// first and how that is known. Similarity is not proof of copying.
//
// The package never prints, logs or exits, and it is the only one of the module
// that starts goroutines.
package stemma
