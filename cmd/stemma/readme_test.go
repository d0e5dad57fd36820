package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every stemma command of the README runs, in its order, and prints what the
// README shows of it. Findings are no failure.
func TestReadme(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	ran := 0
	for _, block := range codeBlocks(string(raw)) {
		lines := strings.Split(block, "\n")
		for i, line := range lines {
			shown := strings.HasPrefix(line, "$ ")
			command, file, redirected := strings.Cut(strings.TrimPrefix(line, "$ "), " > ")
			if !strings.HasPrefix(command, "stemma ") {
				continue
			}
			ran++
			printed := runLine(t, command)
			if redirected {
				require.NoError(t, os.WriteFile(file, []byte(printed), 0o644))
			}
			if shown {
				assert.Contains(t, printed, strings.Join(lines[i+1:], "\n"), "the README shows what %q no longer prints", command)
			}
		}
	}
	assert.Greater(t, ran, 8)
}

// runLine runs one command of a shell line without quotes and returns what it
// prints.
func runLine(t *testing.T, line string) string {
	t.Helper()
	var out, errors bytes.Buffer
	code := run(context.Background(), strings.Fields(line)[1:], terminal{
		in: strings.NewReader(""), out: &out, err: &errors, getenv: func(string) string { return "" },
	})
	assert.NotEqual(t, exitFailed, code, "%s: %s", line, errors.String())
	return out.String()
}

// codeBlocks are the contents of the fences without a language.
func codeBlocks(markdown string) []string {
	var blocks []string
	for i, part := range strings.Split(markdown, "```") {
		if i%2 == 1 && strings.HasPrefix(part, "\n") {
			blocks = append(blocks, strings.TrimSpace(part))
		}
	}
	return blocks
}
