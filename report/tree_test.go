package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stemma-news/stemma"
)

// Each case is a family in its order ("a?" has no date) and its pairs: a>b is a
// proof that a came first, a~b an inference, a-b nothing. The tree is written
// with its parents and what joins a member to them.
func TestTreeOf(t *testing.T) {
	for _, c := range []struct{ name, articles, pairs, want string }{
		{"a chain", "a b c", "a>b b>c a>c", "a (a b proved) (a c proved)"},
		{"the proof counts, not the order of the family", "a b", "b>a", "b (b a proved)"},
		{"proof before inference", "a b c", "a~c b>c a>b", "a (a b proved) (b c proved)"},
		{"nothing known: the later below", "a b", "a-b", "a (a b unordered)"},
		{"an undated article does not stand above a dated one", "a? b", "a-b", "b (b a unordered)"},
		{"nor does it take the place of a known source", "a? b c", "a-c b>c a-b", "b (b c proved) (c a unordered)"},
		{"inferences that go round end", "a b c", "a~b b~c c~a", "a (a b inferred) (b c inferred)"},
		{"two roots", "a b c d", "a>b c>d", "a (a b proved) c (c d proved)"},
		{"an edge to nobody", "a b", "a>b a>x", "a (a b proved)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &stemma.Result{}
			f := &stemma.Family{}
			day := "2026-01-01T00:00:00Z"
			for _, id := range strings.Fields(c.articles) {
				a := stemma.Article{ID: strings.TrimSuffix(id, "?")}
				if a.ID == id {
					a.Published = &stemma.Dates{Earliest: &day, Latest: &day, From: "record"}
				}
				r.Articles = append(r.Articles, a)
				f.Articles = append(f.Articles, a.ID)
			}
			for _, x := range strings.Fields(c.pairs) {
				from, sign, to := x[:1], x[1:2], x[2:]
				p := stemma.Pair{A: min(from, to), B: max(from, to), Relation: "rewrite"}
				switch sign {
				case ">":
					p.Order = &stemma.Order{First: from, Why: "dates"}
				case "~":
					p.Direction = &stemma.Direction{Kind: "follows", From: from, To: to, Confidence: "medium"}
				}
				r.Pairs = append(r.Pairs, p)
				f.Edges = append(f.Edges, stemma.Edge{From: from, To: to, Relation: "rewrite"})
			}
			var got, above []string
			for _, b := range catalogueOf(r).treeOf(f) {
				above = append(above[:b.depth], b.id)
				if b.edge == nil {
					got = append(got, b.id)
					continue
				}
				got = append(got, fmt.Sprintf("(%s %s %s)", above[b.depth-1], b.id, [...]string{"unordered", "inferred", "proved"}[b.how]))
			}
			assert.Equal(t, c.want, strings.Join(got, " "))
		})
	}
}
