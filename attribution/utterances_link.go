package attribution

import (
	"cmp"
	"slices"
	"sort"

	"github.com/stemma-news/stemma/similarity"
)

const (
	// maxPosting is the number of wordings that may hold a run of words before
	// the run is left out as common: compared pairs stay linear in the quotes.
	maxPosting = 200
	// maxCandidates bounds the wordings that one is compared with, those with
	// most shared runs first.
	maxCandidates = 24
	// joinPasses is how often wordings look for a parent: once by themselves,
	// then with the stories that the passes before have shown.
	joinPasses = 3
)

// gram is a run of words and a wording that holds it.
type gram struct {
	hash uint64
	node int32
}

// linkNodes gives each node its best parent, a longer wording that it renders.
// The first pass needs no context; the second one also joins fragments and
// looser wordings where the articles share a saying already.
func (x *aligner) linkNodes(carriers []Carrier, nodes []node) {
	byLength := make([]int, len(nodes))
	for i := range byLength {
		byLength[i] = i
	}
	slices.SortStableFunc(byLength, func(p, q int) int {
		if c := cmp.Compare(len(nodes[q].words), len(nodes[p].words)); c != 0 {
			return c
		}
		a, b := &carriers[nodes[p].quotes[0].carrier], &carriers[nodes[q].quotes[0].carrier]
		switch {
		case earlierCarrier(a, b):
			return -1
		case earlierCarrier(b, a):
			return 1
		}
		return 0
	})
	rank := make([]int32, len(nodes))
	for r, i := range byLength {
		rank[i] = int32(r)
	}
	postings := gramsOf(nodes)
	slices.SortFunc(postings, func(a, b gram) int {
		if c := cmp.Compare(a.hash, b.hash); c != 0 {
			return c
		}
		return cmp.Compare(a.node, b.node)
	})
	shared := map[int32]int{}
	var stories *storyMap
	for pass := 0; pass < joinPasses; pass++ {
		for _, i := range byLength {
			if nodes[i].parent >= 0 || pass == 0 && len(nodes[i].words) < shortWords {
				continue
			}
			gatherShared(postings, rank, nodes, i, shared)
			parent, like, link := x.bestParent(nodes, i, shared, stories)
			nodes[i].parent, nodes[i].link = parent, link
			if like >= 0 {
				nodes[i].like = like
			}
		}
		if stories == nil {
			stories = &storyMap{carriers: carriers, topics: map[int][]uint32{}}
		}
		stories.storiesOf(nodes)
	}
}

// gatherShared counts the runs that node i shares with each longer node.
func gatherShared(postings []gram, rank []int32, nodes []node, i int, shared map[int32]int) {
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
}

// storyMap knows which articles tell of one event: those that share a saying
// of the passes before, and those that share many rare words.
type storyMap struct {
	carriers []Carrier
	roots    map[int][]int    // carrier -> roots of sayings that other carriers share, sorted
	topics   map[int][]uint32 // carrier -> its rare stems, sorted, made when first asked for
}

// Two articles tell of one event where at least topicShared rare stems stand in
// both and these are topicShare of the poorer one's; a stem is rare where it
// stands in one article of 55 or fewer.
const (
	topicRarity = 4
	topicShared = 6
	topicShare  = .2
	topicDays   = 7
)

// storiesOf collects the sayings that two and more carriers share.
func (s *storyMap) storiesOf(nodes []node) {
	carriers := map[int]map[int]bool{}
	for i := range nodes {
		r := rootOf(nodes, i)
		if carriers[r] == nil {
			carriers[r] = map[int]bool{}
		}
		for _, q := range nodes[i].quotes {
			carriers[r][q.carrier] = true
		}
	}
	s.roots = map[int][]int{}
	for r, cs := range carriers {
		if len(cs) < 2 {
			continue
		}
		for c := range cs {
			s.roots[c] = append(s.roots[c], r)
		}
	}
	for _, list := range s.roots {
		slices.Sort(list)
	}
}

// linked reports whether some article of a and some of b are one or tell of one
// event. Only the first quotes of a node are looked at: equal wordings stand
// in one story.
func (s *storyMap) linked(a, b *node) bool {
	if s == nil {
		return false
	}
	const look = 4
	for _, p := range a.quotes[:min(len(a.quotes), look)] {
		for _, q := range b.quotes[:min(len(b.quotes), look)] {
			if p.carrier == q.carrier || intersects(s.roots[p.carrier], s.roots[q.carrier]) || s.oneTopic(p.carrier, q.carrier) {
				return true
			}
		}
	}
	return false
}

// oneTopic reports whether two articles of one week share rare words.
func (s *storyMap) oneTopic(p, q int) bool {
	a, b := s.carriers[p].When, s.carriers[q].When
	if !near(a.Earliest, a.Latest, b.Earliest, b.Latest, topicDays) {
		return false
	}
	x, y := s.topic(p), s.topic(q)
	n := sharedStems(x, y)
	return n >= topicShared && float64(n) >= topicShare*float64(min(len(x), len(y)))
}

// topic is the rare stems of the reporter's sentences.
func (s *storyMap) topic(c int) []uint32 {
	if t, ok := s.topics[c]; ok {
		return t
	}
	var out []uint32
	for _, stem := range s.carriers[c].Reports.stems {
		if rarity, _ := similarity.Rarity(stem); rarity >= topicRarity {
			out = append(out, stem)
		}
	}
	slices.Sort(out)
	out = slices.Clip(slices.Compact(out))
	s.topics[c] = out
	return out
}

// sharedStems counts the elements of two sorted lists.
func sharedStems(a, b []uint32) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			n++
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return n
}

// intersects reports whether two sorted lists share an element.
func intersects(a, b []int) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

// likeCoverage is the share of a wording's words in another one of its story
// from which it may be part of it; one of the same days may be where it holds
// all of them in a row.
const likeCoverage = .75

// bestParent verifies the candidates of node i, those that share most first. It
// returns the parent, or else the candidate that i is most like, and the link.
func (x *aligner) bestParent(nodes []node, i int, shared map[int32]int, stories *storyMap) (parent, like int, link alignment) {
	cands := make([]int32, 0, len(shared))
	for c, n := range shared {
		if n >= sharedRuns(len(nodes[i].words)) || stories != nil && n >= min(2, len(nodes[i].words)-1) {
			cands = append(cands, c)
		}
	}
	sort.Slice(cands, func(p, q int) bool {
		if shared[cands[p]] != shared[cands[q]] {
			return shared[cands[p]] > shared[cands[q]]
		}
		return cands[p] < cands[q]
	})
	if len(cands) > maxCandidates {
		cands = cands[:maxCandidates]
	}
	best, top := -1, -1.0
	like, likeness := -1, likeCoverage
	for _, c := range cands {
		story := stories.linked(&nodes[i], &nodes[c])
		if !story && stories != nil {
			continue // refused by the first pass, and nothing new is known
		}
		a, ok := x.joins(&nodes[i], &nodes[c], story)
		cover := a.coverage(len(nodes[i].words))
		if (story || cover == 1 && a.run == a.matched && near(nodes[i].from, nodes[i].to, nodes[c].from, nodes[c].to, sameDays)) && cover >= likeness && (like < 0 || cover > likeness) {
			like, likeness = int(c), cover
		}
		if !ok {
			continue
		}
		if r := rootOf(nodes, int(c)); r != int(c) {
			// no chains over weak links: the root must know most of it too
			ra := x.align(nodes[i].words, nodes[r].words)
			if ra.matched < windowRun && ra.coverage(len(nodes[i].words)) < rootCoverage && !((strong(a) || a.run == len(nodes[i].words) && compareSpeakers(&nodes[i], &nodes[c]) == speakersSame) && strongPath(nodes, int(c))) {
				continue
			}
		}
		score := cover + .001*float64(min(len(nodes[c].words), 400))
		if compareSpeakers(&nodes[i], &nodes[c]) == speakersSame {
			score += .2
		}
		if score > top {
			best, link, top = int(c), a, score
		}
	}
	return best, like, link
}

// likesOf are the parentless nodes that may be part of an utterance, by its root.
func likesOf(nodes []node) map[int][]int {
	out := map[int][]int{}
	for i := range nodes {
		if nodes[i].parent < 0 && nodes[i].like >= 0 {
			if r := rootOf(nodes, nodes[i].like); r != i {
				out[r] = append(out[r], i)
			}
		}
	}
	return out
}

// strong reports an alignment that no two sayings share by chance.
func strong(a alignment) bool {
	return a.matched >= windowWords && a.run >= windowRun && a.density() >= middleDensity
}

// strongPath reports whether all links from a node to its root are strong.
func strongPath(nodes []node, i int) bool {
	for nodes[i].parent >= 0 {
		if !strong(nodes[i].link) {
			return false
		}
		i = nodes[i].parent
	}
	return true
}

// sharedRuns is how many runs of words a wording of n words must share with
// another to be worth an alignment: fewer can never pass joins.
func sharedRuns(n int) int {
	switch {
	case n < middleWords:
		return n - 2
	case n < longWords:
		return 2
	}
	return 3
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
		if n := &nodes[i]; len(n.words) < middleWords {
			for _, h := range nodeRuns(n, 2) {
				ask[h] = true
			}
		}
	}
	var out []gram
	for i := range nodes {
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
