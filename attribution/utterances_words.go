package attribution

// wordStore holds the words of many wordings in four bytes each, as numbers of
// different ones: joining looks at every wording again and again, an archive
// has tens of millions of quoted words, and a wordToken takes 40 bytes.
type wordStore struct {
	numbers map[word]uint32
	known   []word
	of      []uint32
}

// newWordStore has room for the words of so many bytes of English.
func newWordStore(size int) wordStore {
	return wordStore{numbers: map[word]uint32{}, of: make([]uint32, 0, size/5)}
}

// wordsAt is where the words of a wording lie in a store.
type wordsAt struct{ first, count int }

// add stores the words of a wording, all but their places in its text.
func (s *wordStore) add(words []wordToken) wordsAt {
	at := wordsAt{len(s.of), len(words)}
	for i := range words {
		n, ok := s.numbers[words[i].word]
		if !ok {
			n = uint32(len(s.known))
			s.numbers[words[i].word] = n
			s.known = append(s.known, words[i].word)
		}
		s.of = append(s.of, n)
	}
	return at
}

// appendTo appends the words of a wording as they were added.
func (s *wordStore) appendTo(out []wordToken, at wordsAt) []wordToken {
	for _, n := range s.of[at.first : at.first+at.count] {
		out = append(out, wordToken{word: s.known[n]})
	}
	return out
}

// hash is that of word i of a wording.
func (s *wordStore) hash(at wordsAt, i int) uint64 { return s.known[s.of[at.first+i]].hash }

// are reports whether a wording consists of these words.
func (s *wordStore) are(at wordsAt, words []wordToken) bool {
	if at.count != len(words) {
		return false
	}
	for i := range words {
		if s.hash(at, i) != words[i].hash {
			return false
		}
	}
	return true
}
