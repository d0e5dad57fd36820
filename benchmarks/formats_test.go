package benchmarks

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

const (
	formatsFile = "formats.md"

	speedArticles = 1000 // of each format
	crawlPages    = 5000
	readVariable  = "STEMMA_BENCH_READ" // what a process of its own reads
)

// TestFormats records how real samples are read, and what reading costs.
//
//	go test ./benchmarks -run TestFormats -v -timeout 180m -long [-update]
//	go test ./benchmarks -run TestFormats/memory/RSS -v -timeout 60m -long [-update]
//
// It needs about 3 GB below the folder for temporary files.
func TestFormats(t *testing.T) {
	if path := os.Getenv(readVariable); path != "" {
		readEverything(t, path)
		return
	}
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	need(t, dataFolder().path("formats"), dataFolder().articles("allsides"))
	m := &formatsMeasure{dir: t.TempDir()}
	for _, part := range []struct {
		name string
		run  func()
	}{{"samples", m.samples}, {"maintext", m.mainText}, {"speed", m.speed}, {"memory", m.memory}, {"crawl", m.crawl}} {
		t.Run(part.name, func(t *testing.T) {
			m.T = t
			m.out.Reset()
			part.run()
			fmt.Println(m.out.String())
			if *update {
				recordSection(t, formatsFile, fmt.Sprintf("# Formats, as recorded\n\nMade by `go test ./benchmarks -run TestFormats -v -timeout 180m -long -update` on %s/%s with %d cores, %s, at times with other work beside it: processor time and memory count.\n",
					runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version()), m.out.String())
			}
		})
	}
}

type formatsMeasure struct {
	*testing.T
	dir      string
	out      strings.Builder
	articles []*article.Article
}

func (m *formatsMeasure) line(format string, args ...any) { fmt.Fprintf(&m.out, format+"\n", args...) }

// samples counts what becomes of every real sample.
func (m *formatsMeasure) samples() {
	m.line("## Real samples\n\nEvery file of the evaluation data's `formats` folder: articles, those with a text, a title, a date and a byline, and reasons for what gave none.\n")
	m.line("| folder | files | articles | with text | title | date | byline | skipped |\n|---|---|---|---|---|---|---|---|")
	root := dataFolder().path("formats")
	folders, err := os.ReadDir(root)
	require.NoError(m, err)
	reasons := map[string]int{}
	for _, f := range folders {
		var files, all, text, title, date, byline, skipped int
		require.NoError(m, filepath.WalkDir(filepath.Join(root, f.Name()), func(_ string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files++
			}
			return err
		}))
		r, err := article.NewReader(article.Options{})
		require.NoError(m, err)
		require.NoError(m, r.Read(filepath.Join(root, f.Name()), func(a *article.Article) error {
			all++
			text += count1(a.Text != "")
			title += count1(a.Title != "")
			date += count1(!a.Published.IsZero() || !a.FirstSeen.IsZero())
			byline += count1(a.Byline != "")
			return nil
		}, func(s article.Skipped) {
			skipped++
			reasons[reasonClass(s.Reason)]++
		}))
		m.line("| %s | %d | %d | %d | %d | %d | %d | %d |", f.Name(), files, all, text, title, date, byline, skipped)
	}
	m.line("\n| skipped because of | records |\n|---|---|")
	var names []string
	for name := range reasons {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return reasons[b] - reasons[a] + strings.Compare(a, b)*count1(reasons[a] == reasons[b])
	})
	for _, name := range names {
		m.line("| %s | %d |", name, reasons[name])
	}
}

func count1(b bool) int {
	if b {
		return 1
	}
	return 0
}

// reasonClass drops from a reason what differs from file to file.
func reasonClass(reason string) string { return varying.ReplaceAllString(reason, "…") }

var varying = regexp.MustCompile(`"[^"]*"|[0-9]+`)

// mainText scores the main text of real pages beside the plain library.
func (m *formatsMeasure) mainText() {
	dir := dataFolder().path("formats", "html-pages")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	require.NoError(m, err)
	var truth map[string]struct{ ArticleBody string }
	require.NoError(m, json.Unmarshal(raw, &truth))
	r, err := article.NewReader(article.Options{})
	require.NoError(m, err)
	var ours, plain shingleScore
	for name, want := range truth {
		f, err := os.Open(filepath.Join(dir, "html_"+name+".html.gz"))
		require.NoError(m, err)
		z, err := gzip.NewReader(f)
		require.NoError(m, err)
		page, err := io.ReadAll(z)
		require.NoError(m, err)
		require.NoError(m, f.Close())
		a, err := r.ReadBytes("page.html", page)
		require.NoError(m, err)
		ours.add(want.ArticleBody, a.Text)
		plain.add(want.ArticleBody, plainText(page))
	}
	m.line("## Main text\n\n%d news pages with the text that people marked (scrapinghub/article-extraction-benchmark), 4-word shingles.\n", len(truth))
	m.line("| | F1 | precision | recall |\n|---|---|---|---|\n%s\n%s", ours.row("stemma"), plain.row("go-readability alone"))
}

func plainText(page []byte) string {
	found, err := readability.FromReader(bytes.NewReader(page), nil)
	var b strings.Builder
	if err != nil || found.Node == nil || found.RenderText(&b) != nil {
		return ""
	}
	return b.String()
}

// shingleScore sums, over pages, the shares of matched, surplus and missing
// shingles, as the benchmark's own script does.
type shingleScore struct{ hit, surplus, missing float64 }

func (s *shingleScore) add(truth, found string) {
	a, b := fourWords(truth), fourWords(found)
	var hit, surplus, missing float64
	for k, n := range a {
		hit += float64(min(n, b[k]))
		missing += float64(max(0, n-b[k]))
	}
	for k, n := range b {
		surplus += float64(max(0, n-a[k]))
	}
	if all := hit + surplus + missing; all > 0 {
		s.hit += hit / all
		s.surplus += surplus / all
		s.missing += missing / all
	}
}

func (s shingleScore) row(name string) string {
	p, r := s.hit/(s.hit+s.surplus), s.hit/(s.hit+s.missing)
	return fmt.Sprintf("| %s | %.3f | %.3f | %.3f |", name, 2*p*r/(p+r), p, r)
}

func fourWords(text string) map[string]int {
	words := wordPattern.FindAllString(text, -1)
	out := map[string]int{}
	if len(words) < 4 && len(words) > 0 {
		out[strings.Join(words, " ")]++
	}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}

var wordPattern = regexp.MustCompile(`[\pL\pN_]+`)

// speed reads the same articles in every format.
func (m *formatsMeasure) speed() {
	m.line("## Speed\n\n%d AllSides articles in every format, read and decoded on one core; processor time of the process, its start (some 10 ms) included.\n", speedArticles)
	m.line("| format | file | processor time | articles a second | MB a second | peak memory |\n|---|---|---|---|---|---|")
	for _, w := range formatWriters {
		path := m.made(w, func(n int, size int64) bool { return n < speedArticles })
		c, read := m.read(path)
		require.Equal(m, speedArticles, read, w.name)
		m.line("| %s | %s | %.2f s | %.0f | %.1f | %d MB |", w.what, megabytes(size(m, path)), c.processor.Seconds(),
			float64(read)/c.processor.Seconds(), float64(size(m, path))/1e6/c.processor.Seconds(), c.memory)
		require.NoError(m, os.Remove(path))
	}
}

// memory reads large inputs. The rows of formats that are not run stay.
func (m *formatsMeasure) memory() {
	m.line("## Memory\n\nThe same in large inputs: a reader's memory does not grow with its input, but for the names in an archive of files.\n")
	m.line("| format | file | articles | processor time | articles a second | peak memory |\n|---|---|---|---|---|---|")
	recorded, err := os.ReadFile(formatsFile)
	require.NoError(m, err)
	_, section, _ := strings.Cut(string(recorded), "\n## Memory\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, w := range formatWriters {
		row := ""
		for line := range strings.Lines(section) {
			if strings.HasPrefix(line, "| "+w.what+" |") {
				row = strings.TrimSpace(line)
			}
		}
		parent := m.T
		parent.Run(w.what, func(t *testing.T) {
			m.T = t
			path := m.made(w, func(_ int, size int64) bool { return size < w.large })
			c, read := m.read(path)
			row = fmt.Sprintf("| %s | %s | %d | %.1f s | %.0f | %d MB |", w.what, megabytes(size(m, path)), read, c.processor.Seconds(), float64(read)/c.processor.Seconds(), c.memory)
			require.Less(m, c.memory, 400, w.name)
			require.NoError(m, os.Remove(path))
		})
		m.T = parent
		if row != "" {
			m.line("%s", row)
		}
	}
}

// crawl makes a crawl and goes over it as a user would.
func (m *formatsMeasure) crawl() {
	w := formatWriters[slices.IndexFunc(formatWriters, func(w formatWriter) bool { return w.name == "x.warc.gz" })]
	path := m.made(w, func(n int, _ int64) bool { return n < crawlPages })
	c, read := m.read(path)
	m.line("## A crawl\n\n`%s`, %d pages.\n\n| what | processor time | pages a second | peak memory |\n|---|---|---|---|", megabytes(size(m, path)), crawlPages)
	m.line("| read, one core | %.1f s | %.0f | %d MB |", c.processor.Seconds(), float64(read)/c.processor.Seconds(), c.memory)
	a := archiveMeasure{T: m.T, program: program(m.T)}
	scan := a.launch("scan", path, "--only", "overlaps", "--format", "jsonl", "--quiet")
	m.line("| `stemma scan --only overlaps` | %.1f s | %.0f | %d MB |", scan.processor.Seconds(), float64(crawlPages)/scan.processor.Seconds(), scan.memory)
	require.NoError(m, os.Remove(path))
}

// allSides are the articles that every format is made of.
func (m *formatsMeasure) allSides() []*article.Article {
	if m.articles == nil {
		r, err := article.NewReader(article.Options{})
		require.NoError(m, err)
		require.NoError(m, r.Read(dataFolder().articles("allsides"), func(a *article.Article) error {
			m.articles = append(m.articles, a)
			return nil
		}, func(article.Skipped) {}))
	}
	return m.articles
}

// made writes AllSides in a format, over and over, while more is wanted.
func (m *formatsMeasure) made(w formatWriter, more func(n int, size int64) bool) string {
	path := filepath.Join(m.dir, w.name)
	f, err := os.Create(path)
	require.NoError(m, err)
	out := &sized{w: bufio.NewWriterSize(f, 1<<20)}
	from := m.allSides()
	require.NoError(m, w.write(out, func(each func(int, *article.Article) error) error {
		for n := 0; more(n, out.n); n++ {
			if err := each(n+1, from[n%len(from)]); err != nil {
				return err
			}
		}
		return nil
	}))
	require.NoError(m, out.w.Flush())
	require.NoError(m, f.Close())
	return path
}

type sized struct {
	w *bufio.Writer
	n int64
}

func (s *sized) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += int64(n)
	return n, err
}

// read reads a file in a process of its own: this test once more.
func (m *formatsMeasure) read(path string) (cost, int) {
	m.Setenv(readVariable, path)
	self, err := os.Executable()
	require.NoError(m, err)
	a := archiveMeasure{T: m.T, program: self}
	c := a.launch("-test.run=^TestFormats$")
	raw, err := os.ReadFile(path + ".count")
	require.NoError(m, err)
	require.NoError(m, os.Unsetenv(readVariable))
	var n int
	_, err = fmt.Sscan(string(raw), &n)
	require.NoError(m, err)
	return c, n
}

func readEverything(t *testing.T, path string) {
	r, err := article.NewReader(article.Options{})
	require.NoError(t, err)
	n := 0
	require.NoError(t, r.Read(path, func(*article.Article) error { n++; return nil }, func(s article.Skipped) { t.Log(s) }))
	require.NoError(t, os.WriteFile(path+".count", fmt.Appendf(nil, "%d", n), 0o644))
}

func size(t testing.TB, path string) int64 {
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Size()
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }
