package article

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// decoded is a file's text with what decoding found.
type decoded struct {
	text     string
	from     string // "file" or "decoded"
	skip     []Span // byte order mark
	warnings []string
}

// decodeText turns a file into text. Bytes that are UTF-8 stay as they are,
// their byte order mark becomes a skipped span, so that offsets are the file's.
// UTF-16 and UTF-32 are known by their byte order mark or by their zero bytes;
// declared is the name of an encoding that the file itself gives, used when
// the bytes are not UTF-8. What is left is Windows-1252 where the bytes make
// sense as such, else UTF-8 with damaged bytes, which checkText keeps out of
// the words.
func decodeText(data []byte, declared string) (decoded, error) {
	if d, ok := decodeUTF16(data); ok {
		return d, nil
	}
	if what := binaryKind(data); what != "" {
		return decoded{}, fmt.Errorf("%w: %s", ErrBinary, what)
	}
	d := decoded{from: "file"}
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		d.skip = []Span{{0, 3}}
	}
	if utf8.Valid(data) {
		d.text = string(data)
		return d, nil
	}
	if text, name, ok := decodeDeclared(data, declared); ok {
		return decoded{text: text, from: "decoded", warnings: nil}, nil
	} else if name != "" {
		d.warnings = append(d.warnings, "declared encoding "+excerpt(name)+" is not known")
	}
	if d.skip == nil && looksWindows1252(data) {
		text, err := charmap.Windows1252.NewDecoder().String(string(data))
		if err == nil {
			d.text, d.from = text, "decoded"
			d.warnings = append(d.warnings, "not UTF-8, read as Windows-1252")
			return d, nil
		}
	}
	d.text = string(data)
	return d, nil
}

// decodeDeclared decodes by the name that the file gives. Latin-1 is read as
// Windows-1252, as the WHATWG encoding standard has it.
func decodeDeclared(data []byte, declared string) (text, name string, ok bool) {
	name = strings.TrimSpace(declared)
	if name == "" {
		return "", "", false
	}
	enc, canonical := charset.Lookup(name)
	if enc == nil {
		return "", name, false
	}
	if canonical == "utf-8" || strings.HasPrefix(canonical, "utf-16") {
		return "", "", false // the bytes say otherwise
	}
	text, err := enc.NewDecoder().String(string(data))
	return text, "", err == nil
}

// decodeUTF16 decodes UTF-16 with a byte order mark, or without one where
// every other byte of a long enough beginning is zero.
func decodeUTF16(data []byte) (decoded, bool) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return decodeUTF32(data), true
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order, data = binary.LittleEndian, data[2:]
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order, data = binary.BigEndian, data[2:]
	default:
		if order = zeroPattern(data); order == nil {
			return decoded{}, false
		}
	}
	d := decoded{from: "decoded"}
	out := make([]byte, 0, len(data)/2+len(data)/8)
	lone := 0
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if i+3 < len(data) {
				low = rune(order.Uint16(data[i+2:]))
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				lone++
			} else {
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	d.text = string(out)
	if lone > 0 || len(data)%2 == 1 {
		d.warnings = append(d.warnings, fmt.Sprintf("damaged UTF-16: %d half characters", lone+len(data)%2))
	}
	return d, true
}

func decodeUTF32(data []byte) decoded {
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 0 {
		order = binary.BigEndian
	}
	out := make([]byte, 0, len(data)/3)
	for i := 4; i+3 < len(data); i += 4 {
		out = utf8.AppendRune(out, rune(order.Uint32(data[i:])&0x7fffffff))
	}
	return decoded{text: string(out), from: "decoded"}
}

// zeroPattern recognises UTF-16 without a byte order mark: in Latin script
// nearly every second byte is zero.
func zeroPattern(data []byte) binary.ByteOrder {
	const sample, least = 1024, 16
	head := data[:min(len(data), sample)&^1]
	if len(head) < least || len(data)%2 != 0 {
		return nil
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1]*10 >= half*7 && zeros[0] == 0:
		return binary.LittleEndian
	case zeros[0]*10 >= half*7 && zeros[1] == 0:
		return binary.BigEndian
	}
	return nil
}

// binaryMagic names the formats whose files are most often taken for texts.
var binaryMagic = []struct{ magic, name string }{
	{"%PDF-", "PDF"}, {"\x89PNG", "PNG image"}, {"\xff\xd8\xff", "JPEG image"}, {"GIF8", "GIF image"},
	{"PK\x03\x04", "ZIP archive or office document"}, {"\xd0\xcf\x11\xe0", "old office document"},
	{"{\\rtf", "RTF document"}, {"\x7fELF", "program"}, {"MZ\x90", "program"}, {"OggS", "Ogg media"},
	{"ID3", "MP3 audio"}, {"RIFF", "media file"}, {"7z\xbc\xaf", "7z archive"}, {"BZh", "bzip2 archive"},
	{"\xfd7zXZ", "xz archive"}, {"SQLite format 3", "SQLite database"}, {"PAR1", "Parquet file"},
}

// binaryKind says what makes a file no text, "" for a text: a known magic, or
// zero and control bytes among its first 8 KB.
func binaryKind(data []byte) string {
	for _, m := range binaryMagic {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.name
		}
	}
	head := data[:min(len(data), 8<<10)]
	zeros, controls := 0, 0
	for _, c := range head {
		switch {
		case c == 0:
			zeros++
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1b || c == 0x7f:
			controls++
		}
	}
	if zeros > 3 || (zeros+controls)*20 > len(head) {
		return "binary data"
	}
	return ""
}

// looksWindows1252 tells Windows-1252 from UTF-8 with a few damaged bytes: the
// bytes above ASCII must stand alone more often than in valid sequences, be
// defined, and make at most a third of the text (else it is another script).
func looksWindows1252(data []byte) bool {
	high, alone, sequences := 0, 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			alone++
			switch data[i] {
			case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
				return false
			}
		} else {
			sequences++
		}
		high += n
		i += n
	}
	return alone > sequences && high*3 <= len(data)
}

// checkText keeps bytes that are not UTF-8 out of the words, and says so.
func (a *Article) checkText() {
	if utf8.ValidString(a.Text) {
		return
	}
	var bad []Span
	count := 0
	for i := 0; i < len(a.Text); {
		if a.Text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(a.Text[i:])
		if r == utf8.RuneError && n == 1 {
			count++
			if k := len(bad); k > 0 && bad[k-1].End == i {
				bad[k-1].End++
			} else {
				bad = append(bad, Span{i, i + 1})
			}
		}
		i += n
	}
	a.Skip = mergeSpans(a.Skip, bad)
	a.warn("%d bytes are not UTF-8, the first at byte %d; they are left out of words", count, bad[0].Start)
}
