package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/stemma-news/stemma"
)

// listing is what one run of the hook is about.
type listing struct {
	pages  []stemma.Page // all articles that the repository tracks
	drafts []stemma.Page // those asked about
}

// list finds the articles of the repository and those that are asked about: the
// named files, or without names what is staged. What the policy does not cover
// is passed over, named or not.
func (r *repository) list(p *stemma.Policy, names []string) (*listing, error) {
	all, err := r.tracked()
	if err != nil {
		return nil, err
	}
	covers, err := r.covering(p)
	if err != nil {
		return nil, err
	}
	sums := make(map[string]string, len(all))
	var l listing
	for _, page := range all {
		sums[page.Path] = page.Sum
		if covers(page.Path) {
			l.pages = append(l.pages, page)
		}
	}
	var asked map[string]bool
	if len(names) == 0 {
		asked, err = r.staged()
	} else {
		asked, err = r.named(names, sums)
	}
	if err != nil {
		return nil, err
	}
	for _, page := range l.pages {
		if asked[page.Path] {
			if page, err = r.draft(page, len(names) > 0); err != nil {
				return nil, err
			}
			l.drafts = append(l.drafts, page)
			delete(asked, page.Path)
		}
	}
	return &l, r.untracked(&l, asked, sums, covers)
}

// covering is the policy's Covers for paths from the repository's root.
func (r *repository) covering(p *stemma.Policy) (func(string) bool, error) {
	base := p.Root
	if full, err := filepath.EvalSymlinks(base); err == nil {
		base = full
	}
	below, err := filepath.Rel(r.root, base)
	if err != nil {
		return nil, err
	}
	if below == "." {
		return p.Covers, nil
	}
	prefix := filepath.ToSlash(below) + "/"
	return func(path string) bool {
		rel, inside := strings.CutPrefix(path, prefix)
		return inside && p.Covers(rel)
	}, nil
}

// named turns the names of the command line into paths from the root. Runners
// give them relative or absolute, with slashes of either kind; a folder stands
// for what is tracked in it.
func (r *repository) named(names []string, sums map[string]string) (map[string]bool, error) {
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if full, err := filepath.EvalSymlinks(here); err == nil {
		here = full
	}
	asked := map[string]bool{}
	for _, name := range names {
		rel, err := r.relative(here, name)
		if err != nil {
			return nil, err
		}
		if _, held := sums[rel]; !held && runtime.GOOS != "windows" && strings.Contains(name, `\`) {
			if other, err := r.relative(here, strings.ReplaceAll(name, `\`, "/")); err == nil && sums[other] != "" {
				rel = other
			}
		}
		info, err := os.Stat(r.file(rel))
		switch {
		case err == nil && info.IsDir():
			for path := range sums {
				if rel == "." || strings.HasPrefix(path, rel+"/") {
					asked[path] = true
				}
			}
		case err != nil && sums[rel] == "":
			return nil, fmt.Errorf("%s is neither in the work tree nor in git's index", name)
		default:
			asked[rel] = true
		}
	}
	return asked, nil
}

// relative is a name as a path from the root.
func (r *repository) relative(here, name string) (string, error) {
	full := name
	if !filepath.IsAbs(full) {
		full = filepath.Join(here, full)
	}
	rel, err := filepath.Rel(r.root, full)
	if err != nil || !filepath.IsLocal(rel) {
		// The name may lead through a link to the work tree.
		if folder, linkErr := filepath.EvalSymlinks(filepath.Dir(full)); linkErr == nil {
			rel, err = filepath.Rel(r.root, filepath.Join(folder, filepath.Base(full)))
		}
	}
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s lies outside the repository %s", name, r.root)
	}
	return path.Clean(filepath.ToSlash(rel)), nil
}

// draft decides which state of a tracked file is asked about. It is the staged
// one; but a file that was named, has nothing staged and differs in the work
// tree was named for what lies there.
func (r *repository) draft(page stemma.Page, named bool) (stemma.Page, error) {
	if !named {
		return page, nil
	}
	data, err := r.read(page.Path)
	if err != nil || sumOf(data, page.Sum) == page.Sum {
		return page, nil
	}
	literal := ":(literal)" + page.Path
	changed, err := r.paths("diff-files", "-z", "--name-only", "--", literal)
	if err != nil || !changed[page.Path] { // line ends or filters, no change
		return page, err
	}
	committed, err := r.git("ls-tree", "-z", "HEAD", "--", page.Path)
	if err != nil || !strings.Contains(string(committed), page.Sum) {
		return page, nil // staged, and changed again since
	}
	return r.fromDisk(page.Path, data, page.Sum), nil
}

// fromDisk is a page whose content git does not hold.
func (r *repository) fromDisk(path string, data []byte, example string) stemma.Page {
	p := stemma.Page{Path: path, Sum: sumOf(data, example)}
	r.disk[p.Sum] = data
	return p
}

// untracked adds the named files that git does not track.
func (r *repository) untracked(l *listing, asked map[string]bool, sums map[string]string, covers func(string) bool) error {
	for _, path := range sortedNames(asked) {
		if sums[path] != "" || !covers(path) {
			continue
		}
		info, err := os.Lstat(r.file(path))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		data, err := r.read(path)
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		l.drafts = append(l.drafts, r.fromDisk(path, data, ""))
	}
	return nil
}
