package stemma

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
	"github.com/stemma-news/stemma/similarity/index"
)

// The guard's cache is an index of contents: a record for each content that a
// page ever had, named by its sum and the kind of its file, with the keys that
// find candidates. Paths do not stand in it, so renames, branches and work trees
// share it, and nothing in it can be out of date: a content that changes is
// another one. Beside the index lies a summary of it in one small file, so that
// a run that finds nothing new reads no more than that and what it looks up.
//
// Everything that gives the records their meaning is part of the folder's name:
// another version of the program or another policy on outlets starts anew.

// cacheLayout is raised when the records or the summary change.
const cacheLayout = 2

// Contents that the cache does not hold are worked out in memory on each run.
// From mostLoose on they are added: writing costs more than reading a few.
const (
	mostLoose   = 32
	noticeFrom  = 500              // contents from which the user is told
	cacheWait   = 60 * time.Second // for another hook that writes
	staleFolder = 60 * 24 * time.Hour
)

// errNoCache says that the guard must do without its cache.
var errNoCache = errors.New("the cache cannot be used")

// pageCache is the cache as one run sees it. It is closed by close.
type pageCache struct {
	dir    string
	params []byte
	reader *index.Reader
	cacheSummary
}

// cacheSummary is what every run needs of the index.
type cacheSummary struct {
	Generation uint64
	Numbers    map[uint64]uint32   // number of a record by its content's key
	Keys       []uint64            // the reverse, by number
	Shingles   []uint32            // distinct shingles of each record, by number; 0 for no article
	Unread     map[uint64]string   // why a content gave no article
	Furniture  map[string][]uint64 // standing lines by outlet
}

// contentKey names a content and how it is read.
func contentKey(p Page) string { return p.Sum + strings.ToLower(path.Ext(p.Path)) }

// contentHash is the key by which the summary knows a content.
func contentHash(p Page) uint64 { return article.HashBytes(contentKey(p)) }

// openCache opens the cache, without records where there is none yet.
func openCache(dir string, o Options) *pageCache {
	params := cacheParams(o)
	sum := sha256.Sum256(params)
	c := &pageCache{dir: filepath.Join(dir, hex.EncodeToString(sum[:6])), params: params}
	c.open()
	return c
}

// cacheParams is all that the records depend on besides the contents.
func cacheParams(o Options) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "layout %d, normaliser %s, shingles %d/%d, relations %d, program %s\n", cacheLayout, article.NormaliserVersion,
		similarity.ShingleVersion, similarity.ShingleWords, attribution.RelationVersion, programVersion())
	if p := o.Policy; p != nil {
		fmt.Fprintf(&b, "own %q\n", p.Own)
		for _, x := range p.Outlets {
			fmt.Fprintf(&b, "outlet %q %q %q %t\n", x.Name, x.Aliases, x.Zone, x.Agency)
		}
	}
	return b.Bytes()
}

// programVersion names the program: its version, and because a build from a
// changed tree has no new one, the size and the time of the binary.
func programVersion() string {
	version := Version()
	if file, err := os.Executable(); err == nil {
		if info, err := os.Stat(file); err == nil {
			version += fmt.Sprintf(" %d %d", info.Size(), info.ModTime().UnixNano())
		}
	}
	return version
}

func (c *pageCache) close() {
	if c.reader != nil {
		c.reader.Close()
		c.reader = nil
	}
}

// open reads the index as it is now and its summary. An index that is missing
// or damaged counts as empty; update then makes it anew.
func (c *pageCache) open() {
	c.close()
	c.cacheSummary = cacheSummary{}
	r, err := index.Open(filepath.Join(c.dir, "contents"), c.params)
	if err != nil {
		return
	}
	c.reader = r
	if !c.readSummary(r.Generation()) {
		if err := c.summarise(r); err != nil {
			c.close()
			c.cacheSummary = cacheSummary{}
		}
	}
}

func (c *pageCache) summaryFile() string { return filepath.Join(c.dir, "summary") }

// readSummary reads the summary that was written for a generation of the index.
func (c *pageCache) readSummary(generation uint64) bool {
	raw, err := os.ReadFile(c.summaryFile())
	if err != nil || len(raw) < sha256.Size {
		return false
	}
	sum := sha256.Sum256(raw[sha256.Size:])
	if !bytes.Equal(sum[:], raw[:sha256.Size]) {
		return false
	}
	var s cacheSummary
	if err := gob.NewDecoder(bytes.NewReader(raw[sha256.Size:])).Decode(&s); err != nil || s.Generation != generation {
		return false
	}
	c.cacheSummary = s
	c.number()
	return true
}

// number fills Numbers, which the file leaves out.
func (c *pageCache) number() {
	c.Numbers = make(map[uint64]uint32, len(c.Keys))
	for n, key := range c.Keys {
		if key != 0 {
			c.Numbers[key] = uint32(n)
		}
	}
}

// writeSummary writes the summary beside the index. A failure costs the next
// run some time and nothing else.
func (c *pageCache) writeSummary() {
	s := c.cacheSummary
	s.Numbers = nil
	var b bytes.Buffer
	b.Write(make([]byte, sha256.Size))
	if err := gob.NewEncoder(&b).Encode(s); err != nil {
		return
	}
	raw := b.Bytes()
	sum := sha256.Sum256(raw[sha256.Size:])
	copy(raw, sum[:])
	f, err := os.CreateTemp(c.dir, "summary-*")
	if err != nil {
		return
	}
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), c.summaryFile())
	}
	if err != nil {
		os.Remove(f.Name())
	}
}

// summarise makes the summary from the index.
func (c *pageCache) summarise(r *index.Reader) error {
	s := cacheSummary{Generation: r.Generation(), Keys: make([]uint64, r.Numbers()), Shingles: make([]uint32, r.Numbers()),
		Unread: map[uint64]string{}, Furniture: map[string][]uint64{}}
	outlets := map[string][]appearance{}
	for x, err := range r.All() {
		if err != nil {
			return err
		}
		key := article.HashBytes(x.ID)
		meta := readMeta(x.Meta)
		s.Keys[x.Number], s.Shingles[x.Number] = key, meta.shingles
		if meta.unread != "" {
			s.Unread[key] = meta.unread
		}
		for at := 0; at+8 <= len(x.Signature); at += 8 {
			outlets[meta.publisher] = append(outlets[meta.publisher], appearance{binary.LittleEndian.Uint64(x.Signature[at:]), int32(x.Number)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(outlets)) {
		var lines []uint64
		for h := range standingLines(outlets[name]) {
			lines = append(lines, h)
		}
		if len(lines) > 0 {
			slices.Sort(lines)
			s.Furniture[name] = lines
		}
	}
	c.cacheSummary = s
	c.number()
	c.writeSummary()
	return nil
}

// furniture is what the outlets' pages showed.
func (c *pageCache) furniture() furnitureOf {
	out := furnitureOf{}
	for name, lines := range c.Furniture {
		set := make(map[uint64]bool, len(lines))
		for _, h := range lines {
			set[h] = true
		}
		out[name] = set
	}
	return out
}

// holds reports whether a content is in the index.
func (c *pageCache) holds(key uint64) bool {
	_, held := c.Numbers[key]
	return held
}

// missing lists the pages whose content the cache does not hold, each content
// once. Keys are the contents' hashes.
func (c *pageCache) missing(pages []Page, keys []uint64) []Page {
	var out []Page
	seen := map[uint64]bool{}
	for i, p := range pages {
		if key := keys[i]; !c.holds(key) && !seen[key] {
			seen[key] = true
			out = append(out, p)
		}
	}
	return out
}

// update adds the contents that the cache lacks, where there are many of them.
func (c *pageCache) update(ctx context.Context, o Options, g *Guard, pages []Page, keys []uint64) error {
	missing := c.missing(pages, keys)
	if len(missing) <= mostLoose {
		return nil
	}
	if len(missing) >= noticeFrom && g.Notice != nil {
		g.Notice(fmt.Sprintf("reading %d articles once; later runs are faster", len(missing)))
	}
	if err := c.prepare(); err != nil {
		return errNoCache
	}
	w, err := c.writer()
	if err != nil {
		return errNoCache
	}
	defer w.Close()
	c.open() // another hook may have written meanwhile
	if missing = c.missing(pages, keys); len(missing) <= mostLoose {
		return nil
	}
	if err := c.add(ctx, o, g, w, missing); err != nil {
		return err
	}
	c.forget(w, pages)
	var merging *index.MergeError
	if err := w.Commit(); err != nil && !errors.As(err, &merging) {
		return errNoCache
	}
	if c.open(); c.reader == nil {
		return errNoCache
	}
	return nil
}

// prepare makes the folder, hides it from git in case it lies in a work tree,
// and removes what older versions of the program left.
func (c *pageCache) prepare() error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	above := filepath.Dir(c.dir)
	hide := filepath.Join(above, ".gitignore")
	if _, err := os.Stat(hide); err != nil {
		os.WriteFile(hide, []byte("*\n"), 0o600)
	}
	entries, err := os.ReadDir(above)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && e.IsDir() && e.Name() != filepath.Base(c.dir) && time.Since(info.ModTime()) > staleFolder {
			os.RemoveAll(filepath.Join(above, e.Name()))
		}
	}
	return nil
}

// writer opens the index for writing, anew where it is damaged.
func (c *pageCache) writer() (*index.Writer, error) {
	dir := filepath.Join(c.dir, "contents")
	w, err := index.OpenWriter(dir, c.params, index.Options{Wait: cacheWait, Memory: 256 << 20})
	var damaged *index.DamageError
	var version *index.VersionError
	if errors.As(err, &damaged) || errors.As(err, &version) || errors.Is(err, index.ErrNotIndex) {
		c.close()
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
		w, err = index.OpenWriter(dir, c.params, index.Options{Wait: cacheWait, Memory: 256 << 20})
	}
	return w, err
}

// add works out the contents on all jobs.
func (c *pageCache) add(ctx context.Context, o Options, g *Guard, w *index.Writer, pages []Page) error {
	reader, err := article.NewReader(o.Reading)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var failed error
	err = o.each(ctx, "reading", len(pages), func(i int) {
		r, err := g.record(reader, o, pages[i])
		if err != nil {
			return // what could not be loaded may be next time
		}
		if err := w.Add(r); err != nil {
			mu.Lock()
			failed = errNoCache
			mu.Unlock()
		}
	})
	if err == nil {
		err = failed
	}
	return err
}

// forget removes contents that no page has any more, once they are the greater
// part of the cache.
func (c *pageCache) forget(w *index.Writer, pages []Page) {
	if len(c.Numbers) < 2*len(pages)+1000 {
		return
	}
	used := make(map[string]bool, len(pages))
	for _, p := range pages {
		used[contentKey(p)] = true
	}
	for x, err := range c.reader.All() {
		if err != nil {
			return
		}
		if !used[x.ID] {
			w.Remove(x.ID)
		}
	}
}

// record works out one content. It fails where the content cannot be had; one
// that is no article gives a record that says so.
func (g *Guard) record(reader *article.Reader, o Options, p Page) (index.Record, error) {
	r := index.Record{ID: contentKey(p)}
	a, err := g.readPage(reader, o, p)
	var meta pageMeta
	var input *article.InputError
	switch {
	case errors.As(err, &input):
		return r, err
	case err != nil:
		meta.unread = err.Error()
	case a != nil:
		d := digestOf(a)
		meta.shingles, meta.publisher = uint32(len(d.sketch)), strings.ToLower(a.Publisher)
		r.Keys = append(slices.Clone(d.sketch), d.salted()...)
		for _, h := range sentenceHashesOf(d.body) {
			r.Signature = binary.LittleEndian.AppendUint64(r.Signature, h)
		}
	}
	r.Meta = meta.bytes()
	return r, nil
}

// pageMeta is the Meta of a record.
type pageMeta struct {
	shingles          uint32
	publisher, unread string
}

func (m pageMeta) bytes() []byte {
	b := binary.LittleEndian.AppendUint32(nil, m.shingles)
	return append(b, m.publisher+"\x00"+m.unread...)
}

func readMeta(b []byte) pageMeta {
	if len(b) < 4 {
		return pageMeta{}
	}
	publisher, unread, _ := strings.Cut(string(b[4:]), "\x00")
	return pageMeta{binary.LittleEndian.Uint32(b), publisher, unread}
}

// pageDigest is what candidates of a page are found by.
type pageDigest struct {
	body    *article.Body
	sketch  similarity.Sketch
	anchors []uint64
}

func digestOf(a *article.Article) pageDigest {
	b := article.ParseSentences(a)
	_, anchors := similarity.Anchors(b)
	return pageDigest{b, similarity.NewSketch(similarity.Shingles(hashes(b.Tokens)), 1), similarity.AnchorKeys(anchors, 0)}
}

// salted are the anchor keys as the index holds them: beside shingles, so they
// must not meet.
func (d pageDigest) salted() []uint64 {
	out := make([]uint64, len(d.anchors))
	for i, k := range d.anchors {
		k = (k ^ 0x5bd1e9955bd1e995) * 0x9e3779b97f4a7c15
		out[i] = k ^ k>>29
	}
	return out
}
