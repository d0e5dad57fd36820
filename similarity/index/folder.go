package index

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// folder is the folder that an index lies in. Beside the one on disk there is
// one in the crash tests, which forgets whatever was not synced.
type folder interface {
	path(name string) string
	open(name string) (file, error)
	create(name string) (output, error) // a new empty file; an old one is emptied
	rename(from, to string) error       // replaces to
	remove(name string) error
	list() ([]string, error) // sorted
	sync() error             // makes names durable
}

// file is an immutable file.
type file interface {
	io.ReaderAt
	io.Closer
	Size() (int64, error)
}

// output is a file being written.
type output interface {
	io.WriteCloser
	Sync() error
}

// wrap says what was being done to which file. Errors of the os package name
// the file themselves, then it is not said twice.
func wrap(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return fmt.Errorf("index: %w", err)
	}
	return fmt.Errorf("index: %s %s: %w", doing, path, err)
}

// disk is a folder on disk.
type disk string

type diskFile struct{ *os.File }

func (f diskFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (d disk) path(name string) string { return filepath.Join(string(d), name) }

func (d disk) open(name string) (file, error) {
	// Looked at first, because opening a named pipe would wait for ever.
	info, err := os.Stat(d.path(name))
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: d.path(name), Err: errors.New("not a regular file")}
	}
	if err != nil {
		return nil, err
	}
	f, err := os.Open(d.path(name))
	if err != nil {
		return nil, err
	}
	return diskFile{f}, nil
}

func (d disk) create(name string) (output, error) {
	return os.OpenFile(d.path(name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
}

func (d disk) rename(from, to string) error { return os.Rename(d.path(from), d.path(to)) }
func (d disk) remove(name string) error     { return os.Remove(d.path(name)) }

func (d disk) list() ([]string, error) {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names, nil
}

// sync makes the names in the folder durable. Windows has no such call, there
// the file system's journal does it.
func (d disk) sync() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(string(d))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
