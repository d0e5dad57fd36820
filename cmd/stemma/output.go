package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/report"
)

// newFolder makes the folder of a report. One that holds something is refused:
// pages of an older report would stay between the new ones.
func newFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(dir, 0o777)
	case err != nil:
		return fmt.Errorf("write the report: %w", err)
	case len(entries) > 0:
		return usageError{fmt.Sprintf("--output %s: the folder is not empty", dir), "name a new folder: a report of several pages replaces none"}
	}
	return nil
}

// printFolder writes the result as an HTML report into the folder of --output.
// Where it cannot finish, it leaves the folder as empty as it was.
func (w *writing) printFolder(ctx context.Context, t terminal, kind report.Kind, r *stemma.Result) error {
	if err := newFolder(w.output); err != nil {
		return err
	}
	var written []string
	n, err := report.WriteFolder(func(name string) (io.WriteCloser, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		file := filepath.Join(w.output, name)
		written = append(written, file)
		return os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	}, kind, r)
	if err != nil {
		for _, file := range written {
			os.Remove(file)
		}
		return fmt.Errorf("write the report into %s: %w", w.output, err)
	}
	fmt.Fprintf(t.err, "stemma: a report of %s: %s\n", pages(n), report.Printable(filepath.Join(w.output, report.IndexPage)))
	return nil
}

func pages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}
