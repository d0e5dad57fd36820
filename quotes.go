package stemma

import "context"

// Quotes makes the ledger of the archive: every quote with its speaker and its
// origin, and the utterances that they belong to.
func (a *Archive) Quotes(ctx context.Context, o Options) (*Result, error) {
	a, err := a.whole(o.Policy)
	if err != nil {
		return nil, err
	}
	e, err := a.survey(ctx, o, everyArticle, nil)
	if err != nil {
		return nil, err
	}
	defer e.outlines.close()
	r := e.newResult(o)
	e.addLedger(r, everyQuote, e.joinQuotes(nil))
	e.addFindings(o, r, nil)
	return r, a.failure()
}
