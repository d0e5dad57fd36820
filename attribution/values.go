package attribution

import (
	"slices"
	"sort"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// value is a date, a number or a place that an article gives, with what stands
// around it.
type value struct {
	key         uint32
	kind        similarity.AnchorKind // Date, Number, or Name for a place
	first, last int                   // words
	amount      float64               // of a number
	day         int                   // of the year, from 1, of a date; 0 for none
	names       []uint32              // stems of names around it
	words       []uint32              // stems of other words around it that tell
	unit        uint32                // what a number counts: stem of the word behind it, or money
	about       bool                  // "more than", "some": no exact number
	days        []int                 // days of the year around a number or place
	places      []uint32              // names of places around a date or number
}

// money is the unit of a sum.
var money = article.StemHash("money")

func (v *value) place(p *Profile) Place { return p.place(run{v.first, v.last}) }

// sameThing reports that two values are said of one thing.
func (v *value) sameThing(w *value) bool {
	if v.kind != w.kind || v.unit != w.unit {
		return false
	}
	names := inBoth(v.names, w.names)
	return names > 0 && names+v.rare(w) >= contextShared
}

// rare counts the telling words, no names, around both.
func (v *value) rare(w *value) int { return inBoth(v.words, w.words) }

// sharesDay reports that both stand beside the same day.
func (v *value) sharesDay(w *value) bool {
	return slices.ContainsFunc(v.days, func(d int) bool { return slices.Contains(w.days, d) })
}

// otherDay reports that both stand beside days, and beside no near ones.
func (v *value) otherDay(w *value) bool {
	for _, d := range v.days {
		for _, e := range w.days {
			if daysApart(d, e) <= slipDays {
				return false
			}
		}
	}
	return len(v.days) > 0 && len(w.days) > 0
}

// otherPlace reports that both stand beside places, and neither beside one that
// the other names.
func (v *value) otherPlace(w *value) bool {
	return len(v.places) > 0 && len(w.places) > 0 && inBoth(v.places, w.names) == 0 && inBoth(w.places, v.names) == 0
}

// inBoth counts the entries of one list that stand in the other.
func inBoth(a, b []uint32) (n int) {
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

// daysApart is how far two days of a year are from each other, the turn of the
// year counted as near.
func daysApart(d, e int) int {
	n := max(d-e, e-d)
	return min(n, 366-n)
}

// only reports that an article gives no other number of the same thing: a list of
// prices has many.
func (p *Profile) only(v *value) bool {
	return !slices.ContainsFunc(p.values(), func(w value) bool { return w.key != v.key && w.sameThing(v) })
}

// has reports a place that an article names anywhere.
func (p *Profile) has(v *value) bool {
	for i, k := range p.kinds {
		if k == similarity.Name && p.stems[i] == v.key {
			return true
		}
	}
	return false
}

// values lists the calendar days, numbers and places of an article's own words.
// They are gathered when somebody asks: few articles stand in a pair of reuse.
func (p *Profile) values() []value {
	p.valued.Do(func() { p.valuesHeld = p.gatherValues() })
	return p.valuesHeld
}

func (p *Profile) gatherValues() []value {
	var out []value
	var dated []value
	for _, a := range p.anchors {
		first, kept := slices.BinarySearch(p.token, int32(a.First))
		last, alsoKept := slices.BinarySearch(p.token, int32(a.Last-1))
		if !kept || !alsoKept || p.quoted[first] {
			continue
		}
		v := value{key: a.Key, kind: a.Kind, first: first, last: last + 1}
		switch a.Kind {
		case similarity.Date:
			if v.day = similarity.DayOfYear(p.Body, a); v.day > 0 {
				dated = append(dated, v)
			}
		case similarity.Number:
			v.amount, _ = similarity.Value(p.Body, a)
			if v.unit = p.unitOf(&v); v.unit == 0 {
				continue
			}
			v.about = first > 0 && abouts.Has(p.words[first-1])
		case similarity.Name:
			if !p.isPlace(first) {
				continue
			}
		default:
			continue
		}
		if a.Rarity >= rareWord || a.Kind == similarity.Name {
			out = append(out, v)
		}
	}
	for i := range out {
		p.surround(&out[i], dated)
	}
	return out
}

// surround fills in what stands around a value.
func (p *Profile) surround(v *value, dated []value) {
	near := p.around(p.inside[v.first])
	from, to := max(near.first, v.first-contextWords), min(near.last, v.last+contextWords)
	for i := from; i < to; i++ {
		switch {
		case i >= v.first && i < v.last:
		case p.kinds[i] == similarity.Name:
			v.names = append(v.names, p.stems[i])
			if v.kind != similarity.Name && p.isPlace(i) {
				v.places = append(v.places, p.stems[i])
			}
		case p.kinds[i] != similarity.Number && p.kinds[i] != similarity.Date && p.rarity[i] >= contextRare:
			v.words = append(v.words, p.stems[i])
		}
	}
	slices.Sort(v.names)
	slices.Sort(v.words)
	v.names, v.words = slices.Compact(v.names), slices.Compact(v.words)
	if v.kind == similarity.Date {
		return
	}
	first := sort.Search(len(dated), func(i int) bool { return dated[i].first >= near.first })
	for _, d := range dated[first:] {
		if d.last > near.last {
			break
		}
		v.days = append(v.days, d.day)
	}
}

var (
	// placeBefore are the words that stand before the place of an event.
	placeBefore = article.NewWordFilter("in near at off outside")
	// abouts stand before a number that is none exactly.
	abouts = article.NewWordFilter("about around some over under than nearly almost roughly least most to approximately")
	// timeNames are names behind "in" that are no places.
	timeNames = article.NewWordFilter(`january february march april may june july august september october november december
		spring summer autumn winter christmas easter ramadan english french german spanish arabic`)
	currencies = article.NewWordFilter("dollar dollars euro euros pound pounds crown crowns franc francs rupee rupees yen yuan rouble roubles")
)

// isPlace reports a name of one word behind a word of place.
func (p *Profile) isPlace(i int) bool {
	s := p.sentences[p.inside[i]]
	return i > s.first && placeBefore.Has(p.words[i-1]) && !timeNames.Has(p.words[i]) && (i+1 == s.last || p.kinds[i+1] != similarity.Name)
}

// unitOf is what a number counts, 0 where the words do not say or it is an age:
// a story has people of many ages.
func (p *Profile) unitOf(v *value) uint32 {
	text, start := p.Body.Article.Text, p.Body.Tokens[p.token[v.first]].Start
	for _, sign := range []string{"$", "£", "€", "¥", "₹"} {
		if start >= len(sign) && text[start-len(sign):start] == sign {
			return money
		}
	}
	last := p.sentences[p.inside[v.first]].last
	switch {
	case v.last >= last:
		return 0
	case currencies.Has(p.words[v.last]):
		return money
	case p.rarity[v.last] < contentWord || v.last+1 < last && p.word(int32(v.last+1)) == "old":
		return 0
	}
	return p.stems[v.last]
}
