package article

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHeaderLines(t *testing.T) {
	body := "\n\nThe outer mole of Tarrow Sound will stay shut until the end of the month, the harbour master said on Wednesday, after divers found a crack longer than feared.\n"
	cases := []struct{ line, published, updated, byline string }{
		{line: "By Ruth Callendar", byline: "Ruth Callendar"},
		{line: "BY RUTH CALLENDAR AND TOM BRASK", byline: "RUTH CALLENDAR AND TOM BRASK"},
		{line: "By Ruth Callendar, Marwick Mercury | on", byline: "Ruth Callendar, Marwick Mercury"},
		{line: "By Anna van der Meer and J.R. O'Brien for Coastwire", byline: "Anna van der Meer and J.R. O'Brien for Coastwire"},
		{line: "March 11, 2026", published: "March 11, 2026"},
		{line: "Wednesday, 11 March 2026 04:38 PM", published: "11 March 2026 04:38 PM"},
		{line: "Posted on Wed Mar 11, 2026", published: "Mar 11, 2026"},
		{line: "Last updated on: March 11, 2026", updated: "March 11, 2026"},
		{line: "Updated 2:02 pm ET, 12/7/2026", updated: "2:02 pm ET, 12/7/2026"},
		{line: "Marwick Mercury March 11, 2026, 2:09 PM", published: "March 11, 2026, 2:09 PM"},
		{line: "By Tom Brask, Updated March 11, 2026", updated: "March 11, 2026", byline: "Tom Brask"},
		// not headers
		{line: "The Council in the Harbour Hall, March 11, 2026 (Coastwire photo: Tom Brask)"},
		{line: "The Council in the Harbour Hall, March 11, 2026"},
		{line: "By Friday it was over"},
		{line: "By the sea"},
		{line: "By then."},
		{line: "Updated figures are due in May 2026, the office said"},
		{line: "Date night in Tarrow Sound"},
		{line: "Published in 2025, the report said otherwise"},
		{line: "2026"},
		{line: "14:05"},
		{line: "1, 2, 3"},
		{line: "Source says mole is shut"},
		{line: "Link between crack and storm doubted by divers"},
	}
	for _, c := range cases {
		a, err := readPlain([]byte(c.line+body), "x")
		require.NoError(t, err)
		checkArticle(t, a)
		assert.Equal(t, c.published, a.Published.Written, c.line)
		assert.Equal(t, c.updated, a.Updated.Written, c.line)
		assert.Equal(t, c.byline, a.Byline, c.line)
		assert.Equal(t, c.published+c.updated+c.byline != "", len(a.Skip) > 0, c.line)
		assert.Empty(t, a.Declared, c.line)
	}
}

func TestHeadline(t *testing.T) {
	body := "\n\nThe outer mole of Tarrow Sound will stay shut until the end of the month, the harbour master said on Wednesday, after divers found a crack.\n"
	for line, want := range map[string]bool{
		"Harbour Mole Shut Until End of Month":              true,
		"Is the mole of Tarrow Sound ever going to reopen?": true,
		"“Rather late than sorry”: the mole stays shut":     true,
		"The mole stays shut, and nobody is happy.":         false,
		"Your cart is currently empty!":                     false,
		"Tarrow Sound":                                      false,
		"• the mole stays shut until the end":               false,
		"By the time the divers came up":                    false,
	} {
		a, err := readPlain([]byte(line+body), "x")
		require.NoError(t, err)
		if want {
			assert.Equal(t, line, a.Title)
			assert.Equal(t, []Block{{Heading, Span{0, len(line)}}}, a.Blocks)
		} else {
			assert.Empty(t, a.Title, line)
			assert.Empty(t, a.Blocks, line)
		}
	}
}
