package main

import (
	"bufio"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stemma-news/stemma/benchmarks/peers/corpus"
	"github.com/stemma-news/stemma/benchmarks/peers/exact"
)

// Words are runs of letters, digits and underscores, whatever the case.
func TestShingles(t *testing.T) {
	var s corpus.Shingler
	same := [][2]string{
		{"One two three four five", "one  TWO, three-four (five)"},
		{"Öl ist im Haus, ja", "öl IST im haus ja."},
		{"a b c d e a b c d e", "A b c d e a b c d e!"},
	}
	for _, x := range same {
		a, b := s.Set(x[0]), s.Set(x[1])
		if len(a) == 0 || exact.Shared(a, b) != len(a) || len(a) != len(b) {
			t.Errorf("%q and %q have %d and %d shingles, %d shared", x[0], x[1], len(a), len(b), exact.Shared(a, b))
		}
	}
	if n := len(s.Set("one two three four")); n != 0 {
		t.Errorf("four words have %d shingles", n)
	}
	if n := len(s.Set("a b c d e a b c d e")); n != 5 {
		t.Errorf("%d distinct shingles, not 5", n)
	}
}

// The join counts what comparing two by two counts.
func TestPairsAgainstComparingTwoByTwo(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		sets := make([][]uint64, 12)
		for i := range sets {
			var h uint64
			for range r.IntN(30) {
				h += 1 + r.Uint64N(1<<58)
				if r.IntN(2) == 0 {
					h = h &^ (1<<57 - 1) // so that some are shared
				}
				if n := len(sets[i]); n == 0 || sets[i][n-1] < h {
					sets[i] = append(sets[i], h)
				}
			}
		}
		found := map[[2]int]int{}
		exact.Pairs(sets, func(p exact.Pair) { found[[2]int{p.A, p.B}] = p.Shared })
		for b := range sets {
			for a := range b {
				if want := exact.Shared(sets[a], sets[b]); found[[2]int{a, b}] != want {
					t.Fatalf("%d and %d share %d, not %d", a, b, want, found[[2]int{a, b}])
				}
			}
		}
	}
}

// The pairs asked for on Reuters are those that another exact program listed.
func TestTruthAgainstAnotherProgram(t *testing.T) {
	list := filepath.Join(defaultData(), "reuters21578", "overlaps.tsv")
	file, err := os.Open(list)
	if err != nil {
		t.Skipf("SKIPPED, nothing was compared: %v", err)
	}
	defer file.Close()
	b := &bench{scratch: t.TempDir(), data: defaultData()}
	articles, err := b.articles("reuters")
	if err != nil {
		t.Fatal(err)
	}
	truth, err := newTruth(articles)
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		f := strings.Split(lines.Text(), "\t")
		if f[0] == "a" {
			continue
		}
		x, y := truth.number[f[0]], truth.number[f[1]]
		if _, asked := truth.bin[[2]int{min(x, y), max(x, y)}]; !asked {
			t.Errorf("%s and %s are listed there and not here", f[0], f[1])
		}
		listed++
	}
	if listed == 0 || listed != len(truth.bin) {
		t.Errorf("%d pairs are listed there, %d here", listed, len(truth.bin))
	}
}

// A contender that reports the truth is right in all, one that reports nothing
// or nonsense in none.
func TestScore(t *testing.T) {
	truth := &truth{number: map[string]int{"a": 0, "b": 1, "c": 2}, bin: map[[2]int]int{{0, 1}: 3}, half: map[[2]int]bool{{0, 1}: true},
		sets: [][]uint64{{1, 2, 3}, {1, 2, 3}, {7, 8}}}
	c := contender{measure: "jaccard", threshold: .5}
	s, err := truth.score(c, [][2]string{{"b", "a"}, {"a", "b"}, {"a", "c"}})
	if err != nil || s.Pairs != 2 || s.Right != 1 || s.Found[3] != 1 || s.Asked[3] != 1 || s.Equal != 1 {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := truth.score(c, [][2]string{{"a", "z"}}); err == nil {
		t.Error("an unknown article passed")
	}
	if s, _ := truth.score(c, nil); s.Pairs != 0 || s.Asked[3] != 1 || s.Found[3] != 0 {
		t.Errorf("%+v", s)
	}
}
