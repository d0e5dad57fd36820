package article

import (
	"bytes"
)

// Scanners for mark-up that is not Markdown. Each looks at a byte a bounded
// number of times: where a closing mark is not found once, it is not looked for
// again.

// blank overwrites source[start:end] with spaces; line ends stay.
func blank(source []byte, start, end int) {
	for i := start; i < end && i < len(source); i++ {
		if source[i] != '\n' && source[i] != '\r' {
			source[i] = ' '
		}
	}
}

// maskedSpans are the stretches that were blanked.
func maskedSpans(text string, masked []byte, start int) []Span {
	var out []Span
	for i := start; i < len(text); i++ {
		if text[i] == masked[i] {
			continue
		}
		s := Span{i, i + 1}
		for last := i; i < len(text) && (text[i] != masked[i] || text[i] == ' ' || text[i] == '\n' || text[i] == '\r'); i++ {
			if text[i] != masked[i] {
				last = i
			}
			s.End = last + 1
		}
		out = append(out, s)
	}
	return out
}

// templateMarks are the pairs that template languages put around their tags:
// Hugo shortcodes, Liquid and Jinja tags, variables and comments.
var templateMarks = [...]struct{ open, end string }{
	{"{{<", ">}}"}, {"{{%", "%}}"}, {"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"},
}

// maskTemplates blanks template tags. What stands between a tag and the tag
// that ends it is text: notes, boxes, accordions.
func maskTemplates(source []byte, start int) {
	var closing [len(templateMarks)]int // the next closing mark; one pass over the text each
	for i := start; i+1 < len(source); i++ {
		if source[i] != '{' && source[i] != '<' {
			continue
		}
		for k, m := range templateMarks {
			if !bytes.HasPrefix(source[i:], []byte(m.open)) {
				continue
			}
			from := i + len(m.open)
			if closing[k] < from {
				if closing[k] = len(source) + maxMarkupTag; from <= len(source) {
					if n := bytes.Index(source[from:], []byte(m.end)); n >= 0 {
						closing[k] = from + n
					}
				}
			}
			if closing[k]-from > maxMarkupTag || closing[k] >= len(source) {
				continue
			}
			end := closing[k] + len(m.end)
			blank(source, i, end)
			i = end - 1
			break
		}
	}
}

// maxMarkupTag is the longest template tag, in bytes. More is a brace in the text.
const maxMarkupTag = 16 << 10

// maskJSX blanks what MDX adds to Markdown: import and export statements,
// expressions in braces, and tags of components.
func maskJSX(source []byte, start int) {
	fresh := true // a statement may begin: file start or behind an empty line
	for i := start; i < len(source); {
		end := i + bytes.IndexByte(source[i:], '\n')
		if end < i {
			end = len(source)
		}
		line := source[i:end]
		if fresh && (bytes.HasPrefix(line, []byte("import ")) || bytes.HasPrefix(line, []byte("export "))) {
			for i < len(source) && len(bytes.TrimSpace(line)) > 0 {
				blank(source, i, end)
				i = min(end+1, len(source))
				if end = i + bytes.IndexByte(source[i:], '\n'); end < i {
					end = len(source)
				}
				line = source[i:end]
			}
			continue
		}
		fresh = len(bytes.TrimSpace(line)) == 0
		i = end + 1
	}
	noTag, noBrace := false, false
	for i := start; i < len(source); i++ {
		end := -1
		switch {
		case source[i] == '{' && !noBrace:
			end = braceEnd(source, i)
			noBrace = end < 0
		case source[i] == '<' && !noTag && i+1 < len(source) &&
			(asciiLetter(source[i+1]) || source[i+1] == '/' || source[i+1] == '>'):
			end = markupTagEnd(source, i)
			noTag = end == noEnd
		}
		if end > 0 {
			blank(source, i, end)
			i = end - 1
		}
	}
}

// braceEnd finds the end of the expression in braces that begins at i, -1
// where it has none.
func braceEnd(b []byte, i int) int {
	depth := 0
	for k := i; k < len(b); k++ {
		switch b[k] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return -1
}

// markupTagEnd finds the end of the tag that begins at i: the first ">" outside
// quotes and braces. It is notTag where another "<" comes first, noEnd where
// nothing more is a tag.
func markupTagEnd(b []byte, i int) int {
	quote, depth := byte(0), 0
	for k := i + 1; k < len(b) && k-i < maxMarkupTag; k++ {
		switch c := b[k]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'' || c == '`') && b[k-1] == '=' || (c == '"' || c == '\'') && depth > 0:
			quote = c
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '<' && depth <= 0:
			return notTag
		case c == '>' && depth <= 0:
			return k + 1
		}
	}
	return noEnd
}

const (
	notTag = -1
	noEnd  = -2
)

// silentTags are elements whose content is no text.
var silentTags = map[string]bool{
	"script": true, "style": true, "template": true, "svg": true, "iframe": true, "noscript": true,
	"object": true, "math": true, "code": true, "pre": true, "figcaption": false,
}

// htmlProse returns the text between the tags of raw HTML in b[start:end].
func htmlProse(b []byte, start, end int) []Span {
	var out []Span
	noComment := false
	pos := start
	for i := start; i < end; i++ {
		if b[i] != '<' || i+1 >= end || !asciiLetter(b[i+1]) && b[i+1] != '/' && b[i+1] != '!' && b[i+1] != '?' {
			continue
		}
		stop := -1
		if bytes.HasPrefix(b[i:end], []byte("<!--")) {
			if !noComment {
				if n := bytes.Index(b[i+4:end], []byte("-->")); n >= 0 {
					stop = i + 4 + n + 3
				}
				noComment = stop < 0
			}
			if stop < 0 {
				stop = end
			}
		} else if stop = markupTagEnd(b[:end], i); stop == noEnd {
			break
		} else if stop == notTag {
			continue
		}
		if pos < i {
			out = append(out, Span{pos, i})
		}
		if name := tagName(b[i+1 : stop]); silentTags[name] {
			stop = silentEnd(b[:end], stop, name)
		}
		pos = stop
		i = stop - 1
	}
	if pos < end {
		out = append(out, Span{pos, end})
	}
	return out
}

func tagName(b []byte) string {
	n := 0
	for n < len(b) && n < 12 && (asciiLetter(b[n]) || asciiDigit(b[n])) {
		n++
	}
	return string(bytes.ToLower(b[:n]))
}

// silentEnd finds the end of an element without text, the end of b where it is
// not closed.
func silentEnd(b []byte, from int, name string) int {
	for i := from; i < len(b); {
		n := bytes.Index(b[i:], []byte("</"))
		if n < 0 {
			return len(b)
		}
		i += n + 2
		if i+len(name) <= len(b) && string(bytes.ToLower(b[i:i+len(name)])) == name {
			if n = bytes.IndexByte(b[i:], '>'); n < 0 {
				return len(b)
			}
			return i + n + 1
		}
	}
	return len(b)
}
