package article

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Extra are the fields of a record, a row or front matter that this package has
// no use for, by their own names: the number of a desk, an embargo, a key of a
// database. They are handed on for whoever joins results with the source, and
// nothing is read from them. A list is its members with commas between, an object
// the member that names it; what is empty is left out.
type Extra map[string]string

// What an article's Extra may hold: a newsroom's row has a dozen such fields, and
// a hostile one must not fill a report.
const (
	maxExtra       = 40       // fields, the first ones of the record
	maxExtraName   = 100      // bytes; a field of a longer name is left out
	maxExtraValue  = 500      // bytes; a longer value is cut, with extraCut behind it
	maxExtraNested = 16 << 10 // bytes of a list or an object; a larger one is left out

	extraCut = "…" // also the name of the field that counts what was left out
)

// extras gathers the Extra of one record.
type extras struct {
	fields  Extra
	leftOut int
}

// add keeps a field under its own name; of several of one name the last stays.
func (e *extras) add(name, value string) {
	if value = strings.TrimSpace(value); saysNothing(value) || name == "" {
		return
	}
	name = strings.ToValidUTF8(name, "\uFFFD")
	_, again := e.fields[name]
	if len(name) > maxExtraName || len(e.fields) == maxExtra && !again {
		e.leftOut++
		return
	}
	if e.fields == nil {
		e.fields = Extra{}
	}
	if len(value) > maxExtraValue {
		cut := maxExtraValue
		for cut > 0 && !utf8.RuneStart(value[cut]) {
			cut--
		}
		value = value[:cut] + extraCut
	}
	e.fields[strings.Clone(name)] = strings.Clone(strings.ToValidUTF8(value, "\uFFFD"))
}

// addField keeps a member of a JSON object.
func (e *extras) addField(f jsonField) {
	if len(f.value) > maxExtraNested && (f.kind == '{' || f.kind == '[') {
		e.leftOut++
		return
	}
	e.add(string(f.key), strings.Join(f.texts(), ", "))
}

// drop takes out the fields of which own is true.
func (e *extras) drop(own func(name string) bool) {
	if e != nil {
		maps.DeleteFunc(e.fields, func(name, _ string) bool { return own(name) })
	}
}

// done is what was gathered, nil where there was nothing.
func (e *extras) done() Extra {
	if e == nil || e.fields == nil && e.leftOut == 0 {
		return nil
	}
	if e.leftOut > 0 {
		if e.fields == nil {
			e.fields = Extra{}
		}
		e.fields[extraCut] = strconv.Itoa(e.leftOut) + " more"
	}
	return e.fields
}
