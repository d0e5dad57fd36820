package attribution

import "github.com/stemma-news/stemma/article"

// Notes are what one article shows by itself, as far as the ledger of quotes and a
// report need it of an article that is compared with nothing. They depend on the
// article, the user's outlets and agencies, and the rules of this package only, so
// that an index keeps them (Append): to read the speakers and origins of a hundred
// carriers again took a fifth of a check.
type Notes struct {
	Words     int
	English   bool
	Proof     *Proof // nil where the text proves no date
	Credits   []Credit
	Furniture []article.Span // without what its outlet's other articles show
	Quotes    []Quote
	Reports   Reports
}

// NotesVersion names the rules behind notes: those of quotes, speakers, origins,
// reported speech, credits, furniture and dates, and the form in which they are
// kept. Notes of another version are not used, and the text is read again, which
// takes longer and answers the same. A test holds the notes of the sample
// articles: a change of any of them needs a new number.
const NotesVersion = 7

// TakeNotes reads an article. The tables are those that a user adds to the known
// ones, nil for none.
func TakeNotes(b *article.Body, outlets *OutletTable, agencies *AgencyTable) *Notes {
	n := &Notes{Words: len(b.Tokens), English: English(b)}
	if agencies == nil {
		agencies = knownAgencies
	}
	n.Credits = agencies.Credits(b)
	n.Furniture = mergeSpans(append(append([]article.Span{}, b.Furniture...), creditLines(b, n.Credits)...))
	if p, found := NotBefore(b); found {
		n.Proof = &p
	}
	n.Quotes, n.Reports = Read(b, outlets)
	return n
}

// FurnitureAnd is the furniture together with what other articles showed.
func (n *Notes) FurnitureAnd(learnt []article.Span) []article.Span {
	if len(learnt) == 0 {
		return n.Furniture
	}
	return mergeSpans(append(append([]article.Span{}, n.Furniture...), learnt...))
}
