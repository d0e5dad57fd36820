package attribution

import (
	"strings"
	"sync"
)

// knownOutlets are names of news outlets as copy writes them, lower case, to
// the name that results show. A name that ends in a word of outletNouns is
// taken for an outlet too.
var knownOutlets = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, l := range strings.Split(strings.TrimSpace(outletTable), "\n") {
		names := strings.Split(strings.TrimSpace(l), "|")
		for _, n := range names {
			m[strings.ToLower(strings.TrimSpace(n))] = strings.TrimSpace(names[0])
		}
	}
	return m
})

// Outlet is a news outlet that a user adds to those known.
type Outlet struct {
	// Name is what results show.
	Name string
	// Forms are other spellings; a leading "the" and case do not matter.
	Forms []string
	// Broadcaster makes "on NAME" an interview, as with a radio station.
	Broadcaster bool
}

// OutletTable is a prepared list of outlets beside the built-in one, over which
// it has precedence. A nil table adds nothing. It is safe for use by many
// goroutines.
type OutletTable struct {
	names map[string]string
	onAir map[string]bool
}

// NewOutletTable prepares a list of outlets; those without a name are left out,
// and of two with one form the later one counts.
func NewOutletTable(list []Outlet) *OutletTable {
	t := &OutletTable{names: map[string]string{}, onAir: map[string]bool{}}
	for _, o := range list {
		name := strings.TrimSpace(o.Name)
		if name == "" {
			continue
		}
		t.names[tableKey(name)] = name
		for _, f := range o.Forms {
			if k := tableKey(f); k != "" {
				t.names[k] = name
			}
		}
		t.onAir[name] = o.Broadcaster
	}
	return t
}

// Canonical is the name under which an outlet is shown, and whether the name is
// one of an outlet: by the table, by the built-in list, or by its own words, as
// with "Kelder Courier" and "Radio Kessel".
func (t *OutletTable) Canonical(name string) (string, bool) {
	if t != nil {
		if c, ok := t.names[tableKey(name)]; ok {
			return c, true
		}
	}
	return canonicalOutlet(name)
}

// lists reports whether the table or the built-in list has the name itself.
func (t *OutletTable) lists(name string) bool {
	if t != nil && t.names[tableKey(name)] != "" {
		return true
	}
	return listedOutlet(name)
}

// broadcasts reports whether the outlet is on the air.
func (t *OutletTable) broadcasts(name string) bool {
	return t != nil && t.onAir[name] || broadcasters[name] || soundsLikeBroadcaster(name)
}

// One outlet a line: the name shown, then other spellings. An article "the" is
// left out.
const outletTable = `
ABC|ABC News|ABC News'|ABC Radio
CBS|CBS News|CBS Radio
NBC|NBC News|NBC Nightly News
CNN|CNN International|CNN Newsroom|CNN.com
MSNBC
CNBC
C-SPAN|CSPAN
HBO
PBS|PBS NewsHour
NPR|National Public Radio
PRI
BBC|BBC News|BBC Radio|BBC World Service|BBC Newsnight|BBC Radio 4|BBC Breakfast
ITV|ITV News
Sky News|Sky|Sky News Australia
Channel 4|Channel 4 News
LBC
Fox News|Fox|FOX News|FNC|Fox News Channel|Fox News Radio
Fox Business|Fox Business Network|FBN
Newsmax|Newsmax TV
OAN|One America News
Breitbart|Breitbart News|Breitbart.com|Breitbart News Daily|Breitbart London
Univision
Telemundo
Al Jazeera|Al-Jazeera|Al Jazeera America|Al Jazeera English|Aljazeera
Al Arabiya
RT|Russia Today
Sputnik
Tass|TASS|Itar-Tass
Interfax
Xinhua|Xinhua News Agency
CCTV|CGTN
Global Times
AP|Associated Press|A.P.
AFP|Agence France-Presse|Agence France Presse
Reuters|Thomson Reuters|Reuters TV
Bloomberg|Bloomberg News|Bloomberg TV|Bloomberg Television|Bloomberg Politics|Bloomberg Radio
UPI|United Press International
DPA
EFE
ANSA
Kyodo|Kyodo News
Yonhap|Yonhap News Agency
PTI|Press Trust of India
ANI|Asian News International
IANS
UNI
PA|Press Association|PA Media
AAP
Canadian Press
New York Times|NYT|NY Times|N.Y. Times|Times
Washington Post|WaPo
Wall Street Journal|WSJ|Journal
USA Today|USA TODAY
Los Angeles Times|LA Times|L.A. Times
New York Post|NY Post
New York Daily News|Daily News
Chicago Tribune
Chicago Sun-Times
Boston Globe|Globe
Boston Herald|Boston Herald Radio
Miami Herald
Orlando Sentinel
Tampa Bay Times
Houston Chronicle
Dallas Morning News
San Francisco Chronicle
Seattle Times
Philadelphia Inquirer
Detroit Free Press
Des Moines Register
Arizona Republic
Denver Post
Plain Dealer
Star Tribune
Union Leader
Washington Times
Washington Examiner|Examiner
Washington Free Beacon|Free Beacon
Washington Informer
Christian Science Monitor
Financial Times|FT
Economist
Guardian
Observer
Independent
Daily Telegraph|Telegraph|Sunday Telegraph
Daily Mail|Mail|Mail on Sunday|MailOnline|DailyMail.com|Mail Online
Daily Mirror|Mirror
Daily Express
Daily Star
Sun
Times of London|Sunday Times
Evening Standard
Irish Times
Le Monde
Le Figaro
Le Parisien
Liberation|Libération
Der Spiegel|Spiegel
Die Welt|Welt am Sonntag
Die Zeit
Bild|Bild am Sonntag
El Pais|El País
El Mundo
Corriere della Sera|Corriere
La Repubblica|Repubblica
La Stampa
Haaretz
Jerusalem Post
Times of Israel
Yedioth Ahronoth
Times of India
Hindustan Times
Hindu
Indian Express
Economic Times
NDTV
India Today|India Today TV
Republic TV
News18|CNN-News18
Dawn
Geo News|Geo TV
Express Tribune
South China Morning Post
Straits Times
Japan Times
Asahi Shimbun
Sydney Morning Herald
Globe and Mail
Toronto Star
National Post
CBC|CBC News
CTV|CTV News
Time|TIME|Time Magazine|TIME magazine|Time magazine
Newsweek
New Yorker
New York Magazine|New York magazine
Atlantic
Politico|POLITICO
Axios
Vox
Slate
Salon
BuzzFeed|BuzzFeed News|Buzzfeed
Huffington Post|HuffPost|HuffPost Live|HuffPost Politics
Daily Beast
Daily Caller
Business Insider
Mother Jones
National Review
Weekly Standard
Rolling Stone
Vanity Fair
GQ
Esquire
People|People magazine
Us Weekly
Variety
Hollywood Reporter
Deadline
Forbes
Fortune
Wired
Vice|VICE|Vice News|VICE News
Gawker
Hill
RealClearPolitics
TMZ
E! News
Entertainment Tonight
ESPN
Sports Illustrated
TechCrunch
The Verge|Verge
Recode
Ars Technica
Mashable
Yahoo|Yahoo News|Yahoo! News
MTV|MTV News
SiriusXM|Sirius XM|SiriusXM Patriot
Voice of America|VOA
Radio Free Europe
Deutsche Welle|DW
France 24
Euronews
TV Globo
Folha de S.Paulo
Televisa
NY1
WGBH
WNYC
The Wrap
Intercept
ProPublica
Roll Call
Foreign Policy
STAT|STAT News
`

// outletNouns end the names of outlets that no table lists.
var outletNouns = wordSet(`news times post journal tribune herald gazette chronicle courier examiner sentinel inquirer telegraph
	radio tv television fm magazine weekly bulletin broadcasting newspaper daily press globe dispatch observer register
	standard mirror echo argus bee sun-times newsroom newspapers podcast wire reporter recorder review monitor messenger
	advertiser ledger broadcaster mail express outlook today`)

// programmes are shows with the outlet that carries them.
var programmes = map[string]string{
	"meet the press": "NBC", "today": "NBC", "nightly news": "NBC", "the tonight show": "NBC", "late night": "NBC", "saturday night live": "NBC",
	"face the nation": "CBS", "60 minutes": "CBS", "cbs this morning": "CBS", "the late show": "CBS", "cbs evening news": "CBS",
	"this week": "ABC", "good morning america": "ABC", "the view": "ABC", "nightline": "ABC", "20/20": "ABC", "world news tonight": "ABC",
	"jimmy kimmel live": "ABC", "state of the union": "CNN", "new day": "CNN", "the lead": "CNN", "the situation room": "CNN",
	"anderson cooper 360": "CNN", "reliable sources": "CNN", "erin burnett outfront": "CNN", "outfront": "CNN", "cuomo prime time": "CNN",
	"morning joe": "MSNBC", "hardball": "MSNBC", "the rachel maddow show": "MSNBC", "all in": "MSNBC", "andrea mitchell reports": "MSNBC",
	"mtp daily": "MSNBC", "squawk box": "CNBC", "fox news sunday": "Fox News", "fox & friends": "Fox News", "fox and friends": "Fox News",
	"hannity": "Fox News", "the kelly file": "Fox News", "the o'reilly factor": "Fox News", "special report": "Fox News",
	"media buzz": "Fox News", "the five": "Fox News", "on the record": "Fox News", "mornings with maria": "Fox Business",
	"the daily show": "Comedy Central", "real time": "HBO", "last week tonight": "HBO", "fresh air": "NPR", "morning edition": "NPR",
	"all things considered": "NPR", "newshour": "PBS", "charlie rose": "PBS", "washington journal": "C-SPAN", "breitbart news daily": "Breitbart",
	"the breakfast club": "Power 105.1", "the steve malzberg show": "Newsmax", "the cats roundtable": "AM 970", "newsnight": "BBC", "hardtalk": "BBC",
	"today programme": "BBC", "the andrew marr show": "BBC", "question time": "BBC", "good morning britain": "ITV", "this morning": "ITV", "peston": "ITV",
	"fox & friends weekend": "Fox News", "america's newsroom": "Fox News", "cnn newsroom": "CNN", "inside politics": "CNN", "tonight": "CNN",
}

// platforms are social platforms; X and Twitter are one.
var platforms = map[string]string{
	"twitter": "X", "x": "X", "facebook": "Facebook", "instagram": "Instagram", "truth social": "Truth Social", "youtube": "YouTube",
	"tiktok": "TikTok", "telegram": "Telegram", "threads": "Threads", "mastodon": "Mastodon", "bluesky": "Bluesky", "linkedin": "LinkedIn",
	"snapchat": "Snapchat", "tumblr": "Tumblr", "reddit": "Reddit", "weibo": "Weibo", "whatsapp": "WhatsApp", "medium": "Medium", "gab": "Gab",
	"parler": "Parler", "vk": "VK", "periscope": "Periscope", "vkontakte": "VK",
}

// canonicalOutlet is the name under which an outlet is shown, and whether the
// name is one of an outlet.
func canonicalOutlet(name string) (string, bool) {
	key := tableKey(name)
	if c, ok := knownOutlets()[key]; ok {
		return c, true
	}
	var room [8]string
	words := room[:0]
	for w := range strings.FieldsSeq(key) {
		words = append(words, w)
	}
	if n := len(words); n >= 2 && outletNouns[words[n-1]] {
		return strings.TrimSpace(name), true
	}
	if n := len(words); n >= 2 && n <= 4 && (words[0] == "radio" || words[0] == "tv" || words[0] == "news") {
		return strings.TrimSpace(name), true // Radio Ostmark, TV Maré
	}
	if n := len(words); n >= 2 && isDigitWord(words[n-1]) && (knownOutlets()[words[0]] != "" || outletNouns[words[n-2]] || words[0] == "channel") {
		return strings.TrimSpace(name), true // Fox 35, Channel 9
	}
	if isCallSign(strings.TrimSpace(name)) {
		return strings.TrimSpace(name), true
	}
	return "", false
}

// listedOutlet reports whether the table has the name itself.
func listedOutlet(name string) bool {
	_, ok := knownOutlets()[tableKey(name)]
	return ok
}

// tableKey is a name as the table spells it: lower case, no article.
func tableKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(name), "the "), "The "))
}

// isCallSign reports a North American station's call sign: W or K and two or
// three more capitals, with -TV or -FM behind.
func isCallSign(s string) bool {
	s = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, "-TV"), "-FM"), "-AM")
	if len(s) < 4 || len(s) > 7 || s[0] != 'W' && s[0] != 'K' {
		return false
	}
	for i := 0; i < 4; i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	for i := 4; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
