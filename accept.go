package stemma

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// AcceptName is the file that holds a newsroom's acceptances, beside
// .stemma.toml or at the root of the repository.
const AcceptName = ".stemma-accept"

// Acceptances are the findings that somebody has looked at and lets stand. A
// nil Acceptances holds none.
type Acceptances struct {
	File  string // where they were read from
	Lines []Acceptance
	// Today is the calendar day on which lines expire, UTC.
	Today time.Time
}

// Acceptance is one line: a finding, why it may stand, and how long.
type Acceptance struct {
	Line        int // from 1
	Fingerprint string
	Reason      string
	Until       time.Time // the last day on which it holds, zero for always
}

// ReadAcceptances reads a file of lines
//
//	FINGERPRINT REASON [until=YYYY-MM-DD]
//
// and of comments that begin with #. A missing file holds no line; a line that
// cannot be read is an error that names it, because a finding that was meant to
// be accepted would block.
func ReadAcceptances(file string, today time.Time) (*Acceptances, error) {
	a := &Acceptances{File: file, Today: today}
	err := regular(file)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	var raw []byte
	if err == nil {
		raw, err = readSettings(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read acceptances: %w", err)
	}
	for n, line := range strings.Split(strings.TrimPrefix(string(raw), "\ufeff"), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		x, err := readAcceptance(fields)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		x.Line = n + 1
		a.Lines = append(a.Lines, x)
	}
	return a, nil
}

func readAcceptance(fields []string) (Acceptance, error) {
	x := Acceptance{Fingerprint: strings.ToLower(fields[0])}
	if len(x.Fingerprint) != fingerprintDigits || strings.Trim(x.Fingerprint, "0123456789abcdef") != "" {
		return x, fmt.Errorf("%q is no fingerprint of %d digits", cutShort(fields[0]), fingerprintDigits)
	}
	var reason []string
	for _, f := range fields[1:] {
		day, dated := strings.CutPrefix(f, "until=")
		if !dated {
			reason = append(reason, f)
			continue
		}
		until, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return x, fmt.Errorf("%q is no day; write until=2027-01-31", cutShort(f))
		}
		x.Until = until
	}
	if x.Reason = strings.Join(reason, " "); x.Reason == "" {
		return x, errors.New("the reason is missing: say why the finding may stand")
	}
	return x, nil
}

// FindAcceptances reads the file beside the policy.
func FindAcceptances(p *Policy, today time.Time) (*Acceptances, error) {
	return ReadAcceptances(filepath.Join(p.Root, AcceptName), today)
}

// expired reports a line that held until a day before today.
func (a *Acceptances) expired(x Acceptance) bool {
	return !x.Until.IsZero() && a.Today.After(x.Until.AddDate(0, 0, 1).Add(-time.Nanosecond))
}

// of returns the line that accepts a fingerprint, nil where none does.
func (a *Acceptances) of(fingerprint string) *Acceptance {
	if a == nil {
		return nil
	}
	for i, x := range a.Lines {
		if x.Fingerprint == fingerprint && !a.expired(x) {
			return &a.Lines[i]
		}
	}
	return nil
}

// Expired lists the lines whose last day has passed.
func (a *Acceptances) Expired() []Acceptance {
	var out []Acceptance
	for _, x := range a.lines() {
		if a.expired(x) {
			out = append(out, x)
		}
	}
	return out
}

// Unused lists the lines, not yet expired, that no finding of a result has. It
// tells something of results that cover all content only.
func (a *Acceptances) Unused(r *Result) []Acceptance {
	found := map[string]bool{}
	for _, f := range r.Findings {
		found[f.Fingerprint] = true
	}
	var out []Acceptance
	for _, x := range a.lines() {
		if !found[x.Fingerprint] && !a.expired(x) {
			out = append(out, x)
		}
	}
	return out
}

func (a *Acceptances) lines() []Acceptance {
	if a == nil {
		return nil
	}
	return a.Lines
}

// AcceptanceLine is the line to paste that accepts a finding.
func AcceptanceLine(f Finding) string {
	return f.Fingerprint + " REASON"
}
