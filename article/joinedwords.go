package article

import (
	"iter"
	"slices"
	"strings"
	"unicode"
)

// Words run together, "ofthe ministersaid", are read apart: a reader does, and
// where a fifth of all blanks is gone three of four real copies were hidden. What
// is known of English words (Rarity) says where one ends, so other languages stay
// as they are. A single such word is a name or a compound that the background does
// not hold, "Palmdale", and stays whole; only a text that is full of them is read
// so. It shows by long words that are unknown and hide a word like "the" or "said";
// none of 60,968 clean articles is taken for such a text (benchmarks/evasion.md).

const (
	// A text whose words are run together has one word of wordsPerLong with
	// fewestLong letters and more, counted while it is read, and one of these at
	// least is unknown. Few honest articles are looked at any further.
	fewestLong, wordsPerLong = 14, 110
	// Two different words and one of wordsPerTelling are no accident if each has
	// fewestTelling letters and tells by one of the tellingParts.
	fewestTelling, wordsPerTelling = 8, 200

	fewestJoined, mostJoined = 5, 200 // letters of a word that is read apart
	longestPart              = 20     // letters of its parts
	// How rare a part may be, one of two letters, one of three; what each adds to
	// the rarities of a row of parts, and what the row may cost a letter.
	rarestPart, rarestOfTwo, rarestOfThree = 8.2, 3.5, 6
	partCost, letterCost                   = 2, 2.2
)

// tellingParts are words that no name and no compound ends or begins with, but by
// chance ("withdrawl").
var tellingParts = [...]string{
	"the", "and", "that", "this", "which", "with", "from", "they", "their", "said", "was", "were", "has", "have", "had", "been", "will", "would",
}

// tells reports that words are run together in a word: one of the tellingParts is
// among its parts, which are written to the buffer.
func tells(word string, parts *[]string) bool {
	for _, p := range tellingParts {
		if strings.Contains(word, p) {
			*parts = appendParts((*parts)[:0], word)
			return slices.ContainsFunc(*parts, func(part string) bool { return slices.Contains(tellingParts[:], part) })
		}
	}
	return false
}

// runTogether reports whether the words of text, n of them, are run together;
// long is how many of them have fewestLong letters and more.
func runTogether(text string, skip []Span, n, long int) bool {
	if long*wordsPerLong < n || long == 0 {
		return false
	}
	for range unknownWords(text, skip, fewestLong) {
		return hasTelling(text, skip, max(2, (n+wordsPerTelling-1)/wordsPerTelling))
	}
	return false
}

// hasTelling reports so many different words that tell.
func hasTelling(text string, skip []Span, most int) bool {
	seen := map[string]bool{}
	var parts []string
	for word := range unknownWords(text, skip, fewestTelling) {
		if !tells(word, &parts) {
			continue
		}
		if seen[word] = true; len(seen) == most {
			return true
		}
	}
	return false
}

// unknownWords yields the words of small letters, so many and more, that the
// background does not hold and that stand in no address. It looks at every nth
// byte and at what stands around a letter.
func unknownWords(text string, skip []Span, letters int) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := letters - 1; i < len(text); i += letters {
			if letters >= fewestLong && 8 <= i && i+8 <= len(text) && !allLetters(text, i) && !allLetters(text, i-7) {
				continue // of so many letters eight stand on one side
			}
			at := Span{i, i}
			for at.Start > 0 && classes[text[at.Start-1]] <= upper {
				at.Start--
			}
			for at.End < len(text) && classes[text[at.End]] <= upper {
				at.End++
			}
			i = at.End
			if at.Len() < letters || strings.Trim(at.In(text), lowerLetters) != "" {
				continue
			}
			for len(skip) > 0 && skip[0].End <= at.Start {
				skip = skip[1:]
			}
			if len(skip) > 0 && at.End > skip[0].Start || inAddress(text, at) {
				continue
			}
			if r, _ := Rarity(StemHash(at.In(text))); r == MaxRarity && !yield(at.In(text)) {
				return
			}
		}
	}
}

// allLetters reports eight letters and digits of ASCII from byte i on.
func allLetters(text string, i int) bool {
	v := load64(text, i)
	return highBits&^wordBytes(v, v|0x20*eachByte) == 0
}

const lowerLetters = "abcdefghijklmnopqrstuvwxyz"

// inAddress reports a word that is written without blanks because it stands in a
// link, a handle or a hashtag.
func inAddress(text string, at Span) bool {
	if at.Start > 0 && strings.IndexByte("#@/_=&?%~", text[at.Start-1]) >= 0 {
		return true
	}
	host := func(dot, letter int) bool {
		return 0 <= dot && letter < len(text) && text[dot] == '.' && classes[text[letter]] <= digit
	}
	return at.End < len(text) && strings.IndexByte("@/_=", text[at.End]) >= 0 ||
		host(at.End, at.End+1) || at.Start > 1 && text[at.Start-2] > ' ' && host(at.Start-1, at.Start)
}

// appendParts appends the known words that a word of small letters consists of:
// the cheapest row of them, none where it is known itself or where there is no row.
func appendParts(dst []string, word string) []string {
	if len(word) < fewestJoined || len(word) > mostJoined || strings.Trim(word, lowerLetters) != "" {
		return dst
	}
	if r, _ := Rarity(StemHash(word)); r < MaxRarity {
		return dst
	}
	var cost [mostJoined + 1]float32 // of the cheapest row that ends here, 0 for none
	var last [mostJoined + 1]uint8   // the letters of its last word
	for end := 1; end <= len(word); end++ {
		for n := 1; n <= min(end, longestPart); n++ {
			start := end - n
			if start > 0 && cost[start] == 0 {
				continue
			}
			if c, ok := costOfPart(word[start:end]); ok && (cost[end] == 0 || cost[start]+c < cost[end]) {
				cost[end], last[end] = cost[start]+c, uint8(n)
			}
		}
	}
	if c := cost[len(word)]; c == 0 || c > letterCost*float32(len(word)) {
		return dst
	}
	first := len(dst)
	for end := len(word); end > 0; end -= int(last[end]) {
		dst = append(dst, word[end-int(last[end]):end])
	}
	slices.Reverse(dst[first:])
	return dst
}

// costOfPart is what a known word adds to a row; short ones must be plain.
func costOfPart(part string) (cost float32, ok bool) {
	most := float32(rarestPart)
	switch len(part) {
	case 1:
		if part != "a" && part != "i" {
			return 0, false
		}
	case 2:
		most = rarestOfTwo
	case 3:
		most = rarestOfThree
	}
	r, _ := Rarity(StemHash(part))
	return r + partCost, r <= most
}

// readApart replaces the tokens from place first on that are words run together.
func readApart(text string, tokens []Token, first int) []Token {
	out := slices.Clone(tokens[:first])
	for _, t := range tokens[first:] {
		out = t.appendWords(out, text)
	}
	return out
}

// appendWords appends the words that t consists of, or t itself.
func (t Token) appendWords(dst []Token, text string) []Token {
	var parts []string
	if !inAddress(text, t.Span()) {
		parts = appendParts(nil, t.Word)
	}
	starts := letterStarts(t.Span().In(text), len(t.Word))
	if len(parts) == 0 || starts == nil {
		return append(dst, t)
	}
	n := 0
	for i, p := range parts {
		k := Token{Start: t.Start + starts[n], End: t.End, Hash: HashWord(p), Word: p}
		if n += len(p); i+1 < len(parts) {
			k.End = t.Start + starts[n]
		}
		dst = append(dst, k)
	}
	return dst
}

// letterStarts is where the letters of a word stand whose normal form has n of
// them; nil where they do not stand one by one.
func letterStarts(raw string, n int) []int {
	starts := make([]int, 0, n)
	for i, r := range raw {
		if !isFormat(r) && !isApostrophe(r) && !unicode.Is(unicode.M, r) && r != '.' && !unicode.IsSpace(r) {
			starts = append(starts, i)
		}
	}
	if len(starts) != n {
		return nil
	}
	return starts
}

// joined lists the words run together, if the text is full of them.
func (s *disguiseScan) joined(skip []Span) {
	if !runTogether(s.text, skip, 0, 1) {
		return
	}
	n, w := 0, newWords(s.text, skip)
	for w.next() {
		n++
	}
	if !runTogether(s.text, skip, n, w.long) {
		return
	}
	for w = newWords(s.text, skip); w.next(); {
		t := Token{Start: w.start, End: w.end, Hash: w.hash, Word: w.word()}
		if len(t.appendWords(nil, s.text)) > 1 {
			s.add(Joined, t.Span(), t.Hash, 1)
		}
	}
}
