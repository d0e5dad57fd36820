package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/stemma-news/stemma"
)

// table writes rows that a spreadsheet may open. A cell that a spreadsheet
// would run as a formula gets an apostrophe in front, as OWASP advises; numbers
// that we computed pass as they are.
type table struct {
	w *csv.Writer
}

func newTable(w io.Writer, header ...string) table {
	t := table{csv.NewWriter(w)}
	_ = t.w.Write(header) // the writer keeps its first error for Error
	return t
}

func (t table) row(cells ...any) {
	out := make([]string, len(cells))
	for i, c := range cells {
		switch v := c.(type) {
		case float64:
			out[i] = strconv.FormatFloat(v, 'f', -1, 64)
		case int:
			out[i] = strconv.Itoa(v)
		case bool:
			out[i] = strconv.FormatBool(v)
		default:
			out[i] = safeCell(fmt.Sprint(v))
		}
	}
	_ = t.w.Write(out)
}

func (t table) end() error {
	t.w.Flush()
	return t.w.Error()
}

// safeCell cleans text and disarms formulas. Blanks before one do not save:
// spreadsheets skip them. Nor do quotes where the spreadsheet of another country
// cuts the line at semicolons.
func safeCell(s string) string {
	parts := strings.Split(clean(s), ";")
	for i, p := range parts {
		if t := strings.TrimLeft(p, " \""); t != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) {
			parts[i] = p[:len(p)-len(t)] + "'" + t
			if i == 0 {
				parts[i] = "'" + p
			}
		}
	}
	return strings.Join(parts, ";")
}

// writeCSV writes the table that goes with the command: utterances for the
// ledger, pairs for the others.
func writeCSV(w io.Writer, kind Kind, r *stemma.Result, look Look) error {
	if kind == Ledger {
		return writeUtterancesCSV(w, kind, r, look)
	}
	return writePairsCSV(w, kind, r, look)
}

// writePairsCSV writes all pairs of the result with all their numbers.
func writePairsCSV(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	t := newTable(w, "a", "b", "relation", "confidence", "version", "same_outlet", "credited_by", "credited_on",
		"jaccard", "a_in_b", "b_in_a",
		"a_covered", "a_verbatim", "a_edited", "a_rewritten", "a_reported",
		"b_covered", "b_verbatim", "b_edited", "b_rewritten", "b_reported",
		"longest_run", "longest_run_own_voice", "passages",
		"first", "first_why", "direction", "from", "to", "source", "direction_confidence", "estimated", "reasons")
	for i := range r.Pairs {
		p := &r.Pairs[i]
		var credit stemma.Credited
		if p.Credited != nil {
			credit = *p.Credited
		}
		var order stemma.Order
		if p.Order != nil {
			order = *p.Order
		}
		var d stemma.Direction
		if p.Direction != nil {
			d = *p.Direction
		}
		var reasons []string
		for _, x := range p.Reasons {
			reasons = append(reasons, x.Text)
		}
		a, b := p.ACovered, p.BCovered
		t.row(p.A, p.B, p.Relation, p.Confidence, p.Version, p.SameOutlet, credit.By, credit.On,
			p.Jaccard, p.AInB, p.BInA,
			a.All, a.Verbatim, a.Edited, a.Rewritten, a.Reported,
			b.All, b.Verbatim, b.Edited, b.Rewritten, b.Reported,
			p.LongestRun, p.LongestRunOwnVoice, len(p.Passages),
			order.First, order.Why, d.Kind, d.From, d.To, d.Source, d.Confidence, p.Estimated, strings.Join(reasons, "; "))
	}
	return t.end()
}

// writeUtterancesCSV writes one row for each article that carries an utterance.
func writeUtterancesCSV(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c := catalogueOf(r)
	t := newTable(w, "utterance", "speaker", "via", "origin_kind", "origin_outlet", "origin_handle", "origin_date",
		"origin_in_archive", "origin_article", "origin_conflict", "article", "published", "wording", "edits", "quote", "first_in_archive", "first_provable", "text")
	for i := range r.Utterances {
		u := &r.Utterances[i]
		speaker := ""
		if u.Speaker != nil {
			speaker = u.Speaker.Name
		}
		via := make([]string, len(u.Via))
		for k, v := range u.Via {
			via[k] = v.Name
		}
		first := map[string]bool{}
		for _, id := range u.First.Articles {
			first[id] = true
		}
		o := u.Origin
		date := ""
		if o.Date != nil {
			date = *o.Date
		}
		put := func(id, change string, edits int, quote, text string) {
			t.row(u.ID, speaker, strings.Join(via, "; "), o.Kind, o.Outlet, o.Handle, date, o.InArchive, o.Article, o.Conflict,
				id, day(c.article(id).Published), change, edits, quote, first[id], u.First.Provable, text)
		}
		for _, x := range u.Wordings {
			text := ""
			if q := c.quotes[x.Quote]; q != nil {
				text = c.spoken(q)
			}
			put(articleOfQuote(c, x.Quote), x.Change, x.Edits, x.Quote, text)
		}
		for _, x := range u.Reported {
			put(x.Article, "reported", 0, x.Quote, c.excerpt(x.Article, stemma.Span{Start: x.Start, End: x.End}))
		}
	}
	return t.end()
}

// writeFamiliesCSV writes one row for each edge, and one for each member and
// each lost source that no edge names as its end.
func writeFamiliesCSV(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	c := catalogueOf(r)
	t := newTable(w, "family", "article", "published", "from", "relation", "confidence", "held", "name", "complete")
	for i := range r.Families {
		f := &r.Families[i]
		for _, l := range f.Lost {
			t.row(f.ID, l.ID, "", "", "", "", false, l.Name, f.Complete)
		}
		ends := map[string][]stemma.Edge{}
		for _, e := range f.Edges {
			ends[e.To] = append(ends[e.To], e)
		}
		for _, id := range f.Articles {
			a := c.article(id)
			if len(ends[id]) == 0 {
				t.row(f.ID, id, day(a.Published), "", "", "", true, a.Title, f.Complete)
			}
			for _, e := range ends[id] {
				t.row(f.ID, id, day(a.Published), e.From, e.Relation, e.Confidence, true, a.Title, f.Complete)
			}
		}
	}
	return t.end()
}

// MatrixTableLimit is the number of articles up to which matrix-csv writes the
// whole table; a million cells are what spreadsheets still open.
const MatrixTableLimit = 1000

// writeMatrixCSV writes the matrix as a table of shares in [0, 1]; a pair that
// the result does not list is an empty cell.
func writeMatrixCSV(w io.Writer, _ Kind, r *stemma.Result, _ Look) error {
	if len(r.Articles) > MatrixTableLimit {
		return fmt.Errorf("a matrix of %s articles is too large (the limit is %s): --format csv lists the pairs", thousands(len(r.Articles)), thousands(MatrixTableLimit))
	}
	header := []string{"share of the row in the column"}
	for i := range r.Articles {
		header = append(header, safeCell(r.Articles[i].ID))
	}
	m := cellsOf(r)
	t := newTable(w, header...)
	for i := range r.Articles {
		row := []any{r.Articles[i].ID}
		for j := range r.Articles {
			share, ok := m[[2]string{r.Articles[i].ID, r.Articles[j].ID}]
			if ok {
				row = append(row, share)
			} else {
				row = append(row, "")
			}
		}
		t.row(row...)
	}
	return t.end()
}
