package attribution

import (
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// A form is a text whose wording stays while its numbers and names change:
// weekly reports, auction results, weather and market notes. To tell it from a
// copy, both texts are compared once more with every number, date and name
// masked: each masked place inside a common stretch is a slot, and in a form
// most slots hold something else.

// slots counts the masked places that two texts have in common.
type slots struct {
	words int // of the shorter text inside common masked stretches
	same  int // places that hold the same number or name
	other int // places that hold another
	// numbers are the same counts for numbers, dates and times alone.
	sameNumbers, otherNumbers int
}

const (
	maskNumber = 0x5be0cd19137e2179
	maskName   = 0x1f83d9abfb41bd6b
	// maskedWords is the least length of a common masked stretch.
	maskedWords = 6
)

// masked is the words of a profile with numbers and names replaced.
func (p *Profile) masked() []uint64 {
	out := make([]uint64, len(p.words))
	for i, w := range p.words {
		switch p.kinds[i] {
		case similarity.Number, similarity.Date, similarity.Clock:
			w = maskNumber
		case similarity.Name:
			w = maskName
		default:
			if c := p.Body.Article.Text[p.Body.Tokens[p.token[i]].Start]; c >= '0' && c <= '9' {
				w = maskNumber
			}
		}
		out[i] = w
	}
	return out
}

// maskedGrams lists the grams of four masked words that hold two plain ones.
func maskedGrams(words []uint64) []uint64 {
	out := make([]uint64, 0, len(words))
	for i := 0; i+gramWords <= len(words); i++ {
		h, plain := uint64(0), 0
		for _, w := range words[i : i+gramWords] {
			h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
			h ^= w
			if w != maskNumber && w != maskName {
				plain++
			}
		}
		if plain >= 2 {
			h = (h ^ h>>31) * 0x94d049bb133111eb
			out = append(out, h>>32<<32|uint64(i))
		}
	}
	similarity.SortHashes(out)
	return out
}

// countSlots compares the masked texts.
func (p *pairing) countSlots() slots {
	ma, mb := &Profile{words: p.a.masked()}, &Profile{words: p.b.masked()}
	ma.grams, mb.grams = maskedGrams(ma.words), maskedGrams(mb.words)
	var s slots
	runs := commonRuns(ma, mb)
	slices.SortStableFunc(runs, func(x, y commonRun) int { return y.n - x.n })
	usedA, usedB := make([]bool, len(ma.words)), make([]bool, len(mb.words))
	for _, r := range runs {
		if r.n < maskedWords {
			continue
		}
		for i := range r.n {
			x, y := r.a+i, r.b+i
			if usedA[x] || usedB[y] {
				continue
			}
			usedA[x], usedB[y] = true, true
			if p.a.quoted[x] || p.b.quoted[y] {
				continue
			}
			s.words++
			number := ma.words[x] == maskNumber
			switch same := p.a.words[x] == p.b.words[y]; {
			case !number && ma.words[x] != maskName:
			case same && number:
				s.same++
				s.sameNumbers++
			case same:
				s.same++
			case number:
				s.other++
				s.otherNumbers++
			default:
				s.other++
			}
		}
	}
	return s
}

// The shares of slots with another content from which a pair is a form: few
// are enough between articles of different days, as an update keeps its date,
// many are needed between two of one day, where figures are corrected.
const (
	formShare    = .20
	formShareFar = .10
	formShareDay = .30
	// formCover is the least share of the shorter text in common masked wording:
	// labelled forms have .23 and more; two retellings that share a sentence with
	// another number in it, .15 and less.
	formCover = .20
	nearHours = 36
	farHours  = 60
)

// template turns a verdict of reuse into an independent one where the two are
// one form filled twice: the wording agrees, but many of the quantities do
// not. Weekly reports of one agency are the usual case.
func (p *pairing) template(r *Relation) {
	s := p.countSlots()
	f := &r.Features
	f.FormSame, f.FormOther, f.FormNumbers = float64(s.same), float64(s.other), float64(s.otherNumbers)
	all := s.same + s.other
	share, least := formShare, 2
	if h, ok := hoursApart(p.a.Body.Article, p.b.Body.Article); ok {
		switch {
		case h <= nearHours:
			share = formShareDay
		case h >= farHours:
			share, least = formShareFar, 1
		}
	}
	if s.otherNumbers < least || s.other < least || float64(s.other) < share*float64(all) || float64(s.words) < formCover*float64(len(p.a.words)) {
		return
	}
	r.Kind, r.Confidence = Independent, Medium
	r.Reasons = nil
	r.say("template", "one form filled twice: %d of %d numbers and names in the common wording differ", s.other, all)
}

// hoursApart is the least time between two publications, in hours.
func hoursApart(a, b *article.Article) (float64, bool) {
	x, y := a.Published, b.Published
	if !x.Known() || !y.Known() {
		return 0, false
	}
	switch {
	case x.Before(y):
		return y.Earliest.Sub(x.Latest).Hours(), true
	case y.Before(x):
		return x.Earliest.Sub(y.Latest).Hours(), true
	}
	return 0, true
}
