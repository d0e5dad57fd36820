package report

import (
	"fmt"
	"io"

	"github.com/stemma-news/stemma"
)

// overlapFormats is the table of the ways to write overlaps, the default first.
var overlapFormats = []struct {
	name  string
	write func(w io.Writer, r *stemma.Overlaps) error
}{
	{"text", writeOverlapsText},
	{"json", writeOverlapsJSON},
	{"jsonl", writeOverlapsJSONLines},
	{"csv", writeOverlapsCSV},
}

// OverlapFormats lists the names that WriteOverlaps knows.
func OverlapFormats() []string {
	names := make([]string, len(overlapFormats))
	for i, f := range overlapFormats {
		names[i] = f.name
	}
	return names
}

// WriteOverlaps renders r in the named format. It fails on an unknown format
// and where w does.
func WriteOverlaps(w io.Writer, name string, r *stemma.Overlaps) error {
	for _, f := range overlapFormats {
		if f.name == name {
			return f.write(w, r)
		}
	}
	return fmt.Errorf("no format of overlaps is named %q", name)
}

func writeOverlapsJSON(w io.Writer, r *stemma.Overlaps) error {
	e := NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(r)
}

func writeOverlapsJSONLines(w io.Writer, r *stemma.Overlaps) error {
	e := NewEncoder(w)
	put := func(kind string, v any) error { return e.Encode(line{kind, v}) }
	head := struct {
		Schema int `json:"schema"`
		stemma.Tool
		Parameters stemma.Parameters `json:"parameters"`
		Read       int               `json:"read"`
	}{r.Schema, r.Tool, r.Parameters, r.Read}
	err := put("tool", head)
	err = putAll(put, err, "pair", r.Pairs)
	err = putAll(put, err, "family", r.Families)
	err = putAll(put, err, "finding", r.Findings)
	return putAll(put, err, "skipped", r.Skipped)
}

func writeOverlapsCSV(w io.Writer, r *stemma.Overlaps) error {
	t := newTable(w, "a", "b", "shared", "jaccard", "a_in_b", "b_in_a")
	for _, p := range r.Pairs {
		t.row(p.A, p.B, p.Shared, p.Jaccard, p.AInB, p.BInA)
	}
	return t.end()
}

// writeOverlapsText writes a line a pair, the shares in per cent.
func writeOverlapsText(w io.Writer, r *stemma.Overlaps) error {
	_, err := fmt.Fprintf(w, "%s, %s of which one holds %.0f %% of the other's shingles and more\n",
		count(r.Read, "article", "articles"), count(len(r.Pairs), "pair", "pairs"), 100*r.Parameters.Min)
	if len(r.Pairs) > 0 && err == nil {
		_, err = fmt.Fprintf(w, "\n a in b   b in a   shared\n")
	}
	for _, p := range r.Pairs {
		if err == nil {
			_, err = fmt.Fprintf(w, "%5.1f %%  %5.1f %%  %7s  %s  %s\n", 100*p.AInB, 100*p.BInA, thousands(p.Shared), oneLine(p.A), oneLine(p.B))
		}
	}
	for _, f := range r.Families {
		if err == nil {
			_, err = fmt.Fprintf(w, "\n%s nearly agree with %s: of each only the pair with one of them is listed\n",
				count(len(f.Articles), "article", "articles"), oneLine(f.ID))
		}
	}
	for _, f := range r.Findings {
		if err == nil {
			_, err = fmt.Fprintf(w, "\nnote %s: %s\n", oneLine(f.Article), f.Message)
		}
	}
	if err == nil {
		_, err = fmt.Fprint(w, "\nNot looked at: what a pair is, who was first, quotes. stemma compare shows a pair. Similarity is not proof of copying.\n")
	}
	return err
}
