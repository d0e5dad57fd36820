package stemma

import (
	"io"
	"os"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/attribution"
)

// outlines keeps the outlines of an archive's articles: in memory, or for an
// archive on disk in a file, where the system keeps as much of it in memory as
// there is room. Its methods may be called from several goroutines.
type outlines struct {
	kept []*attribution.Outline

	file *os.File
	mu   sync.Mutex
	at   []piece
	end  int64
	err  error
}

// piece is where an outline lies in the file.
type piece struct {
	from int64
	size int32
}

func newOutlines(n int) *outlines { return &outlines{kept: make([]*attribution.Outline, n)} }

// outlinesOnDisk makes a file that is gone with the process.
func outlinesOnDisk(n int) (*outlines, error) {
	f, err := os.CreateTemp("", "stemma-outlines-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // where the system lets an open file have no name
	return &outlines{file: f, at: make([]piece, n)}, nil
}

func (s *outlines) close() {
	s.kept = nil
	if s.file != nil {
		s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}

func (s *outlines) put(i int, o *attribution.Outline) {
	if s.file == nil {
		s.kept[i] = o
		return
	}
	raw := o.Append(nil)
	s.mu.Lock()
	at := piece{s.end, int32(len(raw))}
	s.at[i] = at
	s.end += int64(len(raw))
	s.mu.Unlock()
	if _, err := s.file.WriteAt(raw, at.from); err != nil {
		s.fail(err)
	}
}

// outlineDesk is where a goroutine lays an outline that it reads from the file.
type outlineDesk struct {
	outline attribution.Outline
	raw     []byte
}

// get returns the i-th outline, nil where there is none. It may lie on the desk
// until the next one.
func (s *outlines) get(i int, d *outlineDesk) *attribution.Outline {
	if s.file == nil {
		return s.kept[i]
	}
	if s.at[i].size == 0 {
		return nil
	}
	d.raw = slices.Grow(d.raw[:0], int(s.at[i].size))[:s.at[i].size]
	n, err := s.file.ReadAt(d.raw, s.at[i].from)
	if n < len(d.raw) {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		s.fail(err)
		return nil
	}
	if err := d.outline.Read(d.raw); err != nil {
		s.fail(err)
		return nil
	}
	return &d.outline
}

func (s *outlines) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
}

func (s *outlines) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}
