package stemma

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
	"github.com/stemma-news/stemma/similarity/index"
)

// An index on disk holds opaque records, and which of them hold which keys
// (similarity/index). Here is what this package puts into a record, and how
// articles are found again:
//
//	ID         the article's id
//	Sum        SHA-256 of all that follows from the source: whether it changed
//	Meta       everything of the article but its text (storemeta.go)
//	Signature  how many keys of which kind it has (storekeys.go)
//	Text       the article's text, unless the index is made without texts
//	Reading    what a check would find in the text anew (storenotes.go)
//	Keys       what it is found by (storekeys.go)
//
// The parameters kept with an index name every rule that the keys depend on, so
// that two programs of different rules never mix their keys.

// Versions of the rules behind the keys of this package. A change of any key of
// any text needs a new number: a test holds the keys of the sample articles.
const (
	anchorVersion   = 1
	quoteVersion    = 1
	sentenceVersion = 1
)

// storeParams are the choices that an index is made with.
type storeParams struct {
	scale int  // of the sketches, 1 keeps every shingle
	text  bool // whether texts are stored
}

// rules names every rule that gives keys their meaning.
func rules() string {
	return fmt.Sprintf("stemma-keys normaliser=%s shingle=%d/%d anchors=%d quotes=%d sentences=%d",
		article.NormaliserVersion, similarity.ShingleWords, similarity.ShingleVersion, anchorVersion, quoteVersion, sentenceVersion)
}

// bytes is how an index keeps its parameters, readable in a message.
func (p storeParams) bytes() []byte {
	text := "stored"
	if !p.text {
		text = "none"
	}
	return fmt.Appendf(nil, "%s scale=%d text=%s", rules(), p.scale, text)
}

// readParams reads the parameters of an index. What this program cannot make
// anew is an *index.ParamsError.
func readParams(dir string, raw []byte) (storeParams, error) {
	wrong := &index.ParamsError{Dir: dir, Have: raw, Want: storeParams{1, true}.bytes()}
	rest, ours := strings.CutPrefix(string(raw), rules())
	if !ours {
		return storeParams{}, wrong
	}
	var p storeParams
	var text string
	if n, err := fmt.Sscanf(rest, " scale=%d text=%s", &p.scale, &text); n != 2 || err != nil || p.scale < 1 {
		return storeParams{}, wrong
	}
	p.text = text == "stored"
	if string(p.bytes()) != string(raw) {
		return storeParams{}, wrong
	}
	return p, nil
}

// stored is an index opened for reading.
type stored struct {
	dir    string
	reader *index.Reader
	params storeParams
	extra  bool // its articles get the fields that nothing follows from
	last   atomic.Pointer[knownPath]
}

// knownPath is a path and the absolute one.
type knownPath struct{ path, full string }

// fullPath is fullPath that remembers the last answer: asking the system for the
// working directory is a tenth of reading a record, and most records of an index
// are of the same file as the one before.
func (s *stored) fullPath(path string) string {
	last := s.last.Load()
	if last == nil || last.path != path {
		last = &knownPath{path, fullPath(path)}
		s.last.Store(last)
	}
	return last.full
}

// openStored opens the index in a folder.
func openStored(dir string) (*stored, error) {
	r, err := index.Open(dir, nil)
	if err != nil {
		return nil, err
	}
	p, err := readParams(dir, r.Params())
	if err != nil {
		r.Close()
		return nil, err
	}
	return &stored{dir: dir, reader: r, params: p}, nil
}

// article reads the n-th article. The policy is laid over it as over one that
// is read from a file.
func (s *stored) article(n uint32, p *Policy) (*article.Article, error) {
	r, err := s.reader.Record(n)
	if err != nil {
		return nil, err
	}
	return s.whole(r, p)
}

// whole is the article of a record.
func (s *stored) whole(r index.Record, p *Policy) (*article.Article, error) {
	a, err := s.bare(r, p)
	if err == nil {
		a.Text = string(r.Text)
	}
	return a, err
}

// noted is article with the notes that the index has of it, nil where none hold.
func (s *stored) noted(n uint32, p *Policy) (*article.Article, *attribution.Notes, error) {
	r, err := s.reader.Record(n)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.whole(r, p)
	if err != nil {
		return nil, nil, err
	}
	notes, err := readNotes(a, p, r.Reading)
	if err != nil {
		err = fmt.Errorf("%s: article %q: %w", s.dir, r.ID, err)
	}
	return a, notes, err
}

// bare is the article of a record without its text.
func (s *stored) bare(r index.Record, p *Policy) (*article.Article, error) {
	a, err := decodeMeta(r.Meta, s.fullPath)
	if err != nil {
		return nil, fmt.Errorf("%s: article %q: %w", s.dir, r.ID, err)
	}
	a.ID = r.ID
	if !s.extra {
		a.Extra = nil
	}
	p.settle(a)
	return a, nil
}

// lookupPart is how many keys are worth a goroutine: half a millisecond.
const lookupPart = 256

// lookup is Lookup of the reader on several goroutines: the shingles of one draft
// are most of what a check asks.
func (s *stored) lookup(keys []uint64, q index.Query) ([]index.Hit, error) {
	parts := min(len(keys)/lookupPart+1, runtime.GOMAXPROCS(0))
	hits, errs := make([][]index.Hit, parts), make([]error, parts)
	var asking sync.WaitGroup
	for i := range parts {
		asking.Go(func() {
			hits[i], errs[i] = s.reader.Lookup(keys[i*len(keys)/parts:(i+1)*len(keys)/parts], q)
		})
	}
	asking.Wait()
	return slices.Concat(hits...), firstError(errs)
}

// Errors of indexes, for callers that treat them differently.
type (
	// DamageError names the place where a file of an index is damaged.
	DamageError = index.DamageError
	// VersionError says that an index was written by a newer program.
	VersionError = index.VersionError
	// ParamsError says that an index was made with other parameters.
	ParamsError = index.ParamsError
	// LockError says that another process is writing the index.
	LockError = index.LockError
)

// ErrNotIndex says that a folder holds something else than an index, or nothing.
var ErrNotIndex = index.ErrNotIndex
