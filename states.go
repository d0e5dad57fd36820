package stemma

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// One article comes in several states where an agency sends corrections or a
// crawl met a page twice: they have one id, and each tells its Version. Of
// states with the same text the first is kept. In memory the newest of the
// others keeps the id and the older ones get theirs with the version behind it,
// so that they show as versions of each other; an index keeps the newest, as it
// does between two runs.

// compareVersions orders versions: numbers as such, and times as they are
// written.
func compareVersions(a, b string) int {
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}

// foldStates gives every state in a sorted list an id of its own.
func (a *Archive) foldStates() {
	folded := a.articles[:0]
	for from := 0; from < len(a.articles); {
		to := from + 1
		for to < len(a.articles) && a.articles[to].ID == a.articles[from].ID {
			to++
		}
		states := a.articles[from:to]
		if len(states) > 1 && !slices.ContainsFunc(states, func(x *article.Article) bool { return x.Version == "" }) {
			states = a.fold(states)
		}
		folded = append(folded, states...)
		from = to
	}
	clear(a.articles[len(folded):])
	a.articles = folded
	slices.SortFunc(a.articles, func(x, y *article.Article) int {
		return cmp.Or(strings.Compare(x.ID, y.ID), strings.Compare(x.Path, y.Path))
	})
}

// fold keeps one of the states of each text, and names them.
func (a *Archive) fold(states []*article.Article) []*article.Article {
	slices.SortFunc(states, func(x, y *article.Article) int {
		return cmp.Or(compareVersions(x.Version, y.Version), strings.Compare(x.Text, y.Text), strings.Compare(x.Path, y.Path))
	})
	newest := states[len(states)-1].Text
	first := map[string]*article.Article{}
	kept := []*article.Article{}
	for _, x := range states {
		if same, ok := first[x.Text]; ok {
			a.skipped = append(a.skipped, Skipped{Path: x.Path, Reason: fmt.Sprintf("the text of %s of %s has not changed in %s", same.Version, same.ID, x.Version)})
			continue
		}
		first[x.Text] = x
		kept = append(kept, x)
	}
	ids := map[string]int{}
	for _, x := range kept {
		if x.Text == newest {
			continue
		}
		id := x.ID + "@" + x.Version
		if ids[id]++; ids[id] > 1 {
			id = fmt.Sprintf("%s.%d", id, ids[id])
		}
		x.ID = id
	}
	return kept
}

// nameStates does what foldStates does where the texts are not at hand: all
// states stay.
func (s *shelf) nameStates() {
	for from := 0; from < len(s.held); {
		to := from + 1
		for to < len(s.held) && bytes.Equal(s.idOf(s.held[to]), s.idOf(s.held[from])) {
			to++
		}
		group := s.held[from:to]
		from = to
		if len(group) == 1 || slices.ContainsFunc(group, func(h heldArticle) bool { return s.moreOf(h).version == "" }) {
			continue
		}
		slices.SortFunc(group, func(x, y heldArticle) int {
			return cmp.Or(compareVersions(s.moreOf(x).version, s.moreOf(y).version), strings.Compare(s.paths[x.path], s.paths[y.path]), cmp.Compare(x.record, y.record))
		})
		for i, h := range group[:len(group)-1] {
			version := s.moreOf(h).version
			id := string(s.idOf(h)) + "@" + version
			if i > 0 && s.moreOf(group[i-1]).version == version {
				id += fmt.Sprintf(".%d", i+1)
			}
			s.name(&group[i], id)
		}
	}
	s.sort()
}

// states are those of the articles that one run adds to an index.
type states struct {
	mu     [64]sync.Mutex // by id, so that states of one article come one after the other
	shared sync.Mutex
	newest map[uint64]*state           // by id
	first  map[uint64]article.Interval // when a text of an id was first seen
}

// state is the one of an article's states that is kept so far.
type state struct {
	version string
	text    uint64
	at      stateAt

	added   bool     // to the index, by this run
	held    [32]byte // the sum of the article in the index before this run
	known   bool     // there was one
	counted *int
}

// stateAt is where a state was read: the file, and the place in it.
type stateAt struct{ path, place string }

// before keeps what the index held before the first state came, and returns it.
func (st *state) before(held [32]byte, known bool) ([32]byte, bool) {
	if !st.added {
		st.added, st.held, st.known = true, held, known
	}
	return st.held, st.known
}

// lock keeps the states of one article apart.
func (st *states) lock(id string) *sync.Mutex {
	mu := &st.mu[article.HashBytes(id)%uint64(len(st.mu))]
	mu.Lock()
	return mu
}

// meet decides which state of an article to keep: the newest, and of those with
// its text the one that was seen first. Whatever the order in which they come,
// the same remains. It returns the place of the state that is not kept, nil for
// the first one.
func (st *states) meet(a *article.Article, at stateAt) (kept *state, beaten *stateAt) {
	st.shared.Lock()
	defer st.shared.Unlock()
	if st.newest == nil {
		st.newest, st.first = map[uint64]*state{}, map[uint64]article.Interval{}
	}
	id, text := article.HashBytes(a.ID), article.HashBytes(a.ID+"\x00"+a.Text)
	first, met := st.first[text]
	earlier := !met || a.FirstSeen.Earliest.Before(first.Earliest)
	if earlier {
		st.first[text] = a.FirstSeen
	} else {
		a.FirstSeen = first
	}
	have := st.newest[id]
	if have == nil {
		have = &state{version: a.Version, at: at, text: text}
		st.newest[id] = have
		return have, nil
	}
	newer := compareVersions(a.Version, have.version) > 0
	keep := newer && have.text != text || have.text == text && earlier
	if newer {
		have.version = a.Version
	}
	if !keep {
		return have, &at
	}
	old := have.at
	have.at, have.text = at, text
	return have, &old
}
