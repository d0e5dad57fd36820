package attribution

import (
	"slices"
	"strings"
	"sync"

	"github.com/stemma-news/stemma/article"
)

// namedSpeaker is what joining knows of a speaker.
type namedSpeaker struct {
	name  []string // its words, nil for unknown
	body  bool     // it is no known person
	vague bool     // it is only described: "the company's president"
}

func newNamedSpeaker(s *Speaker) *namedSpeaker {
	name, body := speakerTokens(s)
	return &namedSpeaker{name, body, vagueName(s)}
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
	if s == nil || strings.TrimSpace(s.Name) == "" {
		return false
	}
	words := strings.Fields(s.Name)
	last := words[len(words)-1]
	if (len(words) == 2 || len(words) == 3) && givenNames()[strings.ToLower(words[0])] != 0 && isCapitalised(words[0]) && isCapitalised(last) && !bodyWords[strings.ToLower(last)] {
		return false // "Ann Bear": a surname, whatever else the word means
	}
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

func compareSpeakers(a, b *namedSpeaker) int {
	if len(a.name) == 0 || len(b.name) == 0 {
		return speakersUnknown
	}
	if a == b || sameSpeaker(a.name, b.name) {
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
