package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/stemma-news/stemma"
)

// GitHub shows ten errors and ten warnings of a step and drops the others
// without a word (actions/toolkit): the worst are written, the rest is counted.
const githubAnnotations = 10

// writeGitHub writes workflow commands that become annotations.
func writeGitHub(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c, out := catalogueOf(r), bufio.NewWriter(w)
	written, left := map[string]int{}, 0
	for _, f := range bySeverity(r.Findings) {
		command := sarifLevel(f.Level)
		if command == "note" {
			command = "notice"
		}
		if written[command]++; written[command] > githubAnnotations {
			left++
			continue
		}
		p := c.spot(f.Article, f.Span)
		fmt.Fprintf(out, "::%s file=%s,line=%d,endLine=%d,title=%s::%s\n", command, githubProperty(p.file), p.line, p.lastLine, githubProperty("stemma "+f.Code), githubData(sentence(f)))
	}
	if left > 0 {
		fmt.Fprintf(out, "::notice title=stemma::%s\n", githubData("and "+count(left, "finding", "findings")+" more, which GitHub would not show: the log of the step, or --format sarif, has all"))
	}
	return out.Flush()
}

// bySeverity puts errors first.
func bySeverity(list []stemma.Finding) []stemma.Finding {
	out := append([]stemma.Finding(nil), list...)
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].Level.AtLeast(out[j].Level) && !out[j].Level.AtLeast(out[i].Level)
	})
	return out
}

var (
	githubText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubArgument = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubData(s string) string     { return githubText.Replace(clean(s)) }
func githubProperty(s string) string { return githubArgument.Replace(clean(s)) }

// issue is an entry of a GitLab code quality report.
type issue struct {
	Description string   `json:"description"`
	CheckName   string   `json:"check_name"`
	Fingerprint string   `json:"fingerprint"`
	Severity    string   `json:"severity"`
	Location    gitLabAt `json:"location"`
}

type gitLabAt struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	} `json:"lines"`
}

// writeGitLab writes a code quality report. GitLab hides one of two entries with
// the same fingerprint, so the second finding with one gets its own.
func writeGitLab(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c := catalogueOf(r)
	issues := []issue{}
	seen := map[string]int{}
	for _, f := range r.Findings {
		p := c.spot(f.Article, f.Span)
		x := issue{Description: sentence(f), CheckName: "stemma/" + oneLine(f.Code), Severity: "info"}
		switch f.Level {
		case stemma.Error:
			x.Severity = "major"
		case stemma.Warning:
			x.Severity = "minor"
		}
		if seen[f.Fingerprint]++; seen[f.Fingerprint] > 1 {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", f.Fingerprint, seen[f.Fingerprint]))
			x.Fingerprint = hex.EncodeToString(sum[:16])
		} else {
			x.Fingerprint = oneLine(f.Fingerprint)
		}
		x.Location.Path = p.file
		x.Location.Lines.Begin, x.Location.Lines.End = p.line, p.lastLine
		issues = append(issues, x)
	}
	return encode(w, issues)
}

// diagnostic is a line of reviewdog's rdjsonl.
type diagnostic struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
	Severity string     `json:"severity"`
	Source   object     `json:"source"`
	Code     object     `json:"code"`
	Related  []object   `json:"related_locations,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// writeRDJSONL writes one diagnostic a line. Its columns are bytes of the line,
// as the format wants.
func writeRDJSONL(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c := catalogueOf(r)
	e := NewEncoder(w)
	for _, f := range r.Findings {
		severity := map[stemma.Level]string{stemma.Error: "ERROR", stemma.Warning: "WARNING"}[f.Level]
		if severity == "" {
			severity = "INFO"
		}
		d := diagnostic{Message: sentence(f), Location: c.rdPlace(f.Article, f.Span), Severity: severity,
			Source: object{"name": "stemma"}, Code: object{"value": oneLine(f.Code)}}
		if f.Other != nil {
			d.Related = []object{{"message": "the other article", "location": c.rdPlace(f.Other.Article, f.Other.Span)}}
		}
		if err := e.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

func (c *catalogue) rdPlace(id string, s stemma.Span) rdLocation {
	p := c.spot(id, s)
	return rdLocation{p.file, rdRange{rdPosition{p.line, c.byteColumn(id, s.Start)}, rdPosition{p.lastLine, c.byteColumn(id, max(s.Start, s.End))}}}
}

// byteColumn is the column of a byte in its line, from 1, in bytes.
func (c *catalogue) byteColumn(id string, offset int) int {
	at := c.locate(id, offset)
	return at.offset - at.start + 1
}
