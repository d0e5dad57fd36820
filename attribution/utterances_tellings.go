package attribution

import "iter"

// tellings are the numbers of the utterances that the quotes of each carrier tell.
type tellings struct{ lists }

func newTellings(carriers []Carrier) tellings {
	return tellings{newLists(len(carriers), func(yield func(int, int32) bool) {
		for c := range carriers {
			for range carriers[c].Quotes {
				if !yield(c, -1) {
					return
				}
			}
		}
	})}
}

// tell notes that the given quotes tell utterance u.
func (t tellings) tell(u int32, quotes []quoteRef) {
	for _, q := range quotes {
		t.at(int(q.carrier))[q.quote] = u
	}
}

// each yields every carrier with each of its utterances, once, in the order of
// its quotes.
func (t tellings) each(utterances int) iter.Seq2[int, int32] {
	return func(yield func(int, int32) bool) {
		last := make([]int32, utterances) // the carrier that told it last, counted from 1
		for c := range len(t.firsts) - 1 {
			for _, u := range t.at(c) {
				if last[u] == int32(c)+1 {
					continue
				}
				last[u] = int32(c) + 1
				if !yield(c, u) {
					return
				}
			}
		}
	}
}

// of are the utterances of each carrier.
func (t tellings) of(utterances int) lists { return newLists(len(t.firsts)-1, t.each(utterances)) }

// holders are the carriers of each utterance, rising.
func (t tellings) holders(utterances int) lists {
	return newLists(utterances, func(yield func(int, int32) bool) {
		for c, u := range t.each(utterances) {
			if !yield(int(u), int32(c)) {
				return
			}
		}
	})
}
