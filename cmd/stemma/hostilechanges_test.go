//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Files that are cut, grow, change and vanish while they are read give articles
// or reasons, whatever the moment.
func TestFilesThatChangeWhileRead(t *testing.T) {
	bin, dir := program(t), t.TempDir()
	content := bytes.Repeat([]byte("The ferry left port with many words on board. "), 800)
	record := append(append([]byte(`{"text":"`), content[:2000]...), "\"}\n"...)
	stop := meanwhile(func(n int) {
		for i := range 8 {
			file := filepath.Join(dir, fmt.Sprintf("%d%s", i, []string{".txt", ".md", ".jsonl", ".html"}[i%4]))
			switch (n + i) % 4 {
			case 0:
				os.WriteFile(file, content, 0o644)
			case 1:
				os.Truncate(file, int64(n*7919%len(content)))
			case 2:
				os.WriteFile(file, bytes.Repeat(record, 300), 0o644)
			case 3:
				os.Remove(file)
			}
		}
	})
	for range 4 {
		o := runProgram(t, bin, dir, "scan", ".", "--only", "pairs", "--format", "jsonl")
		assert.Equal(t, 0, o.code, o.err)
	}
	stop()
}

// meanwhile does something over and over, with the numbers from 0 on, until it is
// stopped.
func meanwhile(do func(n int)) (stop func()) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			default:
				do(n)
			}
		}
	}()
	return func() {
		close(done)
		<-stopped
	}
}

// A file that is named and changes gives what could be read, or an error that
// names it and says what became of it.
func TestNamedFileThatChangesWhileRead(t *testing.T) {
	bin := program(t)
	words := strings.Repeat("The ferry left port with many words on board. ", 40)
	files := map[string]string{"x.txt": strings.Repeat(words, 200), "x.jsonl": strings.Repeat(`{"text":"`+words+"\"}\n", 400), "x.csv": "text\n" + strings.Repeat(words+"\n", 400)}
	files["x.jsonl.gz"] = gzipped(files["x.jsonl"])
	var entries []entry
	for n := range 400 {
		entries = append(entries, entry{name: fmt.Sprintf("%d.txt", n), content: words})
	}
	files["x.zip"], files["x.tar"] = zipOf(t, entries...), tarOf(t, entries...)
	for name, content := range files {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, name)
			require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
			stop := meanwhile(func(n int) {
				switch n % 4 {
				case 0:
					os.Truncate(file, int64(n*7919%len(content)))
				case 1:
					os.Remove(file)
				case 2, 3: // anew, and over what is being read
					os.WriteFile(file, []byte(content), 0o644)
				}
			})
			for _, args := range [][]string{{"scan", name, "--only", "pairs", "--format", "jsonl"}, {"scan", name, "--only", "overlaps", "--format", "jsonl"}, {"index", "add", "index", name}} {
				for range 3 {
					o := runProgram(t, bin, dir, args...)
					if o.code == 0 {
						continue
					}
					assert.Equal(t, 2, o.code, "%q: %s", args, o.err)
					assert.Regexp(t, `^stemma: error: read `+name+`: .+\n$`, o.err)
				}
			}
			stop()
		})
	}
}
