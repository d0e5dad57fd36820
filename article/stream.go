package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// inflated is a stream after decompression, held to the limits.
type inflated struct {
	*bufio.Reader
	close func()
}

// counted counts the bytes that pass.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// guarded stops a stream that grows beyond the limits.
type guarded struct {
	out    counted
	in     *counted
	limits Limits
	packed bool
	name   string
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.out.Read(p)
	switch {
	case g.out.n > g.limits.Stream:
		return n, fmt.Errorf("%w: the stream has more than %s", ErrTooLarge, sizeText(g.limits.Stream))
	case g.packed && g.out.n > g.limits.RatioFrom && g.out.n/g.limits.Ratio > g.in.n:
		return n, fmt.Errorf("%w: it decompresses more than %d-fold", ErrTooLarge, g.limits.Ratio)
	case err != nil && err != io.EOF && g.packed:
		return n, fmt.Errorf("damaged %s data: %w", g.name, err)
	}
	return n, err
}

// maxWindow is the largest zstd window that is accepted, in bytes: what
// `zstd --long` needs.
const maxWindow = 128 << 20

// decompress recognises gzip and zstd by their first bytes.
func (r *Reader) decompress(in io.Reader) (inflated, error) {
	source := &counted{r: in}
	packed := bufio.NewReaderSize(source, 64<<10)
	g := &guarded{in: source, limits: r.limits, out: counted{r: packed}}
	done := func() {}
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
		g.out.r, g.packed, g.name = z, true, "gzip"
	case bytes.Equal(head, []byte("\x28\xb5\x2f\xfd")):
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return inflated{}, fmt.Errorf("damaged zstd data: %w", err)
		}
		g.out.r, g.packed, g.name, done = z, true, "zstd", z.Close
	}
	return inflated{bufio.NewReaderSize(g, sniffed), done}, nil
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
	in, err := r.decompress(file)
	if err != nil {
		s.err = err
		return r.failed(s, each)
	}
	defer in.close()
	head, _ := in.Peek(4 << 10)
	named := s.format
	s.format = sniff(head, named)
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
	}
	return r.whole(in, s, each)
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
