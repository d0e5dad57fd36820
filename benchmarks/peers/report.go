package main

import (
	"fmt"
	"runtime"
	"strings"
)

// titles are the corpora in the order of the report.
var titles = []struct{ name, title string }{
	{"reuters", "Reuters: short wire copy"},
	{"generated", "Generated archive: sentences of AllSides put together anew, with planted copies"},
	{"allsides", "AllSides: full articles"},
}

// report is results.md.
func (b *bench) report() string {
	var out strings.Builder
	machine := b.machine
	if machine == "" {
		machine = fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	}
	fmt.Fprintf(&out, "# stemma and its peers, as recorded\n\nMade by `go run . -update` in this folder; README.md says how and what the columns mean. Machine: %s, %s.\n", machine, runtime.Version())
	for _, t := range titles {
		b.table(&out, t.name, t.title)
	}
	b.growthTable(&out)
	return out.String()
}

// table is the table of one corpus.
func (b *bench) table(out *strings.Builder, name, title string) {
	if len(b.done.Of[name]) == 0 {
		return
	}
	size := b.done.Size[name]
	megabytes := float64(size[1]) / 1e6
	fmt.Fprintf(out, "\n## %s\n\n%d articles, %.1f MB of text.\n\n", title, size[0], megabytes)
	fmt.Fprintf(out, "| tool | settings | processor s | MB/s | time s | memory MB | pairs | precision | Jaccard ≥ .5 |")
	for i, least := range bins {
		to := "1"
		if i+1 < len(bins) {
			to = fmt.Sprintf("%.1f", bins[i+1])[1:]
		}
		fmt.Fprintf(out, " %s to %s |", fmt.Sprintf("%.1f", least)[1:], to)
	}
	fmt.Fprintf(out, "\n|---|---|%s\n", strings.Repeat("---|", 7+len(bins)))
	asked := false
	for _, c := range contenders {
		r, ran := b.done.of(name, c.key())
		if !ran {
			continue
		}
		if !asked {
			asked = true
			fmt.Fprintf(out, "| all pairs, counted | | | | | | | | %d |", r.Equals)
			for _, n := range r.Asked {
				fmt.Fprintf(out, " %d |", n)
			}
			out.WriteString("\n")
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %d | %d | %s | %s |", c.name, c.settings, digits(r.Processor), digits(megabytes/r.Processor), digits(r.Wall), r.Memory, r.Pairs, share(r.Right, r.Pairs), share(r.Equal, r.Equals))
		for i := range bins {
			fmt.Fprintf(out, " %s |", share(r.Found[i], r.Asked[i]))
		}
		out.WriteString("\n")
	}
}

// growthTable shows processor seconds and the factor of the last doubling.
func (b *bench) growthTable(out *strings.Builder) {
	first := fmt.Sprint("identical ", copies[0])
	if len(b.done.Of[first]) == 0 {
		return
	}
	fmt.Fprintf(out, "\n## Identical articles\n\nProcessor seconds for copies of one article, and the factor of the last doubling.\n\n| tool | settings |")
	for _, n := range copies {
		fmt.Fprintf(out, " %d |", n)
	}
	fmt.Fprintf(out, " factor |\n|---|---|%s\n", strings.Repeat("---|", len(copies)+1))
	for _, c := range contenders {
		if !b.done.has(first, c.key()) {
			continue
		}
		fmt.Fprintf(out, "| %s | %s |", c.name, c.settings)
		last, before := 0.0, 0.0
		for _, n := range copies {
			r, _ := b.done.of(fmt.Sprint("identical ", n), c.key())
			before, last = last, r.Processor
			fmt.Fprintf(out, " %s |", digits(r.Processor))
		}
		fmt.Fprintf(out, " %.1f |\n", last/before)
	}
}

// share prints a part of a whole; 1 only where nothing is missing.
func share(part, whole int) string {
	switch {
	case whole == 0:
		return "-"
	case part == whole:
		return "1"
	case part == 0:
		return "0"
	}
	return fmt.Sprintf("%.3f", min(.999, float64(part)/float64(whole)))[1:]
}

// digits prints three digits that count.
func digits(x float64) string {
	switch {
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}
