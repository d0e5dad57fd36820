package stemma

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/similarity"
)

// hotKey is the number of articles that may share a shingle and still be
// proposed as pairs by it: a footer in n articles would else cost n^2. Copies
// of one text are gathered before, so that their shingles count once.
const hotKey = 512

// hotNamed is how many of the shingles left out are named in a result.
const hotNamed = 20

// addHotKeys notes the wordings that were too common to find pairs by, with one
// place where each stands, the most common first.
func (e *engine) addHotKeys(r *Result) {
	for i, k := range e.hotKeys {
		if i == hotNamed {
			break
		}
		a := e.archive.full(k.Example)
		if f, found := hotKeyFinding(k, len(e.hotKeys), a.ID, a.Text, e.desk.take(k.Example).body.Tokens); found {
			r.Findings = append(r.Findings, f)
		}
	}
}

// hotKeyFinding names one of the wordings left out, by its place in an article.
func hotKeyFinding(k similarity.HotKey, all int, id, text string, tokens []article.Token) (Finding, bool) {
	words, found := shingleSpan(k, tokens)
	if !found {
		return Finding{}, false
	}
	sum := sha256.Sum256([]byte("input\n" + words.In(text)))
	return Finding{
		Code: "input", Level: Note, Article: id, Span: words, Next: nextStep("input"),
		Message:     fmt.Sprintf("%d articles share these words, one of %d wordings too common to find pairs by", k.Articles, all),
		Fingerprint: hex.EncodeToString(sum[:8]),
	}, true
}

// shingleSpan is where the key's words stand in its example.
func shingleSpan(k similarity.HotKey, tokens []article.Token) (Span, bool) {
	const stored = 24 // low bits of a hash that a key leaves out
	for i, h := range similarity.Shingles(hashes(tokens)) {
		if h>>stored == k.Prefix {
			return Span{Start: tokens[i].Start, End: tokens[i+similarity.ShingleWords-1].End}, true
		}
	}
	return Span{}, false
}
