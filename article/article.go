// Package article reads news articles: their text, what is known about them,
// and the parts that a text is made of (paragraphs, sentences, tokens, marks).
//
// It knows nothing of other articles. Everything in it is a pure function of
// one file or one record.
package article

// Span is a half-open range [Start, End) of UTF-8 bytes in a text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of bytes in the span, 0 for an inverted one.
func (s Span) Len() int { return max(0, s.End-s.Start) }

// Overlap is the number of bytes that both spans hold.
func (s Span) Overlap(t Span) int {
	return max(0, min(s.End, t.End)-max(s.Start, t.Start))
}

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// In returns the bytes of text that the span covers, "" where it lies outside.
func (s Span) In(text string) string {
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		return ""
	}
	return text[s.Start:s.End]
}

// Article is one news text with what is known about it. Everything but ID and
// Text may be empty: what a source does not state is not guessed.
type Article struct {
	ID   string // the record's own id, else the path relative to the PATH given
	Path string // where it was read from, "" for standard input
	// Record is the number of the record in the file of Path, from 1; 0 where the
	// file is one article.
	Record int
	Title  string
	// Text is what spans refer to: the file's own bytes for UTF-8 plain text
	// and Markdown, the decoded text field of a record, else the extracted
	// text. It is always valid for slicing; it may hold invalid UTF-8.
	Text string
	// TextFrom says how Text came about: "file" (the file's own bytes),
	// "decoded" (another encoding turned into UTF-8), "record" (a field of a
	// record) or "extracted" (main text of a page or a document).
	TextFrom string
	// Skip lists the parts of Text that are not words: front matter, mark-up,
	// link targets, shortcodes, code. Sorted, disjoint.
	Skip []Span
	// Blocks lists the parts of Text whose role the format itself tells.
	// Sorted by start; a block may lie within another.
	Blocks []Block

	// SoftBreaks is true where a single line break is white space, as in
	// Markdown.
	SoftBreaks bool

	Publisher string // outlet name or host
	Byline    string
	URL       string
	Language  string // BCP 47, "" where not declared
	Section   string

	// Version tells the states of an article that have one ID: a number, or the
	// time of a capture. "" where the format knows no states.
	Version string

	Published Interval // when it was published, as far as its metadata tell
	Updated   Interval // when it was last changed, as far as its metadata tell
	FirstSeen Interval // when somebody first held it (crawl, feed)

	// Declared lists the origins that the metadata themselves name: canonical
	// links, isBasedOn, credit fields, `source` in front matter.
	Declared []Declared
	// Extra are the fields that say nothing to this package, where Options.Extra
	// asks for them.
	Extra Extra
	// Warnings tell what is wrong with the input but did not stop reading it.
	Warnings []string
}

// Block is a part of the text whose role the format tells.
type Block struct {
	Kind BlockKind
	Span
}

// BlockKind is the role of a Block.
type BlockKind uint8

// The roles that formats can tell.
const (
	Heading    BlockKind = iota + 1
	BlockQuote           // a quotation set off from the text
	EmbedPost            // an embedded post of a social platform
	Caption              // of a picture or a table
	ListItem
	Table
)

// Declared is one origin that metadata name.
type Declared struct {
	// Kind is the field's role: "canonical", "isBasedOn", "source", "credit",
	// "syndicated_from".
	Kind string
	// Value is the name or URL as given.
	Value string
}
