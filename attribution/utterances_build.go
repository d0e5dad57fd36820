package attribution

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// utterance builds one utterance from its nodes, the root first; likes are
// nodes outside it that may be part of it.
func (x *aligner) utterance(carriers []Carrier, nodes []node, cluster, likes []int32) Utterance {
	root := &nodes[cluster[0]]
	lead := longestQuote(carriers, root)
	u := Utterance{ID: lead.ID, Text: lead.Text, Via: []Speaker{}, Wordings: []Wording{}, Reported: []Reported{}}
	var leadWords []wordToken // most sayings have one wording, which is the lead
	var refs []quoteRef
	for _, n := range cluster {
		for _, ref := range nodes[n].quotes {
			refs = append(refs, ref)
			q := &carriers[ref.carrier].Quotes[ref.quote]
			q.Utterance = u.ID
			if leadWords == nil && q.Text != lead.Text {
				leadWords = x.lead.words(lead.Text)
			}
			u.Wordings = append(u.Wordings, x.wordingOf(q, lead, leadWords))
		}
	}
	slices.SortFunc(u.Wordings, func(a, b Wording) int { return strings.Compare(a.Quote, b.Quote) })
	u.Speaker, u.Via = speakerOf(carriers, refs)
	u.Origin = originOf(carriers, refs)
	var doubtful []quoteRef
	for _, n := range likes {
		doubtful = append(doubtful, nodes[n].quotes...)
	}
	u.First = firstOf(carriers, refs, doubtful)
	return u
}

// longestQuote is the quote of the root that stands first by article date and
// id: others are held against it.
func longestQuote(carriers []Carrier, root *node) *Quote {
	best := root.quotes[0]
	for _, r := range root.quotes[1:] {
		if inCarrierOrder(&carriers[r.carrier], &carriers[best.carrier]) < 0 {
			best = r
		}
	}
	return &carriers[best.carrier].Quotes[best.quote]
}

// inCarrierOrder orders carriers for lists: dated ones first, then the
// earliest, then by id.
func inCarrierOrder(a, b *Carrier) int {
	switch {
	case a.Dated && b.Dated:
		return cmp.Or(a.When.Earliest.Compare(b.When.Earliest), strings.Compare(a.ID, b.ID))
	case a.Dated:
		return -1
	case b.Dated:
		return 1
	}
	return strings.Compare(a.ID, b.ID)
}

// wordingOf holds a quote against the longest wording.
func (x *aligner) wordingOf(q, lead *Quote, leadWords []wordToken) Wording {
	w := Wording{Quote: q.ID, Change: "same", Against: lead.ID}
	if q == lead || q.Text == lead.Text {
		return w
	}
	words := x.reader.words(q.Text)
	a := x.alignMoved(words, leadWords)
	a.edges(words, leadWords)
	w.Change = changeOf(a, len(words), len(leadWords))
	if a.matched > 0 {
		w.Edits = editsBetween(q.Text[words[a.from].start:words[a.to-1].end], lead.Text[leadWords[a.first].start:leadWords[a.last-1].end])
	}
	return w
}

// speakerOf is the speaker that most quotes name, a person's name before a
// body's and both before a description, the longest form of the name; ties go to
// the smaller one.
func speakerOf(carriers []Carrier, refs []quoteRef) (*Speaker, []Speaker) {
	votes := map[string]int{}
	for _, r := range refs {
		if s := carriers[r.carrier].Quotes[r.quote].Speaker; s != nil && s.Name != "" {
			votes[s.Name]++
		}
	}
	if len(votes) == 0 {
		return nil, []Speaker{}
	}
	var names []string
	for n := range votes {
		names = append(names, n)
	}
	known := map[string]*namedSpeaker{}
	for _, n := range names {
		known[n] = newNamedSpeaker(&Speaker{Name: n})
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := names[i], names[j]
		x, y := known[a], known[b]
		if x.vague != y.vague {
			return y.vague // who is named, before "the minister"
		}
		if x.body != y.body {
			return y.body
		}
		if p, q := len(x.name) >= 2, len(y.name) >= 2; p != q {
			return p
		}
		if votes[a] != votes[b] {
			return votes[a] > votes[b]
		}
		return a < b
	})
	via := []Speaker{}
	for _, r := range refs {
		q := &carriers[r.carrier].Quotes[r.quote]
		if len(q.Via) > 0 && q.Speaker != nil && q.Speaker.Name == names[0] {
			for _, v := range q.Via {
				via = append(via, Speaker{Name: v.Name})
			}
			break
		}
	}
	return &Speaker{Name: names[0]}, via
}

// originOf gathers what the carriers name. Different namings are a conflict;
// the one named most is shown, then the more telling one.
func originOf(carriers []Carrier, refs []quoteRef) UtteranceOrigin {
	type naming struct {
		Origin
		quotes []string
	}
	by := map[string]*naming{}
	var keys []string
	for _, r := range refs {
		c := &carriers[r.carrier]
		q := &c.Quotes[r.quote]
		if q.Origin.Kind == "" || q.Origin.Kind == Unknown {
			continue
		}
		o := q.Origin
		if o.Outlet == "self" && c.Publisher != "" {
			o.Outlet = c.Publisher
		}
		key := o.Kind + "\x00" + outletKey(o.Outlet+o.Handle)
		if o.Kind == PostKind {
			key = o.Kind
		}
		n, ok := by[key]
		if !ok {
			n = &naming{Origin: o}
			by[key] = n
			keys = append(keys, key)
		}
		if n.Handle == "" {
			n.Handle = o.Handle
		}
		if n.Outlet == "" {
			n.Outlet = o.Outlet
		}
		if n.Date == "" {
			n.Date = o.Date
		}
		n.quotes = append(n.quotes, q.ID)
	}
	out := UtteranceOrigin{Kind: Unknown, NamedBy: []string{}}
	sort.Strings(keys)
	var best *naming
	for _, k := range keys {
		if n := by[k]; best == nil || telling(n.Origin) > telling(best.Origin) || telling(n.Origin) == telling(best.Origin) && len(n.quotes) > len(best.quotes) {
			best = n
		}
	}
	if best == nil {
		return out
	}
	out.Kind, out.Outlet, out.Handle, out.Date = best.Kind, best.Outlet, best.Handle, best.Date
	for _, k := range keys {
		n := by[k]
		if contradicts(best.Origin, n.Origin) {
			out.Conflict = true
			continue
		}
		out.NamedBy = append(out.NamedBy, n.quotes...)
	}
	sort.Strings(out.NamedBy)
	key := outletKey(out.Outlet)
	for _, r := range refs {
		c := &carriers[r.carrier]
		if key != "" && outletKey(c.Publisher) == key && out.Kind != PostKind && (out.Article == "" || c.ID < out.Article) {
			out.InArchive, out.Article = true, c.ID
		}
	}
	return out
}

// telling ranks origins by how well a reader can check them.
func telling(o Origin) int {
	t := map[string]int{Interview: 4, Statement: 4, PostKind: 4, Speech: 4, Document: 2}[o.Kind]
	if o.Outlet != "" {
		t += 2
	}
	if o.Handle != "" {
		t++
	}
	return t
}

func contradicts(a, b Origin) bool {
	if a.Kind != b.Kind {
		return true
	}
	x, y := outletKey(a.Outlet), outletKey(b.Outlet)
	return x != "" && y != "" && x != y
}

// outletKey is an outlet's name for comparing: canonical, letters only.
func outletKey(s string) string {
	if c, ok := canonicalOutlet(s); ok {
		s = c
	}
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "the ")
	s = strings.TrimSuffix(s, ".com")
	return letters(s)
}

// firstOf orders the carriers of an utterance. What may be part of it counts
// against a proof and for nothing else.
func firstOf(carriers []Carrier, refs, doubtful []quoteRef) First {
	seen := map[int32]bool{}
	var list, doubts []*Carrier
	for _, r := range refs {
		if !seen[r.carrier] {
			seen[r.carrier] = true
			list = append(list, &carriers[r.carrier])
		}
	}
	for _, r := range doubtful {
		if !seen[r.carrier] {
			seen[r.carrier] = true
			doubts = append(doubts, &carriers[r.carrier])
		}
	}
	return firstAmong(list, doubts)
}
