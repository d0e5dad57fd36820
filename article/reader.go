package article

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Options say how inputs are read. The zero value reads every format by its
// own field names.
type Options struct {
	// Fields maps one of stemma's field names (id url title text published
	// updated first_seen publisher byline language section credits canonical
	// isBasedOn source syndicated_from) to the name it has in the records, a
	// path with dots for one inside another: "text" to "maintext".
	Fields map[string]string
	// Limits bound what one input may cost.
	Limits Limits
	// Extra hands on the fields that this package has no use for.
	Extra bool
	// Stdin is what the path "-" reads.
	Stdin io.Reader
	// PassOver is asked of each file, by its path and by its path below the one
	// that was given, before it is opened; where it says true the file is as if
	// it were not there. It may be nil.
	PassOver func(path, below string) bool
}

// Reader reads articles. It is safe for use by several goroutines.
type Reader struct {
	limits Limits
	stdin  io.Reader
	mapped map[string][]mappedField
	extra  bool
	pass   func(path, below string) bool
}

// mappedField is a field that Options.Fields takes from a record's member,
// with the path inside of it.
type mappedField struct {
	field field
	path  []string
}

// metadata is what the fields of one record or front matter are gathered in.
func (r *Reader) metadata() metadata {
	if !r.extra {
		return metadata{}
	}
	return metadata{extra: &extras{}}
}

// NewReader checks the options. It fails on a field name that does not exist.
func NewReader(o Options) (*Reader, error) {
	r := &Reader{limits: o.Limits.orDefault(), stdin: o.Stdin, mapped: map[string][]mappedField{}, extra: o.Extra, pass: o.PassOver}
	for own, theirs := range o.Fields {
		f, ok := ownNames[own]
		if !ok {
			return nil, fmt.Errorf("no field is named %q; the fields are %s", own, fieldList)
		}
		if theirs == "" {
			return nil, fmt.Errorf("field %q is mapped to nothing", own)
		}
		key, rest, dotted := strings.Cut(theirs, ".")
		m := mappedField{field: f}
		if dotted {
			m.path = strings.Split(rest, ".")
		}
		r.mapped[key] = append(r.mapped[key], m)
		if dotted { // or the dot belongs to the name
			r.mapped[theirs] = append(r.mapped[theirs], mappedField{field: f})
		}
	}
	return r, nil
}

const fieldList = "id url title text published updated first_seen publisher byline language " +
	"section credits canonical isBasedOn source syndicated_from"

// Reasons why an input gives no article. Callers that treat them differently
// ask with errors.Is.
var (
	ErrEmpty    = errors.New("empty")
	ErrBinary   = errors.New("not a text")
	ErrTooLarge = errors.New("too large")
	ErrFormat   = errors.New("no article format")
	// ErrNoArticle is a record of a news format that is no text, or not out:
	// a picture, a draft, an item that was withdrawn.
	ErrNoArticle = errors.New("no article")
)

// InputError is an input that was named and cannot be read.
type InputError struct {
	Path string
	Err  error
}

func (e *InputError) Error() string { return fmt.Sprintf("read %s: %v", e.Path, e.Err) }

// Unwrap gives the reason.
func (e *InputError) Unwrap() error { return e.Err }

// Skipped is an unreadable article that was met inside a folder or a stream.
type Skipped struct {
	Path   string `json:"path"` // with the number of the record where it is one of several
	Reason string `json:"reason"`
}

// Read hands every article under path to each, in an order that depends on the
// names alone, and every input that gives none to skipped. A path is a file, a
// folder or "-". It fails with an *InputError where the path itself cannot be
// read, and with whatever each returns.
//
// Memory is bounded by the largest single record. To decode in several
// goroutines use Sources.
func (r *Reader) Read(path string, each func(*Article) error, skipped func(Skipped)) error {
	return r.Sources(path, func(s Source) error {
		a, err := s.Article()
		switch {
		case err == nil:
			return each(a)
		case s.Named:
			return &InputError{Path: s.Path, Err: err}
		}
		skipped(Skipped{Path: s.Place(), Reason: err.Error()})
		return nil
	})
}
