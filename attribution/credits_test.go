package attribution

import (
	"strings"
	"testing"

	"github.com/stemma-news/stemma/article"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const creditBody = "The harbour board of Quillford said on Monday that the ferry would sail again.\n\nNobody had asked it to."

func creditsIn(a article.Article) (got []string) {
	for _, c := range Credits(article.ParseBody(&a)) {
		got = append(got, c.Agency+" / "+c.From)
	}
	return got
}

func TestCredits(t *testing.T) {
	for _, c := range []struct{ head, foot, want string }{
		{"QUILLFORD (AP) — ", "", "Associated Press / dateline"},
		{"QUILLFORD/TAMBER, Westmark (Reuters) - ", "", "Reuters / dateline"},
		{"Quillford, Jun 18 (PTI) ", "", "Press Trust of India / dateline"},
		{"QUILLFORD, Westmark (Nordlys) -- ", "", "Nordlys / dateline"},
		{"By Tam Orley, Associated Press\n\n", "", "Associated Press / byline"},
		{"Tam OrleyAssociated Press\n\n", "", "Associated Press / byline"},
		{"The Associated Press | Monday, July 16, 2018, 9:06 a.m.\n\n", "", "Associated Press / byline"},
		{"", "\n\n(With inputs from AFP)", "AFP / credit line"},
		{"", "\n\nThe Quillford Beacon contributed to this report.", "The Quillford Beacon / credit line"},
		{"", "\n\n• Associated Press material was used in this report.", "Associated Press / credit line"},
		{"", "\n\n--IANS", "IANS / signature"},
		{"", " The ferry is old. (ANI)", "ANI / signature"},
		{"", "\n\n Reuter", "Reuters / signature"},
		{"", "\n    The ferry, built at Tamber in the last century, is the\noldest of the four that the board of the harbour owns and it\nis not expected to be the last to go.\n Reuter", "Reuters / signature"},
		{"", "\n\n(Reporting by Tam Orley; editing by Mary Quent)", "Reuters / signature"},
		{"", "\n\nCopyright 2018 The Associated Press. All rights reserved.", "Associated Press / copyright"},
		{"", "\n\nThis story has not been edited by our staff and is from a syndicated feed.", "syndicated feed / credit line"},
	} {
		assert.Equal(t, []string{c.want}, creditsIn(article.Article{Text: c.head + creditBody + c.foot}), c.head+c.foot)
	}
}

func TestNoCredits(t *testing.T) {
	for _, s := range []string{
		"“It sails,” the captain told AFP.",
		"The ferry sank, according to Reuters.",
		"The Associated Press reported that the ferry sank.",
		"Tam Orley contributed to this report.",
		"A photographer saw the ferry leave. (AP Photo/Tam Orley)",
		"The Quillford Beacon's Tam Orley contributed to this report.",
		"He won the AP poll by 12 points.",
		"Reuters:",
	} {
		assert.Empty(t, creditsIn(article.Article{Text: creditBody + "\n\n" + s}), s)
	}
	assert.Empty(t, creditsIn(article.Article{Text: "QUILLFORD (CNN) — " + creditBody, Publisher: "cnn.com"}), "an outlet's own mark")
	assert.Empty(t, creditsIn(article.Article{Text: creditBody + "\n\nThe Quillford Beacon contributed to this report.", Publisher: "Quillford Beacon"}))
}

func TestCreditsOfMetadata(t *testing.T) {
	assert.Equal(t, []string{"Associated Press / url"}, creditsIn(article.Article{URL: "https://quillford.example/ap/ap-sports/2025/10/11/scores"}))
	assert.Empty(t, creditsIn(article.Article{URL: "https://quillford.example/news/ap-scores-of-the-day"}))
	assert.Empty(t, creditsIn(article.Article{URL: "https://quillford.example/apple/news/scores"}))
	assert.Equal(t, []string{"AFP / byline"}, creditsIn(article.Article{Byline: "Afp Afp"}))
	assert.Equal(t, []string{"Reuters / canonical"}, creditsIn(article.Article{
		URL: "https://quillford.example/a", Declared: []article.Declared{{Kind: "canonical", Value: "https://www.reuters.com/world/x"}}}))
	assert.Equal(t, []string{"Tamber Wire / source"}, creditsIn(article.Article{Declared: []article.Declared{{Kind: "source", Value: "Tamber Wire"}}}))
}

func TestCreditsOfAUsersTable(t *testing.T) {
	table := NewAgencyTable(append([]Agency{{Name: "Nordlys Byrå", Codes: []string{"NLB"}}}, Agencies...))
	b := article.ParseBody(&article.Article{Text: "TAMBER (NLB) " + creditBody})
	require.Len(t, table.Credits(b), 1)
	assert.Equal(t, "Nordlys Byrå", table.Credits(b)[0].Agency)
	assert.Equal(t, "NLB", table.Credits(b)[0].Span.In(b.Article.Text))
}

func TestCreditsAreLinear(t *testing.T) {
	for _, s := range []string{strings.Repeat("(AP) ", 200000), strings.Repeat("By ", 300000), strings.Repeat("Associated ", 100000), strings.Repeat("source\n", 100000)} {
		Credits(article.ParseBody(&article.Article{Text: s}))
	}
}
