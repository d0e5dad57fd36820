package article

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NormaliserVersion names the rules of this file, of Tokens and of the table by
// which words run together are read (Rarity). It changes
// with any change of a token of any text, because keys on disk depend on it.
const NormaliserVersion = "4/" + norm.Version

// nextWide reads the word that starts at byte start by the general rules: NFKC,
// case folding, characters that show nothing and the accents of Latin letters
// dropped, look-alike letters folded in words that may be meant as Latin.
//
// Accents go because outlets differ in them (one agency writes Erdogan, another
// Erdoğan), and because marks on every fifth word would hide a copy: of real ones
// a tenth was lost.
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
	if spelt := spelledBy(w.norm); spelt != "" {
		w.norm = []byte(spelt)
	}
	w.start, w.end, w.i = start, max(i, start+1), max(i, start+1)
	w.plain, w.ascii = false, false
	if string(w.norm) == t[w.start:w.end] {
		w.plain = true
	}
	w.hash = hashBytes(w.norm)
	w.countLong(w.start, w.end)
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
	latin, alike, twins := false, false, true
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
			latin, twins, base = true, false, 's'
			continue
		case r == '.' || r == ',':
			twins = false
		case isApostrophe(r) || !unicode.IsLetter(r) && !unicode.IsNumber(r):
			continue // what a compatibility form expanded to
		default:
			alike = alike || likeLatin(r) != 0
			twins = twins && isTwin(r)
			r = foldLetter(r)
			base = r
			latin = latin || unicode.Is(unicode.Latin, r)
		}
		folded = utf8.AppendRune(folded, r)
	}
	if alike && (latin || twins) {
		return foldLookalikes(composed)
	}
	return folded
}

// foldLetter is a letter in lower case, a Latin one without its accents.
func foldLetter(r rune) rune {
	r = unicode.ToLower(r)
	if r >= 0xC0 && unicode.Is(unicode.Latin, r) {
		var buf [utf8.UTFMax]byte
		r, _ = utf8.DecodeRune(norm.NFD.Bytes(utf8.AppendRune(buf[:0], r)))
	}
	switch r {
	case 'ς':
		return 'σ'
	case 'ø':
		return 'o'
	case 'đ':
		return 'd'
	case 'ł':
		return 'l'
	}
	return r
}

// foldLookalikes is foldWord for a word whose letters of other scripts may stand
// for the Latin ones that they look like.
func foldLookalikes(composed []byte) []byte {
	out := make([]byte, 0, len(composed))
	for i := 0; i < len(composed); {
		r, size := utf8.DecodeRune(composed[i:])
		i += size
		switch l := likeLatin(r); {
		case l != 0:
			out = utf8.AppendRune(out, l)
		case r == 'ß' || r == 'ẞ':
			out = append(out, "ss"...)
		case isApostrophe(r):
		case r == '.' || r == ',' || unicode.IsLetter(r) || unicode.IsNumber(r):
			out = utf8.AppendRune(out, foldLetter(r))
		}
	}
	return out
}

// likeLatin is the Latin letter that a letter looks like, in its own case or in
// lower case, 0 for none.
func likeLatin(r rune) rune {
	if l := lookalikes[r]; l != 0 {
		return l
	}
	return lookalikes[foldLetter(r)]
}

// isTwin reports a letter that looks like one Latin letter in both cases. A word
// of nothing else may be a Latin word in disguise, so it is folded whatever the
// rest of the text is: words of another language then stay as different from
// one another as they were, in either case.
func isTwin(r rune) bool {
	l := lookalikes[r]
	return l != 0 && lookalikes[unicode.ToLower(r)] == l && lookalikes[unicode.ToUpper(r)] == l
}

// lookalikes maps letters of other scripts, and small capitals, to the Latin
// letter that a reader takes them for; the two cases of one letter may look like
// two: Η is taken for H, η for n.
var lookalikes = func() map[rune]rune {
	table := map[rune]rune{}
	for latin, list := range map[rune]string{
		'a': "аАαΑᴀᎪꓮⲁ", 'b': "вВβΒʙᏴꓐЬ", 'c': "сСϲϹᴄᏟꓚⲥ", 'd': "ԁԀᴅᎠꓓ", 'e': "еЕёЁєεΕᴇᎬꓰҽ", 'f': "ꓝϝ", 'g': "ɡɢᏀꓖ",
		'h': "һҺнНΗʜᎻꓧհ", 'i': "іІїЇιΙɪꓲӀ", 'j': "јЈϳͿᴊᎫꓙ", 'k': "кКκΚᴋᏦꓗ", 'l': "ӏʟᏞꓡ", 'm': "мМΜᴍᎷꓟ", 'n': "ηΝɴꓠп",
		'o': "оОοΟσᴏꓳօⲟ", 'p': "рРρΡᴘᏢꓑⲣ", 'q': "ԛԚ", 'r': "гʀᎡꓣ", 's': "ѕЅꜱᏚꓢ", 't': "тТτΤᴛᎢꓔ", 'u': "υᴜꓴս", 'v': "ѵѴνᴠᏙꓦ",
		'w': "ԝԜωᴡᎳꓪѡա", 'x': "хХχΧꓫ", 'y': "уУΥʏγꓬү", 'z': "Ζᴢꓜ",
	} {
		for _, r := range list {
			table[r] = latin
		}
	}
	return table
}()

// startsWord reports whether a rune can begin a word.
func startsWord(r rune) bool {
	if 0x2000 <= r && r <= 0x206F { // quotation marks, dashes, ellipsis: most of what is not ASCII in English
		return false
	}
	return unicode.IsLetter(r) && !isFiller(r) || unicode.IsNumber(r) && !isEnclosed(r)
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
// bidirectional controls, soft hyphens, variation selectors, tags, fillers.
func isFormat(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r < 0x200B:
		return r == 0xAD || r == 0x034F || r == 0x061C || 0x180B <= r && r <= 0x180F || r == 0x17B4 || r == 0x17B5 || isFiller(r)
	}
	return unicode.Is(unicode.Cf, r) || 0xFE00 <= r && r <= 0xFE0F || 0xE0000 <= r && r <= 0xE0FFF || isFiller(r)
}

// isFiller reports the letters of Hangul that stand for none.
func isFiller(r rune) bool { return r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 }

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
