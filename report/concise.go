package report

import (
	"fmt"
	"io"

	"github.com/stemma-news/stemma"
)

// writeConcise writes one line a finding, as compilers do, for editors and
// logs.
func writeConcise(w io.Writer, _ Kind, r *stemma.Result, look Look) error {
	p, c := newPage(w, look), catalogueOf(r)
	for _, f := range r.Findings {
		line, column := c.lineOf(f.Article, f.Span.Start)
		p.line(piece{fmt.Sprintf("%s:%d:%d: ", c.file(f.Article), line, column), plain},
			piece{oneLine(string(f.Level)), levelStyle(f.Level)},
			piece{": " + oneLine(f.Message) + " [" + oneLine(f.Code) + "]", plain})
	}
	return p.out.Flush()
}

// file is where an article lies, its id where it has no path.
func (c *catalogue) file(id string) string {
	if a := c.articles[id]; a != nil && a.Path != "" {
		return oneLine(a.Path)
	}
	return oneLine(id)
}
