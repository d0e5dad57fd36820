package article

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// elementCutter cuts XML into the elements of some names, the records, without
// parsing it: comments, CDATA sections, instructions and quoted attributes are
// stepped over, so that only real tags count. A record ends where as many
// elements of its name were closed as opened; broken mark-up inside it harms
// that record alone.
type elementCutter struct {
	window
	most  int64
	names []string // local names in lower case
	head  []byte   // what stands before the first record
	begun bool     // the first record was met
	keep  bool     // bytes from window.from on are needed
	lost  bool     // bytes of the record were let go, because it is too long
}

// headMost bounds what is kept of the head, in bytes.
const headMost = 1 << 20

func newElementCutter(in io.Reader, most int64, names []string) *elementCutter {
	return &elementCutter{window: newWindow(in), most: most, names: names, keep: true}
}

func (c *elementCutter) next() ([]byte, error) {
	open, depth := "", 0
	for {
		start, ok := c.tag()
		if !ok {
			return nil, c.ending(open)
		}
		name, closing, empty := c.name(start)
		switch {
		case open == "":
			if closing || !c.isRecord(name) {
				c.outside()
				continue
			}
			c.begin(start)
			if open, depth = name, 1; empty {
				depth = 0
			}
		case name != open || empty:
		case closing:
			depth--
		default:
			depth++
		}
		if depth > 0 {
			continue
		}
		record := c.block[c.from:c.at]
		lost := c.lost || int64(len(record)) > c.most
		c.from, c.keep, c.lost = c.at, false, false
		if lost {
			return nil, tooLong{c.most}
		}
		return record, nil
	}
}

// outside lets go of what stands between records, and of a head that is too
// long to be one.
func (c *elementCutter) outside() {
	if c.begun || c.at-c.from > headMost {
		c.from = c.at
	}
}

// begin keeps the head when the first record begins at byte start.
func (c *elementCutter) begin(start int) {
	if !c.begun {
		c.head, c.begun = c.block[c.from:start], true
	}
	c.from, c.keep = start, true
}

func (c *elementCutter) ending(open string) error {
	switch {
	case c.end != io.EOF:
		return c.end
	case open != "":
		c.at, c.from = c.to, c.to
		return fmt.Errorf("broken XML: the last <%s> does not end", open)
	}
	if !c.begun {
		return fmt.Errorf("%w: no <%s> in it", ErrEmpty, c.names[0])
	}
	return io.EOF
}

func (c *elementCutter) isRecord(name string) bool {
	for _, n := range c.names {
		if n == name {
			return true
		}
	}
	return false
}

// tag moves behind the next tag and returns where it began.
func (c *elementCutter) tag() (start int, ok bool) {
	for {
		if !c.seek("<") {
			return 0, false
		}
		back := c.at - 1 - c.from // from may move while more is read
		if !c.ahead(8) && c.at == c.to {
			return 0, false
		}
		rest := c.block[c.at:c.to]
		switch {
		case bytes.HasPrefix(rest, []byte("!--")):
			ok = c.seek("-->")
		case bytes.HasPrefix(rest, []byte("![CDATA[")):
			ok = c.seek("]]>")
		case rest[0] == '?':
			ok = c.seek("?>")
		case rest[0] == '!':
			ok = c.declaration()
		case rest[0] == '/' || asciiLetter(rest[0]) || rest[0] == '_' || rest[0] >= 0x80:
			ended, more := c.tagEnd()
			if ended {
				return c.from + back, true
			}
			ok = more
		default: // a stray "<"
			continue
		}
		if !ok {
			return 0, false
		}
	}
}

// seek moves behind the next occurrence of mark. Outside of records it lets go
// of what it passed.
func (c *elementCutter) seek(mark string) bool {
	for {
		if n := bytes.Index(c.block[c.at:c.to], []byte(mark)); n >= 0 {
			c.at += n + len(mark)
			return true
		}
		c.at = max(c.at, c.to-len(mark)+1)
		if !c.more() {
			return false
		}
	}
}

// more reads on. What is not needed, and what is too long to be kept, goes.
func (c *elementCutter) more() bool {
	if !c.keep && c.begun {
		c.from = c.at
	} else if int64(c.at-c.from) > c.most+headMost {
		c.from, c.lost = c.at, c.begun
	}
	return c.fill()
}

// ahead reads until n bytes stand behind at.
func (c *elementCutter) ahead(n int) bool {
	for c.to-c.at < n {
		if !c.fill() {
			return false
		}
	}
	return true
}

// tagEnd moves behind the ">" that ends a tag, past those in quoted values. A
// tag of more than headMost bytes is none.
func (c *elementCutter) tagEnd() (ended, more bool) {
	quote, length := byte(0), 0
	for {
		for ; c.at < c.to; c.at++ {
			if length++; length > headMost {
				return false, true
			}
			switch b := c.block[c.at]; {
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case b == '"' || b == '\'':
				quote = b
			case b == '>':
				c.at++
				return true, true
			}
		}
		if !c.fill() {
			return false, false
		}
	}
}

// declaration moves behind a DOCTYPE with all that it declares.
func (c *elementCutter) declaration() bool {
	depth := 0
	for {
		for ; c.at < c.to; c.at++ {
			switch c.block[c.at] {
			case '[':
				depth++
			case ']':
				depth--
			case '>':
				if depth <= 0 {
					c.at++
					return true
				}
			}
		}
		if !c.more() {
			return false
		}
	}
}

// name reads the tag that stands from byte start to at: its local name in
// lower case, whether it closes, and whether it has no content.
func (c *elementCutter) name(start int) (name string, closing, empty bool) {
	tag := c.block[start:c.at]
	empty = len(tag) > 2 && tag[len(tag)-2] == '/'
	tag = tag[1:]
	if tag[0] == '/' {
		closing, tag = true, tag[1:]
	}
	return localName(tag), closing, empty
}

// localName is the name at the beginning of a tag, without prefix, in lower
// case.
func localName(tag []byte) string {
	n := bytes.IndexAny(tag[:min(len(tag), 128)], " \t\r\n/>")
	if n < 0 {
		n = min(len(tag), 128)
	}
	name := tag[:n]
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToLower(string(name))
}

// rootElement is the local name of the first element of XML or HTML, "" where
// none stands in what is given.
func rootElement(head []byte) string {
	c := newElementCutter(bytes.NewReader(head), int64(len(head)), nil)
	for {
		start, ok := c.tag()
		if !ok {
			return unfinishedName(head, c)
		}
		if name, closing, _ := c.name(start); !closing {
			return name
		}
	}
}

// unfinishedName reads the name of a tag that what is given cuts off, as a root
// with many namespaces is.
func unfinishedName(head []byte, c *elementCutter) string {
	i := bytes.LastIndexByte(head, '<')
	if i < 0 || i+1 >= len(head) || !asciiLetter(head[i+1]) {
		return ""
	}
	return localName(head[i+1:])
}

// declaredSpaces are the namespaces that the head of a document declares.
func declaredSpaces(head []byte) []xml.Attr {
	spaces := []xml.Attr{}
	d := xml.NewDecoder(bytes.NewReader(cleanXML(head)))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := d.RawToken()
		if err != nil {
			return spaces
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range t.Attr {
			if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
				spaces = append(spaces, a)
			}
		}
	}
}
