package article

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

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
	// Time is how long reading one article may take. Default 2 minutes: none of
	// 900 real ones takes a second. Those who read articles keep to it; this
	// package starts no clock.
	Time time.Duration
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
	l.Time = time.Duration(positive(int64(l.Time), int64(2*time.Minute)))
	return l
}

// LimitNames are the names that Set knows.
const LimitNames = "record page stream ratio ratio-from depth nesting records time"

// Set takes one limit as the command line gives it: a size ("64MB", "1GB"), a
// number, or a duration ("30s").
func (l *Limits) Set(name, value string) error {
	sizes := map[string]*int64{"record": &l.Record, "page": &l.Page, "stream": &l.Stream, "ratio-from": &l.RatioFrom}
	numbers := map[string]*int64{"ratio": &l.Ratio, "records": &l.Records}
	counts := map[string]*int{"depth": &l.Depth, "nesting": &l.Nesting}
	var n int64
	var err error
	switch to, size := sizes[name]; {
	case size:
		n, err = parseSize(value)
		*to = n
	case numbers[name] != nil:
		n, err = strconv.ParseInt(value, 10, 64)
		*numbers[name] = n
	case counts[name] != nil:
		n, err = strconv.ParseInt(value, 10, 32)
		*counts[name] = int(n)
	case name == "time":
		l.Time, err = time.ParseDuration(value)
		n = int64(l.Time)
	default:
		return fmt.Errorf("no limit is named %q; the limits are %s", name, LimitNames)
	}
	if err != nil || n <= 0 {
		return fmt.Errorf("%q is no value for the limit %s", value, name)
	}
	return nil
}

// parseSize reads a number of bytes, with KB, MB, GB or TB behind it.
func parseSize(s string) (int64, error) {
	s = strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(s)), "B")
	shift := 0
	for i, unit := range []string{"K", "M", "G", "T"} {
		if strings.HasSuffix(s, unit) {
			s, shift = strings.TrimSuffix(s, unit), 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err == nil && n > 1<<62>>shift {
		err = strconv.ErrRange
	}
	return n << shift, err
}

// Within is the limit of time, the default where none is set.
func (l Limits) Within() time.Duration { return l.orDefault().Time }

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
