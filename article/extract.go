package article

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// What the readers of documents and feeds share: mark-up to text, and the
// credits that say something.

// noArticle is the reason why a record of a news format is left out.
func noArticle(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrNoArticle}, args...)...)
}

// setMarkup takes the text from mark-up as content systems export it: HTML, or
// plain text that lost its tags.
func (a *Article) setMarkup(markup string) {
	if !strings.ContainsAny(markup, "<&") {
		a.Text = strings.TrimSpace(markup)
		return
	}
	page, err := parsePage(strings.ToValidUTF8(markup, "\ufffd"))
	if err != nil {
		a.warn("mark-up not understood (%v): all its text is taken", err)
		a.Text = flatText(markup)
		return
	}
	prunePage(page)
	a.Text, a.Blocks = renderText(page)
}

// setBody takes the text from an element. Text that was escaped twice on its
// way, and mark-up that was escaped into it, are common and are resolved.
func (a *Article) setBody(n *html.Node) {
	var escaped []*html.Node
	eachNode(n, func(c *html.Node) bool {
		if c.Type == html.TextNode {
			if strings.Contains(c.Data, "&") {
				c.Data = html.UnescapeString(c.Data)
			}
			if strings.Contains(c.Data, "</") {
				escaped = append(escaped, c)
			}
		}
		return true
	})
	for _, c := range escaped {
		page, err := parsePage(c.Data)
		if err != nil {
			continue
		}
		prunePage(page)
		c.Parent.InsertBefore(page, c)
		c.Parent.RemoveChild(c)
	}
	a.Text, a.Blocks = renderText(n)
}

// prepend puts a line before the text.
func (a *Article) prepend(line string) {
	if line == "" || a.Text == "" {
		return
	}
	shift := len(line) + 2
	a.Text = line + "\n\n" + a.Text
	for i := range a.Blocks {
		a.Blocks[i].Start += shift
		a.Blocks[i].End += shift
	}
}

// dropOwnCredits leaves out credits that name the outlet itself.
func (m *metadata) dropOwnCredits() {
	own := foldFieldName(m.first(fieldPublisher))
	if own == "" {
		return
	}
	var kept []string
	for _, c := range m.values[fieldCredit] {
		if name := foldFieldName(c); !strings.Contains(name, own) && !strings.Contains(own, name) {
			kept = append(kept, c)
		}
	}
	m.values[fieldCredit] = kept
}

// say keeps the values of a field that has none yet.
func (m *metadata) say(f field, values ...string) {
	if m.values[f] == nil {
		m.add(rankedField{f, 1}, values...)
	}
}

// also adds a value to those that a field has.
func (m *metadata) also(f field, value string) {
	if value = strings.TrimSpace(value); !saysNothing(value) {
		m.values[f] = append(m.values[f], value)
	}
}

// versionByClock tells the states of an article by the newest of its clocks,
// where the format numbers none: feeds are fetched every hour, and an agency's
// correction has the id of what it corrects.
func (a *Article) versionByClock() {
	for _, iv := range []Interval{a.FirstSeen, a.Updated, a.Published} {
		if !iv.IsZero() {
			a.Version = iv.Earliest.UTC().Format("2006-01-02T15:04:05Z")
			return
		}
	}
	a.Version = "1"
}

// fill hands the metadata of a document to the article.
func (m *metadata) fill(a *Article, from string) {
	if id := m.first(fieldID); id != "" {
		a.ID = id
	}
	m.dropOwnCredits()
	m.assign(a, from)
	if a.Updated.Earliest.Equal(a.Published.Earliest) && a.Updated.Latest.Equal(a.Published.Latest) {
		a.Updated = Interval{}
	}
}
