package attribution

import (
	"strings"
	"sync"
)

// cueTier says how much a verb of saying proves.
type cueTier uint8

const (
	noCue cueTier = iota
	// certain verbs attribute any quote they touch: say, tell, add.
	certain
	// likely verbs do so where a quote or a clause with "that" follows or
	// stands before: recall, stress, insist.
	likely
	// phrasal verbs introduce phrases only: "called it “a disgrace”".
	phrasal
)

// The verbs of saying by tier, base forms; regular forms are derived below.
const (
	certainVerbs = `say tell add write tweet post ask reply respond explain continue conclude quip joke
		remark state comment declare exclaim shout yell announce retort shoot-back reiterate opine muse
		retweet note recall observe counter scream chant text email e-mail`
	likelyVerbs = `recount stress underline underscore insist warn argue claim assert maintain admit acknowledge concede
		contend emphasise emphasize suggest predict promise vow pledge urge caution boast complain lament caption
		complain protest object agree confirm deny reveal disclose report testify swear confess remember recollect
		tout stipulate elaborate clarify specify summarize summarise
		interject intone implore plead demand advise allege affirm reaffirm proclaim pronounce profess
		speculate estimate reason surmise wonder inquire enquire query answer read sing whisper mutter murmur mumble
		grumble growl snap sneer scoff laugh sigh cry bellow holler roar hiss hail
		crow gush rave rant fume thunder chide chime scold lecture instruct remind assure reassure
		encourage exhort invite beg appeal beseech implore challenge entreat inform notify tease deadpan crack blast tout repeat echo begin finish end offer volunteer interrupt
		apologize apologise thank congratulate preach pray recommend propose signal hint imply indicate convey
		venture posit relay riff message react reflect intimate enthuse marvel hedge press point-out
		think believe feel fear hope worry joke scribble type sign blog dictate narrate stipulate
		guess figure hear quote cite voice express air issue argue rule find elaborate lash-out fire-back hit-back
		bark beam bemoan chortle chuckle drawl gripe parry retaliate shrug wail`
	phrasalVerbs = `call describe dub label term brand denounce condemn criticize criticise slam blast praise dismiss
		accuse reject characterize characterise refer decry deride mock ridicule attack rip hail tout portray cast
		speak talk discuss promise want expect mention use consider deem view see know address appeal
		champion advocate invoke declare pronounce threaten charge defend question accept welcome oppose support
		seek try plan ask need prefer like love hate regret liken compare`
)

// irregular forms of the verbs above.
var irregularForms = map[string]string{
	"say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing",
	"shoot-back": "", "point-out": "", "think": "thinks thought thinking", "feel": "feels felt feeling",
	"swear": "swears swore sworn swearing", "read": "reads reading", "sing": "sings sang sung singing",
	"begin": "begins began beginning", "speak": "speaks spoke spoken speaking", "cast": "casts casting",
	"need": "needs needed needing", "show": "shows showed shown showing", "see": "sees saw seen seeing", "know": "knows knew known knowing", "seek": "seeks sought seeking",
	"hear": "hears heard hearing", "find": "finds found finding", "vow": "vows vowed vowing",
	"quip": "quips quipped quipping", "admit": "admits admitted admitting", "snap": "snaps snapped snapping",
	"plan": "plans planned planning", "refer": "refers referred referring", "rip": "rips ripped ripping",
	"slam": "slams slammed slamming", "dub": "dubs dubbed dubbing", "blog": "blogs blogged blogging",
	"lash-out": "", "fire-back": "", "hit-back": "", "crow": "crows crowed crowing", "chant": "chants chanted chanting",
	"label": "labels labeled labelled labeling labelling", "signal": "signals signaled signalled signaling",
}

// particles that make a verb of motion one of saying: "shot back", "went on to
// say" is found by its own "say".
var particleCues = map[string][]string{
	"shot": {"back"}, "fired": {"back"}, "hit": {"back", "out"}, "lashed": {"out"}, "pointed": {"out"}, "points": {"out"},
	"pointing": {"out"}, "chimed": {"in"}, "cut": {"in"}, "blurted": {"out"}, "put": {"it"}, "puts": {"it"}, "summed": {"up", "it"},
	"sums": {"up", "it"}, "piled": {"on"}, "went": {"on"}, "goes": {"on"}, "going": {"on"}, "shoots": {"back"}, "fires": {"back"},
	"weighed": {"in"}, "calls": {"out"}, "called": {"out"}, "called-out": nil, "cried": {"out"}, "wrapped": {"up"}, "kept": {"saying"},
}

var cueWords = sync.OnceValue(func() map[string]cueTier {
	m := map[string]cueTier{}
	for _, t := range []struct {
		tier  cueTier
		verbs string
	}{{certain, certainVerbs}, {likely, likelyVerbs}, {phrasal, phrasalVerbs}} {
		for _, v := range strings.Fields(t.verbs) {
			for _, f := range verbForms(v) {
				if m[f] == noCue {
					m[f] = t.tier
				}
			}
		}
	}
	return m
})

// weakCues are verbs of thinking and wanting: behind "Smith said that" their
// subject is somebody Smith speaks of.
var weakCues = func() map[string]bool {
	m := map[string]bool{}
	for _, v := range strings.Fields(`want need expect try plan seek like love hate see know view consider find feel think believe hope fear hear
		continue use mention begin finish regret remember support oppose prefer accept welcome deem remind confirm suggest indicate signal
		show reflect rule quote cite read sing end appeal reason estimate guess figure wonder worry defend charge question issue`) {
		for _, f := range verbForms(v) {
			m[f] = true
		}
	}
	return m
}()

// verbForms are the forms of a verb, the base form among them.
func verbForms(v string) []string {
	if f, ok := irregularForms[v]; ok {
		if f == "" {
			return nil
		}
		return append(strings.Fields(f), v)
	}
	switch {
	case strings.HasSuffix(v, "e"):
		return []string{v, v + "s", v + "d", v[:len(v)-1] + "ing"}
	case strings.HasSuffix(v, "y") && !strings.ContainsAny(v[len(v)-2:len(v)-1], "aeiou"):
		return []string{v, v[:len(v)-1] + "ies", v[:len(v)-1] + "ied", v + "ing"}
	case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"), strings.HasSuffix(v, "x"):
		return []string{v, v + "es", v + "ed", v + "ing"}
	}
	return []string{v, v + "s", v + "ed", v + "ing"}
}

// auxiliaries and adverbs that may stand between a subject and its verb.
var betweenSubjectAndVerb = wordSet(`has have had was were is are be been being did does do would will could can might may must should
	also later then further now once again still just even never always often only ever reportedly allegedly
	first simply merely famously recently previously repeatedly publicly finally eventually already
	himself herself themselves itself both all each sarcastically not to went goes on kept keeps continued began begun
	'd 've 'll 's 're 'm rather quite soon today yesterday ultimately instead probably certainly actually seemed
	appeared tried wanted refused declined used`)

var pronouns = wordSet("he she they it we i you who")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// nounLike are forms of these verbs that are as often nouns.
var nounLike = wordSet(`email e-mail emails e-mails report reports message messages text texts comment comments question questions answer answers
	claim claims call calls post posts tweet tweets blast blasts attack attacks address addresses plan plans view views charge charges
	hedge hedges press promise promises vow vows pledge pledges demand demands joke jokes remark remarks note notes statement issue issues
	reply response appeal appeals complaint sign signs type types offer offers rule rules air argument protest protests object objects support
	reason reasons point points echo query boast quote quotes praise advance challenge concern hope hopes fear fears guess worry
	doubt lecture rant quip label labels brand brands term terms mention mentions state states use uses talk talks reject love hate
	gush end finish rip blog blogs preach type crack snap shout shouts cry chant chants laugh feel figure figures address defense`)
