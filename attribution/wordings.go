package attribution

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/stemma-news/stemma/article"
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
	start    int // byte of the quote's text
	end      int
	bracket  bool // inserted by the editor: [sic], [the bill]
	gap      bool // an ellipsis stands before it
	number   bool
	negation bool
}

// negations turn a statement round.
var negations = wordSet(`not no never none nothing nobody nor cannot neither without`)

// contractions by the part behind the apostrophe; "n't" is handled apart.
var contractionEnds = map[string]string{"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}

// isContraction are the words whose 's is "is" rather than a possessive.
var isContraction = wordSet(`it that he she what there here who where how let this everybody everyone nobody somebody one`)

// wordsOf normalises a quote's text: contractions written out, numerals as
// digits, gaps and brackets marked.
func wordsOf(text string) []wordToken {
	var out []wordToken
	tokens := article.Tokens(text, nil)
	prev := 0
	inBracket := false
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
		prev = t.End
		base := wordToken{start: t.Start, end: t.End, bracket: inBracket, gap: gap && len(out) > 0}
		for n, w := range writtenOut(t.Word, text[t.Start:t.End]) {
			x := base
			x.gap = base.gap && n == 0
			if d, ok := numerals[w]; ok {
				w, x.number = d, true
			} else if isDigitWord(w) {
				x.number = true
			}
			x.negation = negations[w]
			x.hash = article.HashWord(w)
			out = append(out, x)
		}
	}
	return out
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

// numerals as digits.
var numerals = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
	"eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
	"eighty": "80", "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000",
}

// An alignment is how a shorter wording lies in a longer one.
type alignment struct {
	matched    int // words that stand in both, in order
	free       int // words of the shorter one that need no match: in brackets
	first      int // window [first, last) of the longer one
	last       int
	run        int // longest run of matched words without a break
	dropped    int // words of the window that the shorter one lacks, unmarked
	elided     int // the same behind an ellipsis
	changed    int // words of the shorter one that stand for others
	inserted   int // words of the shorter one without any counterpart
	bracketed  int
	outside    int  // words of the shorter one before or behind the longer one
	negated    bool // a negation on one side of the window only
	number     bool // a number stands for another
	numberLost bool // a number on one side only
}

// coverage is the share of the short wording's words that the long one holds.
func (a alignment) coverage(short int) float64 {
	if short-a.free <= 0 {
		return 0
	}
	return float64(a.matched) / float64(short-a.free)
}

// compactness is the short wording's length against its window in the long one.
func (a alignment) compactness(short int) float64 {
	if a.last <= a.first {
		return 0
	}
	return float64(short) / float64(a.last-a.first)
}

// edgeWords is how many unmatched words at a wording's end still count as
// changed rather than as lying outside.
const edgeWords = 2

// maxAligned bounds the words of either side of an alignment.
const maxAligned = 600

// align finds the best place of short inside long: words matched in order,
// free ends on the long side, each gap inside costing a little, so that the
// window stays tight (a semi-global alignment after Needleman and Wunsch).
func align(short, long []wordToken) alignment {
	if len(short) > maxAligned {
		short = short[:maxAligned]
	}
	if len(long) > maxAligned {
		long = long[:maxAligned]
	}
	n, m := len(short), len(long)
	const match, skip, change = 10, -2, -3
	w := m + 1
	score := make([]int32, (n+1)*w)
	from := make([]uint8, (n+1)*w) // 1 diagonal, 2 skip short, 3 skip long
	for i := 1; i <= n; i++ {
		cost := int32(change)
		if short[i-1].bracket {
			cost = 0
		}
		score[i*w] = score[(i-1)*w] + cost
		from[i*w] = 2
		for j := 1; j <= m; j++ {
			best, f := score[(i-1)*w+j]+cost, uint8(2)
			lskip := int32(skip)
			if s := score[i*w+j-1] + lskip; s > best {
				best, f = s, 3
			}
			d := score[(i-1)*w+j-1]
			if short[i-1].hash == long[j-1].hash {
				d += match
			} else {
				d += change
			}
			if d >= best {
				best, f = d, 1
			}
			score[i*w+j], from[i*w+j] = best, f
		}
	}
	end := 0
	for j := 1; j <= m; j++ {
		if score[n*w+j] > score[n*w+end] {
			end = j
		}
	}
	return trace(short, long, from, w, n, end)
}

// trace walks an alignment back and counts what happened.
func trace(short, long []wordToken, from []uint8, w, i, j int) alignment {
	type step struct {
		op   uint8
		i, j int
	}
	var steps []step
	for i > 0 {
		f := from[i*w+j]
		if j == 0 {
			f = 2
		}
		switch f {
		case 1:
			i, j = i-1, j-1
		case 2:
			i--
		default:
			j--
		}
		steps = append(steps, step{f, i, j})
	}
	lastMatch := 0 // the step of the last match: behind it lie free ends
	for k := range steps {
		if s := steps[k]; s.op == 1 && short[s.i].hash == long[s.j].hash {
			lastMatch = k
			break
		}
	}
	firstMatch := lastMatch
	for k := len(steps) - 1; k > lastMatch; k-- {
		if s := steps[k]; s.op == 1 && short[s.i].hash == long[s.j].hash {
			firstMatch = k
			break
		}
	}
	a := alignment{first: j, last: j}
	run := 0
	seen := false
	for k := len(steps) - 1; k >= 0; k-- {
		s := steps[k]
		switch {
		case s.op == 1 && short[s.i].hash == long[s.j].hash:
			if !seen {
				a.first = s.j
			}
			seen = true
			a.matched++
			run++
			a.run = max(a.run, run)
			a.last = s.j + 1
			continue
		case s.op == 3:
			if seen && k > lastMatch {
				if s.i < len(short) && short[s.i].gap {
					a.elided++
				} else {
					a.dropped++
					a.negated = a.negated || long[s.j].negation
					a.numberLost = a.numberLost || long[s.j].number
				}
			}
		case short[s.i].bracket:
			a.free++
			a.bracketed++
		case !seen && s.op == 2 || k < lastMatch && s.op == 2 || !seen && firstMatch-k <= -edgeWords || k < lastMatch-edgeWords:
			a.outside++ // the short wording begins or ends beyond the long one
		case s.op == 1:
			a.changed++
			x, y := short[s.i], long[s.j]
			a.number = a.number || x.number && y.number
			a.numberLost = a.numberLost || x.number != y.number
			a.negated = a.negated || x.negation != y.negation
		default:
			a.inserted++
			a.negated = a.negated || short[s.i].negation
			a.numberLost = a.numberLost || short[s.i].number
		}
		run = 0
	}
	return a
}

// changeOf names how the short wording differs from the long one.
func changeOf(a alignment, short, long int) string {
	switch {
	case a.number:
		return "number-changed"
	case a.changed > 0 || a.inserted > 0:
		return "substituted"
	case a.dropped > 0:
		return "undisclosed-cut"
	case a.bracketed > 0:
		return "bracketed"
	case a.elided > 0:
		return "elided"
	case a.matched < long:
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
