package benchmarks

import (
	"flag"
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

const hookFile = "hook.md"

var (
	hookPages   = flag.Int("hook-pages", 2000, "pages that copy nothing, for the hook")
	hookCommits = flag.Int("hook-commits", 300, "commits of the history that the hook is asked about")
)

// TestHookReplay replays a short history: each planted copy is blocked and
// nothing else is.
func TestHookReplay(t *testing.T) {
	need(t, dataFolder().articles("ecbplus"), dataFolder().path("ecbplus", "overlaps.tsv"))
	c := newContent(t, unrelatedPages(t, "ecbplus", 200, 6000))
	judgeReplay(t, c.replay(program(t), 100, 25))
}

// judgeReplay holds a history to what the hook is for.
func judgeReplay(t testing.TB, runs []hookRun) (planted, stopped int) {
	t.Helper()
	for _, h := range runs {
		if h.kind.copy {
			planted++
			stopped += h.status
			continue
		}
		assert.Zero(t, h.status, "blocked: %s\n%s", h.kind.name, h.printed)
	}
	assert.Equal(t, planted, stopped, "planted copies that were let through")
	return planted, stopped
}

// unrelatedPages are articles that, by the independent program's list, overlap
// with no other, spread over the corpus and cut to a length at a paragraph's
// end.
func unrelatedPages(t testing.TB, corpus string, n, longest int) []caseArticle {
	t.Helper()
	related := map[string]bool{}
	for _, row := range table(t, dataFolder().path(corpus, "overlaps.tsv"), false) {
		related[row["a"]], related[row["b"]] = true, true
	}
	var all []caseArticle
	eachRecord(t, dataFolder().articles(corpus), func(x caseArticle) {
		if !related[x.ID] && len(x.Text) > 1000 {
			if len(x.Text) > longest {
				x.Text = strings.ToValidUTF8(x.Text[:longest], "")
				x.Text = x.Text[:max(longest/2, strings.LastIndexAny(x.Text, ".\n"))]
			}
			all = append(all, x)
		}
	})
	require.Greater(t, len(all), n)
	var pages []caseArticle
	for i := range n {
		pages = append(pages, all[i*len(all)/n])
	}
	return pages
}

// TestHook measures the hook on real pages: the first and later runs on 20,000
// of them, commits of 2,000 that copy nothing, a history, and a cold install.
//
//	go test ./benchmarks -run 'TestHook$' -v -timeout 60m -long [-update]
func TestHook(t *testing.T) {
	if !*long {
		t.Skip("SKIPPED: takes long, run it with -long")
	}
	need(t, dataFolder().articles("allsides"), dataFolder().path("allsides", "overlaps.tsv"))
	binary := program(t)
	sections := map[string]string{}
	for _, part := range hookParts {
		t.Run(part.name, func(t *testing.T) {
			m := &hookMeasure{T: t, binary: binary}
			part.run(m)
			sections[part.name] = m.out.String()
			fmt.Println(m.out.String())
		})
	}
	if *update && !t.Failed() {
		recordHook(t, sections)
	}
}

// hookParts are the sections of hook.md. Each can be measured alone.
var hookParts = []struct {
	name, title string
	run         func(*hookMeasure)
}{
	{"pages", "20,000 Markdown files", (*hookMeasure).manyPages},
	{"unrelated", "Pages that copy nothing", (*hookMeasure).unrelated},
	{"history", "A history", (*hookMeasure).history},
	{"install", "Cold install", (*hookMeasure).coldInstall},
}

// recordHook writes hook.md: what was measured now, and of the other sections
// what was recorded before.
func recordHook(t testing.TB, sections map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(hookFile)
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# The hook, as recorded\n\nMade by `go test ./benchmarks -run 'TestHook$' -v -timeout 60m -long -update` on %s/%s with %d cores, %s, at times with other work beside it; a section is measured alone by `-run TestHook$/history` and the like.\n"+
		"Pages are articles of AllSides as Markdown files, without an outlet. Processor time is that of the hook and the git processes that it starts; times are median, 90th percentile, most.\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	for _, p := range hookParts {
		section, ran := sections[p.name]
		if !ran || section == "" {
			_, section, _ = strings.Cut(string(raw), "\n## "+p.title+"\n\n")
			section, _, _ = strings.Cut(section, "\n## ")
		}
		if section = strings.TrimSpace(section); section != "" {
			fmt.Fprintf(&out, "\n## %s\n\n%s\n", p.title, section)
		}
	}
	require.NoError(t, os.WriteFile(hookFile, []byte(out.String()), 0o644))
}

// hookMeasure gathers a section of hook.md.
type hookMeasure struct {
	*testing.T
	binary string
	out    strings.Builder
}

func (m *hookMeasure) line(format string, args ...any) { fmt.Fprintf(&m.out, format+"\n", args...) }

// manyPages measures the first run in a repository, which reads every page, and
// later ones.
func (m *hookMeasure) manyPages() {
	m.line("| bytes a page | first run, one new page | processor time | later runs, one new page each | processor time | goals |\n|---|---|---|---|---|---|")
	const pages, later = 20000, 21
	for _, longest := range []int{3500, 1 << 20} {
		c := newContent(m, unrelatedPages(m, "allsides", pages+later+1, longest))
		size := 0
		for range pages {
			size += len(c.texts[c.add()].Text)
		}
		c.git("add", ".")
		c.git("commit", "-q", "--no-verify", "-m", "all")
		var runs []hookRun
		for range later + 1 {
			c.add()
			c.git("add", ".")
			runs = append(runs, c.hook(m.binary))
			c.git("commit", "-q", "--no-verify", "-m", "one more")
		}
		wall, processor := spread(runs[1:])
		m.line("| %d | %s | %s | %s | %s | 6 s, 150 ms |", size/pages, seconds(runs[0].cost.wall), seconds(runs[0].cost.processor), wall, processor)
	}
}

// unrelated commits pages that copy nothing, ten at a time.
func (m *hookMeasure) unrelated() {
	pages, each := *hookPages, 10
	c := newContent(m, unrelatedPages(m, "allsides", 2*pages, 1<<20))
	var runs []hookRun
	for range pages {
		c.add()
	}
	c.git("add", ".")
	c.git("commit", "-q", "--no-verify", "-m", "archive")
	for range pages / each {
		for range each {
			c.add()
		}
		c.git("add", ".")
		runs = append(runs, c.hook(m.binary))
		c.git("commit", "-q", "--no-verify", "-m", "ten")
	}
	blocked, warnings := 0, 0
	for _, h := range runs {
		blocked += h.status
		warnings += h.levels["warning"]
		if h.status+h.levels["warning"] > 0 {
			m.Logf("%s", h.printed)
		}
	}
	wall, _ := spread(runs)
	m.line("%d pages in commits of %d beside %d others, none of which overlaps with another by an independent program: **%d commits blocked** (goal 0), %d warnings, %s a commit.", pages, each, pages, blocked, warnings, wall)
	assert.Zero(m, blocked)
}

// history replays 300 commits.
func (m *hookMeasure) history() {
	first := 2 * *hookCommits
	c := newContent(m, unrelatedPages(m, "allsides", first+3**hookCommits, 1<<20))
	runs := c.replay(m.binary, first, *hookCommits)
	planted, stopped := judgeReplay(m, runs)
	m.line("%d commits, %d pages at first. %d of %d planted copies were blocked.\n\n| commits | how many | blocked | errors a commit | warnings a commit | time | processor time |\n|---|---|---|---|---|---|---|", len(runs), first, stopped, planted)
	for i := range changes {
		var of []hookRun
		blocked, errors, warnings := 0, 0, 0
		for _, h := range runs {
			if h.kind == &changes[i] {
				of = append(of, h)
				blocked += h.status
				errors += h.levels["error"]
				warnings += h.levels["warning"]
				if !h.kind.copy && h.levels["warning"] > 0 {
					m.Logf("%s\n%s", h.kind.name, h.printed)
				}
			}
		}
		if len(of) > 0 {
			wall, processor := spread(of)
			n := float64(len(of))
			m.line("| %s | %d | %d | %.2f | %.2f | %s | %s |", changes[i].name, len(of), blocked, float64(errors)/n, float64(warnings)/n, wall, processor)
		}
	}
}

// coldInstall lets pre-commit build the hook from a clone of this repository
// with empty caches, and asks the result its version.
func (m *hookMeasure) coldInstall() {
	if _, err := exec.LookPath("pre-commit"); err != nil {
		m.line("Not measured: pre-commit was not on PATH.")
		return
	}
	c := newContent(m, unrelatedPages(m, "allsides", 10, 6000))
	base := m.TempDir()
	c.git("clone", "-q", m.root(), filepath.Join(base, "stemma"))
	c.env = append(c.env, "PRE_COMMIT_HOME="+filepath.Join(base, "pre-commit"), "GOMODCACHE="+filepath.Join(base, "modules"), "GOCACHE="+filepath.Join(base, "build"), "GOFLAGS=-modcacherw")
	config := fmt.Sprintf("repos:\n- repo: %s\n  rev: HEAD\n  hooks:\n  - id: stemma\n", filepath.Join(base, "stemma"))
	require.NoError(m, os.WriteFile(filepath.Join(c.dir, ".pre-commit-config.yaml"), []byte(config), 0o666))
	c.add()
	c.git("add", ".")
	cmd := exec.Command("pre-commit", "install", "--install-hooks")
	cmd.Dir, cmd.Env = c.dir, c.env
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	require.NoError(m, err, "%s", out)
	c.git("commit", "-q", "-m", "through the hook")
	built, err := filepath.Glob(filepath.Join(base, "pre-commit", "repo*", "golangenv-*", "bin", "stemma"))
	require.NoError(m, err)
	require.Len(m, built, 1)
	version, err := exec.Command(built[0], "--version").Output()
	require.NoError(m, err)
	head := strings.TrimSpace(c.git("-C", m.root(), "rev-parse", "HEAD"))
	assert.Contains(m, string(version), "+"+head[:12], "the version does not name the commit")
	m.line("With pre-commit, an empty module cache and an empty build cache, the standard library compiled too: %s, %s of processor time (goal 60 s). The program built so names its commit.",
		seconds(wall), seconds(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()))
}

// root is the repository that the tests lie in.
func (m *hookMeasure) root() string {
	root, err := filepath.Abs("..")
	require.NoError(m, err)
	return root
}

// spread prints the median, the 90th percentile and the most of wall and
// processor time.
func spread(runs []hookRun) (wall, processor string) {
	print := func(of func(hookRun) time.Duration) string {
		var all []time.Duration
		for _, h := range runs {
			all = append(all, of(h))
		}
		slices.Sort(all)
		return seconds(all[len(all)/2]) + ", " + seconds(all[len(all)*9/10]) + ", " + seconds(all[len(all)-1])
	}
	return print(func(h hookRun) time.Duration { return h.cost.wall }), print(func(h hookRun) time.Duration { return h.cost.processor })
}
