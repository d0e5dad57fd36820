package attribution

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

// TestBlockQuotes reads quotes that a format sets off without marks.
func TestBlockQuotes(t *testing.T) {
	text := "The board met on Friday. In a letter to the parish the harbour master, Ilse Thornby, wrote:\n\n" +
		"The crossing has lost money since the bridge opened.\nNo board can ask the parish to pay for it.\n\n" +
		"The second page is missing from every copy that was sent.\n\n" +
		"Ragna Dahl, the mayor, stayed at home.\n\n" +
		"Nobody who has seen the quay in winter would sign such a thing.\n\n" +
		"It rained.\n\n" +
		"Read more here\n\n" +
		"“We have words of our own and marks around them,” the sexton said."
	a := &article.Article{ID: "case", Text: text, Language: "en"}
	for _, p := range []string{"The crossing", "No board", "The second", "Nobody who", "Read more", "“We have"} {
		start := strings.Index(text, p)
		a.Blocks = append(a.Blocks, article.Block{Kind: article.BlockQuote, Span: article.Span{Start: start, End: start + strings.IndexAny(text[start:]+"\n", "\n")}})
	}
	quotes := Quotes(article.ParseBody(a))
	require.Len(t, quotes, 3)
	assert.True(t, strings.HasPrefix(quotes[0].Text, "The crossing"))
	assert.Contains(t, quotes[0].Text, "The second page")
	require.NotNil(t, quotes[0].Speaker)
	assert.Equal(t, "Ilse Thornby", quotes[0].Speaker.Name)
	assert.True(t, strings.HasPrefix(quotes[1].Text, "Nobody who"))
	assert.Nil(t, quotes[1].Speaker, "who is named before it is not said to say it")
	assert.Len(t, quotes[2].Segments, 1)
	checkQuotesHold(t, a, quotes)
}
