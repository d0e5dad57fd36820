package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// Credit names an agency or outlet as the origin of an article's copy.
// "Told AFP" and "according to Reuters" are attributions, not credits.
type Credit struct {
	Agency string `json:"agency"`
	// From is where it was read: "dateline", "byline", "credit line",
	// "signature", "copyright", "url" or the name of a metadata field.
	From string `json:"from"`
	// Span is the words that name it, nil for metadata.
	Span *article.Span `json:"span"`

	line article.Span // what is no part of the article's own words
}

// Credits lists what an article credits for its copy, in the order of the
// text, metadata last, each agency once for each place it is read from. Cost:
// one test a word.
func Credits(b *article.Body) []Credit { return knownAgencies.Credits(b) }

// Credits is the function Credits with another list of agencies.
func (t *AgencyTable) Credits(b *article.Body) []Credit {
	c := creditScan{table: t, b: b}
	for i := range b.Paragraphs {
		c.paragraph(i)
	}
	c.metadata()
	return c.out
}

type creditScan struct {
	table *AgencyTable
	b     *article.Body
	out   []Credit
}

// How far from the ends of an article its head and foot reach.
const (
	headBytes      = 3000
	footParagraphs = 8
)

func (c *creditScan) add(agency, from string, span, line article.Span) {
	if c.table.isOwn(agency, c.b.Article) {
		return
	}
	for _, o := range c.out {
		if o.Agency == agency && o.From == from {
			return
		}
	}
	credit := Credit{Agency: agency, From: from, line: line}
	if span.Len() > 0 {
		credit.Span = &span
	}
	c.out = append(c.out, credit)
}

// paragraphTokens is the half-open range of a paragraph's tokens.
func paragraphTokens(b *article.Body, p article.Paragraph) (first, last int) {
	return b.Sentences[p.First].First, b.Sentences[p.Last-1].Last
}

func (c *creditScan) paragraph(i int) {
	p := c.b.Paragraphs[i]
	first, last := paragraphTokens(c.b, p)
	if i > 0 && i == len(c.b.Paragraphs)-1 && c.signature(p, first, last) {
		return
	}
	if p.Start < headBytes {
		if c.dateline(p, first, last) || c.byline(p, first, last) {
			return
		}
	}
	if len(c.b.Paragraphs)-i <= footParagraphs && i > 0 {
		c.signature(p, first, last)
	}
	c.creditLine(p, first, last)
}

// datelineBytes is how far into a paragraph a dateline's bracket may stand.
const datelineBytes = 110

// dateline reads "PLACE, June 3 (AP) —" at the start of a paragraph, with any
// name in the brackets, and "PLACE - Reuters -".
func (c *creditScan) dateline(p article.Paragraph, first, last int) bool {
	text := p.In(c.b.Article.Text)
	head := text[:min(len(text), datelineBytes)]
	open := strings.IndexByte(head, '(')
	if open < 0 {
		return false
	}
	size := strings.IndexByte(head[open:], ')')
	if size < 2 {
		return false
	}
	end := open + size + 1
	inside := article.Span{Start: p.Start + open + 1, End: p.Start + end - 1}
	rest := strings.TrimLeft(text[end:], " \u00a0")
	dashed := strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, ":")
	place := strings.TrimSpace(head[:open])
	if !isPlace(place, dashed) {
		return false
	}
	name := ""
	for k := first; k < last && c.b.Tokens[k].Start < inside.End; k++ {
		if c.b.Tokens[k].Start < inside.Start {
			continue
		}
		if found, _ := c.table.at(c.b, k, last); found != "" {
			name = found
			break
		}
	}
	if name == "" && dashed && place != "" && isName(inside.In(c.b.Article.Text)) {
		name = inside.In(c.b.Article.Text)
	}
	if name == "" {
		return false
	}
	line := article.Span{Start: p.Start, End: p.Start + end}
	if dashed {
		line.End += len(text[end:]) - len(rest)
		line.End += len(rest) - len(strings.TrimLeft(rest, "-–—: "))
	}
	c.add(name, "dateline", inside, line)
	return true
}

// isPlace reports the words before a dateline's bracket: none, or a place and
// perhaps a date, which begin with a capital and hold no verb of a sentence.
// Without a dash behind the bracket the place must be in capitals.
func isPlace(s string, dashed bool) bool {
	if s == "" {
		return dashed
	}
	words := strings.Fields(s)
	if len(words) > 9 || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	if !dashed && strings.ToUpper(words[0]) != words[0] {
		return strings.ContainsAny(s, "0123456789") && strings.Contains(s, ",")
	}
	small := 0
	for _, w := range words {
		if w[0] >= 'a' && w[0] <= 'z' {
			small++
		}
	}
	return small <= 1
}

// isName reports one to four words in capitals or with a capital each.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 || len(s) > 40 {
		return false
	}
	for _, w := range words {
		if c := w[0]; (c < 'A' || c > 'Z') && w != "of" && w != "the" {
			return false
		}
	}
	return true
}

// byline reads "By Reuters", "By Ann Orley, Associated Press" and a line that
// is an agency's name with no more than a date.
func (c *creditScan) byline(p article.Paragraph, first, last int) bool {
	if last-first > 16 {
		return false
	}
	text := p.In(c.b.Article.Text)
	name, at, n := c.table.find(c.b, first, last)
	if n == 0 {
		return c.glued(p, text)
	}
	start := c.b.Tokens[first].Word
	ends := strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "\"") || strings.HasSuffix(text, "”")
	ends = ends && !strings.HasSuffix(text, ".m.") || strings.HasSuffix(text, ":")
	alone := at-first <= 1 && last-at-n <= 9 && !ends && (start == "the" || at == first)
	by := start == "by" && !ends
	if !by && !alone || strings.Contains(strings.ToLower(text), "photo") {
		return false
	}
	if alone && !by && last-at-n > 0 && !c.dateLike(at+n, last) {
		return false
	}
	c.add(name, "byline", article.Span{Start: c.b.Tokens[at].Start, End: c.b.Tokens[at+n-1].End}, p.Span)
	return true
}

// glued reads a byline that lost its line break: "Ann OrleyAssociated Press".
func (c *creditScan) glued(p article.Paragraph, text string) bool {
	for _, name := range []string{"Associated Press", "Reuters"} {
		if n := len(text) - len(name); n > 0 && text[n:] == name && text[n-1] >= 'a' && text[n-1] <= 'z' {
			c.add(name, "byline", article.Span{Start: p.Start + n, End: p.End}, p.Span)
			return true
		}
	}
	return false
}

// dateLike reports that tokens hold a number or that there are none: what
// follows an agency's name on its line is a date, not a predicate.
func (c *creditScan) dateLike(first, last int) bool {
	for k := first; k < last; k++ {
		if w := c.b.Tokens[k].Word; w[0] >= '0' && w[0] <= '9' {
			return true
		}
		switch c.b.Tokens[k].Word {
		case "staff", "writer", "writers", "reporter", "correspondent", "news", "wire", "agency":
			return true
		}
	}
	return false
}

// signature reads an agency's mark at the foot: "--IANS", "Reuter", "(ANI)",
// "PTI ABC XY", alone in a paragraph or in brackets at its end.
func (c *creditScan) signature(p article.Paragraph, first, last int) bool {
	if last-first <= 5 {
		if name, n := c.table.at(c.b, first, last); n > 0 && !strings.HasSuffix(p.In(c.b.Article.Text), ":") && (last-first == n || c.initials(first+n, last)) {
			c.add(name, "signature", article.Span{Start: c.b.Tokens[first].Start, End: c.b.Tokens[first+n-1].End}, p.Span)
			return true
		}
		return false
	}
	if name, n := c.table.at(c.b, last-1, last); n > 0 {
		t := c.b.Tokens[last-1]
		if gap := c.b.Article.Text[c.b.Tokens[last-2].End:t.Start]; strings.ContainsAny(gap, "\n") && strings.HasPrefix(strings.TrimLeft(gap, "\"”’)"), ".") || strings.HasSuffix(gap, "--") {
			s := article.Span{Start: t.Start, End: t.End} // on a line of its own in wrapped text
			c.add(name, "signature", s, article.Span{Start: t.Start, End: p.End})
			return true
		}
	}
	if text := p.In(c.b.Article.Text); !strings.HasSuffix(text, ")") {
		return false
	}
	for k := max(first, last-3); k < last; k++ {
		name, n := c.table.at(c.b, k, last)
		if n > 0 && k+n == last && c.b.Tokens[k].Start > 0 && c.b.Article.Text[c.b.Tokens[k].Start-1] == '(' {
			s := article.Span{Start: c.b.Tokens[k].Start, End: c.b.Tokens[last-1].End}
			c.add(name, "signature", s, article.Span{Start: s.Start - 1, End: p.End})
			return true
		}
	}
	return false
}

// initials reports tokens that are all in capitals, as the desk's initials.
func (c *creditScan) initials(first, last int) bool {
	for k := first; k < last; k++ {
		t := c.b.Tokens[k]
		if t.End-t.Start > 4 || strings.ToUpper(t.Word) != c.b.Article.Text[t.Start:t.End] {
			return false
		}
	}
	return true
}

// creditWords make a paragraph worth reading as a credit line.
var creditWords = article.NewWordFilter(`contributed inputs input reporting editing material provided distributed syndicated republished
	courtesy copyright source credit originally syndication permission additional`)

// creditLineWords is the length above which a paragraph is prose.
const (
	creditLineWords = 70
	creditTailWords = 14
)

// creditLine reads "With inputs from PTI", "The Associated Press contributed to
// this report", "Copyright 2018 Reuters", "Reporting by ...; editing by ...".
func (c *creditScan) creditLine(p article.Paragraph, first, last int) {
	if last-first > creditLineWords { // a line glued to the last sentence
		first = last - creditTailWords
		p.Span.Start = c.b.Tokens[first].Start
	}
	cue := strings.HasPrefix(p.In(c.b.Article.Text), "©")
	for k := first; k < last && !cue; k++ {
		cue = creditWords.Has(c.b.Tokens[k].Hash)
	}
	if !cue {
		return
	}
	line := lowerASCII(p.In(c.b.Article.Text))
	from := creditForm(line)
	if from == "" {
		return
	}
	if name, at, n := c.table.find(c.b, first, last); n > 0 {
		for n > 0 {
			c.add(name, from, article.Span{Start: c.b.Tokens[at].Start, End: c.b.Tokens[at+n-1].End}, p.Span)
			name, at, n = c.table.find(c.b, at+n, last)
		}
		return
	}
	if s := c.outlet(first, last); s.Len() > 0 && from == "credit line" {
		c.add(s.In(c.b.Article.Text), from, s, p.Span)
	} else if strings.HasPrefix(line, "(reporting by") || strings.HasPrefix(line, "reporting by") && strings.Contains(line, "editing by") {
		c.add("Reuters", "signature", p.Span, p.Span)
	} else if strings.Contains(line, "syndicated feed") || strings.Contains(line, "agency feed") {
		c.add("syndicated feed", from, p.Span, p.Span)
	}
}

// creditForm is what kind of credit a line in lower case is, "" for none.
func creditForm(line string) string {
	for _, s := range []string{
		"contributed to this", "contributed reporting", "with inputs from", "with input from", "inputs from", "agency inputs", "additional reporting by",
		"contains material from", "includes material from", "material was used in this", "material from the", "article was provided by", "story was provided by", "report was provided by", "content provided by",
		"distributed by", "syndicated feed", "agency feed", "syndicated by", "republished from", "republished with", "reprinted with permission", "courtesy of the",
		"originally published by", "originally published on", "originally published in", "originally appeared on", "originally appeared in", "reporting by",
	} {
		if strings.Contains(line, s) {
			return "credit line"
		}
	}
	switch {
	case strings.HasPrefix(line, "source:"), strings.HasPrefix(line, "sources:"), strings.HasPrefix(line, "contributing:"):
		return "credit line"
	case (strings.Contains(line, "copyright") || strings.HasPrefix(line, "©")) && !strings.Contains(line, "image copyright") && !strings.Contains(line, "photo"):
		return "copyright"
	}
	return ""
}

// outletWords are the nouns of which an outlet's name has one; a person's has
// none.
var outletWords = article.NewWordFilter(`times post news herald gazette press wire sentinel beacon chronicle mercury tribune journal observer guardian
	daily star mail tv radio agency service network media magazine review weekly sun mirror telegraph express independent standard globe inquirer
	dispatch courier advertiser examiner argus echo record register leader ledger bulletin reporter citizen monitor today exchange digest argus
	broadcasting television channel outlook standard-examiner pioneer statesman enterprise republic democrat`)

// outlet finds the longest run of capitalised words that holds one of the
// nouns of outlets.
func (c *creditScan) outlet(first, last int) article.Span {
	text := c.b.Article.Text
	for k := first + 1; k < last; k++ {
		if !outletWords.Has(c.b.Tokens[k].Hash) || !capitalAt(text, c.b.Tokens[k].Start) {
			continue
		}
		from := k
		for from > first && capitalAt(text, c.b.Tokens[from-1].Start) && onlyBlank(text[c.b.Tokens[from-1].End:c.b.Tokens[from].Start]) {
			from--
		}
		to := k + 1
		for to < last && capitalAt(text, c.b.Tokens[to].Start) && onlyBlank(text[c.b.Tokens[to-1].End:c.b.Tokens[to].Start]) {
			to++
		}
		if rest := text[c.b.Tokens[to-1].End:]; strings.HasPrefix(rest, "'") || strings.HasPrefix(rest, "’") {
			continue // the outlet's own writer follows
		}
		if from < k || to > k+1 {
			return article.Span{Start: c.b.Tokens[from].Start, End: c.b.Tokens[to-1].End}
		}
	}
	return article.Span{}
}

// lowerASCII is strings.ToLower for ASCII letters alone: no byte moves.
func lowerASCII(s string) string {
	buf := []byte(s)
	for i, c := range buf {
		if c >= 'A' && c <= 'Z' {
			buf[i] = c | 0x20
		}
	}
	return string(buf)
}

func onlyBlank(s string) bool { return strings.Trim(s, " \u00a0-") == "" }

func capitalAt(text string, i int) bool { return text[i] >= 'A' && text[i] <= 'Z' }

// metadata reads byline, URL and declared fields.
func (c *creditScan) metadata() {
	a := c.b.Article
	if a.Byline != "" && len(a.Byline) < 400 {
		line := &article.Body{Article: &article.Article{Text: a.Byline}, Tokens: article.Tokens(a.Byline, nil)}
		if name, _, n := c.table.find(line, 0, len(line.Tokens)); n > 0 {
			c.add(name, "byline", article.Span{}, article.Span{})
		}
	}
	if name := c.table.inURL(a.URL); name != "" {
		c.add(name, "url", article.Span{}, article.Span{})
	}
	for _, d := range a.Declared {
		if strings.Contains(d.Value, "/") {
			if name := c.table.ofHost(d.Value); name != "" {
				c.add(name, d.Kind, article.Span{}, article.Span{})
			} else if h := hostOf(d.Value); h != "" && a.URL != "" && h != hostOf(a.URL) {
				c.add(h, d.Kind, article.Span{}, article.Span{})
			}
			continue
		}
		if d.Value == "" || d.Kind == "canonical" || strings.EqualFold(d.Value, a.Publisher) {
			continue
		}
		line := &article.Body{Article: &article.Article{Text: d.Value}, Tokens: article.Tokens(d.Value, nil)}
		if name, _, n := c.table.find(line, 0, len(line.Tokens)); n > 0 {
			c.add(name, d.Kind, article.Span{}, article.Span{})
		} else {
			c.add(d.Value, d.Kind, article.Span{}, article.Span{})
		}
	}
}

// creditLines are the parts of the text that are credits, not the article's
// own words.
func creditLines(_ *article.Body, credits []Credit) []article.Span {
	var out []article.Span
	for _, c := range credits {
		if c.line.Len() > 0 {
			out = append(out, c.line)
		}
	}
	return out
}
