package attribution

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// Reported is reported speech that matches a quote elsewhere.
type Reported struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Quote   string `json:"quote"` // id of the quote that it renders
}

// Reports holds an article's sentences of the reporter with the words in marks
// left out: they may tell what somebody said elsewhere in marks. All articles
// of an archive are held at once, so it is packed: about half the article's
// text.
type Reports struct {
	sentences []report
	clauses   []clause
	stems     []uint32 // of the words that carry meaning, in order
	speakers  []string
}

// report is one sentence: clauses [first, last).
type report struct {
	first, last uint32
	speaker     int16 // who says it, -1 where the sentence names nobody
	told        bool  // a verb of saying governs the sentence
}

// clause is a part of a sentence between commas and the like. Its stems end at
// last and begin where those of the clause before end.
type clause struct{ start, end, last uint32 }

// spoken is the speaker of sentence i, "" for none.
func (r *Reports) spoken(i int) string {
	if s := r.sentences[i].speaker; s >= 0 {
		return r.speakers[s]
	}
	return ""
}

// clauseStems are the stems of clause k.
func (r *Reports) clauseStems(k uint32) []uint32 {
	first := uint32(0)
	if k > 0 {
		first = r.clauses[k-1].last
	}
	return r.stems[first:r.clauses[k].last]
}

// span is the stretch of clauses [first, last).
func (r *Reports) span(first, last uint32) article.Span {
	return article.Span{Start: int(r.clauses[first].start), End: int(r.clauses[last-1].end)}
}

// behind is the first sentence that begins at byte start or later.
func (r *Reports) behind(start int) int {
	at, _ := slices.BinarySearchFunc(r.sentences, uint32(start), func(s report, start uint32) int {
		return cmp.Compare(r.clauses[s.first].start, start)
	})
	return at
}

// around are the stems of the sentences from i-before to i+behind.
func (r *Reports) around(i, before, behind int) []uint32 {
	lo, hi := max(0, i-before), min(len(r.sentences), i+behind+1)
	if lo >= hi {
		return nil
	}
	first := uint32(0)
	if k := r.sentences[lo].first; k > 0 {
		first = r.clauses[k-1].last
	}
	return r.stems[first:r.clauses[r.sentences[hi-1].last-1].last]
}

// Read returns an article's quotes and the sentences that may render somebody's
// words, at the cost of one reading. The outlets are those that a user adds to
// the known ones, nil for none.
func Read(b *article.Body, outlets *OutletTable) ([]Quote, Reports) {
	r := newReadingWith(b, candidates(b), outlets)
	defer r.slab.release()
	return r.all(), r.reports()
}

// reports cuts each frame into sentences and clauses.
func (r *reading) reports() Reports {
	var out Reports
	sf := r.finder
	for f := range sf.frames {
		atoms := sf.frames[f].atoms
		for i := 0; i < len(atoms); {
			j := i
			for j < len(atoms) && atoms[j].sentence == atoms[i].sentence {
				j++
			}
			sf.report(&out, f, i, j)
			i = j
		}
	}
	return Reports{
		sentences: slices.Clone(out.sentences), clauses: slices.Clone(out.clauses),
		stems: slices.Clone(out.stems), speakers: slices.Clone(out.speakers),
	}
}

// report reads the sentence of atoms [i, j).
func (sf *speakerFinder) report(out *Reports, f, i, j int) {
	atoms := sf.frames[f].atoms
	rep := report{first: uint32(len(out.clauses)), speaker: -1}
	var c clause
	closeClause := func() {
		if n := uint32(len(out.stems)); c.end > 0 && (len(out.clauses) == 0 && n > 0 || len(out.clauses) > 0 && n > out.clauses[len(out.clauses)-1].last) {
			c.last = n
			out.clauses = append(out.clauses, c)
		}
		c = clause{}
	}
	for k := i; k < j; k++ {
		a := &atoms[k]
		if a.kind != wordAtom {
			closeClause()
			continue
		}
		if c.end == 0 {
			c.start = uint32(a.Start)
		}
		c.end = uint32(a.End)
		if a.class.any(classCertainCue) && sf.cueAt(f, k) > k {
			rep.told = true
			continue
		}
		if !a.class.any(classWithoutSense) || a.class.any(classNumeral) {
			if s, ok := a.stem(); ok {
				out.stems = append(out.stems, s)
			}
		}
		if a.class.any(classRetelling) || a.class.any(classLikelyCue) && sf.cueAt(f, k) > k {
			rep.told = true
		}
	}
	closeClause()
	if rep.last = uint32(len(out.clauses)); rep.last == rep.first {
		return
	}
	name := ""
	if s := sf.stretchSpeaker(f, i, j); s.found() {
		name = s.name
	} else if p := sf.clauseSubject(f, i, j); p.head > p.first && !badSubject(atoms, p) {
		// no verb of saying: its subject is evidence enough for a match
		_, name = sf.nameOf(f, p)
	}
	if name != "" {
		at := slices.Index(out.speakers, name)
		if at < 0 && len(out.speakers) < 1<<15-1 {
			at = len(out.speakers)
			out.speakers = append(out.speakers, strings.Clone(name))
		}
		rep.speaker = int16(at)
	}
	out.sentences = append(out.sentences, rep)
}

// retellingVerbs tell what somebody said and seldom introduce a quote.
var retellingVerbs = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, v := range strings.Fields(`accuse blame condemn consider criticise criticize deem describe dismiss jeer liken mock
		name order reckon reject threaten`) {
		for _, f := range verbForms(v) {
			m[f] = !nounLike[f]
		}
	}
	return m
})

// contentStem is the stem of a word that carries meaning: numbers as digits.
func contentStem(w string) (uint32, bool) {
	if !isPlain(w) {
		w = strings.Trim(w, ".$£€")
	}
	if d, ok := numeralWords[w]; ok {
		w = d
	}
	if isDigitWord(w) {
		w = strings.ReplaceAll(w, ",", "")
		for _, s := range [...]string{"th", "st", "nd", "rd", "m", "bn", "%"} {
			w = strings.TrimSuffix(w, s)
		}
		return article.StemHash(w), true
	}
	if len(w) < 3 || prepositions[w] || conjunctions[w] || determiners[w] || auxiliaries[w] || pronouns[w] {
		return 0, false
	}
	if !isPlain(w) {
		w = strings.ReplaceAll(w, "’", "")
	}
	s := article.StemHash(w)
	r, _ := article.Rarity(s)
	return s, r >= commonStem
}

// stem is contentStem of an atom's word, whose lists are known.
func (a *atom) stem() (uint32, bool) {
	w := a.word
	switch {
	case a.class.any(classNumeral) || !isPlain(w) || isDigitWord(w):
		return contentStem(w)
	case len(w) < 3 || a.class.any(classWithoutSense):
		return 0, false
	}
	s := article.StemHash(w)
	r, _ := article.Rarity(s)
	return s, r >= commonStem
}

// isPlain reports a word of ASCII letters and digits only.
func isPlain(w string) bool {
	for i := range len(w) {
		if !isPlainWordByte(w[i]) {
			return false
		}
	}
	return true
}
