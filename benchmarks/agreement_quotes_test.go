package benchmarks

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

func TestLabelScoreAgreesWithTheScript(t *testing.T) {
	b := &bench{T: t, data: dataFolder()}
	q := readQuoteLabels(b)
	sure := quoteLabels{sureOnly(q.origins), sureOnly(q.joins), sureOnly(q.speakers)}
	for i, wrong := range mixtures {
		r := randomLedger(rand.New(rand.NewPCG(3, uint64(i))), q, wrong)
		want := script(t, "score_ledger.py", "labels", b.data.path("quotes-dev"), writeJSON(t, r))
		assert.Equal(t, want, strings.Join(scoreLabels(sure, newLedger(r), nil).lines(), "\n"), "%v wrong", wrong)
	}
}

// randomLedger answers the labelled quotes, some of them wrongly or not at all.
func randomLedger(r *rand.Rand, labels quoteLabels, wrong float64) *stemma.Result {
	var out stemma.Result
	miss := func() bool { return r.Float64() < wrong }
	seen := map[string]bool{}
	add := func(article string, s stemma.Span, name, kind, outlet, utterance string) {
		id := fmt.Sprintf("%s#%d-%d", article, s.Start, s.End)
		if seen[id] || miss() && miss() {
			return
		}
		seen[id] = true
		q := stemma.Quote{ID: id, Article: article, Segments: []stemma.Span{s}, Utterance: utterance}
		if miss() {
			q.Segments = []stemma.Span{{Start: s.Start + r.IntN(1+s.Len()/3), End: s.End}, {Start: s.End + 5, End: s.End + 9}}
		}
		if name != "" && name != "-" && !miss() {
			q.Speaker = &stemma.Voice{Name: pick(r, name, lastField(name), "Dr "+name, "Other "+lastField(name))}
		}
		q.Origin = stemma.Origin{Kind: originKind(kind), Outlet: pick(r, outlet, "The "+outlet, "Twitter", ""), Handle: pick(r, "", "@x")}
		if miss() {
			q.Origin.Kind = pick(r, "", "unknown", "interview", "post", "speech")
		}
		out.Quotes = append(out.Quotes, q)
	}
	for _, x := range labels.origins {
		add(x["article"], spanIn(x, ""), x["speaker"], x["kind"], x["outlet"], "")
	}
	for i, x := range labels.joins {
		joined := fmt.Sprint("u", i)
		other := joined
		if (x["relation"] == "different") != miss() {
			other = pick(r, "v", "", "w")
		}
		add(x["article_a"], spanIn(x, "_a"), "", "unknown", "", joined)
		add(x["article_b"], spanIn(x, "_b"), "", "unknown", "", other)
	}
	for _, x := range labels.speakers {
		add(x["article"], spanIn(x, ""), x["name"], "unknown", "", "")
	}
	for _, x := range labels.origins {
		out.Articles = append(out.Articles, stemma.Article{ID: x["article"], Publisher: pick(r, "", "NBC", "The "+x["outlet"])})
	}
	return &out
}

func TestUtteranceScoreAgreesWithTheScript(t *testing.T) {
	path := dataFolder().path("rewrites-dev", "utterances.jsonl")
	need(t, path)
	var truth []invented
	eachRecord(t, path, func(u invented) { truth = append(truth, u) })
	for i, wrong := range mixtures {
		r := randomSayings(rand.New(rand.NewPCG(4, uint64(i))), truth, wrong)
		want := script(t, "score_ledger.py", "utterances", path, writeJSON(t, r))
		assert.Equal(t, want, strings.Join(scoreUtterances(truth, newLedger(r), nil).clauses(), "; "), "%v wrong", wrong)
	}
}

// randomSayings answers the invented utterances, some wrongly or not at all.
func randomSayings(r *rand.Rand, truth []invented, wrong float64) *stemma.Result {
	var out stemma.Result
	miss := func() bool { return r.Float64() < wrong }
	for _, u := range truth {
		v := stemma.Utterance{ID: u.ID, Origin: stemma.UtteranceOrigin{Kind: originKind(u.Origin.Kind), Outlet: u.Origin.Outlet, Handle: u.Origin.Handle}}
		if miss() {
			v.Origin.Kind = pick(r, "", "post", "interview")
		}
		if !miss() {
			v.Speaker = &stemma.Voice{Name: u.Speaker}
		}
		v.First = stemma.First{Provable: (u.Earliest != "") != miss(), Articles: []string{u.Earliest}}
		if miss() {
			v.First.Articles = append(v.First.Articles, "rd-99-a")
		}
		for i, c := range u.Carriers {
			if miss() && miss() {
				continue
			}
			q := stemma.Quote{ID: fmt.Sprintf("%s#%s%d", c.Article, u.ID, i), Article: c.Article, Utterance: u.ID,
				Segments: []stemma.Span{{Start: c.Start, End: c.End}}}
			if miss() {
				q.Utterance = pick(r, "", "other", truth[0].ID)
			}
			change := c.Wording
			if miss() {
				change = pick(r, "same", "cut", "substituted", "undisclosed-cut")
			}
			v.Wordings = append(v.Wordings, stemma.Wording{Quote: q.ID, Change: change})
			out.Quotes = append(out.Quotes, q)
		}
		for _, x := range u.Reported {
			if !miss() {
				v.Reported = append(v.Reported, stemma.Reported{Article: x.Article, Start: x.Start + r.IntN(x.End-x.Start), End: x.End})
			}
		}
		out.Utterances = append(out.Utterances, v)
	}
	return &out
}

// writeSet writes a small corpus of invented texts: packed records and tables.
func writeSet(t *testing.T, name string, texts map[string]string, tables map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	enc := json.NewEncoder(z)
	for _, id := range sortedKeys(texts) {
		require.NoError(t, enc.Encode(map[string]string{"id": id, "text": texts[id]}))
	}
	require.NoError(t, z.Close())
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), packed.Bytes(), 0o644))
	for file, text := range tables {
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644))
	}
	return dir
}

// randomText is made of words of one to four bytes a letter.
func randomText(r *rand.Rand, words int) string {
	var out strings.Builder
	for range words {
		out.WriteString(pick(r, "bread", "größe", "“quoted”", "мост", "橋", "it's", "1,204", "²", "🎶", "é"))
		out.WriteString(pick(r, " ", " ", ", ", ". ", "\n\n", "\u00a0"))
	}
	return out.String()
}

func TestPlagdetAgreesWithTheScript(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	texts, kind, truth := map[string]string{}, map[[2]string]string{}, cases{}
	pairs, rows := [][2]string{}, ""
	table := "suspicious\tsource\tsuspicious_offset\tsuspicious_length\tsource_offset\tsource_length\n"
	for i := range 60 {
		p := [2]string{fmt.Sprintf("suspicious-%02d", i), fmt.Sprintf("source-%02d", i/2)}
		texts[p[0]], texts[p[1]] = randomText(r, 700), texts[p[1]]
		if texts[p[1]] == "" {
			texts[p[1]] = randomText(r, 700)
		}
		kind[p] = pick(r, "01-none", "02-copied", "03-random")
		pairs = append(pairs, p)
		rows += kind[p] + "\t" + p[0] + "\t" + p[1] + "\n"
		for range r.IntN(4) {
			if kind[p][:2] == "01" {
				break
			}
			x := randomCase(r, len([]rune(texts[p[0]])), len([]rune(texts[p[1]])))
			truth[p] = append(truth[p], x)
			table += fmt.Sprintf("%s\t%s\t%d\t%d\t%d\t%d\n", p[0], p[1], x.start, x.end-x.start, x.sourceStart, x.sourceEnd-x.sourceStart)
		}
	}
	truth.tidy()
	dir := writeSet(t, "documents.jsonl.gz", texts, map[string]string{"pairs.tsv": "kind\tsuspicious\tsource\n" + rows, "truth.tsv": table})
	result := randomPassages(r, pairs, truth, texts)
	found := detections(result, kind, texts)

	byKind := map[string][][2]string{}
	for _, p := range pairs {
		byKind[kind[p]] = append(byKind[kind[p]], p)
	}
	hits := 0
	for _, p := range byKind["01-none"] {
		hits += one(len(found[p]) > 0)
	}
	got := []string{"01-none " + fmt.Sprintf("pairs with a false hit: %d of %d", hits, len(byKind["01-none"]))}
	for _, k := range []string{"02-copied", "03-random"} {
		got = append(got, k+" "+bare(scorePlagdet(byKind[k], truth, found)))
	}
	got = append(got, "entire "+bare(scorePlagdet(pairs, truth, found)))
	assert.Positive(t, hits)

	want := strings.Split(script(t, "score_pan.py", dir, writePairs(t, result)), "\n")[1:]
	for i := range want {
		want[i] = strings.Join(strings.Fields(want[i]), " ")
	}
	assert.Equal(t, want, got)
}

func bare(s plagdet) string {
	return fmt.Sprintf("%.5f %.5f %.5f %.5f %d %d", s.value, s.recall, s.precision, s.granularity, s.cases, s.detections)
}

func randomCase(r *rand.Rand, n, m int) reuseCase {
	x := reuseCase{start: r.IntN(n - 900), sourceStart: r.IntN(m - 900)}
	x.end, x.sourceEnd = x.start+150+r.IntN(700), x.sourceStart+150+r.IntN(700)
	return x
}

// randomPassages finds some of the cases, whole, in pieces, shifted or doubled,
// in bytes, and names the two texts in either order.
func randomPassages(r *rand.Rand, pairs [][2]string, truth cases, texts map[string]string) *stemma.Result {
	var out stemma.Result
	bytesOf := func(text string, start, end int) stemma.Span {
		runes := []rune(text)
		start, end = max(0, start), min(end, len(runes))
		return stemma.Span{Start: len(string(runes[:start])), End: len(string(runes[:end]))}
	}
	for _, p := range pairs {
		list := append([]reuseCase(nil), truth[p]...)
		if r.IntN(3) == 0 {
			list = append(list, randomCase(r, len([]rune(texts[p[0]])), len([]rune(texts[p[1]]))))
		}
		x := stemma.Pair{A: p[0], B: p[1]}
		for _, c := range list {
			for n := r.IntN(3); n >= 0; n-- {
				d := r.IntN(300) - 150
				a, b := bytesOf(texts[p[0]], c.start+d, c.end-n*100), bytesOf(texts[p[1]], c.sourceStart+d/2, c.sourceEnd)
				if a.Start < a.End && b.Start < b.End {
					x.Passages = append(x.Passages, stemma.Passage{A: a, B: b})
				}
			}
		}
		if r.IntN(2) == 0 {
			x.A, x.B = x.B, x.A
			for i := range x.Passages {
				x.Passages[i].A, x.Passages[i].B = x.Passages[i].B, x.Passages[i].A
			}
		}
		out.Pairs = append(out.Pairs, x)
	}
	return &out
}

func TestQuoteScoreAgreesWithTheScript(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	texts, rows := map[string]string{}, "article\tattribution\tkind\tsource_spans\tcue_spans\tcontent_spans\n"
	gold, said := map[string][]labelledQuote{}, &stemma.Result{}
	text := map[string]points{}
	for i := range 40 {
		id := fmt.Sprintf("paper_%02d", i)
		texts[id] = randomText(r, 300)
		text[id] = newPoints(texts[id])
		for k := range 12 {
			start := k * 100
			content := fmt.Sprintf("%d %d;%d %d", start+20, start+40+r.IntN(10), start+55, start+60+r.IntN(30))
			source := pick(r, "", fmt.Sprintf("%d %d", start, start+15), fmt.Sprintf("%d %d;%d %d", start, start+5, start+10, start+15))
			kind := pick(r, "direct", "direct", "mixed", "indirect")
			rows += fmt.Sprintf("%s\tE%d\t%s\t%s\t\t%s\n", id, k, kind, source, content)
			parts := spansOf(t, content)
			gold[id] = append(gold[id], labelledQuote{kind, text[id].letters(parts), spansOf(t, source), fmt.Sprint("E", k)})
			if r.IntN(6) > 0 {
				said.Quotes = append(said.Quotes, randomAnswer(r, id, text[id], parts, start))
			}
		}
	}
	dir := writeSet(t, "articles.jsonl.gz", texts, map[string]string{"attributions.tsv": rows})
	var s quoteScore
	answers := saidQuotes(said, text)
	for _, id := range sortedKeys(text) {
		s.article(id, text[id], gold[id], answers[id], nil)
	}
	assert.Equal(t, script(t, "score_quotes.py", dir, writeJSON(t, said)), s.String())
	assert.Greater(t, s.exact, 20)
	assert.Greater(t, s.right, 20)
}

// randomAnswer is a quote near the marked words, in bytes, some of its ends
// inside a character.
func randomAnswer(r *rand.Rand, id string, p points, parts []stemma.Span, start int) stemma.Quote {
	byteAt := func(i int) int { return len(string(p.runes[:min(i, len(p.runes))])) }
	q := stemma.Quote{ID: fmt.Sprint(id, "#", start), Article: id, Kind: pick(r, "direct", "partial")}
	shift := max(0, r.IntN(12)-7)
	for _, s := range parts {
		q.Segments = append(q.Segments, stemma.Span{Start: byteAt(s.Start + shift), End: byteAt(s.End)})
	}
	if r.IntN(4) > 0 {
		m := stemma.Span{Start: byteAt(start + r.IntN(20)), End: byteAt(start + 21 + r.IntN(2)*80)}
		if r.IntN(5) == 0 {
			m.Start++
		}
		q.Speaker = &stemma.Voice{Mention: &m}
	}
	return q
}
