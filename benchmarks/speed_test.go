package benchmarks

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const speedFile = "speed.md"

// cost is what one run of the program took.
type cost struct {
	wall, processor time.Duration
	memory          int // peak, MiB
	printed         int // bytes of output
	lines           int // of output, where they are counted
}

func (c cost) String() string {
	return fmt.Sprintf("%s | %s | %d MB", seconds(c.wall), seconds(c.processor), c.memory)
}

// seconds prints a duration with three digits that count.
func seconds(d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 1:
		return fmt.Sprintf("%.0f ms", s*1000)
	case s < 100:
		return fmt.Sprintf("%.1f s", s)
	default:
		return fmt.Sprintf("%.0f s", s)
	}
}

// launch runs the program to its end. Its output goes through a pipe and is
// counted, so that writing it is part of the cost.
func launch(t testing.TB, program string, args ...string) cost {
	t.Helper()
	cmd := exec.Command(program, args...)
	var complaint bytes.Buffer
	var out counter
	cmd.Stdout, cmd.Stderr = &out, &complaint
	start := time.Now()
	err := cmd.Run()
	c := cost{wall: time.Since(start), printed: int(out)}
	require.NoError(t, err, "%s %s", strings.Join(args, " "), complaint.String())
	require.Positive(t, c.printed, "%s printed nothing", strings.Join(args, " "))
	c.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	c.memory = peakMemory(cmd.ProcessState)
	return c
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// typical runs the program several times and takes the median of each number:
// one run of a few milliseconds says little.
func typical(t testing.TB, runs int, program string, args ...string) cost {
	t.Helper()
	var all []cost
	for range runs {
		all = append(all, launch(t, program, args...))
	}
	median := func(of func(cost) int) int {
		var values []int
		for _, c := range all {
			values = append(values, of(c))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		wall:      time.Duration(median(func(c cost) int { return int(c.wall) })),
		processor: time.Duration(median(func(c cost) int { return int(c.processor) })),
		memory:    median(func(c cost) int { return c.memory }),
	}
}

// speedTable gathers the rows of speed.md.
type speedTable struct {
	*testing.T
	out   strings.Builder
	costs map[string]float64 // of the stages, µs an article or pair
}

func (s *speedTable) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.out.WriteString(text + "\n")
	if testing.Verbose() {
		fmt.Println(text)
	}
}

// TestSpeed prints what the program costs: time, processor time and peak memory
// of whole runs, growth, and the share of each stage. It takes minutes.
//
//	go test ./benchmarks -run Speed -v -timeout 60m -long [-update]
func TestSpeed(t *testing.T) {
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	need(t, dataFolder().beside("seeds"), dataFolder().articles("allsides"))
	binary := program(t)
	for _, p := range []struct {
		name string
		run  func(*speedTable)
	}{
		{"runs", func(s *speedTable) { s.runs(binary) }},
		{"overlaps", func(s *speedTable) { s.overlaps(binary) }},
		{"growth", func(s *speedTable) { s.growth(binary) }},
		{"stages", func(s *speedTable) { s.stages() }},
	} {
		t.Run(p.name, func(t *testing.T) {
			s := &speedTable{T: t}
			if *update { // also where a factor is too large: that is recorded
				defer func() {
					recordSection(t, speedFile, fmt.Sprintf("# Speed, as recorded\n\nMade by `go test ./benchmarks -run Speed -v -timeout 60m -long -update` on %s/%s with %d cores, %s, at times with other work beside it.\n"+
						"Processor time is user and system time of all cores; memory is the peak of the resident set.\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version()), s.out.String())
				}()
			}
			p.run(s)
		})
	}
}

// recordSection replaces a section of a record, that with the same heading, and
// what stands above all sections.
func recordSection(t testing.TB, file, text, section string) {
	t.Helper()
	old, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	heading, _, _ := strings.Cut(section, "\n")
	replaced := false
	parts := strings.Split(string(old), "\n## ")
	for _, part := range parts[min(1, len(parts)):] {
		part = "## " + strings.TrimRight(part, "\n") + "\n"
		if strings.HasPrefix(part, heading+"\n") {
			part, replaced = section, true
		}
		text += "\n" + part
	}
	if !replaced {
		text += "\n" + section
	}
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

// runs measures whole commands.
func (s *speedTable) runs(binary string) {
	data := dataFolder()
	seeds, allsides := data.beside("seeds"), data.articles("allsides")
	draft, err := filepath.Glob(filepath.Join(seeds, "*.txt"))
	require.NoError(s, err)
	require.NotEmpty(s, draft)
	s.line("## Whole runs\n\n| what | time | processor time | peak memory | goal |\n|---|---|---|---|---|")
	s.line("| `stemma help`: a bare process start | %v | |", typical(s, 21, binary, "help"))
	s.line("| `stemma text`: one article read | %v | |", typical(s, 21, binary, "text", draft[0]))
	s.line("| `stemma demo`: 20 sample articles | %v | |", typical(s, 11, binary, "demo"))
	s.line("| `stemma scan` of the five seeds, process start to report | %v | 300 ms |", typical(s, 11, binary, "scan", seeds))
	s.line("| `stemma check` of one seed against the others | %v | |", typical(s, 11, binary, "check", draft[0], "--against", seeds))
	pairs := launch(s, binary, "scan", allsides, "--only", "pairs", "--format", "jsonl", "--quiet")
	s.line("| `stemma scan --only pairs` of AllSides, 37,554 articles | %v | |", pairs)
	whole := launch(s, binary, "scan", allsides, "--format", "jsonl", "--quiet")
	s.line("| `stemma scan` of AllSides | %v | 3 times the line above (here %.1f) |", whole, whole.processor.Seconds()/pairs.processor.Seconds())
	documents := data.path("pan13-train", "documents.jsonl.gz")
	need(s, documents)
	var list strings.Builder
	for _, r := range table(s, data.path("pan13-train", "pairs.tsv"), false) {
		list.WriteString(r["suspicious"] + "\t" + r["source"] + "\n")
	}
	file := filepath.Join(s.TempDir(), "pairs.tsv")
	require.NoError(s, os.WriteFile(file, []byte(list.String()), 0o644))
	s.line("| `stemma compare --pairs` of the 5,185 PAN pairs | %v | 10 s on 2 cores |",
		launch(s, binary, "compare", "--pairs", file, documents, "--format", "jsonl", "--quiet"))
}

// growth compares an archive with one of twice its size: a quadratic step shows
// as a factor of four. The goal holds for much larger archives; these sizes show
// the kind of growth in a minute each.
func (s *speedTable) growth(binary string) {
	s.line("## Growth\n\n| `stemma scan --only pairs` of | articles | processor time | peak memory | factor | goal |\n|---|---|---|---|---|---|")
	articles := s.sample(8000)
	footer := strings.ToValidUTF8(articles[0].Text[:400], "")
	kinds := []struct {
		name string
		size int // of the smaller archive
		make func(i int) caseArticle
	}{
		{"different articles", 4000, func(i int) caseArticle { return articles[i] }},
		{"copies of one article", 4000, func(int) caseArticle { return caseArticle{Text: articles[0].Text} }},
		{"different articles of one outlet with one footer of 400 bytes", 500, func(i int) caseArticle {
			return caseArticle{Publisher: "Harbour Post", Text: articles[i].Text + "\n\n" + footer}
		}},
	}
	for _, k := range kinds {
		var runs [2]cost
		for j := range runs {
			var list []caseArticle
			for i := range k.size << j {
				x := k.make(i)
				x.ID = fmt.Sprintf("g-%06d", i)
				list = append(list, x)
			}
			runs[j] = launch(s, binary, "scan", writeRecords(s, "growth.jsonl", list), "--only", "pairs", "--format", "jsonl", "--quiet")
		}
		factor := runs[1].processor.Seconds() / runs[0].processor.Seconds()
		s.line("| %s | %d, %d | %s, %s | %d MB, %d MB | %.2f | 2.2 |", k.name, k.size, 2*k.size,
			seconds(runs[0].processor), seconds(runs[1].processor), runs[0].memory, runs[1].memory, factor)
		assert.Less(s, factor, 3.2, "%s: nearer to the square than to the line", k.name)
	}
}

// sample takes n articles of AllSides, evenly spread.
func (s *speedTable) sample(n int) []caseArticle {
	var all []caseArticle
	eachRecord(s, dataFolder().articles("allsides"), func(x caseArticle) { all = append(all, x) })
	require.Greater(s, len(all), n)
	var list []caseArticle
	for i := range n {
		list = append(list, all[i*len(all)/n])
	}
	return list
}

// numberOf prints three digits that count.
func numberOf(x float64) string {
	switch {
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	default:
		return fmt.Sprintf("%.0f", x)
	}
}
