package stemma

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// keySizes is how many distinct shingles an article has, and how many of them are
// of the index's scale.
type keySizes struct {
	all, scaled int
}

func (k *articleKeys) sizes() keySizes { return keySizes{all: len(k.all), scaled: len(k.scaled)} }

// signature is what a record's Signature tells: the two sizes as varints, then,
// of an article with an outlet, the number of its sentences as a varint and the
// hash of each different one (8 bytes, rising): whether it mostly repeats what
// its outlet prints anyway is told without reading and splitting its text, which
// took two fifths of a check.
//
// The first indexes hold the sizes alone; of those the text is split.
func (k *articleKeys) signature() []byte {
	s := k.sizes()
	out := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(s.all)), uint64(s.scaled))
	if len(k.lines) == 0 {
		return out
	}
	set := newSentenceSet(k.lines)
	return append(binary.AppendUvarint(out, uint64(set.count)), set.different...)
}

// readSizes reads the sizes of a signature.
func readSizes(raw []byte) (keySizes, error) {
	s, _, err := readSignature(raw)
	return s, err
}

// sentenceSet are the sentences of an article: how many there are, and the
// hashes of the different ones.
type sentenceSet struct {
	count     int
	different []byte // 8 bytes each
}

func newSentenceSet(hashes []uint64) sentenceSet {
	s := sentenceSet{count: len(hashes)}
	for _, h := range distinct(slices.Clone(hashes)) {
		s.different = binary.LittleEndian.AppendUint64(s.different, h)
	}
	return s
}

// hashes are those of the different sentences, in rising order.
func (s sentenceSet) hashes() []uint64 {
	out := make([]uint64, len(s.different)/8)
	for i := range out {
		out[i] = binary.LittleEndian.Uint64(s.different[8*i:])
	}
	return out
}

// sentences are those of the n-th article, and outlet the name under which it was
// stored, whatever a policy calls it.
func (s *stored) sentences(n uint32, p *Policy) (set sentenceSet, outlet string, err error) {
	r, err := s.reader.Head(n)
	if err != nil {
		return sentenceSet{}, "", err
	}
	if _, set, err = readSignature(r.Signature); err == nil {
		outlet, err = decodePublisher(r.Meta)
	}
	if err != nil {
		return sentenceSet{}, "", fmt.Errorf("%s: article %q: %w", s.dir, r.ID, err)
	}
	if set.count > 0 {
		return set, outlet, nil
	}
	a, err := s.article(n, p)
	if err != nil {
		return sentenceSet{}, "", err
	}
	return newSentenceSet(sentenceHashes(a)), outlet, nil
}

// storedLines are the hashes of the sentences of the i-th article, false where no
// index tells them. One that stands in it several times is there once, and once
// more at the end for each further time.
func (a *Archive) storedLines(i int) ([]uint64, bool) {
	if a.places == nil || !a.places[i].stored {
		return nil, false
	}
	p := a.places[i]
	r, err := a.texts[p.store].reader.Head(p.number)
	if err != nil {
		return nil, false // who reads the text meets the same
	}
	_, set, err := readSignature(r.Signature)
	if err != nil || set.count == 0 {
		return nil, false
	}
	lines := set.hashes()
	for first := lines[0]; len(lines) < set.count; {
		lines = append(lines, first)
	}
	return lines, true
}

// readSignature reads a signature. Sentences that it does not tell are none.
func readSignature(raw []byte) (keySizes, sentenceSet, error) {
	r := metaReader{raw: raw}
	sizes := keySizes{all: int(r.number()), scaled: int(r.number())}
	var s sentenceSet
	if len(r.raw) > 0 {
		s = sentenceSet{count: int(r.number()), different: r.raw}
	}
	if n := len(s.different); r.bad || n%8 != 0 || s.count < n/8 || s.count > 0 && n == 0 {
		return keySizes{}, sentenceSet{}, errMeta
	}
	return sizes, s, nil
}
