package stemma

import (
	"context"
	"slices"
	"strings"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity/index"
)

// An archive of which only some articles are in memory learns furniture by the
// rule of learnFurniture: a sentence in four articles of an outlet that do not
// mostly repeat. How many hold a sentence, the index knows by its key; whether
// one of them mostly repeats, its own sentences tell, each by its key.

// someHolders is how many holders of a sentence are asked for at first: of a
// standing line that thousands of articles hold, the first four mostly do. Only
// where these do not show it are all of them asked for.
const someHolders = 16

// learnStored learns the standing lines of some articles in memory, those with
// the wanted numbers (nil for all), from the archive's indexes and from the
// articles in memory that no index holds. from says, by id, which of those in
// memory came from an index.
func (a *Archive) learnStored(ctx context.Context, o Options, memory *Archive, wanted map[int]bool, from map[string]storedRef) (furnitureOf, error) {
	outlets := map[string][]*article.Article{}
	asked := map[string]bool{}
	for i, x := range memory.articles {
		if x.Publisher != "" {
			name := strings.ToLower(x.Publisher)
			outlets[name] = append(outlets[name], x)
			asked[name] = asked[name] || wanted == nil || wanted[i]
		}
	}
	var names []string
	for name := range outlets {
		if asked[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	held, err := a.heldIn(memory, from)
	if err != nil {
		return nil, err
	}
	learnt := make([]map[uint64]bool, len(names))
	errs := make([]error, len(names))
	err = o.each(ctx, "learning furniture", len(names), func(k int) {
		l := outletLearner{archive: a, policy: o.Policy, spellings: o.Policy.outletNames(names[k]), from: from}
		learnt[k], errs[k] = l.learn(outlets[names[k]], held)
	})
	if err == nil {
		err = firstError(errs)
	}
	out := furnitureOf{}
	for k, lines := range learnt {
		if len(lines) > 0 {
			out[names[k]] = lines
		}
	}
	return out, err
}

// heldIn lists the ids of the articles in memory that an index holds.
func (a *Archive) heldIn(memory *Archive, from map[string]storedRef) (map[string]bool, error) {
	held := make(map[string]bool, len(memory.articles))
	for _, x := range memory.articles {
		_, held[x.ID] = from[x.ID]
		for _, s := range a.stores {
			if held[x.ID] {
				break
			}
			_, found, err := s.reader.ByID(x.ID)
			if err != nil {
				return nil, err
			}
			held[x.ID] = found
		}
	}
	return held, nil
}

// outletNames are the names under which an index may hold articles of an outlet,
// in lower case.
func (p *Policy) outletNames(name string) []string {
	names := []string{name}
	if o := p.outlet(name); o != nil {
		for _, alias := range append([]string{o.Name}, o.Aliases...) {
			if alias = strings.ToLower(alias); !slices.Contains(names, alias) {
				names = append(names, alias)
			}
		}
	}
	return names
}

// outletLearner finds the standing lines of one outlet.
type outletLearner struct {
	archive   *Archive
	policy    *Policy
	spellings []string
	from      map[string]storedRef
	loose     []sentenceSet          // sentences of articles that no index holds
	inLoose   map[uint64][]int       // which of them hold a sentence
	near      map[uint64][]storedRef // which of those from an index do: to ask for others takes longer
	counts    map[uint64]int         // how many articles of the indexes hold a sentence, once asked
	repeats   map[storedRef]bool
	looseRep  map[int]bool
}

// learn returns those sentences of the articles that are furniture.
func (l *outletLearner) learn(articles []*article.Article, held map[string]bool) (map[uint64]bool, error) {
	l.inLoose, l.repeats, l.looseRep = map[uint64][]int{}, map[storedRef]bool{}, map[int]bool{}
	l.near, l.counts = map[uint64][]storedRef{}, map[uint64]int{}
	var asked []uint64
	for _, x := range articles {
		set, err := l.sentencesOf(x)
		if err != nil {
			return nil, err
		}
		asked = append(asked, set.hashes()...)
		if held[x.ID] {
			continue
		}
		for _, h := range set.hashes() {
			l.inLoose[h] = append(l.inLoose[h], len(l.loose))
		}
		l.loose = append(l.loose, set)
	}
	asked = distinct(asked)
	holders, err := l.holders(asked, index.Query{Cap: someHolders, First: someHolders})
	if err != nil {
		return nil, err
	}
	for i, h := range asked {
		l.counts[h] = holders[i].count
	}
	lines := map[uint64]bool{}
	for i, h := range asked {
		standing, err := l.isStanding(l.nearFirst(h, holders[i]), l.inLoose[h])
		if err == nil && !standing && len(holders[i].refs) < holders[i].count {
			var all []holding
			if all, err = l.holders(asked[i:i+1], index.Query{}); err == nil {
				standing, err = l.isStanding(all[0], l.inLoose[h])
			}
		}
		if err != nil {
			return nil, err
		}
		if standing {
			lines[h] = true
		}
	}
	return lines, nil
}

// nearFirst puts the holders of a sentence in front that are in memory, whose
// sentences were all asked for: four of them tell without another look-up.
func (l *outletLearner) nearFirst(sentence uint64, h holding) holding {
	near := l.near[sentence]
	out := holding{count: h.count, refs: slices.Clone(near)}
	for _, ref := range h.refs {
		if !slices.Contains(near, ref) {
			out.refs = append(out.refs, ref)
		}
	}
	return out
}

// sentencesOf are the sentences of an article, from the index that it came from.
func (l *outletLearner) sentencesOf(x *article.Article) (sentenceSet, error) {
	ref, stored := l.from[x.ID]
	if !stored {
		return newSentenceSet(sentenceHashes(x)), nil
	}
	store := l.archive.stores[ref.store]
	set, outlet, err := store.sentences(ref.number, l.policy)
	if err == nil && slices.Contains(l.spellings, strings.ToLower(outlet)) { // under which the index holds them
		for _, h := range set.hashes() {
			l.near[h] = append(l.near[h], ref)
		}
	}
	return set, err
}

// holding is how many articles of the indexes hold a sentence, and some of them.
type holding struct {
	count int
	refs  []storedRef
}

func (l *outletLearner) holders(sentences []uint64, q index.Query) ([]holding, error) {
	out := make([]holding, len(sentences))
	keys := make([]uint64, len(sentences))
	for _, name := range l.spellings {
		outlet := outletHash(name)
		for i, h := range sentences {
			keys[i] = sentenceKey(outlet, h)
		}
		for k, s := range l.archive.stores {
			hits, err := s.reader.Lookup(keys, q)
			if err != nil {
				return nil, err
			}
			for i, hit := range hits {
				out[i].count += hit.Count
				for _, n := range hit.Articles {
					out[i].refs = append(out[i].refs, storedRef{k, n})
				}
			}
		}
	}
	return out, nil
}

// isStanding reports whether four of a sentence's holders do not mostly repeat.
func (l *outletLearner) isStanding(h holding, loose []int) (bool, error) {
	if h.count+len(loose) < furnitureArticles {
		return false, nil
	}
	single := 0
	for _, i := range loose {
		repeats, err := l.looseRepeats(i)
		if err != nil {
			return false, err
		}
		if !repeats {
			single++
		}
	}
	for _, ref := range h.refs {
		if single >= furnitureArticles {
			break
		}
		repeats, err := l.storedRepeats(ref)
		if err != nil {
			return false, err
		}
		if !repeats {
			single++
		}
	}
	return single >= furnitureArticles, nil
}

func (l *outletLearner) looseRepeats(i int) (bool, error) {
	if r, known := l.looseRep[i]; known {
		return r, nil
	}
	r, err := l.mostlyRepeats(l.loose[i])
	l.looseRep[i] = r
	return r, err
}

func (l *outletLearner) storedRepeats(ref storedRef) (bool, error) {
	if r, known := l.repeats[ref]; known {
		return r, nil
	}
	set, _, err := l.archive.stores[ref.store].sentences(ref.number, l.policy)
	if err != nil {
		return false, err
	}
	r, err := l.mostlyRepeats(set)
	l.repeats[ref] = r
	return r, err
}

// mostlyRepeats reports whether half of an article's sentences stand in enough
// of the outlet's articles to be furniture. It asks for no more of them than it
// takes to tell.
func (l *outletLearner) mostlyRepeats(set sentenceSet) (bool, error) {
	recurring := 0
	var unknown []uint64
	for _, h := range set.hashes() {
		if n, known := l.counts[h]; !known {
			unknown = append(unknown, h)
		} else if n+len(l.inLoose[h]) >= furnitureArticles {
			recurring++
		}
	}
	for {
		spare := 2*(recurring+len(unknown)) - set.count // below zero no half is left
		if spare < 0 || 2*recurring >= set.count {
			return 2*recurring >= set.count, nil
		}
		asked := unknown[:min(len(unknown), spare/2+1)]
		unknown = unknown[len(asked):]
		holders, err := l.holders(asked, index.Query{Cap: 1})
		if err != nil {
			return false, err
		}
		for i, h := range asked {
			l.counts[h] = holders[i].count
			if holders[i].count+len(l.inLoose[h]) >= furnitureArticles {
				recurring++
			}
		}
	}
}
