package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// initLine is what the runtime prints of a package's start.
var initLine = regexp.MustCompile(`^init (github\.com/stemma-news/stemma\S*) .* ([0-9]+) bytes, ([0-9]+) allocs$`)

// A hook starts the program for every commit: tables that only some runs need
// are made by those. Allocations are counted, since the count is the same on
// every machine; 1,612 when this was written, 9,900 with the templates and the
// large tables.
func TestStartBuildsNoTables(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	packages, allocs, bytes := 0, 0, 0
	for line := range strings.Lines(string(out)) {
		m := initLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || strings.HasSuffix(m[1], "/cmd/stemma") { // whose tests prepare texts
			continue
		}
		b, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		packages, allocs, bytes = packages+1, allocs+n, bytes+b
	}
	require.GreaterOrEqual(t, packages, 4, "the runtime no longer prints what this reads:\n%s", out)
	t.Logf("%d allocations, %d bytes", allocs, bytes)
	assert.Less(t, allocs, 2400, "the packages of this module at the start")
	assert.Less(t, bytes, 900_000, "the packages of this module at the start")
}
