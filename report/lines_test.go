package report

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// TestLinesWhileFound holds the lines that are written while a scan goes on against
// those of its result, for articles in files and in an index.
func TestLinesWhileFound(t *testing.T) {
	files := filepath.Join("..", "testdata", "samples")
	crowd := t.TempDir() // more near-copies than have all their pairs listed
	text, err := os.ReadFile(filepath.Join(files, "baths-weekly.txt"))
	require.NoError(t, err)
	for i := range 60 {
		own := fmt.Sprintf("%s\n\nFrom page %d of our paper.\n", text, i)
		require.NoError(t, os.WriteFile(filepath.Join(crowd, fmt.Sprintf("c%02d.txt", i)), []byte(own), 0o666))
	}
	index := filepath.Join(t.TempDir(), "index")
	_, err = stemma.AddToIndex(context.Background(), index, stemma.IndexOptions{}, files, crowd)
	require.NoError(t, err)
	for _, paths := range [][]string{{files, crowd}, {index}} {
		for _, o := range []stemma.Options{{NoTexts: true}, {NoTexts: true, PairsOnly: true, Min: .01}, {NoTexts: true, Jobs: 1}} {
			a, err := stemma.Open(context.Background(), o, paths...)
			require.NoError(t, err)
			defer a.Close()
			r, err := a.Scan(context.Background(), o)
			require.NoError(t, err)
			var want, got bytes.Buffer
			require.NoError(t, Write(&want, "jsonl", Scan, r, Look{}))
			rest, err := a.ScanLines(context.Background(), o, Lines(&got))
			require.NoError(t, err)
			require.NoError(t, WriteRest(&got, rest))
			assert.True(t, want.String() == got.String(), "%v %+v", paths, o) // too long to be shown
			assert.True(t, strings.Contains(got.String(), `"type":"pair"`))
			assert.True(t, strings.Contains(got.String(), `"complete":false`))
			assert.Empty(t, rest.Articles)
			assert.Empty(t, rest.Pairs)
		}
	}
}

// A write that fails ends the scan.
func TestLinesThatCannotBeWritten(t *testing.T) {
	a, err := stemma.Open(context.Background(), stemma.Options{}, filepath.Join("..", "testdata", "samples"))
	require.NoError(t, err)
	for _, kind := range []string{"tool", "article", "pair"} {
		full := fmt.Errorf("no room for a line of %s", kind)
		out := Lines(&bytes.Buffer{})
		out.Write = func(line []byte) error {
			if bytes.HasPrefix(line, []byte(`{"type":"`+kind)) {
				return full
			}
			return nil
		}
		_, err := a.ScanLines(context.Background(), stemma.Options{}, out)
		assert.ErrorIs(t, err, full)
	}
}
