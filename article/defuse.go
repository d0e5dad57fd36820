package article

// goldmark takes quadratic time on thousands of marks in one paragraph (128 KB
// of "[a](" take 6 s) and on block quotes nested thousands deep. No article is
// written so: what goes beyond is blanked, which costs marks, never words.
const (
	maxInlineMarks = 1000 // in one paragraph
	maxContainers  = 32   // block quotes and lists that one line opens
)

// defuse blanks the marks in source that only an attack has so many of.
func defuse(source []byte, start int) {
	marks := 0
	for i := start; i < len(source); {
		end := i
		for end < len(source) && source[end] != '\n' {
			end++
		}
		text, opens := skipContainers(source, i, end)
		if text == end || opens {
			marks = 0
		}
		for k := text; k < end; k++ {
			switch source[k] {
			case '[', ']', '*', '_', '`', '<', '~', '&', '\\':
				if marks++; marks > maxInlineMarks {
					source[k] = ' '
				}
			}
		}
		i = end + 1
	}
}

// skipContainers returns where a line's text begins behind the marks of block
// quotes and lists, and whether a list item or a heading begins there, which
// no paragraph goes on through.
func skipContainers(source []byte, i, end int) (text int, opens bool) {
	indent := 0
	for n := 0; i < end; {
		switch c := source[i]; {
		case c == ' ' || c == '\t' || c == '\r':
			i++
			indent++
			continue
		case c == '>' || (c == '-' || c == '*' || c == '+') && i+1 < end && source[i+1] == ' ':
			opens = opens || c != '>' && indent < 4
			if n++; n > maxContainers {
				source[i] = ' '
			}
			i, indent = i+1, 0
			continue
		case c >= '0' && c <= '9':
			k := i
			for k < end && k-i < 9 && asciiDigit(source[k]) {
				k++
			}
			if k+1 < end && (source[k] == '.' || source[k] == ')') && source[k+1] == ' ' {
				if n++; n > maxContainers {
					blank(source, i, k+1)
				}
				i, indent = k+1, 0
				continue
			}
		}
		return i, opens || source[i] == '#' && indent < 4
	}
	return i, opens
}
