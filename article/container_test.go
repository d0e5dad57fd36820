package article

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// file is one file of a container to be made.
type file struct{ name, content string }

func zipped(t testing.TB, files ...file) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		require.NoError(t, err)
		_, err = io.WriteString(w, f.content)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.String()
}

func tarred(t testing.TB, files ...file) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.content)), Mode: 0o644, Typeflag: tar.TypeReg}))
		_, err := io.WriteString(w, f.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}))
	require.NoError(t, w.Close())
	return b.String()
}

// crawled makes a record of a crawl.
func crawled(kind, uri, date, mime, content string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, uri, date, mime, len(content), content)
}

func answered(uri, date, header, body string) string {
	return crawled("response", uri, date, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n"+header+"\r\n"+body)
}

func pageOf(title, text string) string {
	return "<html><head><title>" + title + "</title></head><body><nav>menu</nav><article><h1>" + title + "</h1><p>" + text + "</p></article></body></html>"
}

func TestReadContainers(t *testing.T) {
	dir := t.TempDir()
	feed := `<rss><channel><title>Courier</title><item><guid>courier-2026-02-14-1</guid><description>One.</description></item><item><description>Two.</description></item></channel></rss>`
	inner := zipped(t, file{"deep.txt", sentence}, file{"a.jsonl", `{"text":"x"}` + "\n" + `{"text":"y"}`})
	gz, _ := packed(t, feed)
	tgz, zst := packed(t, tarred(t, file{"./t/one.md", "# One\n\n" + sentence}, file{"t/feed.xml", feed}, file{"t/pic.jpg", "x"}))
	writeFile(t, filepath.Join(dir, "issue.zip"), zipped(t, file{"b/", ""}, file{"b/page.html", pageOf("Mole", sentence)}, file{"b/feed.rss.gz", gz},
		file{"inner.zip", inner}, file{"__MACOSX/._x", "x"}, file{"empty.txt", ""}, file{"b/same.txt", "One " + sentence}, file{"b/same.txt", "Two " + sentence}))
	writeFile(t, filepath.Join(dir, "day.tgz"), tgz)
	writeFile(t, filepath.Join(dir, "day.tar.zst"), strings.Clone(zst))
	writeFile(t, filepath.Join(dir, "broken.zip"), inner[:len(inner)-30])
	writeFile(t, filepath.Join(dir, "slides.zip"), zipped(t, file{"ppt/presentation.xml", "<workbook/>"}))
	writeFile(t, filepath.Join(dir, "zip-by-another-name"), zipped(t, file{"x.txt", sentence}))
	ids, skipped, err := readAll(t, newTestReader(t, Options{}), dir)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"day.tar.zst!t/one.md", "courier-2026-02-14-1", "day.tar.zst!t/feed.xml:2",
		"day.tgz!t/one.md", "courier-2026-02-14-1", "day.tgz!t/feed.xml:2",
		"issue.zip!b/page.html", "courier-2026-02-14-1", "issue.zip!b/feed.rss.gz:2",
		"issue.zip!inner.zip!deep.txt", "issue.zip!inner.zip!a.jsonl:1", "issue.zip!inner.zip!a.jsonl:2",
		"issue.zip!b/same.txt", "issue.zip!b/same.txt#2", "zip-by-another-name!x.txt",
	}, ids)
	assert.Equal(t, map[string]string{
		"day.tgz!t/pic.jpg": "no article format: .jpg files are not read", "day.tgz!link": "no article format: a link or a device",
		"day.tar.zst!t/pic.jpg": "no article format: .jpg files are not read", "day.tar.zst!link": "no article format: a link or a device",
		"issue.zip!__MACOSX/._x": "hidden", "issue.zip!empty.txt": "empty",
		"broken.zip": "damaged zip archive: zip: not a valid zip file", "slides.zip": "no article format: a presentation",
	}, skipped)

	// In a stream a zip archive is the same.
	var fromStream []string
	r := newTestReader(t, Options{Stdin: strings.NewReader(inner)})
	require.NoError(t, r.Read("-", func(a *Article) error { fromStream = append(fromStream, a.ID); return nil }, func(Skipped) {}))
	assert.Equal(t, []string{"-!deep.txt", "-!a.jsonl:1", "-!a.jsonl:2"}, fromStream)
}

func TestContainerLimits(t *testing.T) {
	dir := t.TempDir()
	zeros := strings.Repeat("0", 4<<20)
	path := writeFile(t, filepath.Join(dir, "bomb.zip"), zipped(t, file{"a.txt", zeros}, file{"b.txt", zeros}, file{"c.txt", sentence}))
	read := func(path string, l Limits) (ids []string, reasons []string) {
		ids, skipped, err := readAll(t, newTestReader(t, Options{Limits: l}), path)
		require.NoError(t, err)
		for place, reason := range skipped {
			reasons = append(reasons, place[max(0, len(place)-6):]+": "+reason)
		}
		slices.Sort(reasons)
		return ids, reasons
	}
	ids, reasons := read(path, Limits{})
	assert.Equal(t, []string{"bomb.zip!a.txt", "bomb.zip!b.txt", "bomb.zip!c.txt"}, ids)
	assert.Empty(t, reasons)
	ids, reasons = read(path, Limits{RatioFrom: 1 << 20, Ratio: 100})
	assert.Empty(t, ids)
	assert.Equal(t, []string{
		"!a.txt: too large: it decompresses more than 100-fold", "!b.txt: too large: the archive decompresses more than 100-fold",
		"!c.txt: too large: the archive decompresses more than 100-fold"}, reasons)
	ids, reasons = read(path, Limits{Record: 1 << 20})
	assert.Equal(t, []string{"bomb.zip!c.txt"}, ids)
	assert.Len(t, reasons, 2)
	ids, reasons = read(path, Limits{Records: 2})
	assert.Len(t, ids, 2)
	assert.Equal(t, []string{"!c.txt: too large: more than 2 files in one archive"}, reasons)

	nested := zipped(t, file{"x.txt", sentence})
	for range 5 {
		nested = zipped(t, file{"n.zip", nested})
	}
	ids, reasons = read(writeFile(t, filepath.Join(dir, "nested.zip"), nested), Limits{})
	assert.Empty(t, ids)
	assert.Equal(t, []string{"!n.zip: too large: containers nest deeper than 4"}, reasons)
}

// What a stream gave before it broke off stays, and the rest is skipped; one
// that gave nothing is an error where it was named.
func TestStreamsThatBreakOff(t *testing.T) {
	var lines, rows, feed strings.Builder
	rows.WriteString("id,text\n")
	feed.WriteString("<rss><channel>")
	for i := range 3000 {
		word := strconv.FormatUint(rand.New(rand.NewPCG(1, uint64(i))).Uint64(), 36)
		fmt.Fprintf(&lines, `{"id":"a%d","text":"the ferry %s"}`+"\n", i, word)
		fmt.Fprintf(&rows, "a%d,the ferry %s\n", i, word)
		fmt.Fprintf(&feed, "<item><guid>a%d</guid><title>%s</title><description>the ferry %s</description></item>", i, word, word)
	}
	feed.WriteString("</channel></rss>")
	pages := tarred(t, file{"a.txt", "one"}, file{"b.txt", lines.String()})
	for name, content := range map[string]string{"a.jsonl": lines.String(), "a.csv": rows.String(), "a.xml": feed.String(), "a.tar": pages} {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		io.WriteString(z, content)
		z.Close()
		path := filepath.Join(t.TempDir(), name+".gz")
		require.NoError(t, os.WriteFile(path, packed.Bytes()[:packed.Len()*2/3], 0o644))
		r, err := NewReader(Options{})
		require.NoError(t, err)
		var skipped []Skipped
		n := 0
		require.NoError(t, r.Read(path, func(*Article) error { n++; return nil }, func(s Skipped) { skipped = append(skipped, s) }), name)
		assert.Positive(t, n, name)
		if assert.NotEmpty(t, skipped, name) {
			assert.Contains(t, skipped[len(skipped)-1].Reason, "gzip", name)
		}
		require.NoError(t, os.WriteFile(path, packed.Bytes()[:20], 0o644))
		var named *InputError
		require.ErrorAs(t, r.Read(path, func(*Article) error { return nil }, func(Skipped) {}), &named, name)
	}
}

func TestReadWARC(t *testing.T) {
	const date, later = "2026-02-14T09:00:00Z", "2026-02-15T09:00:00Z"
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	_, err := io.WriteString(z, pageOf("Packed", sentence+" It said so twice."))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	html := "Content-Type: text/html; charset=iso-8859-1\r\n"
	chunked := "5\r\n<html\r\n" + fmt.Sprintf("%x;x=1\r\n%s\r\n0\r\n\r\n", len(pageOf("Chunked", sentence))-5, pageOf("Chunked", sentence)[5:])
	records := []string{
		crawled("warcinfo", "", date, "application/warc-fields", "software: test"),
		answered("https://a.example/one", date, html, pageOf("Caf\xe9 shut", sentence)),
		crawled("request", "https://a.example/one", date, "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
		answered("https://a.example/packed", date, html+"Content-Encoding: gzip\r\n", body.String()),
		answered("https://a.example/chunked", date, html+"Transfer-Encoding: chunked\r\n", chunked),
		answered("https://a.example/joined", date, html+"Transfer-Encoding: chunked\r\n", pageOf("Joined", sentence)),
		answered("https://a.example/pic", date, "Content-Type: image/png\r\n", "\x89PNG"),
		crawled("response", "https://a.example/gone", date, "application/http", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>gone</html>"),
		crawled("revisit", "https://a.example/one", later, "application/http", "HTTP/1.1 304 Not Modified\r\n\r\n"),
		crawled("resource", "<https://a.example/kept>", date, "text/html", pageOf("Kept", sentence)),
		crawled("conversion", "https://a.example/wet", date, "text/plain", "Title line of the page\n\n"+sentence),
		answered("https://a.example/br", date, html+"Content-Encoding: br\r\n", "\x8b\x02\x80abc"),
	}
	dir := t.TempDir()
	plain := writeFile(t, filepath.Join(dir, "crawl.warc"), strings.Join(records, ""))
	var members bytes.Buffer
	for _, rec := range records {
		z := gzip.NewWriter(&members)
		_, err := io.WriteString(z, rec)
		require.NoError(t, err)
		require.NoError(t, z.Close())
	}
	packedPath := writeFile(t, filepath.Join(dir, "crawl.warc.gz"), members.String())
	wacz := writeFile(t, filepath.Join(dir, "crawl.wacz"), zipped(t, file{"datapackage.json", "{}"}, file{"pages/pages.jsonl", `{"format":"json-pages-1.0"}`},
		file{"archive/data.warc.gz", members.String()}))
	r := newTestReader(t, Options{})
	for _, path := range []string{plain, packedPath, wacz} {
		byID := map[string]*Article{}
		var reasons []string
		require.NoError(t, r.Read(path, func(a *Article) error {
			checkArticle(t, a)
			byID[a.ID] = a
			return nil
		}, func(s Skipped) { reasons = append(reasons, s.Path[strings.LastIndexByte(s.Path, ':'):]+" "+s.Reason) }))
		assert.Len(t, byID, 6, path)
		one := byID["https://a.example/one"]
		require.NotNil(t, one)
		assert.Equal(t, "Café shut", one.Title)
		assert.Equal(t, "https://a.example/one", one.URL)
		assert.Equal(t, "a.example", one.Publisher)
		assert.Equal(t, "WARC-Date", one.FirstSeen.From)
		assert.Equal(t, date, one.FirstSeen.Written)
		assert.Equal(t, date, one.Version)
		assert.Contains(t, byID["https://a.example/packed"].Text, "It said so twice.")
		for _, name := range []string{"chunked", "joined", "kept", "wet"} {
			a := byID["https://a.example/"+name]
			require.NotNil(t, a, name)
			assert.Contains(t, a.Text, sentence, name)
		}
		assert.Equal(t, []string{":7 no article: \"image/png\"", ":8 no article: status \"404 Not Found\"",
			":9 no article: a page that had not changed since it was crawled before", ":12 no article: a page in the encoding \"br\""}, reasons, path)
	}

	// A crawl that was cut off gives what it has.
	whole := strings.Join(records, "")
	cut := writeFile(t, filepath.Join(dir, "cut.warc"), whole[:len(records[0])+len(records[1])+200])
	ids, skipped, err := readAll(t, r, cut)
	require.NoError(t, err)
	assert.Equal(t, []string{"https://a.example/one"}, ids)
	assert.Len(t, skipped, 1)
}

func FuzzWARC(f *testing.F) {
	f.Add([]byte(answered("https://a.example/one", "2026-02-14T09:00:00Z", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", "4\r\n<p>a\r\n0\r\n")))
	f.Add([]byte(crawled("conversion", "https://a.example/wet", "x", "text/plain", sentence)))
	fuzzContainer(f, "x.warc")
}

func FuzzZip(f *testing.F) {
	f.Add([]byte(zipped(f, file{"a.txt", "x"}, file{"b.json", `{"text":"y"}`})))
	f.Add([]byte(zipped(f, file{"word/document.xml", `<w:document xmlns:w="u"><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>`})))
	fuzzContainer(f, "x.zip")
}

func FuzzTar(f *testing.F) {
	f.Add([]byte(tarred(f, file{"a.txt", "x"}, file{"b.json", `{"text":"y"}`})))
	fuzzContainer(f, "x.tar")
}

func fuzzContainer(f *testing.F, name string) {
	r := newTestReader(f, Options{Limits: Limits{Record: 1 << 16, Stream: 1 << 20}})
	f.Fuzz(func(t *testing.T, data []byte) { readAnything(t, r, name, data) })
}
