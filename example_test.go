package stemma_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/stemma-news/stemma"
)

func Example() {
	folder, err := os.MkdirTemp("", "stemma-example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	if err := os.CopyFS(folder, stemma.Samples()); err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	archive, err := stemma.Open(ctx, stemma.Options{}, folder)
	if err != nil {
		log.Fatal(err)
	}
	result, err := archive.Scan(ctx, stemma.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range result.Pairs {
		if p.Relation == "rewrite" {
			fmt.Printf("%s %s %s\n", p.A, p.Relation, p.B)
		}
	}
	// Output: gondola-courier.md rewrite gondola-peak24.html
}
