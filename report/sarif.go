package report

import (
	"io"
	"net/url"

	"github.com/stemma-news/stemma"
)

// SarifLimit is the number of results in a SARIF run; GitHub refuses a run with
// more. What is left out is said in the run's invocation.
const SarifLimit = 25_000

type object = map[string]any

// writeSARIF writes SARIF 2.1.0 (OASIS), one run with a rule for each code.
// partialFingerprints holds the finding's own fingerprint, so that a viewer
// knows a finding again after lines moved.
func writeSARIF(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c := catalogueOf(r)
	rules, index := sarifRules()
	results := []object{}
	shown, left := first(r.Findings, SarifLimit)
	for _, f := range shown {
		x := object{
			"ruleId":    f.Code,
			"level":     sarifLevel(f.Level),
			"message":   object{"text": sentence(f)},
			"locations": []object{c.sarifPlace(f.Article, f.Span)},
		}
		if i, ok := index[f.Code]; ok {
			x["ruleIndex"] = i
		}
		if f.Fingerprint != "" {
			x["partialFingerprints"] = object{"stemma/v1": oneLine(f.Fingerprint)}
		}
		if f.Other != nil {
			other := c.sarifPlace(f.Other.Article, f.Other.Span)
			other["id"] = 1
			other["message"] = object{"text": "the other article"}
			x["relatedLocations"] = []object{other}
		}
		results = append(results, x)
	}
	notes := []object{}
	for _, s := range r.Skipped {
		notes = append(notes, object{"level": "warning", "message": object{"text": oneLine(s.Path) + ": " + oneLine(s.Reason)}})
	}
	if left > 0 {
		notes = append(notes, object{"level": "warning", "message": object{"text": count(left, "finding", "findings") + " left out: --format jsonl lists all"}})
	}
	return encode(w, object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs": []object{{
			"tool":        object{"driver": object{"name": "stemma", "version": oneLine(r.Tool.Version), "rules": rules}},
			"columnKind":  "unicodeCodePoints",
			"invocations": []object{{"executionSuccessful": true, "toolExecutionNotifications": notes}},
			"results":     results,
		}},
	})
}

func sarifRules() ([]object, map[string]int) {
	index := map[string]int{}
	var rules []object
	for i, k := range stemma.Codes() {
		index[k.Name] = i
		rules = append(rules, object{
			"id":                   k.Name,
			"shortDescription":     object{"text": k.Summary},
			"fullDescription":      object{"text": k.Meaning},
			"help":                 object{"text": k.Next},
			"defaultConfiguration": object{"level": sarifLevel(k.Level)},
		})
	}
	return rules, index
}

func sarifLevel(l stemma.Level) string {
	switch l {
	case stemma.Error, stemma.Warning:
		return string(l)
	}
	return "note"
}

func (c *catalogue) sarifPlace(id string, s stemma.Span) object {
	p := c.spot(id, s)
	region := object{"startLine": p.line, "startColumn": p.column, "endLine": p.lastLine, "endColumn": p.lastColumn}
	return object{"physicalLocation": object{
		"artifactLocation": object{"uri": (&url.URL{Path: p.file}).String()},
		"region":           region,
	}}
}
