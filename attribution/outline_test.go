package attribution

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func sketchOf(p *Profile) similarity.Sketch {
	return similarity.NewSketch(similarity.Shingles(article.AppendHashes(nil, p.Body.Article.Text, p.Body.Article.Skip)), 1)
}

// requireScreened compares every pair with and without the screen and returns
// how many pairs it spared Relate, and how many are in truth independent.
func requireScreened(t require.TestingT, profiles []*Profile, limit float64) (spared, independent int) {
	outlines := make([]*Outline, len(profiles))
	sketches := make([]similarity.Sketch, len(profiles))
	for i, p := range profiles {
		sketches[i] = sketchOf(p)
		outlines[i] = putAside(t, NewOutline(p, sketches[i]))
	}
	var s Screen
	for i, p := range profiles {
		s.Set(outlines[i])
		for j := i + 1; j < len(profiles); j++ {
			kind := Relate(p, profiles[j]).Kind
			containment := similarity.Compare(sketches[i], sketches[j]).Containment()
			if kind == Independent && containment < limit {
				independent++
			}
			if s.Apart(outlines[j], limit) {
				spared++
				require.Equal(t, Independent, kind, "%s and %s", p.Body.Article.ID, profiles[j].Body.Article.ID)
				require.Less(t, containment, limit, "%s and %s", p.Body.Article.ID, profiles[j].Body.Article.ID)
			}
		}
	}
	return spared, independent
}

// putAside writes an outline and reads it again.
func putAside(t require.TestingT, o *Outline) *Outline {
	raw := o.Append(nil)
	back := &Outline{grams: []uint32{1, 2, 3}, words: []uint8{4}, facts: make([]fact, 9)} // where another lay
	require.NoError(t, back.Read(raw))
	require.Equal(t, raw, back.Append(nil))
	require.Equal(t, o.mass, back.mass)
	require.Equal(t, len(o.facts)+len(o.sentences)+len(o.grams), len(back.facts)+len(back.sentences)+len(back.grams))
	for n := 0; n < len(raw); n += 1 + len(raw)/7 {
		require.ErrorIs(t, new(Outline).Read(raw[:n]), errOutline)
	}
	return back
}

func TestScreenIsExactOnCases(t *testing.T) {
	var profiles []*Profile
	for _, c := range relationCases(t) {
		profiles = append(profiles, c.a, c.b)
	}
	spared, independent := requireScreened(t, profiles, .3)
	assert.Greater(t, spared, independent*8/10, "of %d independent pairs", independent)
}

// TestScreenIsExactOnNews takes articles of one event, hard ones: most pairs
// share facts and quotes.
func TestScreenIsExactOnNews(t *testing.T) {
	data := dataFolder(t)
	for _, c := range []struct {
		file  string
		least int // percent of the independent pairs that are spared
	}{{filepath.Join("helsinki", "articles.jsonl.gz"), 90}, {filepath.Join("rewrites-dev", "articles.jsonl"), 90}} {
		all := map[string]*Profile{}
		readProfiles(t, filepath.Join(data, c.file), nil, all)
		var profiles []*Profile
		for _, p := range all {
			profiles = append(profiles, p)
		}
		slices.SortFunc(profiles, func(a, b *Profile) int { return strings.Compare(a.Body.Article.ID, b.Body.Article.ID) })
		if testing.Short() {
			profiles = profiles[:min(len(profiles), 60)]
		}
		for _, limit := range []float64{.3, .05} {
			spared, independent := requireScreened(t, profiles, limit)
			t.Logf("%s: spared %d of %d independent pairs", c.file, spared, independent)
			assert.Greater(t, spared*100, independent*c.least, c.file)
		}
	}
}

// TestScreenIsExactOnMosaics draws texts from a few sentences, so that every
// kind of overlap occurs: moved, repeated, quoted on one side only.
func TestScreenIsExactOnMosaics(t *testing.T) {
	sentences := []string{
		"The mayor of Harrow Bay said 1,140 homes lost power on 3 May.", "Nobody was hurt.", "“We had four minutes to get out,” Ines Okafor told reporters at the quay.",
		"We had four minutes to get out, Ines Okafor told reporters at the quay.", "Crews from Pellworth towed the barge Marigold to dock 17 before noon.",
		"It was the third failure of the Veldt sluice since 2011.", "The mayor of Harrow Bay said 1,190 homes lost power on 4 May.",
		"Officials will meet again in June to discuss the sluice, the barge and the grain silo that burnt in 1998.", "He declined to comment further.",
		"“The silo burnt, the sluice failed and the barge sank, and nobody at all resigned over it,” he said.", "Also read: ten harbours to visit",
	}
	rapid.Check(t, func(rt *rapid.T) {
		var profiles []*Profile
		for i := range rapid.IntRange(2, 4).Draw(rt, "articles") {
			picks := rapid.SliceOfN(rapid.SampledFrom(sentences), 1, 12).Draw(rt, "sentences")
			between := rapid.SampledFrom([]string{" ", "\n\n"}).Draw(rt, "between")
			a := &article.Article{ID: string(rune('a' + i)), Text: strings.Join(picks, between)}
			profiles = append(profiles, NewProfile(article.ParseBody(a), nil))
		}
		requireScreened(rt, profiles, rapid.SampledFrom([]float64{.05, .3, 1}).Draw(rt, "limit"))
	})
}

// TestScreenBoundsItsWork holds one text that repeats itself against another:
// their common grams would be the square of their length.
func TestScreenBoundsItsWork(t *testing.T) {
	long := &article.Article{ID: "long", Text: strings.Repeat("so it goes on and on ", 40000)}
	p := NewProfile(article.ParseBody(long), nil)
	o := NewOutline(p, sketchOf(p))
	var s Screen
	s.Set(o)
	assert.False(t, s.Apart(o, .3))
	assert.LessOrEqual(t, len(s.matches), mostMatches)
}

// TestScreenAllocatesNothing guards what is done for every candidate.
func TestScreenAllocatesNothing(t *testing.T) {
	cases := relationCases(t)
	var s Screen
	var outlines []*Outline
	for _, c := range cases[:min(len(cases), 12)] {
		outlines = append(outlines, NewOutline(c.a, sketchOf(c.a)), NewOutline(c.b, sketchOf(c.b)))
	}
	all := func() {
		for _, o := range outlines {
			s.Set(o)
			for _, x := range outlines {
				s.Apart(x, .3)
			}
		}
	}
	all()
	assert.Zero(t, testing.AllocsPerRun(5, all))
}

func BenchmarkScreen(b *testing.B) {
	cases := relationCases(b)
	x, y := cases[0].a, cases[1].a
	var s Screen
	s.Set(NewOutline(x, sketchOf(x)))
	o := NewOutline(y, sketchOf(y))
	b.ReportAllocs()
	for b.Loop() {
		s.Apart(o, .3)
	}
}
