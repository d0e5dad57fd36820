package article

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var rarityUpdate = flag.Bool("rarity", false, "make rarity.bin anew from the evaluation corpora")

// corpora is the folder of the evaluation data; the test is skipped without it.
func corpora(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("STEMMA_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no evaluation data at %s (set STEMMA_DATA)", dir)
	}
	return dir
}

// corpusTexts calls f with every text of a gzipped JSON Lines file.
func corpusTexts(t testing.TB, path string, f func(n int, text string)) {
	t.Helper()
	h, err := os.Open(path)
	require.NoError(t, err)
	defer h.Close()
	z, err := gzip.NewReader(h)
	require.NoError(t, err)
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<26)
	for n := 0; s.Scan(); n++ {
		var r struct{ Text string }
		require.NoError(t, json.Unmarshal(s.Bytes(), &r))
		f(n, r.Text)
	}
	require.NoError(t, s.Err())
}

// background counts, for each stem, the articles that hold it and its
// occurrences inside sentences with and without a capital.
type background struct {
	df, upper, lower map[uint32]int
	articles         int
}

func (g *background) add(text string) {
	a := &Article{Text: text}
	b := ParseBody(a)
	if len(b.Tokens) < 30 {
		return
	}
	g.articles++
	seen := map[uint32]bool{}
	for _, s := range b.Sentences {
		heading := b.TitleCased(s)
		for i := s.First; i < s.Last; i++ {
			k := StemHash(b.Tokens[i].Word)
			if !seen[k] {
				seen[k] = true
				g.df[k]++
			}
			if i == s.First || heading {
				continue
			}
			switch c := text[b.Tokens[i].Start]; {
			case 'A' <= c && c <= 'Z':
				g.upper[k]++
			case 'a' <= c && c <= 'z':
				g.lower[k]++
			}
		}
	}
}

func (g *background) table() []byte {
	type entry struct {
		hash uint32
		v    byte
	}
	var es []entry
	for k, df := range g.df {
		r := math.Log(float64(g.articles) / float64(df))
		c := CaseMixed
		u, l := g.upper[k], g.lower[k]
		switch {
		case u+l < 3:
			c = CaseUnknown
		case l*10 >= 7*(u+l):
			c = CaseLower
		case u*10 >= 8*(u+l):
			c = CaseName
		}
		if r >= MaxRarity-.5/raritySteps && (c == CaseUnknown || df < 4) {
			continue
		}
		v := byte(math.Round(math.Min(r, MaxRarity) * raritySteps))
		es = append(es, entry{k, v<<2 | byte(c)})
	}
	sort.Slice(es, func(i, j int) bool { return es[i].hash < es[j].hash })
	out := make([]byte, 0, rarityHeader+5*len(es))
	at := 0
	for b := 0; b <= rarityBuckets; b++ {
		for at < len(es) && int(es[at].hash>>20) < b {
			at++
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(at))
	}
	for _, e := range es {
		out = binary.LittleEndian.AppendUint32(out, e.hash)
	}
	for _, e := range es {
		out = append(out, e.v)
	}
	return out
}

func TestRarityTable(t *testing.T) {
	if *rarityUpdate {
		dir := corpora(t)
		g := &background{df: map[uint32]int{}, upper: map[uint32]int{}, lower: map[uint32]int{}}
		for _, c := range []string{"fnc1", "helsinki", "ecbplus", "reuters21578", "polnear", "allsides"} {
			corpusTexts(t, filepath.Join(dir, c, "articles.jsonl.gz"), func(n int, text string) {
				if c != "allsides" || n%2 == 0 {
					g.add(text)
				}
			})
		}
		out := g.table()
		t.Logf("%d articles, %d stems seen, %d bytes", g.articles, len(g.df), len(out))
		require.NoError(t, os.WriteFile("rarity.bin", out, 0o644))
		rarityTable = string(out)
	}
	require.Greater(t, len(rarityTable), rarityHeader)
	n := (len(rarityTable) - rarityHeader) / 5
	require.Equal(t, rarityHeader+5*n, len(rarityTable))
	require.Greater(t, n, 20000)
	last := uint32(0)
	for i := range n {
		h := u32(rarityTable, rarityHeader+4*i)
		require.Greater(t, h, last, "sorted and distinct")
		last = h
		r, _ := Rarity(h)
		require.Equal(t, float32(rarityTable[rarityHeader+4*n+i]>>2)/raritySteps, r)
	}
	the, c := Rarity(StemHash("the"))
	assert.Less(t, the, float32(.2))
	assert.Equal(t, CaseLower, c)
	minister, _ := Rarity(StemHash("minister"))
	ombudsman, _ := Rarity(StemHash("ombudsman"))
	assert.Less(t, the, minister)
	assert.Less(t, minister, ombudsman)
	_, c = Rarity(StemHash("london"))
	assert.Equal(t, CaseName, c)
	unknown, c := Rarity(StemHash("qqzzxv"))
	assert.Equal(t, float32(MaxRarity), unknown)
	assert.Equal(t, CaseUnknown, c)
}

func TestStemHash(t *testing.T) {
	same := [][]string{
		{"reject", "rejects", "rejected", "rejecting", "rejection"},
		{"city", "cities"}, {"stop", "stopped", "stopping", "stops"},
		{"announce", "announced", "announcement", "announcements"},
		{"mediate", "mediation", "mediated"}, {"rally", "rallies", "rallied"},
	}
	for _, words := range same {
		for _, w := range words[1:] {
			assert.Equal(t, StemHash(words[0]), StemHash(w), "%s %s", words[0], w)
		}
	}
	for _, p := range [][2]string{{"nation", "nate"}, {"sing", "s"}, {"bus", "bu"}, {"house", "hour"}, {"1100", "110"}} {
		assert.NotEqual(t, StemHash(p[0]), StemHash(p[1]), "%v", p)
	}
	for _, w := range []string{"", "s", "ss", "ies", "ing", "süß", "日"} {
		StemHash(w)
	}
}

// TestRarityFindsEveryStem asks for each stem of the table and for those beside
// it, which the table holds only by chance.
func TestRarityFindsEveryStem(t *testing.T) {
	n := (len(rarityTable) - rarityHeader) / 5
	held := make(map[uint32]byte, n)
	for i := range n {
		held[u32(rarityTable, rarityHeader+4*i)] = rarityTable[rarityHeader+4*n+i]
	}
	ask := func(stem uint32) {
		r, c := Rarity(stem)
		if v, found := held[stem]; found {
			require.Equal(t, float32(v>>2)/raritySteps, r)
			require.Equal(t, Case(v&3), c)
			return
		}
		require.Equal(t, float32(MaxRarity), r)
	}
	for stem := range held {
		ask(stem - 1)
		ask(stem)
		ask(stem + 1)
	}
	for i := range uint32(1 << 13) { // the ends of the buckets
		ask(i << 19)
		ask(i<<19 - 1)
	}
}
