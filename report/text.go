package report

import (
	"io"
	"strings"

	"github.com/stemma-news/stemma"
)

// writeText writes the report that a person reads on a terminal.
func writeText(w io.Writer, kind Kind, r *stemma.Result, look Look) error {
	p, c := newPage(w, look), catalogueOf(r)
	switch kind {
	case Check:
		p.check(c)
	case Compare:
		p.compare(c)
	case Ledger:
		p.ledger(c)
	default:
		p.scan(c)
	}
	p.blank()
	p.skipped(c)
	p.wrap("", "", []piece{{c.unchecked(), dim}})
	return p.out.Flush()
}

// heading opens a section.
func (p *page) heading(title, note string) {
	if columns(title)+columns(note) <= p.width {
		p.line(piece{title, bold}, piece{note, plain})
		return
	}
	p.line(piece{title, bold})
	p.wrap("  ", "  ", []piece{{strings.TrimSpace(note), plain}})
}

// rest says how many of a list are not shown, and how to see them.
func (p *page) rest(left int, what, how string) {
	if left == 1 {
		what = singular(what)
	}
	if left > 0 {
		p.wrap("  ", "  ", []piece{{"and " + thousands(left) + " more " + what + ": " + how, dim}})
	}
}

// list joins names; after the first few it says how many more there are.
func list(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + thousands(len(names)-most) + " more"
}

const mostSkipped = 10

// skipped lists the inputs that gave no article.
func (p *page) skipped(c *catalogue) {
	if len(c.Skipped) == 0 {
		return
	}
	p.heading("SKIPPED ", thousands(len(c.Skipped)))
	for i, s := range c.Skipped {
		if i == mostSkipped {
			p.rest(len(c.Skipped)-i, "skipped", "--format jsonl lists all")
			break
		}
		p.wrap("  ", "    ", []piece{{oneLine(s.Path) + ": " + oneLine(s.Reason), plain}})
	}
	p.blank()
}

func singular(s string) string {
	if stem, ok := strings.CutSuffix(s, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(s, "s")
}
