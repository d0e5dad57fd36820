package article

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxElements bounds the elements of a page that readability scores. Its cost
// grows faster than the page.
const maxElements = 200_000

// readHTML reads a page: its metadata from JSON-LD, meta elements and
// microdata, its main text by readability, as paragraphs with a blank line
// between them. sent is the encoding that a server named, "" for none.
func readHTML(data []byte, id, sent string) (*Article, error) {
	if sent == "" {
		sent = declaredCharset(data)
	}
	a, err := decodedArticle(data, id, sent)
	if err != nil {
		return nil, err
	}
	// Spans refer to what is extracted, not to the page.
	a.Skip, a.TextFrom = nil, "extracted"
	page, err := parsePage(strings.ToValidUTF8(a.Text, "\ufffd"))
	if err != nil { // elements nested too deep
		a.warn("page not understood (%v): all its text is taken", err)
		a.Text = flatText(a.Text)
		return a, nil
	}
	a.Text = ""
	meta := readPageMetadata(page)
	a.dropHiddenWords(page)
	main, blocks, byline, err := mainText(page, meta.url())
	if err != nil {
		a.warn("main text not found by structure: %v", err)
	}
	if len(main) < len(meta.body)/2 { // the page's own copy of its text
		main, blocks = meta.body, nil
	}
	a.Text, a.Blocks = main, blocks
	meta.fill(a)
	setOnce(&a.Byline, withoutBy(oneLine(byline)))
	if a.Text == "" && a.Title == "" && a.Byline == "" && a.URL == "" {
		return nil, fmt.Errorf("%w: no text on the page", ErrEmpty)
	}
	return a, nil
}

// declaredCharset is the encoding that a page's meta element or XML
// declaration names.
func declaredCharset(data []byte) string {
	head := data[:min(len(data), 1024)]
	_, name, certain := charset.DetermineEncoding(head, "")
	// Where nothing is declared the name is Windows-1252 too.
	if certain || name != "windows-1252" || strings.Contains(strings.ToLower(string(head)), "charset") {
		return name
	}
	if strings.HasPrefix(string(head), "<?xml") {
		if _, rest, ok := strings.Cut(string(head), "encoding="); ok && len(rest) > 2 {
			name, _, _ := strings.Cut(rest[1:], rest[:1])
			return name
		}
	}
	return ""
}

// parsePage parses a page. The parser bounds how deep elements nest.
func parsePage(text string) (*html.Node, error) {
	page, err := html.Parse(strings.NewReader(text))
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w: %v", ErrFormat, err)
	}
	return page, nil
}

// mainText finds the article on the page and renders it, with the byline that
// stands beside it. The page is changed.
func mainText(page *html.Node, pageURL string) (text string, blocks []Block, byline string, err error) {
	prunePage(page)
	base, err := url.Parse(pageURL)
	if err != nil || base.Host == "" {
		base = &url.URL{Scheme: "https", Host: "localhost", Path: "/"}
	}
	p := readability.NewParser()
	p.MaxElemsToParse = maxElements
	p.KeepClasses = true
	p.DisableJSONLD = true // read by readPageMetadata
	found, err := p.ParseDocument(page, base)
	if err == nil && found.Node != nil {
		dropLinkLists(found.Node)
		dropCaptions(found.Node)
		if text, blocks = renderText(found.Node); len(text) > 0 {
			return text, blocks, found.Byline(), nil
		}
	}
	text, blocks = renderText(page)
	return text, blocks, "", err
}

// flatText is the text between the tags, for pages that cannot be parsed.
func flatText(page string) string {
	b := []byte(page)
	var out strings.Builder
	for _, s := range htmlProse(b, 0, len(b)) {
		for line := range strings.Lines(html.UnescapeString(page[s.Start:s.End])) {
			if line = strings.TrimSpace(line); line != "" {
				out.WriteString(line)
				out.WriteByte('\n')
			}
		}
	}
	return strings.ToValidUTF8(out.String(), "\ufffd")
}

// prunePage takes out what no reader sees, or what is no part of any text, so
// that neither the search for the main text nor the rendering meets it.
func prunePage(page *html.Node) {
	var gone []*html.Node
	eachNode(page, func(n *html.Node) bool {
		if n.Type == html.CommentNode {
			gone = append(gone, n)
			return false
		}
		if n.Type == html.ElementNode && silentElement(n) {
			gone = append(gone, n)
			return false
		}
		return true
	})
	for _, n := range gone {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

// silentElement reports whether an element shows no text.
func silentElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Embed, atom.Canvas:
		return true
	}
	return false
}

// eachNode visits a tree in document order without recursion; a node for which
// visit is false is not entered.
func eachNode(root *html.Node, visit func(*html.Node) bool) {
	n := root
	for n != nil {
		if visit(n) && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
		}
		if n == root {
			return
		}
		n = n.NextSibling
	}
}

// attr is the value of an attribute, "" where the element has none.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}
