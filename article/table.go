package article

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A table is CSV or TSV with the names of the fields in its first row, by the
// same names as those of records. A table without names, as GDELT's are, is
// read where --map names its columns by number, from 1.

var errNoColumns = errors.New("the first row names no known column: name them by --map text=COLUMN, or --map text=3 where the table has no names")

// table hands out the rows of a table.
func (r *Reader) table(in inflated, s Source, each func(Source) error) error {
	text := withLineFeeds(utf8Stream(in.Reader))
	head, _ := text.Peek(sniffed)
	d := dialectOf(head, s.format)
	if n := separatorLine(head); n > 0 {
		d.comma = head[len("sep=")]
		_, _ = text.Discard(n) // they were peeked at
	}
	rows := &rowCutter{window: newWindow(text), most: r.limits.Record, dialect: d}
	columns := r.numberedColumns()
	var names []string
	if columns == nil {
		first, err := rows.next()
		if err == nil {
			first, _ = rowText(first)
			names = d.fields(first)
			columns, err = r.namedColumns(names)
		}
		if err != nil {
			if s.err = err; err == io.EOF {
				s.err = ErrEmpty
			}
			return r.failed(s, each)
		}
	}
	return r.cut(rows, s, false, r.row(d, columns, names), each)
}

// numberedColumns are the columns that the caller names by number, nil where
// none is.
func (r *Reader) numberedColumns() map[int][]rankedField {
	var columns map[int][]rankedField
	for key, fields := range r.mapped {
		n, err := strconv.Atoi(key)
		if err != nil || n < 1 {
			continue
		}
		if columns == nil {
			columns = map[int][]rankedField{}
		}
		for _, m := range fields {
			columns[n-1] = append(columns[n-1], rankedField{m.field, 0})
		}
	}
	return columns
}

func (r *Reader) namedColumns(names []string) (map[int][]rankedField, error) {
	columns := map[int][]rankedField{}
	for i, name := range names {
		for _, m := range r.mapped[name] {
			columns[i] = append(columns[i], rankedField{m.field, 0})
		}
		known, ok := aliasTable[foldFieldName(name)]
		if ok && known.field != fieldNinjs {
			columns[i] = append(columns[i], known)
		}
	}
	if len(columns) == 0 {
		return nil, errNoColumns
	}
	return columns, nil
}

// row decodes one row; names are those of its columns, where they have some.
func (r *Reader) row(d dialect, columns map[int][]rankedField, names []string) decoder {
	return func(data []byte, id string) (*Article, error) {
		data, guessed := rowText(data)
		m := r.metadata()
		for i, value := range d.fields(data) {
			if m.extra != nil && columns[i] == nil && i < len(names) {
				m.extra.add(names[i], value)
			}
			for _, known := range columns[i] {
				if known.field == fieldText {
					m.addText(known, value)
				} else if m.values[known.field] == nil || known.rank <= m.ranks[known.field] {
					m.add(known, value)
				}
			}
		}
		a, err := m.article(id)
		if err == nil && guessed {
			a.warn("not UTF-8, read as Windows-1252")
		}
		return a, err
	}
}

// rowText is a row in UTF-8; guessed says that it was read as Windows-1252.
func rowText(row []byte) (text []byte, guessed bool) {
	if !utf8.Valid(row) && looksWindows1252(row) {
		if text, err := charmap.Windows1252.NewDecoder().Bytes(row); err == nil {
			return text, true
		}
	}
	return row, false
}

// withLineFeeds turns the line ends of a table from an old Mac, which has
// carriage returns alone, into line feeds.
func withLineFeeds(in *bufio.Reader) *bufio.Reader {
	head, _ := in.Peek(sniffed)
	if i := bytes.IndexByte(head, '\r'); i < 0 || i+1 == len(head) || bytes.IndexByte(head, '\n') >= 0 {
		return in
	}
	return bufio.NewReaderSize(lineFeeds{in}, sniffed)
}

type lineFeeds struct{ in io.Reader }

func (l lineFeeds) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// dialect is how the rows of a table are written.
type dialect struct {
	comma  byte
	quotes bool // fields may stand in quotation marks and hold line ends
	spaces bool // white space before a field is no part of it
}

// separatorLine measures the line with which Excel is told what separates the
// fields, "sep=;", 0 where there is none.
func separatorLine(head []byte) int {
	line, _, ended := bytes.Cut(head, []byte("\n"))
	if bare := bytes.TrimSuffix(line, []byte("\r")); ended && len(bare) == len("sep=;") && bytes.HasPrefix(bytes.ToLower(bare), []byte("sep=")) {
		return len(line) + 1
	}
	return 0
}

// dialectOf tells the dialect by the first row and the name of the file. In TSV
// a quotation mark is mostly text: it encloses a field only where every field
// that begins with one also ends with one.
func dialectOf(head []byte, f format) dialect {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if f == formatTSV {
		return dialect{comma: '\t', quotes: tabsQuoted(head)}
	}
	best := dialect{comma: ',', quotes: true}
	for _, c := range []byte{';', '\t', '|'} { // some countries write CSV so
		if bytes.Count(line, []byte{c}) > bytes.Count(line, []byte{best.comma}) {
			best.comma = c
		}
	}
	commas := bytes.Count(line, []byte{best.comma})
	best.spaces = commas > 0 && commas == bytes.Count(line, []byte{best.comma, ' '})
	return best
}

func tabsQuoted(head []byte) bool {
	opened, closed := 0, 0
	for i, c := range head {
		if c != '"' {
			continue
		}
		if i == 0 || head[i-1] == '\t' || head[i-1] == '\n' {
			opened++
		}
		if i+1 == len(head) || head[i+1] == '\t' || head[i+1] == '\n' || head[i+1] == '\r' {
			closed++
		}
	}
	return opened > 0 && opened == closed
}

// fields splits a row.
func (d dialect) fields(row []byte) []string {
	if !d.quotes {
		var out []string
		for _, f := range bytes.Split(row, []byte{d.comma}) {
			out = append(out, string(f))
		}
		return out
	}
	r := csv.NewReader(bytes.NewReader(row))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.TrimLeadingSpace = rune(d.comma), true, -1, d.spaces
	out, err := r.Read()
	if err != nil { // only a row without any field
		return nil
	}
	return out
}

// rowCutter cuts a table into rows. A line end inside quotation marks does not
// end a row; a mark in the middle of a field is text, as encoding/csv has it.
type rowCutter struct {
	window
	dialect
	most int64

	quoted bool // inside of quotation marks
	marked bool // the byte before may have closed them
	inside bool // past the first byte of a field
	open   bool // the last row ended inside of quotation marks
}

var errOpenRow = errors.New("the table ends inside of quotation marks: its last row is cut off, or holds more rows")

func (c *rowCutter) next() ([]byte, error) {
	long := false
	for {
		for c.at < c.to {
			b := c.block[c.at]
			c.at++
			if !c.step(b) {
				if int64(c.at-c.from) > c.most { // the next line end counts, whatever encloses it
					long, c.from = true, c.at
					c.quoted, c.marked, c.inside = false, false, true
				}
				continue
			}
			row := bytes.TrimSuffix(bytes.TrimSuffix(c.block[c.from:c.at], []byte("\n")), []byte("\r"))
			c.from = c.at
			switch {
			case long || int64(len(row)) > c.most:
				return nil, tooLong{c.most}
			case len(bytes.TrimSpace(row)) > 0:
				return row, nil
			}
		}
		if !c.fill() {
			return c.last(long)
		}
	}
}

// last is what stands behind the last line end.
func (c *rowCutter) last(long bool) ([]byte, error) {
	row := c.block[c.from:c.to]
	c.from = c.to
	if c.open {
		return nil, errOpenRow
	}
	c.open = c.quoted && !c.marked
	switch {
	case c.end != io.EOF:
		return nil, c.end
	case long:
		return nil, tooLong{c.most}
	case len(bytes.TrimSpace(row)) == 0:
		return nil, io.EOF
	}
	return row, nil
}

// step follows one byte and reports whether it ends the row.
func (c *rowCutter) step(b byte) bool {
	if c.quoted && c.marked {
		c.marked = false
		switch b {
		case c.comma, '\n', '\r':
			c.quoted = false
		default: // an escaped mark, or a stray one
			return false
		}
	}
	switch {
	case c.quoted:
		c.marked = b == '"'
	case b == '\n':
		c.inside = false
		return true
	case b == c.comma:
		c.inside = false
	case b == '"' && !c.inside && c.quotes:
		c.quoted, c.inside = true, true
	case (b == ' ' || b == '\t') && !c.inside && c.spaces:
	default:
		c.inside = true
	}
	return false
}
