package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/stemma-news/stemma"
)

// knot is an article or a lost source in a graph of families; a lost source of
// two families is one knot.
type knot struct {
	id, name, publisher, published, family string
	lost                                   bool
}

// knots and edges of all families, in their order. From a lost source an edge
// leads to each member that no other member precedes.
func (c *catalogue) graph() (knots []knot, edges []stemma.Edge) {
	seen := map[string]bool{}
	add := func(k knot) {
		if !seen[k.id] {
			seen[k.id] = true
			knots = append(knots, k)
		}
	}
	shown := apart()
	for i := range c.Families {
		f := &c.Families[i]
		for _, l := range f.Lost {
			add(knot{id: shown(l.ID), name: oneLine(l.Name), family: f.ID, lost: true})
		}
		later := map[string]bool{}
		for _, e := range f.Edges {
			later[e.To] = true
		}
		for _, id := range f.Articles {
			a := c.article(id)
			add(knot{id: shown(id), name: c.name(id), publisher: oneLine(a.Publisher), published: day(a.Published), family: f.ID})
			for _, l := range f.Lost {
				if !later[id] {
					edges = append(edges, stemma.Edge{From: shown(l.ID), To: shown(id), Relation: "names-source"})
				}
			}
		}
		for _, e := range f.Edges {
			e.From, e.To = shown(e.From), shown(e.To)
			edges = append(edges, e)
		}
	}
	return knots, edges
}

// apart returns what writes ids on one line and keeps apart two that would look
// the same then.
func apart() func(id string) string {
	names, seen := map[string]string{}, map[string]int{}
	return func(id string) string {
		name, known := names[id]
		if !known {
			name = clean(id)
			for seen[name]++; seen[name] > 1; seen[name]++ {
				name += "~" + strconv.Itoa(seen[name])
			}
			names[id] = name
		}
		return name
	}
}

// writeGraphML writes the families as one directed graph.
func writeGraphML(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	knots, edges := catalogueOf(r).graph()
	out := bufio.NewWriter(w)
	out.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, k := range []struct{ id, on, kind string }{
		{"name", "node", "string"}, {"publisher", "node", "string"}, {"published", "node", "string"}, {"family", "node", "string"}, {"lost", "node", "boolean"},
		{"relation", "edge", "string"}, {"confidence", "edge", "string"},
	} {
		fmt.Fprintf(out, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", k.id, k.on, k.id, k.kind)
	}
	out.WriteString("  <graph id=\"families\" edgedefault=\"directed\">\n")
	for _, k := range knots {
		fmt.Fprintf(out, "    <node id=\"%s\">%s%s%s%s%s</node>\n", xmlText(k.id), xmlData("name", k.name), xmlData("publisher", k.publisher),
			xmlData("published", k.published), xmlData("family", k.family), xmlData("lost", strconv.FormatBool(k.lost)))
	}
	for i, e := range edges {
		fmt.Fprintf(out, "    <edge id=\"e%d\" source=\"%s\" target=\"%s\">%s%s</edge>\n", i, xmlText(e.From), xmlText(e.To), xmlData("relation", e.Relation), xmlData("confidence", e.Confidence))
	}
	out.WriteString("  </graph>\n</graphml>\n")
	return out.Flush()
}

func xmlData(key, value string) string {
	if value == "" {
		return ""
	}
	return "<data key=\"" + key + "\">" + xmlText(value) + "</data>"
}

// xmlText escapes text; characters that XML 1.0 cannot hold become U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(clean(s))) // a Builder does not fail
	return b.String()
}

// writeDOT writes the families for Graphviz, each in a box, lost sources dashed.
func writeDOT(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	knots, edges := catalogueOf(r).graph()
	out := bufio.NewWriter(w)
	out.WriteString("digraph families {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n")
	for _, k := range knots {
		label := k.name
		for _, s := range []string{k.publisher, k.published} {
			if s != "" {
				label += "\n" + s
			}
		}
		style := ""
		if k.lost {
			style = ", style=dashed"
		}
		fmt.Fprintf(out, "  %s [label=%s%s];\n", dotText(k.id), dotText(label), style)
	}
	for _, e := range edges {
		style := ""
		if e.Relation == "rewrite" || e.Confidence != "high" {
			style = ", style=dashed"
		}
		fmt.Fprintf(out, "  %s -> %s [label=%s%s];\n", dotText(e.From), dotText(e.To), dotText(e.Relation), style)
	}
	out.WriteString("}\n")
	return out.Flush()
}

// dotText quotes a string of DOT. Inside quotes a backslash begins an escape of
// labels, so it is doubled.
func dotText(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean(l))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}
