package attribution

import (
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
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
	Reports Reports
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

// node is one distinct wording by one speaker: the quotes that hold it.
type node struct {
	words   []wordToken
	quotes  []quoteRef
	speaker []string // tokens of the speaker's name, nil for unknown
	body    bool     // the speaker is no known person
	vague   bool     // the speaker is only described: "the company's president"
	nested  bool
	post    bool // embedded: its author stands below it
	phrase  bool // stands inside the reporter's sentence
	from    time.Time
	to      time.Time
	parent  int
	link    alignment
	root    int  // the last of its parents, itself without one
	firm    bool // all links up to the root are strong
	like    int  // the wording that it may be part of, where none is its parent; -1 for none
}

type quoteRef struct{ carrier, quote int }

// Join finds the utterances of an archive and writes their ids into the
// carriers' quotes. The result does not depend on the order of the carriers.
// Cost is linear in the number of quotes but for wordings that share rare
// runs of words, of which each is compared with at most maxPosting others.
func Join(carriers []Carrier) []Utterance { return JoinFor(carriers, nil) }

// JoinFor is Join for those who ask about some of the carriers, by their ids (nil
// for all): of an utterance that none of these carries, in marks or as reported
// speech, it does not say who reports it.
func JoinFor(carriers []Carrier, asked map[string]bool) []Utterance {
	order := make([]int, len(carriers))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return carriers[order[i]].ID < carriers[order[j]].ID })
	nodes := gatherNodes(carriers, order)
	x := &aligner{}
	x.linkNodes(carriers, nodes)
	for i := range nodes {
		nodes[i].words = nil // most of what joining holds, and linked is linked
	}
	clusters := clustersOf(nodes)
	out := make([]Utterance, 0, len(clusters))
	likes := likesOf(nodes)
	for _, c := range clusters {
		out = append(out, x.utterance(carriers, nodes, c, likes[c[0]]))
	}
	addReported(carriers, order, out, asked)
	return out
}

// gatherNodes collapses equal wordings of one speaker, so that the carriers of
// one release cost one comparison.
func gatherNodes(carriers []Carrier, order []int) []node {
	var nodes []node
	known := map[uint64]int{}
	var words []wordToken
	for _, ci := range order {
		c := &carriers[ci]
		for qi := range c.Quotes {
			q := &c.Quotes[qi]
			words = appendWords(words[:0], q.Text)
			name, body := speakerTokens(q.Speaker)
			key := nodeKey(words, name, q.Kind)
			from, to := c.When.Earliest, c.When.Latest
			ref := quoteRef{ci, qi}
			if len(words) >= shortWords {
				if i, ok := known[key]; ok && nodes[i].holds(words, name, q.Kind) && (len(words) >= longWords || near(nodes[i].from, nodes[i].to, from, to, sameDays)) {
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
			nodes = append(nodes, node{words: slices.Clone(words), quotes: []quoteRef{ref}, speaker: name, body: body, vague: vagueName(q.Speaker), nested: q.Kind == "nested", post: q.Kind == PostKind, phrase: q.Kind == "partial", from: from, to: to, parent: -1, like: -1})
		}
	}
	return nodes
}

// nodeKey hashes words, speaker and kind.
func nodeKey(words []wordToken, name []string, kind string) uint64 {
	h := article.HashWord(kind)
	mix := func(x uint64) {
		h = (h ^ x) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	for _, w := range words {
		mix(w.hash)
	}
	for _, t := range name {
		mix(article.HashWord(t))
	}
	return h
}

// holds reports whether the node is of these words, this speaker and this kind.
func (n *node) holds(words []wordToken, name []string, kind string) bool {
	return n.nested == (kind == "nested") && n.post == (kind == PostKind) && slices.Equal(n.speaker, name) &&
		slices.EqualFunc(n.words, words, func(a, b wordToken) bool { return a.hash == b.hash })
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
		if len(tokens) == 1 {
			if _, title := titleWords()[tokens[0]]; title || roleNouns[tokens[0]] {
				tokens = tokens[:0] // "Judge Oldacre" is "Oldacre"
			}
		}
		tokens = append(tokens, t)
	}
	if len(tokens) == 0 {
		return nil, false
	}
	last := tokens[len(tokens)-1]
	body = bodyWords[last] || !isCapitalised(s.Name) || isAcronym(s.Name) || len(tokens) == 1 && placeBodies[last] || placeBodies[strings.Join(tokens, " ")]
	return tokens, body
}

// isAcronym reports a name in capital letters only: "HHS".
func isAcronym(s string) bool {
	if len(s) < 2 || len(s) > 6 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// vagueName reports a name that only describes: it starts or ends in lower
// case or with a word that is no name, or speaks of somebody's something.
func vagueName(s *Speaker) bool {
	if s == nil || s.Name == "" {
		return false
	}
	last := s.Name[strings.LastIndexByte(s.Name, ' ')+1:]
	if _, usual := article.Rarity(article.StemHash(strings.ToLower(last))); usual == article.CaseLower {
		return true // "Health", "Mine Workers": no surname
	}
	return !isCapitalised(s.Name) || !isCapitalised(last) || strings.Contains(s.Name, "'s ") || strings.Contains(s.Name, "’s ") || strings.HasPrefix(s.Name, "The ")
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
		return len(a) > 1 && len(b) > 1 && (isPart(a, b) || isPart(b, a) || allIn(a, b) || allIn(b, a))
	}
	if len(a) == 1 || len(b) == 1 {
		return true
	}
	x, y := a[0], b[0]
	return x == y || shortForms()[x] != "" && shortForms()[x] == shortForms()[y] || shortForms()[x] == y || shortForms()[y] == x ||
		strings.HasPrefix(x, y) || strings.HasPrefix(y, x) || isPart(a, b) || isPart(b, a) || isPart(a[:len(a)-1], b) || isPart(b[:len(b)-1], a)
}

// allIn reports whether all words of a name stand in the other, in any order.
func allIn(a, b []string) bool {
	for _, t := range a {
		if !slices.Contains(b, t) {
			return false
		}
	}
	return true
}

// shortForms are common English forenames by their short ones.
var shortForms = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, line := range strings.Split(`william bill billy will willie liam
		robert bob bobby rob robbie
		richard rick dick rich ricky
		james jim jimmy jamie
		john johnny jon
		jacob jack jake
		michael mike mick mickey
		joseph joe joey
		charles charlie chuck chas
		edward ed eddie ted ned
		thomas tom tommy
		anthony tony
		timothy tim
		steven stephen steve
		daniel dan danny
		david dave davey
		donald don donny
		kenneth ken kenny
		ronald ron ronnie
		lawrence larry
		gerald gerry jerry
		gregory greg
		jeffrey jeff geoffrey geoff
		andrew andy drew
		matthew matt
		nicholas nick
		christopher chris kit
		patrick pat paddy
		peter pete
		philip phil
		samuel sam
		benjamin ben
		alexander alex sandy
		frederick fred freddie
		francis frank
		theodore theo
		raymond ray
		leonard len lenny
		vincent vince
		zachary zach zack
		elizabeth liz beth betty lizzie eliza
		katherine kathy kate katie kathryn catherine cathy
		margaret maggie meg peggy
		deborah debbie deb
		susan sue susie
		jennifer jen jenny
		patricia patty trish
		barbara barb
		rebecca becky
		christine chris tina
		kimberly kim
		pamela pam
		victoria vicky
		sandra sandy`, "\n") {
		f := strings.Fields(line)
		for _, s := range f[1:] {
			if m[s] == "" {
				m[s] = f[0]
			}
		}
	}
	return m
})

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

// apart is the distance of the days of two wordings, 0 where one has no date.
func apart(a, b *node) float64 {
	if !dated(a) || !dated(b) {
		return 0
	}
	middle := func(n *node) time.Time { return n.from.Add(n.to.Sub(n.from) / 2) }
	return math.Abs(middle(a).Sub(middle(b)).Hours()) / 24
}
