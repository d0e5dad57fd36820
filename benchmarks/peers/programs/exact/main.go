// Command exact prints every pair whose containment reaches a threshold, counted
// and not estimated: the plain program that anybody could write in an afternoon.
//
//	exact ARTICLES.jsonl PAIRS.tsv THRESHOLD
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/stemma-news/stemma/benchmarks/peers/corpus"
	"github.com/stemma-news/stemma/benchmarks/peers/exact"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(articles, pairs, threshold string) error {
	least, err := strconv.ParseFloat(threshold, 64)
	if err != nil {
		return err
	}
	var ids []string
	var sets [][]uint64
	var shingler corpus.Shingler
	if err := corpus.Read(articles, func(a corpus.Article) error {
		ids = append(ids, a.ID)
		sets = append(sets, shingler.Set(a.Text))
		return nil
	}); err != nil {
		return err
	}
	file, err := os.Create(pairs)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	exact.Pairs(sets, func(p exact.Pair) {
		if exact.Containment(p.Shared, len(sets[p.A]), len(sets[p.B])) >= least {
			fmt.Fprintf(out, "%s\t%s\n", ids[p.A], ids[p.B])
		}
	})
	return out.Flush()
}
