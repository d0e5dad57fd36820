// Command peers compares stemma with the tools that one would take instead, on
// the same articles, from their text to the pairs found. README.md says how.
//
//	go run . [-scratch DIR] [-data DIR] [-corpora reuters,generated,allsides,growth] [-update]
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("peers: ")
	scratch := flag.String("scratch", filepath.Join(os.TempDir(), "stemma-peers"), "folder for tools, corpora and what was measured; a run goes on where the last one stopped")
	data := flag.String("data", defaultData(), "folder of the corpora, as benchmarks/README.md describes it")
	corpora := flag.String("corpora", "reuters,generated,allsides,growth", "which parts to run; none only installs")
	core := flag.Int("core", 0, "the core that every tool is bound to")
	tools := flag.String("tools", "", "run only tools whose name and settings match this regular expression; the others keep what was measured")
	fresh := flag.Bool("fresh", false, "measure again what was measured before")
	machine := flag.String("machine", "", "what to call this machine in the results")
	update := flag.Bool("update", false, "write results.md")
	flag.Parse()
	only, err := regexp.Compile(*tools)
	if err != nil {
		log.Fatal(err)
	}
	b := &bench{scratch: *scratch, data: *data, core: *core, machine: *machine, only: only}
	parts := strings.FieldsFunc(*corpora, func(r rune) bool { return r == ',' })
	if err := b.run(parts, *fresh, *update); err != nil {
		log.Fatal(err)
	}
}

// defaultData is where the other benchmarks look for their data.
func defaultData() string {
	if dir := os.Getenv("STEMMA_DATA"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// bench is one run of the comparison.
type bench struct {
	scratch, data string
	core          int
	machine       string
	only          *regexp.Regexp
	done          results
}

func (b *bench) path(name ...string) string {
	return filepath.Join(append([]string{b.scratch}, name...)...)
}

func (b *bench) run(corpora []string, fresh, update bool) error {
	var err error
	if b.scratch, err = filepath.Abs(b.scratch); err != nil {
		return err
	}
	if err := os.MkdirAll(b.path("pairs"), 0o777); err != nil {
		return err
	}
	if err := b.done.read(b.path("results.json")); err != nil {
		return err
	}
	if err := b.install(); err != nil {
		return err
	}
	for _, name := range corpora {
		if fresh {
			b.done.forget(name)
		}
		if name == "growth" {
			err = b.growth()
		} else {
			err = b.compare(name)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	text := b.report()
	fmt.Print(text)
	if update {
		return os.WriteFile("results.md", []byte(text), 0o644)
	}
	return nil
}

// compare runs every contender on one corpus and judges what it found.
func (b *bench) compare(corpus string) error {
	articles, err := b.articles(corpus)
	if err != nil {
		return err
	}
	for _, c := range contenders {
		if c.leaves(corpus) || !b.only.MatchString(c.key()) || b.done.has(corpus, c.key()) {
			continue
		}
		cost, err := b.measure(c, articles, b.pairsOf(corpus, c))
		if err != nil {
			return err
		}
		log.Printf("%s: %s %s: %.1f s", corpus, c.name, c.settings, cost.Processor)
		if err := b.done.add(corpus, c.key(), result{cost: cost}); err != nil {
			return err
		}
	}
	return b.judge(corpus, articles)
}

// pairsOf is the file that a contender's pairs of a corpus go to.
func (b *bench) pairsOf(corpus string, c contender) string {
	return b.path("pairs", corpus+"-"+strings.NewReplacer(" ", "-", "/", "-", ",", "").Replace(c.key())+".tsv")
}
