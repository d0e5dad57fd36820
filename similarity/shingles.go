package similarity

import "math/bits"

// ShingleWords is the number of consecutive tokens in a shingle.
const ShingleWords = 5

// Constants of the shingle hash. They are frozen with ShingleVersion: an index
// on disk holds what they made.
const (
	// ShingleVersion changes whenever the hash of a shingle does.
	ShingleVersion = 1

	shingleBase = 0x9E3779B97F4A7C15 // odd, so multiplying by it loses nothing
	mixFirst    = 0xBF58476D1CE4E5B9
	mixSecond   = 0x94D049BB133111EB
)

// shingleDrop is the weight of the token that leaves the window: base^5, as
// shingleBase to the power of ShingleWords modulo 2^64.
var shingleDrop = func() uint64 {
	p := uint64(1)
	for range ShingleWords {
		p *= shingleBase
	}
	return p
}()

// Shingles returns the hash of each run of five tokens, one a position, in the
// order of the text: len(tokens)-4 of them, none for a text of fewer than five.
// Equal runs have equal hashes; two different runs agree with probability 2^-64.
func Shingles(tokens []uint64) []uint64 {
	if len(tokens) < ShingleWords {
		return nil
	}
	return AppendShingles(make([]uint64, 0, len(tokens)-ShingleWords+1), tokens)
}

// AppendShingles appends what Shingles returns to dst. It takes one pass and
// allocates only what dst lacks.
//
// The window's value is a polynomial of the token hashes (Karp and Rabin 1987),
// updated with one multiplication a side; token hashes are uniform, so the
// modulus 2^64 does no harm. Its low bits depend on low bits only, hence the
// mixer: sketches select by the size of the hash and bands by its bits.
func AppendShingles(dst, tokens []uint64) []uint64 {
	if len(tokens) < ShingleWords {
		return dst
	}
	var window uint64
	for _, t := range tokens[:ShingleWords-1] {
		window = window*shingleBase + t
	}
	drop := shingleDrop
	var left uint64
	for i, t := range tokens[ShingleWords-1:] {
		window = window*shingleBase + t - left*drop
		left = tokens[i]
		dst = append(dst, mix(window))
	}
	return dst
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection
// in which each input bit flips each output bit with probability close to 1/2.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * mixFirst
	x = (x ^ x>>27) * mixSecond
	return x ^ x>>31
}

// fold multiplies to 128 bits and folds the halves: the short hash for keys
// made of two values.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
