package benchmarks

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var overlapSizes = flag.String("overlaps", "62500,125000", "sizes of the archives whose overlaps the speed test finds, in rising order")

// overlaps measures `scan --only overlaps`: AllSides from the file to the exact
// numbers of its pairs, and how the cost grows on made archives.
func (s *speedTable) overlaps(binary string) {
	s.line("## Overlaps\n\n`stemma scan FILE --only overlaps`: from the records to every pair of containment .3 and more, counted exactly.\n\n| what | time | processor time | peak memory | pairs | goal |\n|---|---|---|---|---|---|")
	m := &archiveMeasure{T: s.T, program: binary, dir: s.TempDir()}
	plain := filepath.Join(m.dir, "allsides.jsonl")
	articles := 0
	s.writeLines(plain, func(put func(any)) {
		eachRecord(s, dataFolder().articles("allsides"), func(x json.RawMessage) { put(x); articles++ })
	})
	s.overlapRow(m, fmt.Sprintf("AllSides, %d articles", articles), plain, "2.4 s of processor time")
	s.overlapRow(m, "the same, compressed", dataFolder().articles("allsides"), "")
	from := newGenerator(s)
	sizes := []int{}
	for _, size := range strings.Split(*overlapSizes, ",") {
		n, err := strconv.Atoi(size)
		require.NoError(s, err)
		sizes = append(sizes, n)
	}
	same := from.article(0).Text
	s.overlapGrowth(m, "sentences of AllSides put together anew, 38 footers", sizes, func(_, i int) archiveArticle { return from.article(i) })
	s.overlapGrowth(m, "the same of so many sentences that each stands in as many articles as in a million", sizes, func(n, i int) archiveArticle {
		return from.ofSize(n).article(i)
	})
	s.overlapGrowth(m, "copies of one article", sizes, func(_, i int) archiveArticle {
		return archiveArticle{ID: fmt.Sprintf("c-%07d", i), Text: same}
	})
	s.overlapGrowth(m, "the first kind with one footer of 60 words under all", sizes, func(_, i int) archiveArticle {
		x := from.article(i)
		x.Text += "\n\n" + from.footers[0]
		return x
	})
}

// overlapGrowth measures archives of several sizes; a quadratic step shows as a
// factor of four from one to its double.
func (s *speedTable) overlapGrowth(m *archiveMeasure, name string, sizes []int, make func(n, i int) archiveArticle) {
	var before cost
	for k, n := range sizes {
		file := filepath.Join(m.dir, "made.jsonl")
		s.writeLines(file, func(put func(any)) {
			for i := range n {
				put(make(n, i))
			}
		})
		goal := "60 s and 4 GB for a million"
		if k > 0 {
			goal = "2.2 times the line above for its double"
		}
		c := s.overlapRow(m, fmt.Sprintf("%d articles: %s", n, name), file, goal)
		if k > 0 {
			factor, times := c.processor.Seconds()/before.processor.Seconds(), float64(n)/float64(sizes[k-1])
			if answer := float64(c.lines) / float64(before.lines); answer < 1.6*times { // short articles with one footer are pairs, by --min
				assert.Less(s, factor, 1.6*times, "%s: nearer to the square than to the line", name)
			}
		}
		before = c
		require.NoError(s, os.Remove(file))
	}
}

func (s *speedTable) overlapRow(m *archiveMeasure, name, file, goal string) cost {
	s.Helper()
	c := m.launch("scan", file, "--only", "overlaps", "--format", "csv", "--quiet")
	s.line("| %s | %v | %d | %s |", name, c, c.lines-1, goal)
	return c
}

// writeLines writes a file of JSON Lines without holding the records.
func (s *speedTable) writeLines(path string, write func(put func(any))) {
	s.Helper()
	f, err := os.Create(path)
	require.NoError(s, err)
	out := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	write(func(x any) { require.NoError(s, enc.Encode(x)) })
	require.NoError(s, out.Flush())
	require.NoError(s, f.Close())
}
