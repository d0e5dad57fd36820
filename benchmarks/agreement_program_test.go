package benchmarks

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program builds the command and returns its path.
func program(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stemma")
	out, err := exec.Command("go", "build", "-o", path, "../cmd/stemma").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return path
}

// scripted are the rows of a measure that measure.py prints too, in its order.
var scripted = map[string][]string{
	"seeds":     {"seeds"},
	"relations": {"relations: sure", "relations: direction, all"},
	"rewrites":  {"rewrites: rewrite", "rewrites: accused", "rewrites: direction"},
	"ledger": {"ledger: origins", "ledger: speakers of those", "ledger: joins below 12 words (about)", "ledger: joins from 12 words (about)", "ledger: names",
		"ledger: utterances, carriers", "ledger: utterances, joining", "ledger: utterances, mixed", "ledger: utterances, speakers", "ledger: utterances, origins",
		"ledger: utterances, altered wordings", "ledger: utterances, first", "ledger: utterances, reported speech"},
	"wire": {"wire: credits"},
}

// The library in process and the program under measure.py must give the same
// figures: the second goes through flags, JSON and other scorers.
func TestFiguresAgreeWithTheScript(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs the whole program")
	}
	need(t, dataFolder().beside("score", "measure.py"))
	binary := program(t)
	for _, m := range measures() {
		names := scripted[m.name]
		if names == nil {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			if !*long && (!m.quick || m.name == "relations") {
				t.Skip("SKIPPED: takes long, run it with -long") // it reads 225 MB once more
			}
			rows := taken[m.name]
			if rows == nil {
				rows = m.take(t)
			}
			lines := strings.Split(script(t, "measure.py", binary, m.name), "\n")
			require.Len(t, lines, len(names), "%s", lines)
			for i, name := range names {
				r, ok := find(rows, name)
				require.True(t, ok, name)
				said := strings.TrimSuffix(strings.TrimSpace(strings.Split(lines[i], "|")[2]), ";")
				assert.True(t, strings.HasSuffix(said, r.figure), "%s: the script says %q, the library in process %q", name, said, r.figure)
			}
		})
	}
}
