package stemma

import (
	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// Schema is the version of the JSON form of a Result.
const Schema = 1

// Span is a half-open range of UTF-8 bytes in an article's text.
type Span = article.Span

// Result is what a command found: plain data, in a stable order, the same for
// any order of the inputs.
type Result struct {
	Schema     int        `json:"schema"`
	Tool       Tool       `json:"tool"`
	Parameters Parameters `json:"parameters"`
	// Drafts are the ids of the articles that Check was asked about, in the
	// order of the ids; other commands leave it empty.
	Drafts     []string    `json:"drafts,omitempty"`
	Articles   []Article   `json:"articles"`
	Pairs      []Pair      `json:"pairs"`
	Quotes     []Quote     `json:"quotes"`
	Utterances []Utterance `json:"utterances"`
	Families   []Family    `json:"families"`
	Findings   []Finding   `json:"findings"`
	Skipped    []Skipped   `json:"skipped"`
}

// Tool names the program that made a result.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Parameters are the settings that a result depends on.
type Parameters struct {
	Normaliser string  `json:"normaliser"`
	Shingle    int     `json:"shingle"` // words
	Scale      int     `json:"scale"`
	Min        float64 `json:"min"` // containment
}

// Article is what a result says of one article.
type Article struct {
	ID         string   `json:"id"`
	Path       string   `json:"path"`
	Title      string   `json:"title"`
	Publisher  string   `json:"publisher"`
	Byline     string   `json:"byline"`
	URL        string   `json:"url"`
	Language   string   `json:"language"`
	Words      int      `json:"words"`
	TextSHA256 string   `json:"text_sha256"`
	TextFrom   string   `json:"text_from"`
	Published  *Dates   `json:"published"`
	NotBefore  *string  `json:"not_before"` // a calendar day
	Credits    []Credit `json:"credits"`
	Furniture  []Span   `json:"furniture"`
	Warnings   []string `json:"warnings"`
	// Extra are the record's own fields that stemma has no use for, where
	// Options.Reading asks for them.
	Extra article.Extra `json:"extra,omitempty"`

	// Text is what the spans refer to. It is not part of the JSON: `stemma
	// text` prints it.
	Text string `json:"-"`
}

// Dates is an interval as results write it: RFC 3339 in UTC, or the calendar
// day where no more is known; From says where the knowledge comes from.
type Dates struct {
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
	From     string  `json:"from"`
}

// Pair is what two articles have to do with each other; A < B by bytes of the id.
type Pair struct {
	A string `json:"a"`
	B string `json:"b"`
	// Relation is identical, near-duplicate, partial-copy, rewrite,
	// shared-quotes or independent; Confidence high, medium or low.
	Relation   string    `json:"relation"`
	Confidence string    `json:"confidence"`
	Reasons    []Reason  `json:"reasons"`
	Version    bool      `json:"version"`
	SameOutlet bool      `json:"same_outlet"`
	Credited   *Credited `json:"credited"`
	// Shares of distinct 5-word shingles of the whole texts, in [0, 1].
	Jaccard float64 `json:"jaccard"`
	AInB    float64 `json:"a_in_b"`
	BInA    float64 `json:"b_in_a"`
	// Shares of the body's words inside passages, furniture left out.
	ACovered Covered `json:"a_covered"`
	BCovered Covered `json:"b_covered"`
	// Longest common runs in words; own voice is outside quotation marks,
	// posts, credits and furniture on both sides.
	LongestRun         int        `json:"longest_run"`
	LongestRunOwnVoice int        `json:"longest_run_own_voice"`
	Passages           []Passage  `json:"passages"`
	Order              *Order     `json:"order"`     // nil where nothing proves one
	Direction          *Direction `json:"direction"` // nil but for the four relations of reuse
	// Estimated is true where a text is not stored, so that the numbers come
	// from sketches.
	Estimated bool `json:"estimated"`
}

// Reason is one piece of evidence in words that an editor understands.
type Reason = attribution.Reason

// Passage is a pair of aligned spans: verbatim, edited, rewritten or reported.
// Its Parts are the finer spans inside, each with its own kind.
type Passage = similarity.Passage

// Part is one stretch of a passage.
type Part = similarity.Part

// Credited is a credit on one side that explains a copy: by names the source,
// on is the id of the article that gives the credit.
type Credited = attribution.Credited

// Covered is the share of a body's words inside passages, in [0, 1], in all
// and by the passages' kind.
type Covered struct {
	All       float64 `json:"all"`
	Verbatim  float64 `json:"verbatim"`
	Edited    float64 `json:"edited"`
	Rewritten float64 `json:"rewritten"`
	Reported  float64 `json:"reported"`
}

// Order is what dates or credits prove about who was first.
type Order = attribution.Order

// Direction is an inference about descent, with its evidence.
type Direction struct {
	Kind       string     `json:"kind"` // follows, common-source or undetermined
	From       string     `json:"from"` // id of the earlier article of follows
	To         string     `json:"to"`   // id of the one that follows it
	Source     string     `json:"source"`
	Confidence string     `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
}

// Evidence is one sign of descent or against it, with the places that show it.
type Evidence struct {
	Code  string  `json:"code"`
	Text  string  `json:"text"`
	Spans []Place `json:"spans"`
}

// Quote is words inside marks, or an embedded post, in one article.
type Quote struct {
	ID       string  `json:"id"` // the article's id, # and the first segment
	Article  string  `json:"article"`
	Kind     string  `json:"kind"` // direct, partial, nested or post
	Segments []Span  `json:"segments"`
	Text     string  `json:"text"`
	Speaker  *Voice  `json:"speaker"`
	Via      []Voice `json:"via"` // who relayed the words, outermost first
	Uttered  Uttered `json:"uttered"`
	Origin   Origin  `json:"origin"`
	// Utterance is the id of the saying that the quote belongs to.
	Utterance string `json:"utterance"`
}

// Voice is a person or body that speaks or relays: the fullest name that the
// article gives and the words attached to the quote.
type Voice = attribution.Speaker

// Uttered is when and on which occasion something was said.
type Uttered struct {
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
	Occasion *string `json:"occasion"`
}

// Origin is the first public channel that a reader can check.
type Origin struct {
	Kind    string  `json:"kind"` // interview, statement, post, speech, document or unknown
	Outlet  string  `json:"outlet"`
	Handle  string  `json:"handle"`
	Date    *string `json:"date"`
	Mention *Span   `json:"mention"`
}

// Utterance is all quotes that are one saying, with their wordings.
type Utterance struct {
	ID       string          `json:"id"`
	Text     string          `json:"text"`
	Speaker  *Voice          `json:"speaker"`
	Via      []Voice         `json:"via"`
	Wordings []Wording       `json:"wordings"`
	Reported []Reported      `json:"reported"`
	Origin   UtteranceOrigin `json:"origin"`
	First    First           `json:"first_in_archive"`
}

// Wording is one quote of an utterance, held against the longest one.
type Wording = attribution.Wording

// Reported is reported speech that matches a quote elsewhere.
type Reported = attribution.Reported

// UtteranceOrigin is the origin that the carriers name between them.
type UtteranceOrigin struct {
	Kind      string   `json:"kind"`
	Outlet    string   `json:"outlet"`
	Handle    string   `json:"handle"`
	Date      *string  `json:"date"`
	NamedBy   []string `json:"named_by"` // quotes that name it
	Conflict  bool     `json:"conflict"`
	InArchive bool     `json:"in_archive"`
	Article   string   `json:"article"` // the archive's article of the origin's outlet
}

// First is the set of carriers that no other provably precedes.
type First = attribution.First

// Credit is an agency or outlet that an article names as the origin of its copy.
type Credit struct {
	Agency string `json:"agency"`
	From   string `json:"from"`
	Span   *Span  `json:"span"`
}

// Family is articles joined by verified copies and rewrites, in time order.
type Family = attribution.Family

// Edge joins two articles of a family; From had it first where that is known.
type Edge = attribution.FamilyEdge

// Lost is a source that is named but not held.
type Lost = attribution.LostSource

// Finding is what a person should look at.
type Finding struct {
	Code        string `json:"code"`
	Level       Level  `json:"level"`
	Article     string `json:"article"`
	Span        Span   `json:"span"`
	Other       *Place `json:"other"`
	Message     string `json:"message"`
	Next        string `json:"next"`
	Fingerprint string `json:"fingerprint"`
}

// Place is a span of an article.
type Place struct {
	Article string `json:"article"`
	Span    Span   `json:"span"`
}

// Skipped is an input that gave no article.
type Skipped = article.Skipped
