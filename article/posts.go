package article

// Post is an embedded post of a social platform.
type Post struct {
	Span        // of the whole block, author line included
	Text   Span // of the words of the post
	Author string
	Handle string // with its @, "" where the block names none
	// Platform is "X" for X and Twitter, else the platform's own name, ""
	// where the block does not tell.
	Platform string
	Date     Interval
}

func findPosts(b *Body) []Post { return nil }
