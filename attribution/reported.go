package attribution

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// Reported is reported speech that matches a quote elsewhere.
type Reported struct {
	Article string `json:"article"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Quote   string `json:"quote"` // id of the quote that it renders
}

// Report is one sentence of the reporter with the words in marks left out: it
// may tell what somebody said elsewhere in marks.
type Report struct {
	Clauses []Clause
	// Speaker is the name of who says it, "" where the sentence names nobody.
	Speaker string
	// Told is true where a verb of saying governs the sentence.
	Told bool
}

// Clause is a part of a sentence between commas and the like.
type Clause struct {
	article.Span
	Stems []uint32 // of the words that carry meaning
}

// The evidence that a sentence must share with a quote, in natural logarithms
// of rarity (similarity.Rarity) summed over shared stems and numbers. Chosen on
// invented rewrites for precision: paraphrase shares so few words that a lower
// bar doubles the finds at three wrong ones in ten.
const (
	reportNeed      = 17.
	reportSame      = 8.  // what the same speaker adds
	reportOther     = -4. // what another named person adds
	reportTold      = 1.5 // what a verb of saying adds
	reportShare     = 6.  // times the share of the quote's weight that is found
	reportSingle    = 4.  // rarity of a stem that may stand alone
	rarestStem      = 6   // rarity counts up to here: names are rare but prove little
	commonStem      = 1.2 // below it a stem counts as a function word
	reportPartners  = 40  // linked articles looked at for each one
	reportUtterance = 400 // utterances looked at for each article
	surnamePosting  = 300 // utterances of one surname above which the name blocks nothing
	reportDays      = 30
)

// Reports returns the sentences of an article that may render somebody's
// words, in order.
func Reports(b *article.Body) []Report { return newReading(b, candidates(b)).reports() }

// Read returns an article's quotes and reports at the cost of one reading.
func Read(b *article.Body) ([]Quote, []Report) {
	r := newReading(b, candidates(b))
	return r.all(), r.reports()
}

// reports cuts each frame into sentences and clauses.
func (r *reading) reports() []Report {
	var out []Report
	sf := r.finder
	for f := range sf.frames {
		atoms := sf.frames[f].atoms
		for i := 0; i < len(atoms); {
			j := i
			for j < len(atoms) && atoms[j].sentence == atoms[i].sentence {
				j++
			}
			if rep := sf.report(f, i, j); len(rep.Clauses) > 0 {
				out = append(out, rep)
			}
			i = j
		}
	}
	return out
}

// report reads the sentence of atoms [i, j).
func (sf *speakerFinder) report(f, i, j int) Report {
	atoms := sf.frames[f].atoms
	var rep Report
	var c Clause
	closeClause := func() {
		if len(c.Stems) > 0 {
			rep.Clauses = append(rep.Clauses, c)
		}
		c = Clause{}
	}
	for k := i; k < j; k++ {
		a := &atoms[k]
		if a.kind != wordAtom {
			closeClause()
			continue
		}
		if c.End == 0 {
			c.Start = a.Start
		}
		c.End = a.End
		if cueWords[a.word] == certain && sf.cueAt(f, k) > k {
			rep.Told = true
			continue
		}
		if s, ok := contentStem(a.word); ok {
			c.Stems = append(c.Stems, s)
		}
		if cueWords[a.word] == likely && sf.cueAt(f, k) > k {
			rep.Told = true
		}
	}
	closeClause()
	if len(rep.Clauses) > 0 {
		if s := sf.sentenceSpeaker(f, atoms[i].sentence); s.found() {
			rep.Speaker = s.name
		} else if p := sf.clauseSubject(f, i, j); p.head > p.first && !badSubject(atoms, p) {
			// no verb of saying: its subject is evidence enough for a match
			_, rep.Speaker = sf.nameOf(f, p)
		}
	}
	return rep
}

// contentStem is the stem of a word that carries meaning: numbers as digits.
func contentStem(w string) (uint32, bool) {
	w = strings.Trim(w, ".$£€")
	if d, ok := numeralWords[w]; ok {
		w = d
	}
	if isDigitWord(w) {
		w = strings.ReplaceAll(w, ",", "")
		for _, s := range [...]string{"th", "st", "nd", "rd", "m", "bn", "%"} {
			w = strings.TrimSuffix(w, s)
		}
		return similarity.StemHash(w), true
	}
	if len(w) < 3 || prepositions[w] || conjunctions[w] || determiners[w] || auxiliaries[w] || pronouns[w] {
		return 0, false
	}
	s := similarity.StemHash(strings.ReplaceAll(w, "’", ""))
	r, _ := similarity.Rarity(s)
	return s, r >= commonStem
}

// sayingStems are an utterance's stems with their weights.
type sayingStems struct {
	weight map[uint32]float64
	total  float64
}

func stemsOf(text string) sayingStems {
	out := sayingStems{weight: map[uint32]float64{}}
	for _, t := range article.Tokens(text, nil) {
		if s, ok := contentStem(t.Word); ok && out.weight[s] == 0 {
			r, _ := similarity.Rarity(s)
			w := min(float64(r), rarestStem)
			if isDigitWord(t.Word) {
				w = max(w, 3)
			}
			out.weight[s] = w
			out.total += w
		}
	}
	return out
}

// addReported finds, for each article's reports, the utterances of related
// articles that they render.
func addReported(carriers []Carrier, order []int, us []Utterance) {
	m := newReportMatcher(carriers, us)
	for _, ci := range order {
		if len(carriers[ci].Reports) > 0 {
			m.match(ci)
		}
	}
	for i := range us {
		slices.SortFunc(us[i].Reported, func(a, b Reported) int {
			return cmp.Or(strings.Compare(a.Article, b.Article), cmp.Compare(a.Start, b.Start))
		})
	}
}

// reportMatcher knows which utterances may be rendered in which articles.
type reportMatcher struct {
	carriers  []Carrier
	us        []Utterance
	stems     map[int]sayingStems // by utterance, made when first asked for
	of        [][]int             // utterances of each carrier
	holders   [][]int             // carriers of each utterance
	bySurname map[string][]int
}

func newReportMatcher(carriers []Carrier, us []Utterance) *reportMatcher {
	m := &reportMatcher{carriers: carriers, us: us, stems: map[int]sayingStems{}, of: make([][]int, len(carriers)), holders: make([][]int, len(us)), bySurname: map[string][]int{}}
	at := map[string]int{}
	for i := range us {
		at[us[i].ID] = i
		if name, _ := speakerTokens(us[i].Speaker); len(name) > 0 {
			s := name[len(name)-1]
			m.bySurname[s] = append(m.bySurname[s], i)
		}
	}
	for c := range carriers {
		for q := range carriers[c].Quotes {
			u := at[carriers[c].Quotes[q].Utterance]
			if l := m.of[c]; len(l) == 0 || !slices.Contains(l, u) {
				m.of[c] = append(m.of[c], u)
				m.holders[u] = append(m.holders[u], c)
			}
		}
	}
	return m
}

// related are the utterances that the reports of a carrier are held against:
// those of articles that share a saying with it, and those of speakers that
// the reports name.
func (m *reportMatcher) related(ci int) []int {
	seen := map[int]bool{}
	var out []int
	add := func(u int) {
		if !seen[u] && len(out) < reportUtterance {
			seen[u] = true
			out = append(out, u)
		}
	}
	partners := 0
	for _, u := range m.of[ci] {
		for _, c := range m.holders[u] {
			if c == ci || partners >= reportPartners {
				continue
			}
			partners++
			for _, v := range m.of[c] {
				add(v)
			}
		}
	}
	for _, r := range m.carriers[ci].Reports {
		name, _ := speakerTokens(&Speaker{Name: r.Speaker})
		if len(name) == 0 {
			continue
		}
		list := m.bySurname[name[len(name)-1]]
		if len(list) > surnamePosting {
			continue
		}
		for _, u := range list {
			for _, c := range m.holders[u] {
				a, b := m.carriers[c].When, m.carriers[ci].When
				if near(a.Earliest, a.Latest, b.Earliest, b.Latest, reportDays) {
					add(u)
					break
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// match joins the reports of a carrier to the utterances that they render:
// pairs of which each is the other's best.
func (m *reportMatcher) match(ci int) {
	c := &m.carriers[ci]
	list := m.related(ci)
	type choice struct {
		utterance int
		span      article.Span
		score     float64
	}
	best := make([]choice, len(c.Reports))
	for ri := range c.Reports {
		best[ri].utterance = -1
	}
	bestReport := map[int]int{}
	top := map[int]float64{}
	for ri := range c.Reports {
		for _, u := range list {
			if only := m.holders[u]; len(only) == 1 && only[0] == ci {
				continue // its own quote, nobody else's
			}
			s, at, ok := m.renders(&c.Reports[ri], u)
			if !ok {
				continue
			}
			if s > best[ri].score {
				best[ri] = choice{u, at, s}
			}
			if s > top[u] {
				top[u], bestReport[u] = s, ri
			}
		}
	}
	for ri, b := range best {
		if b.utterance >= 0 && bestReport[b.utterance] == ri {
			u := &m.us[b.utterance]
			u.Reported = append(u.Reported, Reported{Article: c.ID, Start: b.span.Start, End: b.span.End, Quote: u.ID})
		}
	}
}

// renders weighs what a report shares with an utterance and returns the
// clauses that share it.
func (m *reportMatcher) renders(r *Report, ui int) (float64, article.Span, bool) {
	u := &m.us[ui]
	st, ok := m.stems[ui]
	if !ok {
		st = stemsOf(u.Text)
		m.stems[ui] = st
	}
	var shared []uint32
	weight, rarest := 0.0, 0.0
	var span article.Span
	for _, c := range r.Clauses {
		hit := false
		for _, s := range c.Stems {
			w := st.weight[s]
			if w == 0 {
				continue
			}
			hit = true
			if !slices.Contains(shared, s) {
				shared = append(shared, s)
				weight += w
				rarest = max(rarest, w)
			}
		}
		if hit {
			if span.End == 0 {
				span.Start = c.Start
			}
			span.End = c.End
		}
	}
	if len(shared) == 0 || len(shared) == 1 && rarest < reportSingle {
		return 0, span, false
	}
	score := weight + reportShare*weight/st.total
	if r.Told {
		score += reportTold
	}
	if score+reportSame < reportNeed {
		return score, span, false
	}
	a, bodyA := speakerTokens(&Speaker{Name: r.Speaker})
	b, bodyB := speakerTokens(u.Speaker)
	switch {
	case len(a) == 0 || len(b) == 0:
	case sameSpeaker(a, b):
		score += reportSame
	case !bodyA && !bodyB:
		score += reportOther
	}
	return score, span, score >= reportNeed
}
