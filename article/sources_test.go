package article

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readAll gathers what Read gives: ids, and reasons by place relative to path.
func readAll(t testing.TB, r *Reader, path string) (ids []string, skipped map[string]string, err error) {
	skipped = map[string]string{}
	err = r.Read(path, func(a *Article) error {
		checkArticle(t.(require.TestingT), a)
		ids = append(ids, a.ID)
		return nil
	}, func(s Skipped) {
		rel, _ := filepath.Rel(path, s.Path)
		skipped[filepath.ToSlash(rel)] = s.Reason
	})
	return ids, skipped, err
}

func writeFile(t testing.TB, path, content string) string {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

const sentence = "The harbour at Tarrow Sound stays shut until Friday, the port said."

func packed(t testing.TB, content string) (gz, zst string) {
	var a, b bytes.Buffer
	z := gzip.NewWriter(&a)
	_, err := z.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	e, err := zstd.NewWriter(&b)
	require.NoError(t, err)
	_, err = e.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, e.Close())
	return a.String(), b.String()
}

func TestReadFolder(t *testing.T) {
	dir := t.TempDir()
	gz, zst := packed(t, `{"id":"packed","text":"`+sentence+`"}`+"\n")
	textGz, _ := packed(t, sentence)
	for name, content := range map[string]string{
		"b.txt":              sentence,
		"B.txt":              sentence,
		"a/deep/er/x.md":     "# Docks\n\n" + sentence,
		"a/page.html":        "<html><body><p>" + sentence + "</p></body></html>",
		"a/list.json":        `[{"id":"one","text":"a"},{"text":"b"}]`,
		"a/single.json":      `{"text":"c"}`,
		"lines.jsonl":        "{\"id\":\"l1\",\"text\":\"x\"}\n{broken\n{\"text\":\"y\"}\n{\"other\":1}\n",
		"p.jsonl.gz":         gz,
		"q.jsonl.zst":        zst,
		"r.txt.gz":           textGz,
		"noextension":        sentence,
		"sniffed":            `{"id":"s","text":"z"}`,
		"odd.name.2025":      "<!DOCTYPE html><html><body><p>" + sentence + "</p></body></html>",
		"empty.txt":          "",
		"blank.txt":          " \n\t\n",
		"binary.txt":         strings.Repeat("\x00\x01\x02", 50),
		"picture.jpg":        "\xff\xd8\xff",
		".hidden.txt":        sentence,
		".git/objects/a.txt": sentence,
		"new\nline\x1b.txt":  sentence,
		"broken.gz":          gz[:len(gz)-12],
		"empty.jsonl":        "",
	} {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), content)
	}
	ids, skipped, err := readAll(t, newTestReader(t, Options{}), dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"B.txt", "a/deep/er/x.md", "one", "a/list.json:2", "a/page.html", "a/single.json", "b.txt", "packed",
		"l1", "lines.jsonl:3", "new\nline\x1b.txt", "noextension", "odd.name.2025", "packed", "packed", "r.txt.gz", "s"}, ids)
	assert.Equal(t, map[string]string{
		".git": "hidden", ".hidden.txt": "hidden",
		"binary.txt": "not a text: binary data", "picture.jpg": "no article format: .jpg files are not read",
		"blank.txt": "empty", "empty.txt": "empty", "empty.jsonl": "empty",
		"broken.gz:2":   "damaged gzip data: unexpected EOF",
		"lines.jsonl:2": "broken JSON: a field name in quotes expected at byte 1",
		"lines.jsonl:4": "a record without text, title, byline or URL",
	}, skipped)

	again, _, err := readAll(t, newTestReader(t, Options{}), dir)
	require.NoError(t, err)
	assert.Equal(t, ids, again)
}

func TestReadNamedFile(t *testing.T) {
	dir := t.TempDir()
	r := newTestReader(t, Options{})
	for name, content := range map[string]string{"e.txt": "", "b.txt": "\x00\x01\x02\x03\x04\x05", "c.jsonl.gz": "\x1f\x8b\x08broken"} {
		_, _, err := readAll(t, r, writeFile(t, filepath.Join(dir, name), content))
		var input *InputError
		require.ErrorAs(t, err, &input, name)
		assert.Equal(t, filepath.Join(dir, name), input.Path)
	}
	_, _, err := readAll(t, r, filepath.Join(dir, "e.txt"))
	require.ErrorIs(t, err, ErrEmpty)
	_, _, err = readAll(t, r, filepath.Join(dir, "gone.txt"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.EqualError(t, err, "read "+filepath.Join(dir, "gone.txt")+": no such file or directory")

	ids, _, err := readAll(t, r, writeFile(t, filepath.Join(dir, "notes.yaml"), sentence))
	require.NoError(t, err, "a named file is read whatever its extension")
	assert.Equal(t, []string{"notes.yaml"}, ids)

	ids, _, err = readAll(t, r, writeFile(t, filepath.Join(dir, "x", "-draft.md"), "# A\n\n"+sentence))
	require.NoError(t, err)
	assert.Equal(t, []string{"-draft.md"}, ids)
}

func TestReadStandardInput(t *testing.T) {
	gz, _ := packed(t, `{"text":"p"}`)
	for in, want := range map[string]string{
		"{\"id\":\"a\",\"text\":\"x\"}\n{\"text\":\"y\"}\n": "a -:2",
		"{\n \"text\": \"x\"\n}":                            "-",
		sentence:                                            "-",
		"[1] " + sentence:                                   "-",
		gz:                                                  "-:1",
	} {
		ids, _, err := readAll(t, newTestReader(t, Options{Stdin: strings.NewReader(in)}), "-")
		require.NoError(t, err)
		assert.Equal(t, want, strings.Join(ids, " "), in)
	}
	_, _, err := readAll(t, newTestReader(t, Options{Stdin: strings.NewReader("")}), "-")
	require.ErrorIs(t, err, ErrEmpty)
	_, _, err = readAll(t, newTestReader(t, Options{}), "-")
	require.Error(t, err)
}

func TestReadPassesErrorsOn(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.jsonl"), "{\"text\":\"x\"}\n{\"text\":\"y\"}\n")
	stop := errors.New("stop")
	n := 0
	err := newTestReader(t, Options{}).Read(dir, func(*Article) error { n++; return stop }, func(Skipped) {})
	require.ErrorIs(t, err, stop)
	assert.Equal(t, 1, n)
}

func TestReadLimits(t *testing.T) {
	dir := t.TempDir()
	small := Limits{Record: 1000, Stream: 200_000, Ratio: 50, RatioFrom: 10_000, Depth: 2}
	long := strings.Repeat("word ", 400)
	bomb, bombZst := packed(t, strings.Repeat(`{"text":"`+strings.Repeat("a", 500)+"\"}\n", 300))
	writeFile(t, filepath.Join(dir, "long.txt"), long)
	writeFile(t, filepath.Join(dir, "long.jsonl"), `{"text":"a"}`+"\n"+`{"text":"`+long+"\"}\n"+`{"text":"b"}`)
	writeFile(t, filepath.Join(dir, "stream.jsonl"), strings.Repeat("{\"text\":\"abcdefg\"}\n", 20_000))
	writeFile(t, filepath.Join(dir, "1", "2", "3", "deep.txt"), sentence)
	writeFile(t, filepath.Join(dir, "bomb.jsonl.gz"), bomb)
	writeFile(t, filepath.Join(dir, "bomb.jsonl.zst"), bombZst)
	writeFile(t, filepath.Join(dir, "bomb.txt.gz"), bomb)
	ids, skipped, err := readAll(t, newTestReader(t, Options{Limits: small}), dir)
	require.NoError(t, err)
	assert.Equal(t, "too large: more than 1000 bytes for one article", skipped["long.txt"])
	assert.Equal(t, "too large: more than 1000 bytes for one article", skipped["bomb.txt.gz"])
	assert.Equal(t, "too large: more than 1000 bytes for one article", skipped["long.jsonl:2"])
	assert.Equal(t, "too large: folders nest deeper than 2", skipped["1/2/3"])
	assert.Contains(t, ids, "long.jsonl:3")
	reasons := fmt.Sprint(skipped)
	assert.Equal(t, 2, strings.Count(reasons, "too large: it decompresses more than 50-fold"), reasons)
	assert.Equal(t, 1, strings.Count(reasons, "too large: the stream has more than 195 KB"), reasons)
}

func TestReadUnreadable(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: no permissions and pipes of this kind")
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "ok.txt"), sentence)
	require.NoError(t, os.Symlink(dir, filepath.Join(dir, "loop")))
	require.NoError(t, os.Symlink(filepath.Join(dir, "ok.txt"), filepath.Join(dir, "link.txt")))
	require.NoError(t, os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "dangling.txt")))
	makePipe(t, filepath.Join(dir, "pipe.txt"))
	makePipe(t, filepath.Join(dir, "pipe"))
	ids, skipped, err := readAll(t, newTestReader(t, Options{}), dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"ok.txt"}, ids)
	link := "a symbolic link, not followed"
	assert.Equal(t, map[string]string{"loop": link, "link.txt": link, "dangling.txt": link, "pipe.txt": "a pipe", "pipe": "a pipe"}, skipped)

	// Named, a link is followed.
	ids, _, err = readAll(t, newTestReader(t, Options{}), filepath.Join(dir, "link.txt"))
	require.NoError(t, err)
	assert.Equal(t, []string{"link.txt"}, ids)
}

// A file may vanish, lose its permissions or become a pipe between the walk
// and the reading.
func TestReadVanished(t *testing.T) {
	dir := t.TempDir()
	a := writeFile(t, filepath.Join(dir, "a.txt"), sentence)
	b := writeFile(t, filepath.Join(dir, "b.txt"), sentence)
	writeFile(t, filepath.Join(dir, "c.txt"), sentence)
	var sources []Source
	require.NoError(t, newTestReader(t, Options{}).Sources(dir, func(s Source) error {
		sources = append(sources, s)
		return nil
	}))
	require.Len(t, sources, 3)
	require.NoError(t, os.Remove(a))
	require.NoError(t, os.Remove(b))
	makePipe(t, b)
	_, err := sources[0].Article()
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.EqualError(t, err, "no such file or directory")
	_, err = sources[1].Article()
	require.Error(t, err)
	_, err = sources[2].Article()
	require.NoError(t, err)
}

func TestReadTenThousandFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: writes ten thousand files")
	}
	dir := t.TempDir()
	for i := range 10_000 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.txt", i)), []byte(sentence), 0o644))
	}
	ids, skipped, err := readAll(t, newTestReader(t, Options{}), dir)
	require.NoError(t, err)
	require.Len(t, ids, 10_000)
	assert.Empty(t, skipped)
	assert.True(t, strings.Compare(ids[0], ids[9999]) < 0)
}

// A stream of records must not be held in memory.
func TestReadStreams(t *testing.T) {
	line := []byte(`{"text":"` + strings.Repeat("harbour ", 12_500) + "\"}\n") // 100 KB
	const records = 2000
	in := &repeating{line: line, left: records}
	var most uint64
	n := 0
	err := newTestReader(t, Options{Stdin: in}).Read("-", func(*Article) error {
		if n++; n%200 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		return nil
	}, func(s Skipped) { t.Fatal(s) })
	require.NoError(t, err)
	assert.Equal(t, records, n)
	assert.Less(t, most, uint64(64<<20), "200 MB went through")
}

type repeating struct {
	line []byte
	rest []byte
	left int
}

func (r *repeating) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		r.left--
		r.rest = r.line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Sources may be decoded in several goroutines (run with -race).
func TestSourcesInParallel(t *testing.T) {
	r := newTestReader(t, Options{})
	files, err := filepath.Glob(filepath.Join("testdata", "read", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 20 {
				for _, f := range files {
					_ = r.Sources(f, func(s Source) error {
						_, err := s.Article()
						return err
					})
				}
			}
		})
	}
	wait.Wait()
}
