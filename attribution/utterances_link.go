package attribution

import (
	"cmp"
	"math/bits"
	"slices"

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

// linker finds for each node its parent, a longer wording that it renders.
type linker struct {
	carriers []Carrier
	nodes    []node
	words    *wordStore
	aligner  *aligner
	index    *runIndex
	byLength []int32 // the nodes, those with most words first
	stories  *storyMap

	short, long, root rendering
	found             []int32
}

// A rendering is a node with its words written out.
type rendering struct {
	*node
	words []wordToken
}

// write makes r the rendering of node i.
func (k *linker) write(r *rendering, i int32) {
	r.node = &k.nodes[i]
	r.words = k.words.appendTo(r.words[:0], r.node.words)
}

// link gives each node its best parent. The first pass needs no context; the
// others also join fragments and looser wordings where the articles share a
// saying already.
func (k *linker) link() {
	k.byLength = make([]int32, len(k.nodes))
	for i := range k.byLength {
		k.byLength[i] = int32(i)
	}
	slices.SortStableFunc(k.byLength, func(p, q int32) int {
		if c := cmp.Compare(k.nodes[q].words.count, k.nodes[p].words.count); c != 0 {
			return c
		}
		return inCarrierOrder(&k.carriers[k.nodes[p].quotes[0].carrier], &k.carriers[k.nodes[q].quotes[0].carrier])
	})
	k.index = newRunIndex(k.nodes, k.words, k.byLength)
	for pass := 0; pass < joinPasses; pass++ {
		for r, i := range k.byLength {
			n := &k.nodes[i]
			if n.parent < 0 && (pass > 0 || n.words.count >= shortWords) {
				parent, like, link := k.bestParent(i, uint32(r))
				n.parent, n.tight = parent, strong(link)
				if like >= 0 {
					n.like = like
				}
			}
			// longer ones come first: a parent's root is known
			n.root, n.firm = i, true
			if n.parent >= 0 {
				n.root, n.firm = k.nodes[n.parent].root, k.nodes[n.parent].firm && n.tight
			}
		}
		if k.stories == nil {
			k.stories = &storyMap{carriers: k.carriers, topics: map[int][]uint32{}}
		}
		k.stories.storiesOf(k.nodes)
	}
}

// candidates are the longer wordings that share enough runs with that of rank r
// to be worth an alignment, those that share most first, fewer within stories.
// The list is good until the next call.
func (k *linker) candidates(r uint32) []int32 {
	words := k.nodes[k.byLength[r]].words.count
	least := sharedRuns(words)
	if k.stories != nil {
		least = min(least, 2, words-1)
	}
	k.found = k.found[:0]
	count := k.index.count
	for _, t := range k.index.longer(r) {
		if int(count[t]) >= least {
			k.found = append(k.found, int32(t))
		}
	}
	slices.SortFunc(k.found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(k.byLength[a], k.byLength[b]))
	})
	k.found = k.found[:min(len(k.found), maxCandidates)]
	for i, t := range k.found {
		k.found[i] = k.byLength[t]
	}
	return k.found
}

// storyMap knows which articles tell of one event: those that share a saying
// of the passes before, and those that share many rare words.
type storyMap struct {
	carriers []Carrier
	tellings []uint64         // the carriers and roots of sayings that several carriers share, sorted
	firsts   []uint32         // of each carrier's in tellings
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
	tellings := s.tellings[:0] // each a root and a carrier
	for i := range nodes {
		for _, q := range nodes[i].quotes {
			tellings = append(tellings, uint64(nodes[i].root)<<32|uint64(q.carrier))
		}
	}
	slices.Sort(tellings)
	tellings = slices.Compact(tellings)
	shared := tellings[:0]
	for i, j := 0, 0; i < len(tellings); i = j {
		for j = i + 1; j < len(tellings) && tellings[j]>>32 == tellings[i]>>32; j++ {
		}
		if j-i < 2 {
			continue
		}
		for _, t := range tellings[i:j] {
			shared = append(shared, bits.RotateLeft64(t, 32)) // a carrier and a root
		}
	}
	slices.Sort(shared)
	s.tellings, s.firsts = shared, make([]uint32, len(s.carriers)+1)
	for _, t := range shared {
		s.firsts[t>>32+1]++
	}
	for c := range s.carriers {
		s.firsts[c+1] += s.firsts[c]
	}
}

// sayings are the shared ones of a carrier, sorted.
func (s *storyMap) sayings(c int32) []uint64 { return s.tellings[s.firsts[c]:s.firsts[c+1]] }

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
			if p.carrier == q.carrier || shareOne(s.sayings(p.carrier), s.sayings(q.carrier)) || s.oneTopic(int(p.carrier), int(q.carrier)) {
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

// shareOne reports whether two carriers tell one of these sayings.
func shareOne(a, b []uint64) bool {
	for len(a) > 0 && len(b) > 0 {
		switch x, y := uint32(a[0]), uint32(b[0]); {
		case x == y:
			return true
		case x < y:
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
func (k *linker) bestParent(i int32, rank uint32) (parent, like int32, link alignment) {
	best, top := int32(-1), -1.0
	like, likeness := int32(-1), likeCoverage
	loose, several := int32(-1), false // the saying that a loose phrase may be of; more than one
	cands := k.candidates(rank)
	if len(cands) == 0 {
		return -1, -1, alignment{}
	}
	s, l := &k.short, &k.long
	k.write(s, i)
	for _, c := range cands {
		story := k.stories.linked(s.node, &k.nodes[c])
		if !story && k.stories != nil {
			continue // refused by the first pass, and nothing new is known
		}
		k.write(l, c)
		a, ok := k.aligner.joins(s, l, story)
		cover := a.coverage(len(s.words))
		if (story || cover == 1 && a.run == a.matched && near(s.from, s.to, l.from, l.to, sameDays)) && cover >= likeness && (like < 0 || cover > likeness) {
			like, likeness = c, cover
		}
		if !ok {
			continue
		}
		if a.loose {
			several = several || loose >= 0 && loose != l.node.root
			loose = l.node.root
		}
		who := compareSpeakers(s.speaker, l.speaker)
		if l.node.root != c {
			// no chains over weak links: the root must know most of it too
			k.write(&k.root, l.node.root)
			ra := k.aligner.align(s.words, k.root.words)
			if ra.matched < windowRun && ra.coverage(len(s.words)) < rootCoverage && !((strong(a) || a.run == len(s.words) && who == speakersSame) && l.firm) {
				continue
			}
		}
		score := cover + .001*float64(min(len(l.words), 400))
		if who == speakersSame {
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
func likesOf(nodes []node) map[int32][]int32 {
	out := map[int32][]int32{}
	for i := range nodes {
		if nodes[i].parent < 0 && nodes[i].like >= 0 {
			if r := nodes[nodes[i].like].root; r != int32(i) {
				out[r] = append(out[r], int32(i))
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

// clustersOf groups nodes by their root. It returns the nodes of one group
// behind those of another, each root before the others of its group, and the
// sizes of the groups; groups stand in the order of their first nodes.
func clustersOf(nodes []node) (members []int32, sizes []int) {
	next := make([]int32, len(nodes)) // how many nodes a root has, then where its next one goes
	for i := range nodes {
		next[nodes[i].root]++
	}
	members = make([]int32, len(nodes))
	met := make([]bool, len(nodes))
	at := int32(0)
	for i := range nodes {
		r := nodes[i].root
		if !met[r] {
			met[r] = true
			members[at] = r
			sizes = append(sizes, int(next[r]))
			at, next[r] = at+next[r], at+1
		}
		if r != int32(i) {
			members[next[r]] = int32(i)
			next[r]++
		}
	}
	return members, sizes
}
