package index

import (
	"cmp"
	"errors"
	"slices"
)

// errStop ends an iteration that its caller broke off.
var errStop = errors.New("stop")

// Info describes an index. Sizes are in bytes on disk, checksums included.
type Info struct {
	Params     []byte
	Generation uint64
	Articles   int // current ones
	Versions   int // older versions of them
	Removed    int // still on disk until their segment is merged
	Segments   []SegmentInfo

	TextBytes int64 // all texts before compression, removed ones included
	Texts     int64 // the same as stored, without readings
	Readings  int64
	Heads     int64 // ids, sums, meta, signatures
	IDs       int64 // the table from ids to records
	Keys      int64 // the table from keys to records
	Total     int64 // all segments, without the manifest

	Postings int64 // pairs of a key and a record
	Hot      []HotKey
}

// SegmentInfo describes a segment.
type SegmentInfo struct {
	File     string
	Records  int
	Removed  int
	Bytes    int64
	Keys     int64 // different keys
	Postings int64
}

// HotKey is a key and how many articles hold it.
type HotKey struct {
	Key   uint64
	Count int
}

// Info describes the index: it reads no more than was read to open it, but for
// the counts of the hot keys, which are up to 32 of those that a segment names
// as its most held, most held first, with exact counts.
func (r *Reader) Info() (Info, error) {
	info := Info{Params: r.Params(), Generation: r.Generation(), Articles: r.Len()}
	var hot []uint64
	for _, s := range r.segments {
		f := &s.footer
		bytes := func(pages uint64) int64 { return int64(pages * pageSize) }
		info.Versions += s.old.count()
		info.Removed += s.gone.count()
		info.TextBytes += int64(f.textBytes)
		info.Texts += bytes(f.texts.pageCount()) - int64(f.readings)
		info.Readings += int64(f.readings)
		info.Heads += bytes(f.heads.pageCount() + f.starts.pageCount())
		info.IDs += bytes(s.ids.pageCount())
		info.Keys += bytes(s.keys.pageCount())
		info.Total += bytes(s.pages.count)
		info.Postings += int64(f.keys.postings)
		info.Segments = append(info.Segments, SegmentInfo{
			File: s.pages.path, Records: int(f.records), Removed: s.gone.count(), Bytes: bytes(s.pages.count),
			Keys: int64(f.keys.keys), Postings: int64(f.keys.postings),
		})
		for _, h := range f.hot {
			hot = append(hot, h.key<<(64-keyBits))
		}
	}
	slices.Sort(hot)
	hits, err := r.Lookup(slices.Compact(hot), Query{Cap: 1, Versions: true})
	if err != nil {
		return Info{}, err
	}
	for _, h := range hits {
		if h.Count > 1 {
			info.Hot = append(info.Hot, HotKey{h.Key, h.Count})
		}
	}
	slices.SortFunc(info.Hot, func(a, b HotKey) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
	info.Hot = info.Hot[:min(len(info.Hot), hotListed)]
	return info, nil
}

func (t *table) pageCount() uint64 {
	return t.pages + t.form.fencePages(t.count) + t.tableInfo.top.pageCount()
}
