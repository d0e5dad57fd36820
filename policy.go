package stemma

import (
	"net/url"
	"strings"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// Policy is what a newsroom lays down about its findings, in .stemma.toml or in
// code. It never changes what is measured, but for the names and the zones of
// outlets, and which outlets and agencies a text is read for. A nil Policy lays down nothing.
type Policy struct {
	File string // where it was read from, "" for none
	Root string // the folder that globs and archive paths are relative to

	Content  []string // globs of the files that are articles
	Exclude  []string // globs of those that are none, named or not
	Standard bool     // exclude readmes, templates and the like as well
	Archive  []string // further articles to compare with

	Own      string   // outlet of content without a publisher
	Licensed []string // agencies and outlets whose copy may be used
	Outlets  []Outlet
	Levels   map[string]Level // by code, instead of the usual level
	FailOn   string           // note, warning, error, never; "" for the command's own

	coverage *coverage // of Content and Exclude, nil where they were not read from a file
}

// Outlet is a publisher that a newsroom knows more about.
type Outlet struct {
	Name    string   `toml:"name"`
	Aliases []string `toml:"aliases"` // other names, hosts of its sites
	// Zone is the outlet's time zone as the IANA data base names it. A date
	// without a zone is then that day there, not somewhere on earth.
	Zone string `toml:"zone"`
	// Broadcaster makes "on NAME" an interview, as with a radio station. Every
	// outlet named here is known by its name and aliases where a text says to
	// whom somebody spoke.
	Broadcaster bool `toml:"broadcaster"`
	// Agency makes its name in a byline, a dateline or a credit line a credit.
	// An alias of up to six capitals is its mark: "(PWN)".
	Agency bool `toml:"agency"`

	zone *time.Location
}

// Off is the level of a code whose findings are not reported.
const Off Level = "off"

// tables are the outlets and agencies of a policy beside those that the program
// knows; nil ones add nothing.
type tables struct {
	outlets  *attribution.OutletTable
	agencies *attribution.AgencyTable
}

// tables prepares them, once for each run.
func (p *Policy) tables() tables {
	if p == nil || len(p.Outlets) == 0 {
		return tables{}
	}
	var outlets []attribution.Outlet
	var agencies []attribution.Agency
	for _, o := range p.Outlets {
		outlets = append(outlets, attribution.Outlet{Name: o.Name, Forms: o.Aliases, Broadcaster: o.Broadcaster})
		if o.Agency {
			agencies = append(agencies, o.asAgency())
		}
	}
	t := tables{outlets: attribution.NewOutletTable(outlets)}
	if len(agencies) > 0 {
		t.agencies = attribution.NewAgencyTable(append(agencies, attribution.Agencies...))
	}
	return t
}

// asAgency sorts the aliases into marks, hosts and names.
func (o *Outlet) asAgency() attribution.Agency {
	a := attribution.Agency{Name: o.Name}
	for _, alias := range o.Aliases {
		host := hostOf(alias)
		switch {
		case host != "":
			a.Hosts = append(a.Hosts, host)
		case isMark(alias):
			a.Codes = append(a.Codes, alias)
		case strings.Contains(alias, ".") && !strings.ContainsAny(alias, " \t"):
			a.Hosts = append(a.Hosts, outletKey(alias))
		default:
			a.Names = append(a.Names, alias)
		}
	}
	return a
}

// isMark reports a word of two to six capitals.
func isMark(s string) bool {
	return len(s) >= 2 && len(s) <= 6 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// settle writes into an article what is laid down about its outlet: the one
// name for all spellings, and the zone of its dates.
func (p *Policy) settle(a *article.Article) {
	if p != nil && a.Publisher == "" && p.Own != "" && p.holds(a.Path) {
		a.Publisher = p.Own
	}
	p.settleOutlet(a)
}

// settlePage is settle for a page that is known to be content.
func (p *Policy) settlePage(a *article.Article) {
	if p != nil && a.Publisher == "" {
		a.Publisher = p.Own
	}
	p.settleOutlet(a)
}

func (p *Policy) settleOutlet(a *article.Article) {
	if p == nil {
		return
	}
	if o := p.outlet(a.Publisher); o != nil {
		a.Publisher = o.Name
		if o.zone != nil {
			a.Published = inZone(a.Published, o.zone)
			a.Updated = inZone(a.Updated, o.zone)
		}
	}
}

// outlet finds an outlet by its name, an alias or the host of a URL.
func (p *Policy) outlet(name string) *Outlet {
	if p == nil || name == "" {
		return nil
	}
	name = outletKey(name)
	for i := range p.Outlets {
		o := &p.Outlets[i]
		if outletKey(o.Name) == name {
			return o
		}
		for _, alias := range o.Aliases {
			if outletKey(alias) == name {
				return o
			}
		}
	}
	return nil
}

// outletKey makes spellings of one outlet equal: case, white space, and a URL
// for the host of the site.
func outletKey(name string) string {
	if host := hostOf(name); host != "" {
		return host
	}
	key := strings.ToLower(strings.Join(strings.Fields(name), " "))
	return strings.TrimPrefix(key, "www.")
}

// hostOf is the host of an absolute URL without "www.", "" for anything else.
func hostOf(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// worldEast and worldWest are how far article.Day reaches to either side of a
// day in UTC, because the zone is unknown.
const (
	worldEast = 14 * time.Hour
	worldWest = 12 * time.Hour
)

// inZone narrows an interval without a zone to the wall clock of one.
func inZone(i article.Interval, zone *time.Location) article.Interval {
	if i.Zoned {
		return i
	}
	if !i.Earliest.IsZero() {
		t := onWall(i.Earliest.Add(worldEast), zone)
		if early := t.Add(-time.Hour); sameWall(early, t) { // the hour that autumn repeats
			t = early
		}
		i.Earliest = t.UTC()
	}
	if !i.Latest.IsZero() {
		t := onWall(i.Latest.Add(-worldWest), zone)
		if late := t.Add(time.Hour); sameWall(late, t) {
			t = late
		}
		i.Latest = t.UTC()
	}
	i.Zoned = true
	return i
}

// onWall is the instant at which clocks of the zone show what t shows in UTC.
func onWall(t time.Time, zone *time.Location) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
}

func sameWall(a, b time.Time) bool {
	return a.Format(time.DateTime) == b.Format(time.DateTime)
}

// level is the level of a code: the usual one unless something else is laid
// down.
func (p *Policy) level(code string, usual Level) Level {
	if p != nil {
		if l, set := p.Levels[code]; set {
			return l
		}
	}
	return usual
}

// licensed names the licensed supplier that one of the names stands for, ""
// where there is none. A name stands for a supplier if it holds its words.
func (p *Policy) licensed(names []string) string {
	if p == nil {
		return ""
	}
	for _, licence := range p.Licensed {
		spellings := p.supplierNames(licence)
		for _, name := range names {
			for _, s := range spellings {
				if holdsWords(name, s) {
					return licence
				}
			}
		}
	}
	return ""
}

// supplierNames lists the names of a supplier: those of a known agency and of an
// outlet that is laid down.
func (p *Policy) supplierNames(name string) []string {
	all := []string{name}
	for _, a := range attribution.Agencies {
		names := append(append([]string{a.Name}, a.Names...), a.Codes...)
		for _, n := range names {
			if strings.EqualFold(n, name) {
				all = append(append(all, names...), a.Hosts...)
				break
			}
		}
	}
	if o := p.outlet(name); o != nil {
		all = append(append(all, o.Name), o.Aliases...)
	}
	return all
}

// holdsWords reports that the words of part stand in s in a row, case and marks
// left out; hosts count as words with dots.
func holdsWords(s, part string) bool {
	in, want := plainWords(s), plainWords(part)
	for i := 0; len(want) > 0 && i+len(want) <= len(in); i++ {
		k := 0
		for k < len(want) && in[i+k] == want[k] {
			k++
		}
		if k == len(want) {
			return true
		}
	}
	return false
}

func plainWords(s string) []uint64 {
	return article.AppendHashes(nil, s, nil)
}

// noSource are words that front matter has under "source" for one's own work.
var noSource = map[string]bool{"staff": true, "own": true, "self": true, "original": true, "own reporting": true, "staff report": true, "newsroom": true}

// declaredSource is where an article's own metadata say that its text comes
// from, "" where they name nobody but its own outlet. A canonical link counts
// unless it leads to the own site; that site is known by the outlet's aliases,
// and where other has another page of the same host as its own canonical link.
func (p *Policy) declaredSource(a, other *article.Article) string {
	for _, d := range a.Declared {
		if noSource[outletKey(d.Value)] || p.isOwnName(d.Value, a) {
			continue
		}
		if d.Kind == "canonical" {
			host := hostOf(d.Value)
			if host == "" || host == hostOf(a.URL) || sitesOwnLink(d.Value, other) {
				continue
			}
		}
		return d.Value
	}
	return ""
}

// isOwnName reports a name or URL of the article's own outlet.
func (p *Policy) isOwnName(name string, a *article.Article) bool {
	key := outletKey(name)
	if key == "" || key == outletKey(a.Publisher) {
		return true
	}
	o := p.outlet(key)
	if o == nil {
		return p != nil && p.Own != "" && a.Publisher == p.Own && key == outletKey(p.Own)
	}
	return strings.EqualFold(o.Name, a.Publisher) || a.Publisher == "" && p.Own != "" && p.outlet(p.Own) == o
}

// sitesOwnLink reports that the other article has a canonical link to the same
// host but another page: then both only name their own address.
func sitesOwnLink(link string, other *article.Article) bool {
	for _, d := range other.Declared {
		if d.Kind == "canonical" && hostOf(d.Value) == hostOf(link) && strings.TrimRight(d.Value, "/") != strings.TrimRight(link, "/") {
			return true
		}
	}
	return false
}
