package index

import (
	"cmp"
	"errors"
	"slices"
)

// Commit makes what was added and removed durable and visible, all of it or
// nothing. Segments are then joined where there are too many; an error in that
// is a MergeError.
//
// The order of steps: the segment is written under a temporary name and synced,
// renamed, the folder synced; then the same with the manifest. A crash between
// any two leaves the state before or the state after.
func (w *Writer) Commit() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if err := w.fail(w.commit()); err != nil {
		return err
	}
	if err := w.tidy(); err != nil {
		return w.fail(&MergeError{err})
	}
	return nil
}

func (w *Writer) commit() error {
	alone := len(w.spills) == 0
	if !w.buffer.empty() {
		if err := w.spill(alone); err != nil {
			return err
		}
	}
	if len(w.spills) == 0 && !w.changed {
		return nil
	}
	if len(w.spills) > 0 && !alone {
		if err := w.joinSpills(true); err != nil {
			return err
		}
	}
	if len(w.spills) > 0 {
		s, err := w.settle(w.spills[0])
		if err != nil {
			return err
		}
		w.held, w.spills = append(w.held, s), nil
	}
	if err := w.publish(w.held); err != nil {
		return err
	}
	w.changed = false
	return nil
}

// spill writes the buffer as a segment that is not part of the index yet.
func (w *Writer) spill(sync bool) error {
	kept, places := w.buffer.order()
	if len(kept) > 0 {
		if err := w.replaceEarlier(kept); err != nil {
			return err
		}
		s, err := w.newSegment(sync, func(sw *segmentWriter) (bitset, error) {
			old := newBitset(uint64(len(kept)))
			for n, r := range kept {
				if r.old {
					old.set(uint64(n))
				}
			}
			return old, w.buffer.write(sw, kept, places)
		})
		if err != nil {
			return err
		}
		w.spills = append(w.spills, s)
	}
	w.buffer.reset()
	if len(w.spills) == maxSpills {
		return w.joinSpills(false)
	}
	return nil
}

// replaceEarlier marks the records in segments that the buffer's replace.
func (w *Writer) replaceEarlier(kept []*buffered) error {
	type wanted struct {
		key uint64
		r   *buffered
	}
	var want []wanted
	var keys []uint64
	for _, r := range kept {
		if !r.old {
			want = append(want, wanted{idKey(r.id), r})
		}
	}
	slices.SortFunc(want, func(a, b wanted) int { return cmp.Compare(a.key, b.key) })
	for i, x := range want {
		if i == 0 || x.key != want[i-1].key {
			keys = append(keys, x.key)
		}
	}
	for _, s := range w.segments() {
		var numbers []uint32
		err := s.ids.lookup(keys, func(i int, l *leaf) (err error) {
			if numbers, err = l.list(numbers[:0], true); err != nil {
				return err
			}
			at, _ := slices.BinarySearchFunc(want, keys[i], func(x wanted, key uint64) int { return cmp.Compare(x.key, key) })
			for _, n := range numbers {
				if !s.current(uint64(n)) {
					continue
				}
				h, err := s.head(uint64(n))
				if err != nil {
					return err
				}
				for j := at; j < len(want) && want[j].key == keys[i]; j++ {
					if r := want[j].r; r.id == h.id {
						w.replace(s, uint64(n), w.options.KeepVersions && r.firstSum != h.sum)
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) replace(s *heldSegment, n uint64, keep bool) {
	w.changed = true
	if keep {
		s.markOld(n)
	} else {
		s.markGone(n)
	}
}

// newSegment writes a segment under a temporary name and opens it.
func (w *Writer) newSegment(sync bool, write func(*segmentWriter) (bitset, error)) (*heldSegment, error) {
	number := w.manifest.nextSegment
	w.manifest.nextSegment++
	name := segmentName(number) + tempSuffix
	sw, err := createSegment(w.dir, name, number, w.manifest.params)
	if err != nil {
		return nil, err
	}
	old, err := write(sw)
	if err == nil {
		err = sw.finish(sync)
	}
	if err != nil {
		sw.abandon()
		_ = w.dir.remove(name)
		return nil, err
	}
	s, err := openSegment(w.dir, name, number, w.manifest.params)
	if err != nil {
		return nil, err
	}
	return &heldSegment{segment: s, old: old}, nil
}

// settle gives a synced segment its lasting name. It is closed for that, since
// some systems do not rename open files.
func (w *Writer) settle(s *heldSegment) (*heldSegment, error) {
	number, temp, name := s.pages.segment, s.name, segmentName(s.pages.segment)
	if err := s.close(); err != nil {
		return nil, wrap("close", s.pages.path, err)
	}
	if err := w.dir.rename(temp, name); err != nil {
		return nil, wrap("rename", w.dir.path(temp), err)
	}
	if err := w.dir.sync(); err != nil {
		return nil, wrap("sync", w.dir.path(""), err)
	}
	seg, err := openSegment(w.dir, name, number, w.manifest.params)
	if err != nil {
		return nil, err
	}
	return &heldSegment{segment: seg, gone: s.gone, old: s.old}, nil
}

// joinSpills merges the spilled segments into one.
func (w *Writer) joinSpills(sync bool) error {
	joined, err := w.join(w.spills, sync)
	if err != nil {
		return err
	}
	w.discard(w.spills)
	w.spills = joined
	return nil
}

// join merges segments into one, or into none where nothing is left of them.
func (w *Writer) join(inputs []*heldSegment, sync bool) ([]*heldSegment, error) {
	if !slices.ContainsFunc(inputs, func(s *heldSegment) bool { return s.liveCount() > 0 }) {
		return nil, nil
	}
	s, err := w.newSegment(sync, func(sw *segmentWriter) (bitset, error) { return mergeSegments(sw, inputs) })
	if err != nil {
		return nil, err
	}
	return []*heldSegment{s}, nil
}

// discard closes and removes segments that nothing names any more. A reader
// that has one open keeps it. What fails here is swept by the next writer.
func (w *Writer) discard(segments []*heldSegment) {
	for _, s := range segments {
		_ = s.close()
		_ = w.dir.remove(s.name)
	}
}

// publish writes a manifest that names these segments.
func (w *Writer) publish(segments []*heldSegment) error {
	next := w.manifest
	next.generation++
	next.segments = nil
	for _, s := range segments {
		next.segments = append(next.segments, listedSegment{
			number: s.pages.segment, pages: s.pages.count, records: s.footer.records, footSum: s.footSum,
			gone: s.gone, old: s.old,
		})
	}
	if err := writeManifest(w.dir, &next); err != nil {
		return err
	}
	w.manifest = next
	return nil
}

// maxSegments is how many segments an index may have before some are joined. Each
// one more costs a look-up another read for each key; joining more often costs a
// long run of commits more than Pack at its end does: a million articles that are
// committed twice a minute are then written twice and not four times.
const maxSegments = 24

// packRatio is how many times larger each segment is, after Pack, than all the
// smaller ones together.
const packRatio = 4

// tidy joins small segments, and rewrites those that hold much that was removed.
// What it leaves grows geometrically, so that a record is rewritten about
// log(commits) times. Segments from before this writer are joined by Pack, so that
// what a run leaves does not depend on how often it committed.
func (w *Writer) tidy() error {
	if inputs := w.untidy(); len(inputs) > 0 {
		return w.replaceHeld(inputs)
	}
	return nil
}

// replaceHeld puts one segment in the place of several and publishes that.
func (w *Writer) replaceHeld(inputs []*heldSegment) error {
	joined, err := w.join(inputs, true)
	if err != nil {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(w.held), func(s *heldSegment) bool { return slices.Contains(inputs, s) })
	for _, s := range joined {
		settled, err := w.settle(s)
		if err != nil {
			return err
		}
		rest = append(rest, settled)
	}
	if err := w.publish(rest); err != nil {
		return err
	}
	w.held = rest
	w.discard(inputs)
	return nil
}

// untidy chooses the segments to join.
func (w *Writer) untidy() []*heldSegment {
	var chosen []*heldSegment
	for _, s := range w.held {
		if s.gone.count()*4 > int(s.footer.records) {
			chosen = append(chosen, s)
		}
	}
	_, joinable := w.earlier()
	if len(w.held)-len(joinable) >= maxSegments { // left by writers that never packed
		joinable = slices.Clone(w.held)
	}
	if len(joinable) <= maxSegments {
		return chosen
	}
	slices.SortStableFunc(joinable, func(a, b *heldSegment) int { return cmp.Compare(a.pages.count, b.pages.count) })
	sum := uint64(0)
	for i, s := range joinable {
		if i > 1 && s.pages.count > 2*sum {
			break
		}
		sum += s.pages.count
		if !slices.Contains(chosen, s) {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// earlier parts the committed segments into those from before this writer and its
// own.
func (w *Writer) earlier() (before, own []*heldSegment) {
	for _, s := range w.held {
		if s.pages.segment < w.since {
			before = append(before, s)
		} else {
			own = append(own, s)
		}
	}
	return before, own
}

// Pack joins what this writer has committed into one segment, and small ones until
// each is several times larger than all smaller ones together: one segment after a
// first large run, a few after many small ones. However often a run committed, it
// leaves the same. Pack is for the end of a run, so that look-ups are fast; an index
// that grows by small runs is rewritten about log(runs) times. Everything must be
// committed before. Errors: *MergeError, after which the index answers as before.
func (w *Writer) Pack() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if err := w.uncommitted(); err != nil {
		return err
	}
	err := w.joinOwn()
	if err == nil {
		err = w.joinSmall()
	}
	if err != nil {
		return w.fail(&MergeError{err})
	}
	return nil
}

// joinOwn joins what this writer has committed.
func (w *Writer) joinOwn() error {
	if _, own := w.earlier(); len(own) > 1 {
		return w.replaceHeld(own)
	}
	return nil
}

// joinSmall joins the small segments of Pack.
func (w *Writer) joinSmall() error {
	bySize := slices.Clone(w.held)
	slices.SortStableFunc(bySize, func(a, b *heldSegment) int { return cmp.Compare(a.pages.count, b.pages.count) })
	small, sum := 0, uint64(0)
	for i, s := range bySize {
		if i > 0 && s.pages.count < packRatio*sum {
			small = i + 1
		}
		sum += s.pages.count
	}
	if small < 2 {
		return nil
	}
	return w.replaceHeld(bySize[:small])
}

// uncommitted refuses to rewrite segments while there is something to commit.
func (w *Writer) uncommitted() error {
	if !w.buffer.empty() || len(w.spills) > 0 || w.changed {
		return errors.New("index: joining segments before what was added is committed")
	}
	return nil
}

// Compact joins all segments into one, without what was removed. Look-ups are
// fastest then. It takes as long as writing the index anew, and its room twice.
// Everything must be committed before.
func (w *Writer) Compact() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if err := w.uncommitted(); err != nil {
		return err
	}
	if len(w.held) == 0 || len(w.held) == 1 && w.held[0].gone.count() == 0 {
		return nil
	}
	return w.fail(w.replaceHeld(w.held))
}
