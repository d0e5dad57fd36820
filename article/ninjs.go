package article

import (
	"encoding/json"
	"strings"
)

// A ninjs item is a record whose text, headline and clocks have names of their
// own, which differ between versions: 1 has body_text, body_xhtml and the like
// and headline_main; 2 has lists, bodies and headlines; 3 writes its names in
// camel case. Names are compared in lower case, so that one reader serves all,
// and content systems' exports that follow none of them to the letter.

// ninjs reads an item; m is what the common names of fields gave.
func (r *Reader) ninjs(data []byte, m metadata, id string) (*Article, error) {
	item := map[string]jsonField{}
	if err := eachField(data, func(f jsonField) error {
		item[strings.ToLower(string(f.key))] = f
		return nil
	}); err != nil {
		return nil, err
	}
	if status := strings.ToLower(item["pubstatus"].text()); status != "" && status != "usable" {
		return nil, noArticle("an item that is %s", excerpt(status))
	}
	a := &Article{ID: id, TextFrom: "extracted", Version: item["version"].text()}
	kind := strings.ToLower(item["type"].text())
	if _, event := item["eventdetails"]; event && kind == "" {
		kind = "event"
	}
	if notTexts[kind] {
		return nil, noArticle("an item of type %s", kind)
	}
	m.extra.drop(ninjsOwn)
	r.setNinjsBody(a, &m, item)
	if a.Text == "" && kind != "" && kind != "text" {
		return nil, noArticle("an item of type %s, without text", excerpt(kind))
	}
	m.say(fieldTitle, mainValue(item, "headline"))
	m.say(fieldTitle, item["title"].text())
	m.say(fieldByline, item["by"].texts()...)
	for _, name := range []string{"embargoed", "firstpublished", "firstcreated", "versioncreated", "contentcreated"} {
		m.say(fieldPublished, item[name].text())
	}
	m.say(fieldUpdated, item["versioncreated"].text())
	m.say(fieldPublisher, item["copyrightholder"].text())
	if source := m.first(fieldSource); source != "" { // the agency that the item came from
		m.say(fieldPublisher, source)
		m.also(fieldCredit, source)
		m.values[fieldSource] = nil
	}
	m.fill(a, "ninjs")
	if a.Version == "" && m.first(fieldID) != "" {
		a.versionByClock()
	}
	if a.Text == "" && a.Title == "" && a.Byline == "" && a.URL == "" {
		return nil, errNoContent
	}
	a.dateByAddress(a.URL, "url")
	return a, nil
}

// ninjsOwn reports the names of members that are read here.
func ninjsOwn(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "type", "version", "bodies", "headlines", "embargoed", "firstpublished", "firstcreated", "contentcreated", "copyrightholder":
		return true
	}
	return strings.HasPrefix(name, "body_") || strings.HasPrefix(name, "headline_")
}

// notTexts are the types of items whose body, if any, is a caption or a note.
var notTexts = map[string]bool{
	"picture": true, "photo": true, "image": true, "graphic": true, "video": true, "audio": true, "event": true, "planning": true,
}

// ninjsBody is one of the bodies of an item: the same text in several forms.
type ninjsBody struct {
	Role, Value string
	ContentType string // "contenttype" in version 2: names are matched in any case
}

// setNinjsBody takes the text from the body that tells most: mark-up before
// plain text, then the longest.
func (r *Reader) setNinjsBody(a *Article, m *metadata, item map[string]jsonField) {
	if m.text != "" && m.ranks[fieldText] == 0 { // mapped by the caller
		a.Text = m.text
		return
	}
	var bodies []ninjsBody
	if list := item["bodies"]; list.kind == '[' {
		_ = json.Unmarshal(list.value, &bodies) // what does not fit is no body
	}
	for name, f := range item {
		if f.kind == '"' && strings.HasPrefix(name, "body_") {
			bodies = append(bodies, ninjsBody{Role: name, Value: f.text()})
		}
	}
	best, rank := "", 0
	for _, b := range bodies {
		k := 1
		if strings.Contains(b.Value, "</p>") || strings.Contains(b.Value, "</div>") || strings.Contains(b.Value, "<br") {
			k = 2
		}
		if strings.TrimSpace(b.Value) != "" && (k > rank || k == rank && (len(b.Value) > len(best) || len(b.Value) == len(best) && b.Value < best)) {
			best, rank = b.Value, k
		}
	}
	if root := rootElement([]byte(best[:min(len(best), 4<<10)])); root == "nitf" {
		if nitf, err := r.oneXML([]byte(best), ""); err == nil {
			a.Text, a.Blocks = nitf.Text, nitf.Blocks
			return
		}
	}
	a.setMarkup(best)
}

// mainValue is the value of a field that comes in several roles: the list
// "headlines", or members such as headline_main beside each other.
func mainValue(item map[string]jsonField, name string) string {
	var list []ninjsBody
	if f := item[name+"s"]; f.kind == '[' {
		_ = json.Unmarshal(f.value, &list)
	}
	best := ""
	for _, v := range list {
		if best == "" || v.Role == "main" {
			best = v.Value
		}
	}
	for _, key := range []string{name + "_main", name + "_simple", name + "_text"} {
		best = firstOf(best, item[key].text())
	}
	return best
}
