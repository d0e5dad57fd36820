package benchmarks

import (
	"html"
	"math/rand/v2"
	"strings"
	"unicode"
)

// trick is one way to keep a copy from being found by a program while people go
// on reading it.
type trick struct {
	name string
	// page is true where the result is a page of HTML.
	page  bool
	apply func(text string, rate float64, r *rand.Rand) string
}

// tricks are the fourteen of the table. The rate is the share of words touched,
// or of numbers, names and line ends where only these can be.
var tricks = []trick{
	{name: "zero-width characters", apply: words(anyWord, inside(
		"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u180e", "\u034f", "\u3164", "\ufe0f", "\u2061", "\u115f", "\u17b4", "\U000e0100"))},
	{name: "soft hyphens", apply: words(anyWord, inside("\u00ad"))},
	{name: "look-alike letters", apply: words(anyWord, lookAlike)},
	{name: "combining marks", apply: words(anyWord, inside("\u0323", "\u0331", "\u0307", "\u0335", "\u035f", "\u0301", "\u0489"))},
	{name: "full-width letters", apply: words(anyWord, fullWidth)},
	{name: "tag characters", apply: words(anyWord, inside("\U000e0041", "\U000e0020\U000e0061", "\U000e0001\U000e007f"))},
	{name: "white-on-white HTML", page: true, apply: whiteOnWhite},
	{name: "hyphenated line ends", apply: hyphenated},
	{name: "bidi overrides", apply: words(anyWord, turned)},
	{name: "changed case", apply: words(anyWord, otherCase)},
	{name: "homoglyph digits", apply: words(isNumber, otherDigits)},
	{name: "letters spaced out", apply: words(anyWord, spacedOut)},
	{name: "words joined", apply: joined},
	{name: "leetspeak in names", apply: words(isName, leet)},
}

func anyWord(string) bool { return true }

func isName(w string) bool {
	return len(w) > 2 && unicode.IsUpper(rune(w[0])) && strings.ToLower(w[1:]) == w[1:] && !isNumber(w)
}

func isNumber(w string) bool { return strings.ContainsAny(w, "0123456789") }

// words applies a change to a share of the words that fit.
func words(fits func(string) bool, change func(w string, r *rand.Rand) string) func(string, float64, *rand.Rand) string {
	return func(text string, rate float64, r *rand.Rand) string {
		var b strings.Builder
		for len(text) > 0 {
			n := strings.IndexFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
			if n < 0 {
				n = len(text)
			}
			if w := text[:n]; w != "" {
				if fits(w) && r.Float64() < rate {
					w = change(w, r)
				}
				b.WriteString(w)
			}
			text = text[n:]
			if text != "" {
				gap := strings.IndexFunc(text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
				if gap < 0 {
					gap = len(text)
				}
				b.WriteString(text[:gap])
				text = text[gap:]
			}
		}
		return b.String()
	}
}

// inside puts one of the strings between two letters, or behind a single one.
func inside(list ...string) func(string, *rand.Rand) string {
	return func(w string, r *rand.Rand) string {
		letters := []rune(w)
		at := len(letters)
		if at > 1 {
			at = 1 + r.IntN(at-1)
		}
		return string(letters[:at]) + list[r.IntN(len(list))] + string(letters[at:])
	}
}

var likeLatin = map[rune]string{
	'a': "аα", 'c': "сϲ", 'd': "ԁ", 'e': "е", 'h': "һ", 'i': "іι", 'j': "јϳ", 'k': "к", 'o': "оοօ", 'p': "рρ", 'q': "ԛ", 's': "ѕ", 'u': "υս", 'v': "ѵν", 'w': "ԝ", 'x': "х", 'y': "у",
	'A': "АΑ", 'B': "ВΒ", 'C': "СϹ", 'E': "ЕΕ", 'H': "НΗ", 'I': "ІΙ", 'J': "Ј", 'K': "КΚ", 'M': "МΜ", 'N': "Ν", 'O': "ОΟ", 'P': "РΡ", 'S': "Ѕ", 'T': "ТΤ", 'X': "ХΧ", 'Y': "УΥ", 'Z': "Ζ",
}

func lookAlike(w string, r *rand.Rand) string {
	share := []float64{.3, 1}[r.IntN(2)]
	return strings.Map(func(c rune) rune {
		if list := []rune(likeLatin[c]); len(list) > 0 && r.Float64() < share {
			return list[r.IntN(len(list))]
		}
		return c
	}, w)
}

func fullWidth(w string, _ *rand.Rand) string {
	return strings.Map(func(c rune) rune {
		if '!' <= c && c <= '~' {
			return c - '!' + '！'
		}
		return c
	}, w)
}

// turned writes a word backwards between an override and its end, so that it is
// shown forwards, or puts marks of direction around it.
func turned(w string, r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return []string{"\u202a", "\u2066", "\u200e"}[r.IntN(3)] + w + []string{"\u202c", "\u2069", "\u200e"}[r.IntN(3)]
	}
	letters := []rune(w)
	for i, j := 0, len(letters)-1; i < j; i, j = i+1, j-1 {
		letters[i], letters[j] = letters[j], letters[i]
	}
	return "\u202e" + string(letters) + "\u202c"
}

func otherCase(w string, r *rand.Rand) string {
	switch r.IntN(3) {
	case 0:
		return strings.ToUpper(w)
	case 1:
		return strings.ToLower(w)
	}
	up := false
	return strings.Map(func(c rune) rune {
		up = !up
		if up {
			return unicode.ToUpper(c)
		}
		return unicode.ToLower(c)
	}, w)
}

// otherDigits writes digits of other scripts or letters that look like digits.
func otherDigits(w string, r *rand.Rand) string {
	zero := []rune("٠۰०０𝟎")[r.IntN(5)]
	letters := r.IntN(2) == 0 && strings.ContainsAny(w[1:], "01")
	return strings.Map(func(c rune) rune {
		switch {
		case letters && c == '0':
			return []rune("OoО")[r.IntN(3)]
		case letters && c == '1':
			return []rune("lI")[r.IntN(2)]
		case !letters && '0' <= c && c <= '9':
			return zero + c - '0'
		}
		return c
	}, w[:1]) + strings.Map(func(c rune) rune {
		switch {
		case letters && c == '0':
			return []rune("OoО")[r.IntN(3)]
		case letters && c == '1':
			return []rune("lI")[r.IntN(2)]
		case !letters && '0' <= c && c <= '9':
			return zero + c - '0'
		}
		return c
	}, w[1:])
}

func spacedOut(w string, _ *rand.Rand) string {
	return strings.Join(strings.Split(w, ""), " ")
}

func leet(w string, r *rand.Rand) string {
	out := strings.NewReplacer("a", "4", "e", "3", "i", "1", "o", "0", "s", "5", "t", "7").Replace(w[1:])
	return w[:1] + out
}

func joined(text string, rate float64, r *rand.Rand) string {
	var b strings.Builder
	for _, c := range text {
		if c != ' ' || r.Float64() >= rate {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// hyphenated wraps paragraphs to sixty columns and breaks a share of the words
// that do not fit with a hyphen.
func hyphenated(text string, rate float64, r *rand.Rand) string {
	const width = 60
	var b strings.Builder
	for _, paragraph := range strings.SplitAfter(text, "\n") {
		used := 0
		for i, w := range strings.Split(paragraph, " ") {
			letters := []rune(w)
			switch {
			case i == 0:
			case used+1+len(letters) <= width:
				b.WriteByte(' ')
				used++
			default:
				plain := strings.IndexFunc(w, func(c rune) bool { return c < 'a' || c > 'z' }) < 0
				if plain && len(letters) >= 5 && r.Float64() < rate {
					at := 2 + r.IntN(len(letters)-3)
					b.WriteString(" " + string(letters[:at]) + "-\n")
					letters = letters[at:]
				} else {
					b.WriteByte('\n')
				}
				used = 0
			}
			b.WriteString(string(letters))
			used += len(letters)
		}
	}
	return b.String()
}

// hiding are ways to write words into a page that no reader sees.
var hiding = []string{
	`<span style="display:none">%</span>`, `<span style="color:#fff">%</span>`, `<font color="white">%</font>`, `<i style="font-size:0">%</i>`,
	`<span style="visibility: hidden">%</span>`, `<b hidden>%</b>`, `<span style="opacity:0;position:absolute">%</span>`, `<span class="zz">%</span>`,
	`<span style="position:absolute;left:-9999px">%</span>`,
}

var filler = strings.Fields("quarry lantern seldom marble ferry anchor pepper violin harvest copper meadow thimble")

func whiteOnWhite(text string, rate float64, r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("<html><head><title>t</title><style>p{margin:0} .zz{color:white;display:none}</style></head><body><article>")
	for _, paragraph := range strings.Split(text, "\n") {
		if strings.TrimSpace(paragraph) == "" {
			continue
		}
		b.WriteString("<p>")
		for i, w := range strings.Split(paragraph, " ") {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(html.EscapeString(w))
			if r.Float64() < rate {
				b.WriteString(strings.Replace(hiding[r.IntN(len(hiding))], "%", " "+filler[r.IntN(len(filler))], 1))
			}
		}
		b.WriteString("</p>\n")
	}
	b.WriteString("</article></body></html>")
	return b.String()
}
