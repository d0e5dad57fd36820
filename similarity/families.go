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
	common := make([]int32, n)
	for c, weight := range p.weight {
		if ids := p.articles(int32(c)); len(ids) >= j.options.FamilySize {
			for _, id := range ids {
				common[id] += weight
			}
		}
	}
	suspect := func(id int32) bool { return common[id] > 0 && 2*common[id] >= j.size[id] }
	starts, classes := p.byArticle(n, p.inOrder(), suspect)
	bands := make(map[uint64][]int32)
	members := make(map[int32][]int)
	for i := range n {
		id := int32(i)
		if !suspect(id) {
			continue
		}
		own := classes[starts[id]:starts[id+1]]
		keys := p.signature(own).Bands()
		found := int32(-1)
		tried := make([]int32, 0, familyTries)
		for b := 0; b < len(keys) && found < 0 && len(tried) < familyTries; b++ {
			for _, l := range bands[keys[b]] {
				if slices.Contains(tried, l) {
					continue
				}
				if tried = append(tried, l); len(tried) > familyTries {
					break
				}
				both := p.shared(own, classes[starts[l]:starts[l+1]])
				if overlapOf(both, int(j.size[id]), int(j.size[l])).Jaccard >= familyJaccard {
					found = l
					break
				}
			}
		}
		if found >= 0 {
			leader[id] = found
			members[found] = append(members[found], i)
			continue
		}
		members[id] = []int{i}
		for _, k := range keys {
			if l := bands[k]; len(l) < familyTries {
				bands[k] = append(l, id)
			}
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

// signature is the signature of the keys of some classes.
func (p *postings) signature(classes []int32) Signature {
	var hashes []uint64
	for _, c := range classes {
		for k := range uint64(p.weight[c]) {
			hashes = append(hashes, mix(uint64(c)<<32|k))
		}
	}
	return NewSignature(hashes)
}

func sortGroups(groups [][]int) {
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
}
