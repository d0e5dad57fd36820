package main

import (
	"path/filepath"
	"slices"
)

// contender is a tool with its settings.
type contender struct {
	name      string
	settings  string
	measure   string  // what its threshold is about: jaccard or containment
	threshold float64 // from which it means to report a pair
	// command reads the articles and writes the pairs, as lines of two ids.
	command func(b *bench, articles, pairs string) []string
	without []string // corpora that it is left out of
	lists   bool     // prints stemma's JSON Lines instead of pairs
}

func (c contender) key() string { return c.name + ", " + c.settings }

func (c contender) leaves(corpus string) bool { return slices.Contains(c.without, corpus) }

// contenders are the tools, each at the settings that served it best: LSH with
// 32 bands of 4 for Jaccard .5, and 64 of 2 to reach lower overlaps.
var contenders = []contender{
	stemma("scan --only overlaps", "overlaps"),
	stemma("scan --only pairs: relations and passages too", "pairs"),
	program("exact program in Go", "all pairs, counted", "containment", .3, "exact", ".3"),
	program("go-minhash 2019-03", "Go, 32 bands of 4", "jaccard", .5, "minhash", "32", "4", ".5"),
	program("ekzhu/minhash-lsh 2017-12", "Go, Jaccard .5", "jaccard", .5, "lsh", ".5"),
	script("rensa 0.5.0", "32 bands of 4", "jaccard", .5, "rensa", "32", "4", ".5"),
	script("rensa 0.5.0", "64 bands of 2", "jaccard", .3, "rensa", "64", "2", ".3"),
	script("gaoya 0.2.2", "32 bands of 4", "jaccard", .5, "gaoya", "32", "4", ".5"),
	script("gaoya 0.2.2", "64 bands of 2", "jaccard", .3, "gaoya", "64", "2", ".3"),
	script("FastSketchLSH 1.0.1", "32 bands of 4", "jaccard", .5, "fastsketch", "32", "4", ".5"),
	script("datasketch 2.0.0", "MinHashLSH, Jaccard .5", "jaccard", .5, "datasketch", ".5"),
	script("datasketch 2.0.0", "MinHashLSH, Jaccard .3", "jaccard", .3, "datasketch", ".3").leaving("allsides"),
	script("datasketch 2.0.0", "LSH Ensemble, containment .3", "containment", .3, "ensemble", ".3"),
	script("sourmash 4.9.4", "scaled 8, containment .3", "containment", .3, "sourmash", "8", ".3"),
	script("SetSimilaritySearch 1.0.1", "exact, Jaccard .5", "jaccard", .5, "setsearch", ".5").leaving("allsides"),
	script("text-dedup 0.4.1", "MinHash verified, Jaccard .5, pairs of its clusters", "jaccard", .5, "text_dedup", ".5").leaving("allsides", "generated"),
}

// stemma is the program of this repository.
func stemma(settings, only string) contender {
	return contender{name: "stemma", settings: settings, measure: "containment", threshold: .3, lists: true,
		command: func(b *bench, articles, _ string) []string {
			return []string{b.path("bin", "stemma"), "scan", articles, "--only", only, "--format", "jsonl", "--quiet"}
		}}
}

// program is a contender in Go, one of programs/.
func program(name, settings, measure string, threshold float64, binary string, args ...string) contender {
	return contender{name: name, settings: settings, measure: measure, threshold: threshold,
		command: func(b *bench, articles, pairs string) []string {
			return append([]string{b.path("bin", binary), articles, pairs}, args...)
		}}
}

// script is a contender in Python, one of python/.
func script(name, settings, measure string, threshold float64, file string, args ...string) contender {
	environment := "python"
	if file == "text_dedup" {
		environment = "python-text-dedup" // it wants Python 3.12 and pins many packages
	}
	return contender{name: name, settings: settings, measure: measure, threshold: threshold,
		command: func(b *bench, articles, pairs string) []string {
			return append([]string{b.path(environment, "bin", "python"), filepath.Join("python", file+"_pairs.py"), articles, pairs}, args...)
		}}
}

// leaving leaves a slow tool out of some corpora.
func (c contender) leaving(corpora ...string) contender {
	c.without = corpora
	return c
}
