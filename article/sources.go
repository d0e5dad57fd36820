package article

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Source is one article as it lies in its file: found, not yet decoded. It is
// the unit of work for several goroutines.
type Source struct {
	// Path is the file, "-" for standard input.
	Path string
	// Member is the place inside of a container (an archive, a crawl): names
	// joined by "!", "" where the file is none.
	Member string
	// Record is the number of the record in its file, from 1; 0 where the file
	// is one article.
	Record int
	// Named is true where the path itself was given: if it cannot be read the
	// whole call fails, while what is met inside a folder is skipped.
	Named bool

	reader *Reader
	id     string
	format format
	decode decoder // of a record
	data   []byte
	loaded bool // data holds the article
	depth  int  // of containers around it
	meter  *meter
	given  *int  // of a stream: how many articles it gave so far
	err    error // why there is no article
}

// IsRecord reports whether the source is a record of JSON.
func (s Source) IsRecord() bool { return s.format == formatRecord }

// decoder makes an article of the bytes of a record.
type decoder func(data []byte, id string) (*Article, error)

// File is the path with the place inside of a container: archive.zip!a/b.xml.
func (s Source) File() string {
	if s.Member == "" {
		return s.Path
	}
	return s.Path + "!" + s.Member
}

// Place says where the article lies, for messages: the file, and the number of
// the record.
func (s Source) Place() string {
	if s.Record == 0 {
		return s.File()
	}
	return s.File() + ":" + strconv.Itoa(s.Record)
}

// Article reads and decodes the source. The error is the reason why there is
// no article, without the path.
func (s Source) Article() (*Article, error) {
	if s.err != nil {
		return nil, s.err
	}
	data := s.data
	if !s.loaded {
		var err error
		if data, err = s.reader.load(s.Path, s.Named); err != nil {
			return nil, err
		}
	}
	decode := s.decode
	if decode == nil {
		decode = func(data []byte, id string) (*Article, error) { return s.reader.decode(data, s.format, id) }
	}
	a, err := decode(data, s.id)
	if err != nil {
		return nil, err
	}
	if s.Path != "-" {
		a.Path = s.File()
	}
	a.Record = s.Record
	return a, nil
}

// decode reads one article from the bytes of its file or record.
func (r *Reader) decode(data []byte, f format, id string) (*Article, error) {
	if int64(len(data)) > r.limits.Record {
		return nil, tooLong{r.limits.Record}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrEmpty
	}
	if f == formatRecord {
		return r.record(data, id)
	}
	switch sniff(data[:min(len(data), 4<<10)], f) {
	case formatMarkdown, formatMDX:
		return readMarkdown(data, id, f == formatMDX, r.metadata())
	case formatXML:
		return r.oneXML(data, id)
	case formatWire:
		return readWire(data, id)
	case formatARC:
		return nil, fmt.Errorf("%w: an ARC file, which is older than WARC", ErrFormat)
	case formatMail:
		return nil, fmt.Errorf("%w: an e-mail message", ErrFormat)
	case formatHTML:
		if int64(len(data)) > r.limits.Page {
			return nil, tooLong{r.limits.Page}
		}
		return readHTML(data, id, "")
	}
	return readPlain(data, id)
}

// Sources finds every article under path: a file, a folder or "-". A folder is
// walked in byte order of names; hidden files and links inside it are not
// followed, and everything in it that is no article comes as a Source whose
// Article fails with the reason, and so does what is left of a stream that broke
// off after its first article. Sources fails with an *InputError where the path
// itself cannot be read, and with whatever each returns.
func (r *Reader) Sources(path string, each func(Source) error) error {
	if path == "-" {
		return r.standardInput(each)
	}
	info, err := os.Stat(path)
	if err != nil {
		return &InputError{Path: path, Err: bareError(err)}
	}
	if info.IsDir() {
		return r.folder(path, "", 0, each)
	}
	s := Source{Path: path, Named: true, reader: r, id: filepath.Base(path)}
	if info.Mode()&fs.ModeSocket != 0 {
		return &InputError{Path: path, Err: errors.New("a socket")}
	}
	return r.file(s, each)
}

// folder walks one folder; rel is its path below the one that was given.
func (r *Reader) folder(path, rel string, depth int, each func(Source) error) error {
	entries, err := os.ReadDir(path)
	if err != nil && rel == "" && len(entries) == 0 {
		return &InputError{Path: path, Err: bareError(err)}
	}
	for _, e := range entries {
		s := Source{Path: filepath.Join(path, e.Name()), reader: r, id: rel + e.Name()}
		if s.err = r.refused(e, depth); s.err != nil {
			if err := each(s); err != nil {
				return err
			}
			continue
		}
		if e.IsDir() {
			err = r.folder(s.Path, s.id+"/", depth+1, each)
		} else {
			err = r.file(s, each)
		}
		if err != nil {
			return err
		}
	}
	if err != nil { // the listing broke off
		return each(Source{Path: path, reader: r, err: bareError(err)})
	}
	return nil
}

var errHidden = errors.New("hidden")

// refused says why an entry of a folder is not looked into, nil where it is.
func (r *Reader) refused(e fs.DirEntry, depth int) error {
	switch mode := e.Type(); {
	case strings.HasPrefix(e.Name(), "."):
		return errHidden
	case mode&fs.ModeSymlink != 0:
		return errors.New("a symbolic link, not followed")
	case mode.IsDir() && depth >= r.limits.Depth:
		return fmt.Errorf("%w: folders nest deeper than %d", ErrTooLarge, r.limits.Depth)
	case mode&fs.ModeNamedPipe != 0:
		return errors.New("a pipe")
	case mode&fs.ModeSocket != 0:
		return errors.New("a socket")
	case mode&(fs.ModeDevice|fs.ModeCharDevice|fs.ModeIrregular) != 0:
		return errors.New("a device")
	}
	return nil
}

// file turns one file into sources: itself, or its records.
func (r *Reader) file(s Source, each func(Source) error) error {
	if r.pass != nil && r.pass(s.Path, s.id) {
		return nil
	}
	s.format = formatOf(s.Path)
	switch s.format {
	case formatNone:
		if !s.Named {
			s.err = fmt.Errorf("%w: %s files are not read", ErrFormat, extension(s.Path))
			return each(s)
		}
	case formatPlain, formatMarkdown, formatMDX, formatHTML:
		return each(s)
	}
	file, err := openFile(s.Path, s.Named)
	if err != nil {
		s.err = err
		return r.failed(s, each)
	}
	defer file.Close()
	return r.stream(file, s, each)
}

// failed reports a source that cannot be read: an error where it was named. What
// a stream gave before it broke off is kept: then the rest is skipped.
func (r *Reader) failed(s Source, each func(Source) error) error {
	if s.given != nil && *s.given > 0 {
		s.Named = false
	}
	if s.Named {
		return &InputError{Path: s.Path, Err: s.err}
	}
	return each(s)
}

// openFile opens a file without waiting for the other end of a pipe, unless
// the pipe was named.
func openFile(path string, named bool) (*os.File, error) {
	if named {
		f, err := os.Open(path)
		return f, bareError(err)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, bareError(err)
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, errors.New("not a regular file")
	}
	return f, nil
}

// load reads a whole file, decompressed.
func (r *Reader) load(path string, named bool) ([]byte, error) {
	f, err := openFile(path, named)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in, err := r.decompress(f, &Source{})
	if err != nil {
		return nil, err
	}
	defer in.close()
	return r.readWhole(in)
}

// readWhole reads what is left of a stream as one article.
func (r *Reader) readWhole(in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, r.limits.Record+1))
	if err != nil {
		return nil, bareError(err)
	}
	if int64(len(data)) > r.limits.Record {
		return nil, tooLong{r.limits.Record}
	}
	return data, nil
}

// bareError drops the path from an error of the file system: the caller knows
// it.
func bareError(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
