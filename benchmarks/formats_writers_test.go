package benchmarks

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"strings"
	"time"

	"github.com/stemma-news/stemma/article"
)

// formatWriter writes articles as newsrooms exchange them.
type formatWriter struct {
	name  string // of the file
	what  string
	large int64 // bytes of the file that its memory is measured on, 0 where another stands for it
	write func(w io.Writer, from articles) error
}

// articles calls a function for as many articles as are wanted.
type articles func(func(n int, a *article.Article) error) error

var formatWriters = []formatWriter{
	{"x.jsonl", "JSON Lines", 2 << 30, eachTo(nil, nil, writeRecord)},
	{"x.csv", "CSV", 512 << 20, writeCSV},
	{"ninjs.jsonl", "ninjs 3, one item a line", 0, eachTo(nil, nil, writeNinjs)},
	{"x.rss", "RSS", 512 << 20, eachTo(constant(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>`), constant("</channel></rss>"), writeItem)},
	{"x.wxr", "WordPress export", 256 << 20, eachTo(constant(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>`), constant("</channel></rss>"), writePost)},
	{"x.xml", "NewsML-G2, one message", 128 << 20, eachTo(constant(`<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>`), constant("</itemSet></newsMessage>"), writeNewsItem)},
	{"x.tar", "NITF in tar", 128 << 20, writeTar},
	{"x.zip", "Word documents in zip", 32 << 20, writeDocuments},
	{"x.warc", "WARC", 256 << 20, eachTo(nil, nil, writeCapture)},
	{"x.warc.gz", "WARC, a gzip member each", 0, eachTo(nil, nil, writePackedCapture)},
}

func constant(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// eachTo writes a head, every article and a tail.
func eachTo(head, tail func(io.Writer) error, one func(io.Writer, int, *article.Article) error) func(io.Writer, articles) error {
	return func(w io.Writer, from articles) error {
		if head != nil {
			if err := head(w); err != nil {
				return err
			}
		}
		if err := from(func(n int, a *article.Article) error { return one(w, n, a) }); err != nil || tail == nil {
			return err
		}
		return tail(w)
	}
}

func writeRecord(w io.Writer, n int, a *article.Article) error {
	return json.NewEncoder(w).Encode(map[string]string{"id": fmt.Sprint(n), "title": a.Title, "text": a.Text, "publisher": a.Publisher, "published": dayOf(a)})
}

func dayOf(a *article.Article) string { return a.Published.Earliest.Format(time.DateOnly) }

func writeCSV(w io.Writer, from articles) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"id", "title", "text", "publisher", "published"}); err != nil {
		return err
	}
	err := from(func(n int, a *article.Article) error {
		return c.Write([]string{fmt.Sprint(n), a.Title, a.Text, a.Publisher, dayOf(a)})
	})
	c.Flush()
	return err
}

func writeNinjs(w io.Writer, n int, a *article.Article) error {
	return json.NewEncoder(w).Encode(map[string]any{
		"uri": fmt.Sprintf("urn:bench:%d", n), "type": "text", "pubStatus": "usable", "versionCreated": dayOf(a), "copyrightHolder": a.Publisher,
		"headlines": []map[string]string{{"role": "main", "value": a.Title}},
		"bodies":    []map[string]string{{"contentType": "text/html", "value": paragraphs(a.Text)}},
	})
}

// paragraphs writes a text as HTML.
func paragraphs(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString("<p>" + html.EscapeString(line) + "</p>\n")
		}
	}
	return b.String()
}

func writeItem(w io.Writer, n int, a *article.Article) error {
	_, err := fmt.Fprintf(w, "<item><title>%s</title><guid isPermaLink=\"false\">urn:bench:item:%d</guid><pubDate>%s</pubDate><content:encoded><![CDATA[%s]]></content:encoded></item>\n",
		escaped(a.Title), n, a.Published.Earliest.Format(time.RFC1123Z), paragraphs(a.Text))
	return err
}

func writePost(w io.Writer, n int, a *article.Article) error {
	_, err := fmt.Fprintf(w, "<item><title>%s</title><guid isPermaLink=\"false\">urn:bench:item:%d</guid><wp:post_date_gmt>%s 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[%s]]></content:encoded></item>\n",
		escaped(a.Title), n, dayOf(a), strings.ReplaceAll(strings.ReplaceAll(a.Text, "]]>", ""), "\n", "\n\n"))
	return err
}

func writeNewsItem(w io.Writer, n int, a *article.Article) error {
	_, err := fmt.Fprintf(w, `<newsItem guid="urn:bench:%d" version="1"><itemMeta><itemClass qcode="ninat:text"/><provider literal="%s"/><versionCreated>%s</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>`+
		"<contentMeta><headline>%s</headline></contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>%s</body></html></inlineXML></contentSet></newsItem>\n",
		n, escaped(a.Publisher), dayOf(a), escaped(a.Title), paragraphs(a.Text))
	return err
}

func writeTar(w io.Writer, from articles) error {
	t := tar.NewWriter(w)
	err := from(func(n int, a *article.Article) error {
		doc := fmt.Sprintf("<nitf><head><docdata><doc-id id-string=\"urn:bench:%d\"/><date.issue norm=\"%s\"/><doc.copyright holder=\"%s\"/></docdata></head><body><body.head><hedline><hl1>%s</hl1></hedline></body.head><body.content>%s</body.content></body></nitf>",
			n, a.Published.Earliest.Format("20060102T150405Z"), escaped(a.Publisher), escaped(a.Title), paragraphs(a.Text))
		if err := t.WriteHeader(&tar.Header{Name: fmt.Sprintf("%d.xml", n), Size: int64(len(doc)), Mode: 0o644}); err != nil {
			return err
		}
		_, err := io.WriteString(t, doc)
		return err
	})
	if err != nil {
		return err
	}
	return t.Close()
}

func writeDocuments(w io.Writer, from articles) error {
	outer := zip.NewWriter(w)
	err := from(func(n int, a *article.Article) error {
		to, err := outer.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.docx", n), Method: zip.Store})
		if err != nil {
			return err
		}
		var doc bytes.Buffer
		inner := zip.NewWriter(&doc)
		body, err := inner.Create("word/document.xml")
		if err != nil {
			return err
		}
		fmt.Fprint(body, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
		for line := range strings.Lines(a.Title + "\n" + a.Text) {
			if line = strings.TrimSpace(line); line != "" {
				fmt.Fprintf(body, `<w:p><w:pPr><w:spacing w:after="160"/></w:pPr><w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>%s</w:t></w:r></w:p>`, escaped(line))
			}
		}
		fmt.Fprint(body, `</w:body></w:document>`)
		if err := inner.Close(); err != nil {
			return err
		}
		_, err = to.Write(doc.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	return outer.Close()
}

func writePackedCapture(w io.Writer, n int, a *article.Article) error {
	z := gzip.NewWriter(w)
	if err := writeCapture(z, n, a); err != nil {
		return err
	}
	return z.Close()
}

// writeCapture writes a page as a crawl meets it: about three times as much
// page as article, with what stands around one.
func writeCapture(w io.Writer, n int, a *article.Article) error {
	var page strings.Builder
	fmt.Fprintf(&page, "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s | Bench</title><meta property=\"og:site_name\" content=\"%s\"><meta property=\"article:published_time\" content=\"%s\">",
		html.EscapeString(a.Title), html.EscapeString(a.Publisher), dayOf(a))
	fmt.Fprintf(&page, "<script>%s</script><style>%s</style></head><body><header><nav><ul>", strings.Repeat("var a=function(b){return b+1};", 200), strings.Repeat(".c{margin:0}", 200))
	for i := range 40 {
		fmt.Fprintf(&page, "<li><a href=\"/section/%d\">Section number %d</a></li>", i, i)
	}
	fmt.Fprintf(&page, "</ul></nav></header><main><article><h1>%s</h1><div class=\"share\"><a href=\"#\">Share</a></div>%s</article><aside><h3>More stories</h3>", html.EscapeString(a.Title), paragraphs(a.Text))
	for i := range 20 {
		fmt.Fprintf(&page, "<div class=\"teaser\"><a href=\"/story/%d\"><img src=\"%d.jpg\" alt=\"\">A teaser of another story, number %d</a></div>", n+i, n+i, n+i)
	}
	page.WriteString("</aside></main><footer><p>All rights reserved. Terms, privacy, contact.</p></footer></body></html>")
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.String()
	_, err := fmt.Fprintf(w, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bench.example/story/%d\r\nWARC-Date: 2026-02-14T09:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, len(answer), answer)
	return err
}

func escaped(s string) string {
	var b strings.Builder
	if xml.EscapeText(&b, []byte(s)) != nil {
		return ""
	}
	return b.String()
}
