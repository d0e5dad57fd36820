package attribution

import "slices"

// firstAmong is the set of carriers that no other provably precedes, dated
// ones first, then the earliest, then by id. It is provable where one carrier
// precedes each of the others, and the articles that may hold a part of it.
func firstAmong(list, doubts []*Carrier) First {
	slices.SortFunc(list, inCarrierOrder)
	first := First{Articles: []string{}}
	if len(list) == 1 {
		first.Articles = append(first.Articles, list[0].ID)
		first.Why = "only one article carries it"
		return first
	}
	var left []*Carrier
	before := newRivals(list)
	for _, c := range list {
		if !before.beat(c) {
			left = append(left, c)
		}
	}
	for _, c := range left {
		first.Articles = append(first.Articles, c.ID)
	}
	undated := 0
	for _, c := range left {
		if !c.Dated {
			undated++
		}
	}
	switch {
	case len(left) == 1 && precedesAll(left[0], list) && !precedesAll(left[0], doubts):
		first.Why = "an article that may hold a part of it could be first"
	case len(left) == 1 && precedesAll(left[0], list):
		first.Provable = true
		first.Why = "dates or credits put it before the others"
	case undated > 0:
		first.Why = "carriers without a date could be first"
	default:
		first.Why = "dates overlap"
	}
	return first
}

// rivals are the carriers that can precede another one: a release with ten
// thousand carriers must not cost a hundred million comparisons.
type rivals struct {
	ended  []*Carrier            // of the published and of the drafts, the one whose interval ends first
	outlet map[string][]*Carrier // nil where no carrier credits one
}

// maxRivals bounds the carriers of one outlet that a credit is held against:
// where more carry the utterance, a later one may be listed as first too.
const maxRivals = 16

func newRivals(list []*Carrier) rivals {
	var r rivals
	if slices.ContainsFunc(list, func(c *Carrier) bool { return len(c.Sources) > 0 }) {
		r.outlet = map[string][]*Carrier{}
	}
	var ended [2]*Carrier
	for _, c := range list {
		at := &ended[0]
		if c.Draft {
			at = &ended[1]
		}
		if *at == nil || !c.When.Latest.IsZero() && ((*at).When.Latest.IsZero() || c.When.Latest.Before((*at).When.Latest)) {
			*at = c
		}
		if r.outlet == nil {
			continue
		}
		if key := outletKey(c.Publisher); key != "" && len(r.outlet[key]) < maxRivals {
			r.outlet[key] = append(r.outlet[key], c)
		}
	}
	for _, c := range ended {
		if c != nil {
			r.ended = append(r.ended, c)
		}
	}
	return r
}

// beat reports whether some carrier provably precedes c.
func (r rivals) beat(c *Carrier) bool {
	beats := func(d *Carrier) bool { return d != c && precedes(d, c) && !precedes(c, d) }
	if slices.ContainsFunc(r.ended, beats) {
		return true
	}
	for _, s := range c.Sources {
		if slices.ContainsFunc(r.outlet[outletKey(s)], beats) {
			return true
		}
	}
	return false
}

func precedesAll(c *Carrier, list []*Carrier) bool {
	for _, d := range list {
		if d != c && !precedes(c, d) {
			return false
		}
	}
	return true
}

// precedes reports a proof that a was published before b: their dates, or b
// naming a's publisher as its source.
func precedes(a, b *Carrier) bool {
	if a.Draft != b.Draft {
		return b.Draft
	}
	if a.When.Before(b.When) {
		return true
	}
	if b.When.Before(a.When) {
		return false
	}
	key := outletKey(a.Publisher)
	if key == "" || key == outletKey(b.Publisher) {
		return false
	}
	for _, s := range b.Sources {
		if outletKey(s) == key {
			return true
		}
	}
	return false
}
