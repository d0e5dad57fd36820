package stemma

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// bareArticle says what an article's metadata tell, for one that is read but
// not looked at.
func bareArticle(a *article.Article) Article {
	sum := sha256.Sum256([]byte(a.Text))
	return Article{
		ID: a.ID, Path: a.Path, Title: a.Title, Publisher: a.Publisher, Byline: a.Byline, URL: a.URL,
		Language: a.Language, TextSHA256: hex.EncodeToString(sum[:]), TextFrom: a.TextFrom,
		Published: datesOf(a.Published), Credits: []Credit{}, Furniture: []Span{},
		Warnings: append([]string{}, a.Warnings...), Extra: a.Extra, Text: a.Text,
	}
}

// describe says what the article shows by itself, and which furniture was left out.
func describe(a *article.Article, n *attribution.Notes, furniture []Span) Article {
	d := bareArticle(a)
	d.Words = n.Words
	d.Published = datesOf(attribution.When(a, n.Proof))
	if n.Proof != nil {
		day := n.Proof.Day.Format(time.DateOnly)
		d.NotBefore = &day
	}
	d.Furniture = append(d.Furniture, furniture...)
	if !n.English {
		d.Warnings = append(d.Warnings, "not in English: quotes have no speakers and origins")
	}
	for _, c := range n.Credits {
		d.Credits = append(d.Credits, creditOf(c))
	}
	return d
}

// datesOf writes an interval in UTC, nil where nothing is known.
func datesOf(i article.Interval) *Dates {
	if i.IsZero() {
		return nil
	}
	return &Dates{Earliest: instant(i.Earliest), Latest: instant(i.Latest), From: i.From}
}

func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

// newResult starts a result with everything that does not depend on pairs.
func (e *engine) newResult(o Options) *Result {
	return &Result{
		Schema:     Schema,
		Tool:       Tool{Name: "stemma", Version: Version()},
		Parameters: parameters(o),
		Articles:   e.reports,
		Pairs:      []Pair{}, Quotes: []Quote{}, Utterances: []Utterance{}, Families: []Family{}, Findings: []Finding{},
		Skipped: append([]Skipped{}, e.archive.skipped...),
	}
}

func parameters(o Options) Parameters {
	return Parameters{Normaliser: article.NormaliserVersion, Shingle: similarity.ShingleWords, Scale: 1, Min: o.min()}
}

// quoteOf writes a quote as results have it.
func quoteOf(q attribution.Quote) Quote {
	out := Quote{
		ID: q.ID, Article: q.Article, Kind: q.Kind, Segments: q.Segments, Text: q.Text,
		Speaker: q.Speaker, Via: append([]Voice{}, q.Via...), Utterance: q.Utterance,
		Uttered: Uttered{Earliest: optionalInstant(q.Uttered.Earliest), Latest: optionalInstant(q.Uttered.Latest), Occasion: optional(q.Uttered.Occasion)},
		Origin:  Origin{Kind: q.Origin.Kind, Outlet: q.Origin.Outlet, Handle: q.Origin.Handle, Date: optional(q.Origin.Date), Mention: q.Origin.Mention},
	}
	if out.Origin.Kind == "" {
		out.Origin.Kind = "unknown"
	}
	return out
}

func optionalInstant(t *time.Time) *string {
	if t == nil {
		return nil
	}
	return instant(*t)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func creditOf(c attribution.Credit) Credit {
	return Credit{Agency: c.Agency, From: c.From, Span: c.Span}
}
