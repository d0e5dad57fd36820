package article

// Bare is what of an article its overlaps depend on: the id, the text and what
// of the text are no words. They are those of the Article.
type Bare struct {
	ID, Text string
	Skip     []Span
	Version  string
}

// Bare reads the source as Article does, but of a record only what it returns:
// dates, names and addresses are stepped over, which leaves a third of the work.
func (s Source) Bare() (Bare, error) {
	if s.err == nil && s.loaded && s.format == formatRecord {
		if b, ok := s.reader.bareRecord(s.data, s.id); ok {
			return b, nil
		}
	}
	a, err := s.Article()
	if err != nil {
		return Bare{}, err
	}
	return Bare{ID: a.ID, Text: a.Text, Skip: a.Skip, Version: a.Version}, nil
}

// bareRecord leaves records without text, broken ones and too large ones to
// the full reader.
func (r *Reader) bareRecord(data []byte, id string) (Bare, bool) {
	if int64(len(data)) > r.limits.Record {
		return Bare{}, false
	}
	m := metadata{bare: true}
	err := eachField(data, func(f jsonField) error {
		r.addField(&m, f)
		return nil
	})
	if err != nil || m.text == "" || m.ranks[fieldNinjs] > 0 {
		return Bare{}, false
	}
	a := Article{ID: id, Text: m.text}
	if own := m.first(fieldID); own != "" {
		a.ID = own
	}
	a.checkText()
	h := headerScan{a: &a}
	h.run(0)
	return Bare{ID: a.ID, Text: a.Text, Skip: mergeSpans(a.Skip, h.skip)}, true
}
