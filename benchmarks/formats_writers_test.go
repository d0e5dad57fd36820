package benchmarks

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
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
	large int64 // bytes of the file that its memory is measured on: 2 GB of what it holds
	write func(w io.Writer, from articles) error
}

// articles calls a function for as many articles as are wanted.
type articles func(func(n int, a *article.Article) error) error

var formatWriters = []formatWriter{
	{"x.jsonl", "JSON Lines", 2 << 30, eachTo(nil, nil, writeRecord)},
	{"x.csv", "CSV", 2 << 30, writeCSV},
	{"ninjs.jsonl", "ninjs 3, one item a line", 2 << 30, eachTo(nil, nil, writeNinjs)},
	{"x.rss", "RSS", 2 << 30, eachTo(constant(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>`), constant("</channel></rss>"), writeItem)},
	{"x.atom", "Atom", 2 << 30, eachTo(constant(`<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title>`), constant("</feed>"), writeEntry)},
	{"x.wxr", "WordPress export", 2 << 30, eachTo(constant(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>`), constant("</channel></rss>"), writePost)},
	{"x.xml", "NewsML-G2, one message", 2 << 30, eachTo(constant(`<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>`), constant("</itemSet></newsMessage>"), writeNewsItem)},
	{"x.tar", "NITF in tar", 2 << 30, inTar("%d.xml", nitfOf)},
	{"pages.tar", "HTML pages in tar", 2 << 30, inTar("%d.html", pageOf)},
	{"pages.zip", "HTML pages in zip", 320 << 20, inZip(zip.Deflate, "%d.html", pageOf)},
	{"x.zip", "Word documents in zip", 320 << 20, inZip(zip.Store, "%d.docx", documentOf)},
	{"x.warc", "WARC", 2 << 30, eachTo(nil, nil, writeCapture)},
	{"x.warc.gz", "WARC, a gzip member each", 320 << 20, eachTo(nil, nil, writePackedCapture)},
	{"x.wacz", "WACZ", 320 << 20, writeWebArchive},
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

func writeEntry(w io.Writer, n int, a *article.Article) error {
	_, err := fmt.Fprintf(w, "<entry><title>%s</title><id>urn:bench:entry:%d</id><published>%sT00:00:00Z</published><content type=\"html\">%s</content></entry>\n",
		escaped(a.Title), n, dayOf(a), escaped(paragraphs(a.Text)))
	return err
}

// inTar writes a file an article into an archive of tar.
func inTar(name string, doc func(n int, a *article.Article) (string, error)) func(io.Writer, articles) error {
	return func(w io.Writer, from articles) error {
		t := tar.NewWriter(w)
		err := from(func(n int, a *article.Article) error {
			text, err := doc(n, a)
			if err == nil {
				err = t.WriteHeader(&tar.Header{Name: fmt.Sprintf(name, n), Size: int64(len(text)), Mode: 0o644})
			}
			if err == nil {
				_, err = io.WriteString(t, text)
			}
			return err
		})
		return errors.Join(err, t.Close())
	}
}

// inZip does the same with zip.
func inZip(method uint16, name string, doc func(n int, a *article.Article) (string, error)) func(io.Writer, articles) error {
	return func(w io.Writer, from articles) error {
		z := zip.NewWriter(w)
		err := from(func(n int, a *article.Article) error {
			text, err := doc(n, a)
			if err != nil {
				return err
			}
			to, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf(name, n), Method: method})
			if err == nil {
				_, err = io.WriteString(to, text)
			}
			return err
		})
		return errors.Join(err, z.Close())
	}
}

func nitfOf(n int, a *article.Article) (string, error) {
	return fmt.Sprintf("<nitf><head><docdata><doc-id id-string=\"urn:bench:%d\"/><date.issue norm=\"%s\"/><doc.copyright holder=\"%s\"/></docdata></head><body><body.head><hedline><hl1>%s</hl1></hedline></body.head><body.content>%s</body.content></body></nitf>",
		n, a.Published.Earliest.Format("20060102T150405Z"), escaped(a.Publisher), escaped(a.Title), paragraphs(a.Text)), nil
}

// documentOf writes a document of Word.
func documentOf(_ int, a *article.Article) (string, error) {
	var doc bytes.Buffer
	z := zip.NewWriter(&doc)
	body, err := z.Create("word/document.xml")
	if err != nil {
		return "", err
	}
	fmt.Fprint(body, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for line := range strings.Lines(a.Title + "\n" + a.Text) {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(body, `<w:p><w:pPr><w:spacing w:after="160"/></w:pPr><w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>%s</w:t></w:r></w:p>`, escaped(line))
		}
	}
	fmt.Fprint(body, `</w:body></w:document>`)
	err = z.Close()
	return doc.String(), err
}

// writeWebArchive writes one crawl and what describes it.
func writeWebArchive(w io.Writer, from articles) error {
	z := zip.NewWriter(w)
	about, err := z.Create("datapackage.json")
	if err == nil {
		_, err = io.WriteString(about, `{"profile": "data-package", "wacz_version": "1.1.1", "resources": []}`)
	}
	if err != nil {
		return err
	}
	crawl, err := z.CreateHeader(&zip.FileHeader{Name: "archive/data.warc.gz", Method: zip.Store})
	if err == nil {
		err = from(func(n int, a *article.Article) error { return writePackedCapture(crawl, n, a) })
	}
	return errors.Join(err, z.Close())
}

func writePackedCapture(w io.Writer, n int, a *article.Article) error {
	z := gzip.NewWriter(w)
	if err := writeCapture(z, n, a); err != nil {
		return err
	}
	return z.Close()
}

// writeCapture writes a page as a crawl meets it.
func writeCapture(w io.Writer, n int, a *article.Article) error {
	page, err := pageOf(n, a)
	if err != nil {
		return err
	}
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
	_, err = fmt.Fprintf(w, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bench.example/story/%d\r\nWARC-Date: 2026-02-14T09:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, len(answer), answer)
	return err
}

// pageOf writes a page: about three times as much page as article, with what
// stands around one.
func pageOf(n int, a *article.Article) (string, error) {
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
	return page.String(), nil
}

func escaped(s string) string {
	var b strings.Builder
	if xml.EscapeText(&b, []byte(s)) != nil {
		return ""
	}
	return b.String()
}
