package article

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The words of a text whose blanks are gone stand where their letters do.
func TestWordsRunTogether(t *testing.T) {
	const text = "fromtheharbour don’tthey s\u200baidthe report, withthat offi\u00adcialwas @fromtheharbour a.example/withthis #saidthey Zzyqthexx."
	var got []string
	for _, k := range Tokens(text, nil) {
		require.Equal(t, k.Hash, HashWord(k.Word))
		got = append(got, k.Word+"="+k.Span().In(text))
	}
	assert.Equal(t, []string{"from=from", "the=the", "harbour=harbour", "dont=don’t", "they=they", "said=s\u200baid", "the=the", "report=report",
		"with=with", "that=that", "official=offi\u00adcial", "was=was", "fromtheharbour=fromtheharbour", "a=a", "example=example",
		"withthis=withthis", "saidthey=saidthey", "zzyqthexx=Zzyqthexx"}, got)
	checkTokens(t, text)

	skipped := []Span{{0, strings.Index(text, "report")}}
	assert.Equal(t, "report", Tokens(text, skipped)[0].Word)
	assert.Equal(t, len(Tokens(text, skipped)), len(AppendHashes(nil, text, skipped)))

	once := "The harbour master was late, saidthe minister with a smile"
	assert.Contains(t, wordsOf(once), "saidthe", "one may be a slip")
	assert.Contains(t, wordsOf(once+" and withthat "+strings.Repeat("he went home. ", 200)), "saidthe", "two in a long text too")
}

// Known words are read out of any text that lost its blanks, once and for all.
func TestWordsRunTogetherAreStable(t *testing.T) {
	words := strings.Fields("the harbour minister was said with that report from they government police which have yesterday officials in of to")
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.SampledFrom(words), 10, 60).Draw(t, "words")
		gaps := rapid.SliceOfN(rapid.SampledFrom([]string{"", " ", ", ", ".\n"}), len(list), len(list)).Draw(t, "gaps")
		var b strings.Builder
		for i, w := range list {
			b.WriteString(w + gaps[i])
		}
		checkTokens(t, b.String())
		once := wordsOf(b.String())
		require.Equal(t, strings.Join(list, ""), strings.Join(once, ""))
		require.Equal(t, once, wordsOf(strings.Join(once, " ")))
	})
}

// However long the words are, each is read in time linear in its letters.
func TestLongestJoined(t *testing.T) {
	long := strings.Repeat("saidthe", mostJoined/7)
	assert.Len(t, appendParts(nil, long), 2*(mostJoined/7))
	assert.Nil(t, appendParts(nil, strings.Repeat("saidthe", mostJoined)))
}

// Long unknown words are found by looking at some bytes; a twin looks at all runs
// of letters.
func TestUnknownWordsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.StringMatching(`[a-z]{0,40}|[a-zA-Z0-9]{0,20}|é?[a-z]{10,18}|saidtheministerof`)).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", "-", "é", "\n"}).Draw(t, "gap"))
		var want []string
		for from := 0; from < len(text); {
			to := from
			for to < len(text) && classes[text[to]] <= upper {
				to++
			}
			if word := text[from:to]; len(word) >= fewestLong && strings.Trim(word, lowerLetters) == "" && !inAddress(text, Span{from, to}) {
				if r, _ := Rarity(StemHash(word)); r == MaxRarity {
					want = append(want, word)
				}
			}
			from = to + 1
		}
		if got := slices.Collect(unknownWords(text, nil, fewestLong)); !slices.Equal(want, got) {
			t.Fatalf("%q: %q, not %q", text, got, want)
		}
	})
}
