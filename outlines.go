package stemma

import "github.com/stemma-news/stemma/attribution"

// outlines keeps the outlines of an archive's articles: in memory, or for an
// archive on disk in a pile. Its methods may be called from several goroutines.
type outlines struct {
	kept []*attribution.Outline
	pile *pile
}

func newOutlines(n int) *outlines { return &outlines{kept: make([]*attribution.Outline, n)} }

func outlinesOnDisk(n int) (*outlines, error) {
	p, err := newPile(n)
	return &outlines{pile: p}, err
}

func (s *outlines) close() {
	s.kept = nil
	if s.pile != nil {
		s.pile.close()
	}
}

func (s *outlines) put(i int, o *attribution.Outline) {
	if s.pile == nil {
		s.kept[i] = o
		return
	}
	s.pile.put(i, o.Append(nil))
}

// outlineDesk is where a goroutine lays an outline that it reads from the pile.
type outlineDesk struct {
	outline attribution.Outline
	raw     []byte
}

// get returns the i-th outline, nil where there is none. It may lie on the desk
// until the next one.
func (s *outlines) get(i int, d *outlineDesk) *attribution.Outline {
	if s.pile == nil {
		return s.kept[i]
	}
	if d.raw = s.pile.get(i, d.raw); len(d.raw) == 0 {
		return nil
	}
	if err := d.outline.Read(d.raw); err != nil {
		s.pile.fail(err)
		return nil
	}
	return &d.outline
}

func (s *outlines) failure() error {
	if s.pile == nil {
		return nil
	}
	return s.pile.failure()
}
