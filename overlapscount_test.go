package stemma

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Where each article is a candidate with every other and few sketches have room,
// the archive is read twice a block and not once for each few articles, and what
// is counted is the same.
func TestOverlapsReadAnArchiveFewTimes(t *testing.T) {
	const n = 300
	words := func(r *rand.Rand, n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf("w%d", r.IntN(1e6))
		}
		return strings.Join(out, " ") + ". "
	}
	r := rand.New(rand.NewPCG(3, 5))
	footer := words(r, 40)
	var records bytes.Buffer
	for i := range n {
		fmt.Fprintf(&records, "{\"id\":\"s-%04d\",\"text\":%q}\n", i, words(r, 50+r.IntN(20))+footer)
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "made.jsonl"), records.Bytes(), 0o644))
	find := func(room int) (*Overlaps, int) {
		var o Options
		readings := 0
		o.Reading.PassOver = func(string, string) bool { readings++; return false }
		found, err := findOverlaps(context.Background(), o, room, []string{dir})
		require.NoError(t, err)
		return found, readings
	}
	want, readings := find(sketchRoom)
	assert.Equal(t, 2, readings)
	assert.Len(t, want.Pairs, n*(n-1)/2)
	got, readings := find(0)
	assert.Equal(t, want, got)
	assert.LessOrEqual(t, readings, 1+2*(sketchShare+1))
	assert.Greater(t, readings, 1+sketchShare, "all lay in memory at once, which shows nothing")
}
