package report

import (
	"io"

	"github.com/stemma-news/stemma"
)

// writeJSONLD writes each utterance as a schema.org Quotation for a content
// management system: who spoke, which articles carry it (isPartOf), and the
// origin that it is based on, whether held or only named.
func writeJSONLD(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c := catalogueOf(r)
	graph := []object{}
	for i := range r.Utterances {
		graph = append(graph, c.quotation(&r.Utterances[i]))
	}
	return encode(w, object{"@context": "https://schema.org", "@graph": graph})
}

func (c *catalogue) quotation(u *stemma.Utterance) object {
	q := object{"@type": "Quotation", "identifier": u.ID, "text": u.Text}
	if u.Speaker != nil && u.Speaker.Name != "" {
		// A body speaks as often as a person does, and the result does not say
		// which; Thing is what both are.
		q["spokenByCharacter"] = object{"@type": "Thing", "name": u.Speaker.Name}
	}
	var parts []object
	for _, k := range c.carriers(u) {
		parts = append(parts, c.newsArticle(k.article))
	}
	if len(parts) > 0 {
		q["isPartOf"] = parts
	}
	if o := u.Origin; o.InArchive && o.Article != "" {
		q["isBasedOn"] = c.newsArticle(o.Article)
	} else if o.Kind != "" && o.Kind != "unknown" {
		q["isBasedOn"] = origin(o)
	}
	return q
}

func (c *catalogue) newsArticle(id string) object {
	a := c.article(id)
	x := object{"@type": "NewsArticle", "identifier": id}
	for key, value := range map[string]string{"url": webAddress(a.URL), "headline": a.Title, "inLanguage": language(a.Language), "datePublished": exactly(a.Published)} {
		if value != "" {
			x[key] = value
		}
	}
	if a.Publisher != "" {
		x["publisher"] = object{"@type": "Organization", "name": a.Publisher}
	}
	return x
}

// origin is a source that is named and not held.
func origin(o stemma.UtteranceOrigin) object {
	kind := map[string]string{"post": "SocialMediaPosting", "document": "DigitalDocument"}[o.Kind]
	if kind == "" {
		kind = "CreativeWork"
	}
	x := object{"@type": kind, "genre": o.Kind}
	if o.Date != nil {
		x["dateCreated"] = *o.Date
	}
	if o.Outlet != "" && o.Outlet != "self" {
		x["publisher"] = object{"@type": "Organization", "name": o.Outlet}
	}
	if o.Handle != "" {
		x["author"] = object{"@type": "Thing", "alternateName": o.Handle}
	}
	return x
}

// exactly is a date that is known exactly, "" otherwise: an interval has no
// place in datePublished.
func exactly(d *stemma.Dates) string {
	if d == nil {
		return ""
	}
	if s := zonelessDay(d); s != "" {
		return s
	}
	if d.Earliest != nil && d.Latest != nil && *d.Earliest == *d.Latest {
		return *d.Earliest
	}
	return ""
}

// webAddress keeps http and https addresses only.
func webAddress(s string) string {
	for _, scheme := range []string{"https://", "http://"} {
		if len(s) > len(scheme) && s[:len(scheme)] == scheme {
			return s
		}
	}
	return ""
}
