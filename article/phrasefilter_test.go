package article

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// slowlyFound is the twin of phraseFilter.foundIn.
func slowlyFound(list []string, line string) bool {
	for _, p := range list {
		if strings.Contains(line, p) {
			return true
		}
	}
	return false
}

func TestPhraseFilterAgreesWithItsTwin(t *testing.T) {
	for _, list := range [][]string{phrases, pictureCredits} {
		assert.Less(t, len(list), 256)
		f := newPhraseFilter(list)
		for _, p := range list {
			assert.GreaterOrEqual(t, len(p), 3, p)
			assert.True(t, f.foundIn("see "+p+" there"), p)
			assert.Equal(t, slowlyFound(list, p[1:]), f.foundIn(p[1:]), p)
			assert.Equal(t, slowlyFound(list, p[:len(p)-1]), f.foundIn(p[:len(p)-1]), p)
		}
		rapid.Check(t, func(rt *rapid.T) {
			var line strings.Builder
			for range rapid.IntRange(0, 8).Draw(rt, "pieces") {
				p := rapid.SampledFrom(list).Draw(rt, "phrase")
				from := rapid.IntRange(0, len(p)).Draw(rt, "from")
				line.WriteString(p[from:rapid.IntRange(from, len(p)).Draw(rt, "to")])
				line.WriteString(rapid.SampledFrom([]string{"", " ", "a", "/"}).Draw(rt, "between"))
			}
			assert.Equal(rt, slowlyFound(list, line.String()), f.foundIn(line.String()), line.String())
		})
	}
}
