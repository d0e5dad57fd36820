package attribution

import (
	"sort"

	"github.com/stemma-news/stemma/article"
)

// Carrier is what joining needs to know of one article.
type Carrier struct {
	ID        string
	Publisher string
	// When is the interval in which the article was published; a zero bound is
	// unknown. For an article without a date its earliest bound is the newest
	// date that the text proves.
	When article.Interval
	// Dated is true where the article states its date.
	Dated bool
	// Sources are publishers that the article names as the origin of its copy:
	// theirs precede it.
	Sources []string
	// Draft is true for one that is not yet published: every other precedes it.
	Draft   bool
	Quotes  []Quote
	Reports Reports
}

// Utterance is all quotes that are one saying, with their wordings.
type Utterance struct {
	ID       string          `json:"id"` // the id of its longest wording
	Text     string          `json:"text"`
	Speaker  *Speaker        `json:"speaker"`
	Via      []Speaker       `json:"via"`
	Wordings []Wording       `json:"wordings"`
	Reported []Reported      `json:"reported"`
	Origin   UtteranceOrigin `json:"origin"`
	First    First           `json:"first_in_archive"`
}

// UtteranceOrigin is the origin that the carriers name between them.
type UtteranceOrigin struct {
	Kind    string   `json:"kind"`
	Outlet  string   `json:"outlet"`
	Handle  string   `json:"handle"`
	Date    string   `json:"date"`
	NamedBy []string `json:"named_by"` // ids of the quotes that name it
	// Conflict is true where carriers name different origins.
	Conflict bool `json:"conflict"`
	// InArchive is true where the archive holds an article of the origin's
	// outlet that carries the utterance: Article.
	InArchive bool   `json:"in_archive"`
	Article   string `json:"article"`
}

// First is the set of carriers that no other provably precedes.
type First struct {
	Articles []string `json:"articles"`
	Provable bool     `json:"provable"`
	Why      string   `json:"why"`
}

// Join finds the utterances of an archive and writes their ids into the
// carriers' quotes. The result does not depend on the order of the carriers.
// Cost is linear in the number of quotes but for wordings that share rare
// runs of words, of which each is compared with at most maxPosting others. What
// it needs beside the carriers and the utterances is some 300 bytes a quote.
func Join(carriers []Carrier) []Utterance { return JoinFor(carriers, nil) }

// JoinFor is Join for those who ask about some of the carriers, by their ids (nil
// for all): of an utterance that none of these carries, in marks or as reported
// speech, it does not say who reports it.
func JoinFor(carriers []Carrier, asked map[string]bool) []Utterance {
	order := make([]int, len(carriers))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return carriers[order[i]].ID < carriers[order[j]].ID })
	nodes, words := gatherNodes(carriers, order)
	x := &aligner{}
	(&linker{carriers: carriers, nodes: nodes, words: words, aligner: x}).link()
	members, sizes := clustersOf(nodes)
	out := make([]Utterance, 0, len(sizes))
	likes := likesOf(nodes)
	said := newTellings(carriers)
	for u, n := range sizes {
		out = append(out, x.utterance(carriers, nodes, members[:n], likes[members[0]]))
		for _, i := range members[:n] {
			said.tell(int32(u), nodes[i].quotes)
		}
		members = members[n:]
	}
	addReported(carriers, said, order, out, asked)
	return out
}
