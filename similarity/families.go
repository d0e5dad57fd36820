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
	n := j.Len()
	leader = make([]int32, n)
	for i := range leader {
		leader[i] = int32(i)
	}
	common := make([]int32, n)
	for g := range p.keys {
		if ids := p.articles(int32(g)); len(ids) >= j.options.FamilySize {
			for _, id := range ids {
				common[id]++
			}
		}
	}
	suspect := func(id int32) bool { return common[id] > 0 && 2*common[id] >= j.size[id] }
	starts, groups := p.byArticle(n, suspect)
	bands := make(map[uint64][]int32)
	members := make(map[int32][]int)
	for i := range n {
		id := int32(i)
		if !suspect(id) {
			continue
		}
		own := groups[starts[id]:starts[id+1]]
		keys := signatureOf(own).Bands()
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
				both := sharedGroups(own, groups[starts[l]:starts[l+1]])
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

// signatureOf is the signature of a set of groups.
func signatureOf(groups []int32) Signature {
	hashes := make([]uint64, len(groups))
	for i, g := range groups {
		hashes[i] = mix(uint64(g))
	}
	return NewSignature(hashes)
}

func sharedGroups(a, b []int32) int {
	n, i, k := 0, 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			n, i, k = n+1, i+1, k+1
		}
	}
	return n
}

// collapse lets every family post its keys once, under its leader, and drops
// the keys that then have one holder.
func (p *postings) collapse(leader []int32) *postings {
	out := &postings{starts: []int64{0}}
	for g := range p.keys {
		start := len(out.ids)
		for _, id := range p.articles(int32(g)) {
			out.ids = append(out.ids, leader[id])
		}
		ids := out.ids[start:]
		slices.Sort(ids)
		ids = slices.Compact(ids)
		if len(ids) < 2 {
			out.ids = out.ids[:start]
			continue
		}
		out.ids = out.ids[:start+len(ids)]
		out.starts = append(out.starts, int64(len(out.ids)))
		out.keys = append(out.keys, p.keys[g])
	}
	return out
}

func sortGroups(groups [][]int) {
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
}
