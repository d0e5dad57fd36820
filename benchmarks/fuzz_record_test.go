package benchmarks

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var fuzzLog = flag.String("fuzzlog", "", "add the `FILE` that .ci/fuzz wrote to fuzz.md")

// fuzzed is what became of one target over all runs.
type fuzzed struct {
	time       time.Duration
	executions int
	crashers   int
}

var (
	fuzzTarget = regexp.MustCompile(`^== (\S+) (Fuzz\w+)$`)
	fuzzLine   = regexp.MustCompile(`^fuzz: elapsed: (\S+), execs: (\d+)`)
	fuzzRow    = regexp.MustCompile(`^\| (\S+) \| (\S+) \| (\S+) \| (\d+) \| (\d+) \|$`)
)

// addFuzzLog adds what .ci/fuzz printed. A target that was cut off is left out.
func addFuzzLog(table map[string]fuzzed, log io.Reader) error {
	target, run := "", fuzzed{}
	done := func() {
		if have := table[target]; target != "" && run.executions+run.crashers > 0 {
			table[target] = fuzzed{have.time + run.time, have.executions + run.executions, have.crashers + run.crashers}
		}
		run = fuzzed{}
	}
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if m := fuzzTarget.FindStringSubmatch(line); m != nil {
			done()
			target = strings.TrimPrefix(m[1]+" ", ". ") + m[2]
		} else if m := fuzzLine.FindStringSubmatch(line); m != nil { // the last one counts
			run.time, _ = time.ParseDuration(m[1])
			run.executions, _ = strconv.Atoi(m[2])
		} else if strings.HasPrefix(line, "Failing input written to") {
			run.crashers++
		}
	}
	done()
	return lines.Err()
}

// readFuzzTable reads the table back.
func readFuzzTable(text string) map[string]fuzzed {
	table := map[string]fuzzed{}
	for line := range strings.Lines(text) {
		if m := fuzzRow.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			name := m[2]
			if m[1] != "." {
				name = m[1] + " " + m[2]
			}
			took, _ := time.ParseDuration(m[3])
			executions, _ := strconv.Atoi(m[4])
			crashers, _ := strconv.Atoi(m[5])
			table[name] = fuzzed{took, executions, crashers}
		}
	}
	return table
}

const fuzzHead = "# Fuzzing\n\n" +
	"How long each fuzz target ran, over all runs that were added. Go keeps the inputs that it found worth while, so that runs add up. A crasher lies in the testdata of its package from then on and is run with every test; each one counted here was mended.\n\n" +
	"```\n.ci/fuzz 150 | tee fuzz.log                                      every target, 150 seconds each\n" +
	"go test ./benchmarks -run TestFuzzRecord -fuzzlog $PWD/fuzz.log     adds them to this table; each log once\n```\n\n" +
	"The goal is an hour of each target that reads hostile bytes and ten minutes of the others.\n\n"

func writeFuzzTable(table map[string]fuzzed) string {
	var b strings.Builder
	b.WriteString(fuzzHead + "| package | target | time | executions | crashers |\n|---|---|---|---|---|\n")
	all := fuzzed{}
	for _, name := range slices.SortedFunc(maps.Keys(table), func(x, y string) int { return cmp.Compare(x, y) }) {
		folder, target, inside := strings.Cut(name, " ")
		if !inside {
			folder, target = ".", name
		}
		f := table[name]
		fmt.Fprintf(&b, "| %s | %s | %s | %d | %d |\n", folder, target, f.time.Round(time.Second), f.executions, f.crashers)
		all = fuzzed{all.time + f.time, all.executions + f.executions, all.crashers + f.crashers}
	}
	fmt.Fprintf(&b, "\n%d targets, %s, %d executions, %d crashers.\n", len(table), all.time.Round(time.Second), all.executions, all.crashers)
	return b.String()
}

// TestFuzzRecord adds a log of .ci/fuzz to fuzz.md. Without one it holds the
// reading of logs and of the table to what they say.
func TestFuzzRecord(t *testing.T) {
	if *fuzzLog != "" {
		log, err := os.Open(*fuzzLog)
		require.NoError(t, err)
		defer log.Close()
		recorded, _ := os.ReadFile("fuzz.md")
		table := readFuzzTable(string(recorded))
		require.NoError(t, addFuzzLog(table, log))
		require.NoError(t, os.WriteFile("fuzz.md", []byte(writeFuzzTable(table)), 0o644))
		return
	}
	const log = "== . FuzzGlob\nfuzz: elapsed: 3s, execs: 10 (3/sec)\nfuzz: elapsed: 2m31s, execs: 91 (0/sec), new interesting: 9 (total: 9)\n" +
		"== article FuzzCSV\n--- FAIL: FuzzCSV (5.14s)\n    Failing input written to testdata/fuzz/FuzzCSV/16\nfuzz: elapsed: 5s, execs: 7 (0/sec)\n" +
		"== article FuzzTar\n"
	table := map[string]fuzzed{}
	require.NoError(t, addFuzzLog(table, strings.NewReader(log)))
	assert.Equal(t, map[string]fuzzed{"FuzzGlob": {151 * time.Second, 91, 0}, "article FuzzCSV": {5 * time.Second, 7, 1}}, table)
	table = readFuzzTable(writeFuzzTable(table))
	require.NoError(t, addFuzzLog(table, strings.NewReader(log)))
	assert.Equal(t, map[string]fuzzed{"FuzzGlob": {302 * time.Second, 182, 0}, "article FuzzCSV": {10 * time.Second, 14, 2}}, table)
}
