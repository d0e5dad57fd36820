package attribution

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// Wording is one quote of an utterance held against the longest one.
type Wording struct {
	Quote string `json:"quote"`
	// Change is "same", "cut", "elided", "bracketed", "undisclosed-cut",
	// "substituted" or "number-changed".
	Change string `json:"change"`
	// Edits is the Levenshtein distance in runes between this wording and the
	// stretch of the longest one that it renders; -1 where either is longer
	// than maxEdited runes.
	Edits   int    `json:"edits"`
	Against string `json:"against"` // id of the longest wording
}

// maxEdited is the longest text that edits are counted in, in runes: the
// distance costs the product of both lengths.
const maxEdited = 2000

// A wordToken is one word of a quote as joining compares it.
type wordToken struct {
	hash     uint64
	start    int32 // byte of the quote's text
	end      int32
	bracket  bool // inserted by the editor: [sic], [the bill]
	gap      bool // an ellipsis stands before it
	number   bool
	negation bool
	inner    bool // stands in marks inside the quote: somebody else's words
	short    bool // written as a contraction
	rarity   float32
}

// negations turn a statement round.
var negations = wordSet(`not no never none nothing nobody nor cannot neither without`)

// contractions by the part behind the apostrophe; "n't" is handled apart.
var contractionEnds = map[string]string{"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}

// isContraction are the words whose 's is "is" rather than a possessive.
var isContraction = wordSet(`it that he she what there here who where how let this everybody everyone nobody somebody one`)

// wordsOf normalises a quote's text: contractions written out, numeralWords as
// digits, gaps and brackets marked.
func wordsOf(text string) []wordToken { return appendWords(nil, text) }

func appendWords(out []wordToken, text string) []wordToken {
	tokens := article.Tokens(text, nil)
	prev := 0
	inBracket, inner := false, false
	for _, t := range tokens {
		between := text[prev:t.Start]
		gap := strings.Contains(between, "…") || strings.Contains(between, "...") || strings.Contains(between, ". . .")
		for i := 0; i < len(between); i++ {
			switch between[i] {
			case '[':
				inBracket = true
			case ']':
				inBracket = false
			}
		}
		inner = innerAfter(between, inner)
		if n := len(out); n > 0 && isTail(t.Word, between) {
			// "Russia 's": the page put a blank before the apostrophe
			last := &out[n-1]
			last.hash = article.HashWord(article.Tokens(text[last.start:prev], nil)[0].Word + t.Word)
			last.end, prev = int32(t.End), t.End
			continue
		}
		prev = t.End
		base := wordToken{start: int32(t.Start), end: int32(t.End), bracket: inBracket, gap: gap && len(out) > 0, inner: inner}
		forms := writtenOut(t.Word, text[t.Start:t.End])
		for n, w := range forms {
			x := base
			x.short = len(forms) > 1 && n == 1
			x.gap = base.gap && n == 0
			if d, ok := numeralWords[w]; ok {
				w, x.number = d, true
			} else if isDigitWord(w) {
				x.number = true
			}
			x.negation = negations[w]
			x.hash = article.HashWord(w)
			if !functionHashes[x.hash] {
				x.rarity, _ = similarity.Rarity(similarity.StemHash(w))
			}
			out = append(out, x)
		}
	}
	return out
}

// isTail reports whether a token is the end of the word before it, cut off by
// blanks around the apostrophe.
func isTail(word, between string) bool {
	switch word {
	case "s", "t", "re", "ve", "ll", "d", "m":
	default:
		return false
	}
	b := strings.ReplaceAll(between, "’", "'")
	return b == " '" || b == "' " || b == " ' "
}

// innerAfter says whether the word behind the given marks stands in marks
// inside the quote.
func innerAfter(between string, inner bool) bool {
	var prev rune
	for i, r := range between {
		switch r {
		case '‘', '“':
			inner = true
		case '’', '”':
			inner = false
		case '\'', '"':
			// an opening mark has a blank before it and none behind
			inner = i+1 == len(between) && (i == 0 || prev == ' ' || prev == '\n' || prev == '(')
		}
		prev = r
	}
	return inner
}

// writtenOut is a word with its contraction resolved.
func writtenOut(word, raw string) []string {
	i := strings.LastIndexAny(raw, "'’")
	if i < 0 {
		if word == "cannot" {
			return []string{"can", "not"}
		}
		return []string{word}
	}
	low := strings.ToLower(strings.ReplaceAll(raw, "’", "'"))
	k := strings.LastIndexByte(low, '\'')
	head, tail := strings.ReplaceAll(low[:k], "'", ""), low[k+1:]
	switch {
	case tail == "t" && strings.HasSuffix(head, "n"):
		switch head {
		case "can":
			return []string{"can", "not"}
		case "won":
			return []string{"will", "not"}
		case "shan":
			return []string{"shall", "not"}
		}
		return []string{head[:len(head)-1], "not"}
	case tail == "s" && isContraction[head]:
		if head == "let" {
			return []string{"let", "us"}
		}
		return []string{head, "is"}
	}
	if full, ok := contractionEnds[tail]; ok && head != "" {
		return []string{head, full}
	}
	return []string{word}
}

// numeralWords are numerals as digits.
var numeralWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
	"eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
	"eighty": "80", "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000",
}

// movedWords is the least stretch that counts as moved: sentences are printed
// in another order, two words in a row prove nothing.
const movedWords = 4

// alignMoved aligns two wordings and looks for the rest of the shorter one
// elsewhere in the longer one.
func (x *aligner) alignMoved(short, long []wordToken) alignment {
	a := x.align(short, long)
	if 5*a.matched < 2*len(short) || len(short) > maxAligned || len(long) > maxAligned {
		return a
	}
	for _, rest := range [2][]wordToken{short[:a.from], short[a.to:]} {
		if len(rest) < movedWords {
			continue
		}
		for _, side := range [2][]wordToken{long[:a.first], long[a.last:]} {
			if len(side) < movedWords {
				continue
			}
			if m := x.align(rest, side); m.run >= movedWords && 5*m.matched >= 4*len(rest) && !m.negated && !m.number {
				a.moved += m.matched
				break
			}
		}
	}
	return a
}

// An alignment is how one wording lies in another: the stretch that both
// render, as a window of each.
type alignment struct {
	matched    int // words that stand in both, in order
	free       int // words of the shorter one that need no match: in brackets
	from, to   int // window [from, to) of the shorter one
	first      int // window [first, last) of the longer one
	last       int
	run        int     // longest run of matched words without a break
	dropped    int     // words of the long window that the short one lacks, unmarked
	elided     int     // the same at an ellipsis
	changed    int     // words of the short window that stand for others
	inserted   int     // words of the short window without any counterpart
	respelled  int     // matched words that only one side contracts
	inner      int     // matched words that the long one gives to somebody else
	bracketed  int     // words that the editor put in brackets, on either side
	clauses    int     // words of the long window beyond clauseWords of each gap
	moved      int     // words of the short one that stand elsewhere in the long one
	rare       float64 // rarity of the matched words, summed
	negated    bool    // a negation stands on one side only
	number     bool    // a number stands for another
	numberLost bool    // a number stands on one side only
}

// coverage is the share of the short wording's words that the long one holds.
func (a alignment) coverage(short int) float64 {
	if short-a.free <= 0 {
		return 0
	}
	return float64(a.matched+a.moved) / float64(short-a.free)
}

// clauseWords is how much of one gap counts against a wording: a whole clause
// that is left out says no more than the half of it.
const clauseWords = 8

// density is the share of matched words in the windows, marked gaps left out
// and long ones counted as clauseWords.
func (a alignment) density() float64 {
	n := max(a.to-a.from-a.free, a.last-a.first-a.elided-a.clauses)
	if n <= 0 {
		return 0
	}
	return float64(a.matched) / float64(n)
}

// Scores of the alignment. A gap may be long, since whole clauses are cut, but
// opening one costs more than half a match.
const (
	matchScore  = 10
	changeScore = -7
	gapOpen     = -6
	gapExtend   = -1

	// maxAligned bounds the words of either side of an alignment.
	maxAligned = 600
	// negationGap is how many words on one side alone may hold a negation before
	// they count as a clause rather than as a statement turned round.
	negationGap = 3
)

// Where a cell of an alignment comes from.
const (
	cellStart uint8 = iota
	cellPair        // both words
	cellShort       // a word of the short one alone
	cellLong        // a word of the long one alone
)

// aligner holds the tables of one alignment, so that the next one reuses them.
type aligner struct {
	best, inShort, inLong []int32
	from, fromS, fromL    []uint8
}

func (x *aligner) room(n int) {
	if cap(x.best) < n {
		x.best, x.inShort, x.inLong = make([]int32, n), make([]int32, n), make([]int32, n)
		x.from, x.fromS, x.fromL = make([]uint8, n), make([]uint8, n), make([]uint8, n)
	}
	x.best, x.inShort, x.inLong = x.best[:n], x.inShort[:n], x.inLong[:n]
	x.from, x.fromS, x.fromL = x.from[:n], x.fromS[:n], x.fromL[:n]
}

// align finds the best stretch that two wordings share: a local alignment with
// affine gaps (Smith and Waterman 1981, Gotoh 1982). Its cost is the product
// of both lengths.
func (x *aligner) align(short, long []wordToken) alignment {
	if len(short) > maxAligned {
		short = short[:maxAligned]
	}
	if len(long) > maxAligned {
		long = long[:maxAligned]
	}
	w := len(long) + 1
	x.room((len(short) + 1) * w)
	const low = -1 << 28
	for j := 0; j < w; j++ {
		x.best[j], x.inShort[j], x.inLong[j], x.from[j] = 0, low, low, cellStart
	}
	end, top := 0, int32(0)
	for i := 1; i <= len(short); i++ {
		row := i * w
		x.best[row], x.inShort[row], x.inLong[row], x.from[row] = 0, low, low, cellStart
		for j := 1; j < w; j++ {
			c := row + j
			x.inShort[c], x.fromS[c] = gap(x.best[c-w], x.inShort[c-w], short[i-1].bracket)
			x.inLong[c], x.fromL[c] = gap(x.best[c-1], x.inLong[c-1], long[j-1].bracket)
			pair := x.best[c-w-1] + changeScore
			if short[i-1].hash == long[j-1].hash {
				pair = x.best[c-w-1] + matchScore
			}
			best, from := int32(0), cellStart
			if pair > best {
				best, from = pair, cellPair
			}
			if x.inShort[c] > best {
				best, from = x.inShort[c], cellShort
			}
			if x.inLong[c] > best {
				best, from = x.inLong[c], cellLong
			}
			x.best[c], x.from[c] = best, from
			if best > top {
				end, top = c, best
			}
		}
	}
	return x.trace(short, long, end)
}

// gap is the score of a gap that ends here and whether it went on (1) or was
// opened (0).
func gap(best, open int32, bracket bool) (int32, uint8) {
	cost, more := int32(gapOpen), int32(gapExtend)
	if bracket {
		cost, more = 0, 0
	}
	if open+more > best+cost {
		return open + more, 1
	}
	return best + cost, 0
}

// trace walks the best alignment back from cell end and counts what happened.
func (x *aligner) trace(short, long []wordToken, end int) alignment {
	w := len(long) + 1
	c := end
	i, j := c/w, c%w
	a := alignment{from: i, to: i, first: j, last: j}
	run, dropped := 0, 0
	lost := false // a negation among the words dropped in a row
	flush := func() {
		if lost && dropped <= negationGap {
			a.negated = true
		}
		dropped, lost = 0, false
	}
	for x.from[c] != cellStart {
		switch x.from[c] {
		case cellPair:
			flush()
			i, j = i-1, j-1
			p, q := short[i], long[j]
			if p.hash == q.hash {
				a.matched++
				a.rare += float64(p.rarity)
				run++
				a.run = max(a.run, run)
				if p.short != q.short {
					a.respelled++
				}
				if q.inner && !p.inner {
					a.inner++
				}
			} else {
				run = 0
				a.changed++
				a.number = a.number || p.number && q.number
				a.numberLost = a.numberLost || p.number != q.number
				a.negated = a.negated || p.negation != q.negation
			}
			c -= w + 1
		case cellShort:
			lone, not := 0, false
			for more := true; more; c -= w {
				more = x.fromS[c] == 1
				i--
				a.loneShort(short[i])
				lone++
				not = not || short[i].negation
				if !short[i].bracket {
					run = 0 // what the editor put in breaks no run
				}
			}
			a.negated = a.negated || not && lone <= negationGap
		default:
			at, cut := min(i, len(short)-1), 0
			for more := true; more; c-- {
				more = x.fromL[c] == 1
				j--
				switch {
				case long[j].bracket:
					a.bracketed++
				case short[at].gap && i < len(short):
					a.elided++
				default:
					run = 0
					cut++
					a.dropped++
					dropped++
					lost = lost || long[j].negation
					a.numberLost = a.numberLost || long[j].number
				}
			}
			a.clauses += max(0, cut-clauseWords)
		}
	}
	flush()
	a.from, a.first = i, j
	a.reach(short, long)
	return a
}

// edgeReach is how far beyond an alignment's window its last words are looked
// for: "She said" for "She rang me on Sunday night and said".
const edgeReach = 14

// reach takes in the one or two words of the short wording before the window
// and behind it that stand a little farther off in the long one.
func (a *alignment) reach(short, long []wordToken) {
	for n := 0; n < 2 && a.matched > 0 && a.from == 1+n && a.from <= 2; n++ {
		for j := a.first - 1; j >= 0 && j >= a.first-edgeReach; j-- {
			if short[a.from-1].hash == long[j].hash {
				a.dropped += a.first - 1 - j
				a.from, a.first = a.from-1, j
				a.matched++
				break
			}
		}
	}
	if rest := len(short) - a.to; a.matched > 0 && rest > 0 && rest <= 2 {
		for j := a.last; j < len(long) && j < a.last+edgeReach; j++ {
			if short[a.to].hash == long[j].hash {
				a.dropped += j - a.last
				a.to, a.last = a.to+1, j+1
				a.matched++
				break
			}
		}
	}
}

// loneShort counts a word of the short wording that has no counterpart.
func (a *alignment) loneShort(t wordToken) {
	if t.bracket {
		a.free++
		a.bracketed++
		return
	}
	a.inserted++
	a.numberLost = a.numberLost || t.number
}

// edgeWords is how many words at an end of a wording stand for others, rather
// than for a further sentence.
const edgeWords = 3

// edges counts the words at the ends of the short wording that stand where the
// long one goes on with others: alignments end at the last equal word.
func (a *alignment) edges(short, long []wordToken) {
	if a.matched == 0 {
		return
	}
	if n := a.from; n > 0 && n <= edgeWords && a.first > 0 {
		a.edge(short[:n], long[a.first-1])
	}
	if n := len(short) - a.to; n > 0 && n <= edgeWords && a.last < len(long) {
		a.edge(short[a.to:], long[a.last])
	}
}

func (a *alignment) edge(words []wordToken, other wordToken) {
	for _, w := range words {
		if !w.bracket {
			a.changed++
			a.number = a.number || w.number && other.number
		}
	}
}

// changeOf names how the short wording differs from the long one.
func changeOf(a alignment, short, long int) string {
	switch {
	case a.number:
		return "number-changed"
	case a.changed > 0 || a.inserted > 0 || a.respelled > 0 || a.moved > 0:
		return "substituted"
	case a.dropped > 0:
		return "undisclosed-cut"
	case a.bracketed > 0:
		return "bracketed"
	case a.elided > 0:
		return "elided"
	case a.matched < long || a.matched+a.free < short:
		return "cut"
	}
	return "same"
}

// editsBetween is the distance in runes between a wording and its window.
func editsBetween(a, b string) int {
	a, b = strings.TrimRight(a, ",.;:—–- "), strings.TrimRight(b, ",.;:—–- ")
	if utf8.RuneCountInString(a) > maxEdited || utf8.RuneCountInString(b) > maxEdited {
		return -1
	}
	return levenshtein.ComputeDistance(a, b)
}
