package attribution

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What stays of a sentence is its plain words in their order; names and numbers stay
// in every report.
func TestEcho(t *testing.T) {
	first := "The stranded ferry was dragged from the muddy sandbank by stubborn tugboats before sunrise."
	for _, c := range []struct {
		name, a, b string
		least      float64
		most       float64
	}{
		{"the same", first, first, 1, 1},
		{"between others", first, "Last week, the harbour says, the stranded little ferry was slowly dragged off the muddy outer sandbank by two stubborn old tugboats, long before sunrise.", 1, 1},
		{"turned round", first, "Sunrise had not come when tugboats, stubborn as ever, found a sandbank, muddy, and dragged at a ferry, stranded.", 0, .6},
		{"names and numbers", "On May 14 Orla Quent of Quillford told Imre Valko and Petra Lunde that 1,240 of 3,900 had left.", "On May 14 Orla Quent of Quillford met Imre Valko and Petra Lunde, and 1,240 of 3,900 sang.", 0, .2},
		{"other words", first, "Nobody in the valley remembers a colder summer, and the beekeepers fear for their harvest.", 0, 0},
		{"in quotes", "“" + first + "”", "“" + first + "”", 0, 0},
	} {
		got := MeasureFeatures(profileOf("a", c.a), profileOf("b", c.b)).Echo
		assert.GreaterOrEqual(t, got, c.least, c.name)
		assert.LessOrEqual(t, got, c.most, c.name)
	}
}

// heaviestCommonSlow asks of every word of x whether it is in the subsequence.
func heaviestCommonSlow(x, y []echoedWord) float64 {
	if len(x) == 0 {
		return 0
	}
	best := heaviestCommonSlow(x[1:], y)
	for j, v := range y {
		if v.stem == x[0].stem {
			return max(best, x[0].weight+heaviestCommonSlow(x[1:], y[j+1:]))
		}
	}
	return best
}

func TestHeaviestCommonAgrees(t *testing.T) {
	words := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) echoedWord {
		stem := rapid.Uint32Range(0, 4).Draw(t, "stem")
		return echoedWord{stem, .5 + float64(stem)}
	}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		x, y := words.Draw(t, "x"), words.Draw(t, "y")
		require.InDelta(t, heaviestCommonSlow(x, y), heaviestCommon(x, y), 1e-9)
	})
}

func TestOwnQuotes(t *testing.T) {
	const quote = "“We will not sell the ferry to anybody who cannot swim,” she said."
	share := func(a, b string) float64 { return MeasureFeatures(profileOf("a", a), profileOf("b", b)).QuotesOwn }
	other := "“A harbour without a ferry is a very wet field,” he said."
	assert.Zero(t, share(quote, quote))
	assert.Zero(t, share(quote, quote+" "+other), "the side that has fewer")
	assert.InDelta(t, 10./30, share(quote, other), .02, "ten and eleven words, beside those that both are thought to share")
	assert.Zero(t, share("“Never,” she said.", "“Always,” he said."), "short ones may be missed")
}
