// Package report renders a stemma.Result for people and for other tools. It
// decides nothing: what is listed, and in which order, the result says.
//
// Article text is hostile. Each format escapes what its reader would obey:
// control and bidirectional characters in text, mark-up in HTML, formulas in
// spreadsheets.
package report

import (
	"fmt"
	"io"

	"github.com/stemma-news/stemma"
)

// Kind is the command that made a result: it decides the shape of a report
// for people.
type Kind uint8

// The kinds of results.
const (
	Scan Kind = iota + 1
	Check
	Ledger
	Compare
)

// MatrixLimit is the number of articles up to which a scan shows the matrix.
const MatrixLimit = 40

// Look is how a report for people suits its reader.
type Look struct {
	Width int  // columns, at least 40
	Color bool // ANSI colours; never the only sign of anything
}

// format is one way to write a result.
type format struct {
	name  string
	write func(w io.Writer, kind Kind, r *stemma.Result, look Look) error
}

// formats is the table of all of them, the default first.
var formats = []format{
	{"text", writeText},
	{"json", writeJSON},
	{"jsonl", writeJSONLines},
	{"html", writeHTML},
	{"csv", writeCSV},
	{"matrix", writeMatrix},
	{"concise", writeConcise},
	{"pairs-csv", writePairsCSV},
	{"utterances-csv", writeUtterancesCSV},
	{"families-csv", writeFamiliesCSV},
	{"matrix-csv", writeMatrixCSV},
	{"sarif", writeSARIF},
	{"github", writeGitHub},
	{"gitlab", writeGitLab},
	{"rdjsonl", writeRDJSONL},
	{"graphml", writeGraphML},
	{"dot", writeDOT},
	{"jsonld", writeJSONLD},
}

// Formats lists the names that Write knows.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Write renders r in the named format. It fails on an unknown format and where
// w does.
func Write(w io.Writer, name string, kind Kind, r *stemma.Result, look Look) error {
	for _, f := range formats {
		if f.name == name {
			return f.write(w, kind, r, look)
		}
	}
	return fmt.Errorf("no report format is named %q", name)
}
