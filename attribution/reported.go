package attribution

import "github.com/stemma-news/stemma/article"

// Reported is reported speech that matches a quote elsewhere.
type Reported struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Quote   string `json:"quote"` // id of the quote that it renders
}

// Report is one sentence of an article that tells what somebody said without
// marks.
type Report struct {
	article.Span
	Speaker string
}

func addReported(carriers []Carrier, order []int, us []Utterance) {}
