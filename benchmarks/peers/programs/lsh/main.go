// Command lsh finds pairs with ekzhu/minhash-lsh, which chooses its bands for a
// threshold of Jaccard and reports what falls together in one.
//
//	lsh ARTICLES.jsonl PAIRS.tsv THRESHOLD
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"strconv"

	minhashlsh "github.com/ekzhu/minhash-lsh"

	"github.com/stemma-news/stemma/benchmarks/peers/corpus"
)

const minima = 128

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(articles, pairs, least string) error {
	threshold, err := strconv.ParseFloat(least, 64)
	if err != nil {
		return err
	}
	var ids []string
	var signatures [][]uint64
	var shingler corpus.Shingler
	index := minhashlsh.NewMinhashLSH64(minima, threshold)
	if err := corpus.Read(articles, func(a corpus.Article) error {
		m := minhashlsh.NewMinhash(1, minima)
		var b [8]byte
		for _, h := range shingler.Set(a.Text) {
			binary.LittleEndian.PutUint64(b[:], h)
			m.Push(b[:])
		}
		index.Add(len(ids), m.Signature())
		ids, signatures = append(ids, a.ID), append(signatures, m.Signature())
		return nil
	}); err != nil {
		return err
	}
	index.Index()
	file, err := os.Create(pairs)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	for b, signature := range signatures {
		for _, found := range index.Query(signature) {
			if a := found.(int); a < b && estimate(signatures[a], signature) >= threshold {
				fmt.Fprintf(out, "%s\t%s\n", ids[a], ids[b])
			}
		}
	}
	return out.Flush()
}

// estimate is the share of equal minima.
func estimate(x, y []uint64) float64 {
	n := 0
	for i := range x {
		if x[i] == y[i] {
			n++
		}
	}
	return float64(n) / float64(len(x))
}
