package stemma

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/similarity/index"
)

// indexWith makes an index of the articles of a folder whose readings were changed.
func indexWith(t *testing.T, folder string, change func(reading []byte) []byte) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	in := &adding{params: storeParams{scale: 1, text: true}}
	w, err := index.OpenWriter(dir, in.params.bytes(), index.Options{})
	require.NoError(t, err)
	for _, a := range readAll(t, folder).articles {
		r := in.recordOf(a, sumOf(a))
		require.Greater(t, len(r.Reading), noteSum)
		r.Reading = change(r.Reading)
		require.NoError(t, w.Add(r))
	}
	require.NoError(t, w.Commit())
	require.NoError(t, w.Close())
	return dir
}

// What an index keeps of an article is used where it holds, and else changes no
// answer: not that of an index of an older program, which has none, or another's.
func TestNotesThatDoNotHoldAreNotUsed(t *testing.T) {
	samples := sampleFolder(t)
	want := everyAnswer(t, samples, indexWith(t, samples, func(b []byte) []byte { return b }))
	assert.Equal(t, want, everyAnswer(t, samples, indexWith(t, samples, func([]byte) []byte { return nil })), "none")
	assert.Equal(t, want, everyAnswer(t, samples, indexWith(t, samples, func(b []byte) []byte { return b[:3] })), "too short")
	assert.Equal(t, want, everyAnswer(t, samples, indexWith(t, samples, func(b []byte) []byte {
		b[0]++ // those of other rules, in a form that nobody here knows
		return append(b[:noteSum], "no notes"...)
	})), "of other rules")

	// Of these rules, and no notes: the record is not what this program wrote.
	dir := indexWith(t, samples, func(b []byte) []byte { return append(b[:noteSum], "no notes"...) })
	draft := filepath.Join(samples, "carrier-sentinel.txt")
	_, err := readAll(t, dir).Check(context.Background(), Options{}, readAll(t, draft))
	require.ErrorContains(t, err, "notes")
}

// A policy says what outlets are called, in which zone they date, and to whom one
// speaks: notes of another policy are not used.
func TestNotesFollowThePolicy(t *testing.T) {
	samples := sampleFolder(t)
	zone, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	policy := &Policy{Outlets: []Outlet{}}
	for _, a := range readAll(t, samples).articles {
		if a.Publisher != "" {
			policy.Outlets = append(policy.Outlets, Outlet{Name: "The " + a.Publisher, Aliases: []string{a.Publisher}, Broadcaster: true, Agency: true, zone: zone})
		}
	}
	require.NotEmpty(t, policy.Outlets)
	with, without := Options{Policy: policy}, Options{}
	answers := func(dir string, o Options) string {
		t.Helper()
		var out []byte
		for _, f := range filesOf(t, samples) {
			draft, err := Open(context.Background(), o, f)
			require.NoError(t, err)
			archive, err := Open(context.Background(), o, dir)
			require.NoError(t, err)
			defer archive.Close()
			r, err := archive.Check(context.Background(), o, draft)
			require.NoError(t, err)
			raw, err := json.Marshal(r)
			require.NoError(t, err)
			out = append(out, raw...)
		}
		return string(out)
	}
	none := indexWith(t, samples, func([]byte) []byte { return nil })
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir+"-with", IndexOptions{Options: with}, samples)
	addTo(t, dir+"-without", IndexOptions{Options: without}, samples)
	require.NotEqual(t, answers(none, with), answers(none, without))
	for _, asked := range []Options{with, without} {
		assert.Equal(t, answers(none, asked), answers(dir+"-with", asked))
		assert.Equal(t, answers(none, asked), answers(dir+"-without", asked))
	}
}
