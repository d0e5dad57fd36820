package attribution

import (
	"fmt"
	"slices"
)

// The relations of two articles, from the same body to nothing in common.
const (
	Identical     = "identical"
	NearDuplicate = "near-duplicate"
	PartialCopy   = "partial-copy"
	Rewrite       = "rewrite"
	SharedQuotes  = "shared-quotes"
	Independent   = "independent"
)

// The confidences of a verdict. Each stands for a precision measured on
// labelled pairs: High at least .95, Medium at least .80.
const (
	High   = "high"
	Medium = "medium"
	Low    = "low"
)

// Reason is one thing that led to a verdict: a stable code and a sentence for
// a person.
type Reason struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Relation is what two articles are to each other.
type Relation struct {
	// Kind is one of the six relations.
	Kind       string   `json:"relation"`
	Confidence string   `json:"confidence"`
	Reasons    []Reason `json:"reasons"`
	// Version is true for two states of one article of one outlet.
	Version    bool `json:"version"`
	SameOutlet bool `json:"same_outlet"`
	// Credited tells that one side names the other's publisher, or both one
	// agency, as the origin; nil where neither does.
	Credited *Credited `json:"credited"`
	// Score is the model's chance of descent, 0 to 1; what it rests on is in
	// the reasons.
	Score float64 `json:"-"`
	// Features are the numbers that the verdict was made from.
	Features Features `json:"-"`
}

// IsReuse reports the four relations in which text or facts were taken over.
func (r Relation) IsReuse() bool {
	switch r.Kind {
	case Identical, NearDuplicate, PartialCopy, Rewrite:
		return true
	}
	return false
}

// Thresholds of the wording relations, in the order in which they are tried.
// The definitions give .60 of the sentences, two own sentences or 40 own words;
// the cuts lie where the labelled real pairs fall apart.
const (
	leastWords       = 12  // a text below this says nothing
	nearSentences    = .60 // of the shorter text's sentences almost word for word
	nearWords        = .60 // of its words in common runs
	partialOwnWords  = 38
	partialSentences = 2
	// Forty words in short runs and no sentence are names, titles and phrases as
	// often as a copy: read in AllSides, 0 of 7 such warnings were right, and 20 of
	// 24 others.
	telltaleRun   = 20  // own words in a row
	formWords     = .75 // of its words in common runs, with half of the sentences: a table or brief re-issued
	formSentences = .50
	// Cuts of the score, chosen on scores out of story, see TestFitRewriteModel. With
	// fewer than four sentences restated and no run of the reporter's own a pair falls
	// short of the definition, and everything else must be clear.
	rewriteCut    = .44
	rewriteCutFew = .65
	// Four sentences restated, and this much of the reporter's own wording or a
	// distinctive run, are a rewrite by definition, whatever the facts: viral
	// retellings have few. Unless most quotes of each side are its own, as those of two
	// reporters are: of 39 such pairs of archives with a score below .3, read by eye,
	// that is so of none of 8 rewrites and of 19 of 31 others.
	restatedSentences = 4
	restatedOwnWords  = 15
	restatedQuotes    = .5
	// By definition a rewrite restates about a third of the shorter text. Of the
	// labelled rewrites that were called, 3 of 134 restate less than .28 and none
	// less than .25; of pairs of two outlets' long reports of one day's votes,
	// rulings and speeches (AllSides), which were called so by their numbers, two
	// thirds.
	restatedShare = .25
	quotedRun     = 5  // words of a shingle
	quotedWords   = 12 // below this a common quote is a fragment
)

// Relate says what two articles are to each other. It is symmetric, and it
// depends on nothing but the two profiles.
func Relate(a, b *Profile) Relation {
	p := comparePair(a, b)
	r := Relation{Features: p.f}
	r.SameOutlet = sameOutlet(a.Body.Article, b.Body.Article)
	r.Credited = creditBetween(a, b)
	p.judge(&r)
	return r
}

func (p *pairing) judge(r *Relation) {
	f := &p.f
	if min(len(p.a.words), len(p.b.words)) < leastWords {
		r.Kind, r.Confidence = Independent, Low
		r.say("short", "one of the two has fewer than %d words", leastWords)
		return
	}
	r.Score = rewriteScore(f)
	switch {
	case p.copied(r) || p.rewritten(r):
		p.template(r)
		r.Version = p.isVersion(r)
	case f.QuotedRun >= quotedRun && f.Quoted >= quotedWords:
		r.Kind, r.Confidence = SharedQuotes, Medium
		r.say("quotes", "%d words in common stand in quotation marks, posts or statements", int(f.Quoted))
		if f.AnchMax >= sourceFacts {
			r.say("same-source", "the facts in common are those that two reporters at one event both hear")
		}
	default:
		p.apart(r)
	}
	if r.Kind != Rewrite && !(r.Kind == Independent && len(r.Reasons) > 0 && r.Reasons[0].Code == "template") && p.certain(r) {
		r.Confidence = High
	}
}

// certain reports the verdicts that are right in .95 and more of the labelled
// pairs: see the confidences in benchmarks/accuracy.md.
func (p *pairing) certain(r *Relation) bool {
	f := &p.f
	switch r.Kind {
	case Identical:
		return true
	case NearDuplicate:
		return f.SentShort >= .8 && f.CoverShort >= .8
	case PartialCopy:
		return f.OwnWords >= 120
	case SharedQuotes:
		return r.Score < surelyQuotes
	}
	return r.Score < surelyApart
}

// counted writes a number with its noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func (r *Relation) say(code, format string, args ...any) {
	r.Reasons = append(r.Reasons, Reason{code, fmt.Sprintf(format, args...)})
}

// copied tries the relations that wording alone decides.
func (p *pairing) copied(r *Relation) bool {
	f := &p.f
	near := (f.SentShort >= nearSentences && f.CoverShort >= nearWords || f.SentShort >= formSentences && f.CoverShort >= formWords) &&
		(f.OwnSent >= partialSentences || f.OwnWords >= partialOwnWords)
	partial := f.OwnWords >= partialOwnWords || f.OwnSent >= partialSentences
	switch {
	case f.CoverShort >= sameWords && p.sameBody():
		r.Kind = Identical
		r.say("same-body", "the bodies are the same but for headline, credit or furniture")
	case near:
		r.Kind = NearDuplicate
		r.say("sentences", "%.0f %% of the shorter text's sentences stand almost word for word in the other", 100*f.SentShort)
	case partial:
		r.Kind = PartialCopy
		r.say("own-words", "%d of the reporter's own words stand word for word in both, %d sentences", int(f.OwnWords), int(f.OwnSent))
	default:
		return false
	}
	r.Confidence = Medium
	if r.Kind == PartialCopy && f.OwnSent == 0 && f.OwnRun < telltaleRun {
		r.Confidence = Low
	}
	return true
}

// sameBody reports that all words of both sides lie in common runs but for
// headings and lines at either end.
func (p *pairing) sameBody() bool {
	return slices.Equal(p.a.words, p.b.words) || sameSentences(p.a, p.ca) && sameSentences(p.b, p.cb)
}

// sameWords is the share of the shorter text in common runs below which it
// cannot be the same body; words that repeat all the time are in no run.
const sameWords = .5

// sameSentences reports that each word of the side's sentences is in a common
// run. Headings do not count where they are not.
func sameSentences(side *Profile, c cover) bool {
	n := 0
	for _, s := range side.sentences {
		without := 0
		for i := s.first; i < s.last; i++ {
			if c.run[i] == 0 {
				without++
			}
		}
		if without > 0 && (!s.heading || without*2 <= s.last-s.first) {
			return false
		}
		n += s.last - s.first
	}
	return n > 0
}

// rewriteCut is the score from which a pair is a rewrite; 1, which none reaches, where
// few sentences agree and no plain word with them.
func (f *Features) rewriteCut() float64 {
	switch {
	case f.Agree >= restatedSentences || f.OwnRun >= descentRun:
		return rewriteCut
	case f.Echo > 0:
		return rewriteCutFew
	}
	return 1
}

// restated reports a rewrite by the letter of its definition: sentences restated
// in order, and a distinctive run or enough of the reporter's own wording.
func (f *Features) restated() bool {
	return f.Agree >= restatedSentences && f.QuotesOwn < restatedQuotes &&
		(f.OwnWords >= restatedOwnWords || f.OwnRun >= descentRun && f.OwnRare >= descentRare)
}

func (p *pairing) rewritten(r *Relation) bool {
	f := &p.f
	if f.AgreeShare < restatedShare || r.Score < f.rewriteCut() && !f.restated() || lacksHero(p.a, p.b) || lacksHero(p.b, p.a) {
		return false
	}
	r.Kind, r.Confidence = Rewrite, Low
	if f.FactLIS >= 2 || f.Agree >= 2 {
		r.say("facts-in-order", "%.0f sentences of the reporter's own restate the other's in the same order", max(f.FactLIS, f.Agree))
	}
	if f.BgFact >= 2 {
		r.say("shared-background", "%.0f of them report nobody's words: background that a separate reporter need not choose", f.BgFact)
	}
	named, descent := p.descent(r)
	mostly := len(p.a.words) >= mostlyWords && f.AgreeShare >= mostlyShare && f.Agree >= mostlyAgree && r.Score >= mostlyScore
	if mostly || named && f.AgreeShare >= fairlyShare && r.Score >= fairlyScore {
		r.Confidence = Medium
		if descent && r.Score >= surelyRewrite && f.Agree >= surelyAgree {
			r.Confidence = High
		}
	}
	return true
}

// descent says what shows that two texts that restate one another descend from
// one another or from a third: whether a source is named, and whether anything
// does.
func (p *pairing) descent(r *Relation) (named, shown bool) {
	f := &p.f
	if f.OwnRun >= descentRun && f.OwnRare >= descentRare {
		r.say("own-voice-run", "%.0f words in a row of the reporter's own", f.OwnRun)
		shown = true
	}
	x, y := p.sides()
	if n := max(len(x.retold), len(y.retold)); n > 0 {
		r.say("quotes-reported", "%s of one side told in the other as reported speech", counted(n, "quote"))
		shown = shown || n > 1
	}
	if r.Credited != nil {
		r.say("credit", "a credit names %s", r.Credited.By)
		named = r.Credited.From == "text"
	}
	if source := upstream(p.a, p.b); source != "" {
		r.say("upstream", "both name %s as a source", source)
		named = true
	}
	return named, shown || named
}

// Labelled pairs were chosen by hand; where any two articles may meet, reports of
// one event are so many that chance ones prevail: of those called by the score alone a
// half is right in AllSides, three quarters in FNC-1, one in six in ECB+
// (Accuracy/read). To be more than a hint a text must name the other as its source, or
// both one, or else most of a text must be restated that is no brief: 35 of 39 such
// pairs that were read are rewrites, 36 by some reading.
const (
	fairlyShare = .40
	fairlyScore = .75
	mostlyShare = .60
	mostlyScore = .80
	mostlyAgree = 5
	mostlyWords = 150 // of the shorter text: briefs of one event are alike
)

// High confidence of a rewrite asks for descent: facts in order alone fit two
// reporters at one press conference as well.
const (
	descentRun    = 8   // own-voice words in a row
	descentRare   = 5   // rarity of such a run, names and numbers left out
	surelyRewrite = .90 // score
	surelyAgree   = 5   // sentences that restate one another
	sourceFacts   = .45 // share of one side's facts from which two have one source
	surelyApart   = .10 // score below which a pair is surely no rewrite
	surelyQuotes  = .05 // the same where quotes are in common
)

// apart gives the reason why two articles are independent.
func (p *pairing) apart(r *Relation) {
	r.Kind, r.Confidence = Independent, Medium
	f := &p.f
	switch {
	case commonFurniture(p.a, p.b) || p.stands >= furnitureGram:
		r.say("furniture", "page furniture in common, nothing else")
	case f.AnchMax >= .25 && f.FactLIS > 0:
		r.say("same-event", "names and numbers in common, told in other words")
	default:
		r.say("apart", "nothing in common but single words")
	}
}
