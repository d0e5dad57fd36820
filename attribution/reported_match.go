package attribution

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
)

// The weights of what says that a sentence renders a quote, a logistic model
// fitted on invented rewrites; the sum must reach reportNeed. It finds a quarter of
// their reported speech, three of four right. Reading its finds in real news shows
// more wrong ones: two statements of one person on one event look alike.
// Words in common alone cannot do it: a third of the paraphrases share no stem.
const (
	reportNeed     = 7.0
	reportRarity   = .22 // a logarithm of rarity of the shared stems (article.Rarity)
	reportStem     = .84 // a shared stem, up to reportStems
	reportTold     = .37 // a verb of saying
	reportSame     = 2.2 // the same speaker
	reportSameTold = 1.1 // who is said to say it
	reportNamed    = 1.4 // the speaker's name in the sentence or beside it
	reportOther    = -.64
	reportContext  = .043 // a logarithm of rarity shared by the sentences around
	reportHeld     = -1.9 // the article has the words in marks too
	reportFrame    = -.7  // the sentence belongs to a quote in full
	reportThin     = -.9  // so it does, and shares little with this one
	reportLength   = .042 // a stem of the sentence
	reportAlone    = 1.   // divided by the utterances of that speaker
	reportBeside   = 1.   // it stands beside a part of the saying in marks

	reportShare     = .35 // of the saying's rarity, where nobody is said to say it
	reportLittle    = .12 // the same where somebody is
	reportStems     = 4
	reportRich      = 6.  // shared rarity below which a sentence is thin
	contextMost     = 40. // rarity that counts of the sentences around
	lengthMost      = 12  // stems of a sentence that count
	rarestStem      = 6   // rarity counts up to here: names are rare but prove little
	commonStem      = 1.2 // below it a stem counts as a function word
	reportPartners  = 40  // linked articles looked at for each one
	reportUtterance = 400 // utterances looked at for each article
	surnamePosting  = 300 // utterances of one surname above which the name blocks nothing
	sayingRarity    = 60. // summed rarity of the stems of a saying of usual length
	contextQuotes   = 4   // quotes of an utterance whose surroundings are looked at
)

// sayingStems is what matching needs of an utterance.
type sayingStems struct {
	weight  map[uint32]float64
	name    []string // its speaker
	body    bool
	surname uint32
	total   float64    // summed rarity of its stems
	scale   float64    // what shared stems count: long sayings share some by chance
	around  [][]uint32 // stems of the sentences around its quotes, sorted
}

func stemsOf(text string) *sayingStems {
	out := &sayingStems{weight: map[uint32]float64{}}
	for _, t := range article.Tokens(text, nil) {
		if s, ok := contentStem(t.Word); ok && out.weight[s] == 0 {
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
	return out
}

// addReported finds, for each article's reports, the utterances of related
// articles that they render. Where only some carriers are asked about, it is
// enough to know who renders what one of these carries or renders itself.
func addReported(carriers []Carrier, order []int, us []Utterance, asked map[string]bool) {
	m := newReportMatcher(carriers, us)
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
		wanted[u] = len(us[u].Reported) > 0 || slices.ContainsFunc(m.holders[u], func(ci int) bool { return asked[carriers[ci].ID] })
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
	of        [][]int              // utterances of each carrier
	holders   [][]int              // carriers of each utterance, sorted
	bySurname map[string][]int
	stories   *storyMap
	byID      map[string]int
}

func newReportMatcher(carriers []Carrier, us []Utterance) *reportMatcher {
	m := &reportMatcher{carriers: carriers, us: us, stems: map[int]*sayingStems{}, of: make([][]int, len(carriers)), holders: make([][]int, len(us)), bySurname: map[string][]int{}, stories: &storyMap{carriers: carriers, topics: map[int][]uint32{}}}
	m.byID = map[string]int{}
	for i := range us {
		m.byID[us[i].ID] = i
		if name, _ := speakerTokens(us[i].Speaker); len(name) > 0 {
			s := name[len(name)-1]
			m.bySurname[s] = append(m.bySurname[s], i)
		}
	}
	for c := range carriers {
		for q := range carriers[c].Quotes {
			u := m.byID[carriers[c].Quotes[q].Utterance]
			if h := m.holders[u]; len(h) == 0 || h[len(h)-1] != c {
				m.of[c] = append(m.of[c], u)
				m.holders[u] = append(h, c)
			}
		}
	}
	return m
}

// related are the utterances that the reports of a carrier are held against:
// those of articles that share a saying with it, and those of speakers that
// the reports name in articles on one event.
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
	topical := map[int]bool{} // by carrier: names come again and again
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
			for _, c := range m.holders[u][:min(len(m.holders[u]), contextQuotes)] {
				one, asked := topical[c]
				if !asked {
					one = m.stories.oneTopic(c, ci)
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
	st := stemsOf(m.us[u].Text)
	m.stems[u] = st
	st.name, st.body = speakerTokens(m.us[u].Speaker)
	if n := len(st.name); n > 0 {
		st.surname = article.StemHash(st.name[n-1])
	}
	for _, h := range m.holders[u] {
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
		}
	}
	return st
}

func sortedStems(stems []uint32) []uint32 {
	out := slices.Clone(stems)
	slices.Sort(out)
	return slices.Compact(out)
}

// sentenceStems is what matching needs of a report.
type sentenceStems struct {
	own, around []uint32 // sorted
	name        []string
	body        bool
	framed      bool
}

// sentence gathers what matching needs of report i of a carrier.
func (c *Carrier) sentence(i int, edges quoteEdges) sentenceStems {
	r := &c.Reports
	out := sentenceStems{own: sortedStems(r.around(i, 0, 0)), around: sortedStems(r.around(i, 1, 1))}
	out.name, out.body = speakerTokens(&Speaker{Name: r.spoken(i)})
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
	alone     float64 // one divided by the utterances of its speaker, 0 for none
}

func (m *reportMatcher) offers(ci int, related []int) []offer {
	var out []offer
	speakers := map[string]float64{}
	for _, u := range related {
		_, held := slices.BinarySearch(m.holders[u], ci)
		if held && len(m.holders[u]) == 1 {
			continue // its own quote, nobody else's
		}
		st := m.saying(u)
		out = append(out, offer{utterance: u, stems: st, held: held})
		if n := len(st.name); n > 0 {
			speakers[st.name[n-1]]++
		}
	}
	for i := range out {
		if name := out[i].stems.name; len(name) > 0 {
			out[i].alone = 1 / speakers[name[len(name)-1]]
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
	m.weigh(ci, offers, func(int, int, float64) { may = true })
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
		best[ri].utterance = -1
	}
	bestReport := map[int]int{}
	top := map[int]float64{}
	m.weigh(ci, m.offers(ci, related), func(ri, u int, score float64) {
		if score > best[ri].score {
			best[ri] = choice{u, score}
		}
		if score > top[u] {
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
// it may render.
func (m *reportMatcher) weigh(ci int, offers []offer, found func(ri, u int, score float64)) {
	if len(offers) == 0 {
		return
	}
	c := &m.carriers[ci]
	edges, rests := c.quoteEdges(), m.restsOf(ci)
	for ri := range c.Reports.sentences {
		s := c.sentence(ri, edges)
		told := c.Reports.sentences[ri].told
		for _, o := range offers {
			u, st, beside := o.utterance, o.stems, false
			if told && o.held {
				if rest := rests.of(ri, u, s.framed); rest != nil {
					st, beside = rest, true
				}
			}
			score := s.renders(st, told, o.held, beside)
			if score > 0 {
				score += reportAlone * o.alone
			}
			if score >= reportNeed && (s.says(st, told, beside) || o.alone >= aloneLeast && m.storyOf(ci, u) >= s.needsStory(st, told, beside)) {
				found(ri, u, score)
			}
		}
	}
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
