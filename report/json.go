package report

import (
	"encoding/json"
	"io"

	"github.com/stemma-news/stemma"
)

// writeJSON writes the result as one indented object.
func writeJSON(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(r)
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
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	put := func(kind string, v any) error { return e.Encode(line{kind, v}) }
	head := struct {
		Schema int `json:"schema"`
		stemma.Tool
		Parameters stemma.Parameters `json:"parameters"`
	}{r.Schema, r.Tool, r.Parameters}
	err := put("tool", head)
	err = putAll(put, err, "article", r.Articles)
	err = putAll(put, err, "pair", r.Pairs)
	err = putAll(put, err, "quote", r.Quotes)
	err = putAll(put, err, "utterance", r.Utterances)
	err = putAll(put, err, "family", r.Families)
	err = putAll(put, err, "finding", r.Findings)
	return putAll(put, err, "skipped", r.Skipped)
}

func putAll[T any](put func(string, any) error, err error, kind string, list []T) error {
	for _, v := range list {
		if err != nil {
			return err
		}
		err = put(kind, v)
	}
	return err
}
