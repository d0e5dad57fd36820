package benchmarks

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// corpora is the folder of the evaluation data, which is no part of the
// repository: see README.md.
type corpora string

// dataFolder is the folder named by STEMMA_DATA, else shared/data beside the
// repository. It need not exist: what needs it asks have.
func dataFolder() corpora {
	dir := os.Getenv("STEMMA_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	return corpora(dir)
}

// path joins names below the folder.
func (c corpora) path(names ...string) string {
	return filepath.Join(append([]string{string(c)}, names...)...)
}

// beside joins names below the folder that holds the data: the seed articles,
// their truth and the scoring scripts stand there.
func (c corpora) beside(names ...string) string {
	return filepath.Join(append([]string{filepath.Dir(string(c))}, names...)...)
}

// articles is the JSON Lines file of a corpus.
func (c corpora) articles(corpus string) string { return c.path(corpus, "articles.jsonl.gz") }

// need skips the test, saying which file was looked for, where one is absent.
func need(t testing.TB, paths ...string) {
	t.Helper()
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			t.Skipf("SKIPPED, nothing was measured: there is no %s\nset STEMMA_DATA to the folder of the evaluation data (default: shared/data beside the repository)", p)
		}
	}
}

// record is one row of a table with a header.
type record map[string]string

// table reads tab-separated values with a header. Quoted says that fields may
// stand in double quotes; most of the files have no quoting rule.
func table(t testing.TB, path string, quoted bool) []record {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	rows, err := readTable(f, quoted)
	require.NoError(t, err, path)
	require.NotEmpty(t, rows, path)
	return rows
}

func readTable(r io.Reader, quoted bool) ([]record, error) {
	var lines [][]string
	if quoted {
		c := csv.NewReader(r)
		c.Comma, c.LazyQuotes, c.FieldsPerRecord = '\t', true, -1
		all, err := c.ReadAll()
		if err != nil {
			return nil, err
		}
		lines = all
	} else {
		s := bufio.NewScanner(r)
		s.Buffer(nil, 1<<26)
		for s.Scan() {
			if line := strings.TrimSuffix(s.Text(), "\r"); line != "" {
				lines = append(lines, strings.Split(line, "\t"))
			}
		}
		if err := s.Err(); err != nil {
			return nil, err
		}
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("the table has no header")
	}
	rows := make([]record, 0, len(lines)-1)
	for _, l := range lines[1:] {
		row := record{}
		for i, name := range lines[0] {
			if i < len(l) {
				row[name] = l[i]
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// eachLine calls do for every line of a file, unpacked where it ends in .gz.
func eachLine(t testing.TB, path string, do func(line []byte)) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		in, err = gzip.NewReader(f)
		require.NoError(t, err)
	}
	lines := bufio.NewReaderSize(in, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			do(line)
		}
		if err == io.EOF {
			return
		}
		require.NoError(t, err, path)
	}
}

// eachRecord decodes every line of a JSON Lines file into a T.
func eachRecord[T any](t testing.TB, path string, do func(T)) {
	t.Helper()
	eachLine(t, path, func(line []byte) {
		var x T
		require.NoError(t, json.Unmarshal(line, &x), path)
		do(x)
	})
}

// writeRecords writes a JSON Lines file into a folder of the test's own.
func writeRecords[T any](t testing.TB, name string, records []T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	out := bufio.NewWriter(f)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, r := range records {
		require.NoError(t, enc.Encode(r))
	}
	require.NoError(t, out.Flush())
	return path
}
