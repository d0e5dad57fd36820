package attribution

import (
	"slices"
	"sync"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// Profile is what one article brings to a comparison, computed once: its words
// without furniture and credits, whose words they are, and sorted lists by
// which two articles are compared in one pass each. It depends on the article,
// its furniture and tables frozen in the binary only.
type Profile struct {
	Body      *article.Body
	Furniture []article.Span // left out: generic, learnt and credit lines
	Credits   []Credit

	words  []uint64 // hash of each kept word
	stems  []uint32
	rarity []float32
	kinds  []similarity.AnchorKind
	token  []int32 // index in Body.Tokens
	quoted []bool  // in marks, a post or a block quote
	inside []int32 // index in sentences

	sentences []statement
	quotes    []run // stretches of quoted words, first and last word

	grams   []uint64 // hash of 4 words << 32 | place of the first
	rare    []uint64 // stem << 32 | place: own rare words that occur once
	content []uint64 // stem << 32 | sentence: content words of own sentences
	facts   []fact   // anchors by key and sentence
	mass    float64  // rarity of the distinct facts
	numbers []uint64 // key << 32 | rarity in steps: distinct quantities
	heroes  []int32  // places of the names that much of the text is about, one each

	anchors []similarity.Anchor // of the whole body, furniture included

	valued     sync.Once
	valuesHeld []value // see values
	citing     sync.Once
	citedHeld  []citedOutlet // see citedOutlets
}

// statement is one sentence of a profile.
type statement struct {
	first, last int     // words
	own         int     // words of the reporter's own
	facts       float64 // rarity of its anchors, each once
	count       int     // of its anchors
	content     float64 // rarity of its own content words, each once
	source      int     // index in Body.Sentences
	heading     bool    // a headline or label: no full stop, or very short
	said        bool    // reports what somebody said, or holds a quote
}

// run is a half-open range of words.
type run struct{ first, last int }

// fact is an anchor of a sentence.
type fact struct {
	key      uint32
	sentence int32
	rarity   float32
	own      bool
	kind     similarity.AnchorKind
}

const (
	gramWords   = 4   // words of the runs by which wording is compared
	rareWord    = 4   // rarity of a word that tells by itself
	contentWord = 2   // rarity of a word that carries meaning
	factRarity  = 3.5 // rarity of a fact
	factRepeats = 2   // an anchor said more often is a theme, no fact
)

// NewProfile prepares an article for comparison. Furniture is what a
// publisher's other articles showed to be furniture, sorted; what the article
// itself shows is taken from the body.
func NewProfile(b *article.Body, furniture []article.Span) *Profile {
	return NewProfileWith(b, furniture, nil)
}

// NewProfileWith is NewProfile with the agencies that a user adds to the known
// ones, nil for none.
func NewProfileWith(b *article.Body, furniture []article.Span, agencies *AgencyTable) *Profile {
	if agencies == nil {
		agencies = knownAgencies
	}
	p := &Profile{Body: b, Credits: agencies.Credits(b)}
	p.Furniture = mergeSpans(append(append(append([]article.Span{}, b.Furniture...), furniture...), creditLines(b, p.Credits)...))
	room := profileRooms.Get().(*profileRoom)
	defer profileRooms.Put(room)
	room.terms, p.anchors = similarity.AppendAnchors(room.terms, b)
	p.index(room)
	return p
}

// Without is the profile with more furniture left out, sorted: NewProfileWith of all
// of it, in a third of the time.
func (p *Profile) Without(furniture []article.Span) *Profile {
	q := &Profile{Body: p.Body, Credits: p.Credits, anchors: p.anchors}
	q.Furniture = mergeSpans(slices.Concat(p.Furniture, furniture))
	room := profileRooms.Get().(*profileRoom)
	defer profileRooms.Put(room)
	room.terms = slices.Grow(room.terms[:0], len(p.Body.Tokens))[:len(p.Body.Tokens)]
	for k, i := range p.token { // the others are left out here too
		room.terms[i] = similarity.Term{Stem: p.stems[k], Rarity: p.rarity[k], Kind: p.kinds[k]}
	}
	q.index(room)
	return q
}

// profileRoom is memory for what making a profile needs and no profile keeps.
type profileRoom struct {
	terms         []similarity.Term // of each token of the body
	kept          []int32           // the place of each among the words, -1 for none
	rare, content []uint64
}

var profileRooms = sync.Pool{New: func() any { return new(profileRoom) }}

// index fills all that follows from the body, the furniture and the anchors.
func (p *Profile) index(room *profileRoom) {
	p.keepWords(room)
	p.indexWords(room)
	p.indexFacts(room.kept)
	p.heroes = p.findHeroes()
}

// AnchorKeys are the keys by which a rewritten article finds its source, as
// similarity.AnchorKeys has them, of the whole body.
func (p *Profile) AnchorKeys() []uint64 { return similarity.AnchorKeys(p.anchors, 0) }

// keepWords copies the words outside furniture.
func (p *Profile) keepWords(room *profileRoom) {
	b, terms := p.Body, room.terms
	quoted := quotedSpans(b)
	n := len(b.Tokens)
	kept := slices.Grow(room.kept[:0], n)[:n]
	room.kept = kept
	p.words, p.stems, p.rarity = make([]uint64, 0, n), make([]uint32, 0, n), make([]float32, 0, n)
	p.kinds, p.token, p.quoted, p.inside = make([]similarity.AnchorKind, 0, n), make([]int32, 0, n), make([]bool, 0, n), make([]int32, 0, n)
	f, q := 0, 0
	for si, s := range b.Sentences {
		st := statement{first: len(p.words), source: si}
		for i := s.First; i < s.Last; i++ {
			t := b.Tokens[i]
			kept[i] = -1
			for f < len(p.Furniture) && p.Furniture[f].End <= t.Start {
				f++
			}
			if f < len(p.Furniture) && p.Furniture[f].Start < t.End {
				continue
			}
			for q < len(quoted) && quoted[q].End <= t.Start {
				q++
			}
			in := q < len(quoted) && quoted[q].Start < t.End
			kept[i] = int32(len(p.words))
			p.words = append(p.words, t.Hash)
			p.stems = append(p.stems, terms[i].Stem)
			p.rarity = append(p.rarity, terms[i].Rarity)
			p.kinds = append(p.kinds, terms[i].Kind)
			p.token = append(p.token, int32(i))
			p.quoted = append(p.quoted, in)
			p.inside = append(p.inside, int32(len(p.sentences)))
			if !in {
				st.own++
				st.said = st.said || speechWords.Has(t.Hash)
			} else {
				st.said = true
			}
		}
		if st.last = len(p.words); st.last > st.first {
			st.heading = isHeadline(b, s)
			p.sentences = append(p.sentences, st)
		}
	}
}

// speechWords make a sentence one that reports what was said: at a press
// conference every reporter hears it. What the others tell is background that
// the reporter chose.
var speechWords = article.NewWordFilter(`said says say saying told tells telling added adds announced announces according stated states
	claimed claims argued argues insisted insists warned warns explained explains confirmed confirms denied denies acknowledged
	admitted noted notes stressed emphasised emphasized promised pledged vowed asked answered replied described describes declined
	urged called calls revealed disclosed recalled tweeted posted wrote writes spokesman spokeswoman spokesperson statement testified
	reported reports alleged suggested thanked praised reiterated`)

// isHeadline reports a sentence that does not end like one: a headline, a
// label, a name under a picture.
func isHeadline(b *article.Body, s article.Sentence) bool {
	if k := b.Paragraphs[s.Paragraph].Kind; k == article.Heading || k == article.Caption {
		return true
	}
	tail := b.Article.Text[b.Tokens[s.Last-1].End:s.End]
	for _, r := range tail {
		switch r {
		case '.', '!', '?', '…', '"', '”', '’', ':', ';', '。', '।':
			return false
		}
	}
	return s.Last-s.First <= 25
}

// indexWords fills the sorted lists over words.
func (p *Profile) indexWords(room *profileRoom) {
	rare, content := room.rare[:0], room.content[:0]
	p.grams = make([]uint64, 0, len(p.words))
	for i := 0; i+gramWords <= len(p.words); i++ {
		h := p.words[i]
		for _, w := range p.words[i+1 : i+gramWords] {
			h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
			h ^= w
		}
		h = (h ^ h>>31) * 0x94d049bb133111eb
		p.grams = append(p.grams, h>>32<<32|uint64(i))
	}
	similarity.SortHashes(p.grams)
	for i := range p.words {
		if p.quoted[i] {
			if n := len(p.quotes); n > 0 && p.quotes[n-1].last == i {
				p.quotes[n-1].last++
			} else {
				p.quotes = append(p.quotes, run{i, i + 1})
			}
			continue
		}
		if p.rarity[i] >= rareWord {
			rare = append(rare, uint64(p.stems[i])<<32|uint64(i))
		}
		if p.rarity[i] >= contentWord {
			content = append(content, uint64(p.stems[i])<<32|uint64(p.inside[i]))
		}
	}
	room.rare, room.content = rare, content
	p.rare = slices.Clone(once(rare))
	similarity.SortHashes(content)
	p.content = slices.Clone(slices.Compact(content))
	for _, c := range p.content {
		r, _ := article.Rarity(uint32(c >> 32))
		p.sentences[uint32(c)].content += float64(r)
	}
}

// once sorts the list and keeps the entries whose upper half occurs once.
func once(list []uint64) []uint64 {
	similarity.SortHashes(list)
	out := list[:0]
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j]>>32 == list[i]>>32 {
			j++
		}
		if j == i+1 {
			out = append(out, list[i])
		}
		i = j
	}
	return out
}

// indexFacts fills facts and numbers from the anchors.
func (p *Profile) indexFacts(kept []int32) {
	for _, a := range p.anchors {
		at := kept[a.First]
		if at < 0 {
			continue
		}
		if a.Kind == similarity.Number || a.Kind == similarity.Date || a.Kind == similarity.Clock {
			p.numbers = append(p.numbers, uint64(a.Key)<<32|uint64(a.Rarity*16))
		}
		if a.Rarity >= factRarity && a.Kind != similarity.RareStem {
			p.facts = append(p.facts, fact{a.Key, p.inside[at], a.Rarity, !p.quoted[at], a.Kind})
		}
	}
	slices.Sort(p.numbers)
	p.numbers = slices.Compact(p.numbers)
	slices.SortStableFunc(p.facts, func(a, b fact) int {
		if a.key != b.key {
			return compareUint32(a.key, b.key)
		}
		return int(a.sentence - b.sentence)
	})
	p.facts = dropThemes(p.facts)
	for i, f := range p.facts {
		if i == 0 || p.facts[i-1].key != f.key {
			p.mass += float64(f.rarity)
		}
		if f.own {
			s := &p.sentences[f.sentence]
			s.facts += float64(f.rarity)
			s.count++
		}
	}
}

func compareUint32(a, b uint32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// dropThemes keeps each anchor once a sentence and drops those that stand in
// more than factRepeats sentences.
func dropThemes(sorted []fact) []fact {
	out := sorted[:0]
	for i := 0; i < len(sorted); {
		j, distinct := i+1, 1
		for j < len(sorted) && sorted[j].key == sorted[i].key {
			if sorted[j].sentence != sorted[j-1].sentence {
				distinct++
			}
			j++
		}
		if distinct <= factRepeats {
			for k := i; k < j; k++ {
				if k == i || sorted[k].sentence != sorted[k-1].sentence {
					out = append(out, sorted[k])
				} else if sorted[k].own {
					out[len(out)-1].own = true
				}
			}
		}
		i = j
	}
	return out
}

// mergeSpans sorts spans and joins those that touch.
func mergeSpans(spans []article.Span) []article.Span {
	slices.SortFunc(spans, func(a, b article.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else if s.End > s.Start {
			out = append(out, s)
		}
	}
	return out
}
