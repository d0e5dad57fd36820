package stemma

import (
	"context"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// sketchRoom is how many shingles of articles read again may lie in memory at
// once, a quarter of a gigabyte of them; more where the join, which is over by
// then, held sketchShare times as many.
const (
	sketchRoom  = 32 << 20
	sketchShare = 4
)

// count fills in what the candidates, sorted, share. The sketches of one block
// of articles after another are kept, as many as have room, and compared among
// themselves; then the later articles that have candidates in the block are read
// and compared with it, and not kept. So B blocks cost 2B readings, and nearly
// always there is one, whose articles are read once. Taken in their order instead,
// so many at a time as have room, the candidates of 62,500 articles under one
// footer cost 36 s of processor time and those of twice as many 315 s, since each
// article is a candidate with hundreds anywhere; this way 25 and 96 s, for four
// times the pairs.
func (f *overlapFinder) count(ctx context.Context, candidates []sharedPair) error {
	room := 0
	for i := range f.shelf.held {
		room += f.join.Size(i)
	}
	room = max(f.room, room/sketchShare)
	texts := f.texts
	for len(candidates) > 0 || len(texts) > 0 {
		b := f.nextBlock(candidates, room)
		if err := f.readBlock(ctx, &b, texts); err != nil {
			return err
		}
		f.countInside(&b)
		if err := f.countLater(ctx, &b); err != nil {
			return err
		}
		candidates, texts = candidates[len(b.pairs):], nil
	}
	return nil
}

// block is a stretch of articles, the candidates whose first side is one of
// them, and the sketches of those that have candidates in it.
type block struct {
	first, last int32 // articles: from first on, below last
	pairs       []sharedPair
	sketches    [][]uint64 // of the articles from first on; nil for one that has changed
}

// has reports whether an article lies in the block.
func (b *block) has(i int32) bool { return b.first <= i && i < b.last }

// nextBlock is the stretch from the first candidate on that has room.
func (f *overlapFinder) nextBlock(candidates []sharedPair, room int) block {
	named := make([]bool, len(f.shelf.held))
	for _, p := range candidates {
		named[p.i], named[p.j] = true, true
	}
	first := slices.Index(named, true)
	if first < 0 {
		return block{}
	}
	last := first
	for size := 0; last < len(named); last++ {
		if named[last] {
			size += f.join.Size(last)
		}
		if size > room && last > first {
			break
		}
	}
	n, _ := slices.BinarySearchFunc(candidates, int32(last), func(p sharedPair, last int32) int { return int(p.i - last) })
	return block{int32(first), int32(last), candidates[:n], make([][]uint64, last-first)}
}

// readBlock reads the sketches of a block, and the texts that are asked for.
func (f *overlapFinder) readBlock(ctx context.Context, b *block, texts map[int]article.Bare) error {
	named := make([]bool, len(f.shelf.held))
	for _, p := range b.pairs {
		named[p.i] = true
		named[p.j] = named[p.j] || b.has(p.j)
	}
	for i := range texts {
		named[i] = true
	}
	var mu sync.Mutex
	return f.shelf.sketches(ctx, f.o, f.join, placesOf(named), func(_, i int, sketch []uint64, bare article.Bare) {
		if b.has(int32(i)) {
			b.sketches[int32(i)-b.first] = slices.Clone(sketch)
		}
		mu.Lock()
		defer mu.Unlock()
		if _, ask := texts[i]; ask {
			texts[i] = bare
		}
	})
}

// placesOf lists where a flag is set.
func placesOf(flags []bool) []int32 {
	var places []int32
	for i, set := range flags {
		if set {
			places = append(places, int32(i))
		}
	}
	return places
}

// countInside compares the articles of a block, on all jobs: each with those that
// have fewer shingles, whose number a comparison costs. Nothing is shared with one
// that has changed and has no sketch.
func (f *overlapFinder) countInside(b *block) {
	const each = 1 << 10
	var inside []uint64 // the article with more, and the place of a pair
	for k, p := range b.pairs {
		if b.has(p.j) {
			more := p.i
			if f.join.Size(int(p.j)) > f.join.Size(int(p.i)) {
				more = p.j
			}
			inside = append(inside, uint64(more)<<32|uint64(k))
		}
	}
	similarity.SortHashes(inside)
	f.o.evenly((len(inside)+each-1)/each, func(part int) {
		var c similarity.Comparer
		held := int32(-1)
		for _, at := range inside[part*each : min((part+1)*each, len(inside))] {
			p, more := &b.pairs[uint32(at)], int32(at>>32)
			if more != held {
				c.Hold(b.sketches[more-b.first])
				held = more
			}
			p.shared = int32(c.Compare(b.sketches[p.i+p.j-more-b.first]).Shared)
		}
	})
}

// countLater compares the articles of a block with those that come after it.
func (f *overlapFinder) countLater(ctx context.Context, b *block) error {
	var later []uint64 // an article, and the place of a pair
	named := make([]bool, len(f.shelf.held))
	for k, p := range b.pairs {
		if !b.has(p.j) {
			later = append(later, uint64(p.j)<<32|uint64(k))
			named[p.j] = true
		}
	}
	if len(later) == 0 {
		return nil
	}
	similarity.SortHashes(later)
	comparers := make([]similarity.Comparer, f.o.jobs())
	return f.shelf.sketches(ctx, f.o, f.join, placesOf(named), func(worker, j int, sketch []uint64, _ article.Bare) {
		c := &comparers[worker]
		c.Hold(sketch)
		k, _ := slices.BinarySearch(later, uint64(j)<<32)
		for ; k < len(later) && later[k]>>32 == uint64(j); k++ {
			p := &b.pairs[uint32(later[k])]
			p.shared = int32(c.Compare(b.sketches[p.i-b.first]).Shared)
		}
	})
}
