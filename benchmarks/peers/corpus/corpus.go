// Package corpus reads articles and cuts them into shingles, for the programs in
// Go that are compared and for the judge. It shares no code with stemma, so that
// a mistake of one does not become the truth for the other.
package corpus

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Article is what a comparison needs of a record.
type Article struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// ShingleWords is the number of words in a shingle.
const ShingleWords = 5

// Read calls f with each article of a file of JSON Lines.
func Read(path string, f func(Article) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	d := json.NewDecoder(bufio.NewReaderSize(file, 1<<20))
	for {
		var a Article
		switch err := d.Decode(&a); {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := f(a); err != nil {
			return err
		}
	}
}

// Shingler makes sets of shingles. It keeps its memory between articles.
type Shingler struct {
	words    []uint64
	shingles []uint64
}

// Set is the article's distinct shingles as sorted hashes: runs of ShingleWords
// lower-case words, where a word is a run of letters, digits and underscores, as
// \w+ has it in Python. An article with fewer words has none. The slice is the
// caller's.
func (s *Shingler) Set(text string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	s.words, s.shingles = s.words[:0], s.shingles[:0]
	h, inside := uint64(offset), false
	for i := 0; i < len(text); {
		c := rune(text[i])
		size := 1
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_':
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c < utf8.RuneSelf:
			c = -1
		default:
			c, size = utf8.DecodeRuneInString(text[i:])
			if unicode.IsLetter(c) || unicode.IsNumber(c) {
				c = unicode.ToLower(c)
			} else {
				c = -1
			}
		}
		i += size
		switch {
		case c >= 0:
			h, inside = (h^uint64(c))*prime, true
		case inside:
			s.words = append(s.words, h)
			h, inside = offset, false
		}
	}
	if inside {
		s.words = append(s.words, h)
	}
	for i := ShingleWords; i <= len(s.words); i++ {
		h := uint64(offset)
		for _, w := range s.words[i-ShingleWords : i] {
			h = Mix(h ^ w)
		}
		s.shingles = append(s.shingles, h)
	}
	slices.Sort(s.shingles)
	return slices.Clone(slices.Compact(s.shingles))
}

// Mix spreads the bits of a hash (the finaliser of SplitMix64).
func Mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
