package attribution

// nested adds the quotes inside quotes. at maps candidates to quotes.
func (r *reading) nested(quotes []Quote, at map[int]int) []Quote { return nil }

// posts are the embedded posts as quotes.
func (r *reading) posts() []Quote { return nil }
