package article

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The text of a Markdown file is the file itself. What is prose in it is found
// by goldmark: every stretch that its syntax tree calls text, outside code and
// images, is kept, and all the rest is skipped. Front matter, shortcodes and
// JSX are no Markdown, so they are blanked before, byte for byte.

// commonMark is goldmark's parser without extensions; it holds no state between
// texts and serves several goroutines.
var commonMark = parser.NewParser(
	parser.WithBlockParsers(parser.DefaultBlockParsers()...),
	parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
)

// readMarkdown reads a Markdown file with or without front matter, whose
// fields are gathered in m.
func readMarkdown(data []byte, id string, mdx bool, m metadata) (*Article, error) {
	a, err := decodedArticle(data, id, "")
	if err != nil {
		return nil, err
	}
	start := 0
	if len(a.Skip) > 0 && a.Skip[0].Start == 0 {
		start = a.Skip[0].End
	}
	front := findFrontMatter(a.Text, start)
	if front.end > 0 {
		front.read(a, m)
		a.Skip = mergeSpans(a.Skip, []Span{{0, front.end}})
		start = front.end
	}
	masked := []byte(a.Text)
	blank(masked, 0, start)
	maskTemplates(masked, start)
	if mdx {
		maskJSX(masked, start)
	}
	defuse(masked, start)
	p := prose{a: a, source: masked}
	for from := start; from < len(masked); {
		to := pieceEnd(masked, from)
		p.piece(from, to)
		from = to
	}
	a.Skip = mergeSpans(a.Skip, p.complement(start))
	sortBlocks(a.Blocks)
	p.title()
	a.dateByAddress(id[strings.LastIndexByte(id, '/')+1:], "file name")
	return a, nil
}

// A syntax tree takes up to two hundred times the bytes of its source, so a
// long file is parsed in pieces, in bytes: cut behind an empty line where a
// paragraph or a heading begins, and anywhere where none does for long.
const (
	pieceSize = 1 << 20
	pieceMost = 2 << 20
)

// pieceEnd is where the piece that begins at byte from ends.
func pieceEnd(source []byte, from int) int {
	if len(source)-from <= pieceSize {
		return len(source)
	}
	empty := false
	for i := from + pieceSize; i < len(source); {
		n := bytes.IndexByte(source[i:], '\n')
		if n < 0 || i+n-from > pieceMost {
			break
		}
		i += n + 1
		line := source[i:min(len(source), i+2)]
		if empty && len(line) > 0 && (asciiLetter(line[0]) || line[0] == '#') {
			return i
		}
		empty = len(line) > 0 && (line[0] == '\n' || line[0] == '\r')
	}
	end := min(len(source), from+pieceMost)
	if n := bytes.LastIndexByte(source[from:end], '\n'); n >= 0 && end < len(source) {
		return from + n + 1
	}
	for end < len(source) && !utf8.RuneStart(source[end]) {
		end++
	}
	return end
}

// prose gathers the text of syntax trees.
type prose struct {
	a      *Article
	source []byte // of the whole file
	base   int    // where the piece that is being walked begins
	kept   []Span
}

// piece parses one piece of the file.
func (p *prose) piece(from, to int) {
	p.base = from
	p.walk(commonMark.Parse(text.NewReader(p.source[from:to])))
}

// at is a span of the piece as one of the file. What was blanked may have cut a
// character in two for the parser, which counts the blanks before a list's text.
func (p *prose) at(start, end int) Span {
	start += p.base
	for k := 1; k < utf8.UTFMax && k <= start; k++ {
		if _, n := utf8.DecodeRuneInString(p.a.Text[start-k:]); n > k {
			start += n - k
			break
		}
	}
	return Span{start, max(start, p.base+end)}
}

// walk visits the tree without recursion, so that nesting costs no stack.
func (p *prose) walk(root ast.Node) {
	n := root
	for n != nil {
		if p.enter(n) && n.FirstChild() != nil {
			n = n.FirstChild()
			continue
		}
		for n != nil && n != root && n.NextSibling() == nil {
			n = n.Parent()
		}
		if n == nil || n == root {
			return
		}
		n = n.NextSibling()
	}
}

// enter takes what a node holds and says whether to look inside it.
func (p *prose) enter(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Text:
		p.keep(p.at(n.Segment.Start, n.Segment.Stop))
	case *ast.CodeSpan, *ast.Image, *ast.RawHTML, *ast.AutoLink, *ast.FencedCodeBlock:
		return false
	case *ast.CodeBlock: // a newsroom's indented paragraph is a paragraph
		for i := range n.Lines().Len() {
			p.keep(p.at(n.Lines().At(i).Start, n.Lines().At(i).Stop))
		}
		return false
	case *ast.HTMLBlock:
		p.htmlBlock(n)
		return false
	case *ast.Heading:
		p.block(Heading, n)
	case *ast.Blockquote:
		p.block(BlockQuote, n)
	case *ast.ListItem:
		p.block(ListItem, n)
	}
	return true
}

// keep records a stretch of prose, without the backslashes that escape
// punctuation.
func (p *prose) keep(s Span) {
	if s.Start >= s.End {
		return
	}
	from := s.Start
	for i := s.Start; i+1 < s.End; i++ {
		if p.source[i] == '\\' && util.IsPunct(p.source[i+1]) {
			if from < i {
				p.kept = append(p.kept, Span{from, i})
			}
			from = i + 1
			i++
		}
	}
	p.kept = append(p.kept, Span{from, s.End})
}

// block records the role of a node from its first text to its last.
func (p *prose) block(kind BlockKind, n ast.Node) {
	first, last := edges(n)
	if first < last {
		p.a.Blocks = append(p.a.Blocks, Block{kind, p.at(first, last)})
	}
}

// edges are the first and the last byte of the lines below a block.
func edges(n ast.Node) (first, last int) {
	first = -1
	for c := n; c != nil; c = c.FirstChild() {
		if c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
			first = c.Lines().At(0).Start
			break
		}
	}
	for c := n; c != nil; c = c.LastChild() {
		if c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
			last = c.Lines().At(c.Lines().Len() - 1).Stop
			break
		}
	}
	if first < 0 {
		return 0, 0
	}
	return first, last
}

// htmlBlock keeps the text of raw HTML.
func (p *prose) htmlBlock(n *ast.HTMLBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	end := lines.At(lines.Len() - 1).Stop
	if n.HasClosure() {
		end = max(end, n.ClosureLine.Stop)
	}
	for _, s := range htmlProse(p.source, p.base+lines.At(0).Start, p.base+end) {
		p.kept = append(p.kept, s)
	}
}

// complement is what is not prose from byte start on, without the white space
// around it, so that a paragraph still ends where it ends.
func (p *prose) complement(start int) []Span {
	kept := mergeSpans(p.kept, nil)
	var out []Span
	pos := start
	add := func(to int) {
		if s := trim(p.a.Text, Span{pos, to}); s.Len() > 0 {
			out = append(out, s)
		}
	}
	for _, s := range kept {
		if s.Start > pos {
			add(s.Start)
		}
		pos = max(pos, s.End)
	}
	if pos < len(p.a.Text) {
		add(len(p.a.Text))
	}
	return append(out, maskedSpans(p.a.Text, p.source, start)...)
}

// title takes the first heading for the title where front matter has none.
func (p *prose) title() {
	if p.a.Title != "" {
		return
	}
	for _, b := range p.a.Blocks {
		if b.Kind == Heading {
			p.a.Title = oneLine(visible(p.a.Text, b.Span, p.a.Skip))
			return
		}
	}
}

// visible is the text of a span without the skipped parts.
func visible(text string, s Span, skip []Span) string {
	var b strings.Builder
	pos := s.Start
	for _, k := range skip {
		if k.End <= pos {
			continue
		}
		if k.Start >= s.End {
			break
		}
		if k.Start > pos {
			b.WriteString(text[pos:k.Start])
		}
		pos = max(pos, k.End)
	}
	if pos < s.End {
		b.WriteString(text[pos:s.End])
	}
	return b.String()
}
