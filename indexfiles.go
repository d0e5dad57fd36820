package stemma

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// A run that adds the same files again need not take them apart: the index's note
// says of each file that was added as a whole what its content was. To hash a
// quarter of a million records takes a second, to read and compare them a quarter
// of a minute.
//
// What a file's articles became depends on later files only where an article of
// one id was replaced, or removed: then the others are forgotten, and read again
// the next time.

// The note: version 1, then for each file in rising order its key (16 bytes), the
// hash of its content (16 bytes) and the number of its articles (4 bytes, little
// endian).
const (
	noteVersion = 1
	noteEntry   = 16 + 16 + 4
)

type (
	fileKey [16]byte // hash of a file's path and of its path below the one given
	fileSum [16]byte // hash of a file's content and of how it is read
)

// knownFile is a file that was added as a whole.
type knownFile struct {
	sum      fileSum
	articles uint32
}

func encodeFiles(files map[fileKey]knownFile) []byte {
	if len(files) == 0 {
		return nil
	}
	out := []byte{noteVersion}
	for _, key := range slices.SortedFunc(maps.Keys(files), func(a, b fileKey) int { return bytes.Compare(a[:], b[:]) }) {
		f := files[key]
		out = append(append(out, key[:]...), f.sum[:]...)
		out = binary.LittleEndian.AppendUint32(out, f.articles)
	}
	return out
}

// decodeFiles reads a note. One that it does not understand says nothing.
func decodeFiles(note []byte) map[fileKey]knownFile {
	files := map[fileKey]knownFile{}
	if len(note) == 0 || note[0] != noteVersion || len(note)%noteEntry != 1 {
		return files
	}
	for e := range slices.Chunk(note[1:], noteEntry) {
		files[fileKey(e)] = knownFile{sum: fileSum(e[16:]), articles: binary.LittleEndian.Uint32(e[32:])}
	}
	return files
}

// fileWatch decides which files are passed over, and remembers those that were
// read. Its methods may be called from several goroutines.
type fileWatch struct {
	how  []byte // what else decides what becomes of a file
	all  bool   // every file is read
	held map[fileKey]knownFile

	mu     sync.Mutex
	read   map[string]*readFile // by path
	passed map[string]bool      // by path
	saved  int                  // articles in these files
}

// readFile is a file that is being read.
type readFile struct {
	key      fileKey
	sum      fileSum
	articles uint32
	lacking  bool // something in it gave no article
}

func newFileWatch(o article.Options, note []byte) *fileWatch {
	fields := make([]string, 0, len(o.Fields))
	for own, theirs := range o.Fields {
		fields = append(fields, own+"="+theirs)
	}
	slices.Sort(fields)
	return &fileWatch{
		how: fmt.Appendf(nil, "%s %q %v\n", Version(), fields, o.Limits), held: decodeFiles(note), read: map[string]*readFile{}, passed: map[string]bool{},
	}
}

// passOver reports a file whose articles are all in the index as they are.
func (w *fileWatch) passOver(path, below string) bool {
	sum, err := w.sumOf(path)
	if err != nil {
		return false // who reads it says why
	}
	hash := sha256.Sum256([]byte(absolute(path) + "\x00" + below))
	key := fileKey(hash[:])
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.read[path] != nil {
		return false // under another of the paths
	}
	if known, found := w.held[key]; found && known.sum == sum && !w.all {
		w.passed[path] = true
		w.saved += int(known.articles)
		return true
	}
	delete(w.held, key)
	w.read[path] = &readFile{key: key, sum: sum}
	return false
}

func (w *fileWatch) sumOf(path string) (fileSum, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return fileSum{}, fmt.Errorf("%s is no file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return fileSum{}, err
	}
	defer f.Close()
	h := sha256.New()
	h.Write(w.how)
	if _, err := io.Copy(h, f); err != nil {
		return fileSum{}, err
	}
	return fileSum(h.Sum(nil)), nil
}

// saw counts an article of a file, or something in it that gave none.
func (w *fileWatch) saw(path string, isArticle bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.read[path]; f != nil {
		f.articles++
		f.lacking = f.lacking || !isArticle
	}
}

// forget drops what is known of files that are not read in this run.
func (w *fileWatch) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = map[fileKey]knownFile{}
}

// note is what the next run shall know.
func (w *fileWatch) note() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	files := maps.Clone(w.held)
	for _, f := range w.read {
		if !f.lacking {
			files[f.key] = knownFile{sum: f.sum, articles: f.articles}
		}
	}
	return encodeFiles(files)
}
