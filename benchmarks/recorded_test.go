package benchmarks

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// row is one line of the table of figures.
type row struct {
	what   string // unique in the table: the measure's name, or that, a colon and more
	figure string // the numbers, as a person reads them
	goal   string
	// better has one sign for every number in figure: + more is better, - less
	// is better, 0 neither. It says what "worse than recorded" means.
	better string
	cost   string // processor seconds, on the first row of a measure
}

func (r row) String() string {
	return fmt.Sprintf("| %s | %s | %s | %s |", r.what, r.figure, r.goal, r.cost)
}

// tableHead opens the table of accuracy.md.
const tableHead = "| what | figure | goal | processor seconds |\n|---|---|---|---|\n"

// numbers are the numbers of a figure, in order. Digits inside a word (F1) are
// none.
func numbers(figure string) []float64 {
	var found []float64
	for i := 0; i < len(figure); {
		j := i
		for j < len(figure) && (isDigit(figure[j]) || figure[j] == '.' && j+1 < len(figure) && isDigit(figure[j+1])) {
			j++
		}
		if j == i {
			i++
			continue
		}
		if i == 0 || !isLetter(figure[i-1]) {
			if x, err := strconv.ParseFloat(figure[i:j], 64); err == nil {
				found = append(found, x)
			}
		}
		i = j
	}
	return found
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// slack is how much a number may be worse than recorded: half a point of a
// share, half a per cent of a count, so that counts below 200 must not be worse.
const slack = .005

// worse lists the numbers of now that are worse than those recorded. A figure
// of another form cannot be compared, and that is reported too.
func worse(recorded, now row) []string {
	if !strings.ContainsAny(now.better, "+-") {
		return nil // shown only
	}
	was, is := numbers(recorded.figure), numbers(now.figure)
	if len(was) != len(is) || len(is) != len(now.better) {
		return []string{fmt.Sprintf("%s: the figures have another form; recorded %q, now %q", now.what, recorded.figure, now.figure)}
	}
	var found []string
	for i, sign := range now.better {
		loss := was[i] - is[i]
		if sign == '-' {
			loss = -loss
		}
		allowed := slack
		if was[i] > 1 {
			allowed = slack * was[i]
			if was[i] < 1/slack && was[i] == float64(int(was[i])) {
				allowed = 0
			}
		}
		if sign != '0' && loss > allowed+1e-9 {
			found = append(found, fmt.Sprintf("%s: number %d was %v, is %v; recorded %q, now %q", now.what, i+1, was[i], is[i], recorded.figure, now.figure))
		}
	}
	return found
}

// readRecorded reads the rows of a recorded table in their order, none where
// there is no table yet.
func readRecorded(path string) ([]row, error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 4 || strings.HasPrefix(line, "| what |") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, row{what: cells[0], figure: cells[1], goal: cells[2], cost: cells[3]})
	}
	return rows, nil
}

// measureOf is the measure that a row belongs to: its name up to a colon.
func (r row) measureOf() string {
	name, _, _ := strings.Cut(r.what, ":")
	return name
}
