package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/stemma-news/stemma/benchmarks/peers/corpus"
)

// generatedArticles is the size of the generated archive, without its drafts.
const generatedArticles = 10000

// articles is the corpus as plain JSON Lines, so that no tool is measured by how
// it unpacks.
func (b *bench) articles(name string) (string, error) {
	path := b.path(name + ".jsonl")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	switch name {
	case "reuters":
		return path, b.unpack("reuters21578", path)
	case "allsides":
		return path, b.unpack("allsides", path)
	case "generated":
		data, err := filepath.Abs(b.data)
		if err != nil {
			return "", err
		}
		return path, b.tool(filepath.Join("..", ".."), "env", "STEMMA_DATA="+data, "go", "test", "./benchmarks", "-count=1",
			"-run", "TestWriteArchive", "-write-archive", path, "-articles", strconv.Itoa(generatedArticles))
	}
	return "", fmt.Errorf("no such corpus")
}

// unpack copies a packed file whole or not at all.
func (b *bench) unpack(folder, path string) error {
	packed, err := os.Open(filepath.Join(b.data, folder, "articles.jsonl.gz"))
	if err != nil {
		return err
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	out, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, plain); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// identical writes n articles of one text, an article of Reuters of middling
// length.
func (b *bench) identical(n int) (string, error) {
	from, err := b.articles("reuters")
	if err != nil {
		return "", err
	}
	const bytes = 2000
	var text string
	if err := corpus.Read(from, func(a corpus.Article) error {
		if text == "" && len(a.Text) > bytes {
			text = a.Text
		}
		return nil
	}); err != nil {
		return "", err
	}
	path := b.path(fmt.Sprintf("identical-%d.jsonl", n))
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	for i := range n {
		if err := json.NewEncoder(out).Encode(map[string]string{"id": fmt.Sprintf("copy-%06d", i), "text": text}); err != nil {
			return "", err
		}
	}
	return path, out.Flush()
}
