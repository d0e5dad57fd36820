package benchmarks

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// bench is what a measure works with: the data, the library and a place for
// the rows that it got wrong.
type bench struct {
	*testing.T
	data   corpora
	misses *misses
}

// scan does what `stemma scan PATH...` does.
func (b *bench) scan(paths ...string) *stemma.Result {
	b.Helper()
	r, err := b.open(paths).Scan(context.Background(), stemma.Options{})
	require.NoError(b, err)
	return r
}

// quotes does what `stemma quotes PATH...` does.
func (b *bench) quotes(paths ...string) *stemma.Result {
	b.Helper()
	r, err := b.open(paths).Quotes(context.Background(), stemma.Options{})
	require.NoError(b, err)
	return r
}

// compare does what `stemma compare --pairs FILE PATH...` does.
func (b *bench) compare(pairs [][2]string, paths ...string) *stemma.Result {
	b.Helper()
	r, err := b.open(paths).Compare(context.Background(), stemma.Options{}, pairs)
	require.NoError(b, err)
	return r
}

func (b *bench) open(paths []string) *stemma.Archive {
	b.Helper()
	need(b, paths...)
	a, err := stemma.Open(context.Background(), stemma.Options{}, paths...)
	require.NoError(b, err)
	return a
}
