package attribution

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/agnivade/levenshtein"

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
	contextWords  = 12  // around a value, within its sentence and those beside it
	contextRare   = 3   // rarity of a word that tells what is spoken of
	contextShared = 2   // names or such words that must agree, at least one of them a name
	numberShared  = 3   // the same for a number, of which a story has many
	contradictors = 2   // articles that must agree on another value
	slipDays      = 21  // two days further apart are those of two events
	slipTimes     = 1.5 // two numbers further apart are those of two things
)

// Contradicted finds the dates, numbers and places that two articles share and
// that at least two of the others contradict: beside the same names and rare
// words, a number of the same thing or a place behind the same kind of word, they
// hold another value, and none of them holds the shared one. Other events of the
// same people are told apart by their days and places. Cost: shared values times the
// sentences of the others; meant for the candidates of one pair. The others are
// asked for only where two values agree.
func Contradicted(a, b *Profile, others iter.Seq[*Profile]) []Contradiction {
	var out []Contradiction
	for _, x := range a.values() {
		for _, y := range b.values() {
			if x.key != y.key || !x.sameThing(&y) {
				continue
			}
			c := Contradiction{A: x.place(a), B: y.place(b)}
			c.Others = contradict(a, b, &x, others)
			if len(c.Others) >= contradictors {
				out = append(out, c)
			}
			break
		}
	}
	return out
}

// contradict lists the places of the value that most of the others give
// instead, nil where one of them gives the shared one.
func contradict(a, b *Profile, x *value, others iter.Seq[*Profile]) []Place {
	says := map[uint32][]Place{}
	for o := range others {
		var found *value
		for _, v := range o.values() {
			if !v.sameThing(x) {
				continue
			}
			if v.key == x.key || x.kind == similarity.Number && (roughly(x.amount, v.amount) || roughly(v.amount, x.amount)) {
				return nil
			}
			if found == nil && x.contradicts(a, b, &v, o) {
				found = &v
			}
		}
		if found != nil {
			says[found.key] = append(says[found.key], found.place(o))
		}
	}
	var best []Place
	for _, k := range slices.Sorted(maps.Keys(says)) {
		if len(says[k]) > len(best) {
			best = says[k]
		}
	}
	slices.SortFunc(best, func(p, q Place) int { return cmp.Compare(p.Article, q.Article) })
	return best
}

// contradicts reports that a value of another article cannot hold beside x, which
// a and b give, if both are said of one event.
func (x *value) contradicts(a, b *Profile, v *value, o *Profile) bool {
	switch x.kind {
	case similarity.Date:
		return x.day > 0 && v.day > 0 && daysApart(x.day, v.day) <= slipDays && !x.otherPlace(v)
	case similarity.Name:
		// A town and its country hold beside each other: who names both says so.
		return x.sharesDay(v) && !o.has(x) && !a.has(v) && !b.has(v)
	}
	return likeNumbers(x.amount, v.amount) && !v.about && x.rare(v) > 0 && x.rare(v)+inBoth(x.names, v.names) >= numberShared && a.only(x) && o.only(v) && !x.otherDay(v) && !x.otherPlace(v)
}

// likeNumbers reports two numbers that may be meant for one another: near, or
// with the same digits but for one.
func likeNumbers(x, y float64) bool {
	if max(x, y) <= slipTimes*min(x, y) {
		return true
	}
	a, b := strconv.FormatFloat(x, 'f', -1, 64), strconv.FormatFloat(y, 'f', -1, 64)
	return len(a) > 2 && len(b) > 2 && levenshtein.ComputeDistance(a, b) == 1
}
