package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

var errNoContent = errors.New("a record without text, title, byline or URL")

// record decodes one JSON record, or the one that a database or an API wraps in
// another.
func (r *Reader) record(data []byte, id string) (*Article, error) {
	a, err := r.unwrapped(data, id)
	if err != errNoContent {
		return a, err
	}
	var inner []byte
	around := metadata{bare: true}                // but for the id
	_ = eachField(data, func(f jsonField) error { // it was read to its end before
		if f.kind == '{' && wrappers[string(f.key)] {
			inner = f.value
		}
		r.addField(&around, f)
		return nil
	})
	if inner == nil {
		return nil, err
	}
	return r.unwrapped(inner, firstOf(around.first(fieldID), id))
}

// wrappers are the members in which an item, a hit of Elasticsearch and a row of
// CouchDB hold the record.
var wrappers = map[string]bool{"item": true, "_source": true, "doc": true}

func (r *Reader) unwrapped(data []byte, id string) (*Article, error) {
	m := r.metadata()
	err := eachField(data, func(f jsonField) error {
		r.addField(&m, f)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if m.ranks[fieldNinjs] > 0 {
		return r.ninjs(data, m, id)
	}
	return m.article(id)
}

// article makes an article of what a record says.
func (m *metadata) article(id string) (*Article, error) {
	a := &Article{ID: id, TextFrom: "record", Text: m.text}
	if own := m.first(fieldID); own != "" {
		a.ID = own
	}
	// In a record "source" is nearly always the outlet; in front matter it is
	// the origin.
	if len(m.values[fieldPublisher]) == 0 && m.ranks[fieldSource] > 0 {
		m.values[fieldPublisher], m.values[fieldSource] = m.values[fieldSource], nil
	}
	m.assign(a, "record")
	if a.Text == "" && a.Title == "" && a.Byline == "" && a.URL == "" {
		return nil, errNoContent
	}
	a.checkText()
	a.readHeader(0)
	a.dateByAddress(a.URL, "url")
	return a, nil
}

// addField sorts one member of a record into the metadata.
func (r *Reader) addField(m *metadata, f jsonField) {
	mappings := r.mapped[string(f.key)]
	for _, mapped := range mappings {
		if !m.wants(mapped.field) {
			continue
		}
		if len(mapped.path) > 0 {
			m.add(rankedField{mapped.field, 0}, nested(f, mapped.path)...)
		} else {
			m.addValue(rankedField{mapped.field, 0}, f)
		}
	}
	known, ok := aliasTable[string(f.key)]
	if !ok {
		known, ok = aliasTable[foldFieldName(string(f.key))]
	}
	switch {
	case ok && m.wants(known.field):
		m.addValue(known, f)
	case m.extra != nil && !ok && mappings == nil:
		m.extra.addField(f)
	}
}

// addValue keeps the value of one member. The text is kept as it is, without
// the trimming that metadata get.
func (m *metadata) addValue(known rankedField, f jsonField) {
	if known.field == fieldNinjs {
		m.ranks[fieldNinjs] = known.rank
		return
	}
	if known.field != fieldText {
		if m.values[known.field] == nil || known.rank <= m.ranks[known.field] {
			m.add(known, f.texts()...)
		}
		return
	}
	if f.kind == '"' {
		m.addText(known, f.text())
	} else if f.kind != 0 {
		m.addText(known, strings.Join(f.texts(), "\n\n"))
	}
}

// addText keeps a text under the better of two names.
func (m *metadata) addText(known rankedField, text string) {
	if m.text != "" && m.ranks[fieldText] < known.rank {
		return
	}
	if known.rank > cleanTextRank && looksLikeHTML(text) {
		text = bodyText(text)
	}
	if text != "" {
		m.text, m.ranks[fieldText] = text, known.rank
	}
}

// cleanTextRank is the last of the names of the text field that promise plain
// text: "text", "maintext". Under the others content systems export HTML.
const cleanTextRank = 2

// looksLikeHTML reports whether a text begins with a tag and closes paragraphs.
func looksLikeHTML(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 2 && s[0] == '<' && (asciiLetter(s[1]) || s[1] == '!') && (strings.Contains(s, "</p>") || strings.Contains(s, "</div>"))
}

// nested follows a path of member names into a value.
func nested(f jsonField, path []string) []string {
	if f.kind != '{' && f.kind != '[' {
		return nil
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(f.value))
	dec.UseNumber()
	if dec.Decode(&v) != nil {
		return nil
	}
	for _, name := range path {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[name]
	}
	return flatten(nil, v, 4)
}
