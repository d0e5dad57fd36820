package index

import (
	"encoding/binary"
	"math/bits"
)

// Codes for integers, written from the lowest bit of each byte upwards:
//
//	rice(k, v)    v>>k ones, a zero, then the k low bits of v; a quotient of
//	              riceEscape and more is riceEscape ones (no zero) and v in 40
//	              bits, so that a single gap never takes more than 64 bits
//	gamma(v)      v >= 1: as many zeros as v has bits after its first one, a
//	              one, then those bits
//	phased(n, v)  v < n in log2(n) bits rounded up or down (truncated binary)
//
// Rice codes are within 0.05 bits of the entropy of the geometric gaps that
// hashes have (Golomb 1966, Rice 1979).
const riceEscape = 24

// bitWriter appends bits to a growing buffer.
type bitWriter struct {
	b   []byte
	acc uint64 // bits not yet in b, lowest first
	n   uint   // how many, below 8 after flush, below 64 always
}

func (w *bitWriter) reset() { w.b, w.acc, w.n = w.b[:0], 0, 0 }

// size is the number of bits written so far.
func (w *bitWriter) size() uint64 { return uint64(len(w.b))*8 + uint64(w.n) }

// put writes the low n bits of v, n up to 40.
func (w *bitWriter) put(v uint64, n uint) {
	w.acc |= (v & (1<<n - 1)) << w.n
	w.n += n
	for w.n >= 8 {
		w.b = append(w.b, byte(w.acc))
		w.acc >>= 8
		w.n -= 8
	}
}

// cut takes the buffer back to an earlier size.
func (w *bitWriter) cut(size uint64) {
	whole := size / 8
	n := uint(size % 8)
	var acc uint64
	if n > 0 {
		last := byte(w.acc)
		if whole < uint64(len(w.b)) {
			last = w.b[whole]
		}
		acc = uint64(last) & (1<<n - 1)
	}
	w.b, w.acc, w.n = w.b[:whole], acc, n
}

// bytes returns all bits written, padded with zeros to a whole byte.
func (w *bitWriter) bytes() []byte {
	if w.n > 0 {
		return append(w.b, byte(w.acc))
	}
	return w.b
}

func (w *bitWriter) rice(k uint, v uint64) {
	q := v >> k
	if q >= riceEscape {
		w.put(1<<riceEscape-1, riceEscape)
		w.put(v, 40)
		return
	}
	w.put(1<<q-1, uint(q)+1)
	w.put(v, k)
}

func (w *bitWriter) gamma(v uint64) {
	n := uint(bits.Len64(v)) - 1
	w.put(1<<n, n+1)
	w.put(v, n)
}

func (w *bitWriter) phased(n, v uint64) {
	width, short := phase(n)
	if v < short {
		w.put(v, width-1)
		return
	}
	v += short
	w.put(v>>1, width-1)
	w.put(v, 1)
}

// phase returns the longer width of phased(n) and how many values take a bit
// less. For n = 1 it is (1, 1): the only value takes no bits.
func phase(n uint64) (width uint, short uint64) {
	width = max(1, uint(bits.Len64(n-1)))
	return width, 1<<width - n
}

// bitReader reads what a bitWriter wrote. Reading past the end yields zeros
// and leaves pos beyond end, which the caller tests; it never faults, because
// b holds readSlack bytes more than the bits that count.
type bitReader struct {
	b   []byte
	pos uint64 // next bit
	end uint64 // number of bits that count
}

// readSlack is the number of bytes that must follow the last bit.
const readSlack = 8

func newBitReader(b []byte, n int) bitReader { return bitReader{b: b, end: uint64(n) * 8} }

// past reports whether more was read than there is.
func (r *bitReader) past() bool { return r.pos > r.end }

// peek returns at least 57 bits from pos on, 0 beyond the end.
func (r *bitReader) peek() uint64 {
	if r.pos >= r.end {
		return 0
	}
	return binary.LittleEndian.Uint64(r.b[r.pos>>3:]) >> (r.pos & 7)
}

func (r *bitReader) get(n uint) uint64 {
	v := r.peek() & (1<<n - 1)
	r.pos += uint64(n)
	return v
}

func (r *bitReader) rice(k uint) uint64 {
	w := r.peek()
	q := uint(bits.TrailingZeros64(^w))
	if q >= riceEscape {
		r.pos += riceEscape
		return r.get(40)
	}
	if q+1+k <= 56 {
		r.pos += uint64(q + 1 + k)
		return uint64(q)<<k | w>>(q+1)&(1<<k-1)
	}
	r.pos += uint64(q + 1)
	return uint64(q)<<k | r.get(k)
}

// gamma returns 0 where no code stands: a value has at most 33 bits.
func (r *bitReader) gamma() uint64 {
	n := uint(bits.TrailingZeros64(r.peek()))
	if n > 32 {
		r.pos = r.end + 1
		return 0
	}
	r.pos += uint64(n + 1)
	return 1<<n | r.get(n)
}

// phased reads with the width and the count of short codes that phase gave.
func (r *bitReader) phased(width uint, short uint64) uint64 {
	w := r.peek()
	v := w & (1<<(width-1) - 1)
	if v < short {
		r.pos += uint64(width - 1)
		return v
	}
	r.pos += uint64(width)
	return v<<1 + w>>(width-1)&1 - short
}
