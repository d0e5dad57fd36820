package report

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
)

// style is how a piece of a line looks where there are colours. It never
// carries meaning of its own.
type style string

const (
	plain  style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	cyan   style = "36"
	alarm  style = "1;31"
)

// piece is cleaned text in one style.
type piece struct {
	text  string
	style style
}

// page writes lines of text that fit a width. Errors of the writer stick in the
// buffer and come out of Flush.
type page struct {
	out   *bufio.Writer
	width int
	color bool
	gap   bool // the last line was blank, or there is none yet
}

// leastWidth is the narrowest page: a phone's terminal, or half a window.
const leastWidth = 40

func newPage(w io.Writer, look Look) *page {
	width := look.Width
	if width == 0 {
		width = 80
	}
	return &page{out: bufio.NewWriter(w), width: max(width, leastWidth), color: look.Color, gap: true}
}

// paint puts the codes of a style around text.
func (p *page) paint(s style, text string) string {
	if !p.color || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// line writes a line as it is, without blanks at its end.
func (p *page) line(pieces ...piece) {
	for len(pieces) > 0 {
		last := &pieces[len(pieces)-1]
		last.text = strings.TrimRight(last.text, " ")
		if last.text != "" {
			break
		}
		pieces = pieces[:len(pieces)-1]
	}
	for _, x := range commandless(pieces) {
		p.out.WriteString(p.paint(x.style, x.text))
	}
	p.out.WriteByte('\n')
	p.gap = len(pieces) == 0
}

// commandless takes the style from a line in which cleaned pieces, or the break
// before it, make a command to a build server, and breaks its mark.
func commandless(pieces []piece) []piece {
	var whole strings.Builder
	for _, x := range pieces {
		whole.WriteString(x.text)
	}
	text := strings.TrimLeft(whole.String(), " ")
	if safe := defused(text); safe != text {
		return []piece{{strings.Repeat(" ", whole.Len()-len(text)) + safe, plain}}
	}
	return pieces
}

func (p *page) text(s string) { p.line(piece{s, plain}) }

// blank writes a blank line, but no second one.
func (p *page) blank() {
	if !p.gap {
		p.line()
	}
}

// spread writes the left and right ends of one line, one after the other where
// they do not fit.
func (p *page) spread(left, right piece) {
	room := p.width - columns(left.text) - columns(right.text)
	if right.text == "" || room >= 2 {
		p.line(left, piece{strings.Repeat(" ", max(0, room)), plain}, right)
		return
	}
	p.wrap("", "", []piece{left, {"   " + right.text, right.style}})
}

// wrap writes words below each other: the first line after first, the others
// after hang. A line breaks at blanks, and inside a word only where the word is
// longer than a line.
func (p *page) wrap(first, hang string, pieces []piece) {
	row := []piece{{first, plain}}
	used, empty, begun := columns(first), true, false
	flush := func() {
		p.line(row...)
		row, used, empty, begun = []piece{{hang, plain}}, columns(hang), true, true
	}
	put := func(text string, s style) {
		if last := &row[len(row)-1]; last.style == s && len(row) > 1 {
			last.text += text
		} else if text != "" {
			row = append(row, piece{text, s})
		}
		used += columns(text)
		empty = empty && text == ""
	}
	for _, w := range wordsOf(pieces) {
		width := 0
		for _, x := range w.pieces {
			width += columns(x.text)
		}
		if empty && !begun && strings.TrimSpace(first) != "" && used+width > p.width && columns(hang)+width <= p.width {
			flush() // the word fits below what the first line begins with
		} else if !empty && used+columns(w.gap)+width > p.width {
			flush()
		} else if !empty {
			put(w.gap, w.pieces[0].style)
		}
		for _, x := range w.pieces {
			for used+columns(x.text) > p.width {
				if used >= p.width {
					flush()
					continue
				}
				head := fit(x.text, p.width-used)
				put(head, x.style)
				flush()
				x.text = x.text[len(head):]
			}
			put(x.text, x.style)
		}
	}
	if !empty || !begun {
		p.line(row...)
	}
}

// word is what a line does not break: pieces without a blank between them, and
// the blanks before them.
type word struct {
	gap    string
	pieces []piece
}

func wordsOf(pieces []piece) []word {
	var list []word
	gap, open := "", false
	for _, x := range pieces {
		for x.text != "" {
			n := len(x.text) - len(strings.TrimLeft(x.text, " "))
			if open && strings.HasPrefix(x.text, " %") { // a number keeps its sign
				last := &list[len(list)-1]
				last.pieces = append(last.pieces, piece{" %", x.style})
				x.text = x.text[2:]
				continue
			}
			if n > 0 {
				gap, open, x.text = gap+x.text[:n], false, x.text[n:]
				continue
			}
			if n = strings.IndexByte(x.text, ' '); n < 0 {
				n = len(x.text)
			}
			if !open {
				list = append(list, word{gap: gap})
				gap, open = "", true
			}
			last := &list[len(list)-1]
			last.pieces = append(last.pieces, piece{x.text[:n], x.style})
			x.text = x.text[n:]
		}
	}
	return list
}

// fit is the beginning of word that takes at most n columns, at least one
// character.
func fit(word string, n int) string {
	used := 0
	for i, r := range word {
		used += runeColumns(r)
		if used > n && i > 0 {
			return word[:i]
		}
	}
	return word
}

// field writes a label and its text with a hanging indent.
func (p *page) field(label string, pieces ...piece) {
	const indent, labels = 2, 12
	p.wrap(strings.Repeat(" ", indent)+padRight(label, labels), strings.Repeat(" ", indent+labels), pieces)
}

// bar draws a share in [0, 1] over n columns; any share above 0 shows.
func bar(share float64, n int) string {
	eighths := int(math.Round(min(max(share, 0), 1) * float64(n*8)))
	if share > 0 && eighths == 0 {
		eighths = 1
	}
	s := strings.Repeat("█", eighths/8)
	if eighths%8 > 0 {
		s += string([]rune(" ▏▎▍▌▋▊▉")[eighths%8])
	}
	return s
}

// percent writes a share in [0, 1] in whole per cent. It never rounds to 0 or
// 100 what is not that.
func percent(share float64) string {
	n := math.Round(share * 100)
	switch {
	case share > 0 && n == 0:
		return "under 1 %"
	case share < 1 && n == 100:
		return "over 99 %"
	}
	return strconv.Itoa(int(n)) + " %"
}

// count writes "1 word", "2 words", "1,250 words".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
