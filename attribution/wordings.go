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
	word
	start int32 // byte of the quote's text
	end   int32
}

// A word is a wordToken wherever it stands.
type word struct {
	hash     uint64
	bracket  bool // inserted by the editor: [sic], [the bill]
	gap      bool // an ellipsis stands before it
	begins   bool // a sentence begins with it, or a piece behind an ellipsis
	number   bool
	negation bool
	inner    bool   // stands in marks inside the quote: somebody else's words
	short    bool   // written as a contraction
	stem     uint32 // 0 for function words
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
func wordsOf(text string) []wordToken { return new(wordReader).words(text) }

// wordReader reads one wording after the other in the same memory.
type wordReader struct {
	tokens []article.Token
	out    []wordToken
}

// words are good until the next call.
func (r *wordReader) words(text string) []wordToken {
	tokens := article.AppendTokens(r.tokens[:0], text, nil)
	out := r.out[:0]
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
		base := wordToken{start: int32(t.Start), end: int32(t.End), word: word{bracket: inBracket, gap: gap && len(out) > 0, begins: gap || len(out) == 0 || strings.ContainsAny(between, ".!?"), inner: inner}}
		if between == ", " && text[t.Start] >= 'A' && text[t.Start] <= 'Z' {
			base.begins = true // the second half of "Some," she said. "More"
		}
		forms := [2]string{}
		forms[0], forms[1] = writtenOut(t.Word, text[t.Start:t.End])
		for n, w := range forms {
			if n == 1 && w == "" {
				break
			}
			x := base
			x.short = n == 1
			x.gap, x.begins = base.gap && n == 0, base.begins && n == 0
			if d, ok := numeralWords[w]; ok {
				w, x.number = d, true
			} else if isDigitWord(w) {
				x.number = true
			}
			x.negation = negations[w]
			if x.hash = t.Hash; w != t.Word {
				x.hash = article.HashWord(w)
			}
			if !functionHashes[x.hash] {
				x.stem = article.StemHash(w)
				x.rarity, _ = article.Rarity(x.stem)
			}
			out = append(out, x)
		}
	}
	r.tokens, r.out = tokens, out
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

// writtenOut is a word with its contraction resolved, the second part empty where
// there is none.
func writtenOut(word, raw string) (first, second string) {
	i := strings.LastIndexAny(raw, "'’")
	if i < 0 {
		if word == "cannot" {
			return "can", "not"
		}
		return word, ""
	}
	low := strings.ToLower(strings.ReplaceAll(raw, "’", "'"))
	k := strings.LastIndexByte(low, '\'')
	head, tail := strings.ReplaceAll(low[:k], "'", ""), low[k+1:]
	switch {
	case tail == "t" && strings.HasSuffix(head, "n"):
		switch head {
		case "can":
			return "can", "not"
		case "won":
			return "will", "not"
		case "shan":
			return "shall", "not"
		}
		return head[:len(head)-1], "not"
	case tail == "s" && isContraction[head]:
		if head == "let" {
			return "let", "us"
		}
		return head, "is"
	}
	if full, ok := contractionEnds[tail]; ok && head != "" {
		return head, full
	}
	return word, ""
}

// numeralWords are numerals as digits.
var numeralWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
	"eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
	"eighty": "80", "ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000",
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
