package similarity

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPropose(t *testing.T) {
	keys := [][]uint64{
		{1, 2, 3, 100}, // a story
		{2, 3, 4, 100}, // its rewrite
		{1, 5, 6, 100}, // shares one key with the first: not enough
		{100},          // only the common key
		nil,
	}
	pairs := Propose(keys, ProposalOptions{HotKey: 3})
	require.Len(t, pairs, 1)
	assert.Equal(t, [3]int{0, 1, 2}, [3]int{pairs[0].I, pairs[0].J, pairs[0].Keys})
	assert.Positive(t, pairs[0].Weight)
}

// An article that many share keys with proposes its best partners only, but
// each of those may still propose it.
func TestProposeKeepsTheBestPartners(t *testing.T) {
	keys := [][]uint64{{1, 2, 3, 4}, {1, 2}, {1, 2, 3}, {1, 2, 3, 4}}
	pairs := Propose(keys, ProposalOptions{PerArticle: 1})
	var got [][2]int
	for _, p := range pairs {
		got = append(got, [2]int{p.I, p.J})
	}
	assert.Equal(t, [][2]int{{0, 1}, {0, 2}, {0, 3}}, got)
}
