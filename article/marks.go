package article

// Mark is a stretch inside quotation marks, the marks included.
type Mark struct {
	Span
	// Open and Close are the marks; Close is 0 for an unclosed one.
	Open, Close rune
	// Depth is 0 for an outermost stretch, 1 inside another and so on.
	Depth int
	// Parts are the paragraphs' shares of one stretch that runs over several
	// paragraphs, each with its own opening mark; nil for the usual one.
	Parts []Span
}

func scanMarks(b *Body) []Mark { return nil }
