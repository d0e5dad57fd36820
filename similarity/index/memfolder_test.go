package index

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"syscall"
)

// memFolder is a folder in memory that knows what was synced. A crash keeps
// what was synced, and any part of the rest.
type memFolder struct {
	names   map[string]*memFile // as programs see them
	durable map[string]*memFile // as they were at the last sync of the folder
	pending []nameChange        // since then

	onChange func()                      // called after each change
	fault    func(op, name string) error // called before each operation
	failed   []string                    // the operations that failNth let fail
}

// nameChange is a create, a remove or a rename (both at once).
type nameChange struct {
	set    string
	file   *memFile
	remove string
}

type memFile struct {
	data   []byte
	synced int // that much of data survives
}

func newMemFolder() *memFolder {
	return &memFolder{names: map[string]*memFile{}, durable: map[string]*memFile{}}
}

func (d *memFolder) do(op, name string) error {
	if d.fault != nil {
		return d.fault(op, name)
	}
	return nil
}

func (d *memFolder) change(c nameChange) {
	applyChange(d.names, c)
	d.pending = append(d.pending, c)
	d.changed()
}

func applyChange(names map[string]*memFile, c nameChange) {
	if c.remove != "" {
		delete(names, c.remove)
	}
	if c.set != "" {
		names[c.set] = c.file
	}
}

func (d *memFolder) changed() {
	if d.onChange != nil {
		d.onChange()
	}
}

// crash returns the folder as it might be found after a power cut: each name
// change since the last sync with probability share, and of each file what was
// synced and up to that share of the rest, at times with junk in it.
func (d *memFolder) crash(rng *rand.Rand, share float64) *memFolder {
	after := newMemFolder()
	names := map[string]*memFile{}
	for name, f := range d.durable {
		names[name] = f
	}
	for _, c := range d.pending {
		if rng.Float64() < share {
			applyChange(names, c)
		}
	}
	for name, f := range names {
		extra := int(share * float64(len(f.data)-f.synced))
		if extra > 0 && share < 1 {
			extra = rng.IntN(extra + 1)
		}
		data := bytes.Clone(f.data[:f.synced+extra])
		if extra > 0 && rng.IntN(2) == 0 {
			for i := f.synced + rng.IntN(extra); i < len(data); i++ {
				data[i] = 0 // allocated, never written
			}
		}
		g := &memFile{data: data, synced: len(data)}
		after.names[name], after.durable[name] = g, g
	}
	return after
}

func (d *memFolder) path(name string) string { return "mem/" + name }

func (d *memFolder) open(name string) (file, error) {
	if err := d.do("open", name); err != nil {
		return nil, err
	}
	f := d.names[name]
	if f == nil {
		return nil, &fs.PathError{Op: "open", Path: d.path(name), Err: fs.ErrNotExist}
	}
	return &memInput{d, f, name}, nil
}

func (d *memFolder) create(name string) (output, error) {
	if err := d.do("create", name); err != nil {
		return nil, err
	}
	f := &memFile{}
	d.change(nameChange{set: name, file: f})
	return &memOutput{d, f, name}, nil
}

func (d *memFolder) rename(from, to string) error {
	if err := d.do("rename", from); err != nil {
		return err
	}
	f := d.names[from]
	if f == nil {
		return &fs.PathError{Op: "rename", Path: d.path(from), Err: fs.ErrNotExist}
	}
	d.change(nameChange{set: to, file: f, remove: from})
	return nil
}

func (d *memFolder) remove(name string) error {
	if err := d.do("remove", name); err != nil {
		return err
	}
	if d.names[name] == nil {
		return &fs.PathError{Op: "remove", Path: d.path(name), Err: fs.ErrNotExist}
	}
	d.change(nameChange{remove: name})
	return nil
}

func (d *memFolder) list() ([]string, error) {
	if err := d.do("list", ""); err != nil {
		return nil, err
	}
	var names []string
	for name := range d.names {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

func (d *memFolder) sync() error {
	if err := d.do("sync folder", ""); err != nil {
		return err
	}
	for _, c := range d.pending {
		applyChange(d.durable, c)
	}
	d.pending = nil
	d.changed()
	return nil
}

type memInput struct {
	d    *memFolder
	f    *memFile
	name string
}

func (r *memInput) ReadAt(p []byte, off int64) (int, error) {
	if err := r.d.do("read", r.name); err != nil {
		return 0, err
	}
	if off >= int64(len(r.f.data)) {
		return 0, io.EOF
	}
	n := copy(p, r.f.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (r *memInput) Close() error         { return nil }
func (r *memInput) Size() (int64, error) { return int64(len(r.f.data)), r.d.do("stat", r.name) }

type memOutput struct {
	d    *memFolder
	f    *memFile
	name string
}

// Write fails as a full disk does: part of it is written.
func (w *memOutput) Write(p []byte) (int, error) {
	if err := w.d.do("write", w.name); err != nil {
		n := len(p) / 2
		w.f.data = append(w.f.data, p[:n]...)
		return n, err
	}
	w.f.data = append(w.f.data, p...)
	w.d.changed()
	return len(p), nil
}

func (w *memOutput) Sync() error {
	if err := w.d.do("sync", w.name); err != nil {
		return err
	}
	w.f.synced = len(w.f.data)
	w.d.changed()
	return nil
}

func (w *memOutput) Close() error { return w.d.do("close", w.name) }

// failNth makes the n-th operation fail, and all later ones too if lasting.
func (d *memFolder) failNth(n int, err error, lasting bool) (count *int) {
	count = new(int)
	d.fault = func(op, name string) error {
		*count++
		if *count == n || lasting && *count > n {
			d.failed = append(d.failed, op)
			return &fs.PathError{Op: op, Path: d.path(name), Err: err}
		}
		return nil
	}
	return count
}

var (
	errDisk = syscall.EIO
	errFull = syscall.ENOSPC
)

func (d *memFolder) String() string {
	return fmt.Sprintf("%d names, %d changes pending", len(d.names), len(d.pending))
}
