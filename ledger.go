package stemma

// ledgerScope says which quotes a result lists.
type ledgerScope bool

const (
	everyQuote ledgerScope = true
	sharedOnly ledgerScope = false // those of utterances that two articles carry
)

func (e *engine) addLedger(r *Result, scope ledgerScope) {
	for i := range e.digests {
		for _, q := range e.digests[i].quotes {
			if scope == everyQuote {
				r.Quotes = append(r.Quotes, quoteOf(q))
			}
		}
	}
}
