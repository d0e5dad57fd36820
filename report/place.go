package report

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/stemma-news/stemma"
)

// spot is where a finding stands, as tools for code write it: lines and columns
// from 1, columns in characters, the end behind the last one.
type spot struct {
	file                               string
	line, column, lastLine, lastColumn int
}

func (c *catalogue) spot(id string, s stemma.Span) spot {
	p := spot{file: filepath.ToSlash(c.file(id))}
	p.line, p.column = c.lineOf(id, s.Start)
	p.lastLine, p.lastColumn = c.lineOf(id, max(s.Start, s.End))
	return p
}

// encode writes indented JSON.
func encode(w io.Writer, v any) error {
	e := NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// sentence joins a finding's message with what to do.
func sentence(f stemma.Finding) string {
	s := oneLine(f.Message)
	if f.Next == "" {
		return s
	}
	return strings.TrimSuffix(s, ".") + ". " + oneLine(f.Next)
}
