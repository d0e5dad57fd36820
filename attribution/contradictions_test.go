package attribution

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// Each case holds two articles of which one follows the other, and others of the
// archive. Its head says which value both give and the others do not, empty where
// the others speak of something else; then every value found is a false one.
func TestContradictionCases(t *testing.T) {
	files, err := filepath.Glob("../testdata/cases/contradictions/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			head, rest, _ := strings.Cut(strings.ReplaceAll(string(data), "\r\n", "\n"), "--- a\n")
			want := map[string]string{}
			for _, l := range strings.Split(head, "\n") {
				k, v, _ := strings.Cut(l, ":")
				want[k] = strings.TrimSpace(v)
			}
			var ps []*Profile
			for _, text := range strings.Split(rest, "\n--- ") {
				if i := len(ps); i > 0 {
					text = text[strings.Index(text, "\n")+1:]
				}
				ps = append(ps, profileOf(string(rune('a'+len(ps))), text))
			}
			in := func(p Place) string {
				i := slices.IndexFunc(ps, func(x *Profile) bool { return x.Body.Article.ID == p.Article })
				return p.in(ps[i])
			}
			var got []string
			for _, c := range Contradicted(ps[0], ps[1], slices.Values(ps[2:])) {
				for _, o := range c.Others {
					got = append(got, fmt.Sprintf("%s, %s / %s", in(c.A), in(c.B), in(o)))
				}
			}
			if want["shared"] == "" {
				assert.Empty(t, got)
				return
			}
			require.Len(t, got, 2, "%q", got)
			for _, g := range got {
				shared, others, _ := strings.Cut(g, " / ")
				assert.Contains(t, shared, ", ")
				for _, v := range strings.Split(shared, ", ") {
					assert.Contains(t, want["shared"], v)
				}
				assert.Contains(t, want["others"], others)
			}
		})
	}
}
