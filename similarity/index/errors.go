package index

import (
	"errors"
	"fmt"
	"time"
)

// ErrNotIndex says that a folder holds something else than an index, or nothing.
// Test with errors.Is.
var ErrNotIndex = errors.New("not an index")

// ErrClosed is returned by a Writer or a Reader that was closed.
var ErrClosed = errors.New("index: closed")

// DamageError says that a file of the index does not hold what was written:
// a checksum that does not match, a length that leads out of the file, a file
// that is missing or cut short. No answer is drawn from such a place.
type DamageError struct {
	File   string // path of the file
	Offset int64  // byte offset of the page or field, 0 for the file as a whole
	What   string // what is wrong there
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("index: %s is damaged at byte %d: %s", e.File, e.Offset, e.What)
}

// VersionError says that a file was written in a format that this program does
// not know, most likely by a newer one.
type VersionError struct {
	File   string
	Found  uint32 // the version that the file names
	Newest uint32 // the newest version that this program reads
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("index: %s has format version %d, this program reads versions up to %d", e.File, e.Found, e.Newest)
}

// ParamsError says that an index was made with other parameters than those
// asked for, so that its keys mean something else.
type ParamsError struct {
	Dir  string
	Have []byte // the parameters that the index was made with
	Want []byte // the parameters asked for
}

func (e *ParamsError) Error() string {
	return fmt.Sprintf("index: %s was made with parameters %q, asked for are %q", e.Dir, e.Have, e.Want)
}

// LockError says that another writer holds the index.
type LockError struct {
	Dir   string
	PID   int       // process of the holder, 0 where it could not be read
	Host  string    // its host name, "" where it could not be read
	Since time.Time // when it took the lock, zero where it could not be read
}

func (e *LockError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("index: %s is being written by another process", e.Dir)
	}
	return fmt.Sprintf("index: %s is being written by process %d on %s since %s",
		e.Dir, e.PID, e.Host, e.Since.Format(time.RFC3339))
}

// MergeError says that a commit is safely on disk but that tidying up after
// it, joining small segments into a larger one, failed. The index is complete
// and the next writer's commit tries again.
type MergeError struct{ Err error }

func (e *MergeError) Error() string {
	return "index: committed, but joining segments failed: " + e.Err.Error()
}

// Unwrap returns the cause, for instance a full disk.
func (e *MergeError) Unwrap() error { return e.Err }

func damage(file string, offset int64, what string, args ...any) error {
	return &DamageError{File: file, Offset: offset, What: fmt.Sprintf(what, args...)}
}
