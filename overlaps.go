package stemma

import (
	"cmp"
	"context"
	"slices"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// Overlaps is what FindOverlaps found: numbers of pairs and nothing that a
// person must judge.
type Overlaps struct {
	Schema     int         `json:"schema"`
	Tool       Tool        `json:"tool"`
	Parameters Parameters  `json:"parameters"`
	Read       int         `json:"read"` // articles
	Pairs      []PairShare `json:"pairs"`
	// Families are the sets of near-copies so large that their pairs are not
	// all listed: those of its first article with each of the others are.
	Families []Family `json:"families"`
	// Findings name the wordings too common to find pairs by.
	Findings []Finding `json:"findings"`
	Skipped  []Skipped `json:"skipped"`
}

// PairShare is the overlap of two articles; A < B by bytes of the id. Its
// numbers are those that a Pair has.
type PairShare struct {
	A        string  `json:"a"`
	B        string  `json:"b"`
	Relation *string `json:"relation"` // nil: nobody looked
	Shared   int     `json:"shared"`   // distinct shingles that both hold
	Jaccard  float64 `json:"jaccard"`
	AInB     float64 `json:"a_in_b"`
	BInA     float64 `json:"b_in_a"`
}

// FindOverlaps lists every pair of articles under the paths whose containment
// is o.Min and more. It takes no article apart and keeps no text: articles are
// read once for their shingles, and those of the pairs found a second time to
// count exactly, so that 37,000 articles take some three seconds of processor time
// and a million fit into a few gigabytes. What a pair is, who was first and what was quoted is Scan's
// to say.
func FindOverlaps(ctx context.Context, o Options, paths ...string) (*Overlaps, error) {
	return findOverlaps(ctx, o, sketchRoom, paths)
}

// findOverlaps is FindOverlaps with room for so many shingles of articles read
// again.
func findOverlaps(ctx context.Context, o Options, room int, paths []string) (*Overlaps, error) {
	join := similarity.NewJoin(similarity.JoinOptions{
		MinContainment: o.min(), FamilySize: crowdSize,
		Each: o.evenly,
	})
	shelf, err := readShelf(ctx, o, join, paths)
	if err != nil {
		return nil, err
	}
	defer shelf.close()
	f := overlapFinder{o: o, room: room, shelf: shelf, join: join, copies: map[int][]int{}, texts: map[int]article.Bare{}}
	for _, group := range join.Copies() {
		f.copies[group[0]] = group
	}
	matches := join.Matches()
	f.families, f.hotKeys = matches.Families, matches.HotKeys
	candidates := candidatesOf(matches)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f.result(ctx, candidates)
}

// overlapFinder turns the candidates of a join into pairs counted exactly.
type overlapFinder struct {
	o        Options
	room     int // shingles of articles read again that may lie in memory; more where there are many
	shelf    *shelf
	join     *similarity.Join
	families []similarity.Family
	hotKeys  []similarity.HotKey
	copies   map[int][]int        // of the first of equal articles: all of them
	texts    map[int]article.Bare // where the words of hot keys can be read
}

func (f *overlapFinder) result(ctx context.Context, candidates []sharedPair) (*Overlaps, error) {
	r := &Overlaps{
		Schema: Schema, Tool: Tool{Name: "stemma", Version: Version()}, Parameters: parameters(f.o),
		Families: []Family{}, Findings: []Finding{},
	}
	for _, k := range f.hotKeys[:min(len(f.hotKeys), hotNamed)] {
		f.texts[k.Example] = article.Bare{}
	}
	if err := f.count(ctx, candidates); err != nil {
		return nil, err
	}
	r.Pairs = f.listed(candidates)
	r.Read = len(f.shelf.held) - f.shelf.changed
	r.Skipped = append([]Skipped{}, f.shelf.skipped...)
	f.addFamilies(r)
	f.addHotKeys(r)
	return r, nil
}

// sharedPair is a pair of articles by their numbers, i < j, and how many
// distinct shingles both hold. There may be tens of millions.
type sharedPair struct{ i, j, shared int32 }

func comparePlaces(x, y sharedPair) int {
	return cmp.Or(cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
}

// candidatesOf lists what the join found, each once, in the order of the
// articles. What they share is not counted yet.
func candidatesOf(matches *similarity.Matches) []sharedPair {
	var places []uint64
	for p := range matches.Pairs() {
		places = append(places, uint64(p.I)<<32|uint64(p.J))
	}
	similarity.SortHashes(places)
	places = slices.Compact(places)
	pairs := make([]sharedPair, len(places))
	for k, p := range places {
		pairs[k] = sharedPair{i: int32(p >> 32), j: int32(p)}
	}
	return pairs
}

// listed are the pairs that reach the threshold, those of equal articles among
// them.
func (f *overlapFinder) listed(counted []sharedPair) []PairShare {
	var listed []sharedPair
	for _, p := range counted {
		if f.overlap(p).Containment() >= f.o.min() {
			listed = f.appendTwins(listed, p)
		}
	}
	listed = slices.DeleteFunc(f.appendCopies(listed), func(p sharedPair) bool {
		return f.shelf.held[p.i].changed || f.shelf.held[p.j].changed
	})
	slices.SortFunc(listed, comparePlaces)
	ids := make([]string, len(f.shelf.held))
	id := func(i int32) string {
		if ids[i] == "" {
			ids[i] = f.shelf.id(int(i))
		}
		return ids[i]
	}
	out := make([]PairShare, len(listed))
	for k, p := range listed {
		overlap := f.overlap(p)
		out[k] = PairShare{
			A: id(p.i), B: id(p.j), Shared: overlap.Shared,
			Jaccard: round(overlap.Jaccard), AInB: round(overlap.AInB), BInA: round(overlap.BInA),
		}
	}
	return out
}

func (f *overlapFinder) overlap(p sharedPair) similarity.Overlap {
	return similarity.OverlapOf(int(p.shared), f.join.Size(int(p.i)), f.join.Size(int(p.j)))
}

// appendTwins appends a pair and those of the articles equal to its sides,
// where these are few.
func (f *overlapFinder) appendTwins(listed []sharedPair, p sharedPair) []sharedPair {
	for _, i := range f.twins(p.i) {
		for _, j := range f.twins(p.j) {
			listed = append(listed, sharedPair{int32(min(i, j)), int32(max(i, j)), p.shared})
		}
	}
	return listed
}

func (f *overlapFinder) twins(i int32) []int {
	if group := f.copies[int(i)]; len(group) > 0 && len(group) <= crowdSize {
		return group
	}
	return []int{int(i)}
}

// appendCopies appends the pairs of equal articles: all of a few, of many those
// with the first.
func (f *overlapFinder) appendCopies(listed []sharedPair) []sharedPair {
	for _, group := range f.copies {
		whole := int32(f.join.Size(group[0]))
		firsts := group
		if len(group) > crowdSize {
			firsts = group[:1]
		}
		for k, i := range firsts {
			for _, j := range group[k+1:] {
				listed = append(listed, sharedPair{int32(i), int32(j), whole})
			}
		}
	}
	return listed
}

// addFamilies lists the sets of which not all pairs are.
func (f *overlapFinder) addFamilies(r *Overlaps) {
	in := map[int]bool{}
	add := func(members []int) {
		members = slices.DeleteFunc(members, func(i int) bool { return f.shelf.held[i].changed })
		slices.Sort(members)
		family := Family{ID: f.shelf.id(members[0]), Edges: []Edge{}, Lost: []Lost{}}
		for _, i := range members {
			family.Articles = append(family.Articles, f.shelf.id(i))
			in[i] = true
		}
		r.Families = append(r.Families, family)
	}
	for _, family := range f.families {
		var members []int
		for _, i := range family.Members {
			members = append(members, orSelf(f.copies, i)...)
		}
		add(members)
	}
	for first, group := range f.copies {
		if len(group) > crowdSize && !in[first] {
			add(slices.Clone(group))
		}
	}
	slices.SortFunc(r.Families, func(x, y Family) int { return cmp.Compare(x.ID, y.ID) })
}

// addHotKeys names the wordings that proposed no pair, with one place each.
func (f *overlapFinder) addHotKeys(r *Overlaps) {
	for _, k := range f.hotKeys[:min(len(f.hotKeys), hotNamed)] {
		b := f.texts[k.Example]
		if finding, found := hotKeyFinding(k, len(f.hotKeys), b.ID, b.Text, article.Tokens(b.Text, b.Skip)); found {
			r.Findings = append(r.Findings, finding)
		}
	}
}
