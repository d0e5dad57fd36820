package stemma

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
)

func TestWithin(t *testing.T) {
	n, err := within(time.Minute, func() (int, error) { return 7, nil })
	require.NoError(t, err)
	assert.Equal(t, 7, n)
	stop := make(chan struct{})
	defer close(stop)
	_, err = within(time.Millisecond, func() (int, error) { <-stop; return 7, nil })
	require.ErrorIs(t, err, article.ErrTooLarge)
	assert.ErrorContains(t, err, "reading it takes more than 1ms")
}
