package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Words that a page hides inside its lines, white on white or without a size,
// keep programs from finding a copy while a reader sees none of them. They are
// left out. Whole blocks that are hidden are a matter of menus and of what a
// script shows later; readability weighs those.

// HidesWords is how the warning begins that such words were found.
const HidesWords = "words that no reader sees stand between the words of the page"

// fewestHiding is the number of elements from which they are warned of: pages
// hide a label for the blind here and there.
const fewestHiding = 5

// inlineElements stand inside a line.
var inlineElements = map[atom.Atom]bool{
	atom.Span: true, atom.B: true, atom.I: true, atom.Em: true, atom.Strong: true, atom.Font: true, atom.U: true, atom.S: true, atom.A: true,
	atom.Small: true, atom.Big: true, atom.Sub: true, atom.Sup: true, atom.Mark: true, atom.Abbr: true, atom.Q: true, atom.Ins: true, atom.Del: true,
}

// dropHiddenWords takes the elements inside lines that show nothing out of a
// page.
func (a *Article) dropHiddenWords(page *html.Node) {
	gone, first := 0, ""
	for _, n := range hiddenWords(page) {
		if text := oneLine(nodeText(n)); text != "" && betweenWords(n) {
			if gone++; gone == 1 {
				first = text
			}
		}
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	if gone >= fewestHiding {
		a.warn("%s, in %d places, the first %s; they are left out", HidesWords, gone, excerpt(first))
	}
}

// betweenWords reports an element with text of the same line on both sides: no
// label, but part of a sentence.
func betweenWords(n *html.Node) bool {
	for _, beside := range []*html.Node{n.PrevSibling, n.NextSibling} {
		if beside == nil || beside.Type != html.TextNode || !strings.ContainsFunc(beside.Data, unicode.IsLetter) {
			return false
		}
	}
	return true
}

// hiddenWords are the elements inside the lines of a page that show nothing.
func hiddenWords(page *html.Node) []*html.Node {
	classes := map[string]bool{}
	eachNode(page, func(n *html.Node) bool {
		if n.Type == html.ElementNode && n.DataAtom == atom.Style && n.FirstChild != nil {
			hidingClasses(n.FirstChild.Data, classes)
		}
		return true
	})
	var found []*html.Node
	eachNode(page, func(n *html.Node) bool {
		if n.Type == html.ElementNode && inlineElements[n.DataAtom] && hidesWords(n, classes) {
			found = append(found, n)
			return false
		}
		return true
	})
	return found
}

func hidesWords(n *html.Node, classes map[string]bool) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if hidingStyle(a.Val) {
				return true
			}
		case "color":
			if isWhite(strings.ToLower(a.Val)) {
				return true
			}
		case "class":
			if len(classes) > 0 {
				for _, c := range strings.Fields(a.Val) {
					if classes[c] {
						return true
					}
				}
			}
		}
	}
	return false
}

// hidingStyle reports declarations under which text shows nothing on a page
// without a background of its own.
func hidingStyle(style string) bool {
	style = strings.ToLower(style)
	painted := strings.Contains(style, "background")
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		switch strings.TrimSpace(name) {
		case "display":
			if value == "none" {
				return true
			}
		case "visibility":
			if value == "hidden" || value == "collapse" {
				return true
			}
		case "opacity", "font-size", "max-height":
			if strings.Trim(value, "0.") == "" || strings.HasPrefix(value, "0") && strings.Trim(value, "0.pxemrt%v") == "" {
				return true
			}
		case "color":
			if isWhite(value) && !painted {
				return true
			}
		case "left", "top", "text-indent", "margin-left":
			if strings.HasPrefix(value, "-999") {
				return true
			}
		}
	}
	return false
}

func isWhite(color string) bool {
	switch strings.ReplaceAll(color, " ", "") {
	case "white", "#fff", "#ffffff", "rgb(255,255,255)", "transparent", "#fefefe", "snow":
		return true
	}
	return false
}

// hidingClasses adds the classes that a style sheet hides by a rule of their own,
// outside of any condition.
func hidingClasses(sheet string, classes map[string]bool) {
	for {
		selectors, rest, ok := strings.Cut(sheet, "{")
		if !ok {
			return
		}
		end := strings.IndexAny(rest, "{}")
		if end < 0 {
			return
		}
		if rest[end] == '{' { // a condition with rules inside: pass over it
			depth := 1
			for end = 0; end < len(rest) && depth > 0; end++ {
				switch rest[end] {
				case '{':
					depth++
				case '}':
					depth--
				}
			}
			sheet = rest[end:]
			continue
		}
		if hidingStyle(rest[:end]) {
			for s := range strings.SplitSeq(selectors, ",") {
				if class, ok := strings.CutPrefix(strings.TrimSpace(s), "."); ok && !strings.ContainsAny(class, " .:>+~[#*") {
					classes[class] = true
				}
			}
		}
		sheet = rest[end+1:]
	}
}
