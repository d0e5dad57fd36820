package report

import (
	"sort"
	"strconv"

	"github.com/stemma-news/stemma"
)

// scanView is the batch part of a page.
type scanView struct {
	Counts      []figure
	Rows        []pairRow
	RowsTotal   int
	RowsLeft    int
	Unlisted    int // independent pairs that share little
	Matrix      *matrixView
	Histogram   []barView
	Threshold   int // place of the least listed containment, thousandths
	Outlets     []voiceRow
	OutletsLeft int
	Authors     []voiceRow
	AuthorsLeft int
	Notes       []noteView
	NotesLeft   int
	Relations   []string
	FamilyRows  bool
}

// pairRow is a line of the table of pairs.
type pairRow struct {
	Relation, Class, A, B, NoteA, NoteB, ShareA, ShareB string
	Run                                                 int
	Confidence, First                                   string
	Href                                                string
}

// articleRow is a line of the list of articles.
type articleRow struct {
	articleView
	ID string
}

// matrixView is the matrix of containment.
type matrixView struct {
	Heads []string
	Rows  []matrixRow
	Empty bool // some pairs are not listed
}

type matrixRow struct {
	N     int
	Name  string
	Cells []matrixCell
}

// matrixCell is a share with its step of shading, 0 to 5.
type matrixCell struct {
	Text  string
	Step  int
	Title string
}

// barView is a column of the histogram.
type barView struct {
	X, Y, W, H int
	Title      string
	N          int
}

// voiceRow sums up an outlet or an author.
type voiceRow struct {
	Name                                 string
	Articles, First, After, Credited, No int
}

// openMembers is how many members of families stand open on a page, those of the
// largest families first.
const openMembers = 60

func (v *webPage) scan(c *catalogue) {
	v.Kind, v.Kicker = "scan", "Scan"
	v.Title = count(len(c.Articles), "article", "articles")
	s := &scanView{}
	v.Scan = s
	pairs := c.byWeight()
	relations := map[string]int{}
	for _, p := range pairs {
		relations[c.relation(sideOf(p, p.A))]++
	}
	room := openMembers
	for i, f := range c.bySize() {
		v.rows.Families = append(v.rows.Families, c.familyRow(f))
		if i < webFamilies {
			f := c.familyView(f, "")
			if len(f.Nodes) == 0 {
				continue
			}
			room -= len(f.Nodes)
			f.Open = room >= 0
			v.Families = append(v.Families, f)
		}
	}
	v.FamiliesLeft = len(c.Families) - len(v.Families)
	s.FamilyRows = v.FamiliesLeft > 0
	if v.FamiliesLeft == 0 {
		v.rows.Families = nil
	}
	v.pairTable(c, pairs)
	for k := range relations {
		s.Relations = append(s.Relations, k)
	}
	sort.Strings(s.Relations)
	v.counts(c, relations)
	if len(c.Articles) > 1 && len(c.Articles) <= MatrixLimit {
		s.Matrix = c.matrixView()
	} else {
		s.histogram(c)
	}
	s.Outlets, s.OutletsLeft = first(c.voices(func(a *stemma.Article) string { return a.Publisher }), webSkipped)
	s.Authors, s.AuthorsLeft = first(c.voices(func(a *stemma.Article) string { return a.Byline }), webSkipped)
	for _, f := range c.byLevel() {
		if len(s.Notes) == webSkipped {
			s.NotesLeft++
			continue
		}
		n := c.noteView(f)
		n.Place = c.name(f.Article) + " " + n.Place
		s.Notes = append(s.Notes, n)
	}
	v.sayings(c, true)
}

// byLevel are all findings, the gravest first.
func (c *catalogue) byLevel() []stemma.Finding {
	list := append([]stemma.Finding(nil), c.Findings...)
	sort.SliceStable(list, func(i, j int) bool {
		return list[i].Level != list[j].Level && list[i].Level.AtLeast(list[j].Level)
	})
	return list
}

// pairTable adds the table of pairs and the first of them side by side. A row
// leads to where its pair is shown: on this page, or on one of a folder.
func (v *webPage) pairTable(c *catalogue, pairs []*stemma.Pair) {
	at := make(map[*stemma.Pair]int, len(c.Pairs)) // where the data of the page has a pair
	for i := range c.Pairs {
		at[&c.Pairs[i]] = i
	}
	s := v.Scan
	for _, p := range pairs {
		if p.Relation == "independent" && max(p.AInB, p.BInA) < leastListed(c.Result) && c.where == nil {
			s.Unlisted++
			continue
		}
		row := c.pairRow(p)
		switch {
		case c.where != nil:
			row.Href = c.where[at[p]]
		case p.Relation == "independent":
		case len(v.Pairs) < webPairs:
			n := len(v.Pairs) + 1
			v.Pairs = append(v.Pairs, c.pairView(sideOf(p, p.A), n, "pair"))
			row.Href = "#pair-" + strconv.Itoa(n)
		default:
			v.PairsLeft++
		}
		v.rows.Pairs = append(v.rows.Pairs, []any{row.Relation, row.Class, row.A, row.B, row.NoteA, row.NoteB, row.ShareA, row.ShareB, p.ACovered.All, p.BCovered.All, row.Run, row.Confidence, row.First, row.Href, at[p]})
		if len(s.Rows) < webRows {
			s.Rows = append(s.Rows, row)
		}
	}
	s.RowsTotal = len(pairs) - s.Unlisted
	s.RowsLeft = s.RowsTotal - len(s.Rows)
}

// bySize are all families, the largest first.
func (c *catalogue) bySize() []*stemma.Family {
	list := make([]*stemma.Family, len(c.Families))
	for i := range c.Families {
		list[i] = &c.Families[i]
	}
	sort.SliceStable(list, func(i, j int) bool { return len(list[i].Articles) > len(list[j].Articles) })
	return list
}

// byWeight are all pairs, what an editor wants to see first in front.
func (c *catalogue) byWeight() []*stemma.Pair {
	list := make([]*stemma.Pair, len(c.Pairs))
	for i := range c.Pairs {
		list[i] = &c.Pairs[i]
	}
	sort.SliceStable(list, func(i, j int) bool {
		if a, b := weight(list[i]), weight(list[j]); a != b {
			return a < b
		}
		return max(list[i].ACovered.All, list[i].BCovered.All) > max(list[j].ACovered.All, list[j].BCovered.All)
	})
	return list
}

func (c *catalogue) pairRow(p *stemma.Pair) pairRow {
	s := sideOf(p, p.A)
	row := pairRow{Relation: c.relation(s), Class: verdictClass(s), A: c.name(p.A), B: c.name(p.B), ShareA: percent(p.ACovered.All), ShareB: percent(p.BCovered.All),
		Run: p.LongestRunOwnVoice, Confidence: oneLine(p.Confidence)}
	if self, other := s.precedes(); self {
		row.First = row.A
	} else if other {
		row.First = row.B
	}
	if row.First != "" && p.Order == nil {
		row.First += " (inferred)"
	}
	row.NoteA, row.NoteB = c.noteOf(p.A), c.noteOf(p.B)
	return row
}

// noteOf is the outlet and the date of an article, as far as they are known.
func (c *catalogue) noteOf(id string) string {
	a := c.article(id)
	note := oneLine(a.Publisher)
	if d := day(a.Published); d != "" && !isUndated(a) {
		if note != "" {
			note += ", "
		}
		note += d
	}
	return note
}

// leastListed is the containment from which a pair is listed whatever it is.
func leastListed(r *stemma.Result) float64 {
	if r.Parameters.Min > 0 {
		return r.Parameters.Min
	}
	return .3
}

// familyRow is a family as a row: articles, headline, members, time, lost sources.
func (c *catalogue) familyRow(f *stemma.Family) []any {
	lost := make([]string, len(f.Lost))
	for i, l := range f.Lost {
		lost[i] = oneLine(l.Name)
	}
	head, _ := c.headOf(c.treeOf(f))
	return []any{len(f.Articles), head, list(names(c, f.Articles), 12), c.spanOf(f), list(lost, 5)}
}

func (v *webPage) counts(c *catalogue, relations map[string]int) {
	put := func(n int, one, many string) {
		label := many
		if n == 1 {
			label = one
		}
		v.Scan.Counts = append(v.Scan.Counts, figure{Value: thousands(n), Label: label})
	}
	put(len(c.Articles), "article read", "articles read")
	put(len(c.Families), "family", "families")
	put(relations["identical"]+relations["near-duplicate"], "uncredited copy", "uncredited copies")
	put(relations["rewrite"], "rewrite", "rewrites")
	put(relations["partial-copy"], "partial copy", "partial copies")
	put(relations["syndicated"], "syndicated pair", "syndicated pairs")
}

func (c *catalogue) matrixView() *matrixView {
	m := cellsOf(c.Result)
	v := &matrixView{Empty: c.unlisted(m)}
	for i := range c.Articles {
		v.Heads = append(v.Heads, strconv.Itoa(i+1))
		row := matrixRow{N: i + 1, Name: c.name(c.Articles[i].ID)}
		for j := range c.Articles {
			row.Cells = append(row.Cells, c.matrixCell(m, i, j))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (c *catalogue) matrixCell(m cells, i, j int) matrixCell {
	if i == j {
		return matrixCell{Text: "–"}
	}
	share, ok := m[[2]string{c.Articles[i].ID, c.Articles[j].ID}]
	if !ok {
		return matrixCell{Text: "·"}
	}
	step := 0
	for k, least := range []float64{.01, .05, .15, .3, .6} {
		if share >= least {
			step = k + 1
		}
	}
	text := strconv.FormatFloat(share*100, 'f', 1, 64)
	if share == 0 {
		text = "0"
	}
	if share >= .1 {
		text = strconv.FormatFloat(share*100, 'f', 0, 64)
	}
	return matrixCell{text, step, text + " % of " + c.name(c.Articles[i].ID) + " in " + c.name(c.Articles[j].ID)}
}

const histogramBars = 20

// histogram counts the listed pairs by the larger of their containments.
func (s *scanView) histogram(c *catalogue) {
	var n [histogramBars]int
	most := 0
	for i := range c.Pairs {
		share := max(c.Pairs[i].AInB, c.Pairs[i].BInA)
		k := max(0, min(histogramBars-1, int(share*histogramBars)))
		n[k]++
		most = max(most, n[k])
	}
	if most == 0 {
		return
	}
	const w, h = 1000 / histogramBars, 160
	for k, x := range n {
		high := x * h / most
		if x > 0 {
			high = max(high, 2)
		}
		title := strconv.Itoa(k*100/histogramBars) + " to " + strconv.Itoa((k+1)*100/histogramBars) + " %: " + count(x, "pair", "pairs")
		s.Histogram = append(s.Histogram, barView{X: k*w + 3, W: w - 6, Y: h - high, H: high, Title: title, N: x})
	}
	if c.Parameters.Min > 0 {
		s.Threshold = int(c.Parameters.Min * 1000)
	}
}

// voices sums up the pairs of reuse by outlet or author: how often an article of
// theirs was first, how often it came after, credited or not.
func (c *catalogue) voices(of func(*stemma.Article) string) []voiceRow {
	by := map[string]*voiceRow{}
	get := func(id string) *voiceRow {
		name := oneLine(of(c.article(id)))
		if name == "" {
			return &voiceRow{}
		}
		if by[name] == nil {
			by[name] = &voiceRow{Name: name}
		}
		return by[name]
	}
	for i := range c.Articles {
		get(c.Articles[i].ID).Articles++
	}
	for i := range c.Pairs {
		p := &c.Pairs[i]
		if !reuse(p) || p.Version {
			continue
		}
		self, other := sideOf(p, p.A).precedes()
		a, b := get(p.A), get(p.B)
		if other {
			a, b = b, a
		}
		switch {
		case !self && !other:
			a.No++
			b.No++
		case p.Credited != nil:
			a.First++
			b.Credited++
		default:
			a.First++
			b.After++
		}
	}
	out := make([]voiceRow, 0, len(by))
	for _, v := range by {
		out = append(out, *v)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.After != b.After {
			return a.After > b.After
		}
		if a.Articles != b.Articles {
			return a.Articles > b.Articles
		}
		return a.Name < b.Name
	})
	return out
}

// articles lists what was read, for the record.
func (v *webPage) articles(c *catalogue) {
	for i := range c.Articles {
		if i == webRows {
			v.ArticlesLeft = len(c.Articles) - i
			return
		}
		v.Articles = append(v.Articles, articleRow{c.articleView(c.Articles[i].ID), oneLine(c.Articles[i].ID)})
	}
}
