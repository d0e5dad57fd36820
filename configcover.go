package stemma

import (
	"path/filepath"
	"strings"
)

// defaultContent are the files of which each is one article.
var defaultContent = []string{"*.md", "*.markdown", "*.mdown", "*.mdx", "*.html", "*.htm", "*.xhtml", "*.txt"}

// Files and folders in a content repository that are no articles. File names
// are held without extension and whatever their case, and as a whole:
// history.md is no article, history-of-the-ferry.md is one.
var (
	noArticles = wordsOf("changelog changes history contributing contributors license licence copying notice authors maintainers " +
		"governance codeowners code_of_conduct code-of-conduct security support install todo pull_request_template issue_template " +
		"claude agents gemini robots humans ads requirements constraints cmakelists 404 500 search sitemap")
	noArticleFolders = wordsOf("node_modules layouts _layouts _includes partials _partials templates _templates archetypes _site shortcodes")
)

func wordsOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// isStandardExclude reports a path that is no article whatever is laid down.
func isStandardExclude(rel string) bool {
	for folder, rest, more := strings.Cut(rel, "/"); more; folder, rest, more = strings.Cut(rest, "/") {
		if strings.HasPrefix(folder, ".") || noArticleFolders[strings.ToLower(folder)] {
			return true
		}
	}
	name := strings.ToLower(rel[strings.LastIndexByte(rel, '/')+1:])
	stem, _, _ := strings.Cut(name, ".")
	return strings.HasPrefix(name, ".") || strings.HasPrefix(stem, "readme") || noArticles[stem]
}

// coverage is the compiled form of a policy's globs.
type coverage struct {
	content, exclude []glob
	standard         bool
}

func (p *Policy) compile() *coverage {
	c := &coverage{standard: p.Standard}
	for _, g := range p.Content {
		c.content = append(c.content, compileGlob(g))
	}
	for _, g := range p.Exclude {
		c.exclude = append(c.exclude, compileGlob(g))
	}
	return c
}

// Covers reports whether a file is an article by its name: rel is its path from
// the policy's root, with slashes.
func (p *Policy) Covers(rel string) bool {
	c := p.coverage
	if c == nil {
		c = p.compile()
	}
	if c.standard && isStandardExclude(rel) {
		return false
	}
	for _, g := range c.exclude {
		if g.match(rel) {
			return false
		}
	}
	for _, g := range c.content {
		if g.match(rel) {
			return true
		}
	}
	return false
}

// holds is Covers for a path as articles have it.
func (p *Policy) holds(file string) bool {
	if file == "" {
		return false
	}
	rel, err := filepath.Rel(p.Root, absolute(file))
	return err == nil && filepath.IsLocal(rel) && p.Covers(filepath.ToSlash(rel))
}
