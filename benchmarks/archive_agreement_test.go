package benchmarks

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// A check against an index proposes its candidates by other means than one
// against a file, which looks at all articles at once. On the hardest corpus for
// that, 266 articles on one event, it must find what the other finds, and say the
// same of each pair. It may find more: where everybody tells of one event, the
// fifty best partners of an article are not all that it has something to do with.
func TestIndexAgreesWithFile(t *testing.T) {
	articles := dataFolder().articles("helsinki")
	need(t, articles)
	var all []caseArticle
	eachRecord(t, articles, func(x caseArticle) { all = append(all, x) })
	dir := filepath.Join(t.TempDir(), "index")
	_, err := stemma.AddToIndex(context.Background(), dir, stemma.IndexOptions{}, articles)
	require.NoError(t, err)

	step := 24
	if testing.Short() {
		step = 133
	}
	both, differ, missing, more := 0, 0, 0, 0
	for i := 0; i < len(all); i += step {
		draft := writeRecords(t, "draft.jsonl", []caseArticle{all[i]})
		inFile := checkAgainst(t, draft, articles)
		inIndex := checkAgainst(t, draft, dir)
		for key, p := range inFile {
			q, found := inIndex[key]
			switch {
			case !found && isCopy(p.Relation):
				assert.Fail(t, "a copy was not found", "%s %s %s", p.Relation, p.A, p.B)
			case !found:
				missing++
			default:
				both++
				if p.Relation != q.Relation || p.AInB != q.AInB || p.BInA != q.BInA {
					differ++
				}
			}
		}
		for key := range inIndex {
			if _, found := inFile[key]; !found {
				more++
			}
		}
	}
	t.Logf("%d pairs in both, %d of them told otherwise, %d only against the file, %d only against the index", both, differ, missing, more)
	require.Positive(t, both)
	assert.Zero(t, differ)
	assert.LessOrEqual(t, 50*missing, both, "more than one pair in fifty is missing")
}

// isCopy reports the relations that an index must never miss.
func isCopy(relation string) bool {
	return relation == "identical" || relation == "near-duplicate" || relation == "partial-copy"
}

// checkAgainst is the pairs of a check by their ids.
func checkAgainst(t *testing.T, draft, archive string) map[string]stemma.Pair {
	t.Helper()
	d, err := stemma.Open(context.Background(), stemma.Options{}, draft)
	require.NoError(t, err)
	a, err := stemma.Open(context.Background(), stemma.Options{}, archive)
	require.NoError(t, err)
	defer a.Close()
	r, err := a.Check(context.Background(), stemma.Options{}, d)
	require.NoError(t, err)
	pairs := map[string]stemma.Pair{}
	for _, p := range r.Pairs {
		pairs[p.A+"\x00"+p.B] = p
	}
	return pairs
}
