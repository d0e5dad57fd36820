//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// put makes a file of settings, or what lies in its place.
type put func(file string) error

func holds(text string) put {
	return func(file string) error { return os.WriteFile(file, []byte(text), 0o644) }
}

func linksTo(target string) put { return func(file string) error { return os.Symlink(target, file) } }

// hostileSettings lie where a program looks for its settings by itself: it never
// waits for them, never half obeys them, and says what is wrong with which file.
var hostileSettings = []struct {
	what, file string
	put        put
	says       string
}{
	{"a pipe", ".stemma.toml", func(file string) error { return syscall.Mkfifo(file, 0o644) }, "not a regular file"},
	{"a device", ".stemma.toml", linksTo("/dev/zero"), "not a regular file"},
	{"a folder", ".stemma.toml", func(file string) error { return os.Mkdir(file, 0o755) }, "not a regular file"},
	{"a link to itself", ".stemma.toml", linksTo(".stemma.toml"), "too many levels"},
	{"a link to nowhere", ".stemma.toml", linksTo("gone.toml"), "a link to gone.toml, which does not exist"},
	{"huge", ".stemma.toml", holds(strings.Repeat("# x\n", 1<<19)), "more than 1048576 bytes"},
	{"deep keys", ".stemma.toml", holds(strings.Repeat("a.", 1<<18)), "nest too deep"},
	{"deep names of tables", ".stemma.toml", holds("[" + strings.Repeat("a.", 1<<18) + "a]\n"), "nest too deep"},
	{"deep tables", ".stemma.toml", holds("a = " + strings.Repeat("{a=", 1<<18)), "nest too deep"},
	{"deep lists", ".stemma.toml", holds("content = " + strings.Repeat("[", 1<<19)), "nest too deep"},
	{"binary", ".stemma.toml", holds("\x7fELF\x02\x01\x00\x00"), "not a text in UTF-8"},
	{"UTF-16", ".stemma.toml", holds("\xff\xfeo\x00w\x00n\x00"), "not a text in UTF-8"},
	{"Windows-1252", ".stemma.toml", holds("own = \"K\xf6ln\"\n"), ":1: invalid UTF-8"},
	{"a key twice", ".stemma.toml", holds("own = \"a\"\nown = \"b\"\n"), ":2: Key 'own' has already been defined"},
	{"a table twice", ".stemma.toml", holds("[levels]\n[levels]\n"), ":2: Key 'levels' has already been defined"},
	{"a long key", ".stemma.toml", holds(strings.Repeat("a", 1<<19) + " = 1\n"), "unknown key"},
	{"a long level", ".stemma.toml", holds("fail-on = \"" + strings.Repeat("a", 1<<19) + "\"\n"), "is no level"},
	{"a long zone", ".stemma.toml", holds("[[outlet]]\nname = \"a\"\nzone = \"" + strings.Repeat("a", 1<<19) + "\"\n"), "is no time zone"},
	{"escapes", ".stemma.toml", holds("fail-on = \"\\u001b[31m\"\n"), "is no level"},
	{"a pattern of braces", ".stemma.toml", holds("content = [\"" + strings.Repeat("{a,b}", 1<<17) + "\"]\n"), "braces stand for more than 64"},
	{"a pattern of single braces", ".stemma.toml", holds("content = [\"" + strings.Repeat("{a}", 1<<18) + "[\"]\n"), "is broken"},
	{"a pattern of brackets", ".stemma.toml", holds("content = [\"" + strings.Repeat("[", 1<<19) + "\"]\n"), "is broken"},
	{"many patterns", ".stemma.toml", holds("content = [" + strings.Repeat("\"**/a*b/**\",", 1<<15) + "]\n"), "more than 1000 patterns"},

	{"a pipe", ".stemma-accept", func(file string) error { return syscall.Mkfifo(file, 0o644) }, "not a regular file"},
	{"a device", ".stemma-accept", linksTo("/dev/zero"), "not a regular file"},
	{"a folder", ".stemma-accept", func(file string) error { return os.Mkdir(file, 0o755) }, "not a regular file"},
	{"a link to itself", ".stemma-accept", linksTo(".stemma-accept"), "too many levels"},
	{"a link to nowhere", ".stemma-accept", linksTo("gone"), "a link to gone, which does not exist"},
	{"huge", ".stemma-accept", holds(strings.Repeat("# x\n", 1<<19)), "more than 1048576 bytes"},
	{"binary", ".stemma-accept", holds("\x7fELF\x02\x01\x00\x00"), "not a text in UTF-8"},
	{"UTF-16", ".stemma-accept", holds("\xff\xfe0\x001\x00 \x00a\x00"), "not a text in UTF-8"},
	{"a long word", ".stemma-accept", holds(strings.Repeat("a", 1<<19)), ":1: \"aaaa"},
	{"escapes", ".stemma-accept", holds("# x\n\x1b[31m is\n"), ":2: \"\\x1b[31m\" is no fingerprint"},
}

func TestHostileSettings(t *testing.T) {
	bin := program(t)
	for _, c := range hostileSettings {
		t.Run(c.file+"/"+c.what, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte("the text"), 0o644))
			require.NoError(t, c.put(filepath.Join(dir, c.file)))
			o := runProgram(t, bin, dir, "scan", "a.txt")
			assert.Equal(t, 2, o.code, o.out)
			assert.Contains(t, o.err, c.file)
			assert.Contains(t, o.err, c.says)
			assert.NotContains(t, o.err, "\x1b")
			assert.Less(t, len(o.err), 1000, "a message is to be read")
			assert.Less(t, o.processor, 5*time.Second)
			assert.Less(t, o.memory, 300, "MiB")
		})
	}
	// What is odd but right holds.
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte("the text"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".stemma.toml"), []byte("\xef\xbb\xbfcontent = [\"{a,b}/"+strings.Repeat("*a", 2000)+"/"+strings.Repeat("**/", 2000)+"*.md\"]\r\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".stemma-accept"), []byte("\xef\xbb\xbf0123456789abcdef Gr\xfcnde\r\n"), 0o644))
	o := runProgram(t, bin, dir, "scan", "a.txt")
	assert.Equal(t, 0, o.code, o.err)
	assert.Contains(t, o.err, "no finding has this fingerprint")
	assert.Less(t, o.processor, 5*time.Second)
}
