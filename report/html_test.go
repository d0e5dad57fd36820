package report

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// To look at pages by hand: STEMMA_PAGES=FOLDER go test -run TestPages
func TestPages(t *testing.T) {
	folder := os.Getenv("STEMMA_PAGES")
	for name, kind := range map[string]Kind{"check": Check, "compare": Compare, "scan": Scan, "quotes": Ledger} {
		page := written(t, "html", kind, story(t), Look{})
		require.Contains(t, string(page), "</html>")
		if folder != "" {
			require.NoError(t, os.WriteFile(folder+"/"+name+".html", page, 0o644))
			require.NoError(t, os.WriteFile(folder+"/"+name+"-hostile.html", written(t, "html", kind, hostile(t), Look{}), 0o644))
		}
	}
}

// A page reads back as the result that it was made from.
func TestReadHTML(t *testing.T) {
	for _, kind := range []Kind{Scan, Check, Ledger, Compare} {
		for name, r := range map[string]*stemma.Result{"story": story(t), "hostile": hostile(t)} {
			got, err := ReadHTML(bytes.NewReader(written(t, "html", kind, r, Look{})))
			require.NoError(t, err, name)
			want, err := json.Marshal(r)
			require.NoError(t, err)
			have, err := json.Marshal(got)
			require.NoError(t, err)
			assert.JSONEq(t, string(want), string(have))
			assert.Equal(t, strings.ToValidUTF8(r.Articles[2].Text, "\uFFFD"), got.Articles[2].Text)
		}
	}
}

func TestReadHTMLRefuses(t *testing.T) {
	page := string(written(t, "html", Scan, story(t), Look{}))
	for name, s := range map[string]string{
		"empty": "", "other page": "<html></html>", "cut": page[:strings.Index(page, dataID)+100],
		"damaged": strings.Replace(page, `"schema":1`, `"schema":}`, 1), "newer": strings.Replace(page, `"schema":1`, `"schema":99`, 1),
		"nothing": `<script id="stemma-data" type="application/json">{}</script>`,
	} {
		_, err := ReadHTML(strings.NewReader(s))
		assert.Error(t, err, name)
	}
}

// What an article says never becomes mark-up, and nothing on the page runs but
// what the policy names.
func TestHostilePage(t *testing.T) {
	for _, kind := range []Kind{Scan, Check, Ledger, Compare} {
		page := string(written(t, "html", kind, hostile(t), Look{}))
		assert.Equal(t, 3, strings.Count(strings.ToLower(page), "<script"), "two data blocks and the script")
		assert.Equal(t, 3, strings.Count(strings.ToLower(page), "</script"))
		for _, part := range []string{"<style>" + styleSheet + "</style>", "<script>" + script + "</script>"} {
			assert.True(t, strings.Contains(page, part))
		}
		assert.True(t, strings.Contains(html.UnescapeString(page), policy))
		shown, _, ok := strings.Cut(page, `<script id="`+dataID)
		require.True(t, ok)
		for _, bad := range []string{"<script", "href=\"javascript", "\x1b", "\u202e", "\u2066", "\u200b", "\x00"} {
			assert.False(t, strings.Contains(shown, bad), "%q", bad)
		}
	}
}
