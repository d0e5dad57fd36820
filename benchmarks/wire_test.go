package benchmarks

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// agencySigns are the words that mark a record as an agency's copy to a reader.
var agencySigns = []string{"AP", "Reuters", "AFP", "CNN", "Associated Press", "Stacker", "Bloomberg"}

// hasAgencySign says whether a reader can see from the text alone that a record
// is an agency's copy.
func hasAgencySign(text string) bool {
	for _, part := range []string{"cnn", "/ap-", "reuters"} {
		if strings.Contains(text, part) {
			return true
		}
	}
	for _, w := range agencySigns {
		if hasWord(text, w) {
			return true
		}
	}
	return false
}

// hasWord says whether the word stands in the text with no letter, digit or
// underscore beside it.
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !wordRune(before) && !wordRune(after) {
			return true
		}
		from = start + 1
	}
}

func wordRune(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// wireRecord is a record of which only the metadata are known.
type wireRecord struct {
	ID        string `json:"id"`
	Publisher string `json:"publisher"`
	Byline    string `json:"byline"`
	Title     string `json:"title"`
	URL       string `json:"url"`
}

// creditScore counts the records that are given a credit.
type creditScore struct{ right, signs, wrong, local int }

// measureWire scores the credits on records without text that people labelled
// as an agency's copy or the outlet's own.
func measureWire(b *bench) []row {
	truth := b.data.path("wire-credits", "truth.tsv")
	need(b, truth)
	labels := table(b, truth, true)
	records := make([]wireRecord, len(labels))
	for i, r := range labels {
		records[i] = wireRecord{fmt.Sprintf("w%d", i), r["publisher"], r["byline"], r["title"], r["url"]}
	}
	credited := map[string]bool{}
	for _, a := range b.quotes(writeRecords(b, "wire.jsonl", records)).Articles {
		credited[a.ID] = len(a.Credits) > 0
	}
	var whole creditScore
	var parts [2]creditScore
	for i, r := range records {
		wire := labels[i]["label"] == "wire"
		sign := hasAgencySign(strings.Join([]string{r.Byline, r.Title, r.URL}, " "))
		for _, s := range []*creditScore{&whole, &parts[half(r.Publisher)-1]} {
			s.count(wire, sign, credited[r.ID])
		}
		switch {
		case wire && sign && !credited[r.ID]:
			b.misses.add(1, "agency copy without a credit", r.ID)
		case !wire && credited[r.ID]:
			b.misses.add(2, "own copy with a credit", r.ID)
		}
	}
	rows := []row{{what: "wire: credits", figure: whole.String(), better: "+0-0", goal: ".90, 1 %"}}
	for h, s := range parts {
		rows = append(rows, row{what: fmt.Sprintf("wire: half %d, by publisher", h+1), figure: s.String(), better: "+0-0"})
	}
	return rows
}

func (s *creditScore) count(wire, sign, credited bool) {
	if !wire {
		s.local++
		if credited {
			s.wrong++
		}
	} else if sign {
		s.signs++
		if credited {
			s.right++
		}
	}
}

func (s creditScore) String() string {
	return fmt.Sprintf("recall %d of %d with a sign, false %d of %d", s.right, s.signs, s.wrong, s.local)
}
