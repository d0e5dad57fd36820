package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var kills = flag.Int("kills", 25, "how many times the program is killed while it adds to an index; the long run has 10000, or as many as -timeout allows")

// killed are the records that are added: few words each, so that most of the time
// goes into commits, where a kill hurts.
func killed(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	words := strings.Fields("ferry harbour council bridge winter orchard signal teacher market river lantern quarry miller engine copper garden parish timber mayor storm")
	r := rand.New(rand.NewPCG(9, 9))
	for i := range 120 {
		fmt.Fprintf(&b, `{"id":"k%03d","publisher":"Paper %d","text":"`, i, i%7)
		for range 60 {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		b.WriteString("end.\"}\n")
	}
	file := filepath.Join(t.TempDir(), "killed.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o666))
	return file
}

// inMemory is a folder in the system's memory where there is one: what a killed
// process has written outlives it, synced or not, and syncing takes nearly all of
// the time. Losing what is not synced is left to the crash tests of
// similarity/index.
func inMemory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "stemma-kill-*")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// However often an add is killed, the index opens, holds no half article, and
// adding once more makes it the same as one that was never killed.
func TestKilledAdd(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kills the program many times")
	}
	bin := filepath.Join(t.TempDir(), "stemma")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	records := killed(t)
	run := func(args ...string) string {
		t.Helper()
		var complaint bytes.Buffer
		cmd := exec.Command(bin, args...)
		cmd.Stderr = &complaint
		out, err := cmd.Output()
		require.NoError(t, err, "%s\n%s", strings.Join(args, " "), complaint.String())
		return string(out)
	}
	folder := inMemory(t)
	whole := filepath.Join(folder, "whole")
	start := time.Now()
	run("index", "add", whole, records, "--commit-every", "5")
	took := time.Since(start)
	want := run("scan", whole, "--format", "jsonl", "--min", "0.01")

	r := rand.New(rand.NewPCG(2, uint64(*kills)))
	dir := filepath.Join(folder, "index")
	landed, half, resumed := 0, 0, 0
	start = time.Now()
	done := 0
	for n := range *kills {
		if end, limited := t.Deadline(); limited && time.Until(end) < time.Minute && n%5 == 0 {
			break
		}
		done++
		cmd := exec.Command(bin, "index", "add", dir, records, "--commit-every", "5", "--prune")
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(r.Int64N(int64(took))))
		require.NoError(t, cmd.Process.Kill())
		took -= took / 20 // so that most kills come before the end, however busy the machine is
		if cmd.Wait() != nil {
			took += took / 12
			landed++
			if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
				half++
			}
		}
		if n%5 == 4 || n == *kills-1 {
			if _, err := os.Stat(filepath.Join(dir, "MANIFEST")); err == nil {
				resumed++
				run("index", "verify", dir, "--full")
			}
			run("index", "add", dir, records)
			require.Equal(t, want, run("scan", dir, "--format", "jsonl", "--min", "0.01"), "after kill %d", n)
			require.NoError(t, os.RemoveAll(dir))
		}
	}
	assert.Positive(t, landed, "no kill came before the end")
	t.Logf("%d of %d kills came before the end, %d of them while a file was being written; %d times the index was there and whole, always adding once more completed it; %v a kill",
		landed, done, half, resumed, (time.Since(start) / time.Duration(done)).Round(time.Millisecond))
}
