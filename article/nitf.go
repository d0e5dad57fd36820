package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readNITF reads a document of the News Industry Text Format, any version.
func readNITF(_, doc *html.Node, a *Article) error {
	info := child(doc, "head", "docdata")
	if status := strings.ToLower(valueOf(info, "management-status")); status == "canceled" || status == "cancelled" || status == "withheld" {
		return noArticle("an item that is %s", status)
	}
	top, body := child(doc, "body", "body.head"), child(doc, "body", "body.content")
	m := &metadata{}
	m.say(fieldID, valueOf(child(info, "doc-id"), "id-string"))
	m.say(fieldTitle, textOf(child(top, "hedline", "hl1")))
	m.say(fieldTitle, textOf(child(doc, "head", "title")))
	m.say(fieldByline, nitfByline(child(top, "byline")))
	publication := child(doc, "head", "pubdata")
	m.say(fieldPublished, valueOf(child(info, "date.release"), "norm"), valueOf(child(info, "date.issue"), "norm"),
		valueOf(publication, "date.publication"))
	m.say(fieldPublisher, valueOf(publication, "name"), valueOf(child(info, "doc.copyright"), "holder"),
		textOf(child(top, "rights", "rights.owner")), valueOf(child(info, "doc-id"), "regsrc"))
	m.say(fieldURL, valueOf(publication, "ex-ref"))
	m.say(fieldSection, valueOf(publication, "position.section"), valueOf(child(doc, "head", "tobject"), "tobject.type"))
	m.say(fieldLanguage, valueOf(doc, "baselang"), valueOf(doc, "lang"), valueOf(body, "lang"))
	m.also(fieldCredit, textOf(child(top, "distributor")))
	a.Version = valueOf(child(info, "du-key"), "version")
	a.setNITFBody(body)
	if a.Text == "" {
		if abstract := child(top, "abstract"); abstract != nil {
			a.setBody(abstract)
			a.warn("no text but an abstract")
		}
	}
	m.fill(a, "nitf")
	if a.Version == "" && m.first(fieldID) != "" {
		a.versionByClock()
	}
	a.dateline(textOf(child(top, "dateline")))
	return nil
}

// setNITFBody takes the text of a NITF body: pictures, notes to editors and
// the like are no part of it.
func (a *Article) setNITFBody(body *html.Node) {
	if body == nil {
		return
	}
	var gone []*html.Node
	eachNode(body, func(n *html.Node) bool {
		switch n.Data {
		case "media", "note", "object", "ednote", "ed-msg":
			if n.Type == html.ElementNode {
				gone = append(gone, n)
				return false
			}
		case "hl1", "hl2":
			n.DataAtom = atom.H2
		case "bq":
			n.DataAtom = atom.Blockquote
		case "block", "body.content", "credit":
			n.DataAtom = atom.Div
		}
		return true
	})
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	a.setBody(body)
}

// nitfByline joins the parts of a byline: names, and what the person is.
func nitfByline(n *html.Node) string {
	if n == nil {
		return ""
	}
	var parts []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t := oneLine(c.Data)
		if c.Type == html.ElementNode {
			t = textOf(c)
		}
		if t == "" {
			continue
		}
		if c.Type == html.ElementNode && c.Data == "byttl" && len(parts) > 0 && !strings.HasSuffix(parts[len(parts)-1], ",") {
			parts[len(parts)-1] += ","
		}
		parts = append(parts, t)
	}
	return strings.Join(parts, " ")
}

// dateline puts a dateline that stands apart back where a reader sees it,
// before the text, unless the text has it already.
func (a *Article) dateline(line string) {
	if _, date := ParseDate(line); date {
		return
	}
	place, _, _ := strings.Cut(line, ",")
	place, _, _ = strings.Cut(place, "(")
	place = strings.ToLower(strings.TrimSpace(place))
	if place == "" || strings.Contains(strings.ToLower(a.Text[:min(len(a.Text), len(line)+20)]), place) {
		return
	}
	a.prepend(line)
}
