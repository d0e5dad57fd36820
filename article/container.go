package article

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Containers hold files, and are read as if they were folders: what lies inside
// is recognised by its own name and content, a container among it too. Nothing
// is unpacked to disk; names only say where an article lies.

// inside is the source of a file in the container s.
func (s Source) inside(name string) Source {
	m := Source{Path: s.Path, Member: name, reader: s.reader, id: s.id + "!" + name, depth: s.depth + 1, meter: s.meter, given: s.given}
	if s.Member != "" {
		m.Member = s.Member + "!" + name
	}
	m.format = formatOf(name)
	return m
}

// tar reads an archive of tar.
func (r *Reader) tar(in io.Reader, s Source, each func(Source) error) error {
	files := tar.NewReader(in)
	names := uniqueNames{}
	for n := int64(1); ; n++ {
		h, err := files.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			s.err = fmt.Errorf("damaged tar archive: %w", bareError(err))
			return r.failed(s, each)
		}
		if h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		m := s.inside(names.of(h.Name))
		if h.Typeflag != tar.TypeReg {
			m.err = fmt.Errorf("%w: a link or a device", ErrFormat)
		}
		if err := r.member(files, m, n, each); err != nil {
			return err
		}
	}
}

// zip reads an archive of zip, and what hides in one: text documents and web
// archives. A zip archive is read from its end, so one that comes in a stream
// is held in memory.
func (r *Reader) zip(in inflated, s Source, each func(Source) error) error {
	at, size := in.file, in.size
	if at == nil {
		data, err := r.readWhole(in)
		if err != nil {
			s.err = err
			return r.failed(s, each)
		}
		at, size = bytes.NewReader(data), int64(len(data))
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		s.err = fmt.Errorf("damaged zip archive: %w", bareError(err))
		return r.failed(s, each)
	}
	if in.file != nil {
		s.meter.in = size // its files are read in any order, some twice
	}
	if kind := documentKind(z); kind != nil {
		return kind(r, z, s, each)
	}
	names := uniqueNames{}
	for n, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		m := s.inside(names.of(zipName(f)))
		if err := r.zipMember(f, m, int64(n+1), each); err != nil {
			return err
		}
	}
	return nil
}

// zipName is the name of a file in UTF-8: archives without that mark hold names in
// the letters of DOS, unless the bytes show that their maker forgot it.
func zipName(f *zip.File) string {
	if f.NonUTF8 && !utf8.ValidString(f.Name) {
		if name, err := charmap.CodePage437.NewDecoder().String(f.Name); err == nil {
			return name
		}
	}
	return f.Name
}

// zipMember reads one file of a zip archive.
func (r *Reader) zipMember(f *zip.File, m Source, n int64, each func(Source) error) error {
	switch {
	case f.Flags&1 != 0:
		m.err = fmt.Errorf("%w: encrypted", ErrFormat)
	case !f.Mode().IsRegular():
		m.err = fmt.Errorf("%w: a link or a device", ErrFormat)
	}
	if m.err == nil {
		if m.err = r.refusedName(m, n); m.err == nil {
			file, err := f.Open()
			if err == nil {
				defer file.Close()
				return r.stream(&guarded{in: file, limits: r.limits, meter: m.meter, packed: true, name: "zip"}, m, each)
			}
			m.err = fmt.Errorf("damaged zip archive: %w", err)
		}
	}
	return each(m)
}

// member reads one file of a container.
func (r *Reader) member(in io.Reader, m Source, n int64, each func(Source) error) error {
	if m.err == nil {
		m.err = r.refusedName(m, n)
	}
	if m.err != nil {
		return each(m)
	}
	return r.stream(in, m, each)
}

// refusedName says why the nth file of a container is not looked into.
func (r *Reader) refusedName(m Source, n int64) error {
	name := m.Member[strings.LastIndexByte(m.Member, '!')+1:]
	switch {
	case n > r.limits.Records:
		return fmt.Errorf("%w: more than %d files in one archive", ErrTooLarge, r.limits.Records)
	case m.depth > r.limits.Nesting:
		return fmt.Errorf("%w: containers nest deeper than %d", ErrTooLarge, r.limits.Nesting)
	case m.meter.spent(r.limits):
		return fmt.Errorf("%w: the archive decompresses more than %d-fold", ErrTooLarge, r.limits.Ratio)
	case strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/"):
		return errHidden
	case m.format == formatNone:
		return fmt.Errorf("%w: %s files are not read", ErrFormat, extension(name))
	}
	return nil
}

// uniqueNames tells two files of one name in one archive apart.
type uniqueNames map[string]int

func (u uniqueNames) of(name string) string {
	name = strings.ReplaceAll(strings.TrimPrefix(name, "./"), "\\", "/")
	u[name]++
	if n := u[name]; n > 1 {
		return fmt.Sprintf("%s#%d", name, n)
	}
	return name
}

// documentKind knows the formats that are zip archives themselves, nil for
// other archives.
func documentKind(z *zip.Reader) func(*Reader, *zip.Reader, Source, func(Source) error) error {
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
	}
	switch {
	case names["word/document.xml"]:
		return (*Reader).docx
	case names["content.xml"] && names["META-INF/manifest.xml"]:
		return (*Reader).odt
	case names["datapackage.json"] && hasWARC(z):
		return (*Reader).wacz
	case names["xl/workbook.xml"]:
		return notRead("a spreadsheet")
	case names["ppt/presentation.xml"]:
		return notRead("a presentation")
	case names["META-INF/container.xml"]:
		return notRead("an e-book")
	}
	return nil
}

func notRead(what string) func(*Reader, *zip.Reader, Source, func(Source) error) error {
	return func(r *Reader, _ *zip.Reader, s Source, each func(Source) error) error {
		s.err = fmt.Errorf("%w: %s", ErrFormat, what)
		return r.failed(s, each)
	}
}

// zipEntry reads one entry of a document, nil where there is none.
func (r *Reader) zipEntry(z *zip.Reader, name string, m *meter) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		file, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("damaged zip archive: %w", err)
		}
		defer file.Close()
		return r.readWhole(&guarded{in: file, limits: r.limits, meter: m, packed: true, name: "zip"})
	}
	return nil, nil
}

// regular gives random access to a file that is read from its beginning.
func regular(in io.Reader) (io.ReaderAt, int64) {
	f, ok := in.(*os.File)
	if !ok {
		return nil, 0
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		return f, info.Size()
	}
	return nil, 0
}
