package attribution

import (
	"strings"

	"github.com/stemma-news/stemma/article"
)

// sameOutlet reports that both articles state the same publisher: the same name
// but for an article before it and a section behind it, a host and its name, or
// pages of one host.
func sameOutlet(a, b *article.Article) bool {
	if h := hostOf(a.URL); h != "" && h == hostOf(b.URL) {
		return true
	}
	if a.Publisher == "" || b.Publisher == "" {
		return false
	}
	return strings.EqualFold(a.Publisher, b.Publisher) || outletName(a.Publisher) == outletName(b.Publisher)
}

// outletName is a publisher's name in one piece, for comparing.
func outletName(publisher string) string {
	if strings.Contains(publisher, ".") && !strings.Contains(publisher, " ") {
		return brand(publisher)
	}
	return strings.Join(outletTokens(publisher), "")
}

// versionHours is how far apart two states of one article may be published.
const versionHours = 72

// isVersion reports two states of one article: most of the text is the same,
// and one outlet or one agency wrote both within three days. An agency's own
// copy counts as that of its outlet where both stand dated in one file: two pages
// that name no outlet and one agency may be anybody's. One address holds one
// article however long it is changed.
func (p *pairing) isVersion(r *Relation) bool {
	if url := p.a.Body.Article.URL; url != "" && url == p.b.Body.Article.URL && r.Kind != Independent && r.Kind != SharedQuotes {
		return true
	}
	if r.Kind != Identical && r.Kind != NearDuplicate && (r.Kind != PartialCopy || p.f.CoverShort < versionCover) {
		return false
	}
	a, b := p.a.Body.Article, p.b.Body.Article
	if !sameOutlet(a, b) && (commonAgency(p.a, p.b) == "" || !oneClock(a, b)) {
		return false
	}
	if h, ok := hoursApart(a, b); ok && h > versionHours {
		return false
	}
	return true
}

// versionCover is the share of the shorter text from which a partial copy is a
// version.
const versionCover = .45
