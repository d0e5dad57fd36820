package stemma

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/stemma-news/stemma/article"
)

// The Meta of a record, version 1, or 2 where the article has fields of its own. A
// number is a varint (signed ones zigzag), a text its length and its bytes, a
// list its length and its elements.
//
//	version     1 or 2
//	path, full  the path as given, and the absolute one ("" for a stream)
//	title textFrom publisher byline url language section
//	flags       bit 0: single line breaks are white space
//	published updated firstSeen, each:
//	    flags   bit 0: earliest known, 1: latest known, 2: zoned
//	    seconds since 1970, nanoseconds, seconds east of Greenwich, of each known
//	    from, written
//	declared    list of kind, value
//	warnings    list of texts
//	skip        list of gap since the last end, length
//	blocks      list of kind, signed distance from the last start, length
//	extra       in version 2: list of name, value, by name
const (
	metaVersion = 1
	metaExtra   = 2 // the version with extra
	metaTexts   = 9 // from path to section
	metaOutlet  = 4 // of these, before the publisher
)

var errMeta = errors.New("its metadata are in a form that this program does not read")

// encodeMeta writes all of an article but id and text.
func encodeMeta(a *article.Article) []byte {
	var w metaWriter
	version := uint64(metaVersion)
	if len(a.Extra) > 0 {
		version = metaExtra
	}
	w.number(version)
	w.text(a.Path)
	w.text(fullPath(a.Path))
	for _, s := range []string{a.Title, a.TextFrom, a.Publisher, a.Byline, a.URL, a.Language, a.Section} {
		w.text(s)
	}
	w.flags(a.SoftBreaks)
	for _, i := range []article.Interval{a.Published, a.Updated, a.FirstSeen} {
		w.interval(i)
	}
	w.number(uint64(len(a.Declared)))
	for _, d := range a.Declared {
		w.text(d.Kind)
		w.text(d.Value)
	}
	w.number(uint64(len(a.Warnings)))
	for _, s := range a.Warnings {
		w.text(s)
	}
	w.number(uint64(len(a.Skip)))
	last := 0
	for _, s := range a.Skip {
		w.signed(int64(s.Start - last))
		w.signed(int64(s.Len()))
		last = s.End
	}
	w.number(uint64(len(a.Blocks)))
	last = 0
	for _, b := range a.Blocks {
		w.number(uint64(b.Kind))
		w.signed(int64(b.Start - last))
		w.signed(int64(b.Len()))
		last = b.Start
	}
	if version == metaExtra {
		w.number(uint64(len(a.Extra)))
		for _, name := range slices.Sorted(maps.Keys(a.Extra)) {
			w.text(name)
			w.text(a.Extra[name])
		}
	}
	return w
}

// sumOf is the sum of a record: it changes with everything but the way in which
// the path was written, the fields that nothing follows from (a counter of views
// makes no article another) and, for one of several states, where and when it was
// met.
func sumOf(a *article.Article) [32]byte {
	b := *a
	b.Path, b.Extra = fullPath(a.Path), nil
	if a.Version != "" { // the same state may be met in another file, later
		b.Path, b.FirstSeen = "", article.Interval{}
	}
	h := sha256.New()
	meta := encodeMeta(&b)
	h.Write(binary.AppendUvarint(nil, uint64(len(meta))))
	h.Write(meta)
	h.Write([]byte(a.Text))
	return [32]byte(h.Sum(nil))
}

// fullPath is the absolute path of an article, "" for one of a stream.
func fullPath(path string) string {
	if path == "" || path == "-" {
		return ""
	}
	return absolute(path)
}

type metaWriter []byte

func (w *metaWriter) number(n uint64) { *w = binary.AppendUvarint(*w, n) }
func (w *metaWriter) signed(n int64)  { *w = binary.AppendVarint(*w, n) }

func (w *metaWriter) text(s string) {
	w.number(uint64(len(s)))
	*w = append(*w, s...)
}

func (w *metaWriter) flags(bits ...bool) {
	n := uint64(0)
	for i, b := range bits {
		if b {
			n |= 1 << i
		}
	}
	w.number(n)
}

func (w *metaWriter) interval(i article.Interval) {
	w.flags(!i.Earliest.IsZero(), !i.Latest.IsZero(), i.Zoned)
	for _, t := range []time.Time{i.Earliest, i.Latest} {
		if !t.IsZero() {
			_, east := t.Zone()
			w.signed(t.Unix())
			w.number(uint64(t.Nanosecond()))
			w.signed(int64(east))
		}
	}
	w.text(i.From)
	w.text(i.Written)
}

// decodeMeta reads what encodeMeta wrote; full is fullPath, or one that remembers.
func decodeMeta(raw []byte, full func(path string) string) (*article.Article, error) {
	r := metaReader{raw: raw}
	version := r.number()
	if version != metaVersion && version != metaExtra {
		return nil, errMeta
	}
	a := &article.Article{Path: r.text()}
	if was := r.text(); was != "" && full(a.Path) != was {
		a.Path = filepath.Clean(was) // written elsewhere: only the absolute path still means it
	}
	for _, s := range []*string{&a.Title, &a.TextFrom, &a.Publisher, &a.Byline, &a.URL, &a.Language, &a.Section} {
		*s = r.text()
	}
	a.SoftBreaks = r.number()&1 != 0
	for _, i := range []*article.Interval{&a.Published, &a.Updated, &a.FirstSeen} {
		*i = r.interval()
	}
	for range r.count() {
		a.Declared = append(a.Declared, article.Declared{Kind: r.text(), Value: r.text()})
	}
	for range r.count() {
		a.Warnings = append(a.Warnings, r.text())
	}
	last := 0
	for range r.count() {
		start := last + int(r.signed())
		last = start + int(r.signed())
		a.Skip = append(a.Skip, article.Span{Start: start, End: last})
	}
	last = 0
	for range r.count() {
		kind := article.BlockKind(r.number())
		last += int(r.signed())
		a.Blocks = append(a.Blocks, article.Block{Kind: kind, Span: article.Span{Start: last, End: last + int(r.signed())}})
	}
	if version == metaExtra {
		a.Extra = article.Extra{}
		for range r.count() {
			name := r.text()
			a.Extra[name] = r.text()
		}
	}
	if r.bad || len(r.raw) > 0 {
		return nil, errMeta
	}
	return a, nil
}

// decodeWhen reads no more of what encodeMeta wrote than when the article was
// published at the earliest: of tens of thousands of near-copies a check asks that
// alone.
func decodeWhen(raw []byte) (time.Time, error) {
	r := behindTexts(raw, metaTexts)
	r.number()
	when := r.interval().Earliest
	if r.bad {
		return time.Time{}, errMeta
	}
	return when, nil
}

// decodePublisher reads no more of it than the publisher.
func decodePublisher(raw []byte) (string, error) {
	r := behindTexts(raw, metaOutlet)
	publisher := r.text()
	if r.bad {
		return "", errMeta
	}
	return publisher, nil
}

// behindTexts stands behind the first n texts of what encodeMeta wrote.
func behindTexts(raw []byte, n int) metaReader {
	r := metaReader{raw: raw}
	version := r.number()
	for range n {
		r.pass(r.count())
	}
	r.bad = r.bad || version != metaVersion && version != metaExtra
	return r
}

// metaReader takes values from the front of raw; bad is set where there is none.
type metaReader struct {
	raw []byte
	bad bool
}

func (r *metaReader) number() uint64 {
	n, size := binary.Uvarint(r.raw)
	if size <= 0 {
		r.bad, r.raw = true, nil
		return 0
	}
	r.raw = r.raw[size:]
	return n
}

func (r *metaReader) signed() int64 {
	n, size := binary.Varint(r.raw)
	if size <= 0 {
		r.bad, r.raw = true, nil
		return 0
	}
	r.raw = r.raw[size:]
	return n
}

// count reads the length of a list, of whose elements each takes a byte or more.
func (r *metaReader) count() int {
	n := r.number()
	if n > uint64(len(r.raw)) {
		r.bad, r.raw = true, nil
		return 0
	}
	return int(n)
}

func (r *metaReader) text() string { return string(r.pass(r.count())) }

// pass goes over n bytes, which are there.
func (r *metaReader) pass(n int) []byte {
	passed := r.raw[:n]
	r.raw = r.raw[n:]
	return passed
}

func (r *metaReader) interval() article.Interval {
	flags := r.number()
	var i article.Interval
	if flags&1 != 0 {
		i.Earliest = r.time()
	}
	if flags&2 != 0 {
		i.Latest = r.time()
	}
	i.Zoned = flags&4 != 0
	i.From, i.Written = r.text(), r.text()
	return i
}

func (r *metaReader) time() time.Time {
	seconds, nanos, east := r.signed(), r.number(), r.signed()
	t := time.Unix(seconds, int64(nanos)).UTC()
	if east != 0 {
		t = t.In(time.FixedZone("", int(east)))
	}
	return t
}
