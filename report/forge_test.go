package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// A workflow command ends at its line: no message may begin another one.
func TestGitHubEscapes(t *testing.T) {
	r := &stemma.Result{Articles: []stemma.Article{{ID: "a", Path: "a,b:c.md"}}, Findings: []stemma.Finding{{Code: "copy", Level: stemma.Error, Article: "a", Message: "100 %\n::error::x"}}}
	out := string(written(t, "github", Check, r, Look{}))
	assert.Equal(t, "::error file=a%2Cb%3Ac.md,line=1,endLine=1,title=stemma copy::100 %25 ∷error::x\n", out)
}

func TestGitHubCap(t *testing.T) {
	r := &stemma.Result{}
	for i := range 30 {
		level := []stemma.Level{stemma.Note, stemma.Warning, stemma.Error}[i%3]
		r.Findings = append(r.Findings, stemma.Finding{Code: "copy", Level: level, Message: fmt.Sprint(i)})
	}
	for range 5 {
		r.Findings = append(r.Findings, stemma.Finding{Code: "copy", Level: stemma.Error, Message: "more"})
	}
	out := strings.Split(strings.TrimSpace(string(written(t, "github", Check, r, Look{}))), "\n")
	require.Len(t, out, 31)
	assert.True(t, strings.HasPrefix(out[0], "::error"))
	assert.Contains(t, out[30], "5 findings more")
}

// GitLab hides entries whose fingerprints are equal.
func TestGitLabFingerprintsDiffer(t *testing.T) {
	same := stemma.Finding{Code: "copy", Level: stemma.Error, Fingerprint: "f00d"}
	var got []issue
	require.NoError(t, json.Unmarshal(written(t, "gitlab", Check, &stemma.Result{Findings: []stemma.Finding{same, same, same}}, Look{}), &got))
	require.Len(t, got, 3)
	assert.Equal(t, "f00d", got[0].Fingerprint)
	assert.NotEqual(t, got[1].Fingerprint, got[2].Fingerprint)
	assert.NotEqual(t, got[0].Fingerprint, got[1].Fingerprint)
}

// Columns count characters for SARIF and bytes for reviewdog.
func TestColumnsOfForges(t *testing.T) {
	text := "one\nžluťoučký kůň copied\n"
	start := strings.Index(text, "copied")
	r := &stemma.Result{Articles: []stemma.Article{{ID: "a", Text: text}},
		Findings: []stemma.Finding{{Code: "copy", Level: stemma.Error, Article: "a", Span: stemma.Span{Start: start, End: start + 6}}}}
	assert.Contains(t, string(written(t, "sarif", Check, r, Look{})), `"startColumn": 15`)
	assert.Contains(t, string(written(t, "rdjsonl", Check, r, Look{})), `"start":{"line":2,"column":21}`)
	r.Findings[0].Span = stemma.Span{Start: -5, End: 1 << 40} // a damaged result is no reason to fall over
	for _, f := range Formats() {
		assert.NoError(t, Write(io.Discard, f, Check, r, Look{}), f)
	}
}

// Machine formats stay well formed whatever the articles say.
func TestHostileMachineFormats(t *testing.T) {
	r := hostile(t)
	for _, f := range []string{"json", "sarif", "gitlab", "jsonld"} {
		assert.True(t, json.Valid(written(t, f, Check, r, Look{})), f)
	}
	for _, f := range []string{"jsonl", "rdjsonl"} {
		for _, l := range bytes.Split(bytes.TrimSpace(written(t, f, Check, r, Look{})), []byte("\n")) {
			assert.True(t, json.Valid(l), "%s %s", f, l)
		}
	}
	d := xml.NewDecoder(bytes.NewReader(written(t, "graphml", Scan, r, Look{})))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else {
			require.NoError(t, err)
		}
	}
	dot := string(written(t, "dot", Scan, r, Look{}))
	assert.Equal(t, 0, strings.Count(strings.ReplaceAll(strings.ReplaceAll(dot, `\\`, ""), `\"`, ""), `"`)%2)
}
