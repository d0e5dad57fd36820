package index

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options are how a Writer works; none of them changes what is answered, but
// for KeepVersions. The zero value is the default.
type Options struct {
	// Memory is about how many bytes records and keys may take before they are
	// written out, 0 for 512 MiB: half for them and half for the garbage
	// collector. A record of 3 KB with 900 keys takes 9 KB. Merging takes some
	// 100 MB, and 20 bytes a record of the index.
	Memory int64
	// Wait is how long to wait for another writer to end, 0 for ten seconds,
	// negative for not at all.
	Wait time.Duration
	// KeepVersions keeps a record that is replaced by one with another Sum as
	// an older version.
	KeepVersions bool
	// Mend opens a damaged index by leaving out what is damaged, segment by
	// segment, after reading all of it. Dropped then tells what is lost.
	// Adding the same articles again makes it whole.
	Mend bool
}

// maxSpills is how many segments may wait to be merged into one commit.
const maxSpills = 64

// Writer changes an index. There is one at a time for a folder. Its methods may
// be called from several goroutines; texts are compressed outside its lock.
//
// Nothing that it does is visible to a Reader, or outlives the process, before
// Commit returns. After an error it can only be closed; the index then stands as
// the last commit left it. An argument that is refused is no such error.
type Writer struct {
	mu      sync.Mutex
	dir     folder
	lock    *os.File
	options Options

	manifest manifest       // params and counters; segments as committed
	held     []*heldSegment // committed
	since    uint64         // number of the first segment that this writer writes
	spills   []*heldSegment // written since
	buffer   buffer
	ids      idFilter
	changed  bool // held has other gone or old records than the manifest, or the note is new
	dropped  []Problem
	err      error
}

// heldSegment is an open segment and which of its records no longer count.
type heldSegment struct {
	*segment
	gone bitset // removed
	old  bitset // older versions
}

func (s *heldSegment) liveCount() int { return int(s.footer.records) - s.gone.count() }

// OpenWriter opens the index in a folder for writing, or makes a new one where
// the folder is empty or missing. params are whatever gives the keys their
// meaning (normaliser, shingle size, hash ...): every later opening must name
// the same ones, or gets a ParamsError.
//
// Another writer is waited for (Options.Wait), then the error is a LockError.
// A folder that holds something else gives ErrNotIndex, a damaged index a
// DamageError, an index of a newer program a VersionError; a folder that may
// not be written an error that is fs.ErrPermission or the system's own.
func OpenWriter(dir string, params []byte, options Options) (*Writer, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, wrap("create", dir, err)
	}
	if err := mayHold(disk(dir)); err != nil {
		return nil, err
	}
	wait := options.Wait
	if wait == 0 {
		wait = 10 * time.Second
	}
	lock, err := takeLock(dir, wait)
	if err != nil {
		return nil, err
	}
	w, err := openWriter(disk(dir), params, options)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	w.lock = lock
	return w, nil
}

// mayHold refuses a folder without a manifest that holds files of others, before
// the lock file is put there.
func mayHold(dir folder) error {
	names, err := dir.list()
	if err != nil {
		return wrap("list", dir.path(""), err)
	}
	if slices.Contains(names, manifestName) {
		return nil
	}
	for _, name := range names {
		if !ownName(name) {
			return fmt.Errorf("index: %s is %w: it holds %s and no %s", dir.path(""), ErrNotIndex, name, manifestName)
		}
	}
	return nil
}

// openWriter is OpenWriter with the lock taken.
func openWriter(dir folder, params []byte, options Options) (*Writer, error) {
	if options.Memory <= 0 {
		options.Memory = 512 << 20
	}
	w := &Writer{dir: dir, options: options}
	if err := w.load(params); err != nil {
		return nil, errors.Join(err, w.closeSegments())
	}
	return w, nil
}

func (w *Writer) load(params []byte) error {
	m, err := readManifest(w.dir)
	var damaged *DamageError
	switch {
	case errors.Is(err, ErrNotIndex):
		return w.create(params)
	case errors.As(err, &damaged) && w.options.Mend:
		w.dropped = append(w.dropped, problemOf(err))
		return w.restart(params)
	case err != nil:
		return err
	}
	if string(m.params) != string(params) {
		return &ParamsError{Dir: w.dir.path(""), Have: m.params, Want: params}
	}
	w.manifest, w.since = *m, m.nextSegment
	for _, s := range m.segments {
		held, err := openListed(w.dir, s, params)
		if err == nil && w.options.Mend {
			if problems := held.verify(); len(problems) > 0 {
				w.dropped = append(w.dropped, problems...)
				held.close()
				continue
			}
		}
		if errors.As(err, &damaged) && w.options.Mend {
			w.dropped = append(w.dropped, problemOf(err))
			continue
		}
		if err != nil {
			return err
		}
		w.held = append(w.held, held)
	}
	if len(w.dropped) > 0 {
		if err := w.publish(w.held); err != nil {
			return err
		}
	}
	w.sweep()
	return nil
}

// create makes an empty index where there is none. Segments without a manifest
// are not garbage: somebody lost the manifest, so they are left alone.
func (w *Writer) create(params []byte) error {
	names, err := w.dir.list()
	if err != nil {
		return wrap("list", w.dir.path(""), err)
	}
	for _, name := range names {
		if isSegmentName(name) {
			err := damage(w.dir.path(manifestName), 0, "the file is missing, but there are segments")
			if !w.options.Mend {
				return err
			}
			w.dropped = append(w.dropped, problemOf(err))
			break
		}
	}
	return w.restart(params)
}

// restart begins anew with an empty index.
func (w *Writer) restart(params []byte) error {
	w.manifest, w.since = manifest{params: slices.Clone(params), nextSegment: 1, nextSeq: 1}, 1
	if err := w.publish(nil); err != nil {
		return err
	}
	w.sweep()
	return nil
}

// sweep removes files that the manifest does not name: what a crash left, and
// segments that were merged. What cannot be removed now is next time.
func (w *Writer) sweep() {
	names, _ := w.dir.list()
	for _, name := range names {
		listed := slices.ContainsFunc(w.manifest.segments, func(s listedSegment) bool { return segmentName(s.number) == name })
		if (isSegmentName(name) && !listed) || (strings.HasSuffix(name, tempSuffix) && ownName(name)) {
			_ = w.dir.remove(name)
		}
	}
}

// openListed opens a segment that a manifest names.
func openListed(dir folder, s listedSegment, params []byte) (*heldSegment, error) {
	seg, err := openSegment(dir, segmentName(s.number), s.number, params)
	if err != nil {
		return nil, err
	}
	if seg.pages.count != s.pages || seg.footSum != s.footSum || seg.footer.records != s.records {
		seg.close()
		return nil, damage(seg.pages.path, int64(s.pages*pageSize), "it is not the file that the manifest names")
	}
	return &heldSegment{segment: seg, gone: s.gone, old: s.old}, nil
}

// Dropped lists the damage that Options.Mend left out.
func (w *Writer) Dropped() []Problem { return slices.Clone(w.dropped) }

// Add adds a record, or replaces the one of the same id. Its slices are not kept.
func (w *Writer) Add(r Record) error {
	if len(r.ID) == 0 || len(r.ID) > maxID {
		return fmt.Errorf("index: an id of %d bytes, 1 to %d are allowed", len(r.ID), maxID)
	}
	if len(r.Meta) > maxOpaque || len(r.Signature) > maxOpaque || len(r.Reading) > maxOpaque {
		return fmt.Errorf("index: %s has %d bytes of meta, %d of signature and %d of reading, up to %d are allowed",
			r.ID, len(r.Meta), len(r.Signature), len(r.Reading), maxOpaque)
	}
	if r.Text == nil && len(r.Reading) > 0 {
		return fmt.Errorf("index: %s has a reading and no text", r.ID)
	}
	coding, stored, err := packText(r.Text)
	if err != nil {
		return fmt.Errorf("index: %s: %w", r.ID, err)
	}
	b := &buffered{stored: slices.Concat(stored, r.Reading), head: head{
		id: strings.Clone(r.ID), sum: r.Sum, meta: slices.Clone(r.Meta), signature: slices.Clone(r.Signature),
		coding: coding, textLen: uint64(len(r.Text)), textStored: uint64(len(stored)), reading: uint64(len(r.Reading)),
	}}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	w.ids.add(b.id)
	b.seq = w.manifest.nextSeq
	w.manifest.nextSeq++
	w.buffer.add(b, r.Keys, w.options.KeepVersions)
	if 2*w.buffer.size() >= w.options.Memory || len(w.buffer.records) == maxBuffered {
		return w.fail(w.spill(false))
	}
	return nil
}

// Remove removes the record of an id with its older versions. It reports
// whether there was one.
func (w *Writer) Remove(id string) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return false, w.err
	}
	removed := w.buffer.remove(id)
	for _, s := range w.segments() {
		numbers, err := s.byID(id)
		if err != nil {
			return false, w.fail(err)
		}
		for _, n := range numbers {
			if !s.gone.has(uint64(n)) {
				s.markGone(uint64(n))
				removed, w.changed = true, true
			}
		}
	}
	return removed, nil
}

// Sum returns the Sum of the current record of an id, committed or not, and
// false where there is none. It is how unchanged articles are skipped.
func (w *Writer) Sum(id string) ([32]byte, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return [32]byte{}, false, w.err
	}
	if r := w.buffer.latest[id]; r != nil {
		return r.sum, true, nil
	}
	if maybe, err := w.ids.has(w, id); err != nil || !maybe {
		return [32]byte{}, false, w.fail(err)
	}
	for _, s := range w.segments() {
		numbers, err := s.byID(id)
		if err != nil {
			return [32]byte{}, false, w.fail(err)
		}
		for _, n := range numbers {
			if s.current(uint64(n)) {
				h, err := s.head(uint64(n))
				return h.sum, true, w.fail(err)
			}
		}
	}
	return [32]byte{}, false, nil
}

// Note returns what SetNote set last, nil where nothing was.
func (w *Writer) Note() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.manifest.note)
}

// SetNote keeps a few bytes of the caller's with the index: the next commit makes
// them durable together with what was added and removed.
func (w *Writer) SetNote(note []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if string(note) != string(w.manifest.note) {
		w.manifest.note, w.changed = slices.Clone(note), true
	}
}

// segments lists all segments, the newest last.
func (w *Writer) segments() []*heldSegment { return slices.Concat(w.held, w.spills) }

func (s *heldSegment) current(n uint64) bool { return !s.gone.has(n) && !s.old.has(n) }

func (s *heldSegment) markGone(n uint64) {
	if s.gone == nil {
		s.gone = newBitset(s.footer.records)
	}
	s.gone.set(n)
	if s.old.has(n) {
		s.old.clear(n)
	}
}

func (s *heldSegment) markOld(n uint64) {
	if s.old == nil {
		s.old = newBitset(s.footer.records)
	}
	s.old.set(n)
}

// fail makes an error the last thing that the writer does.
func (w *Writer) fail(err error) error {
	if err != nil {
		w.err = err
	}
	return err
}

// Close gives up what was not committed and the lock.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if errors.Is(w.err, ErrClosed) {
		return nil
	}
	w.err = ErrClosed
	w.buffer = buffer{}
	spilled := w.spills
	err := w.closeSegments()
	for _, s := range spilled {
		if e := w.dir.remove(s.name); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = cmp.Or(err, wrap("remove", w.dir.path(s.name), e))
		}
	}
	if w.lock != nil {
		err = cmp.Or(err, w.lock.Close())
	}
	return err
}

func (w *Writer) closeSegments() error {
	var err error
	for _, s := range w.segments() {
		err = cmp.Or(err, s.close())
	}
	w.held, w.spills = nil, nil
	return err
}
