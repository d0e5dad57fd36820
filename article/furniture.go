package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// genericFurniture lists the page text that any reader of one article alone
// would leave out: shopping carts, "Also read" lines, share and sign-up boxes,
// disclaimers, lone counters, licence and comment lines, captions with an
// agency's picture credit, links to other stories. It errs on the side of
// keeping a line: what only several articles of one outlet show to be
// furniture is learnt elsewhere.
//
// Cost: one test a word, and a look at the text of short or suspicious
// paragraphs only.
func genericFurniture(b *Body) []Span {
	var out []Span
	text := b.Article.Text
	for i := 0; i < len(b.Paragraphs); i++ {
		p := b.Paragraphs[i]
		words := b.Sentences[p.Last-1].Last - b.Sentences[p.First].First
		suspicious := words <= labelWords || words <= openingWords && hasOpening(foldLine(p.In(text)[:min(p.Len(), openingBytes)]))
		for k := b.Sentences[p.First].First; !suspicious && k < b.Sentences[p.Last-1].Last; k++ {
			suspicious = triggers.Has(b.Tokens[k].Hash)
		}
		if !suspicious {
			continue
		}
		line := foldLine(p.In(text))
		switch {
		case isDisclaimerHead(line):
			out = append(out, p.Span)
			if i+1 < len(b.Paragraphs) && b.Paragraphs[i+1].Len() < 1200 {
				i++
				out = append(out, b.Paragraphs[i].Span)
			}
		case isLabel(line), isCounter(line), hasOpening(line), hasPhrase(line), isCaption(line),
			i > 2 && isCapitalLink(p.In(text), words):
			out = append(out, p.Span)
		default:
			out = append(out, mergeSorted(gluedLinks(text, p.Span), pushedMedia(text, p.Span))...)
		}
	}
	return out
}

const (
	// labelWords is how long a paragraph may be to be looked at without a
	// suspicious word in it.
	labelWords = 8
	// openingWords is the same for a paragraph that starts suspiciously.
	openingWords = 60
	// openingBytes is more than the longest opening.
	openingBytes = 64
	// lineBytes is how much of a paragraph is looked at.
	lineBytes = 700
)

// foldLine is the start of a paragraph in lower case, its apostrophes and
// white space made plain, leading bullets and arrows dropped.
func foldLine(s string) string {
	if len(s) > lineBytes {
		s = s[:lineBytes]
	}
	buf := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			buf = append(buf, c|0x20)
		case c == '\t' || c == '\n' || c == '\r' || c == ' ':
			if n := len(buf); n > 0 && buf[n-1] != ' ' {
				buf = append(buf, ' ')
			}
		case c < 0x80:
			if len(buf) > 0 || c != '-' && c != '*' && c != '>' && c != '[' && c != '(' && c != '|' {
				buf = append(buf, c)
			}
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			i += size
			switch {
			case r == '’' || r == '‘':
				buf = append(buf, '\'')
			case r == 0xA0:
				buf = append(buf, ' ')
			case len(buf) == 0 && (r == '•' || r == '»' || r == '›' || r >= 0x2190 && r < 0x2C00):
			default:
				buf = utf8.AppendRune(buf, unicode.ToLower(r))
			}
			continue
		}
		i++
	}
	return strings.TrimSpace(string(buf))
}

// labels are whole paragraphs, without the punctuation at their ends.
var labels = wordSet(`advertisement|advertising|ad|sponsored|sponsored content|promoted|story continued below|story continues below|
article continues below|continue reading|continue reading below|continue reading the main story|close|more|read more|read more here|
see more|show more|load more|share|share this|share story|share article|share this article|share this story|share on facebook|tweet|email|print|
save|like|likes|follow|following|comments|comment|view comments|show comments|leave a comment|add a comment|post a comment|no comments|
sign up|sign me up|sign in|log in|login|register|subscribe|subscribe now|menu|search|home|skip to content|skip to main content|
related|related articles|related stories|related news|related content|related topics|related posts|related coverage|related links|
most read|most popular|most viewed|trending|trending now|recommended|recommended for you|you may also like|you might also like|
also on|more on this|more on this story|more stories|more news|more from|up next|now playing|video loading|poll loading|loading|
video|videos|watch|watch now|watch live|play video|listen|audio|photos|photo|photo gallery|gallery|view gallery|back to gallery|slideshow|
image|images|pullquote|caption|toggle caption|hide caption|enlarge this image|scroll down for video|scroll down for videos|
facebook|twitter|linkedin|pinterest|reddit|whatsapp|instagram|youtube|telegram|messenger|flipboard|copy link|copy|link copied|
newsletter|newsletters|sign up for daily newsletters|sign up for our newsletter|manage newsletters|thank you|thank you for signing up|
a a|edit|prev next|previous|next|prev|back to top|top|tags|topics|filed under|categories|category|author|about the author|
read also|also read|see also|watch also|click here|follow us|contact us|about us|privacy policy|terms of use|terms of service|cookie policy|
all rights reserved|breaking news|be the first to know|support our journalism|purchase|order reprint|report a typo|view all|see all`)

// isLabel reports a paragraph that is one of the labels.
func isLabel(line string) bool {
	if len(line) > 40 {
		return false
	}
	return labels[strings.Trim(line, " .:…!?|-–—>»])(")]
}

// isCounter reports a paragraph that is a number, alone or of comments,
// shares, pictures or minutes.
func isCounter(line string) bool {
	if len(line) > 40 || line == "" {
		return false
	}
	i := 0
	for i < len(line) && (line[i] >= '0' && line[i] <= '9' || line[i] == ',' || line[i] == '.' || line[i] == ' ' || line[i] == '/') {
		i++
	}
	rest := strings.Trim(line[i:], " .:+k")
	if i == 0 {
		return strings.HasPrefix(line, "next image ") || strings.HasPrefix(line, "prev image ") || strings.HasPrefix(line, "image ") && strings.Contains(line, " of ")
	}
	switch rest {
	case "":
		return i <= 5 && !strings.Contains(line, ". ")
	case "comments", "comment", "shares", "share", "views", "likes", "images", "photos", "min read", "minute read", "minutes read",
		"mins read", "of", "tweets", "followers", "years ago", "days ago", "hours ago", "minutes ago", "hour ago", "day ago":
		return true
	}
	return false
}

// openings start a paragraph that leads elsewhere. One that ends in a colon
// stands before a headline; the others are followed by anything. None opens a
// sentence that a reporter would write.
var openings = []string{
	"also read:", "also read ", "also read-", "also read –", "read also:", "read more:", "read more at", "read more about", "read next:", "read:",
	"read the full ", "see also:", "see more:", "also see:", "also watch:", "watch:", "watch live:", "watch also:", "watch more:", "must read:",
	"must watch:", "related:", "related article:", "related story:", "related stories:", "related video:", "related coverage:", "more:", "more on ",
	"more from ", "recommended:", "recommended for you", "don't miss:", "click here", "click to ", "click for more", "tap here", "download the ", "get the app", "follow us ", "follow @",
	"like us on", "find us on", "join us on", "share this", "share on ", "tweet this", "sign up for", "sign up to", "sign up here", "subscribe to ", "subscribe for ",
	"subscribe today", "subscribe now", "have something to add", "have a tip", "got a tip", "got a story", "image copyright", "image caption", "media caption",
	"image source", "image credit", "photo credit", "picture credit", "enlarge this image", "copyright ©", "copyright (c)", "copyright 20", "copyright 19",
	"© ", "©20", "(c) 20", "your cart", "shopping cart", "cart is ", "skip to ", "connect tweet", "to comment on this", "to find out more about ",
	"view comments", "join the conversation", "join the discussion", "editor's picks", "most read:", "trending:", "filed under:", "tags:", "topics:", "posted in",
	"scroll down for", "story continues", "article continues", "hide caption", "toggle caption", "support our ", "support independent", "listen to this article",
	"listen to the podcast", "can't see the video", "full coverage:", "in pictures:", "in photos:", "photos:", "video:", "gallery:",
	"this article originally appeared", "this story originally appeared", "this article was originally published", "this story was originally published",
	"note: this story has been updated", "now playing:", "poll:", "urgent poll", "read or share this story", "this is a rush transcript",
	"join nrplus", "chat with us", "enter city", "live stream:", "livestream:", "visit business insider", "disclaimer:",
	"comments are moderated", "leia também:", "veja também:", "saiba mais:", "lea también:", "lea además:", "le puede interesar:", "lire aussi", "à lire aussi",
	"lesen sie auch:", "lesen sie mehr:", "mehr zum thema:", "leggi anche:", "lees ook:", "läs också:", "læs også:", "les også:", "czytaj także:", "czytaj też:",
	"zobacz także:", "čtěte také:", "čítajte aj:", "читайте также:", "читайте також:",
}

// hasOpening reports a paragraph that starts with one of the openings.
func hasOpening(line string) bool {
	if len(line) > 320 || line == "" {
		return false
	}
	for _, o := range openings {
		if line[0] == o[0] && strings.HasPrefix(line, o) {
			return true
		}
	}
	return strings.HasPrefix(line, "follow ") && strings.Contains(line, " on twitter") ||
		strings.HasPrefix(line, "by signing up")
}

// phrases mark a paragraph as furniture wherever they stand in it. Each has a
// word in suspicious.
var phrases = []string{
	"cart is currently empty", "cart is empty", "to your inbox", "in your inbox", "meet your inbox", "by signing up, you", "by signing up you", "protected by recaptcha", "our privacy policy",
	"privacy policy and terms", "terms and conditions apply", "reprint permission", "for reprint", "all rights reserved", "may not be published, broadcast",
	"do not represent the views", "do not necessarily represent", "do not necessarily reflect", "not necessarily those of", "does not represent any official",
	"are their own and do not", "are solely those of the author", "for informational purposes only", "does not constitute financial advice", "not been edited by", "from a syndicated feed",
	"may have been reworked by", "licensing opportunities", "licensing@", "commenting please read", "conversation guidelines", "accepting comments", "comments are closed", "in the comments section below",
	"share it in the comments", "let us know in the comments", "in the comments below", "you are signed in as", "sign up for our", "sign up for the", "sign up here", "subscribe to our", "breaking news alerts", "digital subscription",
	"unlimited digital access", "click here to get", "click here to subscribe", "click here for the", "click here to comment", "click here to sign", "copy may not be in its final form", "members get all of our content",
	"your weather is set", "readers think this story", "follow us on", "like us on facebook", "download our app", "download the app", "get our app", "become a member", "become a subscriber",
	"available without charge to any eligible", "your subscription supports", "manage newsletters", "enable javascript", "accept cookies", "we use cookies", "use of cookies", "ad blocker",
	"send news tips to", "commission on purchases", "affiliate links", "earn a commission", "google_ad_client",
}

// suspicious words: a long paragraph without one of them is not looked at.
const suspicious = `cart inbox signing recaptcha privacy terms reprint rights broadcast represent reflect views necessarily
informational constitute edited syndicated reworked licensing commenting conversation comments signed sign subscribe alerts subscription
unlimited click copy members weather readers follow facebook download app subscriber member charge newsletters newsletter javascript cookies
blocker tips watched caption commission affiliate disclaimer photo getty reuters ap afp more copyright solely image pictured google epa pool opinions`

// hasPhrase reports a paragraph that holds one of the phrases. Long paragraphs
// are prose that may well mention a privacy policy.
func hasPhrase(line string) bool {
	if len(line) >= lineBytes-8 {
		return false
	}
	return phraseSet.foundIn(line)
}

func isDisclaimerHead(line string) bool {
	return strings.Trim(line, " .:*#-") == "disclaimer"
}

// pictureCredits end or follow a caption.
var pictureCredits = []string{
	"(ap photo", "ap photo/", "(photo by", "(photo:", "(photo courtesy", "/getty images", "getty images)", "via getty", "reuters/", "(file photo", "file photo)", "/afp)", "/ap)", "via ap)", "epa)", "photo:", "/epa", "pool photo via",
	"(image:", "(image credit", "(picture:", "(credit:", "/bloomberg)", "/reuters)", "(courtesy of",
}

// isCaption reports a caption: a short paragraph with a picture's credit.
func isCaption(line string) bool {
	if len(line) > 500 {
		return false
	}
	if !creditSet.foundIn(line) {
		return false
	}
	for _, c := range pictureCredits {
		if i := strings.Index(line, c); i >= 0 && (i > len(line)/2 || i == 0) {
			return true
		}
	}
	return false
}

// isCapitalLink reports a paragraph in capitals without a full stop: the
// headline of another story.
func isCapitalLink(s string, words int) bool {
	if words < 4 || len(s) > 160 || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "\"") || strings.HasSuffix(s, "”") {
		return false
	}
	letters := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z':
			return false
		case 'A' <= c && c <= 'Z':
			letters++
		}
	}
	return letters*2 > len(s)
}

// gluedLinks finds headlines that a page's script pushed into a sentence: they
// start without a blank behind a word ("SmithMinister resigns") and end in
// "MORE". Where the word is a name's that stands just before too, the fuller name
// between belongs to them: "said Ann Smith Ann Mary SmithMinister resigns MORE".
func gluedLinks(text string, p Span) []Span {
	var out []Span
	s := p.In(text)
	from := 0
	for {
		end := strings.Index(s[from:], " MORE")
		if end < 0 {
			return out
		}
		end += from
		stop := end + len(" MORE")
		if stop == len(s) || s[stop] < 'A' || s[stop] > 'z' {
			if at := glue(s, max(from, end-lineBytes), end); at >= 0 {
				out = append(out, Span{p.Start + fullerName(s, from, at), p.Start + stop})
			}
		}
		from = stop
	}
}

// pushedMedia finds what players and galleries leave inside a paragraph: "Photos:
// ... Hide Caption 3 of 12" and "JUST WATCHED ... MUST WATCH ... 02:31".
func pushedMedia(text string, p Span) []Span {
	var out []Span
	s := p.In(text)
	gallery, galleryEnd := nextGallery(s, 0)
	video, videoEnd := nextVideo(s, 0)
	for gallery >= 0 || video >= 0 {
		start, end := gallery, galleryEnd
		if gallery < 0 || video >= 0 && video < gallery {
			start, end = video, videoEnd
		}
		out = append(out, Span{p.Start + start, p.Start + end})
		// Each is looked for again only once it is passed: linear.
		if gallery >= 0 && gallery < end {
			gallery, galleryEnd = nextGallery(s, end)
		}
		if video >= 0 && video < end {
			video, videoEnd = nextVideo(s, end)
		}
	}
	return out
}

// nextGallery is the next caption of a gallery in s from at on: from its
// "Photos:", else from at, up to its "Hide Caption 3 of 12".
func nextGallery(s string, at int) (start, end int) {
	const mark = "Hide Caption "
	hide := strings.Index(s[at:], mark)
	if hide < 0 {
		return -1, 0
	}
	hide += at
	start = max(at, hide-lineBytes)
	if i := strings.Index(s[at:hide], "Photos:"); i >= 0 {
		start = at + i
	}
	end = hide + len(mark)
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == ' ' || strings.HasPrefix(s[end:], "of ") || s[end] == 'f' && s[end-1] == 'o') {
		end++
	}
	return start, end
}

// nextVideo is the next frame of a player in s from at on.
func nextVideo(s string, at int) (start, end int) {
	start = strings.Index(s[at:], "JUST WATCHED ")
	if start < 0 {
		return -1, 0
	}
	start += at
	near := s[start:min(len(s), start+lineBytes)]
	must := strings.Index(near, "MUST WATCH")
	if must < 0 {
		return start, start + len("JUST WATCHED ")
	}
	end = must + len("MUST WATCH")
	for i := end; i+5 <= len(near) && i < end+200; i++ {
		if near[i+2] == ':' && isDigit(near[i]) && isDigit(near[i+1]) && isDigit(near[i+3]) && isDigit(near[i+4]) {
			end = i + 5
			break
		}
	}
	return start, start + end
}

// mergeSorted merges two sorted lists, leaving out what overlaps.
func mergeSorted(a, b []Span) []Span {
	var out []Span
	for len(a) > 0 || len(b) > 0 {
		var next Span
		if len(b) == 0 || len(a) > 0 && a[0].Start <= b[0].Start {
			next, a = a[0], a[1:]
		} else {
			next, b = b[0], b[1:]
		}
		if n := len(out); n > 0 && next.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, next.End)
		} else {
			out = append(out, next)
		}
	}
	return out
}

// glue is the first place in s[from:to] where a capital or a digit follows a
// small letter of a word of four letters and more, -1 for none.
func glue(s string, from, to int) int {
	word := 0
	for i := from; i < to; i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if word > 3 {
				return i
			}
			word = 1
		case c >= '0' && c <= '9':
			if word > 3 {
				return i
			}
			word = 0
		case c >= 'a' && c <= 'z' || c >= 0x80:
			word++
		default:
			word = 0
		}
	}
	return -1
}

// fullerName is where a name is told again in full whose last word ends at byte
// at of s, not left of from; at itself where it is not.
func fullerName(s string, from, at int) int {
	const fuller = 48 // bytes of a full name
	word := s[strings.LastIndexByte(s[:at], ' ')+1 : at]
	from = max(from, at-fuller-len(word))
	if i := strings.Index(s[from:at-len(word)], word+" "); i >= 0 && (from+i == 0 || s[from+i-1] == ' ') {
		return from + i + len(word) + 1
	}
	return at
}

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Split(strings.ReplaceAll(list, "\n", ""), "|") {
		m[w] = true
	}
	return m
}

var (
	triggers  = NewWordFilter(suspicious)
	phraseSet = newPhraseFilter(phrases)
	creditSet = newPhraseFilter(pictureCredits)
)
