package article

import (
	"bytes"
	"errors"
	"io"
)

// splitter cuts a stream of JSON into records: at line ends, or where an
// object ends for lists and for objects that are spread over lines. What it
// returns is never overwritten: blocks are given up once they are full.
type splitter struct {
	in    io.Reader
	most  int64
	lines bool

	block    []byte
	from, to int // the bytes of block that are not handed out yet
	end      error
	broken   bool // nothing more can be read

	// The state of a scan for the end of an object.
	at       int // next byte to look at
	depth    int
	inString bool
	escaped  bool
}

const splitBlock = 1 << 20

func newSplitter(in io.Reader, most int64, lines bool) *splitter {
	return &splitter{in: in, most: most, lines: lines, block: make([]byte, splitBlock)}
}

// next returns the next record, io.EOF after the last. A record over the limit
// is passed over and gives ErrTooLarge.
func (s *splitter) next() ([]byte, error) {
	if s.lines {
		return s.nextLine()
	}
	return s.nextValue()
}

// fill reads more behind what is there, moving to a new block when the old one
// is full: twice as large where one record fills it.
func (s *splitter) fill() bool {
	if s.end != nil {
		return false
	}
	if s.to == len(s.block) {
		rest := s.to - s.from
		block := make([]byte, max(splitBlock, 2*rest))
		copy(block, s.block[s.from:s.to])
		s.at -= s.from
		s.block, s.from, s.to = block, 0, rest
	}
	n, err := s.in.Read(s.block[s.to:])
	s.to += n
	s.end = err
	return true
}

func (s *splitter) nextLine() ([]byte, error) {
	s.at = s.from
	for {
		if n := bytes.IndexByte(s.block[s.at:s.to], '\n'); n >= 0 {
			line := s.block[s.from : s.at+n]
			s.from = s.at + n + 1
			if int64(len(line)) > s.most {
				return nil, tooLarge(s.most)
			}
			if line = trimRecord(line); len(line) > 0 {
				return line, nil
			}
			s.at = s.from
			continue
		}
		s.at = s.to
		if int64(s.to-s.from) > s.most {
			return nil, s.passLine()
		}
		if s.fill() {
			continue
		}
		line := trimRecord(s.block[s.from:s.to])
		s.from = s.to
		switch {
		case s.end != io.EOF:
			s.broken = true
			return nil, s.end
		case len(line) > 0:
			return line, nil
		}
		return nil, io.EOF
	}
}

// passLine leaves out the rest of a line that is too long.
func (s *splitter) passLine() error {
	for {
		s.from, s.at = s.to, s.to
		if !s.fill() {
			break
		}
		if n := bytes.IndexByte(s.block[s.at:s.to], '\n'); n >= 0 {
			s.from = s.at + n + 1
			break
		}
	}
	return tooLarge(s.most)
}

func trimRecord(line []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
}

var errNoObjects = errors.New("neither JSON objects nor a list of them")

func (s *splitter) nextValue() ([]byte, error) {
	if s.broken {
		return nil, io.EOF
	}
	for s.depth == 0 {
		if s.from == s.to {
			if s.fill() {
				continue
			}
			if s.end != io.EOF {
				s.broken = true
				return nil, s.end
			}
			return nil, io.EOF
		}
		switch c := s.block[s.from]; c {
		case '{':
			s.depth, s.at = 1, s.from+1
			continue
		case ' ', '\t', '\n', '\r', ',', '[', ']', 0xef, 0xbb, 0xbf, 0x1e:
			s.from++
		default:
			s.broken = true
			return nil, errNoObjects
		}
	}
	return s.object()
}

// object reads on to the end of the object that has begun.
func (s *splitter) object() ([]byte, error) {
	tooLong := false
	for {
		for s.at < s.to {
			c := s.block[s.at]
			s.at++
			if s.step(c) {
				value := s.block[s.from:s.at]
				s.from = s.at
				if tooLong || int64(len(value)) > s.most {
					return nil, tooLarge(s.most)
				}
				return value, nil
			}
		}
		if int64(s.to-s.from) > s.most {
			tooLong, s.from = true, s.to
		}
		if !s.fill() {
			s.broken = true
			if s.end != io.EOF {
				return nil, s.end
			}
			return nil, errors.New("broken JSON: the last object does not end")
		}
	}
}

// step follows one byte and reports whether it ends the object.
func (s *splitter) step(c byte) bool {
	switch {
	case s.escaped:
		s.escaped = false
	case s.inString:
		s.escaped = c == '\\'
		s.inString = c != '"'
	case c == '"':
		s.inString = true
	case c == '{' || c == '[':
		s.depth++
	case c == '}' || c == ']':
		s.depth--
		return s.depth == 0
	}
	return false
}
