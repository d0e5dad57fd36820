//go:build unix

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program builds the command once.
func program(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: builds the binary")
	}
	bin := filepath.Join(t.TempDir(), "stemma")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return bin
}

// outcome is how a run of the program ended and what it cost.
type outcome struct {
	code      int
	out, err  string
	processor time.Duration
	memory    int // MiB, the largest resident set; 0 where it is no more than this process had
}

// patience is how long a run may take on a machine that is busy.
const patience = 90 * time.Second

func runProgram(t *testing.T, bin, dir string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out, err bytes.Buffer
	c := exec.CommandContext(ctx, bin, args...)
	c.Dir, c.Stdout, c.Stderr = dir, &out, &err
	_ = c.Run() // the exit status tells
	require.NoError(t, ctx.Err(), "%q does not end", args)
	o := outcome{code: c.ProcessState.ExitCode(), out: out.String(), err: err.String()}
	if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		o.processor = time.Duration(u.Utime.Nano() + u.Stime.Nano())
		var own syscall.Rusage
		require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &own))
		switch {
		case u.Maxrss <= own.Maxrss: // a program starts with the memory of the one that starts it
		case runtime.GOOS == "darwin":
			o.memory = int(u.Maxrss >> 20)
		default:
			o.memory = int(u.Maxrss >> 10)
		}
	}
	return o
}

// part is a piece of a file, written n times: the files are large, and the
// memory of this process counts as that of the programs that it starts.
type part struct {
	text string
	n    int
}

// hostileFiles are inputs made to crash, hang or exhaust a reader. Each file is
// named to the program: it ends within bounds and says what it did.
var hostileFiles = []struct {
	name    string
	content []part
	code    int
	says    string // in the results or, where the code is 2, on standard error
	memory  int    // MiB; 0 is 200
}{
	{name: "bomb.txt.gz", content: gzipBomb("0", 4<<30), code: 2, says: "too large: more than 64 MB for one article"},
	{name: "bomb.txt.zst", content: zstdBomb("0", 4<<30), code: 2, says: "too large: more than 64 MB for one article", memory: 250},
	{name: "lines.jsonl.gz", content: gzipBomb("\n", 4<<30), code: 2, says: "too large: it decompresses more than 1000-fold"},
	{name: "record.jsonl.zst", content: zstdBomb(`{"text":"`, 4<<30), code: 2, says: "too large: it decompresses more than 1000-fold", memory: 500},
	{name: "twice.txt.gz", content: []part{{gzipped(gzipped("text")), 1}}, code: 2, says: "not a text"},
	{name: "cut.jsonl.gz", content: []part{{gzipped(strings.Repeat(`{"text":"a"}`+"\n", 999))[:40], 1}}, code: 2, says: "damaged gzip data"},
	{name: "members.txt.gz", content: []part{{gzipped(""), 100_000}, {gzipped("the text"), 1}}, says: `"words":2`},
	{name: "line.jsonl", content: []part{{`{"text":"one"}` + "\n" + `{"text":"`, 1}, {"x y ", 25_000_000}, {`"}` + "\n" + `{"text":"three"}`, 1}},
		says: `"skipped","path":"line.jsonl:2","reason":"too large: more than 64 MB for one article"`, memory: 500},
	{name: "aliases.md", content: []part{{yamlBomb(), 1}}, says: `"words":1,`},
	{name: "yaml.md", content: []part{{"---\na: ", 1}, {"[", 200_000}, {"\n---\nword", 1}}, says: "front matter is broken"},
	{name: "tables.md", content: []part{{"+++\na = ", 1}, {"{a=", 200_000}, {"\n+++\nword", 1}}, says: "keys and values nest too deep"},
	{name: "keys.md", content: []part{{"+++\n", 1}, {"a.", 400_000}, {"a = 1\n+++\nword", 1}}, says: "keys and values nest too deep"},
	{name: "depth.jsonl", content: []part{{`{"text":"one","a":`, 1}, {"[", 1_000_000}, {"]", 1_000_000}, {"}\n" + `{"text":"two"}`, 1}}, says: `"depth.jsonl:2"`},
	{name: "keys.jsonl", content: []part{{`{"id":"a","ID":"b","id":"c","text":"one","Text":"two words"}`, 1}}, says: `"words":2`},
	{name: "sources.jsonl", content: []part{{`{"text":"one","publisher":"x","syndicated_from":["c"`, 1}, {`,"a","b"`, 50_000}, {`]}`, 1}}, says: "100001 declared as syndicated_from"},
	{name: "brackets.json", content: []part{{"[", 10_000_000}}, code: 2, says: "empty"},
	{name: "halves.jsonl", content: []part{{`{"text":"a \ud800 b \udc00 c \ud83d\ude00 \u0000 d"}`, 1}}, says: `"words":4`},
	{name: "halves.txt", content: []part{{"\xff\xfea\x00\x00\xd8b\x00 \x00", 1}}, says: "damaged UTF-16: 1 half characters"},
	{name: "damaged.txt", content: []part{{"żółć \xff\xc0\x80\xed\xa0\x80 ", 10_000}}, says: "60000 bytes are not UTF-8"},
	{name: "zeros.txt", content: []part{{"text\x00text\x00\x00\x00\x00", 1}}, code: 2, says: "not a text: binary data"},
	{name: "one-zero.txt", content: []part{{"many words of text ", 9}, {"\x00", 1}}, says: `"words":36`},
	{name: "words.jsonl", content: []part{{`{"text":"word"}` + "\n", 100_000}}, says: `"words.jsonl:100000"`, memory: 900},
	{name: "empty.jsonl", content: []part{{`{"text":""}` + "\n", 100_000}}, says: `"empty.jsonl:100000","reason":"a record without text`, memory: 300},
	{name: "titles.jsonl", content: []part{{`{"title":"Ferry sinks off Lower Wexham"}` + "\n", 100_000}}, says: `"titles.jsonl:100000"`, memory: 800},
	{name: "same.jsonl", content: []part{{`{"id":"a","text":"word"}` + "\n", 100_000}}, code: 2, says: `two articles have the id "a": same.jsonl:1 and same.jsonl:2`, memory: 500},
	{name: "marks.txt", content: []part{{"“a ‘b\" ", 350_000}}, says: `"words":700000`, memory: 800},
	{name: "straight.txt", content: []part{{`"`, 1_000_000}}, says: `"words":0`},
	{name: "tags.html", content: []part{{"<html><body>", 1}, {"<div>", 1_000_000}, {"the text", 1}}, says: `"words":2`},
	{name: "paragraphs.html", content: []part{{"<html><body>", 1}, {"<p><i>", 300_000}, {"the text", 1}}, says: `"words":2`, memory: 900},
	{name: "attributes.html", content: []part{{"<html><body><p ", 1}, {"a=1 ", 1_000_000}, {">the text", 1}}, says: `"words":2`},
	{name: "tags.md", content: []part{{"<div>", 1_000_000}, {"\n\nthe text", 1}}, says: `"words":`, memory: 700},
	{name: "combining.txt", content: []part{{"a", 1}, {"\u0301", 5_000_000}, {" b", 1}}, says: `"words":2`},
	{name: "combining.html", content: []part{{"<p>a", 1}, {"\u0301", 5_000_000}, {" b", 1}}, says: `"words":2`, memory: 300},
	{name: "ligatures.txt", content: []part{{"\ufdfa", 500_000}}, says: `"words":`, memory: 300},
	{name: "years.txt", content: []part{{"2019 ", 400_000}}, says: `"words":400000`, memory: 900},
	{name: "entities.xml", content: []part{{`<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><nitf><body><body.content><p>one &b; two</p></body.content></body></nitf>`, 1}}, says: `"words":3`},
	{name: "depth.xml", content: []part{{"<nitf>", 1_000_000}}, code: 2, says: "error", memory: 300},
}

func gzipped(data string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, data)
	z.Close()
	return b.String()
}

// gzipBomb is size bytes of one character as many members of one file.
func gzipBomb(unit string, size int) []part {
	const member = 16 << 20
	return []part{{gzipped(strings.Repeat(unit, member)), size / member}}
}

// zstdBomb is a beginning and then size zeros, as many frames of one file.
func zstdBomb(start string, size int) []part {
	const frame = 1 << 20
	z, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	defer z.Close()
	return []part{{string(z.EncodeAll([]byte(start), nil)), 1}, {string(z.EncodeAll(bytes.Repeat([]byte("0"), frame), nil)), size / frame}}
}

// yamlBomb is nine to the power of twelve words, by aliases.
func yamlBomb() string {
	b := []byte("---\na: &a [x,x,x,x,x,x,x,x,x]\n")
	for c := byte('b'); c < 'm'; c++ {
		b = fmt.Appendf(b, "%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c,", c-1), 8), c-1)
	}
	return string(append(b, "title: *l\n---\nword"...))
}

func writeParts(t *testing.T, file string, parts []part) {
	t.Helper()
	f, err := os.Create(file)
	require.NoError(t, err)
	out := bufio.NewWriter(f)
	for _, p := range parts {
		for range p.n {
			out.WriteString(p.text)
		}
	}
	require.NoError(t, out.Flush())
	require.NoError(t, f.Close())
}

func TestHostileFiles(t *testing.T) {
	bin := program(t)
	dir := t.TempDir()
	for _, c := range hostileFiles {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(dir, c.name)
			writeParts(t, file, c.content)
			o := runProgram(t, bin, dir, "scan", c.name, "--format", "jsonl")
			os.Remove(file)
			t.Logf("exit %d, %.2f s of processor time, %d MiB: %.200s", o.code, o.processor.Seconds(), o.memory, strings.TrimSpace(o.err))
			assert.Equal(t, c.code, o.code, o.err)
			if c.code == 2 {
				assert.Contains(t, o.err, c.name)
				assert.Contains(t, o.err, c.says)
			} else {
				assert.Contains(t, o.out, c.says)
			}
			assert.Less(t, o.processor, 15*time.Second)
			if c.memory == 0 {
				c.memory = 200
			}
			assert.Less(t, o.memory, c.memory, "MiB")
		})
	}
}

// What is no file of text in a folder is skipped with its reason, and loses
// nothing else.
func TestHostileFolder(t *testing.T) {
	bin, dir := program(t), t.TempDir()
	write := func(name string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("the text"), 0o644))
	}
	write("article.txt")
	write("new\nline\x1b[31m\u202e.txt")
	write("-.txt")
	write("--format=json.txt")
	write("bad\xffname.txt")
	write(strings.Repeat("l", 251) + ".txt")
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o644))
	require.NoError(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	require.NoError(t, os.Symlink(".", filepath.Join(dir, "self")))
	require.NoError(t, os.Symlink("/dev/zero", filepath.Join(dir, "device.txt")))
	require.NoError(t, os.Symlink("missing", filepath.Join(dir, "gone.txt")))
	t.Chdir(dir) // the path of a socket must be short
	socket, err := net.Listen("unix", "socket.txt")
	require.NoError(t, err)
	defer socket.Close()
	readable := 6
	o := runProgram(t, bin, dir, "scan", ".", "--format", "jsonl")
	assert.Equal(t, 0, o.code, o.err)
	assert.Equal(t, readable, strings.Count(o.out, `"type":"article"`))
	for name, reason := range map[string]string{"pipe.txt": "a pipe", "loop": "a symbolic link", "self": "a symbolic link", "device.txt": "a symbolic link",
		"gone.txt": "a symbolic link", "socket.txt": "a socket"} {
		assert.Contains(t, o.out, fmt.Sprintf(`"skipped","path":%q,"reason":"%s`, name, reason))
	}
	for name, says := range map[string]string{"loop": "too many", "gone.txt": "no such file", "device.txt": "too large", "socket.txt": "a socket", "missing": "no such file", "/dev/null": "empty"} {
		o := runProgram(t, bin, dir, "scan", name)
		assert.Equal(t, 2, o.code, name)
		assert.Contains(t, o.err, says)
		assert.Contains(t, o.err, name)
	}
}
