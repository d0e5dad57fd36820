package report

import (
	"strings"
	"unicode/utf8"
)

// lineOf gives the line and the column of a byte of an article's text, both
// from 1; a column is a character. It is 1:1 where the text is not known.
func (c *catalogue) lineOf(id string, offset int) (line, column int) {
	text := c.article(id).Text
	offset = max(0, min(offset, len(text)))
	before := text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
