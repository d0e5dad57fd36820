// Package similarity measures what two articles share: shingles and sketches
// of whole articles, the pairs of a corpus that overlap, and the aligned
// passages of one pair.
//
// A text becomes token hashes (package article), these become shingle hashes
// (Shingles), their sorted set is the article's Sketch. Compare gives the exact
// numbers of a pair; Join finds every pair of a corpus whose containment
// reaches a threshold without comparing all of them; Align says where a pair
// agrees and how. Nothing here decides what a pair is.
package similarity
