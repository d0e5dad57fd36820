package stemma

// Level is how serious a finding is.
type Level string

// The levels, in rising order.
const (
	Note    Level = "note"
	Warning Level = "warning"
	Error   Level = "error"
)

// rank orders levels; 0 is no level at all.
func (l Level) rank() int {
	switch l {
	case Note:
		return 1
	case Warning:
		return 2
	case Error:
		return 3
	}
	return 0
}

// AtLeast reports whether l is as serious as m or more.
func (l Level) AtLeast(m Level) bool { return l.rank() >= m.rank() && m.rank() > 0 }

// Code is a kind of finding, with what a person should know about it.
type Code struct {
	Name    string
	Level   Level // the usual one; confidence and declared sources change it
	Summary string
	Meaning string
	Next    string
	Example string
}

// Codes lists the kinds of findings in the order of their weight.
func Codes() []Code {
	return []Code{
		{"copy", Error, "the body stands almost whole in another article, without a credit",
			"At least about 60 % of the sentences of the shorter body stand almost word for word in the other article, furniture left out, and neither names the other's outlet nor a common agency. It is an error at high confidence, else a warning.",
			"Credit the source in the text or declare it in the front matter (canonical, source or syndicated_from); or withdraw the article.",
			"a.md:7:1: error: 92 % of this article stands in mercury/0412.md [copy]"},
		{"copy-credited", Note, "a copy that names where it comes from",
			"The body stands almost whole in another article, and a credit on one side names the other's outlet, or both name one agency.",
			"Nothing, if the licence covers it.",
			"a.md:7:1: note: agency copy of Rheinpost, credited [copy-credited]"},
		{"partial-copy", Warning, "own-voice sentences stand word for word in another article",
			"Two sentences or 40 words of the reporter's own text, outside quotation marks, stand almost word for word in both articles.",
			"Mark them as a quotation with its source, or write them anew.",
			"a.md:12:1: warning: 58 own words stand in mercury/0412.md [partial-copy]"},
		{"rewrite", Warning, "the article restates another one, sentence by sentence",
			"A third or more of the shorter body's own sentences restate sentences of the other in largely the same order, and something shows descent: a distinctive run of words, a shared slip, quotes turned into reported speech, a credit. Two reporters at one event are no rewrite. Where neither text names the other, nor both one source, and less than most of a long text is restated, the confidence is low and this is a note: reports of one event come out alike by chance.",
			"Name or link the source; check the facts that only the source had.",
			"a.md:7:1: warning: restates 8 of 11 sentences of mercury/0412.md in their order [rewrite]"},
		{"quote-altered", Warning, "a quotation differs from a fuller wording elsewhere, without a mark",
			"Words inside the quotation marks were cut, replaced or given another number, and nothing (dots, brackets) shows it.",
			"Restore the words or mark the change.",
			"a.md:19:12: warning: 8 words cut without a mark; fuller wording in mercury/0412.md [quote-altered]"},
		{"speaker-conflict", Warning, "another article gives the same words to somebody else",
			"Two articles hold the same quotation with different speakers.",
			"Check who said it.",
			"a.md:19:12: warning: mercury/0412.md gives these words to Ines Kolar [speaker-conflict]"},
		{"credit-contradicted", Warning, "the credit names a source that cannot have been first",
			"The article credits a source whose article provably came later, or that gives the credit back.",
			"Check the credit.",
			"a.md:3:1: warning: credits Harbour Wire, whose article is a day younger [credit-contradicted]"},
		{"hidden-characters", Warning, "the text holds characters that a reader does not see",
			"Characters of no width, look-alike letters or digits of another script, letters of another width, stacked marks, overrides of direction, letters spaced out or replaced by digits, words run together, words that a page does not show: tricks that make equal text compare as different. The message says which, how often and where, by line and column.",
			"Remove them, and ask where the text came from.",
			"a.md:8:31: warning: 14 look-alike letters of another script at 8:31, 9:2, 9:40, 11:7, 12:1 and 4 more [hidden-characters]"},
		{"origin-unnamed", Note, "a quotation without its origin, which another article names",
			"This article carries an utterance without saying where it was made; another article names the interview, statement or post.",
			"Name the origin.",
			"a.md:19:12: note: mercury/0412.md says this was told to Radio Ostrava [origin-unnamed]"},
		{"input", Note, "something about the input that limits the answer",
			"An article could not be read in full, has no date, or is in a language without quote rules.",
			"See the message.",
			"a.md:1:1: note: undated, so no order can be proved [input]"},
	}
}
