package similarity

import (
	"slices"

	"github.com/stemma-news/stemma/article"
)

// AnchorKeyBudget is how many anchor keys an article gets at most. At 112 keys,
// the rarest first, every invented rewrite stood among the first ten of 21,766
// articles (research on fnc1, allsides and invented stories); at 60 as well,
// so there is room.
const AnchorKeyBudget = 112

// pairsPerSentence bounds the anchors of a sentence that form pairs.
const pairsPerSentence = 8

// AnchorKeys returns at most budget keys (0: AnchorKeyBudget) by which a
// rewritten article finds its source: unordered pairs of anchors that stand in
// one sentence or in two neighbouring ones, at least one of them a number,
// date, time or name, the rarest pairs first. The keys are distinct and sorted.
func AnchorKeys(anchors []Anchor, budget int) []uint64 {
	if budget <= 0 {
		budget = AnchorKeyBudget
	}
	var pairs []weighted
	var here, before []Anchor
	for i := 0; i < len(anchors); {
		j := i
		for j < len(anchors) && anchors[j].Sentence == anchors[i].Sentence {
			j++
		}
		if i > 0 && anchors[i-1].Sentence != anchors[i].Sentence-1 {
			here = nil
		}
		before, here = here, rarest(anchors[i:j])
		for x, a := range here {
			for _, c := range here[x+1:] {
				pairs = appendPair(pairs, a, c)
			}
			for _, c := range before {
				pairs = appendPair(pairs, a, c)
			}
		}
		i = j
	}
	return heaviest(pairs, budget)
}

// weighted is a key with the rarity of its two anchors.
type weighted struct {
	key    uint64
	weight float32
}

func appendPair(pairs []weighted, a, b Anchor) []weighted {
	if a.Key == b.Key || a.Kind == RareStem && b.Kind == RareStem {
		return pairs
	}
	lo, hi := min(a.Key, b.Key), max(a.Key, b.Key)
	return append(pairs, weighted{mix64(uint64(hi)<<32 | uint64(lo)), a.Rarity + b.Rarity})
}

// rarest returns the pairsPerSentence rarest distinct anchors of a sentence.
func rarest(in []Anchor) []Anchor {
	out := make([]Anchor, 0, pairsPerSentence)
	for _, a := range in {
		if a.Kind == RareStem && a.Rarity < 4.5 || slices.ContainsFunc(out, func(o Anchor) bool { return o.Key == a.Key }) {
			continue
		}
		if len(out) < pairsPerSentence {
			out = append(out, a)
			continue
		}
		least := 0
		for i, o := range out {
			if o.Rarity < out[least].Rarity {
				least = i
			}
		}
		if out[least].Rarity < a.Rarity {
			out[least] = a
		}
	}
	return out
}

// heaviest returns the keys of the budget heaviest pairs, ties by key. An
// article has ten times as many pairs as keys, so only the heavy ones are sorted
// where these are enough.
func heaviest(pairs []weighted, budget int) []uint64 {
	heavy := heavyEnd(pairs, 2*budget)
	if out := pick(pairs[:heavy], budget); len(out) == budget || heavy == len(pairs) {
		return sortedKeys(out)
	}
	return sortedKeys(pick(pairs, budget)) // many pairs were said twice
}

// heavyEnd moves pairs to the front of which none is lighter than one behind
// them, atLeast of them if there are so many, and returns their number.
func heavyEnd(pairs []weighted, atLeast int) int {
	const steps = 6 // of weight, that of two anchors being 2 * MaxRarity at most
	var count [2*article.MaxRarity*steps + 1]int32
	step := func(p weighted) int { return min(int(p.weight*steps), len(count)-1) }
	for _, p := range pairs {
		count[step(p)]++
	}
	least, n := len(count)-1, int(count[len(count)-1])
	for least > 0 && n < atLeast {
		least--
		n += int(count[least])
	}
	n = 0
	for i, p := range pairs {
		if step(p) >= least {
			pairs[n], pairs[i] = p, pairs[n]
			n++
		}
	}
	return n
}

func sortedKeys(keys []uint64) []uint64 {
	slices.Sort(keys)
	return slices.Compact(keys)
}

// pick sorts pairs and returns the keys of the first budget distinct ones.
func pick(pairs []weighted, budget int) []uint64 {
	slices.SortFunc(pairs, func(a, b weighted) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		case a.key < b.key:
			return -1
		case a.key > b.key:
			return 1
		}
		return 0
	})
	out := make([]uint64, 0, min(budget, len(pairs)))
	for i, p := range pairs {
		if len(out) == budget {
			break
		}
		if i == 0 || pairs[i-1].key != p.key {
			out = append(out, p.key)
		}
	}
	return out
}

// mix64 spreads the bits of a key (the finaliser of MurmurHash3).
func mix64(v uint64) uint64 {
	v = (v ^ v>>33) * 0xff51afd7ed558ccd
	v = (v ^ v>>33) * 0xc4ceb9fe1a85ec53
	return v ^ v>>33
}
