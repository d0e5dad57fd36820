package stemma

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func addTo(t testing.TB, dir string, o IndexOptions, paths ...string) *IndexChange {
	t.Helper()
	change, err := AddToIndex(context.Background(), dir, o, paths...)
	require.NoError(t, err)
	return change
}

// everyAnswer is what the commands say of the samples with an archive: the bytes
// of a scan, and of a check of each file.
func everyAnswer(t testing.TB, samples string, archive string) string {
	t.Helper()
	a := readAll(t, archive)
	var out strings.Builder
	tell := func(r *Result, err error) {
		require.NoError(t, err)
		raw, err := json.Marshal(r)
		require.NoError(t, err)
		out.Write(raw)
		out.WriteByte('\n')
	}
	tell(a.Scan(context.Background(), Options{}))
	for _, f := range filesOf(t, samples) {
		tell(a.Check(context.Background(), Options{}, readAll(t, f)))
	}
	return out.String()
}

func filesOf(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// The same articles in one add or in one for each file, in any order, at any
// number of jobs, give the same answers byte for byte.
func TestIndexAnswersTheSameHoweverItWasMade(t *testing.T) {
	samples := sampleFolder(t)
	once := filepath.Join(t.TempDir(), "once")
	addTo(t, once, IndexOptions{}, samples)
	want := everyAnswer(t, samples, once)

	for seed := range uint64(3) {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("pieces", seed))
		files := filesOf(t, samples)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		for i, f := range files {
			addTo(t, dir, IndexOptions{Options: Options{Jobs: 1 + i%4}, CommitEvery: 1 + int(seed)}, f)
		}
		// A file given by itself has its name for its id, as one of a folder.
		assert.Equal(t, want, everyAnswer(t, samples, dir), "seed %d", seed)
	}
}

// The same at a size at which there are families, standing lines and many
// segments: pairs, overlaps and checks, and none differs from those of the file.
func TestArchiveOfAnyMakeAnswersTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: makes three archives")
	}
	lines := archiveLines(360)
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.jsonl")
	write := func(name string, lines []string) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o666))
		return file
	}
	write("whole.jsonl", lines)
	var drafts []string
	for i := 5; i < len(lines); i += 97 {
		drafts = append(drafts, strings.Replace(lines[i], `"id":"`, `"id":"draft `, 1))
	}
	asked := readAll(t, write("drafts.jsonl", drafts))
	answers := func(path string, checks bool) string {
		var out strings.Builder
		tell := func(v any, err error) {
			require.NoError(t, err)
			raw, err := json.Marshal(v)
			require.NoError(t, err)
			out.Write(raw)
		}
		r, err := readAll(t, path).Scan(context.Background(), Options{Jobs: 3})
		require.NoError(t, err)
		require.NotEmpty(t, r.Pairs)
		require.NotEmpty(t, r.Families)
		for i := range r.Articles {
			r.Articles[i].Path = ""
		}
		tell(r, nil)
		tell(FindOverlaps(context.Background(), Options{}, path))
		if checks {
			r, err := readAll(t, path).Check(context.Background(), Options{}, asked)
			for i := range r.Articles {
				r.Articles[i].Path = ""
			}
			tell(r, err)
		}
		return out.String()
	}
	once := filepath.Join(folder, "once.index")
	addTo(t, once, IndexOptions{}, whole)
	assert.Equal(t, answers(whole, false), answers(once, false))
	want := answers(once, true)
	for seed := range uint64(2) {
		rng := rand.New(rand.NewPCG(seed, 3))
		shuffled := slices.Clone(lines)
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		dir := filepath.Join(folder, fmt.Sprint("pieces", seed))
		for n := 0; len(shuffled) > 0; n++ {
			piece := shuffled[:min(len(shuffled), 1+rng.IntN(90))]
			shuffled = shuffled[len(piece):]
			addTo(t, dir, IndexOptions{Options: Options{Jobs: 1 + n%3}, CommitEvery: 1 + rng.IntN(40), Memory: 1 << 20}, write(fmt.Sprintf("%d-%d.jsonl", seed, n), piece))
		}
		assert.Equal(t, want, answers(dir, true), "seed %d", seed)
	}
}

// archiveLines are records of invented articles: one in six belongs to a family of
// near-copies, each outlet has a standing line, and stories share sentences.
func archiveLines(n int) []string {
	rng := rand.New(rand.NewPCG(7, 7))
	nouns := strings.Fields("ferry harbour council bridge orchard signal teacher market river lantern quarry miller engine garden parish mayor storm theatre railway library")
	verbs := strings.Fields("closed opened praised refused moved counted repaired sold painted forgot measured lost")
	sentence := func() string {
		word := func(list []string) string { return list[rng.IntN(len(list))] }
		return fmt.Sprintf("The %s %s %d %ss of the %s %s before the %s of %s could be %s.", word(nouns), word(verbs), rng.IntN(900), word(nouns), word(nouns), word(nouns), word(nouns), word(nouns), word(verbs))
	}
	var release []string
	for range 14 {
		release = append(release, sentence())
	}
	var out []string
	var last []string
	for i := range n {
		var text []string
		for range 6 + rng.IntN(10) {
			text = append(text, sentence())
		}
		switch {
		case i%6 == 1:
			text = append(text[:1], release[:len(release)-rng.IntN(3)]...)
		case i%6 == 3:
			text = append(text[:3], last[:len(last)/2]...)
		}
		last = text
		outlet := i % 5
		text = append(text, fmt.Sprintf("Readers of the Paper %d who know more may ring the night desk at any hour.", outlet))
		out = append(out, fmt.Sprintf(`{"id":"a%04d","publisher":"Paper %d","published":"2026-0%d-%02d","text":%q}`, i, outlet, 1+rng.IntN(9), 1+rng.IntN(28), strings.Join(text, " ")))
	}
	return out
}

// A check against an index finds what one against the folder finds.
func TestCheckAgainstIndexEqualsFolder(t *testing.T) {
	samples := sampleFolder(t)
	dir := filepath.Join(t.TempDir(), "index")
	for _, scale := range []int{1, 8} {
		addTo(t, dir+fmt.Sprint(scale), IndexOptions{Scale: scale}, samples)
	}
	for _, f := range filesOf(t, samples) {
		draft := readAll(t, f)
		want, err := readAll(t, samples).Check(context.Background(), Options{}, draft)
		require.NoError(t, err)
		for _, scale := range []int{1, 8} {
			got, err := readAll(t, dir+fmt.Sprint(scale)).Check(context.Background(), Options{}, draft)
			require.NoError(t, err)
			assertSameCheck(t, want, got, f)
		}
	}
}

// assertSameCheck compares all but the articles that have nothing to do with the
// drafts: a check against an index does not read them.
func assertSameCheck(t *testing.T, want, got *Result, name string) {
	t.Helper()
	read := map[string]Article{}
	for _, x := range want.Articles {
		read[x.ID] = x
	}
	for _, x := range got.Articles {
		assert.Equal(t, read[x.ID], x, name)
	}
	a, b := *want, *got
	a.Articles, b.Articles = nil, nil
	assert.Equal(t, a, b, name)
}

// The furniture of an outlet is learnt from the index as from a folder.
func TestFurnitureIsLearntFromTheIndex(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "paper")
	require.NoError(t, os.Mkdir(folder, 0o777))
	topics := []string{"harbour", "orchard", "tramway", "library", "quarry", "theatre"}
	for i, topic := range topics {
		text := fmt.Sprintf("---\npublisher: Evening Lantern\n---\nThe old %s will close in %d weeks, the council said.\n\n"+
			"Nobody had asked the people who work at the %s. They heard of it from the milkman.\n\nA petition with %d names lies in the town hall since Monday.\n\n"+
			"Readers who know more about this may write to the night desk at any hour.\n", topic, i+3, topic, 100*i+17)
		require.NoError(t, os.WriteFile(filepath.Join(folder, topic+".md"), []byte(text), 0o666))
	}
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, folder)
	for _, topic := range topics {
		draft := readAll(t, filepath.Join(folder, topic+".md"))
		want, err := readAll(t, folder).Check(context.Background(), Options{}, draft)
		require.NoError(t, err)
		got, err := readAll(t, dir).Check(context.Background(), Options{}, draft)
		require.NoError(t, err)
		i := slices.IndexFunc(got.Articles, func(a Article) bool { return a.ID == topic+".md" })
		require.NotEmpty(t, got.Articles[i].Furniture, "the standing line of %s", topic)
		assertSameCheck(t, want, got, topic)
	}
}

func TestDraftReplacesItsOlderState(t *testing.T) {
	samples := sampleFolder(t)
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, samples)
	// The archive's own file, and the same file somewhere else.
	own := filepath.Join(samples, "carrier-sentinel.txt")
	r, err := readAll(t, dir).Check(context.Background(), Options{}, readAll(t, own))
	require.NoError(t, err)
	assert.Equal(t, []string{"carrier-sentinel.txt"}, r.Drafts)
	for _, p := range r.Pairs {
		assert.NotEqual(t, p.A, p.B)
	}
	raw, err := os.ReadFile(own)
	require.NoError(t, err)
	elsewhere := filepath.Join(t.TempDir(), "carrier-sentinel.txt")
	require.NoError(t, os.WriteFile(elsewhere, raw, 0o666))
	want, err := readAll(t, samples).Check(context.Background(), Options{}, readAll(t, elsewhere))
	require.NoError(t, err)
	got, err := readAll(t, dir).Check(context.Background(), Options{}, readAll(t, elsewhere))
	require.NoError(t, err)
	assertSameCheck(t, want, got, "a file of the same name elsewhere")
}

// Of ten dozen near-copies a check compares its neighbours in time, says so, and
// does not read the others.
func TestCheckAmongManyNearCopies(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(sampleFolder(t), "carrier-harcourt.md"))
	require.NoError(t, err)
	_, text, _ := strings.Cut(strings.TrimPrefix(string(raw), "---"), "\n---")
	folder := t.TempDir()
	for i := range 120 {
		page := fmt.Sprintf("---\npublisher: Paper %03d\ndate: 2026-01-%02dT%02d:00:00Z\n---\n%s\n\nPrinted as edition %d of %d.\n", i, 1+i/24, i%24, text, i, i*7)
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("p%03d.md", i)), []byte(page), 0o666))
	}
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, folder)
	draft := filepath.Join(t.TempDir(), "draft.md")
	require.NoError(t, os.WriteFile(draft, []byte(text), 0o666))
	r, err := readAll(t, dir).Check(context.Background(), Options{}, readAll(t, draft))
	require.NoError(t, err)
	require.NotEmpty(t, r.Pairs)
	assert.Less(t, len(r.Articles), 60)
	var reasons []string
	for _, s := range r.Skipped {
		reasons = append(reasons, s.Reason)
	}
	assert.Contains(t, strings.Join(reasons, "\n"), "one of 121 near-copies")
	require.NotEmpty(t, r.Families)
	assert.False(t, r.Families[0].Complete)
}

// What is in more articles than are listed for a key is found all the same where
// it makes up the draft, and does not hide what the draft shares with few.
func TestCheckAmongCommonWordings(t *testing.T) {
	lines := archiveLines(1)
	var release, footer []string
	rng := rand.New(rand.NewPCG(3, 3))
	word := func() string { return fmt.Sprintf("%c%cax%d", 'a'+rng.IntN(26), 'a'+rng.IntN(26), rng.IntN(500)) }
	words := func(n int) string {
		var list []string
		for range n {
			list = append(list, word())
		}
		return strings.Join(list, " ") + "."
	}
	for range 8 {
		release = append(release, "The mayor said "+words(14))
	}
	for range 4 {
		footer = append(footer, "Readers may "+words(12))
	}
	own := map[int]string{}
	for i := range 2 * (hotKey + 100) {
		text := append(slices.Clone(release), words(9))
		outlet := fmt.Sprint("Carrier ", i)
		if i%2 == 1 {
			own[i] = words(120)
			text, outlet = append([]string{own[i]}, footer...), "The Footer"
		}
		lines = append(lines, fmt.Sprintf(`{"id":"c%04d","publisher":%q,"published":"2026-01-%02d","text":%q}`, i, outlet, 1+i%28, strings.Join(text, " ")))
	}
	file := filepath.Join(t.TempDir(), "all.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o666))
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, file)
	check := func(text string) *Result {
		draft := filepath.Join(t.TempDir(), "draft.txt")
		require.NoError(t, os.WriteFile(draft, []byte(text), 0o666))
		r, err := readAll(t, dir).Check(context.Background(), Options{}, readAll(t, draft))
		require.NoError(t, err)
		return r
	}

	r := check(strings.Join(release, " ") + " " + words(12))
	require.NotEmpty(t, r.Pairs, "a copy of the release")
	assert.True(t, isCopyOf(r.Pairs[0]))
	assert.Contains(t, r.Skipped[0].Reason, fmt.Sprintf("one of %d near-copies", hotKey+101))
	assert.Less(t, len(r.Articles), 20)

	r = check(own[301] + " " + words(60) + " " + strings.Join(footer, " "))
	require.Len(t, r.Pairs, 1, "a copy among those that share the standing lines")
	assert.Equal(t, "c0301", r.Pairs[0].A)
	assert.Less(t, len(r.Articles), 120)

	r = check(words(400) + " " + strings.Join(footer, " "))
	assert.Empty(t, r.Pairs, "nothing but the standing lines")
	assert.Less(t, len(r.Articles), 120)
}

func isCopyOf(p Pair) bool {
	return slices.Contains([]string{"identical", "near-duplicate", "partial-copy"}, p.Relation)
}

// A damaged byte is found where it is read, or does no harm; adding the same
// paths mends it.
func TestDamageIsFoundAndMended(t *testing.T) {
	samples := sampleFolder(t)
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, samples)
	want := everyAnswer(t, samples, dir)
	segments, err := filepath.Glob(filepath.Join(dir, "*.seg"))
	require.NoError(t, err)
	require.Len(t, segments, 1)
	whole, err := os.ReadFile(segments[0])
	require.NoError(t, err)
	step := len(whole) / 40
	for at := step / 2; at < len(whole); at += step {
		broken := slices.Clone(whole)
		broken[at] ^= 0x10
		require.NoError(t, os.WriteFile(segments[0], broken, 0o666))
		problems, err := VerifyIndex(dir, true)
		require.NoError(t, err)
		require.NotEmpty(t, problems, "byte %d", at)

		r, err := scanIndex(dir)
		var damaged *DamageError
		if err == nil {
			require.NotEmpty(t, r.Articles)
		} else {
			require.ErrorAs(t, err, &damaged, "byte %d", at)
			assert.Equal(t, segments[0], damaged.File)
		}
		change := addTo(t, dir, IndexOptions{}, samples)
		require.NotEmpty(t, change.Lost, "byte %d", at)
		assert.Equal(t, 19, change.Articles)
		problems, err = VerifyIndex(dir, true)
		require.NoError(t, err)
		require.Empty(t, problems)
		// Back to the first file: the next byte.
		require.NoError(t, os.RemoveAll(dir))
		addTo(t, dir, IndexOptions{}, samples)
		segments, err = filepath.Glob(filepath.Join(dir, "*.seg"))
		require.NoError(t, err)
		whole, err = os.ReadFile(segments[0])
		require.NoError(t, err)
	}
	assert.Equal(t, want, everyAnswer(t, samples, dir))
}

func scanIndex(dir string) (*Result, error) {
	a, err := Open(context.Background(), Options{}, dir)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	return a.Scan(context.Background(), Options{})
}

func TestIndexRefusesTwoArticlesOfOneID(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(`{"id":"x","text":"One two three."}`+"\n"+`{"id":"x","text":"Four five six."}`+"\n"), 0o666))
	dir := filepath.Join(t.TempDir(), "index")
	_, err := AddToIndex(context.Background(), dir, IndexOptions{}, file)
	require.ErrorContains(t, err, `two articles have the id "x"`)
	assert.Contains(t, err.Error(), "a.jsonl")
}

// An interrupted add keeps what it read, and the next one goes on.
func TestInterruptedAddGoesOn(t *testing.T) {
	samples := sampleFolder(t)
	dir := filepath.Join(t.TempDir(), "index")
	ctx, cancel := context.WithCancel(context.Background())
	o := IndexOptions{Options: Options{Jobs: 1, Progress: func(_ string, done, _ int) {
		if done == 5 {
			cancel()
		}
	}}}
	_, err := AddToIndex(ctx, dir, o, samples)
	require.ErrorIs(t, err, context.Canceled)
	change := addTo(t, dir, IndexOptions{}, samples)
	assert.GreaterOrEqual(t, change.Unchanged, 5)
	assert.Equal(t, 19, change.Articles)
}

// A file that was added as a whole is not read again, and what one is told and
// what the index then holds is as if it had been.
func TestFilesThatDidNotChangeArePassedOver(t *testing.T) {
	folder, dir := t.TempDir(), filepath.Join(t.TempDir(), "index")
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
		return file
	}
	first := write("a.jsonl", `{"id":"x","text":"The ferry to Halm is late again."}`+"\n"+`{"id":"y","text":"A bridge would cost less."}`+"\n")
	write("b.txt", "Nobody has counted the gulls.")
	read := 0
	add := func(o IndexOptions, paths ...string) IndexChange {
		t.Helper()
		read = 0
		o.Progress = func(stage string, _, _ int) {
			if stage == "adding" {
				read++
			}
		}
		return *addTo(t, dir, o, paths...)
	}
	textOf := func(id string) string { return readAll(t, dir).Text(id) }
	same := func(added, changed, unchanged, removed, articles int) IndexChange {
		return IndexChange{Added: added, Changed: changed, Unchanged: unchanged, Removed: removed, Articles: articles, Lost: []IndexProblem{}, Skipped: []Skipped{}}
	}

	assert.Equal(t, same(3, 0, 0, 0, 3), add(IndexOptions{}, folder))
	assert.Equal(t, same(0, 0, 3, 0, 3), add(IndexOptions{}, folder))
	assert.Zero(t, read)
	assert.Equal(t, same(1, 0, 1, 0, 4), add(IndexOptions{}, filepath.Join(folder, "b.txt"), write("c.txt", "The tide table is wrong.")), "one of them is new")
	assert.Equal(t, 1, read, "b.txt has the same id by itself")

	// The content decides, not the time.
	write("b.txt", "Nobody has counted the terns.")
	assert.Equal(t, same(0, 1, 3, 0, 4), add(IndexOptions{}, folder))
	assert.Equal(t, "Nobody has counted the terns.", textOf("b.txt"))

	// Another file takes an id over: then the first is no longer taken as read.
	other := filepath.Join(t.TempDir(), "d.jsonl")
	require.NoError(t, os.WriteFile(other, []byte(`{"id":"x","text":"The ferry to Halm sank."}`+"\n"), 0o666))
	add(IndexOptions{}, folder)
	add(IndexOptions{}, other)
	assert.Equal(t, "The ferry to Halm sank.", textOf("x"))
	add(IndexOptions{}, first)
	assert.Equal(t, "The ferry to Halm is late again.", textOf("x"))

	// Two files of one run that hold the same id are refused, read before or not.
	add(IndexOptions{}, folder)
	_, err := AddToIndex(context.Background(), dir, IndexOptions{}, folder, other)
	require.ErrorContains(t, err, `two articles have the id "x"`)

	// What was removed or pruned comes back.
	add(IndexOptions{}, folder)
	_, err = RemoveFromIndex(dir, "y")
	require.NoError(t, err)
	assert.Equal(t, 1, add(IndexOptions{}, folder).Added)
	require.NoError(t, os.Rename(first, first+".away"))
	assert.Equal(t, 2, add(IndexOptions{Prune: true}, filepath.Join(folder, "b.txt"), filepath.Join(folder, "c.txt")).Removed)
	require.NoError(t, os.Rename(first+".away", first))
	assert.Equal(t, 2, add(IndexOptions{}, folder).Added)

	// What gave no article is told each time.
	write("empty.txt", "")
	assert.Len(t, add(IndexOptions{}, folder).Skipped, 1)
	assert.Len(t, add(IndexOptions{}, folder).Skipped, 1)
}

func TestOneWriterAtATime(t *testing.T) {
	samples := sampleFolder(t)
	dir := filepath.Join(t.TempDir(), "index")
	addTo(t, dir, IndexOptions{}, samples)
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() {
			_, err := AddToIndex(context.Background(), dir, IndexOptions{CommitEvery: 1}, samples)
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			var locked *LockError
			require.True(t, errors.As(err, &locked), err)
		}
	}
	assert.Equal(t, 19, readAll(t, dir).Len())
}
