package attribution

import (
	"encoding/binary"
	"math/bits"
)

// bitWriter appends values of any number of bits to b, low bits first.
type bitWriter struct {
	b    []byte
	bits uint64 // not yet appended
	n    uint
}

// put appends the lower n bits of v, 32 at most.
func (w *bitWriter) put(v uint64, n uint) {
	w.bits |= v << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.b = append(w.b, byte(w.bits))
		w.bits >>= 8
	}
}

// code appends a number below 2^31 as its exponential Golomb code of an order:
// v>>order, plus one, in bits as its length less one in ones and a zero, then all
// but its first bit; then the order's lower bits of v.
func (w *bitWriter) code(v uint64, order uint) {
	high := v>>order + 1
	length := uint(bits.Len64(high)) - 1
	w.put(1<<length-1, length)
	w.put(0, 1)
	w.put(high&(1<<length-1), length)
	w.put(v&(1<<order-1), order)
}

// end appends the rest, filled up with zeros.
func (w *bitWriter) end() []byte {
	if w.n > 0 {
		w.put(0, 8-w.n)
	}
	return w.b
}

// bitReader reads what a bitWriter wrote; bad is set where there is nothing left,
// or no code.
type bitReader struct {
	b   []byte
	at  uint // in bits
	bad bool
}

func (r *bitReader) take(n uint) uint64 {
	if r.at+n > uint(len(r.b))*8 {
		r.bad = true
		return 0
	}
	v := r.ahead() & (1<<n - 1)
	r.at += n
	return v
}

// ahead are the next 57 bits and more, zeros behind the end.
func (r *bitReader) ahead() uint64 {
	i, shift := r.at/8, r.at%8
	if int(i)+8 <= len(r.b) {
		return binary.LittleEndian.Uint64(r.b[i:]) >> shift
	}
	var rest [8]byte
	copy(rest[:], r.b[min(int(i), len(r.b)):])
	return binary.LittleEndian.Uint64(rest[:]) >> shift
}

func (r *bitReader) code(order uint) uint64 {
	length := uint(bits.TrailingZeros64(^r.ahead()))
	if length > 31 {
		r.bad = true
		return 0
	}
	r.take(length + 1)
	high := 1<<length | r.take(length)
	return (high-1)<<order | r.take(order)
}

// atEnd reports whether no whole byte is left, and nothing but zeros.
func (r *bitReader) atEnd() bool {
	left := uint(len(r.b))*8 - r.at
	return !r.bad && left < 8 && r.take(left) == 0
}

func zigzag(v int64) uint64   { return uint64(v<<1 ^ v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }
