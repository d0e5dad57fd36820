package stemma

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/stemma-news/stemma/similarity/index"
)

// IndexInfo describes an index. Sizes are in bytes on disk.
type IndexInfo struct {
	Dir        string `json:"dir"`
	Parameters string `json:"parameters"`
	Scale      int    `json:"scale"`
	Texts      bool   `json:"texts"` // whether texts are stored
	Generation uint64 `json:"generation"`

	Articles int           `json:"articles"`
	Versions int           `json:"versions"` // older texts of articles
	Removed  int           `json:"removed"`  // still on disk until segments are joined
	Outlets  []IndexOutlet `json:"outlets"`  // those with most articles first
	Unnamed  int           `json:"unnamed"`  // articles without an outlet
	Undated  int           `json:"undated"`
	Earliest *string       `json:"earliest"` // publication, RFC 3339
	Latest   *string       `json:"latest"`

	Segments int           `json:"segments"`
	Size     IndexSize     `json:"size"`
	Keys     int64         `json:"keys"`     // different ones, counted by segment
	Postings int64         `json:"postings"` // pairs of a key and an article
	HotKeys  []IndexHotKey `json:"hot_keys"` // those that most articles hold
}

// IndexOutlet is an outlet and how many articles of it there are.
type IndexOutlet struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
}

// IndexSize is the size of an index by part, in bytes.
type IndexSize struct {
	TextBefore int64 `json:"text_before"` // before compression
	Texts      int64 `json:"texts"`
	Notes      int64 `json:"notes"` // what a check would else find in the texts anew
	Heads      int64 `json:"heads"` // ids, sums, metadata
	IDs        int64 `json:"ids"`
	Keys       int64 `json:"keys"`
	Total      int64 `json:"total"`
}

// IndexHotKey is a key that many articles hold: a standing line or a phrase.
type IndexHotKey struct {
	Key      string `json:"key"`      // hexadecimal
	Kind     string `json:"kind"`     // words, facts, quote or sentence; "" where no text tells
	Text     string `json:"text"`     // what the key was made of
	Article  string `json:"article"`  // one that holds it
	Articles int    `json:"articles"` // how many
}

// DescribeIndex tells what an index holds. It reads the metadata of every
// article, no texts. Errors: those of similarity/index.
func DescribeIndex(dir string) (*IndexInfo, error) {
	s, err := openStored(dir)
	if err != nil {
		return nil, err
	}
	defer s.reader.Close()
	i, err := s.reader.Info()
	if err != nil {
		return nil, err
	}
	out := &IndexInfo{
		Dir: dir, Parameters: string(i.Params), Scale: s.params.scale, Texts: s.params.text, Generation: i.Generation,
		Articles: i.Articles, Versions: i.Versions, Removed: i.Removed,
		Outlets: []IndexOutlet{}, HotKeys: []IndexHotKey{}, Segments: len(i.Segments), Postings: i.Postings,
		Size: IndexSize{TextBefore: i.TextBytes, Texts: i.Texts, Notes: i.Readings, Heads: i.Heads, IDs: i.IDs, Keys: i.Keys, Total: i.Total},
	}
	for _, segment := range i.Segments {
		out.Keys += segment.Keys
	}
	for _, h := range i.Hot {
		named, err := s.nameKey(h.Key)
		if err != nil {
			return nil, err
		}
		named.Articles = h.Count
		out.HotKeys = append(out.HotKeys, named)
	}
	return out, out.addArticles(s)
}

// addArticles counts outlets and dates.
func (i *IndexInfo) addArticles(s *stored) error {
	outlets := map[string]int{}
	var earliest, latest time.Time
	for e, err := range s.reader.All() {
		if err != nil {
			return err
		}
		a, err := decodeMeta(e.Meta, s.fullPath)
		if err != nil {
			return fmt.Errorf("%s: article %q: %w", s.dir, e.ID, err)
		}
		if a.Publisher == "" {
			i.Unnamed++
		} else {
			outlets[a.Publisher]++
		}
		when := a.Published
		if when.IsZero() {
			i.Undated++
		}
		if t := when.Earliest; !t.IsZero() && (earliest.IsZero() || t.Before(earliest)) {
			earliest = t
		}
		if t := when.Latest; t.After(latest) {
			latest = t
		}
	}
	i.Earliest, i.Latest = instant(earliest), instant(latest)
	for name, n := range outlets {
		i.Outlets = append(i.Outlets, IndexOutlet{name, n})
	}
	slices.SortFunc(i.Outlets, func(a, b IndexOutlet) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Name, b.Name))
	})
	return nil
}

// VerifyIndex tests an index: what opening reads, or with full every byte. A
// healthy index has no problems; the error is for one that could not be tested.
func VerifyIndex(dir string, full bool) ([]IndexProblem, error) {
	problems, err := index.Verify(dir, full)
	out := make([]IndexProblem, 0, len(problems))
	for _, p := range problems {
		out = append(out, IndexProblem(p))
	}
	return out, err
}

// RemoveFromIndex removes articles with their older versions. An id that the
// index does not hold is an error, and then nothing is removed.
func RemoveFromIndex(dir string, ids ...string) (*IndexChange, error) {
	s, err := openStored(dir) // OpenWriter would make a new index
	if err != nil {
		return nil, err
	}
	s.reader.Close()
	w, err := index.OpenWriter(dir, s.params.bytes(), index.Options{KeepVersions: true})
	if err != nil {
		return nil, err
	}
	defer w.Close()
	change := &IndexChange{Lost: []IndexProblem{}, Skipped: []Skipped{}}
	for _, id := range ids {
		removed, err := w.Remove(id)
		if err != nil {
			return nil, err
		}
		if !removed {
			return nil, fmt.Errorf("%s holds no article with the id %q; nothing was removed", dir, id)
		}
		change.Removed++
	}
	w.SetNote(nil) // a file that held it is to be read again
	if err := w.Commit(); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	change.Articles, err = articlesIn(dir)
	return change, err
}

func bySkippedPath(a, b Skipped) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
}
