package stemma

import (
	"container/list"
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// subject is an article taken apart, with all that comparing it needs.
type subject struct {
	article   *article.Article
	body      *article.Body
	profile   *attribution.Profile
	sketch    similarity.Sketch
	furniture []article.Span
	known     tables
	proof     *attribution.Proof // the newest date that the text proves
	when      article.Interval   // when it was published, as far as anything shows
	notes     *attribution.Notes // those that an index has of it, nil for none
}

// newSubject takes an article apart. Of one of which an index has notes the date
// that it proves is known.
func newSubject(a *article.Article, learnt furnitureOf, known tables, notes *attribution.Notes) *subject {
	s := &subject{article: a, body: article.ParseBody(a), known: known, notes: notes}
	s.mask(learnt)
	s.sketch = sketchOf(s.body.Tokens)
	if notes != nil {
		s.proof = notes.Proof
	} else if p, found := attribution.NotBefore(s.body); found {
		s.proof = &p
	}
	s.when = attribution.When(a, s.proof)
	return s
}

// hashRoom is memory for the hashes of an article's words and shingles, of which
// only the sketch stays.
var hashRoom = sync.Pool{New: func() any { return new([]uint64) }}

func sketchOf(tokens []article.Token) similarity.Sketch {
	room := hashRoom.Get().(*[]uint64)
	defer hashRoom.Put(room)
	all := slices.Grow((*room)[:0], 2*len(tokens))
	for _, t := range tokens {
		all = append(all, t.Hash)
	}
	all = similarity.AppendShingles(all, all)
	*room = all
	return similarity.NewSketch(all[len(tokens):], 1)
}

// mask leaves the furniture out.
func (s *subject) mask(learnt furnitureOf) {
	s.furniture = learnt.spans(s.body)
	s.profile = attribution.NewProfileWith(s.body, s.furniture, s.known.agencies)
}

// masked is the subject with other furniture left out.
func (s *subject) masked(learnt furnitureOf) *subject {
	furniture := learnt.spans(s.body)
	if len(s.furniture) == 0 && len(furniture) == 0 {
		return s
	}
	other := *s
	if len(s.furniture) == 0 {
		other.furniture, other.profile = furniture, s.profile.Without(furniture)
	} else {
		other.mask(learnt)
	}
	return &other
}

// carrierOf is what the ledger needs to know of an article, but for its quotes.
func carrierOf(a *article.Article, n *attribution.Notes) attribution.Carrier {
	c := attribution.Carrier{
		ID: a.ID, Publisher: a.Publisher, When: attribution.When(a, n.Proof),
		Dated: a.Published.Known(),
	}
	for _, credit := range n.Credits {
		c.Sources = append(c.Sources, credit.Agency)
	}
	for _, d := range a.Declared {
		c.Sources = append(c.Sources, d.Value)
	}
	return c
}

func hashes(tokens []article.Token) []uint64 {
	out := make([]uint64, len(tokens))
	for i, t := range tokens {
		out[i] = t.Hash
	}
	return out
}

// desk keeps the subjects that were used last, because taking an article apart
// costs a hundred times as much as looking at it again.
type desk struct {
	archive *Archive
	learnt  furnitureOf
	known   tables
	room    int   // bytes of text whose subjects may lie on the desk
	all     bool  // it has room for the whole archive
	before  *desk // where some of the articles lay under other furniture, or nil
	// verdicts are on pairs of subjects that lay here, for a desk that comes after.
	verdicts map[[2]*subject]verdict

	mu    sync.Mutex
	lying map[int]*list.Element
	order *list.List // of *desked, the last used in front
	bytes int
}

type desked struct {
	index int
	once  sync.Once
	s     *subject
}

// deskRoom is about a twentieth of the memory that the subjects then take, and
// subjectBase the twentieth of what one without a word takes: of a million
// records of one word all else is nothing.
const (
	deskRoom    = 24 << 20
	subjectBase = 64
)

func newDesk(a *Archive, learnt furnitureOf, known tables) *desk {
	d := &desk{archive: a, learnt: learnt, known: known, room: deskRoom, lying: map[int]*list.Element{}, order: list.New()}
	total := 0
	for i := range a.articles {
		total += a.textSize(i) + subjectBase
	}
	d.all = total <= d.room
	return d
}

// look is take for those who look at every article once: where the desk has no
// room for all, it is kept clear.
func (d *desk) look(i int) *subject {
	if d.all {
		return d.take(i)
	}
	return d.apart(i)
}

// apart takes the i-th article apart, unless it lies on the desk before.
func (d *desk) apart(i int) *subject {
	a := d.archive.articles[i]
	if d.before != nil {
		if s := d.before.lies(a); s != nil {
			return s.masked(d.learnt)
		}
	}
	x, notes := d.archive.noted(i)
	return newSubject(x, d.learnt, d.known, notes)
}

// lies returns the subject of an article if it is still there.
func (d *desk) lies(a *article.Article) *subject {
	i, held := d.archive.byID[a.ID]
	if !held || d.archive.articles[i] != a {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if e, found := d.lying[i]; found {
		return e.Value.(*desked).s
	}
	return nil
}

// verdict is what was found of two subjects when they lay on the desk before.
func (d *desk) verdict(a, b *subject) (verdict, bool) {
	if d.before == nil {
		return verdict{}, false
	}
	v, known := d.before.verdicts[[2]*subject{a, b}]
	return v, known
}

// take returns the subject of the i-th article.
func (d *desk) take(i int) *subject {
	d.mu.Lock()
	e, found := d.lying[i]
	if found {
		d.order.MoveToFront(e)
	} else {
		e = d.order.PushFront(&desked{index: i})
		d.lying[i] = e
		d.bytes += d.archive.textSize(i) + subjectBase
		for d.bytes > d.room && d.order.Len() > 2 {
			last := d.order.Back()
			gone := d.order.Remove(last).(*desked).index
			delete(d.lying, gone)
			d.bytes -= d.archive.textSize(gone) + subjectBase
		}
	}
	d.mu.Unlock()
	slot := e.Value.(*desked)
	slot.once.Do(func() { slot.s = d.apart(i) })
	return slot.s
}
