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

// A member of which only its earliest day is known may be of any later one: it
// stands behind those that are dated.
func TestFamilyOrderIsWhatDatesProve(t *testing.T) {
	from := func(d int) article.Interval {
		return article.Interval{Earliest: article.Day(2025, time.May, d).Earliest}
	}
	until := func(d int) article.Interval { return article.Interval{Latest: article.Day(2025, time.May, d).Latest} }
	members := []Member{{ID: "a", When: from(1)}, {ID: "b", When: article.Day(2025, time.May, 9)}, {ID: "c", When: until(4)}}
	f := Families(members, []Link{{0, 1, Identical, High, 0}, {1, 2, Identical, High, 0}})
	require.Len(t, f, 1)
	assert.Equal(t, []string{"c", "b", "a"}, f[0].Articles)
	assert.Equal(t, FamilyEdge{"b", "a", Identical, High}, f[0].Edges[1])
}
