package article

// Token is one word of a text after normalisation.
type Token struct {
	// Start and End are bytes of the text, the word's marks of possession and
	// inner apostrophes included.
	Start, End int
	// Hash is the 64-bit hash of Word: what shingles are made of.
	Hash uint64
	// Word is the normalised word. It shares the text's memory where the text
	// is in normal form already.
	Word string
}

// Tokens returns the words of text outside the skipped spans.
func Tokens(text string, skip []Span) []Token { return nil }
