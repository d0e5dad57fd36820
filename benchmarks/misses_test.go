package benchmarks

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// worst is how many rows of a measure the list of misses names.
const worst = 20

// misses counts the errors of one measure by class and names the worst rows by
// their ids. It never holds a word of the corpora.
type misses struct {
	rows []miss
}

// miss is one wrong row; weight orders the list, the gravest first.
type miss struct {
	class  string
	row    string
	weight float64
}

func (m *misses) add(weight float64, class, row string) {
	if m != nil {
		m.rows = append(m.rows, miss{class, row, weight})
	}
}

// classes counts the misses, the most frequent class first.
func (m *misses) classes() []string {
	count := map[string]int{}
	var names []string
	for _, x := range m.rows {
		if count[x.class] == 0 {
			names = append(names, x.class)
		}
		count[x.class]++
	}
	sort.Slice(names, func(i, j int) bool {
		if count[names[i]] != count[names[j]] {
			return count[names[i]] > count[names[j]]
		}
		return names[i] < names[j]
	})
	for i, n := range names {
		names[i] = fmt.Sprintf("%d\t%s", count[n], n)
	}
	return names
}

// write makes NAME.tsv in the folder: the classes with their counts, an empty
// line, the worst rows.
func (m *misses) write(folder, name string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	rows := append([]miss(nil), m.rows...)
	sort.SliceStable(rows, func(i, j int) bool {
		if rows[i].weight != rows[j].weight {
			return rows[i].weight > rows[j].weight
		}
		if rows[i].class != rows[j].class {
			return rows[i].class < rows[j].class
		}
		return rows[i].row < rows[j].row
	})
	var out strings.Builder
	out.WriteString("count\tclass\n")
	for _, c := range m.classes() {
		out.WriteString(c + "\n")
	}
	out.WriteString("\nweight\tclass\trow\n")
	for _, r := range rows[:min(worst, len(rows))] {
		fmt.Fprintf(&out, "%.3f\t%s\t%s\n", r.weight, r.class, r.row)
	}
	return os.WriteFile(filepath.Join(folder, name+".tsv"), []byte(out.String()), 0o644)
}
