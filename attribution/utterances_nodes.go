package attribution

import (
	"math"
	"slices"
	"time"

	"github.com/stemma-news/stemma/article"
)

// node is one distinct wording by one speaker: the quotes that hold it.
type node struct {
	words   wordsAt
	quotes  []quoteRef
	speaker *namedSpeaker
	nested  bool
	post    bool // embedded: its author stands below it
	phrase  bool // stands inside the reporter's sentence
	tight   bool // the link to its parent is strong
	firm    bool // all links up to the root are
	parent  int32
	root    int32 // the last of its parents, itself without one
	like    int32 // the wording that it may be part of, where none is its parent; -1 for none
	from    time.Time
	to      time.Time
}

// quoteRef is a quote's place among those of its carrier.
type quoteRef struct{ carrier, quote int32 }

// gatherer collapses equal wordings of one speaker, so that the carriers of one
// release cost one comparison.
type gatherer struct {
	nodes    []node
	words    wordStore
	of       []int32 // the node of each quote, in the order of carriers
	known    map[uint64]int32
	speakers map[string]*namedSpeaker
	reader   wordReader
}

// gatherNodes are the distinct wordings of the carriers, taken in the given order.
func gatherNodes(carriers []Carrier, order []int) ([]node, *wordStore) {
	quotes, size := 0, 0
	for i := range carriers {
		quotes += len(carriers[i].Quotes)
		for k := range carriers[i].Quotes {
			size += len(carriers[i].Quotes[k].Text)
		}
	}
	g := gatherer{
		nodes: make([]node, 0, quotes), words: newWordStore(size), of: make([]int32, 0, quotes),
		known: map[uint64]int32{}, speakers: map[string]*namedSpeaker{},
	}
	for _, ci := range order {
		c := &carriers[ci]
		for qi := range c.Quotes {
			g.of = append(g.of, g.add(&c.Quotes[qi], c.When.Earliest, c.When.Latest))
		}
	}
	g.shareOut(carriers, order)
	return g.nodes, &g.words
}

// add is the node of a quote that was published between the given times.
func (g *gatherer) add(q *Quote, from, to time.Time) int32 {
	words := g.reader.words(q.Text)
	speaker := g.speaker(q.Speaker)
	this := int32(len(g.nodes))
	if len(words) >= shortWords {
		key := nodeKey(words, speaker.name, q.Kind)
		if i, ok := g.known[key]; ok && g.holds(&g.nodes[i], words, speaker, q.Kind) {
			n := &g.nodes[i]
			if len(words) >= longWords || near(n.from, n.to, from, to, sameDays) {
				if from.Before(n.from) {
					n.from = from
				}
				if to.After(n.to) {
					n.to = to
				}
				return i
			}
		}
		g.known[key] = this
	}
	g.nodes = append(g.nodes, node{
		words: g.words.add(words), speaker: speaker, nested: q.Kind == "nested", post: q.Kind == PostKind, phrase: q.Kind == "partial",
		from: from, to: to, parent: -1, like: -1,
	})
	return this
}

// speaker is what joining knows of a speaker, once for each name.
func (g *gatherer) speaker(s *Speaker) *namedSpeaker {
	name := ""
	if s != nil {
		name = s.Name
	}
	known, ok := g.speakers[name]
	if !ok {
		known = newNamedSpeaker(s)
		g.speakers[name] = known
	}
	return known
}

// holds reports whether a node is of these words, this speaker and this kind.
func (g *gatherer) holds(n *node, words []wordToken, speaker *namedSpeaker, kind string) bool {
	return n.nested == (kind == "nested") && n.post == (kind == PostKind) && slices.Equal(n.speaker.name, speaker.name) && g.words.are(n.words, words)
}

// shareOut gives each node its quotes, in the order in which they were added.
func (g *gatherer) shareOut(carriers []Carrier, order []int) {
	sizes := make([]int32, len(g.nodes))
	for _, n := range g.of {
		sizes[n]++
	}
	room := make([]quoteRef, len(g.of))
	for i, size := range sizes {
		g.nodes[i].quotes, room = room[:0:size], room[size:]
	}
	of := g.of
	for _, ci := range order {
		for qi := range carriers[ci].Quotes {
			n := &g.nodes[of[0]]
			n.quotes = append(n.quotes, quoteRef{int32(ci), int32(qi)})
			of = of[1:]
		}
	}
}

// nodeKey hashes words, speaker and kind.
func nodeKey(words []wordToken, name []string, kind string) uint64 {
	h := article.HashWord(kind)
	mix := func(x uint64) {
		h = (h ^ x) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	for _, w := range words {
		mix(w.hash)
	}
	for _, t := range name {
		mix(article.HashWord(t))
	}
	return h
}

// near reports whether two intervals can lie within the given days; unknown
// bounds always can.
func near(from, to, from2, to2 time.Time, days int) bool {
	span := time.Duration(days) * 24 * time.Hour
	if !to.IsZero() && !from2.IsZero() && from2.Sub(to) > span {
		return false
	}
	if !to2.IsZero() && !from.IsZero() && from.Sub(to2) > span {
		return false
	}
	return true
}

// apart is the distance of the days of two wordings, 0 where one has no date.
func apart(a, b *rendering) float64 {
	if !dated(a) || !dated(b) {
		return 0
	}
	middle := func(n *rendering) time.Time { return n.from.Add(n.to.Sub(n.from) / 2) }
	return math.Abs(middle(a).Sub(middle(b)).Hours()) / 24
}
