package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// sameOutlet reports that both articles state the same publisher.
func sameOutlet(a, b *article.Article) bool {
	return a.Publisher != "" && strings.EqualFold(a.Publisher, b.Publisher)
}

// Credited tells who credits whom.
type Credited struct {
	By   string        `json:"by"`
	On   string        `json:"on"`
	From string        `json:"from"`
	Span *article.Span `json:"span"`
}

func creditBetween(a, b *Profile) *Credited { return nil }
