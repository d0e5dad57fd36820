package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stemma-news/stemma"
)

// writeJSON writes the result as one indented object.
func writeJSON(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	e := NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(r)
}

// NewEncoder writes JSON whose values are exact and that is safe to look at:
// what would steer a terminal or the log of a build server stands as an escape
// of JSON.
func NewEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(escaping{w})
	e.SetEscapeHTML(false)
	return e
}

// escaping passes JSON on. An encoder hands it whole values.
type escaping struct{ w io.Writer }

func (e escaping) Write(p []byte) (int, error) {
	if _, err := e.w.Write(escapeJSON(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escapeJSON writes the characters of JSON that steer as \uXXXX: they can only
// stand inside strings. Of two number signs the second is escaped, since build
// servers obey what follows them.
func escapeJSON(p []byte) []byte {
	var out []byte
	done := 0
	for i := 0; i < len(p); {
		r, n := rune(p[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(p[i:])
		}
		if r == '#' && i > 0 && p[i-1] == '#' || r >= 0x7f && (steers(r) || r == utf8.RuneError && n == 1) {
			out = append(out, p[done:i]...)
			if r > 0xffff {
				high, low := utf16.EncodeRune(r)
				out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
			done = i + n
		}
		i += n
	}
	if done == 0 {
		return p
	}
	return append(out, p[done:]...)
}

// line is an object of the JSON Lines form: the members of v behind a type.
type line struct {
	kind string
	v    any
}

// MarshalJSON puts the type before the members of the object.
func (l line) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(l.v)
	if err != nil {
		return nil, err
	}
	head := []byte(`{"type":"` + l.kind + `",`)
	if len(body) == 2 { // no members
		return append(head[:len(head)-1], '}'), nil
	}
	return append(head, body[1:]...), nil
}

// writeJSONLines writes one object a line, each with a type.
func writeJSONLines(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	put := lineWriter(w)
	err := put("tool", headOf(r))
	err = putAll(put, err, "article", r.Articles)
	err = putAll(put, err, "pair", r.Pairs)
	return writeLists(put, err, r)
}

// lineWriter returns what writes one object in one line.
func lineWriter(w io.Writer) func(kind string, v any) error {
	e := NewEncoder(w)
	return func(kind string, v any) error { return e.Encode(line{kind, v}) }
}

// headOf is the first line of a result.
func headOf(r *stemma.Result) any {
	return struct {
		Schema int `json:"schema"`
		stemma.Tool
		Parameters stemma.Parameters `json:"parameters"`
	}{r.Schema, r.Tool, r.Parameters}
}

// writeLists writes the lists behind articles and pairs.
func writeLists(put func(string, any) error, err error, r *stemma.Result) error {
	err = putAll(put, err, "quote", r.Quotes)
	err = putAll(put, err, "utterance", r.Utterances)
	err = putAll(put, err, "family", r.Families)
	err = putAll(put, err, "finding", r.Findings)
	return putAll(put, err, "skipped", r.Skipped)
}

// Lines writes what stands before the lists of a result, and its articles and
// pairs, as JSON Lines while they are found; WriteRest then writes the others.
func Lines(w io.Writer) stemma.Lines {
	return stemma.Lines{
		Line: func(part any) ([]byte, error) {
			var out bytes.Buffer
			put := lineWriter(&out)
			var err error
			switch v := part.(type) {
			case *stemma.Result:
				err = put("tool", headOf(v))
			case *stemma.Article:
				err = put("article", v)
			case *stemma.Pair:
				err = put("pair", v)
			default:
				err = fmt.Errorf("report: no line for %T", part)
			}
			return out.Bytes(), err
		},
		Write: func(line []byte) error {
			_, err := w.Write(line)
			return err
		},
	}
}

// WriteRest writes what Lines leaves out.
func WriteRest(w io.Writer, r *stemma.Result) error { return writeLists(lineWriter(w), nil, r) }

func putAll[T any](put func(string, any) error, err error, kind string, list []T) error {
	for _, v := range list {
		if err != nil {
			return err
		}
		err = put(kind, v)
	}
	return err
}
