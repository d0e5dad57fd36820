package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tool finds a program that a test asks, or skips and says what was not tested.
func tool(t *testing.T, name, why string) string {
	t.Helper()
	p, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("NOT TESTED: no %s in PATH, so %s", name, why)
	}
	return p
}

// completionOf is the script for a shell, in a file.
func completionOf(t *testing.T, shell string) string {
	t.Helper()
	var b bytes.Buffer
	for _, s := range shells {
		if s.name == shell {
			s.write(&b, commands())
		}
	}
	require.NotZero(t, b.Len())
	file := filepath.Join(t.TempDir(), "stemma."+shell)
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	return file
}

// completed is what each shell must offer for a line, and one word that it must
// not.
var completed = []struct{ line, offers, not string }{
	{"stemma compl", "completion", "check"},
	{"stemma check --fo", "--format", "--against"},
	{"stemma check --format sa", "sarif", "json"},
	{"stemma check --format=ht", "html", "json"},
	{"stemma hook -f li", "lines", "html"},
	{"stemma scan --fail-on w", "warning", "error"},
	{"stemma scan --color n", "never", "auto"},
	{"stemma index v", "verify", "info"},
	{"stemma completion f", "fish", "zsh"},
	{"stemma help rew", "rewrite", "scan"},
	{"stemma check dra", "draft.md", "scan"},
	{"stemma check draft.md --against dra", "draft.md", "scan"},
	{"stemma check --config dra", "draft.md", "scan"},
}

func shellFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "draft.md"), nil, 0o600))
	return dir
}

func TestCompletionInBash(t *testing.T) {
	bash := tool(t, "bash", "bash completed nothing")
	file := completionOf(t, "bash")
	for _, c := range completed {
		words := strings.NewReplacer("=", " = ").Replace(c.line) // as bash breaks words
		script := `source "$1"; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _stemma
((${#COMPREPLY[@]})) || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")) # what -o default does
complete -p stemma | grep -q -- "-o default" && echo "${COMPREPLY[@]}"`
		cmd := exec.Command(bash, "--norc", "-c", script, "bash", file, words)
		cmd.Dir = shellFolder(t)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		assert.Equal(t, c.offers, strings.TrimSpace(string(out)), c.line)
	}
}

func TestCompletionInFish(t *testing.T) {
	fish := tool(t, "fish", "fish completed nothing")
	file := completionOf(t, "fish")
	for _, c := range completed {
		cmd := exec.Command(fish, "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", file, c.line)
		cmd.Dir, cmd.Env = shellFolder(t), append(os.Environ(), "HOME="+t.TempDir())
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		var offers []string
		for _, l := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			word, _, _ := strings.Cut(l, "\t")
			offers = append(offers, strings.TrimPrefix(word, "--format="))
		}
		assert.Equal(t, c.offers, strings.Join(offers, " "), c.line)
	}
}

// zsh completes on a real terminal only: zpty gives it one, each line gets a
// tab, and what the line became is read back.
const inZsh = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PROMPT=; cd $2; autoload -Uz compinit; compinit -D -u; source $1; bindkey '^I' complete-word; print -r READY"
zpty -r -m z l '*READY*READY*'
for line in "${@:3}"; do
  zpty -w -n z "$line"$'\t'
  sleep .3
  zpty -w -n z $'END\x15\n'
  zpty -r -m z l '*END*'
  print -r -- "${l//$'\n'/ }"
done
zpty -d z`

func TestCompletionInZsh(t *testing.T) {
	zsh := tool(t, "zsh", "zsh completed nothing")
	args := []string{"-f", "-c", inZsh, "zsh", completionOf(t, "zsh"), shellFolder(t)}
	for _, c := range completed {
		args = append(args, c.line)
	}
	out, err := exec.Command(zsh, args...).CombinedOutput()
	require.NoError(t, err, string(out))
	screens := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Len(t, screens, len(completed))
	for i, c := range completed {
		_, screen, _ := strings.Cut(screens[i], "stemma")
		assert.Contains(t, screen, c.offers, c.line)
		assert.NotContains(t, screen, c.not, c.line)
	}
}

// The page names every command and every flag of the table, and the readers of
// manual pages take it.
func TestManual(t *testing.T) {
	var b bytes.Buffer
	printManual(&b)
	page := strings.ReplaceAll(b.String(), `\-`, "-")
	for _, c := range commands() {
		assert.Contains(t, page, "\n.B stemma "+c.name+"\n")
		fs := c.flagSet()
		c.setup(fs)
		fs.VisitAll(func(f *pflag.Flag) { assert.Contains(t, page, `\fB--`+f.Name+`\fR`, c.name) })
	}
	file := filepath.Join(t.TempDir(), "stemma.1")
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	t.Run("mandoc", func(t *testing.T) {
		out, err := exec.Command(tool(t, "mandoc", "the manual page was not checked"), "-T", "lint", "-W", "warning", file).CombinedOutput()
		assert.NoError(t, err)
		assert.Empty(t, string(out))
	})
	t.Run("man", func(t *testing.T) {
		cmd := exec.Command(tool(t, "man", "the manual page was not shown"), "--warnings", "-l", file)
		cmd.Env = append(os.Environ(), "MANWIDTH=80", "LC_ALL=C.UTF-8", "MANPAGER=cat")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		assert.Contains(t, string(out), "--fail-on")
		assert.NotContains(t, string(out), "warning:")
	})
}
