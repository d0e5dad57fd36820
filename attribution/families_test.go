package attribution

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFamilies(t *testing.T) {
	day := func(d int) article.Interval { return article.Day(2025, time.May, d) }
	members := []Member{
		{ID: "c", When: day(9)},
		{ID: "a", When: day(12), Credits: []Credit{{Agency: "Tamber Wire"}, {Agency: "Quillford Beacon"}}},
		{ID: "b", When: day(9), Publisher: "Quillford Beacon"},
		{ID: "d"}, {ID: "e"}, {ID: "f"},
	}
	links := []Link{
		{0, 1, NearDuplicate, High, -1}, {1, 2, Rewrite, Medium, 0},
		{3, 4, Identical, High, 1}, {2, 3, Rewrite, Low, 0},
	}
	want := []Family{
		{ID: "b", Articles: []string{"b", "c", "a"}, Complete: true, Lost: []LostSource{{"lost:Tamber Wire", "Tamber Wire"}},
			Edges: []FamilyEdge{{"b", "a", Rewrite, Medium}, {"c", "a", NearDuplicate, High}}},
		{ID: "d", Articles: []string{"d", "e"}, Complete: true, Lost: []LostSource{}, Edges: []FamilyEdge{{"e", "d", Identical, High}}},
	}
	for range 20 {
		rand.Shuffle(len(links), func(i, j int) { links[i], links[j] = links[j], links[i] })
		assert.Equal(t, want, Families(members, links))
	}
	require.Empty(t, Families(members, nil))
}
