package index

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sort"
)

// Reader answers from the index as it was when it was opened. It needs no lock,
// and a commit neither disturbs it nor shows in it. Its methods may be called
// from several goroutines.
//
// Articles are numbered 0 to Numbers()-1; not every number is in use. A number
// means something to its Reader only: what lasts is the id.
type Reader struct {
	dir      string
	manifest *manifest
	segments []*readSegment
	numbers  uint32
}

// readSegment is a segment with the number of its first record.
type readSegment struct {
	*heldSegment
	base uint32
}

// openAttempts is how often a Reader starts again because a writer replaced the
// segments while it was opening them.
const openAttempts = 100

// Open opens the index in a folder. params must be what it was made with, nil
// takes any. Errors: ErrNotIndex, *DamageError, *VersionError, *ParamsError, or
// the system's own.
func Open(dir string, params []byte) (*Reader, error) {
	return openReader(disk(dir), params)
}

func openReader(dir folder, params []byte) (*Reader, error) {
	var generation uint64
	for attempt := 0; ; attempt++ {
		m, err := readManifest(dir)
		if err != nil {
			return nil, err
		}
		if params != nil && string(m.params) != string(params) {
			return nil, &ParamsError{Dir: dir.path(""), Have: m.params, Want: params}
		}
		r := &Reader{dir: dir.path(""), manifest: m}
		err = r.openSegments(dir)
		if err == nil {
			return r, nil
		}
		r.Close()
		// A file that is missing is damage only if the manifest still names it.
		var missing *missingError
		if !errors.As(err, &missing) || attempt == openAttempts || attempt > 0 && generation == m.generation {
			return nil, err
		}
		generation = m.generation
	}
}

func (r *Reader) openSegments(dir folder) error {
	base := uint64(0)
	for _, listed := range r.manifest.segments {
		s, err := openListed(dir, listed, r.manifest.params)
		if err != nil {
			return err
		}
		r.segments = append(r.segments, &readSegment{heldSegment: s, base: uint32(base)})
		if base += s.footer.records; base >= 1<<32 {
			return fmt.Errorf("index: %s holds more than 4,294,967,295 records", r.dir)
		}
	}
	r.numbers = uint32(base)
	return nil
}

// Close closes the files.
func (r *Reader) Close() error {
	var err error
	for _, s := range r.segments {
		err = errors.Join(err, s.close())
	}
	r.segments = nil
	return err
}

// Params returns the parameters that the index was made with.
func (r *Reader) Params() []byte { return slices.Clone(r.manifest.params) }

// Generation rises by one or more with each commit.
func (r *Reader) Generation() uint64 { return r.manifest.generation }

// Len is the number of articles, older versions and removed ones left out.
func (r *Reader) Len() int {
	n := 0
	for _, s := range r.segments {
		n += s.liveCount() - s.old.count()
	}
	return n
}

// Numbers is the number above all article numbers.
func (r *Reader) Numbers() uint32 { return r.numbers }

// locate returns the segment of an article and its number there.
func (r *Reader) locate(n uint32) (*readSegment, uint64, error) {
	i := sort.Search(len(r.segments), func(i int) bool { return r.segments[i].base > n }) - 1
	if i < 0 || n >= r.numbers || r.segments[i].gone.has(uint64(n-r.segments[i].base)) {
		return nil, 0, fmt.Errorf("index: %s has no article %d", r.dir, n)
	}
	return r.segments[i], uint64(n - r.segments[i].base), nil
}

// Record returns an article with its text, decompressed, and its reading, without
// its keys.
func (r *Reader) Record(n uint32) (Record, error) {
	s, local, err := r.locate(n)
	if err != nil {
		return Record{}, err
	}
	h, err := s.head(local)
	if err != nil {
		return Record{}, err
	}
	record := h.record()
	record.Text, record.Reading, err = s.text(&h)
	return record, err
}

// Head returns an article without text, reading and keys: Record without the cost
// of the text.
func (r *Reader) Head(n uint32) (Record, error) {
	s, local, err := r.locate(n)
	if err != nil {
		return Record{}, err
	}
	h, err := s.head(local)
	return h.record(), err
}

func (h *head) record() Record {
	return Record{ID: h.id, Sum: h.sum, Meta: h.meta, Signature: h.signature}
}

// Superseded reports whether an article is an older version of another.
func (r *Reader) Superseded(n uint32) bool {
	s, local, err := r.locate(n)
	return err == nil && s.old.has(local)
}

// ByID returns the number of the article of an id, false where there is none.
func (r *Reader) ByID(id string) (uint32, bool, error) {
	versions, err := r.Versions(id)
	if err != nil || len(versions) == 0 {
		return 0, false, err
	}
	last := versions[len(versions)-1]
	return last, !r.Superseded(last), nil
}

// Versions returns the older versions of an article, oldest first, then the
// article itself.
func (r *Reader) Versions(id string) ([]uint32, error) {
	type version struct {
		n   uint32
		seq uint64
	}
	var found []version
	for _, s := range r.segments {
		numbers, err := s.byID(id)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			if s.gone.has(uint64(n)) {
				continue
			}
			h, err := s.head(uint64(n))
			if err != nil {
				return nil, err
			}
			found = append(found, version{s.base + n, h.seq})
		}
	}
	slices.SortFunc(found, func(a, b version) int {
		if a.seq < b.seq {
			return -1
		}
		return 1
	})
	var numbers []uint32
	for _, v := range found {
		numbers = append(numbers, v.n)
	}
	return numbers, nil
}

// Entry is an article with its number and the length of its text in bytes.
type Entry struct {
	Number   uint32
	TextSize int
	Record
}

// All yields the articles in the order of their ids, without older versions,
// text, reading and keys. An error is the last thing that it yields. The slices of a
// Record hold until the next one.
func (r *Reader) All() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		scans := make([]*headScan, len(r.segments))
		live := make([]bool, len(r.segments))
		advance := func(i int) (err error) {
			for live[i] = true; live[i] && err == nil; {
				live[i], err = scans[i].next()
				if live[i] && r.segments[i].current(scans[i].n-1) {
					break
				}
			}
			return err
		}
		for i, s := range r.segments {
			scans[i] = &headScan{s: s.segment}
			if err := advance(i); err != nil {
				yield(Entry{}, err)
				return
			}
		}
		for {
			least := -1
			for i, c := range scans {
				if live[i] && (least < 0 || before(&c.head, &scans[least].head)) {
					least = i
				}
			}
			if least < 0 {
				return
			}
			c := scans[least]
			if !yield(Entry{r.segments[least].base + uint32(c.n-1), int(c.textLen), c.record()}, nil) {
				return
			}
			if err := advance(least); err != nil {
				yield(Entry{}, err)
				return
			}
		}
	}
}
