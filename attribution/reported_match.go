package attribution

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// sayingStems is what matching needs of an utterance.
type sayingStems struct {
	weight  map[uint32]float64
	name    []string // its speaker
	body    bool
	surname uint32
	total   float64    // summed rarity of its stems
	scale   float64    // what shared stems count: long sayings share some by chance
	pairs   []uint64   // stems near each other, sorted
	around  [][]uint32 // stems of the sentences around its quotes, sorted
	places  []place    // where its quotes stand
}

// place is where a quote stands in its article, in shares of its length.
type place struct {
	carrier int
	at      float64
}

// placeOf is the place of sentence i of an article.
func (r *Reports) placeOf(i int) float64 { return float64(i) / max(1, float64(len(r.sentences))) }

func stemsOf(text string) *sayingStems {
	out := &sayingStems{weight: map[uint32]float64{}}
	var inOrder []uint32
	for _, t := range article.Tokens(text, nil) {
		s, ok := contentStem(t.Word)
		if ok {
			inOrder = append(inOrder, s)
		}
		if ok && out.weight[s] == 0 {
			r, _ := article.Rarity(s)
			w := min(float64(r), rarestStem)
			if isDigitWord(t.Word) {
				w = max(w, 3)
			}
			out.weight[s] = w
			out.total += w
		}
	}
	out.scale = min(1, sayingRarity/max(1, out.total))
	out.pairs = pairsOf(inOrder)
	return out
}

// addReported finds, for each article's reports, the utterances of related
// articles that they render. Where only some carriers are asked about, it is
// enough to know who renders what one of these carries or renders itself.
func addReported(carriers []Carrier, said tellings, order []int, us []Utterance, asked map[string]bool) {
	m := newReportMatcher(carriers, said, us)
	var others []int
	for _, ci := range order {
		switch {
		case len(carriers[ci].Reports.sentences) == 0:
		case asked == nil || asked[carriers[ci].ID]:
			m.match(ci, m.related(ci))
		default:
			others = append(others, ci)
		}
	}
	wanted := make([]bool, len(us))
	for u := range us {
		wanted[u] = len(us[u].Reported) > 0 || slices.ContainsFunc(m.holders.at(u), func(ci int32) bool { return asked[carriers[ci].ID] })
	}
	for _, ci := range others {
		related := m.related(ci)
		if m.mayRender(ci, slices.DeleteFunc(slices.Clone(related), func(u int) bool { return !wanted[u] })) {
			m.match(ci, related)
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
	stems     map[int]*sayingStems // by utterance, made when first asked for
	said      tellings
	of        lists // utterances of each carrier
	holders   lists // carriers of each utterance, sorted
	bySurname map[string][]int32
	stories   *storyMap
	sentences map[int][][]uint32 // stems of each sentence of a carrier, sorted
}

func newReportMatcher(carriers []Carrier, said tellings, us []Utterance) *reportMatcher {
	m := &reportMatcher{carriers: carriers, us: us, said: said, stems: map[int]*sayingStems{}, bySurname: map[string][]int32{}, sentences: map[int][][]uint32{}, stories: &storyMap{carriers: carriers, topics: map[int][]uint32{}}}
	m.of, m.holders = said.of(len(us)), said.holders(len(us))
	for i := range us {
		if name, _ := speakerTokens(us[i].Speaker); len(name) > 0 {
			s := name[len(name)-1]
			m.bySurname[s] = append(m.bySurname[s], int32(i))
		}
	}
	return m
}

// firstHolders are some carriers of an utterance.
func (m *reportMatcher) firstHolders(u int) []int32 {
	h := m.holders.at(u)
	return h[:min(len(h), contextQuotes)]
}

// related are the utterances that the reports of a carrier are held against:
// those of articles that share a saying with it, and those of speakers that
// the reports name in articles on one event.
func (m *reportMatcher) related(ci int) []int {
	seen := map[int]bool{}
	var out []int
	add := func(number int32) {
		u := int(number)
		if !seen[u] && len(out) < reportUtterance {
			seen[u] = true
			out = append(out, u)
		}
	}
	partners := 0
	for _, u := range m.of.at(ci) {
		for _, c := range m.holders.at(int(u)) {
			if int(c) == ci || partners >= reportPartners {
				continue
			}
			partners++
			for _, v := range m.of.at(int(c)) {
				add(v)
			}
		}
	}
	topical := map[int32]bool{} // by carrier: names come again and again
	for _, speaker := range m.carriers[ci].Reports.speakers {
		name, _ := speakerTokens(&Speaker{Name: speaker})
		if len(name) == 0 {
			continue
		}
		list := m.bySurname[name[len(name)-1]]
		if len(list) > surnamePosting {
			continue
		}
		for _, u := range list {
			for _, c := range m.firstHolders(int(u)) {
				one, asked := topical[c]
				if !asked {
					one = m.stories.oneTopic(int(c), ci)
					topical[c] = one
				}
				if one {
					add(u)
					break
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// saying gathers what matching needs of an utterance.
func (m *reportMatcher) saying(u int) *sayingStems {
	if st, ok := m.stems[u]; ok {
		return st
	}
	if len(m.stems) >= keptSayings {
		clear(m.stems) // bounded memory: the next articles ask for others
	}
	st := stemsOf(m.us[u].Text)
	m.stems[u] = st
	st.name, st.body = speakerTokens(m.us[u].Speaker)
	if n := len(st.name); n > 0 {
		st.surname = article.StemHash(st.name[n-1])
	}
	for _, h := range m.holders.at(u) {
		c := &m.carriers[h]
		for q := range c.Quotes {
			if len(st.around) == contextQuotes {
				return st
			}
			if c.Quotes[q].Utterance != m.us[u].ID {
				continue
			}
			at := c.Reports.behind(c.Quotes[q].Segments[0].Start)
			st.around = append(st.around, sortedStems(c.Reports.around(at, 2, 1)))
			st.places = append(st.places, place{int(h), c.Reports.placeOf(at)})
		}
	}
	return st
}

// sorted are the stems of sentence i of carrier h, sorted.
func (m *reportMatcher) sorted(h, i int) []uint32 {
	list, ok := m.sentences[h]
	if !ok {
		if len(m.sentences) >= keptArticles {
			clear(m.sentences)
		}
		r := &m.carriers[h].Reports
		list = make([][]uint32, len(r.sentences))
		for k := range list {
			list[k] = sortedStems(r.around(k, 0, 0))
		}
		m.sentences[h] = list
	}
	return list[i]
}

func sortedStems(stems []uint32) []uint32 {
	out := slices.Clone(stems)
	slices.Sort(out)
	return slices.Compact(out)
}

// sentenceStems is what matching needs of a report.
type sentenceStems struct {
	inOrder     []uint32
	own, around []uint32 // sorted
	name        []string
	body        bool
	vague       bool
	framed      bool
}

// sentence gathers what matching needs of report i of a carrier.
func (m *reportMatcher) sentence(ci, i int, edges quoteEdges) sentenceStems {
	r := &m.carriers[ci].Reports
	out := sentenceStems{inOrder: r.around(i, 0, 0), own: m.sorted(ci, i), around: sortedStems(r.around(i, 1, 1))}
	speaker := &Speaker{Name: r.spoken(i)}
	out.name, out.body = speakerTokens(speaker)
	out.vague = len(out.name) == 0 || vagueName(speaker)
	for _, clause := range r.clauses[r.sentences[i].first:r.sentences[i].last] {
		out.framed = out.framed || edges.frames(clause)
	}
	return out
}

// quoteEdges is where an article's quotes in full start and end, sorted.
type quoteEdges struct{ starts, ends []int }

func (c *Carrier) quoteEdges() quoteEdges {
	var out quoteEdges
	for q := range c.Quotes {
		if c.Quotes[q].Kind == "partial" {
			continue
		}
		for _, s := range c.Quotes[q].Segments {
			out.starts, out.ends = append(out.starts, s.Start), append(out.ends, s.End)
		}
	}
	slices.Sort(out.starts)
	slices.Sort(out.ends)
	return out
}

// frames reports whether a quote starts just behind the clause or ends just
// before it.
func (e quoteEdges) frames(c clause) bool {
	const gap = 3 // bytes between a frame and its quote: a comma, a mark, a blank
	within := func(edges []int, from, to int) bool {
		at, _ := slices.BinarySearch(edges, from)
		return at < len(edges) && edges[at] <= to
	}
	start, end := int(c.start), int(c.end)
	return within(e.starts, end, end+gap) || within(e.ends, start-gap, start)
}

// offer is an utterance that the reports of a carrier are held against.
type offer struct {
	utterance int
	stems     *sayingStems
	held      bool    // the carrier has the words in marks too
	speaker   int     // number of the surname of who says it, 0 for none
	alone     float64 // one divided by the utterances of its speaker, 0 for none
}

func (m *reportMatcher) offers(ci int, related []int) []offer {
	var out []offer
	numbers, count := map[uint32]int{0: 0}, []float64{0}
	for _, u := range related {
		_, held := slices.BinarySearch(m.holders.at(u), int32(ci))
		if held && len(m.holders.at(u)) == 1 {
			continue // its own quote, nobody else's
		}
		st := m.saying(u)
		n, known := numbers[st.surname]
		if !known {
			n = len(count)
			numbers[st.surname], count = n, append(count, 0)
		}
		count[n]++
		out = append(out, offer{utterance: u, stems: st, held: held, speaker: n})
	}
	for i := range out {
		if n := out[i].speaker; n > 0 {
			out[i].alone = 1 / count[n]
		}
	}
	return out
}

// mayRender reports whether one of the reports of a carrier may be joined to one
// of the utterances: whether any weighs enough by itself.
func (m *reportMatcher) mayRender(ci int, us []int) bool {
	offers, may := m.offers(ci, us), false
	for i := range offers {
		offers[i].alone = 1 // the most that it can be among more
	}
	m.weigh(ci, offers, false, func(int, int, float64) { may = true })
	return may
}

// match joins the reports of a carrier to the utterances that they render:
// pairs of which each is the other's best.
func (m *reportMatcher) match(ci int, related []int) {
	c := &m.carriers[ci]
	type choice struct {
		utterance int
		score     float64
	}
	best := make([]choice, len(c.Reports.sentences))
	for ri := range best {
		best[ri] = choice{-1, math.Inf(-1)}
	}
	bestReport := map[int]int{}
	top := map[int]float64{}
	m.weigh(ci, m.offers(ci, related), true, func(ri, u int, score float64) {
		if score > best[ri].score {
			best[ri] = choice{u, score}
		}
		if t, ok := top[u]; !ok || score > t {
			top[u], bestReport[u] = score, ri
		}
	})
	for ri, b := range best {
		if b.utterance >= 0 && bestReport[b.utterance] == ri {
			u := &m.us[b.utterance]
			span := c.Reports.rendering(ri, m.saying(b.utterance))
			u.Reported = append(u.Reported, Reported{Article: c.ID, Start: span.Start, End: span.End, Quote: u.ID})
		}
	}
}

// weigh calls found for each report of a carrier and each utterance on offer that
// it may render. Where the offers are not all, none takes the lead of another.
func (m *reportMatcher) weigh(ci int, offers []offer, all bool, found func(ri, u int, score float64)) {
	if len(offers) == 0 {
		return
	}
	c := &m.carriers[ci]
	edges, rests, held := c.quoteEdges(), m.restsOf(ci), m.held(ci)
	compared := make([]evidence, len(offers))
	sayings := make([]*sayingStems, len(offers))
	for ri := range c.Reports.sentences {
		s := m.sentence(ci, ri, edges)
		if len(s.own) > reportLongest || s.framed && len(s.own) < frameStems {
			continue
		}
		told := c.Reports.sentences[ri].told
		for i, o := range offers {
			e := evidence{told: told, framed: s.framed, held: o.held, alone: o.alone}
			sayings[i] = o.stems
			if told && o.held {
				if rest := rests.of(ri, o.utterance, s.framed); rest != nil {
					sayings[i], e.beside = rest, true
				}
			}
			e.inCommon = s.compare(sayings[i], held)
			compared[i] = e
		}
		lead(offers, compared, all)
		for i, o := range offers {
			e := &compared[i]
			if !e.any() || m.measure(e, &s, sayings[i], ci, ri) < reportNeed {
				continue
			}
			e.elsewhere = m.elsewhere(ci, o.utterance, s.own)
			if z := e.score(); z >= reportStrict || z >= reportNeed && m.storyOf(ci, o.utterance) >= storyShare {
				found(ri, o.utterance, z)
			}
		}
	}
}

// measure adds what costs more than the words in common, the dearest only where
// it can help, and returns the score.
func (m *reportMatcher) measure(e *evidence, s *sentenceStems, st *sayingStems, ci, ri int) float64 {
	e.cover = e.rarity / st.scale / max(1, st.total)
	e.dense = e.stems / st.scale / max(1, float64(len(s.own)))
	e.length = float64(min(len(s.own), lengthMost))
	e.gap = st.gap(ci, m.carriers[ci].Reports.placeOf(ri))
	if z := e.score(); z+reportContext*contextMost < reportNeed {
		return z
	}
	e.context = st.context(s.around)
	return e.score()
}

// lead sets how far each saying is ahead of the best other one of its speaker.
func lead(offers []offer, compared []evidence, all bool) {
	var top [][2]float64 // by speaker: the most and the next
	for i := range offers {
		s := offers[i].speaker
		for len(top) <= s {
			top = append(top, [2]float64{})
		}
		if v := compared[i].value(); v > top[s][0] {
			top[s] = [2]float64{v, top[s][0]}
		} else {
			top[s][1] = max(top[s][1], v)
		}
	}
	for i := range offers {
		e, t := &compared[i], top[offers[i].speaker]
		e.lead = e.value()
		switch {
		case !all || offers[i].stems.surname == 0:
		case e.lead == t[0]:
			e.lead -= t[1]
		default:
			e.lead -= t[0]
		}
		e.lead = max(-leadMost, min(leadMost, e.lead))
	}
}

// held is how many sentences of a carrier hold each stem.
func (m *reportMatcher) held(ci int) map[uint32]int {
	out := map[uint32]int{}
	for i := range m.carriers[ci].Reports.sentences {
		for _, x := range m.sorted(ci, i) {
			out[x]++
		}
	}
	return out
}

// rendering is the part of a sentence from the first clause that shares a stem
// with the saying to the last, all of it where few do.
func (r *Reports) rendering(i int, st *sayingStems) article.Span {
	s := r.sentences[i]
	first, last, hits := s.first, s.last, 0
	for k := s.first; k < s.last; k++ {
		hit := false
		for _, stem := range r.clauseStems(k) {
			if st.weight[stem] > 0 {
				hits++
				hit = true
			}
		}
		if !hit {
			continue
		}
		if last == s.last && first == s.first {
			first = k
		}
		last = k + 1
	}
	if hits < 3 {
		return r.span(s.first, s.last)
	}
	return r.span(first, last)
}
