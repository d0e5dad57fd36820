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
// their rows only; the columns then have the rows' numbers, whole per cents,
// and only articles that share something. Wider tables come in blocks of
// columns.
func (p *page) matrix(c *catalogue) {
	rows, heads := c.matrixNames()
	m := cellsOf(c.Result)
	shown, alone := c.overlapping(m)
	cell, digits := 6, 1
	label := 2
	for _, r := range rows {
		label = max(label, columns(r)+2)
	}
	if label+cell*len(heads) > p.width {
		cell, digits = 4, 0
		label = min(label, max(18, min(p.width/3, p.width-cell*len(shown))))
	} else {
		shown, alone = c.everyone(), nil
	}
	block := max(1, (p.width-label)/cell)
	if blocks := (len(shown) + block - 1) / block; blocks > 1 {
		block = (len(shown) + blocks - 1) / blocks
	}
	p.spread(piece{"share of the row found in the column, %", plain}, piece{"shingles of " + count(shingleWords(c.Result), "word", "words"), dim})
	for from := 0; from < len(shown); from += block {
		to := min(from+block, len(shown))
		head := padRight("", label)
		for _, j := range shown[from:to] {
			head += padLeft(heads[j], cell)
		}
		p.line(piece{head, bold})
		for _, i := range shown {
			line := []piece{{padRight(cutMiddle(rows[i], label-1), label), plain}}
			for _, j := range shown[from:to] {
				line = append(line, c.cell(m, i, j, cell, digits))
			}
			p.line(line...)
		}
		if to < len(shown) {
			p.blank()
		}
	}
	if len(alone) > 0 {
		names := make([]string, len(alone))
		for k, i := range alone {
			names[k] = c.name(c.Articles[i].ID)
		}
		p.wrap("", "  ", []piece{{"nothing in common with any other: " + list(names, MatrixLimit), dim}})
	}
	if c.unlisted(m) {
		p.wrap("", "", []piece{{"blank: not listed, below the containment that this result was asked for", dim}})
	}
}

func (c *catalogue) everyone() []int {
	all := make([]int, len(c.Articles))
	for i := range all {
		all[i] = i
	}
	return all
}

// overlapping parts the articles that share a shingle with another one from the
// others. Where a pair is not listed nobody is said to have nothing in common.
func (c *catalogue) overlapping(m cells) (some, none []int) {
	if c.unlisted(m) {
		return c.everyone(), nil
	}
	for i := range c.Articles {
		shares := false
		for j := range c.Articles {
			shares = shares || m[[2]string{c.Articles[i].ID, c.Articles[j].ID}] > 0
		}
		if shares {
			some = append(some, i)
		} else {
			none = append(none, i)
		}
	}
	return some, none
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
		return piece{padLeft("", width), dim}
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
	switch {
	case digits == 0 && share == 0:
		text = "·"
	case digits == 0 && text == "0":
		text = "<1"
	}
	return piece{padLeft(text, width), s}
}

func (c *catalogue) unlisted(m cells) bool { return len(m) < len(c.Articles)*(len(c.Articles)-1) }

// matrixNames gives the names of rows and columns. Where all names are short
// without a common extension, both have them; else columns have numbers.
func (c *catalogue) matrixNames() (rows, heads []string) {
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
	for i := range rows {
		n := strconv.Itoa(i + 1)
		heads = append(heads, n)
		rows[i] = padLeft(n, len(strconv.Itoa(len(rows)))) + " " + rows[i]
	}
	return rows, heads
}
