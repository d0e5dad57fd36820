package stemma

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// holdings are articles and where they lie. There may be tens of millions, so
// they hold no pointers, which each collection would have to follow.
type holdings struct {
	held    []heldArticle
	ids     []byte // of all articles, one after the other
	paths   []string
	more    []heldMore
	changed int // articles that were not the same when they were read again
}

// heldArticle is an article and its place.
type heldArticle struct {
	id      int64  // where it starts in ids
	idSize  int32  // in bytes
	path    int32  // in paths
	record  int32  // in its file, from 1; 0 where the file is one article
	number  uint32 // in an index
	arrival int32
	more    int32 // in more, from 1; 0 for most
	store   int16 // of an index: which, from 1
	changed bool
}

// heldMore is what few articles have: a place inside of a container, and
// several states.
type heldMore struct{ member, version string }

// add adds an article. Those of one file are expected to follow each other.
func (s *holdings) add(h heldArticle, id, path string, more heldMore) {
	if n := len(s.paths); n == 0 || s.paths[n-1] != path {
		s.paths = append(s.paths, path)
	}
	h.path = int32(len(s.paths) - 1)
	if more != (heldMore{}) {
		s.more = append(s.more, more)
		h.more = int32(len(s.more))
	}
	s.name(&h, id)
	s.held = append(s.held, h)
}

// name gives an article its id.
func (s *holdings) name(h *heldArticle, id string) {
	h.id, h.idSize = int64(len(s.ids)), int32(len(id))
	s.ids = append(s.ids, id...)
}

// join takes over what another holds.
func (s *holdings) join(other *holdings) {
	ids, paths, more := int64(len(s.ids)), int32(len(s.paths)), int32(len(s.more))
	for _, h := range other.held {
		h.id += ids
		h.path += paths
		if h.more > 0 {
			h.more += more
		}
		s.held = append(s.held, h)
	}
	s.ids = append(s.ids, other.ids...)
	s.paths = append(s.paths, other.paths...)
	s.more = append(s.more, other.more...)
	*other = holdings{}
}

func (s *holdings) idOf(h heldArticle) []byte { return s.ids[h.id:][:h.idSize] }

// id is the id of the i-th article.
func (s *holdings) id(i int) string { return string(s.idOf(s.held[i])) }

func (s *holdings) moreOf(h heldArticle) heldMore {
	if h.more == 0 {
		return heldMore{}
	}
	return s.more[h.more-1]
}

// place says where an article lies, for messages.
func (s *holdings) place(h heldArticle) string {
	return article.Source{Path: s.paths[h.path], Member: s.moreOf(h).member, Record: int(h.record)}.Place()
}

// sort orders the articles by id, and those of one id by their place.
func (s *holdings) sort() {
	slices.SortFunc(s.held, func(x, y heldArticle) int {
		return cmp.Or(bytes.Compare(s.idOf(x), s.idOf(y)), strings.Compare(s.paths[x.path], s.paths[y.path]), cmp.Compare(x.record, y.record))
	})
}
