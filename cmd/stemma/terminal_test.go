package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// session is the command on a real terminal, which script(1) makes.
type session struct {
	t      *testing.T
	cmd    *exec.Cmd
	keys   io.WriteCloser
	mu     sync.Mutex
	screen bytes.Buffer
	began  time.Time
	first  time.Duration // until something was seen
}

func (s *session) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.screen.Len() == 0 {
		s.first = time.Since(s.began)
	}
	return s.screen.Write(b)
}

func (s *session) seen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

// onTerminal starts a shell line on a terminal of a width. In it, stemma is this
// program.
func onTerminal(t *testing.T, dir string, columns int, line string, env ...string) *session {
	t.Helper()
	script := tool(t, "script", "no terminal was made")
	bin := t.TempDir()
	self, err := filepath.Abs(os.Args[0])
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "stemma")))
	c := exec.Command(script, "-qefc", fmt.Sprintf("trap : INT; stty cols %d rows 24 -echo; stty -g >before; %s; code=$?; stty -g >after; exit $code", columns, line), os.DevNull)
	c.Dir, c.Env = dir, append([]string{"PATH=" + bin + ":" + os.Getenv("PATH"), "TERM=xterm-256color", "HOME=" + dir, "LC_ALL=C.UTF-8"}, env...)
	s := &session{t: t, cmd: c, began: time.Now()}
	s.keys, err = c.StdinPipe()
	require.NoError(t, err)
	c.Stdout = s
	require.NoError(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill() })
	return s
}

// end waits and returns the exit status. The terminal is as it was.
func (s *session) end() int {
	s.t.Helper()
	err := s.cmd.Wait()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		require.NoError(s.t, err)
	}
	before, err := os.ReadFile(filepath.Join(s.cmd.Dir, "before"))
	require.NoError(s.t, err, s.seen())
	after, err := os.ReadFile(filepath.Join(s.cmd.Dir, "after"))
	require.NoError(s.t, err, s.seen())
	assert.Equal(s.t, string(before), string(after), "the terminal is left as it was found")
	return s.cmd.ProcessState.ExitCode()
}

// invented writes articles of made-up words, enough to keep the command busy.
func invented(t *testing.T, dir string, articles int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := range articles {
		var text strings.Builder
		for k := range 300 {
			fmt.Fprintf(&text, "w%d", random.IntN(20_000))
			if k%15 == 14 {
				text.WriteByte('.')
			}
			text.WriteByte(' ')
		}
		require.NoError(t, json.NewEncoder(&b).Encode(map[string]string{"id": fmt.Sprint("a", i), "text": text.String()}))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "many.jsonl"), b.Bytes(), 0o600))
}

// On a terminal, long work shows that it goes on, at once; Ctrl-C ends it with
// 130, and leaves no half of a report.
func TestInterruptOnTerminal(t *testing.T) {
	dir := t.TempDir()
	invented(t, dir, 6000)
	s := onTerminal(t, dir, 80, "stemma scan many.jsonl --output report")
	require.Eventually(t, func() bool { return strings.Contains(s.seen(), "reading") }, 10*time.Second, time.Millisecond)
	t.Logf("the first sign of life after %v", s.first) // a tenth of a second on a machine that is not busy
	_, err := s.keys.Write([]byte{3})
	require.NoError(t, err)
	pressed := time.Now()
	assert.Equal(t, exitInterrupted, s.end())
	t.Logf("gone after %v", time.Since(pressed))
	assert.True(t, strings.HasSuffix(s.seen(), "\r\x1b[Kstemma: interrupted\r\n"), "%q", s.seen())
	left, err := os.ReadDir(filepath.Join(dir, "report"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// What progress drew is gone when the report is there; in a pipe there is none.
func TestProgressOnTerminal(t *testing.T) {
	dir := t.TempDir()
	invented(t, dir, 1500)
	s := onTerminal(t, dir, 80, "stemma scan many.jsonl --only pairs --format csv")
	require.Zero(t, s.end())
	screen := s.seen()
	assert.Contains(t, screen, "reading")
	last := screen[strings.LastIndex(screen, "\x1b[K")+len("\x1b[K"):]
	assert.True(t, strings.HasPrefix(last, "a,b,"), "%q", last[:min(len(last), 80)])

	s = onTerminal(t, dir, 80, "stemma scan many.jsonl --only pairs --format csv 2>errors")
	require.Zero(t, s.end())
	assert.True(t, strings.HasPrefix(s.seen(), "a,b,"))
	errors, err := os.ReadFile(filepath.Join(dir, "errors"))
	require.NoError(t, err)
	assert.Empty(t, string(errors))
}

// The report fits the terminal, from a narrow one to a wide one, and has
// colours where they are wanted.
func TestReportOnTerminal(t *testing.T) {
	dir := t.TempDir()
	s := onTerminal(t, dir, 80, "stemma demo --write samples")
	require.Zero(t, s.end())
	const check = "stemma check samples/gondola-peak24.html --against samples --fail-on never -q"
	for _, columns := range []int{40, 72, 200} {
		s := onTerminal(t, dir, columns, check, "NO_COLOR=1")
		require.Zero(t, s.end())
		assert.NotContains(t, s.seen(), "\x1b[1")
		widest := 0
		shown, _, _ := strings.Cut(s.seen(), "To accept a finding") // lines to copy whole follow
		for _, l := range strings.Split(shown, "\r\n") {
			widest = max(widest, utf8.RuneCountInString(l))
		}
		assert.LessOrEqual(t, widest, columns, s.seen())
		assert.Greater(t, widest, min(columns, 150)*8/10)
	}
	for _, c := range []struct {
		flags, env string
		color      bool
	}{{"", "", true}, {"", "NO_COLOR=1", false}, {"", "TERM=dumb", false}, {"--color never", "", false}, {"--color always", "NO_COLOR=1", true}, {"--color always | cat", "", true}, {"| cat", "", false}} {
		s := onTerminal(t, dir, 80, check+" "+c.flags, c.env)
		require.Zero(t, s.end())
		assert.Equal(t, c.color, strings.Contains(s.seen(), "\x1b[1"), "%s %s", c.flags, c.env)
	}
}
