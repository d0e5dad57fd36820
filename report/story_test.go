package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
)

// The story: a ferry was stopped over a cracked ramp. The Lantern interviewed
// the harbour master; the Tide restates the Lantern; the Beacon runs an agency
// copy; the Standard was at the press conference; an Arabic page quotes.
const (
	lantern = `Ferry stays in port after crack found in ramp

By Odile Marchetti, 14 May 2026

The Saint Brannoc ferry will not sail before Monday, after divers found a crack as long as a man's arm in its loading ramp on Tuesday night, the third fault in a year.

“We were told in March that the ramp was sound, and we were told so in writing, and nobody who signed that letter will now pick up the telephone,” harbour master Kwame Asante told the Evening Lantern.

Asante said the island had flour for 9 days.

Carmody Lines said in a statement that "the safety of our 212 passengers comes first".
`
	tide = `Island cut off: ferry cannot sail until Monday

The Saint Brannoc ferry is stuck in port until Monday after a crack as long as a man's arm in its loading ramp was discovered by divers late on Tuesday.

“We were told in March that the ramp was sound, and nobody who signed that letter will now pick up the telephone,” said harbour master Kwame Asante.

The harbour master said that there was flour for 19 days.

The operator, Carmody Lines, said "the safety of our 221 passengers comes first".
`
	beacon = `PORT BRANNOC (Quayside Wire) - The Saint Brannoc ferry will not sail before Monday, after divers found a crack as long as a man's arm in its loading ramp on Tuesday night, the third fault in a year.

Carmody Lines said in a statement that "the safety of our 212 passengers comes first".
`
	standard = `Ramp crack: what the minister said

Reporters met the transport minister, Ilse Vandermeer, on the quay on Wednesday. She promised a second ramp by the autumn.
`
	arabic = `قال مدير الميناء إن العبارة لن تبحر قبل يوم الاثنين بعد العثور على شق في منحدرها.
`
)

func at(t *testing.T, text, words string) stemma.Span {
	t.Helper()
	i := strings.Index(text, words)
	require.GreaterOrEqual(t, i, 0, words)
	require.Equal(t, i, strings.LastIndex(text, words), "ambiguous: %s", words)
	return stemma.Span{Start: i, End: i + len(words)}
}

func ptr[T any](v T) *T { return &v }

func made(id, title, publisher, byline, published, language, text string) stemma.Article {
	sum := sha256.Sum256([]byte(text))
	a := stemma.Article{ID: id, Path: "desk/" + id, Title: title, Publisher: publisher, Byline: byline, Language: language,
		Words: len(article.Tokens(text, nil)), TextSHA256: hex.EncodeToString(sum[:]), TextFrom: "file", Text: text}
	if published != "" {
		a.Published = &stemma.Dates{Earliest: ptr(published), Latest: ptr(published), From: "front matter"}
	}
	return a
}

// story is a whole result over the five articles, as Check gives it for the
// Tide's draft.
func story(t *testing.T) *stemma.Result {
	t.Helper()
	r := &stemma.Result{
		Schema: stemma.Schema, Tool: stemma.Tool{Name: "stemma", Version: "0.0.0-test"},
		Parameters: stemma.Parameters{Normaliser: "1", Shingle: 5, Scale: 1, Min: .3},
		Drafts:     []string{"tide.md"},
		Articles: []stemma.Article{
			made("arabic.txt", "العبارة", "Al Marsa", "", "", "ar", arabic),
			made("beacon.txt", "", "Beacon", "", "2026-05-14T09:00:00Z", "en", beacon),
			made("lantern.txt", "Ferry stays in port after crack found in ramp", "Evening Lantern", "Odile Marchetti", "2026-05-14T05:30:00Z", "en", lantern),
			made("standard.txt", "Ramp crack: what the minister said", "Standard", "", "2026-05-14", "en", standard),
			made("tide.md", "Island cut off: ferry cannot sail until Monday", "Tide", "", "", "en", tide),
		},
		Skipped: []stemma.Skipped{{Path: "desk/broken.pdf", Reason: "not a text: PDF"}},
	}
	r.Articles[1].Credits = []stemma.Credit{{Agency: "Quayside Wire", From: "dateline", Span: ptr(at(t, beacon, "Quayside Wire"))}}
	storyQuotes(t, r)
	r.Pairs = storyPairs(t)
	r.Families = []stemma.Family{{ID: "f1", Articles: []string{"lantern.txt", "beacon.txt", "tide.md"}, Complete: true,
		Edges: []stemma.Edge{
			{From: "lantern.txt", To: "beacon.txt", Relation: "partial-copy", Confidence: "high"},
			{From: "lantern.txt", To: "tide.md", Relation: "rewrite", Confidence: "medium"},
		},
		Lost: []stemma.Lost{{ID: "lost:quayside-wire", Name: "Quayside Wire"}}}}
	storyFindings(t, r)
	return r
}

const (
	ramp    = "“We were told in March that the ramp was sound, and we were told so in writing, and nobody who signed that letter will now pick up the telephone,”"
	rampCut = "“We were told in March that the ramp was sound, and nobody who signed that letter will now pick up the telephone,”"
	safe212 = `"the safety of our 212 passengers comes first"`
	safe221 = `"the safety of our 221 passengers comes first"`
)

func storyQuotes(t *testing.T, r *stemma.Result) {
	asante := &stemma.Voice{Name: "Kwame Asante"}
	carmody := &stemma.Voice{Name: "Carmody Lines"}
	unknown := stemma.Origin{Kind: "unknown"}
	told := stemma.Origin{Kind: "interview", Outlet: "Evening Lantern"}
	stated := stemma.Origin{Kind: "statement", Outlet: "Carmody Lines"}
	r.Quotes = []stemma.Quote{
		{ID: "b1", Article: "beacon.txt", Kind: "direct", Segments: []stemma.Span{at(t, beacon, safe212)}, Text: safe212, Speaker: carmody, Origin: stated, Utterance: "u2"},
		{ID: "l1", Article: "lantern.txt", Kind: "direct", Segments: []stemma.Span{at(t, lantern, ramp)}, Text: ramp, Speaker: asante, Origin: told, Utterance: "u1",
			Uttered: stemma.Uttered{Earliest: ptr("2026-05-13"), Latest: ptr("2026-05-13"), Occasion: ptr("interview")}},
		{ID: "l2", Article: "lantern.txt", Kind: "direct", Segments: []stemma.Span{at(t, lantern, safe212)}, Text: safe212, Speaker: carmody, Origin: stated, Utterance: "u2"},
		{ID: "t1", Article: "tide.md", Kind: "direct", Segments: []stemma.Span{at(t, tide, rampCut)}, Text: rampCut, Speaker: asante, Origin: unknown, Utterance: "u1"},
		{ID: "t2", Article: "tide.md", Kind: "direct", Segments: []stemma.Span{at(t, tide, safe221)}, Text: safe221, Speaker: carmody, Origin: unknown, Utterance: "u2"},
	}
	r.Utterances = []stemma.Utterance{
		{ID: "u1", Text: ramp, Speaker: asante,
			Wordings: []stemma.Wording{{Quote: "l1", Change: "same"}, {Quote: "t1", Change: "undisclosed-cut", Edits: 34, Against: "l1"}},
			Origin:   stemma.UtteranceOrigin{Kind: "interview", Outlet: "Evening Lantern", NamedBy: []string{"l1"}, InArchive: true, Article: "lantern.txt"},
			First:    stemma.First{Articles: []string{"lantern.txt"}, Provable: true, Why: "the origin names it"}},
		{ID: "u2", Text: safe212, Speaker: carmody, Via: []stemma.Voice{{Name: "Nuala Brophy"}},
			Wordings: []stemma.Wording{{Quote: "b1", Change: "same", Against: "l2"}, {Quote: "l2", Change: "same"}, {Quote: "t2", Change: "number-changed", Edits: 2, Against: "l2"}},
			Origin:   stemma.UtteranceOrigin{Kind: "statement", Outlet: "Carmody Lines", NamedBy: []string{"b1", "l2"}},
			First:    stemma.First{Articles: []string{"beacon.txt", "lantern.txt"}}},
	}
}

func storyPairs(t *testing.T) []stemma.Pair {
	run := "a crack as long as a man's arm in its loading ramp"
	first := "The Saint Brannoc ferry will not sail before Monday, after divers found a crack as long as a man's arm in its loading ramp on Tuesday night, the third fault in a year."
	second := "The Saint Brannoc ferry is stuck in port until Monday after a crack as long as a man's arm in its loading ramp was discovered by divers late on Tuesday."
	statement := "Carmody Lines said in a statement that " + safe212
	return []stemma.Pair{
		{A: "beacon.txt", B: "lantern.txt", Relation: "partial-copy", Confidence: "high", Jaccard: .44, AInB: .87, BInA: .47,
			Credited: &stemma.Credited{By: "Quayside Wire", On: "beacon.txt", From: "dateline", Span: ptr(at(t, beacon, "Quayside Wire"))},
			ACovered: stemma.Covered{All: .93, Verbatim: .93}, BCovered: stemma.Covered{All: .46, Verbatim: .46}, LongestRun: 34, LongestRunOwnVoice: 34,
			Reasons:  []stemma.Reason{{Code: "same-sentences", Text: "2 sentences stand word for word in both"}},
			Passages: []stemma.Passage{{Kind: "verbatim", A: at(t, beacon, first), B: at(t, lantern, first)}, {Kind: "verbatim", A: at(t, beacon, statement), B: at(t, lantern, statement)}},
			Order:    &stemma.Order{First: "lantern.txt", Why: "its date is earlier"}},
		{A: "beacon.txt", B: "tide.md", Relation: "shared-quotes", Confidence: "medium", Jaccard: .02, AInB: .05, BInA: .03, LongestRun: 6},
		{A: "lantern.txt", B: "tide.md", Relation: "rewrite", Confidence: "medium", Jaccard: .21, AInB: .3, BInA: .38,
			ACovered: stemma.Covered{All: .74, Verbatim: .3, Edited: .14, Rewritten: .2, Reported: .1}, BCovered: stemma.Covered{All: .81, Verbatim: .33, Edited: .16, Rewritten: .22, Reported: .1},
			LongestRun: 15, LongestRunOwnVoice: 12, Reasons: []stemma.Reason{{Code: "same-order", Text: "4 of its 5 sentences restate the other's, in the same order"}},
			Passages: []stemma.Passage{
				{Kind: "rewritten", A: at(t, lantern, first), B: at(t, tide, second), Parts: []stemma.Part{{Kind: "verbatim", A: at(t, lantern, run), B: at(t, tide, run)}}},
				{Kind: "edited", A: at(t, lantern, ramp), B: at(t, tide, rampCut)},
				{Kind: "rewritten", A: at(t, lantern, "Asante said the island had flour for 9 days."), B: at(t, tide, "The harbour master said that there was flour for 19 days.")}},
			Direction: &stemma.Direction{Kind: "follows", From: "lantern.txt", To: "tide.md", Confidence: "medium", Evidence: []stemma.Evidence{
				{Code: "distinctive-run", Text: "12 words in a row that are no stock phrase", Spans: []stemma.Place{{Article: "tide.md", Span: at(t, tide, run)}}},
				{Code: "value-contradicted", Text: `"9 days" became "19 days"`, Spans: []stemma.Place{{Article: "tide.md", Span: at(t, tide, "19 days")}}}}}},
		{A: "standard.txt", B: "tide.md", Relation: "independent", Confidence: "high", Reasons: []stemma.Reason{{Code: "same-event", Text: "one event, told apart"}}, AInB: .01, BInA: .004},
	}
}

func storyFindings(t *testing.T, r *stemma.Result) {
	place := func(text, id, words string) *stemma.Place {
		return &stemma.Place{Article: id, Span: at(t, text, words)}
	}
	r.Findings = []stemma.Finding{
		{Code: "rewrite", Level: stemma.Warning, Article: "tide.md", Span: at(t, tide, "The Saint Brannoc ferry is stuck"), Other: place(lantern, "lantern.txt", "The Saint Brannoc ferry"),
			Message: "restates 4 of 5 sentences of lantern.txt in their order", Next: "Name or link the source.", Fingerprint: "5e1f0c7a90aa"},
		{Code: "quote-altered", Level: stemma.Warning, Article: "tide.md", Span: at(t, tide, rampCut), Other: place(lantern, "lantern.txt", ramp),
			Message: "6 words cut without a mark; fuller wording in lantern.txt", Next: "Restore the words or mark the cut.", Fingerprint: "77aa01b2c3d4"},
		{Code: "quote-altered", Level: stemma.Warning, Article: "tide.md", Span: at(t, tide, safe221), Other: place(lantern, "lantern.txt", safe212),
			Message: "a number differs: 212 became 221", Next: "Check the number.", Fingerprint: "77aa01b2c3d5"},
		{Code: "origin-unnamed", Level: stemma.Note, Article: "tide.md", Span: at(t, tide, rampCut), Other: place(lantern, "lantern.txt", ramp),
			Message: "lantern.txt says this was told to the Evening Lantern", Next: "Name the origin.", Fingerprint: "0a0b0c0d0e0f"},
	}
}

// hostile puts what an attacker would write into every string of a result.
func hostile(t *testing.T) *stemma.Result {
	r := story(t)
	const evil = "\x1b[31m\x1b]0;x\a=cmd|' /C calc'!A0\u202eevil\u2066\u200b</script><script>alert(1)</script><!--\"'\x00\xff"
	for i := range r.Articles {
		a := &r.Articles[i]
		a.Title, a.Publisher, a.Byline, a.URL, a.Language = evil, evil, evil, "javascript:alert(1)", evil
		a.Text = strings.ReplaceAll(a.Text, "flour", "\x1b[2Jfl\u202eour</script>")
		a.Warnings = []string{evil}
		a.Extra = article.Extra{evil: evil}
	}
	for i := range r.Pairs {
		r.Pairs[i].Confidence = evil
		r.Pairs[i].Reasons = append(r.Pairs[i].Reasons, stemma.Reason{Code: evil, Text: evil})
	}
	for i := range r.Utterances {
		r.Utterances[i].Text = evil
		r.Utterances[i].Speaker = &stemma.Voice{Name: evil}
		r.Utterances[i].Origin.Outlet = evil
	}
	for i := range r.Findings {
		r.Findings[i].Message, r.Findings[i].Next, r.Findings[i].Fingerprint = evil, evil, evil+r.Findings[i].Fingerprint
	}
	r.Families[0].Lost[0].Name = evil
	r.Skipped[0] = stemma.Skipped{Path: evil, Reason: evil}
	return r
}
