package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/stemma-news/stemma"
)

// repository is the git repository that a hook runs in. What a commit holds is
// in its index, so that is what is read; where the work tree has the same bytes
// they come from there, which is faster.
type repository struct {
	ctx    context.Context
	root   string // of the work tree, links resolved
	common string // the folder that all work trees share

	disk map[string][]byte // contents that are not in git, by their sum

	mu    sync.Mutex
	batch *catFile
}

// openRepository finds the repository of the working folder.
func openRepository(ctx context.Context) (*repository, error) {
	r := &repository{ctx: ctx, disk: map[string][]byte{}}
	out, err := r.git("rev-parse", "--show-toplevel", "--git-common-dir")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(out), "\r\n"), "\n")
	if len(lines) != 2 || lines[0] == "" {
		return nil, errors.New("this repository has no work tree")
	}
	r.root, r.common = filepath.FromSlash(strings.TrimRight(lines[0], "\r")), filepath.FromSlash(strings.TrimRight(lines[1], "\r"))
	if r.common, err = filepath.Abs(r.common); err != nil {
		return nil, err
	}
	if full, err := filepath.EvalSymlinks(r.root); err == nil {
		r.root = full
	}
	return r, nil
}

// git runs git where the repository lies. It passes GIT_INDEX_FILE on, as git
// set it for the hook, and takes no optional lock, so that the index is never
// written.
func (r *repository) git(args ...string) ([]byte, error) {
	c := r.command(args...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil {
		if text := strings.TrimSpace(complaint.String()); text != "" {
			return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(text, "fatal: "))
		}
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	}
	return out, nil
}

func (r *repository) command(args ...string) *exec.Cmd {
	c := exec.CommandContext(r.ctx, "git", args...)
	c.Dir = r.root
	c.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	return c
}

// tracked lists the regular files of the index with the names of their
// contents. Of a file in conflict it is our side.
func (r *repository) tracked() ([]stemma.Page, error) {
	out, err := r.git("ls-files", "-z", "--stage")
	if err != nil {
		return nil, err
	}
	var pages []stemma.Page
	for rest := string(out); rest != ""; {
		var entry string
		entry, rest, _ = strings.Cut(rest, "\x00")
		head, path, _ := strings.Cut(entry, "\t")
		mode, more, _ := strings.Cut(head, " ")
		sum, stage, _ := strings.Cut(more, " ")
		if strings.HasPrefix(mode, "100") && (stage == "0" || stage == "2") {
			pages = append(pages, stemma.Page{Path: path, Sum: sum})
		}
	}
	return pages, nil
}

// staged lists the paths that the commit adds or changes; a renamed file counts
// as added.
func (r *repository) staged() (map[string]bool, error) {
	against := "HEAD"
	if _, err := r.git("rev-parse", "--quiet", "--verify", "HEAD"); err != nil {
		c := r.command("hash-object", "-t", "tree", "--stdin")
		c.Stdin = strings.NewReader("")
		empty, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("git hash-object: %w", err)
		}
		against = strings.TrimSpace(string(empty))
	}
	return r.paths("diff-index", "--cached", "-z", "--name-only", "--diff-filter=ACMR", against)
}

func (r *repository) paths(args ...string) (map[string]bool, error) {
	out, err := r.git(args...)
	if err != nil {
		return nil, err
	}
	set := map[string]bool{}
	for _, p := range strings.Split(string(out), "\x00") {
		if p != "" {
			set[p] = true
		}
	}
	return set, nil
}

// sumOf is the name that git gives to a content, in the kind of hash that the
// example has.
func sumOf(data []byte, example string) string {
	head := "blob " + strconv.Itoa(len(data)) + "\x00"
	if len(example) == 2*sha256.Size {
		h := sha256.New()
		io.WriteString(h, head)
		h.Write(data)
		return hex.EncodeToString(h.Sum(nil))
	}
	h := sha1.New()
	io.WriteString(h, head)
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// load returns a page as the index has it.
func (r *repository) load(p stemma.Page) ([]byte, error) {
	if data, held := r.disk[p.Sum]; held {
		return data, nil
	}
	onDisk, err := r.read(p.Path)
	if err == nil && sumOf(onDisk, p.Sum) == p.Sum {
		return onDisk, nil
	}
	data, gitErr := r.blob(p.Sum)
	if gitErr == nil && err == nil && bytes.HasPrefix(data, []byte("version https://git-lfs")) {
		return onDisk, nil // the index holds a pointer to the content
	}
	return data, gitErr
}

// read reads a page as it lies in the work tree. What git lists there may have
// become a pipe or a link since.
func (r *repository) read(path string) ([]byte, error) {
	info, err := os.Lstat(r.file(path))
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(r.file(path))
}

// file is where a page lies in the work tree.
func (r *repository) file(path string) string {
	return filepath.Join(r.root, filepath.FromSlash(path))
}

// catFile is a `git cat-file --batch` that answers as long as it is asked.
type catFile struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// blob reads a content from git's store.
func (r *repository) blob(sum string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.batch == nil {
		c := r.command("cat-file", "--batch")
		in, err := c.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := c.StdoutPipe()
		if err != nil {
			return nil, err
		}
		if err := c.Start(); err != nil {
			return nil, fmt.Errorf("git cat-file: %w", err)
		}
		r.batch = &catFile{c, in, bufio.NewReaderSize(out, 1<<16)}
	}
	if _, err := io.WriteString(r.batch.in, sum+"\n"); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	head, err := r.batch.out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(head)
	if len(fields) != 3 {
		return nil, fmt.Errorf("git has no object %s", sum)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	data := make([]byte, size+1) // with the line's end
	if _, err := io.ReadFull(r.batch.out, data); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return data[:size], nil
}

// close ends the processes that were started.
func (r *repository) close() {
	if r.batch != nil {
		r.batch.in.Close()
		r.batch.process.Wait()
	}
}
