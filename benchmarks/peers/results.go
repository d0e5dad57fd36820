package main

import (
	"encoding/json"
	"os"
)

// result is what was measured of a contender on a corpus.
type result struct {
	cost
	score
}

// results are kept in a file after every run, since the whole takes long.
type results struct {
	path string
	Size map[string][2]int // articles and bytes of text by corpus
	Of   map[string]map[string]result
}

func (r *results) read(path string) error {
	r.path, r.Size, r.Of = path, map[string][2]int{}, map[string]map[string]result{}
	raw, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, r)
}

func (r *results) of(corpus, key string) (result, bool) {
	x, ran := r.Of[corpus][key]
	return x, ran
}

func (r *results) has(corpus, key string) bool { _, ran := r.of(corpus, key); return ran }

func (r *results) forget(corpus string) { delete(r.Of, corpus) }

func (r *results) size(corpus string, articles, bytes int) { r.Size[corpus] = [2]int{articles, bytes} }

func (r *results) add(corpus, key string, x result) error {
	if r.Of[corpus] == nil {
		r.Of[corpus] = map[string]result{}
	}
	r.Of[corpus][key] = x
	raw, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(r.path, raw, 0o666)
}
