package article

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Post is an embedded post of a social platform.
type Post struct {
	Span        // of the whole block, author line included
	Text   Span // of the words of the post
	Author string
	Handle string // with its @, "" where the block names none
	// Platform is "X" for X and Twitter, else the platform's own name, ""
	// where the block does not tell.
	Platform string
	Date     Interval
}

// postLength is how long the words of a post may be, in runes: the 280 of X
// and some slack for links and spelled-out signs. It bounds how far back from
// the author line the post can begin in text that lost the block's borders.
const postLength = 330

// findPosts finds embedded posts by their author line, which platforms write
// as "— Name (@handle) Month D, YYYY". What stands before it, back to the last
// border that fits, is the post.
func findPosts(b *Body) []Post {
	var posts []Post
	floor := 0 // end of the previous post
	for i, p := range b.Paragraphs {
		for at := max(p.Start, floor); ; {
			line, ok := authorLine(b.Article.Text, at, p.End)
			if !ok {
				break
			}
			at = line.end
			if post := b.postBefore(i, line, floor); post.Text.Len() > 0 {
				posts = append(posts, post)
				floor = post.End
			}
		}
	}
	return posts
}

// signature is the author line of a post.
type signature struct {
	start, end   int
	name, handle string
	date         Interval
	dashed       bool // a dash stands before the name
}

const (
	maxName   = 70 // bytes of a display name, platforms allow 50 runes
	maxHandle = 30
)

// authorLine finds the next "— Name (@handle) date" in text[at:end].
func authorLine(text string, at, end int) (signature, bool) {
	for i := at; i+3 < end; i++ {
		j := strings.Index(text[i:end], "(@")
		if j < 0 {
			return signature{}, false
		}
		i += j
		h := i + 2
		for h < end && h-i < maxHandle && (isASCIILetter(text[h]) || isDigit(text[h]) || text[h] == '_' || text[h] == '.') {
			h++
		}
		if h == i+2 || h >= end || text[h] != ')' {
			continue
		}
		s := signature{handle: text[i+1 : h]}
		if !s.nameBefore(text, at, i) {
			continue
		}
		var ok bool
		if s.date, s.end, ok = dayAt(text, h+1, end); !ok {
			continue
		}
		return s, true
	}
	return signature{}, false
}

// nameBefore reads the display name left of byte i, back to its dash.
func (s *signature) nameBefore(text string, floor, i int) bool {
	low := max(floor, i-maxName)
	for k := i; k > low; {
		r, size := utf8.DecodeLastRuneInString(text[low:k])
		if r == '\n' {
			break
		}
		if r == '—' || r == '–' || r == '-' && (k-size == low || text[k-size-1] == '-' || text[k-size-1] == ' ') {
			s.name = strings.TrimSpace(text[k:i])
			s.start = k - size
			for s.start > floor && (text[s.start-1] == '-' || text[s.start-1] == ' ') {
				s.start--
			}
			s.dashed = true
			return s.name != ""
		}
		k -= size
	}
	return false
}

// postBefore gathers the words before an author line in paragraph i, sentence
// by sentence, as long as they fit a post and do not look like the article.
func (b *Body) postBefore(i int, line signature, floor int) Post {
	text := b.Article.Text
	post := Post{Span: Span{line.start, line.end}, Author: line.name, Handle: line.handle, Platform: "X", Date: line.date}
	post.Text = Span{line.start, line.start}
	runes := 0
	for k := i; k >= 0; k-- {
		p := b.Paragraphs[k]
		if p.End <= floor || k < i && (introducesPost(p.In(text)) || utf8.RuneCountInString(p.In(text))+runes > postLength) {
			break
		}
		if k+1 < i && b.gap(k) < b.gap(k+1) || k < i && k+1 == i && runes > 0 && b.gap(k) == 0 {
			break // the blank lines inside the block differ from those around it
		}
		stop := false
		for n := p.Last - 1; n >= p.First; n-- {
			s := b.Sentences[n]
			if s.Start >= line.start {
				continue
			}
			end := min(s.End, line.start)
			if start := max(s.Start, floor); start < end {
				c := utf8.RuneCountInString(text[start:end])
				if runes > 0 && runes+c > postLength || runes > 0 && introducesPost(text[start:end]) {
					stop = true
					break
				}
				runes += c
				post.Text.Start = afterTag(text, start, end)
			}
		}
		if stop || post.Text.Start > p.Start {
			break
		}
	}
	post.Start = post.Text.Start
	post.Text.End = wordsEnd(text, post.Text.Start, line.start)
	return post
}

// gap is the longest run of line breaks between paragraphs i and i+1.
func (b *Body) gap(i int) int {
	if i < 0 || i+1 >= len(b.Paragraphs) {
		return 0
	}
	longest, run := 0, 0
	for _, r := range b.Article.Text[b.Paragraphs[i].End:b.Paragraphs[i+1].Start] {
		switch {
		case r == '\n':
			run++
			longest = max(longest, run)
		case !unicode.IsSpace(r):
			run = 0
		}
	}
	return longest
}

// introducesPost reports whether s belongs to the article that embeds a post:
// it ends with a colon, or it speaks of posting.
func introducesPost(s string) bool {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, ":") {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(s); len(s) > 1 && (r == '“' || r == '"') && strings.ContainsAny(s[1:], "”\"") {
		tail := s[strings.LastIndexAny(s, "”\"")+1:]
		return strings.TrimLeft(tail, "\x9d .") != ""
	}
	for _, w := range [...]string{" tweeted", " posted on ", " wrote on ", " said on Twitter", " said in a tweet", " on X."} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// afterTag skips mark-up at the start of text[start:end].
func afterTag(text string, start, end int) int {
	for start < end && text[start] == '<' {
		e := tagEnd(text, start, end)
		if e == 0 {
			break
		}
		start = skipSpace(text, e, end)
	}
	return start
}

// wordsEnd cuts links to pictures, lost signs and white space off the end of a
// post's words.
func wordsEnd(text string, start, end int) int {
	for {
		s := strings.TrimRightFunc(text[start:end], unicode.IsSpace)
		i := strings.LastIndexFunc(s, unicode.IsSpace)
		last := s[i+1:]
		if !isJunk(last) {
			return start + len(s)
		}
		end = start + max(0, i)
		if i < 0 {
			return start
		}
	}
}

// isJunk reports whether the last word of a post is a link or the question
// marks that a lost emoji leaves.
func isJunk(w string) bool {
	return w == "" || strings.HasPrefix(w, "pic.twitter.com/") || strings.HasPrefix(w, "https://t.co/") ||
		strings.HasPrefix(w, "http://t.co/") || len(w) > 1 && strings.Trim(w, "?") == ""
}

var postMonths = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
	"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

// dayAt reads "Month D, YYYY" or "D Month YYYY" at byte i, white space before
// it allowed, and returns the day's interval and where it ends.
func dayAt(text string, i, end int) (Interval, int, bool) {
	i = skipSpace(text, i, end)
	start := i
	var day, year int
	var month time.Month
	for n := 0; n < 3; n++ {
		j := i
		for j < end && j-i < 12 && (isASCIILetter(text[j]) || isDigit(text[j])) {
			j++
		}
		w := text[i:j]
		switch {
		case w == "":
			return Interval{}, 0, false
		case isDigit(w[0]):
			v := 0
			for k := 0; k < len(w) && isDigit(w[k]); k++ {
				v = v*10 + int(w[k]-'0')
			}
			if v > 1000 {
				year = v
			} else {
				day = v
			}
		case len(w) >= 3:
			month = postMonths[strings.ToLower(w[:3])]
		}
		i = j
		if n < 2 {
			for i < end && (text[i] == ' ' || text[i] == ',' || text[i] == '.') {
				i++
			}
		}
	}
	if year < 2006 || year > 2100 || month == 0 || day < 1 || day > 31 {
		return Interval{}, 0, false
	}
	d := Day(year, month, day)
	d.From, d.Written = "post", text[start:i]
	return d, i, true
}
