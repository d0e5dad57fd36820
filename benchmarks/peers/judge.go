package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/stemma-news/stemma/benchmarks/peers/corpus"
	"github.com/stemma-news/stemma/benchmarks/peers/exact"
)

// bins are the lower ends of the ranges of containment that recall is shown for.
var bins = []float64{.3, .5, .7, .9}

// fewestShared is the number of shared shingles below which a pair is not asked
// for: a phrase is no overlap.
const fewestShared = 20

// tolerance is how far below its threshold a reported pair may lie, so that an
// estimate is not counted wrong for its last digit.
const tolerance = .05

// score is what a contender's pairs are worth.
type score struct {
	Pairs, Right  int
	Found, Asked  []int // by bin
	Equal, Equals int   // found and asked: pairs of Jaccard .5 and more
}

// truth is a corpus, counted.
type truth struct {
	number map[string]int
	sets   [][]uint64
	bin    map[[2]int]int  // of the pairs that are asked for
	half   map[[2]int]bool // pairs of Jaccard .5 and more
	bytes  int             // of text
}

// newTruth counts all pairs of a corpus.
func newTruth(articles string) (*truth, error) {
	t := &truth{number: map[string]int{}, bin: map[[2]int]int{}, half: map[[2]int]bool{}}
	var shingler corpus.Shingler
	if err := corpus.Read(articles, func(a corpus.Article) error {
		t.number[a.ID] = len(t.sets)
		t.sets = append(t.sets, shingler.Set(a.Text))
		t.bytes += len(a.Text)
		return nil
	}); err != nil {
		return nil, err
	}
	exact.Pairs(t.sets, func(p exact.Pair) {
		x, y := len(t.sets[p.A]), len(t.sets[p.B])
		if exact.Jaccard(p.Shared, x, y) >= .5 {
			t.half[[2]int{p.A, p.B}] = true
		}
		if c := exact.Containment(p.Shared, x, y); p.Shared >= fewestShared && c >= bins[0] {
			t.bin[[2]int{p.A, p.B}] = binOf(c)
		}
	})
	return t, nil
}

func binOf(containment float64) int {
	bin := 0
	for i, least := range bins {
		if containment >= least {
			bin = i
		}
	}
	return bin
}

// judge scores every contender that has run on a corpus.
func (b *bench) judge(name, articles string) error {
	var t *truth
	for _, c := range contenders {
		r, ran := b.done.of(name, c.key())
		if !ran || r.score.Asked != nil {
			continue
		}
		if t == nil {
			log.Printf("%s: counting all pairs", name)
			var err error
			if t, err = newTruth(articles); err != nil {
				return err
			}
			b.done.size(name, len(t.sets), t.bytes)
		}
		pairs, err := c.read(b.pairsOf(name, c))
		if err != nil {
			return err
		}
		if r.score, err = t.score(c, pairs); err != nil {
			return fmt.Errorf("%s: %w", c.key(), err)
		}
		if err := b.done.add(name, c.key(), r); err != nil {
			return err
		}
	}
	return nil
}

// score counts what was found and what is right.
func (t *truth) score(c contender, pairs [][2]string) (score, error) {
	s := score{Found: make([]int, len(bins)), Asked: make([]int, len(bins)), Equals: len(t.half)}
	for _, bin := range t.bin {
		s.Asked[bin]++
	}
	seen := map[[2]int]bool{}
	for _, ids := range pairs {
		a, known := t.number[ids[0]]
		z, alsoKnown := t.number[ids[1]]
		if !known || !alsoKnown || a == z {
			return s, fmt.Errorf("no pair of articles: %q", ids)
		}
		p := [2]int{min(a, z), max(a, z)}
		if seen[p] {
			continue
		}
		seen[p] = true
		s.Pairs++
		shared, x, y := exact.Shared(t.sets[a], t.sets[z]), len(t.sets[a]), len(t.sets[z])
		value := exact.Jaccard(shared, x, y)
		if c.measure == "containment" {
			value = exact.Containment(shared, x, y)
		}
		if value >= c.threshold-tolerance {
			s.Right++
		}
		if bin, asked := t.bin[p]; asked {
			s.Found[bin]++
		}
		if t.half[p] {
			s.Equal++
		}
	}
	return s, nil
}

// read reads the pairs that a contender wrote. Of stemma's it takes those that
// it lists for their overlap: the others are there for another reason, such as a
// rewrite with little wording in common.
func (c contender) read(path string) ([][2]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var pairs [][2]string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<30)
	for lines.Scan() {
		if !c.lists {
			a, z, _ := strings.Cut(lines.Text(), "\t")
			pairs = append(pairs, [2]string{a, z})
			continue
		}
		if !strings.HasPrefix(lines.Text(), `{"type":"pair"`) {
			continue
		}
		var p struct {
			A, B string
			AInB float64 `json:"a_in_b"`
			BInA float64 `json:"b_in_a"`
		}
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if max(p.AInB, p.BInA) >= c.threshold {
			pairs = append(pairs, [2]string{p.A, p.B})
		}
	}
	return pairs, lines.Err()
}
