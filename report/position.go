package report

import (
	"strings"
	"unicode/utf8"
)

// cursor is a place in a text: a byte, its line and column from 1 (a column is
// a character), and the byte that begins the line.
type cursor struct {
	offset, line, column, start int
}

// locate finds the line and column of a byte of an article's text. It goes on
// from the place that was asked for last, so that places in their order cost
// one pass over the text.
func (c *catalogue) locate(id string, offset int) cursor {
	text := c.article(id).Text
	offset = max(0, min(offset, len(text)))
	at, ok := c.places[id]
	if !ok || at.offset > offset {
		at = cursor{line: 1, column: 1}
	}
	between := text[at.offset:offset]
	if n := strings.Count(between, "\n"); n > 0 {
		at.line += n
		at.start = at.offset + strings.LastIndexByte(between, '\n') + 1
		at.column = 1
		between = text[at.start:offset]
	}
	at.column += utf8.RuneCountInString(between)
	at.offset = offset
	c.places[id] = at
	return at
}

// lineOf gives the line and the column of a byte of an article's text. It is
// 1:1 where the text is not known.
func (c *catalogue) lineOf(id string, offset int) (line, column int) {
	at := c.locate(id, offset)
	return at.line, at.column
}
