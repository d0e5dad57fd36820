package benchmarks

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// content is a newsroom's repository made of real articles, one Markdown file
// each.
type content struct {
	testing.TB
	dir   string
	env   []string
	pages []caseArticle // those not published yet
	paths []string      // of what is tracked
	texts map[string]caseArticle
	front map[string]string // further lines of front matter, by path
	r     *rand.Rand
}

// newContent makes an empty repository. The same seed writes the same history.
func newContent(t testing.TB, pages []caseArticle) *content {
	t.Helper()
	c := &content{TB: t, dir: filepath.Join(t.TempDir(), "content"), pages: pages, texts: map[string]caseArticle{}, front: map[string]string{}, r: rand.New(rand.NewPCG(7, 300))}
	require.NoError(t, os.MkdirAll(c.dir, 0o777))
	home := t.TempDir()
	c.env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, "cache"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Desk", "GIT_AUTHOR_EMAIL=desk@polder.example", "GIT_COMMITTER_NAME=Desk", "GIT_COMMITTER_EMAIL=desk@polder.example")
	c.git("init", "-q", "-b", "main")
	return c
}

func (c *content) git(args ...string) string {
	c.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	out, err := cmd.CombinedOutput()
	require.NoError(c, err, "git %v\n%s", args, out)
	return string(out)
}

// write puts an article into the work tree, with further lines of front matter.
// Pages name no outlet: they are all of one newsroom.
func (c *content) write(path string, a caseArticle, more string) {
	c.Helper()
	full := filepath.Join(c.dir, path)
	require.NoError(c, os.MkdirAll(filepath.Dir(full), 0o777))
	page := fmt.Sprintf("---\ntitle: %q\ndate: %q\n%s---\n%s\n", a.Title, a.Published, more, a.Text)
	require.NoError(c, os.WriteFile(full, []byte(page), 0o666))
	c.texts[path], c.front[path] = a, more
}

// add publishes the next article under a path of its own.
func (c *content) add() string {
	c.Helper()
	require.NotEmpty(c, c.pages)
	a := c.pages[0]
	c.pages = c.pages[1:]
	path := fmt.Sprintf("content/%04d/%s.md", c.r.IntN(12), a.ID)
	c.write(path, a, "")
	c.paths = append(c.paths, path)
	return path
}

// any is some tracked path.
func (c *content) any() int { return c.r.IntN(len(c.paths)) }

// change is one kind of commit of a history: how many of 100 commits are of the
// kind, and what they do.
type change struct {
	name  string
	share int
	copy  bool // plants an uncredited copy, which must be blocked
	do    func(c *content)
}

var changes = []change{
	{name: "new articles", share: 55, do: func(c *content) {
		for range 1 + c.r.IntN(3) {
			c.add()
		}
	}},
	{name: "edits", share: 15, do: func(c *content) {
		path := c.paths[c.any()]
		a := c.texts[path]
		words := strings.Fields(a.Text)
		at := c.r.IntN(len(words))
		a.Text = strings.Replace(a.Text, words[at], words[at]+" "+words[c.r.IntN(len(words))], 1) + "\n\nThis article was corrected on Friday: an earlier version misstated the time of the meeting."
		c.write(path, a, c.front[path])
	}},
	{name: "renames", share: 8, do: func(c *content) {
		i := c.any()
		from, to := c.paths[i], "content/moved/"+filepath.Base(c.paths[i])
		if from == to {
			to = "content/back/" + filepath.Base(from)
		}
		require.NoError(c, os.MkdirAll(filepath.Join(c.dir, filepath.Dir(to)), 0o777))
		c.git("mv", from, to)
		c.texts[to], c.front[to], c.paths[i] = c.texts[from], c.front[from], to
	}},
	{name: "deletions", share: 4, do: func(c *content) {
		i := c.any()
		c.git("rm", "-q", c.paths[i])
		c.paths = append(c.paths[:i], c.paths[i+1:]...)
	}},
	{name: "merges of two new articles", share: 6, do: func(c *content) {
		c.git("checkout", "-q", "-b", "side")
		c.add()
		c.git("add", ".")
		c.git("commit", "-q", "--no-verify", "-m", "side")
		c.git("checkout", "-q", "main")
		c.add()
		c.git("add", ".")
		c.git("commit", "-q", "--no-verify", "-m", "main")
		c.git("merge", "-q", "--no-commit", "--no-ff", "side")
		c.git("branch", "-q", "-D", "side")
	}},
	{name: "uncredited copies", share: 8, copy: true, do: func(c *content) { c.plant("") }},
	{name: "copies that declare their source", share: 4, do: func(c *content) { c.plant("source: Polder Press Agency\n") }},
}

// plant publishes a tracked article again under another headline, without its
// first sentence.
func (c *content) plant(more string) {
	a := c.texts[c.paths[c.any()]]
	if _, rest, cut := strings.Cut(a.Text, ". "); cut && len(rest) > len(a.Text)*3/4 {
		a.Text = rest
	}
	a.Title = "What we know about it"
	path := fmt.Sprintf("content/desk/%d.md", c.r.Int64())
	c.write(path, a, more)
	if more != "" {
		c.paths = append(c.paths, path)
	}
}

// hookRun is what the hook said of one commit.
type hookRun struct {
	kind    *change
	cost    cost
	status  int
	levels  map[string]int
	printed string
}

// hook runs the hook on what is staged.
func (c *content) hook(binary string, args ...string) hookRun {
	c.Helper()
	cmd := exec.Command(binary, append([]string{"hook"}, args...)...)
	cmd.Dir, cmd.Env = c.dir, c.env
	start := time.Now()
	out, err := cmd.CombinedOutput()
	h := hookRun{cost: cost{wall: time.Since(start)}, levels: map[string]int{}, printed: string(out)}
	if _, exited := err.(*exec.ExitError); !exited {
		require.NoError(c, err)
	}
	h.status = cmd.ProcessState.ExitCode()
	h.cost.processor = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	require.Less(c, h.status, 2, "%s", out)
	for line := range strings.Lines(h.printed) {
		for _, level := range []string{"error", "warning"} {
			if strings.Contains(line, ": "+level+": ") {
				h.levels[level]++
			}
		}
	}
	return h
}

// replay makes a history of commits and asks the hook about each. A planted copy
// is taken back, as a blocked author would.
func (c *content) replay(binary string, first, commits int) []hookRun {
	c.Helper()
	for range first {
		c.add()
	}
	c.git("add", ".")
	c.git("commit", "-q", "--no-verify", "-m", "first")
	var runs []hookRun
	for range commits {
		kind := c.next()
		kind.do(c)
		c.git("add", ".")
		h := c.hook(binary)
		h.kind = kind
		runs = append(runs, h)
		if kind.copy {
			c.git("reset", "-q", "--hard")
		} else {
			c.git("commit", "-q", "--no-verify", "--allow-empty", "-m", kind.name)
		}
	}
	return runs
}

// next draws a kind of commit.
func (c *content) next() *change {
	at := c.r.IntN(100)
	for i := range changes {
		if at -= changes[i].share; at < 0 {
			return &changes[i]
		}
	}
	panic("the shares are no hundred")
}
