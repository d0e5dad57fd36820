package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stemma-news/stemma/article"
)

// stretch is a part of one side of a comparison; changed means that the other
// side does not have its words there. One that is changed and empty is the place
// of words that only the other side has.
type stretch struct {
	text    string
	changed bool
}

// mostCells bounds the table of one comparison: 4 MB and a few milliseconds.
const mostCells = 2_000_000

// compareWords aligns two texts word by word and says which words of each side
// the other lacks. Case, punctuation and marks do not count. It is the longest
// common subsequence over normalised words; what is too long for the table,
// after equal beginnings and ends are taken off, counts as changed as a whole.
func compareWords(a, b string) (left, right []stretch) {
	x, y := article.Tokens(a, nil), article.Tokens(b, nil)
	mateX, mateY := unmatched(len(x)), unmatched(len(y))
	lo := 0
	for lo < len(x) && lo < len(y) && x[lo].Hash == y[lo].Hash {
		mateX[lo], mateY[lo] = lo, lo
		lo++
	}
	hx, hy := len(x), len(y)
	for hx > lo && hy > lo && x[hx-1].Hash == y[hy-1].Hash {
		hx, hy = hx-1, hy-1
		mateX[hx], mateY[hy] = hy, hx
	}
	if n, m := hx-lo, hy-lo; n > 0 && m > 0 && n <= mostCells/m && min(n, m) < 1<<16 {
		commonWords(x[lo:hx], y[lo:hy], func(i, j int) { mateX[lo+i], mateY[lo+j] = lo+j, lo+i })
	}
	return stretches(a, x, mateX, len(y)), stretches(b, y, mateY, len(x))
}

func unmatched(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

// commonWords reports the pairs of a longest common subsequence.
func commonWords(x, y []article.Token, pair func(i, j int)) {
	w := len(y) + 1
	best := make([]uint16, (len(x)+1)*w)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i].Hash == y[j].Hash {
				best[i*w+j] = best[(i+1)*w+j+1] + 1
			} else {
				best[i*w+j] = max(best[(i+1)*w+j], best[i*w+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].Hash == y[j].Hash:
			pair(i, j)
			i, j = i+1, j+1
		case best[(i+1)*w+j] >= best[i*w+j+1]:
			i++
		default:
			j++
		}
	}
}

// stretches cuts text where changed words begin and end, and where words of the
// other side (it has others in all) are missing. What stands between two changed
// words is changed with them; other punctuation is not.
func stretches(text string, words []article.Token, mate []int, others int) []stretch {
	var out []stretch
	from, seen := 0, 0 // seen is the next word of the other side
	put := func(to int, changed bool) {
		if to > from {
			out = append(out, stretch{text[from:to], changed})
			from = to
		}
	}
	for i := 0; i < len(words); i++ {
		if mate[i] >= 0 {
			if mate[i] > seen && (i == 0 || mate[i-1] >= 0) {
				put(words[i].Start, false)
				out = append(out, stretch{"", true})
			}
			seen = mate[i] + 1
			continue
		}
		put(words[i].Start, false)
		for i+1 < len(words) && mate[i+1] < 0 {
			i++
		}
		put(words[i].End, true)
	}
	if n := len(words); seen < others && (n == 0 || mate[n-1] >= 0) {
		if n > 0 {
			put(words[n-1].End, false)
		}
		out = append(out, stretch{"", true})
	}
	put(len(text), false)
	return out
}

// loose shows a restatement: where most words differ, what both sides share
// tells more. Common stretches that are single small words, as any two sentences
// share them, count as changed.
func loose(list []stretch) []stretch {
	var out []stretch
	put := func(s stretch) {
		if s.text == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].changed == s.changed {
			out[n-1].text += s.text
			return
		}
		out = append(out, s)
	}
	for _, s := range list {
		if s.changed || !telling(s.text) {
			put(stretch{s.text, true})
			continue
		}
		words := strings.TrimSpace(s.text) // the mark ends with the words
		i := strings.Index(s.text, words)
		put(stretch{s.text[:i], true})
		put(stretch{words, false})
		put(stretch{s.text[i+len(words):], true})
	}
	return out
}

// telling reports whether a common stretch says anything: several words, a
// number or a name.
func telling(s string) bool {
	words := article.Tokens(s, nil)
	if len(words) == 0 {
		return false
	}
	if len(words) == 1 {
		r, _ := utf8.DecodeRuneInString(s[words[0].Start:])
		return unicode.IsDigit(r) || unicode.IsUpper(r) || unicode.Is(unicode.Han, r)
	}
	long := 0
	for _, w := range words {
		if utf8.RuneCountInString(w.Word) > 3 {
			long++
		}
	}
	return len(words) > 2 || long > 0
}

// mostlyChanged reports whether less than half of the words are common.
func mostlyChanged(list []stretch) bool {
	all := 0
	for _, s := range list {
		all += len(article.Tokens(s.text, nil))
	}
	return 2*changedWords(list) > all
}

// fold shortens long unchanged stretches to the words next to a change.
func fold(list []stretch, keep int) []stretch {
	out := make([]stretch, 0, len(list))
	for i, s := range list {
		words := strings.Fields(s.text)
		if s.changed || len(words) <= 2*keep+2 {
			out = append(out, s)
			continue
		}
		head, tail := strings.Join(words[:keep], " "), strings.Join(words[len(words)-keep:], " ")
		if i == 0 {
			head = ""
		}
		if i == len(list)-1 {
			tail = ""
		}
		text := strings.TrimSpace(head + " ⋯ " + tail)
		if head != "" && startsInBlank(s.text) {
			text = " " + text
		}
		if tail != "" && strings.HasSuffix(s.text, " ") {
			text += " "
		}
		out = append(out, stretch{text, false})
	}
	return out
}

func startsInBlank(s string) bool { return strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\n") }

// gapMark stands where words are missing.
const gapMark = "‸ "

// marked are stretches as pieces of a line, the changed ones between marks
// that show without colour too.
func marked(list []stretch, open, shut string, s style) []piece {
	var out []piece
	for _, x := range list {
		text := clean(x.text)
		if x.changed && text == "" {
			out = append(out, piece{gapMark, s})
			continue
		}
		if !x.changed {
			out = append(out, piece{text, plain})
			continue
		}
		out = append(out, piece{open + text + shut, s})
	}
	return out
}

// diff writes two wordings below each other, - for the fuller one and + for
// the one that was changed.
func (p *page) diff(from, to string) {
	left, right := compareWords(oneLineKeep(from), oneLineKeep(to))
	if mostlyChanged(left) && mostlyChanged(right) { // marks would hide the words
		p.wrap("  - ", "    ", []piece{{clean(oneLineKeep(from)), plain}})
		p.wrap("  + ", "    ", []piece{{clean(oneLineKeep(to)), plain}})
		return
	}
	p.wrap("  - ", "    ", marked(fold(left, 6), "[-", "-]", red))
	p.wrap("  + ", "    ", marked(fold(right, 6), "{+", "+}", green))
}

// oneLineKeep takes line breaks and runs of blanks together; the rest stays for
// the words to be compared.
func oneLineKeep(s string) string { return strings.Join(strings.Fields(s), " ") }

// changedWords counts the words of the changed stretches.
func changedWords(list []stretch) int {
	n := 0
	for _, s := range list {
		if s.changed {
			n += len(article.Tokens(s.text, nil))
		}
	}
	return n
}
