package report

import (
	"fmt"
	"sort"
	"strings"

	"github.com/stemma-news/stemma"
)

// How much of a check is shown in full.
const (
	mostVerdicts = 8  // in full
	mostBrief    = 20 // one line each
	mostEvidence = 4
	mostAltered  = 3
	mostNotes    = 8
)

// check writes one report a draft.
func (p *page) check(c *catalogue) {
	for i, id := range c.drafts() {
		if i > 0 {
			p.text(strings.Repeat("─", p.width))
		}
		p.draft(c, id)
	}
}

func (p *page) draft(c *catalogue, id string) {
	a := c.article(id)
	p.wrap("", "", []piece{{c.name(id), bold}, {"   " + count(a.Words, "word", "words") + ", " + dated(a), plain}})
	p.blank()
	var told, formal []string
	var listed []side
	for _, s := range c.pairsOf(id) {
		switch {
		case s.Relation != "independent":
			listed = append(listed, s)
		case hasReason(s.Pair, "same-event", "same-source"):
			told = append(told, c.name(s.other))
		case hasReason(s.Pair, "template", "furniture"):
			formal = append(formal, c.name(s.other))
		}
	}
	for i, s := range listed {
		if i == mostVerdicts {
			p.brief(c, listed[i:])
			break
		}
		p.verdict(c, s)
		p.blank()
	}
	if len(listed) == 0 {
		p.text("Nothing in common with the " + count(max(len(c.Articles)-1, 0), "other article", "other articles") + ".")
		p.blank()
	}
	p.sayings(c, "UTTERANCES ", "shared", id, mostSayings)
	p.notes(c, id, listed)
	if len(told) > 0 {
		p.wrap("", "  ", []piece{{"Also on this event, told independently: " + list(told, 10), plain}})
	}
	if len(formal) > 0 {
		p.wrap("", "  ", []piece{{"Only a form or page furniture in common: " + list(formal, 10), plain}})
	}
	p.findings(c, id)
}

// brief lists pairs one a line where there are too many for a verdict each.
func (p *page) brief(c *catalogue, pairs []side) {
	p.heading("FURTHER ", thousands(len(pairs)))
	for i, s := range pairs {
		if i == mostBrief {
			p.rest(len(pairs)-i, "pairs", "--format csv lists all")
			break
		}
		self, other := s.covered()
		share := padLeft(percent(self.All), 5) + " / " + percent(other.All)
		p.line(piece{"  " + padRight(c.relation(s), 18) + cut(padRight(c.name(s.other), p.width-40), p.width-40) + "  " + share, plain})
	}
	p.blank()
}

// relation is the short name of what a pair is.
func (c *catalogue) relation(s side) string {
	switch {
	case s.Version:
		return "version"
	case s.Credited != nil && reuse(s.Pair):
		return "syndicated"
	}
	return oneLine(s.Relation)
}

func verdictStyle(s side) style {
	switch {
	case s.Version || s.Credited != nil || !reuse(s.Pair):
		return bold
	case s.Relation == "identical" || s.Relation == "near-duplicate":
		return alarm
	}
	return "1;33"
}

// verdict writes what an article has to do with another one, and all that shows
// it.
func (p *page) verdict(c *catalogue, s side) {
	title := c.verdict(s)
	if c.this != "this article" {
		title = c.name(s.self) + ": " + title
	}
	p.spread(piece{title, verdictStyle(s)}, piece{cut(oneLine(s.Confidence), 10) + " confidence", dim})
	p.shares(c, s)
	p.own(c, s)
	for i, r := range s.Reasons {
		label := ""
		if i == 0 {
			label = "why"
		}
		p.field(label, piece{oneLine(r.Text), plain})
	}
	p.evidence(c, s)
	p.quoted(c, s)
	p.field("order", piece{c.orderText(s), plain})
	if d := c.directionText(s); d != "" {
		p.field("direction", piece{d, plain})
	}
	if next := c.next(s); next != "" {
		p.field("next", piece{next, bold})
	}
}

func (p *page) shares(c *catalogue, s side) {
	self, other := s.covered()
	if !reuse(s.Pair) {
		text := count(s.LongestRun, "word", "words") + " in a row at most"
		if self.All > 0 {
			text = fmt.Sprintf("%s of %s, %s of %s; ", percent(self.All), c.this, percent(other.All), c.that) + text
		}
		if s.LongestRun > 0 {
			p.field("in common", piece{text, plain})
		}
		return
	}
	label, tail := "shared", ""
	if s.Relation == "rewrite" {
		label = "restated"
	}
	if s.Estimated {
		tail = " (estimated: the text is not stored)"
	}
	p.field(label, piece{bar(self.All, 10), yellow}, piece{fmt.Sprintf(" %s of %s, %s of %s; %s word for word%s",
		percent(self.All), c.this, percent(other.All), c.that, percent(self.Verbatim), tail), plain})
}

// own shows the longest run in the reporter's own voice.
func (p *page) own(c *catalogue, s side) {
	if s.LongestRunOwnVoice == 0 || !reuse(s.Pair) {
		return
	}
	text := count(s.LongestRunOwnVoice, "word", "words") + " in a row"
	if run := oneLine(c.ownRun(s)); run != "" {
		text += ": \"" + cut(run, 3*(p.width-16)) + "\""
	}
	p.field("own words", piece{text, plain})
}

func (p *page) evidence(c *catalogue, s side) {
	if s.Direction == nil {
		return
	}
	for i, e := range s.Direction.Evidence {
		if i == mostEvidence {
			p.field("", piece{"and " + count(len(s.Direction.Evidence)-i, "sign", "signs") + " more: --format json", dim})
			return
		}
		label := ""
		if i == 0 {
			label = "evidence"
		}
		p.field(label, piece{oneLine(e.Text), plain})
	}
}

// quoted tells what became of the quotes, with both wordings of altered ones.
func (p *page) quoted(c *catalogue, s side) {
	here, there := turned(c, s)
	changed := c.alterations(s.self, s.other)
	var lines []string
	if here > 0 {
		lines = append(lines, turnedText(here)+" in "+c.this+" as reported speech")
	}
	if there > 0 {
		lines = append(lines, turnedText(there)+" in "+c.that+" as reported speech")
	}
	if len(changed) > 0 {
		lines = append(lines, fmt.Sprintf("%d altered in %s: %s", len(changed), c.this, alteredText(changed)))
	}
	for i, l := range lines {
		label := ""
		if i == 0 {
			label = "quotes"
		}
		p.field(label, piece{l, plain})
	}
	for i, x := range changed {
		if i == mostAltered {
			p.rest(len(changed)-i, "altered quotes", "--format json")
			break
		}
		p.diff(x.from, x.to)
	}
}

func turnedText(n int) string {
	if n == 1 {
		return "1 stands"
	}
	return fmt.Sprintf("%d stand", n)
}

// alteredText says what was done, with the words counted.
func alteredText(list []alteration) string {
	var out []string
	for _, x := range list {
		left, right := compareWords(x.from, x.to)
		gone, new := changedWords(left), changedWords(right)
		switch {
		case x.change == "number-changed":
			out = append(out, "a number changed")
		case new == 0:
			out = append(out, count(gone, "word", "words")+" cut without a mark")
		case gone == 0:
			out = append(out, count(new, "word", "words")+" added")
		default:
			out = append(out, fmt.Sprintf("%s replaced by %d", count(gone, "word", "words"), new))
		}
	}
	return strings.Join(out, "; ")
}

// next joins what the findings about a pair tell a person to do.
func (c *catalogue) next(s side) string {
	var out []string
	seen := map[string]bool{}
	for _, f := range c.Findings {
		if f.Article != s.self || f.Other == nil || f.Other.Article != s.other || f.Next == "" || seen[f.Next] {
			continue
		}
		seen[f.Next] = true
		out = append(out, uncapital(strings.TrimSuffix(oneLine(f.Next), ".")))
	}
	return strings.Join(out, "; ")
}

// uncapital begins a sentence in lower case, unless it begins with a name in
// capitals.
func uncapital(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// notes lists the findings that no verdict above shows.
func (p *page) notes(c *catalogue, id string, listed []side) {
	shown := map[string]bool{}
	for i, s := range listed {
		if i < mostVerdicts {
			shown[s.other] = true
		}
	}
	n := 0
	for _, f := range c.Findings {
		if f.Article != id || f.Other != nil && shown[f.Other.Article] && coveredByVerdict(f.Code) {
			continue
		}
		if n++; n > mostNotes {
			continue
		}
		if n == 1 {
			p.heading("NOTES", "")
		}
		line, col := c.lineOf(f.Article, f.Span.Start)
		p.wrap("  ", "    ", []piece{{fmt.Sprintf("%d:%d ", line, col), dim}, {oneLine(string(f.Level)) + ": ", levelStyle(f.Level)}, {oneLine(f.Message), plain}, {next(f), dim}})
	}
	p.rest(n-mostNotes, "notes", "--format concise lists all findings")
	p.blank()
}

func next(f stemma.Finding) string {
	if f.Next == "" {
		return ""
	}
	return " → " + oneLine(f.Next)
}

func coveredByVerdict(code string) bool {
	switch code {
	case "copy", "copy-credited", "partial-copy", "rewrite", "quote-altered":
		return true
	}
	return false
}

func levelStyle(l stemma.Level) style {
	switch l {
	case stemma.Error:
		return alarm
	case stemma.Warning:
		return yellow
	}
	return cyan
}

// findings ends a check with each level and code once, and where to read on.
func (p *page) findings(c *catalogue, id string) {
	n := map[string]int{}
	var keys []string
	code := ""
	for _, f := range c.Findings {
		if id != "" && f.Article != id {
			continue
		}
		k := oneLine(string(f.Level) + " " + f.Code)
		if n[k]++; n[k] == 1 {
			keys = append(keys, k)
		}
		if code == "" {
			code = f.Code
		}
	}
	if len(keys) == 0 {
		return
	}
	sort.SliceStable(keys, func(i, j int) bool { return findingRank(keys[i]) < findingRank(keys[j]) })
	code = keys[0][strings.IndexByte(keys[0], ' ')+1:]
	for i, k := range keys {
		if n[k] > 1 {
			keys[i] = fmt.Sprintf("%s (%s)", k, thousands(n[k]))
		}
	}
	p.spread(piece{oneLine(strings.Join(keys, ", ")), plain}, piece{"stemma help " + oneLine(code), dim})
}

// findingRank orders levels and codes by their weight.
func findingRank(key string) int {
	level, code, _ := strings.Cut(key, " ")
	rank := len(stemma.Codes())
	for i, c := range stemma.Codes() {
		if c.Name == code {
			rank = i
		}
	}
	switch stemma.Level(level) {
	case stemma.Error:
		return rank
	case stemma.Warning:
		return 100 + rank
	}
	return 200 + rank
}

func hasReason(p *stemma.Pair, codes ...string) bool {
	for _, r := range p.Reasons {
		for _, code := range codes {
			if r.Code == code {
				return true
			}
		}
	}
	return false
}
