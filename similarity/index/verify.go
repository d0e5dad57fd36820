package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Problem is a place in an index that is damaged.
type Problem struct {
	File   string
	Offset int64
	What   string
}

// maxProblems is how many problems of one segment are listed.
const maxProblems = 100

// problemOf turns an error about a file into a problem.
func problemOf(err error) Problem {
	var d *DamageError
	if errors.As(err, &d) {
		return Problem{d.File, d.Offset, d.What}
	}
	return Problem{What: err.Error()}
}

// Verify tests an index. Without full it tests the manifest and, of each
// segment, what opening reads; with full each page of each file, and that
// records, texts and tables agree with one another. A healthy index has no
// problems; the error is for an index that could not be tested at all.
func Verify(dir string, full bool) ([]Problem, error) { return verify(disk(dir), full) }

func verify(dir folder, full bool) ([]Problem, error) {
	for attempt := 0; ; attempt++ {
		m, err := readManifest(dir)
		var damaged *DamageError
		if errors.As(err, &damaged) {
			return []Problem{problemOf(err)}, nil
		}
		if err != nil {
			return nil, err
		}
		problems, err := verifySegments(dir, m, full)
		if err != nil || len(problems) == 0 {
			return problems, err
		}
		// A writer may have replaced the segments meanwhile.
		if now, err := readManifest(dir); err != nil || now.generation == m.generation || attempt == openAttempts {
			return problems, nil
		}
	}
}

func verifySegments(dir folder, m *manifest, full bool) ([]Problem, error) {
	var problems []Problem
	for _, listed := range m.segments {
		s, err := openListed(dir, listed, m.params)
		var damaged *DamageError
		var version *VersionError
		if errors.As(err, &damaged) || errors.As(err, &version) {
			problems = append(problems, problemOf(err))
			continue
		}
		if err != nil {
			return problems, err
		}
		if full {
			problems = append(problems, s.verify()...)
		}
		s.close()
	}
	return problems, nil
}

// verify reads the whole segment.
func (s *segment) verify() []Problem {
	problems := s.verifyPages()
	if len(problems) > 0 {
		return problems
	}
	ids, err := s.verifyHeads()
	if err == nil {
		err = s.verifyTable(s.ids, func(key uint64, records []uint32) error {
			for _, n := range records {
				if ids[n] != key {
					return fmt.Errorf("record %d stands under the hash of another id", n)
				}
			}
			return nil
		})
	}
	if err == nil && s.footer.ids.postings != s.footer.records {
		err = s.broken("%d records, but %d ids", s.footer.records, s.footer.ids.postings)
	}
	if err == nil {
		err = s.verifyTable(s.keys, func(uint64, []uint32) error { return nil })
	}
	if err != nil {
		problems = append(problems, problemOf(err))
	}
	return problems
}

func (s *segment) broken(what string, args ...any) error {
	return damage(s.pages.path, 0, what, args...)
}

// verifyPages tests each page's checksum.
func (s *segment) verifyPages() []Problem {
	var problems []Problem
	raw := make([]byte, readAhead*pageSize)
	for first := uint64(0); first < s.pages.count; first += readAhead {
		n := min(readAhead, s.pages.count-first)
		if s.pages.read(first, raw[:n*pageSize]) == nil {
			continue
		}
		for page := first; page < first+n && len(problems) < maxProblems; page++ {
			if err := s.pages.read(page, raw[:pageSize]); err != nil {
				problems = append(problems, problemOf(err))
			}
		}
	}
	return problems
}

// verifyHeads tests heads and texts, and returns the hash of each id.
func (s *segment) verifyHeads() ([]uint64, error) {
	ids := make([]uint64, 0, s.footer.records)
	scan := headScan{s: s}
	var last head
	offset, length, readings := uint64(0), uint64(0), uint64(0)
	for {
		more, err := scan.next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		h := &scan.head
		if len(ids) > 0 && !before(&last, h) {
			return nil, s.broken("records %d and %d are out of order", scan.n-2, scan.n-1)
		}
		if h.coding != textNone && h.textOffset != offset {
			return nil, s.broken("the text of %q is at %d instead of %d", h.id, h.textOffset, offset)
		}
		if _, _, err := s.text(h); err != nil {
			return nil, err
		}
		offset, length, readings = offset+h.kept(), length+h.textLen, readings+h.reading
		ids = append(ids, idKey(h.id))
		last = head{id: h.id, seq: h.seq}
	}
	if offset != s.footer.texts.bytes || length != s.footer.textBytes || readings != s.footer.readings {
		return nil, s.broken("the texts have %d bytes, %d stored, %d of readings; the footer says %d, %d and %d",
			length, offset, readings, s.footer.textBytes, s.footer.texts.bytes, s.footer.readings)
	}
	return ids, nil
}

// verifyTable reads a table from its first leaf to its last.
func (s *segment) verifyTable(t *table, each func(key uint64, records []uint32) error) error {
	c := newScan(t)
	var records []uint32
	keys, postings, leaves := uint64(0), uint64(0), uint64(0)
	for {
		if err := c.next(); err != nil {
			return err
		}
		if c.done {
			break
		}
		if c.atFirst {
			if err := t.verifyFence(leaves, c.page, c.key); err != nil {
				return err
			}
			leaves++
		}
		var err error
		if records, err = c.list(records[:0], true); err != nil {
			return err
		}
		if err := each(c.key, records); err != nil {
			return c.damage(err.Error())
		}
		keys, postings = keys+1, postings+uint64(len(records))
	}
	if keys != t.keys || postings != t.postings || leaves != t.count {
		return s.broken("a table has %d keys, %d postings and %d leaves; the footer says %d, %d and %d",
			keys, postings, leaves, t.keys, t.postings, t.count)
	}
	return nil
}

// verifyFence tests the fence of a leaf and, of the first in a page, the top.
func (t *table) verifyFence(leaf, page, key uint64) error {
	i, j := int(leaf/t.form.perPage), leaf%t.form.perPage
	if leaf >= t.count {
		return damage(t.file.path, 0, "a table has more leaves than the footer says")
	}
	raw, err := t.fencesOf(i, nil)
	if err != nil {
		return err
	}
	fence := raw[j*fenceSize:]
	top := leaf%t.form.topEach != 0 || bytes.Equal(t.top[leaf/t.form.topEach*t.form.topEntry:][:t.form.topEntry], fence[:t.form.topEntry])
	if getKey(fence) != key || uint64(binary.LittleEndian.Uint32(fence[keySize:])) != page || !top {
		return damage(t.file.path, int64((t.tableInfo.fences+uint64(i))*pageSize), "fence %d and its leaf disagree", leaf)
	}
	return nil
}
