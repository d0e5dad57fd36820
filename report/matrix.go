package report

import (
	"fmt"
	"io"
	"path"
	"strconv"

	"github.com/stemma-news/stemma"
)

// writeMatrix writes the matrix of containment alone.
func writeMatrix(w io.Writer, _ Kind, r *stemma.Result, look Look) error {
	if len(r.Articles) > MatrixLimit {
		return fmt.Errorf("a matrix of %s articles cannot be read (the limit is %d): --format csv lists the pairs, matrix-csv the table", thousands(len(r.Articles)), MatrixLimit)
	}
	p := newPage(w, look)
	p.matrix(catalogueOf(r))
	return p.out.Flush()
}

// cells holds the share of each article found in each other one.
type cells map[[2]string]float64

func cellsOf(r *stemma.Result) cells {
	m := make(cells, 2*len(r.Pairs))
	for i := range r.Pairs {
		p := &r.Pairs[i]
		m[[2]string{p.A, p.B}] = p.AInB
		m[[2]string{p.B, p.A}] = p.BInA
	}
	return m
}

// matrix writes the share of each row found in each column. Long names head
// their rows only; the columns then have the rows' numbers, and whole
// per cents where the table would not fit. Wider tables come in blocks of
// columns.
func (p *page) matrix(c *catalogue) {
	rows, heads := c.matrixNames(p.width)
	label := 2
	for _, r := range rows {
		label = max(label, columns(r)+2)
	}
	cell, digits := 6, 1
	if label+cell*len(heads) > p.width {
		cell, digits = 5, 0
	}
	block := max(1, (p.width-label)/cell)
	m := cellsOf(c.Result)
	p.spread(piece{"share of the row found in the column, %", plain}, piece{"shingles of " + count(shingleWords(c.Result), "word", "words"), dim})
	for from := 0; from < len(heads); from += block {
		to := min(from+block, len(heads))
		head := padRight("", label)
		for _, h := range heads[from:to] {
			head += padLeft(h, cell)
		}
		p.line(piece{head, bold})
		for i, r := range rows {
			line := []piece{{padRight(r, label), plain}}
			for j := from; j < to; j++ {
				line = append(line, c.cell(m, i, j, cell, digits))
			}
			p.line(line...)
		}
		if to < len(heads) {
			p.blank()
		}
	}
	if c.unlisted(m) {
		p.wrap("", "", []piece{{"· not listed: below the containment that this result was asked for", dim}})
	}
}

func shingleWords(r *stemma.Result) int {
	if r.Parameters.Shingle > 0 {
		return r.Parameters.Shingle
	}
	return 5
}

func (c *catalogue) cell(m cells, i, j, width, digits int) piece {
	if i == j {
		return piece{padLeft("-", width), dim}
	}
	share, ok := m[[2]string{c.Articles[i].ID, c.Articles[j].ID}]
	if !ok {
		return piece{padLeft("·", width), dim}
	}
	s := plain
	switch {
	case share >= .3:
		s = alarm
	case share >= .05:
		s = yellow
	case share == 0:
		s = dim
	}
	text := strconv.FormatFloat(share*100, 'f', digits, 64)
	if digits == 0 && share > 0 && text == "0" {
		text = "<1"
	}
	return piece{padLeft(text, width), s}
}

func (c *catalogue) unlisted(m cells) bool { return len(m) < len(c.Articles)*(len(c.Articles)-1) }

// matrixNames gives the names of rows and columns. Where all names are short
// without a common extension, both have them; else columns have numbers.
func (c *catalogue) matrixNames(width int) (rows, heads []string) {
	ext := ""
	for i := range c.Articles {
		e := path.Ext(c.name(c.Articles[i].ID))
		if i > 0 && e != ext {
			e = ""
		}
		if ext = e; ext == "" {
			break
		}
	}
	short, seen := true, map[string]bool{}
	for i := range c.Articles {
		n := c.name(c.Articles[i].ID)
		n = n[:len(n)-len(ext)]
		short = short && columns(n) <= 5 && !seen[n]
		seen[n] = true
		rows = append(rows, n)
	}
	if short {
		return rows, rows
	}
	most := max(16, width/3)
	for i := range rows {
		n := strconv.Itoa(i + 1)
		heads = append(heads, n)
		rows[i] = padLeft(n, len(strconv.Itoa(len(rows)))) + " " + cutMiddle(rows[i], most)
	}
	return rows, heads
}
