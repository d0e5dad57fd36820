package article

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NormaliserVersion names the rules of this file and of Tokens. It changes
// with any change of a token of any text, because keys on disk depend on it.
const NormaliserVersion = "1/" + norm.Version

// nextWide reads the word that starts at byte start by the general rules: NFKC,
// case folding, format characters and stray combining marks dropped, look-alike
// letters folded in words of two scripts.
func (w *words) nextWide(start int) bool {
	t := w.text[:w.hi]
	raw := w.norm[:0]
	segment := len(raw)
	i := start
	for i < len(t) {
		r, size := utf8.DecodeRuneInString(t[i:])
		switch {
		case isFormat(r):
			i += size
			continue
		case isApostrophe(r):
			if len(raw) > 0 && wordAt(t[i+size:]) {
				i += size
				continue
			}
		case r == '.' && joinsInitials(t, i-(len(raw)-segment), i):
			segment = len(raw)
			i += size
			continue
		case (r == '.' || r == ',') && len(raw) > 0 && isDigit(raw[len(raw)-1]) && i+1 < len(t) && isDigit(t[i+1]):
			if r == '.' || !groupsThousands(t, i) {
				raw = append(raw, byte(r))
			}
			i += size
			continue
		case standsAlone(r):
			if len(raw) == 0 {
				raw = utf8.AppendRune(raw, r)
				i += size
				for i < len(t) {
					m, n := utf8.DecodeRuneInString(t[i:])
					if !unicode.Is(unicode.M, m) && !isFormat(m) {
						break
					}
					if !isFormat(m) {
						raw = utf8.AppendRune(raw, m)
					}
					i += n
				}
			}
		case r == utf8.RuneError && size == 1:
		case startsWord(r) || len(raw) > 0 && continuesWord(r):
			raw = utf8.AppendRune(raw, r)
			i += size
			continue
		}
		break
	}
	w.norm = foldWord(raw)
	w.start, w.end, w.i = start, max(i, start+1), max(i, start+1)
	w.plain, w.ascii = false, false
	if string(w.norm) == t[w.start:w.end] {
		w.plain = true
	}
	w.hash = hashBytes(w.norm)
	return true
}

func hashBytes(word []byte) uint64 {
	var h hasher
	for _, b := range word {
		h.add(b)
	}
	return h.sum()
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// foldWord brings the letters of one word into normal form.
func foldWord(raw []byte) []byte {
	composed := raw
	if !norm.NFKC.IsNormal(raw) {
		composed = norm.NFKC.Bytes(raw)
	}
	latin, lookalike := false, false
	folded := make([]byte, 0, len(composed)+2)
	base := rune(0)
	for i := 0; i < len(composed); {
		r, size := utf8.DecodeRune(composed[i:])
		i += size
		switch {
		case unicode.Is(unicode.M, r):
			// A mark that did not compose is an ornament on these scripts.
			if base == 0 || unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Nd) {
				continue
			}
		case r == 'ß' || r == 'ẞ':
			folded = append(folded, "ss"...)
			latin, base = true, 's'
			continue
		case r == 'ς':
			r, base = 'σ', 'σ'
		case r == '.' || r == ',':
		case !unicode.IsLetter(r) && !unicode.IsNumber(r):
			continue // what a compatibility form expanded to
		default:
			r = unicode.ToLower(r)
			base = r
			latin = latin || unicode.Is(unicode.Latin, r)
			lookalike = lookalike || lookalikes[r] != 0
		}
		folded = utf8.AppendRune(folded, r)
	}
	if latin && lookalike {
		return foldLookalikes(folded)
	}
	return folded
}

// foldLookalikes writes the letters of other scripts that look like Latin ones
// as these, in a word that holds Latin letters too.
func foldLookalikes(word []byte) []byte {
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); {
		r, size := utf8.DecodeRune(word[i:])
		i += size
		if l := lookalikes[r]; l != 0 {
			r = l
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// lookalikes maps lower-case letters of Cyrillic, Greek and Armenian to the
// Latin letter that a reader takes them for.
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'ё': 'e', 'һ': 'h', 'н': 'h', 'і': 'i', 'ї': 'i',
	'ј': 'j', 'к': 'k', 'ӏ': 'l', 'м': 'm', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'г': 'r', 'ѕ': 's', 'т': 't',
	'у': 'y', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x',
	'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't',
	'υ': 'u', 'χ': 'x', 'ω': 'w', 'ϲ': 'c', 'ϳ': 'j',
	'օ': 'o', 'ѡ': 'w', 'ո': 'n', 'հ': 'h', 'ս': 'u',
}

// startsWord reports whether a rune can begin a word.
func startsWord(r rune) bool {
	if 0x2000 <= r && r <= 0x206F { // quotation marks, dashes, ellipsis: most of what is not ASCII in English
		return false
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) && !isEnclosed(r)
}

// continuesWord reports whether a rune inside a word is part of it, or an
// apostrophe or an invisible character that may be.
func continuesWord(r rune) bool {
	if 0x2000 <= r && r <= 0x206F {
		return isApostrophe(r) || isFormat(r)
	}
	return startsWord(r) || unicode.Is(unicode.M, r) || isFormat(r) || isApostrophe(r)
}

// isEnclosed reports circled and other ornamental numbers: list marks, not words.
func isEnclosed(r rune) bool {
	return 0x2460 <= r && r <= 0x24FF || 0x2776 <= r && r <= 0x2793 || 0x1F100 <= r && r <= 0x1F1FF
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʻ', '′', '＇', '‛', '´':
		return true
	}
	return false
}

// isFormat reports characters that a reader does not see: zero-width and
// bidirectional controls, soft hyphens, variation selectors, tags.
func isFormat(r rune) bool {
	return r == 0xAD || r >= 0x200B && (unicode.Is(unicode.Cf, r) ||
		0xFE00 <= r && r <= 0xFE0F || 0xE0000 <= r && r <= 0xE01EF) || r == 0x034F || r == 0x061C || r == 0x180E
}

// standsAlone reports letters of scripts written without spaces, each a word.
func standsAlone(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai,
		unicode.Khmer, unicode.Lao, unicode.Myanmar) && unicode.IsLetter(r)
}

// wordAt reports whether s goes on with a letter or a digit, format characters
// passed over.
func wordAt(s string) bool {
	for _, r := range s {
		if !isFormat(r) {
			return startsWord(r) && !standsAlone(r)
		}
	}
	return false
}
