package stemma

import (
	"encoding/binary"
	"fmt"
	"reflect"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
)

// The Reading of a record is what a check would else find in its text anew: the
// article's notes (attribution.Notes), behind the sum of all that they follow from
// but the text. Where another program, or another policy, would read something else
// the sums differ, and the text is read.
//
//	sum    8 bytes
//	notes
const noteSum = 8

// noteRules is what the notes of an article follow from but its text: the rules, the
// user's outlets, and the article's metadata with what a policy makes of them.
func noteRules(a *article.Article, p *Policy) uint64 {
	b := *a
	b.Path, b.Extra = "", nil
	rules := fmt.Appendf(nil, "notes=%d normaliser=%s\n", attribution.NotesVersion, article.NormaliserVersion)
	if p != nil {
		for _, o := range p.Outlets {
			rules = fmt.Appendf(rules, "%q %q %t %t\n", o.Name, o.Aliases, o.Broadcaster, o.Agency)
		}
	}
	return article.HashBytes(string(append(rules, encodeMeta(&b)...)))
}

// readingOf makes the reading of an article for a record. b is its body.
func readingOf(b *article.Body, p *Policy, known tables) []byte {
	settled := *b.Article
	if p.settle(&settled); !reflect.DeepEqual(settled, *b.Article) {
		b = article.ParseBody(&settled)
	}
	n := attribution.TakeNotes(b, known.outlets, known.agencies)
	return n.Append(binary.LittleEndian.AppendUint64(nil, noteRules(&settled, p)), settled.Text)
}

// readNotes reads the reading of an article over which the policy was laid, nil
// where the article has to be read itself.
func readNotes(a *article.Article, p *Policy, raw []byte) (*attribution.Notes, error) {
	if len(raw) < noteSum || binary.LittleEndian.Uint64(raw) != noteRules(a, p) {
		return nil, nil
	}
	return attribution.ReadNotes(raw[noteSum:], a.ID, a.Text)
}
