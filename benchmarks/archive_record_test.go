package benchmarks

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// archiveRows are the rows of archive.md by section, each with its number of
// articles and its scale in front.
type archiveRows map[string][]string

// archiveExtremes are the sections of archives in which every article has to do with
// every other.
var archiveExtremes = map[string]string{"copies": "Copies of one article", "family": "One family of near-copies", "footer": "One footer under all"}

const (
	extremesTell   = "Growth is what counts: twice the articles are to take at most 2.2 times as long."
	extremeColumns = "adding: time | processor time | peak memory | overlaps: time | processor time | peak memory | pairs | check of one more | processor time | peak memory"
)

// archiveSections are the sections in their order, with what stands above the
// rows.
var archiveSections = []struct{ name, about, columns string }{
	{"Adding", "", "time | processor time | peak memory | articles a second | again, nothing changed"},
	{"Size", "Bytes an article; the goals are shares of the text before compression: keys at most .9 at scale 1 and .3 at scale 8, the rest at most .9.",
		"text | keys | share | stored text, metadata, ids | share | in all | segments"},
	{"All overlapping pairs", "`stemma scan INDEX --only overlaps`: from the index to every pair with a containment of .3 and more, each counted exactly. The goal for a million is 60 s and 4 GB.",
		"time | processor time | peak memory | pairs"},
	{"Checking one draft", "From process start to report, the index in the system's page cache; median and 90th percentile. The goal is 50 ms against a million articles.",
		"copies | drafts made as the archive is | processor time | peak memory | eight at once, each | cold page cache"},
	{archiveExtremes["copies"], "Every article has the same text. " + extremesTell, extremeColumns},
	{archiveExtremes["family"], "Every article is one article but for a twentieth of the sentences and one of its own. " + extremesTell, extremeColumns},
	{archiveExtremes["footer"], "Every article ends in the same 60 words, besides that they are those of the other sections. " + extremesTell, extremeColumns},
	{"Planted copies", "Drafts that take over a share of the sentences of one article each: how many drafts have the pair listed.",
		"1/10 | 2/10 | 3/10 | 4/10 | 5/10 | 6/10 | 7/10 | 8/10 | 9/10 | whole"},
}

// readRows reads what is recorded.
func readRows(t testing.TB) archiveRows {
	t.Helper()
	rows := archiveRows{}
	raw, err := os.ReadFile(archiveFile)
	if os.IsNotExist(err) {
		return rows
	}
	require.NoError(t, err)
	section := ""
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if name, is := strings.CutPrefix(line, "## "); is {
			section = name
		}
		var n, scale int
		if count, _ := fmt.Sscanf(line, "| %d | %d |", &n, &scale); count == 2 {
			rows[section] = append(rows[section], line)
		}
	}
	return rows
}

// report is the file.
func (rows archiveRows) report() string {
	var out strings.Builder
	fmt.Fprintf(&out, "# The archive on disk, as recorded\n\nMade by `go test ./benchmarks -run TestArchive -v -timeout 180m -long -update`, with `-articles` for the larger ones, on %s/%s with %d cores, %s. At times the machine did other work, and the time that passed is then several times what it is on a free one: processor time tells.\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Fprintf(&out, "The articles are sentences of AllSides put together anew, %d bytes on average, with a standing line of %d words for each of %d outlets. Of a million, families of near-copies have 50,000, 10,000, 1,000 and 100 members, and each tenth article takes over half of another.\n",
		archiveBytes, footerWords, archiveOutlets)
	for _, s := range archiveSections {
		fmt.Fprintf(&out, "\n## %s\n\n", s.name)
		if s.about != "" {
			fmt.Fprintf(&out, "%s\n\n", s.about)
		}
		columns := "| articles | scale | " + s.columns + " |"
		fmt.Fprintf(&out, "%s\n%s|\n", columns, strings.Repeat("|---", strings.Count(columns, "|")-1))
		slices.SortFunc(rows[s.name], func(a, b string) int {
			var n, m, scale, other int
			fmt.Sscanf(a, "| %d | %d |", &n, &scale)
			fmt.Sscanf(b, "| %d | %d |", &m, &other)
			if n != m {
				return n - m
			}
			return scale - other
		})
		for _, row := range rows[s.name] {
			fmt.Fprintln(&out, row)
		}
	}
	return out.String()
}
