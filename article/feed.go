package article

import (
	"encoding/base64"
	"net/mail"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// readFeedItem reads one item of RSS of any version, one entry of Atom, or one
// post of a WordPress export, which is RSS with elements of its own.
func readFeedItem(head, item *html.Node, a *Article) error {
	if err := notPublished(item); err != nil {
		return err
	}
	feed := feedHead(head)
	m := &metadata{}
	m.say(fieldID, feedID(item))
	m.say(fieldURL, feedLink(feed, item))
	m.say(fieldTitle, plainTitle(child(item, "title")))
	m.say(fieldTitle, textOf(child(item, "media:title")))
	m.say(fieldByline, displayNames(feed, feedAuthors(item))...)
	m.say(fieldByline, feedAuthors(feed)...)
	m.say(fieldPublished, feedDate(item, "wp:post_date_gmt", "wp:post_date", "published", "issued", "dcterms:issued",
		"pubdate", "dc:date", "created", "dcterms:created"))
	m.say(fieldUpdated, feedDate(item, "wp:post_modified_gmt", "updated", "modified", "dcterms:modified"))
	if m.values[fieldPublished] == nil { // Atom asks for this one only
		m.values[fieldPublished], m.values[fieldUpdated] = m.values[fieldUpdated], nil
	}
	m.say(fieldFirstSeen, feedDate(feed, "lastbuilddate", "updated", "modified"))
	m.say(fieldPublisher, textOf(child(item, "dc:publisher")))
	m.say(fieldPublisher, plainTitle(child(feed, "title")))
	m.say(fieldLanguage, feedLanguage(item), feedLanguage(feed))
	m.say(fieldSection, textOf(child(item, "category")), valueOf(child(item, "category"), "term"))
	feedSources(m, item)
	feedText(a, item)
	m.fill(a, "feed")
	setOnce(&a.Publisher, hostOf(a.URL))
	if m.first(fieldID) != "" {
		a.versionByClock()
	}
	return nil
}

// feedHead is the element that describes the feed.
func feedHead(head *html.Node) *html.Node {
	for _, root := range []string{"rss", "rdf"} {
		if c := child(head, root, "channel"); c != nil {
			return c
		}
	}
	return child(head, "feed")
}

// feedID is the id of an item. A number alone would clash between feeds.
func feedID(item *html.Node) string {
	for _, name := range []string{"guid", "id"} {
		if id := textOf(child(item, name)); len(id) > 12 || isURL(id) {
			return id
		}
	}
	return ""
}

// feedLink is the address of an item: the one behind a counter first.
func feedLink(feed, item *html.Node) string {
	if u := textOf(child(item, "feedburner:origlink")); isURL(u) {
		return u
	}
	best := ""
	for _, l := range children(item, "link") {
		href := valueOf(l, "href")
		if href == "" {
			href = textOf(l)
		}
		rel := valueOf(l, "rel")
		href = absoluteLink(feed, item, href)
		if isURL(href) && (rel == "" || rel == "alternate") && best == "" {
			best = href
		}
	}
	if guid := child(item, "guid"); best == "" && guid != nil && valueOf(guid, "ispermalink") != "false" && isURL(textOf(guid)) {
		best = textOf(guid)
	}
	return best
}

// absoluteLink completes an address by what the item, the feed or the page of the
// feed lie at.
func absoluteLink(feed, item *html.Node, link string) string {
	if link == "" || isURL(link) {
		return link
	}
	to, err := url.Parse(link)
	for _, base := range []string{valueOf(item, "base"), valueOf(feed, "base"), textOf(child(feed, "link"))} {
		if from, e := url.Parse(base); err == nil && e == nil && isURL(base) {
			return from.ResolveReference(to).String()
		}
	}
	return link
}

// plainTitle is a title without the mark-up that feeds put into it.
func plainTitle(n *html.Node) string {
	t := textOf(n)
	if strings.ContainsAny(t, "<&") {
		if page, err := parsePage(t); err == nil {
			t = oneLine(nodeText(page))
		}
	}
	return t
}

// feedAuthors are the authors' names, without their addresses.
func feedAuthors(n *html.Node) []string {
	var names []string
	for _, tag := range []string{"dc:creator", "author", "itunes:author"} {
		for _, c := range children(n, tag) {
			name := textOf(child(c, "name"))
			if name == "" {
				name = withoutAddress(textOf(c))
			}
			if name != "" && !isURL(name) {
				names = append(names, name)
			}
		}
		if names != nil {
			break
		}
	}
	return names
}

// displayNames are the names that a WordPress export shows for its users.
func displayNames(feed *html.Node, users []string) []string {
	for _, author := range children(feed, "wp:author") {
		for i, user := range users {
			if textOf(child(author, "wp:author_login")) == user {
				users[i] = firstOf(textOf(child(author, "wp:author_display_name")), user)
			}
		}
	}
	return users
}

// withoutAddress reads RSS's "desk@example.org (Jane Doe)" and "Jane Doe
// <desk@example.org>".
func withoutAddress(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	if before, after, ok := strings.Cut(s, "("); ok && strings.Contains(before, "@") {
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(after), ")"))
	}
	if a, err := mail.ParseAddress(s); err == nil {
		return a.Name
	}
	return ""
}

// feedDate is the first of some dates that is one. Databases write none as a
// row of zeros.
func feedDate(n *html.Node, names ...string) string {
	for _, name := range names {
		v := textOf(child(n, name))
		if v == "" || strings.HasPrefix(v, "0000") {
			continue
		}
		if strings.HasSuffix(name, "_gmt") {
			v += " +0000"
		}
		return v
	}
	return ""
}

func feedLanguage(n *html.Node) string {
	for _, name := range []string{"language", "dc:language"} {
		if l := textOf(child(n, name)); l != "" {
			return l
		}
	}
	return valueOf(n, "lang")
}

// feedSources are the origins that an item declares: the feed that it was taken
// from, and what extensions of WordPress keep.
func feedSources(m *metadata, item *html.Node) {
	if s := child(item, "source"); s != nil {
		name := textOf(child(s, "title"))
		if child(s, "title") == nil && child(s, "id") == nil {
			name = textOf(s)
		}
		m.also(fieldSource, name)
		m.also(fieldSourceURL, valueOf(s, "url"))
	}
	m.also(fieldSource, textOf(child(item, "dc:source")))
	for _, credit := range children(item, "media:credit") {
		if role := valueOf(credit, "role"); role == "publishing company" || role == "distribution company" {
			m.also(fieldCredit, textOf(credit))
		}
	}
	for _, meta := range children(item, "wp:postmeta") {
		if f, ok := postMeta[textOf(child(meta, "wp:meta_key"))]; ok {
			m.also(f, textOf(child(meta, "wp:meta_value")))
		}
	}
}

// postMeta are the keys under which extensions of WordPress keep an origin.
var postMeta = map[string]field{
	"_yoast_wpseo_canonical": fieldCanonical, "rank_math_canonical_url": fieldCanonical, "_aioseop_custom_link": fieldCanonical,
	"syndication_permalink": fieldSyndicated, "syndication_source": fieldSyndicated, "syndication_source_uri": fieldSyndicated,
	"original_source": fieldSyndicated, "source_url": fieldSourceURL, "source_name": fieldSource, "byline_source": fieldCredit,
}

// feedText takes the fullest text of an item. A feed that has nothing but a
// summary says so.
func feedText(a *Article, item *html.Node) {
	full := child(item, "content:encoded")
	if full == nil {
		full = child(item, "content")
	}
	if full == nil {
		full = child(item, "body") // XHTML inside of RSS
	}
	if full == nil {
		full = child(item, "div")
	}
	if full != nil {
		a.setFeedText(full, child(item, "wp:post_type") != nil)
	}
	if a.Text != "" {
		return
	}
	for _, name := range []string{"description", "summary", "excerpt:encoded", "dcterms:abstract", "media:description"} {
		if c := child(item, name); c != nil {
			if a.setFeedText(c, false); a.Text != "" {
				break
			}
		}
	}
	if len(a.Text) > 0 && len(a.Text) < summaryMost {
		a.warn("the feed has no full text of this article, only a summary")
	}
}

// summaryMost is the size in bytes below which a description is a summary.
const summaryMost = 1000

func (a *Article) setFeedText(n *html.Node, wordPress bool) {
	switch kind := valueOf(n, "type"); {
	case child(n, "div") != nil || child(n, "p") != nil || kind == "xhtml" || kind == "application/xhtml+xml":
		a.setBody(n)
	case kind == "text" || kind == "text/plain":
		a.Text = strings.TrimSpace(nodeText(n))
	case valueOf(n, "mode") == "base64" || kind == "application/octet-stream":
		if text, err := base64.StdEncoding.DecodeString(textOf(n)); err == nil {
			a.setMarkup(string(text))
		}
	case wordPress:
		a.setMarkup(wordPressMarkup(nodeText(n)))
	default:
		a.setMarkup(nodeText(n))
	}
}
