package attribution

// movedWords is the least stretch that counts as moved: sentences are printed
// in another order, two words in a row prove nothing.
const movedWords = 4

// alignMoved aligns two wordings and looks for the rest of the shorter one
// elsewhere in the longer one.
func (x *aligner) alignMoved(short, long []wordToken) alignment {
	a := x.align(short, long)
	if 5*a.matched < 2*len(short) || len(short) > maxAligned || len(long) > maxAligned {
		return a
	}
	for _, rest := range [2][]wordToken{short[:a.from], short[a.to:]} {
		if len(rest) < movedWords {
			continue
		}
		for _, side := range [2][]wordToken{long[:a.first], long[a.last:]} {
			if len(side) < movedWords {
				continue
			}
			if m := x.align(rest, side); m.run >= movedWords && 5*m.matched >= 4*len(rest) && !m.negated && !m.number {
				a.moved += m.matched
				break
			}
		}
	}
	return a
}

// An alignment is how one wording lies in another: the stretch that both
// render, as a window of each.
type alignment struct {
	matched    int // words that stand in both, in order
	free       int // words of the shorter one that need no match: in brackets
	from, to   int // window [from, to) of the shorter one
	first      int // window [first, last) of the longer one
	last       int
	run        int     // longest run of matched words without a break
	dropped    int     // words of the long window that the short one lacks, unmarked
	elided     int     // the same at an ellipsis
	changed    int     // words of the short window that stand for others
	inflected  int     // of these, those that stand for another form of one word
	odd        int     // words that carry meaning without a counterpart, in either window
	inserted   int     // words of the short window without any counterpart
	respelled  int     // matched words that only one side contracts
	inner      int     // matched words that the long one gives to somebody else
	bracketed  int     // words that the editor put in brackets, on either side
	clauses    int     // words of the long window beyond clauseWords of each gap
	moved      int     // words of the short one that stand elsewhere in the long one
	rare       float64 // rarity of the matched words, summed
	negated    bool    // a negation stands on one side only
	number     bool    // a number stands for another
	numberLost bool    // a number stands on one side only
	loose      bool    // a phrase that a story tells again: good for one saying only
}

// coverage is the share of the short wording's words that the long one holds.
func (a alignment) coverage(short int) float64 {
	if short-a.free <= 0 {
		return 0
	}
	return float64(a.matched+a.moved) / float64(short-a.free)
}

// clauseWords is how much of one gap counts against a wording: a whole clause
// that is left out says no more than the half of it.
const clauseWords = 8

// density is the share of matched words in the windows, marked gaps left out
// and long ones counted as clauseWords.
func (a alignment) density() float64 {
	n := max(a.to-a.from-a.free, a.last-a.first-a.elided-a.clauses)
	if n <= 0 {
		return 0
	}
	return float64(a.matched) / float64(n)
}

// Scores of the alignment. A gap may be long, since whole clauses are cut, but
// opening one costs more than half a match.
const (
	matchScore   = 10
	inflectScore = 5 // another form of one word
	changeScore  = -7
	gapOpen      = -6
	gapExtend    = -1

	// maxAligned bounds the words of either side of an alignment.
	maxAligned = 600
	// negationGap is how many words on one side alone may hold a negation before
	// they count as a clause rather than as a statement turned round.
	negationGap = 3
)

// Where a cell of an alignment comes from.
const (
	cellStart uint8 = iota
	cellPair        // both words
	cellShort       // a word of the short one alone
	cellLong        // a word of the long one alone
)

// aligner holds the tables of one alignment, so that the next one reuses them.
type aligner struct {
	best, inShort, inLong []int32
	from, fromS, fromL    []uint8
	reader, lead          wordReader
}

func (x *aligner) room(n int) {
	if cap(x.best) < n {
		x.best, x.inShort, x.inLong = make([]int32, n), make([]int32, n), make([]int32, n)
		x.from, x.fromS, x.fromL = make([]uint8, n), make([]uint8, n), make([]uint8, n)
	}
	x.best, x.inShort, x.inLong = x.best[:n], x.inShort[:n], x.inLong[:n]
	x.from, x.fromS, x.fromL = x.from[:n], x.fromS[:n], x.fromL[:n]
}

// align finds the best stretch that two wordings share: a local alignment with
// affine gaps (Smith and Waterman 1981, Gotoh 1982). Its cost is the product
// of both lengths.
func (x *aligner) align(short, long []wordToken) alignment {
	if len(short) > maxAligned {
		short = short[:maxAligned]
	}
	if len(long) > maxAligned {
		long = long[:maxAligned]
	}
	w := len(long) + 1
	x.room((len(short) + 1) * w)
	const low = -1 << 28
	for j := 0; j < w; j++ {
		x.best[j], x.inShort[j], x.inLong[j], x.from[j] = 0, low, low, cellStart
	}
	end, top := 0, int32(0)
	for i := 1; i <= len(short); i++ {
		row := i * w
		x.best[row], x.inShort[row], x.inLong[row], x.from[row] = 0, low, low, cellStart
		for j := 1; j < w; j++ {
			c := row + j
			x.inShort[c], x.fromS[c] = gap(x.best[c-w], x.inShort[c-w], short[i-1].bracket)
			x.inLong[c], x.fromL[c] = gap(x.best[c-1], x.inLong[c-1], long[j-1].bracket)
			pair := x.best[c-w-1] + changeScore
			if short[i-1].hash == long[j-1].hash {
				pair = x.best[c-w-1] + matchScore
			} else if s := short[i-1].stem; s != 0 && s == long[j-1].stem && !short[i-1].bracket && !long[j-1].bracket {
				pair = x.best[c-w-1] + inflectScore
			}
			best, from := int32(0), cellStart
			if pair > best {
				best, from = pair, cellPair
			}
			if x.inShort[c] > best {
				best, from = x.inShort[c], cellShort
			}
			if x.inLong[c] > best {
				best, from = x.inLong[c], cellLong
			}
			x.best[c], x.from[c] = best, from
			if best > top {
				end, top = c, best
			}
		}
	}
	return x.trace(short, long, end)
}

// gap is the score of a gap that ends here and whether it went on (1) or was
// opened (0).
func gap(best, open int32, bracket bool) (int32, uint8) {
	cost, more := int32(gapOpen), int32(gapExtend)
	if bracket {
		cost, more = 0, 0
	}
	if open+more > best+cost {
		return open + more, 1
	}
	return best + cost, 0
}

// trace walks the best alignment back from cell end and counts what happened.
func (x *aligner) trace(short, long []wordToken, end int) alignment {
	w := len(long) + 1
	c := end
	i, j := c/w, c%w
	a := alignment{from: i, to: i, first: j, last: j}
	run, dropped := 0, 0
	lost := false // a negation among the words dropped in a row
	flush := func() {
		if lost && dropped <= negationGap {
			a.negated = true
		}
		dropped, lost = 0, false
	}
	for x.from[c] != cellStart {
		switch x.from[c] {
		case cellPair:
			flush()
			i, j = i-1, j-1
			p, q := short[i], long[j]
			if p.hash == q.hash {
				a.matched++
				a.rare += float64(p.rarity)
				run++
				a.run = max(a.run, run)
				if p.short != q.short {
					a.respelled++
				}
				if q.inner && !p.inner {
					a.inner++
				}
			} else {
				run = 0
				a.changed++
				switch {
				case p.stem != 0 && p.stem == q.stem:
					a.inflected++
					a.rare += float64(p.rarity)
				case p.stem != 0 || q.stem != 0:
					a.odd++
				}
				a.number = a.number || p.number && q.number
				a.numberLost = a.numberLost || p.number != q.number
				a.negated = a.negated || p.negation != q.negation
			}
			c -= w + 1
		case cellShort:
			lone, not := 0, false
			for more := true; more; c -= w {
				more = x.fromS[c] == 1
				i--
				a.loneShort(short[i])
				lone++
				not = not || short[i].negation
				if !short[i].bracket {
					run = 0 // what the editor put in breaks no run
				}
			}
			a.negated = a.negated || not && lone <= negationGap
		default:
			at, cut := min(i, len(short)-1), 0
			for more := true; more; c-- {
				more = x.fromL[c] == 1
				j--
				switch {
				case long[j].bracket:
					a.bracketed++
				case short[at].gap && i < len(short):
					a.elided++
				default:
					run = 0
					if long[j].stem != 0 {
						a.odd++
					}
					cut++
					a.dropped++
					dropped++
					lost = lost || long[j].negation
					a.numberLost = a.numberLost || long[j].number
				}
			}
			a.clauses += max(0, cut-clauseWords)
		}
	}
	flush()
	a.from, a.first = i, j
	a.reach(short, long)
	return a
}

// edgeReach is how far beyond an alignment's window its last words are looked
// for: "She said" for "She rang me on Sunday night and said".
const edgeReach = 14

// reach takes in the one or two words of the short wording before the window
// and behind it that stand a little farther off in the long one.
func (a *alignment) reach(short, long []wordToken) {
	for n := 0; n < 2 && a.matched > 0 && a.from == 1+n && a.from <= 2; n++ {
		for j := a.first - 1; j >= 0 && j >= a.first-edgeReach; j-- {
			if short[a.from-1].hash == long[j].hash {
				a.dropped += a.first - 1 - j
				a.from, a.first = a.from-1, j
				a.matched++
				break
			}
		}
	}
	if rest := len(short) - a.to; a.matched > 0 && rest > 0 && rest <= 2 {
		for j := a.last; j < len(long) && j < a.last+edgeReach; j++ {
			if short[a.to].hash == long[j].hash {
				a.dropped += j - a.last
				a.to, a.last = a.to+1, j+1
				a.matched++
				break
			}
		}
	}
}

// loneShort counts a word of the short wording that has no counterpart.
func (a *alignment) loneShort(t wordToken) {
	if t.bracket {
		a.free++
		a.bracketed++
		return
	}
	a.inserted++
	if t.stem != 0 {
		a.odd++
	}
	a.numberLost = a.numberLost || t.number
}

// edgeWords is how many words at an end of a wording stand for others, rather
// than for a further sentence.
const edgeWords = 3

// edges counts the words at the ends of the short wording that stand where the
// long one goes on with others: alignments end at the last equal word.
func (a *alignment) edges(short, long []wordToken) {
	if a.matched == 0 {
		return
	}
	if n := a.from; n > 0 && n <= edgeWords && a.first > 0 {
		a.edge(short[:n], long[a.first-1])
	}
	if n := len(short) - a.to; n > 0 && n <= edgeWords && a.last < len(long) {
		a.edge(short[a.to:], long[a.last])
	}
}

func (a *alignment) edge(words []wordToken, other wordToken) {
	for _, w := range words {
		if !w.bracket {
			a.changed++
			a.number = a.number || w.number && other.number
		}
	}
}
