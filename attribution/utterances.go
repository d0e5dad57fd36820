package attribution

import (
	"sort"
	"strings"
	"time"

	"github.com/stemma-news/stemma/article"
)

// Carrier is what joining needs to know of one article.
type Carrier struct {
	ID        string
	Publisher string
	// When is the interval in which the article was published; a zero bound is
	// unknown. For an article without a date its earliest bound is the newest
	// date that the text proves.
	When article.Interval
	// Dated is true where the article states its date.
	Dated bool
	// Sources are publishers that the article names as the origin of its copy:
	// theirs precede it.
	Sources []string
	// Draft is true for one that is not yet published: every other precedes it.
	Draft   bool
	Quotes  []Quote
	Reports []Report
}

// Utterance is all quotes that are one saying, with their wordings.
type Utterance struct {
	ID       string          `json:"id"` // the id of its longest wording
	Text     string          `json:"text"`
	Speaker  *Speaker        `json:"speaker"`
	Via      []Speaker       `json:"via"`
	Wordings []Wording       `json:"wordings"`
	Reported []Reported      `json:"reported"`
	Origin   UtteranceOrigin `json:"origin"`
	First    First           `json:"first_in_archive"`
}

// UtteranceOrigin is the origin that the carriers name between them.
type UtteranceOrigin struct {
	Kind    string   `json:"kind"`
	Outlet  string   `json:"outlet"`
	Handle  string   `json:"handle"`
	Date    string   `json:"date"`
	NamedBy []string `json:"named_by"` // ids of the quotes that name it
	// Conflict is true where carriers name different origins.
	Conflict bool `json:"conflict"`
	// InArchive is true where the archive holds an article of the origin's
	// outlet that carries the utterance: Article.
	InArchive bool   `json:"in_archive"`
	Article   string `json:"article"`
}

// First is the set of carriers that no other provably precedes.
type First struct {
	Articles []string `json:"articles"`
	Provable bool     `json:"provable"`
	Why      string   `json:"why"`
}

// Thresholds of joining by the words of the shorter wording, from reading
// cross-article pairs of PolNeAR (research notes of the project): from 12
// words up 32 of 32 pairs with this coverage were one saying, of 8 to 11 words
// 6 of 25 were not, below that about half.
const (
	longWords   = 12
	middleWords = 8
	shortWords  = 5

	longCoverage    = .80
	longDensity     = .5
	middleCoverage  = .85
	middleDensity   = .7
	windowWords     = 12
	windowDensity   = .6
	misnamedWords   = 16
	unnamedCoverage = .95
	storyCoverage   = .8
	storyDensity    = .6
	rootCoverage    = .6

	sameDays  = 3 // how far apart carriers of a short wording may be, in days
	windowRun = 8 // words in a row that join two windows of one speech
)

// node is one distinct wording by one speaker: the quotes that hold it.
type node struct {
	words   []wordToken
	quotes  []quoteRef
	speaker []string // tokens of the speaker's name, nil for unknown
	body    bool     // the speaker is no known person
	vague   bool     // the speaker is only described: "the company's president"
	nested  bool
	from    time.Time
	to      time.Time
	parent  int
	link    alignment
}

type quoteRef struct{ carrier, quote int }

// Join finds the utterances of an archive and writes their ids into the
// carriers' quotes. The result does not depend on the order of the carriers.
// Cost is linear in the number of quotes but for wordings that share rare
// runs of words, of which each is compared with at most maxPosting others.
func Join(carriers []Carrier) []Utterance {
	order := make([]int, len(carriers))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return carriers[order[i]].ID < carriers[order[j]].ID })
	nodes := gatherNodes(carriers, order)
	x := &aligner{}
	x.linkNodes(carriers, nodes)
	clusters := clustersOf(nodes)
	out := make([]Utterance, 0, len(clusters))
	for _, c := range clusters {
		out = append(out, x.utterance(carriers, nodes, c))
	}
	addReported(carriers, order, out)
	return out
}

// gatherNodes collapses equal wordings of one speaker, so that the carriers of
// one release cost one comparison.
func gatherNodes(carriers []Carrier, order []int) []node {
	var nodes []node
	known := map[string]int{}
	for _, ci := range order {
		c := &carriers[ci]
		for qi := range c.Quotes {
			q := &c.Quotes[qi]
			words := wordsOf(q.Text)
			name, body := speakerTokens(q.Speaker)
			key := nodeKey(words, name) + q.Kind[:1]
			from, to := c.When.Earliest, c.When.Latest
			ref := quoteRef{ci, qi}
			if len(words) >= shortWords {
				if i, ok := known[key]; ok && (len(words) >= longWords || near(nodes[i].from, nodes[i].to, from, to, sameDays)) {
					nodes[i].quotes = append(nodes[i].quotes, ref)
					if from.Before(nodes[i].from) {
						nodes[i].from = from
					}
					if to.After(nodes[i].to) {
						nodes[i].to = to
					}
					continue
				}
				known[key] = len(nodes)
			}
			nodes = append(nodes, node{words: words, quotes: []quoteRef{ref}, speaker: name, body: body, vague: vagueName(q.Speaker), nested: q.Kind == "nested", from: from, to: to, parent: -1})
		}
	}
	return nodes
}

// nodeKey spells words and speaker.
func nodeKey(words []wordToken, name []string) string {
	var b strings.Builder
	for _, w := range words {
		for k := 0; k < 64; k += 8 {
			b.WriteByte(byte(w.hash >> k))
		}
	}
	b.WriteString(strings.Join(name, " "))
	return b.String()
}

// speakerTokens are the words of a speaker's name; body reports that it looks
// like no person's.
func speakerTokens(s *Speaker) (tokens []string, body bool) {
	if s == nil || s.Name == "" {
		return nil, false
	}
	for _, w := range strings.Fields(s.Name) {
		t := strings.ToLower(strings.Trim(w, ".,'’\"“”()"))
		if t == "" || nameSuffixes[t] || determiners[t] {
			continue
		}
		tokens = append(tokens, t)
	}
	if len(tokens) == 0 {
		return nil, false
	}
	last := tokens[len(tokens)-1]
	body = bodyWords[last] || !isCapitalised(s.Name) || len(tokens) == 1 && placeBodies[last] || placeBodies[strings.Join(tokens, " ")]
	return tokens, body
}

// vagueName reports a name that only describes: it starts in lower case, or
// speaks of somebody's something.
func vagueName(s *Speaker) bool {
	return s != nil && s.Name != "" && (!isCapitalised(s.Name) || strings.Contains(s.Name, "'s ") || strings.Contains(s.Name, "’s ") || strings.HasPrefix(s.Name, "The "))
}

// placeBodies are places that stand for governments.
var placeBodies = func() map[string]bool {
	m := wordSet(`washington moscow beijing london paris berlin tokyo delhi islamabad kyiv kiev jerusalem tehran ankara brussels rome madrid ottawa
		canberra pyongyang seoul india pakistan china russia america britain france germany israel iran turkey ukraine japan mexico
		canada australia nato kremlin pentagon riyadh cairo baghdad damascus kabul dhaka colombo`)
	for _, s := range []string{"new delhi", "white house", "washington dc", "washington d.c", "united states", "united kingdom", "downing street", "state department", "european union", "united nations"} {
		m[s] = true
	}
	return m
}()

// The ways in which two speakers relate.
const (
	speakersUnknown = iota // one is not named
	speakersSame
	speakersBody // one is a body that the other may speak for
	speakersDiffer
)

func compareSpeakers(a, b *node) int {
	if len(a.speaker) == 0 || len(b.speaker) == 0 {
		return speakersUnknown
	}
	if sameSpeaker(a.speaker, b.speaker) {
		return speakersSame
	}
	if a.vague || b.vague {
		return speakersUnknown
	}
	if a.body || b.body {
		return speakersBody
	}
	return speakersDiffer
}

// sameSpeaker reports whether two names can be one person's: the same surname,
// and given names that do not contradict.
func sameSpeaker(a, b []string) bool {
	if strings.Join(a, " ") == strings.Join(b, " ") {
		return true
	}
	if a[len(a)-1] != b[len(b)-1] {
		return len(a) > 1 && len(b) > 1 && (isPart(a, b) || isPart(b, a))
	}
	if len(a) == 1 || len(b) == 1 {
		return true
	}
	x, y := a[0], b[0]
	return x == y || strings.HasPrefix(x, y) || strings.HasPrefix(y, x) || isPart(a, b) || isPart(b, a) || isPart(a[:len(a)-1], b) || isPart(b[:len(b)-1], a)
}

// near reports whether two intervals can lie within the given days; unknown
// bounds always can.
func near(from, to, from2, to2 time.Time, days int) bool {
	span := time.Duration(days) * 24 * time.Hour
	if !to.IsZero() && !from2.IsZero() && from2.Sub(to) > span {
		return false
	}
	if !to2.IsZero() && !from.IsZero() && from.Sub(to2) > span {
		return false
	}
	return true
}

// joins decides whether two nodes render one saying, s the shorter one. story
// reports that the articles of both carry another saying in common.
func (x *aligner) joins(s, l *node, story bool) (alignment, bool) {
	n := len(s.words)
	who := compareSpeakers(s, l)
	a := x.align(s.words, l.words)
	if a.negated || a.inner*2 > a.matched && !s.nested || s.nested && !l.nested && len(l.words) > n+3 {
		return a, false
	}
	cover, dense := a.coverage(n), a.density()
	together := near(s.from, s.to, l.from, l.to, sameDays)
	exact := a.run == a.matched
	if who == speakersDiffer {
		// one of the two names is wrong, or the words are: only long equal
		// stretches are held for one saying
		enough := misnamedWords
		if story {
			enough = middleWords
		}
		return a, a.matched >= enough && a.run >= min(enough, longWords) && dense >= .9 && cover >= longCoverage && together
	}
	switch {
	case who == speakersUnknown && !story && (a.number || a.numberLost || cover < unnamedCoverage):
		// monthly templates, slogans: without a name only the whole wording
		return a, a.run >= misnamedWords && !a.number
	case n >= longWords && cover >= longCoverage && dense >= longDensity && a.matched >= longWords-2:
		return a, true
	case a.matched >= windowWords && dense >= windowDensity && a.run >= middleWords-2:
		// two windows of one speech, or one with many cuts
		return a, together || a.run >= longWords || who == speakersSame && a.matched >= misnamedWords
	case story && together && n > 1 && cover >= storyCoverage && dense >= storyDensity && a.content(s.words) >= 2:
		return a, !a.number && (exact || n >= shortWords) && (who == speakersSame || n >= 3)
	case n >= middleWords:
		if cover < middleCoverage && !(exact && a.matched >= windowRun) || dense < middleDensity || a.number || a.numberLost {
			return a, false
		}
		switch who {
		case speakersBody:
			return a, cover == 1 && exact && together
		case speakersSame:
			return a, exact && cover == 1 || together
		}
		return a, cover == 1 && exact && together
	}
	return a, who == speakersSame && together && a.matched == n && exact && !a.numberLost && a.content(s.words) >= 2
}

// content counts the matched window's words that are no function words.
func (a alignment) content(short []wordToken) int {
	n := 0
	for _, t := range short[a.from:a.to] {
		if !functionHashes[t.hash] {
			n++
		}
	}
	return n
}

// functionHashes are the hashes of words that every text holds.
var functionHashes = func() map[uint64]bool {
	m := map[uint64]bool{}
	for _, set := range []map[string]bool{prepositions, conjunctions, determiners, auxiliaries, pronouns,
		wordSet("not be being do me him them us very so just it's is there here what how who out up down get got go going have has make made")} {
		for w := range set {
			m[article.HashWord(w)] = true
		}
	}
	return m
}()
