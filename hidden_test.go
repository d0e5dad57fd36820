package stemma

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A copy that hides in invisible characters is told of in a scan of an index, whose
// texts stay on disk, as in one of the files.
func TestHiddenCharactersAreFoundInAnIndex(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(sampleFolder(t), "baths-weekly.txt"))
	require.NoError(t, err)
	folder := t.TempDir()
	disguised := strings.ReplaceAll(string(raw), "the", "t\u200bhe")
	require.NotEqual(t, string(raw), disguised)
	for name, text := range map[string]string{"first.txt": string(raw), "second.txt": disguised} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666))
	}
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, folder)
	hidden := func(r *Result, err error) []Finding {
		require.NoError(t, err)
		return slices.DeleteFunc(r.Findings, func(f Finding) bool { return f.Code != "hidden-characters" })
	}
	want := hidden(readAll(t, folder).Scan(context.Background(), Options{}))
	require.Len(t, want, 1)
	assert.Equal(t, "second.txt", want[0].Article)
	assert.Contains(t, want[0].Message, "22 invisible characters inside words at 3:29")
	assert.Equal(t, want, hidden(readAll(t, dir).Scan(context.Background(), Options{})))
	assert.Equal(t, want, hidden(readAll(t, dir).ScanLines(context.Background(), Options{}, Lines{Line: json.Marshal, Write: func([]byte) error { return nil }})))
}
