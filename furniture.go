package stemma

import (
	"context"

	"github.com/stemma-news/stemma/article"
)

// furnitureOf holds, for each publisher, the sentences that its articles share
// as furniture.
type furnitureOf map[string]map[uint64]bool

func (a *Archive) learnFurniture(ctx context.Context, o Options) (furnitureOf, error) {
	return nil, nil
}

func (f furnitureOf) spans(b *article.Body) []article.Span { return nil }
