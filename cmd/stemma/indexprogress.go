package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// withRate adds to the progress of a long job how many articles it does a second
// and, where their number is known, how long it will take.
func withRate(progress func(string, int, int), total int) func(string, int, int) {
	started := time.Now()
	return func(stage string, done, _ int) {
		took := time.Since(started)
		if took < time.Second {
			progress(stage, done, total)
			return
		}
		rate := float64(done) / took.Seconds()
		text := fmt.Sprintf("%.0f a second", rate)
		left := total
		if done > total { // records in files: more articles than files
			left = 0
		}
		if left > 0 && rate > 0 {
			text += ", " + time.Duration(float64(left-done)/rate*float64(time.Second)).Round(time.Second).String() + " left"
		}
		progress(fmt.Sprintf("%s (%s)", stage, text), done, left)
	}
}

// countFiles is the number of files under the paths, 0 where one of them holds
// any number of articles.
func countFiles(paths []string) int {
	n := 0
	for _, p := range paths {
		if p == "-" {
			return 0
		}
		stream := false
		err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			name := strings.ToLower(d.Name())
			for _, ext := range []string{".jsonl", ".ndjson", ".gz", ".zst", ".warc", ".xml", ".csv", ".tsv"} {
				stream = stream || strings.HasSuffix(name, ext)
			}
			n++
			if stream {
				return filepath.SkipAll
			}
			return nil
		})
		if _, absent := os.Stat(p); err != nil || absent != nil || stream {
			return 0
		}
	}
	return n
}
