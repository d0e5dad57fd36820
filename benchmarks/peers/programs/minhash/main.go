// Command minhash finds pairs with dgryski/go-minhash: 128 minima, bands of
// them in a map, and the estimate of the signatures against a threshold.
//
//	minhash ARTICLES.jsonl PAIRS.tsv BANDS ROWS THRESHOLD
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/dgryski/go-minhash"

	"github.com/stemma-news/stemma/benchmarks/peers/corpus"
)

// The shingles are hashes already; the library takes bytes and two hashes of
// them, so these are the cheapest that will do.
func first(b []byte) uint64  { return binary.LittleEndian.Uint64(b) }
func second(b []byte) uint64 { return corpus.Mix(binary.LittleEndian.Uint64(b)) | 1 }

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	bands, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	rows, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	threshold, err := strconv.ParseFloat(args[4], 64)
	if err != nil {
		return err
	}
	var ids []string
	var signatures []*minhash.MinWise
	var shingler corpus.Shingler
	if err := corpus.Read(args[0], func(a corpus.Article) error {
		m := minhash.NewMinWise(first, second, bands*rows)
		var b [8]byte
		for _, h := range shingler.Set(a.Text) {
			binary.LittleEndian.PutUint64(b[:], h)
			m.Push(b[:])
		}
		ids, signatures = append(ids, a.ID), append(signatures, m)
		return nil
	}); err != nil {
		return err
	}
	file, err := os.Create(args[1])
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	buckets := make([]map[uint64][]int32, bands)
	for i := range buckets {
		buckets[i] = map[uint64][]int32{}
	}
	seen := make([]int32, len(ids)) // the last article that each was compared with, plus one
	for b, m := range signatures {
		signature := m.Signature()
		for i, bucket := range buckets {
			key := uint64(i)
			for _, v := range signature[i*rows : (i+1)*rows] {
				key = corpus.Mix(key ^ v)
			}
			for _, a := range bucket[key] {
				if seen[a] != int32(b)+1 {
					seen[a] = int32(b) + 1
					if m.Similarity(signatures[a]) >= threshold {
						fmt.Fprintf(out, "%s\t%s\n", ids[a], ids[b])
					}
				}
			}
			bucket[key] = append(bucket[key], int32(b))
		}
	}
	return out.Flush()
}
