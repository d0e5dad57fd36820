package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitSentences fills Paragraphs and Sentences from the tokens. A stretch
// without a token is no sentence, so rules, stars and empty bullets vanish.
func (b *Body) splitSentences() {
	text := b.Article.Text
	next := 0 // first token not yet in a sentence
	for _, p := range paragraphs(b.Article) {
		for next < len(b.Tokens) && b.Tokens[next].Start < p.Start {
			next++
		}
		first := len(b.Sentences)
		at := p.Start
		for at < p.End {
			end := sentenceEnd(text, at, p.End)
			s := Sentence{Span: trim(text, Span{at, end}), First: next, Paragraph: len(b.Paragraphs)}
			for next < len(b.Tokens) && b.Tokens[next].Start < end {
				next++
			}
			s.Last = next
			if s.Last > s.First {
				b.Sentences = append(b.Sentences, s)
			}
			at = end
		}
		if len(b.Sentences) > first {
			p.First, p.Last = first, len(b.Sentences)
			b.Paragraphs = append(b.Paragraphs, p)
		}
	}
}

// trim leaves white space at both ends out of a span.
func trim(text string, s Span) Span {
	inner := text[s.Start:s.End]
	left := strings.TrimLeftFunc(inner, unicode.IsSpace)
	s.Start = s.End - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, unicode.IsSpace))
	return s
}

// sentenceEnd is where the sentence that starts at byte at ends: behind its
// full stop, closing marks and white space, or at the paragraph's end.
func sentenceEnd(text string, at, end int) int {
	for i := at; i < end; {
		c := text[i]
		if c < 0x80 && c != '.' && c != '!' && c != '?' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:end])
		stop := i
		i += size
		switch r {
		case '.', '!', '?', '…':
			after := skipClosers(text, i, end)
			if endsSentence(text, at, stop, after, end, r) {
				return skipSpace(text, after, end)
			}
			i = after
		case '。', '！', '？', '।', '؟':
			return skipSpace(text, skipClosers(text, i, end), end)
		}
	}
	return end
}

// endsSentence decides whether the stop at byte stop, whose closing marks end
// at after, ends the sentence that began at start.
func endsSentence(text string, start, stop, after, end int, mark rune) bool {
	if after >= end {
		return true
	}
	space := skipSpace(text, after, end)
	if space >= end {
		return true
	}
	if space == after {
		return mark == '.' && gluedSentence(text, stop, end)
	}
	next := text[space:end]
	if !opensSentence(next) {
		return false
	}
	if mark != '.' || text[max(start, stop-1)] == '.' {
		return true
	}
	word := lastWord(text[start:stop])
	if i := strings.LastIndexByte(word, '.'); i >= 0 { // initials: "U.S", "a.m", "J.R"
		return after > stop+1 || sentenceStarters[firstWord(next)]
	}
	if len(word) == 1 && word[0] >= 'A' && word[0] <= 'Z' && word != "I" {
		return after > stop+1
	}
	switch abbreviations[strings.ToLower(word)] {
	case beforeName:
		return after > stop+1
	case beforeNumber:
		return !startsDigit(next)
	case capitalised:
		if isLower(word[0]) {
			return true
		}
		fallthrough
	case anywhere:
		return after > stop+1 || sentenceStarters[firstWord(next)]
	}
	return true
}

// gluedSentence reports a full stop without the blank behind it: "done.The".
func gluedSentence(text string, stop, end int) bool {
	if stop < 2 || stop+2 >= end {
		return false
	}
	a, b, c, d := text[stop-2], text[stop-1], text[stop+1], text[stop+2]
	return isLower(a) && isLower(b) && 'A' <= c && c <= 'Z' && (isLower(d) || d == ' ')
}

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }

// opensSentence reports whether s may begin a sentence: a capital, a digit, an
// opening mark, a bullet, a letter without case.
func opensSentence(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsUpper(r), unicode.IsDigit(r):
		return true
	case unicode.IsLetter(r):
		return !unicode.IsLower(r)
	case r == '-' || r == '–' || r == '—' || r == '•' || r == '*':
		rest := strings.TrimLeft(s[size:], " ")
		r, _ = utf8.DecodeRuneInString(rest)
		return len(rest) < len(s)-size && unicode.IsUpper(r)
	case r == '(' || r == '[':
		r, _ = utf8.DecodeRuneInString(s[size:])
		return unicode.IsUpper(r)
	case strings.ContainsRune("\"'“‘«„‚‹¿¡`", r):
		return true
	}
	return r > 0x2190 && !unicode.IsLetter(r) // arrows, signs, emoji
}

func skipClosers(text string, i, end int) int {
	for i < end {
		r, size := utf8.DecodeRuneInString(text[i:end])
		if !strings.ContainsRune(".!?…\"'”’»›)]", r) || (r == '"' || r == '\'') && opensWord(text, i+size, end) {
			break
		}
		i += size
	}
	return i
}

// opensWord reports whether a letter or digit stands at byte i: a straight mark
// before it opens rather than closes.
func opensWord(text string, i, end int) bool {
	if i >= end {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:end])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func skipSpace(text string, i, end int) int {
	for i < end {
		r, size := utf8.DecodeRuneInString(text[i:end])
		if !unicode.IsSpace(r) {
			break
		}
		i += size
	}
	return i
}

func startsDigit(s string) bool { return s != "" && isDigit(s[0]) }

// lastWord is the last run of letters, digits and dots of s, at most 24 bytes
// of it: longer ones are no abbreviation.
func lastWord(s string) string {
	i := len(s)
	for i > 0 && len(s)-i < 24 && (isDigit(s[i-1]) || isASCIILetter(s[i-1]) || s[i-1] == '.') {
		i--
	}
	return s[i:]
}

func firstWord(s string) string {
	s = strings.TrimLeft(s, "\"'“‘«(")
	i := 0
	for i < len(s) && i < 16 && isASCIILetter(s[i]) {
		i++
	}
	return s[:i]
}

// The ways in which an abbreviation's full stop can fail to end a sentence.
const (
	beforeName   = iota + 1 // a title: a name follows
	beforeNumber            // "No. 5", "p. 12"
	anywhere                // only a word that starts sentences ends it
	capitalised             // the same, but an ordinary word in lower case
)

var abbreviations = func() map[string]int {
	m := map[string]int{}
	for kind, words := range map[int]string{
		beforeName: `mr mrs ms messrs mx dr prof gen lt col maj capt cpl sgt adm cmdr sen rep gov hon rev fr sr sra
			st ste mt ft pres supt insp det asst assoc pvt pfc treas amb atty msgr lieut brig vs v cf mme mlle mgr`,
		beforeNumber: `no nos p pp art sec fig vol ch para par ed eds`,
		anywhere:     `etc al approx min max hrs hr mins oz lb lbs kg km mph eg ie viz`,
		capitalised: `jr inc corp co ltd llc plc bros dept dist est univ assn intl gmbh ave blvd rd sq
			jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
			ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa
			tenn tex va vt wash wis wyo`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = kind
		}
	}
	return m
}()

// sentenceStarters are words whose capital after an abbreviation shows that a
// new sentence begins.
var sentenceStarters = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`The A An This That These Those He She It They We You I His Her Its Their Our My
		In On At By For From With Without As After Before When While Where Why How If But And Or Yet So Because Since Until
		There Here What Who Which Some Many Most Several Other Others Another Both Each All No Not Now Then Later Earlier
		Meanwhile However Although Though Despite According Under Over During Between Among Asked Speaking Officials Police`) {
		m[w] = true
	}
	return m
}()

// TitleCased reports a heading in title case or capitals: four words or more
// of which most have a capital, and no full stop.
func (b *Body) TitleCased(s Sentence) bool {
	if s.Last-s.First < 3 {
		return true
	}
	if c := b.Article.Text[s.End-1]; c == '.' || c == '"' || c == '?' {
		return false
	}
	upper, all := 0, 0
	for i := s.First; i < s.Last && all < 40; i++ {
		t := b.Tokens[i]
		if t.End-t.Start < 4 {
			continue
		}
		all++
		if UpperAt(b.Article.Text, t.Start) {
			upper++
		}
	}
	return all > 2 && upper*10 >= all*7
}

// UpperAt reports a capital of Latin at byte i of text.
func UpperAt(text string, i int) bool {
	c := text[i]
	if c < 0x80 {
		return 'A' <= c && c <= 'Z'
	}
	return c == 0xC3 && i+1 < len(text) && text[i+1] >= 0x80 && text[i+1] <= 0x9E // À to Þ
}
