package article

import (
	"strings"

	"golang.org/x/net/html"
)

// What a WordPress export adds to RSS: whether a post is out, and texts as the
// editor keeps them, paragraphs without tags and shortcodes in brackets.

// postTypes are those of WordPress itself that are no articles. Sites have
// types of their own for articles ("news", "story").
var postTypes = map[string]string{
	"page": "a page", "attachment": "an attachment", "nav_menu_item": "a menu entry", "revision": "a revision",
	"custom_css": "a style sheet", "customize_changeset": "a draft of the site", "oembed_cache": "a cache entry",
	"user_request": "a request", "wp_block": "a block", "wp_template": "a template", "wp_template_part": "a template",
	"wp_global_styles": "a style sheet", "wp_navigation": "a menu", "wp_font_family": "a font", "wp_font_face": "a font",
}

// notPublished says why a post of a WordPress export is left out; nil for other
// feeds.
func notPublished(item *html.Node) error {
	if what, ok := postTypes[textOf(child(item, "wp:post_type"))]; ok {
		return noArticle("%s of a WordPress export", what)
	}
	if status := child(item, "wp:status"); status != nil && textOf(status) != "publish" {
		return noArticle("a post that is not published (%s)", excerpt(textOf(status)))
	}
	if textOf(child(item, "wp:post_password")) != "" {
		return noArticle("a post behind a password")
	}
	return nil
}

// wordPressMarkup turns blank lines into paragraphs, as WordPress does when it
// shows a post, and takes shortcodes out.
func wordPressMarkup(s string) string {
	s = strings.ReplaceAll(withoutShortcodes(s), "\r\n", "\n")
	var b strings.Builder
	for i, part := range strings.Split(s, "\n\n") {
		if i > 0 {
			b.WriteString("\n<p>")
		}
		b.WriteString(part)
	}
	return b.String()
}

// withoutShortcodes drops [gallery ids="1"] and the like, and what pairs of
// them enclose where it is no part of the text. Other brackets stay.
func withoutShortcodes(s string) string {
	if !strings.Contains(s, "[") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '[')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		name, n := shortcodeAt(s)
		if n == 0 {
			b.WriteByte('[')
			s = s[1:]
			continue
		}
		s = s[n:]
		if !hiddenShortcodes[name] {
			continue
		}
		head := s[:min(len(s), maxShortcode)]
		if end := strings.Index(head, "[/"+name+"]"); end >= 0 {
			s = s[end+len(name)+3:]
		}
	}
}

// maxShortcode bounds how far a pair of shortcodes reaches, in bytes.
const maxShortcode = 4 << 10

// hiddenShortcodes enclose captions and addresses, not the story.
var hiddenShortcodes = map[string]bool{
	"caption": true, "wp_caption": true, "embed": true, "audio": true, "video": true, "gallery": true, "playlist": true, "code": true,
}

// shortcodeAt measures the shortcode that s begins with, 0 where it is none:
// one of WordPress's own, one that closes, or one with values.
func shortcodeAt(s string) (name string, n int) {
	end := strings.IndexByte(s[:min(len(s), maxShortcode/4)], ']')
	if end < 2 {
		return "", 0
	}
	inner := s[1:end]
	closing := inner[0] == '/'
	if closing {
		inner = inner[1:]
	}
	k := 0
	for k < len(inner) && (asciiLetter(inner[k]) || inner[k] == '_' || inner[k] == '-' || k > 0 && '0' <= inner[k] && inner[k] <= '9') {
		k++
	}
	name = inner[:k]
	switch rest := strings.TrimSpace(inner[k:]); {
	case k == 0:
		return "", 0
	case hiddenShortcodes[name] && (rest == "" || strings.Contains(rest, "=") || rest == "/"),
		closing && rest == "",
		strings.Contains(rest, `="`),
		rest == "" && strings.Contains(s[:min(len(s), maxShortcode)], "[/"+name+"]"):
		return name, end + 1
	}
	return "", 0
}
