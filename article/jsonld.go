package article

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// maxJSONLD bounds one JSON-LD script, in bytes.
const maxJSONLD = 4 << 20

// jsonLD reads one script of linked data. Broken ones are common and are left
// out: the meta elements say the same.
func (m *pageMetadata) jsonLD(script string) {
	script = strings.TrimSpace(script)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}} {
		script = strings.TrimSuffix(strings.TrimPrefix(script, wrap[0]), wrap[1])
	}
	if len(script) > maxJSONLD {
		return
	}
	var v any
	if json.Unmarshal([]byte(script), &v) != nil {
		// Line ends inside strings are the usual fault.
		if json.Unmarshal([]byte(strings.Map(spaceForControl, script)), &v) != nil {
			return
		}
	}
	ld := linkedData{named: map[string]map[string]any{}}
	ld.collect(v, 6)
	for _, node := range ld.articles {
		m.linkedArticle(&ld, node)
	}
}

func spaceForControl(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// linkedData holds the nodes of one script: the articles, in order, and all
// that have an id, so that references can be followed.
type linkedData struct {
	articles []map[string]any
	named    map[string]map[string]any
}

// collect gathers the nodes up to a depth: lists, @graph, and the entity that a
// page is about.
func (l *linkedData) collect(v any, depth int) {
	if depth == 0 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.collect(e, depth-1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 {
			l.named[id] = v
		}
		if hasArticleType(v["@type"]) {
			l.articles = append(l.articles, v)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			l.collect(v[key], depth-1)
		}
	}
}

func hasArticleType(v any) bool {
	for _, name := range flatten(nil, v, 2) {
		if articleType(name[strings.LastIndexByte(name, '/')+1:]) {
			return true
		}
	}
	return false
}

// articleType knows schema.org's types for news texts.
func articleType(name string) bool {
	return strings.HasSuffix(name, "Article") || strings.HasSuffix(name, "BlogPosting") || name == "Report"
}

// linkedArticle takes what one article node says; the first one that says a
// thing is believed.
func (m *pageMetadata) linkedArticle(l *linkedData, node map[string]any) {
	for _, p := range []struct {
		key string
		f   field
	}{
		{"headline", fieldTitle}, {"datePublished", fieldPublished}, {"dateModified", fieldUpdated},
		{"author", fieldByline}, {"publisher", fieldPublisher}, {"articleSection", fieldSection},
		{"inLanguage", fieldLanguage}, {"isBasedOn", fieldBasedOn}, {"creditText", fieldCredit},
		{"sourceOrganization", fieldCredit},
	} {
		values := l.names(node[p.key], 4)
		if p.f == fieldByline {
			values = withoutURLs(values)
		}
		if len(values) > 0 {
			m.say(p.f, rankJSONLD, "json-ld", values...)
		}
	}
	if u, ok := node["url"].(string); ok && m.own == "" && isURL(u) {
		m.own = u
	}
	if body, ok := node["articleBody"].(string); ok && m.body == "" {
		m.body = bodyText(body)
	}
}

// names flattens a value to names, following references to other nodes.
func (l *linkedData) names(v any, depth int) []string {
	if depth == 0 {
		return nil
	}
	switch v := v.(type) {
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, l.names(e, depth-1)...)
		}
		return out
	case map[string]any:
		if id, ok := v["@id"].(string); ok && v["name"] == nil {
			if other := l.named[id]; other != nil && other["name"] != nil {
				return l.names(other["name"], depth-1)
			}
		}
	}
	return flatten(nil, v, depth)
}

func withoutURLs(values []string) []string {
	out := values[:0:0]
	for _, v := range values {
		if !isURL(v) && !strings.HasPrefix(v, "#") {
			out = append(out, v)
		}
	}
	return out
}

// bodyText cleans articleBody, which holds mark-up on some sites.
func bodyText(s string) string {
	if strings.Contains(s, "</") || strings.Contains(s, "&lt;/") {
		if strings.Contains(s, "&lt;/") {
			s = html.UnescapeString(s)
		}
		if page, err := parsePage(s); err == nil {
			text, _ := renderText(page)
			return text
		}
	}
	return strings.TrimSpace(html.UnescapeString(s))
}
