package attribution

import (
	"cmp"
	"slices"
	"sort"
)

const (
	// maxPosting is the number of wordings that may hold a run of words before
	// the run is left out as common: compared pairs stay linear in the quotes.
	maxPosting = 200
	// maxCandidates bounds the wordings that one is compared with, those with
	// most shared runs first.
	maxCandidates = 60
)

// gram is a run of words and a wording that holds it.
type gram struct {
	hash uint64
	node int32
}

// linkNodes gives each node its best parent: a longer wording that it renders.
func linkNodes(nodes []node) {
	byLength := make([]int, len(nodes))
	for i := range byLength {
		byLength[i] = i
	}
	slices.SortStableFunc(byLength, func(x, y int) int { return cmp.Compare(len(nodes[y].words), len(nodes[x].words)) })
	rank := make([]int32, len(nodes))
	for r, i := range byLength {
		rank[i] = int32(r)
	}
	grams := gramsOf(nodes)
	postings, starts := postingsOf(grams)
	_ = starts
	shared := map[int32]int{}
	for _, i := range byLength {
		clear(shared)
		for _, h := range nodeGrams(&nodes[i]) {
			lo, _ := slices.BinarySearchFunc(postings, h, func(g gram, h uint64) int { return cmp.Compare(g.hash, h) })
			hi := lo
			for hi < len(postings) && postings[hi].hash == h && hi-lo <= maxPosting {
				hi++
			}
			if hi-lo > maxPosting {
				continue
			}
			for _, g := range postings[lo:hi] {
				if rank[g.node] < rank[i] {
					shared[g.node]++
				}
			}
		}
		nodes[i].parent, nodes[i].link = bestParent(nodes, i, shared)
	}
}

// bestParent verifies the candidates of node i, those that share most first.
func bestParent(nodes []node, i int, shared map[int32]int) (int, alignment) {
	cands := make([]int32, 0, len(shared))
	for c := range shared {
		cands = append(cands, c)
	}
	sort.Slice(cands, func(x, y int) bool {
		if shared[cands[x]] != shared[cands[y]] {
			return shared[cands[x]] > shared[cands[y]]
		}
		return cands[x] < cands[y]
	})
	if len(cands) > maxCandidates {
		cands = cands[:maxCandidates]
	}
	best, link, top := -1, alignment{}, -1.0
	for _, c := range cands {
		a, ok := joins(&nodes[i], &nodes[c])
		if !ok {
			continue
		}
		if r := rootOf(nodes, int(c)); r != int(c) {
			// no chains over weak links: the root must know most of it too
			ra, _ := joins(&nodes[i], &nodes[r])
			if ra.coverage(len(nodes[i].words)) < rootCoverage || compareSpeakers(&nodes[i], &nodes[r]) == speakersDiffer {
				continue
			}
		}
		score := a.coverage(len(nodes[i].words)) + .001*float64(min(len(nodes[c].words), 400))
		if compareSpeakers(&nodes[i], &nodes[c]) == speakersSame {
			score += .2
		}
		if score > top {
			best, link, top = int(c), a, score
		}
	}
	return best, link
}

func rootOf(nodes []node, i int) int {
	for nodes[i].parent >= 0 {
		i = nodes[i].parent
	}
	return i
}

// nodeGrams are the distinct runs of three words of a wording, of two where it
// has fewer than eight words.
func nodeGrams(n *node) []uint64 {
	out := nodeRuns(n, 3)
	if len(n.words) < middleWords {
		out = append(out, nodeRuns(n, 2)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func nodeRuns(n *node, size int) []uint64 {
	var out []uint64
	for i := 0; i+size <= len(n.words) && i < maxAligned; i++ {
		h := uint64(size)
		for _, w := range n.words[i : i+size] {
			h = (h ^ w.hash) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		out = append(out, h)
	}
	return out
}

// gramsOf lists the runs under which each wording is found: those of three
// words of all, and those of two words, that short wordings ask for.
func gramsOf(nodes []node) []gram {
	ask := map[uint64]bool{}
	for i := range nodes {
		if n := &nodes[i]; len(n.words) < middleWords && len(n.words) >= shortWords {
			for _, h := range nodeRuns(n, 2) {
				ask[h] = true
			}
		}
	}
	var out []gram
	for i := range nodes {
		if len(nodes[i].words) < shortWords {
			continue
		}
		hs := nodeRuns(&nodes[i], 3)
		for _, h := range nodeRuns(&nodes[i], 2) {
			if ask[h] {
				hs = append(hs, h)
			}
		}
		slices.Sort(hs)
		for _, h := range slices.Compact(hs) {
			out = append(out, gram{h, int32(i)})
		}
	}
	return out
}

func postingsOf(grams []gram) ([]gram, int) {
	slices.SortFunc(grams, func(a, b gram) int {
		if c := cmp.Compare(a.hash, b.hash); c != 0 {
			return c
		}
		return cmp.Compare(a.node, b.node)
	})
	return grams, len(grams)
}

// clustersOf groups nodes by their root, each cluster's root first.
func clustersOf(nodes []node) [][]int {
	by := map[int][]int{}
	var roots []int
	for i := range nodes {
		r := rootOf(nodes, i)
		if len(by[r]) == 0 {
			roots = append(roots, r)
		}
		by[r] = append(by[r], i)
	}
	out := make([][]int, 0, len(roots))
	for _, r := range roots {
		c := by[r]
		sort.SliceStable(c, func(x, y int) bool { return c[x] == r && c[y] != r })
		out = append(out, c)
	}
	return out
}
