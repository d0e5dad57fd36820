package article

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// warn records what is wrong with the input but does not stop reading it.
func (a *Article) warn(format string, args ...any) {
	a.Warnings = append(a.Warnings, fmt.Sprintf(format, args...))
}

// excerpt quotes the beginning of a value for a warning, with everything that
// a terminal could act upon escaped.
func excerpt(s string) string {
	const most = 60
	if len(s) > most {
		cut := most
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "..."
	}
	return strconv.QuoteToGraphic(s)
}
