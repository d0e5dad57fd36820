package report

import (
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/stemma-news/stemma"
	"github.com/stemma-news/stemma/article"
)

// sayingView is the card of an utterance.
type sayingView struct {
	Anchor, Speaker, Occasion, Channel, Held string
	Hollow, Conflict, Stated                 bool
	Text, Lang                               string
	First                                    string
	Why                                      string
	Rows                                     []wordingView
	Columns                                  int
	RightToLeft                              bool // so is the order of the columns
	Search                                   string
}

// wordingView is a wording with who carries it; Cells are its words under those
// of the fullest one.
type wordingView struct {
	Carriers string
	Date     string
	Change   string
	Altered  bool
	Cells    []cellView
	Plain    []stretch // the wording as it stands, where the table would be too wide
}

// cellView is a stretch of a wording in a column of the alignment table.
type cellView struct {
	Text  string
	State string // same, changed, missing or none
}

// mostColumns is how many columns an alignment table may have; wordings that
// differ more are shown below each other.
const mostColumns = 14

func (c *catalogue) sayingView(u *stemma.Utterance, self string) sayingView {
	v := sayingView{Speaker: speakerText(u), Occasion: c.occasionText(u), Channel: channelText(u.Origin, len(u.Via) > 0),
		Held: c.held(u.Origin), Hollow: !u.Origin.InArchive, Conflict: u.Origin.Conflict, Text: webText(oneLineKeep(c.words(u))), Anchor: oneLine(u.ID)}
	v.Stated = v.Channel != ""
	if u.First.Provable {
		v.First = list(names(c, u.First.Articles), 5)
	}
	v.Why = oneLine(u.First.Why)
	if q := c.quotes[fullestQuote(u)]; q != nil {
		v.Lang = language(c.article(q.Article).Language)
	}
	v.RightToLeft = rightToLeft(v.Text)
	c.wordings(&v, u)
	return v
}

// rightToLeft reports whether the first letter of a text is of a script that is
// written so.
func rightToLeft(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
		}
	}
	return false
}

// wordings groups the carriers by what they print and aligns the groups.
func (c *catalogue) wordings(v *sayingView, u *stemma.Utterance) {
	type group struct {
		text, change string
		carriers     []carrier
		fullest      bool
	}
	var groups []*group
	by := map[string]*group{}
	for _, k := range c.carriers(u) {
		text := ""
		if len(k.quotes) > 0 {
			if q := c.quotes[k.quotes[0]]; q != nil {
				text = oneLineKeep(c.spoken(q))
			}
		} else {
			text = c.reportedText(u, k.article)
		}
		key := k.change + "\x00" + wordKey(text)
		if by[key] == nil {
			by[key] = &group{text: text, change: k.change}
			groups = append(groups, by[key])
		}
		by[key].carriers = append(by[key].carriers, k)
		by[key].fullest = by[key].fullest || k.fullest
	}
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].fullest && !groups[j].fullest })
	// Reported speech has words of its own: it stands below the table's columns.
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].change != "reported" && groups[j].change == "reported" })
	var texts []string
	for _, g := range groups {
		if g.change != "reported" {
			texts = append(texts, g.text)
		}
	}
	var cells [][]cellView
	if len(texts) > 1 && texts[0] != "" {
		cells = alignWordings(texts)
		v.Columns = len(cells[0])
	}
	for i, g := range groups {
		w := wordingView{Change: changeText(g.change), Altered: altered(g.change) && !g.fullest}
		if g.fullest {
			w.Change = "fullest wording"
		}
		var ids []string
		for _, k := range g.carriers {
			ids = append(ids, k.article)
		}
		w.Carriers = list(names(c, ids), 8)
		w.Date = dated(c.article(ids[0]))
		if len(groups) > 1 {
			if g.change == "reported" {
				w.Plain = []stretch{{webText(g.text), false}}
			} else if v.Columns > 0 && v.Columns <= mostColumns {
				w.Cells = cells[i]
			} else if i > 0 {
				_, right := compareWords(groups[0].text, g.text)
				w.Plain = cleanStretches(right)
			} else if wordKey(g.text) != wordKey(v.Text) {
				w.Plain = []stretch{{webText(g.text), false}}
			}
		} else {
			w.Change = "same words"
			w.Carriers = c.datedNames(ids, 8)
			w.Date = ""
			if len(ids) == 1 {
				w.Change = ""
			}
		}
		v.Rows = append(v.Rows, w)
	}
	if v.Columns > mostColumns {
		v.Columns = 0
	}
}

// datedNames joins the names of articles with their dates.
func (c *catalogue) datedNames(ids []string, most int) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = c.name(id) + " (" + dated(c.article(id)) + ")"
	}
	return list(out, most)
}

func (c *catalogue) reportedText(u *stemma.Utterance, id string) string {
	for _, r := range u.Reported {
		if r.Article == id {
			return oneLineKeep(c.excerpt(id, stemma.Span{Start: r.Start, End: r.End}))
		}
	}
	return ""
}

// wordKey is the words of a text without case and punctuation.
func wordKey(text string) string {
	var b strings.Builder
	for _, t := range article.Tokens(text, nil) {
		b.WriteString(strconv.FormatUint(t.Hash, 36))
		b.WriteByte(' ')
	}
	return b.String()
}

// alignWordings puts wordings into the columns of one table: a column ends where
// any wording begins or ceases to agree with the first one. The idea is the
// alignment table of CollateX, with the fullest wording as the base.
func alignWordings(texts []string) [][]cellView {
	base := article.Tokens(texts[0], nil)
	n := len(base)
	type aligned struct {
		words []article.Token
		mate  []int // of each base word
	}
	rows := make([]aligned, len(texts))
	border := make([]bool, n+1)
	border[0], border[n] = true, true
	for k, t := range texts {
		rows[k] = aligned{article.Tokens(t, nil), mates(texts[0], t)}
		for i := 1; i < n; i++ {
			m, before := rows[k].mate[i], rows[k].mate[i-1]
			if (m < 0) != (before < 0) || m >= 0 && m != before+1 {
				border[i] = true
			}
		}
	}
	var cuts []int
	for i, b := range border {
		if b {
			cuts = append(cuts, i)
		}
	}
	out := make([][]cellView, len(texts))
	for k, r := range rows {
		next := 0 // word of the wording that no cell shows yet
		for x := 0; x+1 < len(cuts); x++ {
			from, to := cuts[x], cuts[x+1]
			if r.mate[from] < 0 {
				end := next
				for i := to; i <= n; i++ {
					if i == n {
						end = len(r.words)
					} else if r.mate[i] >= 0 {
						end = r.mate[i]
						break
					}
				}
				out[k] = append(out[k], cellOf(texts[k], r.words, next, end, "changed"))
				next = end
				continue
			}
			cell := cellOf(texts[k], r.words, next, r.mate[to-1]+1, "same")
			if r.mate[from] > next {
				cell.State = "changed" // words were put in before
			}
			next = r.mate[to-1] + 1
			if to == n && next < len(r.words) {
				cell = cellOf(texts[k], r.words, r.mate[from], len(r.words), "changed")
			}
			out[k] = append(out[k], cell)
		}
		if n == 0 {
			out[k] = append(out[k], cellOf(texts[k], r.words, 0, len(r.words), "changed"))
		}
	}
	return out
}

func cellOf(text string, words []article.Token, from, to int, state string) cellView {
	if from >= to {
		return cellView{"—", "missing"}
	}
	end := words[to-1].End
	if to < len(words) {
		end = min(words[to].Start, end+len(text[words[to-1].End:words[to].Start]))
	} else {
		end = len(text)
	}
	start := words[from].Start
	if from == 0 {
		start = 0
	}
	return cellView{webText(strings.TrimSpace(text[start:end])), state}
}

// mates gives for each word of a the place of its counterpart in b, or -1.
func mates(a, b string) []int {
	x, y := article.Tokens(a, nil), article.Tokens(b, nil)
	mate := unmatched(len(x))
	if len(x) > 0 && len(y) > 0 && len(x) <= mostCells/len(y) && min(len(x), len(y)) < 1<<16 {
		commonWords(x, y, func(i, j int) { mate[i] = j })
	}
	return mate
}

// rows are the rows of the long tables, for the script that shows them as the
// reader asks. Each is an array of texts; the templates show the first of them.
type rows struct {
	Pairs      [][]any `json:"pairs,omitempty"`
	Families   [][]any `json:"families,omitempty"`
	Utterances [][]any `json:"utterances,omitempty"`
}

// sayingRow is an utterance as a row: speaker and channel, held, words,
// carriers, their number, and where the result has it.
func (c *catalogue) sayingRow(at int) []any {
	u := &c.Utterances[at]
	carriers := c.carriers(u)
	var who []string
	for _, k := range carriers {
		s := c.name(k.article)
		if k.change != "same" {
			s += " (" + changeText(k.change) + ")"
		}
		who = append(who, s)
	}
	return []any{c.sayingTitle(u), c.held(u.Origin), cut(oneLine(c.words(u)), 300), list(who, 6), len(carriers), at}
}
