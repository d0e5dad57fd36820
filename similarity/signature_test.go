package similarity

import (
	"testing"

	minhash "github.com/dgryski/go-minhash"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pair returns two sets with the given sizes of the common and the own parts.
func pair(common, own int, seed uint64) (a, b []uint64) {
	shared := randomHashes(common, seed)
	return append(randomHashes(own, seed+1), shared...), append(randomHashes(own, seed+2), shared...)
}

func TestSignatureEstimatesJaccard(t *testing.T) {
	for _, c := range []struct{ common, own int }{{0, 400}, {100, 300}, {300, 150}, {400, 50}, {500, 0}} {
		var sum float64
		const rounds = 12
		for i := range uint64(rounds) {
			a, b := pair(c.common, c.own, i*10+1)
			sum += NewSignature(a).Similarity(NewSignature(b))
		}
		want := float64(c.common) / float64(c.common+2*c.own)
		assert.InDelta(t, want, sum/rounds, .04, "%+v", c)
	}
}

func TestSignatureOfNothing(t *testing.T) {
	none, some := NewSignature(nil), NewSignature([]uint64{1})
	assert.Nil(t, none)
	assert.Zero(t, none.Similarity(none), "two empty sets show nothing in common")
	assert.Zero(t, none.Similarity(some))
	assert.Zero(t, some.Similarity(none))
	assert.Zero(t, none.Bands())
	assert.Zero(t, some.Similarity(some[:5]), "different sizes are told, not paniced at")
}

func TestSignatureDependsOnTheSetAlone(t *testing.T) {
	h := randomHashes(100, 4)
	turned := make([]uint64, 0, 200)
	for i := range h {
		turned = append(turned, h[len(h)-1-i], h[i])
	}
	assert.Equal(t, NewSignature(h), NewSignature(turned))
}

// Slots of a signature hold the least of first + i*second: an even second would
// visit half of the values, and 0 would make all slots the same.
func TestSignatureSlotsDiffer(t *testing.T) {
	s := NewSignature([]uint64{0})
	seen := map[uint64]bool{}
	for _, v := range s {
		seen[v] = true
	}
	assert.Len(t, seen, SignatureSize)
}

// P = 1 - (1 - j^4)^32: .87 at .5, near 1 at .8, .05 at .2.
func TestBandsPropose(t *testing.T) {
	for _, c := range []struct {
		common, own int
		low, high   float64
	}{{200, 100, .75, .97}, {400, 50, .999, 1}, {100, 200, 0, .15}} {
		hits := 0
		const rounds = 60
		for i := range uint64(rounds) {
			a, b := pair(c.common, c.own, i*10+3)
			x, y := NewSignature(a).Bands(), NewSignature(b).Bands()
			for k := range x {
				if x[k] == y[k] {
					hits++
					break
				}
			}
		}
		share := float64(hits) / rounds
		assert.GreaterOrEqual(t, share, c.low, "%+v", c)
		assert.LessOrEqual(t, share, c.high, "%+v", c)
	}
}

// Why only MinWise is used: these hold the library's other measures to what they
// do. Should one of them fail after an update, the comment in signature.go is
// out of date.
func TestTrapsOfTheLibrary(t *testing.T) {
	a, b := pair(0, 300, 5)
	first, second := minhash.NewMinWise(signatureFirst, signatureSecond, 128), minhash.NewMinWise(signatureFirst, signatureSecond, 128)
	push(first.Push, a)
	push(second.Push, b)
	biased := minhash.SimilarityBbit(first.SignatureBbit(1), second.SignatureBbit(1), 1)
	assert.Greater(t, biased, .3, "disjoint sets look alike by one bit")

	bottomA, bottomB := minhash.NewBottomK(signatureFirst, 64), minhash.NewBottomK(signatureFirst, 64)
	small, large := pair(100, 0, 6)
	large = append(large, randomHashes(900, 11)...)
	push(bottomA.Push, small)
	push(bottomB.Push, large)
	assert.Greater(t, abs(bottomA.Similarity(bottomB)-.1), .02, "a tenth is shared")

	empty := minhash.NewMinWise(signatureFirst, signatureSecond, 8)
	assert.Equal(t, 1., empty.Similarity(minhash.NewMinWise(signatureFirst, signatureSecond, 8)), "empty sets are called equal")
	require.Panics(t, func() { empty.Similarity(first) })
	own := []uint64{1, 2}
	minhash.NewMinWiseFromSignatures(signatureFirst, signatureSecond, own).Push([]byte("12345678"))
	shared := minhash.NewMinWiseFromSignatures(signatureFirst, signatureSecond, own).Signature()
	own[0] = 99
	assert.Equal(t, uint64(99), shared[0], "the caller's slice is shared")
}

func push(into func([]byte), hashes []uint64) {
	for _, h := range hashes {
		into([]byte{byte(h), byte(h >> 8), byte(h >> 16), byte(h >> 24), byte(h >> 32), byte(h >> 40), byte(h >> 48), byte(h >> 56)})
	}
}

func abs(x float64) float64 { return max(x, -x) }

func BenchmarkSignature(b *testing.B) {
	h := randomHashes(1000, 1)
	for b.Loop() {
		NewSignature(h)
	}
}
