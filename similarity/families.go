package similarity

import (
	"slices"
)

const (
	// familyJaccard is the least Jaccard similarity of a member and its leader.
	familyJaccard = .5
	// familyTries bounds how many leaders an article is compared with, so that
	// a corpus of texts that nearly agree costs no more than one that does.
	familyTries = 16
)

// gatherFamilies finds large sets of near-copies among the articles half of
// whose keys are held by FamilySize articles or more; nothing else can be in
// such a set. Signatures propose a leader, an exact comparison confirms it.
// It returns the leader of every article, itself where it is in no family.
func (j *Join) gatherFamilies(p *postings) (leader []int32, families []Family) {
	n := len(j.size)
	leader = make([]int32, n)
	for i := range leader {
		leader[i] = int32(i)
	}
	common := p.weigh(j.options, n, j.options.FamilySize)
	suspect := make([]bool, n)
	var suspects []int32
	for i := range suspect {
		if suspect[i] = common[i] > 0 && 2*common[i] >= j.size[i]; suspect[i] {
			suspects = append(suspects, int32(i))
		}
	}
	starts, classes := byArticle(p, j.options, suspect, p.inOrder(), byNumber)
	c := leaders{Join: j, postings: p, starts: starts, classes: classes, bands: map[uint64][]int32{}}
	members := make(map[int32][]int)
	const together = 1 << 12 // signatures made at once
	for ; len(suspects) > 0; suspects = suspects[min(together, len(suspects)):] {
		block := suspects[:min(together, len(suspects))]
		bands := make([][SignatureBands]uint64, len(block))
		j.options.Each(len(block), func(k int) { bands[k] = p.signature(c.of(block[k])).Bands() })
		for k, id := range block {
			l := c.leaderOf(id, bands[k])
			leader[id] = l
			members[l] = append(members[l], int(id))
		}
	}
	for i := range n {
		id := int32(i)
		switch m := members[id]; {
		case len(m) >= j.options.FamilySize:
			families = append(families, Family{Leader: i, Members: m})
		case leader[id] == id:
			for _, k := range m {
				leader[k] = int32(k)
			}
		}
	}
	return leader, families
}

// leaders finds the leader of one article after another.
type leaders struct {
	*Join
	postings *postings
	starts   []int64
	classes  []int32
	bands    map[uint64][]int32 // of the leaders so far, by the bands of their signatures
}

// of lists the classes of an article.
func (c *leaders) of(id int32) []int32 { return c.classes[c.starts[id]:c.starts[id+1]] }

// leaderOf finds an earlier leader of an article, or makes it one itself.
func (c *leaders) leaderOf(id int32, bands [SignatureBands]uint64) int32 {
	var tried [familyTries]int32
	n := 0
	for _, band := range bands {
		for _, l := range c.bands[band] {
			if slices.Contains(tried[:n], l) {
				continue
			}
			if n == familyTries {
				return c.lead(id, bands)
			}
			tried[n] = l
			n++
			both := c.postings.shared(c.of(id), c.of(l))
			if OverlapOf(both, int(c.size[id]), int(c.size[l])).Jaccard >= familyJaccard {
				return l
			}
		}
	}
	return c.lead(id, bands)
}

func (c *leaders) lead(id int32, bands [SignatureBands]uint64) int32 {
	for _, band := range bands {
		if l := c.bands[band]; len(l) < familyTries {
			c.bands[band] = append(l, id)
		}
	}
	return id
}

// signature is the signature of the keys of some classes.
func (p *postings) signature(classes []int32) Signature {
	var hashes []uint64
	for _, c := range classes {
		for k := range uint64(p.classes[c].weight) {
			hashes = append(hashes, mix(uint64(c)<<32|k))
		}
	}
	return NewSignature(hashes)
}

func sortGroups(groups [][]int) {
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
}
