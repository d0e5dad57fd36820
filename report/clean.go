package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// mostMarks is how many combining marks may follow one letter. Text needs
// three or four; piles of hundreds cover the lines above and below.
const mostMarks = 6

// Printable makes text that comes from an article, a file name or a
// configuration safe to print on one line, for those who print outside of a
// report: line breaks and tabs become blanks, what a terminal or the log of a
// continuous integration would obey stands visibly.
func Printable(s string) string { return clean(s) }

// PrintableLines is Printable for a text whose lines stay lines.
func PrintableLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = clean(l)
	}
	return strings.Join(lines, "\n")
}

// clean makes text from an article safe to print on one line: line breaks and
// tabs become blanks, and every character that steers instead of showing
// (control, escape, bidirectional, zero-width, private) stands visibly as its
// code. Joiners stay, since Persian and emoji need them; a soft hyphen goes,
// since it shows nothing. The marks by which build servers know a command in
// their log are written with look-alikes.
func clean(s string) string {
	if plainASCII(s) {
		return defused(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			if marks++; marks > mostMarks {
				continue
			}
		} else {
			marks = 0
		}
		putRune(&b, r, n)
	}
	return defused(b.String())
}

// logCommands are the beginnings of what the logs of GitHub Actions, Azure
// Pipelines and TeamCity obey wherever it stands in a line.
var logCommands = []string{"##[", "##vso[", "##teamcity["}

// defused breaks the marks of commands to a build server. GitHub knows one also
// by "::" at the start of a line, behind blanks; any word may come to stand
// there.
func defused(s string) string {
	if !strings.Contains(s, "::") && !strings.Contains(s, "##") {
		return s
	}
	for _, c := range logCommands {
		s = strings.ReplaceAll(s, c, "♯"+c[1:])
	}
	s = strings.ReplaceAll(s, " ::", " ∷")
	if rest, ok := strings.CutPrefix(s, "::"); ok {
		s = "∷" + rest
	}
	return s
}

// steers reports a character that acts instead of showing: control, format,
// private and unassigned ones, and those that end a line. The joiners of Persian
// and of emoji do not count.
func steers(r rune) bool {
	return r != 0x200c && r != 0x200d && !unicode.IsGraphic(r) || r == 0x2028 || r == 0x2029
}

func putRune(b *strings.Builder, r rune, n int) {
	switch {
	case r == utf8.RuneError && n == 1:
		b.WriteRune(utf8.RuneError)
	case r == '\n' || r == '\r' || r == '\t' || r == 0x85 || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Zs, r):
		b.WriteByte(' ')
	case r == 0xad:
	case r < 0x20:
		b.WriteRune('␀' + r)
	case r == 0x7f:
		b.WriteRune('␡')
	case steers(r):
		fmt.Fprintf(b, "‹U+%04X›", r)
	default:
		b.WriteRune(r)
	}
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// oneLine is clean with runs of blanks taken together.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// columns is how many columns of a terminal cleaned text takes: two for a wide
// East Asian character or an emoji, none for a mark that combines.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf), r >= 0x1160 && r <= 0x11ff:
		return 0 // vowels and finals of Hangul join the consonant before
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cut shortens cleaned text to at most n columns, with a mark where it cut.
func cut(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		w := runeColumns(r)
		if used+w > n-1 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
		used += w
	}
	return s
}

// cutMiddle shortens cleaned text to n columns and keeps both ends: of a path
// the end tells more.
func cutMiddle(s string, n int) string {
	if columns(s) <= n || n < 5 {
		return cut(s, n)
	}
	head := cut(s, n/3)
	room := n - columns(head)
	tail := len(s)
	for tail > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:tail])
		if room -= runeColumns(r); room < 0 {
			break
		}
		tail -= size
	}
	return head + s[tail:]
}

// padRight and padLeft fill cleaned text with blanks to n columns.
func padRight(s string, n int) string { return s + strings.Repeat(" ", max(0, n-columns(s))) }

func padLeft(s string, n int) string { return strings.Repeat(" ", max(0, n-columns(s))) + s }
