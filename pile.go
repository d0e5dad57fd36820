package stemma

import (
	"io"
	"os"
	"slices"
	"sync"
)

// pile keeps pieces of bytes by number in a file that is gone with the process:
// the system holds as much of it in memory as there is room. Its methods may be
// called from several goroutines.
type pile struct {
	file *os.File
	mu   sync.Mutex
	at   []piece
	end  int64
	err  error
}

// piece is where one lies in the file; without a size there is none.
type piece struct {
	from int64
	size int32
}

// newPile makes a pile for pieces numbered below n.
func newPile(n int) (*pile, error) {
	f, err := os.CreateTemp("", "stemma-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // where the system lets an open file have no name
	return &pile{file: f, at: make([]piece, n)}, nil
}

func (p *pile) close() {
	p.file.Close()
	_ = os.Remove(p.file.Name())
}

func (p *pile) put(i int, raw []byte) {
	p.mu.Lock()
	at := piece{p.end, int32(len(raw))}
	p.at[i] = at
	p.end += int64(len(raw))
	p.mu.Unlock()
	if _, err := p.file.WriteAt(raw, at.from); err != nil {
		p.fail(err)
	}
}

// get reads the i-th piece into the memory of raw, empty where there is none or
// it cannot be read.
func (p *pile) get(i int, raw []byte) []byte {
	size := int(p.at[i].size)
	raw = slices.Grow(raw[:0], size)[:size]
	if size == 0 {
		return raw
	}
	if n, err := p.file.ReadAt(raw, p.at[i].from); n < size {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		p.fail(err)
		return raw[:0]
	}
	return raw
}

func (p *pile) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
}

// failure is the first error in writing or reading.
func (p *pile) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}
