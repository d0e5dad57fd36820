package index

import (
	"os"
	"syscall"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

// lockFile locks one byte far behind the file's end, so that those who wait can
// still read who holds the lock.
func lockFile(f *os.File) error {
	const exclusive, failAtOnce, lockViolation = 2, 1, syscall.Errno(33)
	at := syscall.Overlapped{OffsetHigh: 1 << 20}
	ok, _, err := lockFileEx.Call(f.Fd(), exclusive|failAtOnce, 0, 1, 0, uintptr(unsafe.Pointer(&at)))
	if ok != 0 {
		return nil
	}
	if err == lockViolation || err == syscall.ERROR_IO_PENDING {
		return errBusy
	}
	return err
}
