package similarity

import (
	"encoding/binary"

	minhash "github.com/dgryski/go-minhash"
)

// SignatureSize is k, the number of permutations of a signature; SignatureBands
// bands of SignatureRows slots each propose pairs. Two sets of Jaccard
// similarity j share a band with probability 1 - (1 - j^4)^32: .87 at .5,
// 1 - 5e-8 at .8.
const (
	SignatureSize  = 128
	SignatureBands = 32
	SignatureRows  = SignatureSize / SignatureBands
)

// Signature is the k-permutation MinHash of a set, by go-minhash's MinWise. Its
// similarity is an estimate: it proposes pairs, an exact comparison confirms.
//
// Of that library only MinWise is used: BottomK.Similarity is not the Jaccard
// coefficient, and SimilarityBbit reads up to half of its slots as equal by
// chance. NewMinWiseFromSignatures shares the slice it is given, Similarity
// panics on different sizes and calls two empty sets equal: hence the type here.
type Signature []uint64

// NewSignature returns the signature of a set of shingle hashes, nil for the
// empty set.
func NewSignature(hashes []uint64) Signature {
	if len(hashes) == 0 {
		return nil
	}
	m := minhash.NewMinWise(signatureFirst, signatureSecond, SignatureSize)
	var buf [8]byte
	for _, h := range hashes {
		binary.LittleEndian.PutUint64(buf[:], h)
		m.Push(buf[:])
	}
	return Signature(m.Signature())
}

// The two hashes of MinWise. Slot i holds the least of first + i*second, so
// second must be odd: an even one visits half of the values or fewer, and 0
// makes all slots the same.
func signatureFirst(b []byte) uint64 { return mix(binary.LittleEndian.Uint64(b) ^ mixFirst) }

func signatureSecond(b []byte) uint64 {
	return fold(binary.LittleEndian.Uint64(b)^mixSecond, shingleBase) | 1
}

// Similarity estimates the Jaccard similarity of two signatures, with a
// standard error of at most .044. It is 0 where either is empty.
func (s Signature) Similarity(t Signature) float64 {
	if len(s) == 0 || len(s) != len(t) {
		return 0
	}
	equal := 0
	for i := range s {
		if s[i] == t[i] {
			equal++
		}
	}
	return float64(equal) / float64(len(s))
}

// Bands returns one key a band; sets that agree in a key are worth comparing.
func (s Signature) Bands() (keys [SignatureBands]uint64) {
	if len(s) != SignatureSize {
		return keys
	}
	for b := range keys {
		h := uint64(b) + 1
		for _, v := range s[b*SignatureRows : (b+1)*SignatureRows] {
			h = fold(h^v^mixFirst, shingleBase)
		}
		keys[b] = h
	}
	return keys
}
