package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// renderText writes the text below a node as a reader sees it: paragraphs with
// a blank line between them, white space as one space, line breaks kept, the
// cells of a table row on one line. The blocks are those whose role the
// elements tell.
func renderText(root *html.Node) (string, []Block) {
	r := renderer{}
	n := root
	for n != nil {
		enter := r.open(n)
		if enter && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		r.close(n)
		for n != root && n.NextSibling == nil {
			n = n.Parent
			r.close(n)
		}
		if n == root {
			break
		}
		n = n.NextSibling
	}
	text := strings.TrimRight(r.out.String(), " \n")
	blocks := make([]Block, 0, len(r.blocks))
	for _, b := range r.blocks {
		b.End = min(b.End, len(text))
		if b.Start < b.End {
			blocks = append(blocks, b)
		}
	}
	sortBlocks(blocks)
	return text, blocks
}

type renderer struct {
	out    strings.Builder
	gap    int  // line ends owed before the next word: 0, 1 or 2
	space  bool // a space is owed
	pre    int  // depth of elements that keep their line ends
	opened []openBlock
	blocks []Block
}

type openBlock struct {
	node  *html.Node
	kind  BlockKind
	start int // where its first word stands, -1 before
}

// open takes what begins with a node and says whether to look inside it.
func (r *renderer) open(n *html.Node) bool {
	switch n.Type {
	case html.TextNode:
		r.text(n.Data)
		return false
	case html.CommentNode, html.DoctypeNode:
		return false
	case html.ElementNode:
	default:
		return true
	}
	if silentElement(n) || n.DataAtom == atom.Head || n.DataAtom == atom.Noscript {
		return false
	}
	switch n.DataAtom {
	case atom.Br:
		r.lineBreak()
	case atom.Pre, atom.Textarea:
		r.pre++
	case atom.Td, atom.Th:
		if r.gap == 0 && r.out.Len() > 0 {
			r.space = true
		}
	case atom.Tr:
		r.breakTo(1)
	case atom.Q:
		if !marked(n) {
			r.word("“")
		}
	}
	if kind := blockKind(n); kind != 0 {
		r.opened = append(r.opened, openBlock{n, kind, -1})
	}
	if separates(n) {
		r.breakTo(2)
	}
	return true
}

func (r *renderer) close(n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	switch n.DataAtom {
	case atom.Pre, atom.Textarea:
		r.pre--
	case atom.Tr:
		r.breakTo(1)
	case atom.Q:
		if !marked(n) {
			r.out.WriteString("”")
		}
	}
	if k := len(r.opened); k > 0 && r.opened[k-1].node == n {
		b := r.opened[k-1]
		r.opened = r.opened[:k-1]
		if b.start >= 0 && b.start < r.out.Len() {
			r.blocks = append(r.blocks, Block{b.kind, Span{b.start, r.out.Len()}})
		}
	}
	if separates(n) {
		r.breakTo(2)
	}
}

func (r *renderer) breakTo(lines int) {
	r.gap = max(r.gap, lines)
	r.space = false
}

// lineBreak is a <br>: the second in a row begins a paragraph.
func (r *renderer) lineBreak() {
	r.gap = min(r.gap+1, 2)
	r.space = false
}

func (r *renderer) text(s string) {
	for len(s) > 0 {
		i := strings.IndexFunc(s, unicode.IsSpace)
		word := s
		if i >= 0 {
			word = s[:i]
		}
		if word != "" {
			r.word(word)
		}
		if i < 0 {
			return
		}
		s = s[i:]
		rest := strings.TrimLeftFunc(s, unicode.IsSpace)
		if r.pre > 0 && strings.Contains(s[:len(s)-len(rest)], "\n") {
			r.gap = max(r.gap, min(2, strings.Count(s[:len(s)-len(rest)], "\n")))
		} else if r.gap == 0 {
			r.space = true
		}
		s = rest
	}
}

// word writes what is owed, then the word.
func (r *renderer) word(w string) {
	if r.out.Len() > 0 {
		switch {
		case r.gap > 0:
			r.out.WriteString("\n\n"[:r.gap])
		case r.space:
			r.out.WriteByte(' ')
		}
	}
	r.gap, r.space = 0, false
	for k := len(r.opened) - 1; k >= 0 && r.opened[k].start < 0; k-- {
		r.opened[k].start = r.out.Len()
	}
	r.out.WriteString(w)
}

// marked reports a <q> that holds its quotation marks, which browsers else add.
func marked(n *html.Node) bool {
	for n.FirstChild != nil {
		n = n.FirstChild
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(n.Data))
	return n.Type != html.TextNode || family(r) != noMark || strings.TrimSpace(n.Data) == ""
}

// separates reports whether an element stands on lines of its own.
func separates(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt,
		atom.Dd, atom.Table, atom.Figure, atom.Figcaption, atom.Pre, atom.Hr, atom.Form, atom.Fieldset, atom.Address,
		atom.Details, atom.Summary, atom.Body, atom.Caption, atom.Title, atom.Center:
		return true
	}
	return false
}

func blockKind(n *html.Node) BlockKind {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return Heading
	case atom.Blockquote, atom.Div, atom.Section:
		if embedsPost(n) {
			return EmbedPost
		}
		if n.DataAtom == atom.Blockquote {
			return BlockQuote
		}
	case atom.Figcaption, atom.Caption:
		return Caption
	case atom.Li:
		return ListItem
	case atom.Table:
		return Table
	}
	return 0
}

// postClasses are the classes by which platforms mark their embedded posts.
var postClasses = map[string]bool{
	"twitter-tweet": true, "twitter-video": true, "twitter-quote": true, "instagram-media": true, "fb-post": true,
	"tiktok-embed": true, "bluesky-embed": true, "mastodon-embed": true, "text-post-media": true,
	"reddit-embed-bq": true, "reddit-card": true, "telegram-post": true, "embed-tweet": true, "tumblr-post": true,
}

func embedsPost(n *html.Node) bool {
	class := attr(n, "class")
	if class == "" || len(class) > 1000 {
		return false
	}
	for _, c := range strings.Fields(class) {
		if postClasses[strings.ToLower(c)] {
			return true
		}
	}
	return false
}
