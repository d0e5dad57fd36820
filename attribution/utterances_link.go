package attribution

import (
	"cmp"
	"slices"
	"sort"

	"github.com/stemma-news/stemma/article"
)

const (
	// maxCandidates bounds the wordings that one is compared with, those with
	// most shared runs first.
	maxCandidates = 24
	// joinPasses is how often wordings look for a parent: once by themselves,
	// then with the stories that the passes before have shown.
	joinPasses = 3
)

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
	index := newRunIndex(nodes, byLength)
	var stories *storyMap
	for pass := 0; pass < joinPasses; pass++ {
		for r, i := range byLength {
			n := &nodes[i]
			if n.parent < 0 && (pass > 0 || len(n.words) >= shortWords) {
				parent, like, link := x.bestParent(nodes, i, index.candidates(uint32(r), len(n.words), stories != nil, byLength), stories)
				n.parent, n.link = parent, link
				if like >= 0 {
					n.like = like
				}
			}
			// longer ones come first: a parent's root is known
			n.root, n.firm = i, true
			if n.parent >= 0 {
				n.root, n.firm = nodes[n.parent].root, nodes[n.parent].firm && strong(n.link)
			}
		}
		if stories == nil {
			stories = &storyMap{carriers: carriers, topics: map[int][]uint32{}}
		}
		stories.storiesOf(nodes)
	}
}

// candidates are the longer wordings that share enough runs with that of rank r
// to be worth an alignment, those that share most first, fewer within stories.
func (x *runIndex) candidates(r uint32, words int, stories bool, byLength []int) []int {
	least := sharedRuns(words)
	if stories {
		least = min(least, 2, words-1)
	}
	var ranks []uint32
	for _, t := range x.longer(r) {
		if int(x.count[t]) >= least {
			ranks = append(ranks, t)
		}
	}
	slices.SortFunc(ranks, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(x.count[b], x.count[a]), cmp.Compare(byLength[a], byLength[b]))
	})
	out := make([]int, 0, maxCandidates)
	for _, t := range ranks[:min(len(ranks), maxCandidates)] {
		out = append(out, byLength[t])
	}
	return out
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
		r := nodes[i].root
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
		if rarity, _ := article.Rarity(stem); rarity >= topicRarity {
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
func (x *aligner) bestParent(nodes []node, i int, cands []int, stories *storyMap) (parent, like int, link alignment) {
	best, top := -1, -1.0
	like, likeness := -1, likeCoverage
	loose, several := -1, false // the saying that a loose phrase may be of; more than one
	for _, c := range cands {
		story := stories.linked(&nodes[i], &nodes[c])
		if !story && stories != nil {
			continue // refused by the first pass, and nothing new is known
		}
		a, ok := x.joins(&nodes[i], &nodes[c], story)
		cover := a.coverage(len(nodes[i].words))
		if (story || cover == 1 && a.run == a.matched && near(nodes[i].from, nodes[i].to, nodes[c].from, nodes[c].to, sameDays)) && cover >= likeness && (like < 0 || cover > likeness) {
			like, likeness = c, cover
		}
		if !ok {
			continue
		}
		if a.loose {
			several = several || loose >= 0 && loose != nodes[c].root
			loose = nodes[c].root
		}
		if r := nodes[c].root; r != c {
			// no chains over weak links: the root must know most of it too
			ra := x.align(nodes[i].words, nodes[r].words)
			if ra.matched < windowRun && ra.coverage(len(nodes[i].words)) < rootCoverage && !((strong(a) || a.run == len(nodes[i].words) && compareSpeakers(&nodes[i], &nodes[c]) == speakersSame) && nodes[c].firm) {
				continue
			}
		}
		score := cover + .001*float64(min(len(nodes[c].words), 400))
		if compareSpeakers(&nodes[i], &nodes[c]) == speakersSame {
			score += .2
		}
		if score > top {
			best, link, top = c, a, score
		}
	}
	if link.loose && several {
		return -1, like, alignment{}
	}
	return best, like, link
}

// likesOf are the parentless nodes that may be part of an utterance, by its root.
func likesOf(nodes []node) map[int][]int {
	out := map[int][]int{}
	for i := range nodes {
		if nodes[i].parent < 0 && nodes[i].like >= 0 {
			if r := nodes[nodes[i].like].root; r != i {
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

// clustersOf groups nodes by their root, each cluster's root first.
func clustersOf(nodes []node) [][]int {
	by := map[int][]int{}
	var roots []int
	for i := range nodes {
		r := nodes[i].root
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
