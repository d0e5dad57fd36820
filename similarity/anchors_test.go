package similarity

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stemma-news/stemma/article"
)

func anchorsOf(text string) (*article.Body, []Anchor) {
	b := article.ParseBody(&article.Article{Text: text})
	_, as := Anchors(b)
	return b, as
}

// keysOf lists the keys of one kind.
func keysOf(text string, kind AnchorKind) (keys []uint32) {
	_, as := anchorsOf(text)
	for _, a := range as {
		if a.Kind == kind {
			keys = append(keys, a.Key)
		}
	}
	return keys
}

func TestQuantitiesAgree(t *testing.T) {
	for _, c := range []struct {
		kind AnchorKind
		say  []string
	}{
		{Number, []string{"1,100 ships", "1100 ships", "eleven hundred ships"}},
		{Number, []string{"paid £4.2m for it", "paid 4.2 million for it", "paid 4,200,000 for it"}},
		{Number, []string{"all twenty-three left", "all 23 left"}},
		{Number, []string{"some 206 left", "some two hundred and six left"}},
		{Number, []string{"the 14th ship", "the 14 ships", "the fourteen ships"}},
		{Number, []string{"Rs 30 crore was", "Rs 300 million was"}},
		{Date, []string{"on 14 October they", "on October 14 they", "on Oct. 14th they", "on the 14th of October they"}},
		{Date, []string{"in July 2025 it", "in Jul 2025 it"}},
		{Clock, []string{"at 6am the", "at 6 a.m. the", "at 06:00 the", "at 6:00 am the"}},
		{Clock, []string{"at 8.17 am the", "at 8:17 am the", "at 08:17 the"}},
		{Clock, []string{"at 6.30pm the", "at 18:30 the"}},
	} {
		want := keysOf("He said "+c.say[0], c.kind)
		require.Len(t, want, 1, c.say[0])
		for _, s := range c.say[1:] {
			assert.Equal(t, want, keysOf("He said "+s, c.kind), s)
		}
	}
	assert.NotEqual(t, keysOf("in 1989 it", Date), keysOf("in 1998 it", Date))
	assert.NotEqual(t, keysOf("some 60 left", Number), keysOf("some 60 million left", Number))
	assert.Empty(t, keysOf("one of them may leave", Number))
	assert.Empty(t, keysOf("an A320 may leave in May", Number))
}

func TestNames(t *testing.T) {
	b, as := anchorsOf("The dockers met at the Cold Store on Pier Road. Quirkle said no.")
	var names []string
	for _, a := range as {
		if a.Kind == Name {
			names = append(names, b.Tokens[a.First].Word)
		}
	}
	assert.Subset(t, names, []string{"cold", "store", "pier", "quirkle"})
	assert.NotContains(t, names, "the")
	_, as = anchorsOf("Dockers Walk Out Over Pay Deal At Quirkle Harbour")
	for _, a := range as {
		assert.NotEqual(t, article.StemHash("walk"), a.Key, "a headline's capitals make no name")
	}
}

func TestAnchorKeys(t *testing.T) {
	one := "Zorbel paid 417 crowns for the Marlet quarry. The sale closed on October 14.\n\nNobody else came."
	two := "On 14 October the deal was done. It cost Zorbel 417 crowns to get the quarry at Marlet."
	_, a := anchorsOf(one)
	_, b := anchorsOf(two)
	shared := 0
	ka, kb := AnchorKeys(a, 0), AnchorKeys(b, 0)
	for _, k := range ka {
		for _, l := range kb {
			if k == l {
				shared++
			}
		}
	}
	assert.GreaterOrEqual(t, shared, 6)
	assert.Len(t, AnchorKeys(a, 5), 5)
	assert.Empty(t, AnchorKeys(nil, 0))
}

func TestAnchorKeysHoldTheirPromises(t *testing.T) {
	words := []string{"Zorbel", "417", "October", "14", "paid", "the", "quarry.", "\n\n", "am", "three", "million", "“Hm", "1989", "8.17", "ß"}
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(rt, "words"), " ")
		b, as := anchorsOf(text)
		at := 0
		for _, a := range as {
			require.LessOrEqual(rt, at, a.First)
			require.Less(rt, a.First, a.Last)
			at = a.Last
			s := b.Sentences[a.Sentence]
			require.True(rt, s.First <= a.First && a.Last <= s.Last)
			require.True(rt, a.Rarity >= 0 && a.Rarity <= article.MaxRarity)
		}
		keys := AnchorKeys(as, 20)
		require.LessOrEqual(rt, len(keys), 20)
		for i := 1; i < len(keys); i++ {
			require.Less(rt, keys[i-1], keys[i])
		}
	})
}

func BenchmarkAnchors(b *testing.B) {
	text := strings.Repeat("Some 1,100 dockers at Marwick Haven will walk out on October 14, their union told reporters. ", 40)
	body := article.ParseBody(&article.Article{Text: text})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		_, as := Anchors(body)
		AnchorKeys(as, 0)
	}
}

// slowlyHeaviest is the twin of heaviest: everything is sorted.
func slowlyHeaviest(pairs []weighted, budget int) []uint64 {
	return sortedKeys(pick(slices.Clone(pairs), budget))
}

func TestHeaviestAgreesWithItsTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		budget := rapid.IntRange(1, 20).Draw(rt, "budget")
		pairs := make([]weighted, rapid.IntRange(0, 200).Draw(rt, "pairs"))
		kinds := rapid.Uint64Range(1, 60).Draw(rt, "kinds")
		for i := range pairs {
			pairs[i].key = mix64(rapid.Uint64Range(1, kinds).Draw(rt, "key"))
			pairs[i].weight = float32(rapid.IntRange(0, 108).Draw(rt, "sixths")) / 6
		}
		assert.Equal(rt, slowlyHeaviest(pairs, budget), heaviest(slices.Clone(pairs), budget))
	})
}
