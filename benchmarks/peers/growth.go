package main

import (
	"fmt"
	"log"
	"slices"
)

// copies are the sizes at which identical articles are counted.
var copies = []int{1000, 2000, 4000}

// growing are the contenders that the growth is measured of.
var growing = []string{"stemma", "exact program in Go", "go-minhash 2019-03", "rensa 0.5.0", "gaoya 0.2.2", "FastSketchLSH 1.0.1", "datasketch 2.0.0"}

// growth measures what identical articles cost, where each new one pairs with
// all before it.
func (b *bench) growth() error {
	for _, n := range copies {
		articles, err := b.identical(n)
		if err != nil {
			return err
		}
		part := fmt.Sprint("identical ", n)
		for _, c := range contenders {
			if !slices.Contains(growing, c.name) || !b.only.MatchString(c.key()) || b.done.has(part, c.key()) || c.threshold == .3 && c.measure == "jaccard" || c.name == "datasketch 2.0.0" && c.measure == "containment" {
				continue
			}
			cost, err := b.measure(c, articles, b.pairsOf(part, c))
			if err != nil {
				return err
			}
			log.Printf("%s: %s: %.1f s", part, c.key(), cost.Processor)
			if err := b.done.add(part, c.key(), result{cost: cost}); err != nil {
				return err
			}
		}
	}
	return nil
}
