package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// lockPause is the time between two attempts to get the lock.
const lockPause = 20 * time.Millisecond

// errBusy is returned by lockFile when another process holds the lock.
var errBusy = errors.New("locked")

// takeLock takes the writer's lock of a folder, waiting for it at most wait.
// The lock belongs to the open file, so it ends with its process however that
// ends; what the file says is only for the error of those who wait.
func takeLock(dir string, wait time.Duration) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, wrap("open", path, err)
	}
	for deadline := time.Now().Add(wait); ; time.Sleep(lockPause) {
		err = lockFile(f)
		if !errors.Is(err, errBusy) || !time.Now().Before(deadline) {
			break
		}
	}
	if errors.Is(err, errBusy) {
		holder := readHolder(f)
		holder.Dir = dir
		err = holder
	} else if err != nil {
		err = wrap("lock", path, err)
	} else {
		err = writeHolder(f)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func writeHolder(f *os.File) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	line := fmt.Sprintf("%d\n%s\n%s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	if err := f.Truncate(0); err != nil {
		return wrap("truncate", f.Name(), err)
	}
	_, err = f.WriteAt([]byte(line), 0)
	return wrap("write", f.Name(), err)
}

// readHolder reads who holds the lock; fields that cannot be read stay empty.
func readHolder(f *os.File) *LockError {
	var e LockError
	buffer := make([]byte, 1024)
	n, _ := f.ReadAt(buffer, 0)
	lines := strings.Split(string(buffer[:n]), "\n")
	if len(lines) < 3 {
		return &e
	}
	pid, err := strconv.Atoi(lines[0])
	if err != nil || pid <= 0 {
		return &e
	}
	e.PID, e.Host = pid, lines[1]
	e.Since, _ = time.Parse(time.RFC3339, lines[2])
	return &e
}
