package article

import "math/bits"

// Most words of most news are letters and digits of ASCII with something plain
// behind them. plainWord reads such a word eight bytes at a time: a word costs
// one load, some twenty operations on all its bytes at once and a single branch
// that is hard to foresee, where a loop over its bytes has one for each. It
// knows no rule that needs more than one byte of what follows: what it declines
// the scan in nextHere decides, and where it answers both agree. A fuzz test
// holds them to it.

// Every byte of a 64-bit word at once: the lowest bits, the highest bits.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
	// letterBits has the bit of each byte that letters have and digits have not.
	letterBits = 0x40 * eachByte
)

// plainWord reads the word that begins with the ASCII letter or digit at byte i
// of t: its end, its hash, and whether it stands in normal form. It declines,
// with ok false, near the end of t and where the word may go on behind an
// apostrophe, a dot, a comma or a rune that is not ASCII, and a word with digits
// behind a letter, which may stand for letters.
func plainWord(t string, i int) (end int, hash uint64, plain, ok bool) {
	var h, changed, digits, chunk uint64
	start := i
	for {
		if i+plainReach > len(t) {
			return 0, 0, false, false
		}
		v := load64(t, i)
		folded := v | 0x20*eachByte
		stop := highBits &^ wordBytes(v, folded)
		if stop != 0 {
			mask := (stop&-stop)>>7 - 1 // the bytes before the first that ends the word
			chunk = folded & mask
			changed |= chunk ^ v&mask
			digits |= mask &^ chunk
			i += bits.TrailingZeros64(stop) >> 3
			break
		}
		h = fold(h^folded^hashKey2, hashKey)
		changed |= folded ^ v
		digits |= ^folded
		i += 8
	}
	if digits&letterBits != 0 && classes[t[start]] != digit {
		return 0, 0, false, false
	}
	if t[i] != ' ' && !endsPlain(t, i) {
		return 0, 0, false, false
	}
	return i, fold(h^chunk^hashKey2, hashKey^uint64(i-start)), changed == 0, true
}

// plainReach is how far plainWord and endsPlain look: eight bytes, and four
// behind the last of them.
const plainReach = 12

// wordBytes has the highest bit of each byte set where v holds an ASCII letter
// or digit; folded is v with the bit of lower case set everywhere. Adding to
// seven bits carries into the eighth from the wanted value on and no further.
func wordBytes(v, folded uint64) uint64 {
	low := v &^ highBits
	digits := (low + (0x80-'0')*eachByte) &^ (low + (0x80-'9'-1)*eachByte)
	return (letterBytes(v, folded) | digits) &^ v
}

// letterBytes is wordBytes for letters alone.
func letterBytes(v, folded uint64) uint64 {
	letter := folded &^ highBits
	return (letter + (0x80-'a')*eachByte) &^ (letter + (0x80-'z'-1)*eachByte) &^ v
}

// endsPlain reports whether the byte at i surely ends the word before it.
func endsPlain(t string, i int) bool {
	next := t[i+1]
	switch classes[t[i]] {
	case other:
		return true
	case dot, comma:
		return classes[next] > upper
	case apostrophe:
		return classes[next] > upper && next < 0x80
	}
	if t[i] != 0xE2 || next != 0x80 {
		return false
	}
	switch t[i+2] {
	case 0x93, 0x94, 0x9C, 0x9D, 0xA2, 0xA6: // – — “ ” • …
		return true
	case 0x99: // ’
		return classes[t[i+3]] > upper && t[i+3] < 0x80
	}
	return false
}

func load64(t string, i int) uint64 {
	t = t[i : i+8]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
		uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// appendPlain appends the hashes of words as far as they are plain and moves on
// to the first that is not, or to the end of the stretch. It is plainWord in a
// loop, with the words of up to seven letters and a blank behind them, four of
// five in English, read in place.
func (w *words) appendPlain(dst []uint64) []uint64 {
	t, i := w.text[:w.hi], w.i
	for i+plainReach <= len(t) {
		if t[i] >= 0x80 {
			if t[i] != 0xE2 || t[i+1] != 0x80 || t[i+2]&0xC0 != 0x80 || t[i+2] == rightToLeft&0x3F|0x80 {
				break
			}
			i += 3 // U+2000 to U+203F begin no word
			continue
		}
		v := load64(t, i)
		folded := v | 0x20*eachByte
		stop := highBits &^ letterBytes(v, folded)
		if n := bits.TrailingZeros64(stop) >> 3; n > 0 && n < 8 && t[i+n] == ' ' {
			if n == 1 && classes[t[i+2]] == lower && classes[t[i+3]] > upper && apartEnd(t, i) > 0 {
				break
			}
			chunk := folded & ((stop&-stop)>>7 - 1)
			dst = append(dst, fold(chunk^hashKey2, hashKey^uint64(n)))
			i += n + 1
		} else if n > 0 || classes[t[i]] == digit {
			end, hash, _, ok := plainWord(t, i)
			if !ok {
				break
			}
			dst = append(dst, hash)
			w.countLong(i, end)
			i = end
		} else {
			i++
		}
	}
	w.i = i
	return dst
}
