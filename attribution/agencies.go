package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// Agency is a news agency, a syndicate or another supplier of copy.
type Agency struct {
	// Name is how reports call it.
	Name string
	// Names are other names in full, in any case.
	Names []string
	// Codes are short marks, written in capitals in datelines: "AP".
	Codes []string
	// Folders are parts of a URL's path that sections of its copy carry:
	// "ap" stands for /ap/ and /ap-world-news/.
	Folders []string
	// Outlet is true for a publisher of its own, whose mark on its own pages
	// credits nobody.
	Outlet bool
	// Hosts are its own sites: a canonical link to one is a credit.
	Hosts []string
}

// Agencies are those that are known without configuration.
var Agencies = []Agency{
	{Name: "Associated Press", Names: []string{"AP News", "AP Wire"}, Codes: []string{"AP"}, Folders: []string{"ap", "apnews", "associated-press"}, Hosts: []string{"apnews.com", "ap.org"}},
	{Name: "Reuters", Names: []string{"Thomson Reuters", "Reuter"}, Codes: []string{"RTRS"}, Folders: []string{"reuters"}, Hosts: []string{"reuters.com"}},
	{Name: "AFP", Names: []string{"Agence France-Presse", "Agence France Presse", "Afp Afp"}, Codes: []string{"AFP"}, Folders: []string{"afp"}, Hosts: []string{"afp.com"}},
	{Name: "CNN", Outlet: true, Names: []string{"CNN Newsource", "CNN Wire", "Via Newsource"}, Codes: []string{"CNN"}, Folders: []string{"cnn"}, Hosts: []string{"cnn.com"}},
	{Name: "Bloomberg", Outlet: true, Names: []string{"Bloomberg News"}, Folders: []string{"bloomberg"}, Hosts: []string{"bloomberg.com"}},
	{Name: "UPI", Names: []string{"United Press International"}, Codes: []string{"UPI"}, Folders: []string{"upi"}, Hosts: []string{"upi.com"}},
	{Name: "Press Trust of India", Codes: []string{"PTI"}, Folders: []string{"pti"}, Hosts: []string{"ptinews.com"}},
	{Name: "ANI", Names: []string{"Asian News International"}, Codes: []string{"ANI"}, Folders: []string{"ani"}, Hosts: []string{"aninews.in"}},
	{Name: "IANS", Names: []string{"Indo-Asian News Service"}, Codes: []string{"IANS"}, Folders: []string{"ians"}, Hosts: []string{"ians.in"}},
	{Name: "United News of India", Codes: []string{"UNI"}},
	{Name: "dpa", Names: []string{"Deutsche Presse-Agentur"}, Codes: []string{"DPA", "dpa"}, Folders: []string{"dpa"}, Hosts: []string{"dpa.com"}},
	{Name: "EFE", Names: []string{"Agencia EFE"}, Codes: []string{"EFE"}, Folders: []string{"efe"}, Hosts: []string{"efe.com"}},
	{Name: "ANSA", Codes: []string{"ANSA"}, Hosts: []string{"ansa.it"}},
	{Name: "TASS", Names: []string{"ITAR-TASS"}, Codes: []string{"TASS"}, Hosts: []string{"tass.com", "tass.ru"}},
	{Name: "Interfax", Hosts: []string{"interfax.com", "interfax.ru"}},
	{Name: "RIA Novosti", Codes: []string{"RIA"}, Hosts: []string{"ria.ru"}},
	{Name: "Xinhua", Names: []string{"Xinhua News Agency"}, Folders: []string{"xinhua"}, Hosts: []string{"xinhuanet.com", "news.cn"}},
	{Name: "Kyodo News", Names: []string{"Kyodo"}, Folders: []string{"kyodo"}, Hosts: []string{"kyodonews.net"}},
	{Name: "Yonhap", Names: []string{"Yonhap News Agency"}, Folders: []string{"yonhap"}, Hosts: []string{"yna.co.kr"}},
	{Name: "PA Media", Names: []string{"Press Association"}, Codes: []string{"PA"}, Hosts: []string{"pamediagroup.com"}},
	{Name: "Australian Associated Press", Codes: []string{"AAP"}, Folders: []string{"aap"}, Hosts: []string{"aap.com.au"}},
	{Name: "Canadian Press", Codes: []string{"CP"}, Hosts: []string{"thecanadianpress.com"}},
	{Name: "Anadolu Agency", Names: []string{"Anadolu"}, Hosts: []string{"aa.com.tr"}},
	{Name: "Tribune News Service", Names: []string{"Tribune Content Agency"}, Codes: []string{"TNS"}, Folders: []string{"tns"}},
	{Name: "McClatchy", Names: []string{"McClatchy Newspapers", "McClatchy DC"}},
	{Name: "USA TODAY Network"},
	{Name: "New York Times News Service"},
	{Name: "Washington Post News Service"},
	{Name: "King Features", Names: []string{"King Features Syndicate"}},
	{Name: "Creators Syndicate", Names: []string{"Creators.com"}},
	{Name: "States Newsroom"},
	{Name: "Stacker", Names: []string{"Stacker Media"}, Folders: []string{"stacker"}, Hosts: []string{"stacker.com"}},
	{Name: "Sportradar", Names: []string{"Data Skrive"}},
	{Name: "KFF Health News", Names: []string{"Kaiser Health News"}, Hosts: []string{"kffhealthnews.org"}},
	{Name: "The Conversation", Outlet: true, Hosts: []string{"theconversation.com"}},
	{Name: "Inter Press Service", Codes: []string{"IPS"}},
	{Name: "NPG Content Share"},
}

// agencyForm is one way to write an agency, as tokens.
type agencyForm struct {
	name  string
	words []uint64
	code  string // must stand so in the text
}

// AgencyTable is a prepared list of agencies.
type AgencyTable struct {
	agencies []Agency
	forms    map[uint64][]agencyForm // by first word
	filter   *article.WordFilter
}

// NewAgencyTable prepares a list; use append(more, Agencies...) to extend the
// known ones.
func NewAgencyTable(list []Agency) *AgencyTable {
	t := &AgencyTable{agencies: list, forms: map[uint64][]agencyForm{}}
	var firsts []string
	add := func(name, form, code string) {
		tokens := article.Tokens(form, nil)
		if len(tokens) == 0 {
			return
		}
		f := agencyForm{name: name, code: code}
		for _, w := range tokens {
			f.words = append(f.words, w.Hash)
		}
		t.forms[tokens[0].Hash] = append(t.forms[tokens[0].Hash], f)
		firsts = append(firsts, tokens[0].Word)
	}
	for _, a := range list {
		code := ""
		if len(a.Name) <= 5 && a.Name != "dpa" {
			code = a.Name
		}
		add(a.Name, a.Name, code)
		for _, n := range a.Names {
			add(a.Name, n, "")
		}
		for _, c := range a.Codes {
			add(a.Name, c, c)
		}
	}
	t.filter = article.NewWordFilter(strings.Join(firsts, " "))
	return t
}

var knownAgencies = NewAgencyTable(Agencies)

// at returns the agency whose name starts at token i and ends before last, and
// the number of its tokens; the longest form wins.
func (t *AgencyTable) at(b *article.Body, i, last int) (name string, n int) {
	if !t.filter.Has(b.Tokens[i].Hash) {
		return "", 0
	}
next:
	for _, f := range t.forms[b.Tokens[i].Hash] {
		if len(f.words) <= n || i+len(f.words) > last {
			continue
		}
		for k, w := range f.words {
			if b.Tokens[i+k].Hash != w {
				continue next
			}
		}
		if f.code != "" && strings.Trim(b.Article.Text[b.Tokens[i].Start:b.Tokens[i].End], ".") != f.code {
			continue
		}
		name, n = f.name, len(f.words)
	}
	return name, n
}

// find returns the first agency named in the tokens [first, last).
func (t *AgencyTable) find(b *article.Body, first, last int) (name string, at, n int) {
	for i := first; i < last; i++ {
		if name, n := t.at(b, i, last); n > 0 {
			return name, i, n
		}
	}
	return "", -1, 0
}

// inURL returns the agency to which a folder of the URL's path belongs. The
// last part, the headline, does not count.
func (t *AgencyTable) inURL(url string) string {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
	}
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		url = url[:i]
	}
	parts := strings.Split(strings.ToLower(url), "/")
	if len(parts) < 3 {
		return ""
	}
	for _, p := range parts[1 : len(parts)-1] {
		if p == "" || len(p) > 40 {
			continue
		}
		for _, a := range t.agencies {
			for _, f := range a.Folders {
				if p == f || len(p) > len(f) && p[len(f)] == '-' && strings.HasPrefix(p, f) {
					return a.Name
				}
			}
		}
	}
	return ""
}

// ofHost returns the agency whose site the URL leads to.
func (t *AgencyTable) ofHost(url string) string {
	host := hostOf(url)
	for _, a := range t.agencies {
		for _, h := range a.Hosts {
			if host == h || strings.HasSuffix(host, "."+h) {
				return a.Name
			}
		}
	}
	return ""
}

// isOwn reports that the name is the article's own outlet. An agency that is
// no outlet credits itself: its articles are its copy.
func (t *AgencyTable) isOwn(name string, a *article.Article) bool {
	if a.Publisher == "" {
		return false
	}
	host := hostOf(a.Publisher)
	for _, k := range t.agencies {
		if k.Name != name {
			continue
		}
		if !k.Outlet {
			return false
		}
		for _, h := range k.Hosts {
			if host == h || strings.HasSuffix(host, "."+h) {
				return true
			}
		}
		first, _, _ := strings.Cut(a.Publisher, " ")
		return strings.EqualFold(first, k.Name)
	}
	return strings.EqualFold(name, a.Publisher) || strings.EqualFold("the "+name, a.Publisher) || strings.EqualFold(name, "the "+a.Publisher)
}

// hostOf is the host of a URL or of a bare host name, without "www.".
func hostOf(url string) string {
	if i := strings.Index(url, "://"); i >= 0 {
		url = url[i+3:]
	}
	if i := strings.IndexAny(url, "/?#:"); i >= 0 {
		url = url[:i]
	}
	return strings.TrimPrefix(strings.ToLower(url), "www.")
}
