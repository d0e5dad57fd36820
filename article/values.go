package article

import (
	"bytes"
	"io"
)

// Documents of JSON values: one object, a list, or a list inside of an object,
// as JSON Feed and the answers of content systems have it.

// values hands out the objects of a document.
func (r *Reader) values(in inflated, s Source, each func(Source) error) error {
	head, _ := in.Peek(sniffed)
	split := newSplitter(in, r.limits.Record, false)
	l := findList(head)
	if l.start == 0 {
		return r.cut(split, s, true, nil, each)
	}
	if _, err := in.Discard(l.start); err != nil {
		s.err = bareError(err)
		return r.failed(s, each)
	}
	split.list = l.many
	if !l.many {
		split.in = io.LimitReader(in, int64(l.end-l.start))
	}
	return r.cut(split, s, false, r.listed(l), each)
}

// list is where the records of a document begin, and what stands around them.
type list struct {
	start int  // of the list's members, 0 where there is none
	many  bool // a list; else one object, which ends at end
	end   int
	feed  bool   // a JSON Feed
	title string // of the document
	home  string // address
	lang  string
}

// listNames are the members that hold records, in lower case; listPaths lead to
// them.
var (
	listNames = map[string]bool{"items": true, "item": true, "articles": true, "stories": true, "posts": true, "entries": true,
		"docs": true, "results": true, "documents": true, "records": true, "news": true, "data": true, "_items": true}
	listPaths = map[string]bool{"data": true, "response": true, "result": true, "results": true, "feed": true, "channel": true}
)

// findList looks for the list in the first bytes of an object. An object that
// has a text of its own is a record, whatever lists it holds.
func findList(head []byte) list {
	at := 0
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		at = 3
	}
	l := list{}
	if at = skipBlank(head, at); at < len(head) && head[at] == '{' && l.inside(head, at, 4) {
		return l
	}
	return list{}
}

// inside looks through the object that opens at byte at, down to a depth.
func (l *list) inside(b []byte, at, depth int) bool {
	i := skipBlank(b, at+1)
	for i < len(b) && b[i] == '"' {
		raw, next, _, ok := stringAt(b, i)
		if !ok {
			return false
		}
		name := string(bytes.ToLower(raw))
		if i = skipBlank(b, next); i >= len(b) || b[i] != ':' {
			return false
		}
		i = skipBlank(b, i+1)
		if i >= len(b) {
			return false
		}
		if found, ok := l.member(b, i, name, depth); ok {
			return found
		}
		f, next, err := valueAt(b, i)
		if err != nil || next >= len(b) {
			return false
		}
		l.describe(name, f)
		if known, ok := aliasTable[foldFieldName(name)]; ok && known.field == fieldText {
			return false
		}
		if i = skipBlank(b, next); i < len(b) && b[i] == ',' {
			i = skipBlank(b, i+1)
		}
	}
	return false
}

// member reports whether the value at i is the list or leads to it; ok is false
// where it is any other value.
func (l *list) member(b []byte, i int, name string, depth int) (found, ok bool) {
	next := skipBlank(b, i+1)
	switch {
	case b[i] == '[' && listNames[name] && next < len(b) && b[next] == '{':
		l.start, l.many = i+1, true
		return true, true
	case b[i] == '{' && listPaths[name] && depth > 1:
		inner := *l
		if inner.inside(b, i, depth-1) {
			*l = inner
			return true, true
		}
	case b[i] == '{' && name == "item":
		if end, whole := nestedEnd(b, i); whole {
			l.start, l.end = i, end
			return true, true
		}
	}
	return false, false
}

// describe keeps what a feed says of itself.
func (l *list) describe(name string, f jsonField) {
	switch name {
	case "version":
		l.feed = bytes.Contains(f.value, []byte("jsonfeed.org"))
	case "title":
		l.title = f.text()
	case "home_page_url":
		l.home = f.text()
	case "language":
		l.lang = f.text()
	}
}

// listed decodes the members of a list. Those of a feed are published by it.
func (r *Reader) listed(l list) decoder {
	return func(data []byte, id string) (*Article, error) {
		a, err := r.record(data, id)
		if err != nil {
			return nil, err
		}
		if l.feed {
			setOnce(&a.Publisher, firstOf(oneLine(l.title), hostOf(l.home)))
			setOnce(&a.Language, l.lang)
			a.versionByClock()
		}
		return a, nil
	}
}
