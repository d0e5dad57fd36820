package attribution

import "github.com/stemma-news/stemma/article"

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

// accountOf is the subject of a recounting verb in a sentence that goes on to
// name the given person.
func (sf *speakerFinder) accountOf(f, sentence, person int) source {
	atoms := sf.frames[f].atoms
	for c := range atoms {
		if atoms[c].sentence != sentence || !recounting[atoms[c].word] {
			continue
		}
		p := sf.subjectOf(f, 0, c)
		if p.head == p.first {
			continue
		}
		teller := sf.named("account", f, c, p)
		if teller.person < 0 || teller.person == person {
			continue
		}
		for r := sf.names.byFrame[f]; r < sf.names.byFrame[f+1]; r++ {
			run := &sf.names.runs[r]
			if run.first > c && atoms[run.first].sentence == sentence && run.person == person {
				return teller
			}
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
