package article

import (
	"strings"
	"time"

	"golang.org/x/net/html"
)

// field is one thing that metadata can say of an article.
type field uint8

const (
	noField field = iota
	fieldID
	fieldURL
	fieldTitle
	fieldText
	fieldPublished
	fieldPublishedUTC // WordPress's clocks, which say by their name which zone they have
	fieldUpdated
	fieldUpdatedUTC
	fieldFirstSeen
	fieldPublisher
	fieldByline
	fieldLanguage
	fieldSection
	fieldCredit
	fieldCanonical
	fieldBasedOn
	fieldSource
	fieldSourceURL
	fieldSyndicated
	fieldNinjs // marks a record of the ninjs format
	fieldCount
)

// ownNames are the names by which records, `--map` and the documentation call
// the fields.
var ownNames = map[string]field{
	"id": fieldID, "url": fieldURL, "title": fieldTitle, "text": fieldText,
	"published": fieldPublished, "updated": fieldUpdated, "first_seen": fieldFirstSeen,
	"publisher": fieldPublisher, "byline": fieldByline, "language": fieldLanguage,
	"section": fieldSection, "credits": fieldCredit, "canonical": fieldCanonical,
	"isBasedOn": fieldBasedOn, "source": fieldSource, "syndicated_from": fieldSyndicated,
}

// aliases lists what exports call the fields, best first: of several names for
// one field in one record the earliest in the list wins. Compared in lower
// case without "_", "-", ":" and spaces.
var aliases = []struct {
	field field
	names string
}{
	{fieldID, "id _id guid uri uuid docid documentid articleid storyid"},
	{fieldURL, "url link permalink weburl articleurl pageurl"},
	{fieldTitle, "title headline hed heading headlinemain posttitle"},
	{fieldText, "text maintext articlebody fulltext plaintext bodytext contenttext articletext body content contenthtml bodyhtml story contents postcontent"},
	{fieldPublished, "published datepublished publishedat publishdate datepublish publisheddate " +
		"publicationdate pubdate publishedtime publishtime articlepublishedtime dateissued date posted " +
		"postdate created datecreated createdat timestamp"},
	{fieldUpdated, "updated datemodified updatedat modified lastmod datemodify lastmodified modifieddate updateddate dateupdated"},
	{fieldPublishedUTC, "dategmt postdategmt"},
	{fieldUpdatedUTC, "modifiedgmt postmodifiedgmt"},
	{fieldFirstSeen, "firstseen datedownload indexeddate dateacquired crawled crawledat crawldate fetched " +
		"fetchedat fetchtime retrieved retrievedat seen seenat scraped scrapedat warcdate"},
	{fieldPublisher, "publisher outlet sitename medianame newspaper publication sourcedomain sourcename domain site series"},
	{fieldByline, "byline author authors by creator writer dccreator"},
	{fieldLanguage, "language lang inlanguage locale"},
	{fieldSection, "section desk category categories"},
	{fieldCredit, "credits credit creditline infosource infosources"},
	{fieldCanonical, "canonical canonicalurl relcanonical"},
	{fieldBasedOn, "isbasedon isbasedonurl"},
	{fieldSyndicated, "syndicatedfrom syndicationsource republishedfrom originallypublished originalsource originalurl originalpublisher"},
	{fieldSource, "source sources via"},
	{fieldSourceURL, "sourceurl sourcelink viaurl"},
	{fieldNinjs, "versioncreated bodies headlines pubstatus bodyxhtml representationtype eventdetails $schema"},
}

// rankedField is a field with the rank of the name that said it.
type rankedField struct {
	field field
	rank  uint8
}

var aliasTable = func() map[string]rankedField {
	table := map[string]rankedField{}
	for _, a := range aliases {
		for i, name := range strings.Fields(a.names) {
			table[name] = rankedField{a.field, uint8(i + 1)}
		}
	}
	return table
}()

// foldFieldName brings a field's name into the form of the alias table.
func foldFieldName(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '_' && i == 0:
			b.WriteByte(c) // "_id" is a name of its own
		case c == '_' || c == '-' || c == ':' || c == ' ' || c == '.':
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c | 0x20)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// metadata gathers what one record or one front matter says, one set of
// values a field. The zero value is ready for use.
type metadata struct {
	values [fieldCount][]string
	ranks  [fieldCount]uint8
	text   string  // of fieldText, as it stands
	bare   bool    // only id and text are wanted
	extra  *extras // where fields without a use go, nil where they are not wanted
}

// wants reports whether a field is worth decoding.
func (m *metadata) wants(f field) bool {
	return !m.bare || f == fieldID || f == fieldText || f == fieldNinjs
}

// add keeps values under the better of two names for one field.
func (m *metadata) add(f rankedField, values ...string) {
	if f.field == noField || len(values) == 0 {
		return
	}
	if f.field == fieldText {
		m.text, m.ranks[fieldText] = strings.Join(values, "\n\n"), f.rank
		return
	}
	if m.values[f.field] != nil && m.ranks[f.field] < f.rank {
		return
	}
	kept := make([]string, 0, len(values))
	for _, v := range values {
		v = strings.TrimSpace(v)
		if !saysNothing(v) && (f.field != fieldByline || strings.Trim(v, "0123456789") != "") { // the number of a user is no name
			kept = append(kept, v)
		}
	}
	if len(kept) > 0 {
		m.values[f.field], m.ranks[f.field] = kept, f.rank
	}
}

func (m *metadata) first(f field) string {
	if v := m.values[f]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// saysNothing recognises the ways in which exports write "no value".
func saysNothing(v string) bool {
	switch v {
	case "", "None", "none", "null", "NULL", "nil", "N/A", "n/a", "NaN", "nan", "undefined", "-", "NaT", "<NA>":
		return true
	}
	return false
}

// assign hands the metadata to the article; from says where they stood.
// What the article knows already stays.
func (m *metadata) assign(a *Article, from string) {
	if m.extra != nil {
		a.Extra = m.extra.done()
	}
	setOnce(&a.Title, oneLine(html.UnescapeString(m.first(fieldTitle))))
	setOnce(&a.URL, m.first(fieldURL))
	setOnce(&a.Publisher, oneLine(m.first(fieldPublisher)))
	setOnce(&a.Byline, withoutBy(oneLine(strings.Join(m.values[fieldByline], ", "))))
	setOnce(&a.Language, strings.ReplaceAll(m.first(fieldLanguage), "_", "-"))
	setOnce(&a.Section, oneLine(m.first(fieldSection)))
	a.setDate(&a.Published, inUTC(m.first(fieldPublishedUTC)), from)
	a.setDate(&a.Published, m.first(fieldPublished), from)
	a.setDate(&a.Updated, inUTC(m.first(fieldUpdatedUTC)), from)
	a.setDate(&a.Updated, m.first(fieldUpdated), from)
	a.setDate(&a.FirstSeen, m.first(fieldFirstSeen), from)
	for _, d := range declaredFields {
		values := m.values[d.field]
		if len(values) > maxDeclared {
			a.warn("%d declared as %s, the first %d are taken", len(values), d.kind, maxDeclared)
			values = values[:maxDeclared]
		}
		for _, v := range values {
			a.declare(d.kind, v)
		}
	}
}

// inUTC gives a clock of a database the zone that it has. Zeros are no time.
func inUTC(clock string) string {
	switch {
	case strings.HasPrefix(clock, "0000-"):
		return ""
	case len(clock) == len(time.DateTime):
		return clock + "Z"
	}
	return clock
}

// maxDeclared is how many origins of one kind an article may declare: nobody
// names more.
const maxDeclared = 64

var declaredFields = []struct {
	field field
	kind  string
}{
	{fieldCanonical, "canonical"}, {fieldBasedOn, "isBasedOn"}, {fieldSource, "source"}, {fieldSourceURL, "source"},
	{fieldSyndicated, "syndicated_from"}, {fieldCredit, "credit"},
}

// declare adds a declared origin once.
func (a *Article) declare(kind, value string) {
	value = oneLine(value)
	if saysNothing(value) {
		return
	}
	for _, d := range a.Declared {
		if d.Kind == kind && d.Value == value {
			return
		}
	}
	a.Declared = append(a.Declared, Declared{Kind: kind, Value: value})
}

// setDate reads a date that metadata give. One that cannot be read is a
// warning: an article must not become undated in silence.
func (a *Article) setDate(to *Interval, value, from string) {
	if value == "" || !to.IsZero() {
		return
	}
	iv, ok := ParseDate(value)
	if !ok {
		a.warn("date not understood in %s: %s", from, excerpt(value))
		return
	}
	iv.From = from
	*to = iv
}

func setOnce(to *string, v string) {
	if *to == "" {
		*to = v
	}
}

// withoutBy drops the "By" that exports leave in front of the names.
func withoutBy(s string) string {
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		return strings.TrimSpace(s[3:])
	}
	return s
}

// oneLine joins the lines of a metadata value.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}
