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
	join := similarity.NewJoin(similarity.JoinOptions{
		MinContainment: o.min(), FamilySize: crowdSize,
		Each: o.evenly,
	})
	shelf, err := readShelf(ctx, o, join, paths)
	if err != nil {
		return nil, err
	}
	defer shelf.close()
	f := overlapFinder{o: o, shelf: shelf, join: join, copies: map[int][]int{}, texts: map[int]article.Bare{}}
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
	shelf    *shelf
	join     *similarity.Join
	families []similarity.Family
	hotKeys  []similarity.HotKey
	copies   map[int][]int        // of the first of equal articles: all of them
	texts    map[int]article.Bare // where the words of hot keys can be read
}

func (f *overlapFinder) result(ctx context.Context, candidates []indexPair) (*Overlaps, error) {
	r := &Overlaps{
		Schema: Schema, Tool: Tool{Name: "stemma", Version: Version()}, Parameters: parameters(f.o),
		Pairs: []PairShare{}, Families: []Family{}, Findings: []Finding{},
	}
	for _, k := range f.hotKeys[:min(len(f.hotKeys), hotNamed)] {
		f.texts[k.Example] = article.Bare{}
	}
	pairs, err := f.counted(ctx, candidates)
	if err != nil {
		return nil, err
	}
	r.Pairs = append(r.Pairs, pairs...)
	r.Read = len(f.shelf.held) - f.shelf.changed
	r.Skipped = append([]Skipped{}, f.shelf.skipped...)
	f.addFamilies(r)
	f.addHotKeys(r)
	return r, nil
}

// sketchRoom is how many shingles of articles read again may lie in memory at
// once, a quarter of a gigabyte of them; more where the join, which is over by
// then, held sketchShare times as many.
const (
	sketchRoom  = 32 << 20
	sketchShare = 5
)

// counted compares the candidates. They are taken in their order, so many at a
// time as have room.
func (f *overlapFinder) counted(ctx context.Context, candidates []indexPair) ([]PairShare, error) {
	var listed []countedPair
	most := 0
	for i := range f.shelf.held {
		most += f.join.Size(i)
	}
	most = max(sketchRoom, most/sketchShare)
	for first := true; len(candidates) > 0 || first && len(f.texts) > 0; first = false {
		wanted, room, n := map[int]bool{}, most, 0
		if first {
			for i := range f.texts {
				wanted[i] = true
			}
		}
		for _, p := range candidates {
			for _, i := range []int{p.i, p.j} {
				if !wanted[i] {
					wanted[i] = true
					room -= f.join.Size(i)
				}
			}
			if room < 0 && n > 0 {
				break
			}
			n++
		}
		sketches, err := f.shelf.sketches(ctx, f.o, f.join, wanted, f.texts)
		if err != nil {
			return nil, err
		}
		for _, p := range f.compare(candidates[:n], sketches) {
			listed = f.appendTwins(listed, p)
		}
		candidates = candidates[n:]
	}
	listed = slices.DeleteFunc(f.appendCopies(listed), func(p countedPair) bool {
		return f.shelf.held[p.i].changed || f.shelf.held[p.j].changed
	})
	slices.SortFunc(listed, func(x, y countedPair) int { return compareIndexPairs(x.indexPair, y.indexPair) })
	out := make([]PairShare, len(listed))
	for k, p := range listed {
		out[k] = PairShare{
			A: f.shelf.id(p.i), B: f.shelf.id(p.j), Shared: p.overlap.Shared,
			Jaccard: round(p.overlap.Jaccard), AInB: round(p.overlap.AInB), BInA: round(p.overlap.BInA),
		}
	}
	return out, nil
}

// compare counts candidates, sorted by their first side, on all jobs and keeps
// what reaches the threshold, in the same order. Nothing is shared with an
// article that has changed and has no sketch.
func (f *overlapFinder) compare(candidates []indexPair, sketches map[int][]uint64) []countedPair {
	const each = 1 << 10
	parts := make([][]countedPair, (len(candidates)+each-1)/each)
	f.o.evenly(len(parts), func(k int) {
		var c similarity.Comparer
		held := -1
		for _, p := range candidates[k*each : min((k+1)*each, len(candidates))] {
			if p.i != held {
				c.Hold(sketches[p.i])
				held = p.i
			}
			if overlap := c.Compare(sketches[p.j]); overlap.Containment() >= f.o.min() {
				parts[k] = append(parts[k], countedPair{p, overlap})
			}
		}
	})
	return slices.Concat(parts...)
}

// countedPair is a pair with its exact numbers.
type countedPair struct {
	indexPair
	overlap similarity.Overlap
}

// candidatesOf lists what the join found, each once.
func candidatesOf(matches *similarity.Matches) []indexPair {
	var pairs []indexPair
	for p := range matches.Pairs() {
		pairs = append(pairs, indexPair{p.I, p.J})
	}
	slices.SortFunc(pairs, compareIndexPairs)
	return slices.Compact(pairs)
}

func compareIndexPairs(x, y indexPair) int {
	return cmp.Or(cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
}

// appendTwins appends a pair and those of the articles equal to its sides,
// where these are few.
func (f *overlapFinder) appendTwins(listed []countedPair, p countedPair) []countedPair {
	for _, i := range f.twins(p.i) {
		for _, j := range f.twins(p.j) {
			twin := countedPair{indexPair{i, j}, p.overlap}
			if i > j {
				twin = countedPair{indexPair{j, i}, mirrored(p.overlap)}
			}
			listed = append(listed, twin)
		}
	}
	return listed
}

func (f *overlapFinder) twins(i int) []int {
	if group := f.copies[i]; len(group) > 0 && len(group) <= crowdSize {
		return group
	}
	return []int{i}
}

func mirrored(o similarity.Overlap) similarity.Overlap {
	o.A, o.B, o.AInB, o.BInA = o.B, o.A, o.BInA, o.AInB
	return o
}

// appendCopies appends the pairs of equal articles: all of a few, of many those
// with the first.
func (f *overlapFinder) appendCopies(listed []countedPair) []countedPair {
	for _, group := range f.copies {
		n := f.join.Size(group[0])
		whole := similarity.Overlap{Shared: n, A: n, B: n, AInB: 1, BInA: 1, Jaccard: 1}
		firsts := group
		if len(group) > crowdSize {
			firsts = group[:1]
		}
		for k, i := range firsts {
			for _, j := range group[k+1:] {
				listed = append(listed, countedPair{indexPair{i, j}, whole})
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
