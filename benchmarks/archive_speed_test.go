package benchmarks

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

const archiveFile = "archive.md"

var archiveSizes = flag.String("articles", "62500,250000", "sizes of the archives that the archive test makes, in rising order")

// TestArchive measures the archive on disk: adding, size by part, the time of a
// check, and how many planted copies are found.
//
//	go test ./benchmarks -run TestArchive -v -timeout 60m -long [-articles 62500,250000] [-update]
//
// A million articles take about 3 GB for the records and 6 GB for each index.
func TestArchive(t *testing.T) {
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	need(t, dataFolder().articles("allsides"))
	m := archiveMeasure{T: t, program: program(t), dir: t.TempDir(), from: newGenerator(t)}
	m.line("# The archive on disk, as recorded\n\nMade by `go test ./benchmarks -run TestArchive -v -timeout 60m -long -articles %s -update` on %s/%s with %d cores, %s, other work going on beside it.\n"+
		"The articles are sentences of AllSides put together anew, %d bytes on average, with a standing line of %d words for each of %d outlets.\n",
		*archiveSizes, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), archiveBytes, footerWords, archiveOutlets)
	for _, size := range strings.Split(*archiveSizes, ",") {
		n, err := strconv.Atoi(size)
		require.NoError(t, err)
		for _, scale := range []int{1, 8} {
			m.measure(n, scale)
			if *update { // a long run that is stopped leaves what it has
				require.NoError(t, os.WriteFile(archiveFile, []byte(m.report()), 0o644))
			}
		}
	}
	fmt.Println(m.report())
}

// launch runs the program. The peak memory that the system reports for a child
// counts the process that started it; this is that of the program alone.
func (m *archiveMeasure) launch(args ...string) cost {
	m.Helper()
	cmd := exec.Command(m.program, args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	start := time.Now()
	require.NoError(m, cmd.Start())
	stop, peak := make(chan bool), make(chan int)
	go func() {
		most := 0
		for {
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(2 * time.Millisecond):
				most = max(most, residentPeak(cmd.Process.Pid))
			}
		}
	}()
	err := cmd.Wait()
	c := cost{wall: time.Since(start)}
	close(stop)
	c.memory = <-peak
	require.NoError(m, err, "%s %s", strings.Join(args, " "), complaint.String())
	c.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return c
}

// residentPeak is the peak of the resident set of a running process in MiB, 0
// where the system does not tell.
func residentPeak(pid int) int {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(raw), "VmHWM:")
	var kilobytes int
	fmt.Sscan(after, &kilobytes)
	return kilobytes / 1024
}

// archiveMeasure gathers the rows of archive.md.
type archiveMeasure struct {
	*testing.T
	program string
	dir     string
	from    *generator
	out     strings.Builder
	adding  []string
	sizes   []string
	checks  []string
	recall  []string
}

func (m *archiveMeasure) line(format string, args ...any) {
	fmt.Fprintf(&m.out, format+"\n", args...)
}

func (m *archiveMeasure) report() string {
	head := m.out.String()
	defer func() {
		m.out.Reset()
		m.out.WriteString(head)
	}()
	m.line("## Adding\n\n| articles | scale | time | processor time | peak memory | articles a second | again, nothing changed |\n|---|---|---|---|---|---|---|")
	m.line("%s\n", strings.Join(m.adding, "\n"))
	m.line("## Size\n\nBytes an article; the goals are shares of the text before compression: keys at most .9 at scale 1 and .3 at scale 8, the rest at most .9.\n")
	m.line("| articles | scale | text | keys | share | stored text, metadata, ids | share | in all |\n|---|---|---|---|---|---|---|---|")
	m.line("%s\n", strings.Join(m.sizes, "\n"))
	m.line("## Checking one draft\n\nFrom process start to report, the index in the system's page cache; median and 90th percentile. The goal is 50 ms against a million articles.\n")
	m.line("| articles | scale | copies | drafts made as the archive is | processor time | peak memory | eight at once, each |\n|---|---|---|---|---|---|---|")
	m.line("%s\n", strings.Join(m.checks, "\n"))
	m.line("## Planted copies\n\nDrafts that take over a share of the sentences of one article each: how many drafts have the pair listed.\n")
	m.line("| articles | scale | 1/10 | 2/10 | 3/10 | 4/10 | 5/10 | 6/10 | 7/10 | 8/10 | 9/10 | whole |\n|---|---|---|---|---|---|---|---|---|---|---|---|")
	m.line("%s", strings.Join(m.recall, "\n"))
	return m.out.String()
}

// measure makes one index and asks it.
func (m *archiveMeasure) measure(n, scale int) {
	records := filepath.Join(m.dir, fmt.Sprintf("archive-%d.jsonl", n))
	if _, err := os.Stat(records); err != nil {
		records = m.from.write(m, m.dir, n)
	}
	dir := filepath.Join(m.dir, fmt.Sprintf("%d-%d.index", n, scale))
	add := []string{"index", "add", dir, records, "--scale", strconv.Itoa(scale), "--quiet"}
	first := m.launch(add...)
	again := m.launch(add...)
	m.adding = append(m.adding, fmt.Sprintf("| %d | %d | %v | %.0f | %s |", n, scale, first, float64(n)/first.wall.Seconds(), seconds(again.wall)))

	raw, err := exec.Command(m.program, "index", "info", dir, "--format", "json").Output()
	require.NoError(m, err)
	var info stemma.IndexInfo
	require.NoError(m, json.Unmarshal(raw, &info))
	require.Equal(m, n, info.Articles)
	text, rest := info.Size.TextBefore, info.Size.Texts+info.Size.Heads+info.Size.IDs
	m.sizes = append(m.sizes, fmt.Sprintf("| %d | %d | %d | %d | %.2f | %d | %.2f | %d |", n, scale, text/int64(n), info.Size.Keys/int64(n),
		float64(info.Size.Keys)/float64(text), rest/int64(n), float64(rest)/float64(text), info.Size.Total/int64(n)))
	m.checkOne(dir, n, scale)
	m.checkPlanted(dir, n, scale)
	require.NoError(m, os.RemoveAll(dir))
	if scale == 8 {
		require.NoError(m, os.Remove(records))
	}
}

// checkOne times whole processes.
func (m *archiveMeasure) checkOne(dir string, n, scale int) {
	const drafts = 24
	var copies, strangers, processor, crowd []time.Duration
	memory := 0
	for k := range drafts {
		draft := m.from.plant(k*n/drafts, 6, k).Text
		if k%2 == 1 {
			draft = m.from.article(n + k).Text
		}
		file := filepath.Join(m.dir, "draft.txt")
		require.NoError(m, os.WriteFile(file, []byte(draft), 0o644))
		call := []string{"check", file, "--against", dir, "--fail-on", "never", "--quiet"}
		m.launch(call...) // warms the cache
		c := m.launch(call...)
		memory = max(memory, c.memory)
		processor = append(processor, c.processor)
		if k%2 == 1 {
			strangers = append(strangers, c.wall)
		} else {
			copies = append(copies, c.wall)
		}
		if k >= 4 {
			continue
		}
		var running []*exec.Cmd
		start := time.Now()
		for range 8 {
			cmd := exec.Command(m.program, call...)
			require.NoError(m, cmd.Start())
			running = append(running, cmd)
		}
		for _, cmd := range running {
			require.NoError(m, cmd.Wait())
		}
		crowd = append(crowd, time.Since(start)/8)
	}
	m.checks = append(m.checks, fmt.Sprintf("| %d | %d | %s | %s | %s | %d MB | %s |", n, scale, quantiles(copies), quantiles(strangers), quantiles(processor), memory, quantiles(crowd)))
}

// quantiles prints the median and the 90th percentile.
func quantiles(d []time.Duration) string {
	d = slices.Clone(d)
	slices.Sort(d)
	return seconds(d[len(d)/2]) + ", " + seconds(d[len(d)*9/10])
}

// checkPlanted checks drafts of every share at once and looks for their pairs.
func (m *archiveMeasure) checkPlanted(dir string, n, scale int) {
	const each = 30
	var list []archiveArticle
	base := map[string]planted{}
	for bin := 1; bin <= 10; bin++ {
		for k := range each {
			p := m.from.plant((k*10+bin)*n/(each*11), bin, k)
			base[p.ID] = p
			list = append(list, p.archiveArticle)
		}
	}
	cmd := exec.Command(m.program, "check", writeRecords(m, "drafts.jsonl", list), "--against", dir, "--fail-on", "never", "--format", "jsonl", "--quiet")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	require.NoError(m, err, complaint.String())
	found := map[int]int{}
	for line := range strings.Lines(string(out)) {
		var pair struct {
			Type, A, B string
		}
		require.NoError(m, json.Unmarshal([]byte(line), &pair))
		if pair.Type != "pair" {
			continue
		}
		for _, side := range [][2]string{{pair.A, pair.B}, {pair.B, pair.A}} {
			if p, is := base[side[0]]; is && p.base == side[1] {
				found[p.bin]++
			}
		}
	}
	row := fmt.Sprintf("| %d | %d |", n, scale)
	for bin := 1; bin <= 10; bin++ {
		row += fmt.Sprintf(" %d of %d |", found[bin], each)
	}
	m.recall = append(m.recall, row)
	require.Equal(m, each, found[10], "a whole copy was not found")
}
