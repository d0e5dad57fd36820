package report

import (
	"fmt"
	"strings"

	"github.com/stemma-news/stemma"
)

const (
	mostCompared = 100 // pairs
	mostPassages = 30  // of a pair
)

// compare writes each pair with its numbers, passages and utterances.
func (p *page) compare(c *catalogue) {
	c.this, c.that = "A", "B"
	for i := range c.Pairs {
		if i == mostCompared {
			p.rest(len(c.Pairs)-i, "pairs", "--format jsonl lists all")
			p.blank()
			break
		}
		if i > 0 {
			p.text(strings.Repeat("─", p.width))
		}
		s := sideOf(&c.Pairs[i], c.Pairs[i].A)
		p.sides(c, s)
		p.verdict(c, s)
		p.blank()
		p.passages(c, s)
	}
	p.sayings(c, "UTTERANCES ", "shared", "", mostSayings)
	p.findings(c, "")
}

// sides puts the numbers of both articles below each other.
func (p *page) sides(c *catalogue, s side) {
	for n, id := range []string{s.self, s.other} {
		a, cov, in := c.article(id), s.ACovered, s.AInB
		if n == 1 {
			cov, in = s.BCovered, s.BInA
		}
		p.wrap("", "   ", []piece{{"AB"[n:n+1] + "  " + c.name(id), bold}, {"   " + count(a.Words, "word", "words") + ", " + dated(a), plain}})
		p.field("", piece{bar(cov.All, 20), yellow}, piece{" " + percent(cov.All) + " in passages" + kindsText(cov), plain})
		p.field("", piece{fmt.Sprintf("%s of its 5-word shingles stand in the other", percent(in)), dim})
	}
	p.field("", piece{fmt.Sprintf("Jaccard %.3f; longest run %s, in own words %d", s.Jaccard, count(s.LongestRun, "word", "words"), s.LongestRunOwnVoice), dim})
	p.blank()
}

// kindsText says which kinds of passages a share is made of.
func kindsText(c stemma.Covered) string {
	var list []string
	for _, k := range []struct {
		share float64
		name  string
	}{{c.Verbatim, "verbatim"}, {c.Edited, "edited"}, {c.Rewritten, "rewritten"}, {c.Reported, "reported"}} {
		if k.share > 0 {
			list = append(list, percent(k.share)+" "+k.name)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return ": " + strings.Join(list, ", ")
}

// passages shows each aligned pair of spans with the words that differ.
func (p *page) passages(c *catalogue, s side) {
	if len(s.Passages) == 0 {
		return
	}
	p.heading("PASSAGES ", thousands(len(s.Passages)))
	for i, x := range s.Passages {
		if i == mostPassages {
			p.rest(len(s.Passages)-i, "passages", "--format json lists all")
			break
		}
		self, other := s.spans(x.A, x.B)
		la, ca := c.lineOf(s.self, self.Start)
		lb, cb := c.lineOf(s.other, other.Start)
		p.line(piece{fmt.Sprintf("  %d ", i+1), bold}, piece{oneLine(x.Kind), plain}, piece{fmt.Sprintf("   A %d:%d   B %d:%d", la, ca, lb, cb), dim})
		a, b := c.excerpt(s.self, self), c.excerpt(s.other, other)
		if x.Kind == "verbatim" && a != "" {
			left, right := compareWords(a, b)
			if changedWords(left)+changedWords(right) == 0 {
				p.wrap("    ", "    ", marked(fold([]stretch{{" ", true}, {oneLineKeep(a), false}, {" ", true}}, 20)[1:2], "", "", plain))
				continue
			}
		}
		if a != "" && b != "" {
			p.diff(a, b)
		}
	}
	p.blank()
}
