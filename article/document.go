package article

import (
	"archive/zip"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text documents of word processors: the paragraphs as a reader sees them once
// all changes are accepted. Deleted text, comments, notes, headers and footers
// are left out.

// docx reads a document of Word (Office Open XML).
func (r *Reader) docx(z *zip.Reader, s Source, each func(Source) error) error {
	return r.document(z, s, "word/document.xml", "docProps/core.xml", docxElement, each)
}

// odt reads a document of LibreOffice (Open Document).
func (r *Reader) odt(z *zip.Reader, s Source, each func(Source) error) error {
	mime, err := r.zipEntry(z, "mimetype", s.meter)
	if err == nil && !strings.HasPrefix(string(mime), "application/vnd.oasis.opendocument.text") && len(mime) > 0 {
		return notRead("an office document without text")(r, z, s, each)
	}
	return r.document(z, s, "content.xml", "meta.xml", odtElement, each)
}

// document hands out the article of a document: its text lies in one entry,
// what is known of it in another.
func (r *Reader) document(z *zip.Reader, s Source, text, properties string, element func(*html.Node) bool, each func(Source) error) error {
	s.data, s.err = r.zipEntry(z, text, s.meter)
	if s.err != nil {
		return r.failed(s, each)
	}
	known, err := r.zipEntry(z, properties, s.meter)
	s.loaded = true
	s.decode = func(data []byte, id string) (*Article, error) {
		a, e := readDocument(data, known, id, element)
		if e == nil && err != nil {
			a.warn("properties not read: %v", err)
		}
		return a, e
	}
	return each(s)
}

func readDocument(text, properties []byte, id string, element func(*html.Node) bool) (*Article, error) {
	doc, broken := parseXML(text, nil)
	if doc.FirstChild == nil {
		return nil, errNoElement
	}
	a := &Article{ID: id, TextFrom: "extracted"}
	if broken != nil {
		a.warn("the XML is broken (%s): read up to there", excerpt(broken.Error()))
	}
	var gone []*html.Node
	eachNode(doc, func(n *html.Node) bool {
		if n.Type != html.DocumentNode && !element(n) {
			gone = append(gone, n)
			return false
		}
		return true
	})
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	joinParagraphs(doc)
	a.Text, a.Blocks = renderText(doc)
	if a.Text == "" {
		return nil, ErrEmpty
	}
	m := documentProperties(properties)
	m.assign(a, "document properties")
	if a.Title == "" && len(a.Blocks) > 0 && a.Blocks[0].Kind == Heading && a.Blocks[0].Start == 0 {
		a.Title = oneLine(a.Blocks[0].In(a.Text))
	}
	a.readHeader(0)
	return a, nil
}

// documentProperties are the title, the author and the clocks that a word
// processor keeps. They are those of the file, not of its publication: the
// creation date may be a template's, so only the last change is taken.
func documentProperties(data []byte) *metadata {
	m := &metadata{}
	doc, _ := parseXML(data, nil)
	eachNode(doc, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch n.Data {
		case "dc:title":
			m.say(fieldTitle, textOf(n))
		case "dc:creator", "x:initial-creator":
			m.say(fieldByline, textOf(n))
		case "dc:language":
			m.say(fieldLanguage, textOf(n))
		case "dcterms:modified", "dc:date":
			m.say(fieldUpdated, textOf(n))
		}
		return true
	})
	return m
}

// docxElement gives an element of Word's the role that the renderer knows, and
// says whether it is part of the text.
func docxElement(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return docxText[n.Parent.Data]
	}
	switch strings.TrimPrefix(n.Data, "x:") {
	case "del", "movefrom", "instrtext", "deltext", "sectpr", "rpr", "tblpr", "trpr", "tcpr", "footnotereference", "commentreference", "fallback":
		return false
	case "ppr":
		setParagraphRole(n)
		return false
	case "r":
		return !isOn(child(child(n, "x:rpr"), "x:vanish")) // hidden from the reader
	case "p":
		n.DataAtom = atom.P
	case "tbl":
		n.DataAtom = atom.Table
	case "tr":
		n.DataAtom = atom.Tr
	case "tc":
		n.DataAtom = atom.Td
	case "br", "cr":
		n.DataAtom = atom.Br
	case "tab", "nobreakhyphen":
		text := " "
		if n.Data == "x:nobreakhyphen" {
			text = "\u2011"
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return true
}

// docxText are the elements whose text is shown.
var docxText = map[string]bool{"x:t": true, "x:tab": true, "x:nobreakhyphen": true}

// setParagraphRole takes the role of a paragraph from its style.
func setParagraphRole(properties *html.Node) {
	style := strings.ToLower(valueOf(child(properties, "x:pstyle"), "val"))
	p := properties.Parent
	if child(child(properties, "x:rpr"), "x:del") != nil { // its end was deleted
		p.Attr = append(p.Attr, html.Attribute{Key: joined})
	}
	switch {
	case strings.HasPrefix(style, "heading") || style == "title" || style == "subtitle":
		p.DataAtom = atom.H2
	case strings.Contains(style, "quote"):
		p.DataAtom = atom.Blockquote
	case strings.HasPrefix(style, "caption"):
		p.DataAtom = atom.Figcaption
	case child(properties, "x:numpr") != nil || strings.HasPrefix(style, "list"):
		p.DataAtom = atom.Li
	}
}

// joined marks a paragraph that goes on in the next one.
const joined = "stemma-joined"

// joinParagraphs moves into a paragraph those that follow a deleted end.
func joinParagraphs(doc *html.Node) {
	var open []*html.Node
	eachNode(doc, func(n *html.Node) bool {
		if hasAttr(n, joined) {
			open = append(open, n)
		}
		return true
	})
	for _, p := range open {
		for on := p.Parent != nil; on; { // else a paragraph took it before
			next := p.NextSibling
			for next != nil && next.Type != html.ElementNode {
				next = next.NextSibling
			}
			if next == nil || next.DataAtom != atom.P {
				break
			}
			for next.FirstChild != nil {
				c := next.FirstChild
				next.RemoveChild(c)
				p.AppendChild(c)
			}
			next.Parent.RemoveChild(next)
			on = hasAttr(next, joined)
		}
	}
}

// isOn reports whether a property of Word's is set.
func isOn(property *html.Node) bool {
	switch valueOf(property, "val") {
	case "0", "false", "off":
		return false
	}
	return property != nil
}

// odtElement does the same for an element of Open Document.
func odtElement(n *html.Node) bool {
	switch strings.TrimPrefix(n.Data, "x:") {
	case "tracked-changes", "deletion", "annotation", "annotation-end", "note", "automatic-styles", "font-face-decls", "scripts",
		"sequence-decls", "table-of-content", "forms", "image", "object", "object-ole", "title", "desc":
		return false
	case "p":
		n.DataAtom = atom.P
	case "h":
		n.DataAtom = atom.H2
	case "list-item":
		n.DataAtom = atom.Li
	case "table":
		n.DataAtom = atom.Table
	case "table-row":
		n.DataAtom = atom.Tr
	case "table-cell":
		n.DataAtom = atom.Td
	case "line-break":
		n.DataAtom = atom.Br
	case "s", "tab":
		n.AppendChild(&html.Node{Type: html.TextNode, Data: " "})
	}
	return true
}
