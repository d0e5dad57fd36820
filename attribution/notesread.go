package attribution

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/stemma-news/stemma/article"
)

var errNotes = errors.New("its notes are not what was kept")

// ReadNotes reads what Append appended to nothing, of an article with this id and
// text.
func ReadNotes(b []byte, id, text string) (*Notes, error) {
	r := notesReader{b: b, id: id, text: text}
	n := &Notes{Words: r.number()}
	flags := r.number()
	if n.English = flags&1 != 0; flags&2 != 0 {
		n.Proof = &Proof{Day: time.Unix(int64(r.signed())*24*60*60, 0).UTC(), Span: r.span(0)}
	}
	for range r.count() {
		n.Credits = append(n.Credits, Credit{Agency: r.string(), From: r.string(), Span: r.optional(0)})
	}
	n.Furniture = r.spans()
	n.Quotes = listOf[Quote](r.count())
	for i := range n.Quotes {
		r.quote(&n.Quotes[i])
	}
	r.reports(&n.Reports)
	if r.bad || len(r.b) > 0 {
		return nil, errNotes
	}
	return n, nil
}

// notesReader takes values from the front of b; bad is set where there is none, or
// where it leads out of the text.
type notesReader struct {
	b    []byte
	id   string
	text string
	at   int
	bad  bool
}

func (r *notesReader) fail() int {
	r.bad, r.b = true, nil
	return 0
}

func (r *notesReader) number() int {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > 1<<40 {
		return r.fail()
	}
	r.b = r.b[size:]
	return int(n)
}

func (r *notesReader) signed() int {
	n, size := binary.Varint(r.b)
	if size <= 0 || n > 1<<40 || n < -1<<40 {
		return r.fail()
	}
	r.b = r.b[size:]
	return int(n)
}

// count reads the length of a list, of whose elements each takes a byte or more.
func (r *notesReader) count() int {
	n := r.number()
	if n > len(r.b) {
		return r.fail()
	}
	return n
}

// listOf is a list of n values, nil where there are none.
func listOf[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}

func (r *notesReader) take(n int) []byte {
	if n > len(r.b) {
		r.fail()
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *notesReader) string() string {
	n := r.number()
	if n&1 != 0 {
		return string(r.take(n >> 1))
	}
	at := r.number()
	if n >>= 1; at > len(r.text) || n > len(r.text)-at {
		r.fail()
		return ""
	}
	return r.text[at : at+n]
}

func (r *notesReader) span(from int) article.Span {
	start, n := from+r.signed(), r.number()
	if start < 0 || start > len(r.text) || n > len(r.text)-start {
		r.fail()
		return article.Span{}
	}
	return article.Span{Start: start, End: start + n}
}

func (r *notesReader) optional(from int) *article.Span {
	if r.number()&1 == 0 {
		return nil
	}
	s := r.span(from)
	return &s
}

func (r *notesReader) spans() []article.Span {
	out := make([]article.Span, r.count())
	last := 0
	for i := range out {
		out[i] = r.span(last)
		last = out[i].End
	}
	return out
}

func (r *notesReader) quote(q *Quote) {
	flags := r.number()
	*q = Quote{Article: r.id, Kind: quoteKinds[flags&3], Via: []Speaker{}, Origin: Origin{Kind: Unknown}}
	q.Segments = make([]article.Span, r.count())
	for i := range q.Segments {
		q.Segments[i] = r.span(r.at)
		r.at = q.Segments[i].End
	}
	if len(q.Segments) == 0 {
		r.fail()
		return
	}
	first := q.Segments[0].Start
	r.at = first
	q.ID = quoteID(r.id, q.Segments[0])
	if parts := make([]article.Span, r.count()); len(parts) > 0 {
		last := first
		for i := range parts {
			parts[i] = r.span(last)
			last = parts[i].End
		}
		q.Text = joinParts(r.text, parts)
	} else {
		q.Text = r.string()
	}
	if flags&4 != 0 {
		s := r.speaker(first)
		q.Speaker = &s
	}
	if flags&8 != 0 {
		for range r.count() {
			q.Via = append(q.Via, r.speaker(first))
		}
	}
	if flags&16 != 0 {
		bounds := r.number()
		for i, t := range []**time.Time{&q.Uttered.Earliest, &q.Uttered.Latest} {
			if bounds&(1<<i) != 0 {
				at := time.Unix(int64(r.signed()), int64(r.number())).UTC()
				*t = &at
			}
		}
		q.Uttered.Occasion = r.string()
	}
	if flags&32 != 0 {
		kind := r.number()
		if kind >= len(originKinds) {
			kind = r.fail()
		}
		q.Origin = Origin{Kind: originKinds[kind], Outlet: r.string(), Handle: r.string(), Date: r.string(), Mention: r.optional(first)}
	}
}

func (r *notesReader) speaker(from int) Speaker {
	return Speaker{Name: r.string(), Mention: r.optional(from)}
}

func (r *notesReader) reports(out *Reports) {
	out.speakers = listOf[string](r.count())
	for i := range out.speakers {
		out.speakers[i] = r.string()
	}
	out.sentences = listOf[report](r.count())
	bits := bitReader{b: r.b}
	end := 0
	for i := range out.sentences {
		s := &out.sentences[i]
		s.first = uint32(len(out.clauses))
		n := bits.code(clausesOrder) + 1
		s.told = bits.take(1) == 1
		s.speaker = int16(bits.code(speakerOrder)) - 1
		for ; n > 0 && !bits.bad; n-- {
			start := end + int(unzigzag(bits.code(distanceOrder)))
			end = start + int(bits.code(lengthOrder))
			for k := bits.code(stemsOrder); k > 0 && !bits.bad; k-- {
				stem := uint32(0)
				if rank := bits.code(rankOrder); rank > 0 {
					stem = article.RankedStem(int(rank - 1))
				} else {
					stem = uint32(bits.take(32))
				}
				out.stems = append(out.stems, stem)
			}
			if start < 0 || end < start || end > len(r.text) {
				r.fail()
				return
			}
			out.clauses = append(out.clauses, clause{uint32(start), uint32(end), uint32(len(out.stems))})
		}
		if s.last = uint32(len(out.clauses)); int(s.speaker) >= len(out.speakers) {
			r.fail()
			return
		}
	}
	if r.b = nil; bits.bad || !bits.atEnd() {
		r.fail()
	}
}
