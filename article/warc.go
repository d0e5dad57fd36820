package article

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/textproto"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A WARC file is a sequence of records: a line with the version, header lines,
// a blank line, Content-Length bytes, two line ends. Compressed, each record is
// a gzip member of its own, which reads as one stream.
//
// Read are the pages: responses of HTTP with status 200 and HTML, resources of
// HTML or text, and the texts that Common Crawl converts. WARC-Date is when the
// page was first seen. Its id is the address; of several captures of one
// address Version tells them apart.

// warcRecord is one record without its content.
type warcRecord struct {
	kind, uri, date, mime string
	length                int64
}

var errWARC = errors.New("damaged WARC data")

// warc hands out the pages of a crawl. Crawls that were cut off are common:
// what was read before the damage stays.
func (r *Reader) warc(in *bufio.Reader, s Source, each func(Source) error) error {
	page := s.record(nil)
	for {
		rec, err := nextWARC(in)
		if err == io.EOF {
			return nil
		}
		page.Record++
		page.err = rec.refused(r.limits.Page)
		if err == nil {
			page.data, err = rec.content(in, page.err == nil)
		}
		if err == nil && int64(page.Record) > r.limits.Records {
			err = fmt.Errorf("%w: more than %d records in one file", ErrTooLarge, r.limits.Records)
		}
		if err != nil {
			s.Named = s.Named && page.Record == 1
			s.Record, s.err = page.Record, bareError(err)
			return r.failed(s, each)
		}
		if page.err == errNoPage {
			continue
		}
		page.id = rec.uri
		page.decode = func(data []byte, id string) (*Article, error) { return r.capture(rec, data, id) }
		if err := each(page); err != nil {
			return err
		}
	}
}

// content reads what a record holds, or passes over it.
func (rec warcRecord) content(in io.Reader, wanted bool) ([]byte, error) {
	body := &io.LimitedReader{R: in, N: rec.length}
	var data []byte
	var err error
	if wanted {
		data, err = io.ReadAll(body)
	} else {
		_, err = io.Copy(io.Discard, body)
	}
	if err == nil && body.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errWARC, bareError(err))
	}
	return data, nil
}

// nextWARC reads the head of a record.
func nextWARC(in *bufio.Reader) (warcRecord, error) {
	line, err := warcLine(in)
	for err == nil && line == "" { // those that end the record before
		line, err = warcLine(in)
	}
	if err != nil {
		return warcRecord{}, err
	}
	if !strings.HasPrefix(line, "WARC/") {
		return warcRecord{}, fmt.Errorf("%w: a record begins with %s", errWARC, excerpt(line))
	}
	rec := warcRecord{length: -1}
	for n := 0; ; n++ {
		line, err := warcLine(in)
		switch {
		case err != nil || n > maxWARCHeaders:
			return rec, fmt.Errorf("%w: a header that does not end", errWARC)
		case line == "":
			if rec.length < 0 {
				return rec, fmt.Errorf("%w: a record without a length", errWARC)
			}
			return rec, nil
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "warc-type":
			rec.kind = strings.ToLower(value)
		case "warc-target-uri":
			rec.uri = strings.TrimSuffix(strings.TrimPrefix(value, "<"), ">") // wget's
		case "warc-date":
			rec.date = value
		case "content-type":
			rec.mime = value
		case "content-length":
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
				rec.length = n
			}
		}
	}
}

// The longest header line and the most lines of a record.
const maxWARCLine, maxWARCHeaders = 64 << 10, 256

// warcLine reads a header line without its end.
func warcLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	switch {
	case err == bufio.ErrBufferFull || len(line) > maxWARCLine:
		return "", fmt.Errorf("%w: a header line of more than %s", errWARC, sizeText(maxWARCLine))
	case err == io.EOF && len(bytes.TrimSpace(line)) > 0:
		return "", fmt.Errorf("%w: it ends inside a header", errWARC)
	case err != nil:
		return "", err
	}
	return string(bytes.TrimRight(line, "\r\n")), nil
}

// errNoPage marks records that belong to pages and are none.
var errNoPage = errors.New("no page")

// refused says why a record is not read: errNoPage for the parts that every
// crawl has beside its pages.
func (rec warcRecord) refused(most int64) error {
	if !isURL(rec.uri) { // names, and the crawler's own notes
		return errNoPage
	}
	switch rec.kind {
	case "response":
		if !strings.HasPrefix(strings.ToLower(rec.mime), "application/http") {
			return errNoPage
		}
	case "resource", "conversion":
		if kind, _, _ := mime.ParseMediaType(rec.mime); kind != "text/html" && kind != "text/plain" && kind != "application/xhtml+xml" {
			return noArticle("%s", excerpt(rec.mime))
		}
	case "revisit":
		return noArticle("a page that had not changed since it was crawled before")
	default: // warcinfo, request, metadata
		return errNoPage
	}
	if rec.length > most {
		return tooLong{most}
	}
	return nil
}

// capture reads the page of a record.
func (r *Reader) capture(rec warcRecord, data []byte, id string) (*Article, error) {
	kind, charset := rec.mime, ""
	if rec.kind == "response" {
		var err error
		if data, kind, err = r.response(data); err != nil {
			return nil, err
		}
	}
	kind, params, _ := mime.ParseMediaType(kind)
	charset = params["charset"]
	var a *Article
	var err error
	if rec.kind == "conversion" || kind == "text/plain" {
		if len(bytes.TrimSpace(data)) == 0 {
			return nil, ErrEmpty
		}
		a, err = decodedArticle(data, id, charset)
	} else {
		a, err = readHTML(data, id, charset)
	}
	if err != nil {
		return nil, err
	}
	if rec.kind == "conversion" {
		a.readHeader(0)
	}
	setOnce(&a.URL, rec.uri)
	setOnce(&a.Publisher, hostOf(rec.uri))
	a.setDate(&a.FirstSeen, rec.date, "WARC-Date")
	a.Version = rec.date
	return a, nil
}

// response takes an answer of HTTP apart: its body, decoded, and what it is.
func (r *Reader) response(data []byte) (body []byte, kind string, err error) {
	in := bufio.NewReader(bytes.NewReader(data))
	lines := textproto.NewReader(in)
	status, err := lines.ReadLine()
	if err != nil || !strings.HasPrefix(status, "HTTP/") {
		return nil, "", noArticle("no answer of HTTP")
	}
	head, err := lines.ReadMIMEHeader()
	if err != nil && len(head) == 0 {
		return nil, "", noArticle("an answer of HTTP without a header")
	}
	if fields := strings.Fields(status); len(fields) < 2 || fields[1] != "200" {
		return nil, "", noArticle("status %s", excerpt(strings.TrimSpace(status[min(len(status), 8):])))
	}
	body, _ = io.ReadAll(in)
	kind = head.Get("Content-Type")
	if media, _, _ := mime.ParseMediaType(kind); media != "text/html" && media != "application/xhtml+xml" &&
		(media != "" || sniff(body[:min(len(body), 4<<10)], formatUnknown) != formatHTML) {
		return nil, "", noArticle("%s", excerpt(kind))
	}
	if strings.Contains(strings.ToLower(head.Get("Transfer-Encoding")), "chunked") {
		body = unchunk(body)
	}
	body, err = r.contentDecoded(body, strings.ToLower(strings.TrimSpace(head.Get("Content-Encoding"))))
	return body, kind, err
}

// unchunk joins the chunks of a body. Crawlers that joined them already leave
// the header as it was.
func unchunk(body []byte) []byte {
	var out []byte
	rest := body
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		size, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
		n, err := strconv.ParseUint(string(size), 16, 31)
		if !ok || err != nil {
			if out == nil {
				return body
			}
			return out
		}
		if n == 0 {
			return out
		}
		chunk := after[:min(len(after), int(n))]
		out = append(out, chunk...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(after[len(chunk):], []byte("\r")), []byte("\n"))
	}
}

// contentDecoded decompresses a body, unless a crawler did and left the header.
func (r *Reader) contentDecoded(body []byte, encoding string) ([]byte, error) {
	var in io.Reader
	var err error
	switch {
	case encoding == "" || encoding == "identity":
		return body, nil
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		in, err = gzip.NewReader(bytes.NewReader(body))
	case bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")):
		var z *zstd.Decoder
		if z, err = zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow)); err == nil {
			defer z.Close()
			in = z
		}
	case encoding == "deflate" && len(body) > 0 && body[0]&15 == 8:
		in, err = zlib.NewReader(bytes.NewReader(body))
	case sniff(body[:min(len(body), 4<<10)], formatUnknown) == formatHTML:
		return body, nil
	case encoding == "deflate": // as some servers understood it
		in = flate.NewReader(bytes.NewReader(body))
	default:
		return nil, noArticle("a page in the encoding %s", excerpt(encoding))
	}
	if err != nil {
		return nil, fmt.Errorf("damaged %s data: %w", encoding, err)
	}
	out, err := io.ReadAll(io.LimitReader(in, r.limits.Page+1))
	if int64(len(out)) > r.limits.Page {
		return nil, tooLong{r.limits.Page}
	}
	if err != nil && len(out) == 0 {
		return nil, fmt.Errorf("damaged %s data: %w", encoding, err)
	}
	return out, nil // what a broken transfer left is still a page
}

// hasWARC reports whether a zip archive is a web archive, WACZ.
func hasWARC(z *zip.Reader) bool {
	for _, f := range z.File {
		if isWARCName(f.Name) {
			return true
		}
	}
	return false
}

func isWARCName(name string) bool {
	return path.Dir(name) == "archive" && extension(name) == ".warc"
}

// wacz reads the crawls of a web archive. What lies beside them describes the
// same pages once more.
func (r *Reader) wacz(z *zip.Reader, s Source, each func(Source) error) error {
	for n, f := range z.File {
		if !isWARCName(f.Name) {
			continue
		}
		if err := r.zipMember(f, s.inside(f.Name), int64(n+1), each); err != nil {
			return err
		}
	}
	return nil
}
