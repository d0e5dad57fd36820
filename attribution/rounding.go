package attribution

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/stemma-news/stemma/similarity"
)

// A writer who retells rounds: 16,142 becomes "about 16,000", never the
// reverse. Of the labelled pairs of reuse in which one side alone rounds, 12
// have it downstream and 1 upstream, and 7 are two retellings of one source. So
// it shows which of two is nearer to the source, not that one is the source: it
// stands beside other evidence and vetoes it where it speaks against.

// rounding is a number of one article that the other gives less exactly.
type rounding struct{ exact, rounded Place }

const (
	roundedLeast = 10  // smaller numbers are near one another by chance
	roundedFar   = .06 // share of the exact number by which a rounded one may differ
	roundedNear  = 3   // rarity of a word that both must have around the number
)

// measured is a number with the words around it.
type measured struct {
	value    float64
	key      uint32
	place    Place
	sentence int32
}

// roundings lists the numbers of x that y does not give but rounds: fewer
// digits, nearly the value, and a rare word in common in a sentence beside it.
// Numbers of one side times those of the other.
func roundings(x, y *Profile) []rounding {
	exact, rough := x.measures(), y.measures()
	var out []rounding
	for _, e := range without(exact, rough) {
		for _, r := range without(rough, exact) {
			if roughly(e.value, r.value) && sameSurroundings(x, e.sentence, y, r.sentence) {
				out = append(out, rounding{e.place, r.place})
				break
			}
		}
	}
	return out
}

// measures lists the numbers of an article outside furniture.
func (p *Profile) measures() (out []measured) {
	for _, a := range p.anchors {
		at, kept := slices.BinarySearch(p.token, int32(a.First))
		v, ok := similarity.Value(p.Body, a)
		if !kept || !ok || v < roundedLeast {
			continue
		}
		t := p.Body.Tokens
		out = append(out, measured{v, a.Key, Place{p.Body.Article.ID, t[a.First].Start, t[a.Last-1].End}, p.inside[at]})
	}
	return out
}

// roughly reports that a number is another one given less exactly.
func roughly(exact, rounded float64) bool {
	return math.Abs(exact-rounded) <= roundedFar*exact && digitsOf(rounded) < digitsOf(exact)
}

// digitsOf counts the significant digits of a number: 2 of 16,000.
func digitsOf(v float64) int {
	s := strings.ReplaceAll(strconv.FormatFloat(v, 'f', -1, 64), ".", "")
	return len(strings.Trim(s, "0"))
}

// without leaves out what the others give too.
func without(list, others []measured) (out []measured) {
	for _, m := range list {
		if !slices.ContainsFunc(others, func(o measured) bool { return o.key == m.key }) {
			out = append(out, m)
		}
	}
	return out
}

// sameSurroundings reports a rare word that stands in both sentences or one
// beside them.
func sameSurroundings(x *Profile, s int32, y *Profile, t int32) bool {
	a, b := x.around(s), y.around(t)
	for i := a.first; i < a.last; i++ {
		if x.rarity[i] >= roundedNear && x.kinds[i] != similarity.Number && slices.Contains(y.stems[b.first:b.last], x.stems[i]) {
			return true
		}
	}
	return false
}

// around is the words of a sentence and of both its neighbours.
func (p *Profile) around(s int32) run {
	return run{p.sentences[max(0, s-1)].first, p.sentences[min(int32(len(p.sentences))-1, s+1)].last}
}
