package report

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// The tests of this file hand tables and graphs to programs that people open
// them with, and look at what those made of them.

// python runs a program on a file and reads what it prints as JSON. Without the
// module that the program imports it skips and says so.
func python(t *testing.T, module, program string, input []byte, result any) {
	t.Helper()
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("NOT TESTED: no python3 in PATH")
	}
	if exec.Command(interpreter, "-c", "import "+module).Run() != nil {
		t.Skipf("NOT TESTED: python3 has no %s (pip install %s)", module, module)
	}
	file := filepath.Join(t.TempDir(), "input")
	require.NoError(t, os.WriteFile(file, input, 0o600))
	out, err := exec.Command(interpreter, "-c", "import sys, json\nname = sys.argv[1]\n"+program, file).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NoError(t, json.Unmarshal(out, result), string(out))
}

func stories(t *testing.T) map[string]*stemma.Result {
	return map[string]*stemma.Result{"story": story(t), "hostile": hostile(t)}
}

// Every table is one that a strict reader takes: rows as wide as their header.
// Read the way a spreadsheet of a country with decimal commas does, cut at
// semicolons, no cell begins a formula either.
func TestTablesInPython(t *testing.T) {
	for name, r := range stories(t) {
		for format, rows := range map[string]int{"pairs-csv": len(r.Pairs), "utterances-csv": -1, "families-csv": -1, "matrix-csv": len(r.Articles)} {
			var got struct {
				Widths   []int
				Rows     int
				Formulas []string
			}
			python(t, "csv", `import csv
text = open(name, encoding="utf-8", newline="").read()
rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
odd = [cell for delimiter in ",;" for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) for cell in row if cell.lstrip()[:1] in tuple("=+@\t\r") or cell.lstrip()[:1] == "-" and not cell.lstrip()[1:2].isdigit()]
print(json.dumps({"widths": sorted({len(row) for row in rows}), "rows": len(rows) - 1, "formulas": odd}))`, written(t, format, Scan, r, Look{}), &got)
			assert.Len(t, got.Widths, 1, "%s %s", name, format)
			assert.Empty(t, got.Formulas, "%s %s", name, format)
			if rows >= 0 {
				assert.Equal(t, rows, got.Rows, "%s %s", name, format)
			}
			assert.Positive(t, got.Rows, "%s %s", name, format)
		}
	}
}

// networkx reads the families as a directed graph without a circle, with the
// lost sources above the articles.
func TestGraphMLInNetworkx(t *testing.T) {
	for name, r := range stories(t) {
		var got struct {
			Directed, Acyclic bool
			Nodes, Edges      int
			Lost              []string
		}
		python(t, "networkx", `import networkx
g = networkx.read_graphml(name)
print(json.dumps({"directed": g.is_directed(), "acyclic": networkx.is_directed_acyclic_graph(g), "nodes": len(g), "edges": g.number_of_edges(),
  "lost": [n for n, d in g.nodes(data=True) if d.get("lost") and g.in_degree(n) == 0 and g.out_degree(n) > 0]}))`, written(t, "graphml", Scan, r, Look{}), &got)
		assert.True(t, got.Directed && got.Acyclic, name)
		assert.Equal(t, 4, got.Nodes, name)
		assert.Equal(t, 3, got.Edges, name)
		assert.Len(t, got.Lost, 1, name)
	}
}

// Graphviz draws the families.
func TestDOTInGraphviz(t *testing.T) {
	program, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("NOT TESTED: no dot in PATH (graphviz), so no graph was drawn")
	}
	for name, r := range stories(t) {
		c := exec.Command(program, "-Tsvg")
		c.Stdin = bytes.NewReader(written(t, "dot", Scan, r, Look{}))
		out, err := c.CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
		assert.Equal(t, 4, strings.Count(string(out), `class="node"`), name)
		assert.Equal(t, 3, strings.Count(string(out), `class="edge"`), name)
	}
}

// A JSON-LD processor finds quotations with what they are based on. The context
// of schema.org is stood in for, since no test asks the network.
func TestQuotationsInPyLD(t *testing.T) {
	for name, r := range stories(t) {
		var got struct {
			Quotations, Based, Carried, Named int
			Odd                               []string
		}
		python(t, "pyld", `from pyld import jsonld
S = "https://schema.org/"
jsonld.set_document_loader(lambda url, options=None: {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
  "document": {"@context": {"@vocab": S, "url": {"@id": S + "url", "@type": "@id"}, "isBasedOn": {"@id": S + "isBasedOn", "@type": "@id"}}}})
nodes = jsonld.expand(json.load(open(name)), {"processingMode": "json-ld-1.1"})
quotations = [n for n in nodes if n.get("@type") == [S + "Quotation"]]
jsonld.to_rdf(json.load(open(name)), {"format": "application/n-quads"})
print(json.dumps({"quotations": len(quotations), "based": sum(S + "isBasedOn" in n for n in quotations), "carried": sum(len(n.get(S + "isPartOf", [])) for n in quotations),
  "named": sum(S + "spokenByCharacter" in n for n in quotations), "odd": [k for n in quotations for k in n if not k.startswith((S, "@"))]}))`, written(t, "jsonld", Ledger, r, Look{}), &got)
		assert.Equal(t, len(r.Utterances), got.Quotations, name)
		assert.Equal(t, 2, got.Based, name)
		assert.Equal(t, 2, got.Named, name)
		assert.Equal(t, 5, got.Carried, name)
		assert.Empty(t, got.Odd, name)
	}
}
