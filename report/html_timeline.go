package report

import (
	"sort"
	"strconv"
	"time"

	"github.com/stemma-news/stemma"
)

// timelineView shows when each source of a draft was published, on one scale.
type timelineView struct {
	Moments  []momentView
	From, To string // the days at the ends of the scale, "" without one
}

// momentView is a row of the timeline: an article, or an origin that is named
// and not held.
type momentView struct {
	Date, Name, Note, Later, Href string
	Hollow, Self                  bool
	Lane                          *laneView
	at, until                     time.Time // zero where not known
	stated                        bool      // the article says when it was published
}

// laneView is where a moment lies on the scale, in per cent of its length: a
// point, or the interval in which it must lie, open where one end is not known.
type laneView struct {
	X, W, MiddleX   string
	Point, Hollow   bool
	Open, OpensLeft bool
}

// timeline puts a draft, its sources and the absent origins of its quotes in the
// order of time. An origin without a date stands before the articles that name
// it, an undated article last: nothing tells where else it belongs.
func (c *catalogue) timeline(anchor, id string, others []string, sayings []*stemma.Utterance) timelineView {
	list := c.origins(sayings)
	for i, a := range append([]string{id}, others...) {
		m := c.articleMoment(a)
		if m.Self = i == 0; !m.Self {
			m.Href = "#" + anchor + "-source-" + strconv.Itoa(i)
		}
		list = append(list, m)
	}
	rank := func(m momentView) int {
		switch {
		case m.Hollow && m.at.IsZero():
			return 0
		case !m.stated && !m.Hollow:
			return 2
		}
		return 1
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if x, y := rank(a), rank(b); x != y {
			return x < y
		}
		return a.at.Before(b.at)
	})
	for i := 1; i < len(list); i++ {
		list[i].Later = later(list[i-1], list[i])
	}
	v := timelineView{Moments: list}
	v.scale()
	return v
}

// origins are the channels that utterances name and the archive does not hold.
func (c *catalogue) origins(sayings []*stemma.Utterance) []momentView {
	var list []momentView
	seen := map[string]bool{}
	for _, u := range sayings {
		o := u.Origin
		name := speakerText(u) + " " + channelText(o, len(u.Via) > 0)
		if o.InArchive || o.Kind == "" || o.Kind == "unknown" || seen[name] {
			continue
		}
		seen[name] = true
		m := momentView{Name: name, Note: "named, not in the archive", Hollow: true, Date: "date not stated"}
		if d := dayOf(o.Date); d != "" {
			m.Date, m.at = d, instant(o.Date)
			m.until = m.at
		}
		list = append(list, m)
	}
	return list
}

func (c *catalogue) articleMoment(id string) momentView {
	a := c.article(id)
	m := momentView{Date: c.articleView(id).Date, Name: c.name(id), Note: oneLine(a.Publisher), stated: !isUndated(a)}
	if a.Published != nil {
		m.at, m.until = instant(a.Published.Earliest), instant(a.Published.Latest)
	}
	if t := instant(a.NotBefore); !m.stated && !t.IsZero() {
		m.at = t
	}
	return m
}

// instant reads a date of a result, zero where it has none that can be read.
func instant(s *string) time.Time {
	if s == nil {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, *s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// scale places the moments between the first and the last known instant. Fewer
// than two of them make no scale.
func (v *timelineView) scale() {
	var from, to time.Time
	placed := 0
	for _, m := range v.Moments {
		for _, t := range []time.Time{m.at, m.until} {
			if t.IsZero() {
				continue
			}
			if from.IsZero() || t.Before(from) {
				from = t
			}
			if t.After(to) {
				to = t
			}
		}
		if !m.at.IsZero() || !m.until.IsZero() {
			placed++
		}
	}
	length := to.Sub(from)
	if placed < 2 || length <= 0 {
		return
	}
	v.From, v.To = from.UTC().Format(time.DateOnly), to.UTC().Format(time.DateOnly)
	// The ends stay free, for marks that stand there and intervals that go on.
	const margin, room = 4., 92.
	place := func(t time.Time) float64 { return margin + room*float64(t.Sub(from))/float64(length) }
	write := func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) + "%" }
	for i := range v.Moments {
		m := &v.Moments[i]
		lane := laneView{Hollow: m.Hollow}
		start, end := margin, 100.
		switch {
		case m.at.IsZero() && m.until.IsZero():
			if m.Hollow {
				m.Lane = &laneView{Hollow: true, Point: true, MiddleX: write(margin / 2)}
			}
			continue
		case m.at.IsZero():
			start, end, lane.OpensLeft = 0, place(m.until), true
		case m.until.IsZero():
			start, lane.Open = place(m.at), true
		default:
			start, end = place(m.at), place(m.until)
		}
		lane.Point = end-start < .8
		lane.X, lane.W, lane.MiddleX = write(start), write(end-start), write((start+end)/2)
		m.Lane = &lane
	}
}

// later says how long after a moment another one is, "" unless both are known
// to the minute.
func later(a, b momentView) string {
	if a.at.IsZero() || b.at.IsZero() || !a.at.Equal(a.until) || !b.at.Equal(b.until) || !a.stated || !b.stated {
		return ""
	}
	switch d := b.at.Sub(a.at); {
	case d < time.Minute:
		return "at the same time"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute", "minutes") + " later"
	case d < 48*time.Hour:
		h, m := int(d.Hours()), int(d.Minutes())%60
		if m == 0 {
			return count(h, "hour", "hours") + " later"
		}
		return strconv.Itoa(h) + " h " + strconv.Itoa(m) + " min later"
	default:
		return count(int(d.Hours()/24), "day", "days") + " later"
	}
}
