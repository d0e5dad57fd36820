package attribution

import (
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// TestSlabsHoldNothing reads articles side by side, in atoms that others used
// before: what was read must not depend on it, nor change behind the reading.
func TestSlabsHoldNothing(t *testing.T) {
	var texts []string
	for _, file := range caseFiles(t, "quotes") {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		texts = append(texts, string(data))
	}
	type reading struct {
		quotes  []Quote
		reports Reports
	}
	read := func(i int) (r reading) {
		r.quotes, r.reports = Read(article.ParseBody(&article.Article{ID: "a", Text: texts[i]}), nil)
		return r
	}
	first := make([]reading, len(texts))
	for i := range texts {
		first[i] = read(i)
	}
	var done sync.WaitGroup
	for g := range 4 {
		done.Go(func() {
			for i := range texts {
				k := (i*7 + g*3) % len(texts)
				assert.Equal(t, first[k], read(k))
			}
		})
	}
	done.Wait()
}
