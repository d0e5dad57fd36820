package benchmarks

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

const archiveFile = "archive.md"

var (
	archiveSizes  = flag.String("articles", "62500,62500/8,125000,250000,250000/8", "archives that the archive test makes: articles, articles/scale, or articles=copies, =family, =footer")
	archiveFolder = flag.String("archive", "", "folder in which the archive test keeps the articles that it makes, for the next time")
)

// TestArchive measures the archive on disk: adding, size by part, all overlapping
// pairs, the time of a check, and how many planted copies are found. With -update
// it records the rows that it made and keeps the others.
//
//	go test ./benchmarks -run TestArchive -v -timeout 180m -long [-articles 62500,1000000,200000=copies] [-update]
//
// A million articles take about 3.5 GB for the records and 5 GB for each index.
func TestArchive(t *testing.T) {
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	need(t, dataFolder().articles("allsides"))
	m := archiveMeasure{T: t, program: program(t), dir: *archiveFolder, from: newGenerator(t), rows: readRows(t)}
	if m.dir == "" {
		m.dir = t.TempDir()
	}
	for _, size := range strings.Split(*archiveSizes, ",") {
		if articles, kind, made := strings.Cut(size, "="); made {
			n, err := strconv.Atoi(articles)
			require.NoError(t, err)
			m.extreme(n, kind)
			continue
		}
		articles, scale, scaled := strings.Cut(size, "/")
		n, err := strconv.Atoi(articles)
		require.NoError(t, err)
		if !scaled {
			scale = "1"
		}
		m.measure(n, scale)
	}
	fmt.Println(m.rows.report())
}

// launch runs the program. The peak memory that the system reports for a child
// counts the process that started it; this is that of the program alone.
func (m *archiveMeasure) launch(args ...string) cost {
	m.Helper()
	return m.launchTo(nil, args...)
}

func (m *archiveMeasure) launchTo(out *os.File, args ...string) cost {
	m.Helper()
	cmd := exec.Command(m.program, args...)
	var complaint bytes.Buffer
	var lines lineCounter
	cmd.Stdout, cmd.Stderr = &lines, &complaint
	if out != nil {
		cmd.Stdout = out
	}
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
	c := cost{wall: time.Since(start), lines: int(lines)}
	close(stop)
	c.memory = <-peak
	require.NoError(m, err, "%s %s", strings.Join(args, " "), complaint.String())
	c.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return c
}

type lineCounter int

func (c *lineCounter) Write(p []byte) (int, error) {
	*c += lineCounter(bytes.Count(p, []byte("\n")))
	return len(p), nil
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

// archiveMeasure measures archives.
type archiveMeasure struct {
	*testing.T
	program string
	dir     string
	from    *generator
	rows    archiveRows
}

// record adds a row to a section and, with -update, writes the file: a long run
// that is stopped leaves what it has.
func (m *archiveMeasure) record(section string, n int, scale, row string, args ...any) {
	m.Helper()
	key := fmt.Sprintf("| %d | %s |", n, scale)
	m.rows[section] = slices.DeleteFunc(m.rows[section], func(r string) bool { return strings.HasPrefix(r, key) })
	m.rows[section] = append(m.rows[section], key+" "+fmt.Sprintf(row, args...)+" |")
	if *update {
		require.NoError(m, os.WriteFile(archiveFile, []byte(m.rows.report()), 0o644))
	}
}

// measure makes one index and asks it.
func (m *archiveMeasure) measure(n int, scale string) {
	records := filepath.Join(m.dir, fmt.Sprintf("archive-%d.jsonl", n))
	if _, err := os.Stat(records); err != nil {
		records = m.from.write(m, m.dir, n)
	}
	dir := filepath.Join(m.dir, fmt.Sprintf("%d-%s.index", n, scale))
	require.NoError(m, os.RemoveAll(dir))
	add := []string{"index", "add", dir, records, "--scale", scale, "--quiet"}
	first := m.launch(add...)
	again := m.launch(add...)
	m.record("Adding", n, scale, "%v | %.0f | %s", first, float64(n)/first.wall.Seconds(), seconds(again.wall))

	raw, err := exec.Command(m.program, "index", "info", dir, "--format", "json").Output()
	require.NoError(m, err)
	var info stemma.IndexInfo
	require.NoError(m, json.Unmarshal(raw, &info))
	require.Equal(m, n, info.Articles)
	text, rest := info.Size.TextBefore, info.Size.Texts+info.Size.Notes+info.Size.Heads+info.Size.IDs
	m.record("Size", n, scale, "%d | %d | %.2f | %d | %.2f | %d | %d", text/int64(n), info.Size.Keys/int64(n),
		float64(info.Size.Keys)/float64(text), rest/int64(n), float64(rest)/float64(text), info.Size.Total/int64(n), info.Segments)
	m.checkOne(dir, n, scale)
	m.checkPlanted(dir, n, scale)
	if scale == "1" {
		m.overlaps(dir, n)
	}
	require.NoError(m, os.RemoveAll(dir))
}

// extreme makes an index of articles that all have to do with each other, finds the
// overlaps, and checks one more.
func (m *archiveMeasure) extreme(n int, kind string) {
	make, section := m.from.extremes()[kind], archiveExtremes[kind]
	require.NotNil(m, make, kind)
	records := writeMade(m, filepath.Join(m.dir, kind+".jsonl"), n, make)
	dir := filepath.Join(m.dir, kind+".index")
	require.NoError(m, os.RemoveAll(dir))
	add := m.launch("index", "add", dir, records, "--quiet")
	found := m.launch("scan", dir, "--only", "overlaps", "--format", "csv", "--quiet")
	draft := filepath.Join(m.dir, "draft.txt")
	require.NoError(m, os.WriteFile(draft, []byte(make(n).Text), 0o644))
	var passed, processor []time.Duration
	memory := 0
	for range 9 {
		c := m.launch("check", draft, "--against", dir, "--fail-on", "never", "--quiet")
		passed, processor, memory = append(passed, c.wall), append(processor, c.processor), max(memory, c.memory)
	}
	m.record(section, n, "1", "%v | %v | %d | %s | %s | %d MB", add, found, found.lines-1, quantiles(passed), quantiles(processor), memory)
	require.NoError(m, os.RemoveAll(dir))
	require.NoError(m, os.Remove(records))
}

// overlaps times the whole way from an index to the pairs, each counted exactly.
func (m *archiveMeasure) overlaps(dir string, n int) {
	found := filepath.Join(m.TempDir(), "overlaps.csv")
	out, err := os.Create(found)
	require.NoError(m, err)
	defer out.Close()
	c := m.launchTo(out, "scan", dir, "--only", "overlaps", "--format", "csv", "--quiet")
	raw, err := os.ReadFile(found)
	require.NoError(m, err)
	m.record("All overlapping pairs", n, "1", "%v | %d", c, bytes.Count(raw, []byte("\n"))-1)
}

// checkOne times whole processes.
func (m *archiveMeasure) checkOne(dir string, n int, scale string) {
	const drafts = 24
	var copies, strangers, processor, crowd, cold []time.Duration
	memory := 0
	for k := range drafts {
		draft := m.from.plant(k*n/drafts, 6, k).Text
		if k%2 == 1 {
			draft = m.from.article(alone(n + pairEach*k)).Text
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
		if dropCaches() {
			cold = append(cold, m.launch(call...).wall)
			m.launch(call...)
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
	coldest := "not allowed here"
	if len(cold) > 0 {
		coldest = quantiles(cold)
	}
	m.record("Checking one draft", n, scale, "%s | %s | %s | %d MB | %s | %s", quantiles(copies), quantiles(strangers), quantiles(processor), memory, quantiles(crowd), coldest)
}

// dropCaches empties the system's page cache, where it may.
func dropCaches() bool {
	return os.WriteFile("/proc/sys/vm/drop_caches", []byte("3\n"), 0o200) == nil
}

// quantiles prints the median and the 90th percentile.
func quantiles(d []time.Duration) string {
	d = slices.Clone(d)
	slices.Sort(d)
	return seconds(d[len(d)/2]) + ", " + seconds(d[len(d)*9/10])
}

// checkPlanted checks drafts of every share at once and looks for their pairs.
func (m *archiveMeasure) checkPlanted(dir string, n int, scale string) {
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
	var row []string
	for bin := 1; bin <= 10; bin++ {
		row = append(row, fmt.Sprintf("%d of %d", found[bin], each))
	}
	m.record("Planted copies", n, scale, "%s", strings.Join(row, " | "))
	require.Equal(m, each, found[10], "a whole copy was not found")
}
