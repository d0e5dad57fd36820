package index

import (
	"iter"
	"math/bits"
)

// bitset is a set of record numbers; nil is the empty one.
type bitset []uint64

func newBitset(limit uint64) bitset { return make(bitset, (limit+63)/64) }

func (b bitset) has(n uint64) bool {
	return n/64 < uint64(len(b)) && b[n/64]>>(n%64)&1 == 1
}

func (b bitset) set(n uint64)   { b[n/64] |= 1 << (n % 64) }
func (b bitset) clear(n uint64) { b[n/64] &^= 1 << (n % 64) }

func (b bitset) count() int {
	sum := 0
	for _, w := range b {
		sum += bits.OnesCount64(w)
	}
	return sum
}

// all yields the members in rising order.
func (b bitset) all() iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for i, w := range b {
			for ; w != 0; w &= w - 1 {
				if !yield(uint64(i)*64 + uint64(bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
