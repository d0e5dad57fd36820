package report

import (
	"fmt"
	"sort"
	"strings"
)

// unchecked says what a reader must not take for checked: it ends every report
// for people.
func (c *catalogue) unchecked() string {
	parts := []string{"other languages"}
	if l := c.unsupported(); l != "" {
		parts = []string{"translations", "speakers of quotes in " + l}
	}
	undated, estimated, cut := 0, 0, 0
	for i := range c.Articles {
		if isUndated(&c.Articles[i]) {
			undated++
		}
	}
	for i := range c.Pairs {
		if c.Pairs[i].Estimated {
			estimated++
		}
	}
	for i := range c.Families {
		if !c.Families[i].Complete {
			cut++
		}
	}
	if undated > 0 {
		verb := "are"
		if undated == 1 {
			verb = "is"
		}
		parts = append(parts, fmt.Sprintf("%s of %s %s undated", thousands(undated), count(len(c.Articles), "article", "articles"), verb))
	}
	if estimated > 0 {
		parts = append(parts, "the numbers of "+count(estimated, "pair", "pairs")+" are estimates")
	}
	if cut > 0 {
		parts = append(parts, count(cut, "family lists", "families list")+" only the nearest pairs")
	}
	if n := len(c.Skipped); n > 0 {
		parts = append(parts, count(n, "input was", "inputs were")+" skipped")
	}
	return "Not checked: " + strings.Join(parts, ", ") + ". Similarity is not proof of copying."
}

// unsupported lists languages other than English, whose quotes have no speaker.
func (c *catalogue) unsupported() string {
	seen := map[string]bool{}
	for i := range c.Articles {
		l := strings.ToLower(oneLine(c.Articles[i].Language))
		if l != "" && l != "en" && !strings.HasPrefix(l, "en-") && !strings.HasPrefix(l, "en_") {
			seen[l] = true
		}
	}
	list := make([]string, 0, len(seen))
	for l := range seen {
		list = append(list, l)
	}
	sort.Strings(list)
	if len(list) > 6 {
		list = append(list[:6], fmt.Sprintf("%d more", len(list)-6))
	}
	return strings.Join(list, ", ")
}
