package article

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// xmlRoot says what a document with some root element holds.
type xmlRoot struct {
	records string    // the elements that are articles, "" where the whole document is one
	read    xmlReader // nil: no articles
	why     string    // no articles
}

// xmlReader makes an article of one element. head is the document around it as
// far as it stood before the first record, nil where the element is the
// document.
type xmlReader func(head, n *html.Node, a *Article) error

// xmlRoots knows documents by the local name of their root, in lower case.
var xmlRoots = map[string]xmlRoot{
	"rss":         {records: "item", read: readFeedItem},
	"rdf":         {records: "item", read: readFeedItem},
	"feed":        {records: "entry", read: readFeedItem},
	"nitf":        {read: readNITF},
	"newsitem":    {read: readNewsItem},
	"newsmessage": {records: "newsitem packageitem conceptitem knowledgeitem planningitem catalogitem", read: readNewsItem},
	"newsml":      {records: "newsitem", read: readNewsML1},

	"knowledgeitem": {why: otherItems["knowledgeitem"]},
	"conceptitem":   {why: otherItems["conceptitem"]},
	"packageitem":   {why: otherItems["packageitem"]},
	"planningitem":  {why: otherItems["planningitem"]},
	"catalogitem":   {why: otherItems["catalogitem"]},
	"urlset":        {why: "a sitemap"},
	"sitemapindex":  {why: "a sitemap"},
	"opml":          {why: "a list of feeds"},
}

// xml reads a document of one article or of many.
func (r *Reader) xml(in inflated, s Source, each func(Source) error) error {
	text, err := utf8XML(in.Reader)
	if err != nil {
		s.err = err
		return r.failed(s, each)
	}
	head, _ := text.Peek(sniffed)
	root, known := xmlRoots[rootElement(head)]
	switch {
	case !known || root.read == nil:
		s.err = noXMLArticle(head, root)
		return r.failed(s, each)
	case root.records == "":
		s.decode = r.oneXML
		return r.whole(text, s, each)
	}
	c := newElementCutter(text, r.limits.Record, strings.Fields(root.records))
	return r.cut(c, s, true, xmlRecord(c, root.read), each)
}

func noXMLArticle(head []byte, root xmlRoot) error {
	if root.why != "" {
		return fmt.Errorf("%w: %s", ErrFormat, root.why)
	}
	if name := rootElement(head); name != "" {
		return fmt.Errorf("%w: XML of an unknown kind, <%s>", ErrFormat, name)
	}
	return fmt.Errorf("%w: %w", ErrFormat, errNoElement)
}

// xmlRecord decodes the records that a cutter finds. What the head says is
// parsed once, when the first record asks: by then the cutter has seen it all.
func xmlRecord(c *elementCutter, read xmlReader) decoder {
	type around struct {
		head   *html.Node
		spaces []xml.Attr
	}
	parse := sync.OnceValue(func() around {
		head, _ := parseXML(c.head, nil)
		return around{head, declaredSpaces(c.head)}
	})
	return func(data []byte, id string) (*Article, error) {
		doc := parse()
		data, guessed := guessUTF8(data)
		root, broken := parseXML(data, doc.spaces)
		a, err := xmlArticle(doc.head, root, broken, read, id)
		if err == nil && guessed {
			a.warn("not UTF-8, read as Windows-1252")
		}
		return a, err
	}
}

// oneXML reads a document that is one article.
func (r *Reader) oneXML(data []byte, id string) (*Article, error) {
	text, err := utf8XML(bufio.NewReader(bytes.NewReader(data)))
	if err != nil {
		return nil, err
	}
	if data, err = io.ReadAll(text); err != nil {
		return nil, err
	}
	root, known := xmlRoots[rootElement(data[:min(len(data), sniffed)])]
	switch {
	case !known || root.read == nil:
		return nil, noXMLArticle(data[:min(len(data), sniffed)], root)
	case root.records != "":
		return nil, fmt.Errorf("%w: several articles in one document", ErrFormat)
	}
	doc, broken := parseXML(data, nil)
	return xmlArticle(nil, doc, broken, root.read, id)
}

// guessUTF8 decodes a record whose document declares no encoding, or a wrong
// one, where its bytes make sense as Windows-1252.
func guessUTF8(data []byte) (text []byte, guessed bool) {
	if utf8.Valid(data) || !looksWindows1252(data) {
		return data, false
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return text, err == nil
}

// xmlArticle makes an article of the first element below root. What stands
// before broken mark-up counts, with a warning.
func xmlArticle(head, root *html.Node, broken error, read xmlReader, id string) (*Article, error) {
	n := root.FirstChild
	for n != nil && n.Type != html.ElementNode {
		n = n.NextSibling
	}
	switch {
	case errors.Is(broken, ErrTooLarge):
		return nil, broken
	case n == nil && broken != nil:
		return nil, fmt.Errorf("broken XML: %w", broken)
	case n == nil:
		return nil, errNoElement
	}
	a := &Article{ID: id, TextFrom: "extracted"}
	if broken != nil {
		a.warn("the XML is broken (%s): read up to there", excerpt(broken.Error()))
	}
	if err := read(head, n, a); err != nil {
		return nil, err
	}
	if a.Text == "" && a.Title == "" && a.Byline == "" && a.URL == "" {
		return nil, errNoContent
	}
	a.dateByAddress(a.URL, "url")
	return a, nil
}

// utf8XML turns a document into UTF-8, by its byte order mark or by what it
// declares. What is UTF-8 stays so, whatever it declares: of nine real agency
// items that declare Latin-1, three are.
func utf8XML(in *bufio.Reader) (*bufio.Reader, error) {
	head, _ := in.Peek(sniffed)
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")),
		bytes.HasPrefix(head, []byte("<\x00")), bytes.HasPrefix(head, []byte("\x00<")):
		order := unicode.LittleEndian
		if head[0] == 0 || head[0] == 0xfe {
			order = unicode.BigEndian
		}
		return bufio.NewReaderSize(transform.NewReader(in, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), sniffed), nil
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := in.Discard(3)
		return in, err
	}
	name := xmlEncoding(head)
	if name == "" || showsUTF8(head) {
		return in, nil
	}
	enc, canonical := charset.Lookup(name)
	switch {
	case enc == nil:
		return nil, fmt.Errorf("%w: unknown encoding %s", ErrFormat, excerpt(name))
	case canonical == "utf-8" || strings.HasPrefix(canonical, "utf-16"): // the bytes say otherwise
		return in, nil
	}
	return bufio.NewReaderSize(transform.NewReader(in, enc.NewDecoder()), sniffed), nil
}

// showsUTF8 reports whether bytes, cut off anywhere, hold characters beyond
// ASCII and are UTF-8.
func showsUTF8(head []byte) bool {
	for n := 0; n < utf8.UTFMax-1 && len(head) > 0 && head[len(head)-1] >= utf8.RuneSelf; n++ {
		head = head[:len(head)-1]
	}
	return utf8.Valid(head) && bytes.ContainsFunc(head, func(r rune) bool { return r >= utf8.RuneSelf })
}

// xmlEncoding is what the XML declaration names.
func xmlEncoding(head []byte) string {
	declaration, _, ok := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("?>"))
	if !ok || !bytes.HasPrefix(declaration, []byte("<?xml")) {
		return ""
	}
	_, value, ok := bytes.Cut(declaration, []byte("encoding"))
	value = bytes.TrimLeft(value, " \t\r\n=")
	if !ok || len(value) < 2 {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1])
	return strings.TrimSpace(string(name))
}
