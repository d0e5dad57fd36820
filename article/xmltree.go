package article

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of one XML record. News items stay far below: the largest of 900 real
// ones nests 23 deep.
const (
	maxXMLDepth = 256
	maxXMLNodes = 1 << 20
)

var errXMLDepth = fmt.Errorf("%w: XML elements nest deeper than %d", ErrTooLarge, maxXMLDepth)
var errXMLNodes = fmt.Errorf("%w: more than %d XML elements", ErrTooLarge, maxXMLNodes)

// parseXML reads XML into the same tree that pages are read into, so that one
// renderer and one way of walking serve both. Names of elements and attributes
// are in lower case; those of well-known additions to feeds get the prefix that
// everybody gives them ("dc:creator"), whatever the document calls them, the
// others of another namespace "x:", and all the rest none.
//
// Entities that the document itself defines are left as they stand: nothing is
// expanded and nothing is fetched. What cannot be understood ends the tree; it
// is returned with the error.
func parseXML(data []byte, spaces []xml.Attr) (*html.Node, error) {
	root := &html.Node{Type: html.DocumentNode}
	d := xml.NewDecoder(bytes.NewReader(append(wrapping(spaces), cleanXML(data)...))) // one that it reads byte by byte
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	at, depth, nodes := root, 0, 0
	for {
		token, err := d.Token()
		if err != nil {
			if err == io.EOF || spaces != nil && at == root {
				err = nil
			}
			return root, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == wrapper {
				continue
			}
			if depth++; depth > maxXMLDepth {
				return root, errXMLDepth
			}
			if nodes++; nodes > maxXMLNodes {
				return root, errXMLNodes
			}
			n := xmlElement(t)
			at.AppendChild(n)
			at = n
		case xml.EndElement:
			if at != root {
				at = at.Parent
				depth--
			}
		case xml.CharData:
			if at != root && len(t) > 0 {
				at.AppendChild(&html.Node{Type: html.TextNode, Data: string(t)})
			}
		}
	}
}

// wrapper is the element that carries the namespaces which a record's parents
// declare.
const wrapper = "stemma-record"

func wrapping(spaces []xml.Attr) []byte {
	if spaces == nil {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("<" + wrapper)
	for _, a := range spaces {
		name := a.Name.Local
		if a.Name.Space != "" {
			name = a.Name.Space + ":" + name
		}
		b.WriteString(" " + name + `="`)
		xml.EscapeText(&b, []byte(a.Value))
		b.WriteString(`"`)
	}
	b.WriteString(">")
	return b.Bytes()
}

// cleanXML takes out what the decoder refuses outright, control characters and
// broken UTF-8, which real feeds hold.
func cleanXML(data []byte) []byte {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			if data[i] < ' ' && data[i] != '\n' && data[i] != '\r' && data[i] != '\t' {
				break
			}
			i++
		} else if r, n := utf8.DecodeRune(data[i:]); r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
			break
		} else {
			i += n
		}
		if i == len(data) {
			return data
		}
	}
	return bytes.Map(func(r rune) rune {
		switch {
		case r < ' ' && r != '\n' && r != '\r' && r != '\t':
			return ' '
		case r == 0xfffe || r == 0xffff:
			return utf8.RuneError
		}
		return r
	}, data)
}

func xmlElement(t xml.StartElement) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: xmlName(t.Name)}
	n.DataAtom = atom.Lookup([]byte(n.Data))
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		n.Attr = append(n.Attr, html.Attribute{Key: strings.ToLower(a.Name.Local), Val: a.Value})
	}
	return n
}

// xmlSpaces are parts of namespaces with the prefix that elements in them get.
var xmlSpaces = []struct{ part, prefix string }{
	{"purl.org/dc/elements", "dc:"}, {"purl.org/dc/terms", "dcterms:"}, {"modules/content", "content:"},
	{"/excerpt/", "excerpt:"}, {"wordpress.org/export", "wp:"}, {"search.yahoo.com/mrss", "media:"},
	{"itunes.com", "itunes:"}, {"feedburner", "feedburner:"}, {"purl.org/dc", "dc:"},
	{"w3.org/2005/atom", ""}, {"purl.org/atom/ns", ""}, {"w3.org/1999/xhtml", ""}, {"w3.org/tr/rec-html", ""},
	{"w3.org/1999/02/22-rdf", ""}, {"purl.org/rss/1.0/", ""}, {"my.netscape.com", ""}, {"purl.org/net/rss", ""},
	{"backend.userland.com", ""}, {"blogs.law.harvard.edu", ""}, {"iptc.org", ""}, {"newsml", ""}, {"nitf", ""},
}

// xmlPrefixes are what documents call namespaces that they do not declare.
var xmlPrefixes = map[string]string{
	"": "", "dc": "dc:", "dcterms": "dcterms:", "content": "content:", "wp": "wp:", "excerpt": "excerpt:",
	"media": "media:", "itunes": "itunes:", "feedburner": "feedburner:", "atom": "", "xhtml": "", "h": "", "rdf": "", "nitf": "",
}

func xmlName(n xml.Name) string {
	local := strings.ToLower(n.Local)
	if prefix, ok := xmlPrefixes[n.Space]; ok {
		return prefix + local
	}
	space := strings.ToLower(n.Space)
	for _, s := range xmlSpaces {
		if strings.Contains(space, s.part) {
			return s.prefix + local
		}
	}
	return "x:" + local
}

var errNoElement = errors.New("broken XML: no element")

// child is the first child element of a name, nil where there is none or no
// parent.
func child(n *html.Node, names ...string) *html.Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		c := n.FirstChild
		for c != nil && (c.Type != html.ElementNode || c.Data != name) {
			c = c.NextSibling
		}
		n = c
	}
	return n
}

// children are all child elements of a name.
func children(n *html.Node, name string) []*html.Node {
	var out []*html.Node
	if n == nil {
		return nil
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == name {
			out = append(out, c)
		}
	}
	return out
}

// textOf is the text below an element on one line, "" for none.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	return oneLine(nodeText(n))
}

// valueOf is the value of an attribute, "" where there is no element.
func valueOf(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(attr(n, name))
}
