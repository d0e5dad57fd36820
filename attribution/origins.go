package attribution

import "github.com/stemma-news/stemma/article"

// Origin is the first public channel of a quote that a reader can check.
type Origin struct {
	// Kind is "interview", "statement", "post", "speech", "document" or "unknown".
	Kind string `json:"kind"`
	// Outlet is a named outlet or body, a platform, or "self".
	Outlet  string        `json:"outlet,omitempty"`
	Handle  string        `json:"handle,omitempty"`
	Date    string        `json:"date,omitempty"`
	Mention *article.Span `json:"mention,omitempty"`
}

func (r *reading) origins(quotes []Quote) {}
