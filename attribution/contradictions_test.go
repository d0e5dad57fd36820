package attribution

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestContradicted(t *testing.T) {
	a := profileOf("a", "The captain spoke of the April 20 sinking of the Marlet off Quillford, in which 26 sailors drowned.")
	b := profileOf("b", "He recalled how the Marlet went down off Quillford on 20 April with 26 sailors.")
	c := profileOf("c", "Quillford still mourns those who died when the Marlet was lost on April 22.")
	d := profileOf("d", "The ferry Marlet sank near Quillford on 22 April. Its captain was heard by the court.")
	got := Contradicted(a, b, slices.Values([]*Profile{c, d}))
	require.Len(t, got, 1)
	assert.Equal(t, "April 20", a.Body.Article.Text[got[0].A.Start:got[0].A.End])
	assert.Equal(t, "20 April", b.Body.Article.Text[got[0].B.Start:got[0].B.End])
	require.Len(t, got[0].Others, 2)
	assert.Equal(t, "April 22", c.Body.Article.Text[got[0].Others[0].Start:got[0].Others[0].End])
	assert.Empty(t, Contradicted(a, b, slices.Values([]*Profile{c})), "one article is not enough")
	same := profileOf("e", "On April 20 the Marlet sank off Quillford.")
	assert.Empty(t, Contradicted(a, b, slices.Values([]*Profile{c, d, same})), "the others do not agree")
	far := profileOf("f", "A museum in Tamber opened on April 22. The Ostrel show closed on April 22.")
	assert.Empty(t, Contradicted(a, b, slices.Values([]*Profile{far, c})), "another event")
}
