package article

import (
	"bytes"
	"errors"
	"io"
)

// splitter cuts a stream of JSON into records: at line ends, or where an
// object ends for lists and for objects that are spread over lines.
type splitter struct {
	window
	most   int64
	lines  bool
	list   bool // the records are the members of one list, and end with it
	broken bool // nothing more can be read

	// The state of a scan for the end of an object.
	depth    int
	inString bool
	escaped  bool
}

func newSplitter(in io.Reader, most int64, lines bool) *splitter {
	return &splitter{window: newWindow(in), most: most, lines: lines}
}

func (s *splitter) next() ([]byte, error) {
	if s.lines {
		return s.nextLine()
	}
	return s.nextValue()
}

func (s *splitter) nextLine() ([]byte, error) {
	s.at = s.from
	for {
		for s.at == s.from && s.from < s.to && s.block[s.from] == '\n' { // gigabytes of them pack well
			s.from, s.at = s.from+1, s.at+1
		}
		if n := bytes.IndexByte(s.block[s.at:s.to], '\n'); n >= 0 {
			line := s.block[s.from : s.at+n]
			s.from = s.at + n + 1
			if int64(len(line)) > s.most {
				return nil, tooLong{s.most}
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
	return tooLong{s.most}
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
		case ']':
			if s.list {
				s.broken = true
				return nil, io.EOF
			}
			s.from++
		case ' ', '\t', '\n', '\r', ',', '[', 0xef, 0xbb, 0xbf, 0x1e:
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
	long := false
	for {
		for s.at < s.to {
			c := s.block[s.at]
			s.at++
			if s.step(c) {
				value := s.block[s.from:s.at]
				s.from = s.at
				if long || int64(len(value)) > s.most {
					return nil, tooLong{s.most}
				}
				return value, nil
			}
		}
		if int64(s.to-s.from) > s.most {
			long, s.from = true, s.to
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
