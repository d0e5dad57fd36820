package article

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func wordsOf(text string) []string {
	var out []string
	for _, t := range Tokens(text, nil) {
		out = append(out, t.Word)
	}
	return out
}

// The golden file freezes what a token is: each line a text, a tab and its
// words. A change of a line is a new NormaliserVersion.
func TestTokensGolden(t *testing.T) {
	raw, err := os.ReadFile("testdata/tokens.tsv")
	require.NoError(t, err)
	n := 0
	for _, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
		text, want, ok := strings.Cut(line, "\t")
		require.True(t, ok, line)
		text = strings.NewReplacer(`\u200b`, "\u200b", `\u00ad`, "\u00ad", `\u0301`, "\u0301", `\u0336`, "\u0336", `\u00a0`, "\u00a0").Replace(text)
		assert.Equal(t, want, strings.Join(wordsOf(text), " "), text)
		n++
	}
	assert.Greater(t, n, 30)
}

func TestHashGolden(t *testing.T) {
	for word, want := range map[string]uint64{
		"": 0x1ff5c2923a788d2c, "a": 0x68377a570959786f, "us": 0x848526dd7a3ab565,
		"ceasefire": 0x9f36d4cbe5c0e5bd, "1100": 0x3337addecc8b3df2,
	} {
		assert.Equalf(t, want, HashWord(word), "%q is %#x", word, HashWord(word))
	}
}

func TestTokensSkip(t *testing.T) {
	text := "one **two**three [four](http://x.y/five) six"
	skip := []Span{{4, 6}, {9, 11}, {17, 18}, {22, 40}}
	var got []string
	for _, tok := range Tokens(text, skip) {
		got = append(got, tok.Word)
	}
	assert.Equal(t, []string{"one", "two", "three", "four", "six"}, got)
}

// Every token lies inside the text, in order, and its word is in normal form.
func checkTokens(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	at := 0
	hashes := AppendHashes(nil, text, nil)
	tokens := Tokens(text, nil)
	if len(hashes) != len(tokens) {
		t.Fatalf("%d hashes for %d tokens of %q", len(hashes), len(tokens), text)
	}
	for i, tok := range tokens {
		if tok.Start < at || tok.End <= tok.Start || tok.End > len(text) {
			t.Fatalf("token %d of %q spans %d-%d after %d", i, text, tok.Start, tok.End, at)
		}
		at = tok.End
		if tok.Hash != HashWord(tok.Word) || tok.Hash != hashes[i] {
			t.Fatalf("token %d of %q: hash of %q differs", i, text, tok.Word)
		}
		if again := wordsOf(tok.Word); tok.Word != "" && strings.Join(again, "") != tok.Word && !holdsFraction(text[tok.Start:tok.End]) {
			t.Fatalf("%q is not in normal form: %q", tok.Word, again)
		}
	}
}

// holdsFraction reports a number that one character writes, as ½ or ⅷ, or one
// with a comma and apostrophes: what is left of it may come to form a group of
// digits with what is before it.
func holdsFraction(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.No, unicode.Nl) }) ||
		strings.Contains(s, ",") && strings.ContainsFunc(s, isApostrophe)
}

// The general path must read plain text exactly as the fast one does.
func checkWideTwin(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	if strings.ContainsRune(text, rightToLeft) {
		return // words inside of an override depend on what stands before them
	}
	if readsApart(text, nil) {
		return
	}
	for _, tok := range Tokens(text, nil) {
		w := newWords(text, nil)
		if blankAt(text, tok.Start+1) > 0 && tok.End > tok.Start+1 {
			continue // letters apart
		}
		if !w.nextWide(tok.Start) || w.end != tok.End || w.hash != tok.Hash || w.word() != tok.Word {
			t.Fatalf("%q at %d: fast %q to %d, general %q to %d", text, tok.Start, tok.Word, tok.End, w.word(), w.end)
		}
	}
}

// readsApart reports a text whose words run together are read apart.
func readsApart(text string, skip []Span) bool {
	w, n := newWords(text, skip), 0
	for w.next() {
		n++
	}
	return runTogether(text, skip, n, w.long)
}

// slowHashes is AppendHashes without plainWord.
func slowHashes(text string, skip []Span) (hashes []uint64) {
	for w := newWords(text, skip); ; hashes = append(hashes, w.hash) {
		i, ascii := w.wordStart()
		for i >= w.hi && w.hi < len(text) {
			w.stretch(w.hi)
			i, ascii = w.wordStart()
		}
		switch {
		case i >= w.hi:
			return hashes
		case i < w.turned:
			w.nextTurned(i)
		case ascii && w.nextApart(i):
		case ascii:
			w.nextASCII(i)
		default:
			w.nextWide(i)
		}
	}
}

// Eight bytes at a time must read what one after another does. The blanks
// behind the text let the fast path reach its end.
func checkPlainTwin(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	padded := text + strings.Repeat(" ", plainReach)
	for _, skip := range [][]Span{nil, {{len(text) / 3, len(text) / 2}}} {
		if fast, slow := AppendHashes(nil, padded, skip), slowHashes(padded, skip); !slices.Equal(fast, slow) && !readsApart(padded, skip) {
			t.Fatalf("%q without %v: %d words, slowly %d", text, skip, len(fast), len(slow))
		}
	}
	for i := range len(text) {
		end, hash, plain, ok := plainWord(padded, i)
		if w := newWords(padded, nil); ok && classes[padded[i]] <= upper {
			if w.nextASCII(i); w.end != end || w.hash != hash || w.plain != plain {
				t.Fatalf("%q at %d: to %d, slowly to %d", text, i, end, w.end)
			}
		}
	}
}

// Every byte and every pair of bytes behind a word of each length.
func TestPlainWordsAtEveryEnd(t *testing.T) {
	for n := 1; n <= 17; n++ {
		word := "Abcd7fghijklmNopq"[:n]
		for x := range 256 {
			for _, y := range []byte("a1Z .,'-\n\x80\xe2\xc3\xff") {
				checkPlainTwin(t, " "+word+string([]byte{byte(x), y})+"bc d")
			}
		}
		for x := 0x80; x < 0x100; x++ { // general punctuation
			for _, y := range []string{"a", " ", "é", "\xff"} {
				checkPlainTwin(t, word+"\xe2\x80"+string([]byte{byte(x)})+y)
			}
		}
	}
}

// checkTableTwin holds wideWord to nextWide at every place where a word may begin.
func checkTableTwin(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	for i, r := range text {
		if !startsWord(r) {
			continue
		}
		fast, slow := newWords(text, nil), newWords(text, nil)
		if !fast.wideWord(i) {
			continue
		}
		slow.nextWide(i)
		if fast.end != slow.end || fast.hash != slow.hash || fast.plain != slow.plain || fast.word() != slow.word() {
			t.Fatalf("%q at %d: table %q to %d, general %q to %d", text, i, fast.word(), fast.end, slow.word(), slow.end)
		}
	}
}

// Every rune of the table alone, inside, before and behind letters of scripts
// that treat their neighbours differently.
func TestTableOfEveryRune(t *testing.T) {
	for r := rune(0x80); r <= 0xFFFF; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		for _, around := range [][2]string{{"", ""}, {"a", "b"}, {"Б", "г"}, {"ก", "ก"}, {"中", "."}, {"क", "\u093c"}, {"가", "\u11a8"}, {"", "\u0301\u200d\u0323"}, {"7.", "’x"}} {
			checkTableTwin(t, around[0]+string(r)+around[1])
		}
	}
}

func TestTokensProperties(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "B", "U.S.", "’", "'", ".", ",", "1", "1,000", " ", "é", "ß", "Ω", "а", "ﬁ", "中",
		"ไ", "\u200b", "\u00ad", "\u0301", "\u202e", "\u202c", "½", "\xff", "-", "\n", "ς", "İ", "ǅ", "①", "🚨", "b o", " c", "\u2009", "d ", "e3r", "withthe", "thattheministers"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "")
		checkTokens(t, text)
		checkWideTwin(t, text)
		checkPlainTwin(t, text)
		checkTableTwin(t, text)
	})
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"U.S. 1,100 don't", "а\u0301\u200bpple", "1,2,3.4.5", "\xe2\x80", "’a’", "İß", "a b o a t, t h e\u00a0e\u2009n d", "A B C d e’ f’g"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return // the twins look from every byte
		}
		checkTokens(t, text)
		checkWideTwin(t, text)
		checkPlainTwin(t, text)
		checkTableTwin(t, text)
	})
}

func BenchmarkAppendHashes(b *testing.B) {
	english := strings.Repeat("The minister's office said on Tuesday that 1,200 workers at the port would strike. “We are done,” she added. ", 1000)
	texts := map[string]string{"english": english}
	for script, line := range map[string]string{
		"cyrillic":   "Министр заявил во вторник, что рабочие порта начнут забастовку. «Мы устали», добавила она. ",
		"arabic":     "قال الوزير يوم الثلاثاء إن عمال الميناء سيبدأون إضرابا. وأضافت: «لقد تعبنا». ",
		"han":        "部长周二表示，港口工人将于周五开始罢工。她补充说：“我们已经厌倦了等待。” ",
		"thai":       "รัฐมนตรีกล่าวเมื่อวันอังคารว่าคนงานท่าเรือจะเริ่มนัดหยุดงาน เธอกล่าวเสริมว่าพวกเราเหนื่อยแล้ว ",
		"devanagari": "मंत्री ने मंगलवार को कहा कि बंदरगाह के कर्मचारी हड़ताल शुरू करेंगे। उन्होंने कहा, “हम थक चुके हैं।” ",
		"greek":      "Ο υπουργός δήλωσε την Τρίτη ότι οι εργάτες του λιμανιού θα απεργήσουν. «Κουραστήκαμε», πρόσθεσε. ",
		"french":     "Le ministre a déclaré mardi que les ouvriers du port seraient en grève. « Nous sommes fatigués », a-t-elle ajouté. ",
		"hangul":     "장관은 화요일에 항만 노동자들이 파업을 시작할 것이라고 말했다. “우리는 지쳤다”고 그녀는 덧붙였다. ",
	} {
		texts[script] = strings.Repeat(line, 1000)
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			dst := make([]uint64, 0, len(text))
			for b.Loop() {
				dst = AppendHashes(dst[:0], text, nil)
			}
		})
	}
}

func TestHasWords(t *testing.T) {
	for _, text := range []string{"", "one", "One, two — three.", "des mots “cités”", "港口 3 人", "a\u200bb c"} {
		n := len(Tokens(text, nil))
		assert.True(t, HasWords(text, nil, n), text)
		assert.False(t, HasWords(text, nil, n+1), text)
	}
	assert.False(t, HasWords("one two three", []Span{{0, 4}}, 3))
}
