package stemma

import (
	"runtime"

	"github.com/stemma-news/stemma/article"
)

// Options say how articles are read and compared. The zero value is the
// default of every command.
type Options struct {
	// Reading holds the names of record fields and the limits of one input.
	Reading article.Options
	// Jobs is the number of articles worked on at a time; 0 is one a core.
	Jobs int
	// Min is the containment from which Scan lists a pair whatever its
	// relation is, in (0, 1]; 0 is .3.
	Min float64
	// PairsOnly leaves quotes and utterances out of Scan.
	PairsOnly bool
	// All lists every pair that Scan compares, also independent ones. It is
	// meant for small sets: the matrix needs it.
	All bool
	// NoTexts leaves the texts out of the articles of a result about an index, for
	// forms that give places only: those of a large index do not fit in memory.
	NoTexts bool
	// Policy is what a newsroom lays down: outlets and their zones, licences,
	// levels. Nil lays down nothing.
	Policy *Policy
	// Accepted are the findings that somebody lets stand: they become notes.
	Accepted *Acceptances
	// Progress is told how far a stage is, from one goroutine at a time; done
	// grows to total, and total is 0 where it is not known. It may be nil.
	Progress func(stage string, done, total int)

	// oneNewsroom says that articles that name no outlet are all of one, as the
	// pages of a content repository are: what stands in several of them is
	// furniture. Without it the partial copies warned of among 400 pages of a
	// repository were for the most part newsletter forms, lists of related
	// articles and lines about an author.
	oneNewsroom bool

	unreported bool // nobody asks what the result says of articles that were not looked at

	learnt furnitureOf // where it was learnt from more than the articles at hand
	desk   *desk       // with articles that were taken apart before
	// settled says of the i-th article that what it is compared with is known, so
	// that nothing is proposed for it; nil for none.
	settled func(i int) bool
}

func (o Options) jobs() int {
	if o.Jobs > 0 {
		return o.Jobs
	}
	return runtime.GOMAXPROCS(0)
}

func (o Options) min() float64 {
	if o.Min > 0 {
		return o.Min
	}
	return .3
}

func (o Options) progress(stage string, done, total int) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}
