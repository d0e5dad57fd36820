package article

import (
	"bytes"
	"strings"
	"time"
)

// Agencies still send texts as teleprinters took them: ANPA 1312 in America,
// IPTC 7901 in Europe. A message is a header, STX, the text, ETX, a trailer
// with the time. In the text "^" begins a line that is set apart, "<" and "="
// end one, "_" is a dash, and marks are typed as ` and '.

const soh, stx, etx = 0x01, 0x02, 0x03

// wireHead reports whether a file begins as such a message.
func wireHead(head []byte) bool {
	head = bytes.TrimLeft(head, "\x16\r\n")
	i := bytes.IndexByte(head, stx)
	return len(head) > 0 && head[0] == soh && 0 < i && i < 400
}

// readWire reads one message.
func readWire(data []byte, id string) (*Article, error) {
	_, rest, _ := bytes.Cut(data, []byte{stx})
	body, trailer, _ := bytes.Cut(rest, []byte{etx})
	d, err := decodeText(withoutControls(body), "")
	if err != nil {
		return nil, err
	}
	a := &Article{ID: id, TextFrom: "extracted", Warnings: d.warnings}
	w := wireText{a: a}
	for line := range strings.Lines(d.text) {
		if !w.line(line) {
			break // notes to editors follow
		}
	}
	w.flush()
	a.Text = strings.TrimSpace(w.out.String())
	if a.Text == "" {
		return nil, ErrEmpty
	}
	a.setWireTime(string(trailer))
	return a, nil
}

// withoutControls drops the codes for typesetters and receivers.
func withoutControls(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for _, c := range data {
		if c >= ' ' && c != 0x7f || c == '\n' || c == '\t' {
			out = append(out, c)
		}
	}
	return out
}

// wireText puts the lines of a message together.
type wireText struct {
	a         *Article
	out       strings.Builder
	paragraph []string
	began     bool // the text itself, behind the lines of the head
	set       int  // lines that were set apart so far
}

// line takes one line of the text, false where the rest is none.
func (w *wireText) line(raw string) bool {
	indented := strings.HasPrefix(raw, " ") || strings.HasPrefix(raw, "\t")
	line := strings.TrimSpace(raw)
	if strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "The following information is not for publication") {
		return false
	}
	apart := strings.HasPrefix(line, "^") || !w.began && !indented && line != "" && w.set < 6 && w.headOpen(line)
	line = strings.TrimSpace(strings.TrimLeft(line, "^"))
	closed := strings.TrimRight(line, "<= ")
	switch {
	case apart:
		w.flush()
		w.apart(closed)
		w.began = w.began || strings.HasSuffix(line, "=") && !strings.HasPrefix(raw, "^")
	case line == "":
		w.flush()
	default:
		if indented {
			w.flush()
		}
		w.began = true
		w.paragraph = append(w.paragraph, wireMarks.Replace(closed))
	}
	return true
}

var wireMarks = strings.NewReplacer(" _ ", " – ", "``", "“", "''", "”")

// headOpen reports whether a line may belong to the head that European
// agencies end with "=".
func (w *wireText) headOpen(line string) bool {
	return len(line) < 120 && !strings.HasSuffix(line, ".")
}

// apart sorts a line that is set apart: the slug, notes, the byline, the
// headline, else a line of the text.
func (w *wireText) apart(line string) {
	w.set++
	upper := strings.ToUpper(line)
	switch {
	case line == "", wireSlug(line), strings.HasPrefix(line, "Eds:"), strings.HasPrefix(line, "(Eds:"), strings.HasPrefix(line, "AP Photo"), upper == "END",
		strings.HasSuffix(upper, " LEAD"), upper == "REFILE", upper == "EXTRA", strings.HasPrefix(line, "*"):
	case strings.HasPrefix(upper, "BY ") && !w.began:
		setOnce(&w.a.Byline, withoutBy(oneLine(line)))
	case !w.began && w.a.Title == "":
		w.a.Title = oneLine(line)
	case !w.began && strings.HasSuffix(line, "Press") && w.a.Byline != "":
		w.a.Byline += ", " + oneLine(line)
	default:
		w.paragraph = append(w.paragraph, line)
		w.flush()
	}
}

// wireSlug knows the line that names a message and counts its words:
// "BC-US--Giant Lobster Death, 1st Ld-Writethru,127".
func wireSlug(line string) bool {
	return strings.HasPrefix(line, "BC-") || strings.HasPrefix(line, "AP-") || strings.Contains(line, "--") && strings.Contains(line, ",")
}

func (w *wireText) flush() {
	if len(w.paragraph) > 0 {
		w.out.WriteString(strings.Join(w.paragraph, " ") + "\n\n")
		w.paragraph = w.paragraph[:0]
	}
}

// setWireTime reads the time in the trailer: "AP-WF-11-13-13 1509GMT", "131137
// GMT Nov 13", which is the day before the hour and the year behind the month.
func (a *Article) setWireTime(trailer string) {
	trailer = oneLine(string(withoutControls([]byte(trailer))))
	if _, after, ok := strings.Cut(trailer, "-WF-"); ok {
		trailer = after
	}
	trailer = strings.TrimRight(trailer, "< ")
	for _, layout := range []string{"01-02-06 1504GMT", "021504 GMT Jan 06", "021504 Jan 06"} {
		if t, err := time.Parse(layout, trailer); err == nil {
			a.setDate(&a.Published, t.UTC().Format("2006-01-02T15:04Z"), "wire")
			return
		}
	}
}
