package article

import (
	"strings"

	"golang.org/x/net/html"
)

// readNewsItem reads one item of NewsML-G2.
func readNewsItem(head, item *html.Node, a *Article) error {
	if what, other := otherItems[item.Data]; other {
		return noArticle("%s", what)
	}
	meta, content := child(item, "itemmeta"), child(item, "contentmeta")
	if status := localCode(valueOf(child(meta, "pubstatus"), "qcode")); status != "" && status != "usable" {
		return noArticle("an item that is %s", excerpt(status))
	}
	a.setG2Text(child(item, "contentset"))
	if class := localCode(valueOf(child(meta, "itemclass"), "qcode")); a.Text == "" && class != "" && class != "text" {
		return noArticle("an item of class %s", class)
	}
	m := &metadata{}
	m.say(fieldID, valueOf(item, "guid"))
	a.Version = valueOf(item, "version")
	for _, h := range children(content, "headline") {
		if role := localCode(valueOf(h, "role")); role != "subHeadline" && role != "sub" {
			m.say(fieldTitle, textOf(h))
		}
	}
	m.say(fieldTitle, textOf(child(meta, "title")))
	m.say(fieldPublished, textOf(child(meta, "embargoed")), textOf(child(meta, "firstcreated")), textOf(child(meta, "versioncreated")),
		textOf(child(content, "contentcreated")))
	m.say(fieldUpdated, textOf(child(meta, "versioncreated")))
	m.say(fieldPublisher, partyName(child(meta, "provider")), partyName(child(item, "rightsinfo", "copyrightholder")))
	m.say(fieldByline, textOf(child(content, "by")))
	m.say(fieldByline, creators(m, content)...)
	m.say(fieldLanguage, valueOf(child(content, "language"), "tag"), valueOf(item, "lang"))
	m.say(fieldSection, textOf(child(content, "genre", "name")))
	m.also(fieldCredit, strings.Trim(textOf(child(content, "creditline")), "–-/ "))
	for _, s := range children(content, "infosource") {
		m.also(fieldCredit, partyName(s))
	}
	for _, l := range children(meta, "link") {
		if rel := localCode(valueOf(l, "rel")); rel == "derivedFrom" || rel == "translatedFrom" {
			m.also(fieldBasedOn, firstOf(valueOf(l, "href"), valueOf(l, "residref"), valueOf(l, "guidref")))
		}
	}
	m.fill(a, "newsml")
	a.dateline(textOf(child(content, "dateline")))
	return nil
}

// otherItems are the items of NewsML-G2 that are no news.
var otherItems = map[string]string{
	"knowledgeitem": "a NewsML-G2 vocabulary", "conceptitem": "a NewsML-G2 concept", "catalogitem": "a NewsML-G2 catalogue",
	"packageitem": "a NewsML-G2 package, a list of other items", "planningitem": "a NewsML-G2 plan",
}

// localCode is a code without the name of its vocabulary: "usable" of
// "stat:usable".
func localCode(qcode string) string { return qcode[strings.LastIndexByte(qcode, ':')+1:] }

// partyName is the name of a body or a person.
func partyName(n *html.Node) string {
	name := textOf(child(n, "name"))
	for _, c := range children(n, "name") {
		if role := localCode(valueOf(c, "role")); role == "full" || role == "display" {
			name = textOf(c)
			break
		}
	}
	return firstOf(name, valueOf(n, "literal"), localCode(valueOf(n, "qcode")))
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// creators are the authors' names. Ids of accounts, initials and the provider
// itself are none.
func creators(m *metadata, content *html.Node) []string {
	var names []string
	for _, c := range children(content, "creator") {
		name := partyName(c)
		if strings.Contains(strings.TrimSpace(name), " ") && !strings.EqualFold(name, m.first(fieldPublisher)) {
			names = append(names, name)
		}
	}
	return names
}

// setG2Text takes the text from the content of an item: XHTML or NITF inside,
// else plain or escaped text.
func (a *Article) setG2Text(set *html.Node) {
	for _, x := range children(set, "inlinexml") {
		if body := child(x, "html", "body"); body != nil {
			a.setNITFBody(body)
		} else if body := child(x, "nitf", "body", "body.content"); body != nil {
			a.setNITFBody(body)
		} else {
			a.setNITFBody(x)
		}
		if a.Text != "" {
			return
		}
	}
	for _, d := range children(set, "inlinedata") {
		if kind := valueOf(d, "contenttype"); kind == "" || strings.HasPrefix(kind, "text/") || strings.Contains(kind, "html") {
			if a.setMarkup(nodeText(d)); a.Text != "" {
				return
			}
		}
	}
}

// readNewsML1 reads one item of NewsML 1.
func readNewsML1(_, item *html.Node, a *Article) error {
	management := child(item, "newsmanagement")
	if status := strings.ToLower(valueOf(child(management, "status"), "formalname")); status == "canceled" || status == "withheld" {
		return noArticle("an item that is %s", status)
	}
	identifier := child(item, "identification", "newsidentifier")
	m := &metadata{}
	m.say(fieldID, withoutRevision(textOf(child(identifier, "publicidentifier")), textOf(child(identifier, "revisionid"))))
	a.Version = textOf(child(identifier, "revisionid"))
	m.say(fieldPublished, textOf(child(management, "firstcreated")))
	m.say(fieldUpdated, textOf(child(management, "thisrevisioncreated")))
	m.say(fieldPublisher, textOf(child(identifier, "providerid")))
	media := ""
	eachNode(item, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return false
		}
		switch n.Data {
		case "headline":
			m.say(fieldTitle, textOf(n))
		case "byline":
			m.say(fieldByline, textOf(n))
		case "creditline":
			m.also(fieldCredit, textOf(n))
		case "language":
			m.say(fieldLanguage, valueOf(n, "formalname"))
		case "contentitem":
			media = firstOf(media, strings.ToLower(valueOf(child(n, "mediatype"), "formalname")))
			a.setNewsML1Text(n)
			return false
		}
		return true
	})
	if a.Text == "" && media != "" && media != "text" {
		return noArticle("an item of type %s", media)
	}
	m.fill(a, "newsml")
	eachNode(item, func(n *html.Node) bool {
		if n.Data == "dateline" && n.Type == html.ElementNode {
			a.dateline(textOf(n))
			return false
		}
		return n.Data != "contentitem"
	})
	return nil
}

// setNewsML1Text takes the text of the first content item that has paragraphs.
func (a *Article) setNewsML1Text(n *html.Node) {
	kind := strings.ToLower(valueOf(child(n, "mediatype"), "formalname"))
	data := child(n, "datacontent")
	if a.Text != "" || data == nil || kind != "" && kind != "text" {
		return
	}
	if body := child(data, "nitf", "body", "body.content"); body != nil {
		data = body
	} else if body := child(data, "html", "body"); body != nil {
		data = body
	}
	if data.FirstChild != nil && data.FirstChild == data.LastChild && data.FirstChild.Type == html.TextNode {
		a.setMarkup(nodeText(data))
		return
	}
	a.setNITFBody(data)
}

// withoutRevision takes the number of the revision off the end of an id, so
// that all states of an item have one.
func withoutRevision(id, revision string) string {
	if revision != "" {
		return strings.TrimSuffix(id, ":"+revision)
	}
	return id
}
