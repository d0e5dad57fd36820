package stemma

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stemma-news/stemma/similarity/index"
)

// Bounds of the search for other carriers of a draft's quotes.
const (
	commonSaying = 64  // articles that hold a run of words inside marks
	sayingRuns   = 3   // runs of words of one quote that a carrier shares: attribution.Join asks for as many
	sayingsRead  = 100 // articles that are read for shared words inside marks alone
	firstToSay   = 3   // carriers of each quote that are read before others, the earliest
)

// carrier is an article that holds runs of words of some of the draft's quotes.
type carrier struct {
	storedRef
	shared int    // runs of words
	quotes []int  // of the draft, which it holds
	id     string // once they are asked for, see nameCarriers
	when   time.Time
}

// findSayings finds the articles that hold a few runs of words of one of the
// draft's quotes, for the ledger of utterances.
func (q *inquiry) findSayings(hits [][]index.Hit) error {
	var list []*carrier
	for k := range q.archive.stores {
		list = append(list, q.carriersIn(k, hits[k])...)
	}
	if len(list) > sayingsRead {
		if err := q.nameCarriers(list); err != nil {
			return err
		}
		slices.SortFunc(list, func(a, b *carrier) int { return cmp.Or(cmp.Compare(b.shared, a.shared), a.earlier(b)) })
		q.note("%d articles have words inside marks in common with it: the earliest of each quote were read, and of the others those that share most, %d in all", len(list), sayingsRead)
		list = firstCarriers(list)
	}
	for _, c := range list {
		q.out.sayings = append(q.out.sayings, c.storedRef)
	}
	return nil
}

// carriersIn finds the carriers that an index holds, by who holds the runs of words
// of one quote after the other.
func (q *inquiry) carriersIn(k int, hits []index.Hit) []*carrier {
	carriers := map[uint32]*carrier{}
	for nth, quote := range q.draft.byStore[k].quoted {
		here := map[uint32]int{}
		for _, h := range hits[:len(quote)] {
			for _, n := range h.Articles {
				here[n]++
			}
		}
		hits = hits[len(quote):]
		for n, runs := range here {
			if runs < min(sayingRuns, len(quote)) || q.unread[storedRef{k, n}] {
				continue
			}
			if carriers[n] == nil {
				carriers[n] = &carrier{storedRef: storedRef{k, n}}
			}
			carriers[n].shared += runs
			carriers[n].quotes = append(carriers[n].quotes, nth)
		}
	}
	return slices.Collect(maps.Values(carriers))
}

// nameCarriers reads the ids of carriers, and when they were published.
func (q *inquiry) nameCarriers(list []*carrier) error {
	for _, c := range list {
		s := q.archive.stores[c.store]
		r, err := s.reader.Head(c.number)
		if err != nil {
			return err
		}
		if c.when, err = decodeWhen(r.Meta); err != nil {
			return fmt.Errorf("%s: article %q: %w", s.dir, r.ID, err)
		}
		c.id = r.ID
	}
	return nil
}

// earlier orders carriers by time.
func (c *carrier) earlier(d *carrier) int {
	return cmp.Or(byTime(c.when, d.when), cmp.Compare(c.id, d.id), c.store-d.store)
}

// firstCarriers chooses sayingsRead of the carriers, sorted by what they share: of each quote the earliest,
// since who had it first is what an editor asks, then those that share most.
func firstCarriers(list []*carrier) []*carrier {
	early := slices.Clone(list)
	slices.SortFunc(early, (*carrier).earlier)
	read := map[int]int{} // of each quote
	var chosen []*carrier
	for _, c := range early {
		if slices.ContainsFunc(c.quotes, func(quote int) bool { return read[quote] < firstToSay }) && len(chosen) < sayingsRead {
			chosen = append(chosen, c)
			for _, quote := range c.quotes {
				read[quote]++
			}
		}
	}
	for _, c := range list {
		if len(chosen) < sayingsRead && !slices.Contains(chosen, c) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// byTime orders instants, the unknown one last.
func byTime(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Compare(b)
}
