package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/report"
)

// evil is what somebody writes into a name, a title or a sentence to steer
// whoever reads it: escapes, a line of its own, commands to build servers,
// characters that turn the text around.
const evil = "::error::x\x1b[31m\x1b]0;t\a\r\n::set-output name=a::b\n##vso[task.x]##[y]\u202e\u2066\u200b\u009b\u2028\U000e0041"

// hostileFolder holds articles that share a passage and whose names, ids, titles,
// outlets, speakers and texts are hostile.
func hostileFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	story := "The harbour board of Lower Quill voted late on Monday to close the north basin to trawlers until the spring, after divers found that the quay wall had moved by eleven centimetres since August.\n\n" +
		"“We were told in writing that the wall would hold for forty years and nobody has called us since,” said " + evil + " Odile Marchetti, who chairs the board.\n\nThe crews will move to Port Ansgar on 3 May " + evil + ".\n"
	name := strings.NewReplacer("/", "", "\x00", "").Replace(evil)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Skipf("SKIPPED: this file system does not take the name: %v", err)
		}
	}
	write(name+".md", story)
	write("plain"+name+".txt", story)
	write("b\xff"+name+".md", "---\ntitle: \"::error::y \\x1b[5m\"\nauthor: \"\\e]52;c;x\\a\"\n---\n"+story)
	write("broken"+name+".html", "")
	write("broken"+name+".pdf", "%PDF")
	var records bytes.Buffer
	for _, id := range []string{evil, "r2" + evil} {
		require.NoError(t, json.NewEncoder(&records).Encode(map[string]string{"id": id, "title": evil, "publisher": evil, "byline": evil,
			"url": "https://example.org/" + evil, "language": evil, "date": evil, "source": evil, evil: evil, "desk_no" + evil: "7", "text": story}))
	}
	records.WriteString("{\"" + "\x1b[31m broken\n")
	write("records"+name+".jsonl", records.String())
	return dir
}

// Whatever the command prints, to either stream and in every format, steers
// nobody; what went wrong says so without the escapes of a file's name.
func TestCommandsPrintNothingThatSteers(t *testing.T) {
	dir := hostileFolder(t)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	missing := filepath.Join(dir, "missing"+strings.ReplaceAll(evil, "/", ""))
	index := filepath.Join(t.TempDir(), "index")
	calls := [][]string{
		{"index", "add", index, dir}, {"index", "info", index}, {"index", "info", index, "--format", "json"}, {"index", "verify", index + evil}, {"index", "remove", index, evil + "x"},
		{"check", files[0], "--against", missing}, {"scan", missing}, {"text", missing}, {"text", dir}, {"compare", missing, missing}, {"compare", files[0], files[1]},
		{evil}, {"scan", "--" + evil}, {"scan", "--format", evil, dir}, {"scan", "--map", evil, dir}, {"scan", "--config", missing, dir}, {"help", evil}, {"check", files[0], "--against", index},
	}
	for _, format := range report.Formats() {
		calls = append(calls, []string{"scan", dir, "--format", format}, []string{"quotes", dir, "--format", format}, []string{"check", files[0], "--against", dir, "--format", format})
	}
	for _, format := range report.OverlapFormats() {
		calls = append(calls, []string{"scan", dir, "--only", "overlaps", "--min", ".01", "--format", format})
	}
	for _, args := range calls {
		var out, err bytes.Buffer
		run(context.Background(), args, terminal{in: strings.NewReader(""), out: &out, err: &err, getenv: func(string) string { return "" }})
		requireTame(t, args, out.String(), slices.Contains(args, "github"), slices.Contains(args, "html"))
		requireTame(t, args, err.String(), false, false)
		if args[0] == "scan" && slices.Contains(args, "json") && !slices.Contains(args, "overlaps") {
			require.Contains(t, out.String(), `"relation": "identical"`)
		}
	}
}

func TestHookPrintsNothingThatSteers(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: needs git")
	}
	dir := hostileFolder(t)
	t.Chdir(dir)
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}} {
		out, err := exec.Command("git", args...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	require.NoError(t, os.WriteFile(".stemma.toml", []byte("licensed = [\"\\u202e\\u001b[31m\"]\n"), 0o644))
	for _, args := range [][]string{{"hook", "--no-cache"}, {"hook", "--no-cache", "--fail-on", "note", "--format", "text"}, {"hook", "--print-config"}, {"hook", "missing" + evil}} {
		var out, err bytes.Buffer
		code := run(context.Background(), args, terminal{in: strings.NewReader(""), out: &out, err: &err, getenv: func(string) string { return "" }})
		requireTame(t, args, out.String()+err.String(), false, false)
		if len(args) == 2 && args[1] == "--no-cache" {
			require.Equal(t, exitFindings, code, out.String()+err.String())
		}
	}
}

func requireTame(t *testing.T, args []string, out string, github, page bool) {
	t.Helper()
	for i, r := range out {
		bad := r != '\n' && r != 0x200c && r != 0x200d && (!unicode.IsGraphic(r) || r == 0x2028 || r == 0x2029)
		if bad && !(page && r == '\t') {
			require.Failf(t, "steers", "%q: %U in %q", args, r, out[max(0, i-60):min(len(out), i+60)])
		}
	}
	for _, mark := range []string{"##[", "##vso[", "##teamcity["} {
		require.NotContains(t, out, mark, "%q", args)
	}
	for line := range strings.Lines(out) {
		command := strings.HasPrefix(strings.TrimSpace(line), "::")
		require.False(t, command && !github, "%q: %s", args, line)
		if command {
			require.Regexp(t, `^::(error|warning|notice) (file|title)=`, line)
		}
	}
}
