package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/stemma-news/stemma"
)

// Places are right in whatever order they are asked for.
func TestLocate(t *testing.T) {
	const text = "one\nžluť\n\nlast 日本"
	c := catalogueOf(&stemma.Result{Articles: []stemma.Article{{ID: "a", Text: text}}})
	order := []int{0, 3, 4, 7, 2, 11, 11, len(text), 1, 10, -3, len(text) + 9}
	for i := range text { // where characters begin
		order = append(order, i, len(text), 4)
	}
	for _, offset := range order {
		in := max(0, min(offset, len(text)))
		start := strings.LastIndexByte(text[:in], '\n') + 1
		line, column := c.lineOf("a", offset)
		assert.Equal(t, strings.Count(text[:in], "\n")+1, line, offset)
		assert.Equal(t, utf8.RuneCountInString(text[start:in])+1, column, offset)
		assert.Equal(t, in-start+1, c.byteColumn("a", offset), offset)
	}
	line, column := c.lineOf("unknown", 7)
	assert.Equal(t, []int{1, 1}, []int{line, column})
}
