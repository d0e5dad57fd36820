package stemma

import (
	"fmt"
	"time"

	"github.com/stemma-news/stemma/article"
)

// articleWithin reads a source in the time that one article may take. Records
// of JSON are scanned at hundreds of megabytes a second whatever they hold: no
// clock is started for them, which would cost as much as the scan.
func articleWithin(limit time.Duration, s article.Source) (*article.Article, error) {
	if s.IsRecord() {
		return s.Article()
	}
	return within(limit, s.Article)
}

// bareWithin is articleWithin for what overlaps depend on.
func bareWithin(limit time.Duration, s article.Source) (article.Bare, error) {
	if s.IsRecord() {
		return s.Bare()
	}
	return within(limit, s.Bare)
}

// within gives a reading up that takes too long. It goes on in the background,
// since nothing can stop a goroutine from outside, but what it finds is lost;
// the limits of size see to it that it ends.
func within[T any](limit time.Duration, read func() (T, error)) (T, error) {
	type outcome struct {
		found T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		found, err := read()
		done <- outcome{found, err}
	}()
	clock := time.NewTimer(limit)
	defer clock.Stop()
	select {
	case o := <-done:
		return o.found, o.err
	case <-clock.C:
		var none T
		return none, fmt.Errorf("%w: reading it takes more than %v", article.ErrTooLarge, limit)
	}
}
