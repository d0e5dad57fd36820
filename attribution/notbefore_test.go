package attribution

import (
	"testing"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stretchr/testify/assert"
)

func TestNotBefore(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The ferry sank on May 11, 2025. Its captain was heard on July 25 in Tamber.", "2025-07-25"},
		{"The ferry sank on May 11. Its captain was heard on July 25.", ""},
		{"The ferry sank on January 5, 2025. The warning had come on December 20.", "2025-01-05"},
		{"The ferry sank in September 2025, the board said.", "2025-09-01"},
		{"The board met in 2023 and did nothing.", "2023-01-01"},
		{"She looks toward the race in 2028.", ""},
		{"Polls opened for the 2028 election.", ""},
		{"The board met on June 3, 2023. The ferry will sail again on May 1, 2026.", "2023-06-03"},
		{"The board met on June 3, 2023. A new ferry is due by 2030.", "2023-06-03"},
		{"Nobody said a word.", ""},
		{"The harbour is old.\n\nThe ferry sails!\n— Tam Orley (@tamorley) September 16, 2025\n\nSo it did.", "2025-09-16"},
		{"The harbour is old.\n\nCopyright © 2024 The Quillford Post. All rights reserved.", ""},
	} {
		got := ""
		if p, ok := NotBefore(article.ParseBody(&article.Article{Text: c.text})); ok {
			got = p.Day.Format("2006-01-02")
		}
		assert.Equal(t, c.want, got, c.text)
	}
}

func TestNotBeforeIsNotAfterPublication(t *testing.T) {
	a := &article.Article{Text: "The board met on June 3, 2023. The dam holds 2025 tonnes. Its term ends on May 1, 2026.",
		Published: article.Day(2023, time.June, 4)}
	p, ok := NotBefore(article.ParseBody(a))
	assert.True(t, ok)
	assert.Equal(t, "2023-06-03", p.Day.Format("2006-01-02"))
	assert.Equal(t, "June 3, 2023", p.Span.In(a.Text))
}
