package article

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageMetadata is what a page says of its article, outside the text.
type pageMetadata struct {
	metadata
	body      string // the copy of the text in JSON-LD
	canonical string
	own       string // the page's address by og:url or JSON-LD
	heading   string // the first h1
	window    string // the title element
	from      [fieldCount]string
}

// The ranks of the places where pages keep metadata, best first.
const (
	rankJSONLD = iota + 1
	rankMeta
	rankMicrodata
	rankWeakMeta
	rankTime
)

// say keeps a value with the place that it comes from.
func (m *pageMetadata) say(f field, rank uint8, from string, values ...string) {
	if m.values[f] != nil && m.ranks[f] <= rank {
		return
	}
	m.add(rankedField{f, rank}, values...)
	if m.values[f] != nil && m.ranks[f] == rank {
		m.from[f] = from
	}
}

// metaNames are the names of meta elements, with the field and the rank.
var metaNames = map[string]rankedField{
	"article:published_time": {fieldPublished, rankMeta}, "og:published_time": {fieldPublished, rankMeta},
	"datepublished": {fieldPublished, rankMeta}, "parsely-pub-date": {fieldPublished, rankMeta},
	"sailthru.date": {fieldPublished, rankMeta}, "pubdate": {fieldPublished, rankMeta},
	"publishdate": {fieldPublished, rankMeta}, "publish-date": {fieldPublished, rankMeta},
	"publish_date": {fieldPublished, rankMeta}, "publication_date": {fieldPublished, rankMeta},
	"article.published": {fieldPublished, rankMeta}, "dc.date.issued": {fieldPublished, rankMeta},
	"dcterms.issued": {fieldPublished, rankMeta}, "dcterms.created": {fieldPublished, rankWeakMeta},
	"originalpublicationdate": {fieldPublished, rankMeta}, "cxenseparse:recs:publishtime": {fieldPublished, rankMeta},
	"dc.date": {fieldPublished, rankWeakMeta}, "date": {fieldPublished, rankWeakMeta}, "dc.date.created": {fieldPublished, rankWeakMeta},
	"citation_publication_date": {fieldPublished, rankMeta}, "ptime": {fieldPublished, rankWeakMeta},
	"article:modified_time": {fieldUpdated, rankMeta}, "og:updated_time": {fieldUpdated, rankWeakMeta},
	"datemodified": {fieldUpdated, rankMeta}, "dcterms.modified": {fieldUpdated, rankMeta}, "lastmod": {fieldUpdated, rankMeta},
	"last-modified": {fieldUpdated, rankWeakMeta}, "dc.date.modified": {fieldUpdated, rankMeta}, "utime": {fieldUpdated, rankWeakMeta},
	"author": {fieldByline, rankMeta}, "byl": {fieldByline, rankMeta}, "parsely-author": {fieldByline, rankMeta},
	"sailthru.author": {fieldByline, rankMeta}, "dc.creator": {fieldByline, rankMeta}, "dcterms.creator": {fieldByline, rankMeta},
	"article:author": {fieldByline, rankWeakMeta}, "article:author_name": {fieldByline, rankMeta},
	"og:site_name": {fieldPublisher, rankMeta}, "publisher": {fieldPublisher, rankWeakMeta}, "dc.publisher": {fieldPublisher, rankWeakMeta},
	"application-name": {fieldPublisher, rankTime}, "citation_journal_title": {fieldPublisher, rankWeakMeta},
	"og:title": {fieldTitle, rankMeta}, "twitter:title": {fieldTitle, rankWeakMeta}, "dc.title": {fieldTitle, rankWeakMeta},
	"parsely-title": {fieldTitle, rankMeta}, "headline": {fieldTitle, rankMeta},
	"article:section": {fieldSection, rankMeta}, "parsely-section": {fieldSection, rankMeta}, "section": {fieldSection, rankWeakMeta},
	"syndication-source": {fieldSyndicated, rankMeta}, "original-source": {fieldSyndicated, rankWeakMeta},
	"og:locale": {fieldLanguage, rankTime}, "content-language": {fieldLanguage, rankWeakMeta}, "language": {fieldLanguage, rankWeakMeta},
	"dc.language": {fieldLanguage, rankWeakMeta}, "news_source": {fieldCredit, rankMeta}, "wire": {fieldCredit, rankMeta},
}

// microdata are the properties of schema.org that stand in the page itself.
var microdata = map[string]field{
	"datepublished": fieldPublished, "datemodified": fieldUpdated, "author": fieldByline,
	"headline": fieldTitle, "publisher": fieldPublisher, "articlesection": fieldSection, "isbasedon": fieldBasedOn,
	"sourceorganization": fieldCredit, "isbasedonurl": fieldBasedOn,
}

// readPageMetadata reads the head and the elements that carry metadata.
func readPageMetadata(page *html.Node) *pageMetadata {
	m := &pageMetadata{}
	eachNode(page, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch n.DataAtom {
		case atom.Html:
			m.say(fieldLanguage, rankMicrodata, "html", attr(n, "lang"))
		case atom.Meta:
			m.meta(n)
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && m.canonical == "" {
				m.canonical = strings.TrimSpace(attr(n, "href"))
			}
		case atom.Title:
			if m.window == "" && (n.Parent == nil || n.Parent.DataAtom == atom.Head) {
				m.window = oneLine(nodeText(n))
			}
		case atom.H1:
			if m.heading == "" {
				m.heading = oneLine(nodeText(n))
			}
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(attr(n, "type"))), "application/ld+json") {
				m.jsonLD(rawText(n))
			}
			return false
		case atom.Time:
			m.time(n)
		}
		m.property(n)
		return true
	})
	return m
}

func (m *pageMetadata) meta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		for _, name := range strings.Fields(strings.ToLower(attr(n, key))) {
			if name == "og:url" && m.own == "" {
				m.own = content
			}
			known, ok := metaNames[name]
			if !ok {
				continue
			}
			if known.field == fieldByline && isURL(content) || known.field == fieldPublisher && isURL(content) {
				continue
			}
			m.say(known.field, known.rank, "meta", content)
		}
	}
}

// property reads an element with an itemprop.
func (m *pageMetadata) property(n *html.Node) {
	if n.DataAtom == atom.Meta {
		return
	}
	names := attr(n, "itemprop")
	if names == "" || len(names) > 200 {
		return
	}
	for _, name := range strings.Fields(strings.ToLower(names)) {
		f, ok := microdata[name]
		if !ok || insideOtherItem(n) {
			continue
		}
		value := attr(n, "content")
		if value == "" {
			value = attr(n, "datetime")
		}
		if value == "" && f == fieldBasedOn {
			value = attr(n, "href")
		}
		if value == "" && f != fieldPublished && f != fieldUpdated {
			value = oneLine(propertyName(n))
		}
		if value != "" && len(value) < 500 {
			m.say(f, rankMicrodata, "microdata", value)
		}
	}
}

// propertyName is the name inside an item such as a person, else its text.
func propertyName(n *html.Node) string {
	name := ""
	eachNode(n, func(c *html.Node) bool {
		if c != n && c.Type == html.ElementNode && name == "" && strings.EqualFold(attr(c, "itemprop"), "name") {
			if name = attr(c, "content"); name == "" {
				name = nodeText(c)
			}
		}
		return name == ""
	})
	if name == "" {
		name = nodeText(n)
	}
	return name
}

// insideOtherItem reports whether a property belongs to a comment, a teaser or
// a video, not to the article.
func insideOtherItem(n *html.Node) bool {
	for p, up := n.Parent, 0; p != nil && up < 64; p, up = p.Parent, up+1 {
		if kind := attr(p, "itemtype"); kind != "" && p != n {
			return !articleType(kind[strings.LastIndexByte(kind, '/')+1:]) && !strings.HasSuffix(kind, "WebPage")
		}
	}
	return false
}

// time takes the first time element of the article's head for its date where
// nothing better is known.
func (m *pageMetadata) time(n *html.Node) {
	value := attr(n, "datetime")
	if value == "" {
		return
	}
	rank, from := uint8(rankTime+1), "time element"
	if hasAttr(n, "pubdate") || marksDate(attr(n, "class")) {
		rank = rankTime
	} else if !insideArticle(n) {
		return
	}
	if _, ok := ParseDate(value); ok {
		m.say(fieldPublished, rank, from, value)
	}
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func marksDate(class string) bool {
	class = strings.ToLower(class)
	return strings.Contains(class, "publish") || strings.Contains(class, "entry-date") || strings.Contains(class, "posted")
}

func insideArticle(n *html.Node) bool {
	for p, up := n.Parent, 0; p != nil && up < 64; p, up = p.Parent, up+1 {
		switch p.DataAtom {
		case atom.Aside, atom.Footer, atom.Nav:
			return false
		case atom.Article, atom.Main:
			return true
		}
	}
	return false
}

func (m *pageMetadata) url() string {
	for _, u := range []string{m.own, m.canonical} {
		if isURL(u) {
			return u
		}
	}
	return ""
}

// fill hands the metadata to the article.
func (m *pageMetadata) fill(a *Article) {
	if isURL(m.url()) {
		a.URL = m.url()
	}
	for _, f := range []field{fieldTitle, fieldByline, fieldPublisher, fieldSection} {
		for i, v := range m.values[f] {
			m.values[f][i] = html.UnescapeString(v)
		}
	}
	for _, d := range []struct {
		to *Interval
		f  field
	}{{&a.Published, fieldPublished}, {&a.Updated, fieldUpdated}} {
		a.setDate(d.to, m.first(d.f), m.from[d.f])
		m.values[d.f] = nil
	}
	m.dropOwnCredit()
	m.assign(a, "page")
	a.dateByAddress(a.URL, "url")
	setOnce(&a.Publisher, hostOf(a.URL))
	if a.Title == "" {
		a.Title = m.heading
	}
	if a.Title == "" {
		a.Title = m.window
	}
	if own, other := hostOf(m.own), hostOf(m.canonical); own != "" && other != "" && own != other {
		a.declare("canonical", m.canonical)
	}
}

// dropOwnCredit leaves out credits that name the outlet itself; where the page
// names no outlet, the organisation it credits is the outlet.
func (m *pageMetadata) dropOwnCredit() {
	own := foldFieldName(m.first(fieldPublisher))
	var kept []string
	for _, c := range m.values[fieldCredit] {
		name := foldFieldName(c)
		switch {
		case own == "":
			m.say(fieldPublisher, rankTime, "page", c)
			own = name
		case !strings.Contains(name, own) && !strings.Contains(own, name):
			kept = append(kept, c)
		}
	}
	m.values[fieldCredit] = kept
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// hostOf is the host of an address without "www." and "m.".
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "amp."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

// nodeText is the text below a node, without scripts.
func nodeText(n *html.Node) string {
	var b strings.Builder
	eachNode(n, func(c *html.Node) bool {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
		return c.Type != html.ElementNode || !silentElement(c)
	})
	return b.String()
}

// rawText is the content of a script element.
func rawText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
