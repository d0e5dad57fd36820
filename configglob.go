package stemma

import (
	"fmt"
	"path"
	"strings"
)

// glob is a compiled pattern as git's excludes have them: * and ? within one
// name, ** for any folders, [a-z] classes, {a,b} for either. A pattern without a
// slash matches a name at any depth, one that matches a folder matches all below
// it, and a leading slash only ties it to the root.
type glob struct {
	choices [][]string // the pattern's names, once for each choice in braces
	suffix  string     // of a pattern such as *.md, "" for others
}

func compileGlob(pattern string) glob {
	pattern = strings.TrimSuffix(pattern, "/")
	tied := strings.Contains(pattern, "/")
	pattern = strings.TrimPrefix(pattern, "/")
	if rest, star := strings.CutPrefix(pattern, "*"); star && !tied && rest != "" && !strings.ContainsAny(rest, `*?[{\`) {
		return glob{suffix: rest}
	}
	var g glob
	if pattern == "" {
		return g
	}
	spread, _ := spreadBraces(pattern) // a broken pattern matches nothing
	for _, p := range spread {
		names := strings.Split(p, "/")
		if !tied {
			names = append([]string{"**"}, names...)
		}
		g.choices = append(g.choices, names)
	}
	return g
}

// match reports whether a path with slashes, or one of its folders, matches.
func (g glob) match(name string) bool {
	if g.suffix != "" {
		return strings.HasSuffix(name, g.suffix) || strings.Contains(name, g.suffix+"/")
	}
	names := strings.Split(name, "/")
	for _, patterns := range g.choices {
		if matchNames(patterns, names) {
			return true
		}
	}
	return false
}

// matchNames reports whether the patterns match the names or the first of them.
// Cost: patterns times names, by filling a table row by row.
func matchNames(patterns, names []string) bool {
	reach := make([]bool, len(names)+1) // the patterns so far match the first k names
	reach[0] = true
	for i, p := range patterns {
		next := make([]bool, len(names)+1)
		if p == "**" {
			open, last := false, i == len(patterns)-1 // a/** is what lies in a, not a itself
			for k := range reach {
				next[k] = open || reach[k] && !last
				open = open || reach[k]
			}
		} else {
			for k, name := range names {
				if reach[k] {
					ok, err := path.Match(p, name)
					next[k+1] = ok && err == nil
				}
			}
		}
		reach = next
	}
	for k := 1; k < len(reach); k++ {
		if reach[k] {
			return true
		}
	}
	return false
}

// mostSpread bounds what the braces of a pattern may spread to, mostGlobs how
// many patterns a file may have: each is asked of each path of a repository.
const (
	mostSpread = 64
	mostGlobs  = 1000
)

// spreadBraces writes {a,b} out. Braces do not nest.
func spreadBraces(pattern string) ([]string, error) {
	var parts [][]string // to choose one of each
	spread := 1
	for pattern != "" {
		open := strings.IndexByte(pattern, '{')
		end := strings.IndexByte(pattern[max(open, 0):], '}') + max(open, 0)
		if open < 0 || end <= open {
			parts = append(parts, []string{pattern})
			break
		}
		choices := strings.Split(pattern[open+1:end], ",")
		if spread *= len(choices); spread > mostSpread {
			return nil, fmt.Errorf("its braces stand for more than %d patterns", mostSpread)
		}
		parts = append(parts, []string{pattern[:open]}, choices)
		pattern = pattern[end+1:]
	}
	out := make([]string, spread)
	for i := range out {
		var b strings.Builder
		rest, block := i, spread
		for _, choices := range parts {
			block /= len(choices)
			b.WriteString(choices[rest/block])
			rest %= block
		}
		out[i] = b.String()
	}
	return out, nil
}

// checkGlob tells what is wrong with a pattern.
func checkGlob(pattern string) error {
	spread, err := spreadBraces(pattern)
	if err != nil {
		return err
	}
	for _, p := range spread {
		for _, s := range strings.Split(p, "/") {
			if _, err := path.Match(s, ""); err != nil {
				return err
			}
		}
	}
	return nil
}
