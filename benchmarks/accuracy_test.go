package benchmarks

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	long    = flag.Bool("long", false, "run the measures that take minutes too")
	update  = flag.Bool("update", false, "write the figures into accuracy.md and speed.md")
	missing = flag.String("misses", "", "write the error classes and the worst rows, by id, into this `folder`")
)

const accuracyFile = "accuracy.md"

// measure is one set of labels, or one corpus with an oracle, and how to score
// the library on it.
type measure struct {
	name  string
	quick bool // seconds: also part of a plain go test
	run   func(*bench) []row
}

// measures stand in the order of the table.
func measures() []measure {
	return []measure{
		{"seeds", true, measureSeeds},
		{"samples", true, measureSamples},
		{"relations", true, measureRelations},
		{"rewrites", true, measureRewrites},
		{"cases", true, measureCases},
		{"read", false, measureRead},
		{"direction", false, measureDirection},
		{"pan", false, measurePAN},
		{"overlaps", false, measureOverlaps},
		{"ecbplus", false, measureECBPlus},
		{"polnear", false, measurePolNeAR},
		{"ledger", false, measureLedger},
		{"wire", true, measureWire},
	}
}

// taken are the rows that this run of the tests has measured already.
var taken = map[string][]row{}

// TestAccuracy measures the library against the labelled data, prints the table
// of figures and fails where one is worse than recorded in accuracy.md.
//
//	go test ./benchmarks -run Accuracy -v -timeout 60m -long [-update] [-misses DIR]
//	go test ./benchmarks -run Accuracy/relations -v
func TestAccuracy(t *testing.T) {
	recorded, err := readRecorded(accuracyFile)
	require.NoError(t, err)
	fresh := map[string][]row{}
	fmt.Print(tableHeadOnce(t))
	for _, m := range measures() {
		t.Run(m.name, func(t *testing.T) {
			if !m.quick && !*long {
				t.Skip("SKIPPED: takes long, run it with -long")
			}
			rows := m.take(t)
			fresh[m.name], taken[m.name] = rows, rows
			for _, r := range rows {
				show(r)
				if was, ok := find(recorded, r.what); ok && !*update {
					assert.Empty(t, worse(was, r), "worse than %s; if that is the price of something better, record it with -update", accuracyFile)
				}
			}
		})
	}
	if *update {
		require.NoError(t, os.WriteFile(accuracyFile, []byte(render(recorded, fresh)), 0o644))
	}
}

// take runs the measure; the first of its rows says what it cost.
func (m measure) take(t *testing.T) []row {
	b := &bench{T: t, data: dataFolder(), misses: &misses{}}
	start := processorTime()
	rows := m.run(b)
	require.NotEmpty(t, rows, "a measure without a figure")
	for _, r := range rows {
		require.Equal(t, m.name, r.measureOf(), "a row names its measure")
	}
	rows[0].cost = fmt.Sprintf("%.1f", (processorTime() - start).Seconds())
	for _, r := range rows {
		require.Lenf(t, r.better, len(numbers(r.figure)), "%s: a sign for every number of %q", r.what, r.figure)
	}
	if *missing != "" {
		require.NoError(t, b.misses.write(*missing, m.name))
	}
	return rows
}

func tableHeadOnce(t *testing.T) string {
	if !testing.Verbose() {
		return ""
	}
	return tableHead
}

func show(r row) {
	if testing.Verbose() {
		fmt.Println(r)
	}
}

// find is the row of that name.
func find(rows []row, what string) (row, bool) {
	for _, r := range rows {
		if r.what == what {
			return r, true
		}
	}
	return row{}, false
}

// of are the rows of one measure.
func of(rows []row, measure string) (found []row) {
	for _, r := range rows {
		if r.measureOf() == measure {
			found = append(found, r)
		}
	}
	return found
}

// render is the text of accuracy.md: fresh rows where a measure ran, the
// recorded ones where it did not.
func render(recorded []row, fresh map[string][]row) string {
	var out strings.Builder
	out.WriteString("# Accuracy, as recorded\n\n" +
		"Made by `go test ./benchmarks -run Accuracy -v -timeout 60m -long -update`. What the rows mean stands in README.md.\n" +
		"A run replaces the rows of the measures that it took, so rows of two measures may come from two states of the program.\n" +
		"All figures are development figures: the data may be looked at, and much was tuned on it.\n\n" + tableHead)
	for _, m := range measures() {
		rows, ran := fresh[m.name]
		if !ran {
			rows = of(recorded, m.name)
		}
		for _, r := range rows {
			out.WriteString(r.String() + "\n")
		}
	}
	return out.String()
}
