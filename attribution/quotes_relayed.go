package attribution

import (
	"sort"

	"github.com/stemma-news/stemma/article"
)

// relayed finds who told the reporter of what somebody else said: in a
// paragraph where one person recounts and a second one, named in that account,
// is quoted, the first relays the words.
func (r *reading) relayed(quotes []Quote, at map[int]int) {
	sf := r.finder
	for i := range r.cands {
		c := &r.cands[i]
		q, ok := at[i]
		if !ok || c.joined >= 0 || c.speaker.person < 0 || c.speaker.frame != c.frames[0] {
			continue
		}
		f, k := c.frames[0], c.atoms[0]
		n := sf.frames[f].atoms[k].sentence
		if n == 0 {
			continue
		}
		teller := sf.accountOf(f, 0, c.speaker.person)
		for s := n - 1; s > 0 && !teller.found(); s-- {
			teller = sf.accountOf(f, s, c.speaker.person)
		}
		if teller.found() && teller.person != c.speaker.person && !sf.speaksFirst(f, n, c.speaker.person) {
			c.via = teller
			quotes[q].Via = append(quotes[q].Via, Speaker{Name: teller.name, Mention: sf.mention(teller)})
		}
	}
}

// recounting verbs tell of what happened between people.
var recounting = wordSet(`detailed details recounted recounts recalled recalls described describes narrated revealed reveals disclosed discloses related relates`)

// account is a recounting verb with its subject.
type account struct {
	verb, sentence int
	teller         source
}

// recounts are the accounts of one frame, in order, and the last atom at which
// each sentence names each person: an account is of those named behind its verb.
type recounts struct {
	accounts []account
	named    map[[2]int]int // by sentence and person
}

// recountsOf reads a frame once: a long paragraph of quotes asks for every one.
func (sf *speakerFinder) recountsOf(f int) *recounts {
	if sf.recounts == nil {
		sf.recounts = make([]*recounts, len(sf.frames))
	}
	if sf.recounts[f] != nil {
		return sf.recounts[f]
	}
	r := &recounts{}
	atoms := sf.frames[f].atoms
	for c := range atoms {
		if !recounting[atoms[c].word] {
			continue
		}
		if p := sf.subjectOf(f, 0, c); p.head > p.first {
			if teller := sf.named("account", f, c, p); teller.person >= 0 {
				r.accounts = append(r.accounts, account{c, atoms[c].sentence, teller})
			}
		}
	}
	if len(r.accounts) > 0 {
		r.named = map[[2]int]int{}
		for i := sf.names.byFrame[f]; i < sf.names.byFrame[f+1]; i++ {
			run := &sf.names.runs[i]
			r.named[[2]int{atoms[run.first].sentence, run.person}] = run.first
		}
	}
	sf.recounts[f] = r
	return r
}

// accountOf is the subject of the first recounting verb in a sentence that goes
// on to name the given person.
func (sf *speakerFinder) accountOf(f, sentence, person int) source {
	r := sf.recountsOf(f)
	first := sort.Search(len(r.accounts), func(i int) bool { return r.accounts[i].sentence >= sentence })
	for _, a := range r.accounts[first:] {
		if a.sentence != sentence {
			break
		}
		if last, named := r.named[[2]int{sentence, person}]; named && last > a.verb && a.teller.person != person {
			return a.teller
		}
	}
	return source{}
}

// speaksFirst reports that the person has been the subject of an account of
// their own in the sentence.
func (sf *speakerFinder) speaksFirst(f, sentence, person int) bool {
	s := sf.accountOf(f, sentence, -1)
	return s.found() && s.person == person
}

// OwnVoice returns what is left of an article when everything is taken out
// that is not the reporter's own words: quotes, embedded posts, block quotes
// and furniture. Both results are sorted and disjoint.
func OwnVoice(b *article.Body, quotes []Quote) []article.Span {
	var taken []article.Span
	for i := range quotes {
		taken = append(taken, quotes[i].Segments...)
	}
	for _, p := range b.Posts {
		taken = append(taken, p.Span)
	}
	for _, p := range b.Paragraphs {
		if p.Kind == article.BlockQuote || p.Kind == article.EmbedPost {
			taken = append(taken, p.Span)
		}
	}
	taken = append(taken, b.Furniture...)
	var out []article.Span
	at := 0
	for _, s := range sortedSpans(taken) {
		if s.Start > at {
			out = append(out, article.Span{Start: at, End: s.Start})
		}
		at = max(at, s.End)
	}
	if at < len(b.Article.Text) {
		out = append(out, article.Span{Start: at, End: len(b.Article.Text)})
	}
	return out
}
