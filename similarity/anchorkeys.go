package similarity

import "slices"

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

// heaviest returns the keys of the budget heaviest pairs, ties by key.
func heaviest(pairs []weighted, budget int) []uint64 {
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
	out := make([]uint64, 0, budget)
	for i, p := range pairs {
		if len(out) == budget {
			break
		}
		if i == 0 || pairs[i-1].key != p.key {
			out = append(out, p.key)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mix64 spreads the bits of a key (the finaliser of MurmurHash3).
func mix64(v uint64) uint64 {
	v = (v ^ v>>33) * 0xff51afd7ed558ccd
	v = (v ^ v>>33) * 0xc4ceb9fe1a85ec53
	return v ^ v>>33
}
