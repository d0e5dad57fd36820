package stemma

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity/index"
)

// IndexOptions say how articles are added to an index.
type IndexOptions struct {
	Options
	// Scale keeps one shingle in so many of articles of 200 words and more; 0
	// takes that of the index, for a new one 1, which keeps all.
	Scale int
	// NoText leaves the texts out: candidates are still found, but what they
	// have in common is only estimated.
	NoText bool
	// Memory is about how many bytes records may take before they are written
	// out, 0 for 512 MiB.
	Memory int64
	// CommitEvery is the number of articles after which what was added is made
	// durable, 0 for twice a minute.
	CommitEvery int
	// Wait is how long to wait for another writer of the index to end, 0 for ten
	// seconds, negative for not at all. Who holds it then is in the *LockError.
	Wait time.Duration
	// Prune removes the articles that the paths no longer hold.
	Prune bool
	// Mend tests every byte of the index first and leaves out what is damaged.
	// A small index, and one that shows damage, is mended without being asked.
	Mend bool
}

// IndexChange is what happened to an index.
type IndexChange struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"` // the older text is kept as a version
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	Articles  int `json:"articles"` // in the index afterwards
	// Lost lists the damaged parts of the index that were left out. What stood
	// in them and was not added again is no longer there.
	Lost    []IndexProblem `json:"lost"`
	Skipped []Skipped      `json:"skipped"`
}

// IndexProblem is a damaged place of an index.
type IndexProblem struct {
	File   string `json:"file"`
	Offset int64  `json:"offset"`
	What   string `json:"what"`
}

// smallIndex is the size in bytes up to which an index is tested as a whole
// before something is added: that takes about a second.
const smallIndex = 256 << 20

// AddToIndex adds the articles under the paths to the index in the folder dir,
// which it makes where there is none. An article whose source did not change is
// left alone. After an error, or a kill, the index holds what was last made
// durable; adding the same paths again goes on from there.
//
// Errors: those of similarity/index, *article.InputError, the context's.
func AddToIndex(ctx context.Context, dir string, o IndexOptions, paths ...string) (*IndexChange, error) {
	for _, p := range paths {
		if isIndex(p) {
			return nil, fmt.Errorf("%s is an index: add the articles that it was made from", p)
		}
	}
	params, err := o.params(dir)
	if err != nil {
		return nil, err
	}
	if !o.Mend {
		o.Mend = isSmall(dir)
	}
	change, err := addOnce(ctx, dir, params, o, paths)
	var damaged *index.DamageError
	if errors.As(err, &damaged) && !o.Mend {
		o.Mend = true
		return addOnce(ctx, dir, params, o, paths)
	}
	return change, err
}

// params are those of the index where there is one, else those asked for.
func (o IndexOptions) params(dir string) (storeParams, error) {
	asked := storeParams{scale: max(o.Scale, 1), text: !o.NoText}
	r, err := index.Open(dir, nil)
	if err != nil {
		return asked, nil // the writer says what is wrong, or makes it
	}
	defer r.Close()
	have, err := readParams(dir, r.Params())
	switch {
	case err != nil:
		return asked, err
	case o.Scale > 0 && o.Scale != have.scale, o.NoText && have.text:
		asked.scale = max(o.Scale, 1)
		return asked, &index.ParamsError{Dir: dir, Have: have.bytes(), Want: asked.bytes()}
	}
	return have, nil
}

// isSmall looks at the sizes of the files: an index that is damaged cannot tell.
func isSmall(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	total := int64(0)
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
	}
	return total < smallIndex
}

func addOnce(ctx context.Context, dir string, params storeParams, o IndexOptions, paths []string) (*IndexChange, error) {
	w, err := index.OpenWriter(dir, params.bytes(), index.Options{Memory: o.Memory, Wait: o.Wait, KeepVersions: true, Mend: o.Mend})
	if err != nil {
		return nil, err
	}
	in := &adding{
		o: o, params: params, known: o.Policy.tables(), writer: w, places: map[uint64]place{}, read: map[string]int{},
		committed: time.Now(), change: IndexChange{Lost: []IndexProblem{}, Skipped: []Skipped{}},
	}
	for _, p := range w.Dropped() {
		in.change.Lost = append(in.change.Lost, IndexProblem(p))
	}
	err = in.addFiles(ctx, paths)
	if err == nil && o.Prune {
		err = in.prune(dir)
	}
	if err == nil {
		w.SetNote(in.files.note())
		err = in.commit()
	}
	if err == nil {
		err = in.pack()
	}
	if e := w.Close(); err == nil {
		err = e
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(in.change.Skipped, bySkippedPath)
	in.change.Articles, err = articlesIn(dir)
	return &in.change, err
}

func articlesIn(dir string) (int, error) {
	r, err := index.Open(dir, nil)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	return r.Len(), nil
}

// adding is one run of AddToIndex. Articles are read, taken apart and packed on
// all jobs; the index answers the same for any order in which they arrive.
type adding struct {
	o      IndexOptions
	params storeParams
	known  tables
	writer *index.Writer
	files  *fileWatch

	mu        sync.Mutex
	change    IndexChange
	done      int
	places    map[uint64]place // where the id with this hash was read
	paths     []string         // that places speak of
	read      map[string]int   // which of the paths a file was read under
	failed    error
	committed time.Time
	since     int // articles added since
	gate      sync.RWMutex
	states    states
}

// addFiles adds the articles under the paths, those aside of files that were added
// before and have not changed. Where an article turns out to have changed, it may
// be that of another file: then those are read as well.
func (in *adding) addFiles(ctx context.Context, paths []string) error {
	in.files = newFileWatch(in.o.Reading, in.writer.Note())
	in.files.all = in.o.Prune || len(in.change.Lost) > 0
	if in.files.all {
		in.files.forget()
	}
	reading := in.o.Reading
	reading.Extra = true
	reading.PassOver = in.files.passOver
	r, err := article.NewReader(reading)
	if err == nil {
		err = in.addAll(ctx, r, paths)
	}
	if err != nil || in.change.Changed == 0 || len(in.files.passed) == 0 {
		in.change.Unchanged += in.files.saved
		return err
	}
	reading.PassOver = func(path, _ string) bool { return !in.files.passed[path] }
	if r, err = article.NewReader(reading); err != nil {
		return err
	}
	in.read = map[string]int{}
	return in.addAll(ctx, r, paths)
}

// place is where an article was read: a path by its number, and the record.
type place struct {
	path, record int32
	state        bool // one of several, perhaps
}

func (in *adding) addAll(ctx context.Context, r *article.Reader, paths []string) error {
	for nth, path := range paths {
		queue := make(chan article.Source, waiting*in.o.jobs())
		var workers sync.WaitGroup
		for range in.o.jobs() {
			workers.Go(func() {
				for s := range queue {
					in.add(s)
				}
			})
		}
		err := r.Sources(path, func(s article.Source) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := in.failure(); err != nil {
				return err
			}
			if !in.again(nth, s.Path) {
				queue <- s
			}
			return in.commitNow(false)
		})
		close(queue)
		workers.Wait()
		if err == nil {
			err = in.failed
		}
		if err != nil {
			// What was read so far is good: the next run need not read it again.
			if ctx.Err() != nil && in.failed == nil {
				return errors.Join(err, in.commit())
			}
			return err
		}
	}
	return nil
}

func (in *adding) failure() error {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.failed
}

func (in *adding) fail(err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.failed == nil {
		in.failed = err
	}
}

// again reports whether a file was read before under another of the paths.
func (in *adding) again(nth int, path string) bool {
	if path == "-" {
		return false
	}
	full := absolute(path)
	first, read := in.read[full]
	if !read {
		in.read[full] = nth
	}
	return read && first != nth
}

// add reads one article and adds it unless the index holds it as it is.
func (in *adding) add(s article.Source) {
	a, err := articleWithin(in.o.Reading.Limits.Within(), s)
	switch {
	case err != nil && s.Named:
		in.fail(&article.InputError{Path: s.Path, Err: err})
	case err != nil:
		in.files.saw(s.Path, false)
		in.skip(s.Place(), err.Error())
	default:
		if err := in.addArticle(s, a); err != nil {
			in.fail(err)
		}
	}
}

func (in *adding) skip(place, reason string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.change.Skipped = append(in.change.Skipped, Skipped{Path: place, Reason: reason})
}

func (in *adding) addArticle(s article.Source, a *article.Article) error {
	var st *state
	if a.Version != "" {
		defer in.states.lock(a.ID).Unlock()
		var beaten *stateAt
		if st, beaten = in.states.meet(a, stateAt{s.Path, s.Place()}); beaten != nil {
			in.files.saw(beaten.path, false)
			in.skip(beaten.place, "another state of "+a.ID+" is newer, or has the same text")
			if beaten.place == s.Place() {
				return nil
			}
		}
	}
	in.files.saw(s.Path, true)
	if err := in.remember(s, a); err != nil {
		return err
	}
	sum := sumOf(a)
	held, known, err := in.writer.Sum(a.ID)
	if err != nil {
		return err
	}
	changed := !known || held != sum
	if st != nil { // what counts is the index as it was before this run
		changed = st.added || changed
		held, known = st.before(held, known)
	}
	if known && held != sum {
		in.files.forget() // it may be an article of another file
		in.writer.SetNote(nil)
	}
	if changed {
		in.gate.RLock() // no commit while a record is on its way
		err = in.writer.Add(in.recordOf(a, sum))
		in.gate.RUnlock()
		if err != nil {
			return err
		}
	}
	in.count(st, known, held == sum, changed)
	return nil
}

// count says what became of an article; of several states of one the last that
// was kept counts.
func (in *adding) count(st *state, known, same, written bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	counter := &in.change.Changed
	switch {
	case !known:
		counter = &in.change.Added
	case same:
		counter = &in.change.Unchanged
	}
	*counter++
	if st != nil {
		if st.counted != nil {
			*st.counted--
		}
		st.counted = counter
	}
	if written {
		in.since++
	}
	in.done++
	in.o.progress("adding", in.done, 0)
}

// recordOf is what the index stores of an article.
func (in *adding) recordOf(a *article.Article, sum [32]byte) index.Record {
	body := article.ParseBody(a)
	k := newArticleKeys(body, in.params.scale)
	r := index.Record{ID: a.ID, Sum: sum, Meta: encodeMeta(a), Signature: k.signature(), Keys: k.stored(a, in.params.scale)}
	if in.params.text {
		r.Text = []byte(a.Text)
		r.Reading = readingOf(body, in.o.Policy, in.known)
	}
	return r
}

// remember refuses a second article of one id that is no state of the first.
func (in *adding) remember(s article.Source, a *article.Article) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	hash := article.HashBytes(a.ID)
	if p, clash := in.places[hash]; clash && (a.Version == "" || !p.state) {
		first := article.Source{Path: in.paths[p.path], Record: int(p.record)}
		return clashError(a.ID, first.Place(), s.Place())
	}
	if n := len(in.paths); n == 0 || in.paths[n-1] != s.File() {
		in.paths = append(in.paths, s.File())
	}
	in.places[hash] = place{int32(len(in.paths) - 1), int32(s.Record), a.Version != ""}
	return nil
}

// commitPause is how long articles are added before they are made durable: what
// a kill can cost.
const commitPause = 30 * time.Second

// commitNow commits if it is time to.
func (in *adding) commitNow(always bool) error {
	in.mu.Lock()
	due := in.since > 0 && (in.o.CommitEvery > 0 && in.since >= in.o.CommitEvery || in.o.CommitEvery <= 0 && time.Since(in.committed) >= commitPause)
	in.mu.Unlock()
	if !always && !due {
		return nil
	}
	in.gate.Lock()
	defer in.gate.Unlock()
	err := in.writer.Commit()
	in.mu.Lock()
	in.committed, in.since = time.Now(), 0
	in.mu.Unlock()
	return in.untidied(err)
}

// pack leaves few segments, so that asking is fast.
func (in *adding) pack() error {
	in.o.progress("joining segments", in.done, 0)
	return in.untidied(in.writer.Pack())
}

// untidied notes that segments could not be joined: what was added is safe, and
// the next run tidies up.
func (in *adding) untidied(err error) error {
	var tidying *index.MergeError
	if !errors.As(err, &tidying) {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.change.Skipped = append(in.change.Skipped, Skipped{Path: "the index", Reason: tidying.Error()})
	return nil
}

func (in *adding) commit() error { return in.commitNow(true) }

// prune removes what the index held and the paths did not. An article whose file
// is there but could not be read is kept.
func (in *adding) prune(dir string) error {
	if err := in.commit(); err != nil {
		return err
	}
	r, err := index.Open(dir, nil)
	if err != nil {
		return err
	}
	defer r.Close()
	unread := map[string]bool{}
	for _, s := range in.change.Skipped {
		unread[fullPath(s.Path)] = true
	}
	for e, err := range r.All() {
		if err != nil {
			return err
		}
		if _, seen := in.places[article.HashBytes(e.ID)]; seen {
			continue
		}
		a, err := decodeMeta(e.Meta, fullPath)
		if err != nil {
			return fmt.Errorf("%s: article %q: %w", dir, e.ID, err)
		}
		if full := fullPath(a.Path); full != "" && unread[full] {
			continue
		}
		if _, err := in.writer.Remove(e.ID); err != nil {
			return err
		}
		in.change.Removed++
	}
	return nil
}
