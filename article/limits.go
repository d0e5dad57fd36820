package article

import "fmt"

// Limits bound what reading one input may cost. A zero field means the
// default; exceeding a limit is a reason to skip, never a crash.
type Limits struct {
	// Record is the size in bytes of the largest file or record that is read
	// as one article. Default 64 MiB: a year of a daily paper fits.
	Record int64
	// Page is the size in bytes of the largest HTML page. Default 16 MiB: its
	// tree takes up to a hundred times as much.
	Page int64
	// Stream is the size in bytes that a stream of records may have after
	// decompression. Default 1 TiB.
	Stream int64
	// Ratio is how many times larger a stream may become by decompression once
	// it has passed RatioFrom bytes. Default 1000: ten thousand copies of one
	// release stay below, a bomb of nested zeros does not.
	Ratio int64
	// RatioFrom is where Ratio begins to hold, in bytes. Default 256 MiB.
	RatioFrom int64
	// Depth is how deep folders may nest. Default 64.
	Depth int
	// Nesting is how deep containers may lie within one another: a gzip file in
	// a tar archive in a zip archive is three. Default 4.
	Nesting int
	// Records is how many records one file may hold. Default 100 million.
	Records int64
}

func (l Limits) orDefault() Limits {
	l.Record = positive(l.Record, 64<<20)
	l.Page = min(l.Record, positive(l.Page, 16<<20))
	l.Stream = positive(l.Stream, 1<<40)
	l.Ratio = positive(l.Ratio, 1000)
	l.RatioFrom = positive(l.RatioFrom, 256<<20)
	l.Depth = int(positive(int64(l.Depth), 64))
	l.Nesting = int(positive(int64(l.Nesting), 4))
	l.Records = positive(l.Records, 100_000_000)
	return l
}

func positive(v, otherwise int64) int64 {
	if v > 0 {
		return v
	}
	return otherwise
}

// sizeText writes a number of bytes as people read it.
func sizeText(n int64) string {
	switch {
	case n >= 10<<30:
		return fmt.Sprintf("%d GB", n>>30)
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 10<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
