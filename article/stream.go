package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// inflated is a stream after decompression, held to the limits.
type inflated struct {
	*bufio.Reader
	close func()
	file  io.ReaderAt // the file itself, where it is one and not compressed
	size  int64
}

// meter counts what a file costs, over all layers of compression: the bytes
// that were read from it, and all that came out of them.
type meter struct{ in, out int64 }

// spent reports whether more came out of a file than the limits allow.
func (m *meter) spent(l Limits) bool { return m.out > l.RatioFrom && m.out/l.Ratio > m.in }

// counted counts the bytes that are read from a file.
type counted struct {
	io.Reader
	meter *meter
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.meter.in += int64(n)
	return n, err
}

// guarded stops a stream that grows beyond the limits.
type guarded struct {
	in     io.Reader
	n      int64
	meter  *meter
	limits Limits
	packed bool // by what name says
	name   string
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	g.n += int64(n)
	if g.packed {
		g.meter.out += int64(n)
	}
	switch {
	case g.n > g.limits.Stream:
		return n, fmt.Errorf("%w: the stream has more than %s", ErrTooLarge, sizeText(g.limits.Stream))
	case g.packed && g.meter.spent(g.limits):
		return n, fmt.Errorf("%w: it decompresses more than %d-fold", ErrTooLarge, g.limits.Ratio)
	case err != nil && err != io.EOF && g.packed:
		return n, fmt.Errorf("damaged %s data: %w", g.name, err)
	}
	return n, err
}

// maxWindow is the largest zstd window that is accepted, in bytes: what
// `zstd --long` needs.
const maxWindow = 128 << 20

// decompress recognises gzip and zstd by their first bytes, one in the other
// too. A file of its own has no meter yet.
func (r *Reader) decompress(in io.Reader, s *Source) (inflated, error) {
	out := inflated{close: func() {}}
	if s.meter == nil {
		s.meter = &meter{}
		out.file, out.size = regular(in)
		in = counted{in, s.meter}
	}
	packed := bufio.NewReaderSize(in, 64<<10)
	g := &guarded{in: packed, limits: r.limits, meter: s.meter}
	head, err := packed.Peek(4)
	if err != nil && err != io.EOF {
		return inflated{}, bareError(err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(packed)
		if err != nil {
			return inflated{}, fmt.Errorf("damaged gzip data: %w", err)
		}
		g.in, g.packed, g.name = z, true, "gzip"
	case bytes.Equal(head, []byte("\x28\xb5\x2f\xfd")):
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return inflated{}, fmt.Errorf("damaged zstd data: %w", err)
		}
		g.in, g.packed, g.name, out.close = z, true, "zstd", z.Close
	}
	if g.packed {
		out.file = nil
	}
	out.Reader = bufio.NewReaderSize(g, sniffed)
	return out, nil
}

// sniffed is how much of a stream may decide on its format.
const sniffed = 64 << 10

// standardInput reads "-": what its first bytes say, else one plain article.
func (r *Reader) standardInput(each func(Source) error) error {
	s := Source{Path: "-", Named: true, reader: r, id: "-"}
	if r.stdin == nil {
		return &InputError{Path: "-", Err: errors.New("no standard input")}
	}
	return r.stream(r.stdin, s, each)
}

// stream reads a file whose format its name leaves open, or that holds
// several articles.
func (r *Reader) stream(file io.Reader, s Source, each func(Source) error) error {
	in, err := r.decompress(file, &s)
	if err != nil {
		s.err = err
		return r.failed(s, each)
	}
	defer in.close()
	if s.given == nil {
		s.given = new(int)
		do := each
		each = func(x Source) error {
			if x.err == nil {
				*s.given++
			}
			return do(x)
		}
	}
	head, _ := in.Peek(4 << 10)
	named := s.format
	s.format = sniff(head, named)
	switch s.format {
	case formatLines, formatValues:
		in.Reader = utf8Stream(in.Reader)
	}
	switch s.format {
	case formatLines:
		if named == formatLines || lineMode(in) {
			return r.cut(newSplitter(in, r.limits.Record, true), s, false, nil, each)
		}
		return r.values(in, s, each)
	case formatValues:
		return r.values(in, s, each)
	case formatXML:
		return r.xml(in, s, each)
	case formatCSV, formatTSV:
		return r.table(in, s, each)
	case formatWARC:
		return r.warc(in.Reader, s, each)
	case formatTar:
		return r.tar(in, s, each)
	case formatZip:
		return r.zip(in, s, each)
	}
	return r.whole(in, s, each)
}

// utf8Stream turns records in UTF-16 into UTF-8, as Excel and PowerShell write
// them, and drops a byte order mark.
func utf8Stream(in *bufio.Reader) *bufio.Reader {
	head, _ := in.Peek(3)
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(in, decoder), sniffed)
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3) // they were peeked at
	}
	return in
}

// lineMode tells JSON Lines from an object that is spread over lines: the
// first line ends an object.
func lineMode(in inflated) bool {
	head, _ := in.Peek(sniffed)
	line, _, more := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSpace(line)
	return !more || len(line) > 0 && line[len(line)-1] == '}'
}

// whole reads a stream as one article.
func (r *Reader) whole(in io.Reader, s Source, each func(Source) error) error {
	s.data, s.err = r.readWhole(in)
	s.loaded = true
	return each(s)
}
