package attribution

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

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
	b = le.AppendUint32(le.AppendUint32(b, uint32(o.quoted)), uint32(bit(o.sourced)))
	b = le.AppendUint32(b, uint32(len(o.sentences)))
	for _, s := range o.sentences {
		b = le.AppendUint64(le.AppendUint64(b, math.Float64bits(s.facts)), math.Float64bits(s.content))
		for _, v := range []int32{s.first, s.last, s.own} {
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

// Read reads what Append appended into the outline, and into memory that it has:
// a scan reads one for each pair, and to ask for new memory took half of that time.
func (o *Outline) Read(b []byte) error {
	r := outlineReader{b: b}
	for _, list := range []*[]uint32{&o.grams, &o.rare, &o.shingles} {
		*list = sized(*list, r.count(4))
		raw := r.take(4 * len(*list))
		for i := range *list {
			(*list)[i] = binary.LittleEndian.Uint32(raw[4*i:])
		}
	}
	o.words = append(o.words[:0], r.take(r.count(1))...)
	o.numbers = sized(o.numbers, r.count(8))
	for i := range o.numbers {
		o.numbers[i] = r.uint64()
	}
	o.mass = math.Float64frombits(r.uint64())
	o.quoted, o.sourced = int32(r.uint32()), r.uint32() == 1
	o.sentences = sized(o.sentences, r.count(28))
	for i := range o.sentences {
		s := &o.sentences[i]
		s.facts, s.content = math.Float64frombits(r.uint64()), math.Float64frombits(r.uint64())
		for _, v := range []*int32{&s.first, &s.last, &s.own} {
			*v = int32(r.uint32())
		}
	}
	o.facts = sized(o.facts, r.count(20))
	raw := r.take(20 * len(o.facts))
	for i := range o.facts {
		f, b := &o.facts[i], raw[20*i:20*i+20]
		le := binary.LittleEndian
		f.key, f.sentence, f.rarity = le.Uint32(b), int32(le.Uint32(b[4:])), math.Float32frombits(le.Uint32(b[8:]))
		f.own, f.kind = le.Uint32(b[12:]) == 1, similarity.AnchorKind(le.Uint32(b[16:]))
	}
	if r.bad || len(r.b) > 0 {
		return errOutline
	}
	return nil
}

// sized is a list of n values of any content, in the memory of list if that is enough.
func sized[T any](list []T, n int) []T { return slices.Grow(list[:0], n)[:n] }

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
