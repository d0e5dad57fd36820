package article

import (
	"bytes"
	"compress/flate"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
)

// Files as other programs write them, each with a habit that a strict reader
// would answer wrongly, and what they say.
func TestOddFiles(t *testing.T) {
	const free = "The ferry is free, they say."
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("{\"id\": \"1\", \"text\": \"" + free + "\"}\r\n{\"id\": \"2\", \"text\": \"High tide.\"}\r\n")
	require.NoError(t, err)
	var raw bytes.Buffer
	z, err := flate.NewWriter(&raw, 5)
	require.NoError(t, err)
	_, err = z.Write([]byte(pageOf("Ferry", sentence)))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	channel := func(items string) string {
		return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Dagblad</title><link>https://dagblad.example/</link>` + items + `</channel></rss>`
	}
	for _, c := range []struct {
		name, file, in string
		want           []string
	}{
		{"old Mac's line ends", "x.csv", "id,title,text\r1,Ferry,Free.\r2,Tide,High.\r", []string{"1 Ferry: Free.", "2 Tide: High."}},
		{"Excel's separator line", "x.csv", "sep=;\r\nid;title;text\r\n1;Ferry;" + free + "\r\n", []string{"1 Ferry: " + free}},
		{"spaces behind commas", "x.csv", "id, title, text\n1, Ferry, \"" + free + "\"\n", []string{"1 Ferry: " + free}},
		{"a comma and a space in a title", "x.csv", "id,title,\"text, in full\",text\n1, Ferry,x,Free.\n", []string{"1 Ferry: Free."}},
		{"a table that was cut off", "x.csv", "id,title,text\n1,Ferry,\"Free.\"\n2,Tide,\"Hig", []string{"1 Ferry: Free.", "2 Tide: Hig", "skipped x.csv:3: " + errOpenRow.Error()}},
		{"no time of pandas", "x.csv", "title,text,date\nTide,High.,NaT\n", []string{"x.csv:1 Tide: High."}},
		{"WordPress's table of posts", "x.csv", "ID,post_author,post_date,post_date_gmt,post_content,post_title\n9,1,2026-02-14 13:00:00,2026-02-14 12:00:00,\"<!-- wp:paragraph -->\n<p>Free.</p>\n<!-- /wp:paragraph -->\",Ferry\n10,1,2026-02-14 13:00:00,0000-00-00 00:00:00,High.,Tide\n",
			[]string{"9 Ferry, 2026-02-14T12:00:00Z to 2026-02-14T12:00:00Z: Free.", "10 Tide, 2026-02-13T23:00:00Z to 2026-02-15T01:00:00Z: High."}},

		{"UTF-16 of PowerShell", "x.json", wide, []string{"1: " + free, "2: High tide."}},
		{"UTF-16 in lines", "x.jsonl", wide, []string{"1: " + free, "2: High tide."}},
		{"no numbers of Python", "x.jsonl", `{"id": "1", "text": "Free.", "score": NaN, "low": -Infinity, "published": NaN}`, []string{"1: Free."}},
		{"Elasticsearch", "x.jsonl", `{"_index": "news", "_id": "e1", "_source": {"title": "Ferry", "text": "Free."}}`, []string{"e1 Ferry: Free."}},
		{"CouchDB", "x.jsonl", `{"id": "c1", "key": "c1", "doc": {"_id": "c1", "title": "Ferry", "text": "Free."}}`, []string{"c1 Ferry: Free."}},
		{"a record of records", "x.jsonl", strings.Repeat(`{"doc":`, 3) + `{"text":"x"}` + "}}}", []string{"skipped x.jsonl:1: a record without text, title, byline or URL"}},
		{"MongoDB", "x.jsonl", `{"_id": {"$oid": "65cc"}, "text": "Free.", "published": {"$date": "2026-02-14T12:00:00Z"}}` + "\n" + `{"_id": {"$oid": "65cd"}, "text": "High.", "published": {"$date": {"$numberLong": "1771070400000"}}}`,
			[]string{"65cc, 2026-02-14T12:00:00Z to 2026-02-14T12:00:00Z: Free.", "65cd, 2026-02-14T12:00:00Z to 2026-02-14T12:00:00Z: High."}},
		{"WordPress's REST API", "x.json", `[{"id": 7, "date": "2026-02-14T13:00:00", "date_gmt": "2026-02-14T12:00:00", "title": {"rendered": "Ferry &#8211; freed"}, "content": {"rendered": "<p>Free.</p>\n"}, "author": 5}]`,
			[]string{"7 Ferry – freed, 2026-02-14T12:00:00Z to 2026-02-14T12:00:00Z: Free."}},

		{"relative links of RSS", "x.rss", channel(`<item><title>Ferry</title><link>/2026/ferry?a=1&amp;b</link><content:encoded>Free.</content:encoded></item>`),
			[]string{"x.rss Ferry <https://dagblad.example/2026/ferry?a=1&b>: Free."}},
		{"relative links of Atom", "x.atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://dagblad.example/news/"><entry><title>Ferry</title><link href="ferry.html"/><content>Free.</content></entry></feed>`,
			[]string{"x.atom Ferry <https://dagblad.example/news/ferry.html>: Free."}},
		{"users of a WordPress export", "x.wxr", channel(`<wp:author><wp:author_login>ida</wp:author_login><wp:author_display_name><![CDATA[Ida Mork]]></wp:author_display_name></wp:author>` +
			`<item><title>Ferry</title><dc:creator><![CDATA[ida]]></dc:creator><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[Free.]]></content:encoded></item>`),
			[]string{"x.wxr Ferry by Ida Mork: Free."}},

		{"names of DOS", "x.zip", strings.ReplaceAll(zipped(t, file{"f_hre.txt", "Free."}), "f_hre", "f\x84hre"), []string{"x.zip!fähre.txt: Free."}},
		{"names of an old Mac", "x.zip", strings.ReplaceAll(zipped(t, file{"f__hre.txt", "Free."}), "f__hre", "fähre"), []string{"x.zip!fähre.txt: Free."}},
		{"deflate without a head", "x.warc", answered("https://dagblad.example/a", "2026-02-14T09:00:00Z", "Content-Type: text/html\r\nContent-Encoding: deflate\r\n", raw.String()),
			[]string{"https://dagblad.example/a Ferry <https://dagblad.example/a>: " + sentence}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := writeFile(t, filepath.Join(t.TempDir(), "in", c.file), c.in)
			var got []string
			require.NoError(t, newTestReader(t, Options{}).Read(filepath.Dir(path), func(a *Article) error {
				checkArticle(t, a)
				assert.Empty(t, a.Warnings)
				got = append(got, oddLine(a))
				return nil
			}, func(s Skipped) { got = append(got, fmt.Sprintf("skipped %s: %s", filepath.Base(s.Path), s.Reason)) }))
			assert.Equal(t, c.want, got)
		})
	}
}

// oddLine is what matters of an article in one line.
func oddLine(a *Article) string {
	line := a.ID
	if a.Title != "" {
		line += " " + a.Title
	}
	if a.Byline != "" {
		line += " by " + a.Byline
	}
	if a.URL != "" {
		line += " <" + a.URL + ">"
	}
	if !a.Published.IsZero() {
		line += fmt.Sprintf(", %s to %s", a.Published.Earliest.UTC().Format("2006-01-02T15:04:05Z"), a.Published.Latest.UTC().Format("2006-01-02T15:04:05Z"))
	}
	return line + ": " + strings.TrimSpace(a.Text)
}
