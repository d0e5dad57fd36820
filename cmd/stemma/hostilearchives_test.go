//go:build unix

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// entry is a file of an archive: its name and its content, or where it links to.
type entry struct{ name, content, link string }

func zipOf(t *testing.T, entries ...entry) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.link != "" {
			h.SetMode(os.ModeSymlink | 0o777)
			e.content = e.link
		}
		w, err := z.CreateHeader(h)
		require.NoError(t, err)
		io.WriteString(w, e.content)
	}
	require.NoError(t, z.Close())
	return b.String()
}

func tarOf(t *testing.T, entries ...entry) string {
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.content)), Mode: 0o644, Typeflag: tar.TypeReg}
		if e.link != "" {
			h.Typeflag, h.Linkname = tar.TypeSymlink, e.link
		}
		require.NoError(t, z.WriteHeader(h))
		io.WriteString(z, e.content)
	}
	require.NoError(t, z.Close())
	return b.String()
}

// Archives made to crash, to fill memory or to reach outside of themselves lie in
// a folder beside an article. Nothing is written, what can be read is read under
// the archive's name, the rest is skipped with its reason.
func TestHostileArchives(t *testing.T) {
	bin, dir := program(t), t.TempDir()
	outside := entry{name: "fine.txt", content: "the text"}
	nested := zipOf(t, outside)
	for range 6 {
		nested = zipOf(t, entry{name: "more.zip", content: nested})
	}
	zeros := strings.Repeat("0", 65<<20)
	huge := gzipped(strings.Repeat("0", 16<<20))
	for name, content := range map[string]string{
		"paths.tar":  tarOf(t, entry{name: "../up.txt", content: "the text"}, entry{name: "/tmp/absolute.txt", content: "the text"}, entry{name: "a\n\x1b[31m\u202e.txt", content: "the text"}),
		"links.tar":  tarOf(t, entry{name: "link.txt", link: "/etc/passwd"}, outside),
		"links.zip":  zipOf(t, entry{name: "link.txt", link: "/etc/passwd"}, entry{name: "../../up.txt", content: "the text"}, outside),
		"bomb.zip":   zipOf(t, entry{name: "bomb.txt", content: zeros}, outside),
		"gzip.zip":   zipOf(t, entry{name: "bomb.txt.gz", content: strings.Repeat(huge, 5)}, outside),
		"nested.zip": nested,
		"cut.zip":    nested[:len(nested)/2],
		"cut.tar":    tarOf(t, outside, entry{name: "b.txt", content: strings.Repeat("the text ", 999)})[:3000],
		"none.zip":   "PK\x03\x04",
		"fine.txt":   "the text",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	before, err := os.ReadDir(dir)
	require.NoError(t, err)
	o := runProgram(t, bin, dir, "scan", ".", "--only", "pairs", "--format", "jsonl")
	assert.Equal(t, 0, o.code, o.err)
	for place, reason := range map[string]string{
		"links.tar!link.txt":   "a link or a device",
		"links.zip!link.txt":   "a link or a device",
		"bomb.zip!bomb.txt":    "too large: more than 64 MB for one article",
		"gzip.zip!bomb.txt.gz": "too large: more than 64 MB for one article",
		"nested.zip!more.zip!more.zip!more.zip!more.zip!more.zip": "containers nest deeper than 4",
		"cut.zip":  "damaged zip archive",
		"none.zip": "damaged zip archive",
		"cut.tar":  "damaged tar archive",
	} {
		line := lineWith(o.out, `"skipped","path":"`+place)
		assert.Contains(t, line, reason, place)
	}
	for _, place := range []string{"paths.tar!../up.txt", "paths.tar!/tmp/absolute.txt", "links.tar!fine.txt", "links.zip!../../up.txt", "links.zip!fine.txt",
		"bomb.zip!fine.txt", "gzip.zip!fine.txt", "cut.tar!fine.txt", "fine.txt"} {
		assert.Contains(t, o.out, `"path":"`+place+`"`)
	}
	assert.Less(t, o.processor, 15*time.Second)
	assert.Less(t, o.memory, 600)
	after, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Equal(t, len(before), len(after), "nothing is unpacked")
	assert.NoFileExists(t, filepath.Join(filepath.Dir(dir), "up.txt"))
	assert.NotContains(t, o.out+o.err, "\x1b")
}

// lineWith is the first line that holds a text.
func lineWith(out, text string) string {
	for line := range strings.Lines(out) {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}
