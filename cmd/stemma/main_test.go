package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"stemma": func() { os.Exit(process()) },
	})
}

// Each file of testdata/script runs the real command.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

func TestEveryCommandHasAScript(t *testing.T) {
	var all strings.Builder
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	require.NoError(t, err)
	for _, s := range scripts {
		raw, err := os.ReadFile(s)
		require.NoError(t, err)
		all.Write(raw)
	}
	for _, c := range commands() {
		assert.Contains(t, all.String(), "stemma "+c.name, "no script calls %s", c.name)
	}
}

func TestSpreadOut(t *testing.T) {
	c := command{spread: "against"}
	for _, tt := range []struct{ in, want string }{
		{"a b", "a b"},
		{"a --against x y", "a --against=x --against=y"},
		{"a --against x --format json y", "a --against=x --format json y"},
		{"--against x - -- y", "--against=x --against=- -- y"},
		{"a --against", "a --against"},
		{"a --against=x y", "a --against=x y"},
	} {
		assert.Equal(t, strings.Fields(tt.want), c.spreadOut(strings.Fields(tt.in)), tt.in)
	}
}

// The binary starts fast: nothing is computed that the command does not need.
func TestStartUp(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds the binary")
	}
	bin := filepath.Join(t.TempDir(), "stemma")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	version, err := exec.Command(bin, "--version").Output()
	require.NoError(t, err)
	assert.Regexp(t, `^stemma \S+\n$`, string(version))
}
