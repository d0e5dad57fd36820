package attribution

import (
	"cmp"
	"iter"
	"slices"

	"github.com/stemma-news/stemma/similarity"
)

// Contradiction is a value that both articles of a pair give and that others
// give differently for the same thing: a slip that went from one to the other,
// or a value that only they had. It changes evidence and confidence, never a
// relation.
type Contradiction struct {
	// A and B are where the two articles give their value.
	A, B Place
	// Others are where other articles give another one, one place an article,
	// all the same.
	Others []Place
}

// The measures of a contradiction.
const (
	contextWords  = 12 // around a value, within its sentence
	contextShared = 2  // names or rare words that must agree, one of them a name
	contradictors = 2  // articles that must agree on another value
)

// Contradicted finds the dates and numbers that two articles share and that at
// least two of the others contradict: in a sentence with the same names and
// rare words, a number with the same word behind it, they hold another value of
// the same kind, and none of them holds the shared one. Cost: shared values
// times the sentences of the others; meant for the candidates of one pair. The
// others are asked for only where two values agree.
func Contradicted(a, b *Profile, others iter.Seq[*Profile]) []Contradiction {
	var out []Contradiction
	for _, x := range a.values() {
		for _, y := range b.values() {
			if x.key != y.key || x.kind != y.kind || !x.sameThing(&y) {
				continue
			}
			c := Contradiction{A: x.place(a), B: y.place(b)}
			c.Others = contradict(&x, others)
			if len(c.Others) >= contradictors {
				out = append(out, c)
			}
			break
		}
	}
	return out
}

// value is a date or a number with what stands around it.
type value struct {
	key         uint32
	kind        similarity.AnchorKind
	first, last int      // words
	names       []uint32 // stems of names around it
	rare        []uint32 // stems of other rare words
	unit        uint32   // stem of the word behind a number
}

func (v *value) place(p *Profile) Place {
	t := p.Body.Tokens
	return Place{p.Body.Article.ID, t[p.token[v.first]].Start, t[p.token[v.last-1]].End}
}

// sameThing reports that two values are said of one thing.
func (v *value) sameThing(w *value) bool {
	if v.kind == similarity.Number && v.unit != w.unit {
		return false
	}
	names, rare := 0, 0
	for _, n := range v.names {
		if slices.Contains(w.names, n) {
			names++
		}
	}
	for _, n := range v.rare {
		if slices.Contains(w.rare, n) {
			rare++
		}
	}
	return names > 0 && names+rare >= contextShared
}

// values lists the calendar days and the numbers of an article's own words.
// They are gathered when somebody asks: few articles stand in a pair of reuse.
func (p *Profile) values() []value {
	p.valued.Do(func() { p.valuesHeld = p.gatherValues() })
	return p.valuesHeld
}

func (p *Profile) gatherValues() []value {
	var out []value
	for _, a := range p.anchors {
		if a.Kind != similarity.Date && a.Kind != similarity.Number || a.Rarity < rareWord {
			continue
		}
		first, kept := slices.BinarySearch(p.token, int32(a.First))
		last, alsoKept := slices.BinarySearch(p.token, int32(a.Last-1))
		if !kept || !alsoKept || p.quoted[first] {
			continue
		}
		v := value{key: a.Key, kind: a.Kind, first: first, last: last + 1}
		s := p.sentences[p.inside[first]]
		for i := max(s.first, first-contextWords); i < min(s.last, last+1+contextWords); i++ {
			switch {
			case i >= first && i <= last:
			case p.kinds[i] == similarity.Name:
				v.names = append(v.names, p.stems[i])
			case p.rarity[i] >= rareWord:
				v.rare = append(v.rare, p.stems[i])
			}
		}
		if last+1 < s.last {
			v.unit = p.stems[last+1]
		}
		out = append(out, v)
	}
	return out
}

// contradict lists the places of the value that most of the others give
// instead, nil where one of them gives the shared one.
func contradict(x *value, others iter.Seq[*Profile]) []Place {
	says := map[uint32][]Place{}
	for o := range others {
		var found *value
		for _, v := range o.values() {
			if v.kind != x.kind || !v.sameThing(x) {
				continue
			}
			if v.key == x.key {
				return nil
			}
			if found == nil {
				found = &v
			}
		}
		if found != nil {
			says[found.key] = append(says[found.key], found.place(o))
		}
	}
	var best []Place
	keys := make([]uint32, 0, len(says))
	for k := range says {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if len(says[k]) > len(best) {
			best = says[k]
		}
	}
	slices.SortFunc(best, func(p, q Place) int { return cmp.Compare(p.Article, q.Article) })
	return best
}
