package attribution

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/stemma-news/stemma/similarity"
)

// A scan of an archive on disk keeps its outlines in a file, since those of a
// million articles take six gigabytes. The form is for that file alone: it is read
// by the process that wrote it.

// Append appends the outline's bytes to b.
func (o *Outline) Append(b []byte) []byte {
	le := binary.LittleEndian
	for _, list := range [][]uint32{o.grams, o.rare, o.shingles} {
		b = le.AppendUint32(b, uint32(len(list)))
		for _, v := range list {
			b = le.AppendUint32(b, v)
		}
	}
	b = append(le.AppendUint32(b, uint32(len(o.words))), o.words...)
	b = le.AppendUint32(b, uint32(len(o.numbers)))
	for _, v := range o.numbers {
		b = le.AppendUint64(b, v)
	}
	b = le.AppendUint64(b, math.Float64bits(o.mass))
	b = le.AppendUint32(b, uint32(len(o.sentences)))
	for _, s := range o.sentences {
		b = le.AppendUint64(le.AppendUint64(b, math.Float64bits(s.facts)), math.Float64bits(s.content))
		for _, v := range []int32{s.first, s.last, s.own, s.count, bit(s.said)} {
			b = le.AppendUint32(b, uint32(v))
		}
	}
	b = le.AppendUint32(b, uint32(len(o.facts)))
	for _, f := range o.facts {
		b = le.AppendUint32(b, f.key)
		b = le.AppendUint32(b, uint32(f.sentence))
		b = le.AppendUint32(b, math.Float32bits(f.rarity))
		b = le.AppendUint32(b, uint32(bit(f.own)))
		b = le.AppendUint32(b, uint32(f.kind))
	}
	return b
}

func bit(is bool) int32 {
	if is {
		return 1
	}
	return 0
}

var errOutline = errors.New("an outline that was put aside is not what was written")

// ReadOutline reads what Append appended.
func ReadOutline(b []byte) (*Outline, error) {
	r := outlineReader{b: b}
	var o Outline
	for _, list := range []*[]uint32{&o.grams, &o.rare, &o.shingles} {
		*list = make([]uint32, r.count(4))
		for i := range *list {
			(*list)[i] = r.uint32()
		}
	}
	o.words = append(o.words, r.take(r.count(1))...)
	o.numbers = make([]uint64, r.count(8))
	for i := range o.numbers {
		o.numbers[i] = r.uint64()
	}
	o.mass = math.Float64frombits(r.uint64())
	o.sentences = make([]outlined, r.count(36))
	for i := range o.sentences {
		s := &o.sentences[i]
		s.facts, s.content = math.Float64frombits(r.uint64()), math.Float64frombits(r.uint64())
		for _, v := range []*int32{&s.first, &s.last, &s.own, &s.count} {
			*v = int32(r.uint32())
		}
		s.said = r.uint32() == 1
	}
	o.facts = make([]fact, r.count(20))
	for i := range o.facts {
		f := &o.facts[i]
		f.key, f.sentence, f.rarity = r.uint32(), int32(r.uint32()), math.Float32frombits(r.uint32())
		f.own, f.kind = r.uint32() == 1, similarity.AnchorKind(r.uint32())
	}
	if r.bad || len(r.b) > 0 {
		return nil, errOutline
	}
	return &o, nil
}

// outlineReader takes values from the front of b; bad is set where there is none.
type outlineReader struct {
	b   []byte
	bad bool
}

func (r *outlineReader) take(n int) []byte {
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *outlineReader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *outlineReader) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// count reads the length of a list of values of size bytes.
func (r *outlineReader) count(size int) int {
	n := int(r.uint32())
	if n > len(r.b)/size {
		r.bad, r.b = true, nil
		return 0
	}
	return n
}
