package index

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHostileSegments changes bytes of a segment and makes the checksums good
// again. Nothing but an end is asked for, and no more than that many answers.
func TestHostileSegments(t *testing.T) {
	sound := smallDamaged(t).names[segmentName(1)].data
	rng := rand.New(rand.NewPCG(3, 1))
	runs, opened := 300, 0
	if long {
		runs *= 100
	}
	for range runs {
		seg := bytes.Clone(sound)
		// Most bytes of a small segment are padding: aim at those that are not.
		for range 1 + rng.IntN(3) {
			at := rng.IntN(len(seg))
			for tries := 0; seg[at] == 0 && tries < 20; tries++ {
				at = rng.IntN(len(seg))
			}
			switch rng.IntN(3) {
			case 0:
				seg[at] ^= 1 << rng.IntN(8)
			case 1:
				seg[at] = 0xff
			default:
				for i := range min(8, len(seg)-at) {
					seg[at+i] = byte(rng.Uint32())
				}
			}
		}
		dir := fuzzFolder(seg)
		if r, err := openReader(dir, nil); err == nil {
			opened++
			require.NoError(t, r.Close())
		}
		askAll(t, dir)
	}
	require.Greater(t, opened, runs/4)
}
